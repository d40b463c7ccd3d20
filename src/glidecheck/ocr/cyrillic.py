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
from glidecheck.ocr.limits import Cyrillic
from glidecheck.ocr.orientation import plausible
from glidecheck.text import CYRILLIC_ALONE

if TYPE_CHECKING:
    from glidecheck.image.strip import Region
    from glidecheck.model import Box, Line, Pixels, Word

PACKS = ("rus", "ukr")
LIMITS = Cyrillic()

_OWN = re.compile(f"[{CYRILLIC_ALONE}]")
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
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


def reread(pixels: Pixels, seen: Mapping[Region, Line]) -> dict[Region, Line]:
    """Those of the lines `seen` that are Cyrillic, as Tesseract reads them. Empty without its packs."""
    asked = sorted(
        (r for r, line in seen.items() if line.confidence < LIMITS.asked or plausible(line) < LIMITS.doubted),
        key=lambda r: r.length * min(r.height, LIMITS.height),
        reverse=True,
    )
    if not asked or not (languages := packs()):
        return {}
    found = _read(pixels, asked[: LIMITS.probes], languages)
    if not any(shows_cyrillic(line, seen[r]) for r, line in found.items()):
        return {r: mixed(line, seen[r]) for r, line in found.items() if sure_word(line)}
    found |= _read(pixels, asked[LIMITS.probes :], languages)
    return {r: mixed(line, seen[r]) for r, line in found.items() if sure_word(line) or better(line, seen[r])}


def letters(pixels: Pixels, regions: Sequence[Region]) -> float:
    """Letters in these places that only Cyrillic has, each counted by Tesseract's confidence in its line; 0 without its packs."""
    languages = packs()
    return sum(line.confidence * own(line) for line in _read(pixels, regions, languages).values()) if languages else 0.0


def shows_cyrillic(line: Line, network: Line) -> bool:
    """Whether Tesseract's reading of a line that the network doubts proves the page to hold Cyrillic."""
    return plausible(network) < LIMITS.doubted and any(
        line.confidence >= c and own(line) >= n for c, n in ((LIMITS.sure, LIMITS.some), (LIMITS.long, LIMITS.many))
    )


def better(line: Line, network: Line) -> bool:
    """Whether Tesseract's reading counts, on a page that holds Cyrillic. A doubtful Latin line keeps its Latin reading, and with it a
    doubtful retinol its danger."""
    doubt = plausible(network)
    if line.confidence <= doubt or doubt >= LIMITS.doubted:
        return False
    return (line.confidence >= LIMITS.least and own(line) >= 2) or (line.confidence >= LIMITS.faintly and own(line) >= LIMITS.many)


def mixed(line: Line, network: Line) -> Line:
    """Tesseract's reading of a line with the Latin words in it as the network reads them ("Склад: Aqua"), where it is sure and Tesseract is
    not."""
    words: list[Word] = []
    text = ""
    for word in line.words:
        said, confidence = word.text, word.confidence
        inside = [w for w in network.words if word.box.left <= w.box.centre[0] <= word.box.right]
        if word.confidence < LIMITS.unsure and inside and min(w.confidence for w in inside) >= LIMITS.latin:
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
    return (
        line.confidence >= LIMITS.word
        and len(_CYRILLIC.findall(line.text)) >= LIMITS.letters
        and own(line) >= 1
        and _SCRAPS.search(line.text) is None
    )


def own(line: Line) -> int:
    """How many letters of a line Latin script does not have, not even by their shape."""
    return len(_OWN.findall(line.text))


def _read(pixels: Pixels, regions: Iterable[Region], languages: tuple[str, ...]) -> dict[Region, Line]:
    from glidecheck.ocr import tesseract

    asked = list(regions)
    strips = [r.cut(pixels, LIMITS.height) for r in asked]
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
        return region.part(*(min(1.0, max(0.0, (x - LIMITS.margin) / width)) for x in (box.left, box.right)))

    return replace(line, box=region.box, words=tuple(replace(w, box=part(w.box)) for w in line.words))


def _framed(strip: Pixels) -> Pixels:
    import cv2
    import numpy as np

    return np.asarray(
        cv2.copyMakeBorder(strip, LIMITS.margin, LIMITS.margin, LIMITS.margin, LIMITS.margin, cv2.BORDER_REPLICATE), dtype=np.uint8
    )
