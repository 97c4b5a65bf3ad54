"""
Not only maximisers: satisficers, quantilisers, stubborn agents
===============================================================

:cite:t:`TurnerTadepalli2022` need less than optimality: a decision-maker whose choice moves along when outcomes trade
places. Three outcomes: a ghost, an apple, a cherry.
"""

from decision import *
from decision import check
from decision.problems.deciders import Argmax, Boltzmann, Quantiliser, Satisficer, Stubborn
from decision.theory.retargetable import choice_counts
from decision.theory.retargeting import check_retargetable

menu = Choice({w: {w: 1} for w in ("ghost", "apple", "cherry")})
goal = {"ghost": 10, "apple": 5, "cherry": 0}
deciders = {
    "argmax": Argmax(),
    "Boltzmann, T = 1": Boltzmann(1),
    "satisficer, 3": Satisficer(3),
    "satisficer, 7": Satisficer(7),
    "quantiliser, 1/2": Quantiliser("1/2"),
    "stubborn": Stubborn("ghost"),
}

# %%
# Over the six relabellings of the goal: how often fruit is chosen with more probability than the ghost, equally, with
# less.

counts = {
    name: choice_counts(decider, menu, ["apple", "cherry"], ["ghost"], goal=goal) for name, decider in deciders.items()
}
counts

# %%

from decision.plotting.style import COLOURS, MUTED, Chart

picture = Chart(420, 210, title="Fruit or ghost, over one orbit")
picture.name_axes("relabellings of the goal", "")
start = [0] * len(counts)
for k, (words, colour) in enumerate([("fruit more", COLOURS[0]), ("equal", MUTED), ("ghost more", COLOURS[5])]):
    part = [c[k] for c in counts.values()]
    picture.field.barh(list(counts), part, left=start, color=colour, label=words)
    start = [s + p for s, p in zip(start, part, strict=True)]
picture.field.invert_yaxis()
picture.explain(loc="upper left", bbox_to_anchor=(1, 1))

# %%
# *What to see:* whoever looks at the goal chooses fruit at least twice as often; the stubborn one never does. A
# satisficer that is easily content can go either way: at level 3 two outcomes are good enough.
#
# The theorem, with its hypotheses checked:

report = check_retargetable(Argmax(), menu, ["apple", "cherry"], ["ghost"], 2)
assert check(report.verdict).accepted
report
