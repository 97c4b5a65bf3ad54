"""Named theorems: the hypotheses are verified here, the proof is cited (grade THEOREM).

`proschan-menu`. Let the coordinates be iid with a symmetric log-concave density, let the options of a menu be
averages of disjoint sets of them, and let the weights of `A` majorise those of `B`. Then `Pr(A best) >= Pr(B best)`.
By :cite:p:`Proschan1965` `B` is more peaked about the common centre, so the distribution functions satisfy `F_A <=
F_B` above it and `F_A >= F_B` below; `A`, `B` and the best `M` of the other options are independent, and the
difference of the two probabilities given `M = m` plus that given `M = -m` is nonnegative (centre 0, `m > 0`), while
`M` gives more mass near `m` than near `-m`. Ties have probability zero, so `ge` and `gt` are alike. Further
assumptions only shrink the class.
"""

from collections.abc import Callable, Sequence
from itertools import accumulate, zip_longest

from decision.checker.claims import Claim, Compare
from decision.checker.formats import Fields, Place, choice, distinct, fields, index, items
from decision.checker.forms import Affine
from decision.checker.membership import check_member


def check_theorem(claim: Claim, certificate: object, at: Place) -> None:
    """Check the hypotheses of a named theorem, and that the class is not empty."""
    common = ("kind", "claim", "theorem", "member")
    body = fields(certificate, at, common, ("options",))
    name = choice(body["theorem"], at["theorem"], THEOREMS)
    extra, check = THEOREMS[name]
    check(claim, fields(certificate, at, (*common, *extra)), at)
    check_member(claim, body["member"], at["member"])


def proschan_menu(claim: Claim, body: Fields, at: Place) -> None:
    """Check the hypotheses on the thesis, the options and the structures."""
    listed = items(body["options"], at["options"])
    options = [index(i, at["options"][n], len(claim.patterns)) for n, i in enumerate(listed)]
    distinct(options, at["options"])
    if len(options) < 2:
        at["options"].reject("two options or more are expected")
    check_thesis(claim, options, at["options"])
    forms = [claim.linear(i) or {} for i in options]
    if not all(is_average(form, claim) for form in forms):
        at["options"].reject("an option is no average of outcomes")
    outcomes = [name for form in forms for name in form]
    distinct(outcomes, at["options"])
    for name in ("iid", "symmetric", "log_concave"):
        if not any(s.name == name and set(outcomes) <= set(s.over) for s in claim.structures):
            at.reject(f"no {name} structure covers the outcomes of the options")
    if not majorises(forms[0], forms[1]):
        at["options"].reject("the weights of the first option do not majorise those of the second")


def check_thesis(claim: Claim, options: Sequence[int], at: Place) -> None:
    """Check that the thesis is `Pr(first best) - Pr(second best) - constant >= 0` with a constant of at most 0."""
    thesis = claim.thesis
    events = {q: term.event for q, term in thesis.terms if term.value is None and term.event is not None}
    if thesis.relation != ">=" or thesis.constant > 0 or len(thesis.terms) != 2 or events.keys() != {1, -1}:
        at.reject("the thesis is not of the form Pr(A best) - Pr(B best) >= 0")
    words = {is_best(claim, events[q], options[n], options, at) for n, q in enumerate((1, -1))}
    if len(words) > 1:
        at.reject("one event counts ties and the other does not")


def is_best(claim: Claim, event: int, option: int, options: Sequence[int], at: Place) -> bool:
    """Check that an event compares one option with each other one, all strictly or all not; return whether strictly."""
    top = claim.events[event]
    if isinstance(top, Compare):
        parts = [top]
    else:
        below = [claim.events[k] for k in top.args] if top.word == "all" else []
        parts = [part for part in below if isinstance(part, Compare)]
        if len(parts) < len(below):
            at.reject("an event is no conjunction of comparisons")
    if sorted(part.right for part in parts) != sorted(set(options) - {option}) or any(p.left != option for p in parts):
        at.reject("an event does not compare its option with each of the others once")
    strict = {part.strict for part in parts}
    return strict.pop() if len(strict) == 1 else at.reject("an event mixes strict and weak comparisons")


def is_average(form: Affine, claim: Claim) -> bool:
    """Whether a form is a convex combination of outcomes."""
    return set(form) <= set(claim.outcomes) and all(q > 0 for q in form.values()) and sum(form.values()) == 1


def majorises(first: Affine, second: Affine) -> bool:
    """Whether each sum of largest weights of the first is at least that of the second (both sum to 1)."""
    sums = (accumulate(sorted(form.values(), reverse=True)) for form in (first, second))
    return all(p >= q for p, q in zip_longest(*sums, fillvalue=1))


THEOREMS: dict[str, tuple[tuple[str, ...], Callable[[Claim, Fields, Place], None]]] = {
    "proschan-menu": (("options",), proschan_menu),
}
