"""Which names of the lexicon a damaged name may be: an index of letter runs, then edit distances over a handful of candidates.

Every name is cut into runs of `GRAM` glyphs of its skeleton, the ends of the name included. A query asks for the names that share its rarest runs
(at most `BUDGET` postings, so that the price hardly grows with the lexicon), and rapidfuzz measures the best of them. Building takes some 40 ms for
30,000 names and holds about 10 MB; it is done on the first doubtful name, not on loading.

The distance is a sum of three edit distances, over the keys, over their skeletons and over a coarser folding, so that a look-alike glyph (0 for o)
costs 0.2, a glyph of the same build (e for c, n for h) 0.6 and any other letter 1.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from glidecheck.text import skeleton

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from glidecheck.lexicon.index import Lexicon
    from glidecheck.model import Substance

    Ints = npt.NDArray[np.int32]
    Hashes = npt.NDArray[np.uint16]

GRAM = 4
BUDGET = 1500
KEEP = 24
"""Candidates whose distance is measured."""

_LOOK, _BUILD, _OTHER = 0.2, 0.6, 1.0
_COARSE = str.maketrans({c: group[0] for group in ("oecad", "ltfr", "nhuvmy", "bkp6", "s3") for c in group})

_VITAMIN = re.compile(r"[vw]itamin")

CRITICAL = ("retinoid", "anaesthetic")
HARMLESS = ("glide", "companion")


@dataclass(frozen=True, slots=True)
class Near:
    """A name near a query: its key, the weighted edit distance, and how grave it is (2 retinoid or anaesthetic, 1 any other ruled class, 0 none)."""

    key: str
    distance: float
    grave: int


def coarse(skeleton_: str) -> str:
    """A skeleton with glyphs of the same build folded too."""
    return skeleton_.translate(_COARSE)


def distance(a: str, b: str) -> float:
    """The weighted edit distance of two keys.

    >>> distance("ret1nol", "retinol"), distance("retinal", "retinol") < distance("retinxl", "retinol")
    (0.2, True)
    """
    sa, sb = skeleton(a), skeleton(b)
    return _weigh(Levenshtein.distance(a, b), Levenshtein.distance(sa, sb), Levenshtein.distance(coarse(sa), coarse(sb)))


def _weigh(letters: int, bones: int, coarse_: int) -> float:
    bones = min(bones, letters)
    coarse_ = min(coarse_, bones)
    return round(_OTHER * coarse_ + _BUILD * (bones - coarse_) + _LOOK * (letters - bones), 3)


def agree(printed: str, name: str) -> bool:
    """Whether the figures of two keys agree, look-alike letters read as figures: LAURETH-12 is not LAURETH-9, POLYSORBATE 2O may be 20.

    A single figure within a word of the print is an OCR error like any other (PANTHEN0L).
    """
    if not any(c.isdigit() for c in name) and not any(c.isdigit() for c in printed):
        return True
    for op in Levenshtein.editops(printed, name):
        a = printed[op.src_pos] if op.tag != "insert" else ""
        b = name[op.dest_pos] if op.tag != "delete" else ""
        if a and b and skeleton(a) == skeleton(b):
            continue
        if b.isdigit() or (a.isdigit() and _figure(printed, op.src_pos)):
            return False
        # A letter put in or lost beside a figure may hide one: PEG-8 and PEG-8O.
        if not a and not b.isalpha():
            return False
    return True


def _figure(text: str, at: int) -> bool:
    """Whether the digit at `at` belongs to a number rather than standing alone within a word."""
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    return before.isdigit() or after.isdigit() or not before or not after


def vitamin(printed: str, name: str) -> bool:
    """Whether the letter of a vitamin agrees: what follows "vitamin" decides, so nothing near it may differ."""
    m = _VITAMIN.search(name)
    if not m:
        return not _VITAMIN.search(printed)
    return all(op.dest_pos < m.end() - 2 or op.dest_pos > m.end() + 1 for op in Levenshtein.editops(printed, name))


class Nearest:
    """The index over one lexicon's names. `of(lexicon)` builds it once."""

    __slots__ = ("_at", "_bones", "_critical", "_critical_bones", "_graves", "_keys", "_lengths", "_names", "_offsets", "_postings")

    def __init__(self, keys: Iterable[str], graves: Iterable[int] | None = None) -> None:
        """`keys` are `text.key` forms; `graves`, in the same order, how grave each name is (0 where not given)."""
        import numpy as np

        pairs = sorted(zip(keys, graves, strict=True)) if graves is not None else [(k, 0) for k in sorted(keys)]
        self._keys = [k for k, _ in pairs]
        self._graves = [g for _, g in pairs]
        self._at = {k: n for n, k in enumerate(self._keys)}
        joined = skeleton.__wrapped__("\n".join(self._keys))
        self._bones = joined.split("\n")
        self._critical = [n for n, g in enumerate(self._graves) if g == 2]
        self._critical_bones = [self._bones[n] for n in self._critical]
        # Postings: for each hash of a run, the names that hold it. 16 bits, so that numpy's stable sort is a radix sort.
        codes = np.frombuffer(("\n" + joined + "\n").encode("utf-32-le"), dtype=np.uint32)
        ends = codes == ord("\n")
        owner = np.cumsum(ends[:-1], dtype=np.int32) - 1
        hashes = _hash(codes)
        whole = np.ones(len(hashes), dtype=bool)
        for k in range(1, GRAM - 1):
            whole &= ~ends[k : k + len(hashes)]
        where = np.flatnonzero(whole)
        hashes = hashes[where]
        order = np.argsort(hashes, kind="stable")
        self._postings: Ints = owner[: len(codes)][where[order]]
        counts = np.bincount(hashes, minlength=1 << 16)
        self._offsets = np.concatenate(([0], np.cumsum(counts)))
        self._names = len(self._keys)
        self._lengths = np.fromiter(map(len, self._bones), dtype=np.int32, count=self._names)

    @classmethod
    def of(cls, lexicon: Lexicon) -> Nearest:
        """The index over this lexicon, built on the first call."""
        cache: dict[str, Any] = lexicon._cache
        if "nearest" not in cache:
            cache["nearest"] = cls(lexicon.keys, graves(lexicon))
        return cache["nearest"]  # type: ignore[no-any-return]

    def __len__(self) -> int:
        return self._names

    def __contains__(self, key: object) -> bool:
        return key in self._at

    def grave(self, key: str) -> int:
        """How grave a known name is (see `Near`); 0 for a name that is none."""
        n = self._at.get(key)
        return 0 if n is None else self._graves[n]

    @staticmethod
    def grave_of(substance: Substance) -> int:
        """The same for a substance."""
        return _grave(substance.classes)

    def inside(self, bones: str, least: int) -> str | None:
        """The longest critical name of at least `least` glyphs whose skeleton stands within `bones` (a skeleton); None when there is none."""
        best = max((n for n, b in zip(self._critical, self._critical_bones, strict=True) if len(b) >= least and b in bones), key=lambda n: len(self._bones[n]), default=None)
        return None if best is None else self._keys[best]

    # -------------------------------------------------------------- names that stand at the start of a text

    def prefixes(self, text: str) -> Iterator[str]:
        """Every name that `text` (a key) begins with, the longest first."""
        keys, hi = self._keys, len(self._keys)
        while text:
            hi = bisect_right(keys, text, 0, hi)
            if not hi:
                return
            k = keys[hi - 1]
            if text.startswith(k):
                yield k
                text = k[:-1]
            else:
                n = 0
                for a, b in zip(k, text, strict=False):
                    if a != b:
                        break
                    n += 1
                text = text[:n]

    # -------------------------------------------------------------- names that look alike

    def search(self, key: str, limit: int = 8) -> tuple[Near, ...]:
        """The names nearest to `key`, the nearest first; at most `limit`. Long and rare names are found with up to about one error in six letters."""
        bones = skeleton(key)
        ids = self._candidates(bones)
        if not ids:
            return ()
        return self._measured(key, bones, ids, limit)

    def critical(self, key: str, limit: int = 4, cutoff: float = 0.35) -> tuple[Near, ...]:
        """The same among retinoids and anaesthetics alone, each of which is compared: none is lost to the index."""
        bones = skeleton(key)
        most = max(1, int(len(bones) * cutoff))
        found = process.extract(bones, self._critical_bones, scorer=Levenshtein.distance, score_cutoff=most, limit=3 * limit)
        return self._measured(key, bones, [self._critical[n] for _, _, n in found], limit)

    def _measured(self, key: str, bones: str, ids: list[int], limit: int) -> tuple[Near, ...]:
        rough = coarse(bones)
        out = []
        for n in ids:
            k, b = self._keys[n], self._bones[n]
            d = _weigh(Levenshtein.distance(key, k), Levenshtein.distance(bones, b), Levenshtein.distance(rough, coarse(b)))
            out.append((d, -self._graves[n], k))
        out.sort()
        return tuple(Near(k, d, -g) for d, g, k in out[:limit])

    def _candidates(self, bones: str) -> list[int]:
        import numpy as np

        if len(bones) < GRAM - 2:
            return []
        codes = np.frombuffer(("\n" + bones + "\n").encode("utf-32-le"), dtype=np.uint32)
        if len(codes) < GRAM:
            return []
        hashes = np.unique(_hash(codes))
        lo, hi = self._offsets[hashes], self._offsets[hashes + 1]
        size = hi - lo
        order = np.argsort(size, kind="stable")
        spent = np.cumsum(size[order])
        taken = order[: max(1, int(np.searchsorted(spent, BUDGET, side="right")))]
        runs = [self._postings[lo[t] : hi[t]] for t in taken if size[t]]
        if not runs:
            return []
        names, votes = np.unique(np.concatenate(runs), return_counts=True)
        if len(names) > KEEP:
            lengths = self._lengths[names]
            score = votes / (lengths + len(bones))
            best = np.argpartition(-score, KEEP)[:KEEP]
            names = names[best]
        return names.tolist()  # type: ignore[no-any-return]


def _hash(codes: npt.NDArray[np.uint32]) -> Hashes:
    import numpy as np

    n = len(codes) - GRAM + 1
    out = np.zeros(n, dtype=np.uint32)
    for k in range(GRAM):
        out *= np.uint32(0x9E3779B1)
        out += codes[k : k + n]
    out *= np.uint32(0x85EBCA6B)
    return (out >> np.uint32(16)).astype(np.uint16)


def _grave(classes: Iterable[str]) -> int:
    return max((2 if c in CRITICAL else 0 if c in HARMLESS else 1 for c in classes), default=0)


def graves(lexicon: Lexicon) -> list[int]:
    """How grave the names of `lexicon.keys` are, in that order: 2 retinoid or anaesthetic, 1 any other class that is not a glide's or a companion's, 0."""
    by_substance = [_grave(classes) for classes in lexicon._classes]
    by_substance += [0] * (len(lexicon._names) - len(by_substance))
    hits = [by_substance[h[0]] for h in lexicon._hits]

    def of(ref: int) -> int:
        return by_substance[-ref - 1] if ref < 0 else hits[ref]

    return [of(r) if isinstance(r, int) else max(map(of, r)) for r in lexicon._refs.values()]
