"""What claims mean, by direct evaluation: written for the mutation tests, apart from every other evaluator.

Values, events and laws are evaluated goal by goal in plain Python. A law is a list of weights and goals, or a sampler
where the law is continuous. Nothing is clever, so that everything can be read.
"""

from __future__ import annotations

import random
from fractions import Fraction
from itertools import product

DENSE = {"continuous", "gaussian", "log_concave"}
DRAWS = 400
TOLERANCE = 0.25  # ten standard deviations of the mean of so many draws of an indicator; catches what is grossly false


def values_at(claim, goal):
    result = []
    for x in claim["expressions"]:
        if "linear" in x:
            result.append(Fraction(x["constant"]) + sum(Fraction(q) * goal[w] for w, q in x["linear"].items()))
        elif "sum" in x:
            result.append(Fraction(x["constant"]) + sum(Fraction(q) * result[i] for q, i in x["sum"]))
        elif "max" in x:
            result.append(max(result[i] for i in x["max"]))
        else:
            top = max(result[i] for i in x["pick"]["by"])
            chosen = zip(x["pick"]["by"], x["pick"]["pay"], strict=True)
            paid = [result[j] for i, j in chosen if result[i] == top]
            mean = sum(paid) / len(paid)
            result.append({"best": max(paid), "worst": min(paid), "uniform": mean}[x["pick"]["ties"]])
    return result


def events_at(claim, values):
    result = []
    for event in claim["events"]:
        ((word, args),) = event.items()
        if word in ("ge", "gt"):
            left, right = values[args[0]], values[args[1]]
            result.append(left > right or (word == "ge" and left == right))
        elif word == "not":
            result.append(not result[args])
        else:
            result.append({"all": all, "any": any}[word](result[k] for k in args))
    return result


def integrand(claim, functional, goal):
    values = values_at(claim, goal)
    events = events_at(claim, values)
    total = -Fraction(functional["constant"])
    for q, term in functional["terms"]:
        value = values[term["e"]] if "e" in term else 1
        if events[term["pr"]] if "pr" in term else events[term["on"]] if "on" in term else True:
            total += Fraction(q) * value
    return total


def moved(generator, goal):
    result = dict(goal)
    for target, (sign, source, *center) in generator.items():
        if sign == "+":
            result[target] = goal[source]
        else:
            middle = goal[center[0]] if center[0] in goal else Fraction(center[0])
            result[target] = 2 * middle - goal[source]
    return result


def generators(claim):
    return [g for a in claim["assumptions"] if "invariant" in a for g in a["invariant"]]


def key(goal):
    return tuple(sorted(goal.items()))


def orbit(claim, goal, limit=200):
    seen, todo = {key(goal)}, [goal]
    while todo and len(seen) <= limit:
        found = todo.pop()
        for g in generators(claim):
            image = moved(g, found)
            if key(image) not in seen:
                seen.add(key(image))
                todo.append(image)
    return [dict(member) for member in seen] if not todo else None


def mixture(claim, weighted_goals):
    """The law that is uniform on the orbit of each goal."""
    law = []
    for q, goal in weighted_goals:
        members = orbit(claim, goal)
        if members is None:
            return None
        law += [(q / len(members), member) for member in members]
    return law


def expectation(claim, functional, law):
    return sum(q * integrand(claim, functional, goal) for q, goal in law)


def satisfies(relation, value):
    return {">=": value >= 0, ">": value > 0, "=": value == 0}[relation]


def fits(claim, law, *, structures=True):
    """Whether a finite law is in the class; structures are for the caller if it knows better."""
    masses = {}
    for q, goal in law:
        masses[key(goal)] = masses.get(key(goal), 0) + q
    for a in claim["assumptions"]:
        if "invariant" in a:
            if any(masses.get(key(moved(g, dict(goal)))) != q for g in a["invariant"] for goal, q in masses.items()):
                return False
        elif "support" in a:
            if not all(events_at(claim, values_at(claim, goal))[a["support"]] for _, goal in law):
                return False
        elif "no_ties" in a:
            for _, goal in law:
                values = values_at(claim, goal)
                if any(values[i] == values[j] for i, j in a["no_ties"]):
                    return False
        elif "moment" in a:
            if not satisfies(a["moment"]["relation"], expectation(claim, a["moment"], law)):
                return False
        elif structures:
            return False
    return True


# --- random members ---------------------------------------------------------------------------------------------------


def random_goal(claim, rng):
    sevenths, fine = [Fraction(n, 7) for n in range(8)], [Fraction(n, 97) for n in range(-300, 300)]
    grid = rng.choice([[0, 1], [-1, 0, 1], sevenths, fine])
    return {w: Fraction(rng.choice(grid)) for w in [*claim["outcomes"], *claim["constants"]]}


def random_member(claim, rng):
    """A law of the class, or None where a few trials found none."""
    names = {a["structure"] for a in claim["assumptions"] if "structure" in a}
    for _ in range(6):
        if names:
            law = random_product(claim, rng)
            if fits(claim, law, structures=False):
                return law
            continue
        goals = [random_goal(claim, rng) for _ in range(rng.choice([1, 1, 2]))]
        for goal in goals:
            goal.update({c: goals[0][c] for c in claim["constants"]})
        law = mixture(claim, [(Fraction(1, len(goals)), goal) for goal in goals])
        if law is not None and fits(claim, law):
            return law
    return None


def random_product(claim, rng):
    """Independent, identical, symmetric about the first centre: satisfies every structure but those with a density."""
    centers = [a["center"] for a in claim["assumptions"] if "center" in a]
    goal = random_goal(claim, rng)
    constants = {c: goal[c] for c in claim["constants"]}
    center = constants.get(centers[0]) if centers else None
    middle = center if center is not None else Fraction(centers[0]) if centers else Fraction(0)
    step = Fraction(rng.randrange(1, 300), 97)
    points = [middle - step, middle + step] if centers else [middle, middle + 1, middle + rng.randrange(2, 9)]
    outcomes = claim["outcomes"]
    weight = Fraction(1, len(points) ** len(outcomes))
    goals = (dict(zip(outcomes, values, strict=True)) for values in product(points, repeat=len(outcomes)))
    return [(weight, goal | constants) for goal in goals]


def inhabited(claim, rng, trials=12):
    """Whether some member of the class was found (none is sought where laws need a density)."""
    if any(a.get("structure") in DENSE for a in claim["assumptions"]):
        return False
    return any(random_member(claim, rng) for _ in range(trials))


def refuted(claim, rng, trials=12):
    """Whether some member that was found violates the thesis."""
    if any(a.get("structure") in DENSE for a in claim["assumptions"]):
        return refuted_by_sampling(claim, rng)
    for _ in range(trials):
        law = random_member(claim, rng)
        if law and not satisfies(claim["thesis"]["relation"], expectation(claim, claim["thesis"], law)):
            return True
    return False


def refuted_by_sampling(claim, rng):
    """Whether a symmetric continuous iid law clearly violates the thesis; estimates, with a stated tolerance."""
    if claim["constants"]:
        return False
    centers = [Fraction(a["center"]) for a in claim["assumptions"] if "center" in a]
    middle = centers[0] if centers else Fraction(0)

    def draw():
        return {w: middle + Fraction(rng.randrange(-(10**6), 10**6 + 1) or 1, 10**6) for w in claim["outcomes"]}

    return sum(integrand(claim, claim["thesis"], draw()) for _ in range(DRAWS)) / DRAWS < -TOLERANCE


# --- exhibited laws ---------------------------------------------------------------------------------------------------


def exhibited(claim, law):
    """A finite law as written, or None where it is continuous or a product."""
    if "radius" in law:
        return None
    for kind in ("atoms", "orbit"):
        if kind in law:
            listed = [(Fraction(q), {w: Fraction(x) for w, x in goal.items()}) for q, goal in law[kind]]
            return mixture(claim, listed) if kind == "orbit" else listed
    return None


def sampler(claim, law):
    """Draws of a continuous law or a product."""

    def one(piece, rng):
        _, low, high = map(Fraction, piece)
        return low + (high - low) * Fraction(rng.randrange(1, 10**6), 10**6)

    if "normal" in law:
        constants = {c: Fraction(q) for c, q in law["constants"].items()}
        mean = Fraction(law["normal"]["center"])
        return lambda rng: {w: mean + Fraction(rng.gauss(0, 1)) for w in claim["outcomes"]} | constants
    if "marginals" in law:
        constants = {c: Fraction(q) for c, q in law["constants"].items()}
        bags = {w: (pieces, [float(Fraction(p[0])) for p in pieces]) for w, pieces in law["marginals"].items()}
        return lambda rng: {w: one(rng.choices(*bag)[0], rng) for w, bag in bags.items()} | constants
    kind = "orbit" if "orbit" in law else "atoms"
    finite = exhibited(claim, {kind: law[kind]})
    radius = Fraction(law["radius"])
    weights = [float(q) for q, _ in finite]

    def draw(rng):
        (_, goal), noise = rng.choices(finite, weights)[0], Fraction(10**6)
        return goal | {w: goal[w] + radius * rng.randrange(-(10**6) + 1, 10**6) / noise for w in claim["outcomes"]}

    return draw


def member_is_fine(claim, law, seed=0):
    """Whether an exhibited law is in the class, as far as can be seen from outside."""
    finite = exhibited(claim, law)
    if finite is not None:
        alone = len({key(goal) for _, goal in finite}) == 1
        return sum(q for q, _ in finite) == 1 and fits(claim, finite, structures=not alone)
    draw, rng = sampler(claim, law), random.Random(seed)
    for goal in (draw(rng) for _ in range(40)):
        values = values_at(claim, goal)
        events = events_at(claim, values)
        for a in claim["assumptions"]:
            if "support" in a and not events[a["support"]]:
                return False
            if "no_ties" in a and any(values[i] == values[j] for i, j in a["no_ties"]):
                return False
    return True


def violates(claim, law, seed=0):
    """Whether an exhibited law violates the thesis (for a continuous one: does not clearly satisfy it)."""
    finite = exhibited(claim, law)
    if finite is not None:
        return not satisfies(claim["thesis"]["relation"], expectation(claim, claim["thesis"], finite))
    draw, rng = sampler(claim, law), random.Random(seed)
    return sum(integrand(claim, claim["thesis"], draw(rng)) for _ in range(DRAWS)) / DRAWS < TOLERANCE


def agrees(claim, law, difference, seed=0):
    """Whether the two sides differ by this much under a law, exactly for a finite one."""
    finite = exhibited(claim, law)
    if finite is not None:
        return expectation(claim, claim["thesis"], finite) == difference
    draw, rng = sampler(claim, law), random.Random(seed)
    draws = [float(integrand(claim, claim["thesis"], draw(rng))) for _ in range(4 * DRAWS)]
    mean = sum(draws) / len(draws)
    spread = (sum((x - mean) ** 2 for x in draws) / len(draws) ** 2) ** 0.5
    return abs(mean - float(difference)) <= 6 * spread + 1e-9
