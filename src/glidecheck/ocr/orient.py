"""Which way up a page is, decided by reading a few of its lines both ways.

RapidOCR's line classifier turned 8 of 189 upright lines upside down; it is not used. A page is turned only when it reads confidently the
other way: a page in a script the network cannot read looks as bad either way, and stays as it is. So it is with mirror images, which the
front camera of a phone makes.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from glidecheck.model import Line
    from glidecheck.ocr.strip import Region

CONFIDENT = 0.85
_SAMPLES = 4


def plausible(line: Line) -> float:
    """How well a line reads, 0 to 1: its confidence, less where it is mostly signs."""
    letters = sum(c.isalnum() for c in line.text)
    shown = sum(not c.isspace() for c in line.text)
    return line.confidence * letters / shown if shown else 0.0


def clockwise(regions: Sequence[Region], read: Callable[[Region], Line]) -> tuple[int, float]:
    """The clockwise turn (0, 90, 180, 270) that makes the page upright, and how well its longest lines then read, 0 to 1.

    Args:
        regions: where text stands in the page as it is.
        read: what a region says; regions are asked in their own direction and reversed.
    """
    tall = sum(r.length for r in regions if r.tall)
    level = sum(r.length for r in regions if not r.tall)
    sideways = tall > 2 * level
    samples = sorted((r for r in regions if r.tall == sideways), key=lambda r: r.length / r.height * min(r.height, 20.0), reverse=True)[
        :_SAMPLES
    ]
    if not samples:
        return 0, 0.0
    forth = _mean([plausible(read(r)) for r in samples])
    if forth > CONFIDENT:
        return (270 if sideways else 0), forth
    back = _mean([plausible(read(r.reversed())) for r in samples])
    best = max(forth, back)
    if sideways:  # lying either way, so the better of the two, if it is any good: else leave it
        return ((270 if forth >= back else 90) if best > CONFIDENT - 0.15 else 0), best
    return (180, back) if back > CONFIDENT and back > forth + 0.1 else (0, forth)


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)
