"""Finite Markov decision processes.

In state `s` the agent takes an action `a` and moves to `t` with probability `P[s, a, t]`. A *goal* gives every state a
reward (or every state-action pair, or every transition: coordinates of `u` are then named ``"s/a"`` and ``"s/a/t"``).
What a policy brings is linear in the goal: `f·u` with its *visit distribution* `f`, the discounted number of visits,
of mass `1 / (1 - gamma)`; the value of a state is the largest of finitely many such products. An MDP is therefore one
more source of value expressions and events (:cite:p:`TurnerEtAl2021`).

Actions that are not available do not exist: nothing is padded with zero rows.
"""

from collections.abc import Mapping
from functools import cached_property
from importlib import import_module
from typing import TYPE_CHECKING, Any

from decision.errors import InvalidValue
from decision.exact import Rational, rational
from decision.language.events import Event
from decision.language.values import Value
from decision.problems.kernel import (
    END,
    Rewards,
    Step,
    TerminalPay,
    checked_discount,
    checked_horizon,
    checked_kernel,
    checked_rewards,
    checked_terminal,
    paid,
    step,
)
from decision.problems.symbols import Probability, free_symbols, substituted
from decision.validation import check_distinct, check_known

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from decision.problems.criteria import Criterion
    from decision.problems.planning import Solution
    from decision.problems.visits import Visits

__all__ = ["MDP"]


class MDP:
    """A Markov decision process with named states and actions, and without a reward: that is the goal's part.

    Parameters
    ----------
    transitions : mapping of state to mapping of action to mapping of state to probability
        For each state its actions, and for each action the lottery over next states. Probabilities are exact, at least
        0, and sum to 1; sympy symbols are accepted until numbers are needed.
    discount : rational or sympy expression
        At least 0 and below 1; also 1 when the horizon is finite.
    rewards : {"states", "actions", "transitions"}
        What a goal gives utility to.
    terminal : mapping of str to {"once", "forever"}, optional
        States without actions, and whether one collects their reward once or in every later step.
    horizon : int, optional
        Number of rewards collected; infinite by default.

    Raises
    ------
    InvalidValue, InvalidType, UnknownName
        For a state without actions, a row that does not sum to 1, an unknown next state or an impossible discount; the
        state and the action are named.

    Examples
    --------
    >>> mdp = MDP({"s": {"left": {"a": 1}, "right": {"b": "1/2", "c": "1/2"}},
    ...            "a": {"stay": {"a": 1}}, "b": {"stay": {"b": 1}}, "c": {"stay": {"c": 1}}}, discount="9/10")
    >>> mdp.states, mdp.actions("s")
    (('s', 'a', 'b', 'c'), ('left', 'right'))
    >>> mdp.optimal("s", "left")
    u(a) >= 1/2 u(b) + 1/2 u(c)
    >>> mdp.value("a")
    10 u(a)
    >>> MDP({"s": {"go": {"s": "1/3", "t": "1/3"}}, "t": {"stay": {"t": 1}}}, discount="1/2")
    Traceback (most recent call last):
    ...
    decision.errors.InvalidValue: probabilities of state 's', action 'go' sum to 2/3, not 1; ...
    """

    def __init__(
        self,
        transitions: Mapping[str, Mapping[str, Mapping[str, Any]]],
        *,
        discount: Any,
        rewards: Rewards = "states",
        terminal: Mapping[str, TerminalPay] | None = None,
        horizon: int | None = None,
    ) -> None:
        self.rewards: Rewards = checked_rewards(rewards)
        self.terminal = checked_terminal(terminal)
        self.horizon = checked_horizon(horizon)
        self.discount = checked_discount(discount, horizon)
        self._kernel = checked_kernel(transitions, self.terminal)
        self._steps = {
            s: {a: step(s, a, row, self.rewards) for a, row in rows.items()} for s, rows in self._kernel.items()
        }
        check_distinct(self.outcomes, "coordinates of the goal (state/action/next state)")

    @property
    def states(self) -> tuple[str, ...]:
        """Names of the states, in the order given."""
        return tuple(self._kernel)

    @property
    def outcomes(self) -> tuple[str, ...]:
        """Coordinates of the goal: states, state-action pairs or transitions."""
        return tuple(w for steps in self._steps.values() for w in paid(steps, self.rewards))

    def actions(self, state: str) -> tuple[str, ...]:
        """Actions available in a state; none where the process ends."""
        return tuple(a for a in self._kernel[self._known(state)] if a != END)

    def row(self, state: str, action: str) -> dict[str, Probability]:
        """Next state to probability, zeros left out."""
        return dict(self._kernel[state][self.check_action(state, action)])

    def steps(self, state: str) -> Mapping[str, Step]:
        """What each action does; one nameless action where the process ends."""
        return self._steps[self._known(state)]

    def check_action(self, state: str, action: str) -> str:
        """Return the action if the state has it."""
        return check_known(action, self.actions(state), f"action in state {state!r}")

    @property
    def symbols(self) -> tuple[str, ...]:
        """Names of the symbols in probabilities and discount, sorted."""
        rows = (p for rows in self._kernel.values() for row in rows.values() for p in row.values())
        return tuple(sorted({x for q in (self.discount, *rows) for x in free_symbols(q)}))

    def substitute(self, numbers: Mapping[Any, Rational]) -> "MDP":
        """The MDP with numbers in place of symbols.

        Parameters
        ----------
        numbers : mapping of sympy symbol or str to rational

        Examples
        --------
        >>> from sympy import Symbol
        >>> MDP({"s": {"stay": {"s": 1}}}, discount=Symbol("g")).substitute({"g": "1/2"}).value("s")
        2 u(s)
        """
        exact = {str(s): rational(q, f"value of {s}") for s, q in numbers.items()}
        kernel = {
            s: {a: {t: substituted(p, exact) for t, p in row.items()} for a, row in rows.items()}
            for s, rows in self._kernel.items()
            if s not in self.terminal
        }
        return self._like(kernel, discount=substituted(self.discount, exact))

    def at_discount(self, discount: Any) -> "MDP":
        """The same MDP at another discount."""
        kernel = {s: rows for s, rows in self._kernel.items() if s not in self.terminal}
        return self._like(kernel, discount=discount)

    def _like(self, kernel: Mapping[str, Mapping[str, Mapping[str, Any]]], *, discount: Any) -> "MDP":
        return MDP(kernel, discount=discount, rewards=self.rewards, terminal=self.terminal, horizon=self.horizon)

    @cached_property
    def visits(self) -> "Visits":
        """Visit distributions, and which of them some goal strictly prefers."""
        from decision.problems.visits import Visits

        return Visits(self)

    def value(self, state: str, action: str | None = None, *, criterion: "Criterion" = "discounted") -> Value:
        """What the best policy brings from a state, by default; or the best of those that always take an action there.

        Parameters
        ----------
        state : str
        action : str, optional
        criterion : {"discounted", "average"}
            The discounted sum of rewards, or the limit average reward.

        Examples
        --------
        >>> wait = MDP({"s": {"a": {"a": 1}, "wait": {"s": 1}}, "a": {"stay": {"a": 1}}}, discount="1/2")
        >>> wait.value("s")
        max(u(a) + u(s), 2 u(s))
        >>> wait.value("s", "wait"), wait.value("s", criterion="average")
        (2 u(s), max(u(a), u(s)))
        """
        from decision.problems.criteria import value

        return value(self, self._known(state), action, criterion)

    def optimal(self, state: str, action: str, *, criterion: "Criterion" = "discounted") -> Event:
        """Some optimal policy takes the action in the state; with ties, several actions are optimal.

        Parameters
        ----------
        state, action : str
        criterion : {"discounted", "blackwell", "average"}
            Optimal at the MDP's discount; at all discounts near enough to 1; for the limit average reward.

        Examples
        --------
        >>> wait = MDP({"s": {"a": {"a": 1}, "wait": {"s": 1}}, "a": {"stay": {"a": 1}}}, discount="1/2")
        >>> wait.optimal("s", "wait")
        u(s) >= 1/2 u(a) + 1/2 u(s)
        """
        from decision.problems.criteria import optimal

        return optimal(self, self._known(state), self.check_action(state, action), criterion)

    def solve(self, goal: Mapping[str, Rational]) -> "Solution":
        """Optimal values, and all optimal actions, for one goal: policy iteration in rationals.

        Parameters
        ----------
        goal : mapping of str to rational
            Reward of every coordinate in `outcomes`.

        Examples
        --------
        >>> mdp = MDP({"s": {"a": {"a": 1}, "wait": {"s": 1}}, "a": {"stay": {"a": 1}}}, discount="1/2")
        >>> mdp.solve({"s": 0, "a": 1}).actions
        {'s': ('a',), 'a': ('stay',)}
        """
        from decision.problems.planning import solve

        exact = {w: rational(q, f"goal[{w!r}]") for w, q in goal.items()}
        for w in self.outcomes:
            if w not in exact:
                raise InvalidValue(f"goal = {dict(goal)!r} has no reward for {w!r}; add it")
        return solve(self, exact)

    def plot(self, **options: Any) -> "Figure":
        """Draw the process with matplotlib; see `decision.plotting.processes.plot_mdp` for the options."""
        return import_module("decision.plotting.processes").plot_mdp(self, **options)

    @classmethod
    def from_gymnasium(cls, env: Any, *, discount: Any, **options: Any) -> "MDP":
        """Read an environment's own table ``env.unwrapped.P``; see `decision.interop.gymnasium_tables`."""
        return import_module("decision.interop.gymnasium_tables").from_gymnasium(env, discount=discount, **options)

    @classmethod
    def from_networkx(cls, graph: Any, *, discount: Any, **options: Any) -> "MDP":
        """Read a directed graph, an edge being an action or a chance; see `decision.interop.networkx_graphs`."""
        return import_module("decision.interop.networkx_graphs").from_networkx(graph, discount=discount, **options)

    @classmethod
    def from_arrays(cls, P: Any, mask: Any = None, *, discount: Any, **options: Any) -> "MDP":
        """Read `P[s, a, t]` with exact entries, and which actions exist; see `decision.interop.arrays`."""
        return import_module("decision.interop.arrays").from_arrays(P, mask, discount=discount, **options)

    @classmethod
    def from_graphviz(cls, text: str, *, discount: Any, **options: Any) -> "MDP":
        """Read a graph in the DOT language; see `decision.interop.dot`."""
        return import_module("decision.interop.dot").from_graphviz(text, discount=discount, **options)

    def to_gymnasium(self) -> Any:
        """The table ``{state: {action: [(probability, next, reward, done), ...]}}``, rewards 0."""
        return import_module("decision.interop.gymnasium_tables").to_gymnasium(self)

    def to_networkx(self) -> Any:
        """A `networkx.MultiDiGraph` with `action` and `probability` on its edges."""
        return import_module("decision.interop.networkx_graphs").to_networkx(self)

    def to_arrays(self) -> Any:
        """`(P, mask)`: exact entries in arrays of objects, and which actions exist."""
        return import_module("decision.interop.arrays").to_arrays(self)

    def to_graphviz(self) -> str:
        """The graph in the DOT language."""
        return import_module("decision.interop.dot").to_graphviz(self)

    def _known(self, state: str) -> str:
        return check_known(state, self._kernel, "state")

    def _content(self) -> tuple[Any, ...]:
        """What makes two MDPs equal; the order of states and actions does not."""
        rows = frozenset((s, a, frozenset(row.items())) for s, rows in self._kernel.items() for a, row in rows.items())
        return rows, self.discount, self.rewards, frozenset(self.terminal.items()), self.horizon

    def __eq__(self, other: object) -> bool:
        return isinstance(other, MDP) and self._content() == other._content()

    def __hash__(self) -> int:
        return hash(self._content())

    def __repr__(self) -> str:
        rows = {
            s: {a: {t: str(p) for t, p in row.items()} for a, row in rows.items()}
            for s, rows in self._kernel.items()
            if s not in self.terminal
        }
        extra = f", rewards={self.rewards!r}" if self.rewards != "states" else ""
        extra += f", terminal={dict(self.terminal)!r}" if self.terminal else ""
        extra += f", horizon={self.horizon!r}" if self.horizon is not None else ""
        return f"MDP({rows!r}, discount={str(self.discount)!r}{extra})"
