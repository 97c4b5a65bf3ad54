"""Numbers that depend on symbols: quotients of polynomials, such as a probability `1 - p` or a weight `g / (1 + g)`.

They take the place of rationals in values, events, quantities and theses, which then speak of a family of problems.
What needs a number (an order, a float, a numerator) is refused until symbols are substituted, so nothing that decides
or computes can mistake a symbol for a number.
"""

# sympy is untyped; the methods of `Fraction` are narrowed on purpose: a number with symbols has no order
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownLambdaType=false
# pyright: reportIncompatibleMethodOverride=false, reportAssignmentType=false

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any, NoReturn

from decision.errors import InvalidType, InvalidValue
from decision.exact import rational

__all__ = ["Limit", "Parametric", "is_parametric", "number", "parametric", "said"]

Limit = tuple[Any, bool]
"""An expression that is at least 0 wherever the number means something; greater than 0 if the second entry is true."""

NO_LIMITS: frozenset[Limit] = frozenset()


class Parametric(Fraction):
    """A rational number once its symbols have values; made by `parametric` and `number`.

    Attributes
    ----------
    expression : sympy expression
        In lowest terms.
    limits : frozenset of Limit
        Where it means something: probabilities are not negative, discounts lie between 0 and 1.

    Examples
    --------
    >>> from sympy import Symbol
    >>> p = parametric(Symbol("p"), "p")
    >>> (1 - p) * (1 + p) + p * p
    Fraction(1, 1)
    >>> (1 - p).substitute({"p": Fraction(1, 3)})
    Fraction(2, 3)
    >>> p < 1
    Traceback (most recent call last):
    ...
    decision.errors.InvalidType: p contains the symbol p without a value; substitute a number, e.g. '1/2', or use region
    """

    __slots__ = ("_key", "expression", "limits")
    expression: Any
    limits: frozenset[Limit]

    def __new__(cls, expression: Any, limits: frozenset[Limit]) -> "Parametric":  # noqa: D102
        made = object.__new__(cls)
        made.expression, made.limits, made._key = expression, limits, str(expression)
        return made

    @property
    def free_symbols(self) -> frozenset[Any]:
        """The sympy symbols in it."""
        return frozenset(self.expression.free_symbols)

    def substitute(self, numbers: Mapping[str, Fraction]) -> Fraction:
        """The number where symbols have values; symbols without one stay.

        Raises
        ------
        InvalidValue
            Where it does not exist, or a probability or discount leaves its range.
        """
        import sympy

        values = {s: sympy.Rational(*numbers[s.name].as_integer_ratio()) for s in _symbols(self) if s.name in numbers}
        limits: set[Limit] = set()
        for bound, strict in self.limits:
            found = bound.subs(values)
            if found.free_symbols:
                limits.add((found, strict))
            elif found < 0 or (strict and found == 0):
                said = ", ".join(f"{s.name} = {values[s]}" for s in sorted(values, key=str))
                raise InvalidValue(
                    f"{said} is out of range: {bound} = {found} must be {'greater than' if strict else 'at least'} 0 "
                    "for probabilities and discounts; give another number"
                )
        top, bottom = (part.subs(values) for part in sympy.fraction(self.expression))
        if bottom == 0:
            raise InvalidValue(f"{self.expression} has no value at {values}; give another number")
        return _made(top / bottom, frozenset(limits))

    def __add__(self, other: Any) -> Any:
        return _combined(self, other, lambda a, b: a + b)

    __radd__ = __add__

    def __sub__(self, other: Any) -> Any:
        return _combined(self, other, lambda a, b: a - b)

    def __rsub__(self, other: Any) -> Any:
        return _combined(self, other, lambda a, b: b - a)

    def __mul__(self, other: Any) -> Any:
        return _combined(self, other, lambda a, b: a * b)

    __rmul__ = __mul__

    def __truediv__(self, other: Any) -> Any:
        return _combined(self, other, _divided)

    def __rtruediv__(self, other: Any) -> Any:
        return _combined(self, other, lambda a, b: _divided(b, a))

    def __pow__(self, power: Any) -> Any:
        import sympy

        return _made(sympy.cancel(self.expression**power), self.limits) if isinstance(power, int) else self._refuse()

    def __pos__(self) -> "Parametric":
        return self

    def __neg__(self) -> Any:
        return Parametric(-self.expression, self.limits)

    def __bool__(self) -> bool:
        return True  # the function 0 is a number

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Parametric) and self._key == other._key

    def __hash__(self) -> int:
        return hash(self._key)

    def __str__(self) -> str:
        return self._key

    def __repr__(self) -> str:
        return f"Parametric({self._key})"

    def __reduce__(self) -> tuple[Any, ...]:
        return Parametric, (self.expression, self.limits)

    def __copy__(self) -> "Parametric":
        return self

    def __deepcopy__(self, memo: Any) -> "Parametric":
        return self

    def _compare(self, other: Any) -> Any:
        if isinstance(other, int | float | Fraction):
            self._refuse()
        return NotImplemented

    def _refuse(self, *_: Any) -> NoReturn:
        names = ", ".join(s.name for s in _symbols(self))
        raise InvalidType(
            f"{self._key} contains the symbol {names} without a value; substitute a number, e.g. '1/2', or use region"
        )

    numerator = denominator = property(_refuse)  # type: ignore[assignment]  # there is none
    _numerator = _denominator = numerator  # what the methods of `Fraction` read
    __lt__ = __le__ = __gt__ = __ge__ = _compare  # type: ignore[assignment]
    __abs__ = __float__ = __int__ = __trunc__ = __round__ = _refuse  # type: ignore[assignment]
    as_integer_ratio = _refuse  # type: ignore[assignment]


def parametric(value: Any, name: str, limits: Iterable[Limit] = ()) -> Fraction:
    """Read a sympy expression as a number that depends on its symbols; positive symbols stay greater than 0.

    Raises
    ------
    InvalidType
        If it is not a quotient of polynomials with rational coefficients.

    Examples
    --------
    >>> from sympy import Symbol, sqrt
    >>> p = Symbol("p")
    >>> parametric((1 - p**2) / (1 + p), "weight")
    Parametric(1 - p)
    >>> parametric(sqrt(p), "weight")
    Traceback (most recent call last):
    ...
    decision.errors.InvalidType: weight = sqrt(p) is not a quotient of polynomials with rational coefficients; ...
    """
    import sympy

    if isinstance(value, Parametric):
        return Parametric(value.expression, value.limits | frozenset(limits))
    expression: Any = sympy.cancel(value)
    for part in sympy.fraction(expression):
        read: Any = part.as_poly(*sorted(part.free_symbols, key=str)) if part.free_symbols else part
        if read is None or (read.domain not in (sympy.ZZ, sympy.QQ) if part.free_symbols else not part.is_Rational):
            raise InvalidType(
                f"{name} = {value} is not a quotient of polynomials with rational coefficients; "
                "write one, such as p or 1 - p**2, or substitute a number"
            )
    assumed: list[Limit] = [(s, True) for s in expression.free_symbols if s.is_positive]
    return _made(expression, frozenset(limits) | frozenset(assumed))


def number(value: Any, name: str) -> Fraction:
    """Read a rational number, or an expression in symbols.

    Examples
    --------
    >>> from sympy import Symbol
    >>> number("1/2", "p"), number(1 - Symbol("p"), "p")
    (Fraction(1, 2), Parametric(1 - p))
    """
    return parametric(value, name) if getattr(value, "free_symbols", None) else rational(value, name)


def is_parametric(value: Fraction) -> bool:
    """Whether a number has symbols."""
    return isinstance(value, Parametric)


def said(value: Fraction) -> tuple[Any, ...]:
    """What distinguishes a number, as plain data."""
    return (str(value), "symbolic") if isinstance(value, Parametric) else value.as_integer_ratio()


def _symbols(value: Parametric) -> list[Any]:
    return sorted(value.expression.free_symbols, key=str)


def _combined(left: Parametric, right: Any, operation: Any) -> Any:
    import sympy

    if isinstance(right, Parametric):
        return _made(sympy.cancel(operation(left.expression, right.expression)), left.limits | right.limits)
    if isinstance(right, int | Fraction):
        other = sympy.Rational(right.numerator, right.denominator)
        return _made(sympy.cancel(operation(left.expression, other)), left.limits)
    return NotImplemented


def _divided(above: Any, below: Any) -> Any:
    """A quotient of expressions in lowest terms, of which only 0 itself is 0."""
    if below == 0:
        raise ZeroDivisionError(f"{above} is divided by 0")
    return above / below


def _made(expression: Any, limits: frozenset[Limit]) -> Fraction:
    """In lowest terms already; a `Fraction` if no symbol is left."""
    if expression.free_symbols:
        return Parametric(expression, limits)
    return Fraction(int(expression.p), int(expression.q))
