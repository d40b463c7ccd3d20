"""Mentions and what the lexicon makes of them: every name on the label, known or not, in the order of the print.

`segment` finds the names, this module decides which of them are one mention ("Water (Aqua)", "Camellia Sinensis (Green Tea) Leaf
Extract") and which are several ("Iron Oxides (CI 77491, CI 77492)"), and on what evidence each is known. A retinoid or an anaesthetic is
always a mention of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import pairwise

from glidecheck.layout import headings
from glidecheck.lexicon import Hit, Lexicon, load, stems, strengths
from glidecheck.lexicon.nearest import Nearest
from glidecheck.match.names import Guess, guess
from glidecheck.match.posterior import Posterior
from glidecheck.match.segment import STRONG, WORN, Segment, segments
from glidecheck.match.slips import Slips
from glidecheck.model import Amount, Box, GlideRole, Line, Match, Mention, Method, Stream, Substance
from glidecheck.text import key, skeleton

__all__ = ["resolve"]

_STRICT = (GlideRole.CORE, GlideRole.SILENT)
# "Bioretinol", "phytoretinol": made to sound like it (phrases of kind comparison).
_LIKENESS = re.compile(r"(?:bio|phyto|plant|botanical)retinol")
CLEARLY = 0.98
"""Confidence that each word of an unknown name must have for it to count as read."""
SHARED = 0.95
"""Score of a name whose last words another name carries for it."""
STRANGE, MISREAD = 4, 0.2
"""Letters that it must have, and errors a letter within which it may be a known one misread."""
LETTERS_BESIDE = 3
"""Letters that nobody knows beside a name, from which the two are another name."""
# Words that only retinoids' names hold, and the share of one that may be misread: "REyINOYL OLIGOPEPTIDE-6" is no oligopeptide.
_STEMS = ("retinoyl", "retinyl", "retinoic", "retinoate", "retinamide", "diretinoate")
_NEAR = 0.13  # of the word, in weighted letters
_UNREADABLE = re.compile(r"[#?\ufffd]")  # a glyph that could not be read (parse)
_HYPHENS = ("-", "\u2010")
_CODE = re.compile(r"E[\s-]?\d{3,4}[a-f]?|\d{2,7}-\d\d-\d")
_SIDE = 7
"""Glyphs that a critical name must have to be looked for inside unknown words."""


@dataclass(frozen=True, slots=True)
class _Found:
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


@dataclass(slots=True)
class _Item:
    """A mention to be: the segment that names it, the tokens it covers, and its characters."""

    found: _Found
    first: int
    last: int
    begin: int
    end: int

    @classmethod
    def of(cls, f: _Found) -> _Item:
        g = f.segment
        return cls(f, g.first, g.last, g.begin, g.end)

    def take(self, g: Segment) -> None:
        """Reaches to the end of a further segment."""
        self.last, self.end = g.last, g.end


def resolve(streams: Stream | Iterable[Stream], lexicon: Lexicon, *, first: int = 1) -> tuple[Match, ...]:
    """The mentions of these panels, in order, each with what the lexicon makes of it; positions are numbered from `first`."""
    nearest = Nearest.of(lexicon)
    out: list[Match] = []
    for s in (streams,) if isinstance(streams, Stream) else streams:
        out.extend(_stream(s, lexicon, nearest, first + len(out)))
    return tuple(out)


def _stream(s: Stream, lexicon: Lexicon, nearest: Nearest, first: int) -> Iterable[Match]:
    found = [_told(_found(g, s, lexicon, nearest), s, lexicon, nearest) for g in segments(s, lexicon, nearest)]
    found = _wholes(_shared(found, s, lexicon), s, lexicon, nearest)
    items = [i for i in _items(found, s, nearest) if _worth(i, s)]
    amounts: dict[int, Amount] = {}
    for strength in s.strengths:
        n = next((k for k, i in enumerate(items) if i.first <= strength.token < i.last), None)
        if n is not None:
            amounts.setdefault(n, strength.amount)
    amounts |= strengths.in_series(s.text, [(i.begin, i.end) for i in items])
    position = first
    for n, i in enumerate(items):
        for part, amount in _each(i, s) or ((i, amounts.get(n)),):
            yield _match(part, s, lexicon, position, amount)
            position += 1


def _each(i: _Item, s: Stream) -> tuple[tuple[_Item, Amount], ...]:
    """Each of the substances that a name stands for, where each has its own strength behind it: "BLT 20/6/4"."""
    hits = i.found.hits
    if len(hits) < 2 or hits[0].kind != "combination":
        return ()
    own = strengths.of_each(_printed(s, i.begin, i.end), [h.substance.name for h in hits], s.text, i.end)
    return tuple((replace(i, found=replace(i.found, hits=(h,))), own[h.substance.name]) for h in hits if own)


# ------------------------------------------------------------------ what a segment stands for


def _found(g: Segment, s: Stream, lexicon: Lexicon, nearest: Nearest) -> _Found:
    if g.known:
        hits = lexicon.lookup(g.key)
        return _Found(g, hits, Method.EXACT if hits[0].kind in ("inci", "inn") else Method.SYNONYM, 1.0)
    if numbered := stems.numbered(_printed(s, g.begin, g.end), lexicon):
        return _Found(g, numbered[:1], Method.SYNONYM, 1.0)
    guess = g.guess
    method = Method.POSTERIOR if guess is not None and guess.heard else Method.FUZZY
    if guess is not None and guess.named and guess.critical:
        return _Found(g, lexicon.lookup(guess.keys[0]), method, guess.score, guess)
    raised = _raised(g, s, lexicon, nearest)
    if raised is not None:
        return raised
    if guess is not None and guess.named:
        return _Found(g, lexicon.lookup(guess.keys[0]), method, guess.score, guess)
    return _Found(g, (), Method.NONE, 0.0, guess)


def _told(f: _Found, s: Stream, lexicon: Lexicon, nearest: Nearest) -> _Found:
    """The same, with whether the evidence speaks for the name that was found and for nothing else."""
    if f.guess is None or not f.guess.named or not f.hits or f.method not in (Method.FUZZY, Method.POSTERIOR):
        return f
    return replace(f, told=Posterior.of(lexicon, nearest).carries(s, f.segment.begin, f.segment.end, f.guess.keys[0]))


def _raised(g: Segment, s: Stream, lexicon: Lexicon, nearest: Nearest) -> _Found | None:
    """The stem of a class, or a critical name inside an unknown word: these may raise a verdict, and nothing of the kind may lower one."""
    stem = stems.stem(_printed(s, g.begin, g.end), lexicon)
    if stem is not None and not any(s.tokens[n].title for n in range(g.first, g.last)):
        return _Found(g, stems.hits(stem.of, lexicon), Method.STEM, 0.8)
    for n in range(g.first, g.last):
        # Over two tokens, for a word torn by a blank.
        for k in (s.tokens[n].key, s.tokens[n].key + s.tokens[n + 1].key if n + 1 < g.last else ""):
            if len(k) < _SIDE or k in nearest or nearest.word(k) or _LIKENESS.search(k):
                continue
            if abs(len(k) - len(_STEMS[0])) <= 3 and any(nearest.prices.distance(k, stem) <= _NEAR * len(stem) for stem in _STEMS):
                return _Found(g, lexicon.lookup("retinoid")[:1], Method.FUZZY, 0.8)
            inside = nearest.inside(skeleton(k), _SIDE)
            if inside is not None:
                return _Found(g, lexicon.lookup(inside)[:1], Method.FUZZY, round(0.9 * len(inside) / len(k), 3))
    return None


def _shared(found: list[_Found], s: Stream, lexicon: Lexicon) -> list[_Found]:
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
            out[n] = _Found(a.segment, hits, Method.FUZZY, SHARED, told=True)
    return out


def _wholes(found: list[_Found], s: Stream, lexicon: Lexicon, nearest: Nearest) -> list[_Found]:
    """The same, with an item that is one harmless name and words that nobody knows as one unknown: "Silica silylate" is no silica.

    Only where nothing but blanks parts them on one line; with two names in it the item is a list whose separators were lost.
    """
    if not found:
        return found
    out: list[_Found] = []
    slips = Slips.of(lexicon, nearest)
    clear = min(line.confidence for line in s.lines) >= CLEARLY and sum(f.method is Method.FUZZY for f in found) < WORN
    for item in _phrases(found, s):
        known = [f for f in item if f.hits]
        odd = [f for f in item if not f.hits and not _descriptive(f.segment, s)]
        worded = bool(odd) and (clear or slips.wordlike(s.tokens[n].key for f in odd for n in range(f.segment.first, f.segment.last)))
        if len(known) == 1 and worded and _plain(known[0], odd, s, nearest):
            first, last = item[0].segment, item[-1].segment
            whole = Segment(first.first, last.last, first.key + last.key, False, begin=first.begin, end=last.end)
            damaged = guess(tuple(s.tokens[n].key for n in range(first.first, last.last)), nearest, lexicon)
            if damaged is not None and damaged.named:  # a longer name with slips in it
                out.append(_told(_Found(whole, lexicon.lookup(damaged.keys[0]), Method.FUZZY, damaged.score, damaged), s, lexicon, nearest))
                continue
            candidate = key(known[0].hits[0].name)
            out.append(_Found(whole, (), Method.NONE, 0.0, Guess((candidate,), 0.0, 0.0, False, False, part=True)))
        else:
            out += item
    return out


def _phrases(found: list[_Found], s: Stream) -> Iterable[list[_Found]]:
    """Runs of segments that nothing but blanks, slashes and hyphens on one line part."""
    run: list[_Found] = []
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


def _plain(known: _Found, odd: list[_Found], s: Stream, nearest: Nearest) -> bool:
    """Whether a name may be given up for the words beside it: it is harmless, and they are words that nothing grave is hidden in."""
    if known.method is Method.STEM or any(nearest.grave_of(h.substance) for h in known.hits):
        return False
    if any(f.guess is not None and f.guess.critical for f in odd) or any(s.tokens[f.segment.first].title for f in (known, *odd)):
        return False
    return sum(c.isalpha() for f in odd for c in _printed(s, f.segment.begin, f.segment.end)) >= LETTERS_BESIDE


# ------------------------------------------------------------------ which segments are one mention


def _items(found: list[_Found], s: Stream, nearest: Nearest) -> list[_Item]:
    grave = {id(f): max((nearest.grave_of(h.substance) for h in f.hits), default=0) for f in found}
    inside: dict[int, int] = {}
    for a, b in s.brackets:
        inside.setdefault(a, b)
    out: list[_Item] = []
    n = 0
    while n < len(found):
        head = found[n]
        item = _Item.of(head)
        if not head.hits and n + 1 < len(found) and found[n + 1].hits and found[n + 1].segment.first == item.last:
            after = s.tokens[item.last]
            if after.stop >= 0.5 and after.cross < 1 and _descriptive(head.segment, s):
                item.found = found[n + 1]
                item.take(found[n + 1].segment)
                n += 1
        out.append(item)
        n += 1
        while n < len(found):
            here = found[n].segment
            gap = _gap(s, here.first)
            if here.first in inside and _attached(gap, "([{（【［"):
                end = inside[here.first]
                group = [f for f in found[n:] if f.segment.first < end]
                more = _bracket(item, group, grave, s)
                out.extend(more)
                n += len(group)
                # What follows a closed bracket without a separator belongs to an unknown head: "Camellia Xyz (Green Tea) Leaf Extract".
                if (
                    n < len(found)
                    and not found[n].hits
                    and not item.found.hits
                    and found[n].segment.first == end
                    and s.tokens[end].stop >= 0.2
                    and s.tokens[end].cross < 1
                ):
                    item.take(found[n].segment)
                    n += 1
                if more:
                    break
                continue
            if re.fullmatch(r"\s*[)\]]?\s*/\s*", gap) and _alias(item.found, found[n], grave, bracket=False):
                item.take(here)
                if not item.found.hits and found[n].hits:
                    item.found = found[n]
                n += 1
                continue
            if not found[n].hits and s.tokens[here.first].stop >= 0.2 and _descriptive(found[n].segment, s):
                item.take(here)
                n += 1
                continue
            break
    return out


def _bracket(item: _Item, group: list[_Found], grave: dict[int, int], s: Stream) -> list[_Item]:
    """What a bracket behind a name holds: other words for it (they join the mention), or ingredients of their own, which come back."""
    listed = any(s.tokens[f.segment.first].stop <= STRONG for f in group[1:])  # "(Peptide Matrix - Collagen & Elastin)" is no list
    own = [f for f in group if not _made(f, s) and not _alias(item.found, f, grave, bracket=not listed)]
    if not own:
        item.take(group[-1].segment)
        if not item.found.hits:
            named = next((f for f in group if f.hits), None)
            if named is not None:
                item.found = replace(named, method=Method.FUZZY, score=min(0.9, named.score), strong=False)
        return []
    # An alias before or between them joins the head where it stands next to it.
    for f in group:
        if f in own:
            break
        item.take(f.segment)
    return [_Item.of(f) for f in own]


def _alias(head: _Found, other: _Found, grave: dict[int, int], *, bracket: bool) -> bool:
    """Whether `other`, in a bracket or behind a slash, is another word for `head`."""
    if head.ids & other.ids:
        return True
    if grave[id(other)] > grave.get(id(head), 0):
        return False
    if not other.hits:
        # Beside a name that may stand in a GLIDE, a word that nobody knows may not hide. A suspect of something grave never may.
        return not head.strict and not (other.guess is not None and other.guess.critical)
    if not head.hits:
        return bracket and not other.strict and grave[id(other)] < 2
    if head.strict or other.strict:
        return head.strict and other.strict and bracket
    return bracket


def _gap(s: Stream, n: int) -> str:
    return s.text[s.tokens[n - 1].end : s.tokens[n].start] if n else ""


def _attached(gap: str, opening: str) -> bool:
    before = next((gap[:i] for i, c in enumerate(gap) if c in opening), None)
    return before is not None and not re.search(r"[,;:•·●|、，]|\.\s", before)


def _descriptive(g: Segment, s: Stream) -> bool:
    made = load().words("made")
    return all(s.tokens[n].key in made for n in range(g.first, g.last))


def _made(f: _Found, s: Stream) -> bool:
    """Whether a bracket's words say how its head was made ("(low molecular weight)"), and name nothing."""
    return not f.hits and not (f.guess is not None and f.guess.critical) and _descriptive(f.segment, s)


def _worth(i: _Item, s: Stream) -> bool:
    """Whether an unknown stretch is a mention: not a product's title, not a lone letter or figure."""
    if i.found.hits or (i.found.guess is not None and i.found.guess.critical):
        return True
    if all(s.tokens[n].title for n in range(i.first, i.last)):
        return False
    letters = "".join(s.tokens[n].key for n in range(i.first, i.last))
    if _CODE.fullmatch(_printed(s, i.begin, i.end)):
        return True  # an additive's or a CAS number that nobody knows
    if len(letters) == 1 and letters.isalpha() and _alone(i.first, s):
        return True  # a letter between two separators stands for something: "[A, C, E]"
    return sum(c.isalpha() for c in letters) >= 2 or "?" in letters or any(c > "\u2e7f" for c in letters)


def _alone(n: int, s: Stream) -> bool:
    """Whether token `n` stands between two separators."""
    gaps = s.text[s.tokens[n - 1].end if n else 0 : s.tokens[n].start], s.text[s.tokens[n].end :][:2]
    after = n + 1 == len(s.tokens) or s.tokens[n + 1].stop <= STRONG
    return (not n or bool(re.search(r"[,;•(\[]", gaps[0]))) and (after or bool(re.match(r"\s?[,;•)\]]", gaps[1])))


# ------------------------------------------------------------------ mentions


def _match(i: _Item, s: Stream, lexicon: Lexicon, position: int, amount: Amount | None) -> Match:
    token = s.tokens[i.first]
    parts = _parts(s, i.begin, i.end)
    boxes = tuple(p.box for p in parts if p.box is not None and p.photo == parts[0].photo)  # a stitched list may go on on another photo
    words = [w.confidence for p in parts for w in p.words] or [p.confidence for p in parts]
    mention = Mention(
        printed=_printed(s, i.begin, i.end),
        section=token.section,
        position=position,
        amount=amount,
        box=Box.around(*boxes) if len(boxes) > 1 else boxes[0] if boxes else None,
        pieces=boxes if len(boxes) > 1 else (),
        photo=parts[0].photo if parts else 0,
        confidence=round(sum(words) / len(words), 4) if words else 0.0,
        readers=tuple(dict.fromkeys(p.reader for p in parts)),
        heading=token.heading,
    )
    f = i.found
    g = f.guess
    if not f.hits:
        named = [lexicon.lookup(k) for k in g.keys] if g is not None else []
        return Match(
            mention,
            runner_up=" | ".join(dict.fromkeys(h[0].name.upper() for h in named)) or None,
            candidates=tuple(dict.fromkeys(h.substance for hits in named for h in hits[:1])),
            told=(g is None or g.part)
            and min(words if boxes else [1.0], default=0.0) >= CLEARLY
            and _stranger(mention.printed, tuple(s.tokens[n].key for n in range(i.first, i.last)), lexicon),
        )
    substances = _all(f.hits)
    other = [h[0].substance.name for k in (g.keys[1:] if g is not None else ()) if (h := lexicon.lookup(k))]
    if g is None:
        other = [h.substance.name for h in f.hits[1:]]
    return Match(
        mention,
        substances,
        f.method,
        f.score,
        runner_up=next((o for o in other if o not in [x.name for x in substances]), None),
        glyphs_only=g is not None and g.glyphs_only,
        told=f.told,
    )


def _stranger(printed: str, words: tuple[str, ...], lexicon: Lexicon) -> bool:
    """Whether an unknown print is a whole name of something else: it holds words, and is no heading, no piece of a name, and no name with
    slips in it."""
    k, nearest = key(printed), Nearest.of(lexicon)
    worded = sum(map(str.isalpha, k)) >= STRANGE or any(c > "\u2e7f" for c in k)
    if not worded or _UNREADABLE.search(printed) or headings.find(printed) or nearest.torn(printed):
        return False
    slips = Slips.of(lexicon, nearest)
    return not any(near.distance <= MISREAD * len(k) and slips.explain(words, near.key, common=True) for near in nearest.search(k, 1))


def _all(hits: tuple[Hit, ...]) -> tuple[Substance, ...]:
    """The substances that a name stands for: all of a combination, else the gravest."""
    if hits[0].kind == "combination":
        return tuple(dict.fromkeys(h.substance for h in hits if h.kind == "combination"))
    return (hits[0].substance,)


def _printed(s: Stream, begin: int, end: int) -> str:
    """Characters `begin:end` as the label prints them: a bracket opened within is closed, a hyphen at a line's end is taken back."""
    text = s.text[begin:end]
    for opening, closing in ("()", "[]"):
        if text.count(opening) > text.count(closing):
            after = re.match(r"[^\w\n,]{0,3}?" + re.escape(closing), s.text[end : end + 4])
            if after:
                text += after.group()
    text = re.sub(r"(?<=[^\W\d])[-‐‑]\s*\n\s*(?=[^\W\d])", "", text)
    return " ".join(text.split())


def _parts(s: Stream, start: int, end: int) -> list[Line]:
    """The parts of the lines that hold characters `start:end`."""
    out = []
    for line, at in zip(s.lines, s.starts, strict=True):
        if at < end and at + len(line.text) > start:
            part = line.part(max(0, start - at), min(len(line.text), end - at))
            if part.text.strip():
                out.append(part)
    return out
