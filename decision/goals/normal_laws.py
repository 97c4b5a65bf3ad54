"""What is known of jointly normal utilities: everything is decided by means and covariances."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from decision.goals.elimination import definite
from decision.goals.gaussians import GaussianLaw
from decision.goals.laws import FeatureLaw, Product
from decision.goals.marginals import Normal
from decision.goals.parameters import Parameter
from decision.goals.satisfies import Checks
from decision.language.claims import Generator, Structure, Support, TieFree
from decision.language.events import All, Compare
from decision.language.values import Value

__all__ = ["GaussianChecks", "as_gaussian", "correlated"]


class GaussianChecks(Checks):
    """Jointly normal utilities."""

    law: GaussianLaw

    def center(self, names: Sequence[str]) -> Parameter | None:
        """The common mean."""
        found = set(self.law.moments(names)[0])
        return found.pop() if len(found) == 1 else None

    def invariant(self, generator: Generator) -> str | None:
        """A signed permutation that keeps mean and covariance."""
        names = self.law.names
        means, cov = self.law.moments(names)
        image = {w: (sign, v) for w, sign, v in generator.moves}
        place = {w: i for i, w in enumerate(names)}
        moved = [(image.get(w, (1, w))[0], place[image.get(w, (1, w))[1]]) for w in names]
        for i, (sign, k) in enumerate(moved):
            center = generator.center_of(names[i])
            if sign < 0 and center is None:
                return None
            if means[i] != (means[k] if sign > 0 else 2 * center - means[k]):  # pyright: ignore[reportOptionalOperand, reportOperatorIssue]  # a number: see `_centers`
                return None
            if any(cov[i][j] != sign * other * cov[k][m] for j, (other, m) in enumerate(moved)):
                return None
        return "it keeps the mean vector and the covariance matrix"

    def supported(self, condition: Support) -> str | None:
        """Comparisons of values that have no variance."""
        parts = condition.event.events if isinstance(condition.event, All) else (condition.event,)
        if all(isinstance(e, Compare) and self._sure(e) for e in parts):
            return "the differences compared have variance 0 and the right sign"
        return None

    def _sure(self, event: Compare) -> bool:
        difference = event.left - event.right
        if not difference.is_linear:
            return False
        mean, variance = _moments(self.law, difference)
        return variance == 0 and (mean > 0 or (mean == 0 and not event.strict))

    def tie_free(self, condition: TieFree) -> str | None:
        """Differences with positive variance, or a mean that is not 0."""
        if condition.pairs and all(_moments(self.law, a - b) != (0, 0) for a, b in condition.pairs):
            return "no difference of compared values has mean 0 and variance 0"
        return super().tie_free(condition)

    def continuous(self, names: Sequence[str]) -> str | None:
        """A positive definite covariance."""
        if definite(self.law.moments(names or self.law.names)[1]):
            return "the covariance matrix is positive definite"
        return None

    def structure(self, condition: Structure) -> str | None:
        """By mean and covariance."""
        names = condition.over
        means, cov = self.law.moments(names)
        size = range(len(names))
        block = {w: k for k, ws in enumerate(condition.blocks) for w in ws}
        apart = all(cov[i][j] == 0 for i in size for j in size if i != j)
        equal = len(set(means)) == 1 and len({cov[i][i] for i in size}) == 1
        match condition.name:
            case "independent" if apart:
                return "normal utilities without covariance are independent"
            case "iid" if apart and equal:
                return "normal utilities without covariance are independent, and means and variances are equal"
            case "independent_selves" if all(
                cov[i][j] == 0 for i in size for j in size if block[names[i]] != block[names[j]]
            ):
                return "normal utilities without covariance are independent"
            case "symmetric" if condition.center is not None and all(m == condition.center for m in means):
                return f"every utility is normal with mean {condition.center}"
            case "unimodal" if all(cov[i][i] != 0 for i in size):
                return "normal laws are unimodal"
            case "gaussian" if self.continuous(names):
                return "by construction, and the covariance matrix is positive definite"
            case "log_concave" if self.continuous(names):
                return "the logarithm of a normal density is a concave quadratic"
            case "spherical" if apart and equal and condition.center == means[0]:
                return "the covariance matrix is a multiple of the identity and all means are the centre"
            case "continuous":
                return self.continuous(names)
            case "correlated":
                return correlated(means, cov, condition)
            case _:
                return None


def _moments(law: GaussianLaw, value: Value) -> tuple[Any, Any]:
    """Mean and variance of a linear value."""
    names = [w for w, _ in value.coefficients]
    means, cov = law.moments(names)
    q = [x for _, x in value.coefficients]
    mean = sum((x * m for x, m in zip(q, means, strict=True)), value.constant)
    return mean, sum((a * b * cov[i][j] for i, a in enumerate(q) for j, b in enumerate(q)), Fraction(0))


def correlated(means: Sequence[Any], cov: Sequence[Sequence[Any]], condition: Structure) -> str | None:
    """Whether normal utilities are those of two selves with one correlation for each shared outcome."""
    stated = condition.correlation
    if stated is None:
        return None
    first = len(condition.blocks[0])
    variance = cov[0][0]
    for i, row in enumerate(cov):
        if means[i] != stated.centers[i >= first]:
            return None
        for j, x in enumerate(row):
            shared = min(i, j) < stated.shared and abs(i - j) == first and min(i, j) < first
            if x != (variance if i == j else stated.rho * variance if shared else 0):
                return None
    return "the covariances are those of pairs with this correlation" if variance > 0 else None


def as_gaussian(law: FeatureLaw) -> GaussianLaw | None:
    """The law of the utilities, if the weights are jointly normal."""
    weights, names = law.weights, law.names
    if isinstance(weights, Product) and all(isinstance(weights.marginal(f), Normal) for f in names):
        listed: list[Any] = [weights.marginal(f) for f in names]
        means = [m.middle for m in listed]
        cov = [[m.sd**2 if i == j else Fraction(0) for j in range(len(names))] for i, m in enumerate(listed)]
    elif isinstance(weights, GaussianLaw):
        means, cov = weights.moments(names)
    else:
        return None
    place = {f: i for i, f in enumerate(names)}
    rows = [[(place[f], q) for f, q in row] for _, row in law.loadings]
    centers = tuple(sum((q * means[i] for i, q in row), Fraction(0)) for row in rows)
    table = tuple(
        tuple(sum((p * q * cov[i][j] for i, p in one for j, q in other), Fraction(0)) for other in rows) for one in rows
    )
    return GaussianLaw(law.outcomes, centers, table)
