"""Labels that look like a pure glide and are not, or not surely: each was once called a GLIDE, or could have been."""

from __future__ import annotations

from pathlib import Path

import pytest

from glidecheck.model import Verdict
from glidecheck.pipeline import scan_text

HA = "Ingredients: Aqua, Sodium Hyaluronate"

STILL_GLIDES = [
    f"{HA}.",
    f"{HA}, Sodium Chloride.",
    "INGREDIENTS: WATER (AQUA), SODIUM HYALURONATE, DISODIUM PHOSPHATE.",
    f"{HA} 1 %, Sodium Chloride.",
    "Ingredients: Aqua 98.9 %, Sodium Hyaluronate 1 %.",
    "Ingredients: Sodium Hyaluronate 1 %, Sodium Chloride 0.9 %, Aqua.",
    f"Pure glide\n{HA}.\nSingle use. Sterile.",
    f"Parfümfrei\n{HA}.",
]
DOUBTFUL = [
    f"{HA},",
    "Ingredients: Aqua 60 %, Sodium Hyaluronate 1 %.",
    "Ingredients: Aqua, , Sodium Hyaluronate.",
    "Ingredients: , Aqua, Sodium Hyaluronate.",
    f"{HA}, ®",
    f"{HA}...",
    f"{HA}, …",
    f"{HA}, R",
    f"{HA}, R, e, t.",
    f"{HA}, 79-81-99.",
    f"{HA}, 1234.",
    f"{HA}, ???.",
    f"{HA}, ■■■■■.",
    f"{HA}. See carton for full list.",
    f"{HA}.\nFull ingredients on the carton.",
    "Ingredients (partial): Aqua, Sodium Hyaluronate.",
    "Ingredients include: Aqua, Sodium Hyaluronate.",
    "Ingrédients clés : Aqua, Sodium Hyaluronate.",
    "Hauptinhaltsstoffe: Aqua, Sodium Hyaluronate.",
    "Ingredientes principales: Aqua, Sodium Hyaluronate.",
    "Ключевые ингредиенты: Aqua, Sodium Hyaluronate.",
    f"Numbing serum\n{HA}.",
]
DANGEROUS = [
    "Retinol serum. Ingredients: Aqua, Sodium Hyaluronate.",
    "RETINOL 1% INGREDIENTS: AQUA, SODIUM HYALURONATE, SODIUM CHLORIDE.",
    "Tretinoin 0.05% Ingredients: water, sodium hyaluronate.",
    "Contains vitamin A. Consider your daily intake before use. Ingredients: Aqua, Sodium Hyaluronate.",
    f"{HA}. Directions: Apply. Warning: contains retinol.",
    f"{HA}. Made in France. Also contains tretinoin.",
    f"{HA}. Store below 25C. Contains tretinoin 0.1%.",
    f"Not retinol-free\n{HA}.",
]


@pytest.mark.parametrize("text", STILL_GLIDES)
def test_a_plain_glide_stays_one(text: str) -> None:
    assert scan_text(text).verdict is Verdict.GLIDE


@pytest.mark.parametrize("text", DOUBTFUL)
def test_a_doubt_is_no_glide(text: str) -> None:
    assert scan_text(text).verdict is Verdict.REVIEW


@pytest.mark.parametrize("text", DANGEROUS)
def test_a_retinoid_on_the_line_of_the_list_counts(text: str) -> None:
    assert scan_text(text).verdict is Verdict.AVOID


@pytest.mark.parametrize("text", ["Lidocaine 5% Ingredients: water, sodium hyaluronate.", f"{HA}. Warning: contains lidocaine."])
def test_an_anaesthetic_on_the_line_of_the_list_counts(text: str) -> None:
    assert scan_text(text).verdict in (Verdict.AVOID, Verdict.CAUTION)


def test_the_letters_of_a_retinoid_are_not_corrected_away() -> None:
    (name,) = (m for m in scan_text(f"{HA}, Sodium Retinate.").ingredients if "Retinate" in m.mention.printed)
    assert name.substances == () or any("retinoid" in s.classes for s in name.substances)


CLINIC = Path(__file__).parents[2] / "samples" / "clinic.yaml"


def test_what_a_policy_allows_hides_no_scrap() -> None:
    assert scan_text(f"{HA}, Glycerin.", policy=CLINIC).verdict is Verdict.GLIDE
    assert scan_text(f"{HA}, Glycerin, R.", policy=CLINIC).verdict is Verdict.REVIEW
