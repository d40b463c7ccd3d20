"""Names of ingredients in a message: one asked about, several, or a whole pasted list."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from itertools import pairwise

from glidecheck.chat import amounts
from glidecheck.chat.amounts import SEPARATOR, TOKEN
from glidecheck.chat.heard import flat
from glidecheck.chat.meaning import concepts
from glidecheck.chat.wordlists import words_of
from glidecheck.lexicon import load, stems
from glidecheck.model import GlideRole, Substance
from glidecheck.text import key

_LONGEST_NAME = 6  # words: "rosa rubiginosa (rosehip) seed oil" and its like
_PARTS = 3  # from so many separated parts on, two of them known, a text is a list
_KNOWN = 0.3  # share of the parts that the lexicon must know
_STRANGER = 3  # words of an unknown name
_NEAR = 86  # rapidfuzz ratio from which an unknown word is written like a known name

_TOPICAL = frozenset(("numb", "botox", "filler", "exosome", "prp", "painmed", "antibiotic", "food", "drink"))
"""Concepts whose words are inventory names here and there, and still ask another question."""

_JOINTS = frozenset((",", ";", "&", "+", "/"))


class NameKind(StrEnum):
    """What a name in a message is, as far as a question about it goes. The values are the words that `masked` puts in its place."""

    RETINOID = "zzretinoid"
    NUMBING = "zznumb"
    HYALURON = "zzhyal"
    OTHER = "zzactive"
    UNKNOWN = "zzunknown"


@dataclass(frozen=True, slots=True)
class Asked:
    """One name asked about: as written, with the strength beside it; `known` says whether the lexicon has it."""

    name: str
    known: bool


@dataclass(frozen=True, slots=True)
class Found:
    """A name in a text: its span in characters, what it is, and the name with its strength."""

    start: int
    end: int
    kind: NameKind
    asked: Asked


@dataclass(frozen=True, slots=True)
class _Token:
    start: int
    end: int
    flat: str


def is_list(text: str) -> bool:
    """Whether `text` is an ingredient list: a heading with a known name behind it, or several separated names."""
    heard = flat(text)
    parts = [p.strip() for p in SEPARATOR.split(text) if p.strip()]
    known = sum(_has(_bare(p)) for p in parts)
    heading = _heading().search(heard)
    if heading:
        behind = [p for p in SEPARATOR.split(heard[heading.end() :]) if p.strip()]
        return any(_has(_bare(p)) for p in behind) or len(behind) >= _PARTS
    return len(parts) >= _PARTS and known >= 2 and known >= _KNOWN * len(parts)


@lru_cache(maxsize=512)
def found(text: str) -> tuple[Found, ...]:
    """The names in `text`, in its order: those that the lexicon has, and words that are written almost like one."""
    tokens = _tokens(text)
    strengths = amounts.spans(text)
    out: list[Found] = []
    n = 0
    while n < len(tokens):
        hit = None if amounts.within(tokens[n].start, strengths) else _name_at(text, tokens, n)
        if hit is None:
            n += 1
            continue
        size, kind, known = hit
        start, end = tokens[n].start, tokens[n + size - 1].end
        out.append(Found(start, end, kind, Asked(amounts.beside(text, start, end, strengths), known)))
        n += size
    return tuple(out)


def strangers(text: str) -> tuple[Found, ...]:
    """The words of `text` that nobody knows, neither as a name nor from any sentence, those that stand together as one."""
    taken = [(f.start, f.end) for f in found(text)]
    strengths = amounts.spans(text)
    out: list[Found] = []
    for token in _tokens(text):
        if _common(token.flat) or token.flat.isdigit() or amounts.within(token.start, taken) or amounts.within(token.start, strengths):
            continue
        last = out[-1] if out else None
        if last is not None and not TOKEN.search(text[last.end : token.start]) and not SEPARATOR.search(text[last.end : token.start]):
            start = last.start
            out.pop()
        else:
            start = token.start
        out.append(Found(start, token.end, NameKind.UNKNOWN, Asked(amounts.beside(text, start, token.end, strengths), False)))
    return tuple(f for f in out if len(f.asked.name.split()) <= _STRANGER)


def masked(text: str, names: Sequence[Found]) -> str:
    """`text` with each of `names` replaced by the word for its kind."""
    out, last = [], 0
    for one in sorted(names, key=lambda f: f.start):
        out += [text[last : one.start], " ", one.kind.value]
        last = one.end
    return "".join((*out, text[last:]))


def listed_with(text: str, names: Sequence[Found], unknown: Sequence[Found]) -> tuple[Asked, ...]:
    """The names of a question, each once, in its order: `names`, and those of `unknown` that a joint puts beside one ("retinol and
    foobarium")."""
    joints = {*words_of("names")["joints"], *_JOINTS}
    spans = sorted([*names, *unknown], key=lambda f: f.start)
    keep = []
    for n, one in enumerate(spans):
        beside = [two for two in pairwise(spans[max(0, n - 1) : n + 2]) if one in two]
        joined = any(flat(text[a.end : b.start]).strip() in joints and {a.kind, b.kind} != {NameKind.UNKNOWN} for a, b in beside)
        if one.kind is not NameKind.UNKNOWN or joined:
            keep.append(one.asked)
    return tuple({key(a.name): a for a in keep}.values())


def warned_of(name: str) -> bool:
    """Whether `name` is a brand of numbing product that the FDA warned of."""
    return bool(_brand().search(flat(name)))


def is_numbing(text: str) -> bool:
    """Whether `text` speaks of a numbing agent or cream."""
    return any(f.kind is NameKind.NUMBING for f in found(text)) or "numb" in concepts([t.flat for t in _tokens(text)])


def shaped(word: str) -> bool:
    """Whether a word that stands alone has the shape of a substance's name, or is written almost like a known one."""
    said = flat(word).strip(" .!?")
    shapes, exceptions = words_of("names")["shapes"], words_of("names")["not_shapes"]
    if not said or _common(said) or len(said) < 4 or said in exceptions:
        return False
    likely = len(said) >= 6 and any(said.endswith(s) for s in shapes)
    return likely or any(c.isdigit() and d.isalpha() for c, d in pairwise(said)) or _near_kind(said) is not None


# ------------------------------------------------------------------ one name


def _name_at(text: str, tokens: Sequence[_Token], n: int) -> tuple[int, NameKind, bool] | None:
    """How many tokens the name that begins at token `n` has, what it is, and whether the lexicon has it; None where none begins."""
    lists = words_of("names")
    for size in range(min(_LONGEST_NAME, len(tokens) - n), 0, -1):
        words = [t.flat for t in tokens[n : n + size]]
        between = text[tokens[n].start : tokens[n + size - 1].end]
        if SEPARATOR.search(between) or words[0] in lists["articles"] or words[-1] in lists["ends"]:
            continue
        kind = _kind_of(between, words)
        if kind is not None:
            return size, kind, True
    word = tokens[n].flat
    near = None if _common(word) else _near_kind(word)
    return (1, near, False) if near is not None else None


def _kind_of(name: str, words: Sequence[str]) -> NameKind | None:
    """What the lexicon says that `name`, the flat `words`, is; None where it does not have it or where it is a word of any sentence."""
    if _brand().fullmatch(flat(name).strip()):
        return NameKind.NUMBING
    hits = _lookup(name)
    if len(words) == 1 and (not hits or not _is_name(name)):
        return _by_stem(name) if len(name) > 6 and not _common(words[0]) else None
    if not hits:
        return None
    classed = [s for s in hits if s.classes and s.role is not GlideRole.SILENT]
    if len(words) == 1 and words[0] in words_of("names")["scaffold"]:
        return None
    if not _TOPICAL.isdisjoint(concepts(words)):  # "botox", "exosomes": a question of its own, whatever the inventories say
        return None
    if not classed and all(_common(w) for w in words) and " ".join(words) not in words_of("names")["also_names"]:
        return None
    return _kind(classed or list(hits))


def _by_stem(name: str) -> NameKind | None:
    """What a name that no list has is by its stem: a retinoid or a numbing agent."""
    stem = stems.stem(name, load())
    kind = _kind([load().substance(stem.of)]) if stem else None
    return kind if kind in (NameKind.RETINOID, NameKind.NUMBING) else None


def _kind(hits: Sequence[Substance]) -> NameKind:
    classes = {c for s in hits for c in s.classes}
    if "retinoid" in classes:
        return NameKind.RETINOID
    if "anaesthetic" in classes:
        return NameKind.NUMBING
    return NameKind.HYALURON if all(s.role is GlideRole.CORE for s in hits) else NameKind.OTHER


@lru_cache(maxsize=1024)
def _near_kind(word: str) -> NameKind | None:
    """What a long word is that is written almost like one of a ruled substance's names."""
    if len(word) < 7 or not word.isalpha():
        return None
    from rapidfuzz import fuzz, process

    hit = process.extractOne(key(word), _ruled_names(), scorer=fuzz.ratio, score_cutoff=_NEAR)
    return _kind([h.substance for h in load().lookup(hit[0])]) if hit else None


@cache
def _ruled_names() -> tuple[str, ...]:
    lexicon = load()
    return tuple(k for k in lexicon.keys if len(k) >= 6 and any(h.substance.classes for h in lexicon.lookup(k)))


@cache
def _brand() -> re.Pattern[str]:
    return re.compile("|".join(p.pattern for p in load().phrases if p.kind == "fda_brand_2024"))


@lru_cache(maxsize=4096)
def _lookup(name: str) -> tuple[Substance, ...]:
    normal = key(name)
    return tuple(h.substance for h in load().lookup(normal)) if len(normal) > 1 else ()


def _has(name: str) -> bool:
    return bool(_lookup(name))


def _is_name(word: str) -> bool:
    """One short word is taken for a name only where it is written as an abbreviation is ("HA", "RA")."""
    return len(word) > 3 or word.isupper() or word.casefold() in ("bha", "aha", "cbd", "hpr", "blt")


def _common(word: str) -> bool:
    """Whether a flat word stands in sentences that name nothing."""
    return word in _vocabulary()


@cache
def _vocabulary() -> frozenset[str]:
    return frozenset(flat(w) for w in (*words_of("names")["scaffold"], *words_of("vocabulary")["all"]))


# ------------------------------------------------------------------ tokens and strengths


def _tokens(text: str) -> list[_Token]:
    spans = [(m.end("elided") if m["elided"] else m.start(), m.end()) for m in TOKEN.finditer(text)]
    return [_Token(a, b, flat(text[a:b])) for a, b in spans]


@cache
def _heading() -> re.Pattern[str]:
    return re.compile(rf"(?:^|\n|[.:!?]\s*|\b)(?:{'|'.join(words_of('names')['headings'])})\b\s*(?:\([^)\n]*\)\s*)?[:\n]")


def _bare(part: str) -> str:
    """A part of a list without bracket, amount and what precedes a colon."""
    part = re.sub(r"\([^)]*\)|\[[^\]]*\]|\*", " ", part)
    return re.sub(amounts.pattern(), " ", part.rsplit(":", 1)[-1]).strip(" .")
