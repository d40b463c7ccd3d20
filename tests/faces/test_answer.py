"""The answer, in the order in which a person reads it: the same on every face, in plain words, with the article's advice."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import reading_level
import reports

from glidecheck import scan_text
from glidecheck.chat import guidance
from glidecheck.chat.tongue import LANGUAGES, localised, tongue
from glidecheck.chat.topics import Topic
from glidecheck.model import Report, Severity
from glidecheck.report import answer as said
from glidecheck.report.answer import answer, by_class
from glidecheck.report.captions import _told
from glidecheck.report.html import html
from glidecheck.report.jsonform import to_json
from glidecheck.report.letters import drawable
from glidecheck.report.view import Tone

ROOT = Path(__file__).resolve().parents[2]
RETINOL = "Ingredients: Aqua, Glycerin, Retinol, Phenoxyethanol."
NUMBING = "Drug Facts\nActive ingredient: Lidocaine 4%\nPurpose: Topical anesthetic\nInactive ingredients: carbomer, water."
TOO_STRONG = "Numbing cream\nActive ingredient: Lidocaine 5%. Inactive ingredients: carbomer, water."
MOISTURISER = "Ingredients: Aqua, Sodium Hyaluronate, Panthenol, Glycerin, Carbomer, Butylene Glycol, Propylene Glycol."
VITAMIN_C = "Ingredients: Aqua, Ascorbic Acid, Sodium Hyaluronate."
PLAIN = "Ingredients: Aqua, Sodium Hyaluronate, Sodium Chloride."
UNKNOWN = "Ingredients: Aqua, Sodium Hyaluronate, Xqzvlorbane."
KIT = "PRP tube kit\nPlatelet-rich plasma\nFor single use"


def words(report: Report) -> str:
    told = answer(report)
    return "\n".join((told.do, told.why, *told.advice, *told.change, *told.care))


# ------------------------------------------------------------------ the order, on every face


@pytest.mark.parametrize("name", reports.ALL)
def test_what_to_do_stands_before_why_and_the_rest_is_folded(name: str) -> None:
    report = reports.ALL[name]()
    told = answer(report)
    assert told.do
    assert told.why
    page = html([report])
    order = [page.index(f"<p class=headline>{told.do}"), page.index("<h3>Why</h3>")]
    order += [page.index("<details>")] if report.verdict else []
    assert order == sorted(order)
    given = to_json(report)["answer"]
    assert list(given) == ["do", "plain", "why", "printed", "decided", "advice", "change", "care"]
    assert all(0 <= n < len(report.findings) for n in given["decided"])


def test_many_of_one_class_are_one_reason() -> None:
    told = answer(scan_text(MOISTURISER))
    assert told.tone is Tone.COMPANION
    assert told.why.startswith("It holds PANTHENOL, GLYCERIN, CARBOMER and 2 more.")
    assert len([g for g in by_class(scan_text(MOISTURISER)) if g[0].severity is Severity.CAUTION]) == 1


def test_the_gravest_decides_and_not_what_stands_first() -> None:
    told = answer(scan_text(RETINOL))
    assert told.printed == "Retinol"
    assert {f.cls for f in told.decided} == {"retinoid"}


def test_a_reason_that_is_not_the_reading_is_told_before_it() -> None:
    read = reports.finding("REA001", "reading", Severity.REVIEW, summary="Not read whole.")
    excluded = reports.finding("TEST-LAB", "label", Severity.REVIEW, summary="The maker excludes nursing.")
    report = replace(reports.partial(), findings=(read, excluded))
    assert answer(report).why == "The maker excludes nursing."


def test_half_of_a_word_is_not_told_before_the_edge_that_cuts_it() -> None:
    read = reports.finding("REA001", "reading", Severity.REVIEW, summary="Not read whole.")
    half = reports.finding("LAB011", "label", Severity.REVIEW, summary='The label also says "Dewline HA esse".')
    report = replace(reports.partial(), findings=(half, read))
    assert answer(report).why == "Not read whole."


def test_what_to_ask_of_words_that_are_not_told_is_not_told() -> None:
    told = answer(scan_text("Glow Salmon Ampoule\nNot sterile.\nIngredients: Aqua, Sodium Hyaluronate"))
    assert "not sterile" in told.why
    assert not [line for line in told.advice if "what this is" in line]
    alone = answer(scan_text("Glow Salmon Ampoule\nIngredients: Aqua, Sodium Hyaluronate"))
    assert [line for line in alone.advice if "what this is" in line]


def test_what_was_not_read_is_told_with_no_other_name_s_print_and_advice() -> None:
    read = reports.finding("REA001", "reading", Severity.REVIEW, summary="Not read whole.", advice="Photograph it again.")
    torn = reports.finding("REA005", "reading", Severity.REVIEW, summary="Not known.", advice="Type this word.", ingredient=0)
    told = answer(replace(reports.partial(), findings=(torn, read)))
    assert (told.why, told.printed, told.advice) == ("Not read whole.", "", ("Photograph it again.",))


def test_that_the_text_speaks_of_its_kind_is_not_told_of_a_name_that_the_list_has() -> None:
    assert "LOCAL ANAESTHETIC" not in answer(scan_text(NUMBING)).why
    assert "LIDOCAINE" in answer(scan_text(NUMBING)).why


def test_what_the_label_says_of_the_breast_is_not_folded_away() -> None:
    told = answer(scan_text("Apply to the breasts daily.\n" + RETINOL))
    assert told.tone is Tone.AVOID
    assert any("nipple" in line for line in told.care)


def test_a_note_beside_a_glide_is_not_folded_away() -> None:
    note = reports.finding("LAB002", "label", Severity.INFO, summary='The label says "Retinol-free".')
    assert note.summary in answer(replace(reports.glide(), findings=(note,))).care


# ------------------------------------------------------------------ what could change it


def test_a_misread_name_may_be_read_better_and_a_clear_one_not() -> None:
    assert any("sharper photo" in line for line in answer(reports.retinol()).change)
    assert not any("photo" in line for line in answer(scan_text(RETINOL)).change)


def test_what_was_not_read_may_make_a_caution_worse() -> None:
    told = answer(reports.emla())
    assert told.change[0] == said.NOT_WHOLE
    assert "Photograph the back of the pack." in told.change


def test_an_unknown_name_is_asked_about() -> None:
    assert "Xqzvlorbane" in words(scan_text(UNKNOWN))


# ------------------------------------------------------------------ the article's advice

POINTS = {
    "needling itself": ((RETINOL, NUMBING, MOISTURISER, VITAMIN_C), (said.SKIN,), Topic.SAFE),
    "numbing": ((NUMBING,), ("nipple",), Topic.NUMBING),
    "retinoids": ((RETINOL,), ("no reason to stop breastfeeding", "precaution", said.OFF), Topic.RETINOIDS),
    "own plasma": ((KIT,), ("own blood",), Topic.PRP),
    "what may glide": ((PLAIN,), ("plain hyaluronic acid", "sterile"), Topic.GLIDE),
    "pain and stress": ((NUMBING, TOO_STRONG), (said.PAIN, said.HORMONE), Topic.PAIN),
    "infection": ((PLAIN,), (said.STERILE, said.INFECTION), Topic.STERILE),
    "infection's signs": ((PLAIN,), (said.INFECTION,), Topic.INFECTION),
    "waiting": ((RETINOL, NUMBING, TOO_STRONG, MOISTURISER, VITAMIN_C), (said.WAIT,), Topic.POSTPONE),
    "instead": ((RETINOL, NUMBING, TOO_STRONG, MOISTURISER, VITAMIN_C), (said.INSTEAD,), Topic.ALTERNATIVES),
}
"""The article's points of advice: labels whose answer gives it, by what words, and the question that the chat answers with it."""


@pytest.mark.parametrize("point", POINTS)
def test_each_point_is_reached_by_a_label_and_by_a_question(point: str) -> None:
    labels, parts, topic = POINTS[point]
    for label in labels:
        told = words(scan_text(label))
        assert [part for part in parts if part not in told] == [], label
    english = set(guidance.written(topic, tongue("en")).split("\n\n"))
    assert len(english) >= 2
    for code in LANGUAGES:
        if code != "en":
            translated = guidance.written(topic, tongue(code)).split("\n\n")
            assert english.isdisjoint(translated), code


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("point", POINTS)
def test_a_label_gives_each_point_in_every_language(point: str, code: str) -> None:
    labels, parts, _ = POINTS[point]
    say = tongue(code)
    whole = [said.SKIN, said.OFF, said.PAIN, said.HORMONE, said.STERILE, said.INFECTION, said.WAIT, said.INSTEAD]
    for label in labels:
        report = scan_text(label)
        given = to_json(localised(report, say), say)["answer"]
        told = [*given["advice"], *given["change"], *given["care"], given["why"]]
        assert [part for part in parts if part in whole and say(part) not in told] == []
        english = [w for w in told if code != "en" and w in words(report).split("\n")]
        assert english == [], label


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_answer_is_told_in_every_language(code: str) -> None:
    say = tongue(code)
    for label in (RETINOL, NUMBING, MOISTURISER, PLAIN, UNKNOWN):
        given = to_json(scan_text(label), say)["answer"]
        same = [line for line in (given["do"], *given["care"]) if line in words(scan_text(label)).split("\n")]
        assert (same == []) is (code != "en")


@pytest.mark.parametrize("code", LANGUAGES)
def test_an_everyday_word_stands_beside_a_name_in_the_reader_s_language(code: str) -> None:
    say = tongue(code)
    report = scan_text("Ingredients: Aqua, Tocopherol, Butyrospermum Parkii Butter, Retinyl Palmitate.")
    given = to_json(localised(report, say), say)
    assert f"RETINYL PALMITATE ({say('vitamin A ester')})" in given["answer"]["why"]
    assert [i["common"] for i in given["ingredients"]] == [None, say("vitamin E"), say("shea butter"), say("vitamin A ester")]


def test_a_translated_reason_is_told_whole() -> None:
    report = scan_text("Ingredients: Aqua, Lidocaine 4%, Prilocaine 2.5%, Carbomer.")
    for code in LANGUAGES:
        told = to_json(localised(report, tongue(code)), tongue(code))["answer"]["why"]
        assert "…" not in told, told
        assert "PRILOCAINE" in told


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_picture_is_told_in_every_language_in_its_own_letters(code: str) -> None:
    for words in (*said.DO.values(), said._ALL_PLAIN):
        assert _told(words, tongue(code)) == tongue(code)(words)


def test_what_the_font_lacks_is_told_in_english() -> None:
    assert drawable("\u6c34 \u00e9 \u1eb9") == "? \u00e9 e"
    assert _told("water", lambda _: "\u6c34") == "water"


# ------------------------------------------------------------------ plain words


def test_no_text_to_a_mother_is_beyond_grade_seven() -> None:
    found = list(reading_level.texts())
    assert len(found) > 400
    assert [t for t in found if reading_level.beyond(t)] == []
    assert reading_level.measured("The methodological considerations necessitate interdisciplinary collaboration.", "").grade > 15
    assert reading_level.measured("Do not put it on your skin. Ask first.", "").grade < 3


def test_no_maker_s_words_to_a_mother() -> None:
    for text in reading_level.texts():
        if text.where.startswith(("rule", "page", "glidecheck/report/answer")):
            assert not [w for w in ("founding", "companion", "glide list", "pure glide", "allow-list") if w in text.words], text


def test_a_notebook_shows_the_answer() -> None:
    shown = reports.retinol()._repr_html_()
    assert answer(reports.retinol()).do in shown
    assert "<style" not in shown
    assert "<script" not in reports.hostile()._repr_html_()
