"""What a certificate shows of the weighted sum of the thesis over images of a goal, step by step, in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor
from typing import Any

from decision.certificates.assumption_words import support_forms
from decision.certificates.name_words import Names
from decision.certificates.plain_words import capital, counted, inequality_words, listing, paragraph, weighted_sum
from decision.certificates.symmetry_words import Image, images_of, moved
from decision.certificates.tree_words import Region, Scene, case_words, weighed_regions
from decision.certificates.weights_words import gathered, labels, weights_words
from decision.exact import text
from decision.language.claims import Claim, Moment, Support
from decision.language.events import Event
from decision.language.serial import tabulate
from decision.language.theses import Inequality, Weighted
from decision.language.values import Value

__all__ = ["argument_words"]

Json = dict[str, Any]
SPELLED = 3
WHERE = "where [X] is 1 if X holds and 0 otherwise"


@dataclass(frozen=True)
class _Step:
    """One level: its images with weights that sum to 1, and `(multiplier, moment, image)`, scaled alike.

    `strict`: the sum is shown positive, not only nonnegative; `later`: earlier steps excluded goals.
    """

    claim: Claim
    weights: list[tuple[Fraction, Image]]
    added: list[tuple[Fraction, Inequality, Image]]
    strict: bool
    later: bool

    @property
    def size(self) -> int:
        return len(self.weights)

    @property
    def even(self) -> bool:
        """Whether all images count alike and no premise is added."""
        return not self.added and len({q for q, _ in self.weights}) == 1

    @property
    def plain(self) -> bool:
        """Whether only the goal itself is looked at."""
        return all(g.is_identity for g in [*(g for _, g in self.weights), *(g for _, _, g in self.added)])


def argument_words(claim: Claim, certificate: Json, names: Names) -> list[str]:
    """The argument of a certificate that a claim holds, as paragraphs."""
    images = images_of(claim, certificate)
    written, tables = tabulate(claim)
    premises = _support_words(claim, certificate, images)
    levels = certificate["levels"]
    out: list[str] = []
    if len(levels) > 1:
        opposite = ">" if claim.thesis.relation == ">=" else ">="
        false = names.thesis(Inequality((-claim.thesis).terms, -claim.thesis.constant, opposite))
        out.append(
            paragraph(
                f"Suppose it were false: {false}. Then the sum formed in each step below has expectation at most 0."
            )
        )
    for number, level in enumerate(levels, 1):
        regions = list(weighed_regions(claim, level["tree"]))
        if regions:
            out += _apart(_Setting(claim, images, names, written["events"], premises), level, regions)
            continue
        step = _step(claim, level, images, last=number == len(levels), later=number > 1)
        head = f"Step {number}. " if len(levels) > 1 else ""
        shown_words = _shown(step, names) if number == len(levels) else _generic(step, names)
        said = [weights_words(step.weights), _premises_words(step, names), shown_words]
        said.append(_conclusion(step, names, number, len(levels)))
        out.append(paragraph(head + " ".join(s for s in said if s)))
        shown = [(e, names.event(e), tables.event(e), p) for e, p in _places(step, images).items()]
        out += case_words(Scene(claim, written["events"], shown, premises), level["tree"])
    return out


@dataclass(frozen=True)
class _Setting:
    """What all regions of a level with several sets of weights share."""

    claim: Claim
    images: Sequence[Image]
    names: Names
    written: Sequence[Json]
    premises: Sequence[str]


def _apart(setting: _Setting, level: Json, regions: Sequence[Region]) -> list[str]:
    """The argument given each of several conditions that the symmetries leave alone."""
    _, tables = tabulate(setting.claim)
    opening = listing(list(dict.fromkeys(r.opening for r in regions)), most=2)
    out = [
        paragraph(
            f"{capital(opening)}. The symmetries that are used leave this alone, so they hold given each case, and it "
            "is enough to argue in each apart."
        )
    ]
    for region in regions[:SPELLED]:
        step = _step(setting.claim, {**level, "weights": region.weights}, setting.images, last=True, later=False)
        said = [weights_words(step.weights), _premises_words(step, setting.names), _shown(step, setting.names)]
        out.append(paragraph(f"Given that {region.condition}: " + " ".join(s for s in said if s)))
        events = _places(step, setting.images).items()
        shown = [(e, setting.names.event(e), tables.event(e), p) for e, p in events]
        premises = [*setting.premises, *region.premises]
        out += case_words(Scene(setting.claim, setting.written, shown, premises), region.tree)
    if len(regions) > SPELLED:
        out.append(paragraph(f"The other {counted(len(regions) - SPELLED, 'case')} are alike."))
    whole = _step(setting.claim, level, setting.images, last=True, later=False)
    return [*out, paragraph(f"Together: {setting.names.thesis(whole.claim.thesis)}.")]


def _step(claim: Claim, level: Json, images: Sequence[Image], *, last: bool, later: bool) -> _Step:
    mass = sum((Fraction(q) for q, _ in level["weights"]), Fraction(0)) or Fraction(1)
    added: list[tuple[Fraction, Inequality, Image]] = []
    multipliers: list[tuple[str, int, int]] = level["multipliers"]
    for q, a, e in multipliers:
        moment = claim.conditions[a]
        assert isinstance(moment, Moment)
        added.append((Fraction(q) / mass, moment.inequality, images[e]))
    decisive = (bool(level["weights"]) and claim.thesis.relation == ">=") or any(m.relation == ">" for _, m, _ in added)
    return _Step(claim, gathered(level["weights"], images), added, last and not decisive, later)


def _support_words(claim: Claim, certificate: Json, images: Sequence[Image]) -> list[str]:
    out: list[str] = []
    premises: list[tuple[int, int]] = certificate["premises"]
    for a, e in premises:
        condition = claim.conditions[a]
        assert isinstance(condition, Support)
        out += [inequality_words(claim, moved(images[e], f), rel) for f, rel in support_forms(condition.event)]
    return out


Places = list[tuple[frozenset[int], str]]


def _places(step: _Step, images: Sequence[Image]) -> dict[Event, Places]:
    """For each event, the elements at which the sum looks at it, with their names."""
    called = dict(zip((g for _, g in step.weights), labels(step.weights), strict=True))
    found: dict[Event, dict[Image, None]] = {}
    for terms, where in [
        (step.claim.thesis.terms, [g for _, g in step.weights]),
        *((m.terms, [g]) for _, m, g in step.added),
    ]:
        for event in (t.event for t in terms if t.event is not None):
            found.setdefault(event, {}).update(dict.fromkeys(where))
    ids: dict[Image, frozenset[int]] = {}
    for e, g in enumerate(images):
        ids[g] = ids.get(g, frozenset()) | {e}
    return {
        k: [(ids[g], called.get(g) or ("u" if g.is_identity else f"the image ({g.name})")) for g in gs]
        for k, gs in found.items()
    }


def _premises_words(step: _Step, names: Names) -> str:
    said: list[str] = []
    for q, m, g in step.added:
        at = "" if g.is_identity else f" (for the image: {g.name})"
        said.append(f"{text(q)} times the premise {names.thesis(m)}{at}")
    style = "Markov-style: add" if any(t.value is None for t in step.claim.thesis.terms) else "Add"
    return f"{style} {listing(said)}." if said else ""


def _group(step: _Step) -> str:
    return {2: "in each pair", 3: "in each triple"}.get(
        step.size, f"among the {counted(step.size)} images of each goal"
    )


def _shown(step: _Step, names: Names) -> str:
    """What is shown at every goal, as a sentence."""
    thesis = step.claim.thesis
    if step.even and step.weights:
        if len(thesis.terms) == 1 and thesis.terms[0].value is None and thesis.terms[0].event is not None:
            return _count(step, names, thesis.terms[0])
        pair = _rivals(thesis)
        if pair is not None and not step.strict:
            a, b = (names.event(e) for e in pair)
            if step.size == 1:
                return f"{_everywhere(step)}wherever {b} holds, {a} holds too."
            a, b = (n if len(n) == 1 else f"({n})" for n in (a, b))
            return f"{_group(step).capitalize()}, {a} holds at least as often as {b}."
    return _generic(step, names)


def _everywhere(step: _Step) -> str:
    if step.later:
        return "At every goal that is left: " if step.plain else "At the image of every goal that is left: "
    return "This is true of every single goal: " if step.plain else "At every image: "


def _rivals(thesis: Inequality) -> tuple[Event, Event] | None:
    """The events `A`, `B` of a thesis `Pr(A) >= Pr(B)`."""
    if len(thesis.terms) != 2 or thesis.constant or any(t.value is not None or t.event is None for t in thesis.terms):
        return None
    high, low = sorted(thesis.terms, key=lambda t: -t.weight)
    if high.weight != -low.weight or high.event is None or low.event is None:
        return None
    return high.event, low.event


def _count(step: _Step, names: Names, term: Weighted) -> str:
    """A bound on one probability: how many of the images lie in the event."""
    assert term.event is not None
    name, k = names.event(term.event), step.size
    share = step.claim.thesis.constant / term.weight * k
    least = (floor(share) + 1 if step.strict else ceil(share)) if term.weight > 0 else None
    most = (ceil(share) - 1 if step.strict else floor(share)) if term.weight < 0 else None
    if (least is not None and least <= 0) or (most is not None and most >= k):
        return f"This is plain: a probability is never {'negative' if least is not None else 'more than 1'}."
    if k == 1:
        return f"{_everywhere(step)}{name} {'holds' if least else 'fails'}."
    size = least if least is not None else most or 0
    some = f"at {'least' if least is not None else 'most'} {counted(size)}" if size else "none"
    some = f"every one ({counted(k)} of {counted(k)})" if size == k else some
    verb = "satisfies" if size <= 1 or size == k else "satisfy"
    sign = ">=" if least is not None else "<="
    bound = "" if Fraction(size, k) == share / k else f"; so Pr({name}) {sign} {text(Fraction(size, k))}"
    return f"{_group(step).capitalize()}, {some} {verb} {name}{bound}."


def _generic(step: _Step, names: Names) -> str:
    thesis, relation = step.claim.thesis, ">" if step.strict else ">="
    terms, constant = _combined(step) if step.plain else (list(thesis.terms), thesis.constant)
    where = f", {WHERE}" if any(t.event is not None for t in terms) else ""
    if step.plain and terms:
        opening = (
            _everywhere(step) if not step.added else "At every goal that is left, " if step.later else "At every goal, "
        )
        return f"{opening}{names.pointwise(terms, constant, relation)}{where}."
    if step.plain:
        return "What was added makes up the thesis" + (f", with {text(-constant)} to spare." if constant else ".")
    body = weighted_sum([(t.weight, names.integrand(t)) for t in terms], -constant)
    if step.size == 1 and not step.added:
        return f"{_everywhere(step)}{names.pointwise(terms, constant, relation)}{where}."
    less = ", less what was added," if step.added else ""
    mean = "average" if len({q for q, _ in step.weights}) == 1 else "weighted average"
    size = "positive" if step.strict else "at least 0"
    left = " that is left" if step.later else ""
    over = f"The {mean} of {body} over the images" if step.size > 1 else f"The value of {body} there"
    return f"{over}{less} is {size} at every goal{left}{where}."


def _combined(step: _Step) -> tuple[list[Weighted], Fraction]:
    """Thesis minus premises, equal terms collected."""
    total: dict[tuple[Event | None, Value | None], Fraction] = {}
    constant = Fraction(0)
    parts = [(q, step.claim.thesis) for q, _ in step.weights] + [(-q, m) for q, m, _ in step.added]
    for q, inequality in parts:
        constant += q * inequality.constant
        for t in inequality.terms:
            key = (t.event, t.value)
            total[key] = total.get(key, Fraction(0)) + q * t.weight
    return [Weighted(q, event, value) for (event, value), q in total.items() if q], constant


def _conclusion(step: _Step, names: Names, number: int, total: int) -> str:
    if number < total:
        one = step.plain or (step.size == 1 and not step.added)
        what = "the difference of the two sides" if one else "this"
        return (
            f"By the supposition {what} has expectation at most 0, so it is 0 almost surely; "
            "goals at which it is positive are left out from here on."
        )
    if total > 1:
        if not step.strict:
            return "By the supposition its expectation is negative: a contradiction."
        return "So the sum is positive almost surely, yet its expectation would be at most 0: a contradiction."
    premise = " and using the premise" + ("s" if len(step.added) > 1 else "") if step.added else ""
    if step.size == 1 and not step.added and not any(t.value is not None for t in step.claim.thesis.terms):
        return ""
    if step.even and len(step.claim.thesis.terms) == 1 and step.claim.thesis.terms[0].value is None:
        return f"So {names.thesis(step.claim.thesis)}."
    strict = any(m.relation == ">" for _, m, _ in step.added)
    strictly = (", which is strict," if len(step.added) == 1 else ", one of which is strict,") if strict else ""
    return f"Taking expectations{premise}{strictly} gives {names.thesis(step.claim.thesis)}."
