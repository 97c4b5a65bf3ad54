"""HOLDS: why the levels of a certificate prove a claim.

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

from decision.checker.claims import Claim, Moment
from decision.checker.formats import Fields, Place, fields, index, items, nonzero, positive
from decision.checker.groups import Frame, read_frame
from decision.checker.integrands import Bounds, Integrand
from decision.checker.membership import check_member
from decision.checker.trees import Walk, support_premises

KEYS = ("kind", "claim", "implied", "elements", "premises", "levels", "member")


def check_holds(claim: Claim, certificate: object, at: Place) -> None:
    """Check a proof that the claim holds, and that its class is not empty."""
    body = fields(certificate, at, KEYS)
    frame = read_frame(claim, body["implied"], body["elements"], at)
    premises = support_premises(frame, body["premises"], at["premises"])
    levels = items(body["levels"], at["levels"])
    if not levels:
        at["levels"].reject("there is no level")
    integrands: list[Bounds] = []
    weighted, nodes = False, 0
    for n, value in enumerate(levels):
        here = at["levels"][n]
        level = fields(value, here, ("weights", "multipliers", "tree"))
        integrand, decisive = read_level(frame, level, here)
        weighted = weighted or level["weights"] != []
        integrands.append(integrand)
        last = n == len(levels) - 1
        walk = Walk(frame, integrands, last and not decisive, list(premises), nodes)
        walk.tree(level["tree"], here["tree"])
        nodes = walk.nodes
    if not weighted:
        at["levels"].reject("no level has a weight, so nothing is shown about the thesis")
    check_member(claim, body["member"], at["member"])


def read_level(frame: Frame, level: Fields, at: Place) -> tuple[Bounds, bool]:
    """Read weights and multipliers: the integrand, and whether the level is decisive."""
    claim = frame.claim
    integrand = Integrand(frame)
    weights = items(level["weights"], at["weights"])
    multipliers = items(level["multipliers"], at["multipliers"])
    if not weights and not multipliers:
        at.reject("the level has neither weights nor multipliers")
    for n, pair in enumerate(weights):
        here = at["weights"][n]
        q, e = items(pair, here, 2)
        integrand.add(claim.thesis, frame.element_index(e, here[1]), positive(q, here[0]))
    decisive = bool(weights) and claim.thesis.relation == ">="
    for n, triple in enumerate(multipliers):
        here = at["multipliers"][n]
        q, a, e = items(triple, here, 3)
        moment = claim.assumptions[index(a, here[1], len(claim.assumptions))]
        if not isinstance(moment, Moment):
            here[1].reject("this assumption is no moment")
        free = moment.functional.relation == "="
        factor = nonzero(q, here[0]) if free else positive(q, here[0])
        integrand.add(moment.functional, frame.element_index(e, here[2]), -factor)
        decisive = decisive or moment.functional.relation == ">"
    return integrand.ready(), decisive
