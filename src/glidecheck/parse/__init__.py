"""A panel's lines as one stream of tokens, every one of which knows where on the label it stands.

Names are not decided here: the lexicon decides them (match.py). What is decided is what may separate two names, and how surely: a comma
does, a full stop or a line's end may (OCR makes commas of full stops, and lines end within names), a blank hardly does. And what is no
name at all: headings, amounts, purposes, prose, footnote marks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from itertools import pairwise

from glidecheck.errors import InputError
from glidecheck.lexicon.declarations import enough
from glidecheck.model import Line, Panel, Section, Stream, Strength, Token
from glidecheck.parse import spans
from glidecheck.parse.spans import Kind, Span
from glidecheck.parse.words import words
from glidecheck.text import barred, counted, in_latin, key, latin, no_lookalike

__all__ = ["LIMIT", "stream"]

LIMIT = 20_000
"""Characters of one panel. The longest of 4,716 retail texts holds 7,363."""

# Letters, digits and their marks of every script; "#", "?" and U+FFFD stand for a glyph that could not be read. Letter-like signs (™, ª)
# are none.
_TOKEN = re.compile(
    r"(?:[^\W_ªº²³¹™℠℡ℹ⁰-₟①-⓿]|[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0900-\u0dff\u0e31-\u0e4e\u3099\u309a]|\ufffd|#(?!\d)|\?(?=\w))+|(?<=\s)\?+(?=\s)"
)
_STRONG = frozenset(",;•·●∙‣▪◦‧|、，；。؛،・¦■□◆►")
_DAMAGE = re.compile(r"[#?\ufffd]")
_OPEN, _CLOSE = "([{（【［", ")]}）】］"


def stream(panel: Panel) -> Stream:
    """The panel's text as tokens. Raises InputError for a text longer than `LIMIT` characters."""
    text = "\n".join(line.text for line in panel.lines)
    if len(text) > LIMIT:
        raise InputError(f"a text of {len(text)} characters is no ingredient list", f"Give the list alone: at most {LIMIT} characters")
    starts: list[int] = []
    at = 0
    for line in panel.lines:
        starts.append(at)
        at += len(line.text) + 1
    events, holes = spans.switches(text)
    holes.extend(spans.amounts(text))
    holes.extend(Span(a, b, Kind.NUMBER) for a, b in counted(text))
    holes.extend(spans.purposes(text, holes))
    taken = [(s.start, s.end) for s in holes if s.kind is Kind.HEADING]
    prose = _without(_merge(spans.prose(text, events)), taken)
    holes.extend(Span(a, b, Kind.PROSE) for a, b in prose)
    holes.extend(Span(m.start(), m.end(), Kind.AND) for m in enough().finditer(text))
    holes.extend(Span(m.start(), m.end(), Kind.AND) for m in words().joined.finditer(text))
    tokens, strengths = _tokens(text, holes, [spans.Switch(0, panel.section, panel.heading), *events])
    return Stream(
        text=text,
        lines=panel.lines,
        starts=tuple(starts),
        tokens=tuple(tokens),
        brackets=_brackets(text, tokens),
        strengths=tuple(strengths),
        prose=tuple(_cut(panel.lines, starts, prose)),
    )


def _merge(found: Iterable[Span]) -> list[tuple[int, int]]:
    out: list[tuple[int, int]] = []
    for a, b in sorted((s.start, s.end) for s in found):
        if out and a <= out[-1][1]:
            out[-1] = (out[-1][0], max(b, out[-1][1]))
        else:
            out.append((a, b))
    return out


def _without(found: list[tuple[int, int]], taken: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """`found` less what `taken` covers (a heading between two stretches of prose)."""
    out = []
    for a, b in found:
        for x, y in sorted(taken):
            if a < y and x < b:
                if a < x:
                    out.append((a, x))
                a = max(a, y)
        if a < b:
            out.append((a, b))
    return out


def _cut(lines: tuple[Line, ...], starts: list[int], found: list[tuple[int, int]]) -> Iterable[Line]:
    for a, b in found:
        for line, start in zip(lines, starts, strict=True):
            lo, hi = max(a - start, 0), min(b - start, len(line.text))
            if lo < hi and line.text[lo:hi].strip():
                yield line.part(lo, hi)


def _tokens(text: str, holes: list[Span], events: list[spans.Switch]) -> tuple[list[Token], list[Strength]]:
    holes = sorted(holes, key=lambda s: (s.start, -s.end))
    masked = list(barred(text))
    for s in holes:
        mark = {Kind.AMOUNT: "\x01", Kind.SIGN: "\x01"}.get(s.kind, "\x02")
        masked[s.start : s.end] = mark * (s.end - s.start)
    plain = "".join(masked)
    found = list(_TOKEN.finditer(plain))
    read = _in_one_script(plain, found)
    places = [e.at for e in events]
    tokens: list[Token] = []
    last = 0
    previous = ""
    for m, word in zip(found, read, strict=True):
        k = _key(word)
        if not k:
            continue
        gap = plain[last : m.start()]
        stop, cross = _gap(gap if len(gap) < 64 else "\x02", previous[-1:].isdigit(), k[:1].isdigit()) if tokens else (0.0, 9.0)
        e = events[max(0, spans.at_or_before(places, m.start()))]
        if tokens and (e.section or Section.LIST) is not tokens[-1].section:
            stop, cross = 0.0, 9.0
        tokens.append(Token(m.start(), m.end(), k, stop, cross, e.section or Section.LIST, e.heading))
        last, previous = m.end(), k
    return _titled(text, tokens), list(_strengths(text, holes, tokens))


def _in_one_script(plain: str, found: list[re.Match[str]]) -> list[str]:
    """The words of a text, in Latin letters where a Latin text has look-alikes ("СІ 42053"); not beside a word in the other script, to
    which they belong then ("витамин А")."""
    words = [m.group() for m in found]
    if not latin(plain):
        return words
    read = [in_latin(w) for w in words]
    foreign = [no_lookalike(w) for w in words]
    beside = [False, *(plain[a.end() : b.start()].isspace() for a, b in pairwise(found)), False]
    n = range(len(words))
    kept = [(beside[i] and foreign[i - 1]) or (beside[i + 1] and foreign[i + 1]) for i in n]
    return [words[i] if kept[i] else read[i] for i in n]


@lru_cache(maxsize=16_384)
def _key(word: str) -> str:
    if not _DAMAGE.search(word):
        return key(word)
    return "".join("?" if _DAMAGE.match(part) else key(part) for part in re.split(r"([#?\ufffd])", word) if part)


# Prices of ending a name at a sign, and of running across it.
_PRICES: dict[str, tuple[float, float]] = {
    **dict.fromkeys(_STRONG, (0.0, 3.0)),
    **dict.fromkeys("\u00b7\u30fb", (0.0, 1.0)),
    **dict.fromkeys(":\uff1a", (0.1, 3.0)),
    **dict.fromkeys(_OPEN + _CLOSE, (0.2, 0.1)),
    **dict.fromkeys('"\u201c\u201d\u00ab\u00bb=<>', (0.8, 0.2)),
    "/": (0.5, 0.0),
    "\x01": (0.1, 2.5),
    "\x02": (0.0, 9.0),
    "+": (0.3, 1.0),
}
_HYPHENS, _DASHES = "-\u2010\u2011\u00ad", "-\u2010\u2011\u2012\u2013\u2014\u00ad"
_OTHER = (3.0, 0.0)  # prices of stopping and of going on at any other sign


@lru_cache(maxsize=8_192)
def _gap(gap: str, digit_before: bool, digit_after: bool) -> tuple[float, float]:
    """What stands between two tokens: the price of ending a name there, and of running across."""
    stop, cross = 3.0, 0.0
    for g, found in enumerate(re.findall(r"\s+|[^\s]", gap)):
        s, c = _blank(found, gap, g) if found.isspace() else _sign(found, gap, digit_before and digit_after)
        stop, cross = min(stop, s), max(cross, c)
    return stop, cross


def _blank(found: str, gap: str, place: int) -> tuple[float, float]:
    """The prices of a blank or a line's end, the part `place` of a gap."""
    if "\n" in found:  # behind a hyphen a word goes on
        return (2.0, 0.0) if place and gap.lstrip()[:1] in _HYPHENS and len(gap.strip()) == 1 else (0.9, 0.1)
    return (0.6, 0.4) if len(found) > 1 else (1.5, 0.0)


def _sign(found: str, gap: str, digits: bool) -> tuple[float, float]:
    """The prices of a sign; `digits` stand on both sides of the gap."""
    if found == "," and digits:
        return (0.8, 0.0) if gap == "," else (0.2, 0.8)
    if found == ".":
        return (2.0, 0.0) if digits and gap == "." else (0.4, 0.6) if gap == "." else (0.1, 1.2)
    if found in "*\u2020\u2021":
        return (0.0, 3.0) if re.match(r"\s+[*\u2020\u2021]+\s", gap) else (0.6, 0.5)
    if found in _DASHES:
        return (0.3, 0.6) if re.search(r"\s[-\u2013\u2014]+\s", gap) else (2.0, 0.0)
    if found == "&":
        return (0.6, 0.3) if len(gap) > 2 else (2.0, 0.0)
    return _PRICES.get(found, _OTHER)


def _titled(text: str, tokens: list[Token]) -> list[Token]:
    """Marks the words between a line's or sentence's start and a colon."""
    out = list(tokens)
    first = 0
    for n, t in enumerate(tokens):
        gap = text[tokens[n - 1].end if n else 0 : t.start]
        if not n or "\n" in gap or ". " in gap or "' '" in gap or '", ' in gap:
            first = n
        end = tokens[n + 1].start if n + 1 < len(tokens) else len(text)
        if re.match(r"\s?[)\]]?\s?[:：]\s", text[t.end : end] + " ") and n - first < 10:
            for k in range(first, n + 1):
                o = out[k]
                out[k] = Token(o.start, o.end, o.key, o.stop, o.cross, o.section, o.heading, True)
            first = n + 1
        elif "," in text[t.end : end]:
            first = n + 99
    return out


def _strengths(text: str, holes: list[Span], tokens: list[Token]) -> Iterable[Strength]:
    """Each amount with the name it belongs to: the one right before it, or the one behind where a separator or nothing stands before."""
    starts = [t.start for t in tokens]
    for s in holes:
        if s.kind is not Kind.AMOUNT or s.amount is None or not tokens or _spoken(s, holes):
            continue
        n = spans.at_or_before(starts, s.start)
        before = text[tokens[n].end : s.start] if n >= 0 else ","
        after = text[s.end : tokens[n + 1].start] if n + 1 < len(tokens) else ","
        loose = bool(re.search(r"[,;:•\n]|\.\s", before)) or len(before) > 40 or (n >= 0 and tokens[n].key in words().ahead)
        tight = not re.search(r"[,;:•)\n]|\.\s", after) and len(after) <= 4
        if loose and tight and n + 1 < len(tokens):
            yield Strength(n + 1, s.amount)
        elif n >= 0 and not (loose and not re.fullmatch(r"[\s:,.(]*", before)):
            yield Strength(n, s.amount)


def _spoken(s: Span, holes: list[Span]) -> bool:
    """Whether an amount stands in a sentence that holds no name: "99.9 % natural origin" is no strength of what stands before."""
    return any(h.kind is Kind.PROSE and h.start <= s.start and s.end <= h.end for h in holes)


def _brackets(text: str, tokens: list[Token]) -> tuple[tuple[int, int], ...]:
    starts = [t.start for t in tokens]
    stack: list[tuple[str, int]] = []
    out: list[tuple[int, int]] = []
    for m in re.finditer(r"[()\[\]{}（）【】［］]", text):
        c = m.group()
        if c in _OPEN:
            stack.append((c, m.start()))
        elif stack and _OPEN.index(stack[-1][0]) == _CLOSE.index(c):
            _, at = stack.pop()
            a, b = spans.at_or_before(starts, at) + 1, spans.at_or_before(starts, m.start()) + 1
            if a < b:
                out.append((a, b))
    return tuple(sorted(set(out), key=lambda p: (p[0], -p[1])))
