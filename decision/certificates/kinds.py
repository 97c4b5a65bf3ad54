"""What engines hand over: one frozen class for each kind of certificate, written as canonical JSON."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from decision.exact import text

__all__ = ["Certificate", "Chambers", "Compared", "Empty", "Fails", "Holds", "TheoremUse"]

Json = dict[str, Any]


@dataclass(frozen=True)
class Holds:
    """Weights, multipliers and a case tree for each level; `member` shows that the class is not empty."""

    implied: tuple[Json, ...]
    elements: tuple[tuple[int, ...], ...]
    premises: tuple[tuple[int, int], ...]
    levels: tuple[Json, ...]
    member: Json

    def to_json(self, digest: str) -> Json:
        """The certificate for the claim with this digest."""
        return {
            "kind": "holds",
            "claim": digest,
            "implied": list(self.implied),
            "elements": [list(w) for w in self.elements],
            "premises": [list(p) for p in self.premises],
            "levels": list(self.levels),
            "member": self.member,
        }


@dataclass(frozen=True)
class Chambers:
    """For each chamber the steps that cut it into cones in which counting relabellings proves the claim."""

    implied: tuple[Json, ...]
    trees: tuple[tuple[Any, ...], ...]
    member: Json

    def to_json(self, digest: str) -> Json:
        """The certificate for the claim with this digest."""
        return {
            "kind": "chambers",
            "claim": digest,
            "implied": list(self.implied),
            "trees": [list(tree) for tree in self.trees],
            "member": self.member,
        }


@dataclass(frozen=True)
class Empty:
    """Multipliers and a case tree for each level: no law satisfies the assumptions."""

    implied: tuple[Json, ...]
    elements: tuple[tuple[int, ...], ...]
    premises: tuple[tuple[int, int], ...]
    levels: tuple[Json, ...]

    def to_json(self, digest: str) -> Json:
        """The certificate for the claim with this digest."""
        return {
            "kind": "empty",
            "claim": digest,
            "implied": list(self.implied),
            "elements": [list(w) for w in self.elements],
            "premises": [list(p) for p in self.premises],
            "levels": list(self.levels),
        }


@dataclass(frozen=True)
class Fails:
    """A law of the class that violates the claim."""

    law: Json

    def to_json(self, digest: str) -> Json:
        """The certificate for the claim with this digest."""
        return {"kind": "fails", "claim": digest, "law": self.law}


@dataclass(frozen=True)
class Compared:
    """Of a claim about one law, by how much the left side of the thesis exceeds the right side, and what follows."""

    difference: Fraction
    true: bool

    def to_json(self, digest: str) -> Json:
        """The certificate for the claim with this digest."""
        return {"kind": "true" if self.true else "false", "claim": digest, "difference": text(self.difference)}


@dataclass(frozen=True)
class TheoremUse:
    """A named theorem whose hypotheses the checker verifies on the claim."""

    theorem: str
    options: tuple[int, ...]
    member: Json

    def to_json(self, digest: str) -> Json:
        """The certificate for the claim with this digest."""
        return {
            "kind": "theorem",
            "claim": digest,
            "theorem": self.theorem,
            "options": list(self.options),
            "member": self.member,
        }


Certificate = Holds | Chambers | Fails | Compared | TheoremUse
