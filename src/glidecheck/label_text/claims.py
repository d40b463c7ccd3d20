"""Text outside the ingredient list: what a front names, and what a label's prose says that a rule asks for.

Prose is read with care in both directions. A front that names an active counts even without a list, however noisy the reading; a negation
("retinol-free") reaches the term beside it and nothing else; advice about another product ("do not use with retinol") names nothing here.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from glidecheck.errors import InputError
from glidecheck.layout import headings
from glidecheck.lexicon import Hit, Lexicon, stems, strengths
from glidecheck.lexicon.nearest import Near, Nearest
from glidecheck.lexicon.spelling import agree, vitamin
from glidecheck.model import Amount, Box, GlideRole, Line, Match, Mention, Method, Notice, NoticeKind, Section, Substance
from glidecheck.text import key, skeleton

__all__ = ["LIMIT", "names", "notices"]

LIMIT = 30_000
"""Characters of prose that are looked at."""

QUERIES = 2000
"""Words of one text that are compared with critical names."""

_WORD = re.compile(r"[^\W_]+(?:[\u0300-\u036f\u0900-\u0dff\u0e31-\u0e4e\u3099\u309a]+[^\W_]*)*")
_CJK = re.compile(r"[\u2e80-\u9fff\uac00-\ud7af\u0e00-\u0e7f]")
_BREAK = re.compile(r"[,;:!?•|+=]|\.\s|\n\s*\n")
_SENTENCE = re.compile(r"(?:[^.!?;。！？\n]|\.(?=\w)|\n(?=[a-zà-ÿа-я]))+[.!?]?")
_NO = re.compile(
    r"(?<!\w)(?:no|non|not|never|without|free|sans|ohne|frei|sin|senza|sem|bez|без|0\s?%|zero)(?!\w)|free\b|frei\b", re.IGNORECASE
)
# Digits within words, as OCR makes them of letters. One glyph for one glyph, so that places stay.
_HYPHEN = re.compile(r"(?<=[^\W\d_])[-‐‑]\n(?=[a-zà-ÿа-я])")
_DIGITS = str.maketrans("015|", "ols" + "l")
# It begins at a word's beginning alone: tried at each digit, a run of 20,000 digits took half a minute.
_MIXED = re.compile(r"(?:(?<![^\W_])|(?<=\d)(?=\|))[^\W_]*(?:[^\W\d_][015|]|[015|][^\W\d_])[^\W_]*")
# Eye-health texts speak of the retina; "retinal" is a retinoid's name only elsewhere.
_EYE = re.compile(r"\b(?:eyes?|ocular|vision|macula\w*|detachment|ophthalm\w*|optic|blind\w*|vein)\b", re.IGNORECASE)
# Words a letter or two from a critical name that labels and packs print.
_ORDINARY = """
retail retain retains rental retinal retina retinas cardinal original optional marina rational retouch retired reunion return
resinol cetinol betaine procaine proclaim lanoline lidocain vaseline naphthaline glycerin lanolin baseline vaccine propane routine
adrenaline retinue resin pretinted tinted medicine marcasine protein
"""
_WORDS = frozenset(_ORDINARY.split())
_BRAND_LETTERS = 6  # up to this length a brand's name may be another word: it counts in capitals or alone in its line

_KINDS = {k.value: k for k in NoticeKind}
_SENTENCEWISE = (NoticeKind.USE_STAGE, NoticeKind.SITE)
_OWN: tuple[tuple[NoticeKind, re.Pattern[str]], ...] = (
    (NoticeKind.DRUG_FACTS, re.compile(r"\bdrug\s*facts\b", re.IGNORECASE)),
    (NoticeKind.NDC, re.compile(r"\bNDC\b\s*(?:no\.?|#|:)?\s*\d{4,5}\s?-\s?\d{3,4}(?:\s?-\s?\d{1,2})?")),
    (
        NoticeKind.PRP,
        re.compile(r"\bplatelet[\s-]*rich[\s-]*plasma\b|\bPRP\b(?=\s*(?:kit|tube|preparation|system|$))", re.IGNORECASE | re.MULTILINE),
    ),
    (
        NoticeKind.STERILE,
        re.compile(
            r"(?<!non-)(?<!non )(?<!not )\b(?:sterile|sterilised|sterilized|stérile|steril|estéril|sterilny|стерильн\w+)\b|无菌|無菌",
            re.IGNORECASE,
        ),
    ),
)


_SPOKEN = (NoticeKind.NEGATION, NoticeKind.COMPARISON, NoticeKind.INCOMPATIBILITY)
LEAST, STANDS, LONGEST_NAME = 3, 0.4, 7
"""Glyphs of a name that is looked for outside the list, share of its line's letters that it must be, and its words at most."""
_COLOUR = re.compile(r"^c[il1](\d{5})$")
_PLAIN_WORD = re.compile(r"[^\W_]+")
_AMOUNT_NEXT = re.compile(r"\W{0,3}\d+(?:[.,]\d+)?\s*%")


@dataclass(frozen=True, slots=True)
class _Text:
    """Lines as one text. `plain` is the same, glyph by glyph, with digits within words read as letters."""

    lines: tuple[Line, ...]
    starts: tuple[int, ...]
    text: str
    plain: str

    @classmethod
    def of(cls, lines: Sequence[Line]) -> _Text:
        text = "\n".join(line.text for line in lines)
        if len(text) > LIMIT:
            raise InputError(f"a text of {len(text)} characters is no label", f"Give the label's text alone: at most {LIMIT} characters")
        starts, at = [], 0
        for line in lines:
            starts.append(at)
            at += len(line.text) + 1
        plain = _MIXED.sub(lambda m: m.group() if sum(c.isalpha() for c in m.group()) < 4 else m.group().translate(_DIGITS), text)
        return cls(tuple(lines), tuple(starts), text, plain)

    def parts(self, start: int, end: int) -> list[Line]:
        """The parts of the lines that hold characters `start:end`."""
        n = max(0, bisect_right(self.starts, start) - 1)
        out = []
        while n < len(self.lines) and self.starts[n] < end:
            line, at = self.lines[n], self.starts[n]
            if at + len(line.text) > start:
                out.append(line.part(max(0, start - at), min(len(line.text), end - at)))
            n += 1
        return out

    def place(self, start: int, end: int) -> tuple[Box | None, int]:
        """Box and photo of characters `start:end`."""
        parts = self.parts(start, end)
        boxes = [p.box for p in parts if p.box is not None]
        return (Box.around(*boxes) if len(boxes) > 1 else boxes[0] if boxes else None), (parts[0].photo if parts else 0)


# ------------------------------------------------------------------ phrases


def notices(lines: Sequence[Line], lexicon: Lexicon) -> tuple[Notice, ...]:
    """The phrases of lexicon/phrases.yaml that these lines hold, and "Drug Facts", NDC numbers, PRP "sterile"; each once."""
    text = _Text.of(lines)
    out: dict[tuple[NoticeKind, str], Notice] = {}
    for kind, start, end in _phrases(text, lexicon):
        printed = " ".join(text.text[start:end].split())
        if (kind, printed.casefold()) not in out:
            box, photo = text.place(start, end)
            out[kind, printed.casefold()] = Notice(kind, printed, box, photo)
    return tuple(out.values())


def _phrases(text: _Text, lexicon: Lexicon) -> Iterator[tuple[NoticeKind, int, int]]:
    """Kind and place of every phrase, also of one with a word that a line's end breaks ("alter-", "native")."""
    broken = [m.span() for m in _HYPHEN.finditer(text.plain)]
    if not broken:
        yield from _spans(text.plain, lexicon)
        return
    gone = {n for a, b in broken for n in range(a, b)}
    at = [n for n in range(len(text.plain)) if n not in gone]
    for kind, a, b in _spans("".join(text.plain[n] for n in at), lexicon):
        if a < b:
            yield kind, at[a], at[b - 1] + 1


def _spans(plain: str, lexicon: Lexicon) -> Iterator[tuple[NoticeKind, int, int]]:
    sentences = [(m.start(), m.end(), m.group().replace("\n", " ")) for m in _SENTENCE.finditer(plain) if m.end() - m.start() < 2000]
    cancelled = [m.span() for p in lexicon.phrases if p.kind == "false_prp" for m in p.regex.finditer(plain)]
    for phrase in lexicon.phrases:
        kind = _KINDS.get(phrase.kind)
        if kind is None:
            continue
        if kind in _SENTENCEWISE:
            for a, b, sentence in sentences:
                if phrase.regex.search(sentence):
                    yield kind, b - len(plain[a:b].lstrip()), b
        else:
            for m in phrase.regex.finditer(plain):
                yield kind, *m.span()
    for a, b in headings.absent(plain):
        yield NoticeKind.NEGATION, a, b
    for kind, regex in _OWN:
        for m in regex.finditer(plain):
            if kind is not NoticeKind.PRP or not any(a < m.end() and m.start() < b for a, b in cancelled):
                yield kind, *m.span()


# ------------------------------------------------------------------ names


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
    text = _Text.of(lines)
    nearest = Nearest.of(lexicon)
    silent = sorted((a, b) for kind, a, b in _phrases(text, lexicon) if kind in _SPOKEN)
    struck = replace(text, text=_without(text.text, silent))
    found = list(_found(struck, lexicon, nearest))
    found = sorted((*found, *_by_stem(struck, found, lexicon, nearest)), key=lambda f: f.start)
    amounts = _amounts(text, found, nearest)
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
            amount=amounts.get(n),
            box=box,
            pieces=boxes if len(boxes) > 1 else (),
            photo=photo,
            confidence=round(sum(words) / len(words), 4),
            readers=tuple(dict.fromkeys(p.reader for p in parts)),
        )
        out.append(Match(mention, _substances(f.hits), f.method, f.score, f.runner_up, glyphs_only=f.glyphs_only))
    return tuple(out)


def beside(lines: Sequence[Line], lexicon: Lexicon) -> tuple[str, ...]:
    """Names of the lexicon, ruled or not, that stand for themselves outside the list: on the front ("HA + Ceramide AP") or set apart below.

    As printed; those of the allow-list are left out, and words within sentences, negations and comparisons. Asked only of what may be a
    glide, which nothing on the label may contradict.
    """
    text = _Text.of(lines)
    struck = _without(text.text, sorted((a, b) for kind, a, b in _phrases(text, lexicon) if kind in _SPOKEN))
    words = list(_PLAIN_WORD.finditer(struck))
    owner = [bisect_right(text.starts, w.start()) - 1 for w in words]
    letters = [0] * len(lines)
    for w, n in zip(words, owner, strict=True):
        letters[n] += len(key(w.group()))
    out: list[str] = []
    n = 0
    while n < len(words):
        for m in range(min(len(words), n + LONGEST_NAME), n, -1):
            printed = text.text[words[n].start() : words[m - 1].end()]
            k = _COLOUR.sub(r"ci\1", key(printed))
            hits = (
                lexicon.lookup(k)
                if len(k) >= LEAST and k not in _PRODUCT and not any(c in "|.;:" for c in struck[words[n].start() : words[m - 1].end()])
                else ()
            )
            # A name within a sentence is spoken of; one that fills a good part of its lines is said to be inside.
            around = sum(letters[owner[n] : owner[m - 1] + 1])
            if hits and (len(k) >= STANDS * around or _AMOUNT_NEXT.match(struck[words[m - 1].end() :])):
                if all(h.substance.role not in (GlideRole.CORE, GlideRole.SILENT) for h in hits):
                    out.append(" ".join(printed.split()))
                n = m - 1
                break
        n += 1
    return tuple(dict.fromkeys(out))


def suspects(lines: Sequence[Line], lexicon: Lexicon) -> tuple[str, ...]:
    """Words outside the list that are, or nearly are, the name of a retinoid or an anaesthetic, as printed.

    Wherever they stand and whatever is said of them, but that they are not inside: "Distributed by Retin-A", "Retynol Serum". Asked only of
    what may be a glide.
    """
    text, nearest = _Text.of(lines), Nearest.of(lexicon)
    spoken = [(kind, a, b) for kind, a, b in _phrases(text, lexicon) if kind in _SPOKEN]
    struck = _without(text.text, sorted((a, b) for kind, a, b in spoken if kind is not NoticeKind.NEGATION or _plainly(text.text, a, b)))
    struck = _DISGUISED.sub(lambda m: _DISGUISES[m.group()], struck)
    words = list(_PLAIN_WORD.finditer(struck))
    out = [m.group() for m in (*_SHORT.finditer(struck), *_SO_CALLED.finditer(text.text))]
    out += [" ".join(m.group().split()) for p in lexicon.phrases if p.kind == "not_glide" for m in p.regex.finditer(struck)]
    out += [m.group() for m in _CAS.finditer(text.text) if not _harmless(m.group(), lexicon)]
    for n, word in enumerate(words):
        k = key(word.group())
        if _suspicious(k, nearest) or _numbs(k) or (n + 1 < len(words) and _vitamin_a(k, key(words[n + 1].group()))):
            out.append(word.group())
            continue
        for m in range(n + 1, min(len(words), n + LONGEST_NAME) + 1):
            printed = struck[word.start() : words[m - 1].end()]
            if "\n" in printed or "|" in printed:
                break
            if _grave(printed, m - n, nearest):
                out.append(" ".join(printed.split()))
    return tuple(dict.fromkeys(out))


_PRODUCT = frozenset(("cream", "creme"))
"""What a product is called, and an ingredient (the dairy's) too."""
_ENDS = re.compile(
    r"\s*(?:$|\n|[.,;:!•|/&+)*·–—-]|(?:and|or|nor|und|oder|et|ou|ni|y|o|e|i|oraz|lub|dan|atau|и|или|та|en|of)\b|(?:formula|product|skincare|serum|cream|gel|lotion)\w*\b)",
    re.IGNORECASE,
)
_HEDGED = re.compile(
    r"(?:\b(?:isn.?t|not|never|nie|jamais|almost|auch|aussi|también|também|anche|also|nearly|hardly|barely|formerly|was|were|no\s+longer|until|ask\s+for|available|erhältlich|disponible\w*|version)\b)"
    r"[^.\n!?;]*$",
    re.IGNORECASE,
)


def _plainly(text: str, start: int, end: int) -> bool:
    """Whether a negation ends its clause, or goes on with further names, and nothing before it takes it back: "no retinol is stronger than
    ours" and "never retinol-free" deny nothing."""
    return _ENDS.match(text, end) is not None and _HEDGED.search(text, max(0, start - 60), start) is None


_SHORT = re.compile(r"\b(?:tret|lido|vit(?:amin[ae]?)?[.\s-]{1,3}a)\b", re.IGNORECASE)
"""How critical names are cut short, in words that are too short to be looked for otherwise."""
_CAS = re.compile(r"(?<![\d-])\d{2,7}-\d{2}-\d(?![\d-])|(?<=cas no )\d{2,7} \d{2} \d(?!\d)|(?<=cas )\d{2,7} \d{2} \d(?!\d)", re.IGNORECASE)
_SO_CALLED = re.compile(r"\b(?:phyto|bio|plant|botanical|vegan)[\s-]?retinol\b", re.IGNORECASE)
"""What stands in for retinol is something: a list that names nothing of the kind is not the product's."""
_DISGUISES = {"!": "i", "†": "t", "$": "s", "@": "a", "€": "e"}
_DISGUISED = re.compile(r"(?<=[^\W\d_])[!†$@€](?=[^\W\d_])")
SUSPECT, SUSPECT_LETTERS, SUSPECT_SYLLABLES = 0.18, 6, 4
"""Letters, as a share, by which a word of so many may differ from one of a critical name and be a suspect."""
_NUMBS = re.compile(r"[ck]ain(?:e|a|um|hcl)?$|^analge[st]")
"""How the names of anaesthetics end, and what a label without one is not called."""


def _grave(printed: str, count: int, nearest: Nearest) -> bool:
    """Whether this is a critical name, not an abbreviation, nor an everyday word that a name's letters make ("retina" of "Retin-A")."""
    k = key(printed)
    if nearest.grave(k) < 2:
        return False
    hit = nearest.hits(k)[0]
    if count == 1 and len(k) <= 7 and _parts(hit.name) > 1:
        return False
    return len(k) > 4 or (printed.isupper() and len(k) == 4 and hit.kind == "brand")


@lru_cache(maxsize=2)
def _telling(nearest: Nearest) -> tuple[str, ...]:
    """The words of critical INCI names and INN that no harmless name holds: "retinoate", "lidocaine"."""
    names = (hit.name for k in nearest.grave_keys() if (hit := nearest.hits(k)[0]).kind in ("inci", "inn", "foreign", "synonym"))
    words = {key(w) for name in names for w in _PLAIN_WORD.findall(name)}
    return tuple(sorted(w for w in words if len(w) >= _least(w) and w not in _EVERYDAY and not _VITAMIN.match(w) and not nearest.word(w)))


def _least(word: str) -> int:
    """Letters from which a word is compared: fewer of scripts that write a syllable in one or two (Thai, kana, Hangul, Han)."""
    return SUSPECT_SYLLABLES if word[:1] >= "\u0e00" else SUSPECT_LETTERS


_EVERYDAY = frozenset(
    "concentrate conjugate czysty derivado derivat derivative derivatives derivato derive derives encapsulado encapsule incapsulato "
    "kapsułkowany liposomado liposomal liposomes mikroverkapseltes verkapselt verkapseltes nguyen reines pochodna комплекс чистыи "
    "инкапсулированныи липосомальныи производное інкапсульовании".split()
)
"""Words of critical names that are said of anything ("encapsulated retinol")."""
_VITAMIN = re.compile(r"[vw]itamin|витамин")


@lru_cache(maxsize=16_384)
def _suspicious(k: str, nearest: Nearest) -> bool:
    """Whether a word is nearly one of a critical name."""
    if nearest.grave(k) == 2 or nearest.word(k) or _VITAMIN.match(k):
        return False
    if len(k) >= PIECE_LETTERS and k != "retina" and any(_piece(k, w) for w in _telling(nearest)):
        return True
    if len(k) < _least(k):
        return False
    if _NUMBS.search(k):
        return True
    if process.extractOne(k, _telling(nearest), scorer=OSA.distance, score_cutoff=max(1, int(SUSPECT * len(k)))):
        return True
    near = (c for c in nearest.critical(k, 8, 0.4) if nearest.hits(c.key)[0].kind in ("inci", "inn", "foreign"))
    return any(c.distance <= SUSPECT * len(c.key) for c in near)


@lru_cache(maxsize=16_384)
def _numbs(k: str) -> bool:
    """Whether a word is nearly "numbing", "anaesthetic" or what is sold instead of retinol."""
    return process.extractOne(k, _NUMBING, scorer=OSA.distance, score_cutoff=1 if len(k) < 9 else 2) is not None if len(k) >= 6 else False


_NUMBING = ("numbing", "anesthetic", "anaesthetic", "anesthesia", "anaesthesia", "bakuchiol")


def _harmless(number: str, lexicon: Lexicon) -> bool:
    """Whether a CAS number is that of something which may stand in a glide."""
    return any(number in s.cas for s in lexicon.substances() if s.role in (GlideRole.CORE, GlideRole.SILENT))


def _piece(k: str, word: str) -> bool:
    """Whether a word is a critical one with its beginning or its end cut off, by a seam or the rim of a lid: "tinol", "lidoca"."""
    return len(k) < len(word) and len(k) >= PIECE * len(word) and (word.startswith(k) or word.endswith(k))


PIECE, PIECE_LETTERS = 0.7, 5
"""Share of a word's letters, and how many of them, that tell it."""


def _vitamin_a(k: str, after: str) -> bool:
    """Whether a word and the next are a damaged "vitamin A"."""
    return after in ("a", "а") and len(k) >= 6 and process.extractOne(k, _VITAMINS, scorer=OSA.distance, score_cutoff=2) is not None


_VITAMINS = ("vitamin", "vitamine", "vitamina", "witamina", "witaminy", "витамин", "витамина")


def _without(text: str, spans: list[tuple[int, int]]) -> str:
    """The text with these spans struck out, glyph by glyph: what stands beside them is read ("paraben-free retinol")."""
    out = list(text)
    for a, b in spans:
        out[a:b] = "|" * (b - a)
    return "".join(out)


def _substances(hits: tuple[Hit, ...]) -> tuple[Substance, ...]:
    if hits[0].kind == "combination":
        return tuple(dict.fromkeys(h.substance for h in hits if h.kind == "combination"))
    return (hits[0].substance,)


def _found(text: _Text, lexicon: Lexicon, nearest: Nearest) -> Iterator[_Name]:
    words = [(m.start(), m.end(), key(m.group())) for m in _WORD.finditer(text.text)]
    words = [w for w in words if w[2]]
    keys = [w[2] for w in words]
    joined = "".join(keys)
    offsets = [0]
    for k in keys:
        offsets.append(offsets[-1] + len(k))
    at = {p: n for n, p in enumerate(offsets)}
    n = 0
    nearby = _Nearby(nearest)
    while n < len(words):
        if _CJK.search(keys[n]):
            yield from _within(words[n], lexicon, nearest)
            n += 1
            continue
        taken = None
        for k in nearest.prefixes(joined[offsets[n] : offsets[n] + 120]):
            last = at.get(offsets[n] + len(k))
            if last is None or last - n > 12 or _BREAK.search(text.text, words[n][1], words[last - 1][0]):
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


def _by_stem(text: _Text, found: Sequence[_Name], lexicon: Lexicon, nearest: Nearest) -> Iterator[_Name]:
    """What no list names and a stem or a registry number tells ("-caine" in any script, "CAS 68-26-8"), beside what was found by name."""
    for line, at in zip(text.lines, text.starts, strict=True):
        for of, a, b in stems.spans(text.text[at : at + len(line.text)], lexicon):
            start, end = at + a, at + b
            hits = stems.hits(of, lexicon)
            if hits[0].substance.role in (GlideRole.CORE, GlideRole.SILENT) or any(f.start < end and start < f.end for f in found):
                continue
            grave = nearest.grave_of(hits[0].substance)
            known = key(text.text[start:end])
            of_the_eye = known.startswith("retinal") and _EYE.search(text.text, max(0, start - 60), end + 60)
            if of_the_eye or (known in nearest and nearest.grave(known) < 2):
                continue
            if grave == 2 or not _denied(text, start, end):
                yield _Name(start, end, hits, Method.STEM, 0.8)


def _exact(k: str, start: int, end: int, count: int, text: _Text, lexicon: Lexicon, nearest: Nearest) -> _Name | None:
    hits = lexicon.lookup(k)
    hit = hits[0]
    printed = text.text[start:end]
    method = Method.EXACT if hit.kind in ("inci", "inn") else Method.SYNONYM
    name = _Name(start, end, hits, method, 1.0, hits[1].substance.name if len(hits) > 1 and hit.kind != "combination" else None)
    if nearest.grave(k) < 2:
        told = nearest.grave(k) == 1 or hit.substance.role is not GlideRole.NONE
        return name if told and len(k) >= 5 and not _denied(text, start, end) else None
    if len(k) <= 7 and _parts(hit.name) > 1 and count == 1:
        return None  # "Vita" is not "Vit. A", "retina" is not "Retin-A"
    if hit.kind == "abbreviation" and len(k) <= 4 and not printed.isupper() and _parts(hit.name) == 1:
        return None
    if len(k) <= 5 and count > 1 and count != _parts(hit.name) and not re.fullmatch(r"(?:\w[.\s-]?)+", printed):
        return None
    if hit.kind == "brand" and len(k) <= _BRAND_LETTERS and not _alone(text, start, end):
        return None
    if k in ("retinal", "retina") and _EYE.search(text.text, max(0, start - 60), end + 60):
        return None
    return name


def _parts(name: str) -> int:
    return len(re.findall(r"[^\W_]+", name))


def _alone(text: _Text, start: int, end: int) -> bool:
    """Whether a short brand name stands as one does: with a ®, in capitals, or capitalised in a line of few words."""
    printed = text.text[start:end]
    if text.text[end : end + 2].lstrip()[:1] in ("®", "™"):
        return True
    a = text.text.rfind("\n", 0, start) + 1
    b = text.text.find("\n", end)
    line = text.text[a : b if b >= 0 else len(text.text)]
    few = len(_WORD.findall(line)) <= 4
    return few and printed[:1].isupper()


def _denied(text: _Text, start: int, end: int) -> bool:
    """Whether the sentence denies something: a name that is no retinoid and no anaesthetic is then not counted as claimed."""
    a = max(text.text.rfind(c, max(0, start - 120), start) for c in ".!?\n") + 1 or max(0, start - 120)
    b = min((p for p in (text.text.find(c, end, end + 120) for c in ".!?\n") if p >= 0), default=min(len(text.text), end + 120))
    return _NO.search(text.text, a, b) is not None


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
    n: int, words: list[tuple[int, int, str]], text: _Text, lexicon: Lexicon, nearest: Nearest, nearby: _Nearby
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

    def __init__(self, nearest: Nearest) -> None:
        self.nearest = nearest
        self.asked: set[tuple[str, ...]] = set()

    def __call__(self, words: tuple[str, ...]) -> Near | None:
        if words not in self.asked and len(self.asked) >= QUERIES:
            return None
        self.asked.add(words)
        return _near(words, self.nearest)


@lru_cache(maxsize=16_384)
def _near(words: tuple[str, ...], nearest: Nearest) -> Near | None:
    """The critical name that these words are, damaged; kept, as labels say the same words again and again."""
    k, torn = "".join(words), len(words) > 1
    if k in _WORDS:
        return None
    for c in nearest.critical(k, 3, 0.25):
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
        limit = 0.65 if length < 8 else 0.13 * length
        # Both ends carry a word: a front is full of other words, and what differs there is mostly one of them.
        ends = skeleton(k)[:1] == skeleton(c.key)[:1] or skeleton(k)[-3:] == skeleton(c.key)[-3:]
        if c.distance <= limit and ends:
            return c
    return None


# ------------------------------------------------------------------ amounts


def _amounts(text: _Text, found: list[_Name], nearest: Nearest) -> dict[int, Amount]:
    """Each strength with the name it stands beside, in the same line; one strength alone on a front goes to the one critical name there."""
    out: dict[int, Amount] = {}
    all_ = [
        f
        for f in strengths.find(text.text)
        if f.amount is not None and f.amount.unit in ("%", "mg/g", "mg/ml", "g/100g", "g/100ml", "IU/g", "mg")
    ]
    loose: list[Amount] = []
    for s in all_:
        assert s.amount is not None
        before = [(s.start - f.end, n) for n, f in enumerate(found) if f.end <= s.start and _beside(text.text[f.end : s.start])]
        after = [
            (f.start - s.end, n)
            for n, f in enumerate(found)
            if f.start >= s.end and re.fullmatch(r"[^\S\n]?(?:\w+[^\S\n]){0,2}", text.text[s.end : f.start])
        ]
        n = min(before)[1] if before else min(after)[1] if after else None
        if n is None:
            loose.append(s.amount)
        elif n not in out:
            out[n] = s.amount
    grave = [n for n, f in enumerate(found) if any(nearest.grave_of(h.substance) == 2 for h in f.hits)]
    percent = {a.value: a for a in loose if a.unit == "%"}
    if grave and not any(n in out for n in grave) and len(percent) == 1 and len({found[n].hits[0].substance.id for n in grave}) == 1:
        out[grave[0]] = next(iter(percent.values()))
    return out


def _beside(gap: str) -> bool:
    return len(gap) <= 30 and "\n" not in gap and not re.search(r"[;:•+&]|,(?!\s*(?:USP|BP|IP|Ph))|\.\s|\d\s?%", gap)
