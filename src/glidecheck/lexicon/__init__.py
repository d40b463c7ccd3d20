"""What is known about names: loaded from the built index that the package carries, never from the YAML files."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from glidecheck.lexicon.index import Confusable, Entry, Hit, Lexicon, Name, Phrase, Source, substances_of

__all__ = ["Confusable", "Entry", "Hit", "Lexicon", "Name", "Phrase", "Source", "load", "substances_of"]

CARRIED = Path(__file__).parent / "data" / "index.zip"
"""The index in the package."""


@cache
def load(path: Path | None = None) -> Lexicon:
    """The lexicon in the index at `path`, or the one the package carries; read once. Raises LexiconError."""
    return Lexicon.read(path or CARRIED)
