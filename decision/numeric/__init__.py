"""Arrays in, arrays and a certified bound out: large decision processes and many rewards at once."""
