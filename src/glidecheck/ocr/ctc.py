"""From the recogniser's probabilities to text, words with boxes, and evidence that can be asked again.

CTC: A. Graves et al., "Connectionist Temporal Classification", ICML 2006. Decoding is greedy; a candidate is scored by the forward
algorithm over the columns in which the asked characters stand.
"""

from __future__ import annotations

import base64
import re
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from glidecheck.model import Line, Word
from glidecheck.ocr.limits import Kept

if TYPE_CHECKING:
    import numpy.typing as npt

    from glidecheck.image.strip import Region
    from glidecheck.ocr.network import Probabilities

_TOKEN = re.compile(r"[^\W_]+(?:[-'’.+*%®™°]+[^\W_]+)*[%®™°*]*|[^\w\s]|_")
LIMITS = Kept()
_SCRIPTS = chr(0x500)
"""Characters below are those of the scripts that names are asked in: Latin, Greek, Cyrillic."""
_ACCENTED = chr(0xFF)
"""The last of the accented letters of Western Europe (Latin-1)."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """Greedy reading of one strip: its text, and per character its columns (the first, and the one after the last) and its confidence."""

    text: str
    runs: tuple[tuple[int, int], ...]
    confidences: tuple[float, ...]

    @property
    def confidence(self) -> float:
        """Mean over the characters; 0 for no text."""
        return sum(self.confidences) / len(self.confidences) if self.confidences else 0.0


@dataclass(frozen=True, slots=True)
class Columns:
    """What the network saw in one line (model.Evidence).

    `logs` is (columns, kept characters) uint8, natural logs times -STEPS, at most LAST; the last one is the gap between two characters:
    blank or space, so that a space more or less never counts. `kept` maps a character to its column in it, `known` are the network's
    characters of _SCRIPTS, `runs` the columns of the text's characters, as in Decoded.
    """

    logs: npt.NDArray[np.uint8] = field(repr=False)
    kept: dict[str, int] = field(repr=False)
    known: frozenset[str] = field(repr=False)
    runs: tuple[tuple[int, int], ...] = field(repr=False)

    def log_likelihood(self, text: str, start: int, end: int) -> float:
        """See model.Evidence."""
        return self.log_likelihoods((text,), start, end)[0]

    def log_likelihoods(self, texts: Sequence[str], start: int, end: int) -> tuple[float, ...]:
        """See model.Evidence. Case and spaces do not count. O(columns) steps for all texts together, some milliseconds a name's length."""
        if not self.runs or start >= end:
            return (-np.inf,) * len(texts)
        first, last = self._span(start, end)
        seen = np.exp(self.logs[first:last].astype(np.float32) / -LIMITS.steps)
        nowhere = np.full(len(seen), np.exp(-LIMITS.last / LIMITS.steps), np.float32)
        names = [_letters(text) for text in texts]
        columns = [np.zeros(len(seen), np.float32), seen[:, -1]]  # no state, and the gap
        place: dict[str, int] = {}
        unknown: set[str] = set()
        for c in set().union(*names):
            forms = {f for f in (c, c.upper()) if f in self.known or f in self.kept}
            if not forms:
                unknown.add(c)
                continue
            # What is not kept came up nowhere: no more than the least is known of it. So what was packed judges as what was seen.
            shown = [seen[:, self.kept[f]] if f in self.kept else nowhere for f in sorted(forms)]
            place[c] = len(columns)
            columns.append(np.sum(shown, axis=0))
        able = [n for n, name in enumerate(names) if name and unknown.isdisjoint(name)]
        out = [-np.inf] * len(texts)
        if able:
            logs = _forward([[place[c] for c in names[n]] for n in able], np.column_stack(columns))
            for n, log in zip(able, logs, strict=True):
                out[n] = log / len(names[n])
        return tuple(out)

    def _span(self, start: int, end: int) -> tuple[int, int]:
        """The columns from behind the character before `start` to the one at `end`: none of the neighbours' own, all of the gaps."""
        n = len(self.runs)
        start, end = max(0, min(start, n - 1)), max(1, min(end, n))
        return self.runs[start - 1][1] if start else 0, self.runs[end][0] if end < n else len(self.logs)


@lru_cache(maxsize=1 << 15)
def _letters(text: str) -> tuple[str, ...]:
    """The characters that count, in lower case."""
    return tuple(c.lower() for c in text if not c.isspace())


def _forward(names: list[list[int]], emitted: npt.NDArray[np.float32]) -> list[float]:
    """For each name the natural log of the sum over all its paths, all names in step.

    Args:
        names: per name the columns of `emitted` that are its letters'.
        emitted: (columns of the line, letters) probabilities; its first two columns are nothing and the gap.

    Works on probabilities that are scaled now and then: logs inside the loop would cost four times as much. States are gap, letter, gap,
    letter, ..., gap.
    """
    width = 2 * max(map(len, names)) + 1
    states = np.zeros((len(names), width), np.intp)
    for n, name in enumerate(names):
        states[n, 0 : 2 * len(name) + 1 : 2] = 1
        states[n, 1 : 2 * len(name) : 2] = name
    # From one letter straight to the next, without a gap: only where they differ.
    skip = np.zeros((len(names), width), np.float32)
    skip[:, 3::2] = states[:, 3::2] != states[:, 1:-2:2]
    emission = emitted[:, states]
    padded = np.zeros((len(names), width + 2), np.float32)  # two states that are never reached, so that each has two before it
    alpha, one_before, two_before = padded[:, 2:], padded[:, 1:-1], padded[:, :-2]
    alpha[:, :2] = emission[0, :, :2]
    reached = np.empty_like(skip)
    total = np.zeros(len(names))
    dead = np.zeros(len(names), bool)
    for t, row in enumerate(emission[1:], 1):
        np.multiply(two_before, skip, out=reached)
        reached += one_before
        reached += alpha
        np.multiply(reached, row, out=alpha)
        if t % LIMITS.scaled == 0:
            scale = alpha.sum(axis=1)
            dead |= scale <= 0.0
            scale[dead] = 1.0
            alpha /= scale[:, None]
            total += np.log(scale)
    each, last = np.arange(len(names)), 2 * np.array([len(name) for name in names]) - 1
    ends = alpha[each, last].astype(np.float64) + alpha[each, last + 1]
    dead |= ends <= 0.0
    total += np.log(np.where(dead, 1.0, ends))
    return [-np.inf if gone else log for gone, log in zip(dead, total.tolist(), strict=True)]


def pack(seen: Columns) -> dict[str, Any]:
    """`seen` as a JSON object of some kilobytes: what came up nowhere in the line is left out. `unpack` gives back what judges alike."""
    kept = [c for c, k in seen.kept.items() if c not in seen.known or (seen.logs[:, k] < LIMITS.last).any()]
    logs = seen.logs[:, [*(seen.kept[c] for c in kept), -1]]
    packed = base64.b64encode(zlib.compress(np.ascontiguousarray(logs.T).tobytes(), 9)).decode("ascii")
    return {"columns": len(logs), "kept": kept, "runs": [list(run) for run in seen.runs], "logs": packed}


def unpack(told: Mapping[str, Any], known: frozenset[str]) -> Columns:
    """The evidence that `pack` wrote. Raises ValueError where it does not hold together."""
    kept: list[str] = told["kept"]
    flat = np.frombuffer(zlib.decompress(base64.b64decode(told["logs"])), np.uint8)
    logs = flat.reshape(len(kept) + 1, told["columns"]).T
    return Columns(logs, {c: n for n, c in enumerate(kept)}, known, tuple((a, b) for a, b in told["runs"]))


def decode(chances: Probabilities, characters: tuple[str, ...]) -> Decoded:
    """Best character of each column, repeats joined, blanks dropped, spaces at the ends cut off."""
    best = chances.argmax(axis=1)
    peak = chances[np.arange(len(best)), best]
    starts = np.flatnonzero(np.r_[True, best[1:] != best[:-1]])
    ends = np.r_[starts[1:], len(best)]
    runs = zip(starts.tolist(), ends.tolist(), strict=True)
    out = [(characters[best[a]], (a, b), float(peak[a:b].max())) for a, b in runs if best[a]]
    while out and out[0][0].isspace():
        out.pop(0)
    while out and out[-1][0].isspace():
        out.pop()
    # A character of the dictionary may be two code points long: each then has the same place.
    flat = [(c, run, chance) for glyph, run, chance in out for c in glyph]
    return Decoded("".join(c for c, _, _ in flat), tuple(c for _, c, _ in flat), tuple(c for _, _, c in flat))


@lru_cache(maxsize=2)
def _latin(characters: tuple[str, ...]) -> tuple[npt.NDArray[np.intp], frozenset[str]]:
    """Columns that are always kept (printable ASCII and the accented letters of Western Europe), and the known characters of _SCRIPTS."""
    known = frozenset(c for c in characters[1:-1] if c < _SCRIPTS)
    return np.array([i for i, c in enumerate(characters) if len(c) == 1 and "!" <= c <= _ACCENTED], np.intp), known


def evidence(chances: Probabilities, characters: tuple[str, ...], decoded: Decoded) -> Columns | None:
    """Keeps of (columns, 18710) probabilities the Latin characters and whatever else came up in this line; None for clear print."""
    if decoded.confidence >= LIMITS.beyond_doubt:
        return None
    latin, known = _latin(characters)
    strong = np.flatnonzero(chances.max(axis=0) > LIMITS.seen)
    keep = np.union1d(latin, strong[(strong != 0) & (strong != len(characters) - 1)])
    gap = chances[:, 0] + chances[:, -1]
    logs = np.log(np.maximum(np.column_stack([chances[:, keep], gap]), 1e-7)) * -LIMITS.steps
    return Columns(
        np.minimum(np.round(logs), LIMITS.last).astype(np.uint8),
        {characters[k]: i for i, k in enumerate(keep.tolist())},
        known,
        decoded.runs,
    )


def line(decoded: Decoded, region: Region, columns: float, reader: str, seen: Columns | None) -> Line:
    """The line with its words. `columns` is how many columns the strip is long (the network's own count includes padding)."""
    at = [(a + b) / 2 for a, b in decoded.runs]
    edges = [0.0, *((a + b) / 2 for a, b in pairwise(at)), columns]
    words = []
    for token in _TOKEN.finditer(decoded.text):
        a, b = token.span()
        # No edge reaches further from its character than half the way to the next one: a wide space belongs to nobody.
        half = (at[b - 1] - at[a]) / (2 * (b - a - 1)) if b - a > 1 else 1.5
        first, last = max(edges[a], at[a] - half), min(edges[b], at[b - 1] + half)
        box = region.part(min(1.0, first / columns), min(1.0, last / columns))
        words.append(Word(token.group(), box, sum(decoded.confidences[a:b]) / (b - a), a, b))
    return Line(decoded.text, decoded.confidence, region.box, tuple(words), reader, 0, seen)
