"""What a panel's stream prints between two characters of it, and on which lines."""

from __future__ import annotations

import re

from glidecheck.lexicon import load
from glidecheck.match.segment import Segment
from glidecheck.model import Line, Stream


def printed(s: Stream, begin: int, end: int) -> str:
    """Characters `begin:end` as the label prints them: a bracket opened within is closed, a hyphen at a line's end is taken back."""
    text = s.text[begin:end]
    for opening, closing in ("()", "[]"):
        if text.count(opening) > text.count(closing):
            after = re.match(r"[^\w\n,]{0,3}?" + re.escape(closing), s.text[end : end + 4])
            if after:
                text += after.group()
    text = re.sub(r"(?<=[^\W\d])[-\u2010\u2011]\s*\n\s*(?=[^\W\d])", "", text)
    return " ".join(text.split())


def parts_of(s: Stream, start: int, end: int) -> list[Line]:
    """The parts of the lines that hold characters `start:end`."""
    out = []
    for line, at in zip(s.lines, s.starts, strict=True):
        if at < end and at + len(line.text) > start:
            part = line.part(max(0, start - at), min(len(line.text), end - at))
            if part.text.strip():
                out.append(part)
    return out


def descriptive(g: Segment, s: Stream) -> bool:
    made = load().words("made")
    return all(s.tokens[n].key in made for n in range(g.first, g.last))
