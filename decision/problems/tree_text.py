"""Trees as text."""

from collections.abc import Iterator, Mapping

from decision.problems.tree import Chance, Decision, Node, Outcome

__all__ = ["branch_text", "drawing", "node_text"]

LINES_LIMIT = 400


def drawing(root: Node, chosen: Mapping[str, tuple[str, ...]] | None = None) -> str:
    """The tree, a branch a line; a part that hangs in several places is drawn once.

    Parameters
    ----------
    root : node
    chosen : mapping of str to tuple of str, optional
        Options to mark with ``*`` at each information set.

    Examples
    --------
    >>> later = Decision("later", {"x": Outcome("x"), "y": Outcome("y")}, chooser="changed")
    >>> print(drawing(Decision("now", {"stop": Outcome("stop"), "go": later}), {"now": ("stop",)}))
    [now]
    ├─ stop *: stop
    └─ go: [later] by changed
       ├─ x: x
       └─ y: y
    """
    lines = [node_text(root)]
    seen = {root.name}
    stack = [(iter(_branches(root, chosen or {})), "")]
    while stack and len(lines) < LINES_LIMIT:
        branches, indent = stack[-1]
        found = next(branches, None)
        if found is None:
            stack.pop()
            continue
        label, child, last = found
        again = not isinstance(child, Outcome) and child.name in seen
        lines.append(f"{indent}{'└─' if last else '├─'} {label}: {node_text(child)}{' (as above)' if again else ''}")
        if not again:
            seen |= set() if isinstance(child, Outcome) else {child.name}
            stack.append((iter(_branches(child, chosen or {})), indent + ("   " if last else "│  ")))
    return "\n".join([*lines, "..."] if stack else lines)


def node_text(node: Node) -> str:
    """One node: `[decision]`, `(chance)` or the outcome, with what else is said of it."""
    if isinstance(node, Outcome):
        return (
            f"{node.name} - {node.cost}" if node.cost > 0 else f"{node.name} + {-node.cost}" if node.cost else node.name
        )
    if isinstance(node, Chance):
        return f"({node.name})"
    said = [f"by {node.chooser}"] if node.chooser != "now" else []
    said += [f"knowing only {node.information}"] if node.information else []
    said += [f"ties {node.ties}"] if node.ties != "best" else []
    said += ["not foreseen"] if node.policy is not None else []
    return f"[{node.name}]" + (f" {', '.join(said)}" if said else "")


def branch_text(node: Node, branch: str) -> str:
    """The name of a branch, with its probability in parentheses where it has one."""
    weights = {b: p for b, p, _ in node.branches} if isinstance(node, Chance) else {}
    if isinstance(node, Decision) and node.policy is not None:
        weights = {o: dict(node.policy).get(o, 0) for o in node.options}
    return f"{branch} ({weights[branch]})" if branch in weights else branch


def _branches(node: Node, chosen: Mapping[str, tuple[str, ...]]) -> Iterator[tuple[str, Node, bool]]:
    if isinstance(node, Outcome):
        return
    marked = chosen.get(node.label, ()) if isinstance(node, Decision) else ()
    for k, branch in enumerate(node.branches):
        star = " *" if branch[0] in marked else ""
        yield branch_text(node, branch[0]) + star, branch[-1], k == len(node.branches) - 1
