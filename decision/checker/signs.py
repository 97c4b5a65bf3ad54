"""The boxes of a law, and the mass that it gives to each pattern of signs of some affine forms.

A law is made of boxes (points, where it is finite). One pass over them tabulates the patterns: for a mixture, each
form is evaluated once at each goal; for a product, cells are visited depth first while bounds of every form are added
up. Outcomes that occur in no form integrate out.

Signs: 1, -1 and 0 are certain (almost surely), `UNKNOWN` is not. A form that is not constant on a box is continuously
distributed there, so only the sign 0 can mean a tie.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import product
from math import prod

from decision.checker.boxes import Box
from decision.checker.formats import Place, Rational
from decision.checker.forms import CONSTANT, Affine
from decision.checker.laws import Law, Mixture, Product, denominator

MAX_CELLS = 3_000_000
UNKNOWN = 2

Signs = tuple[int, ...]
Step = tuple[int, list[int], list[int]]  # weight of a piece, and what it adds to the lower and upper bound of each form


def sign(low: int, high: int) -> int:
    """Return the sign of a form between two bounds on a box, attained only if equal."""
    return 1 if low >= 0 < high else -1 if low < 0 >= high else 0 if low == high else UNKNOWN


# --- masses of sign patterns ------------------------------------------------------------------------------------------


def sign_masses(law: Law, forms: Sequence[Affine], at: Place) -> Mapping[Signs, int]:
    """Return the mass of each pattern of signs of some forms."""
    if not forms:
        return {(): 1}
    whole = [{name: int(q * denominator(form.values())) for name, q in form.items()} for form in forms]
    return mixture_masses(law, whole) if isinstance(law, Mixture) else product_masses(law, whole, at)


def mixture_masses(law: Mixture, forms: Sequence[Mapping[str, int]]) -> Mapping[Signs, int]:
    """Evaluate every form at every goal."""
    position = {name: n for n, name in enumerate(law.names)}
    noise = [law.radius * sum(abs(form.get(name, 0)) for name in law.outcomes) for form in forms]
    rows = [[(position[name], q) for name, q in form.items() if name != CONSTANT] for form in forms]
    compiled = [(f.get(CONSTANT, 0) * law.scale, row, s) for f, row, s in zip(forms, rows, noise, strict=True)]
    result: Counter[Signs] = Counter()
    for goal, weight in law.atoms.items():
        signs: list[int] = []
        for value, row, s in compiled:
            for n, q in row:
                value += q * goal[n]
            signs.append(sign(value - s, value + s))
        result[tuple(signs)] += weight
    return result


def product_masses(law: Product, forms: Sequence[Mapping[str, int]], at: Place) -> Mapping[Signs, int]:
    """Go through the cells depth first, adding up lower and upper bounds of every form."""
    low = [scaled_constant(law, form) for form in forms]
    high = list(low)
    steps: list[list[Step]] = []
    for name, pieces in relevant(law, {name for form in forms for name in form}, at):
        step = [_step(name, *piece, weight, forms) for piece, weight in pieces.items()]
        if len(step) > 1:
            steps.append(step)
        else:
            low = [a + b for a, b in zip(low, step[0][1], strict=True)]
            high = [a + b for a, b in zip(high, step[0][2], strict=True)]
    result: Counter[Signs] = Counter()
    _descend(steps, 1, low, high, result)
    return result


def scaled_constant(law: Product, form: Mapping[str, int]) -> int:
    """Return what the constants add to a form."""
    known = {CONSTANT: 1, **law.constants}
    return int(law.scale * sum(q * known[name] for name, q in form.items() if name in known))


def _step(name: str, center: Rational, spread: Rational, weight: int, forms: Sequence[Mapping[str, int]]) -> Step:
    qs = [form.get(name, 0) for form in forms]
    return weight, [int(q * center - abs(q) * spread) for q in qs], [int(q * center + abs(q) * spread) for q in qs]


def _descend(steps: Sequence[list[Step]], weight: int, low: list[int], high: list[int], result: Counter[Signs]) -> None:
    if not steps:
        result[tuple(map(sign, low, high))] += weight
        return
    for q, add_low, add_high in steps[0]:
        lower = [a + b for a, b in zip(low, add_low, strict=True)]
        upper = [a + b for a, b in zip(high, add_high, strict=True)]
        _descend(steps[1:], weight * q, lower, upper, result)


def relevant(
    law: Product, names: Iterable[str], at: Place
) -> list[tuple[str, Mapping[tuple[Rational, Rational], int]]]:
    """Return the marginals of the outcomes among some names (others integrate out), unless they have too many cells."""
    result = [(name, law.pieces[name]) for name in sorted(names) if name in law.pieces]
    if prod(len(pieces) for _, pieces in result) > MAX_CELLS:
        at.reject(f"the marginals have more than {MAX_CELLS} cells")
    return result


# --- boxes ------------------------------------------------------------------------------------------------------------


def boxes(law: Law, names: Iterable[str], at: Place) -> Iterator[tuple[int, Box]]:
    """Go through the boxes of a law, over the coordinates that matter."""
    if isinstance(law, Mixture):
        spread = dict.fromkeys(law.outcomes, law.radius) if law.radius else {}
        for goal, weight in law.atoms.items():
            yield weight, Box({CONSTANT: law.scale, **dict(zip(law.names, goal, strict=True))}, spread)
        return
    sides = relevant(law, names, at)
    for cell in product(*(pieces.items() for _, pieces in sides)):
        center = {CONSTANT: law.scale, **{c: law.scale * value for c, value in law.constants.items()}}
        center.update({name: c for (name, _), ((c, _), _) in zip(sides, cell, strict=True)})
        spread = {name: r for (name, _), ((_, r), _) in zip(sides, cell, strict=True) if r}
        yield prod(weight for _, weight in cell), Box(center, spread)
