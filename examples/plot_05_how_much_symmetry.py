"""
How much symmetry does power-seeking need?
==========================================

"No outcome is special" permutes all outcomes. The theorems on options use less. Which symmetries are enough for
living to be better than dying in three of four cases?
"""

from decision import *
from decision import check
from decision.plotting import plot_frontier

live = maximum(u("far"), u("made"), u("known"))
thesis = Pr(live >= u("dead")) >= "3/4"

# %%
# Four symmetries, each weaker than full exchangeability: three exchange death with one of the futures, the last
# rotates all four outcomes.

swaps = [Invariant([{"dead": w, w: "dead"}]) for w in ("far", "made", "known")]
cycle = Invariant([{"dead": "far", "far": "made", "made": "known", "known": "dead"}])
named = dict(
    zip(["exchange dead, far", "exchange dead, made", "exchange dead, known", "rotate all four"], [*swaps, cycle])
)
found = frontier(thesis, assumptions=list(named.values()))
picture = plot_frontier(found, assumptions=named, title="Which symmetries are enough for 3/4?")

# %%
# *What to see:* one rotation through all four outcomes (D) is enough: death is each time one of four equally likely
# places. Exchanging death with each future in turn (A, B and C together) is enough too, with any two of them it is
# not.
#
# What do fewer exchanges give?

for count in range(4):
    print(count, "exchanges:", bounds(Pr(live >= u("dead")), given=swaps[:count]))

# %%
# Symmetry among the futures alone, which leaves death special, gives nothing.

verdict = decide(Pr(live >= u("dead")) > 0, given=[Exchangeable(blocks=[["far", "made", "known"]]), NoTies()])
verdict

# %%
# Symmetry is not the only way. That death is mostly worse than one of the futures does it as well.

enough = decide(thesis, given=[Pr(u("dead") >= u("far")) <= "1/4"])
assert check(enough).accepted
assert all(check(s.verdict).accepted for s in found.sufficient)
enough
