"""Values with the largest error that each row of them may have."""

import numpy as np

from decision.numeric.packed import Floats

__all__ = ["Enclosed"]


class Enclosed:
    """Bounds of computed values: `radius` on either side, rounded outwards."""

    values: Floats
    radius: Floats

    @property
    def lower(self) -> Floats:
        """Below the true values."""
        return np.nextafter(self.values - np.asarray(self.radius)[..., None], -np.inf)

    @property
    def upper(self) -> Floats:
        """Above the true values."""
        return np.nextafter(self.values + np.asarray(self.radius)[..., None], np.inf)
