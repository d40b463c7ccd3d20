"""Lines in Cyrillic, which the default network cannot spell: read once more by Tesseract, where its Russian or Ukrainian pack is installed.

The network has no Cyrillic letters and answers with Latin ones of the same shape, with commas, or with nothing; each at a low confidence.
So only lines that it doubts are asked, and of a page first the largest few: where none of them is Cyrillic, none of the others is asked.
What Tesseract says counts only where its text could not be the misread shape of a Latin line: shown "irregular" it answers "игезщаг".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from glidecheck.errors import EngineFailed, EngineMissing
from glidecheck.ocr.orientation import plausible
from glidecheck.text import CYRILLIC_ALONE, GREEK_ALONE

if TYPE_CHECKING:
    from glidecheck.image.strip import Region
    from glidecheck.model import Box, Line, Pixels, Word

PACKS = ("rus", "ukr")
HEIGHT, MARGIN = 40, 12
"""Height of the line's picture that Tesseract is shown, and the paper around it, in pixels."""
ASKED, DOUBTED = 0.95, 0.8
"""Lines of this confidence or better are not asked, but for those of signs; those more plausible than the second figure show no script."""
SURE, SOME = 0.8, 6
LONG, MANY = 0.6, 12
"""A page holds Cyrillic when Tesseract reads a doubted line of it with one of these confidences, and so many letters that are not of Latin
shape. Of 85 Latin dev photos no doubted line reached either: the nearest had 0.65 with 6, 0.42 with 14."""
LEAST, FAINTLY = 0.45, 0.3
"""On such a page, what Tesseract reads with less confidence is not believed; long lines of which the network reads nothing, with the second
figure: they are still doubtful, and name what they can."""
WORD, LETTERS = 0.9, 6
"""On any page, a line that Tesseract reads so surely, of so many Cyrillic letters, one of them not of Latin shape: the name of a drug."""
PROBES = 6
UNSURE, LATIN = 0.7, 0.9
"""A word of which Tesseract is less sure than the first, and the network at least as sure as the second, is Latin."""

_OWN = re.compile(f"[{CYRILLIC_ALONE}{GREEK_ALONE}]")
_FOREIGN = re.compile(r"[\u0370-\u04ff]")
_LATIN = re.compile(r"[DFGJLQRSUVWZdfgjlqrstuvwz]")
"""Letters that no Cyrillic one looks like."""
_ONLY_LATIN = re.compile(r"[QSVqsv]")
"""Letters that the network makes of no Cyrillic one: it reads PETNHOJ where РЕТИНОЛ stands."""
_SCRAPS = re.compile(r"[{}<>\\|$\u2116]|\d[\u0400-\u04ff]|[\u0400-\u04ff]\d")
"""Signs within words: what Tesseract makes of Latin letters that no Cyrillic one is like."""


def packs() -> tuple[str, ...]:
    """The language packs for Cyrillic that the Tesseract here has; empty where there is none, or no Tesseract."""
    from glidecheck.ocr import tesseract

    try:
        return tuple(p for p in tesseract.program().languages if p in PACKS)
    except EngineMissing:
        return ()


def doubted(line: Line) -> bool:
    """Whether what the network read may be another script."""
    return line.confidence < ASKED or plausible(line) < DOUBTED


def reread(pixels: Pixels, seen: Mapping[Region, Line], others: Mapping[Region, Line]) -> dict[Region, Line]:
    """Those of the lines `seen` that are Cyrillic or Greek, as `others` has them (ByLines.both), or else as Tesseract reads them."""
    if others:
        return _chosen(others, seen)
    asked = sorted(
        (r for r, line in seen.items() if doubted(line)),
        key=lambda r: r.length * min(r.height, HEIGHT),
        reverse=True,
    )
    if not asked or not (languages := packs()):
        return {}
    found = _read(pixels, asked[:PROBES], languages)
    if any(shows_cyrillic(line, seen[r]) for r, line in found.items()):
        found |= _read(pixels, asked[PROBES:], languages)
    return _chosen(found, seen)


def _chosen(found: Mapping[Region, Line], seen: Mapping[Region, Line]) -> dict[Region, Line]:
    """Those of the readings `found` that count, on a page that reads as `seen`."""
    foreign = any(shows_cyrillic(line, seen[r]) for r, line in found.items())
    return {r: mixed(line, seen[r]) for r, line in found.items() if sure_word(line) or (foreign and better(line, seen[r]))}


def letters(pixels: Pixels, regions: Sequence[Region], others: Mapping[Region, Line]) -> float:
    """Letters in these places that only Cyrillic (or Greek) has, each counted by the confidence of its line in `others`, or else by that of
    Tesseract; 0 without either."""
    if others:
        return sum(line.confidence * own(line) for line in others.values())
    languages = packs()
    return sum(line.confidence * own(line) for line in _read(pixels, regions, languages).values()) if languages else 0.0


def shows_cyrillic(line: Line, network: Line) -> bool:
    """Whether Tesseract's reading of a line that the network doubts proves the page to hold Cyrillic."""
    return plausible(network) < DOUBTED and any(line.confidence >= c and own(line) >= n for c, n in ((SURE, SOME), (LONG, MANY)))


def better(line: Line, network: Line) -> bool:
    """Whether Tesseract's reading counts, on a page that holds Cyrillic. A doubtful Latin line keeps its Latin reading, and with it a
    doubtful retinol its danger."""
    doubt = plausible(network)
    if line.confidence <= doubt or doubt >= DOUBTED:
        return False
    return (line.confidence >= LEAST and own(line) >= 2) or (line.confidence >= FAINTLY and own(line) >= MANY)


def mixed(line: Line, network: Line) -> Line:
    """Tesseract's reading of a line with the Latin words in it as the network reads them ("Склад: Aqua"), where it is sure and Tesseract is
    not."""
    words: list[Word] = []
    text = ""
    for word in line.words:
        said, confidence = word.text, word.confidence
        inside = [w for w in network.words if word.box.left <= w.box.centre[0] <= word.box.right]
        if word.confidence < UNSURE and inside and min(w.confidence for w in inside) >= LATIN:
            other = network.text[inside[0].start : inside[-1].end]
            if _LATIN.search(other):
                # Of letters that the network may have made of Cyrillic ones both readings are told: one of them may be a danger.
                said = other if _ONLY_LATIN.search(other) else f"{word.text} {other}"
                confidence = min(w.confidence for w in inside) if said == other else word.confidence
        start = len(text) + bool(text)
        text = f"{text} {said}" if text else said
        words.append(replace(word, text=said, confidence=confidence, start=start, end=len(text)))
    if text == line.text or not words:
        return line
    sure = sum(w.confidence * len(w.text) for w in words) / sum(len(w.text) for w in words)
    return replace(line, text=text, words=tuple(words), confidence=sure)


def sure_word(line: Line) -> bool:
    """Whether a reading is Cyrillic by itself, whatever else the page holds."""
    return line.confidence >= WORD and len(_FOREIGN.findall(line.text)) >= LETTERS and own(line) >= 1 and _SCRAPS.search(line.text) is None


def own(line: Line) -> int:
    """How many letters of a line Latin script does not have, not even by their shape."""
    return len(_OWN.findall(line.text))


def _read(pixels: Pixels, regions: Iterable[Region], languages: tuple[str, ...]) -> dict[Region, Line]:
    from glidecheck.ocr import tesseract

    asked = list(regions)
    strips = [r.cut(pixels, HEIGHT) for r in asked]
    try:
        found = tesseract.lines([_framed(strip) for strip in strips], languages)
    except EngineFailed:
        return {}  # the network's own reading, and its doubt, stand
    return {
        region: _placed(line, region, strip.shape[1]) for region, strip, line in zip(asked, strips, found, strict=True) if line is not None
    }


def _placed(line: Line, region: Region, width: int) -> Line:
    """The line and its words where they stand on the photo; Tesseract knows their places on the framed strip."""

    def part(box: Box) -> Box:
        return region.part(*(min(1.0, max(0.0, (x - MARGIN) / width)) for x in (box.left, box.right)))

    return replace(line, box=region.box, words=tuple(replace(w, box=part(w.box)) for w in line.words))


def _framed(strip: Pixels) -> Pixels:
    import cv2
    import numpy as np

    return np.asarray(cv2.copyMakeBorder(strip, MARGIN, MARGIN, MARGIN, MARGIN, cv2.BORDER_REPLICATE), dtype=np.uint8)
