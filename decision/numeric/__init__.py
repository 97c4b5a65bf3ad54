"""Arrays in, arrays and certified bounds out."""
