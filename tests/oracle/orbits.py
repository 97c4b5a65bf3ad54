"""Orbit sums of integrands: cell by cell, and by evaluation."""

from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction
from typing import Any

from .cells import Arrangement, Cell, enumerate_cells
from .claims import Functional, Model, OracleRefusal
from .groups import Element, act, closure, pull_back
from .vectors import Vector, combine, dot, minus


class OrbitSums:
    """Orbit sums of integrands, and truth on the orbit, as functions of the cell."""

    def __init__(self, model: Model, symmetric: bool, max_cells: int) -> None:
        self.model = model
        self.max_cells = max_cells
        self.group = closure(model)
        self.space = Arrangement(model.size)
        if symmetric:
            self._fundamental_domain()
        self._pull([*model.tie_forms()], allow="+-")
        self.support_masks = self._pull(f for k in model.supports for f in model.event_forms(k))
        self.early = (1 << len(self.space.forms)) - 1
        self.functionals = [model.thesis, *model.moments]
        self.masks = [self._pull(model.functional_forms([functional])) for functional in self.functionals]
        self.last = (0,) * (model.size - 1) + (1,)
        self.memory: dict[tuple[int, int, int, int], Any] = {}

    def _fundamental_domain(self) -> None:
        """Keep, of each orbit, goals at which a fixed generic form is largest: every orbit has one."""
        weights = [1, 3, 7, 13, 29, 61, 127, 257, 521, 1031]
        count = len(self.model.outcomes)
        if count > len(weights):
            raise OracleRefusal(f"{count} outcomes: cells are listed for at most {len(weights)}")
        generic = tuple(Fraction(weights[k] if k < count else 0) for k in range(self.model.size))
        for element in self.group:
            self.space.add(minus(generic, pull_back(generic, element)), allow="+0")

    def _pull(self, forms: Iterable[Vector], allow: str = "+0-") -> list[int]:
        """Add the forms at every element; return the mask of each element."""
        base = list(dict.fromkeys(forms))
        masks: list[int] = []
        for element in self.group:
            mask = 0
            for form in base:
                mask |= self.space.add(pull_back(form, element), allow)
            masks.append(mask)
        return masks

    def _remember(self, kind: int, cell: Cell, number: int, mask: int, make: Callable[[Vector], Any]) -> Any:
        key = (kind, number, cell.pos & mask, cell.neg & mask)
        if key not in self.memory:
            self.memory[key] = make(act(self.group[number], cell.witness()))
        return self.memory[key]

    def supported(self, cell: Cell) -> bool:
        """Return whether the supports are true at every orbit point of the cell."""

        def true_at(point: Vector) -> bool:
            return all(self.model.truth(k, point) for k in self.model.supports)

        return all(self._remember(-1, cell, number, mask, true_at) for number, mask in enumerate(self.support_masks))

    def total(self, kind: int, cell: Cell) -> Vector:
        """Return the affine form that integrand `kind`, summed over the orbit, equals on the cell."""
        return combine(((1, self._local(kind, cell, number)) for number in range(len(self.group))), self.model.size)

    def _local(self, kind: int, cell: Cell, number: int) -> Vector:
        def make(point: Vector) -> Vector:
            return pull_back(self.model.piece(self.functionals[kind], point), self.group[number])

        return self._remember(kind, cell, number, self.masks[kind][number], make)

    def cells(self) -> Iterator[Cell]:
        """Yield the supported, tie-free cells."""
        return enumerate_cells(self.space, self.early, self.supported, self.max_cells)


def orbit_sum(model: Model, group: tuple[Element, ...], functional: Functional, goal: Vector) -> Fraction:
    """Return the sum of the integrand over the orbit of a goal (last entry 1), by evaluation."""
    points = [act(element, goal) for element in group]
    return Fraction(sum(dot(model.piece(functional, point), point) for point in points))


def in_class(model: Model, group: tuple[Element, ...], goal: Vector) -> bool:
    """Return whether the orbit of the goal is supported and tie-free."""
    points = [act(element, goal) for element in group]
    supported = all(model.truth(k, point) for k in model.supports for point in points)
    return supported and all(dot(form, point) != 0 for form in model.tie_forms() for point in points)


def related(value: Fraction, relation: str) -> bool:
    """Return whether a value has the relation to zero."""
    return {">=": value >= 0, ">": value > 0, "=": value == 0}[relation]
