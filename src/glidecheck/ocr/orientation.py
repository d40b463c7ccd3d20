"""Which way up a page is, and whether it is a mirror image, decided by reading a few of its lines every way.

RapidOCR's line classifier turned 8 of 189 upright lines upside down; it is not used. Read the wrong way a line gives few letters, read in a
mirror it gives letters that are hardly believed; so ways are compared by both. A page in a script the network cannot read gives neither:
there the letters that the label head reads of it decide.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from glidecheck.ocr.limits import Ways
from glidecheck.text import worded

if TYPE_CHECKING:
    from glidecheck.image.strip import Region
    from glidecheck.model import Line

LIMITS = Ways()


@dataclass(frozen=True, slots=True)
class Way:
    """How a page can lie: the clockwise turn (0, 90, 180, 270) that makes it upright, after mirroring it left to right where `mirrored`."""

    turn: int
    mirrored: bool = False


@dataclass(frozen=True, slots=True)
class _Score:
    """How well samples read: mean plausibility, 0 to 1, and the number of letters times the plausibility of their lines."""

    plausible: float
    letters: float

    @classmethod
    def of(cls, lines: Sequence[Line]) -> _Score:
        seen = [plausible(line) for line in lines]
        return cls(sum(seen) / len(seen), sum(p * sum(map(str.isalnum, line.text)) for p, line in zip(seen, lines, strict=True)))


def plausible(line: Line) -> float:
    """How well a line reads, 0 to 1: its confidence, less where it is mostly signs."""
    return line.confidence * worded(line.text)


def lies(
    regions: Sequence[Region],
    width: float,
    read: Callable[[Region], Line],
    mirrored: Callable[[Region], Line],
    foreign: Callable[[Sequence[Region], bool], tuple[float, float]] = lambda _regions, _mirrored: (0.0, 0.0),
) -> Way:
    """How the page lies in which text stands at `regions`.

    Args:
        width: of the picture.
        read: what a region says; regions are asked in their own direction and reversed.
        mirrored: the same in the picture's mirror image.
        foreign: letters of a script that `read` does not know, in regions of the picture or (True) its mirror image, and how plausibly
            the lines read that hold them, 0 to 1.
    """
    sideways = sum(r.length for r in regions if r.tall) > 2 * sum(r.length for r in regions if not r.tall)
    samples = _longest([r for r in regions if r.tall == sideways])
    forth, back = (270, 90) if sideways else (0, 180)
    if not samples:
        return Way(0)
    glass = [r.mirrored(width) for r in samples]
    asked = {
        Way(forth): samples,
        Way(back): [r.reversed() for r in samples],
        Way(forth, mirrored=True): glass,
        Way(back, mirrored=True): [r.reversed() for r in glass],
    }
    scores: dict[Way, _Score] = {}
    for way, lines in asked.items():
        scores[way] = _Score.of([mirrored(r) if way.mirrored else read(r) for r in lines])
        if scores[way].plausible > LIMITS.sure:
            break  # mostly at once, and then nothing else is read
    best = max(scores, key=lambda w: scores[w].letters)
    usual = Way(forth) if not sideways or Way(back) not in scores else max((Way(forth), Way(back)), key=lambda w: scores[w].letters)
    taken = best if scores[best].plausible >= LIMITS.likely and (best == usual or _beats(scores[best], scores[usual])) else None
    if taken == usual and scores[usual].plausible >= LIMITS.clear:
        return usual
    # In a mirror a page in Cyrillic reads as Latin letters, and one of Latin capitals as Cyrillic ones: the better reading decides.
    clear = scores[taken].plausible if taken is not None and scores[taken].plausible >= LIMITS.clear else 0.0
    strange = {way: foreign(lines, way.mirrored) for way, lines in asked.items() if way in scores}
    letters = {way: count if plausible > clear else 0.0 for way, (count, plausible) in strange.items()}
    usual = taken if taken is not None else Way(forth)
    best = max(letters, key=lambda w: letters[w])
    if letters[best] >= LIMITS.foreign and (best == usual or letters[best] >= LIMITS.times * letters[usual]):
        return best
    return taken if taken is not None else Way(0)


def _beats(one: _Score, usual: _Score) -> bool:
    return one.letters >= LIMITS.enough and (one.plausible >= usual.plausible + LIMITS.lead or one.letters >= LIMITS.times * usual.letters)


def _longest(regions: Sequence[Region]) -> list[Region]:
    return sorted(regions, key=lambda r: r.length / r.height * min(r.height, LIMITS.high), reverse=True)[: LIMITS.samples]
