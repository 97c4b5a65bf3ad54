"""Who decides: classes of goal distributions, their symmetry groups, and how assumptions imply one another."""
