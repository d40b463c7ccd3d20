"""Which way up a page is, and whether it is a mirror image, decided by reading a few of its lines every way.

RapidOCR's line classifier turned 8 of 189 upright lines upside down; it is not used. Read the wrong way a line gives few letters, read in a
mirror it gives letters that are hardly believed; so ways are compared by both. A page in a script the network cannot read gives neither:
where Tesseract has a pack for Cyrillic it is asked, otherwise the page stays as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from glidecheck.image.strip import Region
    from glidecheck.model import Line

CONFIDENT = 0.85
"""Lines that read so plausibly are read the right way round."""
SURE = 0.9
"""Samples that read so plausibly as they stand leave nothing to try: upside down or mirrored, none of 94 photos reached 0.89."""
CLEAR = 0.75
"""Samples that read so plausibly in the best way are of a script that the network knows."""
LIKELY, ENOUGH = 0.6, 30.0
"""How plausibly the samples must read, and how many letters believed they must hold, for a page to be turned or mirrored."""
LEAD, TIMES = 0.08, 2.0
"""By which they must read better than as they stand, or how many times the letters they must hold. On 94 photos the wrong way round never
led the right one, where that could be read at all, and trailed it by 0.1 or by half."""
FOREIGN = 20.0
"""Letters that only Cyrillic has, times Tesseract's confidence, from which a way is believed where the network reads none."""
_SAMPLES = 4


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
    letters = sum(c.isalnum() for c in line.text)
    shown = sum(not c.isspace() for c in line.text)
    return line.confidence * letters / shown if shown else 0.0


def lies(
    regions: Sequence[Region],
    width: float,
    read: Callable[[Region], Line],
    mirrored: Callable[[Region], Line],
    foreign: Callable[[Sequence[Region], bool], float] = lambda _regions, _mirrored: 0.0,
) -> Way:
    """How the page lies in which text stands at `regions`.

    Args:
        width: of the picture.
        read: what a region says; regions are asked in their own direction and reversed.
        mirrored: the same in the picture's mirror image.
        foreign: letters of a script that `read` does not know, in regions of the picture or (True) its mirror image; 0 where unknown.
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
        if scores[way].plausible > SURE:
            break  # mostly at once, and then nothing else is read
    best = max(scores, key=lambda w: scores[w].letters)
    usual = Way(forth) if not sideways or Way(back) not in scores else max((Way(forth), Way(back)), key=lambda w: scores[w].letters)
    taken = best if scores[best].plausible >= LIKELY and (best == usual or _beats(scores[best], scores[usual])) else None
    if taken is not None and scores[taken].plausible >= CLEAR:
        return taken
    strange = {way: foreign(lines, way.mirrored) for way, lines in asked.items()}
    usual = taken if taken is not None else Way(forth)
    best = max(strange, key=lambda w: strange[w])
    if strange[best] >= FOREIGN and (best == usual or strange[best] >= TIMES * strange[usual]):
        return best
    return taken if taken is not None else Way(0)


def _beats(one: _Score, usual: _Score) -> bool:
    return one.letters >= ENOUGH and (one.plausible >= usual.plausible + LEAD or one.letters >= TIMES * usual.letters)


def _longest(regions: Sequence[Region]) -> list[Region]:
    return sorted(regions, key=lambda r: r.length / r.height * min(r.height, 20.0), reverse=True)[:_SAMPLES]
