"""Problems from and for other programs: Gambit files, arrays, graphs and environments."""
