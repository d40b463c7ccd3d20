"""Print that was seen and not understood: in a script that no network here reads, upside down beside an upright list, set along an arc or
one letter below the other.

Outside the list such print is no ingredient that was missed, but it may name one: asked of what may be a glide, on whose label nothing may
stand that was not read.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from glidecheck.guards.limits import Unread
from glidecheck.lexicon import load
from glidecheck.model import Box, Line, Message, Page, Panel
from glidecheck.ocr.orientation import plausible

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from glidecheck.model import Pixels

UNREAD = Message("text outside the list could not be read: photograph it closer and upright, or ask what it says")

LIMITS = Unread()


def overlooked(pixels: Pixels, page: Page, panels: Sequence[Panel], found: Sequence[Box] = ()) -> tuple[Box, ...]:
    """Where print outside the panels was not understood. `pixels` are turned as `page` was; `found` is where text stands in a smaller
    picture, in which blurred print is sharp."""
    listed = {line for panel in panels for line in panel.lines}
    known = [box for box in (*(line.box for line in page.lines), *page.unread) if box is not None]
    unseen: list[Box] = []
    for box in found:
        if _long(box) and not any(_overlap(box, k) for k in (*known, *unseen)):
            unseen.append(box)
    outside = [line for line in page.lines if line.box is not None and line not in listed]
    odd = [line for line in outside if _doubtful(line) or missed(pixels, line) > LIMITS.missed]
    boxes = (*unseen, *filter(_long, page.unread), *(line.box for line in odd), *_scattered(outside))
    return tuple(dict.fromkeys(box for box in boxes if box is not None))


def _sides(box: Box) -> tuple[float, float]:
    """Length and height of a line's box, along and across its text."""
    (ax, ay), (bx, by), (cx, cy), _ = box.points
    return ((bx - ax) ** 2 + (by - ay) ** 2) ** 0.5, ((cx - bx) ** 2 + (cy - by) ** 2) ** 0.5


def _overlap(a: Box, b: Box) -> bool:
    """Whether a good part of the smaller of two boxes lies in the other."""
    width, height = min(a.right, b.right) - max(a.left, b.left), min(a.bottom, b.bottom) - max(a.top, b.top)
    areas = ((a.right - a.left) * (a.bottom - a.top), (b.right - b.left) * (b.bottom - b.top))
    return width > 0 and height > 0 and width * height > LIMITS.shared * min(areas)


def _long(box: Box) -> bool:
    length, height = _sides(box)
    return length > LIMITS.long * height


def _doubtful(line: Line) -> bool:
    assert line.box is not None
    spaced = all(len(token) <= 2 and token.isalpha() for token in line.text.replace(".", " ").split())
    return _long(line.box) and (line.confidence < (LIMITS.spaced if spaced else LIMITS.believed) or plausible(line) < LIMITS.signs)


def _scattered(lines: Iterable[Line]) -> list[Box]:
    """Single letters that stand together: of words set along an arc, or downwards."""
    words = [(line.text.strip(), line.box) for line in lines if line.box is not None]
    marks = load().words("marks")
    letters = [box for text, box in words if text.isalpha() and len(text) <= 2 and (len(text) == 1 or text.lower() not in marks)]
    sized = [(box.centre, min(_sides(box)), max(_sides(box))) for box in letters]

    def near(i: int, k: int) -> bool:
        ((ax, ay), low, high), ((bx, by), other_low, other_high) = sized[i], sized[k]
        alike = any(max(a, b) < LIMITS.alike * min(a, b) for a, b in ((low, other_low), (high, other_high)))
        return alike and ((ax - bx) ** 2 + (ay - by) ** 2) ** 0.5 < LIMITS.reach * max(high, other_high)

    out: list[Box] = []
    seen: set[int] = set()
    for start in range(len(sized)):
        if start in seen:
            continue
        chain, todo = {start}, [start]
        while todo:
            i = todo.pop()
            for k in range(len(sized)):
                if k not in chain and near(i, k):
                    chain.add(k)
                    todo.append(k)
        if len(chain) >= LIMITS.apart:
            out += (letters[i] for i in sorted(chain))
        seen |= chain
    return out


def missed(pixels: Pixels, line: Line) -> float:
    """Line heights of the longest piece of print in a line's box that none of its words stands on."""
    import numpy as np

    assert line.box is not None
    strip = _strip(pixels, line.box)
    if strip is None:
        return 0.0
    middle = strip[LIMITS.glyph // 6 : -LIMITS.glyph // 6]
    contrast = np.percentile(middle, 95, axis=0) - np.percentile(middle, 5, axis=0)
    length, _ = _sides(line.box)
    covered = np.zeros(len(contrast), bool)
    usual: list[float] = []
    for word in line.words:
        first, last = _place(line.box, word.box, length, len(contrast))
        covered[max(0, int(first - LIMITS.gap * LIMITS.glyph)) : int(last + LIMITS.gap * LIMITS.glyph) + 1] = True
        usual += contrast[max(0, int(first)) : int(last) + 1].tolist()
    if not usual:
        return 0.0
    bare = (contrast > LIMITS.ink * float(np.percentile(usual, LIMITS.usual))) & ~covered
    return _longest(bare, round(LIMITS.gap * LIMITS.glyph)) / LIMITS.glyph


def _place(line: Box, word: Box, length: float, columns: int) -> tuple[float, float]:
    """The columns of a strip of `line` between which `word` stands."""
    (ax, ay), (bx, by), *_ = line.points
    ux, uy = (bx - ax) / max(length, 1e-6), (by - ay) / max(length, 1e-6)
    at = [((x - ax) * ux + (y - ay) * uy) / max(length, 1e-6) * columns for x, y in word.points]
    return min(at), max(at)


def _longest(marked: npt.NDArray[np.bool_], bridged: int) -> int:
    """Columns from the first to the last of the longest run of marked ones, gaps of up to `bridged` columns within it."""
    import numpy as np

    places = np.flatnonzero(marked)
    if not len(places):
        return 0
    runs = np.split(places, np.flatnonzero(np.diff(places) > bridged) + 1)
    return max(int(run[-1] - run[0]) + 1 for run in runs)


def _strip(pixels: Pixels, box: Box) -> npt.NDArray[np.float64] | None:
    """The brightness of a line's box, straight and GLYPH pixels high; None where it is too narrow to hold anything."""
    import numpy as np

    from glidecheck.image.strip import straight

    length, height = _sides(box)
    width = round(length * LIMITS.glyph / max(height, 1.0))
    if width < LIMITS.glyph:
        return None
    return np.asarray(straight(pixels, [box.points[i] for i in (0, 1, 3)], width, LIMITS.glyph).mean(axis=2), np.float64)
