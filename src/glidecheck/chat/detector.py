"""How likely each language is for a text, by py3langid alone. Its model lies in its wheel: no text leaves the machine."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING

from glidecheck.chat.tongue import LANGUAGES

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

HEARD = tuple(dict.fromkeys((*LANGUAGES, "tr", "hi")))
"""The languages that are told apart: those that are spoken, and those in which help is named all the same."""


@lru_cache(maxsize=256)
def likelihood(text: str) -> dict[str, float]:
    """The probability of each language of HEARD."""
    return dict(_detector().rank(text))


@cache
def _detector() -> LanguageIdentifier:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    detector = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    detector.set_languages(HEARD)
    return detector
