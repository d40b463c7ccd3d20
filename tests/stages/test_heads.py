"""A word outside the list counts only where its sentence holds a head of the word's kind; else the sentence may say anything."""

from __future__ import annotations

import pytest

from glidecheck import scan_text
from glidecheck.label_text.figures import Figure, find
from glidecheck.label_text.heads import Heads
from glidecheck.lexicon import load
from glidecheck.model import NoticeKind, Verdict

FRONT = "Hyaluronic Acid Serum\n30 ml\n"
LIST = "Ingredients: Aqua, Sodium Hyaluronate.\n"
FIGURES = load().label_words["figures"]


def test_without_words_nothing_is_a_head() -> None:
    assert list(Heads.of({}).told("apply")) == []
    assert list(Heads.of({"en": {"storage": ["stor"]}}).told("")) == []


def test_a_head_is_a_beginning_or_a_whole_word() -> None:
    heads = Heads.of({"en": {"storage": ["stor"], "directions": ["=use"]}})
    assert list(heads.told("stored")) == [("en", "storage")]
    assert list(heads.told("use")) == [("en", "directions")]
    assert list(heads.told("useful")) == []


@pytest.mark.parametrize(
    "line",
    [
        "Apply: two drops, morning and evening.",
        "APPLY TWO DROPS TO CLEAN\nSKIN EVERY EVENING",
        "Apply two drops to clean\nskin every evening",
        "Store below 25 °C, away from light.",
        "Avoid contact with eyes. If contact occurs, rinse with water.",
        "If irritation occurs, rinse with water and stop using.",
        "Consult your doctor if irritation occurs.",
        "Use within 6 months after opening.",
        "10 x 2 ml",
        "Store at 2-8 °C",
        "www.example.com",
        "30 ml ℮ 1.0 fl. oz.",
    ],
)
def test_what_has_a_head_is_understood(line: str) -> None:
    assert scan_text(FRONT + LIST + line).verdict is Verdict.GLIDE


@pytest.mark.parametrize(
    "line",
    [
        "Best taken with water.",
        "Please ask a doctor.",
        "Consult a pharmacist.",
        "Winter green",
        "Morning dose",
        "Made at home",
        "Fait à la maison",
        "Training use only",
        "One ampoule a day",
        "Use 2 drops twice daily",
        "Use for 7 days",
        "7 Tage anwenden",
        "2 x 15 ml",
        "15 ml + 15 ml",
        "Store at -20 °C",
        "Old stock",
        "Glas",
        "Aiguille",
        "Apply.\nGreen drops in a glass",
        "More than hyaluronic acid",
        "Warm up before use",
        "Deux produits",
        "滅菌×",
        "www.rest-of-the-list.example",
        "www.not-for-nursing.example",
        "For men",
        "Almost sterile.",
        "Ultrasound gel",
        "With 12 natural ingredients",
        "Use with our night serum",
    ],
)
def test_what_has_none_is_not(line: str) -> None:
    assert scan_text(FRONT + LIST + line).verdict is Verdict.REVIEW


@pytest.mark.parametrize(
    "line", ["Rinse off after 10 minutes.", "Nach 5 Minuten abspülen.", "Avoid contact with eyes. Rinse off after 3 minutes."]
)
def test_what_is_washed_off_is_meant_for_another_use(line: str) -> None:
    report = scan_text(FRONT + LIST + line)
    assert report.verdict is Verdict.REVIEW
    assert NoticeKind.OTHER_USE in {n.kind for n in report.notices}


def test_what_is_rinsed_from_eyes_takes_no_other_use_back() -> None:
    report = scan_text(FRONT + LIST + "Eye drops. Rinse with water.")
    assert NoticeKind.OTHER_USE in {n.kind for n in report.notices}


@pytest.mark.parametrize(
    ("front", "verdict"),
    [
        ("Halorine", "GLIDE"),
        ("Hélorine", "GLIDE"),
        ("Kígyoméreg", "REVIEW"),
        ("Халорин", "REVIEW"),
        ("Clobet", "REVIEW"),
        ("Minox", "REVIEW"),
    ],
)
def test_a_brand_has_no_letters_of_other_languages_and_begins_no_active(front: str, verdict: str) -> None:
    assert scan_text(f"{front}\n{FRONT}{LIST}").verdict == verdict


@pytest.mark.parametrize(
    ("printed", "size"),
    [
        ("30 ml", True),
        ("5 x 3 ml", True),
        ("2 x 1 ml", True),
        ("2 x 15 ml", False),
        ("3 × 10 ml", False),
        ("10 ml and 20 ml", False),
        ("25 °C", True),
        ("-18 °C", False),
        ("0 °C", False),
    ],
)
def test_a_size_is_of_one_product_and_above_frost(printed: str, size: bool) -> None:
    assert any(kind is Figure.SIZE for kind, _, _ in find(printed, FIGURES)) is size
