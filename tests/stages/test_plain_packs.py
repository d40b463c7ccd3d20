"""Ordinary packs stay glides; what stands beside them in a wording or a language of its own does not."""

from __future__ import annotations

import pytest

from glidecheck import scan_text
from glidecheck.model import Verdict

PACK = "Hyaluronic Serum 30 ml\nIngredients: Aqua, Sodium Hyaluronate.\n"


@pytest.mark.parametrize(
    "line",
    [
        "Ne pas utiliser si l'emballage est endommagé.",
        "Conservar em local fresco e seco.",
        "Хранить в недоступном для детей месте.",
        "Hayvanlar üzerinde test edilmemiştir.",
        "Vor Sonnenlicht schützen.",
        "Texture légère, non grasse.",
        "Aplicar no rosto.",
        "10 х 2 мл",
        "©2026",
        "Sem fragrância.",
        "Bez substancji zapachowych.",
    ],
)
def test_an_ordinary_line_stays_a_glide(line: str) -> None:
    assert scan_text(PACK + line).verdict is Verdict.GLIDE


@pytest.mark.parametrize(
    "line",
    [
        "Nem steril.",
        "Nesteril.",
        "Ei steriili.",
        "50 mcg/g",
        "10 IU",
        "2,5 % + 2,5 %",
        "(cont.).",
        "Ne pas utiliser sur peau lésée.",
        "Hayvanlar için.",
    ],
)
def test_what_is_against_it_or_not_understood_does_not(line: str) -> None:
    assert scan_text(PACK + line).verdict is Verdict.REVIEW


@pytest.mark.parametrize("brand", ["Exo-Glow HA", "Polydeoxyribo HA", "Nucleora HA"])
def test_a_brand_that_speaks_of_exosomes_or_dna_is_none(brand: str) -> None:
    assert scan_text(f"{brand}\nIngredients: Aqua, Sodium Hyaluronate.").verdict is not Verdict.GLIDE


def test_what_was_used_before_is_not_inside_but_what_we_used_may_be() -> None:
    assert scan_text("Avoid if you have used isotretinoin in the past 6 months.\n" + PACK).verdict is Verdict.REVIEW
    assert scan_text("We have used retinol 1 %.\n" + PACK).verdict is Verdict.AVOID


def test_a_japanese_list_ends_where_storage_begins_and_no_perfume_is_none() -> None:
    assert scan_text("ヒアルロン酸美容液\n成分：水、ヒアルロン酸Na\n無香料").verdict is Verdict.GLIDE
    assert scan_text("ヒアルロン酸美容液\n成分：水、ヒアルロン酸Na、香料").verdict is Verdict.CAUTION
