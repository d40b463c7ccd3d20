"""What was said before counts for an hour: through `Session`, as a person types it."""

from __future__ import annotations

import pytest

from glidecheck.chat.alarm import alarm
from glidecheck.chat.flags import Danger
from glidecheck.chat.hear import understand
from glidecheck.chat.intents import What
from glidecheck.chat.model import Incoming, Kind
from glidecheck.chat.session import Session
from glidecheck.chat.state import TALK, State


class Clock:
    def __init__(self) -> None:
        self.now = 1_000_000.0

    def __call__(self) -> float:
        self.now += 1.0
        return self.now


def talk(*messages: str, language: str = "en", clock: Clock | None = None) -> str:
    """The answer to the last message."""
    session = Session(clock=clock or Clock())
    said: tuple[str, ...] = ()
    for message in messages:
        said = tuple(a.text for a in session.say("a", message, language=language))
    return "\n".join(said)


@pytest.mark.parametrize(
    ("messages", "words"),
    [
        (("is retinal ok?", "why?"), "not been measured"),
        (("is retinal ok?", "are you sure? my dermatologist says yes"), "AVOID"),
        (("do I have to pump and dump?", "simpler please"), "You can go on breastfeeding right away"),
        (("is retinal ok?", "is glycerin ok?", "and the other one?"), "retinal: AVOID"),
        (("hyaluronic acid ok?", "and the other one?"), "Which one do you mean?"),
        (("is my face red the next day normal", "can I wait till tomorrow?"), "See a doctor the same day"),
        (("is retinal ok?", "which did you mean"), "retinal: AVOID"),
        (("is retinal ok?", "sources"), "https://"),
        (("my baby is limp", "what number"), "Call now"),
        (("my baby is limp", "can I wait?"), "Call now"),
        (("I used numbing cream on my face", "now I feel weird"), "Call now"),
        (("I used numbing cream on my face", "now I feel weird", "like my mouth"), "Call now"),
        (("can I nurse after needling?", "thanks!"), "You are welcome"),
    ],
)
def test_a_message_is_about_the_answer_before(messages: tuple[str, ...], words: str) -> None:
    assert words in talk(*messages)


def test_a_feeling_alone_is_no_alarm_and_after_an_hour_neither() -> None:
    assert "do not stay alone" not in talk("I feel a bit weird about the price")
    clock = Clock()
    session = Session(clock=clock)
    session.say("a", "I used niacinamide serum")
    clock.now += TALK + 1
    late = Incoming("test", "9", "a", Kind.TEXT, "I feel weird")
    assert "unwell" not in {f.sign for f in alarm(late, session._states["a"].at(clock.now), clock.now).flags}


def test_what_is_kept_is_told_and_forgotten() -> None:
    assert "/forget deletes it all" in talk("do you keep my photos?")
    session = Session(clock=Clock())
    session.say("a", "is retinal ok?")
    session.say("a", "/forget")
    assert "retinal" not in "".join(a.text for a in session.say("a", "which did you mean"))


def test_a_doubt_does_not_take_the_place_of_what_was_urgent(monkeypatch: pytest.MonkeyPatch) -> None:
    """Exposed, then what may be anything, then a country: its numbers are those of the exposure."""
    first = understand([Incoming("test", "1", "a", Kind.TEXT, "my baby licked my numbing cream")], State(), 0.0).state
    for name, value in (("SURE", 1.1), ("LIKELY", 1.1), ("PERHAPS", 0.0), ("FAINT", 0.0)):
        monkeypatch.setattr(f"glidecheck.chat.alarm.{name}", value)
    second = understand([Incoming("test", "2", "a", Kind.TEXT, "blorf the wug")], first, 60.0)
    assert [i.what for i in second.intents] == [What.PERHAPS]
    (third,) = understand([Incoming("test", "3", "a", Kind.TEXT, "UK")], second.state, 120.0).intents
    assert {f.danger for f in third.flags} == {Danger.EXPOSED}
