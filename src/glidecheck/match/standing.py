"""What each segment of a list stands for: a name, a name with slips in it, a danger's stem, or nothing that is known."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import pairwise

from glidecheck.lexicon import Hit, Lexicon, stems
from glidecheck.lexicon.nearest import Nearest
from glidecheck.match.names import Guess, guess
from glidecheck.match.posterior import Posterior
from glidecheck.match.prints import descriptive, printed
from glidecheck.match.segment import WORN, Segment
from glidecheck.match.slips import Slips
from glidecheck.model import GlideRole, Method, Stream
from glidecheck.text import key, skeleton

_STRICT = (GlideRole.CORE, GlideRole.SILENT)
CLEARLY = 0.98
"""Confidence that each word of an unknown name must have for it to count as read."""
SHARED = 0.95
"""Score of a name whose last words another name carries for it."""
LETTERS_BESIDE = 3
"""Letters that nobody knows beside a name, from which the two are another name."""
# Of a word that only retinoids' names hold, in weighted letters, how much may be misread: "REyINOYL OLIGOPEPTIDE-6" is no oligopeptide.
_NEAR, _NEAR_LETTERS = 0.13, range(7, 12)
_HYPHENS = ("-", "\u2010")
_SIDE = 7
"""Glyphs that a critical name must have to be looked for inside unknown words."""


@dataclass(frozen=True, slots=True)
class Found:
    """One segment and what it stands for."""

    segment: Segment
    hits: tuple[Hit, ...]
    method: Method
    score: float
    guess: Guess | None = None
    strong: bool = True
    told: bool = False

    @property
    def ids(self) -> frozenset[str]:
        return frozenset(h.substance.id for h in self.hits)

    @property
    def strict(self) -> bool:
        return bool(self.hits) and self.hits[0].substance.role in _STRICT


def stands_for(g: Segment, s: Stream, lexicon: Lexicon, nearest: Nearest) -> Found:
    if g.known:
        hits = lexicon.lookup(g.key)
        return Found(g, hits, Method.EXACT if hits[0].kind in ("inci", "inn") else Method.SYNONYM, 1.0)
    if numbered := stems.numbered(printed(s, g.begin, g.end), lexicon):
        return Found(g, numbered[:1], Method.SYNONYM, 1.0)
    guess = g.guess
    method = Method.POSTERIOR if guess is not None and guess.heard else Method.FUZZY
    if guess is not None and guess.named and guess.critical:
        return Found(g, lexicon.lookup(guess.keys[0]), method, guess.score, guess)
    raised = _raised(g, s, lexicon, nearest)
    if raised is not None:
        return raised
    if guess is not None and guess.named:
        return Found(g, lexicon.lookup(guess.keys[0]), method, guess.score, guess)
    return Found(g, (), Method.NONE, 0.0, guess)


def weighed(f: Found, s: Stream, lexicon: Lexicon, nearest: Nearest) -> Found:
    """The same, with whether the evidence speaks for the name that was found and for nothing else."""
    if f.guess is None or not f.guess.named or not f.hits or f.method not in (Method.FUZZY, Method.POSTERIOR):
        return f
    return replace(f, told=Posterior.of(lexicon, nearest).carries(s, f.segment.begin, f.segment.end, f.guess.keys[0]))


def _raised(g: Segment, s: Stream, lexicon: Lexicon, nearest: Nearest) -> Found | None:
    """The stem of a class, or a critical name inside an unknown word: these may raise a verdict, and nothing of the kind may lower one."""
    stem = stems.stem(printed(s, g.begin, g.end), lexicon)
    if stem is not None and not any(s.tokens[n].title for n in range(g.first, g.last)):
        return Found(g, stems.hits(stem.of, lexicon), Method.STEM, 0.8)
    for n in range(g.first, g.last):
        # Over two tokens, for a word torn by a blank.
        for k in (s.tokens[n].key, s.tokens[n].key + s.tokens[n + 1].key if n + 1 < g.last else ""):
            if len(k) < _SIDE or k in nearest or nearest.word(k) or any(key(said) in k for said in lexicon.terms("likened")):
                continue
            own = lexicon.terms("retinoid")
            if len(k) in _NEAR_LETTERS and any(nearest.prices.distance(k, word) <= _NEAR * len(word) for word in own):
                return Found(g, lexicon.lookup("retinoid")[:1], Method.FUZZY, 0.8)
            inside = nearest.inside(skeleton(k), _SIDE)
            if inside is not None:
                return Found(g, lexicon.lookup(inside)[:1], Method.FUZZY, round(0.9 * len(inside) / len(k), 3))
    return None


def shared(found: list[Found], s: Stream, lexicon: Lexicon) -> list[Found]:
    """The same, with names that share their last words told whole: "sodium and potassium hyaluronate"."""
    out = list(found)
    for n, (a, b) in enumerate(pairwise(found)):
        joined = [t.key for t in s.tokens[a.segment.last : b.segment.first]]
        if a.hits or not b.hits or len(joined) != 1 or joined[0] not in lexicon.words("conjunctions"):
            continue
        words = [t.key for t in s.tokens[a.segment.first : a.segment.last]]
        ends = ["".join(t.key for t in s.tokens[at : b.segment.last]) for at in range(b.segment.first + 1, b.segment.last)]
        if s.text[a.segment.end : a.segment.end + 1] in _HYPHENS:  # "Natrium- und Kaliumhyaluronat"
            ends += [b.segment.key[at:] for at in range(2, len(b.segment.key) - 2)]
        hits = next((hits for end in ends if (hits := lexicon.lookup("".join(words) + end))), ())
        if hits:
            # Read, and not printed letter by letter: no GLIDE rests on it.
            out[n] = Found(a.segment, hits, Method.FUZZY, SHARED, told=True)
    return out


def wholes(found: list[Found], s: Stream, lexicon: Lexicon, nearest: Nearest) -> list[Found]:
    """The same, with an item that is one harmless name and words that nobody knows as one unknown: "Silica silylate" is no silica.

    Only where nothing but blanks parts them on one line; with two names in it the item is a list whose separators were lost.
    """
    if not found:
        return found
    out: list[Found] = []
    slips = Slips.of(lexicon, nearest)
    clear = min(line.confidence for line in s.lines) >= CLEARLY and sum(f.method is Method.FUZZY for f in found) < WORN
    for item in _phrases(found, s):
        known = [f for f in item if f.hits]
        odd = [f for f in item if not f.hits and not descriptive(f.segment, s)]
        worded = bool(odd) and (clear or slips.wordlike(s.tokens[n].key for f in odd for n in range(f.segment.first, f.segment.last)))
        if len(known) == 1 and worded and _plain(known[0], odd, s, nearest):
            first, last = item[0].segment, item[-1].segment
            whole = Segment(first.first, last.last, first.key + last.key, False, begin=first.begin, end=last.end)
            damaged = guess(tuple(s.tokens[n].key for n in range(first.first, last.last)), nearest, lexicon)
            if damaged is not None and damaged.named:  # a longer name with slips in it
                out.append(
                    weighed(Found(whole, lexicon.lookup(damaged.keys[0]), Method.FUZZY, damaged.score, damaged), s, lexicon, nearest)
                )
                continue
            candidate = key(known[0].hits[0].name)
            out.append(Found(whole, (), Method.NONE, 0.0, Guess((candidate,), 0.0, 0.0, False, False, part=True)))
        else:
            out += item
    return out


def _phrases(found: list[Found], s: Stream) -> Iterable[list[Found]]:
    """Runs of segments that nothing but blanks, slashes and hyphens on one line part."""
    run: list[Found] = []
    for f in found:
        first = f.segment.first
        if run:
            gap = s.text[run[-1].segment.end : f.segment.begin]
            if "\n" in gap or gap.strip(" /-") or first > run[-1].segment.last or any(a == first for a, _ in s.brackets):
                yield run
                run = []
        run.append(f)
    if run:
        yield run


def _plain(known: Found, odd: list[Found], s: Stream, nearest: Nearest) -> bool:
    """Whether a name may be given up for the words beside it: it is harmless, and they are words that nothing grave is hidden in."""
    if known.method is Method.STEM or any(nearest.grave_of(h.substance) for h in known.hits):
        return False
    if any(f.guess is not None and f.guess.critical for f in odd) or any(s.tokens[f.segment.first].title for f in (known, *odd)):
        return False
    return sum(c.isalpha() for f in odd for c in printed(s, f.segment.begin, f.segment.end)) >= LETTERS_BESIDE
