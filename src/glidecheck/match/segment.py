"""The best segmentation of a stream into names.

Dynamic programming over the stream's keys: a name of the lexicon costs little, an unknown letter much; ending a name where nothing
separates, and running on across a separator, have the prices that parse gave them. So a lost comma, a comma within a name
("1,2-hexanediol"), a lost blank and a name cut at a line's end are all decided by the lexicon. Names that are damaged join as further
candidates, found around what stayed unknown.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from math import exp

from glidecheck.lexicon import Lexicon
from glidecheck.lexicon.nearest import Nearest
from glidecheck.match.names import Guess, guess
from glidecheck.match.posterior import Posterior
from glidecheck.match.slips import Slips
from glidecheck.model import GlideRole, Stream, Token

NAME = 1.0  # a name of the lexicon
UNKNOWN = 3.0  # an unknown stretch
GLYPH = 0.5  # each glyph of it
ERROR = 1.3  # a weighted letter that differs
PART = 3  # words of a name within a name
CRITICAL = -6.0  # what a retinoid or an anaesthetic gains: one inside an unknown phrase is always told
WITHIN = 3.5  # a name that ends within a word
WITHIN_CJK = 0.8  # the same in a script that sets no spaces
AROUND = 0.5  # what the separators beside a bracket may speak against a name that goes around it
LIKELY = 5  # letters from which what a bracket holds is compared with critical names
SHORT = 1.0  # a name of at most three letters
LONGEST = 200  # glyphs of a name that are looked at
HEARD = 0.15  # weighted letters that differ, for each natural log that a name heard in the evidence lacks
WINDOWS = 60  # stretches of an unknown one that are looked up as a damaged name
HEARINGS = 120  # and for which the evidence is asked
QUERIES = 1000  # damaged names looked up per stream; further ones stay unknown
STRONG = 0.05  # price of stopping from which a gap separates names
WORN, WORN_SHARE = 2, 0.2
"""Names of a list, and share of them, that are mended for certain, from which its print is damaged and others are mended on less."""


@dataclass(frozen=True, slots=True)
class Segment:
    """Tokens `first:last` (last not included) as one name or one unknown stretch. `key` was looked up, `guess` is of a damaged name.
    `begin:end` are its characters in the stream's text: less than its tokens' where it stands within a word."""

    first: int
    last: int
    key: str
    known: bool
    guess: Guess | None = None
    within: bool = False
    begin: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class _Edge:
    start: int
    end: int
    cost: float
    key: str
    guess: Guess | None = None


class _Paths:
    """The segmentation of one stream."""

    def __init__(self, stream: Stream, lexicon: Lexicon, nearest: Nearest) -> None:
        self.tokens: tuple[Token, ...] = stream.tokens
        self.brackets = stream.brackets
        self.lexicon = lexicon
        self.nearest = nearest
        self.text = "".join(t.key for t in self.tokens)
        self.offsets = [0]
        for t in self.tokens:
            self.offsets.append(self.offsets[-1] + len(t.key))
        self.at = {p: n for n, p in enumerate(self.offsets)}
        self.crossed = [0.0]
        for t in self.tokens:
            self.crossed.append(self.crossed[-1] + t.cross)
        self.owner: list[int] = []
        for n, t in enumerate(self.tokens):
            self.owner += [n] * len(t.key)
        self.opening: dict[int, list[tuple[int, int]]] = {}
        for a, b in self.brackets:
            self.opening.setdefault(a, []).append((a, b))
        between = [stream.text[a.end : b.start] for a, b in pairwise(self.tokens)]
        self.hyphened = [False, *(g.strip() in ("-", "‐", "‑") for g in between)]
        self.cut = [False, *(h and "\n" in g for h, g in zip(self.hyphened[1:], between, strict=True))]
        self.exact: dict[int, list[_Edge]] = {}
        self.further: dict[int, list[_Edge]] = {}
        self.stream = stream
        self.joins = lexicon.words("conjunctions")
        self.posterior = Posterior.of(lexicon, nearest)
        self.slips = Slips.of(lexicon, nearest)
        self.asked = 0
        self.guesses: dict[tuple[str, ...], Guess | None] = {}
        self.worn = False  # whether names around show that the print is damaged

    # ---------------------------------------------------------- names that are there

    def known(self, p: int) -> list[_Edge]:
        """Names that start at position `p`."""
        if p not in self.exact:
            self.exact[p] = self._known(p)
        return self.exact[p]

    def _known(self, p: int) -> list[_Edge]:
        i = self.at.get(p)
        text = self.text[p : p + LONGEST]
        out = [e for k in self.nearest.prefixes(text) if (e := self._edge(p, p + len(k), k)) is not None]
        if i is None:
            return out
        # The same with a bracket left out: "Camellia Sinensis (Green Tea) Leaf Extract".
        for a in range(i + 1, min(i + 7, len(self.tokens))):
            for _, b in self.opening.get(a, ()):
                head, gap = self.offsets[a] - p, self.offsets[b] - self.offsets[a]
                if b >= len(self.tokens) or max(self.tokens[a].cross, self.tokens[b].cross) >= AROUND or gap > 120 or self._hides(a, b):
                    continue
                joined = self.text[p : p + head] + self.text[self.offsets[b] : self.offsets[b] + LONGEST - head]
                for k in self.nearest.prefixes(joined):
                    if len(k) <= head:
                        break
                    if self.lexicon.lookup(k)[0].substance.role is not GlideRole.NONE:
                        continue  # nothing may hide within a name that a GLIDE may hold
                    e = self._edge(p, p + len(k) + gap, k, skipped=(a, b))
                    if e is not None:
                        out.append(e)
        return out

    def _hides(self, a: int, b: int) -> bool:
        """Whether tokens a:b, in a bracket, may be a critical name: then no name goes around them."""
        inside = self.text[self.offsets[a] : self.offsets[b]]
        told = any(
            self.nearest.grave(k) == 2 for n in range(a, b) for k in self.nearest.prefixes(self.text[self.offsets[n] : self.offsets[b]])
        )
        return told or (len(inside) >= LIKELY and bool(self.nearest.critical(inside, 1, 0.25)))

    def _edge(self, start: int, end: int, key: str, skipped: tuple[int, int] | None = None) -> _Edge | None:
        i, j = self.at.get(start), self.at.get(end)
        cjk = not key[0].isascii() and key[0] > "\u2e7f"
        if (i is None or j is None) and len(key) < (2 if cjk else 4 if i is not None or j is not None else 5):
            return None
        if any(0 < p < len(self.text) and p not in self.at and self.text[p - 1 : p + 1].isdigit() for p in (start, end)):
            return None  # no name begins or ends within a number: "Quaternium-80" is no Quaternium-8
        lo, hi = self.owner[start], self.owner[end - 1]
        # No name ends within a bracket that opened within it: "Aqua (Water, Eau)".
        if any(b > hi + 1 for a in range(lo + 1, hi + 1) for _, b in self.opening.get(a, ())):
            return None
        crossing = self.crossed[hi + 1] - self.crossed[lo + 1]
        if skipped:
            a, b = skipped
            crossing -= self.crossed[b + 1] - self.crossed[a]
        if crossing >= 6:
            return None
        cost = NAME + crossing
        if len(key) <= 3 and not cjk:
            cost += SHORT
            if len(key) < 2:
                return None
        grave = self.nearest.grave(key)
        if grave == 2:
            if not self._told(lo, hi, key, i is not None and j is not None):
                return None
            cost += CRITICAL * (1 if self.lexicon.lookup(key)[0].kind == "combination" else self._within(lo, hi))
        return _Edge(start, end, cost, key)

    def _within(self, lo: int, hi: int) -> int:
        """How many retinoids and anaesthetics the words of one may be taken for ("Granactive Retinoid", "vitamin A (retinol)"), 1 at the
        least: a whole name is not worth less than the names of its parts."""
        most = [0] * (hi - lo + 2)
        for n in range(hi, lo - 1, -1):
            most[n - lo] = most[n + 1 - lo]
            for m in range(n, min(hi, n + PART - 1) + 1):
                if (n, m) != (lo, hi) and self.nearest.grave("".join(t.key for t in self.tokens[n : m + 1])) == 2:
                    most[n - lo] = max(most[n - lo], 1 + most[m + 1 - lo])
        return max(1, most[0])

    def _told(self, lo: int, hi: int, key: str, whole: bool) -> bool:
        """Whether a short critical name is one here: "Vit A" is, "Vita" is not; a brand of few letters only where it stands alone."""
        hit = self.lexicon.lookup(key)[0]
        words = self.nearest.words(key)
        if not whole:
            # "Vitamin E/Antioxidant" holds the letters of "vitamine A".
            return key[0] > "\u2e7f" or (len(key) >= 7 and min(len(words[0]), len(words[-1])) >= 4)
        if len(words[-1]) <= 2 and key.startswith("vitamin") and any(len(self.tokens[n].key) < 3 for n in range(lo, hi)):
            return False  # "Vitamin E, A" is not "vitamine A"
        if len(key) <= 5 and len(words) > 1 and lo == hi:
            return False
        if lo == hi and len(words[-1]) == 1 and hi + 1 < len(self.tokens) and self._letter(hi + 1):
            return False  # Spanish "vitamina E" begins with the letters of "vitamin A"
        if len(words[0]) == 1 and words[-1] == "vitamin" and lo < hi and not self.hyphened[lo + 1]:
            return False  # "a vitamin" is no "A-vitamin"
        if hit.kind in ("brand", "abbreviation") and len(key) <= 7:
            return self.price(lo) <= 0.6 and self.price(hi + 1) <= 0.6
        return True

    def _letter(self, n: int) -> bool:
        """Whether token `n` is a single letter behind a mere blank."""
        return len(self.tokens[n].key) == 1 and self.tokens[n].key.isalpha() and self.tokens[n].cross == 0

    # ---------------------------------------------------------- the best path

    def price(self, n: int) -> float:
        """Of a name's end before token `n`."""
        return 0.0 if n in (0, len(self.tokens)) else self.tokens[n].stop

    def _end(self, p: int) -> float:
        n = self.at.get(p)
        if n is not None:
            return self.price(n)
        return WITHIN_CJK if self.text[p - 1] > "\u2e7f" else WITHIN

    def place(self, p: int, *, last: bool = False) -> int:
        """The character of the stream's text at position `p` (or behind the one before it)."""
        n = self.owner[p - 1 if last else p]
        t, into = self.tokens[n], p - self.offsets[n]
        if t.end - t.start != len(t.key):  # glyphs that fold to more or fewer: only whole tokens have a place
            return t.end if last else t.start
        return t.start + into

    def best(self) -> list[Segment]:
        """The cheapest way through all tokens."""
        last = len(self.text)
        inf = float("inf")
        named = [inf] * (last + 1)
        unknown = [inf] * (last + 1)
        back_named: list[tuple[int, str, _Edge | None]] = [(0, "", None)] * (last + 1)
        back_unknown: list[int] = [0] * (last + 1)  # where the unknown stretch began
        named[0] = 0.0
        for p in range(last + 1):
            if unknown[p] < inf:
                cost = unknown[p] + self._end(p)
                if cost < named[p]:
                    named[p] = cost
                    back_named[p] = (back_unknown[p], "unknown", None)
            if p == last:
                break
            n = self.at.get(p)
            after = self.offsets[self.owner[p] + 1]
            glyphs = GLYPH * min(after - p, 40)
            if unknown[p] < inf and n is not None and self.tokens[n].stop > STRONG:
                cost = unknown[p] + glyphs + self.tokens[n].cross
                if cost < unknown[after]:
                    unknown[after], back_unknown[after] = cost, back_unknown[p]
            here = named[p]
            if here == inf:
                continue
            cost = here + UNKNOWN + glyphs
            if cost < unknown[after]:
                unknown[after], back_unknown[after] = cost, p
            if n is not None and self.tokens[n].key in self.joins and 0 < n < len(self.tokens) - 1:
                cost = here + 0.6
                if cost < named[after]:
                    named[after], back_named[after] = cost, (p, "skip", None)
            for e in (*self.known(p), *self.further.get(p, ())):
                cost = here + e.cost + self._end(e.end)
                if cost < named[e.end]:
                    named[e.end], back_named[e.end] = cost, (p, "name", e)
        return self._traced(back_named)

    def _traced(self, back: list[tuple[int, str, _Edge | None]]) -> list[Segment]:
        """The way back from the last position to the first, as segments in order."""
        out: list[Segment] = []
        p = len(self.text)
        while p > 0:
            q, what, e = back[p]
            lo, hi = self.owner[q], self.owner[p - 1] + 1
            within = p not in self.at or q not in self.at
            if what == "unknown":
                out.append(Segment(lo, hi, self.text[q:p], False, None, within, self.place(q), self.place(p, last=True)))
            elif what == "name" and e is not None:
                key = e.key if e.guess is None else self.text[q:p]
                out.append(Segment(lo, hi, key, e.guess is None, e.guess, within, self.place(q), self.place(p, last=True)))
            p = q
        out.reverse()
        return out

    # ---------------------------------------------------------- damaged names

    def ask(self, words: tuple[str, ...]) -> Guess | None:
        """What these words may be, asked once; None when they resemble nothing or too much was asked already."""
        if words not in self.guesses:
            if self.asked >= QUERIES or len(words) > 24:
                return None
            self.asked += 1
            self.guesses[words] = guess(words, self.nearest, self.lexicon, damaged=self.worn)
        return self.guesses[words]

    def words(self, start: int, end: int) -> tuple[str, ...]:
        """The keys of the tokens at positions `start:end`, those at the ends as far as they reach."""
        lo, hi = self.owner[start], self.owner[end - 1]
        return tuple(self.text[max(start, self.offsets[n]) : min(end, self.offsets[n + 1])] for n in range(lo, hi + 1))

    def damaged(self, segments: list[Segment]) -> None:
        """Adds candidates for what stayed unknown: the whole item first, then stretches of it."""
        for s in segments:
            if s.known or s.guess is not None:
                continue
            lo, hi = s.first, s.last
            a = lo
            while a > 0 and lo - a < 12 and self.tokens[a].cross < 3:
                a -= 1
            b = hi
            while b < len(self.tokens) and b - hi < 12 and self.tokens[b].cross < 3:
                b += 1
            if b - a <= 24 and self._propose(a, b) is not None:
                continue
            if hi - lo <= 12:
                self._propose(lo, hi)
            windows = []
            for x in range(max(a, lo - 3), min(hi, lo + 60)):
                windows += [
                    (self.price(x) + self.price(y), x, y)
                    for y in range(max(x, lo) + 1, min(b, hi + 3, x + 9) + 1)
                    if (x, y) not in ((a, b), (lo, hi)) and 4 <= self.offsets[y] - self.offsets[x] <= 90
                ]
            windows.sort()
            for _, x, y in windows[:WINDOWS]:
                self._propose(x, y)
            self._hear([*([(a, b)] if b - a <= 24 else []), (lo, hi), *((x, y) for _, x, y in windows[:HEARINGS])])
            if s.within:
                # A part of a word that stayed unknown beside a name within it.
                end = self.offsets[s.last] if self.text.endswith(s.key, 0, self.offsets[s.last]) else self.offsets[s.first] + len(s.key)
                g = self.ask((s.key,))
                if g is not None and g.named and self.text[end - len(s.key) : end] == s.key:
                    self._add(end - len(s.key), end, g)

    def _hear(self, windows: list[tuple[int, int]]) -> None:
        """Adds the names that the network's probabilities carry where the string says none."""
        if not any(line.evidence is not None for line in self.stream.lines):
            return
        for x, y in dict.fromkeys(windows):
            start, end = self.offsets[x], self.offsets[y]
            if any(e.end == end and e.guess is not None and e.guess.named for e in self.further.get(start, ())):
                continue
            at = self.stream, self.tokens[x].start, self.tokens[y - 1].end
            decided = self.posterior.decide(self.posterior.weigh(*at), self.posterior.said(*at))
            if decided is None:
                continue
            keys, log, named, critical = decided
            if named and not critical and self.slips.known(t.key for t in self.tokens[x:y]):
                continue  # "Glucoside" is a word, and no blurred glucose
            n = len(keys[0])
            self._add(start, end, Guess(keys, HEARD * -log * n, round(exp(log), 3), named, critical, heard=True))

    def _propose(self, x: int, y: int) -> Guess | None:
        start, end = self.offsets[x], self.offsets[y]
        best = None
        for words, extra in self._forms(x, y):
            key = "".join(words)
            if not 4 <= len(key) <= 120 or key in self.nearest:
                continue
            g = self.ask(words)
            if g is not None and (g.named or not g.critical or g.score == 0.0 or g.unread):
                self._add(start, end, g, extra)
                if g.named and g.distance <= 0.08 * len(key) + 0.2:
                    best = g
        return best

    def _forms(self, x: int, y: int) -> list[tuple[tuple[str, ...], float]]:
        """The keys of tokens x:y, and those outside its brackets, each with the price of the separators within."""
        keys = [t.key for t in self.tokens[x:y]]
        out = [(self._whole(keys, x), self.crossed[y] - self.crossed[x + 1])]
        inner = [(a, b) for a in range(x + 1, y) for _, b in self.opening.get(a, ()) if b <= y]
        if inner:
            kept: list[str] = []
            at, crossing = x, 0.0
            for a, b in inner:
                if a >= at:
                    kept += keys[at - x : a - x]
                    crossing += self.crossed[a] - self.crossed[at + 1] if a > at else 0.0
                    at = b
            kept += keys[at - x :]
            out.append((tuple(kept), crossing + 0.2))
        return out

    def _whole(self, keys: list[str], x: int) -> tuple[str, ...]:
        """The keys of tokens from `x` on, a word cut at a line's end in one piece."""
        out: list[str] = []
        for n, k in enumerate(keys, x):
            if n > x and self.cut[n]:
                out[-1] += k
            else:
                out.append(k)
        return tuple(out)

    def _add(self, start: int, end: int, g: Guess, crossing: float = 0.0) -> None:
        if crossing >= 6:
            return
        if g.named:
            cost = NAME + 0.5 + ERROR * g.distance + crossing + (CRITICAL / 3 if g.critical else 0.0)
        else:
            # Still unknown, though it stands as one: hardly cheaper than that. Words that are read right cost nothing, else the harmless
            # name that they are by themselves would be cut off from a suspect.
            cost = UNKNOWN + 0.6 * GLYPH * (g.unread or end - start) + crossing
        edges = self.further.setdefault(start, [])
        edges.append(_Edge(start, end, cost, g.keys[0], g))


def segments(stream: Stream, lexicon: Lexicon, nearest: Nearest) -> list[Segment]:
    """The stream's tokens, each in one segment (conjunctions between names in none)."""
    if not stream.tokens:
        return []
    paths = _Paths(stream, lexicon, nearest)
    first = paths.best()
    if all(s.known for s in first):
        return first
    paths.damaged(first)
    best = paths.best()
    slips = sum(s.guess is not None and s.guess.named for s in best)
    if slips >= max(WORN, WORN_SHARE * len(best)) and not all(s.known or s.guess for s in best):
        paths.worn, paths.guesses = True, {}
        paths.damaged(best)
        best = paths.best()
    # What stays unknown says what it may be.
    return [
        replace(s, guess=g)
        if not s.known and s.guess is None and (g := paths.ask(tuple(t.key for t in stream.tokens[s.first : s.last]))) and not g.named
        else s
        for s in best
    ]
