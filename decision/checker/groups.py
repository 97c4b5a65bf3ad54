"""Group elements, and the values of a claim at them.

If the law of `u` is unchanged by each generator, it is unchanged by every word `g` in them, so `E h(g u) = E h(u)`,
and what holds for almost every `u` holds for almost every `g u`. Membership is by construction: a certificate names
words, never maps. An element is stored as the affine form of each coordinate of `g u`; a word `[a, b, c]` means
`a(b(c u))`.

Implied generators. A structure speaks of the joint law of the outcomes it covers and of nothing else (`a` and `b` may
be iid and `c = a`), so only structures over all outcomes of the claim say that the law of the whole goal is unchanged:

- by permutations, if the outcomes are iid or spherical;
- by flips in place about the centre, if they are spherical;
- by flips in place of outcomes that are each symmetric about the centre, if all outcomes are independent: the flipped
  coordinate has the same law and is still independent of the others;
- if they are correlated selves, by whatever keeps the means (maps each block to itself, and flips about its centre) and
  the covariances (maps partners to partners with the same sign, unless the correlation is 0): the law is normal.

Where the outcomes fall into blocks that are independent of each other, the same goes for a generator that moves
outcomes of one block only, and for structures over that block: its law is unchanged, and still independent of the rest.
"""

from dataclasses import dataclass, field

from decision.checker.claims import Claim, Generator, NoTies, Structure
from decision.checker.formats import Place, index, integer, items
from decision.checker.forms import CONSTANT, Form, Pattern, add, difference, scaled
from decision.checker.reading import read_generator

Element = dict[str, Form]


def inverse(generator: Generator) -> Generator:
    """Return the generator that undoes another: `u(w) = 2c - v(s)` gives `v(s) = 2c - u(w)`."""
    return Generator({source: (sign, target, center) for target, (sign, source, center) in generator.images.items()})


def apply(generator: Generator, element: Element) -> Element:
    """Return `generator(element(u))`; constants stay."""
    result = dict(element)
    for target, (sign, source, center) in generator.images.items():
        image: Form = {**scaled(center, 2)}
        add(image, element[source], sign)
        result[target] = image if sign < 0 else element[source]
    return result


def evaluate_word(claim: Claim, generators: tuple[Generator, ...], word: object, at: Place) -> Element:
    """Return the element that a word stands for."""
    element: Element = {name: {name: 1} for name in claim.outcomes + claim.constants}
    letters = items(word, at)
    for n in reversed(range(len(letters))):
        k = integer(letters[n], at[n])
        if not -len(generators) <= k < len(generators):
            at[n].reject(f"there are {len(generators)} generators, and the word names another")
        element = apply(generators[k] if k >= 0 else inverse(generators[-1 - k]), element)
    return element


# --- generators that follow from structures ---------------------------------------------------------------------------


def licensed(claim: Claim, generator: Generator) -> bool:
    """Whether the structures of the claim imply that the law is unchanged by the generator."""
    everything = frozenset(claim.outcomes)
    divided = [s for s in claim.structures if s.name == "independent_selves" and frozenset(s.over) == everything]
    regions = [everything, *(frozenset(block) for s in divided for block in s.blocks)]
    return any(region.issuperset(generator.images) and licensed_in(claim, region, generator) for region in regions)


def licensed_in(claim: Claim, region: frozenset[str], generator: Generator) -> bool:
    """Whether the structures over some outcomes imply that their joint law is unchanged by a generator of them."""
    whole = [s for s in claim.structures if frozenset(s.over) == region]
    if any(s.name == "correlated" and keeps_normal(s, generator) for s in whole):
        return True
    if all(sign > 0 for sign, _, _ in generator.images.values()):
        return any(s.name in ("iid", "spherical") for s in whole)
    if any(sign > 0 or source != target for target, (sign, source, _) in generator.images.items()):
        return False
    flips = [(target, center) for target, (_, _, center) in generator.images.items()]
    if any(s.name == "spherical" and all(s.center == center for _, center in flips) for s in whole):
        return True
    return any(s.name in ("independent", "iid") for s in whole) and all(
        any(s.name == "symmetric" and target in s.over and s.center == center for s in claim.structures)
        for target, center in flips
    )


def keeps_normal(structure: Structure, generator: Generator) -> bool:
    """Whether a generator keeps the means and the covariances of correlated selves."""
    for block, center in zip(structure.blocks, structure.centers, strict=True):
        for target, (sign, source, about) in generator.images.items():
            if (target in block) != (source in block) or (target in block and sign < 0 and about != center):
                return False
    images = {name: (1, name) for name in structure.over}
    images |= {target: (sign, source) for target, (sign, source, _) in generator.images.items()}
    moved = {(images[a][1], images[b][1]) for a, b in structure.pairs}
    together = all(images[a][0] == images[b][0] for a, b in structure.pairs)
    return structure.rho == 0 or (together and moved == set(structure.pairs))


# --- values at elements -----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Frame:
    """A claim together with the group elements of one certificate; values at elements are computed once."""

    claim: Claim
    elements: tuple[Element, ...]
    _values: dict[tuple[int, int], Form] = field(default_factory=dict[tuple[int, int], Form])

    def element_index(self, value: object, at: Place) -> int:
        """Read the number of an element."""
        return index(value, at, len(self.elements))

    def at(self, pattern: Pattern, e: int) -> Form:
        """Return what a pattern is at element `e`."""
        result: Form = {}
        for key, q in pattern.items():
            if isinstance(key, int):
                add(result, {(key, e): 1}, q)
            elif key == CONSTANT:
                add(result, {CONSTANT: 1}, q)
            else:
                add(result, self.elements[e][key], q)
        return result

    def value(self, i: int, e: int) -> Form:
        """Return value `i` at element `e`."""
        if (i, e) not in self._values:
            self._values[i, e] = self.at(self.claim.patterns[i], e)
        return self._values[i, e]

    def margin(self, left: int, right: int, e: int) -> Form:
        """Return `left - right` at element `e`."""
        return difference(self.value(left, e), self.value(right, e))

    def tie_free(self, value: object, at: Place) -> Form:
        """Read `[a, n, e]`: the form that is nonzero almost surely by a no-ties assumption."""
        a, n, e = items(value, at, 3)
        assumption = self.claim.assumptions[index(a, at[0], len(self.claim.assumptions))]
        if not isinstance(assumption, NoTies):
            at[0].reject("this assumption does not exclude ties")
        pair = assumption.pairs[index(n, at[1], len(assumption.pairs))]
        return self.margin(*pair, self.element_index(e, at[2])) or at.reject("the two values are the same")


def read_generators(claim: Claim, implied: object, at: Place) -> tuple[Generator, ...]:
    """Return the generators of the claim, and those a certificate reads off its structures."""
    extra: list[Generator] = []
    for n, item in enumerate(items(implied, at)):
        extra.append(read_generator(claim, item, at[n]))
        if not licensed(claim, extra[-1]):
            at[n].reject("no structure of the claim implies this invariance")
    return claim.generators + tuple(extra)


def read_frame(claim: Claim, implied: object, elements: object, at: Place) -> Frame:
    """Read the implied generators and the elements of a certificate."""
    generators = read_generators(claim, implied, at["implied"])
    words = enumerate(items(elements, at["elements"]))
    return Frame(claim, tuple(evaluate_word(claim, generators, word, at["elements"][n]) for n, word in words))
