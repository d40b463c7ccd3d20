"""One form of address a language, and one word for who does the needling: what the head of each catalogue promises."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

LOCALES = Path(__file__).resolve().parents[2] / "src" / "glidecheck" / "chat" / "locale"

OTHER_FORM = {
    "de": r"du|dein\w*|dir|dich",
    "es": r"usted|su (?:médico|profesional|bebé|piel|leche)|[Pp]regunte|[Ee]nvíe|[Pp]ida|[Ll]lame (?:a|ya)|(?:no|No) (?:lo )?(?:use|ponga)",
    "fr": r"tu|ton|ta|tes|toi",
    "id": r"kamu|kau",
    "it": r"tu|ti|tuo|tua|tuoi|chiedi|scrivi|tieni",
    "pl": r"Pani|Państwo|Pana",
    "pt": r"tu|teu|tua",
    "ru": r"ты|тебя|тебе|тво\w+",
    "uk": r"ти|тебе|тобі|тво\w+",
}

OTHER_WORD = {"pl": r"specjalist\w*|wykonując\w+", "es": r"quien te trata", "pt": r"quem trata você", "it": r"chi (?:ti|la) tratta"}


def messages(language: str) -> list[str]:
    with (LOCALES / language / "LC_MESSAGES" / "glidecheck.po").open("rb") as file:
        return [str(m.string) for m in read_po(file, locale=language) if m.id and m.string]


@pytest.mark.parametrize("language", sorted(OTHER_FORM))
def test_one_form_of_address(language: str) -> None:
    other = re.compile(rf"\b(?:{OTHER_FORM[language]})\b")
    assert [m for m in messages(language) if other.search(m)] == []


@pytest.mark.parametrize("language", sorted(OTHER_WORD))
def test_one_word_for_the_provider(language: str) -> None:
    other = re.compile(rf"\b(?:{OTHER_WORD[language]})\b", re.IGNORECASE)
    assert [m for m in messages(language) if other.search(m)] == []
