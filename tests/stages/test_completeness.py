"""Complete where it is complete: what shows a list's beginning and end, what around it is another paragraph, and why a list is partial."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from glidecheck.layout import columns, panels
from glidecheck.lexicon import load
from glidecheck.model import Box, Line, Page, Panel, PhotoFacts, Quality, Reading, Readings, Report
from glidecheck.pipeline import judge, scan_text

H, PITCH = 20, 26
WIDE, HIGH = 900, 600


def line(text: str, x: float = 100, y: float = 200, confidence: float = 0.99) -> Line:
    return Line(text, confidence, Box.of(x, y, x + 9.0 * len(text), y + H), reader="a")


def column(*texts: str, x: float = 100, y: float = 200) -> list[Line]:
    return [line(t, x, y + n * PITCH) for n, t in enumerate(texts)]


def page(lines: Sequence[Line], width: int = WIDE, unread: Sequence[Box] = ()) -> Page:
    return Page(tuple(lines), width, HIGH, "a", unread=tuple(unread))


def only(lines: Sequence[Line], width: int = WIDE, unread: Sequence[Box] = ()) -> Panel:
    (panel,) = panels.find([page(lines, width, unread)], load()).panels
    return panel


def judged(seen: Page, glare: float = 0.0, sharpness: float = 300.0) -> Report:
    facts = PhotoFacts("a.jpg", "0" * 64, Quality(sharpness, glare), seen.width, seen.height)
    return judge(Readings((facts,), (seen,), networks=("net-a", "")))


LIST = (
    "Ingredients: Aqua, Glycerin, Sodium Hyaluronate, Panthenol,",
    "Cetearyl Alcohol, Phenoxyethanol, Carbomer, Benzyl",
    "Alcohol, Parfum",
)


def test_a_list_that_an_edge_does_not_cut_is_whole() -> None:
    right = 100 + 9 * len(LIST[0])
    neat = (LIST[0], LIST[1] + " " * (len(LIST[0]) - len(LIST[1])), LIST[2])
    assert not only(column(*neat), right).gaps  # ", Benzyl / Alcohol": a name goes on over the line's end letter by letter
    cut = (LIST[0][:-1], neat[1][:-2] + "zz", LIST[2])
    assert any("right edge" in gap for gap in only(column(*cut), right).gaps)


def test_print_of_another_script_below_a_list_is_another_paragraph() -> None:
    below = [Box.of(100, 200 + n * PITCH, 600, 200 + n * PITCH + H) for n in (3, 4, 5)]
    assert not only(column(*LIST), unread=below).gaps
    # Nothing shows that a line as long as the others is the last.
    full = (*LIST[:2], "Alcohol, Parfum, Tocopheryl Acetate, Xanthan Gum, Citric Acid")
    assert any("text beside" in gap for gap in only(column(*full), unread=below).gaps)


def test_a_column_behind_a_gutter_is_not_of_the_list() -> None:
    lines = (
        "Ingredients: Aqua, Glycerin, Sodium Hyaluronate, Panthenol,",
        *["Cetearyl Alcohol, Phenoxyethanol, Carbomer, Citric Acid, BHT"] * 3,
    )
    right = 100 + 9 * len(lines[1]) + 6
    beside = [Box.of(right, 200 + n * PITCH, right + 200, 200 + n * PITCH + H) for n in range(4)]
    assert not only(column(*lines, "Parfum."), unread=beside).gaps
    assert any("text beside" in gap for gap in only(column(*lines, "Parfum."), unread=beside[:1]).gaps)


def test_what_stands_behind_a_full_stop_in_the_last_line_is_no_name() -> None:
    panel = only(column("Ingredients: Aqua, Glycerin, Sodium", "Hyaluronate, CI 42053. Coe o pxn (220 p xvc ncz zcvq"))
    assert panel.lines[-1].text.rstrip() == "Hyaluronate, CI 42053."
    # But a name that may be a misread retinoid stays.
    assert "retin0l" in only(column("Ingredients: Aqua, Glycerin, Sodium", "Hyaluronate, CI 42053. xvc retin0l zcv qq")).lines[-1].text


@pytest.mark.parametrize("text", ["aouus:nou: Talc, Silica, Zinc Oxide, Kaolin,", "àOUUS:NOU:TALC, SILICA, ZINC OXIDE, KAOLIN,"])
def test_a_heading_in_letters_that_the_network_made_up(text: str) -> None:
    panel = only(column(text, "Glycerin, Phenoxyethanol, Parfum."))
    assert panel.heading
    assert panel.begun
    assert panel.lines[0].text.casefold().startswith("talc")


def test_names_that_pointer_lines_lead_to_are_a_list() -> None:
    names = ("WATER", "NIACINAMIDE", "PANTHENOL", "GLYCERIN", "CETEARYL ALCOHOL", "XANTHAN GUM", "SODIUM COCOYL", "ISETHIONATE")
    assert [x.text for x in only([line(n, 100 + 8 * k, 100 + 44 * k) for k, n in enumerate(names)]).lines] == list(names)


def test_where_lot_and_expiry_stand_is_no_doubt_about_the_list() -> None:
    foot = line("Batch and expiry see base of carton.", y=400)
    whole = (*LIST[:2], "Alcohol, Parfum.")
    assert judged(page([*column(*whole), foot])).reading is Reading.COMPLETE
    other = judged(page([*column(*whole), line("Full ingredients: see carton.", y=400)]))
    assert any("elsewhere" in line for line in other.retake)


def test_what_made_a_reading_partial_is_told_first_and_glare_only_where_it_cost_something() -> None:
    drawn = judged(page(column("Key ingredients: Aqua, Glycerin, Panthenol.")), glare=0.6, sharpness=20.0)
    assert [line.split(" (")[0] for line in drawn.retake] == ["only some ingredients are named"]
    doubtful = judged(page(column("Ingredients: Aqua, Glycerin, Glycerylz Steaxatq, Parfum.")), glare=0.6, sharpness=20.0)
    assert [line.split(":")[0] for line in doubtful.retake] == ["not read for certain", "a.jpg is blurred"]
    assert "Glycerylz Steaxatq" in doubtful.retake[0]


def test_a_list_without_a_heading_is_no_glide_on_a_photo() -> None:
    seen = page(column("Aqua, Sodium Hyaluronate,", "Sodium Chloride."))
    readings = Readings((), (seen,), (replace(seen, reader="b"),), witnessed=True, networks=("net-a", "net-b"))
    facts = PhotoFacts("a.jpg", "0" * 64, Quality(300.0, 0.0), seen.width, seen.height)
    report = judge(replace(readings, photos=(facts,)))
    assert any("no heading" in line for line in report.retake)


@pytest.mark.parametrize(
    ("lines", "kind"),
    [
        (("Nutrition facts. Serving size 30 g. Calories 120", "Ingredients: Sugar, Cocoa Butter, Lecithin."), "a food"),
        (("Dietary supplement. Take one capsule daily.", "Ingredients: Gelatin, Retinyl Palmitate."), "a food supplement"),
        (("Nährwertangaben: Brennwert 200 kcal", "Zutaten: Zucker, Lecithin."), "a food"),
        (("Ingredients: Wheat Flour, Sugar, Palm Oil,", "Salt, Cinnamon."), "a food"),  # its phrases are not in the picture
        (("Ingredientes: harina de trigo, azúcar, sal,", "levadura."), "a food"),
        (("Ingredients: Aqua, Sodium Chloride, Honey,", "Oat Flour, Vexoril, Zorinal, Tamoril."), ""),
        (("Feeds your skin. Energy for a dull face.", "Ingredients: Aqua, Glycerin."), ""),
    ],
)
def test_a_label_of_another_kind_is_told_as_such(lines: tuple[str, ...], kind: str) -> None:
    report = judged(page(column(*lines)))
    told = f"this reads as the label of {kind}, which is not made for the skin: ask the provider about the product itself"
    if kind:
        assert report.retake == (told,)  # no photo makes a food a product for the skin
    else:
        assert not any("the label of" in line for line in report.retake)


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("Ingredients: Aqua, Sodium Hyaluronate, 7-77 §x.", "7-77"),  # print as it stands, no sorted letters
        ("Ingredients: Aqua, Glycerin, ■■■■, Carbomer.", "■■■■"),  # whatever else the list holds
        ("Ingredients: Aqua, Glycerin, E 999.", "E 999"),
        ("Ingredients: Aqua, Glycerin, 99999-99-9.", "99999-99-9"),
        ("Ingredients: Aqua, Sodium Hyaluronate 90%, Sodium Chloride", "90%"),  # no glide has so much, or none
        ("Ingredients: Aqua, Sodium Hyaluronate 0 %, Sodium Chloride", "0 %"),
        ("100 g contain: Sodium Hyaluronate 1 g, Water 80 g.", "81 %"),  # by whatever measure, together they are not the whole
        ("1 ml enthält: Natriumhyaluronat 10 mg, Natriumchlorid 9 mg, Wasser 500 mg.", "51.9 %"),
        ("Ingredients: Aqua (91 %), Sodium Hyaluronate (1 %)", "92 %"),
    ],
)
def test_what_could_not_be_made_out_is_told_as_printed(text: str, what: str) -> None:
    report = scan_text(text)
    assert report.reading is Reading.PARTIAL
    assert any(what in line for line in report.retake)


@pytest.mark.parametrize(
    "text",
    [
        "Ingredients: Aqua (CTFA), Sodium Hyaluronate, Sodium Chloride.",
        "INCI (CTFA): Aqua, Sodium Hyaluronate, Sodium Chloride.",
        "Composition per ml: sodium hyaluronate, sodium chloride, water for injection q.s.",
        "Ingredients: water and sodium hyaluronate.",
        "Ingredients: Aqua, Sodium Hyaluronate 1.5 %, Sodium Chloride",
        "Ingredients: Aqua, Sodium\nHyaluronate (low molecular\nweight), Sodium Chloride.",
        "Ingredients: Natrii hyaluronas, natrii chloridum, dinatrii phosphas dodecahydricus, aqua.",
        "Ingredients: Water, Sodium Hyaluronate. Traces of nuts.",
    ],
)
def test_words_beside_the_names_are_no_names(text: str) -> None:
    report = scan_text(text)
    assert report.reading is Reading.COMPLETE
    assert all(m.certain for m in report.ingredients)


def test_two_columns_read_across_are_two_again() -> None:
    text = "Ingredients: Water, Sodium     Directions: apply a\nHyaluronate, Sodium Chloride     thin layer"
    assert [m.substances[0].name for m in scan_text(text).ingredients] == ["WATER", "SODIUM HYALURONATE", "SODIUM CHLORIDE"]
    table = "Active ingredient     Purpose\nLidocaine 4%     Topical anesthetic"
    assert columns.apart(["a  b", "c"]) == ["a  b", "c"]
    assert scan_text(table).ingredients[0].mention.amount is not None


GLIDE = ("Ingredients (INCI): Aqua, Sodium Hyaluronate, Sodium Chloride,", "Sodium Citrate.")


def test_a_name_may_be_hidden_before_a_line_that_begins_late() -> None:
    assert only(column(*GLIDE)).filled
    assert not only([line(GLIDE[0]), line(GLIDE[1], 100 + 9 * 20, 200 + PITCH)]).filled
    centred = [line(GLIDE[0]), line(GLIDE[1], 100 + 9.0 * (len(GLIDE[0]) - len(GLIDE[1])) / 2, 200 + PITCH)]
    assert only(centred).filled


@pytest.mark.parametrize(
    ("texts", "last"),
    [
        (
            ("Composition : hyaluronate de sodium 10 mg, eau", "pour préparations injectables. Ne pas utiliser."),
            "pour préparations injectables.",
        ),
        (("Skład: hialuronian sodu 10 mg, woda do", "wstrzykiwań.", "Przechowywać w suchym miejscu."), "wstrzykiwań."),
        (
            ("Composition: water, sodium hyaluronate.", "Conservar entre 2 y 25 °C.", "Ingredienti: acqua, sodio ialuronato."),
            "water, sodium hyaluronate.",
        ),
        (("Samenstelling: water, natriumhyaluronaat", "Niet gebruiken als de verpakking beschadigd is."), "water, natriumhyaluronaat"),
    ],
)
def test_where_a_list_ends(texts: tuple[str, ...], last: str) -> None:
    first = panels.find([page(column(*texts))], load()).panels[0]
    assert (first.lines[-1].text.strip(), first.ended) == (last, True)


def test_the_first_of_names_that_pointer_lines_lead_to_begins_the_list() -> None:
    names = ("WATER", "PANTHENOL", "GLYCERIN", "CETEARYL ALCOHOL", "XANTHAN GUM", "CITRIC ACID")
    assert only([line(n, 100 + 8 * k, 46 + 44 * k) for k, n in enumerate(names)]).begun  # a further name would stand in the picture
    assert not only([line(n, 100 + 8 * k, 30 + 44 * k) for k, n in enumerate(names)]).begun


def test_a_heading_that_only_begins_a_sentence_is_none() -> None:
    said = "Состав указан на упаковке в соответствии с международной"
    panel = only([*column("Ingredients: Aqua, Glycerin, Parfum."), line(said, y=400)])
    assert panel.heading == "Ingredients"


def test_a_sentence_that_a_line_breaks_is_no_heading_either() -> None:
    lines = column("Состав: Aqua, Glycerin, Menthol. Содержит фторид. Состав", "указан на упаковке в соответствии с международной")
    (panel,) = panels.find([page(lines)], load()).panels
    assert [p.text.strip() for p in panel.lines] == ["Aqua, Glycerin, Menthol."]
    assert len(panels.find([page(column("Made for you. Ingredients", "aqua, glycerin, menthol, parfum."))], load()).panels) == 1


def test_a_misread_heading_beside_another_promises_a_whole_list() -> None:
    assert not only(column("Состав/", "Склад/Курамь: Aqua, Glycerin, Panthenol,", "Cetearyl Alcohol, Parfum.")).gaps
    assert only(column("Склад/Дәрілік: Aqua, Glycerin, Panthenol,", "Cetearyl Alcohol, Parfum.")).gaps
