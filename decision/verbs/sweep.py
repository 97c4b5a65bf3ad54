"""`sweep`: one quantity at many laws or parameters, exact where that is possible, else estimated."""

import os
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from inspect import signature
from itertools import product
from typing import Any, cast

from tqdm import tqdm

from decision.errors import InvalidType, InvalidValue
from decision.goals.laws import Law
from decision.language.quantities import Quantity
from decision.measured import Enclosure, Exact
from decision.numeric.chunks import job_of
from decision.numeric.estimates import Estimate
from decision.numeric.runner import in_order, pool_of
from decision.sweeps import Answer, Sweep
from decision.validation import check_distinct, check_listed, check_nonempty, check_type
from decision.verbs.estimate import estimate
from decision.verbs.interrupts import listening
from decision.verbs.measure import measure
from decision.verbs.sweep_checkpoint import Kept, Store, text_of

__all__ = ["sweep"]

Point = dict[str, Any]


def sweep(
    quantity: Any,
    *,
    laws: Sequence[Law] | Mapping[str, Law] | None = None,
    goals: Any = None,
    over: Mapping[str, Sequence[Any]] | None = None,
    exact: bool = True,
    progress: bool = True,
    executor: Any = None,
    checkpoint: str | os.PathLike[str] | None = None,
    **options: Any,
) -> Sweep:
    """Evaluate a quantity at several laws, or over a grid of parameters.

    Every point is measured exactly where a route applies, and estimated otherwise. Estimates share their seed, so that
    neighbouring points see the same goals and differ by less than their intervals suggest.

    Parameters
    ----------
    quantity : Quantity or callable
        A function gets the parameters it names and returns a quantity, or an answer, such as `choice_share` of a large
        process.
    laws : list of Law, or mapping of str to Law; optional
        Several laws are a parameter called ``law``.
    goals : Law or callable, optional
        Instead of `laws`, one law, or a function that gets the parameters it names and returns a law. Neither is needed
        if `quantity` returns answers.
    over : mapping of str to sequence, optional
        Values of each parameter, such as a discount, a transition noise, a correlation or a tail index.
    exact : bool, optional
        Whether to try `measure` first.
    progress : bool, optional
        Show a bar on a terminal.
    executor : concurrent.futures.Executor or dask.distributed.Client, optional
        Who computes the cells, several at a time; the result is the same. By default one after another, each on all
        processors.
    checkpoint : path, optional
        File in which estimates are kept, and from which the sweep resumes if it exists. The grid may have grown
        meanwhile; anything else that changed is refused.
    **options
        `precision`, `samples`, `confidence` or `seed`, for `estimate`. Every interval holds by itself with the
        confidence; for all of `n` cells together at 0.99, ask for ``1 - Fraction(1, 100 * n)``.

    Returns
    -------
    Sweep
        Prints as a table; ``.plot()`` draws it, ``.plot(threshold="1/2")`` as a phase diagram. After Ctrl-C, the cells
        that were complete.

    Raises
    ------
    InvalidType
        If a function returns something else, or names a parameter that is not swept over.
    InvalidValue
        If nothing varies, or both `laws` and `goals` are given; if the checkpoint is of another sweep.

    Examples
    --------
    >>> from decision import Choice, Pr, Stable, Uniform, iid, sweep
    >>> menu = Choice({"sure": {"a": 1}, "coin": {"b": "1/2", "c": "1/2"}, "coin2": {"d": "1/2", "e": "1/2"}})
    >>> sweep(Pr(menu.best("sure")), goals=lambda alpha: iid(Stable(alpha)), over={"alpha": [1]}).rows[0].label
    (1,)
    >>> sweep(Pr(menu.best("sure")), laws=[iid(Uniform(0, 1)), iid(Uniform(-1, 5))]).rows[1].answer.value
    Fraction(23, 60)
    """
    check_type(over or {}, Mapping, "over", "write {'discount': ['1/10', '1/2']}")
    axes = {name: check_listed(values, f"over[{name!r}]", "['1/10', '1/2']") for name, values in (over or {}).items()}
    if laws is not None:
        if goals is not None:
            raise InvalidValue(f"goals = {goals!r} is given beside laws; give several laws, or one, or a function")
        if "law" in axes:
            raise InvalidValue("over has 'law', which laws is called; give the parameter another name")
        named = _labelled(laws)
        axes, goals = {"law": list(named), **axes}, _Named(named)
    for name, values in axes.items():
        check_nonempty(values, f"over[{name!r}]")
    if not axes:
        raise InvalidValue("over is not given, and no laws; give laws=[...], or over={'name': [values]}")
    if checkpoint is not None and "time_limit" in options:
        raise InvalidValue(
            "time_limit is given beside checkpoint, and such estimates do not come out the same; "
            "give samples or precision"
        )
    if executor is not None:
        pool_of(executor).close()  # refuses a wrong one before anything else
    store = Store(checkpoint, tuple(axes))
    points = [dict(zip(axes, values, strict=True)) for values in product(*axes.values())]
    answers = _computed(_Cell(quantity, goals, exact, options), points, store, executor, progress)
    return Sweep(tuple(axes), tuple(map(tuple, axes.values())), tuple(answers))


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


@dataclass(frozen=True)
class _Cell:
    """What is computed at each point, and a key of it if it was a quantity; any worker can do it."""

    quantity: Any
    goals: Any
    exact: bool
    options: dict[str, Any]

    def __call__(self, point: Point) -> tuple[Answer, str | None]:
        found = _at(self.quantity, point, "quantity")
        if isinstance(found, Exact | Enclosure | Estimate):
            return found, None
        law = self.law(found, point)
        if self.exact:
            try:
                return measure(found, goals=law), None
            except InvalidValue:  # no exact route; what is wrong in itself, `estimate` refuses too
                pass
        return estimate(found, goals=law, progress=False, **self.options), self.key(found, law)

    def law(self, found: Any, point: Point) -> Law:
        """The law of goals at a point."""
        check_type(found, Quantity, "quantity", "write a quantity such as Pr(event), or a function that returns one")
        law = _at(self.goals, point, "goals")
        check_type(law, Law, "goals", "write laws such as iid(Uniform(0, 1)), or a function that returns one")
        return cast("Law", law)

    def key(self, found: Quantity, law: Law) -> str:
        """Says what is estimated."""
        usual = {name: p.default for name, p in signature(estimate).parameters.items()}
        options = sorted((name, str(value)) for name, value in self.options.items() if value != usual.get(name))
        return f"{job_of(found, law, self.options.get('seed', 0)).key} {self.exact} {options}"

    def again(self, point: Point, kept: Kept) -> bool:
        """Whether a cell that was kept would come out the same now."""
        if kept.key is None:
            with listening() as interrupted:
                answer, _ = self(point)
            if interrupted.is_set():
                raise KeyboardInterrupt
            return answer == kept.estimate
        found = _at(self.quantity, point, "quantity")
        return isinstance(found, Quantity) and self.key(found, self.law(found, point)) == kept.key


def _at(thing: Any, point: Point, name: str) -> Any:
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


def _computed(cell: _Cell, points: list[Point], store: Store, executor: Any, progress: bool) -> list[Answer | None]:
    """An answer for each point; after Ctrl-C None for those that were not complete."""
    answers = _kept(cell, points, store)
    todo = [k for k, answer in enumerate(answers) if answer is None]
    tasks = [points[k] for k in todo]
    stream = (cell(task) for task in tasks) if executor is None else in_order(cell, tasks, executor)
    try:
        with listening() as interrupted, _bar(len(points), len(points) - len(todo), progress) as bar, closing(stream):
            for k, (answer, key) in zip(todo, stream, strict=True):
                if interrupted.is_set():  # the answer may be of fewer goals than asked for
                    raise KeyboardInterrupt
                answers[k] = answer
                bar.update()
                if isinstance(answer, Estimate):
                    store.keep(points[k].values(), Kept(answer, key))
    except KeyboardInterrupt:
        if all(answer is None for answer in answers):
            raise
    finally:
        store.save()
    return answers


def _kept(cell: _Cell, points: list[Point], store: Store) -> list[Answer | None]:
    """What the checkpoint has, after a look whether it is of this sweep."""
    if store.path is None:
        return [None for _ in points]
    texts = [text_of(point.values()) for point in points]
    check_distinct(texts, "over")
    store.load()
    tested = False
    for text, point in zip(texts, points, strict=True):
        kept = store.kept.get(text)
        if kept is None or (kept.key is None and tested):
            continue
        tested = tested or kept.key is None
        if not cell.again(point, kept):
            store.refuse(f"at {text} it has {kept.estimate!r}, and something else is computed now")
    return [store.kept[text].estimate if text in store.kept else None for text in texts]


def _bar(total: int, done: int, progress: bool) -> Any:
    """A bar on standard error; none unless that is a terminal."""
    return tqdm(total=total, initial=done, unit=" cells", disable=None if progress else True)
