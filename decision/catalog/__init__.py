"""Problems and theses from the literature as data files, author-year/name.toml, and their loader."""
