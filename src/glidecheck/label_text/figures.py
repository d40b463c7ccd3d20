"""Figures beside the list that say nothing of what is in the product: sizes, temperatures, times, dates, telephones, codes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum

_N = r"\d+(?:[.,]\d+)?"
_TO = r"(?:\s?(?:-|–|—|to|and|bis|et|y|e|a|à|до|do)\s?)"


class Figure(StrEnum):
    """What a figure is."""

    SIZE = "size"
    PERCENT = "percent"
    DOSE = "dose"
    DATE = "date"
    CODE = "code"
    PHONE = "phone"


_PATTERNS: tuple[tuple[Figure, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern, re.IGNORECASE))
    for kind, pattern in (
        (Figure.DOSE, rf"{_N}\s?(?:mg|mcg|µg|μg|iu|ie|ui|i\.u\.|units?)\b(?:\s?/\s?(?:\d+\s?)?(?:ml|g|l|kg|cm|dose)\b)?"),
        (Figure.PERCENT, rf"(?<![\w.,]){_N}\s?(?:%|％|٪|percent\b|prozent\b|pour\s?cent\b|w/[wv]\b)(?:\s?\(?\s?w/[wv]\)?)?"),
        (
            Figure.SIZE,
            (
                rf"(?<![\w.,])(?:\d+\s?[x×\u0445]\s?){{0,2}}{_N}\s?"
                r"(?:ml|cl|l|gr?|kg|fl\.?\s?oz\.?|oz\.?|u\.?s\.?\s?fl\.?\s?oz\.?|мл|г|毫升|克|mm|cm|µm|μm|nm|мм|k?da|kilodaltons?|dalton|mda|mil\.?)(?![\w])"
                r"(?:\s?[e℮](?![\w]))?(?:\s?[x×]\s?\d+\b)?"
            ),
        ),
        (Figure.SIZE, r"(?<![\w.,])\d{1,3}\s?[x×](?=\s)|(?<=\s)[x×]\s?\d{1,3}(?![\w.,])"),
        (Figure.SIZE, rf"(?<!\w)[+-]?{_N}\s?°?\s?[CF]?(?:{_TO}[+-]?{_N})?\s?[°º℃℉]\s?[CF]?(?![\w])|(?<!\w){_N}{_TO}?(?:{_N})?\s?[℃℉]"),
        # "between 2 and 25 °C": the first of the two, whatever the language says between them.
        (Figure.SIZE, rf"(?<![\w.,]){_N}(?=\s[^\W\d]{{1,3}}\s[+-]?{_N}\s?[°º℃℉]\s?[CF]?(?![\w]))"),
        (Figure.SIZE, rf"(?<!\w)pH\s?(?:[:=≈~]|of|value)?\s?{_N}(?:\s?[-–]\s?{_N})?"),
        (Figure.SIZE, r"(?<![\w.,])\d{1,2}(?:\s?[-–]\s?\d{1,2})?\s?(?:h|hrs?|min|m|sec|ч|мес|мин)\b\.?"),
        (
            Figure.DATE,
            (
                r"©\s?(?:19|20)\d\d(?!\w)|(?<![\w.,/-])(?:(?:0?[1-9]|[12]\d|3[01])\s?[./-]\s?)?(?:0?[1-9]|1[0-2])\s?[./-]\s?(?:20)?[2-4]\d(?![\w/-])"
                r"|(?<![\w.,/-])20[1-4]\d\s?[./-]\s?(?:0?[1-9]|1[0-2])(?:\s?[./-]\s?(?:0?[1-9]|[12]\d|3[01]))?(?![\w/-])"
                r"|(?<![\w.,/-])(?:\d{1,2}\s)?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?[\s/-]?(?:20)?[2-4]\d(?![\w/-])"
            ),
        ),
        (Figure.PHONE, r"(?<![\w+])\+\d[\d\s()/.-]{6,}\d|(?<![\w-])\(?0\d{1,4}\)?[\s/.-]\d[\d\s/.-]{4,}\d|(?<![\w-])1?-?8\d\d-\d{3}-\d{4}"),
    )
)
_GTIN = re.compile(r"(?<![\w-])\d(?:\s?\d){7,13}(?![\w-])")


def find(text: str) -> Iterator[tuple[Figure, int, int]]:
    """Figures of a text, with their places; those that several kinds claim are of the first."""
    taken: list[tuple[int, int]] = []
    for kind, regex in _PATTERNS:
        for m in regex.finditer(text):
            if not any(a < m.end() and m.start() < b for a, b in taken):
                taken.append(m.span())
                yield kind, *m.span()
    for m in _GTIN.finditer(text):
        if not any(a < m.end() and m.start() < b for a, b in taken) and _checks(m.group()):
            yield Figure.CODE, *m.span()


def _checks(number: str) -> bool:
    """Whether a number of a barcode's length ends with the digit that GS1 asks for."""
    digits = [int(c) for c in number if c.isdigit()]
    if len(digits) not in (8, 12, 13, 14):
        return False
    total = sum(d * (3 if n % 2 else 1) for n, d in enumerate(reversed(digits)))
    return total % 10 == 0
