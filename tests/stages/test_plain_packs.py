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
        "Not tested on animals · Dermatologically tested · Fragrance free",
        "Sanft einmassieren. Für\nKinder unzugänglich aufbewahren.",
        "Bez substancji zapachowych.",
    ],
)
def test_an_ordinary_line_stays_a_glide(line: str) -> None:
    assert scan_text(PACK + line).verdict is Verdict.GLIDE


@pytest.mark.parametrize(
    "line",
    [
        "Nem steril.",
        "Not tested on animals, fragrance free",
        "Kit with\nFor external use only",
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


@pytest.mark.parametrize(
    "text",
    [
        "Sterile HA 2 ml\n1 ml contains: sodium hyaluronate 10 mg, sodium chloride 8.5 mg, water for injections to 1 ml.",
        "HA\nComposition: each ml contains sodium hyaluronate 15 mg, disodium phosphate 0.6 mg, purified water q.s. to 1 ml.",
        "1 ml enthält: Natriumhyaluronat 10 mg, Natriumchlorid 8 mg, Wasser für Injektionszwecke ad 1 ml.",
        "1 мл содержит: натрия гиалуронат 10 мг, натрия хлорид 8 мг, вода для инъекций до 1 мл.",
        "每1ml含：透明质酸钠 10mg、氯化钠 8mg、注射用水加至1ml。",
    ],
)
def test_what_a_measure_holds_is_a_whole_list_with_its_salts(text: str) -> None:
    assert scan_text(text).verdict is Verdict.GLIDE


@pytest.mark.parametrize(
    "text",
    [
        "1 ml contains: sodium hyaluronate 10 mg.",
        "1 ml contains: sodium hyaluronate 10 mg, sodium chloride 8.5 mg, glycerol 20 mg.",
        "1 ml contains: sodium hyaluronate 10 mg, sodium chloride 90 mg, water.",
        "1 ml contains: sodium hyaluronate 10 mg, sodium chloride 8.5 mg. For injection.",
        "Contains: sodium hyaluronate 10 mg, sodium chloride 8.5 mg, water.",
    ],
)
def test_what_names_less_or_more_is_none(text: str) -> None:
    assert scan_text(text).verdict is not Verdict.GLIDE


@pytest.mark.parametrize(
    "line",
    [
        "Velmora Skincare Ltd, 14 Canal Street, Leeds LS2 7QA, United Kingdom",
        "Wrzos Sp. z o.o., ul. Lipowa 8, 15-001 Białystok",
        "製造販売元：株式会社しずく　京都市中京区御池通1-2",
        "Apply 3-4 drops in the morning.",
        "8 50021 77340 6",
        "Не использовать при повреждении упаковки.",
        "Do not use after the expiry date shown on the pack.",
    ],
)
def test_makers_counts_and_packages_are_ordinary(line: str) -> None:
    assert scan_text(PACK + line).verdict is Verdict.GLIDE


@pytest.mark.parametrize(
    "line",
    [
        "Apply on open skin.",
        "Aplicar sobre piel abierta.",
        "Only for skin whose surface is fully closed.",
        "Wash off before needling.",
        "Keep away from treated skin.",
        "Consult a doctor if breast-feeding.",
        "Sterile: no",
        "NAD+",
        "HA + Mimo",
        "Brand 維t素s醇",
        "Lidofast Ltd, 14 Canal Street, Leeds LS2 7QA",
    ],
)
def test_what_hides_among_them_is_not(line: str) -> None:
    assert scan_text(PACK + line).verdict is not Verdict.GLIDE


LIST = "\nhyaluronate gel\nIngredients: Water, Sodium Hyaluronate, Sodium Chloride."


@pytest.mark.parametrize("front", ["Sola glide gel", "Ordel glide gel"])
def test_a_brand_may_be_a_word_of_a_language_that_the_label_is_not_in(front: str) -> None:
    assert scan_text(front + LIST).verdict is Verdict.GLIDE


@pytest.mark.parametrize("front", ["Ohne glide gel", "Kein glide gel", "Con glide gel", "Serum\nD a p a"])
def test_what_denies_or_goes_on_or_is_spelt_is_no_brand(front: str) -> None:
    assert scan_text(front + LIST).verdict is Verdict.REVIEW
