"""Pasted text that was copied across two columns: each column for itself again."""

from __future__ import annotations

import re
from collections.abc import Sequence

from glidecheck.layout import headings
from glidecheck.layout.headings import HeadingKind
from glidecheck.layout.limits import Blocks

_GUTTER = re.compile(r"(?<=\S)(?: {3,}|\t+)(?=\S)")
LIMITS = Blocks()


def apart(lines: Sequence[str]) -> list[str]:
    """The lines of the left column, then those of the right one, where at least two lines show a gutter of blanks and the right column
    begins with a heading that ends a list ("Directions: ..."); else the lines as they are. A table of names and amounts has none."""
    cuts = [_GUTTER.search(line) for line in lines]
    parted = [n for n, m in enumerate(cuts) if m is not None]
    if len(parted) < 2 or len(parted) < LIMITS.share * len(lines):
        return list(lines)
    first = lines[parted[0]][cuts[parted[0]].end() :]  # type: ignore[union-attr]
    if not any(h.kind is HeadingKind.STOP and h.start == 0 for h in headings.find(first)):
        return list(lines)
    left = [line[: m.start()] if m else line for line, m in zip(lines, cuts, strict=True)]
    right = [line[m.end() :] for line, m in zip(lines, cuts, strict=True) if m]
    return [*left, *right]
