"""The convergence map: computing it, and showing it in a terminal and as a page."""
