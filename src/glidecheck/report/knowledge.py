"""What faces take from the lexicon: sources in words and with their link, which CAUTION a rule makes, everyday words beside names."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from glidecheck.errors import LexiconError
from glidecheck.model import CautionKind

if TYPE_CHECKING:
    from glidecheck.lexicon import Lexicon, Source
    from glidecheck.model import Match

Known = TypeVar("Known")


class Citation(NamedTuple):
    """One source: its id, its title with publisher and year (the id where the lexicon has no title), and a web address or None."""

    id: str
    title: str
    url: str | None


def cite(source: str) -> Citation:
    """What the lexicon says of the source `source`; an id that it does not know is cited as it stands."""
    known = _sources().get(source)
    if known is None:
        return Citation(source, source, source if _web(source) else None)
    year = f" ({known.year})" if known.year and str(known.year) not in known.title else ""
    publisher = f", {known.publisher}" if known.publisher not in ("", "none", "unknown") and known.publisher not in known.title else ""
    return Citation(source, f"{known.title}{publisher}{year}", known.link if _web(known.link) else None)


def _web(address: str | None) -> bool:
    return bool(address) and str(address).startswith(("https://", "http://"))


def _of_lexicon(get: Callable[[Lexicon], Mapping[str, Known]]) -> Mapping[str, Known]:
    """What `get` finds in the lexicon. Without one a report can still be shown, with bare ids: it was judged when there was one."""
    from glidecheck.lexicon import load

    try:
        return get(load())
    except LexiconError:
        return {}


@cache
def _sources() -> Mapping[str, Source]:
    return _of_lexicon(lambda lexicon: lexicon.sources)


@cache
def kinds() -> Mapping[str, CautionKind]:
    """Which CAUTION each rule of the lexicon makes, by its id; rules that make none are left out."""
    from glidecheck.lexicon.rules import from_json

    return _of_lexicon(lambda lexicon: {rule.id: rule.kind for rule in from_json(lexicon.rules_json) if rule.kind is not None})


@cache
def _common() -> Mapping[str, str]:
    return _of_lexicon(lambda lexicon: lexicon.common_names)


def common(name: str) -> str:
    """The everyday English word for the substance that the lexicon calls `name`; empty where it has none.

    >>> common("BUTYROSPERMUM PARKII BUTTER"), common("CARBOMER")
    ('shea butter', '')
    """
    return _common().get(name, "")


def everyday(match: Match, say: Callable[[str], str] = str) -> str:
    """The everyday words for all that a name stands for, in the language of `say`; empty where there are none."""
    return ", ".join(dict.fromkeys(say(word) for s in match.substances if (word := common(s.name))))


def glossed(text: str, names: Iterable[str], say: Callable[[str], str] = str) -> str:
    """`text` with the everyday word behind the first mention of each of `names`, in the language of `say`.

    A name behind which the text explains itself stays as it is: "TOCOPHEROL (vitamin E)".

    >>> glossed("It holds RETINAL and NIACINAMIDE.", ["RETINAL", "NIACINAMIDE"])
    'It holds RETINAL (vitamin A aldehyde) and NIACINAMIDE (vitamin B3).'
    """
    for name in sorted({n for n in names if common(n)}, key=len, reverse=True):
        word = re.compile(rf"(?<![\w/-]){re.escape(name)}(?![\w/-]| \(| [A-Z]{{2}})")
        text = word.sub(lambda found, name=name: f"{found[0]} ({say(common(name))})", text, count=1)  # type: ignore[misc]
    return text
