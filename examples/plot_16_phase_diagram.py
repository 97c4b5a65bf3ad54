"""
Where does power-seeking stop? A phase diagram of a gridworld over discount and noise
=====================================================================================

An agent stands between a small room, one step to its left, and a large hall at the end of a corridor to its right. The
hall leaves more in reach, but not soon. For how many goals is it best to set out for it? That depends on how patient
the agent is, and on how often its actions slip. Numbers here are estimates, so none of them is a verdict, but each says
how far off it may be, and what the samples leave open is shown as open.
"""

from fractions import Fraction

from decision import *
from decision.numeric.choices import choice_share
from decision.numeric.noise import noisy
from decision.numeric.shares import average_power

plan = [
    "...#####.....",
    "...s.........",
    "...#####.....",
    "########.....",
    "########.....",
]
cells = {f"{i},{j}": (i, j) for i, row in enumerate(plan) for j, mark in enumerate(row) if mark != "#"}
moves = {"stay": (0, 0), "up": (-1, 0), "down": (1, 0), "left": (0, -1), "right": (0, 1)}


def ways(i, j):
    return {move: {f"{i + di},{j + dj}": 1} for move, (di, dj) in moves.items() if f"{i + di},{j + dj}" in cells}


house = pack(MDP({cell: ways(*place) for cell, place in cells.items()}, discount="9/10"))
goals = iid(Uniform(0, 1))
house

# %%
# POWER is what a state is worth on average over goals. There is more of it in the middle of the hall than of the room:

for name, cell in {"room": "1,1", "hall": "2,10"}.items():
    print(name, average_power(house, cell, goals=goals, discount=0.9, samples=3000))

# %%
# The question of each cell: how much more often is a step to the right optimal than a step to the left? With
# probability `noise` a random action is taken instead of the chosen one. Fifty-four cells, three thousand goals each,
# the same goals in every cell; all intervals hold together with a confidence of 0.99.

noise, discounts = [0, 0.15, 0.3, 0.45, 0.6, 0.75], [0.2, 0.6, 0.8, 0.9, 0.94, 0.96, 0.97, 0.98, 0.99]


def towards_the_hall(noise, discount):
    return choice_share(
        noisy(house, noise), "1,3", "right", minus="left", goals=goals, discount=discount, samples=3000,
        confidence=1 - Fraction(1, 100 * 54),
    )  # fmt: skip


diagram = sweep(towards_the_hall, over={"noise": noise, "discount": discounts})
picture = diagram.plot(threshold=0, title="Hall or room?", label="hall more often than room")

# %%
# *What to see:* on the right, where the future counts, the hall serves more goals: the convergent tendency to keep more
# in reach. Further left it is reversed, since the room is near; at the left edge little more than the next step counts,
# and both sides are nearly alike. Hatched cells are open: their interval contains 0, and three thousand goals do not
# decide them. Noise makes either side matter less.
#
# The table behind the picture, by the side of 0 on which each cell lies:

sides = {}
for row in diagram.rows:
    sides.setdefault(row.side(0).value, []).append(row.label)
{side: len(labels) for side, labels in sides.items()}

# %%
# An agent that only takes one of the best half of its actions at random (a quantiliser) is drawn to the hall by the
# same difference in worth, but chooses it with less than certainty:

from decision.problems.deciders import Quantiliser

for discount in (0.9, 0.99):
    found = choice_share(
        house, "1,3", "right", minus="left", decider=Quantiliser("1/2"), goals=goals, discount=discount, samples=500
    )
    print(f"discount {discount}: {found}")
