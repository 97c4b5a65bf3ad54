"""The lines of Python that reproduce a cell."""

import ast

from decision.catalog.problem import Cell
from decision.catalog.processes import options_given, transitions_given

__all__ = ["python_lines"]


def python_lines(cell: Cell) -> str:
    """A program that decides the cell and prints the verdict.

    Only what the cell uses, directly or through other definitions, is defined.

    Examples
    --------
    >>> from decision.catalog.load import entry
    >>> print(python_lines(entry("gallow2024/parity").cells[0]).splitlines()[0])
    from decision import *
    """
    problem = cell.problem
    used = _used(cell)
    lines = ["from decision import *", ""]
    for name, options in problem.menus.items():
        if name in used:
            rows = [f"    {option!r}: {lottery!r}," for option, lottery in options.items()]
            lines += [f"{name} = Choice({{", *rows, "})"]
    for name, fields in problem.mdps.items():
        if name in used:
            rows = [f"    {state!r}: {actions!r}," for state, actions in transitions_given(fields).items()]
            rest = ", ".join(f"{key}={given!r}" for key, given in options_given(fields).items())
            lines += [f"{name} = MDP({{", *rows, f"}}, {rest})"]
    lines += [f"{name} = {text.strip()}" for name, text in problem.texts.items() if name in used]
    given = ", ".join(_flat(text) for text in cell.given)
    extra = f", outcomes={list(cell.outcomes)!r}" if cell.outcomes else ""
    lines += [
        f"thesis = {_flat(cell.thesis_text)}",
        f"verdict = decide(thesis, given=[{given}]{extra})",
        "print(verdict.explain())",
    ]
    return "\n".join(lines)


def _flat(text: str) -> str:
    """An expression on one line."""
    return " ".join(text.split())


def _used(cell: Cell) -> set[str]:
    """Names the cell's texts mention, also through what these stand for."""
    found = {name for text in (cell.thesis_text, *cell.given) for name in _mentioned(text)}
    for name, text in reversed(cell.problem.texts.items()):
        if name in found:
            found |= _mentioned(text)
    return found


def _mentioned(text: str) -> set[str]:
    return {node.id for node in ast.walk(ast.parse(text.strip(), mode="eval")) if isinstance(node, ast.Name)}
