"""Glare on the place where a list's next line would stand: burnt out, it hides a line as paper would.

OCR finds nothing in it, and the list seems to end above. Asked of what may be a glide. Glare is white where the paper is not, lies below
the list's last row, and ends; a bottle's highlight runs on above and below the list.
"""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median
from typing import TYPE_CHECKING

from glidecheck.guards.limits import Glare
from glidecheck.guards.occlusions import LIMITS as PATCHES
from glidecheck.guards.occlusions import burnt, first, paper_of, worded
from glidecheck.guards.smudges import axis
from glidecheck.model import Line, Page, Panel
from glidecheck.model.gaps import HIDDEN

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from glidecheck.model import Pixels

    Floats = npt.NDArray[np.float64]

LIMITS = Glare()


def blots(pixels: Pixels, page: Page, panels: Sequence[Panel]) -> tuple[str, ...]:
    """A gap where glare covers what stands right below a panel. `pixels` are turned as `page` was."""
    for panel in panels:
        lines = [line for line in panel.on(page) if line.box is not None]
        if lines and _covered(pixels, page, lines):
            return (HIDDEN,)
    return ()


def _covered(pixels: Pixels, page: Page, lines: Sequence[Line]) -> bool:
    import numpy as np

    last = lines[-1]
    paper = paper_of(pixels, last)
    if paper.min() >= PATCHES.lit:
        return False  # what is burnt out itself shows no glare
    end, along, _ = axis(last)
    height = median(axis(line)[2] for line in lines)
    across = np.array([-along[1], along[0]]) * height
    reach = [float((np.array(corner) - end) @ along) for line in lines if line.box for corner in line.box.points]
    left, right = end + along * min(reach), end + along * max(reach)

    def share(rows: float) -> Floats:
        """Share of each column, so many line heights below the last line, that is burnt out."""
        out: Floats = burnt(_band(pixels, left + across * rows, right + across * rows, across)).mean(axis=0)
        return out

    start, stop = first(share(LIMITS.next) > PATCHES.most)
    if stop - start < LIMITS.wide * PATCHES.glyph:
        return False
    middle = left + along * (start + stop) / 2 / PATCHES.glyph * height + across * LIMITS.next
    rows = [float((axis(line)[0] - end) @ across) / height**2 for line in lines]
    outside = (share(min(0.0, *rows) - PATCHES.clear), share(LIMITS.next + PATCHES.clear))
    return not worded(page, middle) and any(float(band[start:stop].mean()) < PATCHES.free for band in outside)


def _band(pixels: Pixels, left: Floats, right: Floats, across: Floats) -> Floats:
    """(GLYPH, n, 3): the print between two points, as high as a line's small letters."""
    import numpy as np

    from glidecheck.image.strip import straight

    half = across / 2 * PATCHES.middle
    height = float(np.hypot(*across))
    columns = max(1, round(float(np.hypot(*(right - left))) / height * PATCHES.glyph))
    return straight(pixels, np.array((left - half, right - half, left + half)), columns, PATCHES.glyph).astype(np.float64)
