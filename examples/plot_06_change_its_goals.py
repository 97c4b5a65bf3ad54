"""
Would it let you change its goals?
==================================

An agent can keep its goal, or let it be replaced. Afterwards whoever it then is chooses between two worlds. Whether
it minds depends on whose choice it is, whether the worlds differ, and whether the change was foreseen.
"""

from decision import *
from decision import check
from decision.plotting import plot_map


def later(name, *worlds, **rest):
    return Decision(name, {w: Outcome(w) for w in worlds}, **rest)


apart = Decision("now", {"keep": later("kept", "k1", "k2"), "change": later("changed", "c1", "c2", chooser="changed")})
same = Decision("now", {"keep": later("kept", "x", "y"), "change": later("changed", "x", "y", chooser="changed")})
tree = apart.plot(title="Keep the goal, or have it changed")

# %%
# *What to see:* after the change another self chooses, by goals of its own.
#
# Three ways to face that, and two sets of worlds:

plans = {
    "foresees it": Plan(apart, rule=Sophisticated()),
    "carries out its own plan": Plan(apart, rule=Resolute()),
    "does not foresee it": Plan(apart, rule=Myopic()),
    "foresees it; same worlds": Plan(same, rule=Sophisticated()),
}
given = [Exchangeable(self="now"), NoTies()]
for name, plan in plans.items():
    print(f"{name}: {bounds(Pr(plan.best('keep')), given=given)}")

# %%
# Three theses: keeping is at least as good for half of the goals; for two thirds; for all.

levels = {"≥ 1/2": "1/2", "≥ 2/3": "2/3", "= 1": 1}
answers = {
    name: {words: decide(Pr(plan.best("keep")) >= level, given=given) for words, level in levels.items()}
    for name, plan in plans.items()
}
picture = plot_map(answers, title="How often is keeping at least as good?")

# %%
# *What to see:* only foresight moves the answer from a half to two thirds, and only the same worlds make it certain.
#
# If the new goal is the old one there is nothing to mind: with the same goal, keeping and changing are worth the
# same.

plan = plans["foresees it; same worlds"]
verdict = decide(Pr(indifferent(plan.value("keep"), plan.value("change"))) == 1, given=[SameGoals("now", "changed")])
assert check(verdict).accepted
verdict
