"""Large decision processes under a law of goals: how often each action is optimal, what a state is worth on average.

Goals are drawn in numbered chunks, as by `estimate`, and solved by `optimal_values`, whose bounds say which actions are
optimal for certain, which are not, and which are not decided; the last kind counts as ambiguous. Actions with equal
rows tie for certain; rows that are equal but for rounding may tie or not, so read rational tables by ``pack(mdp)``. All
intervals of one call hold together with the stated confidence.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import log
from typing import Any

import numpy as np
from numpy.typing import NDArray

from decision.errors import InvalidValue
from decision.exact import Rational, rational
from decision.goals.laws import Law
from decision.numeric import memory
from decision.numeric.chunks import Chunk, Job, chunk_size, stream
from decision.numeric.estimates import Aim, Estimate, Running
from decision.numeric.groups import Group, Split
from decision.numeric.packed import PackedMDP
from decision.numeric.source import Source, source, support
from decision.numeric.values import Values, optimal_values
from decision.validation import check_type

__all__ = ["Shares", "average_power", "optimal_shares"]

Array = NDArray[Any]
GOALS = 64
"""Goals that are solved at once."""


@dataclass(frozen=True, repr=False)
class Shares:
    """For each action of a state the share of goals for which it is optimal; ties count for every action.

    Attributes
    ----------
    state : str
    rows : tuple of (str, Estimate)
        Actions by name, or number.
    """

    state: str
    rows: tuple[tuple[str, Estimate], ...]

    def __getitem__(self, action: str | int) -> Estimate:
        found = dict(self.rows).get(str(action))
        if found is None:
            raise InvalidValue(
                f"action = {action!r} is unknown in state {self.state!r}; write one of "
                f"{', '.join(repr(a) for a, _ in self.rows)}"
            )
        return found

    def __repr__(self) -> str:
        width = max(len(a) for a, _ in self.rows)
        return "\n".join(f"{a:<{width}}  {found!r}" for a, found in self.rows)


def optimal_shares(
    model: PackedMDP,
    state: str | int,
    *,
    goals: Law,
    discount: float,
    samples: int = 1000,
    tolerance: float = 1e-6,
    confidence: Rational = "0.99",
    seed: int = 0,
    threads: int | None = None,
) -> Shares:
    """For each first action, the share of goals for which some optimal policy takes it.

    Parameters
    ----------
    model : PackedMDP
    state : str or int
        By name or number.
    goals : Law
        Of the rewards of states, which are named as in ``model.states``, or by their numbers.
    discount, tolerance, threads
        As in `optimal_values`.
    samples : int, optional
        Number of goals.
    confidence : rational, optional
        That all intervals contain the truth.
    seed : int, optional

    Raises
    ------
    InvalidValue
        If the goals do not fit into memory, a block of them at a time.

    Examples
    --------
    >>> from decision import MDP, Uniform, iid, pack
    >>> ends = {f"end{k}": {"stay": {f"end{k}": 1}} for k in range(3)}
    >>> model = pack(MDP({"s": {f"to{k}": {f"end{k}": 1} for k in range(3)}} | ends, discount="1/2"))
    >>> found = optimal_shares(model, "s", goals=iid(Uniform(0, 1)), discount=0.5, samples=2000)
    >>> found["to0"].lower <= 1 / 3 <= found["to0"].upper
    True
    """
    check_type(model, PackedMDP, "model", "write pack(mdp)")
    place = model.place(state)
    rows = np.flatnonzero(model.state == place)
    sampling = _Sampling(model, goals, seed, samples, discount, tolerance, threads)
    share = Split(goals, (), (), (Group(None, (), None, Fraction(0), Fraction(1), True),), Fraction(0))
    found = sampling.estimates(share, len(rows), confidence, lambda solved: _chunks_of_rows(solved, rows))
    numbers: list[int] = model.action[rows].tolist()
    names = [str(k) if model.actions is None else str(model.actions[k]) for k in numbers]
    return Shares(_name(model, place), tuple(zip(names, found, strict=True)))


def _chunks_of_rows(solved: Values, rows: Array) -> list[Chunk]:
    count = len(solved.values)
    sure, open_ = (np.count_nonzero(table[:, rows], axis=0).tolist() for table in (solved.optimal, solved.ambiguous))
    return [Chunk(count, b, ((count - b, float(a), float(a)),), (0.0,)) for a, b in zip(sure, open_, strict=True)]


def average_power(
    model: PackedMDP,
    state: str | int,
    *,
    goals: Law,
    discount: float,
    samples: int = 1000,
    tolerance: float = 1e-6,
    confidence: Rational = "0.99",
    seed: int = 0,
    threads: int | None = None,
) -> Estimate:
    """`POWER` of a state: `(1 - discount) max_a E V*(next)`, averaged over goals :cite:p:`TurnerEtAl2021`.

    Parameters
    ----------
    model, state, goals, discount, samples, tolerance, confidence, seed, threads
        As in `optimal_shares`; the rewards must be bounded.

    Raises
    ------
    InvalidValue
        If the law does not bound the rewards.

    Examples
    --------
    >>> from decision import MDP, Uniform, iid, pack
    >>> ends = {f"end{k}": {"stay": {f"end{k}": 1}} for k in range(3)}
    >>> model = pack(MDP({"s": {f"to{k}": {f"end{k}": 1} for k in range(3)}} | ends, discount="1/2"))
    >>> found = average_power(model, "s", goals=iid(Uniform(0, 1)), discount=0.5, samples=2000)
    >>> found.lower <= 3 / 4 <= found.upper
    True
    """
    check_type(model, PackedMDP, "model", "write pack(mdp)")
    place = model.place(state)
    rows = model.transitions[np.flatnonzero(model.state == place)]
    sampling = _Sampling(model, goals, seed, samples, discount, tolerance, threads)
    low, high = _ends(sampling, model)
    mean = Split(goals, (), (), (Group(None, (), None, low, high - low, True),), Fraction(0))

    def chunks(solved: Values) -> list[Chunk]:
        worth = (1 - discount) * np.max(rows @ solved.values.T, axis=0)
        z = np.clip((worth - float(low)) / float(high - low), 0.0, 1.0)
        # beyond the bounds on values, a few roundings in numbers of the size of the largest reward
        error = (1 - discount) * float(np.max(solved.radius)) / float(high - low) + 2.0**-40
        return [Chunk(len(z), 0, ((len(z), float(z.sum()), float((z * z).sum())),), (error,))]

    return sampling.estimates(mean, 1, confidence, chunks)[0]


def _ends(sampling: "_Sampling", model: PackedMDP) -> tuple[Fraction, Fraction]:
    ends = [support(sampling.goals, name) for name in sampling.source.frame.names]
    known = [pair for pair in ends if pair is not None]
    if len(known) < len(ends):
        raise InvalidValue(
            f"goals = {sampling.goals!r} does not bound the rewards; POWER is estimated for bounded ones"
        )
    if model.terminal:
        known.append((Fraction(0), Fraction(0)))
    return min(a for a, _ in known), max(b for _, b in known)


@dataclass(frozen=True)
class _Sampling:
    model: PackedMDP
    goals: Law
    seed: int
    samples: int
    discount: float
    tolerance: float
    threads: int | None

    def __post_init__(self) -> None:
        check_type(self.goals, Law, "goals", "write a law such as iid(Uniform(0, 1))")
        for name, value, least in (("samples", self.samples, 1), ("seed", self.seed, 0)):
            check_type(value, int, name, "write a whole number")
            if value < least:
                raise InvalidValue(f"{name} = {value} is below {least}; write a whole number of at least {least}")
        memory.check((GOALS, self.model.size), self.model, self.threads)

    @property
    def source(self) -> Source:
        """Goals of all states."""
        return source(self.goals, [_name(self.model, k) for k in range(self.model.size)])

    def estimates(
        self, parts: Split, count: int, confidence: Rational, chunks: Callable[[Values], Sequence[Chunk]]
    ) -> list[Estimate]:
        """Intervals for several variables, from what `chunks` says about solved goals."""
        exact = rational(confidence, "confidence")
        if not 0 < exact < 1:
            raise InvalidValue(
                f"confidence = {confidence!r} must lie strictly between 0 and 1; write for example '0.99'"
            )
        job = Job(parts, self.source, self.seed, GOALS // 8, "", GOALS)
        level = log(2 * count / float(1 - exact))
        running = [Running.fresh(job) for _ in range(count)]
        aim, number, left = Aim(None, self.samples), 0, self.samples
        while left:
            size = min(left, chunk_size(job, number))
            solved = optimal_values(
                self.model,
                self._rewards(job, number, size),
                discount=self.discount,
                tolerance=self.tolerance,
                threads=self.threads,
            )
            running = [r.after(job, c, aim, level) for r, c in zip(running, chunks(solved), strict=True)]
            number, left = number + 1, left - size
        return [r.estimate(job, exact, level) for r in running]

    def _rewards(self, job: Job, number: int, size: int) -> Array:
        rng, _ = stream(job, number)
        frame = job.source.frame
        x = job.source.draw(rng, size).T
        low, width = (np.array([float(getattr(a, name)) for a in frame.axes]) for name in ("low", "width"))
        return np.ascontiguousarray(low + width * x)


def _name(model: PackedMDP, place: int) -> str:
    return str(place) if model.states is None else model.states[place]
