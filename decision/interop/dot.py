r"""Graphs in the DOT language of Graphviz: the part with nodes, edges and attributes.

``s -> t [label="go", probability="1/2"]``: an edge is a branch of the action named by its `label` (by default the node
it leads to); its probability is 1 by default. Subgraphs and ports are not read.
"""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from decision.errors import InvalidValue
from decision.interop.networkx_graphs import from_edges
from decision.problems.mdp import MDP

__all__ = ["from_graphviz", "to_graphviz"]

TOKEN = re.compile(
    r'\s+|//[^\n]*|\#[^\n]*|/\*.*?\*/|(?P<quoted>"(?:[^"\\]|\\.)*")|(?P<arrow>->)|(?P<word>[\w.]+)|(?P<mark>[\[\]{};,=])',
    re.DOTALL,
)


def from_graphviz(text: str, *, discount: Any, **options: Any) -> MDP:
    """Read a directed graph.

    Examples
    --------
    >>> from_graphviz('digraph { s -> a -> a; s -> b [label=go, probability="1/2"]; s -> s [label=go, probability=0.5];'
    ...               'b -> b }', discount="1/2")
    MDP({'s': {'a': {'a': '1'}, 'go': {'b': '1/2', 's': '1/2'}}, 'a': {'a': {'a': '1'}}, 'b': {'b': {'b': '1'}}},
        discount='1/2')
    """
    reader = _Reader(list(_tokens(text)))
    reader.graph()
    edges = [
        (s, t, {**{k: v for k, v in data.items() if k == "probability"}, "action": data.get("label", t)})
        for s, t, data in reader.edges
    ]
    return from_edges(list(reader.nodes), edges, discount=discount, **options)


def to_graphviz(mdp: MDP) -> str:
    """The MDP in the DOT language.

    Examples
    --------
    >>> print(to_graphviz(MDP({"s": {"go": {"s": "1/2", "a": "1/2"}}, "a": {"a": {"a": 1}}}, discount="1/2")))
    digraph {
      "s"; "a";
      "s" -> "s" [label="go", probability="1/2"];
      "s" -> "a" [label="go", probability="1/2"];
      "a" -> "a" [label="a", probability="1"];
    }
    """
    lines = ["  " + " ".join(f"{_quoted(s)};" for s in mdp.states)]
    for s in (s for s in mdp.states if s not in mdp.terminal):
        for a in mdp.actions(s):
            lines += [
                f"  {_quoted(s)} -> {_quoted(t)} [label={_quoted(a)}, probability={_quoted(str(p))}];"
                for t, p in mdp.row(s, a).items()
            ]
    return "\n".join(["digraph {", *lines, "}"])


def _quoted(name: str) -> str:
    return '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _tokens(text: str) -> Iterator[tuple[str, str]]:
    """Kinds and texts: names (quoted or not), arrows and marks."""
    at = 0
    while at < len(text):
        found = TOKEN.match(text, at)
        if found is None:
            line = text.count("\n", 0, at) + 1
            raise InvalidValue(
                f"text has {text[at : at + 10]!r} in line {line}, which is not part of the DOT read here"
            )
        at = found.end()
        if found.lastgroup == "quoted":
            yield "name", re.sub(r"\\(.)", r"\1", found.group()[1:-1])
        elif found.lastgroup is not None:
            yield "name" if found.lastgroup == "word" else "mark", found.group()


class _Reader:
    """Recursive descent over the tokens."""

    def __init__(self, tokens: list[tuple[str, str]]) -> None:
        self.tokens = tokens
        self.at = 0
        self.nodes: dict[str, None] = {}
        self.edges: list[tuple[str, str, dict[str, str]]] = []

    def graph(self) -> None:
        if self.peek() == ("name", "strict"):
            self.at += 1
        if self.name() != "digraph":
            raise InvalidValue("text is not a directed graph; it has to begin with 'digraph {'")
        if self.peek()[0] == "name":
            self.at += 1
        self.expect("{")
        while not self.skip("}"):
            self.statement()

    def statement(self) -> None:
        if self.skip(";") or self.skip(","):
            return
        names = [self.name()]
        if names[0] in ("graph", "node", "edge"):
            self.attributes()
            return
        if self.skip("="):
            self.name()
            return
        while self.skip("->"):
            names.append(self.name())
        data = self.attributes()
        self.nodes.update(dict.fromkeys(names))
        self.edges += [(s, t, data) for s, t in pairwise(names)]

    def attributes(self) -> dict[str, str]:
        data: dict[str, str] = {}
        while self.skip("["):
            while not self.skip("]"):
                key = self.name()
                self.expect("=")
                data[key] = self.name()
                if not self.skip(","):
                    self.skip(";")
        return data

    def peek(self) -> tuple[str, str]:
        return self.tokens[self.at] if self.at < len(self.tokens) else ("mark", "end of text")

    def skip(self, mark: str) -> bool:
        found = self.peek() == ("mark", mark)
        self.at += found
        return found

    def expect(self, mark: str) -> None:
        if not self.skip(mark):
            raise InvalidValue(f"text has {self.peek()[1]!r} where {mark!r} is expected; correct the DOT")

    def name(self) -> str:
        kind, found = self.peek()
        if kind != "name":
            raise InvalidValue(f"text has {found!r} where a name is expected; correct the DOT (subgraphs are not read)")
        self.at += 1
        return found
