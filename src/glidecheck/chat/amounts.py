"""Strengths in a message, and the name that each stands beside."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from glidecheck.chat.heard import flat
from glidecheck.chat.wordlists import words_of

_GAP = 14  # characters between a name and its strength

TOKEN = re.compile(r"(?P<elided>\b(?:[LldD]|[Qq]u)['\u2019])?[^\W_]+(?:[-'\u2019/][^\W_]+)*")
"""A word; of an elided one ("l'uree") what stands behind the apostrophe."""
SEPARATOR = re.compile("[,;\n\u2022\u00b7\u3001\uff0c\u060c\u061b]+")
"""What stands between the names of a list."""


def spans(text: str) -> list[tuple[int, int]]:
    """The spans of the strengths in `text`: "5 %", "10 persen"."""
    heard = flat(text)
    return [(m.start(), m.end()) for m in pattern().finditer(heard)] if len(heard) == len(text) else []


def within(at: int, of: Sequence[tuple[int, int]]) -> bool:
    """Whether the character `at` stands in one of the spans `of`."""
    return any(a <= at < b for a, b in of)


def beside(text: str, start: int, end: int, amounts: Sequence[tuple[int, int]]) -> str:
    """The name from `start` to `end` of `text`, with the one of `amounts` that stands beside it."""
    name = text[start:end]
    for a, b in amounts:
        between = text[end:a] if a >= end else text[b:start]
        words = [flat(m[0]) for m in TOKEN.finditer(between)]
        if len(between) <= _GAP and not SEPARATOR.search(between) and set(words) <= set(words_of("names")["between"]):
            return f"{name} {_in_signs(text[a:b])}"
    return name


def _in_signs(amount: str) -> str:
    """A strength as labels print it: "10 persen" is "10%"."""
    figure = re.match(r"[\d.,]+", amount)
    unit = amount[figure.end() :] if figure else ""
    return f"{figure[0]}%" if figure and unit.replace(" ", "").isalpha() else amount


@cache
def pattern() -> re.Pattern[str]:
    """A strength in flat text."""
    units = "|".join(map(re.escape, sorted(words_of("names")["percent"], key=len, reverse=True)))
    return re.compile(rf"\d+(?:[.,]\d+)? ?(?:{units})")
