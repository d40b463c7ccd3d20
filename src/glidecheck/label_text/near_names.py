"""The words of lexicon/near_names.yaml as patterns: what stands near a critical name, denies one, or takes a denial back."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from glidecheck.lexicon import Lexicon
from glidecheck.lexicon.terms import either


@dataclass(frozen=True, slots=True)
class NearNames:
    """Patterns over text as printed, but for `vitamin` and `numbs`, which are over keys (`text.key`)."""

    eye: re.Pattern[str]
    denying: re.Pattern[str]
    ends: re.Pattern[str]
    """How a text goes on behind a denial that is whole: not at all, with a sign, with a further name, with "formula"."""
    hedged: re.Pattern[str]
    """What takes a denial back, up to the denial."""
    cut_short: re.Pattern[str]
    """Critical names in words that are too short to be looked for otherwise."""
    so_called: re.Pattern[str]
    stamped: re.Pattern[str]
    vitamin: re.Pattern[str]
    numbs: re.Pattern[str]


@lru_cache(maxsize=2)
def of(lexicon: Lexicon) -> NearNames:
    """The patterns of this lexicon."""

    def any_of(group: str, blank: str = r"\s+") -> str:
        return either(lexicon.terms(group), blank=blank)

    denying, so_called = any_of("denying", r"\s"), any_of("so_called", r"[\s-]?")
    joins = either(t for t in lexicon.negations["joins"] if t != "&")
    signs = r"[.,;:!•|/&+)*·–—-]"
    return NearNames(
        eye=re.compile(rf"\b{any_of('eye')}\b", re.IGNORECASE),
        denying=re.compile(rf"(?<!\w){denying}(?!\w)|{any_of('denying_ends')}\b", re.IGNORECASE),
        ends=re.compile(rf"\s*(?:$|\n|{signs}|{joins}\b|{any_of('goods')}\b)", re.IGNORECASE),
        hedged=re.compile(rf"\b{any_of('hedged')}\b[^.\n!?;•·|]*$", re.IGNORECASE),
        cut_short=re.compile(rf"\b(?:{any_of('cut_short')}|{any_of('vitamin')}[.\s-]{{1,3}}a)\b", re.IGNORECASE),
        so_called=re.compile(rf"\b{so_called}\b", re.IGNORECASE),
        stamped=re.compile(rf"\b{any_of('stamped')}\b[^.;\n]{{0,60}}", re.IGNORECASE),
        vitamin=re.compile(any_of("vitamin_begins")),
        numbs=re.compile(rf"{any_of('numbing_ends')}$|^{any_of('numbing_begins')}"),
    )
