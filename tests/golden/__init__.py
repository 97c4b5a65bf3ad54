"""Values and verdicts from the literature."""
