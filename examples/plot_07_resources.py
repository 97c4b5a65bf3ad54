"""
More resources: what they have to leave open
============================================

"More resources are never worse" sounds like a law of logic. It is one if they leave everything open; otherwise it is
an assumption about goals.
"""

from decision import *
from decision import check
from decision.plotting import plot_frontier, plot_goals

# %%
# **Nested.** Whoever has the resources can still do what could be done without them. No assumption is needed.

nested = decide(Pr(maximum(u("rest"), u("work"), u("travel")) >= maximum(u("rest"), u("work"))) == 1)
nested

# %%
# **Disjoint.** A rich life and a poor life are different worlds, even if one does the same in both.

rich, poor = maximum(u("rich rest"), u("rich work")), maximum(u("poor rest"), u("poor work"))
assumptions = {
    "rich rest no worse than poor rest": Monotone([("rich rest", "poor rest")]),
    "rich work no worse than poor work": Monotone([("rich work", "poor work")]),
    "no outcome special": Exchangeable(),
    "no ties": NoTies(),
}
found = frontier(Pr(rich >= poor) == 1, assumptions=list(assumptions.values()))
picture = plot_frontier(found, assumptions=assumptions, title="Resources are surely no worse")

# %%
# *What to see:* it is enough that goals like each rich world at least as well as its poor twin (A and B). One twin
# with symmetry between outcomes (A and C) is enough too, but only because it leaves nothing but goals that are
# indifferent between all worlds: if one world is surely no worse than another and no world is special, every world is
# no worse than every other.
#
# **Costly.** To acquire means to give something up first, and a goal may care.

costly = bounds(Pr(rich - "1/4" >= poor), given=[*list(assumptions.values())[:2], Bounded(0, 1)])
costly

# %%
# With two worlds at stake and one kept, the goals that would rather not acquire are those near the third corner.

goals = plot_goals(
    {"acquire": maximum(u("rich rest"), u("rich work")), "leave it": u("poor rest")},
    outcomes=["poor rest", "rich rest", "rich work"],
    title="Which goals would leave it?",
)

# %%
# *What to see:* a third of the directions; a goal distribution that puts most weight there refutes the thesis.

assert check(nested).accepted
