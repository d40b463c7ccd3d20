"""Darkness behind the end of a line that no word accounts for: a name blurred away, by a drop of liquid or a thumb's grease.

OCR finds nothing in a smear, and the list seems to end, or to wrap, where it begins. Asked of what may be a glide, whose list must be
seen whole.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from glidecheck.ink import dark_on_light
from glidecheck.model import Box, Line, Page, Panel, Said

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from glidecheck.model import Pixels

SMEAR = Said("something blurred stands behind a line of the list: wipe the label, and photograph it again in focus")

DIP = 0.08
"""Share of the paper's brightness that a stretch behind a line must lack to be a smear. Of 60 rendered labels without one 45 stay under
.05, the rest hold print that was not read; of 50 with one half are above (scripts/bench_labels.py)."""
LAST = 0.03
"""The same behind the last line where no full stop ends the list: only clean paper shows there that it ended."""
BEHIND = 0.35
"""Line heights behind the last word from which paper is looked at."""
ROOM = 1.2
"""Line heights that must be free behind a line for a name to stand there."""
GLYPH = 16
"""Pixels that a line's height is looked at with; the strip is three lines high, for the paper above and below."""
STEP, WINDOW = 2, 8
"""Pixels from stretch to stretch, and a stretch's width."""
PAPER = 85.0
"""Percentile of brightness in a stretch, from the line above to the line below, that is paper."""


def smears(pixels: Pixels, page: Page, panels: Sequence[Panel]) -> tuple[str, ...]:
    """A gap where paper behind a line of a panel is darker than the paper around it, and no word stands there. `pixels` are turned as
    `page` was."""
    words: npt.NDArray[np.uint8] | None = None
    for panel in panels:
        lines = [line for line in panel.lines if line.photo == page.photo and line.box is not None]
        for n, line in enumerate(lines):
            room = _room(lines, n)
            if room < ROOM:
                continue
            words = _covered(page) if words is None else words
            ends = n + 1 == len(lines) and not line.text.rstrip().endswith((".", "。"))
            if _darkness(pixels, words, line, room) >= (LAST if ends else DIP):
                return (SMEAR,)
    return ()


def _axis(line: Line) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64], float]:
    """(the middle of the line's end, its direction, its height), in pixels."""
    import numpy as np

    assert line.box is not None
    a, b, c, d = (np.array(p, np.float64) for p in line.box.points)
    along = (b - a) + (c - d)
    length = float(np.hypot(*along))
    return (b + c) / 2, along / length if length else np.array([1.0, 0.0]), max(line.box.height, 1.0)


def _room(lines: Sequence[Line], n: int) -> float:
    """Line heights from the end of line n to where its neighbours end."""
    end, along, height = _axis(lines[n])
    return max(float((_axis(other)[0] - end) @ along) for other in lines[max(0, n - 1) : n + 2]) / height


def _covered(page: Page) -> npt.NDArray[np.uint8]:
    """(height, width), 255 where a word was read, and a little around it."""
    import cv2
    import numpy as np

    mask = np.zeros((page.height, page.width), np.uint8)
    for line in page.lines:
        whole = [line.box] if line.box is not None else []
        for box in [w.box for w in line.words] or whole:
            cv2.fillConvexPoly(mask, _grown(box).astype(np.int32), 255)
    return mask


def _grown(box: Box) -> npt.NDArray[np.float64]:
    """(4, 2): the corners of `box`, a quarter of its height further out."""
    import numpy as np

    corners = np.array(box.points)
    out = corners - corners.mean(axis=0)
    grown: npt.NDArray[np.float64] = corners + out / np.maximum(np.hypot(out[:, 0], out[:, 1])[:, None], 1.0) * 0.25 * box.height
    return grown


def _darkness(pixels: Pixels, words: npt.NDArray[np.uint8], line: Line, room: float) -> float:
    """How much darker, as a share, the darkest stretch behind `line` is than the paper around it; of light print on dark, how much
    lighter."""
    import cv2
    import numpy as np

    end, along, height = _axis(line)
    across = np.array([-along[1], along[0]]) * 1.5 * height
    near, far = end + along * BEHIND * height, end + along * room * height
    size = max(WINDOW, round(GLYPH * (room - BEHIND))), 3 * GLYPH
    corners = np.array([near - across, far - across, near + across, far + across], np.float32)
    flat = np.array([(0, 0), (size[0], 0), (0, size[1]), size], np.float32)
    turn = cv2.getPerspectiveTransform(corners, flat)
    grey = cv2.warpPerspective(pixels, turn, size, borderMode=cv2.BORDER_REPLICATE).astype(np.float64).mean(axis=2)
    free = cv2.warpPerspective(words, turn, size, flags=cv2.INTER_NEAREST, borderValue=255) == 0
    grey = cv2.GaussianBlur(grey if dark_on_light(_strip(pixels, line)) else 255.0 - grey, (5, 5), 0)
    middle = slice(GLYPH + 2, 2 * GLYPH - 2)
    worst = 0.0
    for x in range(0, max(1, size[0] - WINDOW + 1), STEP):
        here = grey[middle, x : x + WINDOW][free[middle, x : x + WINDOW]]
        if 2 * here.size >= WINDOW * (GLYPH - 4):
            # Paper above and below, between glyphs too: a round pack's highlights run across the lines.
            paper = float(np.percentile(grey[:, x : x + WINDOW], PAPER))
            worst = max(worst, 1.0 - float(np.percentile(here, 60)) / paper if paper > 0 else 0.0)
    return worst


def _strip(pixels: Pixels, line: Line) -> Pixels:
    assert line.box is not None
    left, top = max(0, int(line.box.left)), max(0, int(line.box.top))
    return pixels[top : int(line.box.bottom) + 1, left : int(line.box.right) + 1]
