"""Darkness behind the end of a line that no word accounts for: a name blurred away, by a drop of liquid or a thumb's grease.

OCR finds nothing in a smear, and the list seems to end, or to wrap, where it begins. Asked of what may be a glide, whose list must be
seen whole.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from glidecheck.guards.limits import Smudges
from glidecheck.image.polarity import dark_on_light
from glidecheck.model import Box, Line, Message, Page, Panel

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from glidecheck.model import Pixels

SMEAR = Message("something blurred stands behind a line of the list: wipe the label, and photograph it again in focus")

LIMITS = Smudges()


def smears(pixels: Pixels, page: Page, panels: Sequence[Panel]) -> tuple[str, ...]:
    """A gap where paper behind a line of a panel is darker than the paper around it, and no word stands there. `pixels` are turned as
    `page` was."""
    words: npt.NDArray[np.uint8] | None = None
    for panel in panels:
        lines = panel.on(page)
        black = _black(pixels, lines)
        for n, line in enumerate(lines):
            room = _room(lines, n)
            if room < LIMITS.room:
                continue
            words = _covered(page) if words is None else words
            ends = n + 1 == len(lines) and not line.text.rstrip().endswith((".", "。"))
            if _darkness(pixels, words, line, room, black) >= (LIMITS.last if ends else LIMITS.dip):
                return (SMEAR,)
    return ()


def axis(line: Line) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64], float]:
    """(the middle of the line's end, its direction, its height), in pixels."""
    import numpy as np

    assert line.box is not None
    a, b, c, d = (np.array(p, np.float64) for p in line.box.points)
    along = (b - a) + (c - d)
    length = float(np.hypot(*along))
    return (b + c) / 2, along / length if length else np.array([1.0, 0.0]), max(line.box.height, 1.0)


def _room(lines: Sequence[Line], n: int) -> float:
    """Line heights from the end of line n to where its neighbours end."""
    end, along, height = axis(lines[n])
    return max(float((axis(other)[0] - end) @ along) for other in lines[max(0, n - 1) : n + 2]) / height


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
    grown: npt.NDArray[np.float64] = corners + out / np.maximum(np.hypot(out[:, 0], out[:, 1])[:, None], 1.0) * LIMITS.grown * box.height
    return grown


def _black(pixels: Pixels, lines: Sequence[Line]) -> bool:
    """Whether most of the print is darker than its paper: a highlight may hide it on a line, not on all."""
    told = [(len(line.text), dark_on_light(strip)) for line in lines if (strip := _strip(pixels, line)).size]
    return 2 * sum(n for n, black in told if black) >= sum(n for n, _ in told)


def _strip(pixels: Pixels, line: Line) -> npt.NDArray[np.float64]:
    """The line's brightness."""
    import numpy as np

    from glidecheck.image.strip import around

    assert line.box is not None
    return np.asarray(around(pixels, line.box).mean(axis=2), np.float64)


def _darkness(pixels: Pixels, words: npt.NDArray[np.uint8], line: Line, room: float, black: bool) -> float:
    """How much darker, as a share, the darkest stretch behind `line` is than the paper around it; of light print on dark, how much
    lighter."""
    import cv2
    import numpy as np

    end, along, height = axis(line)
    across = np.array([-along[1], along[0]]) * 1.5 * height
    lean = along * height * LIMITS.slant / LIMITS.glyph
    near, far = end + along * LIMITS.behind * height - lean, end + along * room * height + lean
    size = max(LIMITS.window, round(LIMITS.glyph * (room - LIMITS.behind))) + 2 * LIMITS.slant, 3 * LIMITS.glyph
    corners = np.array([near - across, far - across, near + across, far + across], np.float32)
    flat = np.array([(0, 0), (size[0], 0), (0, size[1]), size], np.float32)
    turn = cv2.getPerspectiveTransform(corners, flat)
    grey = cv2.warpPerspective(pixels, turn, size, borderMode=cv2.BORDER_REPLICATE).astype(np.float64).mean(axis=2)
    free = cv2.warpPerspective(words, turn, size, flags=cv2.INTER_NEAREST, borderValue=255) == 0
    if black:
        return _deepest(cv2.GaussianBlur(grey, (5, 5), 0), free)
    grey = cv2.GaussianBlur(255.0 - grey, (5, 5), 0)
    found = _deepest(grey, free)
    return found if found < LIMITS.last else min(found, _lit(grey, free, _strip(pixels, line)))


_MIDDLE = slice(LIMITS.glyph + 2, 2 * LIMITS.glyph - 2)


def _stretches(grey: npt.NDArray[np.float64], free: npt.NDArray[np.bool_]) -> Iterator[tuple[slice, float]]:
    """(columns, brightness of the line's middle) of each stretch behind the line that no word covers."""
    import numpy as np

    width = grey.shape[1]
    for x in range(LIMITS.slant, max(LIMITS.slant + 1, width - LIMITS.slant - LIMITS.window + 1), LIMITS.step):
        columns = slice(x, x + LIMITS.window)
        here = grey[_MIDDLE, columns][free[_MIDDLE, columns]]
        if 2 * here.size >= LIMITS.window * (LIMITS.glyph - 4):
            yield columns, float(np.percentile(here, LIMITS.level))


def _deepest(grey: npt.NDArray[np.float64], free: npt.NDArray[np.bool_]) -> float:
    """What the darkest stretch lacks, as a share, of the paper above and below, between glyphs too: a round pack's highlights run across
    the lines."""
    import numpy as np

    papers = ((float(np.percentile(grey[:, columns], LIMITS.paper)), level) for columns, level in _stretches(grey, free))
    return max((1.0 - level / paper for paper, level in papers if paper > 0), default=0.0)


def _lit(grey: npt.NDArray[np.float64], free: npt.NDArray[np.bool_], strip: npt.NDArray[np.float64]) -> float:
    """The same of light print on a dark label, `grey` inverted, at the slant of a highlight that explains most of it: dark, inverted, it
    goes on above and below the line, as a smear does not. Where print would not show in it, it explains nothing."""
    import cv2
    import numpy as np

    ink, paper = (255.0 - float(np.percentile(strip, p)) for p in (95, 50))
    # The same stretches at every slant: one that a slant pushed behind a word would be explained by not being looked at.
    stretches = list(_stretches(grey, free))
    if any(level < LIMITS.shows * (paper - ink) for _, level in stretches):
        return 1.0
    least = 1.0
    for slant in range(-LIMITS.slant, LIMITS.slant + 1, LIMITS.step):
        shear = np.array([[1.0, slant / LIMITS.glyph, -1.5 * slant], [0.0, 1.0, 0.0]])
        size = grey.shape[1], grey.shape[0]
        upright = np.asarray(cv2.warpAffine(grey, shear, size, borderMode=cv2.BORDER_REPLICATE), np.float64)
        above, below = (
            np.percentile(upright[rows], LIMITS.paper, axis=0) for rows in (slice(0, LIMITS.glyph - 2), slice(2 * LIMITS.glyph + 2, None))
        )
        around = cv2.erode(np.maximum(above, below)[None, :], np.ones((1, LIMITS.edge)))[0]
        worst = 0.0
        for columns, level in stretches:
            worst = max(worst, 1.0 - level / max(float(np.percentile(around[columns], LIMITS.level)), 1.0))
        least = min(least, worst)
    return least
