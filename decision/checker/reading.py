"""Reading a claim: every reference points backwards, so nothing is circular, and to something of the right kind.

The reader knows the claim only; it runs before anything of the certificate is looked at.
"""

import hashlib
import json

from decision.checker.claims import (
    Assumption,
    Claim,
    Compare,
    Functional,
    Generator,
    Invariant,
    Junction,
    Max,
    Moment,
    NoTies,
    OneLaw,
    Pick,
    Structure,
    Support,
    Term,
)
from decision.checker.formats import (
    Place,
    Rational,
    choice,
    distinct,
    fields,
    index,
    items,
    mapping,
    nonzero,
    parse_rational,
    rational,
    string,
)
from decision.checker.forms import CONSTANT, Affine, Pattern, add, affine, constant
from decision.checker.laws import read_law

PLAIN_STRUCTURES = ("independent", "iid", "unimodal", "log_concave", "gaussian", "continuous")
CENTERED_STRUCTURES = ("symmetric", "spherical")
BLOCK_STRUCTURES = ("independent_selves", "correlated")


class _Reader:
    """Reads the parts of a claim; grows the lists that later parts refer to."""

    def __init__(self, outcomes: tuple[str, ...], constants: tuple[str, ...]) -> None:
        self.outcomes = frozenset(outcomes)
        self.constants = frozenset(constants)
        self.patterns: list[Pattern] = []
        self.nodes: dict[int, Max | Pick] = {}
        self.events: list[Compare | Junction] = []

    def value_index(self, value: object, at: Place) -> int:
        return index(value, at, len(self.patterns))

    def event_index(self, value: object, at: Place) -> int:
        return index(value, at, len(self.events))

    def value_list(self, value: object, at: Place) -> tuple[int, ...]:
        return tuple(self.value_index(i, at[n]) for n, i in enumerate(items(value, at))) or at.reject(
            "the list is empty"
        )

    def expression(self, value: object, at: Place) -> None:
        body = mapping(value, at)
        if "linear" in body:
            pattern: Pattern = {**read_form(value, at, self.outcomes | self.constants)}
        elif "sum" in body:
            pattern = self.weighted_sum(value, at)
        else:
            node = len(self.patterns)
            self.nodes[node] = self.max(value, at) if "max" in body else self.pick(value, at)
            pattern = {node: 1}
        self.patterns.append(pattern)

    def weighted_sum(self, value: object, at: Place) -> Pattern:
        body = fields(value, at, ("sum", "constant"))
        result: Pattern = {**constant(rational(body["constant"], at["constant"]))}
        seen: list[int] = []
        for n, pair in enumerate(items(body["sum"], at["sum"])):
            q, i = items(pair, at["sum"][n], 2)
            seen.append(self.value_index(i, at["sum"][n][1]))
            add(result, self.patterns[seen[-1]], nonzero(q, at["sum"][n][0]))
        distinct(seen, at["sum"])
        return result

    def max(self, value: object, at: Place) -> Max:
        args = self.value_list(fields(value, at, ("max",))["max"], at["max"])
        distinct(args, at["max"])
        return Max(args)

    def pick(self, value: object, at: Place) -> Pick:
        inner = at["pick"]
        body = fields(fields(value, at, ("pick",))["pick"], inner, ("by", "pay", "ties"))
        by, pay = self.value_list(body["by"], inner["by"]), self.value_list(body["pay"], inner["pay"])
        if len(by) != len(pay):
            inner.reject("`by` and `pay` have different lengths")
        return Pick(by, pay, choice(body["ties"], inner["ties"], ("best", "worst", "uniform")))

    def event(self, value: object, at: Place) -> None:
        body = mapping(value, at)
        word = choice(next(iter(body), None), at, ("ge", "gt", "all", "any", "not"))
        inner = fields(value, at, (word,))[word]
        if word in ("ge", "gt"):
            left, right = (self.value_index(i, at[word][n]) for n, i in enumerate(items(inner, at[word], 2)))
            self.events.append(Compare(left, right, word == "gt"))
        else:
            listed = [inner] if word == "not" else items(inner, at[word])
            self.events.append(Junction(word, tuple(self.event_index(k, at[word]) for k in listed)))

    def term(self, value: object, at: Place) -> Term:
        body = mapping(value, at)
        if "pr" in body:
            return Term(None, self.event_index(fields(value, at, ("pr",))["pr"], at["pr"]))
        body = fields(value, at, ("e",), ("on",))
        event = self.event_index(body["on"], at["on"]) if "on" in body else None
        return Term(self.value_index(body["e"], at["e"]), event)

    def functional(self, value: object, at: Place, relations: tuple[str, ...]) -> Functional:
        body = fields(value, at, ("terms", "constant", "relation"))
        terms: list[tuple[Rational, Term]] = []
        for n, pair in enumerate(items(body["terms"], at["terms"])):
            q, term = items(pair, at["terms"][n], 2)
            terms.append((nonzero(q, at["terms"][n][0]), self.term(term, at["terms"][n][1])))
        relation = choice(body["relation"], at["relation"], relations)
        return Functional(tuple(terms), rational(body["constant"], at["constant"]), relation)

    def center(self, value: object, at: Place) -> Affine:
        name = string(value, at)
        return {name: 1} if name in self.constants else constant(rational(name, at))

    def generator(self, value: object, at: Place) -> Generator:
        images: dict[str, tuple[int, str, Affine]] = {}
        for target, image in mapping(value, at).items():
            here = at[target]
            parts = items(image, here)
            sign = choice(parts[0] if parts else None, here, ("+", "-"))
            source = items(image, here, 2 if sign == "+" else 3)[1]
            if not isinstance(source, str) or not {target, source} <= self.outcomes:
                here.reject("only outcomes can be moved")
            images[target] = (1, source, {}) if sign == "+" else (-1, source, self.center(parts[2], here[2]))
        if images.keys() != {source for _, source, _ in images.values()}:
            at.reject("the sources are not a permutation of the targets")
        return Generator(images)

    def pair(self, value: object, at: Place) -> tuple[int, int]:
        i, j = (self.value_index(v, at[n]) for n, v in enumerate(items(value, at, 2)))
        if affine(self.patterns[i]) is None or affine(self.patterns[j]) is None:
            at.reject("a value in a pair without ties is not linear")
        return i, j

    def structure(self, value: object, at: Place) -> Structure:
        known = PLAIN_STRUCTURES + CENTERED_STRUCTURES + BLOCK_STRUCTURES
        name = choice(mapping(value, at)["structure"], at["structure"], known)
        if name in BLOCK_STRUCTURES:
            return self.block_structure(name, value, at)
        centered = name in CENTERED_STRUCTURES
        body = fields(value, at, ("structure", "over", "center") if centered else ("structure", "over"))
        over = names(body["over"], at["over"])
        if not over or not self.outcomes.issuperset(over):
            at["over"].reject("a nonempty list of outcomes is expected")
        return Structure(name, over, self.center(body["center"], at["center"]) if centered else None)

    def block_structure(self, name: str, value: object, at: Place) -> Structure:
        more = ("shared", "rho", "centers") if name == "correlated" else ()
        body = fields(value, at, ("structure", "blocks", *more))
        blocks = tuple(names(b, at["blocks"][n]) for n, b in enumerate(items(body["blocks"], at["blocks"])))
        over = tuple(w for block in blocks for w in block)
        distinct(over, at["blocks"])
        if len(blocks) < 2 or not all(blocks) or not self.outcomes.issuperset(over):
            at["blocks"].reject("two nonempty lists of outcomes or more are expected")
        if not more:
            return Structure(name, over, blocks=blocks)
        if len(blocks) > 2:
            at["blocks"].reject("two blocks are expected")
        shared = index(body["shared"], at["shared"], min(map(len, blocks)) + 1)
        rho = rational(body["rho"], at["rho"])
        if not -1 <= rho <= 1:
            at["rho"].reject("a correlation lies between -1 and 1")
        centers = tuple(
            self.center(c, at["centers"][n]) for n, c in enumerate(items(body["centers"], at["centers"], 2))
        )
        pairs = tuple(zip(blocks[0][:shared], blocks[1][:shared], strict=True))
        return Structure(name, over, None, blocks, pairs, rho, centers)

    def assumption(self, value: object, at: Place) -> Assumption:
        body = mapping(value, at)
        if "structure" in body:
            return self.structure(value, at)
        word = choice(next(iter(body), None), at, ("invariant", "support", "no_ties", "moment", "law"))
        inner, here = fields(value, at, (word,))[word], at[word]
        if word == "law":
            return OneLaw(inner)
        if word == "support":
            return Support(self.event_index(inner, here))
        if word == "moment":
            return Moment(self.functional(inner, here, (">=", ">", "=")))
        if word == "invariant":
            return Invariant(tuple(self.generator(g, here[n]) for n, g in enumerate(items(inner, here))))
        return NoTies(tuple(self.pair(p, here[n]) for n, p in enumerate(items(inner, here))))


def names(value: object, at: Place) -> tuple[str, ...]:
    """Read a list of distinct nonempty strings."""
    result = tuple(string(name, at[n]) for n, name in enumerate(items(value, at)))
    distinct(result, at)
    return result


def read_form(value: object, at: Place, coordinates: frozenset[str]) -> Affine:
    """Read an affine form over coordinates."""
    body = fields(value, at, ("linear", "constant"))
    result = constant(rational(body["constant"], at["constant"]))
    for name, q in mapping(body["linear"], at["linear"]).items():
        if name not in coordinates or name == CONSTANT:
            at["linear"][name].reject("this is not a coordinate")
        result[name] = nonzero(q, at["linear"][name])
    return result


def read_generator(claim: Claim, value: object, at: Place) -> Generator:
    """Read a generator over the outcomes and constants of a claim."""
    return _Reader(claim.outcomes, claim.constants).generator(value, at)


def read_claim(value: object, at: Place) -> Claim:
    """Read a claim, checking every reference in it."""
    parts = ("outcomes", "constants", "expressions", "events", "thesis", "assumptions")
    body = fields(value, at, parts)
    outcomes, constants = names(body["outcomes"], at["outcomes"]), names(body["constants"], at["constants"])
    if not outcomes:
        at["outcomes"].reject("there is no outcome")
    distinct(outcomes + constants, at["constants"])
    if any(parse_rational(name) is not None for name in constants):
        at["constants"].reject("a constant may not be named like a rational: centres would be ambiguous")
    reader = _Reader(outcomes, constants)
    for n, expression in enumerate(items(body["expressions"], at["expressions"])):
        reader.expression(expression, at["expressions"][n])
    for n, event in enumerate(items(body["events"], at["events"])):
        reader.event(event, at["events"][n])
    thesis = reader.functional(body["thesis"], at["thesis"], (">=", ">"))
    listed = enumerate(items(body["assumptions"], at["assumptions"]))
    assumptions = tuple(reader.assumption(a, at["assumptions"][n]) for n, a in listed)
    claim = Claim(
        outcomes,
        constants,
        tuple(reader.patterns),
        reader.nodes,
        tuple(reader.events),
        thesis,
        assumptions,
        digest(body),
    )
    for n, assumption in enumerate(assumptions):
        if isinstance(assumption, OneLaw):
            read_law(claim, assumption.written, at["assumptions"][n]["law"])
    return claim


def digest(claim: object) -> str:
    """SHA-256 of the canonical JSON of a claim."""
    text = json.dumps(claim, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(text.encode("ascii")).hexdigest()
