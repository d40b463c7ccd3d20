"""Lines in Cyrillic or Greek, which the recogniser's own characters cannot spell: taken as the label head reads them (ocr/label_head.py).

The network answers such print with Latin letters of the same shape, with commas, or with nothing, each at a low confidence. So only lines
that it doubts are asked, and what the head says counts only where it holds letters that Latin script does not have: a doubtful Latin line
keeps its Latin reading, and with it a doubtful retinol its danger.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from glidecheck.ocr.limits import Scripts
from glidecheck.ocr.orientation import plausible
from glidecheck.text import CYRILLIC_ALONE, GREEK_ALONE

if TYPE_CHECKING:
    from glidecheck.image.strip import Region
    from glidecheck.model import Line, Word

LIMITS = Scripts()

_OWN = re.compile(f"[{CYRILLIC_ALONE}{GREEK_ALONE}]")
_FOREIGN = re.compile(r"[\u0370-\u04ff]")
_LATIN = re.compile(r"[DFGJLQRSUVWZdfgjlqrstuvwz]")
"""Letters that no Cyrillic one looks like."""
_ONLY_LATIN = re.compile(r"[QSVqsv]")
"""Letters that the network makes of no Cyrillic one: it reads PETNHOJ where РЕТИНОЛ stands."""
_SCRAPS = re.compile(r"[{}<>\\|$\u2116]|\d[\u0370-\u04ff]|[\u0370-\u04ff]\d")
"""Signs and figures within words: what is made of a smudge."""


def doubted(line: Line) -> bool:
    """Whether what the network read may be another script."""
    return line.confidence < LIMITS.asked or plausible(line) < LIMITS.doubted


def reread(seen: Mapping[Region, Line], others: Mapping[Region, Line]) -> dict[Region, Line]:
    """Those of the lines `seen` that are in another script, from `others`: the doubted ones as the head reads them (ByLines.both)."""
    foreign = any(shows(line, seen[r]) for r, line in others.items())
    return {r: mixed(line, seen[r]) for r, line in others.items() if sure_word(line) or (foreign and better(line, seen[r]))}


def letters(others: Iterable[Line]) -> tuple[float, float]:
    """Letters of these lines, as the head reads them, that Latin script does not have, each counted by the confidence of its line; and how
    plausibly these lines read, 0 to 1.

    Upside down every line has many such letters, and none is believed.
    """
    believed = [line for line in others if plausible(line) >= LIMITS.upright and own(line)]
    count = sum(line.confidence * own(line) for line in believed)
    return count, sum(map(plausible, believed)) / len(believed) if believed else 0.0


def shows(line: Line, network: Line) -> bool:
    """Whether the head's reading of a line that the network doubts proves the page to hold another script."""
    return plausible(network) < LIMITS.doubted and any(plausible(line) >= p and own(line) >= n for p, n in LIMITS.proves)


def better(line: Line, network: Line) -> bool:
    """Whether the head's reading counts, on a page that holds another script."""
    doubt = plausible(network)
    return doubt < LIMITS.doubted and line.confidence > max(doubt, LIMITS.least) and own(line) >= 2


def mixed(line: Line, network: Line) -> Line:
    """The head's reading of a line with the Latin words in it as the network reads them ("Склад: Aqua"), where it is sure and the head is
    not."""
    words: list[Word] = []
    text, end = "", 0
    for word in line.words:
        said, confidence = word.text, word.confidence
        inside = [w for w in network.words if word.box.left <= w.box.centre[0] <= word.box.right]
        if word.confidence < LIMITS.unsure and inside and min(w.confidence for w in inside) >= LIMITS.latin:
            other = network.text[inside[0].start : inside[-1].end]
            if _LATIN.search(other):
                # Of letters that the network may have made of Cyrillic ones both readings are told: one of them may be a danger.
                said = other if _ONLY_LATIN.search(other) else f"{word.text} {other}"
                confidence = min(w.confidence for w in inside) if said == other else word.confidence
        text += line.text[end : word.start]
        words.append(replace(word, text=said, confidence=confidence, start=len(text), end=len(text) + len(said)))
        text, end = text + said, word.end
    text += line.text[end:]
    if text == line.text or not words:
        return line
    sure = sum(w.confidence * len(w.text) for w in words) / sum(len(w.text) for w in words)
    return replace(line, text=text, words=tuple(words), confidence=sure, evidence=None)  # the evidence is of the letters that were there


def sure_word(line: Line) -> bool:
    """Whether a reading is in another script by itself, whatever else the page holds."""
    return (
        line.confidence >= LIMITS.word
        and len(_FOREIGN.findall(line.text)) >= LIMITS.letters
        and own(line) >= 1
        and _SCRAPS.search(line.text) is None
    )


def own(line: Line) -> int:
    """How many letters of a line Latin script does not have, not even by their shape."""
    return len(_OWN.findall(line.text))
