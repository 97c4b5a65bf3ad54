"""Case trees: a finite cover of the space of goals by regions, each settled by premises that define it.

A split covers everything because its relations together cover `>`, `=` and `<`; a `largest` because one of finitely
many numbers is at least all others. So almost every goal reaches a leaf whose premises hold for it, and the leaf
shows one of: its premises (or a support that cannot hold) contradict each other; the integrand of an earlier level is
positive here; or the integrand of this level is bounded below by 0. The walk is a worklist in the order of the
document, no recursion.

Weights may differ from region to region (`reweighed`), if the forms that bound the region are unchanged by every
element the weights name: then `E[1_B h(g u)] = E[1_B h(u)]` for the region `B`, and with equal total weights the
regions add up to what one set of weights gives.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from decision.checker.claims import Claim, Compare, Junction, Support
from decision.checker.formats import Fields, Place, choice, fields, index, items, mapping
from decision.checker.forms import Affine, Form, difference, scaled
from decision.checker.groups import Frame
from decision.checker.integrands import Bounds
from decision.checker.logic import closure, evaluate
from decision.checker.proofs import MAX_DEPTH, Goal, Premise, check_empty, prove
from decision.checker.reading import read_form

MAX_NODES = 1_000_000
MAX_WALK = 1_000_000
COVERS = {">": {">"}, ">=": {">", "="}, "=": {"="}, "<=": {"<", "="}, "<": {"<"}}


@dataclass(frozen=True)
class Branch:
    """A subtree that is still to be walked: keep the first `kept` premises, then add some."""

    tree: object
    at: Place
    depth: int
    kept: int
    added: Iterable[Premise]
    bounds: Bounds
    path: tuple[Affine, ...] | None = ()  # forms split by so far; None below a change of weights


@dataclass
class Walk:
    """What the walk of one level's tree needs.

    The integrands so far (the last is its own), how strict to be, and how to read other weights for a region that some
    forms bound.
    """

    frame: Frame
    integrands: Sequence[Bounds]
    strict: bool
    premises: list[Premise]
    reweighed: Callable[[object, Sequence[Affine], Place], Bounds]
    nodes: int = field(default=0)

    def tree(self, tree: object, at: Place) -> None:
        """Check a whole tree."""
        todo = [Branch(tree, at, 0, len(self.premises), (), self.integrands[-1])]
        while todo:
            branch = todo.pop()
            del self.premises[branch.kept :]
            self.premises.extend(branch.added)
            self.nodes += 1
            if branch.depth > MAX_DEPTH or self.nodes > MAX_NODES:
                branch.at.reject("the tree is deeper or larger than the limits")
            todo.extend(reversed(self.node(branch)))

    def node(self, branch: Branch) -> list[Branch]:
        """Check one node, and return its subtrees."""
        body, at = mapping(branch.tree, branch.at), branch.at
        if "split" in body:
            return self.split(fields(body, at, ("split", "cases")), branch)
        if "largest" in body:
            return self.largest(fields(body, at, ("largest", "cases")), branch)
        if "weights" in body:
            return [self.other_weights(fields(body, at, ("weights", "tree")), branch)]
        if "empty" in body:
            check_empty(self.frame, self.premises, fields(body, at, ("empty",), ("tie_free",)), at)
        elif "unsupported" in body:
            self.unsupported(fields(body, at, ("unsupported", "facts")), at)
        else:
            self.leaf(fields(body, at, ("facts", "bound"), ("excluded",)), branch)
        return []

    # --- inner nodes ---

    def split(self, body: Fields, parent: Branch) -> list[Branch]:
        """Check that the cases of a split cover everything."""
        form = self.form(body["split"], parent.at["split"])
        at = parent.at["cases"]
        branches: list[Branch] = []
        covered: set[str] = set()
        for n, case in enumerate(items(body["cases"], at)):
            relation, tree = items(case, at[n], 2)
            relation = choice(relation, at[n][0], COVERS)
            covered |= COVERS[relation]
            branches.append(self.branch(parent, tree, at[n][1], [premise(form, relation)], [form]))
        if len(covered) < 3:
            at.reject("the cases do not cover >, = and <")
        return branches

    def largest(self, body: Fields, parent: Branch) -> list[Branch]:
        """Check that there is one case for each form that may be largest."""
        at = parent.at["largest"]
        forms = [self.form(form, at[n]) for n, form in enumerate(items(body["largest"], at))]
        if not forms:
            at.reject("the list is empty")
        at = parent.at["cases"]
        cases = enumerate(items(body["cases"], at, len(forms)))
        return [self.branch(parent, tree, at[n], _dominates(forms, n), forms) for n, tree in cases]

    def other_weights(self, body: Fields, parent: Branch) -> Branch:
        """Replace the weights of the level in this region."""
        at = parent.at
        if parent.path is None:
            at["weights"].reject("the weights were replaced already on the way here")
        bounds = self.reweighed(body["weights"], parent.path, at["weights"])
        return Branch(body["tree"], at["tree"], parent.depth + 1, len(self.premises), (), bounds, None)

    def branch(
        self, parent: Branch, tree: object, at: Place, added: Iterable[Premise], forms: Sequence[Affine]
    ) -> Branch:
        """Return a subtree one level down."""
        path = None if parent.path is None else (*parent.path, *forms)
        return Branch(tree, at, parent.depth + 1, len(self.premises), added, parent.bounds, path)

    def form(self, value: object, at: Place) -> Affine:
        """Read a form over the coordinates of the claim."""
        claim = self.frame.claim
        return read_form(value, at, frozenset(claim.outcomes + claim.constants))

    # --- leaves ---

    def leaf(self, body: Fields, branch: Branch) -> None:
        """Check that the integrand (or, at an excluded leaf, an earlier one) is bounded below."""
        at = branch.at
        facts = self.facts(body["facts"], at["facts"])
        integrand, strict = branch.bounds, self.strict
        if "excluded" in body:
            earlier = index(body["excluded"], at["excluded"], len(self.integrands) - 1)
            integrand, strict = self.integrands[earlier], True
        form = integrand.lower(facts, at["facts"])
        prove(self.frame, self.premises, Goal(form, strict, body["bound"], at["bound"]))

    def unsupported(self, body: Fields, at: Place) -> None:
        """Check that the facts make a support event false."""
        claim = self.frame.claim
        a, e = items(body["unsupported"], at["unsupported"], 2)
        event = support(claim, a, at["unsupported"][0])
        element = self.frame.element_index(e, at["unsupported"][1])
        facts = self.facts(body["facts"], at["facts"])
        if evaluate(closure(claim, [event]), lambda k, _: facts.get((k, element)))[event] is not False:
            at.reject("the facts do not make the support event false")

    def facts(self, value: object, at: Place) -> Mapping[tuple[int, int], bool]:
        """Check the facts of a leaf, each by its own proof."""
        result: dict[tuple[int, int], bool] = {}
        for n, fact in enumerate(items(value, at)):
            k, e, truth, proof = items(fact, at[n], 4)
            key = index(k, at[n][0], len(self.frame.claim.events)), self.frame.element_index(e, at[n][1])
            event = self.frame.claim.events[key[0]]
            if not isinstance(event, Compare):
                at[n][0].reject("only a comparison can be a fact")
            if not isinstance(truth, bool):
                at[n][2].reject("true or false is expected")
            if key in result:
                at[n].reject("the same fact is given twice")
            result[key] = truth
            form = self.frame.margin(event.left, event.right, key[1])
            goal = form if truth else scaled(form, -1)
            prove(self.frame, self.premises, Goal(goal, event.strict == truth, proof, at[n][3]))
        return result


def premise(form: Affine, relation: str) -> Premise:
    """Store `form RELATION 0` as a premise that is `>=`, `>` or `=`."""
    if relation.startswith("<"):
        return Premise({**scaled(form, -1)}, relation.replace("<", ">"))
    return Premise({**form}, relation)


def _dominates(forms: Sequence[Affine], n: int) -> Iterator[Premise]:
    return (Premise({**difference(forms[n], form)}, ">=") for j, form in enumerate(forms) if j != n)


# --- premises from supports -------------------------------------------------------------------------------------------


def support(claim: Claim, value: object, at: Place) -> int:
    """Read the index of a support assumption, and return its event."""
    assumption = claim.assumptions[index(value, at, len(claim.assumptions))]
    return assumption.event if isinstance(assumption, Support) else at.reject("this assumption is no support")


def support_premises(frame: Frame, value: object, at: Place) -> list[Premise]:
    """Read `[[a, e], ...]`: the linear conjuncts of supports at elements."""
    result: list[Premise] = []
    budget = MAX_WALK
    for n, pair in enumerate(items(value, at)):
        a, e = items(pair, at[n], 2)
        todo = [support(frame.claim, a, at[n][0])]
        element = frame.element_index(e, at[n][1])
        while todo:
            if (budget := budget - 1) < 0:
                at[n].reject("the supports have too many conjuncts")
            event = frame.claim.events[todo.pop()]
            if isinstance(event, Junction):
                todo.extend(reversed(event.args) if event.word == "all" else ())
            elif (form := _linear_margin(frame, event, element)) is not None:
                result.append(Premise(form, ">" if event.strict else ">="))
    return result


def _linear_margin(frame: Frame, event: Compare, e: int) -> Form | None:
    if frame.claim.linear(event.left) is None or frame.claim.linear(event.right) is None:
        return None
    return frame.margin(event.left, event.right, e)
