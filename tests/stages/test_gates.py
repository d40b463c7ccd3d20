"""Sentences made of words that every pack prints, which together keep the product off needled skin, or say that the label goes on."""

from __future__ import annotations

import pytest

from glidecheck import scan_text
from glidecheck.label_text.gates import Gate, Words
from glidecheck.model import Verdict

LIST = "Ingredients: Aqua, Sodium Hyaluronate.\n"


def test_nothing_is_shut_where_nothing_is_said() -> None:
    gate = Gate(Words.of(["needl"]), Words.of(["wait", "=day"]), None, alone=False)
    assert gate.shut([]) == []
    assert gate.shut(["for", "needling"]) == []
    assert gate.shut(["wait", "a", "day"]) == []


def test_only_what_it_is_about_is_shut() -> None:
    gate = Gate(Words.of(["needl"]), Words.of(["wait", "=day"]), None, alone=False)
    assert gate.shut(["after", "needling", "wait"]) == [1]
    assert gate.shut(["needling", "daylight"]) == []  # a whole word, not its beginning


def test_a_word_alone_is_shut_where_the_gate_says_so() -> None:
    gate = Gate(Words.of(["turn"]), Words.of(["over"]), None, alone=True)
    assert (gate.shut(["turn"]), gate.shut(["turn", "the", "cap"])) == ([0], [])


def test_a_third_word_is_asked_for_where_the_gate_has_one() -> None:
    gate = Gate(Words.of(["minute"]), Words.of(["before"]), Words.of(["session"]), alone=False)
    assert gate.shut(["ten", "minutes", "before", "makeup"]) == []
    assert gate.shut(["ten", "minutes", "before", "the", "session"]) == [1]


def test_a_gate_says_nothing_beside_what_opens_it() -> None:
    gate = Gate(Words.of(["doctor"]), None, None, alone=False, unless=Words.of(["irrit"]))
    assert gate.shut(["ask", "a", "doctor"]) == [2]
    assert gate.shut(["if", "irritated", "ask", "a", "doctor"]) == []


def test_a_sentence_of_too_many_words_is_let_through() -> None:
    gate = Gate(Words.of(["=cream"]), Words.of(["night"]), None, alone=False, most=3)
    assert gate.shut(["night", "cream"]) == [1]
    assert gate.shut(["then", "your", "night", "cream"]) == []


def test_a_number_is_more_than_one_and_no_year() -> None:
    gate = Gate(Words.of(["active"]), Words.of(["#"]), None, alone=False)
    assert [gate.shut([n, "actives"]) for n in ("1", "7", "1987")] == [[], [1], []]


@pytest.mark.parametrize(
    "said",
    [
        "For use with microneedling devices.",
        "Apply before and during microneedling.",
        "Microneedling glide gel",
        "Keep out of reach of children.",
        "Turn the cap and press.",
        "Use within 6 months after opening.",
        "LOT:\nEXP:",
        "▶ Apply a thin layer",
        "Wait 2 minutes before makeup.",
        "pH 5.5",
        "pH 6.5-7.4",
        "Set of 10 ampoules",
        "Morning and night.",
    ],
)
def test_what_packs_say_stays_a_glide(said: str) -> None:
    assert scan_text(LIST + said).verdict is Verdict.GLIDE


@pytest.mark.parametrize(
    "said",
    [
        "After microneedling wait 3 days.",
        "Use before microneedling only.",
        "Needle treatment? Wait 3 days.",
        "Microneedling: use from the third day.",
        "Keep away from face.",
        "Press the cap, shake, use within 4 weeks.",
        "Conservante",
        "Nach dem Needling 3 Tage warten.",
        "Avant le microneedling, rincer.",
        "Esperar 3 días después del microneedling.",
        "Po mikronakłuwaniu odczekać 3 dni.",
        "Подождите 3 дня после мезороллера",
        "微针后三天使用",
        "시술 3일 후 사용",
        "Keep baby away from the skin for 12 hours.",
        "Tenere lontano dal bambino.",
        "Keep out of reach of women.",
        "Turn over",
        "Open here",
        "Flasche drehen",
        "Continua",
        "→",
        "Surface use only",
        "Preservative:",
        "Ab Tag 3 anwenden",
        "The rest is on the box.",
        "Le reste sur la boîte.",
        "箱を見る。",
        "For kitchen floors.",
        "Reiniger für Bad und Dusche",
        "Una cápsula al día.",
        "Expired.",
        "Mother: wait.",
        "Stillende fragen den Arzt.",
        "Für Frauen, außer in der Stillzeit.",
        "Mujeres con niño: esperar.",
        "Solo médico",
        "Remove skin with towel.",
        "Toxic",
        "Krople do kremu.",
        "Mezclar.",
        "クリームと使用。",
        "Tunggu 3 hari.",
        "Rouleau : 3 jours plus tard.",
        "Lactating\nStop use",
        "滅菌なし",
        "Nunca estéril",
        "With metal dust.",
        "also cream",
        "In die Haut spritzen.",
        "Untuk suntik.",
        "Kit sérum et crème",
        "Coffret 2 produits",
        "With 7 actives",
        "Use at night only.",
        "Start with two nights a week.",
        "Apply a thick layer 40 minutes before the session.",
        "Leave on under film.",
        "pH 1",
        "pH 3.2-3.5",
        "pH 14",
        "DIN 02345678",
        "Made by Exo Skin Co., Ltd, Seoul, Korea",
        "INCI:",
        "+/-",
    ],
)
def test_what_keeps_it_off_is_no_glide(said: str) -> None:
    assert scan_text(LIST + said).verdict is Verdict.REVIEW


@pytest.mark.parametrize(
    "text",
    [
        "Ingredients (> 1 %): Aqua, Sodium Hyaluronate.",
        "+ ingredients: Aqua, Sodium Hyaluronate.",
        "...ingredients: Aqua, Sodium Hyaluronate.",
        "Ingredients: Aqua, Sodium Hyaluronate and.",
        "Ingredients: Aqua, Sodium Hyaluronate, +.",
    ],
)
def test_a_list_that_says_that_more_follows_is_no_glide(text: str) -> None:
    assert scan_text(text).verdict is Verdict.REVIEW


@pytest.mark.parametrize("front", ["Fetal Bovine Serum", "Oxytocin", "Prolactin", "Donor", "Wharton", "BTX", "E serum", "K serum"])
def test_a_hormone_a_donor_or_a_vitamin_is_no_brand(front: str) -> None:
    assert scan_text(f"{front}\nHyaluronic serum\n{LIST}").verdict is not Verdict.GLIDE


@pytest.mark.parametrize(("brand", "told"), [("THC", False), ("NMN", False), ("TKTX", False), ("OLAY", True), ("Velia", True)])
def test_an_abbreviation_that_nobody_speaks_is_no_brand(brand: str, told: bool) -> None:
    assert (scan_text(f"{brand}\nHyaluronic serum\n{LIST}").verdict is Verdict.GLIDE) is told


@pytest.mark.parametrize(
    "front",
    [
        "Toad",
        "Kröte",
        "연어알",
        "大麻",
        "Saffron",
        "Schlangengift",
        "Valium",
        "Dermovate",
        "Shoe Polish",
        "授乳中×",
        "Nooit steriel",
        "Roller: stop use.",
    ],
)
def test_an_everyday_noun_a_drug_or_a_sentence_on_the_first_line_is_no_brand(front: str) -> None:
    assert scan_text(f"{front}\nHyaluronic serum\n{LIST}").verdict is not Verdict.GLIDE


@pytest.mark.parametrize("front", ["Velia", "Norhavn", "HYALA MED", "Odeela"])
def test_a_name_that_says_nothing_is_a_brand(front: str) -> None:
    assert scan_text(f"{front}\nHyaluronic serum\n{LIST}").verdict is Verdict.GLIDE


@pytest.mark.parametrize(
    "front", ["Refroidissant", "Отшелушивающий", "Riempitivo", "Fermentativo", "Rectal", "Homöopathisch", "Desinfecta", "Odkaża"]
)
def test_what_is_done_to_skin_is_no_brand(front: str) -> None:
    heading = {"Refroidissant": "Appliquer sur la peau propre.\n", "Отшелушивающий": "Нанести на чистую кожу.\n"}.get(front, "")
    heading += "Applicare sulla pelle pulita.\n" if front in ("Riempitivo", "Fermentativo") else ""
    assert scan_text(f"{front}\nHyaluronic serum\n{heading}{LIST}").verdict is not Verdict.GLIDE


@pytest.mark.parametrize(
    "said",
    [
        "For men over 40 only.",
        "Nur für den Arzt.",
        "Solo dopo tre giorni.",
        "Night Cream",
        "Crema de noche",
        "晚霜",
        "Una sensación de calor es normal.",
        "Takes the feeling away for an hour.",
        "Em pele sã",
        "48 Stunden Abstand zum Needling",
        "Стерилизовать перед применением",
        "The rest is in Korean.",
        "Avoid contact with skin.",
        "Kit 2 pasos",
        "Warming",
    ],
)
def test_what_holds_more_or_is_for_something_else_is_no_glide(said: str) -> None:
    assert scan_text(f"Hyaluronic serum\n30 ml\n{LIST}{said}").verdict is not Verdict.GLIDE


@pytest.mark.parametrize("said", ["External use only.", "For professional use only.", "Recyclable.", "DIRECTIONS\nApply to clean skin."])
def test_what_sayings_restrict_and_headings_open_stays_a_glide(said: str) -> None:
    assert scan_text(LIST + said).verdict is Verdict.GLIDE
