"""What lines outside the ingredient list name: a front that names an active counts even without a list, however noisy the reading.

A negation ("retinol-free") reaches the term beside it and nothing else; advice about another product ("do not use with retinol") names
nothing here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from glidecheck.label_text import near_names
from glidecheck.label_text.amounts import amounts
from glidecheck.label_text.phrases import SPOKEN, spans
from glidecheck.label_text.prose import Prose, without
from glidecheck.lexicon import Hit, Lexicon, stems, strengths, substances_of
from glidecheck.lexicon.nearest import Near, Nearest
from glidecheck.lexicon.spelling import agree, vitamin
from glidecheck.model import GlideRole, Line, Match, Mention, Method, Section
from glidecheck.text import key, skeleton

QUERIES = 2000
"""Words of one text that are compared with critical names."""

_WORD = re.compile(r"[^\W_]+(?:[\u0300-\u036f\u0900-\u0dff\u0e31-\u0e4e\u3099\u309a]+[^\W_]*)*")
_CJK = re.compile(r"[\u2e80-\u9fff\uac00-\ud7af\u0e00-\u0e7f]")
_BREAK = re.compile(r"[,;:!?•|+=]|(?<![Vv]it)(?<!VIT)\.\s|\n\s*\n")
NEAR_RETINOID = 1.0
"""Letters by which a word may differ from "retinol" or "retinal" and be told as it ("ETINAL", where a bend hides the R). Of the word
lists of nine languages only forms of "retina" come as near, and of 20,242 words of retail lists none that is no retinoid. Other names of
seven letters have neighbours ("prochain", "cocina")."""
_BRAND_LETTERS = 6  # up to this length a brand's name may be another word: it counts in capitals or alone in its line


@dataclass(frozen=True, slots=True)
class _Name:
    start: int
    end: int
    hits: tuple[Hit, ...]
    method: Method
    score: float
    runner_up: str | None = None
    glyphs_only: bool = False


def names(lines: Sequence[Line], lexicon: Lexicon, *, first: int = 1) -> tuple[Match, ...]:
    """What these lines name: retinoids and anaesthetics (misread ones too), hyaluronates and other ruled ingredients (as printed), in
    Section.CLAIM.

    Names within a negation, a comparison or a warning against other products are left out (see `notices`). Positions are numbered from
    `first`.
    """
    text = Prose.of(lines)
    nearest = Nearest.of(lexicon)
    silent = sorted((a, b) for kind, a, b in spans(text, lexicon) if kind in SPOKEN)
    struck = replace(text, text=without(text.text, silent))
    found = list(_found(struck, lexicon, nearest))
    found = sorted((*found, *_by_stem(struck, found, lexicon, nearest)), key=lambda f: f.start)
    strong = amounts(text, found, nearest)
    out = []
    for n, f in enumerate(found):
        box, photo = text.place(f.start, f.end)
        parts = text.parts(f.start, f.end)
        boxes = tuple(p.box for p in parts if p.box is not None and p.photo == photo)
        words = [w.confidence for p in parts for w in p.words] or [p.confidence for p in parts] or [1.0]
        mention = Mention(
            printed=" ".join(text.text[f.start : f.end].split()),
            section=Section.CLAIM,
            position=first + n,
            amount=strong.get(n),
            box=box,
            pieces=boxes if len(boxes) > 1 else (),
            photo=photo,
            confidence=round(sum(words) / len(words), 4),
            readers=tuple(dict.fromkeys(p.reader for p in parts)),
        )
        all_of_them = substances_of(f.hits)
        own = strengths.of_each(mention.printed, [s.name for s in all_of_them], text.text, f.end)
        for substances, amount in [((s,), own[s.name]) for s in all_of_them] if own else [(all_of_them, mention.amount)]:
            told = replace(mention, amount=amount)
            out.append(Match(told, substances, f.method, f.score, f.runner_up, glyphs_only=f.glyphs_only))
    return tuple(out)


def _found(text: Prose, lexicon: Lexicon, nearest: Nearest) -> Iterator[_Name]:
    words = [(m.start(), m.end(), key(m.group())) for m in _WORD.finditer(text.text)]
    words = [w for w in words if w[2]]
    keys = [w[2] for w in words]
    joined = "".join(keys)
    offsets = [0]
    for k in keys:
        offsets.append(offsets[-1] + len(k))
    at = {p: n for n, p in enumerate(offsets)}
    n = 0
    nearby = _Nearby(nearest, lexicon.words("ordinary"))
    while n < len(words):
        if _CJK.search(keys[n]):
            yield from _within(words[n], lexicon, nearest)
            n += 1
            continue
        taken = None
        for k in nearest.prefixes(joined[offsets[n] : offsets[n] + 120]):
            last = at.get(offsets[n] + len(k))
            if last is None or last - n > 12 or _parted(text.text, words[n][1], words[last - 1][0], k, lexicon):
                continue
            taken = (k, last)
            break
        if taken is not None:
            k, last = taken
            name = _exact(k, words[n][0], words[last - 1][1], last - n, text, lexicon, nearest)
            if name is not None:
                yield name
            elif last - n == 1:
                close = _misread(n, words, text, lexicon, nearest, nearby) if nearest.grave(k) < 2 and len(k) > 12 else None
                if close is not None:
                    yield close[0]
            n = last
            continue
        close = _misread(n, words, text, lexicon, nearest, nearby)
        if close is not None:
            yield close[0]
            n = close[1]
            continue
        n += 1


def _parted(text: str, start: int, end: int, k: str, lexicon: Lexicon) -> bool:
    """Whether a sign in characters `start:end`, within what is printed for a name, parts it; what stands before them counts ("Vit. A"). A
    plus that the name has itself does not part it ("A+ Serum")."""
    sign = _BREAK.search(text, start, end)
    return sign is not None and not (text[start:end].strip("+ ") == "" and any("+" in h.name for h in lexicon.lookup(k)))


def _by_stem(text: Prose, found: Sequence[_Name], lexicon: Lexicon, nearest: Nearest) -> Iterator[_Name]:
    """What no list names and a stem or a registry number tells ("-caine" in any script, "CAS 68-26-8"), beside what was found by name."""
    for line, at in zip(text.lines, text.starts, strict=True):
        for of, a, b in stems.spans(text.text[at : at + len(line.text)], lexicon):
            start, end = at + a, at + b
            hits = stems.hits(of, lexicon)
            if hits[0].substance.role in (GlideRole.CORE, GlideRole.SILENT) or any(f.start < end and start < f.end for f in found):
                continue
            grave = nearest.grave_of(hits[0].substance)
            known = key(text.text[start:end])
            of_the_eye = known.startswith("retinal") and _of_the_eye(text, start, end, lexicon)
            if of_the_eye or (known in nearest and nearest.grave(known) < 2):
                continue
            if grave == 2 or not _denied(text, start, end, lexicon):
                yield _Name(start, end, hits, Method.STEM, 0.8)


def _exact(k: str, start: int, end: int, count: int, text: Prose, lexicon: Lexicon, nearest: Nearest) -> _Name | None:
    hits = lexicon.lookup(k)
    hit = hits[0]
    printed = text.text[start:end]
    method = Method.EXACT if hit.kind in ("inci", "inn") else Method.SYNONYM
    name = _Name(start, end, hits, method, 1.0, hits[1].substance.name if len(hits) > 1 and hit.kind != "combination" else None)
    if nearest.grave(k) < 2:
        told = nearest.grave(k) == 1 or hit.substance.role is not GlideRole.NONE
        return name if told and len(k) >= 5 and not _denied(text, start, end, lexicon) else None
    if len(k) <= 7 and words_of(hit.name) > 1 and count == 1:
        return None  # "Vita" is not "Vit. A", "retina" is not "Retin-A"
    if hit.kind == "abbreviation" and len(k) <= 4 and not printed.isupper() and words_of(hit.name) == 1:
        return None
    if len(k) <= 5 and count > 1 and count != words_of(hit.name) and not re.fullmatch(r"(?:\w[.\s-]?)+", printed):
        return None
    if "+" in hit.name and "+" not in printed and not _alone(text, start, end):
        return None  # "A serum for dry skin" is an article, and no "A+ Serum"
    # In a line of other words a short brand counts with a capital, where its letters are no word of another name.
    short = hit.kind == "brand" and len(k) <= _BRAND_LETTERS and (not printed[:1].isupper() or (count == 1 and nearest.word(k)))
    if short and not _alone(text, start, end):
        return None
    if k in ("retinal", "retina") and _of_the_eye(text, start, end, lexicon):
        return None
    return name


def _retinoid(hit: Hit) -> bool:
    return hit.kind not in ("brand", "abbreviation") and "retinoid" in hit.substance.classes


def words_of(name: str) -> int:
    return len(re.findall(r"[^\W_]+", name))


def _alone(text: Prose, start: int, end: int) -> bool:
    """Whether a short brand name stands as one does: with a ®, in capitals, or capitalised in a line of few words."""
    printed = text.text[start:end]
    if text.text[end : end + 2].lstrip()[:1] in ("®", "™"):
        return True
    a = text.text.rfind("\n", 0, start) + 1
    b = text.text.find("\n", end)
    line = text.text[a : b if b >= 0 else len(text.text)]
    few = len(_WORD.findall(line)) <= 4
    return few and printed[:1].isupper()


def _of_the_eye(text: Prose, start: int, end: int, lexicon: Lexicon) -> bool:
    """Whether the text around is of eyes: it speaks of the retina then, and of no retinoid."""
    return near_names.of(lexicon).eye.search(text.text, max(0, start - 60), end + 60) is not None


def _denied(text: Prose, start: int, end: int, lexicon: Lexicon) -> bool:
    """Whether the sentence denies something: a name that is no retinoid and no anaesthetic is then not counted as claimed."""
    a = max(text.text.rfind(c, max(0, start - 120), start) for c in ".!?\n") + 1 or max(0, start - 120)
    b = min((p for p in (text.text.find(c, end, end + 120) for c in ".!?\n") if p >= 0), default=min(len(text.text), end + 120))
    return near_names.of(lexicon).denying.search(text.text, a, b) is not None


def _within(word: tuple[int, int, str], lexicon: Lexicon, nearest: Nearest) -> Iterator[_Name]:
    """Names in a run of a script that is written without blanks."""
    start, end, k = word
    if len(k) != end - start:
        return  # composed glyphs: places would be lost
    p = 0
    while p < len(k):
        best = next((x for x in nearest.prefixes(k[p : p + 40]) if len(x) >= 2), None)
        if best is not None:
            hits = lexicon.lookup(best)
            if nearest.grave(best) or hits[0].substance.role is GlideRole.CORE:
                yield _Name(
                    start + p, start + p + len(best), hits, Method.EXACT if hits[0].kind in ("inci", "inn") else Method.SYNONYM, 1.0
                )
            p += len(best)
        else:
            p += 1


def _misread(
    n: int, words: list[tuple[int, int, str]], text: Prose, lexicon: Lexicon, nearest: Nearest, nearby: _Nearby
) -> tuple[_Name, int] | None:
    """A critical name that OCR damaged, in one word or torn into two or three, and the word behind it."""
    best: tuple[float, _Name, int] | None = None
    for count in (1, 2, 3):
        if n + count > len(words):
            break
        start, end = words[n][0], words[n + count - 1][1]
        gap = text.text[words[n + count - 2][1] : words[n + count - 1][0]] if count > 1 else ""
        if len(gap) > 2 or _BREAK.search(gap):
            break
        k = "".join(w[2] for w in words[n : n + count])
        if not 6 <= len(k) <= 40:
            continue
        if count > 1 and any(w[2] in nearest and len(w[2]) > 3 for w in words[n : n + count]):
            continue
        c = nearby(tuple(w[2] for w in words[n : n + count]))
        if c is not None and (best is None or c.distance < best[0]):
            hits = lexicon.lookup(c.key)
            same = skeleton(k) == skeleton(c.key)
            best = c.distance, _Name(start, end, hits, Method.FUZZY, round(1 - c.distance / len(c.key), 3), None, same), n + count
    if best is not None:
        return best[1], best[2]
    # Blanks lost: RESURFACINGRETINOLSERUM.
    start, end, k = words[n]
    if 9 <= len(k) <= 60 and k not in nearest:
        inside = nearest.inside(skeleton(k), 7)
        if inside is not None and lexicon.lookup(inside)[0].kind not in ("brand", "abbreviation"):
            return _Name(start, end, lexicon.lookup(inside), Method.FUZZY, 0.8), n + 1
    return None


class _Nearby:
    """`_near`, for at most `QUERIES` words of one text."""

    def __init__(self, nearest: Nearest, ordinary: frozenset[str]) -> None:
        self.nearest, self.ordinary = nearest, ordinary
        self.asked: set[tuple[str, ...]] = set()

    def __call__(self, words: tuple[str, ...]) -> Near | None:
        if words not in self.asked and len(self.asked) >= QUERIES:
            return None
        self.asked.add(words)
        return _near(words, self.nearest) if "".join(words) not in self.ordinary else None


@lru_cache(maxsize=16_384)
def _near(words: tuple[str, ...], nearest: Nearest) -> Near | None:
    """The critical name that these words are, damaged; kept, as labels say the same words again and again."""
    k, torn = "".join(words), len(words) > 1
    # Of names as near as one another an ingredient's own comes before brands and spellings.
    for c in sorted(nearest.critical(k, 3, 0.25), key=lambda c: (c.distance, nearest.hits(c.key)[0].kind not in ("inci", "inn"))):
        hit = nearest.hits(c.key)[0]
        length = len(c.key)
        if hit.kind in ("brand", "abbreviation") and (length < 8 or c.distance > 0.6):
            continue
        if not vitamin(words, c.key) or not agree(k, c.key):
            continue
        if length < 6 or abs(length - len(k)) > 2:
            continue
        if torn and c.distance > 0.6:
            continue
        limit = NEAR_RETINOID if length == 7 and _retinoid(hit) else 0.65 if length < 8 else 0.13 * length
        # Both ends carry a word: a front is full of other words, and what differs there is mostly one of them.
        ends = skeleton(k)[:1] == skeleton(c.key)[:1] or skeleton(k)[-3:] == skeleton(c.key)[-3:]
        if c.distance <= limit and ends:
            return c
    return None
