"""The text of Gambit's `.efg` files: tokens, and the nodes, information sets and outcomes they spell.

The format is a list of nodes in prefix order: a chance or personal node is followed by what its actions lead to. An
information set or an outcome is described where it first occurs; later its number is enough. Numbers are exact: 0.1 is
one tenth.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TypeVar

from decision.errors import InvalidValue

__all__ = ["CHANCE", "EfgFile", "EfgNode", "EfgSet", "Key", "parse", "quoted"]

_TOKEN = re.compile(
    r"""(?P<space>\s+)
      | (?P<text>"(?:[^"\\]|\\.)*")
      | (?P<number>[-+]?(?:\d+/\d+|(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d{1,3})?)(?=[\s{},"]|$))
      | (?P<mark>[{},])
      | (?P<word>[^\s{},"]+)""",
    re.VERBOSE | re.DOTALL,
)

T = TypeVar("T")

Key = tuple[int, int]
"""Player and number of an information set."""

CHANCE = 0
"""Stands for nature where a player has a number."""


@dataclass(frozen=True)
class EfgNode:
    """One node: where it is in the file, what it belongs to (a terminal node to no set), and its outcome or 0."""

    line: int
    label: str
    set: "EfgSet | None"
    outcome: int
    parent: int | None


@dataclass(frozen=True)
class EfgSet:
    """An information set of a player, or of chance, which has probabilities."""

    player: int
    number: int
    name: str
    actions: tuple[str, ...]
    probabilities: tuple[Fraction, ...] = ()

    @property
    def key(self) -> "Key":
        """What tells it from other sets."""
        return self.player, self.number


@dataclass
class EfgFile:
    """What a file says; players are numbered from 1, nodes from 0 in the order of the file."""

    title: str
    players: tuple[str, ...]
    comment: str = ""
    nodes: list[EfgNode] = field(default_factory=list[EfgNode])
    sets: dict[Key, EfgSet] = field(default_factory=dict[Key, EfgSet])
    outcomes: dict[int, tuple[str, tuple[Fraction, ...]]] = field(
        default_factory=dict[int, tuple[str, tuple[Fraction, ...]]]
    )


def parse(text: str) -> EfgFile:
    """Read the text of a file.

    Raises
    ------
    InvalidValue
        If it is not one well-formed game; the line is named.

    Examples
    --------
    >>> game = parse('EFG 2 R "Toss" { "Ann" } c "" 1 "" { "h" 1/2 "t" .5 } 0 t "" 1 "win" { 1 } t "" 2 "lose" { -1 }')
    >>> [node.outcome for node in game.nodes], game.sets[0, 1].probabilities
    ([0, 1, 2], (Fraction(1, 2), Fraction(1, 2)))
    """
    return _Parser(text).file()


def quoted(name: str, what: str) -> str:
    """Text in the quotes of the format.

    Raises
    ------
    InvalidValue
        For a backslash, which programs that read the format do not agree on.
    """
    if "\\" in name:
        raise InvalidValue(f"{what} = {name!r} has a backslash, which .efg files cannot hold; rename it")
    escaped = name.replace('"', '\\"')
    return f'"{escaped}"'


@dataclass(frozen=True)
class _Token:
    kind: str
    text: str
    line: int


def _tokens(text: str) -> Iterator[_Token]:
    position, line = 0, 1
    while position < len(text):
        match = _TOKEN.match(text, position)
        if match is None:  # only a quotation mark without its partner fits nothing
            raise _error(line, "a quotation mark that nothing closes", "text stands between two quotation marks")
        found = match.group()
        if match.lastgroup != "space":
            yield _Token(match.lastgroup or "", found, line)
        line += found.count("\n")
        position = match.end()
    yield _Token("end", "", line)


def _error(line: int, found: str, rule: str) -> InvalidValue:
    return InvalidValue(f"text of the game, line {line}: found {found}; {rule}")


class _Parser:
    """Reads tokens one after another; `token` is the next one."""

    def __init__(self, text: str) -> None:
        self.tokens = _tokens(text)
        self.token = next(self.tokens)

    def file(self) -> EfgFile:
        rule = "a file starts with EFG 2 R"
        head = [self.take(kind, rule).text for kind in ("word", "number", "word")]
        if head[:2] != ["EFG", "2"] or head[2] not in ("R", "D"):
            raise _error(1, " ".join(head), rule)
        game = EfgFile(self.text("title of the game"), tuple(self.listed(lambda: self.text("name of a player"))))
        if not game.players:
            raise self.error("the list of players before it is empty; a game has a player or more")
        if self.token.kind == "text":
            game.comment = self.text("comment")
        self.nodes(game)
        if self.token.kind != "end":
            raise self.error("the last action has its node already, the file should end here")
        return game

    def nodes(self, game: EfgFile) -> None:
        open_places: list[int | None] = [None]  # whose next action the next node follows; the root follows none
        while open_places:
            if self.token.kind == "end":
                raise self.error(f"nodes are missing, {len(open_places)} or more: the file seems to be cut short")
            node = self.node(game, open_places.pop())
            open_places += [len(game.nodes)] * (len(node.set.actions) if node.set else 0)
            game.nodes.append(node)

    def node(self, game: EfgFile, parent: int | None) -> EfgNode:
        line, kind = self.token.line, self.take("word", "kind of a node: c, p or t").text
        if kind not in ("c", "p", "t"):
            raise _error(line, kind, "a node is of kind c, p or t")
        label = self.text("label of the node")
        found = None if kind == "t" else self.set(game, CHANCE if kind == "c" else self.player(game))
        return EfgNode(line, label, found, self.outcome(game), parent)

    def player(self, game: EfgFile) -> int:
        line, number = self.token.line, self.whole("number of the player")
        if not 1 <= number <= len(game.players):
            raise _error(line, f"player {number}", f"the file has {len(game.players)} players, numbered from 1")
        return number

    def set(self, game: EfgFile, player: int) -> EfgSet:
        line, number = self.token.line, self.whole("number of the information set")
        known = game.sets.get((player, number))
        if self.token.kind != "text":
            if known is None:
                raise self.error(f"information set {number} is new: its name and actions have to come here")
            return known
        name = self.text("name of the information set")
        if known is not None and self.token.text != "{":
            return known
        found = EfgSet(player, number, name, *self.actions(player == CHANCE))
        if known is not None and found != known:
            raise _error(line, f"information set {number} with other contents than before", "a set has one description")
        game.sets[player, number] = found
        return found

    def actions(self, chance: bool) -> tuple[tuple[str, ...], tuple[Fraction, ...]]:
        line, weights = self.token.line, list[Fraction]()
        names = [*self.listed(lambda: self.action(weights if chance else None))]
        if not names:
            raise _error(line, "no action", "a node that is not terminal has an action or more")
        if chance and (min(weights) < 0 or sum(weights) != 1):
            listed = ", ".join(map(str, weights))
            raise _error(line, f"probabilities {listed} with sum {sum(weights)}", "they are at least 0 and sum to 1")
        return tuple(names), tuple(weights)

    def action(self, weights: list[Fraction] | None) -> str:
        name = self.text("name of an action")
        if weights is not None:
            weights.append(self.number("probability"))
        return name

    def outcome(self, game: EfgFile) -> int:
        line, number = self.token.line, self.whole("number of the outcome")
        known = game.outcomes.get(number)
        if self.token.kind != "text":
            if known is None and number != 0:
                raise _error(line, f"outcome {number}", "it is new: its name and payoffs have to follow")
            return number
        name = self.text("name of the outcome")
        payoffs = tuple(self.listed(lambda: self.number("payoff")))
        if number == 0:
            raise _error(line, "outcome 0 with payoffs", "0 means that there is no outcome; number it from 1")
        if len(payoffs) != len(game.players):
            raise _error(line, f"{len(payoffs)} payoffs", f"there is one for each of {len(game.players)} players")
        if known not in (None, (name, payoffs)):
            raise _error(line, f"outcome {number} with other contents than before", "an outcome has one description")
        game.outcomes[number] = (name, payoffs)
        return number

    # --- tokens ---

    def error(self, rule: str) -> InvalidValue:
        found = "the end of the file" if self.token.kind == "end" else self.token.text
        return _error(self.token.line, found, rule)

    def take(self, kind: str, what: str) -> _Token:
        token = self.token
        if token.kind != kind:
            raise self.error(f"expected here: {what}")
        self.token = next(self.tokens)
        return token

    def mark(self, sign: str) -> bool:
        """Whether the next token is this mark, which is then passed."""
        if self.token.kind == "mark" and self.token.text == sign:
            self.token = next(self.tokens)
            return True
        return False

    def listed(self, entry: Callable[[], T]) -> list[T]:
        """Entries in braces, with or without commas."""
        if not self.mark("{"):
            raise self.error("a list in braces has to come here")
        found: list[T] = []
        while not self.mark("}"):
            found.append(entry())
            self.mark(",")
        return found

    def text(self, what: str) -> str:
        return self.take("text", what).text[1:-1].replace('\\"', '"')

    def whole(self, what: str) -> int:
        token = self.take("number", what)
        if not token.text.isdecimal():
            raise _error(token.line, token.text, f"the {what} is a whole number, at least 0")
        return int(token.text)

    def number(self, what: str) -> Fraction:
        token = self.take("number", what)
        try:
            return Fraction(token.text)
        except (ValueError, ZeroDivisionError):
            raise _error(token.line, token.text, f"the {what} is a finite number of at most 4300 digits") from None
