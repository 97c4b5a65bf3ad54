"""One broken certificate for each rule: the checker names the place and the rule."""

from __future__ import annotations

import pytest

from decision.checker import check_document
from tests.certificates.broken_claims import CLAIMS
from tests.certificates.broken_emptiness import NOBODY
from tests.certificates.broken_laws import LAWS, THEOREMS
from tests.certificates.broken_proofs import HOLDS
from tests.certificates.building_blocks import digest, leaf, linear, premise, signed, split
from tests.certificates.edits import F, T, follow
from tests.certificates.handmade import HANDMADE

RULES = {
    f"{subject}-{name}": rule
    for subject, rules in {"claim": CLAIMS, "holds": HOLDS, "law": LAWS, "theorem": THEOREMS, "nobody": NOBODY}.items()
    for name, rule in rules.items()
}


@pytest.mark.parametrize("name", RULES)
def test_a_broken_rule_is_found_where_it_is_broken(name):
    base, edit, path, reason = RULES[name]
    document = HANDMADE[base]()
    edit(document)
    report = check_document(signed(document))
    assert not report.accepted
    assert report.grade is None
    assert path in report.path, report
    assert any(word in report.reason for word in reason.split("|")), report
    assert "failed" not in report.reason


def test_a_certificate_of_another_claim_is_rejected():
    document = HANDMADE["finite"]()
    document["parts"][0]["claim"]["thesis"]["constant"] = "2/3"
    report = check_document(document)
    assert (report.accepted, report.path) == (False, "parts[0].certificate.claim")


def test_digests_ignore_order_and_nothing_else():
    claim = HANDMADE["parity"]()["parts"][0]["claim"]
    assert digest(dict(reversed(claim.items()))) == digest(claim)


def test_every_part_is_checked():
    document = HANDMADE["parity"]()
    document["parts"][1]["certificate"]["levels"][0]["weights"].pop()
    report = check_document(document)
    assert not report.accepted
    assert report.path.startswith("parts[1].certificate.levels[0].tree")


def test_an_equality_premise_may_be_subtracted_an_inequality_may_not():
    document = HANDMADE["pick-best"]()
    assert check_document(document).accepted
    follow(document, T)["cases"] = [
        case if case[0] != "=" else [">=", case[1]] for case in follow(document, T)["cases"]
    ]
    assert "negative multiplier" in check_document(document).reason


def test_an_excluded_leaf_needs_the_earlier_level_to_be_positive_there():
    document = HANDMADE["strict-moment"]()
    follow(document, F)["levels"][1]["tree"] = split(
        linear(a="1", b="-1"), [">", leaf(excluded=0)], ["<=", leaf(bound=premise(0))]
    )
    assert "nothing here is strict" in check_document(document).reason
