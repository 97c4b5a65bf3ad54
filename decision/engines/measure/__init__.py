"""Routes to the exact value of an integral over goals, one a file."""
