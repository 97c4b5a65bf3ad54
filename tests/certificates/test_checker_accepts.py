"""The checker accepts every kind of certificate, written by hand."""

from __future__ import annotations

import json
import time

import pytest

from decision.checker import check_document, check_file
from tests.certificates import building_blocks as blocks
from tests.certificates import handmade, handmade_proofs
from tests.certificates.chamber_documents import CHAMBERS
from tests.certificates.handmade import HANDMADE


@pytest.mark.parametrize("name", HANDMADE | CHAMBERS)
def test_handmade_certificates_are_accepted(name):
    report = check_document((HANDMADE | CHAMBERS)[name]())
    assert (report.accepted, report.path, report.reason) == (True, "", "")
    assert report.grade == ("THEOREM" if name == "proschan" else "CERTIFIED")
    assert report.sentence
    assert "\n" not in report.sentence


def test_kinds_and_digests_tell_what_was_accepted():
    document = handmade_proofs.parity()
    report = check_document(document)
    assert report.kinds == ("holds", "holds")
    assert report.digests == tuple(blocks.digest(part["claim"]) for part in document["parts"])


def test_the_grade_is_the_weakest_of_the_parts():
    document = handmade_proofs.pointwise()
    document["parts"] += handmade.proschan()["parts"]
    assert check_document(document).grade == "THEOREM"


def test_sentences_say_the_claim():
    assert check_document(handmade.finite()).sentence == "Not for every law of a, b: Pr(a >= b) >= 1/2"
    assert check_document(handmade_proofs.moment(">")).sentence.endswith("E(a) - E(b) >= 1/4: Pr(a >= b) > 1/4")


@pytest.mark.parametrize("spaced", [None, 1], ids=["canonical", "indented"])
def test_files_and_objects_are_read_alike(tmp_path, spaced):
    path = tmp_path / "claim.json"
    path.write_text(json.dumps(handmade_proofs.third(), indent=spaced))
    assert check_file(path) == check_document(handmade_proofs.third())


def test_normal_marginal_and_finite_members():
    document = handmade.proschan()
    for member in (
        {"normal": {"center": "0"}, "constants": {}},
        {"marginals": blocks.each("abcde", [["1", "-2", "2"]]), "constants": {}},
        {"atoms": [["1", dict.fromkeys("abcde", "0")]], "radius": "3"},
    ):
        document["parts"][0]["certificate"]["member"] = member
        assert check_document(document).accepted


def test_a_deep_tree_is_walked_without_recursion():
    document = handmade_proofs.pointwise()
    leaf = blocks.leaf([0, 0, True, blocks.choose(0)])
    tree = leaf
    for _ in range(1_200):  # three levels of JSON each
        tree = blocks.split(blocks.linear(a="1"), [">=", tree], ["<", leaf])
    document["parts"][0]["certificate"]["levels"][0]["tree"] = tree
    assert check_document(document).accepted


# --- time: the bounds are several times what was measured, and exclude a slower algorithm -----------------------------


def seconds(document):
    start = time.process_time()
    report = check_document(document)
    assert report.accepted, (report.path, report.reason)
    return time.process_time() - start


def test_thousands_of_nodes_take_a_second():
    names = [f"w{n}" for n in range(12)]
    values = [blocks.linear(**{w: "1"}) for w in names]
    events = [{"ge": [0, n]} for n in range(1, 12)] + [{"all": list(range(11))}]
    exchangeable = {"invariant": [blocks.swap("w0", w) for w in names[1:]]}
    c = blocks.claim(names, values, events, blocks.thesis(["1", blocks.pr(11)], constant="1/12"), exchangeable)
    cases = []
    for n in range(12):
        numbers = [m for m in range(12) if m != n]  # premise p compares n with numbers[p]
        facts = []
        for k in range(1, 12):  # at element n outcomes 0 and n are exchanged
            other = 0 if k == n else k
            facts.append([k - 1, n, True, blocks.premise(numbers.index(other))])
        cases.append(blocks.leaf(*facts))
    tree = {"largest": values, "cases": cases}
    for n in range(8):  # 3,073 leaves and 34,000 proofs: pointless splits over the same forms
        form = blocks.linear(**{names[n]: "1", names[n + 1]: "-1/2"})
        tree = blocks.split(form, [">=", tree], ["<", tree])
    tree = json.loads(json.dumps(tree))
    for node in leaves(tree):
        for fact in node["facts"]:
            fact[3]["farkas"][0][0] += 8
    member = {"atoms": [["1", dict.fromkeys(names, "0")]]}
    weights = [["1", n] for n in range(12)]
    words = [[], *([n] for n in range(11))]
    assert seconds(blocks.document((c, blocks.holds(member, blocks.level(weights, tree), elements=words)))) < 8


def leaves(tree):
    todo = [tree]
    while todo:
        node = todo.pop()
        if "facts" in node:
            yield node
        elif "split" in node:
            todo += [case for _, case in node["cases"]]
        else:
            todo += node["cases"]


def test_an_orbit_of_forty_thousand_goals_takes_seconds():
    names = list("abcdefgh")
    values = [blocks.linear(**{w: "1"}) for w in names]
    events = [{"ge": [0, n]} for n in range(1, 8)] + [{"all": list(range(7))}]
    exchangeable = {"invariant": [blocks.swap("a", w) for w in names[1:]]}
    no_ties = {"no_ties": [[0, n] for n in range(1, 8)]}
    thesis = blocks.thesis(["1", blocks.pr(7)], constant="1/7")
    c = blocks.claim(names, values, events, thesis, exchangeable, no_ties)
    law = {"orbit": [["1", {w: f"{n}/3" if n % 3 else str(n // 3) for n, w in enumerate(names)}]]}
    assert seconds(blocks.document((c, blocks.fails(law)))) < 8


def test_marginals_with_many_cells_take_seconds():
    pieces = [["1/13", str(3**n), str(3**n + 1)] for n in range(13)]
    over = list("abcde")
    values = [
        blocks.linear(a="1"),
        blocks.linear(b="1/2", c="1/2"),
        blocks.linear(d="1/2", e="1/2"),
    ]
    values += [blocks.linear(b="1/2", d="1/2")]
    events = [{"ge": [0, 1]}, {"ge": [0, 2]}, {"ge": [1, 2]}, {"ge": [0, 3]}, {"all": [0, 1, 2, 3]}]
    iid = {"structure": "iid", "over": over}
    c = blocks.claim(over, values, events, blocks.thesis(["1", blocks.pr(4)], constant="3/4"), iid)
    law = {"marginals": blocks.each(over, pieces), "constants": {}}
    assert seconds(blocks.document((c, blocks.fails(law)))) < 15
