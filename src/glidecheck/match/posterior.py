"""What the recognition network itself makes of a name that its best string does not spell: lexicon names scored against its probabilities.

Small or blurred print comes out as "Crtsary Olivote"; the network's columns say "Cetearyl Olivate" far better than any other name does. The
string chooses a handful of names that stand on real labels, the evidence decides between them (CTC forward, model.Evidence). What is found
this way is a help to the reader of a report and a reason for alarm: it is never certain, and so never part of a GLIDE.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from math import log10
from typing import TYPE_CHECKING

from rapidfuzz import fuzz, process

from glidecheck.lexicon.nearest import Nearest
from glidecheck.match.limits import Heard
from glidecheck.model import Stream
from glidecheck.text import key as key_of
from glidecheck.text import skeleton

if TYPE_CHECKING:
    from glidecheck.lexicon import Lexicon
    from glidecheck.model import Line

LIMITS = Heard()
KNOWN_FROM = 5
"""Retail lists, of 4,716, that must hold a harmless name before blurred print is taken for it."""
ALIKE = 45.0
"""Likeness of strings (rapidfuzz ratio, 0 to 100) from which the evidence is asked for a name."""
ASKED = 12
"""Names that the evidence is asked for, the likest strings first; retinoids and anaesthetics among the likest are asked besides."""
NEAR = 6
"""Names of the whole lexicon, however rare, that are asked for besides: the few nearest by letter."""
ENOUGH = -1.8
"""Natural log of the probability a letter, from which a name is believed; right names on blurred real labels lie above -1.5."""
LEAD = 0.3
"""By which it must lead the next one that is another substance."""
DANGER = 0.5
"""A retinoid or an anaesthetic that lies no further than this behind the best is not ruled out: the print stays unknown, with both told."""
TOLD, ALONE = -0.7, 0.5
"""Log a letter from which a name counts as read, and its lead over every other substance."""
CLEAR = 0.97
"""Confidence of print from which its string is taken as it stands: clear print that no name fits is another name."""
SHIFTS = (0, -1, 1, -2, 2)
"""Letters by which the place of a line's break within a name is tried, around the proportional one."""


@dataclass(frozen=True, slots=True)
class Weighed:
    """A name and how well the evidence carries it, in natural logs a letter (at most 0)."""

    key: str
    log: float


@dataclass(frozen=True, slots=True)
class _Piece:
    """Characters `start:end` of one line, `glyphs` letters and digits among them."""

    line: Line
    start: int
    end: int
    glyphs: int


class Posterior:
    """The names that are asked for, and how they are asked. Built once a lexicon."""

    __slots__ = ("_bones", "_grave", "_keys", "_lengths", "_lexicon", "_nearest", "_printed")

    def __init__(self, lexicon: Lexicon, nearest: Nearest) -> None:
        self._lexicon, self._nearest = lexicon, nearest
        asked = [k for k in lexicon.keys if 4 <= len(k) <= 80 and (nearest.grave(k) == 2 or lexicon.prior(k) >= KNOWN_FROM)]
        bones = sorted(((skeleton(k), k) for k in asked), key=lambda b: (len(b[0]), b))
        self._bones = [b for b, _ in bones]
        self._keys = [k for _, k in bones]
        self._lengths = [len(b) for b in self._bones]
        self._grave = {k for k in asked if nearest.grave(k) == 2}
        self._printed: dict[str, str] = {}

    @classmethod
    def of(cls, lexicon: Lexicon, nearest: Nearest) -> Posterior:
        """Those of this lexicon."""
        cache = lexicon._cache
        if "posterior" not in cache:
            cache["posterior"] = cls(lexicon, nearest)
        return cache["posterior"]  # type: ignore[no-any-return]

    def carries(self, s: Stream, begin: int, end: int, name: str) -> bool:
        """Whether the evidence speaks for `name` (a key) and for nothing else: then its print counts as read, with letters lost or not."""
        weighed = [(w.log, {h.substance.id for h in self._lexicon.lookup(w.key)}) for w in self._weigh(_pieces(s, begin, end), name)]
        same = {h.substance.id for h in self._lexicon.lookup(name)}
        # Any of the substance's names: the string was matched by one, with "(Olive)" in it the print may spell another.
        mine = max((log for log, ids in weighed if ids == same), default=float("-inf"))
        return mine >= TOLD and all(mine - log >= ALONE for log, ids in weighed if not same & ids)

    def weigh(self, s: Stream, begin: int, end: int) -> tuple[Weighed, ...]:
        """Names that characters `begin:end` of the stream may be, the best first; none where the print is clear or no evidence was kept."""
        pieces = _pieces(s, begin, end)
        return () if not pieces or min(map(_confidence, pieces)) >= CLEAR else self._weigh(pieces)

    def _weigh(self, pieces: list[_Piece], besides: str | None = None) -> tuple[Weighed, ...]:
        if not 1 <= len(pieces) <= 2 or any(p.line.evidence is None for p in pieces):
            return ()
        bones = skeleton("".join(key_of(p.line.text[p.start : p.end]) for p in pieces))
        keys = self._alike(bones)
        if besides and besides not in keys:
            keys.append(besides)
        if not keys:
            return ()
        keys += [c.key for c in self._nearest.search(bones, NEAR) if c.key not in keys]
        logs = _logs(pieces, [self._print(k) for k in keys])
        return tuple(sorted((Weighed(k, v) for k, v in zip(keys, logs, strict=True)), key=lambda w: (-w.log, w.key)))

    def said(self, s: Stream, begin: int, end: int) -> float:
        """Natural log a letter of what is printed there, by the same evidence; 0 where none was kept."""
        pieces = _pieces(s, begin, end)
        if not 1 <= len(pieces) <= 2 or any(p.line.evidence is None for p in pieces):
            return 0.0
        return _logs(pieces, [" ".join(p.line.text[p.start : p.end] for p in pieces)])[0]

    def _believed(self, w: Weighed, said: float) -> bool:
        """Whether a harmless name lies near enough to the print for how common it is: a rare one is not heard where the network saw another
        word clearly ("Ammonium" is no ammonia)."""
        return w.log >= said - (LIMITS.behind + LIMITS.usual * log10(1 + self._lexicon.prior(w.key)))

    def decide(self, weighed: Sequence[Weighed], said: float = float("-inf")) -> tuple[tuple[str, ...], float, bool, bool] | None:
        """(keys, log of the first, named, critical) where the evidence carries a name or cannot rule a critical one out; else None.

        `said` is the log of the print itself.
        """
        if not weighed or weighed[0].log < ENOUGH:
            return None
        best = weighed[0]
        same = {h.substance.id for h in self._lexicon.lookup(best.key)}
        rivals = [w for w in weighed[1:] if not same & {h.substance.id for h in self._lexicon.lookup(w.key)}]
        grave = best.key in self._grave
        threats = [w for w in rivals if w.key in self._grave and w.log >= best.log - DANGER]
        if not grave and threats:
            return (threats[0].key, best.key), threats[0].log, False, True
        if not grave and not self._believed(best, said):
            return None
        led = not rivals or best.log - rivals[0].log >= LEAD
        return (best.key, *(w.key for w in rivals[:1])), best.log, led, grave

    def _alike(self, bones: str) -> list[str]:
        n = len(bones)
        lo, hi = bisect_left(self._lengths, int(n * 0.65)), bisect_right(self._lengths, int(n * 1.5) + 1)
        found = process.extract(bones, self._bones[lo:hi], scorer=fuzz.ratio, score_cutoff=ALIKE, limit=4 * ASKED)
        keys = [self._keys[lo + i] for _, _, i in found]
        return keys[:ASKED] + [k for k in keys[ASKED:] if k in self._grave]

    def _print(self, key: str) -> str:
        """The name as labels print it: its signs are columns too."""
        if key not in self._printed:
            self._printed[key] = self._lexicon.lookup(key)[0].name
        return self._printed[key]


def _confidence(p: _Piece) -> float:
    words = [w.confidence for w in p.line.words if w.start < p.end and w.end > p.start]
    return sum(words) / len(words) if words else p.line.confidence


def _pieces(s: Stream, begin: int, end: int) -> list[_Piece]:
    out = []
    for line, at in zip(s.lines, s.starts, strict=True):
        a, b = max(0, begin - at), min(len(line.text), end - at)
        if a < b and (glyphs := sum(map(str.isalnum, line.text[a:b]))):
            out.append(_Piece(line, a, b, glyphs))
    return out


def _logs(pieces: list[_Piece], names: list[str]) -> list[float]:
    """For each name the log-likelihood a letter; of print over a line's end the best of a few places of the break."""
    if len(pieces) == 1:
        (p,) = pieces
        assert p.line.evidence is not None
        return list(p.line.evidence.log_likelihoods(names, p.start, p.end))
    first, second = pieces
    assert first.line.evidence is not None
    assert second.line.evidence is not None
    share = first.glyphs / (first.glyphs + second.glyphs)
    cuts: list[tuple[int, str, str]] = []
    for n, name in enumerate(names):
        letters = [c for c in name if not c.isspace()]
        middle = round(len(letters) * share)
        places = {min(max(1, middle + d), len(letters) - 1) for d in SHIFTS}
        cuts += [(n, "".join(letters[:at]), "".join(letters[at:])) for at in sorted(places)]
    a = first.line.evidence.log_likelihoods([c[1] for c in cuts], first.start, first.end)
    b = second.line.evidence.log_likelihoods([c[2] for c in cuts], second.start, second.end)
    out = [float("-inf")] * len(names)
    for (n, head, tail), x, y in zip(cuts, a, b, strict=True):
        out[n] = max(out[n], (x * len(head) + y * len(tail)) / (len(head) + len(tail)))
    return out
