"""What is known of each kind of law: independent utilities, mixtures, posteriors, features."""

from collections.abc import Sequence
from fractions import Fraction

from decision.goals.elimination import definite
from decision.goals.exact_laws import FiniteChecks
from decision.goals.finite_laws import EmpiricalLaw, FiniteLaw, OrbitLaw
from decision.goals.gaussians import GaussianLaw
from decision.goals.law import Law
from decision.goals.laws import FeatureLaw, MixtureLaw, PosteriorLaw, Product
from decision.goals.marginals import Marginal, Normal
from decision.goals.normal_laws import GaussianChecks, as_gaussian, correlated
from decision.goals.parameters import Parameter
from decision.goals.satisfies import Checks
from decision.language.claims import Condition, Generator, Structure, Support, TieFree
from decision.language.events import All, Compare, Event
from decision.language.rename import event_key
from decision.language.substitute import placed, placed_event
from decision.language.values import Value

__all__ = ["checks_of"]


def checks_of(law: Law) -> Checks:
    """The checks for a law."""
    match law:
        case Product():
            return ProductChecks(law)
        case GaussianLaw():
            return GaussianChecks(law)
        case FiniteLaw() | EmpiricalLaw() | OrbitLaw():
            return FiniteChecks(law)
        case MixtureLaw():
            return MixtureChecks(law)
        case PosteriorLaw():
            return PosteriorChecks(law)
        case FeatureLaw():
            joint = as_gaussian(law)
            return FeatureChecks(law) if joint is None else GaussianChecks(joint)
        case _:
            return Checks(law)


class ProductChecks(Checks):
    """Independent utilities."""

    law: Product

    def _marginals(self, names: Sequence[str]) -> list[Marginal]:
        return [self.law.marginal(w) for w in names]

    def center(self, names: Sequence[str]) -> Parameter | None:
        """The common centre of the marginals."""
        found = {m.center for m in self._marginals(names)}
        return found.pop() if len(found) == 1 else None

    def invariant(self, generator: Generator) -> str | None:
        """Equal laws may be exchanged, symmetric ones reflected."""
        for w, sign, v in generator.moves:
            mine, theirs = self.law.marginal(w), self.law.marginal(v)
            if mine != theirs or (sign < 0 and (mine.center is None or mine.center != generator.center_of(w))):
                return None
        if any(sign < 0 for _, sign, _ in generator.moves):
            return "reflecting independent utilities about the centre of their laws leaves each factor unchanged"
        return "exchanging independent utilities with equal laws leaves their product unchanged"

    def supported(self, condition: Support) -> str | None:
        """An event that holds on the whole box of possible goals."""
        if _on_box(condition.event, self.law):
            return "it holds at every goal in the support, a box"
        return None

    def continuous(self, names: Sequence[str]) -> str | None:
        """No marginal has an atom."""
        listed = [self.law.common] if self.law.common is not None else self._marginals(names or self.law.outcomes or ())
        if any(m.atoms for m in listed):
            return None
        return "independent utilities with densities have a joint density"

    def structure(self, condition: Structure) -> str | None:
        """By the laws of the single utilities."""
        listed = self._marginals(condition.over)
        same = len(set(listed)) == 1
        symmetric = condition.center is not None and all(m.center == condition.center for m in listed)
        normal = all(isinstance(m, Normal) for m in listed)
        match condition.name:
            case "independent" | "independent_selves":
                return "its utilities are independent by construction"
            case "iid" if same:
                return f"all utilities have the law {listed[0]!r}, independently"
            case "symmetric" if symmetric:
                return f"every utility has a law symmetric about {condition.center}"
            case "unimodal" if all(m.unimodal for m in listed):
                return "every utility has a unimodal law"
            case "log_concave" if all(m.log_concave for m in listed):
                return "a product of log-concave densities is log-concave"
            case "gaussian" if normal:
                return "independent normal utilities are jointly normal"
            case "spherical" if normal and same and symmetric:
                return "the density of independent equal normal utilities depends on the distance from the centre only"
            case "continuous":
                return self.continuous(condition.over)
            case "correlated" if normal:
                moments = [(m.parameters[0], m.parameters[1] ** 2) for m in listed]
                cov = [[v if i == j else Fraction(0) for j in range(len(listed))] for i, (_, v) in enumerate(moments)]
                return correlated([mean for mean, _ in moments], cov, condition)
            case _:
                return None


def _on_box(event: Event, law: Product) -> bool:
    match event:
        case Compare(left, right, strict):
            least = _least(left - right, law)
            return least is not None and (least > 0 or (least == 0 and not strict))
        case All(events):
            return all(_on_box(e, law) for e in events)
        case _:
            return False


def _least(value: Value, law: Product) -> Fraction | None:
    """The least number a linear value takes on the box of possible goals."""
    if not value.is_linear:
        return None
    total = value.constant
    for w, q in value.coefficients:
        end = law.marginal(w).support[0 if q > 0 else 1]
        if not isinstance(end, Fraction):
            return None
        total += q * end
    return total


class MixtureChecks(Checks):
    """One of several laws."""

    law: MixtureLaw

    def _parts(self) -> list[Checks]:
        return [checks_of(part) for _, part in self.law.parts]

    def center(self, names: Sequence[str]) -> Parameter | None:
        """The common centre of the parts."""
        found = {part.center(names) for part in self._parts()}
        return found.pop() if len(found) == 1 else None

    def continuous(self, names: Sequence[str]) -> str | None:
        """Every part has a density."""
        return self._every([part.continuous(names) for part in self._parts()])

    def reason(self, condition: Condition) -> str | None:
        """What every part satisfies, where mixing preserves it."""
        found = self._every([part.reason(condition) for part in self._parts()])
        if not isinstance(condition, Structure) or condition.name in ("symmetric", "spherical", "continuous"):
            return found
        if condition.name == "unimodal" and found and self.center(condition.over) is not None:
            return "the parts are unimodal and symmetric about one centre"
        return found if len(self.law.parts) == 1 else None

    def _every(self, reasons: list[str | None]) -> str | None:
        listed = list(dict.fromkeys(r for r in reasons if r is not None))
        return f"every part does: {'; '.join(listed)}" if None not in reasons else None


class PosteriorChecks(Checks):
    """A law conditioned on an event."""

    law: PosteriorLaw

    def _prior(self) -> Checks:
        return checks_of(self.law.prior)

    def center(self, names: Sequence[str]) -> Parameter | None:
        """That of the prior, where the event is symmetric too."""
        return self._prior().center(names)

    def invariant(self, generator: Generator) -> str | None:
        """A permutation that leaves prior and event unchanged."""
        event, names = self.law.event, {w: v for w, _, v in generator.moves}
        if any(sign < 0 for _, sign, _ in generator.moves) or event_key(event, names) != event_key(event, {}):
            return None
        return None if self._prior().invariant(generator) is None else "it leaves prior and condition unchanged"

    def supported(self, condition: Support) -> str | None:
        """What the condition says, and what held before."""
        known = set(_conjuncts(self.law.event))
        rest = [e for e in _conjuncts(condition.event) if e not in known]
        if not rest:
            return "it is what the law is conditioned on"
        return self._prior().supported(Support(All(tuple(rest))))

    def tie_free(self, condition: TieFree) -> str | None:
        """Conditioning creates no ties."""
        return self._prior().tie_free(condition)

    def continuous(self, names: Sequence[str]) -> str | None:
        """Conditioning keeps a density of all coordinates, hence of some."""
        return None if self._prior().continuous(names) is None else "conditioning keeps a density"

    def structure(self, condition: Structure) -> str | None:
        """Log-concavity survives a convex condition."""
        convex = all(isinstance(e, Compare) and (e.left - e.right).is_linear for e in _conjuncts(self.law.event))
        if condition.name == "log_concave" and convex and self._prior().structure(condition):
            return "a log-concave density restricted to a convex set is log-concave"
        return super().structure(condition)


def _conjuncts(event: Event) -> tuple[Event, ...]:
    return event.events if isinstance(event, All) else (event,)


class FeatureChecks(Checks):
    """Utilities linear in random weights that are not normal."""

    law: FeatureLaw

    def supported(self, condition: Support) -> str | None:
        """As an event about the weights."""
        return checks_of(self.law.weights).supported(Support(placed_event(condition.event, self.law.utilities)))

    def tie_free(self, condition: TieFree) -> str | None:
        """Compared values that are different functions of weights with a density."""
        weights = checks_of(self.law.weights)
        moved = [placed(a - b, self.law.utilities) for a, b in condition.pairs]
        if moved and weights.continuous(self.law.names) and all(v.coefficients or v.constant for v in moved):
            return "the values compared are different functions of weights that have a density"
        return super().tie_free(condition)

    def continuous(self, names: Sequence[str]) -> str | None:
        """Weights with a density, and loadings of full rank."""
        listed = names or self.law.outcomes
        rows = [self.law.utilities[w].coefficients for w in listed]
        gram = [[sum((q * dict(b).get(f, Fraction(0)) for f, q in a), Fraction(0)) for b in rows] for a in rows]
        if checks_of(self.law.weights).continuous(self.law.names) and definite(gram):
            return "the weights have a density and the loadings have full rank"
        return None

    def structure(self, condition: Structure) -> str | None:
        """Linear maps of full rank keep log-concavity."""
        weights = checks_of(self.law.weights)
        if condition.name == "log_concave" and self.continuous(condition.over):
            over = Structure("log_concave", self.law.names)
            if weights.structure(over):
                return "linear images of log-concave densities are log-concave (Prekopa)"
        return super().structure(condition)
