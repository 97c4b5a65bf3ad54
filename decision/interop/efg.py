"""Gambit's `.efg` files as decision trees, and back.

A tree has one agent. The other players of a game are nature to it: their strategies have to be given, and their moves
become chance moves. Payoffs are read as one goal, that of the agent; the outcomes of the file are the worlds. A file
knows no selves, so what is written are the choices of the present self.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from decision.errors import InvalidValue
from decision.exact import Rational
from decision.interop.efg_format import CHANCE, EfgFile, EfgSet, Key, parse
from decision.interop.efg_names import Labels, clean, distinct, labels_of, renamed
from decision.interop.efg_writer import to_efg
from decision.problems.histories import histories
from decision.problems.tree import Chance, Decision, Node, Outcome
from decision.validation import check_known, check_lottery, check_type

__all__ = ["EfgGame", "from_efg", "to_efg"]

Policy = Literal["uniform"] | Mapping[str, Rational]
Strategy = Literal["uniform"] | Mapping[str | int, Policy]


@dataclass(frozen=True)
class EfgGame:
    """A game read as a decision tree.

    Attributes
    ----------
    title, comment : str
    player : str
        Whose tree it is: the present self.
    tree : node
    goal : dict of str to Fraction
        What the payoffs of the player say of each outcome.
    absent_minded : tuple of tuple of str
        For each information set with a node below a node of the same set, the names of its nodes. `Plan` refuses such
        trees unless the rule is `Resolute`.
    """

    title: str
    comment: str
    player: str
    tree: Node
    goal: dict[str, Fraction]
    absent_minded: tuple[tuple[str, ...], ...]

    def __str__(self) -> str:
        lost = "".join(f"\nabsent-minded at {', '.join(names)}" for names in self.absent_minded)
        return f"{self.title}, for {self.player}\n{self.tree}{lost}"


def from_efg(text: str, *, player: str | None = None, fixed: Mapping[str, Strategy] | None = None) -> EfgGame:
    """Read a game for one of its players.

    Parameters
    ----------
    text : str
        What the file contains: ``Path("game.efg").read_text()``.
    player : str, optional
        The agent; by default the one player who chooses and is not fixed.
    fixed : mapping of str to "uniform" or mapping, optional
        For each other player who chooses a strategy: for each information set, by its name or number, how likely each
        action is, or ``"uniform"``.

    Returns
    -------
    EfgGame
        Nodes, information sets and actions keep their names where these are there and tell them apart; a colon, which
        separates selves from outcomes here, becomes a full stop. Outcomes met on the way to the same end are one world.

    Raises
    ------
    InvalidValue
        If the text is not one well-formed game (the line is named), or a second player chooses and is not fixed.
    UnknownName
        For a player, information set or action that the game does not have.

    Examples
    --------
    >>> text = '''EFG 2 R "Entry" { "Entrant" "Incumbent" }
    ... p "" 1 1 "" { "in" "out" } 0
    ... p "" 2 1 "entered" { "fight" "share" } 0
    ... t "" 1 "war" { -1, -1 }
    ... t "" 2 "peace" { 0.5, 1 }
    ... t "" 3 "monopoly" { 0, 2 }'''
    >>> game = from_efg(text, fixed={"Incumbent": {"entered": {"fight": "1/3", "share": "2/3"}}})
    >>> print(game)
    Entry, for Entrant
    [Entrant, set 1]
    ├─ in: (entered)
    │  ├─ fight (1/3): war
    │  └─ share (2/3): peace
    └─ out: monopoly
    >>> game.goal["peace"]
    Fraction(1, 2)
    """
    check_type(text, str, "text of the game", "give what the file contains, Path('game.efg').read_text()")
    file = parse(text)
    players = renamed(file.players)
    labels = labels_of(file, players)
    policies = _policies(file, players, labels, fixed or {})
    agent = _agent(file, players, player, fixed or {})
    paths = _paths(file)
    worlds = _worlds(file, paths)
    tree = _built(file, labels, {k: worlds[path] for k, path in paths.items()}, policies)
    reached = {n.name for n in tree.nodes() if isinstance(n, Outcome)}
    goal = {w: _payoff(file, path, agent) for path, w in worlds.items() if w in reached}
    absent = tuple(tuple(m.name for m in found.members) for found in histories(tree).absent_minded)
    return EfgGame(file.title, file.comment, players[agent - 1], tree, goal, absent)


# --- players ----------------------------------------------------------------------------------------------------------


def _agent(file: EfgFile, players: Sequence[str], player: str | None, fixed: Collection[str]) -> int:
    """The number of the one player who is not nature."""
    lines = {players[n.set.player - 1]: n.line for n in reversed(file.nodes) if n.set and n.set.player != CHANCE}
    free = [p for p in sorted(lines, key=lines.__getitem__) if p not in fixed]
    candidates = free or [p for p in players if p not in fixed]
    if player is None and (len(candidates) == 0 or (not free and len(candidates) > 1)):
        raise InvalidValue(
            f"player is not given, and nobody chooses among {', '.join(map(repr, players))} who is not "
            "fixed; a tree has an agent, whose payoffs are the goal: write player=..."
        )
    agent = candidates[0] if player is None else check_known(player, players, "player")
    if agent in fixed:
        raise InvalidValue(f"player = {agent!r} is fixed too; an agent has no fixed strategy: take it out of fixed")
    others = [p for p in free if p != agent]
    if others:
        where = ", ".join(f"{p!r} (line {lines[p]})" for p in others)
        raise InvalidValue(
            f"players who choose besides {agent!r}: {where}; a tree has one agent: choose it with player=..., and give "
            f"the strategies of all others, fixed={{{others[0]!r}: 'uniform'}}"
        )
    return players.index(agent) + 1


def _policies(
    file: EfgFile, players: Sequence[str], labels: Labels, fixed: Mapping[str, Strategy]
) -> dict[Key, tuple[Fraction, ...]]:
    """The probabilities of actions in the sets of chance and of the fixed players."""
    check_type(fixed, Mapping, "fixed", "write {'name of a player': 'uniform'}")
    found = {key: s.probabilities for key, s in file.sets.items() if s.player == CHANCE}
    for name, strategy in fixed.items():
        number = players.index(check_known(name, players, "player in fixed")) + 1
        own = {labels.sets[key]: s for key, s in file.sets.items() if s.player == number}
        given = _by_set(name, strategy, own)
        for label, policy in given.items():
            where = f"{name!r} at {label!r}"
            found[number, own[label].number] = _policy(policy, labels.actions[number, own[label].number], where)
    return found


def _by_set(player: str, strategy: Strategy, own: Mapping[str, EfgSet]) -> dict[str, Policy]:
    """The policy at each information set of a fixed player, by the set's name."""
    if strategy == "uniform":
        return dict.fromkeys(own, "uniform")
    check_type(strategy, Mapping, f"strategy of {player!r}", "write 'uniform' or {'information set': {'action': 1}}")
    numbers = {s.number: label for label, s in own.items()}
    given: dict[str, Policy] = {}
    for key, policy in strategy.items():
        given[numbers.get(key, str(key)) if isinstance(key, int) else key] = policy
    for label in given:
        check_known(label, own, f"information set of {player!r}")
    missing = [label for label in own if label not in given]
    if missing:
        raise InvalidValue(
            f"strategy of {player!r} says nothing of {', '.join(map(repr, missing))}; a fixed strategy "
            "has a policy for every information set, 'uniform' or {'action': probability}"
        )
    return given


def _policy(policy: Policy, actions: Sequence[str], where: str) -> tuple[Fraction, ...]:
    if policy == "uniform":
        return (Fraction(1, len(actions)),) * len(actions)
    check_type(policy, Mapping, f"policy of {where}", "write 'uniform' or {'action': probability}")
    for action in policy:
        check_known(action, actions, f"action of {where}")
    weights = check_lottery(policy, f"policy of {where}")
    return tuple(weights.get(a, Fraction(0)) for a in actions)


# --- nodes ------------------------------------------------------------------------------------------------------------


def _paths(file: EfgFile) -> dict[int, tuple[int, ...]]:
    """For each end the outcomes met on the way to it and there."""
    paths: list[tuple[int, ...]] = []
    for node in file.nodes:
        before = () if node.parent is None else paths[node.parent]
        paths.append((*before, node.outcome) if node.outcome else before)
    return {k: paths[k] for k, node in enumerate(file.nodes) if node.set is None}


def _worlds(file: EfgFile, paths: Mapping[int, tuple[int, ...]]) -> dict[tuple[int, ...], str]:
    """Names of the different ends."""
    ends = list(dict.fromkeys(paths.values()))
    names = [" + ".join(clean(file.outcomes[k][0]) or f"outcome {k}" for k in path) for path in ends]
    return dict(zip(ends, distinct([name or "no outcome" for name in names]), strict=True))


def _payoff(file: EfgFile, path: Sequence[int], player: int) -> Fraction:
    return sum((file.outcomes[k][1][player - 1] for k in path), Fraction(0))


def _built(
    file: EfgFile, labels: Labels, ends: Mapping[int, str], policies: Mapping[Key, tuple[Fraction, ...]]
) -> Node:
    """The tree, from the last node of the file to the first."""
    below: list[list[Node]] = [[] for _ in file.nodes]
    made: Node = Outcome(ends[len(file.nodes) - 1])
    for k, node in reversed(list(enumerate(file.nodes))):
        made = Outcome(ends[k]) if node.set is None else _move(labels, k, node.set, below[k][::-1], policies)
        below[k].clear()
        if node.parent is not None:
            below[node.parent].append(made)
    return made


def _move(
    labels: Labels, k: int, found: EfgSet, children: Sequence[Node], policies: Mapping[Key, tuple[Fraction, ...]]
) -> Node:
    actions = labels.actions[found.key]
    if found.key in policies:
        pairs = zip(policies[found.key], children, strict=True)
        return Chance(labels.nodes[k], dict(zip(actions, pairs, strict=True)))
    branches = dict(zip(actions, children, strict=True))
    return Decision(labels.nodes[k], branches, information=labels.information[found.key])
