"""The language of claims: values, events, quantities, theses.

It knows nothing of problems, goal distributions or solvers.
"""
