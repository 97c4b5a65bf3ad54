"""Claims about the goals of several selves, true and false; and what independence of selves means for a finite law."""

from __future__ import annotations

import itertools
from collections import Counter
from fractions import Fraction

from decision import (
    IID,
    Bounded,
    Correlated,
    Exchangeable,
    Independent,
    IndependentSelves,
    NoTies,
    Pr,
    ReflectionSymmetric,
    SameGoals,
    Symmetric,
    indifferent,
    u,
)

OTHER = "changed"
A, B, C = (u(w) for w in "abc")
A2, B2, C2 = (u(w, self=OTHER) for w in "abc")
ONLY = u("only", self=OTHER)
NOW, CHANGED = A >= B, A2 >= B2
PAIR = ("now", OTHER)
EVEN = [Pr(NOW) == "1/2", Pr(CHANGED) == "1/2"]
EACH_EXCHANGEABLE = [Exchangeable(self="now"), Exchangeable(self=OTHER)]
BOTH = Pr(NOW & CHANGED)


THEN = Pr((A > B) & (B2 > C2) & (u("c", self="later") > u("a", self="later")))
HOLDS = {
    "same": (Pr(NOW & (B2 > A2)) == 0, [SameGoals(*PAIR)]),
    "same-three": (THEN == 0, [SameGoals("now", OTHER, "later")]),
    "same-symmetric": (Pr(NOW & CHANGED) >= "1/2", [SameGoals(*PAIR), ReflectionSymmetric(self="now")]),
    "independent": (BOTH >= "1/4", [IndependentSelves(*PAIR), *EACH_EXCHANGEABLE]),
    "independent-moments": (Pr(NOW) + Pr(CHANGED) >= 1, [IndependentSelves(*PAIR), *EVEN]),
    "independent-one-moved": (
        Pr(NOW) + Pr(CHANGED) >= "5/8",
        [IndependentSelves(*PAIR), Exchangeable(self="now"), BOTH >= "1/8"],
    ),
    "independent-iid": (BOTH == "1/4", [IndependentSelves(*PAIR), IID(self="now"), IID(self=OTHER), NoTies()]),
    "independent-mirrored": (
        Pr((A >= 0) & (B >= 0)) + Pr(CHANGED) >= "1/4",
        [IndependentSelves(*PAIR), Independent(self="now"), Symmetric(0, self="now")],
    ),
    "correlated-reflected": (Pr(A - B + A2 - B2 >= 0) == "1/2", [Correlated(*PAIR, "3/4")]),
    "correlated-exchanged": (Pr(NOW & (B2 >= C2)) == Pr((C >= B) & (B2 >= A2)), [Correlated(*PAIR, "-3/4")]),
    "correlated-single": (Pr(NOW & (A >= C) & (A2 >= ONLY)) >= 0, [Correlated(*PAIR, "1/2")]),
    "correlated-known-centre": (
        Pr((A >= 0) & (B >= 0) & (A2 >= B2)) == Pr((A <= 0) & (B <= 0) & (B2 >= A2)),
        [Correlated(*PAIR, "1/2"), Symmetric(0, self="now")],
    ),
    "correlated-no-ties": (Pr(indifferent(A - 2 * B, A2)) == 0, [Correlated(*PAIR, "99/100")]),
    "uncorrelated": (BOTH == "1/4", [Correlated(*PAIR, 0)]),
    "fully-correlated": (Pr(NOW & (A2 >= C2)) == Pr((B >= A) & (B2 >= C2)), [Correlated(*PAIR, 1)]),
}


FAILS = {
    "one-point": (Pr(NOW) >= Pr(CHANGED), [IndependentSelves(*PAIR), Pr(CHANGED) >= "1/2"]),
    "orbit": (BOTH >= "1/3", [IndependentSelves(*PAIR), *EACH_EXCHANGEABLE, NoTies()]),
    "mixtures": (BOTH >= "1/3", [IndependentSelves(*PAIR), *EVEN]),
    "mixtures-strict": (BOTH > "1/4", [IndependentSelves(*PAIR), *EVEN, NoTies()]),
    "mixture-and-orbit": (
        BOTH >= "2/5",
        [IndependentSelves(*PAIR), Exchangeable(self="now"), NoTies(), Pr(CHANGED) >= "3/4"],
    ),
    "reflections": (
        BOTH >= "1/3",
        [
            IndependentSelves(*PAIR),
            ReflectionSymmetric(self="now"),
            ReflectionSymmetric(self=OTHER),
            NoTies(),
            Bounded(0, 1, self="now"),
        ],
    ),
    "three-selves": (
        Pr(NOW & CHANGED & (u("a", self="later") >= u("b", self="later"))) >= "1/5",
        [IndependentSelves("now", OTHER, "later"), *EVEN, Pr(u("a", self="later") >= u("b", self="later")) == "1/2"],
    ),
}


def product_of_marginals(law, claim):
    """Whether a finite law is the product over the blocks of the claim, with fractions, block by block."""
    (blocks,) = [c["blocks"] for c in claim["assumptions"] if c.get("structure") == "independent_selves"]
    joint: Counter[tuple[tuple[Fraction, ...], ...]] = Counter()
    for q, goal in law:
        joint[tuple(tuple(Fraction(goal[w]) for w in block) for block in blocks)] += Fraction(q)
    marginals = [Counter() for _ in blocks]
    for parts, q in joint.items():
        for marginal, part in zip(marginals, parts, strict=True):
            marginal[part] += q
    for parts in itertools.product(*marginals):
        expected = Fraction(1)
        for marginal, part in zip(marginals, parts, strict=True):
            expected *= marginal[part]
        if joint[parts] != expected:
            return False
    return True
