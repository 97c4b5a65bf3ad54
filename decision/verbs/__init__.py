"""The questions one can ask: one verb a file; each chooses an engine and says which evidence it has."""
