"""Does a list run out of the picture?"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from glidecheck.layout.limits import Whole
from glidecheck.model import Line, Message
from glidecheck.text import key

if TYPE_CHECKING:
    from glidecheck.lexicon import Lexicon
    from glidecheck.model import Page

LIMITS = Whole()
CUT = "the list runs to the {side} edge of the photo: photograph the label with a margin around it"
SIDES = {"left": Message("left"), "right": Message("right"), "upper": Message("upper"), "lower": Message("lower")}
_BETWEEN = re.compile(r"[,;|•·、，]|\.\s")


def cut(page: Page, lines: Sequence[Line], lexicon: Lexicon) -> list[str]:
    """A gap for each side of the picture that cuts the list."""
    touching: dict[str, list[int]] = {"left": [], "right": [], "upper": [], "lower": []}
    for n, line in enumerate(lines):
        if line.box is None:
            continue
        reach = LIMITS.edge * line.box.height
        for side, space in (
            ("left", line.box.left),
            ("right", page.width - line.box.right),
            ("lower", page.height - line.box.bottom),
            ("upper", line.box.top),
        ):
            if space < reach:
                touching[side].append(n)
    sides = [side for side, found in touching.items() if found and not _margin(page, lines, side)]
    if "right" in sides and _neat(page, lines, lexicon):
        sides.remove("right")
    return [Message(CUT, side=SIDES[side]) for side in sorted(sides)]


def _margin(page: Page, lines: Sequence[Line], side: str) -> bool:
    """Whether clear paper shows between the left or right side of the photo and the first or last glyphs of several lines: a photo that
    cuts a list cuts through the letters of most of its lines. One line alone may end at the cut by chance."""
    if side not in ("left", "right"):
        return False
    gaps = []
    for line in lines:
        if line.box is not None and line.words:
            left = min(w.box.left for w in line.words) / line.box.height
            right = (page.width - max(w.box.right for w in line.words)) / line.box.height
            gaps.append(left if side == "left" else right)
    near = [gap for gap in gaps if gap < LIMITS.near]
    return len(near) >= LIMITS.several and min(near) >= LIMITS.paper


def _neat(page: Page, lines: Sequence[Line], lexicon: Lexicon) -> bool:
    """Whether each of several lines that come near the right edge ends with a separator, or with a name that the next line goes on with
    letter by letter: an edge that cuts through print leaves pieces of words."""
    near = [n for n, line in enumerate(lines) if line.box is not None and page.width - line.box.right < LIMITS.near * line.box.height]
    return len(near) >= LIMITS.neat and all(_ends_whole(lines, n, lexicon) for n in near)


def _ends_whole(lines: Sequence[Line], n: int, lexicon: Lexicon) -> bool:
    text = lines[n].text.rstrip()
    if text.endswith((",", ";", ".")):
        return True
    begun, after = _BETWEEN.split(text)[-1], lines[n + 1].text.lstrip() if n + 1 < len(lines) else ""
    goes_on = "" if after.startswith("(") else _BETWEEN.split(after)[0]
    return bool(after) and bool(lexicon.lookup(key(begun + goes_on)))
