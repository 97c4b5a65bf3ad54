"""
A thousand rewards on a gridworld
=================================

A house with four rooms, and a thousand reward functions drawn at random. Where is it good to be, if one does not know
yet what for? Numbers here are sampled over rewards, so none of them is a verdict; for each reward, optimal values are
enclosed by certified bounds.
"""

import numpy as np

from decision import *
from decision.plotting import plot_grid

plan = [
    "......#....",
    "......#....",
    "...........",
    "......#....",
    "......#....",
    "##.#####.##",
    "......#....",
    "......#....",
    "...........",
    "......#....",
    "......#....",
]
cells = {f"{i},{j}": (i, j) for i, row in enumerate(plan) for j, mark in enumerate(row) if mark == "."}
moves = {"stay": (0, 0), "up": (-1, 0), "down": (1, 0), "left": (0, -1), "right": (0, 1)}


def ways(i, j):
    return {move: {f"{i + di},{j + dj}": 1} for move, (di, dj) in moves.items() if f"{i + di},{j + dj}" in cells}


house = MDP({cell: ways(*place) for cell, place in cells.items()}, discount="9/10")

# %%
# `pack` puts the process into arrays, and `optimal_values` solves it for all rewards at once.

rewards = iid(Uniform(0, 1)).sample(np.random.default_rng(0), 1000, house.states)
found = optimal_values(pack(house), rewards, discount=0.9, tolerance=1e-6)
found

# %%
# Each value is between its bounds:

assert (found.lower <= found.values).all()
assert (found.values <= found.upper).all()
float((found.upper - found.lower).max())

# %%
# POWER is the mean over rewards, normalised. Its error has two parts: the bounds above, and the sample of rewards.

scale = (1 - 0.9) / 0.9
each = scale * (found.values - rewards)
power, error = each.mean(axis=0), each.std(axis=0, ddof=1) / np.sqrt(len(rewards))
print(f"largest standard error over cells: {error.max():.4f}")
picture = plot_grid(dict(zip(house.states, power)), cells=cells, title="POWER in a house of four rooms", label="POWER")

# %%
# *What to see:* the middle of a room is the best place to be, a corner the worst. It counts how many cells are one step
# away; a door, which has two neighbours, is no better than a cell at a wall:

for count in (3, 4, 5):
    some = [p for place, p in zip(house.states, power, strict=True) if len(house.actions(place)) == count]
    print(f"{count} moves: POWER from {min(some):.3f} to {max(some):.3f}, mean {np.mean(some):.3f}")
doors = ["2,6", "5,2", "5,8", "8,6"]
print("doors, with 3 moves:", *(f"{power[house.states.index(door)]:.3f}" for door in doors))

# %%
# On a corridor of three cells the same can be computed exactly, and the middle is better for every exchangeable
# distribution of rewards, not only on average over this sample.

corridor = MDP(
    {
        "left": {"stay": {"left": 1}, "go": {"middle": 1}},
        "middle": {"stay": {"middle": 1}, "left": {"left": 1}, "right": {"right": 1}},
        "right": {"stay": {"right": 1}, "go": {"middle": 1}},
    },
    discount="9/10",
)
for place in corridor.states:
    print(place, measure(POWER(corridor, place), goals=iid(Uniform(0, 1))))

# %%

decide(POWER(corridor, "middle") >= POWER(corridor, "left"), given=[Exchangeable()], outcomes=corridor.outcomes)
