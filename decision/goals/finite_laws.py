"""Laws with finitely many goals: listed, the orbit of one goal, or data."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any, cast

import numpy as np

from decision.errors import InvalidType, InvalidValue
from decision.exact import Rational, rational
from decision.goals.law import Law, check_coordinate
from decision.goals.marginal import Floats, floats
from decision.goals.parameters import Parameter, numeric, replaced, symbols_in, weighted, written
from decision.validation import check_distinct, check_listed, check_nonempty, check_type

__all__ = ["EmpiricalLaw", "FiniteLaw", "OrbitLaw", "empirical", "finite", "orbit"]

Goal = dict[str, Fraction]


def _read_goal(goal: Any, name: str) -> Goal:
    check_type(goal, Mapping, name, "write {'outcome': utility}")
    check_nonempty(goal, name)
    return {check_coordinate(w, f"outcome in {name}"): rational(x, f"utility of {w!r}") for w, x in goal.items()}


def _goal_text(goal: Mapping[str, Fraction]) -> str:
    return f"{{{', '.join(f'{w!r}: {written(x)}' for w, x in goal.items())}}}"


@dataclass(frozen=True, repr=False)
class FiniteLaw(Law):
    """Finitely many goals with weights; made by `finite`.

    Attributes
    ----------
    names : tuple of str
    rows : tuple of (weight, tuple of Fraction)
        Utilities in the order of the names.
    """

    names: tuple[str, ...]
    rows: tuple[tuple[Parameter, tuple[Fraction, ...]], ...]

    @property
    def outcomes(self) -> tuple[str, ...]:
        """The outcomes of the goals."""
        return self.names

    @property
    def atoms(self) -> tuple[tuple[Parameter, Goal], ...]:
        """Goals with their weights."""
        return tuple((q, dict(zip(self.names, row, strict=True))) for q, row in self.rows)

    def sample(self, rng: np.random.Generator, size: int, coordinates: Sequence[str]) -> Floats:
        """Goals as rows, drawn by their weights."""
        self.covers(coordinates)
        weights = floats([numeric(q, "weight") for q, _ in self.rows])
        chosen = rng.choice(len(weights), size=size, p=weights / weights.sum())
        place = [self.names.index(w) for w in coordinates]
        return np.array([[float(row[i]) for i in place] for _, row in self.rows])[chosen]

    @property
    def symbols(self) -> tuple[str, ...]:
        """Those of the weights."""
        return symbols_in(q for q, _ in self.rows)

    def substitute(self, numbers: Mapping[str, Rational]) -> "FiniteLaw":
        """The same law with numbers in place of symbols."""
        return finite([(replaced(q, numbers), goal) for q, goal in self.atoms])

    def __repr__(self) -> str:
        return f"finite([{', '.join(f'({written(q)}, {_goal_text(goal)})' for q, goal in self.atoms)}])"


def finite(atoms: Iterable[tuple[Any, Mapping[str, Any]]]) -> FiniteLaw:
    """Finitely many goals with given probabilities.

    Parameters
    ----------
    atoms : sequence of (weight, goal)
        Weights sum to 1; each goal gives a utility to the same outcomes.

    Examples
    --------
    >>> from decision import Pr, finite, measure, u
    >>> law = finite([("1/3", {"a": 2, "b": 1}), ("2/3", {"a": 0, "b": 1})])
    >>> measure(Pr(u("a") > u("b")), goals=law).value
    Fraction(1, 3)
    """
    rows = weighted(atoms, Mapping, "atoms", "[('1/2', {'a': 1, 'b': 0}), ('1/2', {'a': 0, 'b': 1})]")
    goals = [_read_goal(goal, "goal in atoms") for _, goal in rows]
    names = tuple(goals[0])
    for goal in goals:
        if set(goal) != set(names):
            odd = sorted(set(goal) ^ set(names))[0]
            raise InvalidValue(f"atoms = {odd!r} has a utility in some goals only; give every goal the same outcomes")
    return FiniteLaw(names, tuple((q, tuple(g[w] for w in names)) for (q, _), g in zip(rows, goals, strict=True)))


@dataclass(frozen=True, repr=False)
class OrbitLaw(Law):
    """One goal with its outcomes permuted at random; made by `orbit`.

    Attributes
    ----------
    names : tuple of str
    levels : tuple of Fraction
        The utilities that are dealt out to the outcomes.
    """

    names: tuple[str, ...]
    levels: tuple[Fraction, ...]

    @property
    def outcomes(self) -> tuple[str, ...]:
        """The outcomes of the goal."""
        return self.names

    def sample(self, rng: np.random.Generator, size: int, coordinates: Sequence[str]) -> Floats:
        """Goals as rows, each a uniform permutation."""
        self.covers(coordinates)
        place = [self.names.index(w) for w in coordinates]
        return rng.permuted(np.tile(floats(self.levels), (size, 1)), axis=1)[:, place]

    def __repr__(self) -> str:
        return f"orbit({_goal_text(dict(zip(self.names, self.levels, strict=True)))})"


def orbit(goal: Mapping[str, Any]) -> OrbitLaw:
    """The uniform law on all permutations of one goal.

    Parameters
    ----------
    goal : mapping of str to rational
        Utility of each outcome.

    Examples
    --------
    >>> from decision import Pr, measure, orbit, u
    >>> measure(Pr(u("a") >= u("b")), goals=orbit({"a": 0, "b": 1, "c": 1})).value
    Fraction(2, 3)
    """
    read = _read_goal(goal, "goal")
    return OrbitLaw(tuple(read), tuple(read.values()))


@dataclass(frozen=True, eq=False, repr=False)
class EmpiricalLaw(Law):
    """Data: each row of an array is a goal of equal weight; made by `empirical`.

    Attributes
    ----------
    array : float64 array of shape (goals, outcomes)
        Read-only.
    names : tuple of str
    """

    array: Floats
    names: tuple[str, ...]

    @property
    def outcomes(self) -> tuple[str, ...]:
        """The outcomes of the columns."""
        return self.names

    @cached_property
    def atoms(self) -> tuple[tuple[Fraction, Goal], ...]:
        """Goals with their weights; each utility is exactly the number the array holds."""
        q = Fraction(1, len(self.array))
        rows = cast("list[list[float]]", self.array.tolist())
        return tuple((q, {w: Fraction(x) for w, x in zip(self.names, row, strict=True)}) for row in rows)

    def sample(self, rng: np.random.Generator, size: int, coordinates: Sequence[str]) -> Floats:
        """Rows drawn with replacement."""
        self.covers(coordinates)
        place = [self.names.index(w) for w in coordinates]
        return self.array[rng.integers(len(self.array), size=size)][:, place]

    def __repr__(self) -> str:
        shown = ", ".join(map(repr, self.names[:6])) + (", ..." if len(self.names) > 6 else "")
        return f"empirical(<array of {len(self.array)} goals>, [{shown}])"


def empirical(array: Any, outcomes: Iterable[str]) -> EmpiricalLaw:
    """The law of data: each row of an array is one goal, all equally likely.

    Floats are allowed here, and only here: a binary number in the array is taken as exactly that number.

    Parameters
    ----------
    array : array of shape (goals, outcomes)
        Finite numbers.
    outcomes : sequence of str
        Names of the columns.

    Examples
    --------
    >>> import numpy as np
    >>> from decision import E, empirical, measure, u
    >>> measure(E(u("a")), goals=empirical(np.array([[1, 0], [2, 5]]), ["a", "b"])).value
    Fraction(3, 2)
    """
    names = tuple(check_coordinate(w, "outcome in outcomes") for w in check_listed(outcomes, "outcomes", "['a', 'b']"))
    check_distinct(names, "outcomes")
    try:
        read = np.array(array, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise InvalidType(f"array = {array!r} is no array of numbers; give one row for each goal") from error
    if read.ndim != 2 or read.shape[1] != len(names) or not len(read):
        raise InvalidValue(
            f"array has shape {read.shape}; it must be (goals, outcomes), with at least one goal and "
            f"{len(names)} outcomes"
        )
    if not np.isfinite(read).all():
        raise InvalidValue("array has entries that are not finite numbers; drop or correct these goals")
    read.setflags(write=False)
    return EmpiricalLaw(read, names)
