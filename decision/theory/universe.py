"""A universe of regions and resources: the model of :cite:t:`BensonTilsenSoares2016`.

Time is discrete and ends at a horizon. Each region has a state; in each step the agent takes one action in every
region. An action may need resources and may give some back; in one step no resource is used in two regions, and what is
not used is kept. A goal is a sum of utilities of the regions' final states: its coordinates are named
``"region=state"``.

An action is *null* if it gives no resource that it did not need, and *preserves resources* if it gives back all it
needed. Everything here is by enumeration, for universes of a few regions and steps.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product

from decision.errors import InvalidValue
from decision.language.values import Value, u, weighted_sum
from decision.validation import check_known, check_name, check_nonempty

__all__ = ["Act", "Region", "Run", "Universe"]

LIMIT = 100_000


@dataclass(frozen=True)
class Act:
    """One action in one region.

    Attributes
    ----------
    to : str
        Next state of the region.
    needs, gives : frozenset of str
        Resources it uses and resources it returns.
    """

    to: str
    needs: frozenset[str] = frozenset()
    gives: frozenset[str] = frozenset()

    @property
    def null(self) -> bool:
        """Whether it produces no resource."""
        return self.gives <= self.needs

    @property
    def preserves(self) -> bool:
        """Whether it loses no resource."""
        return self.needs <= self.gives


@dataclass(frozen=True)
class Region:
    """A region: its first state, and for each state its actions by name."""

    start: str
    actions: Mapping[str, Mapping[str, Act]]


@dataclass(frozen=True)
class Run:
    """A strategy and where it leads.

    Attributes
    ----------
    steps : tuple of tuple of str
        In each step the name of the action in every region, in the order of the regions.
    acts : tuple of tuple of Act
    ends : tuple of str
        Final states.
    """

    steps: tuple[tuple[str, ...], ...]
    acts: tuple[tuple[Act, ...], ...]
    ends: tuple[str, ...]


class Universe:
    """Regions, the resources at the start, and a number of steps.

    Parameters
    ----------
    regions : mapping of str to Region
    resources : iterable of str
    horizon : int

    Examples
    --------
    >>> idle = {"rest": Act("raw")}
    >>> dig = {"dig": Act("dug", gives=frozenset({"ore"}))}
    >>> mine = Region("raw", {"raw": {**idle, **dig}, "dug": {"rest": Act("dug")}})
    >>> [run.steps for run in Universe({"mine": mine}, (), 1).runs()]
    [(('rest',),), (('dig',),)]
    """

    def __init__(self, regions: Mapping[str, Region], resources: Sequence[str], horizon: int) -> None:
        check_nonempty(regions, "regions")
        if horizon < 1:
            raise InvalidValue(f"horizon = {horizon!r} is not a number of steps; write an integer from 1")
        for name, region in regions.items():
            check_name(name, "region")
            check_known(region.start, region.actions, f"state of region {name!r}")
            for state, actions in region.actions.items():
                check_nonempty(actions, f"actions in {name}={state}")
                for act in actions.values():
                    check_known(act.to, region.actions, f"state of region {name!r}")
        self.regions = dict(regions)
        self.resources = frozenset(resources)
        self.horizon = horizon

    @property
    def outcomes(self) -> tuple[str, ...]:
        """Coordinates of the goal."""
        return tuple(w for name in self.regions for w in self.coordinates(name))

    def coordinates(self, region: str) -> tuple[str, ...]:
        """Coordinates of the goal that belong to a region."""
        check_known(region, self.regions, "region")
        return tuple(f"{region}={state}" for state in self.regions[region].actions)

    def runs(self) -> tuple[Run, ...]:
        """All feasible strategies."""
        found: list[Run] = []
        for run in self._continued(self._before(), self.resources):
            found.append(run)
            if len(found) > LIMIT:
                raise InvalidValue(f"universe has more than {LIMIT} feasible strategies; make it smaller")
        return tuple(found)

    def follow(self, steps: Sequence[Sequence[str]]) -> tuple[Run, bool]:
        """Where a strategy leads, and whether the resources suffice for it."""
        if len(steps) != self.horizon or any(len(step) != len(self.regions) for step in steps):
            raise InvalidValue(
                f"strategy = {steps!r} does not name an action in each of {len(self.regions)} regions for each of "
                f"{self.horizon} steps; write one tuple of actions for each step"
            )
        run, resources, feasible = self._before(), self.resources, True
        for step in steps:
            acts = tuple(self._act(name, end, a) for name, end, a in zip(self.regions, run.ends, step, strict=True))
            feasible = feasible and _affordable(acts, resources)
            resources = _left(acts, resources)
            run = _longer(run, step, acts)
        return run, feasible

    def value(self, run: Run, *, without: str | None = None) -> Value:
        """What a run is worth, all regions together, or all but one."""
        ends = [f"{name}={end}" for name, end in zip(self.regions, run.ends, strict=True) if name != without]
        return weighted_sum((Fraction(1), u(w)) for w in ends)

    def _before(self) -> Run:
        return Run((), (), tuple(r.start for r in self.regions.values()))

    def _act(self, region: str, state: str, name: str) -> Act:
        actions = self.regions[region].actions[state]
        return actions[check_known(name, actions, f"action in {region}={state}")]

    def _continued(self, run: Run, resources: frozenset[str]) -> Iterator[Run]:
        if len(run.steps) == self.horizon:
            yield run
            return
        choices = (r.actions[s] for r, s in zip(self.regions.values(), run.ends, strict=True))
        for step in product(*choices):
            acts = tuple(self._act(name, end, a) for name, end, a in zip(self.regions, run.ends, step, strict=True))
            if _affordable(acts, resources):
                yield from self._continued(_longer(run, step, acts), _left(acts, resources))


def _longer(run: Run, step: Sequence[str], acts: tuple[Act, ...]) -> Run:
    return Run((*run.steps, tuple(step)), (*run.acts, acts), tuple(act.to for act in acts))


def _affordable(acts: Sequence[Act], resources: frozenset[str]) -> bool:
    """Whether all needs are there, none of them twice."""
    used = [w for act in acts for w in act.needs]
    return len(set(used)) == len(used) and resources.issuperset(used)


def _left(acts: Sequence[Act], resources: frozenset[str]) -> frozenset[str]:
    return resources.difference(*(act.needs for act in acts)).union(*(act.gives for act in acts))
