"""Figures beside the list that say nothing of what is in the product: sizes, temperatures, times, dates, telephones, codes."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache

from glidecheck.label_text.limits import FIGURES
from glidecheck.lexicon.terms import either

WHOLE = 100
"""Per cent that are said of how pure a hyaluronate is, and not of how much a product holds."""
_N = r"\d+(?:[.,]\d+)?"
_S = r"[^\S\n]?"


class Figure(StrEnum):
    """What a figure is."""

    SIZE = "size"
    PERCENT = "percent"
    DOSE = "dose"
    DATE = "date"
    CODE = "code"
    PHONE = "phone"
    PH = "ph"


def may_hold(share: Decimal) -> bool:
    """Whether a glide may hold so much hyaluronate, in per cent; 100 is said of its purity."""
    return 0 < share <= FIGURES.glide_most or share == WHOLE


@lru_cache(maxsize=4)
def _patterns(told: tuple[tuple[str, str], ...]) -> tuple[tuple[Figure, re.Pattern[str]], ...]:
    """The kinds of figures, the gravest first, with the words of units, times and months that the data give."""
    words = {group: either(said.split()) for group, said in told}
    to = rf"(?:\s?(?:[-\u2013\u2014]|{words['to']})\s?)"
    dose = rf"{_N}{_S}{words['doses']}(?!\w)(?:\s?/\s?(?:\d+\s?)?(?:ml|g|l|kg|cm|dose)\b)?"
    percent = rf"(?<![\w.,]){_N}{_S}(?:%|\uff05|\u066a|{words['percent']}(?!\w)|w/[wv]\b)(?:\s?\(?\s?w/[wv]\)?)?"
    size = (
        rf"(?<![\w.,])(?:\d+\s?[x\u00d7\u0445]\s?){{0,2}}{_N}{_S}{words['sizes']}\.?(?![^\W\u2e80-\uffff])"
        r"(?:\s?[e\u212e](?!\w))?(?:\s?[x\u00d7\u0445]\s?\d+(?!\d))?"
    )
    day, month = r"(?:0?[1-9]|[12]\d|3[01])", r"(?:0?[1-9]|1[0-2])"
    by = r"\s?[./-]\s?"
    dates = (
        rf"\u00a9\s?(?:19|20)\d\d(?!\w)|(?<![\w.,/-])(?:{day}{by})?{month}{by}(?:20)?[2-4]\d(?![\w/-])",
        rf"(?<![\w.,/-])20[1-4]\d{by}{month}(?:{by}{day})?(?![\w/-])",
        rf"(?<![\w.,/-])(?:\d{{1,2}}\s)?{words['months']}\w{{0,6}}\.?[\s/-]?(?:20)?[2-4]\d(?![\w/-])",
    )
    # A thermometer's sign is read into its figure, as a circled digit or a second letter: "\u24615\u2103", "2\u00b0CC".
    degrees = "[\u00b0\u00ba\u2103\u2109]"
    heat = (
        rf"(?:(?<!\w)|(?<=[^\W\d_]{{3}}))[+-]?(?:[\u2460-\u2468]\d|{_N})\s?\u00b0?\s?[CF]?(?:{to}[+-]?{_N})?\s?{degrees}\s?(?:CC?|F)?(?!\w)"
        rf"|(?<!\w){_N}{to}?(?:{_N})?\s?[\u2103\u2109]"
    )
    found = (
        (Figure.CODE, r"(?<![\w-])\d \d{5,6} \d{5,6}(?: \d)?(?![\w%-])|(?:\((?:01|10|11|17|21|240)\)\s?\w{1,20}\s?)+"),
        (Figure.CODE, r"(?<!\w)(?:C/)?(?:PAP|GL|PET|HDPE|LDPE|PE|PVC|PP|PS|ALU|FE)[\s-]\d{1,2}(?![\w%.,])"),
        (Figure.DOSE, dose),
        (Figure.PERCENT, percent),
        (Figure.SIZE, rf"(?<=[^\W\d_]{{3}})\d{{1,2}}\s?[x\u00d7]\s?\d{{1,3}}{_S}{words['sizes']}(?!\w)"),
        (Figure.SIZE, size),
        (Figure.SIZE, r"(?<![\w.,])\d{1,3}\s?[x\u00d7](?=\s)|(?:(?<=\s)|(?<=[l\u2e80-\uffff]))[x\u00d7\u0445]\s?\d{1,3}(?![\d.,A-Za-z])"),
        (Figure.SIZE, r"(?<!\w)[x\u00d7\u0445](?=\s?\d)"),
        (Figure.SIZE, heat),
        (Figure.PH, rf"(?<!\w)pH\s?(?:[:=\u2248~]|of|value)?\s?{_N}(?:\s?[-\u2013]\s?{_N})?"),
        (Figure.SIZE, rf"(?<![\w.,])\d{{1,2}}(?:\s?[-\u2013]\s?\d{{1,2}})?{_S}{words['times']}(?!\w)\.?"),
        (Figure.DATE, "|".join(dates)),
        (
            Figure.PHONE,
            r"(?<![\w+])\+\d[\d \t()/.-]{6,}\d|(?<![\w-])\(?0\d{1,4}\)?[ \t/.-]\d[\d \t/.-]{4,}\d|(?<![\w-])1?-?8\d\d-\d{3}-\d{4}",
        ),
    )
    return tuple((kind, re.compile(pattern, re.IGNORECASE)) for kind, pattern in found)


DEGREES = frozenset("\u00b0\u00ba\u2103\u2109")
"""Signs behind a temperature: \u00b0, \u00ba, \u2103, \u2109."""
_FEW = re.compile(
    rf"(?P<count>\d+)\s?[x\u00d7\u0445]\s?(?P<size>{_N})\s?(?:ml|g|gr|\u043c\u043b|\u0433|\u043c\u043b\.)(?!\w)", re.IGNORECASE
)
TWO = re.compile(
    rf"{_N}\s?(?:ml|g|\u043c\u043b|\u0433)\s?(?:[+&,]|[^\W\d_]{{1,4}}\b)\s?(?:[^\W\d_]+\s){{0,3}}{_N}\s?(?:ml|g|\u043c\u043b|\u0433)(?!\w)",
    re.IGNORECASE,
)
"""Two sizes that are added, or stand one behind the other with a name between: of two products in one box."""
_GTIN = re.compile(r"(?<![\w-])\d(?:\s?\d){7,13}(?![\w-])")


def find(text: str, words: Mapping[str, str]) -> Iterator[tuple[Figure, int, int]]:
    """Figures of a text, with their places; those that several kinds claim are of the first. `words`: the data's, by group."""
    taken = [m.span() for m in TWO.finditer(text)]
    for kind, regex in _patterns(tuple(sorted(words.items()))):
        for m in regex.finditer(text):
            if not any(a < m.end() and m.start() < b for a, b in taken):
                taken.append(m.span())
                if _plain(kind, m.group()):
                    yield kind, *m.span()
    for m in _GTIN.finditer(text):
        if not any(a < m.end() and m.start() < b for a, b in taken) and _checks(m.group()):
            yield Figure.CODE, *m.span()


def _plain(kind: Figure, printed: str) -> bool:
    """Whether a figure says nothing that a plain glide has not: no pH of a peel, no frost, no box of two products."""
    if kind is Figure.PH:
        return _mild(printed)
    if kind is not Figure.SIZE:
        return True
    if any(c in DEGREES for c in printed):
        # Circled digits are digits: "-\u24600\u2103" is frost.
        told = re.findall(rf"(?<![\d.,])-?{_N}(?=\s?(?:\u00b0|\u00ba|\u2103))", "".join(_digit(c) for c in printed))
        return all(float(n.replace(",", ".")) >= FIGURES.cold for n in told)
    few = _FEW.match(printed)
    return few is None or not (1 < int(few["count"]) <= FIGURES.parts and float(few["size"].replace(",", ".")) >= FIGURES.part)


def _digit(c: str) -> str:
    """A circled digit as the digit that it shows; any other sign as it is."""
    return str(unicodedata.digit(c)) if "\u2460" <= c <= "\u2468" else c


def _mild(printed: str) -> bool:
    """Whether a pH is one that skin and tissue have."""
    values = [float(n.replace(",", ".")) for n in re.findall(_N, printed)]
    return all(FIGURES.ph_least <= v <= FIGURES.ph_most for v in values)


def _checks(number: str) -> bool:
    """Whether a number of a barcode's length ends with the digit that GS1 asks for."""
    digits = [int(c) for c in number if c.isdigit()]
    if len(digits) not in (8, 12, 13, 14):
        return False
    total = sum(d * (3 if n % 2 else 1) for n, d in enumerate(reversed(digits)))
    return total % 10 == 0
