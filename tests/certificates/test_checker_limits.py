"""What is too large is refused with a reason; what just fits is accepted."""

from __future__ import annotations

import pytest

from decision.checker import check_document
from tests.certificates.chamber_documents import CHAMBERS
from tests.certificates.handmade import HANDMADE

TREE = "parts[0].certificate.levels[0].tree"


@pytest.mark.parametrize(
    ("limit", "enough", "name", "path", "reason"),
    [
        ("trees.MAX_NODES", 4, "third", TREE + ".cases[2]", "deeper or larger"),
        ("trees.MAX_DEPTH", 1, "third", TREE + ".cases[0]", "deeper or larger"),
        ("trees.MAX_WALK", 5, "moment", "premises[0]", "too many conjuncts"),  # one `all` of four comparisons
        ("proofs.MAX_DEPTH", 3, "free-information", "bound.each[0].then.then", "more than 2 deep"),
        ("laws.MAX_ORBIT", 6, "orbit", "law.orbit[0]", "more than 5 goals"),
        ("signs.MAX_CELLS", 8, "marginals", "certificate.law", "more than 7 cells"),
        ("chambers.MAX_STEPS", 3, "chambers-two-blocks", "trees[0]", "more than 2 steps"),
        ("chambers.MAX_OPEN", 8, "chambers-two-blocks", "trees[0][0]", "too many cones wait"),  # 2 cones, 4 places
        ("chambers.MAX_SIGNED", 1, "chambers-constant", "certificate", "too many rays"),  # the pair, beside the unit
        ("chambers.MAX_RAYS", 3, "chambers-constant", "certificate", "too many rays"),
        ("chambers.MAX_FORMS", 2, "chambers-third", "certificate", "more than 1 pairs of values"),
        ("chambers.MAX_PLACES", 12, "chambers-third", "certificate", "more than 11 comparisons"),  # 2 forms, 6 orders
        ("chambers.MAX_ENTRY", 2, "chambers-constant", "trees[0][0]", "an entry above 1"),
        ("formats.MAX_NESTING", 8, "finite", "", "nested more than 7 deep"),
    ],
)
def test_a_limit_is_the_last_size_that_is_accepted(monkeypatch, limit, enough, name, path, reason):
    made = (HANDMADE | CHAMBERS)[name]()
    monkeypatch.setattr(f"decision.checker.{limit}", enough)
    assert check_document(made).accepted
    monkeypatch.setattr(f"decision.checker.{limit}", enough - 1)
    report = check_document(made)
    assert not report.accepted
    assert path in report.path
    assert reason in report.reason
