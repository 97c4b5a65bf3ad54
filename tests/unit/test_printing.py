"""Sentences and LaTeX of expressions; verdicts and countermodels print as something a reader can check."""

import re
from html import unescape

import pytest

from decision import (
    Choice,
    E,
    Exchangeable,
    NoTies,
    Pr,
    ReflectionSymmetric,
    decide,
    indifferent,
    latex,
    maximum,
    minimum,
    pick,
    u,
)

A, B, C = (u(w) for w in "abc")
SENTENCES = [
    (A, "u(a)"),
    (A - A, "0"),
    (A - A - "1/2", "-1/2"),
    (-A, "-u(a)"),
    (2 * A - B / 3 + 1, "2 u(a) - 1/3 u(b) + 1"),
    (B + A, "u(a) + u(b)"),
    (maximum(A, B), "max(u(a), u(b))"),
    (maximum(A, A), "u(a)"),
    (maximum(A, 1), "max(u(a), 1)"),
    (minimum(A, B), "-max(-u(a), -u(b))"),
    (u("w", self="later"), "later:u(w)"),
    (pick([A, B], [B, C], ties="worst"), "pick(u(b); u(c) by u(a); u(b), ties worst)"),
    (A >= B, "u(a) >= u(b)"),
    (A < B, "u(b) > u(a)"),
    (~(A >= B), "u(b) > u(a)"),
    ((A > B) & (B > C), "u(a) > u(b) and u(b) > u(c)"),
    ((A > B) & ((B > C) | (C > B)), "u(a) > u(b) and (u(b) > u(c) or u(c) > u(b))"),
    (~((A > B) & (B > C)), "not (u(a) > u(b) and u(b) > u(c))"),
    (A >= A, "always"),
    (A > A, "never"),
    (indifferent(A, B), "u(a) >= u(b) and u(b) >= u(a)"),
    (Pr(A > B, given=B > C), "Pr(u(a) > u(b) given u(b) > u(c))"),
    (2 * Pr(A > B) - E(A) / 2 + 1, "2 Pr(u(a) > u(b)) - 1/2 E(u(a)) + 1"),
    (Pr(A > B) == "1/2", "Pr(u(a) > u(b)) == 1/2"),
    (E(A) < E(B), "E(u(a)) < E(u(b))"),
]


@pytest.mark.parametrize(("thing", "said"), SENTENCES, ids=[said for _, said in SENTENCES])
def test_sentences(thing: object, said: str) -> None:
    assert repr(thing) == said


@pytest.mark.parametrize(("thing", "said"), SENTENCES, ids=[said for _, said in SENTENCES])
def test_latex_is_balanced(thing: object, said: str) -> None:
    text = latex(thing)
    assert text.count("{") == text.count("}")
    assert len(re.findall(r"\\left\b", text)) == len(re.findall(r"\\right\b", text))
    assert not re.search(r">=|<=|==|\bNone\b|Fraction", text)
    assert thing._repr_latex_() == f"${text}$"  # type: ignore[attr-defined]


LATEX = [
    (A / 2 >= B, r"\frac{1}{2} u(\mathrm{a}) \ge u(\mathrm{b})"),
    (Pr(A > B) == "1/2", r"\Pr\left(u(\mathrm{a}) > u(\mathrm{b})\right) = \frac{1}{2}"),
    (u("w_1"), r"u(\mathrm{w\_1})"),
    (u("w", self="later"), r"u_{\mathrm{later}}(\mathrm{w})"),
]


@pytest.mark.parametrize(("thing", "text"), LATEX, ids=[t for _, t in LATEX])
def test_latex(thing: object, text: str) -> None:
    assert latex(thing) == text


@pytest.mark.parametrize("name", ["50%", "a&b", "cost_$", "x#y", "{x}", "a^b", r"back\slash", "~"])
def test_latex_escapes_names(name: str) -> None:
    """Every special character of a name is escaped, so that the text compiles."""
    text = latex(u(name))
    inner = text.removeprefix(r"u(\mathrm{").removesuffix("})")
    assert not re.search(r"(?<!\\)[%&#$_]", inner), text
    assert not re.search(r"(?<!\\)(?<!\\textasciicircum)[\^~]", inner), text


def test_nothing_else_is_printed() -> None:
    with pytest.raises(TypeError):
        latex(3)


def test_a_verdict_prints_as_two_lines() -> None:
    thesis = Pr(A >= B) == "1/2"
    holds = decide(thesis, given=[ReflectionSymmetric(), NoTies()])
    fails = decide(thesis, given=[Exchangeable()])
    assert repr(holds).splitlines()[0] == "HOLDS (CERTIFIED): Pr(u(a) >= u(b)) == 1/2"
    assert repr(fails).splitlines()[0] == "FAILS (CERTIFIED): Pr(u(a) >= u(b)) == 1/2"
    assert len(repr(holds).splitlines()) == len(repr(fails).splitlines()) == 2
    assert "Fraction" not in repr(holds)


def test_the_explanation_speaks_of_the_mirror_image() -> None:
    verdict = decide(Pr(A > B) <= "1/2", given=[ReflectionSymmetric()])
    said = verdict.explain()
    assert "mirror" in said or "-u" in said
    assert "{" not in said


def test_a_countermodel_prints_as_a_table() -> None:
    menu = Choice({"sure": {"a": 1}, "coin": {"b": "1/2", "c": "1/2"}})
    verdict = decide(Pr(menu.best("sure")) >= "1/2", given=[Exchangeable()])
    shown = repr(verdict.counterexample)
    assert all(w in shown for w in "abc")
    assert len(shown.splitlines()) >= 2
    assert verdict.counterexample is not None
    assert "<table" in verdict.counterexample._repr_html_()


def test_in_a_notebook_paragraphs_flow_and_tables_keep_their_lines() -> None:
    thesis = Pr(maximum(u("far"), u("made"), u("known")) >= u("dead")) == "3/4"
    verdict = decide(thesis, given=[ReflectionSymmetric(), NoTies()])
    lines = verdict.explain().splitlines()
    wrapped = next(k for k, line in enumerate(lines) if len(line) > 80 and lines[k + 1][:1].isalpha())
    header = next(line for line in lines if line.split()[:1] == ["weight"])
    shown = unescape(verdict._repr_html_())
    assert f"{lines[wrapped]} {lines[wrapped + 1]}" in shown
    assert f"\n{header}\n" in shown
