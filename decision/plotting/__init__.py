"""Pictures, with matplotlib; no display is needed and no global state touched."""

from decision.plotting.curves import plot_curve
from decision.plotting.goals import plot_goals
from decision.plotting.grids import plot_grid
from decision.plotting.lattices import plot_frontier
from decision.plotting.maps import plot_map
from decision.plotting.processes import plot_mdp
from decision.plotting.regions import plot_region
from decision.plotting.sweeps import plot_sweep
from decision.plotting.trees import plot_tree

__all__ = [
    "plot_curve",
    "plot_frontier",
    "plot_goals",
    "plot_grid",
    "plot_map",
    "plot_mdp",
    "plot_region",
    "plot_sweep",
    "plot_tree",
]
