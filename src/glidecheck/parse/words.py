"""The words of lexicon/list_words.yaml, negations.yaml and headings.yaml by which a list's text is parted from names, as patterns."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from glidecheck.lexicon import load
from glidecheck.lexicon.terms import either

# Codes and addresses of packs, which stand beside words in any language.
_CODES = r"www\.|https?:|\.com\b|©|\btel\b|\blot\b\s*(?:no|nr|:|#)|batch\s*(?:no|code|:)|\bexp\b\s*[.:]|formula\s*#|\bF\.?I\.?L\.?\b"


@dataclass(frozen=True, slots=True)
class Words:
    """`may` opens what a product may contain, `joined` joins two names in brackets, `negation` denies, `further` is of a pack, `footnote`
    of a note to a name; `ahead` are keys of words behind which a strength is that of the next name."""

    may: re.Pattern[str]
    joined: re.Pattern[str]
    negation: re.Pattern[str]
    further: re.Pattern[str]
    footnote: re.Pattern[str]
    ahead: frozenset[str]


@cache
def words() -> Words:
    """The patterns of the lexicon that the package carries."""
    lexicon = load()
    denied, sign = lexicon.negations["listed"], r"\+\s?/\s?[-–—]"
    may = either((t for t in lexicon.headings["may_contain"] if t[0].isalpha()), blank=r"\s+")
    residues, before = either(lexicon.terms("traces"), blank=r"\s+"), either(denied["before"], blank=r"\s+")
    free, forms = either(denied["after"]), either(lexicon.negations["free_forms"])
    return Words(
        may=re.compile(rf"(?:{sign}|±|\b{may}\b)(?!\s+{residues})[\s:)\]]*(?:{sign}[\s:)\]]*)?", re.IGNORECASE),
        joined=re.compile(rf"\(\s?{either(lexicon.terms('bracketed'))}\s?\)", re.IGNORECASE),
        negation=re.compile(
            rf"\b{before}\b(?=\s+\w)(?!\s+\w+(?:\s\w+)?\s*\d*[.,]?\d*[1-9]\d*\s*%)|"
            rf"\b\w+(?:\s?[-‐‑–]\s?|\s){free}\b(?!\s+{forms}\b)|"
            rf"\b\w+{either(denied['glued'])}\b|{either(denied['anywhere'])}",
            re.IGNORECASE,
        ),
        further=re.compile(rf"{either(lexicon.terms('further'), blank=' ')}|{_CODES}", re.IGNORECASE),
        footnote=re.compile(
            rf"{either(lexicon.terms('footnotes'), blank=' ')}|\b{either(lexicon.terms('footnotes_begin'))}", re.IGNORECASE
        ),
        ahead=lexicon.words("both") | lexicon.words("holding"),
    )
