"""Every realisable cell of signs of an arrangement of homogeneous forms, each with the rays of its closure.

A cell is the relative interior of the cone of its rays. Whether a form takes a sign on it can be read off the signs at
the rays, so no linear programme is needed. Signs are bit masks over the forms.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import product

from .claims import OracleRefusal
from .vectors import Form, Vector, dot, primitive

MAX_CELLS = 1_000_000


@dataclass(frozen=True)
class Ray:
    """A ray with the masks of the forms that are positive, negative and zero on it."""

    entries: Form
    pos: int
    neg: int
    zero: int


@dataclass(frozen=True)
class Cell:
    """A cell: the rays of its closure, and the masks of forms positive or negative at some ray."""

    rays: tuple[Ray, ...]
    pos: int
    neg: int

    def witness(self) -> Vector:
        """Return a point of the cell, as a homogeneous vector."""
        return tuple(Fraction(sum(column)) for column in zip(*(ray.entries for ray in self.rays), strict=True))


@dataclass
class Arrangement:
    """Forms up to a nonzero multiple, with the signs that are excluded; form 0 is the last coordinate, positive."""

    size: int
    forms: list[Form] = field(default_factory=list[Form])
    index: dict[Form, int] = field(default_factory=dict[Form, int])
    no_pos: int = 0
    no_neg: int = 0
    no_zero: int = 0
    impossible: bool = False

    def __post_init__(self) -> None:
        self.add(tuple(Fraction(k == self.size - 1) for k in range(self.size)), allow="+")

    def add(self, vector: Vector, allow: str = "+0-") -> int:
        """Add a form whose sign must be among `allow`; return its mask (0 for the zero form)."""
        form = primitive(vector)
        if not any(form):
            self.impossible |= "0" not in allow
            return 0
        if next(entry for entry in form if entry) < 0:
            form = tuple(-entry for entry in form)
            allow = allow.translate(str.maketrans("+-", "-+"))
        if form not in self.index:
            self.index[form] = len(self.forms)
            self.forms.append(form)
        mask = 1 << self.index[form]
        self.no_pos |= 0 if "+" in allow else mask
        self.no_neg |= 0 if "-" in allow else mask
        self.no_zero |= 0 if "0" in allow else mask
        return mask


def _eliminate(forms: list[Form]) -> tuple[list[int], list[int], list[list[Fraction]]]:
    """Return a maximal independent choice of forms, their pivot columns, and the reduced rows."""
    chosen: list[int] = []
    pivots: list[int] = []
    rows: list[list[Fraction]] = []
    for number, form in enumerate(forms):
        row = [Fraction(entry) for entry in form]
        for pivot, other in zip(pivots, rows, strict=True):
            if row[pivot]:
                row = [a - row[pivot] * b for a, b in zip(row, other, strict=True)]
        pivot = next((k for k, entry in enumerate(row) if entry), None)
        if pivot is None:
            continue
        row = [entry / row[pivot] for entry in row]
        rows = [[a - other[pivot] * b for a, b in zip(other, row, strict=True)] for other in rows]
        chosen.append(number)
        pivots.append(pivot)
        rows.append(row)
        if len(rows) == len(form):
            break
    return chosen, pivots, rows


def _dual(forms: list[Form], pivots: list[int]) -> list[Form]:
    """Return points, one for each form, at which that form is positive and all the others vanish."""
    rank, size = len(forms), len(forms[0])
    table = [
        [Fraction(form[p]) for p in pivots] + [Fraction(i == j) for j in range(rank)] for i, form in enumerate(forms)
    ]
    for k in range(rank):
        swap = next(i for i in range(k, rank) if table[i][k])
        table[k], table[swap] = table[swap], table[k]
        table[k] = [entry / table[k][k] for entry in table[k]]
        for i in range(rank):
            if i != k and table[i][k]:
                table[i] = [a - table[i][k] * b for a, b in zip(table[i], table[k], strict=True)]
    points: list[Form] = []
    for j in range(rank):
        point = [Fraction(0)] * size
        for i, pivot in enumerate(pivots):
            point[pivot] = table[i][rank + j]
        points.append(primitive(point))
    return points


def lineality(arrangement: Arrangement) -> list[Form]:
    """Return a basis of the directions along which no form changes."""
    _, pivots, rows = _eliminate(arrangement.forms)
    directions: list[Form] = []
    for free in set(range(arrangement.size)) - set(pivots):
        direction = [Fraction(k == free) for k in range(arrangement.size)]
        for pivot, row in zip(pivots, rows, strict=True):
            direction[pivot] = -row[free]
        directions.append(primitive(direction))
    return directions


class _Builder:
    """Rays by their entries, and the splitting of cells."""

    def __init__(self, arrangement: Arrangement) -> None:
        self.arrangement = arrangement
        self.forms = arrangement.forms
        self.full = (1 << len(self.forms)) - 1
        self.rays: dict[Form, Ray] = {}

    def ray(self, entries: Form) -> Ray:
        known = self.rays.get(entries)
        if known is not None:
            return known
        pos = neg = 0
        for number, form in enumerate(self.forms):
            value = sum(map(int.__mul__, form, entries))
            if value > 0:
                pos |= 1 << number
            elif value < 0:
                neg |= 1 << number
        made = Ray(entries, pos, neg, self.full & ~(pos | neg))
        self.rays[entries] = made
        return made

    def cell(self, rays: tuple[Ray, ...]) -> Cell | None:
        """Return the cell, or None if one of its forms has an excluded sign."""
        pos = neg = 0
        for ray in rays:
            pos |= ray.pos
            neg |= ray.neg
        bounds = self.arrangement
        bad = (pos & ~neg & bounds.no_pos) | (neg & ~pos & bounds.no_neg) | (self.full & ~pos & ~neg & bounds.no_zero)
        return None if bad else Cell(rays, pos, neg)

    def starts(self) -> Iterator[Cell]:
        """Yield the cells of a maximal independent choice of forms."""
        chosen, pivots, _ = _eliminate(self.forms)
        points = _dual([self.forms[k] for k in chosen], pivots)
        for signs in product((1, -1, 0), repeat=len(points)):
            if signs[0] == 1:
                entries = [tuple(s * a for a in point) for s, point in zip(signs, points, strict=True) if s]
                cell = self.cell(tuple(self.ray(entry) for entry in entries))
                if cell is not None:
                    yield cell

    def split(self, cell: Cell, mask: int) -> Iterator[Cell]:
        """Yield the parts of a cell at which the form of the mask is positive, negative, zero."""
        above = tuple(ray for ray in cell.rays if ray.pos & mask)
        below = tuple(ray for ray in cell.rays if ray.neg & mask)
        wall = tuple(ray for ray in cell.rays if ray.zero & mask)
        wall += tuple(self._cross(cell, above, below, mask))
        for rays in (above + wall, below + wall, wall):
            part = self.cell(rays)
            if part is not None:
                yield part

    def _cross(self, cell: Cell, above: tuple[Ray, ...], below: tuple[Ray, ...], mask: int) -> Iterator[Ray]:
        form = self.forms[mask.bit_length() - 1]
        valid = self.full & ~(cell.pos & cell.neg)
        heights = [(low, int(dot(form, low.entries))) for low in below]
        for high in above:
            height = int(dot(form, high.entries))
            for low, depth in heights:
                common = high.zero & low.zero & valid
                if not any(r.zero & common == common for r in cell.rays if r is not high and r is not low):
                    yield self.ray(
                        primitive([height * b - depth * a for a, b in zip(high.entries, low.entries, strict=True)])
                    )


def enumerate_cells(arrangement: Arrangement, early: int, keep: Callable[[Cell], bool], most: int) -> Iterator[Cell]:
    """Yield the cells with no excluded sign at which `keep` is true; the `early` forms fix `keep`."""
    if arrangement.impossible:
        return
    builder = _Builder(arrangement)
    stack = [(cell, False) for cell in builder.starts()]
    count = 0
    while stack:
        cell, kept = stack.pop()
        cut = cell.pos & cell.neg
        decided = not cut or not (kept or cut & early)
        count += decided
        if count > most:
            raise OracleRefusal(f"more than {most} cells")
        if not kept and not cut & early:
            if not keep(cell):
                continue
            kept = True
        cut = cut & early or cut
        if cut:
            stack.extend((part, kept) for part in builder.split(cell, cut & -cut))
        else:
            yield cell
