"""`sweep`: one quantity at many laws or parameters, exact where that is possible, else estimated."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from html import escape
from importlib import import_module
from inspect import signature
from itertools import product
from typing import TYPE_CHECKING, Any, cast

from decision.errors import InvalidType, InvalidValue
from decision.goals.laws import Law
from decision.language.quantities import Quantity
from decision.measured import Enclosure, Exact
from decision.numeric.estimates import Estimate
from decision.validation import check_listed, check_nonempty, check_type
from decision.verbs.estimate import estimate
from decision.verbs.measure import measure

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["Answer", "Row", "Sweep", "sweep"]

Answer = Exact | Enclosure | Estimate


@dataclass(frozen=True)
class Row:
    """One point of a sweep: the value of each parameter, and the answer there."""

    label: tuple[Any, ...]
    answer: Answer

    @property
    def interval(self) -> tuple[float, float]:
        """Where the value lies: for certain, or with the estimate's confidence."""
        if isinstance(self.answer, Exact):
            return float(self.answer), float(self.answer)
        return float(self.answer.lower), float(self.answer.upper)


@dataclass(frozen=True, repr=False)
class Sweep:
    """A table of answers; made by `sweep`.

    Attributes
    ----------
    parameters : tuple of str
    rows : tuple of Row
    """

    parameters: tuple[str, ...]
    rows: tuple[Row, ...]

    def plot(self, **options: Any) -> "Figure":
        """A curve over one parameter, a heat map over two; see `decision.plotting.sweeps.plot_sweep`."""
        return import_module("decision.plotting.sweeps").plot_sweep(self, **options)

    def cells(self) -> list[list[str]]:
        """The table as text, its head first."""
        return [[*self.parameters, "value"], *([*map(str, r.label), repr(r.answer)] for r in self.rows)]

    def __repr__(self) -> str:
        cells = self.cells()
        widths = [max(len(row[k]) for row in cells) for k in range(len(cells[0]))]
        return "\n".join("  ".join(c.ljust(w) for c, w in zip(row, widths, strict=True)).rstrip() for row in cells)

    def _repr_html_(self) -> str:
        head, *body = self.cells()
        rows = ["".join(f"<td>{escape(c)}</td>" for c in row) for row in body]
        return (
            f"<table><tr>{''.join(f'<th>{escape(c)}</th>' for c in head)}</tr>"
            f"{''.join(f'<tr>{row}</tr>' for row in rows)}</table>"
        )


def sweep(
    quantity: Any,
    *,
    laws: Sequence[Law] | Mapping[str, Law] | None = None,
    goals: Any = None,
    over: Mapping[str, Sequence[Any]] | None = None,
    exact: bool = True,
    **options: Any,
) -> Sweep:
    """Evaluate a quantity at several laws, or over a grid of parameters.

    Every point is measured exactly where a route applies, and estimated otherwise. Estimates share their seed, so that
    neighbouring points differ by less than their intervals suggest.

    Parameters
    ----------
    quantity : Quantity or callable
        A function gets the parameters it names and returns a quantity, or an answer, such as `average_power` of a large
        process.
    laws : list of Law, or mapping of str to Law; optional
        Several laws are a parameter called ``law``.
    goals : Law or callable, optional
        Instead of `laws`, one law, or a function that gets the parameters it names and returns a law. Neither is needed
        if `quantity` returns answers.
    over : mapping of str to sequence, optional
        Values of each parameter, such as a discount, a correlation or a tail index.
    exact : bool, optional
        Whether to try `measure` first.
    **options
        Passed on to `estimate`.

    Returns
    -------
    Sweep
        Prints as a table; ``.plot()`` draws it.

    Raises
    ------
    InvalidType
        If a function returns something else, or names a parameter that is not swept over.
    InvalidValue
        If nothing varies, or both `laws` and `goals` are given.

    Examples
    --------
    >>> from decision import Choice, Pr, Stable, Uniform, iid, sweep
    >>> menu = Choice({"sure": {"a": 1}, "coin": {"b": "1/2", "c": "1/2"}, "coin2": {"d": "1/2", "e": "1/2"}})
    >>> sweep(Pr(menu.best("sure")), goals=lambda alpha: iid(Stable(alpha)), over={"alpha": [1]}).rows[0].label
    (1,)
    >>> sweep(Pr(menu.best("sure")), laws=[iid(Uniform(0, 1)), iid(Uniform(-1, 5))]).rows[1].answer.value
    Fraction(23, 60)
    """
    axes = {name: check_listed(values, f"over[{name!r}]", "['1/10', '1/2']") for name, values in (over or {}).items()}
    if laws is not None:
        if goals is not None:
            raise InvalidValue(f"goals = {goals!r} is given beside laws; give several laws, or one, or a function")
        named = _labelled(laws)
        axes, goals = {"law": list(named), **axes}, _Named(named)
    for name, values in axes.items():
        check_nonempty(values, f"over[{name!r}]")
    if not axes:
        raise InvalidValue("over is not given, and no laws; give laws=[...], or over={'name': [values]}")
    rows = [
        _row(dict(zip(axes, point, strict=True)), quantity, goals, exact, options) for point in product(*axes.values())
    ]
    return Sweep(tuple(axes), tuple(rows))


@dataclass(frozen=True)
class _Named:
    """Laws as a function of the parameter ``law``."""

    laws: Mapping[str, Any]

    def __call__(self, law: str) -> Any:
        return self.laws[law]


def _labelled(laws: Sequence[Law] | Mapping[str, Law]) -> dict[str, Law]:
    if isinstance(laws, Mapping):
        return {str(label): law for label, law in laws.items()}
    listed = check_listed(laws, "laws", "[iid(Uniform(0, 1)), iid(Normal(0, 1))]")
    names = [repr(law) for law in listed]
    return {
        f"{n} ({k + 1})" if names.count(n) > 1 else n: law for k, (n, law) in enumerate(zip(names, listed, strict=True))
    }


def _row(point: dict[str, Any], quantity: Any, goals: Any, exact: bool, options: dict[str, Any]) -> Row:
    label = tuple(point.values())
    found = _at(quantity, point, "quantity")
    if isinstance(found, Exact | Enclosure | Estimate):
        return Row(label, found)
    check_type(found, Quantity, "quantity", "write a quantity such as Pr(event), or a function that returns one")
    law = _at(goals, point, "goals")
    check_type(law, Law, "goals", "write laws such as iid(Uniform(0, 1)), or a function that returns one")
    if exact:
        try:
            return Row(label, measure(found, goals=cast("Law", law)))
        except InvalidValue:  # no exact route; what is wrong in itself, `estimate` refuses too
            pass
    return Row(label, estimate(found, goals=law, **options))


def _at(thing: Any, point: dict[str, Any], name: str) -> Any:
    """The thing itself, or what the function returns at a point."""
    if not callable(thing):
        return thing
    wanted = list(signature(cast("Callable[..., Any]", thing)).parameters)
    unknown = [w for w in wanted if w not in point]
    if unknown:
        raise InvalidType(
            f"{name} is a function of {unknown[0]!r}, which is not swept over; "
            f"name one of {', '.join(map(repr, point))}"
        )
    return thing(**{w: point[w] for w in wanted})


def as_number(value: Any) -> float | None:
    """A parameter as a number to draw; None if it is a name.

    Examples
    --------
    >>> as_number("1/2"), as_number("iid")
    (0.5, None)
    """
    try:
        return float(Fraction(value)) if isinstance(value, str | int | float | Fraction) else float(value)
    except (TypeError, ValueError):
        return None
