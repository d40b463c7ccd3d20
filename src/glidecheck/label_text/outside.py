"""What everything outside the ingredient list says of a label that may be a glide, as notices: what was not understood, and the brand."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from decimal import Decimal

from glidecheck.label_text.kinds import Stranger, explain
from glidecheck.label_text.phrases import SPOKEN, plainly, spans
from glidecheck.label_text.prose import Prose
from glidecheck.lexicon import Lexicon
from glidecheck.model import EXCLUDED, Line, Match, Notice, NoticeKind, Panel

TOLD = 3
"""Runs of words that are named in one answer."""
_GOES_ON = re.compile(r"(?:\.\s?){3,}|\u2026+")
"""A line that says that something goes on, and not what."""
_END = re.compile(r"[.!?;。！？]|\n\s*\n")


def outside(lines: Sequence[Line], lexicon: Lexicon, *, front: int, typed: bool, stated: Collection[Decimal] = ()) -> tuple[Notice, ...]:
    """What was not understood of these lines, in words a person can look for on the label, and what was taken for a brand.

    `front`: how many of them stand before the list, from the label's first on; `typed`: they
    are pasted text, and tell nothing by their size; `stated`: the strengths, in per cent, of the hyaluronates listed.
    """
    if not lines:
        return ()
    text = Prose.of(lines)
    struck = []
    for kind, a, b in spans(text, lexicon):
        if kind in EXCLUDED:
            struck.append(_sentence(text.text, a, b))
        elif kind in SPOKEN and (kind is not NoticeKind.NEGATION or plainly(text.text, a, b, lexicon)):
            struck.append((a, b))
    found = explain(lines, lexicon, struck=struck, front=front, typed=typed, stated=stated)
    scripts = [s for s in found.strangers if s.script]
    words = [s for s in found.strangers if not s.script]
    words += [Stranger(line.text.strip(), line.box, line.photo) for line in lines if _GOES_ON.fullmatch(line.text.strip())]
    out = []
    if words:
        out.append(_notice(NoticeKind.NOT_UNDERSTOOD, words))
    if scripts:
        out.append(_notice(NoticeKind.UNREAD_SCRIPT, scripts))
    if found.brand:
        out.append(Notice(NoticeKind.TAKEN_FOR_BRAND, found.brand))
    return tuple(out)


def sentence(match: Match, panels: Sequence[Panel], lexicon: Lexicon) -> bool:
    """Whether an unknown name of a list is no name but a sentence behind its full stop, of words that labels say: "... Sodium Chloride.
    Single use. Keep cool and dry." """
    printed = match.mention.printed
    if match.substances or match.candidates or not printed.strip():
        return False
    opens = re.compile(r"[.\u3002]\s+(" + r"\s+".join(map(re.escape, printed.split())) + ")")
    said = next(filter(None, (opens.search("\n".join(line.text for line in panel.lines)) for panel in panels)), None)
    if said is None:
        return False
    found = explain([Line(line, 1.0) for line in said[1].split("\n")], lexicon, typed=True)
    kinds = {k for of_line in found.kinds for k in of_line}
    return not found.strangers and bool(kinds - {"figure", "number", "hyaluronate", "companion", "country"})


def _notice(kind: NoticeKind, strangers: Sequence[Stranger]) -> Notice:
    printed = list(dict.fromkeys(s.printed for s in strangers))
    said = ", ".join(printed[:TOLD]) + (", ..." if len(printed) > TOLD else "")
    return Notice(kind, said[:60], strangers[0].box, strangers[0].photo)


def _sentence(text: str, start: int, end: int) -> tuple[int, int]:
    """The sentence around these characters."""
    before = [m.end() for m in _END.finditer(text, max(0, start - 160), start)]
    after = _END.search(text, end)
    return (before[-1] if before else max(0, text.rfind("\n", 0, start) + 1)), after.start() if after else len(text)
