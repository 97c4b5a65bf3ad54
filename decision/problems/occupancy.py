r"""Visits of one policy: discounted sums, as numbers and as functions of the discount.

With transition matrix `P` on the states a policy reaches, the visits from `s` are the row `e_s (I - gamma P)^{-1}`.
As functions of `gamma` they share the denominator `det(I - gamma P)`, positive on `[0, 1)`; the numerators follow from
the characteristic polynomial `sum c_k x^{n-k}` of `P` (Faddeev-LeVerrier): `e_s adj(I - gamma P) = sum_k v_k gamma^k`
with `v_0 = e_s` and `v_k = v_{k-1} P + c_k e_s`.
"""

# python-flint is untyped
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from flint import fmpq, fmpq_mat, fmpq_poly

from decision.problems.policies import Policy

if TYPE_CHECKING:
    from decision.problems.mdp import MDP

__all__ = ["RationalVisits", "numeric_visits", "rational_visits", "symbolic_visits"]


def numeric_visits(mdp: "MDP", policy: Policy, start: str) -> dict[str, Fraction]:
    """Coordinate to discounted visits, at a rational discount below 1.

    Examples
    --------
    >>> from decision import MDP
    >>> mdp = MDP({"s": {"go": {"a": 1}}, "a": {"stay": {"a": 1}}}, discount="1/2")
    >>> numeric_visits(mdp, {"s": "go", "a": "stay"}, "s")
    {'s': Fraction(1, 1), 'a': Fraction(1, 1)}
    """
    states = list(policy)
    gamma = mdp.discount
    system = [[fmpq(int(i == j)) for j in range(len(states))] for i in range(len(states))]
    place = {s: i for i, s in enumerate(states)}
    for s in states:
        for t, p in mdp.steps(s)[policy[s]].row:
            q = gamma * p
            system[place[t]][place[s]] -= fmpq(q.numerator, q.denominator)
    right = fmpq_mat(len(states), 1, [fmpq(int(s == start)) for s in states])
    solution = fmpq_mat(system).solve(right)
    return _paid(mdp, policy, {s: fraction(solution[i, 0]) for i, s in enumerate(states)})


def symbolic_visits(mdp: "MDP", policy: Policy, start: str) -> dict[str, Any]:
    """Coordinate to discounted visits, as sympy expressions in the MDP's symbols."""
    import sympy

    states = list(policy)
    matrix: Any = sympy.eye(len(states))
    for i, s in enumerate(states):
        for t, p in mdp.steps(s)[policy[s]].row:
            matrix[states.index(t), i] -= sympy.sympify(mdp.discount) * sympy.sympify(p)
    right: Any = sympy.Matrix([int(s == start) for s in states])
    solution: Any = matrix.LUsolve(right)
    paid = _paid(mdp, policy, dict(zip(states, solution, strict=True)))
    return {w: sympy.cancel(x) for w, x in paid.items()}


def _paid(mdp: "MDP", policy: Policy, visits: Mapping[str, Any]) -> dict[str, Any]:
    """From visits of states to the coordinates a goal pays for."""
    paid: dict[str, Any] = {}
    for s, x in visits.items():
        for w, q in mdp.steps(s)[policy[s]].pay:
            paid[w] = paid.get(w, 0) + x * q
    return paid


def fraction(q: Any) -> Fraction:
    """A flint rational as a `Fraction`."""
    return Fraction(int(q.p), int(q.q))


@dataclass(frozen=True)
class RationalVisits:
    """Visits `numerators[w](gamma) / denominator(gamma)`, coefficients by rising powers of `gamma`.

    The denominator is positive on `[0, 1)`.
    """

    coordinates: tuple[str, ...]
    numerators: tuple[Any, ...]
    denominator: Any

    def quotient(self, name: str) -> tuple[Any, Any]:
        """Numerator and denominator of one coordinate."""
        if name not in self.coordinates:
            return fmpq_poly([0]), fmpq_poly([1])
        return self.numerators[self.coordinates.index(name)], self.denominator

    def expressions(self, gamma: Any) -> tuple[tuple[str, Any], ...]:
        """Coordinates with sympy expressions in a symbolic discount."""
        import sympy

        def expression(polynomial: Any) -> Any:
            terms = (sympy.Rational(int(c.p), int(c.q)) * gamma**k for k, c in enumerate(polynomial.coeffs()))
            return sympy.factor(sum(terms, sympy.Integer(0)))

        pairs = zip(self.coordinates, self.numerators, strict=True)
        bottom = expression(self.denominator)
        return tuple((w, sympy.cancel(expression(n) / bottom)) for w, n in pairs)

    def at(self, gamma: Fraction) -> dict[str, Fraction]:
        """The visits at a number."""
        point = fmpq(gamma.numerator, gamma.denominator)
        bottom = self.denominator(point)
        return {w: fraction(n(point) / bottom) for w, n in zip(self.coordinates, self.numerators, strict=True)}

    @property
    def key(self) -> Hashable:
        """Equal for equal functions."""
        listed = sorted(zip(self.coordinates, map(str, self.numerators), strict=True))
        return tuple(listed), str(self.denominator)

    @property
    def degree(self) -> int:
        """Largest degree of numerators and denominator."""
        return max(p.degree() for p in (*self.numerators, self.denominator))

    def laurent(self, count: int) -> list[dict[str, Fraction]]:
        """Coefficients of `1/e, 1, e, e^2, ...` with `e = 1 - gamma`, the first `count` of them.

        Examples
        --------
        >>> from decision import MDP
        >>> mdp = MDP({"s": {"go": {"a": 1}}, "a": {"stay": {"a": 1}}}, discount="1/2")
        >>> rational_visits(mdp, {"s": "go", "a": "stay"}, "s").laurent(3)
        [{'a': Fraction(1, 1)}, {'s': Fraction(1, 1), 'a': Fraction(-1, 1)}, {}]
        """
        flip = fmpq_poly([1, -1])
        bottom = _coefficients(self.denominator(flip))
        order = next(k for k, c in enumerate(bottom) if c)
        expansions = [
            _series(_coefficients(n(flip)), bottom[order:], count + order - 1) for n in self.numerators
        ]  # starts at e^-order; the sum of visits is at most 1/e, so terms below e^-1 vanish
        return [
            {w: q for w, s in zip(self.coordinates, expansions, strict=True) if (q := _entry(s, k + order - 1))}
            for k in range(count)
        ]


def _entry(series: Sequence[Fraction], index: int) -> Fraction:
    return series[index] if 0 <= index < len(series) else Fraction(0)


def _coefficients(polynomial: Any) -> list[Fraction]:
    return [fraction(c) for c in polynomial.coeffs()]


def _series(top: Sequence[Fraction], bottom: Sequence[Fraction], count: int) -> list[Fraction]:
    """Power series of a quotient whose bottom does not vanish at 0."""
    out: list[Fraction] = []
    for k in range(count):
        rest = top[k] if k < len(top) else Fraction(0)
        rest -= sum((bottom[j] * out[k - j] for j in range(1, min(k, len(bottom) - 1) + 1)), Fraction(0))
        out.append(rest / bottom[0])
    return out


def rational_visits(mdp: "MDP", policy: Policy, start: str) -> RationalVisits:
    """Visits of a policy as rational functions of the discount, whatever discount the MDP has.

    Examples
    --------
    >>> from decision import MDP
    >>> mdp = MDP({"s": {"go": {"a": 1}}, "a": {"stay": {"a": 1}}}, discount="1/2")
    >>> rational_visits(mdp, {"s": "go", "a": "stay"}, "s").at(Fraction(9, 10))
    {'s': Fraction(1, 1), 'a': Fraction(9, 1)}
    """
    states = list(policy)
    size, place = len(states), {s: i for i, s in enumerate(states)}
    matrix = [[fmpq(0)] * size for _ in states]
    for s in states:
        for t, p in mdp.steps(s)[policy[s]].row:
            matrix[place[s]][place[t]] = fmpq(p.numerator, p.denominator)
    kernel = fmpq_mat(matrix)
    powers = kernel.charpoly().coeffs()[::-1]
    first = [fmpq(int(s == start)) for s in states]
    vectors = [first]
    for k in range(1, size):
        moved = fmpq_mat(1, size, vectors[-1]) * kernel
        vectors.append([moved[0, j] + powers[k] * first[j] for j in range(size)])
    visits = {s: fmpq_poly([v[j] for v in vectors]) for j, s in enumerate(states)}
    paid: dict[str, Any] = {}
    for s, x in visits.items():
        for w, q in mdp.steps(s)[policy[s]].pay:
            paid[w] = paid.get(w, fmpq_poly([0])) + x * fmpq(q.numerator, q.denominator)
    return _reduced(paid, fmpq_poly(powers))


def _reduced(numerators: Mapping[str, Any], denominator: Any) -> RationalVisits:
    common = denominator
    for n in numerators.values():
        common = common.gcd(n)
    bottom = denominator / common
    scale = bottom(fmpq(0))  # not 0: the determinant is 1 at discount 0
    listed = {w: n / common / scale for w, n in numerators.items() if n != 0}
    return RationalVisits(tuple(listed), tuple(listed.values()), bottom / scale)
