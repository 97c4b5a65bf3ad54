"""
Leave the off switch to somebody else?
======================================

A robot can act, switch itself off, or leave that to a human :cite:p:`HadfieldMenellEtAl2017`. It does not know
whether the act will turn out good or bad; the human will see. Deferring is free information in the hands of another
self.
"""

from decision import *
from decision import check


def human(name, act):
    return Decision(f"human sees {name}", {"allow": Outcome(act), "press": Outcome("off")}, chooser="human")


tree = Decision(
    "robot",
    {
        "act": Chance("luck", {"good": ("1/2", Outcome("good")), "bad": ("1/2", Outcome("bad"))}),
        "switch off": Outcome("off"),
        "defer": Chance(
            "luck, deferred", {"good": ("1/2", human("good", "good")), "bad": ("1/2", human("bad", "bad"))}
        ),
    },
)
picture = tree.plot(title="The off switch")

# %%
# *What to see:* the human's nodes have another colour: another goal may choose there.

plan = Plan(tree, rule=Sophisticated())

# %%
# **A human who shares the goal.** Then deferring is at least as good for every goal.

shared = decide(Pr(plan.best("defer")) == 1, given=[SameGoals("now", "human")])
assert check(shared).accepted
shared

# %%
# **A human with another goal.** Nothing is left without further assumptions, and not much with them.

alone = bounds(Pr(plan.best("defer")), given=[Exchangeable(self="now"), NoTies()])
alone

# %%
# **How much agreement is needed?** If the human sees good and bad as the robot does with probability 9/10, deferring
# is worth it at least so often:

agrees = (u("good", self="human") > u("off", self="human")) & (u("off", self="human") > u("bad", self="human"))
orderly = Supported((u("good") > u("off")) & (u("off") > u("bad")))
for level in ("1/2", "9/10", "99/100"):
    print(level, bounds(Pr(plan.best("defer")), given=[orderly, Pr(agrees) >= level]))
