"""How an exact answer is found: orbits, duality, case trees, countermodels."""
