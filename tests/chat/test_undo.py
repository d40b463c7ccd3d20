"""A correction is taken back in the chat: the name is unknown again, the answer follows, and nothing is cleared by it."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from glidecheck import pipeline
from glidecheck.chat import asks, undo
from glidecheck.chat.heard import flat
from glidecheck.chat.session import Session
from glidecheck.chat.state import Outcome, State, Taken, Told
from glidecheck.chat.telling import paragraphs
from glidecheck.chat.tongue import LANGUAGES, tongue
from glidecheck.model import Verdict

LIST = "Ingredients: Water, Sodium Hyaluronate, Panthenoll, Butylene Glycoll, Sodium Chloride."
HINT = 'Compare with the pack. If 1 is wrong, write "undo 1".'
NOTHING = "There is nothing to undo"


def talk(*texts: str) -> list[str]:
    session = Session()
    return ["\n".join(a.text for a in session.say("chat", text)) for text in texts]


def test_nothing_to_undo() -> None:
    assert talk("undo")[0].startswith(NOTHING)
    assert talk("Ingredients: Water, Glycerin, Parfum.", "undo 1", "undo")[2].startswith(NOTHING)
    assert "undo" not in talk("Ingredients: Water, Glycerin, Parfum.")[0]


def test_what_was_taken_for_a_name_is_numbered_and_can_be_undone() -> None:
    first, second, third = talk(LIST, "undo 1", "Undo butylene glycol!")
    assert "1. Read “Panthenoll”, taken for PANTHENOL." in first
    assert "2. Read “Butylene Glycoll”, taken for BUTYLENE GLYCOL." in first
    assert HINT in first
    assert "“Panthenoll” is not PANTHENOL" in second
    assert "stays: CAUTION" in second  # butylene glycol is there still
    assert "is now: REVIEW" in third


@pytest.mark.parametrize("text", ["undo", "undo all", "/undo", "take it back"])
def test_all_can_be_undone_at_once(text: str) -> None:
    answer = talk(LIST, text)[1]
    assert "Panthenoll" in answer
    assert "Butylene Glycoll" in answer
    assert "is now: REVIEW" in answer


def test_what_is_undone_stays_so() -> None:
    assert talk(LIST, "undo 1", "undo 1")[2].startswith(NOTHING)


@pytest.mark.parametrize("text", ["undo 3", "undo water", "undo the appointment"])
def test_what_names_no_correction_undoes_nothing(text: str) -> None:
    before, _, after = talk(LIST, text, "undo")
    assert "CAUTION" in before
    assert "“Panthenoll” is not PANTHENOL" in after


def test_a_danger_is_not_undone() -> None:
    text, answer = talk("Ingredients: Water, Glycerin, Lidocainne, Parfum.", "undo")
    assert "Read “Lidocainne”, taken for LIDOCAINE." in text
    assert "undo" not in text
    assert answer.startswith(NOTHING)
    assert "is now" not in talk("Ingredients: Water, Panthenoll, Lidocainne, Parfum.", "undo")[1]


@settings(deadline=None, max_examples=30)
@given(st.sets(st.sampled_from(("Panthenoll", "Sodium Hyaluronatee", "Glycerinn", "Waterr", "Lidocainne")), min_size=1))
def test_no_outcome_is_a_glide_and_none_milder_than_unknown(names: set[str]) -> None:
    report = pipeline.scan_text(f"Ingredients: Water, Sodium Hyaluronate, {', '.join(sorted(names))}.")
    taken, without = undo.outcomes(report, None)
    assert len(without) == (2 ** len(taken) if taken else 0)
    assert all(o.verdict != Verdict.GLIDE for o in without[1:])
    if "Lidocainne" in names:
        assert {o.kind for o in without} <= {"anaesthetic"}


def test_a_reply_undoes_what_was_told_of_its_product() -> None:
    taken, without = (Taken("Panthenoll", "PANTHENOL"),), (Outcome("CAUTION", "companion"), Outcome("REVIEW"))
    products = tuple(Told(name, "CAUTION", "companion", 0.0, ids=(name,), taken=taken, without=without) for name in ("A", "B"))
    state = State(told=products)
    assert State.from_json(state.to_json()) == state
    from chat.test_answers import answer, intent

    from glidecheck.chat.intents import What

    reply = answer(intent(What.UNDO, media=(), replies_to=("A",)), state, 0.0)
    assert [t.verdict for t in reply.state.told] == ["REVIEW", "CAUTION"]
    assert "A is now" in reply.answers[0].text


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_word_that_is_told_is_understood(language: str) -> None:
    say = tongue(language)
    hint = say(HINT)
    assert hint in paragraphs(pipeline.scan_text(LIST), "x", say)[-1]
    (word,) = re.findall(r'"(.+?)"', hint)
    assert asks.command(word) == ("undo", "1")
    assert asks.command(word.removesuffix(" 1")) == ("undo", None)


@pytest.mark.parametrize("word", ["all", "todo", "tout", "alles", "tudo", "semua", "tutto", "wszystko", "все", "усе", "الكل"])
def test_all_in_every_language(word: str) -> None:
    assert asks.everything(flat(word))
