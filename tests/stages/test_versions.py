"""One list a language: each read for itself, what one says and another does not is told, and a danger in any of them counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from glidecheck.layout import headings, panels
from glidecheck.lexicon import load
from glidecheck.model import Box, Line, Page, PhotoFacts, Quality, Reading, Readings, Report, Verdict
from glidecheck.pipeline import judge, scan_text

H, PITCH, WIDE, HIGH = 20, 26, 2200, 700
EN = "Ingredients: Water, Sodium Hyaluronate, Sodium Chloride."
DE = "Inhaltsstoffe: Wasser, Natriumhyaluronat, Natriumchlorid."
FR = "Composition : Eau, hyaluronate de sodium, chlorure de sodium."


def column(*texts: str) -> list[Line]:
    return [Line(t, 0.99, Box.of(100, 100 + n * PITCH, 100 + 9.0 * len(t), 100 + n * PITCH + H), reader="a") for n, t in enumerate(texts)]


def seen(lines: Sequence[Line], second: Sequence[Line] | None = None) -> Report:
    page = Page(tuple(lines), WIDE, HIGH, "a")
    other = Page(tuple(second or lines), WIDE, HIGH, "b")
    facts = PhotoFacts("a.jpg", "0" * 64, Quality(300.0, 0.0), WIDE, HIGH)
    return judge(Readings((facts,), (page,), (other,), witnessed=True, networks=("net-a", "net-b")))


def rules(report: Report) -> set[str]:
    return {f.rule for f in report.findings}


# ------------------------------------------------------------------ nothing to do


def test_one_list_is_as_it_was() -> None:
    report = scan_text(EN)
    assert (report.verdict, report.reading) == (Verdict.GLIDE, Reading.COMPLETE)
    assert headings.tag("Aqua, Glycerin, ") == len("Aqua, Glycerin, ")


@pytest.mark.parametrize("text", ["Vitamin A ", "Aqua. Vitamin E: ", "it ", "Retinol. CoQ: ", "PRP "])
def test_what_is_no_code_of_a_language(text: str) -> None:
    assert headings.tag(text) == len(text)


# ------------------------------------------------------------------ headings and panels


@pytest.mark.parametrize("tag", ["EN ", "GB: ", "[EN] ", "(EN) ", "EN - ", "GB/IE "])
def test_the_code_of_a_language_belongs_to_the_heading(tag: str) -> None:
    (found,) = headings.find(tag + EN)
    assert (found.start, found.tagged, found.printed) == (0, len(tag), "Ingredients")


def test_a_code_on_a_line_of_its_own_is_no_name() -> None:
    lines = [Line(t, 1.0) for t in ("DE", DE, "FR", FR)]
    layout = panels.find([Page(tuple(lines), 0, 0, "text")], load())
    assert [p.lines[0].text for p in layout.panels] == [DE.split(": ")[1], FR.split(": ")[1]]
    assert [line.text for line in layout.rest] == ["DE", "FR"]


@pytest.mark.parametrize(
    "text",
    [
        f"Hydrogel\nEN {EN}\nDE {DE}\nFR {FR}",
        f"Hydrogel\n[EN] {EN} [DE] {DE} [FR] {FR}",
        f"Hydrogel\nGB: {EN} D: {DE} F: {FR}",
        f"Hydrogel\nDE\n{DE}\nFR\n{FR}",
        f"Hydrogel\n{EN} {DE} {FR}",
    ],
)
def test_lists_that_say_the_same_are_a_glide(text: str) -> None:
    report = scan_text(text)
    assert (report.verdict, report.reading, report.retake) == (Verdict.GLIDE, Reading.COMPLETE, ())
    assert seen(column(*text.split("\n"))).verdict is Verdict.GLIDE


# ------------------------------------------------------------------ lists that differ


@pytest.mark.parametrize("other", ["Inhaltsstoffe: Wasser, Natriumhyaluronat.", "Inhaltsstoffe: Natriumhyaluronat, Kaliumchlorid, Wasser."])
def test_lists_that_differ_are_no_glide(other: str) -> None:
    for report in (scan_text(f"{EN}\n{other}"), seen(column(EN, other))):
        assert report.verdict is Verdict.REVIEW
        assert any("the lists of this label differ" in line and "SODIUM CHLORIDE" in line for line in report.retake)


@pytest.mark.parametrize(("name", "verdict"), [("Retinol", Verdict.AVOID), ("Lidocain", Verdict.CAUTION), ("Glycerin", Verdict.CAUTION)])
def test_what_one_list_alone_names_counts_and_is_told(name: str, verdict: Verdict) -> None:
    text = f"{EN}\n{DE[:-1]}, {name}."
    for report in (scan_text(text), seen(column(*text.split("\n")))):
        assert (report.verdict, report.reading) == (verdict, Reading.COMPLETE)
        assert "LAB014" in rules(report)


def test_the_lists_of_two_products_do_not_differ() -> None:
    text = "Ingredients: Water, Glycerin, Panthenol, Carbomer.\nInhaltsstoffe: Zinc Oxide, Talc, Kaolin."
    assert "LAB014" not in rules(scan_text(text))


# ------------------------------------------------------------------ lists that support one another

WHOLE = "Ingredients: Water, Glycerin, Panthenol, Carbomer, Parfum."


def test_a_list_that_was_read_whole_stands_for_its_part_in_another_language() -> None:
    report = scan_text(f"{WHOLE}\nInhaltsstoffe: Wasser, Glycerin, Panthenol,")
    assert (report.reading, report.retake) == (Reading.COMPLETE, ())


@pytest.mark.parametrize(
    "part",
    [
        "Inhaltsstoffe: Wasser, Glycerin, Retinol,",  # a name that the whole list has not
        "Inhaltsstoffe: Wasser, Glycerin,",  # too little to be the same list
        "Ingredients: Water, Glycerin, Panthenol,",  # another product's, in the same language
    ],
)
def test_a_part_that_may_be_another_list_stays_one(part: str) -> None:
    assert scan_text(f"{WHOLE}\n{part}").reading is Reading.PARTIAL


CUT = "Склад: Вода, Гліцерин, Панте"
NAMED = "пантенол, лимонен"


def test_the_scraps_that_a_cut_leaves_of_a_list_in_another_language_are_no_names() -> None:
    lines = column("Ingredients: Water, Glycerin, Panthenol, Carbomer, Limonene.")
    lines += [Line(t, 0.99, Box.of(1700, 400 + n * PITCH, 2199, 400 + n * PITCH + H), reader="a") for n, t in enumerate((CUT, "кислота"))]
    lines += [Line(NAMED, 0.99, Box.of(1700, 600, 2199, 620), reader="a")]
    report = seen(lines)
    assert (report.reading, report.retake) == (Reading.COMPLETE, ())
    assert not any(m.mention.printed in ("Панте", "кислота") for m in report.ingredients)
    assert [m.mention.position for m in report.ingredients] == list(range(1, len(report.ingredients) + 1))


@pytest.mark.parametrize("scrap", ["Третино", "Ретінол"])
def test_what_may_be_a_danger_in_a_cut_list_is_no_scrap(scrap: str) -> None:
    lines = column("Ingredients: Water, Glycerin, Panthenol, Carbomer, Limonene.")
    lines += [Line(f"Склад: Вода, Гліцерин, Пантенол, {scrap}", 0.99, Box.of(1700, 400, 2199, 420), reader="a")]
    report = seen(lines)
    assert report.reading is Reading.PARTIAL
    assert any(m.mention.printed == scrap for m in report.ingredients)


def test_no_glide_rests_on_one_list_of_two() -> None:
    report = scan_text(f"{EN}\nInhaltsstoffe: Wasser, Natriumhyaluronat, Natriumchlorid,")
    assert (report.verdict, report.reading) == (Verdict.REVIEW, Reading.PARTIAL)


# ------------------------------------------------------------------ so much in a millilitre


@pytest.mark.parametrize(
    "text",
    [
        "1 ml contains: sodium hyaluronate 10 mg, sodium chloride 8.5 mg, water for injections.",
        "DE 1 ml enthält: Natriumhyaluronat 10 mg, Natriumchlorid 8,5 mg, Wasser für Injektionszwecke.",
        "Composition: 1 ml contient : hyaluronate de sodium 10 mg, eau pour préparations injectables.",
        "1 ml zawiera: hialuronian sodu 10 mg, woda do wstrzykiwań.",
        "1 mI bevat: natriumhyaluronaat 15 mg, natriumchloride 8 mg, water.",
    ],
)
def test_so_much_in_a_millilitre_down_to_the_water_is_a_whole_list(text: str) -> None:
    assert scan_text(text).verdict is Verdict.GLIDE


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("1 ml contains: sodium hyaluronate 5 mg, sodium chloride 8.5 mg, disodium phosphate", True),
        ("1 ml contains: sodium hyaluronate 5 mg, sodium chloride 8.5 mg, disodium phosphate 0.2 mg.", False),
        ("1 ml contains: sodium hyaluronate 5 mg, sodium chloride 8.5 mg, water for injections.", False),
        ("1 ml contains: water, sodium hyaluronate 5 mg, sodium chloride 8.5 mg, disodium phosphate.", True),
        ("1 ml contains: sodium hyaluronate 5 mg, sodium chloride, disodium phosphate.", False),
    ],
)
def test_a_declaration_whose_last_name_lacks_its_strength_was_cut(text: str, cut: bool) -> None:
    assert any("the end of the list" in line for line in scan_text(text).retake) is cut


@pytest.mark.parametrize("said", ["Do wstrzykiwań.", "Żel do wstrzykiwań"])
def test_water_for_injections_excludes_nothing_and_for_injections_does(said: str) -> None:
    text = "1 ml zawiera: hialuronian sodu 10 mg, woda do wstrzykiwań."
    assert "LAB009" not in rules(scan_text(text))
    assert "LAB009" in rules(scan_text(f"{text}\n{said}"))


def test_the_second_reading_must_name_every_list_alike() -> None:
    lines = column(EN, DE)
    lost = [lines[0], replace(lines[1], text="Inhaltsstoffe: Wasser, Natriumhyaluronat, Natriumchl")]
    assert seen(lines).verdict is Verdict.GLIDE
    assert seen(lines, lost).verdict is Verdict.REVIEW
