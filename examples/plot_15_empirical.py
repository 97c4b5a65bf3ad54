"""
Utilities estimated from data
=============================

If goals were measured, the distribution of goals is a table: one row for each agent. Then theses about it are theses
about finitely many goals, and everything is exact; what is uncertain is whether other agents are like these.
"""

import numpy as np

from decision import *
from decision import check
from decision.plotting.style import COLOURS, INK, Chart

# %%
# Twelve agents rated four outcomes from 1 to 5. (The ratings are made up.)

names = ["dead", "far", "made", "known"]
ratings = np.array([
    [1, 4, 3, 2], [1, 2, 5, 4], [5, 1, 2, 1], [2, 3, 3, 5], [1, 5, 1, 2], [3, 3, 2, 1],
    [1, 2, 2, 4], [2, 4, 5, 5], [4, 2, 3, 1], [1, 3, 4, 2], [2, 5, 3, 1], [1, 1, 4, 3],
])  # fmt: skip
goals = empirical(ratings, names)
live = maximum(u("far"), u("made"), u("known"))

# %%
# The probability that living is at least as good, with a note on ties:

measure(Pr(live >= u("dead")), goals=goals)

# %%
# A thesis about this one law is decided and certified like any other.

verdict = decide(Pr(live > u("dead")) >= "2/3", given=[goals])
assert check(verdict).accepted
verdict

# %%
# None of the symmetries that the literature assumes is true of these agents, and the law says so itself.

for assumption in (Exchangeable(), ReflectionSymmetric(), NoTies()):
    print(assumption, "|", goals.satisfies(assumption) or "not satisfied")

# %%
# How far may the population differ from these twelve?

sensitivity(Pr(live > u("dead")) >= "2/3", goals)

# %%
# And for other comparisons:

comparisons = {f"{a} > {b}": Pr(u(a) > u(b)) for a in names for b in names if a < b}
found = {words: measure(quantity, goals=goals) for words, quantity in comparisons.items()}
picture = Chart(380, 230, title="How many of the agents prefer what")
picture.name_axes("share of the agents", "")
bars = picture.field.barh(list(found), [float(answer.value) for answer in found.values()], color=COLOURS[0])
half = picture.field.axvline(0.5, color=INK, lw=0.9, linestyle=(0, (4, 2.5)))

# %%
# *What to see:* outcomes are not alike for these agents. Averages over relabelled goals would hide that.
