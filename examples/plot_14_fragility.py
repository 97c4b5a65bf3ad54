"""
Fragility: a one per cent tilt
==============================

Goals are never drawn exactly as assumed. How much may a distribution of goals be tilted, each goal made a little more
or less likely, before a thesis about it fails?
"""

from fractions import Fraction

from decision import *
from decision.plotting.style import COLOURS, Chart

live = maximum(u("far"), u("made"), u("known"))
goals = iid(Uniform(0, 1))

# %%
# Under the distribution itself, living is at least as good as dying with probability exactly 3/4.

measure(Pr(live >= u("dead")), goals=goals)

# %%
# The thesis "at least 3/4" is true, and any tilt breaks it: nothing is to spare.

sensitivity(Pr(live >= u("dead")) >= "3/4", goals)

# %%
# For weaker theses there is something to spare, and how much is exact:

levels = [Fraction(k, 100) for k in range(50, 76)]
largest = {level: sensitivity(Pr(live >= u("dead")) >= level, goals).largest for level in levels}
for level in (Fraction(74, 100), Fraction(70, 100), Fraction(1, 2)):
    print(f"at least {level}: up to {largest[level]}")

# %%

picture = Chart(380, 240, title="How large a tilt does the thesis survive?")
picture.name_axes("thesis: living is as good with at least this probability", "largest tilt")
line = picture.field.plot(
    [float(x) for x in levels], [float(t.value) for t in largest.values()], color=COLOURS[0], lw=1.8
)
one = picture.field.axhline(0.01, color=COLOURS[5], lw=1.2, linestyle=(0, (4, 2.5)), label="one per cent")
picture.explain()

# %%
# *What to see:* the line reaches the tilt of one per cent just below 3/4: the exact value of a bias is fragile, its
# direction is not.
#
# Between two alike options there is no bias, and a tilt of any size makes one.

sensitivity(Pr(u("a") >= u("b")) >= "1/2", goals)

# %%
# Contamination is another change: a share of the goals comes from elsewhere. Where "less left to chance" holds for
# normal utilities, it survives until most goals come from a distribution with very heavy tails.

menu = Choice({"sure": {"a": 1}, "coin": {"b": "1/2", "c": "1/2"}, "other coin": {"d": "1/2", "e": "1/2"}})
less = Pr(menu.best("sure")) >= Pr(menu.best("coin"))
sensitivity(less, iid(Normal(0, 1)), towards=iid(Stable("1/2")))

# %%
# If a share of the goals may be anything at all, much less is needed.

sensitivity(Pr(live >= u("dead")) >= "74/100", goals, towards=[Bounded(0, 1)])
