"""
Try the unknown arm first
=========================

Two pulls, a safe arm and a risky one that is good or bad both times. To try the risky arm late is never strictly
best: what was learnt could not be used :cite:p:`Robbins1952`. How often is it right to try it early?
"""

from decision import *
from decision import check
from decision.plotting import plot_map

explore = Chance(
    "try",
    {
        "good": ("1/2", Decision("it was good", {"safe": Outcome("safe+good"), "risky": Outcome("good+good")})),
        "bad": ("1/2", Decision("it was bad", {"safe": Outcome("safe+bad"), "risky": Outcome("bad+bad")})),
    },
)
exploit = Decision(
    "second",
    {
        "safe": Outcome("safe+safe"),
        "risky": Chance("late try", {"good": ("1/2", Outcome("safe+good")), "bad": ("1/2", Outcome("safe+bad"))}),
    },
)
tree = Decision("first", {"safe": exploit, "risky": explore})
picture = tree.plot(title="Try the risky arm first, or late, or never")

# %%
# *What to see:* only the lower branch has a choice after the result is known.

plan = Plan(tree, rule=Sophisticated())
late = Pr(plan.uniquely_best("safe") & plan.at("second").best("risky")) == 0
early = Pr(plan.best("risky")) >= "1/2"
sets = {
    "nothing\nassumed": [],
    "liking as likely\nas disliking": [ReflectionSymmetric(), NoTies()],
    "no outcome\nspecial": [Exchangeable(), NoTies()],
    "better results\nare not worse": [Monotone([("good+good", "safe+good"), ("safe+good", "safe+safe")])],
}
answers = {
    "late trying is never best": {"nothing\nassumed": decide(late)},
    "early trying is best\nat least half of the time": {
        words: decide(early, given=given) for words, given in sets.items()
    },
}
table = plot_map(answers, title="Exploring")

# %%
# *What to see:* the first thesis needs no assumption, the second needs a symmetry; that good results are liked is not
# enough.

assert all(check(v).accepted for row in answers.values() for v in row.values())
bounds(Pr(plan.best("risky")), given=[ReflectionSymmetric(), NoTies()])
