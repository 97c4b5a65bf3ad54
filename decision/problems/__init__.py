"""What is decided: choice problems, compiled to value expressions and events."""
