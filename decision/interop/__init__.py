"""Problems from and for other programs."""
