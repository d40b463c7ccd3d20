"""Words of a message, and the slots that the terms of lexicon/red_flags find in them.

A term is a row of items: a word, `a/b` one of several, `a*` every word that begins so, `N` a number, `(a)` or nothing, `(a b|c)` one of
these, `~` up to three words. A word that nobody knows is also read as the known word that is one slip of the finger away, in a long one
two.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from itertools import product

from glidecheck.chat.wording import words
from glidecheck.errors import LexiconError

GAP = 3  # words that `~` may stand for
MOST = 150  # words up to which typos are bridged: what is longer is pasted
SHORTEST = 5  # letters from which a word is taken for a slip of another
ENDING = 4  # letters that may follow the slip of a stem
LONG = 9  # letters from which two slips are bridged
GRAMMAR = frozenset({"common", "not", "not_only", "but", "or", "ask", "may", "past", "now", "calm", "more", "self", "they", "feel", "it"})
"""Slots of ordinary words: no typo is read as one of them."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A slot that the words `start` to `end` (exclusive) fill; `lang` is the language of the term, `slips` how many typos were bridged."""

    slot: str
    lang: str
    start: int
    end: int
    slips: int = 0


# ------------------------------------------------------------------ terms


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a term: a word of `literals`, one that begins with one of `stems`, a number, or (`gap`) up to GAP words."""

    literals: frozenset[str] = frozenset()
    stems: tuple[str, ...] = ()
    number: bool = False
    gap: bool = False
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Term:
    """A row of items that fills `slot`."""

    slot: str
    lang: str
    items: tuple[Item, ...]


@dataclass(slots=True)
class Terms:
    """All terms, found by their first item."""

    by_word: dict[str, list[Term]] = field(default_factory=dict)
    by_stem: dict[str, list[Term]] = field(default_factory=dict)
    by_number: list[Term] = field(default_factory=list)
    known: set[str] = field(default_factory=set)
    stems: set[str] = field(default_factory=set)
    targets: tuple[str, ...] = ()
    stem_targets: tuple[str, ...] = ()

    def hits(self, tokens: Sequence[str]) -> list[Hit]:
        """Every slot that `tokens` fill."""
        readings = [((t, 0), *(self._slips(t) if len(tokens) <= MOST else ())) for t in tokens]
        found: dict[tuple[str, str, int, int], int] = {}
        for start, forms in enumerate(readings):
            for form, _ in forms:
                for term in self._starting(form):
                    for end, slips in _match(term.items, readings, start, 0):
                        place = (term.slot, term.lang, start, end)
                        found[place] = min(slips, found.get(place, slips))
        return [Hit(slot, lang, start, end, slips) for (slot, lang, start, end), slips in found.items()]

    def _starting(self, form: str) -> Iterator[Term]:
        yield from self.by_word.get(form, ())
        for n in range(2, len(form) + 1):
            yield from self.by_stem.get(form[:n], ())
        if form[0].isdecimal():
            yield from self.by_number

    def _slips(self, token: str) -> tuple[tuple[str, int], ...]:
        if (
            len(token) < SHORTEST
            or token[0].isdecimal()
            or token in self.known
            or any(token[:n] in self.stems for n in range(4, len(token) + 1))
        ):
            return ()
        return _nearest(token, self.targets, self.stem_targets)


@lru_cache(maxsize=4096)
def _nearest(token: str, targets: tuple[str, ...], stems: tuple[str, ...]) -> tuple[tuple[str, int], ...]:
    """The words that `token` may be a slip of. A first letter is seldom wrong, unless it changed places with the second."""
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    most = 2 if len(token) >= LONG else 1
    found = [(w, int(d)) for w, d, _ in process.extract(token, targets, scorer=OSA.distance, score_cutoff=most, limit=8)]
    for length, group in _by_length(stems):
        for cut in {token[:length], token[: length - 1], token[: length + 1]}:
            found += [
                (stem, 1)
                for stem, _, _ in process.extract(cut, group, scorer=OSA.distance, score_cutoff=1, limit=4)
                if len(token) <= length + ENDING
            ]
    return tuple((w, d) for w, d in sorted(set(found), key=lambda hit: hit[1]) if w[0] == token[0] or w[:2] == token[1::-1])


@lru_cache(maxsize=4)
def _by_length(stems: tuple[str, ...]) -> tuple[tuple[int, tuple[str, ...]], ...]:
    lengths = sorted({len(s) for s in stems})
    return tuple((n, tuple(s for s in stems if len(s) == n)) for n in lengths)


def _match(items: tuple[Item, ...], readings: Sequence[tuple[tuple[str, int], ...]], at: int, slips: int) -> Iterator[tuple[int, int]]:
    if not items:
        yield at, slips
        return
    item, rest = items[0], items[1:]
    if item.gap:
        for skip in range(GAP + 1):
            if at + skip <= len(readings):
                yield from _match(rest, readings, at + skip, slips)
        return
    if item.optional:
        yield from _match(rest, readings, at, slips)
    if at < len(readings):
        for form, more in readings[at]:
            if form in item.literals or (item.stems and form.startswith(item.stems)) or (item.number and form[0].isdecimal()):
                yield from _match(rest, readings, at + 1, slips + more)
                break


def build(languages: Iterable[Mapping[str, object]]) -> Terms:
    """The terms of the languages' files (`lang`, `slots`: name to terms, `ordinary`: words that are no slip of another)."""
    terms = Terms()
    for language in languages:
        lang = str(language["lang"])
        slots = language["slots"]
        assert isinstance(slots, Mapping)
        for slot, rows in slots.items():
            for row in rows:
                for items in _rows(str(row)):
                    _add(terms, Term(slot, lang, items))
        ordinary = language.get("ordinary", ())
        assert isinstance(ordinary, Sequence)
        terms.known.update(t for word in ordinary for t in words(str(word)).tokens)
    grave = [term for term in _all(terms) if term.slot not in GRAMMAR]
    plain = {w for term in _all(terms) if term.slot in GRAMMAR for item in term.items for w in item.literals}
    terms.targets = tuple(sorted({w for term in grave for i in term.items for w in i.literals if len(w) >= SHORTEST} - plain))
    terms.stem_targets = tuple(sorted({s for term in grave for i in term.items for s in i.stems if len(s) > SHORTEST}))
    return terms


def _all(terms: Terms) -> Iterator[Term]:
    for held in (*terms.by_word.values(), *terms.by_stem.values(), terms.by_number):
        yield from held


def _add(terms: Terms, term: Term) -> None:
    for item in term.items:
        terms.known |= item.literals
        terms.stems |= {s for s in item.stems if len(s) >= 4}
    first = term.items[0]
    for word in first.literals:
        terms.by_word.setdefault(word, []).append(term)
    for stem in first.stems:
        terms.by_stem.setdefault(stem, []).append(term)
    if first.number:
        terms.by_number.append(term)


_ITEM = re.compile(r"\([^)]*\)\*?|\S+")


def _rows(text: str) -> Iterator[tuple[Item, ...]]:
    """The rows of items that a term is written for: only groups that hold several words in a row are written out."""
    for chosen in product(*(_ways(piece) for piece in _ITEM.findall(text))):
        row = tuple(item for part in chosen for item in part)
        if row:
            yield from _leading(row)


def _leading(row: tuple[Item, ...]) -> Iterator[tuple[Item, ...]]:
    """A first item is never optional: the row without it, and the row with it."""
    if row[0].optional:
        if row[1:]:
            yield from _leading(row[1:])
        row = (replace(row[0], optional=False), *row[1:])
    yield row


@cache
def _ways(piece: str) -> tuple[tuple[Item, ...], ...]:
    """What one piece of a term stands for: an item, or in brackets one of several rows of items, one of them possibly empty."""
    if not piece.startswith("("):
        return (_items(piece),)
    star = "*" if piece.endswith("*") else ""
    ways = [way.strip() and f"{way.strip()}{star}" for way in piece.rstrip("*")[1:-1].split("|")]
    if len(ways) == 1:
        ways.append("")
    rows = [tuple(i for word in way.split() for i in _items(word)) for way in ways]
    single = [row[0] for row in rows if len(row) == 1 and not row[0].gap]
    longer = [row for row in rows if len(row) > 1]
    if not single:
        return (*longer, *(() for row in rows if not row))
    one = Item(
        frozenset().union(*(i.literals for i in single)),
        tuple(sorted({s for i in single for s in i.stems})),
        any(i.number for i in single),
        optional=() in rows,
    )
    return ((one,), *longer)


@cache
def _items(piece: str) -> tuple[Item, ...]:
    if piece == "~":
        return (Item(gap=True),)
    if piece == "N":
        return (Item(number=True),)
    literals, stems, several = set(), set(), []
    for way in piece.split("/"):
        tokens = words(way.rstrip("*")).tokens
        if not tokens:
            continue
        if len(tokens) > 1:  # an elision: "l'enfant"
            several.append(tokens)
        elif way.endswith("*"):
            stems.add(tokens[0])
        else:
            literals.add(tokens[0])
    if several:
        if len(several) > 1 or literals or stems:
            raise LexiconError(f"red_flags: {piece!r} mixes an elision with other words", "Write (l enfant|bebe)")
        return tuple(Item(literals=frozenset((t,))) for t in several[0])
    return (Item(literals=frozenset(literals), stems=tuple(sorted(stems))),)
