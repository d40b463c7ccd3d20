"""Urgent or not, by rules and classifier together: measured on messages that neither was made from."""

from __future__ import annotations

from pathlib import Path

import pytest

from glidecheck.chat.alarm import CALM, CERTAIN, CLEAR, FAINT, FLAGGED, LIKELY, PART, PERHAPS, SURE, UNDERSTOOD, alarm
from glidecheck.chat.answers import answer
from glidecheck.chat.flags import Danger, Flag, Who
from glidecheck.chat.hear import understand
from glidecheck.chat.intents import What
from glidecheck.chat.model import Incoming, Kind
from glidecheck.chat.state import State
from glidecheck.chat.urgency import PARTS, parts, weigh

HERE = Path(__file__).parent
ALARMS = 0.025  # share of harmless messages, chosen to frighten, that may be answered as urgent
ASKED = 0.09  # share of them that may be answered with what to do in case, before what they ask
FOUND = 0.95  # share of urgent messages in far-fetched words that must be answered as urgent


def message(text: str, n: int = 0) -> Incoming:
    return Incoming("test", str(n), "chat", Kind.TEXT, text)


def lines(name: str) -> list[tuple[str, ...]]:
    told = (HERE / name).read_text(encoding="utf-8").splitlines()
    return [tuple(part.strip() for part in line.split("|")) for line in told if line and not line.startswith("#")]


@pytest.mark.parametrize("text", ["", " ", "?", "ok", "Aqua, Glycerin, Sodium Hyaluronate, Phenoxyethanol"])
def test_nothing_to_be_afraid_of(text: str) -> None:
    heard = alarm(message(text), State(), 0.0)
    assert (heard.flags, heard.perhaps) == ((), ())


@pytest.mark.slow
def test_frightening_words_alone_are_no_alarm() -> None:
    harmless = [text for _, text in lines("harmless.txt")]
    assert len(harmless) >= 300
    heard = [alarm(message(text), State(), 0.0) for text in harmless]
    assert sum(bool(h.flags) for h in heard) <= ALARMS * len(harmless)
    assert sum(bool(h.perhaps) for h in heard) <= ASKED * len(harmless)


@pytest.mark.parametrize(
    ("text", "urgent"),
    [
        ("what if my baby licks the cream? just asking", False),
        ("si mon bébé lèche la crème, c'est grave ? je demande avant", False),
        ("was wenn mein baby die creme ableckt, frag nur vorher", False),
        ("my baby licked the cream, just asking", True),
        ("what if i kill myself, just asking", True),
    ],
)
def test_what_is_only_supposed_is_told_in_case(text: str, urgent: bool) -> None:
    heard = alarm(message(text), State(), 0.0)
    assert bool(heard.flags) == urgent
    assert heard.flags or heard.perhaps


@pytest.mark.slow
def test_what_nobody_wrote_down_is_heard() -> None:
    urgent = [text for _, text in lines("urgent.txt")]
    heard = [alarm(message(text), State(), 0.0) for text in urgent]
    assert sum(bool(h.flags) for h in heard) >= FOUND * len(urgent)


def test_the_thresholds_stand_in_their_order() -> None:
    assert 0 < CALM <= FAINT < PERHAPS < FLAGGED <= SURE < PART <= CERTAIN < 1
    assert LIKELY < UNDERSTOOD < CLEAR < 1


def test_a_message_of_one_sentence_has_no_parts() -> None:
    assert parts("my baby is limp") == ()
    assert parts("Hello there my friend. My baby is limp") == ("hello there my friend.", "my baby is limp")


def test_of_a_long_message_neighbours_are_weighed_together() -> None:
    said = [f"this is sentence number {n}." for n in range(50)]
    together = parts(" ".join(said))
    assert len(together) <= PARTS
    assert " ".join(together) == " ".join(said)


def test_the_classifier_names_the_danger() -> None:
    assert weigh("she wont wake up").danger is Danger.BABY_ILL
    assert weigh("my baby is limp").probability > SURE
    assert weigh("what is a safe glide").probability < PERHAPS


def test_what_rests_on_what_was_said_before_is_never_excused() -> None:
    state = understand([message("my baby is limp", 1)], State(), 0.0).state
    assert alarm(message("what number?", 2), state, 1.0).flags


def perhaps(text: str, monkeypatch: pytest.MonkeyPatch) -> tuple[list[What], list[str]]:
    """What is done and said where the classifier holds `text` for half urgent."""
    monkeypatch.setattr("glidecheck.chat.alarm.SURE", 1.1)
    monkeypatch.setattr("glidecheck.chat.alarm.LIKELY", 1.1)
    monkeypatch.setattr("glidecheck.chat.alarm.PERHAPS", 0.0)
    monkeypatch.setattr("glidecheck.chat.alarm.FAINT", 0.0)
    heard = understand([message(text)], State(), 0.0)
    said = [a.text for i in heard.intents for a in answer(i, heard.state, 0.0).answers]
    return [i.what for i in heard.intents], said


def test_in_doubt_it_is_said_what_to_do_and_then_what_was_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    what, said = perhaps("can i breastfeed after microneedling", monkeypatch)
    assert what == [What.PERHAPS, What.QUESTION]
    assert "112" in said[0]
    assert "breastfeeding right away" in said[1]


def test_in_doubt_and_not_understood_one_question_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    what, said = perhaps("blorf the wug", monkeypatch)
    assert what == [What.PERHAPS]
    assert said[0].endswith("Is it you or your baby, and what happened? Write me that.")
    assert len(said[0].split()) <= 70


def test_where_nothing_is_understood_a_faint_doubt_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("glidecheck.chat.alarm.SURE", 1.1)
    monkeypatch.setattr("glidecheck.chat.alarm.PERHAPS", 1.1)
    monkeypatch.setattr("glidecheck.chat.alarm.FAINT", 0.0)
    assert [i.what for i in understand([message("blorf the wug")], State(), 0.0).intents] == [What.PERHAPS]
    assert [i.what for i in understand([message("can i breastfeed after microneedling")], State(), 0.0).intents] == [What.QUESTION]
    assert [i.what for i in understand([message("/help")], State(), 0.0).intents] == [What.HELP]


def test_a_question_that_is_understood_is_urgent_by_certainty_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = message("can i breastfeed after microneedling")
    for name in ("SURE", "PERHAPS", "FAINT"):
        monkeypatch.setattr(f"glidecheck.chat.alarm.{name}", 0.0)
    assert alarm(asked, State(), 0.0).flags == alarm(asked, State(), 0.0).perhaps == ()
    monkeypatch.setattr("glidecheck.chat.alarm.CLEAR", 1.1)
    assert alarm(asked, State(), 0.0).perhaps
    monkeypatch.setattr("glidecheck.chat.alarm.UNDERSTOOD", 1.1)
    assert alarm(asked, State(), 0.0).flags


def test_what_is_long_past_is_told_in_case(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("SURE", "PERHAPS", "FAINT"):
        monkeypatch.setattr(f"glidecheck.chat.alarm.{name}", 0.0)
    assert alarm(message("blorf the wug"), State(), 0.0).flags
    heard = alarm(message("blorf the wug years ago"), State(), 0.0)
    assert heard.perhaps
    assert not heard.flags


def test_what_another_person_swallowed_is_not_told_to_the_writer() -> None:
    from glidecheck.chat.first_aid import answer as aid
    from glidecheck.chat.tongue import tongue

    (hers,) = aid([Flag(Danger.SWALLOWED, Who.SELF, "swallowed")], tongue("en"), "US")
    (his,) = aid([Flag(Danger.SWALLOWED, Who.ADULT, "swallowed")], tongue("en"), "US")
    assert "rinse your mouth" in hers
    assert "Let them spit out" in his
    assert "your mouth" not in his


def test_sources_can_be_asked_for_after_first_aid() -> None:
    heard = understand([message("i used my sisters roller and she has hep b", 1)], State(), 0.0)
    assert "AID_HIV" in heard.state.talk.sources
