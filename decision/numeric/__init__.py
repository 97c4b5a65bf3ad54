"""Arrays in, arrays and a certified bound out: large decision processes, many rewards or goals at once."""
