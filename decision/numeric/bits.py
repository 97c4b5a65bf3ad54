"""Numbers drawn with sixteen bits at first, and with all bits where these do not decide.

A number in (0, 1) is known by its first 16 bits up to `2**-16`; 37 more bits are found by hashing its place in the
stream, so that which numbers are looked at more closely changes none of them. Uniform utilities are such numbers,
normal ones their quantiles: a table has the middle of each of the 65,536 intervals between quantiles, and nothing
(NaN, which leaves every comparison open) where the interval is wide, in the tails.
"""

from dataclasses import dataclass
from functools import cache

import numpy as np
from scipy.special import ndtri

from decision.numeric.affine import Precision
from decision.numeric.forms import Array, part

__all__ = ["NORMAL", "UNIFORM", "Coarse", "Hashed", "Sixteen", "draw_bits"]

PIECE = 2**15
"""Numbers converted at once: they stay in the cache of a core."""

WIDEST = 2.0**-9
"""Half the width of the widest interval of a table that is used."""


@dataclass(frozen=True)
class Sixteen:
    """A law of numbers that are functions of uniform ones.

    Attributes
    ----------
    normal : bool
        Standard normal numbers; otherwise uniform ones.
    most : int
        Coordinates looked at beyond which a goal would have a number without an entry too often.
    """

    normal: bool
    most: int

    @property
    def precision(self) -> Precision:
        """Of an evaluation at `coarse` numbers, in single precision."""
        drawn = _table()[1] if self.normal else 2.0**-16
        return Precision(roundoff=2.0**-24, drawn=drawn, whole=2.0**22)

    @property
    def bound(self) -> float:
        """Largest size of a `coarse` number."""
        return _table()[2] if self.normal else 1.0

    def coarse(self, bits: Array, out: Array) -> Array:
        """What sixteen bits say of each number, in single precision, within `precision.drawn`."""
        flat, found = bits.reshape(-1), out.reshape(-1)
        for k in range(0, flat.size, PIECE):
            piece = slice(k, k + PIECE)
            if self.normal:
                np.take(_table()[0], flat[piece], out=found[piece], mode="clip")
            else:
                np.multiply(flat[piece], np.float32(2.0**-16), out=found[piece], dtype=np.float32, casting="unsafe")
        return out

    def fine(self, bits: Array, more: Array) -> Array:
        """The numbers themselves, from 16 and 37 bits."""
        if not self.normal:
            return bits * 2.0**-16 + more * 2.0**-53
        # the quantile of the smaller tail, whose probability is exact: an odd multiple of 2**-54
        upper = bits >= 2**15
        whole = (bits.astype(np.uint64) << np.uint64(37)) + more
        tail = np.where(upper, np.uint64(2**53 - 1) - whole, whole).astype(np.float64)
        found: Array = np.asarray(ndtri((2 * tail + 1) * 2.0**-54))
        return np.where(upper, -found, found)


UNIFORM = Sixteen(normal=False, most=2**62)
NORMAL = Sixteen(normal=True, most=128)


@cache
def _table() -> tuple[Array, float, float]:
    """Middles of the intervals between quantiles, the largest error of one that is used, and the largest size."""
    ends = ndtri(np.arange(2**16 + 1) / 2**16)
    with np.errstate(invalid="ignore"):  # the outermost intervals have no end
        middles, halves = (ends[1:] + ends[:-1]) / 2, (ends[1:] - ends[:-1]) / 2
    middles[~(halves <= WIDEST)] = np.nan
    # the quantiles are within 1e-12, and single precision rounds numbers below 4 by less than 2**-22
    return (
        middles.astype(np.float32),
        float(halves[halves <= WIDEST].max()) + 2.0**-22,
        float(np.nanmax(middles)) + 1e-6,
    )


@dataclass(frozen=True)
class Coarse:
    """Numbers of sixteen bits, converted where they are looked at.

    Attributes
    ----------
    sixteen : Sixteen
    bits : array of 16-bit integers
    memory : array of single precision of the same shape
        Used for the numbers when all are asked for.
    """

    sixteen: Sixteen
    bits: Array
    memory: Array

    @property
    def shape(self) -> tuple[int, ...]:
        """Coordinates and goals."""
        return self.bits.shape

    def some(self, rows: Array | None, columns: Array | None) -> Array:
        """Those of some coordinates and goals, in single precision."""
        bits = part(self.bits, rows, columns)
        whole = rows is None and columns is None
        return self.sixteen.coarse(bits, self.memory if whole else np.empty(bits.shape, dtype=np.float32))


@dataclass(frozen=True)
class Hashed:
    """Numbers made by hashing their places in the stream, where they are looked at.

    Where most numbers are not, this is faster than to draw them all.

    Attributes
    ----------
    sixteen : Sixteen
    shape : (int, int)
        Coordinates and goals.
    start : int
        The first goal's number in the chunk.
    key : int
    """

    sixteen: Sixteen
    shape: tuple[int, int]
    start: int
    key: int

    def words(self, rows: Array | None, columns: Array | None) -> Array:
        """A random integer of 64 bits for each number: as SplittableRandom makes them (:cite:p:`SteeleEtAl2014`)."""
        width, size = self.shape
        inner = np.arange(width, dtype=np.uint64) if rows is None else rows.astype(np.uint64)
        outer = np.arange(size, dtype=np.uint64) if columns is None else columns.astype(np.uint64)
        places = (outer + np.uint64(self.start + 1)) * np.uint64(width) + inner[:, None]
        # chunks differ in the odd step too, so that their sequences do not overlap
        places *= _mixed(np.array([self.key], dtype=np.uint64)) | np.uint64(1)
        places += np.uint64(self.key)
        return _mixed(places)

    def some(self, rows: Array | None, columns: Array | None) -> Array:
        """Those of some coordinates and goals, in single precision."""
        bits = (self.words(rows, columns) >> np.uint64(48)).astype("<u2")
        return self.sixteen.coarse(bits, np.empty(bits.shape, dtype=np.float32))

    def fine(self, columns: Array) -> Array:
        """Some goals with all bits."""
        words = self.words(None, columns)
        return self.sixteen.fine((words >> np.uint64(48)).astype("<u2"), words >> np.uint64(11) & np.uint64(2**37 - 1))


def _mixed(z: Array) -> Array:
    """The mixing function of the splitmix64 generator, in place."""
    z ^= z >> np.uint64(30)
    z *= np.uint64(0xBF58476D1CE4E5B9)
    z ^= z >> np.uint64(27)
    z *= np.uint64(0x94D049BB133111EB)
    z ^= z >> np.uint64(31)
    return z


def draw_bits(rng: np.random.Generator, out: Array) -> Array:
    """Fill an array of 16-bit integers: four from each number the generator makes."""
    flat = out.reshape(-1)
    for k in range(0, flat.size, PIECE):
        piece = flat[k : k + PIECE]
        raw = rng.bit_generator.random_raw(-(-piece.size // 4)).astype("<u8", copy=False)
        piece[:] = raw.view("<u2")[: piece.size]
    return out
