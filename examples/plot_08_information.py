"""
Information: free, at a price, or in other hands
================================================

That free information never hurts is a theorem about any goal :cite:p:`Good1967`. The example changes one of its three
conditions at a time.
"""

from decision import *
from decision import check

acts = {"umbrella": {"rain": "dry", "sun": "laden"}, "none": {"rain": "wet", "sun": "free"}}
clouds = {"clouds": {"rain": "1/4", "sun": "1/4"}, "blue": {"sun": "1/2"}}
informed = Observe(clouds, acts, name="sky")
picture = informed.plot(title="Look at the sky, then leave", goal={"dry": 2, "laden": 1, "wet": 0, "free": 3})

# %%
# *What to see:* at this goal the act depends on the sky; thick branches are chosen.
#
# **Free.** For every goal, without any assumption:

blind = Observe({"nothing": {"rain": "1/4", "sun": "3/4"}}, acts, name="prior")
look, guess = (Plan(t, rule=Sophisticated()).value() for t in (informed, blind))
free = decide(Pr(look >= guess) == 1)
assert check(free).accepted
free

# %%
# **At a price** of a tenth, for goals between 0 and 1: nothing is left that holds of all of them, but the price at
# which every goal would refuse is known exactly.

for price in ("1/10", "1/5", "1/4"):
    print(price, bounds(Pr(look - price > guess), given=[Bounded(0, 1)]))

# %%
# The largest gain that a goal between 0 and 1 can have from looking:

bounds(E(look - guess), given=[Bounded(0, 1)])

# %%
# **In other hands.** If somebody else chooses after looking, more information can be worse.


def told(**who):
    def node(signal, lottery):
        branches = {
            act: Chance(f"{act}, {signal}", {s: (p, Outcome(worlds[s])) for s, p in lottery.items()})
            for act, worlds in acts.items()
        }
        return Decision(f"after {signal}", branches, **who)

    return Plan(Observe(clouds, node, name="their sky"), rule=Sophisticated()).value()


verdict = decide(Pr(told(chooser="other") >= guess) >= "1/2", given=[Exchangeable(self="now"), NoTies()])
assert check(verdict).accepted
verdict
