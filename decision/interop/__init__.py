"""Reading and writing Markov decision processes in the forms of other tools; see `decision.MDP`."""
