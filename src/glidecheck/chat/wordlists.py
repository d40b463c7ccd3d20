"""The words of the chat, by language: data that scripts/build_chat.py makes of lexicon/chat/*.yaml."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from types import MappingProxyType

WORDS = Path(__file__).parent / "data" / "words.json"


@cache
def _all() -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    told = json.loads(WORDS.read_text(encoding="utf-8"))
    return MappingProxyType({kind: MappingProxyType({k: tuple(v) for k, v in lists.items()}) for kind, lists in told.items()})


def words_of(kind: str) -> Mapping[str, tuple[str, ...]]:
    """The lists of one file of lexicon/chat, each with the words of all languages."""
    return _all()[kind]


def spoken(words: Sequence[str]) -> str | None:
    """The one language that has all the flat `words` (two at least) among what people write here; None where none has, or several."""
    words = [w for w in words if len(w) > 1]
    have = [language for language, known in _by_language().items() if len(words) > 1 and all(w in known for w in words)]
    return have[0] if len(have) == 1 else None


@cache
def _by_language() -> Mapping[str, frozenset[str]]:
    return {name: frozenset(words) for name, words in words_of("vocabulary").items() if name != "all"}
