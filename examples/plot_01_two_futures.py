"""
Die, or live and choose among three futures
===========================================

The shortest argument for self-preservation: a goal that singles out no outcome prefers to live, unless death is the
very best of the four.
"""

from decision import *
from decision import check

die = Choice({"die": {"dead": 1}})
live = Choice({"travel": {"far": 1}, "build": {"made": 1}, "learn": {"known": 1}})
thesis = Pr(live.value() >= die.value()) == "3/4"
verdict = decide(thesis, given=[Exchangeable(), NoTies()])
print(verdict)

# %%
# An independent program reads claim and certificate and agrees. (Change an assumption above, for instance
# `Exchangeable()` into `ReflectionSymmetric()`, and run the script again: the verdict changes, and what is explained
# is a counterexample.)

assert check(verdict).accepted
print(verdict.explain())

# %%
# For two of the futures a picture shows why. Each point of the triangle is a goal, up to scale and zero point.

from decision.plotting import plot_goals

picture = plot_goals(
    {"live": maximum(u("far"), u("made")), "die": u("dead")},
    outcomes=["dead", "far", "made"],
    title="Death or two futures: which goals prefer what",
)

# %%
# *What to see:* the goals that prefer death are the third of them nearest to its corner.
