"""The directive `public-api`: document the names of `decision.__all__` that live in given modules.

    .. public-api:: decision.problems

writes an overview table and one entry for every public name defined in `decision.problems` or below. Without an
argument it takes the names that no module in `CLAIMED` defines, so the reference is complete whatever `__all__` says.
"""

import inspect

from sphinx.util.docutils import SphinxDirective

import decision

CLAIMED = (
    "decision.problems",
    "decision.language",
    "decision.goals",
    "decision.measured",
    "decision.numeric.estimates",
    "decision.numeric.packed",
    "decision.numeric.packing",
    "decision.numeric.values",
    "decision.verdict",
    "decision.errors",
    "decision.verbs.estimate",
    "decision.verbs.sweep",
)


def home(name):
    """Return the module that defines a public name."""
    thing = getattr(decision, name)
    return getattr(thing, "__module__", None) or type(thing).__module__


def lives_in(name, modules):
    where = home(name)
    return any(where == module or where.startswith(f"{module}.") for module in modules)


def entry(name):
    """Return the autodoc lines of one public name."""
    thing = getattr(decision, name)
    if inspect.isclass(thing):
        return [f".. autoclass:: decision.{name}", "   :members:", ""]
    if callable(thing):
        return [f".. autofunction:: decision.{name}", ""]
    return [f".. autodata:: decision.{name}", "   :no-value:", ""]


class PublicApi(SphinxDirective):
    optional_arguments = 2 * len(CLAIMED)

    def run(self):
        unknown = {m for m in self.arguments if not m.startswith(CLAIMED)}
        if unknown:
            raise self.error(f"add {sorted(unknown)} to CLAIMED in docs/_ext/public_api.py")
        names = sorted(decision.__all__, key=str.lower)
        if self.arguments:
            names = [n for n in names if lives_in(n, self.arguments)]
        else:
            names = [n for n in names if not lives_in(n, CLAIMED)]
        lines = [".. autosummary::", "   :nosignatures:", "", *(f"   ~decision.{n}" for n in names), ""]
        lines += [line for n in names for line in entry(n)]
        return self.parse_text_to_nodes("\n".join(lines), allow_section_headings=False) if names else []


def setup(app):
    app.add_directive("public-api", PublicApi)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
