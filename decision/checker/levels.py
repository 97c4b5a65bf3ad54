"""HOLDS and EMPTY: why the levels of a certificate prove a claim, or that its class has no law.

Suppose the claim is false for a law of the class: `E h < 0` (thesis `>=`) or `E h <= 0` (thesis `>`). The law is
unchanged by the elements, every `E m_k >= 0` has a multiplier `lambda_k > 0` (or `E m_k = 0`, any sign), so `E Phi_l
<= 0` for each level, and `E Phi_l < 0` if the level is *decisive*: it has a weight and the thesis is `>=`, or it has
a multiplier of a strict moment.

The tree of level `l` shows `Phi_l >= 0` for almost every goal outside the set where some earlier `Phi_k` was proved
positive. By induction that set is negligible: `Phi_k >= 0` almost surely and `E Phi_k <= 0` give `Phi_k = 0` almost
surely. If the last level is decisive, `E Phi_l < 0 <= E Phi_l`; if its tree shows `Phi_l > 0`, `E Phi_l <= 0 < E
Phi_l`. Either is a contradiction, so the claim is true. Some level must have a weight (else nothing was said about
the thesis), and the certificate exhibits a member of the class, so that the claim does not hold for want of laws.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from decision.checker.claims import Claim, Moment
from decision.checker.formats import Fields, Place, Rational, fields, index, items, mapping, nonzero, positive
from decision.checker.forms import Affine
from decision.checker.groups import Frame, read_frame
from decision.checker.integrands import Bounds, Integrand
from decision.checker.membership import check_member
from decision.checker.trees import Walk, support_premises

KEYS = ("kind", "claim", "implied", "elements", "premises", "levels")


def check_holds(claim: Claim, certificate: object, at: Place) -> None:
    """Check a proof that the claim holds, and that its class is not empty."""
    body = fields(certificate, at, (*KEYS, "member"))
    levels = _check_levels(claim, body, at, read_level)
    if not any(level.weights for level in levels):
        at["levels"].reject("no level has a weight, so nothing is shown about the thesis")
    check_member(claim, body["member"], at["member"])


def check_nothing(claim: Claim, certificate: object, at: Place) -> None:
    """Check a proof that no law satisfies the assumptions of the claim; its thesis plays no part.

    Suppose some law does. Without weights `E Phi_l <= 0` all the same, and `E Phi_l < 0` if a strict moment has a
    multiplier. So levels that would prove a strict claim `0 > 0` refute the law.
    """
    _check_levels(claim, fields(certificate, at, KEYS), at, read_multipliers)


def _check_levels(
    claim: Claim, body: Fields, at: Place, read: Callable[[Frame, Fields, Place], "Level"]
) -> list["Level"]:
    """Walk the tree of each level, each outside what the earlier ones exclude."""
    frame = read_frame(claim, body["implied"], body["elements"], at)
    premises = support_premises(frame, body["premises"], at["premises"])
    values = items(body["levels"], at["levels"])
    if not values:
        at["levels"].reject("there is no level")
    levels: list[Level] = []
    integrands: list[Bounds] = []
    nodes = 0
    for n, value in enumerate(values):
        here = at["levels"][n]
        content = mapping(value, here)
        level = read(frame, content, here)
        levels.append(level)
        integrands.append(level.integrand(level.weights))
        last = n == len(values) - 1
        other = partial(other_weights, level, len(values) == 1)
        walk = Walk(frame, integrands, last and not level.decisive, list(premises), other, nodes)
        walk.tree(content["tree"], here["tree"])
        nodes = walk.nodes
    return levels


@dataclass(frozen=True)
class Level:
    """Weights `(w, element)` of the thesis and multipliers `(lambda, element)` of moments."""

    frame: Frame
    weights: tuple[tuple[Rational, int], ...]
    multipliers: tuple[tuple[Rational, int, Moment], ...]

    @property
    def decisive(self) -> bool:
        """Whether a false claim makes `E Phi` negative, and not only at most 0."""
        strict = any(m.functional.relation == ">" for _, _, m in self.multipliers)
        return strict or (bool(self.weights) and self.frame.claim.thesis.relation == ">=")

    def integrand(self, weights: Sequence[tuple[Rational, int]]) -> Bounds:
        """`Phi` with these weights and the multipliers of the level."""
        integrand = Integrand(self.frame)
        for q, e in weights:
            integrand.add(self.frame.claim.thesis, e, q)
        for q, e, moment in self.multipliers:
            integrand.add(moment.functional, e, -q)
        return integrand.ready()


def read_level(frame: Frame, content: Fields, at: Place) -> Level:
    """Read weights and multipliers."""
    fields(content, at, ("weights", "multipliers", "tree"))
    weights = read_weights(frame, content["weights"], at["weights"])
    multipliers = _multipliers(frame, content["multipliers"], at["multipliers"])
    if not weights and not multipliers:
        at.reject("the level has neither weights nor multipliers")
    return Level(frame, weights, multipliers)


def read_multipliers(frame: Frame, content: Fields, at: Place) -> Level:
    """Read a level without weights."""
    fields(content, at, ("multipliers", "tree"))
    return Level(frame, (), _multipliers(frame, content["multipliers"], at["multipliers"]))


def _multipliers(frame: Frame, value: object, at: Place) -> tuple[tuple[Rational, int, Moment], ...]:
    claim = frame.claim
    multipliers: list[tuple[Rational, int, Moment]] = []
    for n, triple in enumerate(items(value, at)):
        here = at[n]
        q, a, e = items(triple, here, 3)
        moment = claim.assumptions[index(a, here[1], len(claim.assumptions))]
        if not isinstance(moment, Moment):
            here[1].reject("this assumption is no moment")
        free = moment.functional.relation == "="
        factor = nonzero(q, here[0]) if free else positive(q, here[0])
        multipliers.append((factor, frame.element_index(e, here[2]), moment))
    return tuple(multipliers)


def read_weights(frame: Frame, value: object, at: Place) -> tuple[tuple[Rational, int], ...]:
    """Read positive weights of elements."""
    result: list[tuple[Rational, int]] = []
    for n, pair in enumerate(items(value, at)):
        q, e = items(pair, at[n], 2)
        result.append((positive(q, at[n][0]), frame.element_index(e, at[n][1])))
    return tuple(result)


def other_weights(level: Level, only: bool, value: object, path: Sequence[Affine], at: Place) -> Bounds:
    """Read the weights of a region and return `Phi` there.

    With `B` the region, `E[1_B(u) h(g u)] = E[1_B(g u) h(g u)] = E[1_B(u) h(u)]` for each element `g` that leaves the
    forms on the way to it unchanged; what is left of the space is unchanged likewise. So with equal totals the regions
    together give `E h` as often as the weights of the level do.
    """
    weights = read_weights(level.frame, value, at)
    if not level.weights:
        at.reject("the level has no weights to replace")
    if not only:
        at.reject("weights may differ between regions only where there is one level")
    if sum(q for q, _ in weights) != sum(q for q, _ in level.weights):
        at.reject("the weights of the region do not sum to those of the level")
    for e in {e for _, e in (*weights, *level.weights)}:
        if any(level.frame.at({**form}, e) != {**form} for form in path):
            at.reject(f"element {e} changes a form that bounds the region")
    return level.integrand(weights)
