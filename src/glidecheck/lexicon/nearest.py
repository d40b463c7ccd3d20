"""Which names of the lexicon a damaged name may be: an index of letter runs, then edit distances over a handful of candidates.

Every name is cut into runs of `GRAM` glyphs of its skeleton, the ends of the name included. A query asks for the names that share its
rarest runs (a limited number of postings, so that the price grows slower than the lexicon), and rapidfuzz measures the best of them.
Building takes some 40 ms for 30,000 names and holds about 10 MB; it is done on the first doubtful name, not on loading.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from glidecheck.lexicon.spelling import LOOK, Prices, coarse, weigh
from glidecheck.text import key as key_of
from glidecheck.text import skeleton

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from glidecheck.lexicon.index import Hit, Lexicon
    from glidecheck.model import Substance

    Ints = npt.NDArray[np.int32]
    Hashes = npt.NDArray[np.uint16]

GRAM = 4  # letters of one piece of a name by which names are found
BUDGET = 6000
"""Postings a query may read in a lexicon of 30,000 names; the root of it for larger ones."""
KEEP = 28
"""Candidates whose distance is measured."""
MOST = 8
"""Glyphs that may be wrong in a critical name that is looked for by itself; longer names are found by their letter runs too."""
FEW = 9
"""Glyphs of a short name."""
NEARLY = 0.002
"""What a glyph more or less counts against a candidate: of many peptides that differ in a figure those of the same length come first."""
BRIEF = 6
"""Letters under which a critical name is not looked for by measured prices: with two cheap errors in five it would be any word."""

LEAST_OF_WORD = 3
"""Letters of a word that can be told to be cut short."""
_LETTERS = re.compile(r"[^\W\d_]+")
CRITICAL = ("retinoid", "anaesthetic")
HARMLESS = ("glide", "companion")


@dataclass(frozen=True, slots=True)
class Near:
    """A name near a query: its key, the weighted edit distance, and how grave (2 retinoid or anaesthetic, 1 ruled otherwise, 0 none)."""

    key: str
    distance: float
    grave: int


class Nearest:
    """The index over one lexicon's names. `of(lexicon)` builds it once."""

    __slots__ = (
        "_alone",
        "_at",
        "_begun",
        "_bones",
        "_budget",
        "_by_length",
        "_critical",
        "_critical_bones",
        "_critical_sizes",
        "_graves",
        "_keys",
        "_lengths",
        "_lexicon",
        "_long_ordinary",
        "_names",
        "_offsets",
        "_ordinary",
        "_postings",
        "_shorter",
        "_spelled",
        "_told",
        "_worded",
        "prices",
    )

    def __init__(self, keys: Iterable[str], graves: Iterable[int] | None = None, lexicon: Lexicon | None = None) -> None:
        """`keys` are `text.key` forms; `graves`, in the same order, how grave each name is (0 where not given)."""
        import numpy as np

        listed = list(keys)
        known = list(graves) if graves is not None else [0] * len(listed)
        self._keys = sorted(listed)
        self._graves = known if self._keys == listed else [g for _, g in sorted(zip(listed, known, strict=True))]
        self._at = {k: n for n, k in enumerate(self._keys)}
        self._bones = _skeletons(self._keys)
        joined = "\n".join(self._bones)
        self._critical = sorted((n for n, g in enumerate(self._graves) if g == 2), key=lambda n: (len(self._bones[n]), n))
        self._critical_bones = [self._bones[n] for n in self._critical]
        self._critical_sizes = [len(b) for b in self._critical_bones]
        self._lexicon = lexicon
        self._ordinary = lexicon.words("listed") if lexicon is not None else frozenset[str]()
        self._long_ordinary = sorted(w for w in self._ordinary if len(w) > 5)
        self.prices = Prices(lexicon.confusables if lexicon is not None else ())
        self._alone: dict[int, bool] = {}
        self._begun: dict[int, dict[str, list[tuple[int, str]]]] = {}
        self._told: dict[str, bool] = {}
        self._spelled = ""
        self._worded: frozenset[str] = frozenset()
        # Postings: for each hash of a run, the names that hold it. 16 bits, so that numpy's stable sort is a radix sort.
        codes = np.frombuffer(("\n" + joined + "\n").encode("utf-32-le"), dtype=np.uint32)
        ends = codes == ord("\n")
        # In the postings names go by their length, so that those of about a query's length are one stretch.
        lengths = np.fromiter(map(len, self._bones), dtype=np.int32, count=len(self._bones))
        self._by_length = np.argsort(lengths, kind="stable").astype(np.int32)
        self._lengths = lengths[self._by_length]
        self._shorter: list[int] = np.cumsum(np.bincount(lengths + 1)).tolist()  # names of fewer glyphs than the place in the list says
        rank = np.empty_like(self._by_length)
        rank[self._by_length] = np.arange(len(rank), dtype=np.int32)
        owner = rank[np.cumsum(ends[:-1], dtype=np.int32) - 1]
        hashes = _hash(codes)
        whole = np.ones(len(hashes), dtype=bool)
        for k in range(1, GRAM - 1):
            whole &= ~ends[k : k + len(hashes)]
        where = np.flatnonzero(whole)
        hashes = hashes[where]
        order = np.argsort(hashes, kind="stable")
        hashes = hashes[order]
        names = owner[where[order]]
        # A run that a name holds twice counts once.
        once = np.ones(len(names), dtype=bool)
        once[1:] = (hashes[1:] != hashes[:-1]) | (names[1:] != names[:-1])
        self._postings: Ints = names[once]
        counts = np.bincount(hashes[once], minlength=1 << 16)
        self._offsets = np.concatenate(([0], np.cumsum(counts)))
        self._names = len(self._keys)
        self._budget = int(BUDGET * max(1.0, (self._names / 30_000) ** 0.5))

    @classmethod
    def of(cls, lexicon: Lexicon) -> Nearest:
        """The index over this lexicon, built on the first call."""
        cache: dict[str, Any] = lexicon._cache
        if "nearest" not in cache:
            cache["nearest"] = cls(lexicon.keys, graves(lexicon), lexicon)
        return cache["nearest"]  # type: ignore[no-any-return]

    def __len__(self) -> int:
        return self._names

    def __contains__(self, key: object) -> bool:
        return key in self._at

    def grave(self, key: str) -> int:
        """How grave a known name is (see `Near`); 0 for a name that is none."""
        n = self._at.get(key)
        return 0 if n is None else self._graves[n]

    def grave_keys(self) -> Iterator[str]:
        """The keys of all retinoids and anaesthetics."""
        return (self._keys[n] for n in self._critical)

    def hits(self, key: str) -> tuple[Hit, ...]:
        """What a name stands for (see `Lexicon.lookup`); () without a lexicon."""
        return self._lexicon.lookup(key) if self._lexicon is not None else ()

    @staticmethod
    def grave_of(substance: Substance) -> int:
        """The same for a substance."""
        return _grave(substance.classes)

    def word(self, key: str) -> bool:
        """Whether this is a word, of at least four letters, of some harmless name: then it was read right, whatever it resembles.

        Words of critical names prove nothing: "retinoato" may be a damaged retinoate, and is one.
        """
        if key in self._ordinary:
            return True
        if len(key) < 4 or self._lexicon is None:
            return False
        if key.isalpha():
            return key in self._words
        if key not in self._told:
            text, at = self._prose, -1
            while (at := text.find(key, at + 1)) >= 0 and (text[at - 1].isalpha() or text[at + len(key)].isalpha()):
                pass
            self._told[key] = at >= 0
        return self._told[key]

    @property
    def vocabulary(self) -> Mapping[str, int]:
        """The words of all harmless names, in lower case and without accents, each with how often it stands in them."""
        return Counter(_LETTERS.findall(self._prose))

    @property
    def _words(self) -> frozenset[str]:
        """The words of all harmless names."""
        if not self._worded:
            self._worded = frozenset(_LETTERS.findall(self._prose))
        return self._worded

    @property
    def _prose(self) -> str:
        """All harmless names as one text, in lower case and without accents."""
        if not self._spelled:
            lexicon = self._lexicon
            assert lexicon is not None
            grave = [_grave(classes) == 2 for classes in lexicon._classes]
            grave += [False] * (len(lexicon._names) - len(grave))
            names = [name for name, g in zip(lexicon._names, grave, strict=True) if not g]
            names += [h[2] for h in lexicon._hits if not grave[h[0]]]
            text = unicodedata.normalize("NFKD", "\n".join(names).casefold())
            self._spelled = "\n" + re.sub("[\u0300-\u036f]+", "", text) + "\n"
        return self._spelled

    def torn(self, text: str) -> bool:
        """Whether a print that is no known name is the beginning or the end of one ("Sodium"), or has a word that is cut short ("Angu")."""
        if self._lexicon is None:
            return False
        plain = re.sub("[\u0300-\u036f]+", "", unicodedata.normalize("NFKD", " ".join(text.casefold().split())))
        if f"\n{plain} " in self._prose or f" {plain}\n" in self._prose:
            return True
        return any(self._cut(word) for word in _LETTERS.findall(plain) if len(word) >= LEAST_OF_WORD and word not in self._words)

    def _cut(self, word: str) -> bool:
        """Whether words of names begin with this one."""
        text, at = self._prose, -1
        while (at := text.find(word, at + 1)) >= 0:
            if not text[at - 1].isalpha() and text[at + len(word)].isalpha():
                return True
        return False

    def words(self, key: str) -> tuple[str, ...]:
        """The words of a known name, as keys."""
        hits = self.hits(key)
        return tuple(filter(None, map(key_of, re.findall(r"[^\W_]+", hits[0].name)))) if hits else (key,)

    def inside(self, bones: str, least: int) -> str | None:
        """The longest critical INCI name or INN of at least `least` glyphs whose skeleton stands within the skeleton `bones`, or None."""
        starts = self._starts(least)
        held = [n for at in range(len(bones) - least + 1) for n, b in starts.get(bones[at : at + least], ()) if bones.startswith(b, at)]
        held.sort(key=lambda n: (-len(self._bones[n]), n))
        return next((self._keys[n] for n in held if self._only(n)), None)

    def _starts(self, size: int) -> Mapping[str, list[tuple[int, str]]]:
        """Critical names, with their skeletons, by the first `size` glyphs of these."""
        if size not in self._begun:
            starts: dict[str, list[tuple[int, str]]] = {}
            for n, b in zip(self._critical, self._critical_bones, strict=True):
                if len(b) >= size:
                    starts.setdefault(b[:size], []).append((n, b))
            self._begun[size] = starts
        return self._begun[size]

    def _only(self, n: int) -> bool:
        """Whether critical name `n` may be told inside other words: an INCI name or INN whose letters no harmless name holds, as
        "dimethylpabamidopropyl" holds those of ethyl PABA."""
        if n not in self._alone:
            bones, key = self._bones[n], self._keys[n]
            kind = self._lexicon.lookup(key)[0].kind if self._lexicon is not None else "inci"
            self._alone[n] = (
                kind in ("inci", "inn", "foreign")
                and "vitamin" not in key
                and not any(bones in b and self._graves[k] < 2 for k, b in enumerate(self._bones))
            )
        return self._alone[n]

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
        """The names nearest to `key`, the nearest first; at most `limit`. Long names are found with about one error in six letters."""
        bones = skeleton(key)
        ids = self._candidates(bones)
        if not ids:
            return ()
        return self._measured(key, bones, ids, limit)

    def critical(self, key: str, limit: int = 4, cutoff: float = 0.4) -> tuple[Near, ...]:
        """The same among retinoids and anaesthetics alone, each of which is compared: none is lost to the index."""
        bones = skeleton(key)
        most = min(MOST, max(1, int(len(bones) * cutoff)))
        first = bisect_left(self._critical_sizes, len(bones) - most)
        last = bisect_right(self._critical_sizes, len(bones) + most)
        choices = self._critical_bones[first:last]
        found = process.extract(bones, choices, scorer=Levenshtein.distance, score_cutoff=most, limit=3 * limit)
        rough = coarse(bones)
        out = []
        for b, apart, n in found:
            name = self._keys[self._critical[first + n]]
            d = weigh(Levenshtein.distance(key, name), apart, Levenshtein.distance(rough, coarse(b)))
            if d > LOOK and len(name) >= BRIEF:
                d = min(d, self.prices.distance(key, name))
            out.append((d, name))
        out.sort()
        return tuple(Near(name, d, 2) for d, name in out[:limit])

    def ordinary(self, key: str) -> float:
        """How near `key` is to a word of labels that is no ingredient's, by the same prices; infinite where none is within two errors."""
        found = process.extract(key, self._long_ordinary, scorer=Levenshtein.distance, score_cutoff=2, limit=3)
        return min((self.prices.distance(key, w) for w, _, _ in found), default=float("inf"))

    def _measured(self, key: str, bones: str, ids: list[int], limit: int) -> tuple[Near, ...]:
        rough = coarse(bones)
        out = []
        worst = float("inf")  # of those kept so far: a candidate that cannot be nearer is not weighed to the end
        for n in ids:
            k, b = self._keys[n], self._bones[n]
            least = Levenshtein.distance(rough, coarse(b))
            if least > worst:
                continue
            d = weigh(Levenshtein.distance(key, k), Levenshtein.distance(bones, b), least)
            out.append((d, -self._graves[n], k))
            if len(out) >= 2 * limit:
                out.sort()
                del out[limit:]
                worst = out[-1][0]
        out.sort()
        return tuple(Near(k, d, -g) for d, g, k in out[:limit])

    def _candidates(self, bones: str) -> list[int]:
        import numpy as np

        if len(bones) < GRAM - 2:
            return []
        codes = np.frombuffer(("\n" + bones + "\n").encode("utf-32-le"), dtype=np.uint32)
        if len(codes) < GRAM:
            return []
        hashes = _hash(codes)
        lo = self._offsets[hashes]
        size = self._offsets[hashes + np.uint32(1)] - lo
        order = np.argsort(size)
        taken = int(np.searchsorted(np.cumsum(size[order]), self._budget, side="right")) or 1
        first, last = lo.tolist(), (lo + size).tolist()
        runs = [self._postings[first[t] : last[t]] for t in order[:taken].tolist()]
        length = len(bones)
        apart = 2 + length * 2 // 5
        longest = len(self._shorter) - 1
        a, b = (self._shorter[min(max(0, n), longest)] for n in (length - apart, length + apart + 1))
        votes = np.bincount(np.concatenate(runs), minlength=b)[a:b]
        most = int(votes.max()) if a < b else 0
        if not most:
            return []
        # Of the many that share few runs only those with half of the most votes are looked at; a short name has few to share.
        names = (votes >= -(-most // (2 if length > FEW else 3))).nonzero()[0]
        if len(names) > KEEP:
            lengths = self._lengths[a:b][names]
            score = votes[names] / (lengths + length) - NEARLY * np.abs(lengths - length)
            names = names[np.argpartition(-score, KEEP)[:KEEP]]
        return self._by_length[a:b][names].tolist()  # type: ignore[no-any-return]


def _skeletons(keys: list[str]) -> list[str]:
    """`skeleton` of each key, all at once: one long translation is many times faster than thousands of short ones, in ASCII above all."""
    plain, other = [k for k in keys if k.isascii()], [k for k in keys if not k.isascii()]
    fold = dict(zip(plain, skeleton.__wrapped__("\n".join(plain)).split("\n"), strict=True)) if plain else {}
    fold.update((k, skeleton.__wrapped__(k)) for k in other)
    return [fold[k] for k in keys]


@lru_cache(maxsize=1)
def _weights() -> npt.NDArray[np.uint32]:
    """Of the glyphs of a run in its hash; unsigned arithmetic wraps."""
    import numpy as np

    return np.array([0x85EBCA6B * pow(0x9E3779B1, GRAM - 1 - k) % 2**32 for k in range(GRAM)], dtype=np.uint32)


def _hash(codes: npt.NDArray[np.uint32]) -> Hashes:
    import numpy as np

    out = np.correlate(codes, _weights(), "valid")
    return (out >> np.uint32(16)).astype(np.uint16)


def _grave(classes: Iterable[str]) -> int:
    return max((2 if c in CRITICAL else 0 if c in HARMLESS else 1 for c in classes), default=0)


def graves(lexicon: Lexicon) -> list[int]:
    """How grave the names of `lexicon.keys` are, in that order: 2 retinoid or anaesthetic, 1 another class but glide and companion, 0."""
    by_substance = [_grave(classes) for classes in lexicon._classes]
    by_substance += [0] * (len(lexicon._names) - len(by_substance))
    hits = [by_substance[h[0]] for h in lexicon._hits]

    def of(ref: int) -> int:
        return by_substance[-ref - 1] if ref < 0 else hits[ref]

    return [of(r) if isinstance(r, int) else max(map(of, r)) for r in lexicon._refs.values()]
