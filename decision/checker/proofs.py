"""Proofs that a value is `>= 0` or `> 0` wherever some premises hold, for almost every goal.

Premises are affine: `P >= 0`, `P > 0` or `P = 0`. The goal `F` is an affine combination of coordinates and nodes. The
node with the largest index is removed first, by a rule that is sound because

- `choose`: `q * max(x) >= q * x_i` for `q > 0`, so a bound for the right side is a bound for the left;
- `each`: `max(x)` is one of the `x_i`, so a bound that holds with each of them in its place holds;
- `argmax`: where positions `T` are proved to be exactly those at which `by` is largest, `pick` is the mean, the
  largest or the smallest of `pay` over `T`, and the last two are treated like a `max` or its mirror image.

Arguments have smaller indices than their node, so this ends, with an affine `F`. Then (Farkas) `F = sum q_p P_p +
slack` with `slack >= 0` and `q_p >= 0` (any sign where `P_p = 0`) shows `F >= 0`. It shows `F > 0` when `slack > 0`
or a strict premise is used. Also when `F`, or a premise that is used, is nonzero almost surely: because it is a
multiple of a tie-free form, or because the outcomes in it (at least one) have a joint density. A premise `P >= 0`
then is `P > 0`, and a region where `P = 0` is negligible. All statements are about almost every goal, and finitely
many of them are combined.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from decision.checker.claims import Max, Pick
from decision.checker.formats import Fields, Place, Rational, choice, fields, index, items, rational
from decision.checker.forms import CONSTANT, Form, Node, add, proportional
from decision.checker.groups import Frame

MAX_DEPTH = 2_000


@dataclass(frozen=True, slots=True)
class Premise:
    """An affine form that is `>= 0`, `> 0` or `= 0`."""

    form: Form
    relation: str


@dataclass(frozen=True, slots=True)
class Goal:
    """A proof that is still to be checked, and what it has to show."""

    form: Form
    strict: bool
    proof: object
    at: Place
    depth: int = 0

    def next(self, form: Form, proof: object, at: Place, strict: bool | None = None) -> "Goal":
        """Return a goal one level deeper, as strict as this one unless said otherwise."""
        return Goal(form, self.strict if strict is None else strict, proof, at, self.depth + 1)


def prove(frame: Frame, premises: Sequence[Premise], goal: Goal) -> None:
    """Check a proof and everything below it; a worklist, no recursion."""
    todo = [goal]
    while todo:
        goal = todo.pop()
        if goal.depth > MAX_DEPTH:
            goal.at.reject(f"the proof is more than {MAX_DEPTH} deep")
        node = max((key for key in goal.form if not isinstance(key, str)), default=None)
        if node is None:
            check_farkas(frame, premises, goal)
        else:
            todo.extend(reversed(resolve(frame, goal, node)))


# --- removing a node --------------------------------------------------------------------------------------------------


def resolve(frame: Frame, goal: Goal, node: Node) -> list[Goal]:
    """Replace the leading node of a goal by the rule that its proof names."""
    i, e = node
    q, expression = goal.form[node], frame.claim.nodes[i]
    if isinstance(expression, Max):
        branches = [_substitute(frame, goal.form, node, [k]) for k in expression.args]
        return _bound(goal, branches, q > 0)
    body = fields(goal.proof, goal.at, ("argmax", "because", "then"))
    listed = _positions(body, expression, goal.at)
    goals = _because(frame, goal, body, expression, listed, e)
    paid = [expression.pay[t] for t in listed]
    after = goal.next(goal.form, body["then"], goal.at["then"])
    if len(paid) == 1 or expression.ties == "uniform":
        return [*goals, goal.next(_substitute(frame, goal.form, node, paid), body["then"], goal.at["then"])]
    branches = [_substitute(frame, goal.form, node, [k]) for k in paid]
    return [*goals, *_bound(after, branches, (q > 0) == (expression.ties == "best"))]


def _substitute(frame: Frame, form: Form, node: Node, values: Sequence[int]) -> Form:
    """Put the mean of some values in the place of a node."""
    result = dict(form)
    q = result.pop(node)
    share = q if len(values) == 1 else q * Fraction(1, len(values))
    for k in values:
        add(result, frame.value(k, node[1]), share)
    return result


def _bound(goal: Goal, branches: Sequence[Form], one_is_enough: bool) -> list[Goal]:
    """Read `choose` where any branch is a lower bound, `each` where all branches are needed."""
    if one_is_enough:
        body = fields(goal.proof, goal.at, ("choose", "then"))
        chosen = index(body["choose"], goal.at["choose"], len(branches))
        return [goal.next(branches[chosen], body["then"], goal.at["then"])]
    at = goal.at["each"]
    proofs = items(fields(goal.proof, goal.at, ("each",))["each"], at, len(branches))
    return [goal.next(branch, proofs[n], at[n]) for n, branch in enumerate(branches)]


def _positions(body: Fields, pick: Pick, at: Place) -> list[int]:
    at = at["argmax"]
    listed = [index(t, at[n], len(pick.by)) for n, t in enumerate(items(body["argmax"], at))]
    if not listed or sorted(set(listed)) != listed:
        at.reject("an increasing nonempty list of positions is expected")
    return listed


def _because(frame: Frame, goal: Goal, body: Fields, pick: Pick, listed: list[int], e: int) -> list[Goal]:
    """List what shows that `listed` are exactly the positions at which `by` is largest."""
    first, others = pick.by[listed[0]], [pick.by[t] for t in listed[1:]]
    rest = [by for t, by in enumerate(pick.by) if t not in set(listed)]
    needed = [(m, False) for by in others for m in (frame.margin(by, first, e), frame.margin(first, by, e))]
    needed += [(frame.margin(first, by, e), True) for by in rest]
    at = goal.at["because"]
    proofs = items(body["because"], at, len(needed))
    return [goal.next(form, proofs[n], at[n], strict) for n, (form, strict) in enumerate(needed)]


# --- affine goals -----------------------------------------------------------------------------------------------------


def read_farkas(value: object, at: Place, premises: Sequence[Premise]) -> list[tuple[Premise, Rational]]:
    """Read multipliers of premises, with signs that keep the sum nonnegative."""
    result: list[tuple[Premise, Rational]] = []
    seen: set[int] = set()
    for n, pair in enumerate(items(value, at)):
        p, q = items(pair, at[n], 2)
        number, factor = index(p, at[n][0], len(premises)), rational(q, at[n][1])
        if number in seen:
            at[n].reject("this premise is used twice")
        if factor < 0 and premises[number].relation != "=":
            at[n].reject("an inequality has a negative multiplier")
        seen.add(number)
        result.append((premises[number], factor))
    return [(premise, q) for premise, q in result if q]


def remainder(form: Form, used: Sequence[tuple[Premise, Rational]], at: Place) -> Rational:
    """Return the number `form - sum q * premise`, refusing a remainder that is no number."""
    rest = dict(form)
    for premise, q in used:
        add(rest, premise.form, -q)
    slack = rest.pop(CONSTANT, 0)
    if rest:
        at.reject("the combination leaves a coordinate uncancelled")
    return slack


def uses_strict(used: Sequence[tuple[Premise, Rational]]) -> bool:
    """Whether a strict premise has a multiplier; it is positive then."""
    return any(premise.relation == ">" for premise, _ in used)


def check_farkas(frame: Frame, premises: Sequence[Premise], goal: Goal) -> None:
    """Check that an affine goal follows from the premises."""
    body = fields(goal.proof, goal.at, ("farkas",), ("tie_free",))
    at = goal.at["farkas"]
    used = read_farkas(body["farkas"], at, premises)
    slack = remainder(goal.form, used, at)
    if slack < 0:
        at.reject("the slack is negative")
    forms = [goal.form, *(premise.form for premise, _ in used)]
    nonzero = "tie_free" in body and check_nonzero(frame, forms, body["tie_free"], goal.at["tie_free"])
    if goal.strict and not (slack > 0 or uses_strict(used) or nonzero):
        at.reject("a strict inequality is needed, and nothing here is strict")


def check_nonzero(frame: Frame, forms: Sequence[Form], value: object, at: Place) -> bool:
    """Check that one of some forms is nonzero almost surely, for the reason given."""
    if isinstance(value, str):
        choice(value, at, ("continuous",))
        blocks = [frozenset(s.over) for s in frame.claim.structures if s.dense]
        occurring = [frozenset(frame.claim.outcomes).intersection(map(str, form)) for form in forms]
        if not any(names and names <= block for names in occurring for block in blocks):
            at.reject("no structure gives the outcomes in a form that is used a joint density")
    elif not any(proportional(frame.tie_free(value, at), form) for form in forms):
        at.reject("the tie-free form is no multiple of a form that is used")
    return True


def check_empty(frame: Frame, premises: Sequence[Premise], body: Fields, at: Place) -> None:
    """Check that the premises contradict each other: `sum q_p P_p` is negative, or zero with a strict premise.

    If the sum is zero, every premise that is used is zero (none is negative), which is negligible if one of them is
    nonzero almost surely.
    """
    used = read_farkas(body["empty"], at["empty"], premises)
    total = -remainder({}, used, at["empty"])
    forms = [premise.form for premise, _ in used]
    nonzero = "tie_free" in body and check_nonzero(frame, forms, body["tie_free"], at["tie_free"])
    if total > 0 or (total == 0 and not (uses_strict(used) or nonzero)):
        at["empty"].reject("the combination is no contradiction")
