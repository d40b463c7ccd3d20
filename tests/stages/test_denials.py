"""Denials that keep nothing off the skin, in whatever wording, and those that may."""

from __future__ import annotations

import pytest

from glidecheck import scan_text
from glidecheck.label_text.denials import Denied
from glidecheck.label_text.gates import Words
from glidecheck.model import Verdict

PACK = "Hyaluronic Serum 30 ml\nIngredients: Aqua, Sodium Hyaluronate.\n"
EYES = Denied(Words.of(["eye"]), frozenset({"contact", "with"}), frozenset({"avoid"}))


def test_nothing_said_denies_nothing() -> None:
    assert not EYES.says([])
    assert not EYES.says(["eyes"])
    assert not EYES.says(["avoid", "contact"])


def test_one_word_more_is_not_understood() -> None:
    assert EYES.says(["avoid", "contact", "with", "eyes"])
    assert not EYES.says(["avoid", "contact", "with", "eyes", "skin"])


@pytest.mark.parametrize(
    "said",
    [
        "Avoid spraying into eyes.",
        "Ne pas appliquer directement dans les yeux.",
        "Evitar contato com os olhos.",
        "Vermijd de ogen.",
        "Gözle temas ettirmeyiniz.",
        "Hindari area mata.",
        "Уникати потрапляння в очі.",
        "Nicht in die Augen bringen.",
        "Unikać kontaktu z oczami.",
        "Ne pas congeler.",
        "Do not use if damaged.",
    ],
)
def test_eyes_frost_and_the_pack_keep_nothing_off_the_skin(said: str) -> None:
    assert scan_text(PACK + said).verdict is Verdict.GLIDE


@pytest.mark.parametrize(
    "said",
    [
        "Do not apply to damaged area.",
        "Do not use on damaged",
        "Do not use on piercings",
        "Не следует применять.",
        "Не следует использовать",
        "Не слід використовувати",
        "No usar solo.",
        "No aplicar en zona dañada",
        "No aplicar sobre zona dañada",
        "Ne pas utiliser le gel",
        "Ne pas appliquer sur les brûlures",
        "Ne pas appliquer sur zone endommagée",
        "Nicht auf beschädigten Bereich anwenden",
        "Non applicare su zona danneggiata",
        "Não aplicar na área danificada",
        "Niet aanbrengen op beschadigd gebied",
        "Nie stosować na okolice uszkodzone",
        "Не наносить на поврежденную область",
        "Не наносити на пошкоджені ділянки",
        "Hasarlı bölgeye uygulamayın",
        "Jangan gunakan di area rusak",
        "Nie oczyszczać",
        "Nicht auf verbrannte Bereiche",
        "Non usare su ustioni",
        "Do not use over makeup",
        "Do not use.",
        "Ne pas utiliser.",
        "Nicht verwenden.",
        "No usar.",
        "Do not use on eyes and skin.",
        "Do not freeze, use on wounds.",
        "Do not freeze, after needling.",
        "No usar si la piel está dañada.",
        "Nie stosować, jeśli skóra jest uszkodzona.",
        "Не использовать на поврежденной коже.",
        "Hasarlı cilde kullanmayın.",
        "Jangan gunakan pada kulit rusak.",
    ],
)
def test_what_is_kept_off_the_skin_is_not_understood(said: str) -> None:
    assert scan_text(PACK + said).verdict is Verdict.REVIEW
