"""Headings as labels print them (lexicon/headings.yaml): what starts an ingredient list, and what ends one.

A heading is compared as a key (`text.key`), so "INGREDIENTS :", "Ingrédients" and "ingredients/" are found alike, and with a few OCR errors
allowed in long words ("lngredlents", "gredients"). A heading is that of a whole list only where every word beside it says so.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from rapidfuzz.distance import OSA

from glidecheck.layout.absences import absent
from glidecheck.layout.limits import Heads
from glidecheck.lexicon import load
from glidecheck.lexicon.declarations import opening
from glidecheck.model import Section
from glidecheck.text import fold, key, skeleton


class HeadingKind(StrEnum):
    """What a heading promises: `list` a whole list; `partial` names without saying that they are all; `stop` something else."""

    LIST = "list"
    PARTIAL = "partial"
    STOP = "stop"


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading found in a line: characters `start:end` of its text (with the colon behind it, and the code of its language before it,
    `tagged` characters long). `cut`: its first letters are missing, and those of the lines below may be too."""

    kind: HeadingKind
    section: Section | None
    printed: str
    start: int
    end: int
    cut: bool = False
    tagged: int = 0


@dataclass(frozen=True, slots=True)
class _Form:
    key: str
    skeleton: str
    kind: HeadingKind
    section: Section | None


def _forms() -> Iterator[_Form]:
    table = (
        ("inactive", HeadingKind.LIST, Section.INACTIVE),
        ("active", HeadingKind.LIST, Section.ACTIVE),
        ("may_contain", HeadingKind.LIST, Section.MAY_CONTAIN),
        ("list", HeadingKind.LIST, Section.LIST),
        ("partial", HeadingKind.PARTIAL, Section.LIST),
        ("stop", HeadingKind.STOP, None),
    )
    known = load().headings
    for group, kind, section in table:
        for word in known[group]:
            k = key(word)
            if k:
                yield _Form(k, skeleton(k), kind, section)


@lru_cache(maxsize=1)
def _whole() -> frozenset[str]:
    """What may stand beside "ingredients" in the heading of a whole list, as skeletons: those words, and such headings themselves."""
    known = load().headings
    return frozenset(skeleton(key(w)) for w in (*known["whole"], *known["list"])) - {""}


@lru_cache(maxsize=1)
def _table() -> dict[str, _Form]:
    out: dict[str, _Form] = {}
    for form in _forms():
        out.setdefault(form.skeleton, form)
    return out


LIMITS = Heads()
_BREAK = re.compile(r"[:：,;/\d]")  # what no heading runs across
_TOKEN = re.compile(r"[^\W\d_]+(?:['’.-][^\W\d_]+)*|\+\s?/\s?-|±", re.UNICODE)


_MAYBE = _Form("+/-", "+/-", HeadingKind.LIST, Section.MAY_CONTAIN)


def _exact(words: str) -> _Form | None:
    """The form that these words are, letter by letter or by look-alikes."""
    words = _INCI.sub("INCI", words)
    return _table().get(skeleton(key(words))) if key(words) else None


@lru_cache(maxsize=4096)
def _near(words: str) -> _Form | None:
    """The list heading that these words are with a few OCR errors; only long ones are ever guessed."""
    bones = skeleton(key(words))
    if len(bones) < LIMITS.fuzzy_from:
        return None
    best: tuple[int, _Form] | None = None
    for form in _table().values():
        # Only what opens a list is guessed: a name must not end its own list, nor a sentence be taken for a choice of names.
        if form.kind is not HeadingKind.LIST or len(form.skeleton) < LIMITS.fuzzy_from:
            continue
        allowed = len(form.skeleton) // 4
        d = OSA.distance(bones, form.skeleton, score_cutoff=allowed)
        if d <= allowed and (best is None or d < best[0]):
            best = (d, form)
    return best[1] if best else None


def _swallows(form: _Form, text: str, tokens: Sequence[re.Match[str]]) -> bool:
    """Whether a guess takes a word before a heading for a part of it: "EMLA Ingredients" is not "all ingredients"."""
    for t in tokens[1:]:
        own = _exact(text[t.start() : tokens[-1].end()])
        if own is None:
            continue
        before, first = skeleton(key(text[tokens[0].start() : t.start()])), form.skeleton.removesuffix(own.skeleton)
        return first == form.skeleton or OSA.distance(before, first) > max(1, len(first) // 4)
    return False


_BEHIND = re.compile(r"\s*(?:\(([^)]{0,20})\)\s*)?[)\]:：/\-–—.]*\s*")
_PUNCTUATION = re.compile(r"\s*[)\]:：/\-–—.]*\s*")


def _behind(text: str, end: int) -> int:
    """Where the list begins behind a heading that ends at `end`: a bracket that says which list it is belongs to the heading, "(INCI)",
    any other to the list."""
    m = _BEHIND.match(text, end)
    if m is not None and (m[1] is None or not m[1].strip() or all(_says_whole(w) for w in m[1].split()) or _exact(m[1]) is not None):
        return m.end()
    m = _PUNCTUATION.match(text, end)
    return m.end() if m is not None else end


def _says_whole(word: str) -> bool:
    """Whether a word beside a heading says that the whole list follows; signs say nothing."""
    k = key(word)
    return bool(k) and skeleton(k) in _whole()


_CLAUSE = re.compile(r"[.;!?•|·●]\s*|\n")
_QUALIFIED = re.compile(r"[^:：,;.\n]{0,48}[:：]")
_BRACKETED = re.compile(r"\s*[(\[]([^)\]]{0,48})[)\]]\s*[:：]")
_LETTERS = re.compile(r"\w+%?")
_MORE_BEFORE = re.compile(r"(?:[+&]|\.\.|\u2026)\s*$")
_MORE_BEHIND = re.compile(r"[<>\u2264\u2265\u00b1#&]|(?<!\w)\+")
"""Signs by which a heading says that it is that of a part: "+ ingredients:", "Ingredients (> 1 %):"."""
_INCI = re.compile(r"\bINC[l1|]")  # as it is misread
_CODE = re.compile(r"[(\[][A-Z]{1,4}[- ]?\d{3,}[)\]]")  # a formula's number before its list: "[PR-009972]"


def _all_said(text: str, start: int, end: int, before: Sequence[Heading]) -> bool:
    """Whether every word beside a list's heading (characters `start:end`) says that the whole list follows: "full ingredients list",
    "Ingredients of this product:". One that is not known makes it the heading of a part, whatever the language: "core ingredients"."""
    left = max([m.end() for m in _CLAUSE.finditer(text, 0, start)] + [h.end for h in before if h.end <= start], default=0)
    beside = text[left:start]
    behind = _BRACKETED.match(text, end) or _QUALIFIED.match(text, end)
    if _MORE_BEFORE.search(text, 0, start) or (behind is not None and _MORE_BEHIND.search(behind.group())):
        return False
    if behind is not None:
        beside += " " + behind.group()
        if behind.re is _BRACKETED and not key(behind[1]):
            return not behind[1].strip()  # signs in a bracket that nobody understands: "Ingredients (???):"
    beside = _CODE.sub(" ", _INCI.sub("INCI", beside))
    return all(skeleton(key(w)) in _whole() or _misread(w) for w in _LETTERS.findall(beside) if key(w))


@lru_cache(maxsize=1024)
def _misread(word: str) -> bool:
    """Whether a word beside a list's heading is that heading in another language with one letter misread: "Состав/Склад/Курамь:"."""
    bones = skeleton(key(word))
    forms = (f.skeleton for f in _table().values() if f.kind is HeadingKind.LIST and f.section is Section.LIST)
    return len(bones) >= LIMITS.misread and any(OSA.distance(bones, f, score_cutoff=1) <= 1 for f in forms if len(f) >= LIMITS.misread)


_TAG = re.compile(
    r"(?:^|(?<=[.;!?|\u2022\u00b7]))\s*(?P<tag>[\[(]?(?P<codes>[^\W\d_]{1,3}(?:\s?[/,\u00b7-]\s?[^\W\d_]{1,3}){0,4})[\])]?\s?[:.|\u2013\u2014-]?\s*)$"
)
_LETTER_PAIR = 2  # letters of a language's or a country's code; fewer or more only where a sign stands behind ("D:")


_ALIKE = frozenset("cosuvwxz")
"""Letters that look the same small and as capitals."""


def _looks_upper(code: str) -> bool:
    """Whether a code may be in capitals by its looks ("Es - Ingredientes:"). "No - ..." says something else."""
    return code[:1].isupper() and _ALIKE.issuperset(code[1:]) and code != "No"


@lru_cache(maxsize=1024)
def tag(text: str) -> int:
    """Where the code of a language or a country at the end of `text` begins ("EN", "[DE/AT]", "F:"), its length where there is none."""
    m = _TAG.search(text)
    if m is None:
        return len(text)
    codes = [c.strip() for c in re.split(r"[/,\u00b7-]", m["codes"])]
    framed = m["tag"].startswith(("[", "("))
    signed = bool(re.search(r"[\]):.|\u2013\u2014-]\s*$", m["tag"]))
    known = all((c.isupper() or framed or (signed and _looks_upper(c))) and fold(c) in load().words("languages") for c in codes)
    told = all(len(c) == _LETTER_PAIR for c in codes) or signed
    return m.start("tag") if known and told else len(text)


@lru_cache(maxsize=1024)
def _cut(word: str) -> _Form | None:
    """The list heading that `word` is the greater rest of: on a round pack a line's first letters turn away ("mposisi:")."""
    bones = skeleton(key(word))
    if len(bones) < LIMITS.cut_from:
        return None
    found = [f for f in _table().values() if f.kind is HeadingKind.LIST and f.skeleton != bones and f.skeleton.endswith(bones)]
    return next((f for f in found if len(bones) >= LIMITS.cut_share * len(f.skeleton)), None)


@lru_cache(maxsize=4096)
def find(text: str) -> tuple[Heading, ...]:
    """Headings in one line, left to right.

    A heading stands at the line's start, behind a sentence's end or a slash ("Состав/Склад:"), or is followed by a colon. A stop heading is
    only looked for at those starts. Words inside names ("Pentaerythrityl ... composition") are not headings.
    """
    tokens = list(_TOKEN.finditer(text))
    out: list[Heading] = []
    # "1 g contains: lidocaine 25 mg": the words stay with what follows, since the amounts are to be read per gram.
    per_gram = opening().search(text)
    gone = tuple(absent(text))
    i = 0
    while i < len(tokens):
        at = tokens[i].start()
        if per_gram and at >= per_gram.start():
            if not any(h.start >= per_gram.start() for h in out):
                first = tag(text[: per_gram.start()])
                out.append(
                    Heading(HeadingKind.LIST, Section.ACTIVE, per_gram.group(), first, per_gram.start(), tagged=per_gram.start() - first)
                )
            if at < per_gram.end():
                i += 1
                continue
        begin = min(at, tag(text[:at]))
        before = text[:begin].rstrip()
        opens = not before or before[-1] in ".:;/|•·*]>)" or bool(out and out[-1].kind is HeadingKind.LIST and out[-1].end >= len(before))
        hit: tuple[int, _Form] | None = None
        sign = tokens[i].group()[0] in "+±"
        lengths = (
            [1] if sign else [n for n in range(min(4, len(tokens) - i), 0, -1) if not _BREAK.search(text[at : tokens[i + n - 1].end()])]
        )
        guessable = [n for n in lengths if tokens[i].end() - at > 3 and ". " not in text[at : tokens[i + n - 1].end()]]
        ways: list[tuple[Callable[[str], _Form | None], int]] = [*((_exact, n) for n in lengths), *((_near, n) for n in guessable)]
        for which, n in ways:
            end = tokens[i + n - 1].end()
            after = text[end:].lstrip(" )]")
            colon = after[:1] in (":", "：")
            words = "INCI" if colon and text[at:end] == "INC" else text[at:end]  # its last letter is as thin as the colon behind it
            form = _MAYBE if sign and n == 1 else which(words)
            if form is None or (which is _near and _swallows(form, text, tokens[i : i + n])):
                continue
            alone = not after or after[:1] in "(:：/-–—?." or (form.kind is HeadingKind.LIST and len(form.skeleton) >= LIMITS.fuzzy_from)
            if form.kind is HeadingKind.PARTIAL and any(a <= at < b for a, b in gone):
                continue  # "Free from: retinol, lidocaine." promises nothing
            if sign or (opens and (colon or alone or form.kind is HeadingKind.STOP)) or (colon and form.kind is not HeadingKind.STOP):
                hit = (n, form)
                break
        cut = False
        if hit is None and not before and re.match(r"\s*[:：]", text[tokens[i].end() :]) and (form := _cut(tokens[i].group())):
            hit, cut = (1, form), True
        if hit is None:
            i += 1
            continue
        n, form = hit
        end = tokens[i + n - 1].end()
        stop = _behind(text, end)
        printed = text[at:end] + ")" * (text[at:end].count("(") - text[at:end].count(")"))
        kind = form.kind
        if kind is HeadingKind.LIST and form.section is Section.LIST:
            if not _all_said(text, begin, end, out):
                kind = HeadingKind.PARTIAL
            elif (said := _BRACKETED.match(text, end) or _QUALIFIED.match(text, end)) is not None:
                stop = max(stop, _PUNCTUATION.match(text, said.end()).end())  # type: ignore[union-attr]
        out.append(Heading(kind, form.section, printed, begin, stop, cut, at - begin))
        i += n
        while i < len(tokens) and tokens[i].start() < stop:
            i += 1
    return tuple(out)
