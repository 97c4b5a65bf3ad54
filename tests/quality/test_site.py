"""What the pages of the site must not show is found, by the checks that stop its build and in the sources."""

import re
import sys

import pytest

from tests.quality.repository import ROOT

DOCS = ROOT / "docs"
CELL = re.compile(r"^```\{code-cell\}.*?\n(.*?)^```", re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def readable():
    sys.path.insert(0, str(DOCS / "_ext"))
    try:
        import readable
    finally:
        sys.path.remove(str(DOCS / "_ext"))
    return readable


@pytest.mark.parametrize(
    "shown",
    [
        "<p>see `u`</p>",
        "<td>F(s)</td><td>a)`</td>",
        "<p>of {cite}Good1967</p>",
        "<p>by :cite:p:Good1967</p>",
        r"<em>a polyhedron in $\mathbb R^n$</em>",
        r"<p>for all \(u\)</p>",
        r"<p>at least \frac12</p>",
        '<img src="a.png">',
        '<img src="a.png" alt="../_images/a.png">',
        '<figure><img src="a.png" alt="a tree"></figure>',
        '<img class="sphx-glr-single-img" src="a.png" alt="a tree"><p>no more words</p>',
    ],
)
def test_faults_of_a_page_are_found(readable, shown):
    assert list(readable.faults(f"<main>{shown}</main>"))


@pytest.mark.parametrize(
    "shown",
    [
        r"<p>a price of 5 $, <code>`x` $y$ \frac</code>, {a, b}: all :)</p>",
        r"<pre>>>> print('\(')</pre><math><mi>\alpha</mi></math>",
        '<figure><img src="a.png" alt="a tree"><figcaption><p>Squares <em>are</em> choices.</p></figcaption></figure>',
        '<img class="sphx-glr-single-img" src="a.png" alt="a tree"><p><em>What to see:</em> a tree.</p>',
    ],
)
def test_a_page_without_faults_passes(readable, shown):
    assert list(readable.faults(f"<nav>`</nav><main>{shown}</main>")) == []


def test_no_page_runs_a_command_whose_failure_goes_unnoticed():
    quiet = [
        f"{page.name}: {line}"
        for page in DOCS.glob("*/*.md")
        for cell in CELL.findall(page.read_text(encoding="utf-8"))
        for line in cell.splitlines()
        if line.startswith("!")
    ]
    assert not quiet, "use %%bash, which stops the build"


def test_a_card_that_is_a_link_has_none_inside():
    """The link of the card lies above its text, so another one could not be clicked."""
    front = (DOCS / "index.md").read_text(encoding="utf-8")
    cards = re.findall(r"^:::\{grid-item-card\}.*?^:::$", front, re.MULTILINE | re.DOTALL)
    assert cards
    assert [card for card in cards if ":link:" in card and re.search(r"\]\(|\{doc\}|\{ref\}", card)] == []
