"""Exact computation with one symbol: what a quantity is as a function of it, cell by cell."""
