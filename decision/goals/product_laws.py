"""Laws of independent utilities."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from decision.exact import Rational
from decision.goals.law import Law, check_coordinate
from decision.goals.marginal import Floats, Marginal
from decision.goals.parameters import symbols_in
from decision.validation import check_nonempty, check_type

__all__ = ["Product", "iid", "independent"]


@dataclass(frozen=True, repr=False)
class Product(Law):
    """Independent utilities; made by `iid` and `independent`.

    Attributes
    ----------
    common : Marginal or None
        The law of every utility, for `iid`.
    listed : tuple of (str, Marginal)
        The law of each utility, for `independent`.
    """

    common: Marginal | None
    listed: tuple[tuple[str, Marginal], ...] = ()

    @property
    def outcomes(self) -> tuple[str, ...] | None:
        """Those listed; None if the law serves any."""
        return None if self.common is not None else tuple(w for w, _ in self.listed)

    @cached_property
    def _by_name(self) -> dict[str, Marginal]:
        return dict(self.listed)

    def marginal(self, coordinate: str) -> Marginal:
        """The law of one utility.

        Examples
        --------
        >>> from decision import Uniform, iid
        >>> iid(Uniform(0, 1)).marginal("w")
        Uniform(0, 1)
        """
        self.covers([coordinate])
        return self.common if self.common is not None else self._by_name[coordinate]

    def sample(self, rng: np.random.Generator, size: int, coordinates: Sequence[str]) -> Floats:
        """Goals as rows, independent of each other."""
        self.covers(coordinates)
        if self.common is not None:
            return self.common.sample(rng, (size, len(coordinates)))
        columns = [self._by_name[w].sample(rng, size) for w in coordinates]
        return np.stack(columns, axis=1) if columns else np.empty((size, 0))

    @property
    def symbols(self) -> tuple[str, ...]:
        """Those of the marginals."""
        listed = [self.common] if self.common is not None else [m for _, m in self.listed]
        return symbols_in(p for m in listed for p in m.parameters)

    def substitute(self, numbers: Mapping[str, Rational]) -> "Product":
        """The same law with numbers in place of symbols."""
        common = None if self.common is None else self.common.substitute(numbers)
        return Product(common, tuple((w, m.substitute(numbers)) for w, m in self.listed))

    def __repr__(self) -> str:
        if self.common is not None:
            return f"iid({self.common!r})"
        return f"independent({{{', '.join(f'{w!r}: {m!r}' for w, m in self.listed)}}})"


def iid(marginal: Marginal) -> Product:
    """Utilities that are independent and have one law; serves whatever outcomes a question mentions.

    Parameters
    ----------
    marginal : Marginal
        The law of each utility, such as ``Uniform(0, 1)``.

    Examples
    --------
    >>> from decision import Cauchy, Pr, iid, measure, u
    >>> measure(Pr(u("sure") >= (u("heads") + u("tails")) / 2), goals=iid(Cauchy(0, 1))).value
    Fraction(1, 2)
    """
    check_type(marginal, Marginal, "marginal", "write the law of one utility, such as Uniform(0, 1)")
    return Product(marginal)


def independent(marginals: Mapping[str, Marginal]) -> Product:
    """Independent utilities, each with its own law.

    Parameters
    ----------
    marginals : mapping of str to Marginal
        The law of each outcome's utility; another self's is named ``"self:outcome"``.

    Examples
    --------
    >>> from decision import Pr, Uniform, independent, measure, u
    >>> measure(Pr(u("a") >= u("b")), goals=independent({"a": Uniform(0, 2), "b": Uniform(0, 1)})).value
    Fraction(3, 4)
    """
    check_type(marginals, Mapping, "marginals", "write {'outcome': marginal}")
    check_nonempty(marginals, "marginals")
    for w, m in marginals.items():
        check_coordinate(w, "outcome in marginals")
        check_type(m, Marginal, f"law of {w!r}", "write the law of one utility, such as Uniform(0, 1)")
    return Product(None, tuple(marginals.items()))
