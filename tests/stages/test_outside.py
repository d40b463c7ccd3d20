"""What stands outside the list of a pure glide: everything is understood, or the answer is REVIEW and names it."""

from __future__ import annotations

import pytest

from glidecheck.label_text.outside import outside
from glidecheck.lexicon import load
from glidecheck.model import Box, Line, NoticeKind, Reading, Report, Verdict
from glidecheck.pipeline import scan_text

LIST = "Ingredients: Water, Sodium Hyaluronate."


def told(report: Report) -> dict[NoticeKind, str]:
    return {n.kind: n.printed for n in report.notices}


@pytest.mark.parametrize(
    ("front", "behind", "named"),
    [
        ("Salvorin PKRX Ampoule", "", "Salvorin PKRX"),
        ("HA Serum with Vexoril", "", "Vexoril"),
        ("HA Serum\n4 %", "", "4 %"),
        ("HA Serum\n0 % hyaluronic acid", "", "0 %"),
        ("Hyaluronic acid 0.0 %", "", "0.0 %"),
        ("Hyaluronic Acid 50 %", "", "50 %"),
        ("HA 10 mg\n0.05 %", "", "0.05 %"),
        ("serum 313", "", "313"),
        ("HYDRATINGZORAVIN", "", "HYDRATINGZORAVIN"),
        ("", "List continues on the back.", "List"),
        ("", "NAD+", "NAD"),
        ("", "kit with", "with"),
        ("", "Active ingredient:", "ingredient"),
        ("", "Nepoužívejte v těhotenství.", "Nepoužívejte v těhotenství"),
        ("", "Do not use if opened skin", "skin"),
        ("", "Distributed by Tazzolone Ltd, Mill Lane 4, Leeds", "Tazzolone"),
        ("", "www.lidoderm24.com", "lidoderm24"),
        ("💉 gel", "", "💉"),
        ("Vit C ampoule", "", "Vit C"),
        ("H A L O R A", "", "A L O"),
        ("gellamaserum", "", "gellamaserum"),  # three known words, and the one in the middle a name as well
        ("", "CE 0123\n2.5/2.5", "5/2"),  # a telephone's number ends with its line
        ("do not", "Store below 25 °C", "not"),  # what goes on behind the list does not belong to it
        ("for the", "للاستعمال الخارجي فقط", "for the"),
        ("", "as in our\nдерматологически протестировано", "our"),
    ],
)
def test_what_is_not_understood_is_named(front: str, behind: str, named: str) -> None:
    report = scan_text("\n".join(filter(None, (front, LIST, behind))))
    assert report.verdict is Verdict.REVIEW
    assert named in told(report)[NoticeKind.NOT_UNDERSTOOD]


def test_a_word_of_the_label_s_language_with_a_plus_glued_to_it_is_none() -> None:
    assert scan_text(f"{LIST}\n\nNAD+ Serum\nNakładać rano i wieczorem na oczyszczoną skórę.").verdict is Verdict.REVIEW


def test_a_number_behind_a_lot_ends_with_its_line() -> None:
    assert scan_text(f"Glide gel\n{LIST}\nCh.-B.: 4711A").verdict is Verdict.GLIDE
    assert scan_text(f"Glide gel\n{LIST}\nCh.-B.: 4711A\nserum 520").verdict is Verdict.REVIEW


def test_what_was_read_and_not_understood_was_read() -> None:
    assert scan_text(f"HA Serum with Vexoril\n{LIST}").reading is Reading.COMPLETE


@pytest.mark.parametrize("text", ["ריק", "გელი", "सीरम"])
def test_a_script_that_is_not_read_is_said_to_be_one(text: str) -> None:
    report = scan_text(f"{LIST}\n{text}")
    assert report.verdict is Verdict.REVIEW
    assert told(report)[NoticeKind.UNREAD_SCRIPT] == text


@pytest.mark.parametrize(
    "text",
    [
        "Halorine\nHyaluronic acid serum\n30 ml e 1.0 fl. oz.\n{}\nManufactured by Halorine Ltd, Mill Lane 4, Leeds. Made in the UK",
        "HYALURONIC ACID\n2 %\n{}\nDIRECTIONS: APPLY TWO DROPS TO CLEAN, DRY SKIN. AVOID CONTACT WITH\nEYES. LOT A1234 EXP 05/2028",
        "Sérum hydratant\n{}\nTenir hors de portée des enfants. Usage externe. À conserver à l'abri de la lumière. Fabriqué en France.",
        "Gleitgel für Microneedling\n{}\nNicht wiederverwenden. Vor Licht schützen. Zum einmaligen Gebrauch. Hergestellt in Deutschland.",
        "Żel nawilżający\n{}\nChronić przed dziećmi? Nie. Przechowywać w miejscu niedostępnym dla dzieci.",
        "Odeillo HA Essence\n{}\nResp. person: Odeillo Derma\nMill Lane 119, Leeds\n10 ml Product of Poland 12M\nLOT 80096 EXP 07/2028",
        "Estée Lauder Hyaluronic Gel\n{}\nDistr. by Estée Lauder Cosmetics Ltd, London",
        "Fenora Hyaluron Glide Gel\n{}\nUse sun prot-\nection during the day.",
        "Hyaluronic acid 100 %\n{}\nNur zur professionellen Anwendung. Solo per uso esterno. Só para uso externo. Solo monouso.",
        "HA Serum\n{}\nWash hands before use. Avoid contact with eyes. If irritation occurs, rinse with water and stop using.",
        "玻尿酸精华液\n{}\n避免接触眼睛。请置于儿童接触不到的地方。如有不适，请停止使用。",
        "Hyaluron Gel\n{}\nFür Kinder unzugänglich aufbewahren. Open the ampoule. Apply AM and PM.",
        "FRAGRANCE FREE / SANS PARFUM\n{}\nfree from: parabens, alcohol, fragrance.",
        "{}\nSterile. Single use. Discard after use. Do not use if package is damaged or opened. Store below 25 °C.",
        "{} Single use. Keep cool and dry. Made in Germany.",
    ],
)
def test_an_ordinary_label_stays_a_glide(text: str) -> None:
    report = scan_text(text.format(LIST))
    ordinary = "Chronić" not in text
    assert (report.verdict is Verdict.GLIDE) is ordinary, [f.summary for f in report.findings]


def test_the_brand_is_told_with_the_glide() -> None:
    report = scan_text(f"Halorine\nHyaluronic acid serum\n{LIST}")
    assert report.verdict is Verdict.GLIDE
    assert told(report)[NoticeKind.TAKEN_FOR_BRAND] == "Halorine"


@pytest.mark.parametrize(
    "front", ["Halorine", "Halorine gel", "Halorine + HA", "HA serum\nHalorine", "Dexorasone\nHyaluronic acid", "Halorine 5 HA serum"]
)
def test_a_word_is_no_brand_where_nothing_says_what_it_is_of(front: str) -> None:
    assert scan_text(f"{front}\n{LIST}").verdict is Verdict.REVIEW


@pytest.mark.parametrize(
    "heading",
    [
        "Core ingredients",
        "Ingredients not used",
        "95% of the ingredients",
        "Phase A ingredients",
        "Muut ainesosat",
        "Ingredients (selection)",
    ],
)
def test_one_unknown_word_makes_a_heading_that_of_a_part(heading: str) -> None:
    assert scan_text(f"{heading}: Water, Sodium Hyaluronate.").verdict is Verdict.REVIEW


@pytest.mark.parametrize(
    "listed", ["Water, Glycerin, 999-99-9, Carbomer", "Water, Glycerin, ■■■, Carbomer", "Water, Glycerin, R, Carbomer"]
)
def test_what_is_no_name_makes_any_list_partial(listed: str) -> None:
    assert scan_text(f"Ingredients: {listed}.").reading is Reading.PARTIAL


@pytest.mark.parametrize(
    "said",
    [
        "Stop retinol 7 days before",
        "Gentler than retinol",
        "Evite retinol",
        "Unlike EMLA",
        "Compatible with retinol",
        "시술 후 레티놀 사용을 피하세요",
    ],
)
def test_what_is_said_of_another_product_is_no_ingredient_and_no_glide(said: str) -> None:
    report = scan_text(f"{LIST}\n{said}.")
    assert report.verdict is Verdict.REVIEW
    assert NoticeKind.SPOKEN_OF in told(report)


@pytest.mark.parametrize(
    "said", ["retinol içermez", "retinolfri", "retinolmentes", "fără retinol", "Không chứa retinol", "خالي من الريتينول", "retinolvrij"]
)
def test_a_denial_in_any_order_names_nothing(said: str) -> None:
    assert scan_text(f"{LIST}\n{said}").verdict is not Verdict.AVOID


@pytest.mark.parametrize(
    "said", ["Serum with retinol", "never without retinol", "retinol 1 %", "Our retinol", "Do not use with other retinoids"]
)
def test_what_is_inside_stays_inside(said: str) -> None:
    assert scan_text(f"{said}\n{LIST}").verdict is Verdict.AVOID


@pytest.mark.parametrize(
    ("heading", "verdict"),
    [
        ("Ingredients / Inhaltsstoffe:", Verdict.GLIDE),
        ("Ingrédients / Ingredients:", Verdict.GLIDE),
        ("Ingredients / Wirkstoffe:", Verdict.REVIEW),
        ("Active ingredients / Inhaltsstoffe:", Verdict.REVIEW),
        ("Ingredients / Other ingredients:", Verdict.REVIEW),
    ],
)
def test_a_heading_in_two_languages_above_its_list_is_one(heading: str, verdict: Verdict) -> None:
    assert scan_text(f"{heading}\nAqua, Sodium Hyaluronate.").verdict is verdict


def test_a_heading_that_nothing_follows_is_not_passed_over() -> None:
    assert scan_text("Ingredients:\nAqua, Sodium Hyaluronate.\nIngredients / Inhaltsstoffe:").verdict is Verdict.REVIEW


@pytest.mark.parametrize(
    ("said", "photographed", "understood"),
    [
        ("For externaluse only.", True, True),
        ("For externaluse only.", False, False),
        ("For externalpeel only.", True, False),
        ("Externaluse.", True, False),
    ],
)
def test_a_saying_is_known_though_two_of_its_words_were_read_as_one(said: str, photographed: bool, understood: bool) -> None:
    line = Line(said, 1.0, Box.of(10, 10, 300, 30) if photographed else None)
    assert (outside((line,), load(), front=0, typed=not photographed) == ()) is understood


@pytest.mark.parametrize(
    "said",
    [
        "...",
        "\u2026",
        "Plus our patented molecule",
        "Unser patentierter Komplex",
        "Apply 45 min before the procedure",
        "Tester",
        "敏感肌肤避免使用。",
        "避免面部使用",
        "用于眼睛",
        "Nach Kontakt mit der Haut mit Wasser spülen.",
        "Aplicar no rosto e lavar com água.",
        "Нанести на лицо, промыть водой.",
        "Laver à l'eau après usage",
        "Wash hands, apply, then rinse with water.",
        "Wash hands, apply, wash off with water.",
        "Pentru copii",
        "Für Kinder",
        "Sérum para uñas",
        "Thoa lên môi.",
        "Auf die Kopfhaut auftragen.",
        "Hyaluron Drink",
        "HA Serum 30 ml + Cream 50 ml",
        "Nur abends auftragen.",
        "Applicare solo la sera.",
        "Aplicar só à noite.",
        "Stosować tylko wieczorem.",
        "-\u24605\u2103",
    ],
)
@pytest.mark.parametrize(
    "label", ["HA serum 30 ml\n{}\nIngredients: Water, Sodium Hyaluronate.", "HA serum\nIngredients: Water, Sodium Hyaluronate.\n{}"]
)
def test_what_an_outsider_found_is_not_passed_over(said: str, label: str) -> None:
    assert scan_text(label.format(said)).verdict is Verdict.REVIEW
