"""What speaks against a list having been understood whole, beside its lines and names: each doubt in words that a person can act on.

`complete` must be true when it is said. The panel stage judges what was seen of the list; here it is judged whether all of it was
understood.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import combinations, pairwise
from statistics import median

from rapidfuzz import fuzz

from glidecheck.label_text.figures import may_hold
from glidecheck.layout import headings
from glidecheck.layout.edges import CUT, SIDES
from glidecheck.layout.limits import Whole
from glidecheck.lexicon import Lexicon, load
from glidecheck.lexicon.declarations import enough, opening
from glidecheck.lexicon.terms import either
from glidecheck.model import GlideRole, Layout, Line, Match, Message, Notice, NoticeKind, Page, Section, not_for_skin
from glidecheck.pipeline.limits import Product
from glidecheck.text import barred, counted, fold, key

EDGE = Whole().edge
LIMITS = Product()

ELSEWHERE = Message("the label says that the whole list is elsewhere: photograph the carton or the leaflet")
RESIDUE = "something in the list could not be made out ({what}): photograph it closer, or type it"
NUMBING = Message("the label speaks of numbing, and no anaesthetic was found in the list: photograph all of the label")
SHORT = Message(
    "a line of the list begins late or ends early: if something covers it there (a finger, glare, a fold), photograph it again without"
)
UNHEADED = Message("the list has no heading: photograph all of the label's text, with the heading")
KINDS = {
    "supplement": Message("a food supplement"),
    "food": Message("a food"),
    "household": Message("a household product"),
}
OUTSIDE = "the label names {names} outside its list: ask the provider what the product holds"
LISTS = Message("the photos show different lists: give the photos of one product only")
DIFFER = Message("the two readings do not agree: photograph the label closer and straight on, without glare")
BRANDS = "the photos carry different names ({names}): give the photos of one product only"

_CAS = re.compile(r"(?<![\d-])[1-9]\d{1,6}-\d{2}-\d(?![\d-])")
_WORD = re.compile(r"[^\W\d_]+")
_SAID = re.compile(r"[^\W_]+")
_TERM = re.compile(r"[^\s,;|•]+")
_PLAIN = frozenset(" \t\n,;.:·•*†‡()[]{}/\\&+-–—'’\"“”%|®™©°、，。：（）=_~")
_BETWEEN = re.compile(r"(?<!\d),|,(?!\d)|[;•|、，]")
_EMPTY = re.compile(r"[\d.,]+\s?%|[^\w\s]{2,}|_+")
_BLOT = re.compile("[\u2580-\u25a1\u25aa\u25ac\u25ae]{2,}|\\?{3,}")
_GAP = re.compile(r"(?:\A\s*|[,;、，]\s+)[,;、，](?=\s*\w)|[,;、，]\s*[®™©~*†‡]+\s*\Z")
_OMITTED = re.compile(r"\.{3,}|_{2,}|\[\s*\.*\s*\]")


def elsewhere(lines: Iterable[Line]) -> tuple[str, ...]:
    """A gap where the label refers to a list that stands somewhere else ("see carton"); lot, expiry and directions may stand there."""
    return (ELSEWHERE,) if any(_refers(line.text) for line in lines) else ()


def promised(pages: Iterable[Page]) -> tuple[str, ...]:
    """A gap where a page ends with the heading of a list: what it promises was not seen. Asked only of what may be a glide."""
    for page in pages:
        last = next((line.text for line in reversed(page.lines) if line.text.strip()), "")
        found = headings.find(last)
        if found and found[-1].kind is headings.HeadingKind.LIST and not _WORD.search(last, found[-1].end):
            return (ELSEWHERE,)
    return ()


def _terms(group: str) -> str:
    """The words of a group as alternatives of a pattern over folded text, the longest first; `*` is any ending."""
    return either(load().words(group), blank=r"\s?")


@cache
def _elsewhere(lexicon: str) -> re.Pattern[str]:  # noqa: ARG001 - the words are those of this version
    said = rf"\b{_terms('refers')}\b\.?[^.\n]{{0,25}}?\b{_terms('elsewhere')}\b"
    return re.compile(rf"{said}|\b{_terms('entire')}\b[^.\n]{{0,30}}\b{_terms('stands')}\b")


@cache
def _volume(lexicon: str) -> re.Pattern[str]:  # noqa: ARG001
    """What is in the pack, with the sign that stands behind it in the EU: no strength is told in it."""
    return re.compile(rf"(?<![\w.,])(?:\d+\s?x\s?)?\d+(?:[.,]\d+)?\s?{_terms('volumes')}(?:\s?[e\u212e])?(?!\w)", re.IGNORECASE)


def _refers(text: str) -> bool:
    apart = load().words("apart")
    listed = {fold(w) for w in load().headings["list"]}
    text = fold(text)
    for m in _elsewhere(load().version).finditer(text):
        said = {fold(w) for w in _WORD.findall(text[text.rfind(".", 0, m.start()) + 1 : m.end()])}
        if not said & apart or said & listed:
            return True
    return False


def scraps(layout: Layout, lexicon: Lexicon) -> tuple[str, ...]:
    """A gap where a list holds what is no name, whatever else stands in it: a CAS number that nothing in the lexicon has, "■■■", "...", a
    lone letter between two commas."""
    for panel in layout.panels:
        text = barred(_uncounted("\n".join(line.text for line in panel.lines)))
        numbers = [m.group() for m in _CAS.finditer(text) if m.group() not in _known_numbers(lexicon)]
        items = [item.strip(" .") for item in _items(text)]
        empty = [item for item in items if _EMPTY.fullmatch(item) or (len(item) == 1 and item.isalpha() and item < "\u0e00")]
        joined = _open_end(lexicon.version).findall(fold(text))
        if found := [*numbers, *empty, *_OMITTED.findall(text), *joined]:
            return (Message(RESIDUE, what=found[0].strip()[:20]),)
    return ()


@cache
def _open_end(lexicon: str) -> re.Pattern[str]:  # noqa: ARG001 - the words are those of this version
    """A word or a sign that joins names, with which a list ends: a name was to follow."""
    return re.compile(rf"(?:\b{_terms('both')}|[+&])(?=[\s.,]*$)")


_NUMBERS: dict[str, frozenset[str]] = {}


def _known_numbers(lexicon: Lexicon) -> frozenset[str]:
    """The CAS numbers of the lexicon."""
    if lexicon.version not in _NUMBERS:
        _NUMBERS[lexicon.version] = frozenset(number for s in lexicon.substances() for number in s.cas)
    return _NUMBERS[lexicon.version]


def residue(layout: Layout, listed: Sequence[Match], prose: Iterable[Line]) -> tuple[str, ...]:
    """A gap where letters, figures or signs of the list stand in no name, amount or sentence: a lone "R", a CAS number, "■■■".

    Counted by character, not by place, so that line breaks and brackets do not matter: what is printed and accounted for cancels out.
    """
    texts = [opening().sub(" ", enough().sub(" ", _uncounted("\n".join(line.text for line in p.lines)))) for p in layout.panels]
    text = _volume(load().version).sub("", "\n".join(barred(t) for t in texts))
    names = [m.mention.printed for m in listed]
    for a, b in pairwise(n for n in names if key(n) in load().keys):  # the last two names of a list may be joined by a word
        text = re.sub(rf"({re.escape(a)}) {_terms('both')} (?={re.escape(b)})", r"\1, ", text)
    left = Counter(key(text))
    for accounted in (*(m.mention.printed for m in listed), *(line.text for line in prose)):
        left.subtract(key(accounted))
    for m in listed:
        if m.mention.amount is not None and key(m.mention.amount.printed) not in key(m.mention.printed):
            left.subtract(key(m.mention.amount.printed))
    for held in map(barred, texts):
        if empty := [item for item in _items(held) if _EMPTY.fullmatch(item.strip(" ."))] or _OMITTED.findall(held) or _GAP.findall(held):
            return (Message(RESIDUE, what=empty[0].strip()[:20]),)
    signs = {c for c in text if not c.isalnum() and c not in _PLAIN}
    what = _printed(text, left) or "".join(sorted(signs))[:20]
    return (Message(RESIDUE, what=what),) if what else ()


def wanting(listed: Sequence[Match]) -> tuple[str, ...]:
    """A gap where every name of a list has its percentage, water too, and together they are not the whole: something is not listed; or
    where a list gives a hyaluronate a share that no glide has."""
    told = [m.mention.amount.percent if m.mention.amount else None for m in listed]
    shares = [float(s) for s in told if s is not None]
    wet = any(s.id == "water" for m in listed for s in m.substances)
    cores = (m.mention.amount for m in listed if any(s.role is GlideRole.CORE for s in m.substances))
    if odd := next((a for a in cores if a and a.percent is not None and not may_hold(a.percent)), None):
        return (Message(RESIDUE, what=odd.printed[:20]),)
    whole = not wet or len(shares) < 2 or len(shares) < len(told) or LIMITS.whole_least <= sum(shares) <= LIMITS.whole_most
    return () if whole else (Message(RESIDUE, what=f"{sum(shares):g} %"),)


def _printed(text: str, left: Counter[str]) -> str:
    """What of a list is not accounted for, as it is printed, at most 20 characters: its words of the letters that are left, the last
    ones first, without those that join names and those that say how a thing was made."""
    idle = load().words("conjunctions") | load().words("made")
    left = Counter({c: n for c, n in left.items() if n > 0})
    for word in reversed(_TERM.findall(text)):
        if fold(word) in idle and Counter(key(word)) <= left:
            left -= Counter(key(word))
    out: list[str] = []
    for word in reversed(_TERM.findall(text)):
        if left and (letters := Counter(key(word))) and letters <= left:
            out.insert(0, word)
            left -= letters
    # A piece of a word, where no whole one is left over.
    return (" ".join(out) or "".join(c * n for c, n in left.items()))[:20]


def other_kind(lines: Iterable[Line], listed: Sequence[Match]) -> tuple[str, ...]:
    """A gap where the label is plainly that of a food, a supplement or a household product, which is not made for skin: by its phrases, or
    by what its list holds."""
    text = " " + " ".join(" ".join(_SAID.findall(fold(line.text))) for line in lines) + " "
    for group, kind in KINDS.items():
        if sum(f" {phrase} " in text for phrase in load().words(group)) >= LIMITS.marks:
            return (not_for_skin(kind),)
    unknown = [m.mention.printed for m in listed if not m.substances]
    foods = load().words("foods")
    eaten = {fold(p) for p in unknown if any(w in foods for w in _SAID.findall(fold(p)))}
    if len(eaten) >= LIMITS.foods and len(eaten) >= LIMITS.foods_share * len(unknown):
        return (not_for_skin(KINDS["food"]),)
    return ()


def blotted(layout: Layout) -> tuple[str, ...]:
    """A gap where a name is blacked out, or printed as question marks: whatever else the list holds."""
    found = next((m for p in layout.panels for line in p.lines if (m := _BLOT.search(line.text))), None)
    return (Message(RESIDUE, what=found.group()[:20]),) if found else ()


def _uncounted(text: str) -> str:
    """A list without the numbers that it counts its names with."""
    for start, end in reversed(counted(text)):
        text = f"{text[:start]}, {text[end:]}" if start else text[end:]
    return text


def _items(text: str) -> list[str]:
    """What stands between separators; between line breaks, where nothing else separates."""
    items = _BETWEEN.split(text)
    return [" ".join(item.split()) for item in (items if len(items) > 1 else text.split("\n"))]


def unheard(names: Sequence[str]) -> tuple[str, ...]:
    """A gap where the second reading is certain of names that the first reads as others: one of the two is wrong."""
    return (Message(RESIDUE, what=", ".join(names[:3])),) if names else ()


def unheaded(layout: Layout) -> tuple[str, ...]:
    """A gap where a list on a photo has no heading: it may be a part of one. Asked only of what may be a glide."""
    return (UNHEADED,) if any(p.heading is None and any(line.box for line in p.lines) for p in layout.panels) else ()


def at_edge(layout: Layout, pages: Sequence[Page]) -> tuple[str, ...]:
    """A gap where a line of a list on a photo ends at its right edge, though with a whole name. Asked only of what may be a glide."""
    widths = {page.photo: page.width for page in pages}
    boxes = [(line.photo, line.box) for p in layout.panels for line in p.lines if line.box is not None]
    touched = any(widths.get(photo, 0) - box.right < EDGE * box.height for photo, box in boxes)
    return (Message(CUT, side=SIDES["right"]),) if touched else ()


def short(layout: Layout) -> tuple[str, ...]:
    """A gap where a line of a list ends so early that a name may be hidden behind it. Asked only of what may be a glide."""
    return () if all(p.filled for p in layout.panels) else (SHORT,)


def outside(names: Sequence[str]) -> tuple[str, ...]:
    """A gap where a name that no glide may hold stands on the label, and not in its list."""
    return (Message(OUTSIDE, names=", ".join(names[:3])),) if names else ()


def numbing(notices: Iterable[Notice], matches: Iterable[Match]) -> tuple[str, ...]:
    """A gap where the label calls the product numbing and no anaesthetic is named on it."""
    named = any("anaesthetic" in s.classes for m in matches for s in m.substances)
    return (NUMBING,) if not named and any(n.kind is NoticeKind.NUMBING for n in notices) else ()


def brands(layout: Layout) -> tuple[str, ...]:
    """A gap where photos that each show some of a list carry different names, each in its largest print: their lists are no one list."""
    heights: dict[int, list[float]] = {}
    for panel in layout.panels:
        for line in panel.lines:
            if line.box is not None:
                heights.setdefault(line.photo, []).append(line.box.height)
    named = {photo: name for photo, high in heights.items() if (name := _brand(layout, photo, median(high)))}
    apart = any(fuzz.partial_ratio(key(a), key(b)) < LIMITS.alike for a, b in combinations(named.values(), 2))
    return (Message(BRANDS, names="; ".join(dict.fromkeys(named.values()))),) if apart else ()


def _brand(layout: Layout, photo: int, height: float) -> str:
    """The largest print beside the list on a photo, empty where none is larger than the list's (`height` pixels) or surely read."""
    large = [
        (line.box.height, line.text.strip())
        for line in layout.rest
        if line.photo == photo and line.box is not None and line.box.height >= LIMITS.large * height and line.confidence >= LIMITS.sure
        if sum(map(str.isalpha, line.text)) >= LIMITS.letters and not headings.find(line.text)
    ]
    return max(large, default=(0.0, ""))[1]


def lists(layout: Layout, listed: Sequence[Match]) -> tuple[str, ...]:
    """A gap where two photos of one product show lists that cannot be one: whole ones that differ, parts with too little in common.

    Photos whose lists were stitched have shown that they are one.
    """
    whole = {line.photo for p in layout.panels for line in p.lines if p.begun and p.ended and not p.gaps}
    seen: dict[int, set[str]] = {}
    for m in listed:
        if m.mention.section in (Section.LIST, Section.INACTIVE):
            seen.setdefault(m.mention.photo, set()).update(s.id for s in m.substances)
    stitched = [{line.photo for line in p.lines} for p in layout.panels]
    pairs = [(m, n) for m in seen for n in seen if m < n and not any({m, n} <= photos for photos in stitched)]
    apart = any(
        seen[m] != seen[n]
        if {m, n} <= whole
        else len(seen[m] & seen[n]) < LIMITS.overlap and not (seen[m] <= seen[n] or seen[n] <= seen[m])
        for m, n in pairs
    )
    return (LISTS,) if apart else ()
