"""Source ids of findings, in words and with their link."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from glidecheck.errors import LexiconError

if TYPE_CHECKING:
    from glidecheck.lexicon.index import Source


class Citation(NamedTuple):
    """One source: its id, its title with publisher and year (the id where the lexicon has no title), and a web address or None."""

    id: str
    title: str
    url: str | None


def cite(source: str) -> Citation:
    """What the lexicon says of the source `source`; an id that it does not know is cited as it stands."""
    known = _known().get(source)
    if known is None:
        return Citation(source, source, source if _web(source) else None)
    year = f" ({known.year})" if known.year else ""
    publisher = f", {known.publisher}" if known.publisher and known.publisher not in known.title else ""
    return Citation(source, f"{known.title}{publisher}{year}", known.link if _web(known.link) else None)


def _web(address: str | None) -> bool:
    return bool(address) and str(address).startswith(("https://", "http://"))


@cache
def _known() -> Mapping[str, Source]:
    from glidecheck.lexicon import load

    try:
        return load().sources
    except LexiconError:
        return {}  # whoever reads a shelf's old reports without a lexicon still gets the ids
