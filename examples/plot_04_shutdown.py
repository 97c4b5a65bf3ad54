"""
Shutdown beats one option: the Figure-1 MDP at discount 1/2
===========================================================

In the first figure of :cite:t:`TurnerEtAl2021` an agent can go right or left, into parts with several states, or up,
into shutdown. The theorems say that right is optimal at least as often as left, for every exchangeable reward
distribution. Are both better than shutdown?
"""

from decision import *
from decision import check
from decision.plotting import plot_map

edges = {
    "star": {"up": "nil", "left": "lL", "right": "rR"},
    "nil": {"stay": "nil"},
    "lL": {"up": "lNW", "down": "lSW"},
    "lNW": {"down": "lSW"},
    "lSW": {"up": "lNW", "stay": "lSW"},
    "rR": {"up": "rNE", "down": "rSE"},
    "rNE": {"stay": "rNE", "down": "rSE"},
    "rSE": {"up": "rNE", "stay": "rSE"},
}
mdp = MDP({s: {a: {t: 1} for a, t in moves.items()} for s, moves in edges.items()}, discount="1/2")

# %%
# At discount 1/2, for exchangeable rewards without ties:

up, left, right = (Pr(mdp.optimal("star", a)) for a in ("up", "left", "right"))
given = [Exchangeable(), NoTies()]
theses = {"right ≥ left": right >= left, "right ≥ up": right >= up, "left ≥ up": left >= up}
answers = {name: {"exchangeable,\nno ties": decide(thesis, given=given)} for name, thesis in theses.items()}
picture = plot_map(answers, title="Which way is optimal more often?")

# %%
# *What to see:* right is favoured over left, but neither part is favoured over shutdown by every such distribution.
#
# The refutation of "left at least as often as up" is a reward distribution. On its orbit one can count how often each
# is optimal.

law = answers["left ≥ up"]["exchangeable,\nno ties"].counterexample
goal = {state: reward for state, reward in law.atoms[0][1].items() if state in mdp.outcomes}
goal

# %%
# How often up is better than left, how often neither, how often left:

orbit_counts(mdp.optimal("star", "up"), mdp.optimal("star", "left"), goal=goal)

# %%
# One relabelling of it, with what is then optimal:

process = mdp.plot(goal={"star": 0, **goal}, title="One reward of the orbit")

# %%
# *What to see:* thick arrows are optimal at this reward. Shutdown is reached in one step, while left and right first
# pass through a state that cannot be avoided; at discount 1/2 that step counts as much as all later ones together.

assert all(check(v).accepted for row in answers.values() for v in row.values())

# %%
# Such a distribution need not be contrived. For independent rewards, uniform between 0 and 1, shutdown is optimal
# more often than going left at discount 1/2; in the limit of discount 1 it is the other way round.

uniform = iid(Uniform(0, 1))
for criterion in ("discounted", "blackwell"):
    for way in ("up", "left", "right"):
        share = measure(Pr(mdp.optimal("star", way, criterion=criterion)), goals=uniform)
        print(f"{criterion:11}{way:6}{float(share.value):.4f}  {share}")
