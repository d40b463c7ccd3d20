"""Headings as labels print them, in the languages of labels: what starts an ingredient list, and what ends one.

A heading is compared as a key (`text.key`), so "INGREDIENTS :", "Ingrédients" and "ingredients/" are found alike, and with a few OCR errors
allowed in long words ("lngredlents", "gredients"). Cyrillic headings stand here twice: as they are, and as a network without Cyrillic
letters prints them
("СОСТАВ" comes out as "COCTAB"), because the list below is often in Latin script and well read.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from rapidfuzz.distance import OSA

from glidecheck.model import Section
from glidecheck.text import key, skeleton


class HeadingKind(StrEnum):
    """What a heading promises: `list` a whole list; `partial` names without saying that they are all; `stop` something else."""

    LIST = "list"
    PARTIAL = "partial"
    STOP = "stop"


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading found in a line: characters `start:end` of its text (with the colon behind it). `cut`: its first letters are missing, and
    those of the lines below may be too."""

    kind: HeadingKind
    section: Section | None
    printed: str
    start: int
    end: int
    cut: bool = False


_LIST = """
ingredients ingredient ingrédients ingredientes ingredienti ingrediënten inhaltsstoffe bestandteile zusammensetzung
zutaten składniki skład sastojci sestavine složení zloženie összetevők összetétel ingrediente compoziție compoziţie
composition composizione composición composição koostis koostisosad sudėtis sastāvs ainesosat innehåll
innehållsförteckning ingredienser indhold bileşenler içindekiler i̇çindekiler συστατικα σύνθεση состав ингредиенты склад
інгредієнти құрамы құрам таркиби състав съставки komposisi kandungan bahan bahanbahan ส่วนประกอบ مكونات المكونات 成分
全成分 成份 全成份 配料 成分表 전성분 성분 inci ingredientslist listofingredients fullingredients fullingredientlist contents coctab cocta
ckna ckla kypambi kypamb kypam ypambi kypambl
""".split()
_PHRASES_LIST = (
    "all ingredients",
    "full ingredients list",
    "ingredients list",
    "list of ingredients",
    "liste des ingrédients",
    "lista de ingredientes",
    "lista ingredientes",
    "thành phần",
    "ingredients (inci)",
    "inci name",
    "ingredient list",
)
_INACTIVE = (
    "inactive ingredients",
    "inactive ingredient",
    "other ingredients",
    "other ingredient",
    "non-medicinal ingredients",
    "nonmedicinal ingredients",
    "excipients",
    "excipientes",
    "excipient",
    "excipiente",
    "sonstige bestandteile",
    "hilfsstoffe",
    "eccipienti",
    "substancje pomocnicze",
    "вспомогательные вещества",
    "допоміжні речовини",
    "ingrédients non médicinaux",
    "ingredientes inactivos",
    "ingrédients inactifs",
    "ingredientes inativos",
    "weitere bestandteile",
)
_ACTIVE = (
    "active ingredients",
    "active ingredient",
    "medicinal ingredients",
    "medicinal ingredient",
    "wirkstoffe",
    "wirkstoff",
    "principio activo",
    "principios activos",
    "principe actif",
    "principes actifs",
    "substance active",
    "substances actives",
    "principio attivo",
    "princípio ativo",
    "substancja czynna",
    "действующее вещество",
    "действующие вещества",
    "діюча речовина",
    "діючі речовини",
    "ingredientes activos",
    "ingrédients actifs",
    "ingrédients médicinaux",
    "active",
    "actives",
    "bahan aktif",
    "zat aktif",
)
_MAY_CONTAIN = (
    "may contain",
    "peut contenir",
    "kann enthalten",
    "puede contener",
    "può contenere",
    "pode conter",
    "może zawierać",
    "может содержать",
    "+/-",
    "±",
)
_PARTIAL = (
    "key ingredients",
    "key ingredient",
    "hero ingredients",
    "contains",
    "contient",
    "enthält",
    "contiene",
    "contém",
    "zawiera",
    "содержит",
    "formulated with",
    "main ingredients",
    "ingredients include",
    "ingredients includes",
    "ingredients (partial",
    "ingredients partial",
    "partial ingredients",
    "partial list",
    "some ingredients",
    "star ingredients",
    "selected ingredients",
    "notable ingredients",
    "hauptinhaltsstoffe",
    "wichtige inhaltsstoffe",
    "wichtigste inhaltsstoffe",
    "ingrédients clés",
    "ingrédients principaux",
    "principaux ingrédients",
    "ingredientes principales",
    "ingredientes clave",
    "principales ingredientes",
    "principais ingredientes",
    "ingredientes principais",
    "ingredienti principali",
    "ingredienti chiave",
    "główne składniki",
    "kluczowe składniki",
    "ключевые ингредиенты",
    "основные ингредиенты",
    "активные ингредиенты",
    "ключові інгредієнти",
    "bahan utama",
    "주요 성분",
    "주요성분",
    "主要成分",
    "核心成分",
    "with",
    "key actives",
    "free from",
    "powered by",
)
_STOP = (
    "questions",
    "questions?",
    "directions",
    "directions for use",
    "how to use",
    "uses",
    "use",
    "warnings",
    "warning",
    "caution",
    "cautions",
    "purpose",
    "other information",
    "storage",
    "drug facts",
    "manufactured for",
    "manufactured by",
    "distributed by",
    "produced by",
    "made in",
    "made for",
    "dist. by",
    "mfd. by",
    "store",
    "net wt",
    "net weight",
    "exp",
    "exp date",
    "exp. date",
    "batch no",
    "lot",
    "keep out of reach",
    "for external use",
    "do not use",
    "avoid contact",
    "best before",
    "dermatologically tested",
    "mode d'emploi",
    "conseils d'utilisation",
    "précautions",
    "précautions d'emploi",
    "anwendung",
    "anwendungshinweise",
    "hergestellt",
    "warnhinweise",
    "hinweise",
    "hinweis",
    "modo de empleo",
    "modo de uso",
    "precauciones",
    "advertencias",
    "fabricado",
    "fabriqué",
    "sposób użycia",
    "producent",
    "ostrzeżenia",
    "stosowanie",
    "modo d'uso",
    "avvertenze",
    "prodotto",
    "produttore",
    "gebruik",
    "gebruiksaanwijzing",
    "применение",
    "способ применения",
    "производитель",
    "изготовитель",
    "изготовлено",
    "срок годности",
    "хранить",
    "противопоказания",
    "меры предосторожности",
    "импортер",
    "виробник",
    "застосування",
    "спосіб застосування",
    "термін придатності",
    "cara pemakaian",
    "cara pakai",
    "perhatian",
    "peringatan",
    "diproduksi oleh",
    "diproduksi",
    "simpan",
    "petunjuk penting",
    "petunjuk pemakaian",
    "kullanımı",
    "使用方法",
    "注意事项",
    "注意事項",
    "使用上の注意",
    "사용방법",
    "사용법",
    "主な機能",
    "the preparation is",
    "for professional use",
    "dermatologist tested",
    "tested",
    "cruelty free",
    "customer service",
    "description",
    "benefits",
    "apply",
    "indications",
    "indications and usage",
    "bpom",
    "halal",
    "www",
    "http",
    "tel",
    "store in",
    "store below",
    "use only",
    "see box",
    "see carton",
    "see insert",
    "rx only",
    "compounded",
)


@dataclass(frozen=True, slots=True)
class _Form:
    key: str
    skeleton: str
    kind: HeadingKind
    section: Section | None


def _forms() -> Iterator[_Form]:
    table: tuple[tuple[tuple[str, ...] | list[str], HeadingKind, Section | None], ...] = (
        (_INACTIVE, HeadingKind.LIST, Section.INACTIVE),
        (_ACTIVE, HeadingKind.LIST, Section.ACTIVE),
        (_MAY_CONTAIN, HeadingKind.LIST, Section.MAY_CONTAIN),
        (_PHRASES_LIST, HeadingKind.LIST, Section.LIST),
        (_LIST, HeadingKind.LIST, Section.LIST),
        (_PARTIAL, HeadingKind.PARTIAL, Section.LIST),
        (_STOP, HeadingKind.STOP, None),
    )
    for words, kind, section in table:
        for word in words:
            k = key(word)
            if k:
                yield _Form(k, skeleton(k), kind, section)


@lru_cache(maxsize=1)
def _table() -> dict[str, _Form]:
    out: dict[str, _Form] = {}
    for form in _forms():
        out.setdefault(form.skeleton, form)
    return out


_CUT_FROM, _CUT_SHARE = 6, 0.6  # letters, and share of the heading, that must be left of one whose beginning is cut off
_FUZZY_FROM = 9  # letters: from here on one OCR error in four letters is allowed, below only look-alikes
# "1 g contains: lidocaine 25 mg": what follows is active, and the words stay with it, since the amounts are to be read per gram.
_PER_GRAM = re.compile(
    r"(?:\b1\s*g(?:ram|ramm|r)?\b|\beach\s+gram\b|\b(?:one|un|ein)\s+gram\w*\b|\b100\s*g\b|\b1\s*ml\b)[^.;:,\n]{0,40}?\b(?:contains?|enthält|enthalten|contient|contiene|contém|zawiera|содержит|bevat)\b",
    re.IGNORECASE,
)
_BREAK = re.compile(r"[:：,;/\d]")  # what no heading runs across
_TOKEN = re.compile(r"[^\W\d_]+(?:['’.-][^\W\d_]+)*|\+\s?/\s?-|±", re.UNICODE)


_MAYBE = _Form("+/-", "+/-", HeadingKind.LIST, Section.MAY_CONTAIN)


def _exact(words: str) -> _Form | None:
    """The form that these words are, letter by letter or by look-alikes."""
    return _table().get(skeleton(key(words))) if key(words) else None


@lru_cache(maxsize=4096)
def _near(words: str) -> _Form | None:
    """The list heading that these words are with a few OCR errors; only long ones are ever guessed."""
    bones = skeleton(key(words))
    if len(bones) < _FUZZY_FROM:
        return None
    best: tuple[int, _Form] | None = None
    for form in _table().values():
        # Only what opens a list is guessed: a name must not end its own list, nor a sentence be taken for a choice of names.
        if form.kind is not HeadingKind.LIST or len(form.skeleton) < _FUZZY_FROM:
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
_SCOPES = frozenset("inci eu us usa uk gb ca int en fr de es it pt nl pl ru".split())


def _behind(text: str, end: int) -> int:
    """Where the list begins behind a heading that ends at `end`: a bracket that says which list it is belongs to the heading, "(INCI)",
    any other to the list."""
    m = _BEHIND.match(text, end)
    if m is not None and (m[1] is None or not m[1].strip() or key(m[1]) in _SCOPES or _exact(m[1]) is not None):
        return m.end()
    m = _PUNCTUATION.match(text, end)
    return m.end() if m is not None else end


@lru_cache(maxsize=1024)
def _cut(word: str) -> _Form | None:
    """The list heading that `word` is the greater rest of: on a round pack a line's first letters turn away ("mposisi:")."""
    bones = skeleton(key(word))
    if len(bones) < _CUT_FROM:
        return None
    found = [f for f in _table().values() if f.kind is HeadingKind.LIST and f.skeleton != bones and f.skeleton.endswith(bones)]
    return next((f for f in found if len(bones) >= _CUT_SHARE * len(f.skeleton)), None)


@lru_cache(maxsize=4096)
def find(text: str) -> tuple[Heading, ...]:
    """Headings in one line, left to right.

    A heading stands at the line's start, behind a sentence's end or a slash ("Состав/Склад:"), or is followed by a colon. A stop heading
    is only
    looked for at those starts. Words inside names ("Pentaerythrityl ... composition") are not headings.
    """
    tokens = list(_TOKEN.finditer(text))
    out: list[Heading] = []
    per_gram = _PER_GRAM.search(text)
    gone = tuple(absent(text))
    i = 0
    while i < len(tokens):
        at = tokens[i].start()
        if per_gram and at >= per_gram.start():
            if not any(h.start >= per_gram.start() for h in out):
                out.append(Heading(HeadingKind.LIST, Section.ACTIVE, per_gram.group(), per_gram.start(), per_gram.start()))
            if at < per_gram.end():
                i += 1
                continue
        before = text[:at].rstrip()
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
            form = _MAYBE if sign and n == 1 else which(text[at:end])
            if form is None or (which is _near and _swallows(form, text, tokens[i : i + n])):
                continue
            after = text[end:].lstrip(" )]")
            colon = after[:1] in (":", "：")
            alone = not after or after[:1] in "(:：/-–—?." or (form.kind is HeadingKind.LIST and len(form.skeleton) >= _FUZZY_FROM)
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
        out.append(Heading(form.kind, form.section, printed, at, stop, cut))
        i += n
        while i < len(tokens) and tokens[i].start() < stop:
            i += 1
    return tuple(out)


# ------------------------------------------------------------------ what is not in it

# "No" alone is left out: "No. 1, retinol".
_OPENING = re.compile(
    r"(?<!\w)(?<!not )(?:free\s+(?:of|from)|without(?:\s+any)?|contains\s+no|does\s+not\s+contain|formulated\s+without|"
    r"ohne|frei\s+von|sans|exempte?\s+de|ne\s+contient\s+pas\s+de|sin|libre\s+de|no\s+contiene|senza|privo\s+di|non\s+contiene|"
    r"sem|livre\s+de|não\s+contém|bez|nie\s+zawiera|не\s+содержит|без)(?!\w)\s?:?\s",
    re.IGNORECASE,
)
_CRITICAL = (
    r"retinyl\s(?:palmitate|acetate|propionate)|retin(?:ol|al|oid|yl)\w*|r[ée]tino\w{1,5}|tretinoin\w*|vitamin[ae]?[\s-]?a|"
    r"lidoca[iïí]n\w*|lidokain\w*|lignocaine|benzoca[iïí]n\w*|priloca[iïí]n\w*|tetraca[iïí]n\w*|"
    r"ana?esthetics?|numbing\sagents?|ретино\w+|лидокаин\w*"
)
_PROMISED = (
    r"parab[eè]n\w{0,3}|fragrances?|perfumes?|parf[uü]m\w{0,3}|profumi?|alkohol\w{0,2}|alcohols?|alcool|[áa]lcool|sul(?:f|ph)at\w{0,3}|"
    r"sles|sls|sili[ck]on\w{0,3}|mineral[\s-]?oils?|mineralöle?n?|huiles?\sminérales?|aceites?\sminerale?s?|oli\sminerali|"
    r"phthalat\w{0,3}|ftalat\w{0,2}|phtalates?|dyes|colou?rants?|colou?rs|farbstoffe?n?|colorantes|coloranti|gluten\w?|formaldehyd\w?|"
    r"preservatives?|konservierungsstoffe?n?|conservateurs|conservantes|conservanti|pegs?|petroleum|hormones?|steroids?|cortisone|"
    r"hydroquinone|essential\soils?|latex|mi[ck]roplasti[ck]\w?|gmos?|animal\s(?:products|ingredients)|acids|toxins|"
    r"парабен\w*|отдуш\w+|спирт\w*|силикон\w*|сульфат\w*"
)
_ITEM = rf"(?:(?:any|added|artificial|synthetic|harsh|drying)\s)?(?:{_CRITICAL}|{_PROMISED})"
_AND = r"(?:and|or|und|oder|et|ou|ni|y|o|e|i|oraz|lub|и|или|&)"
# Items behind one another: by commas, the last by a word too; a line may end behind a comma or behind that word.
_ABSENT = re.compile(
    rf"{_ITEM}(?P<more>(?:\s?,\s?{_ITEM})*)(?P<last>\s?,?\s{_AND}\s{_ITEM})?(?!\w)(?P<end>\s?[.;•!]|[^\S\n]*(?=\n|\Z))", re.IGNORECASE
)


def absent(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of every sentence that says item by item what is not in the product ("Free from: retinol, lidocaine, parabens."), its
    opening words included.

    Such a sentence takes names out of what the label names, so it is read strictly, and any doubt ends with nothing being taken out: every
    item must be one that labels promise the absence of (a retinoid, an anaesthetic, fragrance, parabens ...), which a list of ingredients
    running on from it would break at its first "Aqua"; the enumeration ends with its sentence or line; over a line's end it goes on only
    behind a comma and when its own end shows it to be one ("... and parabens", a full stop).
    """
    for opening in _OPENING.finditer(text):
        items = _ABSENT.match(text, opening.end())
        if items is None or not (items["more"] or items["last"]):
            continue
        over_lines = "\n" in items.group()
        if not over_lines or items["last"] or items["end"].strip():
            yield opening.start(), items.end() - len(items["end"])
