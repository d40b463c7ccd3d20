"""Something that lies over the end of a line of the list, or right behind it: a sticker, a finger, a strip of tape.

OCR reads up to it, and the list seems to wrap there. Asked of what may be a glide. A patch is of another colour than the paper, begins near
the line's last word, and ends; and the paper shows above or below the list in the same place, where the label's own edge would show too.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from glidecheck.guards.limits import Occlusions
from glidecheck.guards.smudges import axis
from glidecheck.model import Line, Message, Page, Panel

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from glidecheck.model import Pixels

    Floats = npt.NDArray[np.float64]

COVERED = Message("something may cover the end of a line of the list: photograph the label with nothing over it")

LIMITS = Occlusions()


def patches(pixels: Pixels, page: Page, panels: Sequence[Panel]) -> tuple[str, ...]:
    """A gap where something other than paper begins right behind a line of a panel. `pixels` are turned as `page` was."""
    for panel in panels:
        lines = panel.on(page)
        if any(_covered(pixels, page, line, lines) for line in lines):
            return (COVERED,)
    return ()


def _covered(pixels: Pixels, page: Page, line: Line, lines: Sequence[Line]) -> bool:
    import numpy as np

    end, along, height = axis(line)
    across = np.array([-along[1], along[0]])
    paper = paper_of(pixels, line)

    def unlike(rows: float) -> Floats:
        """Share of each column, so many line heights below the line, that is not paper; nothing is known beyond the photo's edge."""
        strip = _behind(pixels, end + across * rows * height, along, height)
        glare = burnt(strip) & bool(paper.min() < LIMITS.lit)  # on pale paper it is hardly another colour
        other: Floats = ((np.abs(strip - paper).max(axis=2) > LIMITS.other) | glare).mean(axis=0)
        room = _room(end, along, page) / height
        return other[: max(0, int(room * LIMITS.glyph))]

    here = unlike(0.0)
    start, stop = first(here > LIMITS.most)
    ends = stop < len(here)  # at the limb of a bottle the background begins, and goes on
    if (
        not ends
        or start > LIMITS.begins * LIMITS.glyph
        or stop - start < LIMITS.wide * LIMITS.glyph
        or worded(page, end + along * (start + stop) / 2 / LIMITS.glyph * height)
    ):
        return False
    rows = [float((axis(other)[0] - end) @ across) / height for other in lines]
    outside = (unlike(min(0.0, *rows) - LIMITS.clear), unlike(max(0.0, *rows) + LIMITS.clear))
    return any(len(band[start:stop]) and float(band[start:stop].mean()) < LIMITS.free for band in outside)


def _behind(pixels: Pixels, end: Floats, along: Floats, height: float) -> Floats:
    """(GLYPH, REACH * GLYPH, 3): what stands behind `end`, as high as a line, straight."""
    import numpy as np

    from glidecheck.image.strip import straight

    across = np.array([-along[1], along[0]]) * height / 2 * LIMITS.middle
    far = end + along * LIMITS.reach * height
    corners = np.array((end - across, far - across, end + across))
    return straight(pixels, corners, round(LIMITS.reach * LIMITS.glyph), LIMITS.glyph).astype(np.float64)


def burnt(strip: Floats) -> npt.NDArray[np.bool_]:
    """(rows, columns) of a strip (rows, columns, 3): which pixels are burnt out."""
    out: npt.NDArray[np.bool_] = strip.min(axis=2) >= LIMITS.burnt
    return out


def paper_of(pixels: Pixels, line: Line) -> Floats:
    """The colour of the paper that a line stands on: the commonest, as print covers less."""
    import numpy as np

    from glidecheck.image.strip import around

    assert line.box is not None
    return np.asarray(np.median(around(pixels, line.box).reshape(-1, 3), axis=0), np.float64)


def _room(end: Floats, along: Floats, page: Page) -> float:
    """Pixels from `end` to the photo's edge."""
    sides = [((page.width if along[0] > 0 else 0.0) - end[0]) / along[0]] if abs(along[0]) > 1e-6 else []
    sides += [((page.height if along[1] > 0 else 0.0) - end[1]) / along[1]] if abs(along[1]) > 1e-6 else []
    return max(0.0, float(min(sides)))


def first(marked: npt.NDArray[np.bool_]) -> tuple[int, int]:
    """Where the first run of marked columns begins and ends, in columns; nowhere near where there is none."""
    import numpy as np

    places = np.flatnonzero(marked)
    if not len(places):
        return len(marked) + 10 * LIMITS.glyph, 0
    broken = np.flatnonzero(np.diff(places) > 2)
    return int(places[0]), int(places[broken[0]] if len(broken) else places[-1]) + 1


def worded(page: Page, at: Floats) -> bool:
    """Whether a word was read there."""
    boxes = (w.box for line in page.lines for w in line.words)
    return any(b.left <= at[0] <= b.right and b.top <= at[1] <= b.bottom for b in boxes)
