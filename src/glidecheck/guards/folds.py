"""Folds and shadows across a list: a line that vanishes in one leaves the others at their usual distance, and only the paper tells.

Asked of what may be a glide, whose list must be seen whole.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from glidecheck.guards.limits import Folds
from glidecheck.image.polarity import dark_on_light
from glidecheck.model import Box, Line, Message, Page, Panel
from glidecheck.model.rows import Placed, place, rows_of, slant
from glidecheck.text import key

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from glidecheck.model import Pixels

CREASE = Message("a fold or a shadow crosses the list: smooth the label out, light it evenly, and photograph it again")

LIMITS = Folds()


def creases(pixels: Pixels, page: Page, panels: Sequence[Panel]) -> tuple[str, ...]:
    """A gap where the paper darkens more sharply between two rows of a panel, or between it and the line above, than between the others.
    `pixels` are turned as `page` was."""
    for panel in panels:
        lines = panel.on(page)
        lines = [*_heading(page, panel, lines), *_with_heading(page, lines[:1]), *lines[1:]]
        rows = rows_of(place(lines, slant(line.box for line in lines if line.box)))
        looked = [_between(pixels, a, b) for a, b in pairwise(rows)]
        dips = sorted(dip for dip, _ in looked)
        # Dark print brightens no paper: what darkens between its lines are folds, however many.
        glows = len(dips) >= LIMITS.fewest and all(black for _, black in looked)
        usual = dips[(len(dips) - 1) // LIMITS.usual] if glows else 0.0
        if dips and dips[-1] - usual >= LIMITS.dip:
            return (CREASE,)
    return ()


def _heading(page: Page, panel: Panel, lines: Sequence[Line]) -> list[Line]:
    """The line of the page that stands next above the first of `lines`, where it is the panel's heading. What parts the list from another
    paragraph, a rule or the frame around it, is no fold."""
    if not lines or (first := lines[0].box) is None:
        return []
    near = [
        line
        for line in page.lines
        if line.box is not None
        and 0.5 * first.height < first.centre[1] - line.box.centre[1] < LIMITS.reach * first.height
        and line.box.left < first.right
        and line.box.right > first.left
    ]
    above = sorted(near, key=lambda line: line.box.centre[1] if line.box else 0.0)[-1:]
    return [line for line in above if panel.heading and key(panel.heading) in key(line.text)]


def _with_heading(page: Page, first: Sequence[Line]) -> list[Line]:
    """The first line of a panel as the page has it, with the heading on its left: what is left of the next line stands under it."""
    return [next((whole for whole in page.lines if whole.box and line.box and _holds(whole.box, line.box)), line) for line in first]


def _holds(whole: Box, part: Box) -> bool:
    """Whether the middle of `part` lies on `whole`."""
    x, y = part.centre
    return whole.left <= x <= whole.right and abs(whole.centre[1] - y) < whole.height / 2


def _between(pixels: Pixels, upper: Sequence[Placed], lower: Sequence[Placed]) -> tuple[float, bool]:
    """The deepest `_dip` between two rows of print, each of which may have been found in pieces."""
    return max((_dip(pixels, a.line, b.line) for a in upper for b in lower), key=lambda found: found[0])


def _dip(pixels: Pixels, upper: Line, lower: Line) -> tuple[float, bool]:
    """How much darker, as a share, the paper is somewhere between the top of `upper` and the foot of `lower` than at both, and whether the
    print is lighter than the paper; (0, False) for lines that do not stand under one another."""
    import numpy as np

    a, b = upper.box, lower.box
    assert a is not None
    assert b is not None
    if b.centre[1] - a.centre[1] < 0.5 * a.height:
        return 0.0, False
    left, right = max(a.left, b.left), min(a.right, b.right)
    if right - left < 2 * a.height:
        return 0.0, False
    paper, black = _profile(pixels, left, right, upper, lower)
    end = LIMITS.rows // 8
    ends = min(float(np.median(paper[:end])), float(np.median(paper[-end:])))
    # Outside the two rows a frame or a rule may stand.
    return (1.0 - float(paper[LIMITS.margin : -LIMITS.margin].min()) / ends if ends > 0 else 0.0), black


def _profile(pixels: Pixels, left: float, right: float, upper: Line, lower: Line) -> tuple[npt.NDArray[np.float64], bool]:
    """(ROWS,) brightness of the paper from half a line above `upper` to half a line below `lower`, along their slant, and whether the print
    is lighter than the paper."""
    import cv2
    import numpy as np

    a, b = upper.box, lower.box
    assert a is not None
    assert b is not None

    def at(x: float, p: tuple[float, float], q: tuple[float, float]) -> float:
        return p[1] + (q[1] - p[1]) * (x - p[0]) / ((q[0] - p[0]) or 1.0)

    margin = 0.5 * a.height
    corners = np.array(
        [
            (left, at(left, a.points[0], a.points[1]) - margin),
            (right, at(right, a.points[0], a.points[1]) - margin),
            (left, at(left, b.points[3], b.points[2]) + margin),
            (right, at(right, b.points[3], b.points[2]) + margin),
        ],
        np.float32,
    )
    flat = np.array([(0, 0), (LIMITS.columns, 0), (0, LIMITS.rows), (LIMITS.columns, LIMITS.rows)], np.float32)
    strip = cv2.warpPerspective(
        pixels, cv2.getPerspectiveTransform(corners, flat), (LIMITS.columns, LIMITS.rows), borderMode=cv2.BORDER_REPLICATE
    )
    grey = np.asarray(strip, np.float64).mean(axis=2)
    black = not dark_on_light(grey)
    rows = np.percentile(grey, 100 - LIMITS.paper if black else LIMITS.paper, axis=1)
    return np.convolve(np.pad(rows, 2, mode="edge"), np.ones(5) / 5, "valid"), black
