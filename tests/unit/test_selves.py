"""Assumptions about several selves: what they say, what follows from them, and what the checker must not believe."""

from __future__ import annotations

import copy
import itertools
import random
from collections import Counter
from fractions import Fraction

import numpy as np
import pytest

import decision
from decision import (
    IID,
    Bounded,
    Correlated,
    DecisionError,
    Exchangeable,
    Gaussian,
    Independent,
    IndependentSelves,
    Indifferent,
    InvalidType,
    InvalidValue,
    Invariant,
    Monotone,
    NoTies,
    Pr,
    ReflectionSymmetric,
    SameGoals,
    SignSymmetric,
    Supported,
    Symmetric,
    check,
    decide,
    indifferent,
    load,
    u,
)
from decision.catalog.expressions import parse_assumption
from decision.certificates.laws import atoms_of
from decision.checker import check_document
from decision.checker.formats import Place
from decision.checker.groups import licensed
from decision.checker.reading import read_claim, read_generator
from decision.engines.implied import implied_generators
from decision.engines.program import Program
from decision.goals.claims import claims
from decision.language.claims import Structure
from decision.language.serial import claim_from_json, claim_to_json, generator_json
from tests.certificates.building_blocks import signed

OTHER = "changed"
A, B, C = (u(w) for w in "abc")
A2, B2, C2 = (u(w, self=OTHER) for w in "abc")
ONLY = u("only", self=OTHER)
NOW, CHANGED = A >= B, A2 >= B2
PAIR = ("now", OTHER)
EVEN = [Pr(NOW) == "1/2", Pr(CHANGED) == "1/2"]
EACH_EXCHANGEABLE = [Exchangeable(self="now"), Exchangeable(self=OTHER)]
BOTH = Pr(NOW & CHANGED)


# --- what is refused --------------------------------------------------------------------------------------------------

REFUSED = {
    "one-self": (lambda: SameGoals("now"), InvalidValue, "fewer than two"),
    "no-self": (lambda: IndependentSelves(), InvalidValue, "fewer than two"),
    "twice": (lambda: IndependentSelves("now", "now"), InvalidValue, "twice"),
    "list": (lambda: SameGoals(["now", "changed"]), InvalidType, "self in selves"),  # type: ignore[arg-type]
    "coordinate": (lambda: SameGoals("now", "changed:a"), InvalidValue, "':'"),
    "same-correlated": (lambda: Correlated("now", "now", 0), InvalidValue, "twice"),
    "rho-large": (
        lambda: Correlated("now", "changed", 2),
        InvalidValue,
        r"rho = 2 .*at least -1 and at most 1; correct",
    ),
    "rho-small": (lambda: Correlated("now", "changed", "-3/2"), InvalidValue, "rho = -3/2"),
    "rho-float": (lambda: Correlated("now", "changed", 0.5), DecisionError, "rho"),  # type: ignore[arg-type]
}


@pytest.mark.parametrize("name", REFUSED)
def test_bad_arguments_are_refused_with_a_fix(name):
    make, kind, words = REFUSED[name]
    with pytest.raises(kind, match=words):
        make()


@pytest.mark.parametrize("assumption", [SameGoals(*PAIR), IndependentSelves(*PAIR), Correlated(*PAIR, 0)], ids=repr)
def test_a_self_without_coordinates_is_refused(assumption):
    with pytest.raises(InvalidValue, match=r"self = 'changed' is not in the thesis.*name one of those"):
        decide(Pr(NOW) >= 0, given=[assumption])


WRITTEN = [
    SignSymmetric(center="1/2"),
    SignSymmetric(),
    Bounded(0, "3/2", self="changed"),
    Exchangeable(blocks=[["a", "b"], ["c"]]),
    Exchangeable(self="now"),
    Invariant([{"a": "b", "b": "a"}], self="now"),
    Indifferent(["a", "b"]),
    Monotone([("a", "b")]),
    Symmetric(0),
    IID(self="now"),
    NoTies(),
    SameGoals("now", "changed", "later"),
    IndependentSelves("now", "changed"),
    Correlated("now", "changed", "-2/3"),
]


@pytest.mark.parametrize("assumption", WRITTEN, ids=repr)
def test_assumptions_print_as_they_are_written(assumption):
    text = repr(assumption)
    assert eval(text, vars(decision) | {name: getattr(decision, name) for name in decision.__all__}) == assumption
    assert parse_assumption(text, {}) == assumption
    assert "None" not in text
    assert "Fraction" not in text


def test_defaults_are_left_out_of_print():
    assert repr(SignSymmetric(center="1/2")) == "SignSymmetric(center='1/2')"
    assert repr(Bounded(0, 1)) == "Bounded(low=0, high=1)"
    assert repr(Supported(A >= B)) == "Supported(event=u(a) >= u(b))"


# --- what is said -----------------------------------------------------------------------------------------------------


def structures(claim):
    return [c for c in claim.conditions if isinstance(c, Structure)]


def test_correlated_pairs_what_both_selves_have():
    thesis = Pr((B >= A) & (C2 + u("z", self=OTHER) >= B2)) >= 0
    (found,) = structures(claims(thesis, [Correlated(*PAIR, "1/3")])[0])
    assert found.blocks == (("b", "a"), ("changed:b", "changed:c", "changed:z"))
    assert found.correlation is not None
    assert found.correlation.shared == 1
    assert found.correlation.centers == ("center", "changed:center")


def test_selves_share_the_centre_of_their_other_symmetries():
    given = [Correlated(*PAIR, "1/3"), Symmetric(5, self="now"), Gaussian(self=OTHER)]
    found = [s for s in structures(claims(BOTH >= 0, given)[0]) if s.correlation is not None]
    assert found[0].correlation is not None
    assert found[0].correlation.centers == (5, "changed:center")


@pytest.mark.parametrize("assumption", [SameGoals(*PAIR), IndependentSelves(*PAIR), Correlated(*PAIR, "1/3")], ids=repr)
def test_claims_are_read_back_as_they_were(assumption):
    (claim,) = claims(BOTH >= "1/4", [assumption])
    assert claim_from_json(claim_to_json(claim)) == claim


def test_same_goals_without_a_common_outcome_says_nothing():
    thesis = Pr(A + C2 >= B) >= 0
    assert claims(thesis, [SameGoals(*PAIR)])[0].conditions == ()


# --- HOLDS ------------------------------------------------------------------------------------------------------------

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


@pytest.mark.parametrize("name", HOLDS)
def test_proofs_are_accepted(name, tmp_path):
    thesis, given = HOLDS[name]
    verdict = decide(thesis, given=given, time_limit=30)
    assert verdict.holds, verdict
    assert check(verdict).accepted
    verdict.save(tmp_path / "claim.json")
    assert load(tmp_path / "claim.json").holds
    assert "HOLDS" in verdict.explain()


# --- FAILS ------------------------------------------------------------------------------------------------------------

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


@pytest.mark.parametrize("name", FAILS)
def test_countermodels_have_independent_selves(name):
    thesis, given = FAILS[name]
    verdict = decide(thesis, given=given, time_limit=30)
    assert verdict.fails, verdict
    assert check(verdict).accepted
    assert "independence of the goals" in verdict.explain()
    assert verdict.counterexample is not None
    claim = verdict.document()["parts"][-1]["claim"]
    assert product_of_marginals(verdict.counterexample.atoms, claim)


def test_what_independence_alone_implies_is_not_guessed():
    """Both even, independent: exactly 1/4. Dependent selves violate this, independent ones do not."""
    assert decide(BOTH >= "1/4", given=[IndependentSelves(*PAIR), *EVEN], time_limit=10).status.name == "UNDECIDED"


def test_symmetry_that_moves_both_selves_gives_no_dependent_countermodel():
    """Invariance under the joint exchange has dependent orbits; a product law has to be built by hand."""
    swap = [Exchangeable(blocks=[["a", "b"]], self="now"), Exchangeable(blocks=[["a", "b"]], self=OTHER)]
    verdict = decide(BOTH >= "3/10", given=[IndependentSelves(*PAIR), *swap, NoTies()])
    assert verdict.fails
    assert check(verdict).accepted


# --- attacks on countermodels -----------------------------------------------------------------------------------------


def failing(blocks, atoms, *, outcomes=None, more=(), extra=None):
    """A document with a thesis that every law violates: what is accepted is a member."""
    names = outcomes or [w for block in blocks for w in block]
    claim = {
        "outcomes": names,
        "constants": [],
        "expressions": [{"linear": {names[0]: "1"}, "constant": "0"}, {"linear": {}, "constant": "0"}],
        "events": [{"ge": [0, 1]}],
        "thesis": {"terms": [["1", {"pr": 0}]], "constant": "2", "relation": ">="},
        "assumptions": [{"structure": "independent_selves", "blocks": blocks}, *more],
    }
    law = {"atoms": atoms} | (extra or {})
    certificate = {"kind": "fails", "claim": "", "law": law}
    return signed({"schema": "decision/1", "parts": [{"claim": claim, "certificate": certificate}]})


def atoms(weights, names):
    return [[str(q), dict(zip(names, map(str, goal), strict=True))] for goal, q in weights.items()]


def test_the_checker_accepts_exactly_products():
    """Random laws on small grids, often products or nearly so, against the definition."""
    rng, names, blocks = random.Random(3), ["a", "b", "c", "d"], [["a", "c"], ["d"]]  # b is in no block
    seen = Counter()
    for _ in range(300):
        sides = [{p: rng.randint(1, 3) for p in rng.sample(list(itertools.product((0, 1), repeat=3)), 2)} for _ in "ab"]
        law = {(a, b, c, e): p * q for (a, b, c), p in sides[0].items() for (e, _, _), q in sides[1].items()}
        if rng.random() < 0.5:
            law[rng.choice(list(law))] += rng.randint(0, 1)
        if rng.random() < 0.3:
            del law[rng.choice(list(law))]
        total = sum(law.values())
        listed = atoms({g: Fraction(q, total) for g, q in law.items()}, names)
        radius = {"radius": "1/8"} if rng.random() < 0.3 else {}
        document = failing(blocks, listed, outcomes=names, extra=radius)
        expected = product_of_marginals(listed, document["parts"][0]["claim"])
        report = check_document(document)
        assert report.accepted == expected, (law, report.reason)
        assert expected or "independent_selves" in report.reason
        seen[expected] += 1
    assert min(seen.values()) > 40


def test_pairwise_independence_is_not_enough():
    names = ["a", "b", "c"]
    listed = atoms({(x, y, x ^ y): Fraction(1, 4) for x in (0, 1) for y in (0, 1)}, names)
    assert "independent_selves" in check_document(failing([["a"], ["b"], ["c"]], listed)).reason
    assert check_document(failing([["a"], ["b"]], listed, outcomes=names)).accepted
    assert not check_document(failing([["a"], ["b", "c"]], listed)).accepted


def test_an_orbit_that_moves_both_blocks_together_is_refused():
    swap = {"a": ["+", "b"], "b": ["+", "a"], "c": ["+", "d"], "d": ["+", "c"]}
    document = failing([["a", "b"], ["c", "d"]], [], more=[{"invariant": [swap]}])
    document["parts"][0]["certificate"]["law"] = {"orbit": [["1", {"a": "0", "b": "1", "c": "0", "d": "1"}]]}
    assert "independent_selves" in check_document(document).reason
    document["parts"][0]["certificate"]["law"] = {"orbit": [["1", {"a": "0", "b": "1", "c": "2", "d": "2"}]]}
    assert check_document(document).accepted


BAD_BLOCKS = {
    "one": [["a", "b"]],
    "none": [],
    "empty": [["a"], []],
    "overlap": [["a"], ["b", "a"]],
    "twice": [["a", "a"], ["b"]],
    "unknown": [["a"], ["z"]],
    "text": "ab",
}


@pytest.mark.parametrize("name", BAD_BLOCKS)
def test_bad_blocks_are_refused(name):
    document = failing([["a"], ["b"]], atoms({(0, 0): 1}, "ab"))
    document["parts"][0]["claim"]["assumptions"][0]["blocks"] = BAD_BLOCKS[name]
    report = check_document(signed(document))
    assert not report.accepted
    assert "blocks" in report.path


@pytest.mark.parametrize("name", FAILS)
def test_mutated_countermodels_are_refused(name):
    """Weight moved between two goals of a product, and goals taken apart: marginals may stay, independence does not."""
    thesis, given = FAILS[name]
    document = decide(thesis, given=given, time_limit=30).document()
    rng = random.Random(11)
    for _ in range(60):
        mutant = copy.deepcopy(document)
        part = mutant["parts"][-1]
        law = part["certificate"]["law"]
        kind = "atoms" if "atoms" in law else "orbit"
        if len(law[kind]) > 1 and rng.random() < 0.5:
            first, second = rng.sample(law[kind], 2)
            moved = Fraction(first[0]) / rng.choice([2, 3])
            first[0], second[0] = str(Fraction(first[0]) - moved), str(Fraction(second[0]) + moved)
        else:
            _, goal = rng.choice(law[kind])
            new = dict(goal)
            for w in rng.sample([w for w in goal if not w.endswith("center")], 2):
                new[w] = str(rng.randint(-2, 2))
            law[kind][:] = [[str(Fraction(p) / 2), g] for p, g in law[kind]] + [["1/2", new]]
        mutant["parts"] = [part]
        if check_document(mutant).accepted:
            assert product_of_marginals(atoms_of(claim_from_json(part["claim"]), law), part["claim"])


# --- attacks on what correlation licenses -----------------------------------------------------------------------------


def correlated_claim(rho, *, shared=2, more=()):
    """Blocks a, b, c and d, e, f of which the first `shared` are partners."""
    return {
        "outcomes": ["a", "b", "c", "d", "e", "f", *more],
        "constants": ["m", "n"],
        "expressions": [{"linear": {"a": "1"}, "constant": "0"}],
        "events": [],
        "thesis": {"terms": [["1", {"e": 0}]], "constant": "0", "relation": ">="},
        "assumptions": [
            {
                "structure": "correlated",
                "blocks": [["a", "b", "c"], ["d", "e", "f"]],
                "shared": shared,
                "rho": rho,
                "centers": ["m", "n"],
            }
        ],
    }


@pytest.mark.parametrize("rho", ["0", "1/2", "-1", "1"])
@pytest.mark.parametrize("shared", [0, 2, 3])
def test_licence_is_what_keeps_means_and_covariances(rho, shared):
    """Signed permutations against the matrix: mean 1 in one block and 3 in the other, variance 2."""
    claim = read_claim(correlated_claim(rho, shared=shared), Place())
    names = "abcdef"
    means = np.array([1, 1, 1, 3, 3, 3])
    covariance = 2 * np.eye(6)
    for k in range(shared):
        covariance[k, 3 + k] = covariance[3 + k, k] = 2 * float(Fraction(rho))
    rng, seen = random.Random(5), Counter()
    for _ in range(1500):
        order = rng.sample(range(3), 3)
        other = order if rng.random() < 0.5 else rng.sample(range(3), 3)
        source = [*order, *(3 + k for k in other)] if rng.random() < 0.9 else rng.sample(range(6), 6)
        signs = [rng.choice([1, 1, -1]) for _ in names]
        signs = [*signs[:3], *signs[:3]] if rng.random() < 0.5 else signs
        about = [rng.choice("mn") if rng.random() < 0.05 else "m" if k < 3 else "n" for k in range(6)]
        matrix, shift = np.zeros((6, 6)), np.zeros(6)
        written = {}
        for k, (v, s, c) in enumerate(zip(source, signs, about, strict=True)):
            matrix[k, v] = s
            shift[k] = 0 if s > 0 else 2 * (1 if c == "m" else 3)
            written[names[k]] = ["+", names[v]] if s > 0 else ["-", names[v], c]
        kept = np.array_equal(matrix @ means + shift, means)
        kept = kept and np.array_equal(matrix @ covariance @ matrix.T, covariance)
        assert licensed(claim, read_generator(claim, written, Place())) == kept, written
        seen[bool(kept)] += 1
    assert min(seen.values()) > 20


def test_nothing_is_licensed_where_outcomes_are_left_out():
    """Nothing is said of how g depends on the others."""
    claim = read_claim(correlated_claim("0", more=["g"]), Place())
    assert not licensed(claim, read_generator(claim, {"a": ["+", "b"], "b": ["+", "a"]}, Place()))


def block_claim(*assumptions):
    return read_claim({**correlated_claim("0"), "assumptions": [*assumptions]}, Place())


SWAPS = {
    "first": {"a": ["+", "b"], "b": ["+", "a"]},
    "second": {"d": ["+", "e"], "e": ["+", "d"]},
    "both": {"a": ["+", "b"], "b": ["+", "a"], "d": ["+", "e"], "e": ["+", "d"]},
    "across": {"a": ["+", "d"], "d": ["+", "a"]},
}
FIRST, SECOND = {"structure": "iid", "over": ["a", "b", "c"]}, {"structure": "iid", "over": ["d", "e", "f"]}
APART = {"structure": "independent_selves", "blocks": [["a", "b", "c"], ["d", "e", "f"]]}
LICENCES = {
    "one-iid-block": ([APART, FIRST], {"first"}),
    "two-iid-blocks": ([APART, FIRST, SECOND], {"first", "second"}),
    "dependent-blocks": ([FIRST, SECOND], set()),
    "part-of-a-block": ([APART, {"structure": "iid", "over": ["a", "b"]}], set()),
    "an-outcome-in-no-block": ([{**APART, "blocks": [["a", "b", "c"], ["d", "e"]]}, FIRST, SECOND], set()),
    "spherical-block": ([APART, {"structure": "spherical", "over": ["a", "b", "c"], "center": "0"}], {"first"}),
    "independent-block": ([APART, {"structure": "independent", "over": ["a", "b", "c"]}], set()),
    "all-iid": ([APART, {"structure": "iid", "over": [*"abcdef"]}], {"first", "second", "both", "across"}),
    "independence-alone": ([APART], set()),
}


@pytest.mark.parametrize("name", LICENCES)
def test_structures_of_independent_blocks_license_what_moves_one(name):
    assumptions, expected = LICENCES[name]
    claim = block_claim(*assumptions)
    found = {key for key, swap in SWAPS.items() if licensed(claim, read_generator(claim, swap, Place()))}
    assert found == expected


def test_a_block_is_mirrored_only_about_its_own_centre():
    symmetric = {"structure": "symmetric", "over": ["a", "b", "c"], "center": "m"}
    claim = block_claim(APART, {"structure": "independent", "over": ["a", "b", "c"]}, symmetric)
    for moved, expected in (
        ({"a": "m"}, True),
        ({"a": "n"}, False),
        ({"d": "m"}, False),
        ({"a": "m", "d": "m"}, False),
    ):
        generator = {w: ["-", w, c] for w, c in moved.items()}
        assert licensed(claim, read_generator(claim, generator, Place())) == expected


@pytest.mark.parametrize("rho", ["0", "1/2", "-1"])
def test_the_search_uses_only_what_is_licensed(rho):
    outcomes = [u(f"w{i}", self=s) for i in range(4) for s in PAIR] + [
        u(f"x{i}", self=s) for i in range(3) for s in PAIR
    ]
    thesis = Pr(sum(outcomes[1:], outcomes[0]) >= u("alone")) >= 0
    (found,) = claims(thesis, [Correlated(*PAIR, rho)])
    claim = read_claim(claim_to_json(found), Place())
    generators = implied_generators(found)
    assert generators
    for g in generators:
        assert licensed(claim, read_generator(claim, generator_json(g), Place()))


@pytest.mark.parametrize("count", [3, 12])
def test_words_of_large_groups_are_found_without_search(count):
    """Twelve pairs have more than 10^11 symmetries; a word is still written down at once."""
    outcomes = [u(f"w{i}", self=s) for i in range(count) for s in PAIR]
    (claim,) = claims(Pr(sum(outcomes[1:], outcomes[0]) >= 0) >= 0, [Correlated(*PAIR, "1/2")])
    group, rng = Program(claim).group, random.Random(2)
    for _ in range(20):
        element = group.product(rng.choices(range(len(group.generators)), k=30))
        word = group.word(element)
        assert len(word) <= 4 * count
        assert group.product(word) == element


def mutated(name, change):
    """The document of a proof with one change, re-signed."""
    thesis, given = HOLDS[name]
    document = copy.deepcopy(decide(thesis, given=given, time_limit=30).document())
    for part in document["parts"]:
        change(part)
    return check_document(signed(document))


def structure_of(part):
    return next(a for a in part["claim"]["assumptions"] if "rho" in a)


def with_rho(rho):
    def change(part):
        structure_of(part)["rho"] = rho
        normal = part["certificate"]["member"]["normal"]
        blocks, shared = structure_of(part)["blocks"], structure_of(part)["shared"]
        pairs = zip(blocks[0][:shared], blocks[1][:shared], strict=True)
        normal["correlated"] = [[v, w, rho] for v, w in pairs if rho != "0"]

    return change


def test_changing_rho_alone_keeps_a_proof_that_does_not_need_it():
    assert mutated("correlated-no-ties", with_rho("-1/3")).accepted


@pytest.mark.parametrize("rho", ["1", "-1"])
def test_full_correlation_excludes_no_ties(rho):
    report = mutated("correlated-no-ties", with_rho(rho))
    assert not report.accepted
    assert "joint density" in report.reason


def test_only_uncorrelated_blocks_are_exchanged_separately():
    report = mutated("uncorrelated", with_rho("1/2"))
    assert not report.accepted
    assert "no structure of the claim implies this invariance" in report.reason


MEMBERS = {
    "independent": lambda normal: normal.pop("correlated"),
    "another-rho": lambda normal: normal["correlated"][0].__setitem__(2, "1/4"),
    "too-large": lambda normal: normal["correlated"][0].__setitem__(2, "5/4"),
    "zero": lambda normal: normal["correlated"][0].__setitem__(2, "0"),
    "other-pairs": lambda normal: normal.update(correlated=[["a", "changed:b", "3/4"], ["b", "changed:a", "3/4"]]),
    "one-pair": lambda normal: normal["correlated"].pop(),
    "pair-twice": lambda normal: normal["correlated"].append(normal["correlated"][0]),
    "itself": lambda normal: normal.update(correlated=[["a", "a", "3/4"]]),
    "other-mean": lambda normal: normal.update(center="1"),
    "unknown": lambda normal: normal.update(correlated=[["a", "z", "3/4"]]),
}


@pytest.mark.parametrize("name", MEMBERS)
def test_members_without_the_stated_correlations_are_refused(name):
    report = mutated("correlated-reflected", lambda part: MEMBERS[name](part["certificate"]["member"]["normal"]))
    assert not report.accepted
    assert "member" in report.path


BAD_CORRELATIONS = {
    "rho": ("rho", "3/2"),
    "rho-number": ("rho", 0),
    "shared": ("shared", 3),
    "shared-negative": ("shared", -1),
    "one-centre": ("centers", ["center"]),
    "centre-unknown": ("centers", ["center", "nowhere"]),
    "three-blocks": ("blocks", [["a"], ["b"], ["changed:a"]]),
}


@pytest.mark.parametrize("name", BAD_CORRELATIONS)
def test_bad_correlations_are_refused(name):
    key, value = BAD_CORRELATIONS[name]
    report = mutated("correlated-reflected", lambda part: structure_of(part).update({key: value}))
    assert not report.accepted
    assert "assumptions[0]" in report.path


def member(assumption, normal):
    """Whether a normal law is accepted as a member of the class of one assumption, in a trivial proof."""
    document = copy.deepcopy(decide(Pr(NOW | ~CHANGED | CHANGED) >= 0, given=[]).document())
    part = document["parts"][0]
    part["claim"]["assumptions"] = [assumption]
    part["certificate"]["member"] = {"normal": normal, "constants": {}}
    return check_document(signed(document)).accepted


OVER = ["a", "b", "changed:a", "changed:b"]
BLOCKS = [["a", "b"], ["changed:a", "changed:b"]]


@pytest.mark.parametrize("rho", ["1/2", "1", "-1"])
def test_what_a_correlated_normal_law_is(rho):
    normal = {"center": "0", "correlated": [["a", "changed:a", rho]]}
    dense = abs(Fraction(rho)) < 1
    for name in ("continuous", "gaussian", "log_concave"):
        assert member({"structure": name, "over": OVER}, normal) == dense
        assert member({"structure": name, "over": ["a", "b"]}, normal)
    for name in ("iid", "independent"):
        assert not member({"structure": name, "over": OVER}, normal)
        assert member({"structure": name, "over": ["b", "changed:a"]}, normal)
    assert not member({"structure": "spherical", "over": OVER, "center": "0"}, normal)
    assert member({"structure": "symmetric", "over": OVER, "center": "0"}, normal)
    assert member({"structure": "unimodal", "over": OVER}, normal)
    assert not member({"structure": "independent_selves", "blocks": BLOCKS}, normal)
    assert member({"structure": "independent_selves", "blocks": [["a", "changed:a"], ["b", "changed:b"]]}, normal)
    swap = {"a": ["+", "b"], "b": ["+", "a"]}
    assert not member({"invariant": [swap]}, normal)
    assert not member({"invariant": [{"a": ["-", "a", "0"]}]}, normal)
    assert member({"invariant": [{"b": ["-", "b", "0"]}]}, normal)
    assert member({"invariant": [{"a": ["-", "a", "0"], "changed:a": ["-", "changed:a", "0"]}]}, normal)
    assert member({"invariant": [{"a": ["+", "changed:a"], "changed:a": ["+", "a"]}]}, normal)


def test_full_correlation_has_no_density_for_the_search_either():
    tie = A - B - A2 + B2  # 0 almost surely when the correlation is 1
    assert not decide(Pr(indifferent(tie, 0 * A)) == 0, given=[Correlated(*PAIR, 1)], time_limit=10).holds
    given = [Correlated(*PAIR, 1), NoTies()]
    assert decide(Pr(tie >= 0) <= 1, given=given, time_limit=10).status.name == "UNDECIDED"
    assert decide(Pr(NOW) == "1/2", given=[Correlated(*PAIR, 1), NoTies()], outcomes=["changed:a"], time_limit=10).holds
