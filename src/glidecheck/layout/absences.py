"""What a label says is not in the product, and what it says of other products, by the words of lexicon/negations.yaml."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from glidecheck.layout.limits import Heads
from glidecheck.lexicon import load

_STRENGTH = r"(?!\s*\d*[.,]?\d*[1-9]\d*\s*%)"
_SPACELESS = "\u0590"
"""The first of the scripts whose words are not looked for by blanks: they carry articles and endings, or set none."""
LIMITS = Heads()


@dataclass(frozen=True, slots=True)
class _Patterns:
    opening: re.Pattern[str]
    items: re.Pattern[str]
    denied: tuple[re.Pattern[str], ...]
    hedge: re.Pattern[str]
    spoken: tuple[re.Pattern[str], ...]


def _term(words: str, *, lazy: bool = False) -> str:
    """A term of the data as a regular expression: a blank is white space or a hyphen, * further letters (as few as will do, where lazy)."""
    further = (r"\S*?" if words[0] >= _SPACELESS else r"\w*") + ("?" if lazy and words[0] < _SPACELESS else "")
    return re.escape(words).replace(r"\ ", r"[\s-]+").replace(r"\*", further).replace("'", "['\u2019]")


def _any(terms: Iterable[str], *, lazy: bool = False) -> str:
    return "(?:" + "|".join(_term(t, lazy=lazy) for t in sorted(set(terms), key=lambda t: (-len(t), t))) + ")"


def _words(terms: Iterable[str]) -> str:
    """Terms as words of their own; those of scripts that set no blanks, anywhere."""
    terms = set(terms)
    close = {t for t in terms if t[0] >= _SPACELESS}
    found = [rf"(?<!\w){_any(terms - close)}(?!\w)"] if terms - close else []
    return "(?:" + "|".join(found + ([_any(close)] if close else [])) + ")"


@lru_cache(maxsize=1)
def _patterns() -> _Patterns:
    data = load().negations

    def every(group: str) -> list[str]:
        return [term for terms in data[group].values() for term in terms]

    critical, promised = data["critical"], data["promised"]
    named, danger, filler = _words((*critical, *promised)), _words(critical), _any(data["filler"])
    item = rf"(?:{filler}\s)?{named}"
    before = _words(t for t in every("before") if t != "no")  # "No. 1, retinol"
    words = [t for t in (*critical, *promised) if t[0] < _SPACELESS]
    denied = (
        rf"{_words(every('before'))}\s*:?\s*(?:{filler}[\s'\u2019]+){{0,3}}{named}{_STRENGTH}(?!\s*\?)",
        rf"{named}['\u2019]?\s*{_any(every('after'))}{_STRENGTH}",
        rf"(?<!\w){_any(words, lazy=True)}-?{_any(every('glued'))}(?!\w)",
    )
    between = rf"(?:{_any(data['between'])}[\s'\u2019]+){{0,4}}"
    spoken = (
        rf"{_words(every('advice'))}\s*:?\s*{between}{danger}",
        rf"{danger}[^.,!?;\n。！？]{{0,40}}?{_any(every('advice_after'))}",
    )
    ends = r"(?P<end>\s?[.;•!]|[^\S\n]*(?=\n|\Z))"
    return _Patterns(
        opening=re.compile(rf"{before}\s?:?\s", re.IGNORECASE),
        items=re.compile(rf"{item}(?P<more>(?:\s?,\s?{item})*)(?P<last>\s?,?\s{_any(data['joins'])}\s{item})?(?!\w){ends}", re.IGNORECASE),
        denied=tuple(re.compile(p, re.IGNORECASE) for p in denied),
        hedge=re.compile(rf"(?<!\w){_any(data['hedges'])}\s+$", re.IGNORECASE),
        spoken=tuple(re.compile(p, re.IGNORECASE) for p in spoken),
    )


def absent(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of every sentence that says item by item what is not in the product ("Free from: retinol, lidocaine, parabens."), its
    opening words included.

    Such a sentence takes names out of what the label names, so it is read strictly, and any doubt ends with nothing being taken out: every
    item must be one that labels promise the absence of (a retinoid, an anaesthetic, fragrance, parabens ...), which a list of ingredients
    running on from it would break at its first "Aqua"; the enumeration ends with its sentence or line; over a line's end it goes on only
    behind a comma and when its own end shows it to be one ("... and parabens", a full stop).
    """
    known = _patterns()
    for opening in known.opening.finditer(text):
        if known.hedge.search(text[max(0, opening.start() - LIMITS.hedge) : opening.start()]):
            continue
        items = known.items.match(text, opening.end())
        if items is None or not (items["more"] or items["last"]):
            continue
        over_lines = "\n" in items.group()
        if not over_lines or items["last"] or items["end"].strip():
            yield opening.start(), items.end() - len(items["end"])


def denied(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of every name that one word denies: "retinol içermez", "fără retinol", "retinolfri", "contains no colourants"."""
    known = _patterns()
    for regex in known.denied:
        for m in regex.finditer(text):
            if not known.hedge.search(text[max(0, m.start() - LIMITS.hedge) : m.start()]):
                yield m.span()


def spoken_of(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of what names a retinoid or an anaesthetic in advice or by comparison: "stop retinol 7 days before", "gentler than
    retinol". Not understood for certain: the name is not counted as inside, and the label is no glide."""
    for regex in _patterns().spoken:
        for m in regex.finditer(text):
            yield m.span()
