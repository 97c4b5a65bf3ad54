"""How far a value can be from its mean: its range, or a bound on its variance.

With independent utilities and a value that changes by at most `l_w` times the change of `u(w)`, the inequality of Efron
and Stein gives `Var v <= sum_w l_w**2 Var u(w)`. Without independence `sd v <= sum_w l_w sd u(w)`: a joint copy of the
goal moves `v` by at most `sum_w l_w |u(w) - u'(w)|`, and norms add up. A pick jumps where the chooser changes its mind;
there `|v|` is at most the root of the sum of squares of what it may be worth.
"""

from collections.abc import Mapping
from fractions import Fraction
from math import inf, sqrt

from decision.goals.gaussians import GaussianLaw
from decision.goals.laws import Law, Product
from decision.goals.marginal import Marginal
from decision.goals.marginals import Exponential, Laplace, Mixture, Normal, Stable
from decision.goals.parameters import numeric
from decision.language.evaluate import evaluate
from decision.language.values import Maximum, Node, Pick, Value
from decision.language.walk import coordinates, nodes
from decision.numeric.source import support

__all__ = ["center", "deviation", "value_range"]

Range = tuple[Fraction, Fraction]


def value_range(value: Value, law: Law) -> Range | None:
    """Numbers between which a value lies for every goal of the law; None if there are none, or none are known.

    Examples
    --------
    >>> from decision import Uniform, iid, maximum, u
    >>> value_range(maximum(u("a"), u("b")) - u("c"), iid(Uniform(0, 1)))
    (Fraction(-1, 1), Fraction(1, 1))
    """
    done: dict[Node, Range | None] = {}
    for node in nodes([value]):
        parts = [_range(v, law, done) for v in (node.arguments if isinstance(node, Maximum) else node.pay)]
        kept = [r for r in parts if r is not None]
        if len(kept) < len(parts):
            done[node] = None
        else:
            least = max if isinstance(node, Maximum) else min
            done[node] = least(a for a, _ in kept), max(b for _, b in kept)
    return _range(value, law, done)


def _range(value: Value, law: Law, done: Mapping[Node, Range | None]) -> Range | None:
    parts = [(q, support(law, w)) for w, q in value.coefficients] + [(q, done[n]) for n, q in value.nodes]
    low = high = value.constant
    for q, ends in parts:
        if ends is None:
            return None
        low, high = low + min(q * ends[0], q * ends[1]), high + max(q * ends[0], q * ends[1])
    return low, high


def deviation(value: Value, law: Law) -> float | None:
    """An upper bound on the standard deviation of a value; None if no finite one is known.

    Examples
    --------
    >>> from decision import Cauchy, Normal, iid, maximum, u
    >>> deviation(maximum(u("a"), u("b")), iid(Normal(0, 1))), deviation(u("a"), iid(Cauchy(0, 1)))
    (1.4142135623730951, None)
    """
    if any(isinstance(n, Pick) for n in nodes([value])):
        bound = _norm(value, law)
    else:
        slopes = _slopes(value)
        sizes = [(q, sqrt(variance)) for w, q in slopes.items() if (variance := _second(law, w)[0]) < inf]
        if len(sizes) < len(slopes):
            return None
        parts = [q * sd for q, sd in sizes]
        bound = sqrt(sum(x * x for x in parts)) if isinstance(law, Product) else sum(parts)
    return None if bound == inf else bound


def center(value: Value, law: Law) -> Fraction:
    """The value where every utility is at its mean: a number near the value's own mean, to compute relative to.

    Examples
    --------
    >>> from decision import Normal, iid, u
    >>> center(2 * u("a") + 1, iid(Normal(10, 1)))
    Fraction(21, 1)
    """
    names = coordinates([value])
    return evaluate(value, {w: _mean(law, w) for w in names})


def _mean(law: Law, coordinate: str) -> Fraction:
    if isinstance(law, Product):
        mean = law.marginal(coordinate).mean
        return Fraction(0) if mean is None else numeric(mean, "mean")
    return numeric(law.moments([coordinate])[0][0], "mean") if isinstance(law, GaussianLaw) else Fraction(0)


def _slopes(value: Value) -> dict[str, float]:
    """By how much a value of maxima moves at most when one coordinate moves by 1."""
    done: dict[Node, dict[str, float]] = {}

    def affine(v: Value) -> dict[str, float]:
        total = {w: abs(float(q)) for w, q in v.coefficients}
        for n, q in v.nodes:
            for w, s in done[n].items():
                total[w] = total.get(w, 0.0) + abs(float(q)) * s
        return total

    for node in nodes([value]):
        assert isinstance(node, Maximum)
        inner = [affine(v) for v in node.arguments]
        done[node] = {w: max(part.get(w, 0.0) for part in inner) for w in {w for part in inner for w in part}}
    return affine(value)


def _norm(value: Value, law: Law) -> float:
    """A bound on the root of the mean square of a value."""
    done: dict[Node, float] = {}

    def affine(v: Value) -> float:
        linear = sum(abs(float(q)) * sqrt(sum(_second(law, w))) for w, q in v.coefficients)
        return abs(float(v.constant)) + linear + sum(abs(float(q)) * done[n] for n, q in v.nodes)

    for node in nodes([value]):
        done[node] = sqrt(sum(affine(v) ** 2 for v in (node.arguments if isinstance(node, Maximum) else node.pay)))
    return affine(value)


def _second(law: Law, coordinate: str) -> tuple[float, float]:
    """Variance and squared mean of a utility; infinite if not known to be finite."""
    if isinstance(law, Product):
        return _of_marginal(law.marginal(coordinate))
    if isinstance(law, GaussianLaw):
        (mean,), ((variance,),) = law.moments([coordinate])
        return float(numeric(variance, "variance")), float(numeric(mean, "mean")) ** 2
    ends = support(law, coordinate)
    return (inf, inf) if ends is None else (float((ends[1] - ends[0]) ** 2) / 4, float(max(abs(x) for x in ends)) ** 2)


def _of_marginal(marginal: Marginal) -> tuple[float, float]:
    mean = marginal.mean
    if mean is None:
        return inf, inf
    square = float(numeric(mean, "mean")) ** 2
    low, high = marginal.support
    if low is not None and high is not None:
        return float(numeric(high - low, "width")) ** 2 / 4, square
    return _variance(marginal, square), square


def _variance(marginal: Marginal, squared_mean: float) -> float:
    match marginal:
        case Normal():
            return float(numeric(marginal.sd, "sd")) ** 2
        case Exponential():
            return float(numeric(marginal.rate, "rate")) ** -2
        case Laplace():
            return 2 * float(numeric(marginal.scale, "scale")) ** 2
        case Stable() if marginal.alpha == 2:
            return 2 * float(numeric(marginal.scale, "scale")) ** 2
        case Mixture():
            parts = [(float(numeric(q, "weight")), sum(_of_marginal(m))) for q, m in marginal.parts]
            return sum(q * second for q, second in parts) - squared_mean
        case _:
            return inf
