"""Equality, hash and pickling of expressions that share parts and may be thousands of nodes deep.

Nothing here recurses. Each expression knows a digest (256 bits) of what it says, made from the digests of its parts,
and two expressions are equal when their digests are. A digest depends on the content only, so it is the same in every
process. Pickles list the nodes of an expression once each, parts before wholes.
"""

from functools import cached_property
from hashlib import blake2b
from typing import Any

__all__ = ["Content"]


class Content:
    """An immutable expression, known by what it says.

    A node has to ask for its digest when it is made: then the digests of its parts are known, however deep they are.
    """

    def said(self) -> tuple[Any, ...]:
        """All that distinguishes the expression: plain text and numbers, and the digests of its parts."""
        raise TypeError(f"{type(self).__name__} says nothing")

    @cached_property
    def digest(self) -> bytes:
        """Of what is said."""
        return blake2b(repr(self.said()).encode(), digest_size=32).digest()

    @cached_property
    def _hash(self) -> int:
        return int.from_bytes(self.digest[:7], "big")

    def __hash__(self) -> int:
        return self._hash

    def __eq__(self, other: object) -> bool:
        return self is other or (isinstance(other, Content) and self.digest == other.digest)

    def __reduce__(self) -> tuple[Any, ...]:
        from decision.language.flat import flat, rebuilt

        return rebuilt, flat(self)
