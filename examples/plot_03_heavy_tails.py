"""
Why "less left to chance" fails for heavy tails
===============================================

A sure outcome, or a coin toss between two others? If utilities are drawn independently from one symmetric
distribution, it may seem that averaging two of them cannot help. It depends on the tails.
"""

from decision import *
from decision import check

menu = Choice({"sure": {"a": 1}, "coin": {"b": "1/2", "c": "1/2"}, "other coin": {"d": "1/2", "e": "1/2"}})
thesis = Pr(menu.best("sure")) >= Pr(menu.best("coin"))

# %%
# With a log-concave density (uniform, normal, exponential on both sides ...) the thesis is a theorem of
# :cite:t:`Proschan1965`.

decide(thesis, given=[IID(), Symmetric(), LogConcave(), Continuous()])

# %%
# Without it the thesis fails, and the counterexample is a distribution one can look at.

verdict = decide(thesis, given=[IID(), Symmetric(), NoTies()])
assert check(verdict).accepted
verdict.counterexample

# %%
# Each level is eight times as large as the one below. The largest utility in sight decides nearly alone, half of it
# is still larger than anything else, and a coin toss has two chances to contain it.

from decision.plotting.style import COLOURS, Chart

pieces = verdict.counterexample.marginals["a"]
levels = sorted({abs(low + high) / 2 for _, low, high in pieces})
picture = Chart(380, 220, title="The counterexample: one utility")
picture.name_axes("size of the utility, either sign (each tick eight times the last)", "probability")
bars = picture.field.bar(
    range(len(levels)),
    [float(sum(w for w, low, high in pieces if abs(low + high) / 2 == level)) for level in levels],
    color=COLOURS[0],
    width=0.15,
)
ticks = picture.field.set_xticks(range(len(levels)), [str(level) for level in levels])

# %%
# *What to see:* no size dominates in probability, and each dwarfs those below it.
#
# Between light and heavy tails lie the stable laws, with a tail index from 2 (normal) down to 0. A mean of two Cauchy
# utilities, index 1, is spread exactly like one of them: there the bias vanishes, and below it is reversed. These
# probabilities are exact, or enclosed by rigorous integrals; nothing is sampled.

from decision.plotting import plot_curve

indices = ["1/2", "3/4", 1, "5/4", "3/2", "7/4", 2]
best = Pr(menu.best("sure"))
answers = dict(zip(indices, measure(best, goals=[iid(Stable(index)) for index in indices])))
for index, answer in answers.items():
    print(index, answer)

# %%

curve = plot_curve(
    answers, fair="1/3", across="tail index", up="Pr(the sure thing is best)", title="Bias against tail index"
)

# %%
# *What to see:* the curve crosses one third at index 1.
#
# How far the thesis fails has a limit: whatever the distribution, the sure thing has half of the probability of the
# better coin.

half = 2 * Pr(menu.best("sure")) >= Pr(menu.best("coin"))
decide(half, given=[Exchangeable(), NoTies()])
