"""Every kind of certificate is put into words, also where no engine would write it like this."""

from __future__ import annotations

import pytest

from decision.certificates.explain import explain
from decision.language.reading import claim_from_json
from tests.certificates.building_blocks import signed, split
from tests.certificates.chamber_documents import CHAMBERS
from tests.certificates.edits import follow, put
from tests.certificates.handmade import HANDMADE
from tests.certificates.one_law_documents import ONE_LAW
from tests.certificates.test_region_weights import REGION, SUM, by_order, halves, other

DOCUMENTS = HANDMADE | CHAMBERS | ONE_LAW


def told(document):
    parts = [(claim_from_json(p["claim"]), p["certificate"], "") for p in document["parts"]]
    return explain("thesis", "HOLDS", parts)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_certificate_is_told(name):
    document = DOCUMENTS[name]()
    words = told(document)
    assert all(len(line) <= 100 for line in words.splitlines())
    kind = document["parts"][0]["certificate"]["kind"]
    expected = {
        "holds": "The class is not empty",
        "chambers": "The class is not empty",
        "theorem": "Proschan",
        "fails": "This goal distribution of the class violates the thesis",
        "true": "computed exactly, cell by cell",
        "false": "computed exactly, cell by cell",
        "empty": "not put into words",
    }[kind]
    assert expected in " ".join(words.split()), words


@pytest.mark.parametrize("regions", [2, 5])
def test_each_region_with_weights_of_its_own_is_told(regions):
    """Borders that the exchange keeps: `a + b` below 0, from 0 to 1 and so on."""
    made = halves()
    for depth in range(2, regions):
        border = {**SUM, "constant": str(-depth)}
        rest = other(by_order(depth), ["1/2", 0], ["1/2", 1])
        put(*REGION, split(border, [">=", rest], ["<", dict(follow(made, REGION))]))(made)
    words = told(signed(made))
    assert words.count("Given that") == min(regions - 1, 3)
    assert ("The other" in words) == (regions - 1 > 3)
    assert words.index("Either u(a) + u(b) >= 0") < words.index("Together: Pr(u(a) >= u(b)) >= 1/2.")
