"""
Gallow's three biases, and the assumption each rests on
=======================================================

According to the abstract of :cite:t:`Gallow2024`, randomly drawn desires are biased towards leaving less up to
chance, towards desire preservation, and towards more later choices. Which assumption about the distribution carries
each of them? The theses, the classes and all numbers here are our own derivation.
"""

from decision import *
from decision import check
from decision.plotting import plot_map

# %%
# Less left to chance: a sure outcome against two coin tosses.

menu = Choice({"sure": {"a": 1}, "coin": {"b": "1/2", "c": "1/2"}, "other coin": {"d": "1/2", "e": "1/2"}})
chance = Pr(menu.best("sure")) >= Pr(menu.best("coin"))

# %%
# Desire preservation: two later worlds on either side; after a change the changed desires choose.


def later(name, *worlds, **rest):
    return Decision(name, {w: Outcome(w) for w in worlds}, **rest)


tree = Decision("now", {"keep": later("kept", "k1", "k2"), "change": later("changed", "c1", "c2", chooser="changed")})
foreseen = Plan(tree, rule=Sophisticated())
preservation = Pr(foreseen.uniquely_best("keep")) > "1/2"

# %%
# More later choices: three against two.

choices = Pr(maximum(u("a1"), u("a2"), u("a3")) > maximum(u("b1"), u("b2"))) > "1/2"

# %%
# Each thesis under the assumption it rests on, and under one that may look as good.

answers = {
    "less left to chance": {
        "symmetric about\nlike and dislike": decide(chance, given=[SignSymmetric(), NoTies()]),
        "no outcome\nspecial": decide(chance, given=[Exchangeable(), NoTies()]),
        "iid, symmetric,\nlight tails": decide(chance, given=[IID(), Symmetric(), LogConcave(), Continuous()]),
    },
    "desire preservation": {
        "symmetric about\nlike and dislike": decide(preservation, given=[ReflectionSymmetric(self="now"), NoTies()]),
        "no outcome\nspecial": decide(preservation, given=[Exchangeable(self="now"), NoTies()]),
    },
    "more later choices": {
        "symmetric about\nlike and dislike": decide(choices, given=[SignSymmetric(), NoTies()]),
        "no outcome\nspecial": decide(choices, given=[Exchangeable(), NoTies()]),
    },
}

picture = plot_map(answers, title="Three biases, three assumptions")

# %%
# *What to see:* no column makes all three theses true. Two of the biases rest on symmetry between outcomes; the first
# does not follow from it, but from light tails.
#
# Desire preservation rests on one thing more, which is no assumption about goals: that the change is foreseen. Who
# makes one plan and carries it out has no such bias.

resolute = Plan(tree, rule=Resolute())
decide(Pr(resolute.best("keep")) == "1/2", given=[Exchangeable(), NoTies()])

# %%
# Every verdict of the map has been checked.

assert all(check(verdict).accepted for row in answers.values() for verdict in row.values())
