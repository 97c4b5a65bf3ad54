"""Importing costs nothing, and every public name explains itself."""

from __future__ import annotations

import inspect
import subprocess
import sys

import pytest

import decision
from tests.quality.repository import ROOT

HEAVY = ["flint", "hypothesis", "matplotlib", "numba", "numpy", "rich", "scipy", "sympy", "z3"]


def modules_after(statement: str) -> set[str]:
    code = f"{statement}\nimport sys\nprint(*sorted(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True, capture_output=True, text=True)
    return {name.partition(".")[0] for name in done.stdout.split()}


def test_importing_loads_no_solver():
    assert modules_after("import decision").isdisjoint(HEAVY)


def test_star_import_offers_every_public_name():
    namespace: dict[str, object] = {}
    exec("from decision import *", namespace)
    assert set(decision.__all__) <= set(namespace)


def test_public_names_are_listed_once_and_seen_by_dir():
    assert len(set(decision.__all__)) == len(decision.__all__)
    assert set(decision.__all__) <= set(dir(decision))


def test_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="no_such_name"):
        decision.no_such_name  # noqa: B018


@pytest.mark.parametrize("name", decision.__all__)
def test_public_name_has_its_own_docstring(name):
    thing = getattr(decision, name)
    text = inspect.getdoc(thing) or ""
    assert text.strip(), f"decision.{name} has no docstring"
    assert not text.startswith(f"{name}("), f"decision.{name} has only the signature that dataclass writes"
    if inspect.isclass(thing):
        assert thing.__doc__, f"decision.{name} has only the docstring of {thing.__mro__[1].__name__}"
