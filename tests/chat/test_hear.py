"""What is made of messages: the intent of each, in each language; albums; what is kept."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from chat.utterances import UTTERANCES

from glidecheck.chat.answers import answer
from glidecheck.chat.detect import language_of
from glidecheck.chat.emergency import numbers, urgent_in
from glidecheck.chat.hear import Heard, understand
from glidecheck.chat.intents import Intent, What
from glidecheck.chat.model import Incoming, Kind, Media
from glidecheck.chat.state import KEPT, State, Told
from glidecheck.chat.tongue import LANGUAGES, known, named
from glidecheck.chat.waiting import LONGEST, MOST_PHOTOS, MOST_WAITING, QUIET

ROWS = [(language, *row) for language, rows in UTTERANCES.items() for row in rows]


def text(words: str, *, id: str = "1", language: str | None = None, at: float = 0.0) -> Incoming:  # noqa: A002
    return Incoming("test", id, "chat", Kind.TEXT, words, language=language, at=at)


def photo(id: str, at: float, *, album: str | None = None, caption: str = "", many: int = 1) -> Incoming:  # noqa: A002
    return Incoming("test", id, "chat", Kind.PHOTO, caption, tuple(Media(f"{id}.{n}") for n in range(many)), album, at=at)


def only(heard: Heard) -> Intent:
    (intent,) = heard.intents
    return intent


def detail(intent: Intent) -> str | None:
    match intent.what:
        case What.NAMES | What.USED:
            return ", ".join(a.name for a in intent.names) or None
        case What.QUESTION:
            return ", ".join(intent.topics)
        case What.URGENT:
            return intent.flags[0].danger.value
        case What.LANGUAGE:
            return intent.language if intent.understood else None
    return None


def test_nothing_is_nothing() -> None:
    assert understand([], State(), 0.0) == Heard((), State(), None)


def test_there_are_enough_of_every_language() -> None:
    assert set(UTTERANCES) == set(LANGUAGES)
    assert min(map(len, UTTERANCES.values())) >= 15


@pytest.mark.slow
@pytest.mark.parametrize(("language", "words", "what", "about"), ROWS)
def test_what_is_asked(language: str, words: str, what: str, about: str | None) -> None:
    intent = only(understand([text(words, language=language)], State(), 0.0))
    assert (intent.what.value, detail(intent)) == (what, about)
    assert intent.ids == ("1",)
    if intent.what is not What.LANGUAGE:
        assert intent.language == language


@pytest.mark.parametrize(("language", "words", "what", "about"), ROWS)
def test_the_words_tell_the_language_or_nothing(language: str, words: str, what: str, about: str | None) -> None:
    assert language_of(words) in (language, None)


def test_an_urgent_answer_stands_alone() -> None:
    """A verdict behind it would be read first, or be taken for the answer."""
    heard = understand([text("my tongue is numb. Is lidocaine 5% ok?")], State(), 0.0)
    assert [i.what for i in heard.intents] == [What.URGENT]


def test_a_sign_in_a_caption_does_not_wait_for_the_album() -> None:
    heard = understand([photo("1", 0.0, caption="my lips are blue")], State(), 0.0)
    assert [i.what for i in heard.intents] == [What.URGENT]
    later = understand([], heard.state, QUIET)
    assert [i.what for i in later.intents] == [What.PHOTOS]


# ------------------------------------------------------------------ language


@pytest.mark.parametrize(
    ("code", "language"), [("es-419", "es"), ("pt_BR", "pt"), ("in", "id"), ("nb", None), ("", None), (None, None), ("EN", "en")]
)
def test_platform_codes(code: str | None, language: str | None) -> None:
    assert known(code) == language


@pytest.mark.parametrize(("word", "language"), [("es", "es"), ("Español", "es"), ("german", "de"), ("klingon", None), ("", None)])
def test_named_languages(word: str, language: str | None) -> None:
    assert named(word) == language


def test_the_language_is_chosen_else_that_of_the_words_else_spoken_else_the_platforms() -> None:
    state = understand([text("¿puedo usar esta crema?", language="de")], State(), 0.0).state
    assert state.language == "es"
    assert understand([text("retinol", language="de")], state, 0.0).state.language == "es"
    assert understand([text("retinol", language="de")], State(), 0.0).state.language == "de"
    chosen = understand([text("/language fr")], state, 0.0).state
    assert understand([text("¿puedo usar esta crema?")], chosen, 0.0).intents[0].language == "fr"


def test_a_language_changes_on_strong_evidence_alone() -> None:
    spanish = State(language="es")
    for words in ("retinol", "ok", "The Ordinary Niacinamide 10%", "TKTX", "merci", "thanks!"):
        assert understand([text(words, language="es")], spanish, 0.0).state.language == "es", words
    heard = understand([text("sorry, can you answer me in English please?")], spanish, 0.0)
    assert heard.state.language == "en"


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("tr", "bebeğim uyanmıyor ve gevşek"),
        ("hi", "dermaroller ke baad pus aur bukhar hai"),
    ],
)
def test_a_language_that_is_not_spoken_gets_its_call_for_help(code: str, words: str) -> None:
    heard = understand([text(words)], State(), 0.0)
    intent = only(heard)
    assert (intent.what, intent.language, intent.foreign) == (What.URGENT, "en", code)
    first, second = (a.text for a in answer(intent, heard.state, 0.0).answers[:2])
    assert first == urgent_in(code)
    assert "112 or 911" in second


def test_that_a_language_is_not_spoken_is_said_once() -> None:
    first = understand([text("emzirirken retinol kullanabilir miyim?")], State(), 0.0)
    assert {i.foreign for i in first.intents} == {"tr"}
    again = understand([text("peki hyaluronik asit kullanabilir miyim?", id="2", at=9.0)], first.state, 9.0)
    assert {i.foreign for i in again.intents} == {None}


@pytest.mark.parametrize(("code", "country"), [("pt-BR", "BR"), ("es-419", None), ("de", None), ("en_GB", "GB")])
def test_numbers_are_those_of_the_platforms_country(code: str, country: str | None) -> None:
    intent = only(understand([text("my baby is limp", language=code)], State(), 0.0))
    assert intent.country == country
    said = answer(intent, State(), 0.0).answers[0].text
    assert (str(numbers(country).emergency) in said) == (country is not None)


def test_a_pasted_list_changes_no_language() -> None:
    pasted = text("Ingredients: Aqua, Glycerin, Retinol, Phenoxyethanol, made in the EU with the best of the sea.")
    assert understand([pasted], State(language="de"), 0.0).intents[0].language == "de"


# ------------------------------------------------------------------ albums


def test_a_photo_waits_for_others_and_is_settled_after() -> None:
    first = understand([photo("1", 0.0)], State(), 0.0)
    assert first.intents == ()
    assert first.wake == QUIET
    second = understand([photo("2", 1.0)], first.state, 1.0)
    assert second.wake == 1.0 + QUIET
    done = understand([], second.state, 1.0 + QUIET)
    intent = only(done)
    assert (intent.what, intent.ids, intent.joined) == (What.PHOTOS, ("1", "2"), False)
    assert (done.state.pending, done.wake) == ((), None)


def test_an_album_is_joined_by_its_id_whatever_comes_between() -> None:
    heard = understand([photo("1", 0.0, album="a"), photo("2", 0.5, album="b"), photo("3", 1.0, album="a")], State(), 10.0)
    assert [(i.ids, i.joined, i.album) for i in heard.intents] == [(("1", "3"), True, "a"), (("2",), True, "b")]


def test_several_photos_of_one_message_are_an_album() -> None:
    assert only(understand([photo("1", 0.0, many=2)], State(), QUIET)).joined


def test_photos_with_a_pause_between_are_apart() -> None:
    heard = understand([photo("1", 0.0), photo("2", QUIET + 1)], State(), 100.0)
    assert [i.ids for i in heard.intents] == [("1",), ("2",)]


def test_an_album_does_not_wait_for_ever() -> None:
    messages = [photo(str(n), float(n), album="a") for n in range(int(LONGEST))]
    assert understand(messages, State(), LONGEST).intents
    ahead = photo("1", 9e9)  # the platform's clock is wrong
    assert understand([ahead], State(), 0.0).intents


def test_no_more_photos_than_an_album_holds_and_the_others_are_counted() -> None:
    intent = only(understand([photo("1", 0.0, many=MOST_PHOTOS + 5)], State(), QUIET))
    assert (len(intent.media), intent.beyond) == (MOST_PHOTOS, 5)


def test_an_album_that_is_full_waits_for_the_rest_of_it() -> None:
    """Thirteen photos that come one by one: the thirteenth may hold the list."""
    state = State()
    for n in range(13):
        heard = understand([photo(str(n), n * 0.1)], state, n * 0.1)
        assert heard.intents == ()
        state = heard.state
    intent = only(understand([], state, 13 * 0.1 + QUIET))
    assert (len(intent.media), intent.beyond) == (MOST_PHOTOS, 3)


def test_a_flood_of_photos_is_counted_and_not_kept() -> None:
    heard = understand([photo(str(n), 0.0, many=10) for n in range(20)], State(), 0.0)
    assert sum(len(m.media) for m in heard.state.pending) == MOST_WAITING
    assert only(understand([], heard.state, QUIET)).beyond == 200 - MOST_PHOTOS


@pytest.mark.parametrize("first", ["file", "photo"])
@pytest.mark.parametrize("album", ["a", None])
def test_a_file_that_is_no_photo_is_a_part_of_what_was_sent(first: str, album: str | None) -> None:
    file = Incoming("test", "f", "chat", Kind.OTHER, album=album, at=1.0, files=1)
    sent = [file, photo("p", 1.0, album=album)]
    intent = only(understand(sent if first == "file" else sent[::-1], State(), 1.0 + QUIET))
    assert (intent.what, len(intent.media), intent.files) == (What.PHOTOS, 1, 1)


def test_a_file_alone_is_answered_as_that() -> None:
    file = Incoming("test", "f", "chat", Kind.OTHER, files=1)
    assert only(understand([file], State(), QUIET)).what is What.OTHER


def test_a_photo_over_the_limit_counts_with_its_album_and_is_nothing_alone() -> None:
    held = replace(photo("2", 0.5, album="a"), media=(), withheld=1)
    assert only(understand([photo("1", 0.0, album="a"), held], State(), QUIET + 1)).beyond == 1
    assert understand([held], State(), QUIET + 1).intents == ()


def test_what_waits_is_forgotten_with_the_rest() -> None:
    """Within the seconds in which an album waits: its photos are named, to be deleted before that is said."""
    heard = understand([photo("1", 0.0, many=2), text("/forget", id="2", at=1.0)], State(), 1.0)
    assert (only(heard).what, [m.ref for m in only(heard).media]) == (What.FORGET, ["1.0", "1.1"])
    assert heard.state.pending == ()


def test_words_behind_a_photo_are_its_caption() -> None:
    heard = understand([photo("1", 0.0), text("is this ok?", id="2", at=1.0)], State(), 1.0)
    assert heard.intents == ()
    intent = only(understand([], heard.state, 1.0 + QUIET))
    assert (intent.ids, intent.text) == (("1", "2"), "is this ok?")


def test_a_photo_that_is_used_already() -> None:
    assert only(understand([photo("1", 0.0, caption="I already used it")], State(), QUIET)).used


def test_a_list_in_a_caption_is_judged_too() -> None:
    heard = understand([photo("1", 0.0, caption="Ingredients: Aqua, Retinol, Glycerin.")], State(), QUIET)
    assert [i.what for i in heard.intents] == [What.PHOTOS, What.LIST]


def test_a_message_that_comes_twice_is_taken_once() -> None:
    first = understand([photo("1", 0.0)], State(), 0.0)
    again = understand([photo("1", 0.0)], first.state, 0.0)
    assert len(again.state.pending) == 1


@pytest.mark.parametrize("kind", [Kind.OTHER, Kind.PHOTO])
def test_what_cannot_be_read_is_told(kind: Kind) -> None:
    assert only(understand([Incoming("test", "1", "chat", kind)], State(), 0.0)).what is What.OTHER


def test_forgetting_forgets_what_waits_too() -> None:
    state = State(language="es", told=(Told("x", "AVOID", None, 0.0),))
    heard = understand([photo("1", 0.0), text("/forget", id="2")], state, 0.0)
    assert [i.what for i in heard.intents] == [What.FORGET]
    assert heard.state == State()


# ------------------------------------------------------------------ what is kept


def test_the_state_is_json_and_back() -> None:
    told = (Told("Serum", "CAUTION", "active", 5.0, True, "4006381333931", ("1", "album:a")),)
    state = understand([photo("1", 0.0, album="a", caption="?")], State("es", True, (), told), 0.0).state
    assert State.from_json(json.loads(json.dumps(state.to_json()))) == state
    assert State.from_json(None) == State()
    assert State.from_json({"schema": 0}) == State()


def test_no_photo_is_kept_once_it_is_settled() -> None:
    waiting = understand([photo("1", 0.0)], State(), 0.0).state
    assert understand([], waiting, 60.0).state == State()


def test_products_are_forgotten_after_a_day() -> None:
    state = State(told=(Told("x", "AVOID", None, 0.0),))
    assert understand([], state, KEPT - 1).state.told
    assert not understand([], state, KEPT + 1).state.told
