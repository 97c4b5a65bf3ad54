"""
Goals that fit the training, in a new place
===========================================

An agent was trained where only two states matter. Its goal fits what it learnt, and says nothing more of other
states. In a new place it can be shut down, or go on to three others :cite:p:`KrakovnaKramar2023`.
"""

from decision import *
from decision import check
from decision.plotting import plot_map

mdp = MDP(
    {
        "train": {"learnt": {"good": 1}, "other": {"bad": 1}},
        "good": {"stay": {"good": 1}},
        "bad": {"stay": {"bad": 1}},
        "new": {"shutdown": {"off": 1}, "avoid": {"avoided": 1}},
        "avoided": {"1": {"f1": 1}, "2": {"f2": 1}, "3": {"f3": 1}},
        "off": {"stay": {"off": 1}},
        "f1": {"stay": {"f1": 1}},
        "f2": {"stay": {"f2": 1}},
        "f3": {"stay": {"f3": 1}},
    },
    discount="9/10",
)
picture = mdp.plot(title="Training, and a new place")

# %%
# *What to see:* nothing leads from the new place back to the states of training.

fits = Supported(mdp.optimal("train", "learnt", criterion="average"))
avoids = Pr(mdp.optimal("new", "avoid", criterion="average"))
sets = {
    "fits training": [fits],
    "fits training,\nnew states alike": [fits, Exchangeable(blocks=[["off", "f1", "f2", "f3"]]), NoTies()],
    "fits training,\nfutures alike": [fits, Exchangeable(blocks=[["f1", "f2", "f3"]]), NoTies()],
}
answers = {
    f"avoids shutdown,\nat least {level}": {
        words: decide(avoids >= level, given=given, outcomes=["good", "bad"]) for words, given in sets.items()
    }
    for level in ("1/4", "3/4")
}
table = plot_map(answers, title="What fitting the training implies")

# %%
# *What to see:* training alone implies nothing about the new place. Three fourths follow if shutdown is like the
# other new states; symmetry among the futures alone is not enough.
#
# Why three fourths follow, in words:

assert all(check(v).accepted for row in answers.values() for v in row.values())
answers["avoids shutdown,\nat least 3/4"]["fits training,\nnew states alike"]
