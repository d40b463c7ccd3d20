"""Whom to call: numbers by country, and what is said in languages that the chat does not speak (lexicon/emergency.yaml)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from glidecheck.chat.wording import words

BRIEF = 6  # words up to which a message that names a country says where somebody is


@dataclass(frozen=True, slots=True)
class Numbers:
    """The numbers of one country as they are said, None where no source was found."""

    emergency: str | None = None
    poison: str | None = None
    crisis: str | None = None


def numbers(country: str | None) -> Numbers:
    """The numbers of `country` (ISO 3166); none for a country that is not known."""
    return _numbers().get(country or "", Numbers())


def country_named(text: str) -> str | None:
    """The country that a short message names ("in Spain"), None for none or several."""
    tokens = words(text).tokens
    if not 0 < len(tokens) <= BRIEF:
        return None
    spans = {tokens[a:b] for a in range(len(tokens)) for b in range(a + 1, len(tokens) + 1)}
    found = {code for name, code in _names().items() if name in spans}
    return found.pop() if len(found) == 1 else None


def urgent_in(language: str | None) -> str | None:
    """The call for help in a language that is not spoken, None where there is none."""
    return _foreign().get(language or "", (None, None))[0]


def spoken_in(language: str | None) -> str | None:
    """In a language that is not spoken: that it is not, and which languages are. None where it is spoken or not known."""
    return _foreign().get(language or "", (None, None))[1]


@cache
def _numbers() -> Mapping[str, Numbers]:
    from glidecheck.lexicon import load

    def said(number: Mapping[str, str] | None) -> str | None:
        return " ".join(filter(None, (number["name"], number["number"]))) if number else None

    return {c["country"]: Numbers(*(said(c[kind]) for kind in ("emergency", "poison", "crisis"))) for c in load().emergency["countries"]}


@cache
def _names() -> Mapping[tuple[str, ...], str]:
    from glidecheck.lexicon import load

    return {words(name).tokens: c["country"] for c in load().emergency["countries"] for name in c["names"]}


@cache
def _foreign() -> Mapping[str, tuple[str, str]]:
    from glidecheck.lexicon import load

    return {one["lang"]: (one["urgent"], one["spoken"]) for one in load().emergency["languages"]}
