"""Which of a strip's pixels are print and which are paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt


def dark_on_light(strip: npt.NDArray[np.float64]) -> bool:
    """Whether the print on a strip of lines is darker than its paper. `strip` is brightness, of any shape.

    Print covers less than paper does, so the middle of all values lies near the paper.
    """
    import numpy as np

    low, middle, high = np.percentile(strip, (5, 50, 95))
    return bool(middle - low >= high - middle)
