"""Named theorems as functions: hypotheses checked, conclusion certified, or the clause that fails."""
