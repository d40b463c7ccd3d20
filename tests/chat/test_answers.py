"""What is answered: the command line's verdict, the product's name, within a phone's length, in every language."""

from __future__ import annotations

import io
from dataclasses import replace
from functools import cache

import pytest
from chat.test_albums import HA, RETINOL, back, front, titled
from golden import samples
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from glidecheck import pipeline
from glidecheck.chat import first_aid
from glidecheck.chat.about import BOT
from glidecheck.chat.albums import Judged
from glidecheck.chat.answers import answer, notice
from glidecheck.chat.guidance import ANSWERS, Notice
from glidecheck.chat.hear import understand
from glidecheck.chat.intents import Intent, What
from glidecheck.chat.model import Answer, Incoming, Kind, Media
from glidecheck.chat.names import Asked
from glidecheck.chat.red_flags import Danger, Flag, Who
from glidecheck.chat.single import judge_name
from glidecheck.chat.state import State
from glidecheck.chat.telling import LIMIT, pages
from glidecheck.chat.tongue import LANGUAGES, tongue
from glidecheck.chat.topics import Follow, Topic
from glidecheck.errors import InputError
from glidecheck.image.photo import load
from glidecheck.model import Page, PhotoFacts, Quality, Reading, Readings, Report, Verdict
from glidecheck.pipeline import judging
from glidecheck.report.answer import answer as form
from glidecheck.report.answer import reason, sentence

CODES = {"AVOID", "CAUTION", "REVIEW", "GLIDE"}


@cache
def sample(name: str) -> Report:
    return judging.judge(samples.readings(name))


def report(page: Page, *, source: str = "photo", barcode: str | None = None) -> Report:
    facts = PhotoFacts(source, "", Quality(1000.0, 0.0), page.width, page.height)
    return judging.judge(
        Readings((facts,), (page,), (page,), witnessed=True, networks=samples.NETWORKS, engines=samples.NETWORKS, barcode=barcode)
    )


def intent(what: What, language: str = "en", **more: object) -> Intent:
    return replace(Intent(what, language, "test", "chat", ids=("1",), media=(Media("a"),)), **more)  # type: ignore[arg-type]


def told(one: Report, language: str = "en", state: State | None = None, **more: object) -> tuple[tuple[Answer, ...], State]:
    reply = answer(intent(What.PHOTOS, language, **more), state or State(), 0.0, judged=(Judged(one, (0,)),))
    return reply.answers, reply.state


def said(answers: tuple[Answer, ...]) -> str:
    return "\n".join(a.text for a in answers)


# ------------------------------------------------------------------ photos


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_name_that_is_not_known_leads_the_answer_though_all_was_read(language: str) -> None:
    whole = next(
        r for r in map(sample, ("ha-glycerin-serum", "ha-crosspolymer")) if r.verdict is Verdict.CAUTION and r.reading.value == "complete"
    )
    strange = replace(whole.ingredients[-1], substances=(), told=True)
    with_stranger = replace(whole, ingredients=(*whole.ingredients, strange))
    opening = tongue(language)("A name on the label is not known, and may be worse. At least:")
    assert opening in said(told(with_stranger, language)[0])
    assert opening not in said(told(whole, language)[0])


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", samples.names())
def test_every_sample_has_the_command_lines_verdict_in_every_language(name: str, language: str) -> None:
    right = sample(name)
    answers, state = told(right, language)
    text = said(answers)
    assert right.verdict is not None
    assert {a.verdict for a in answers} == {right.verdict.value}
    assert {c for c in CODES if c in text} == {right.verdict.value}
    assert all(0 < len(a.text) <= LIMIT for a in answers)
    assert answers[0].product
    assert answers[0].product in text
    assert "https://" not in text  # the sources fold behind a word
    assert "{" not in text
    assert state.told[-1].verdict == right.verdict.value


@pytest.mark.parametrize("name", samples.names())
def test_no_english_is_left_in_another_language(name: str) -> None:
    """Sentences of the report that a catalogue would have had to say."""
    english = {f.summary for f in sample(name).findings} | {f.advice for f in sample(name).findings} | set(sample(name).retake)
    english |= {form(sample(name)).do, *form(sample(name)).change, *form(sample(name)).care}
    for language in LANGUAGES:
        text = said(told(sample(name), language)[0])
        assert (language == "en") == any(sentence in text for sentence in english)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", samples.names())
def test_the_answer_comes_in_the_order_of_every_face(name: str, language: str) -> None:
    says, say = form(sample(name)), tongue(language)
    text = said(told(sample(name), language)[0])
    parts = [say(says.do), reason(sample(name), says, say), *(sentence(say(c)) for c in says.change[-1:])]
    places = [text.index(part) for part in parts]
    assert places == sorted(places)


def test_a_partial_reading_permits_nothing_and_says_how_to_photograph_again() -> None:
    text = said(told(sample("list-cut-by-edge"))[0])
    assert "REVIEW" in text
    assert "margin around it" in text
    assert "A provider may still" not in text


def test_what_was_taken_for_another_name_is_told() -> None:
    taken = pipeline.scan_text("Ingredients: Water, Glycerin, Panthenoll, Retlnol, Parfum.")
    text = said(told(taken)[0])
    assert "Read “Panthenoll”, taken for PANTHENOL." in text
    assert 'write "undo 1"' in text
    assert "taken for" not in said(told(pipeline.scan_text("Ingredients: Water, Glycerin, Parfum."))[0])


def test_at_least_is_said_before_a_caution_that_was_not_read_whole() -> None:
    text = said(told(replace(sample("tinted-may-contain"), reading=Reading.PARTIAL))[0])
    assert text.index("may be worse") < text.index("CAUTION")


def test_a_photo_that_was_not_judged_says_why_and_is_not_remembered() -> None:
    skipped = pipeline.skipped("photo", InputError("The photo is torn.", "Send it again."))
    answers, state = told(skipped)
    assert "NOT JUDGED" in said(answers)
    assert "The photo is torn. Send it again." in said(answers)
    assert state.told == ()
    assert answers[0].verdict is None


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("failure", [Notice.TOO_LARGE, Notice.EXPIRED, Notice.NOT_A_PHOTO, Notice.ENGINE])
def test_a_photo_that_did_not_come_is_told(failure: Notice, language: str) -> None:
    (one,) = answer(intent(What.PHOTOS, language), State(), 0.0, failure=failure).answers
    assert one == notice(failure, language)
    assert one.verdict is None


def test_several_products_are_told_apart_and_named() -> None:
    judged = (Judged(report(back(HA)), (0,)), Judged(report(back(RETINOL)), (1,)))
    both = intent(What.PHOTOS, media=(Media("a"), Media("b")))
    answers = answer(both, State(), 0.0, judged=judged).answers
    assert "2 products" in answers[0].text
    assert [a.verdict for a in answers if a.product] == ["GLIDE", "AVOID"]
    assert "(photo 1)" in str(answers[1].product)
    assert "(photo 2)" in str(answers[2].product)


def test_the_picture_is_a_small_jpeg_without_exif() -> None:
    name = "ha-ampoule-carton"
    data = (samples.SAMPLES / f"{name}.jpg").read_bytes()
    with Image.open(io.BytesIO(data)) as photo:
        exif = photo.getexif()
        exif[0x010E] = "taken at home"
        out = io.BytesIO()
        photo.save(out, "JPEG", exif=exif, quality=95)
    reply = answer(intent(What.PHOTOS, "fr"), State(), 0.0, judged=(Judged(sample(name), (0,), (load(out.getvalue()),)),))
    picture = reply.answers[0].picture
    assert picture is not None
    with Image.open(io.BytesIO(picture)) as shown:
        assert shown.format == "JPEG"
        assert max(shown.size) <= 1600
        assert not shown.getexif()
    assert b"taken at home" not in picture
    assert all(a.picture is None for a in reply.answers[1:])


def test_used_already_comes_before_the_verdict() -> None:
    answers, _ = told(sample("retinol-serum"), used=True)
    text = said(answers)
    assert text.index("Put on no more of it") < text.index("AVOID")
    assert "no reason to stop breastfeeding" in text


# ------------------------------------------------------------------ taking back

FRONT = front("Velunia Moon", "30 ml")
GLIDE, AVOID = report(titled("Velunia Moon", HA)), report(back(RETINOL))


def renamed(one: Report, page: Page) -> Report:
    """`one` with the front of another photo."""
    return replace(one, pages=(replace(page, photo=0),))


@pytest.mark.parametrize(
    ("first", "second", "later"),
    [
        # The same barcode.
        (replace(GLIDE, barcode="4006381333931"), replace(AVOID, barcode="4006381333931"), {}),
        # The same name on the front.
        (renamed(GLIDE, FRONT), renamed(AVOID, FRONT), {}),
        # The same name, one letter misread.
        (renamed(GLIDE, front("Velunia Moon")), renamed(AVOID, front("Velunla Moon")), {}),
        # Sent as a reply to the first photo.
        (GLIDE, AVOID, {"replies_to": ("1",)}),
        # A late photo of the same album.
        (GLIDE, AVOID, {"album": "a"}),
    ],
)
def test_a_verdict_that_changes_is_taken_back(first: Report, second: Report, later: dict[str, object]) -> None:
    _, state = told(first, album="a")
    answers, state = told(second, state=state, ids=("2",), **later)
    assert answers[0].text.startswith("This replaces what I said before about ")
    assert {"GLIDE", "AVOID"} <= set(answers[0].text.replace(":", "").split())
    assert [t.verdict for t in state.told] == ["AVOID"]


def test_a_milder_verdict_says_for_which_product_alone() -> None:
    _, state = told(replace(AVOID, barcode="4006381333931"))
    answers, _ = told(replace(GLIDE, barcode="4006381333931"), state=state, ids=("2",))
    assert "If this is another product, my earlier answer still holds" in answers[0].text


@pytest.mark.parametrize(
    ("first", "second", "later"),
    [
        (GLIDE, GLIDE, {"replies_to": ("1",)}),  # the same verdict: nothing to take back
        (GLIDE, AVOID, {}),  # nothing says that it is the same product
        (replace(GLIDE, barcode="4006381333931"), replace(AVOID, barcode="4006381333948"), {"replies_to": ("1",)}),
        (renamed(GLIDE, FRONT), renamed(AVOID, front("Marbeck Night", "30 ml")), {"replies_to": ("1",)}),
        (renamed(GLIDE, FRONT), renamed(AVOID, front("Velunia Retinol Plus", "30 ml")), {}),  # another product of the brand
        (renamed(GLIDE, front("Velunia Moon 4 %")), renamed(AVOID, front("Velunia Moon 5 %")), {}),  # another strength
        (renamed(AVOID, front("Velunia Moon")), renamed(GLIDE, front("Velunla Moon")), {}),  # away from danger, the name must be the same
    ],
)
def test_another_product_takes_nothing_back(first: Report, second: Report, later: dict[str, object]) -> None:
    _, state = told(first)
    answers, _ = told(second, state=state, ids=("2",), **later)
    assert "replaces" not in said(answers)


# ------------------------------------------------------------------ names and lists


@pytest.mark.parametrize(
    "name", ["sodium hyaluronate", "hyaluronic acid", "aqua", "foobarium", "glycerin", "retinol", "EMLA", "lidocaine 4%"]
)
def test_a_name_alone_is_never_a_glide(name: str) -> None:
    one = judge_name(Asked(name, known=True))
    assert one.verdict is not Verdict.GLIDE
    (reply, *_) = answer(intent(What.NAMES, names=(Asked(name, known=True),)), State(), 0.0).answers
    assert one.verdict is not None
    assert reply.verdict == one.verdict.value
    assert name in reply.text


@pytest.mark.parametrize(
    ("name", "verdict"),
    [("retinal", "AVOID"), ("lidocaine 5%", "AVOID"), ("lidocaína", "CAUTION"), ("niacinamide", "CAUTION"), ("urea", "CAUTION")],
)
def test_a_name_is_judged_as_the_lexicon_says(name: str, verdict: str) -> None:
    assert judge_name(Asked(name, known=True)).verdict == verdict


def test_of_several_names_the_gravest_comes_first_and_counts() -> None:
    names = (Asked("niacinamide", True), Asked("retinol", True))
    (one, *_) = answer(intent(What.NAMES, names=names), State(), 0.0).answers
    assert one.verdict == "AVOID"
    assert one.text.index("retinol") < one.text.index("niacinamide")


def test_an_unknown_name_is_not_cleared_and_near_ones_are_offered() -> None:
    (one,) = answer(intent(What.NAMES, names=(Asked("niacinamid3", False),)), State(), 0.0).answers
    assert one.verdict != "GLIDE"
    assert "NIACINAMIDE" in one.text.upper()


@pytest.mark.slow
def test_a_list_is_judged_as_the_command_line_does() -> None:
    for text in ("Ingredients: Aqua, Sodium Hyaluronate.", "Aqua, Retinol, Glycerin", "Aqua, Foobarium, Glycerin"):
        reply = answer(intent(What.LIST, text=text), State(), 0.0)
        assert reply.answers[0].verdict == pipeline.scan_text(text).verdict


def test_a_list_that_is_too_long_is_told() -> None:
    (one,) = answer(intent(What.LIST, text="Aqua, " * 9000), State(), 0.0).answers
    assert one == notice(Notice.TOO_LONG, "en")


# ------------------------------------------------------------------ everything else


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_other_answer_fits_a_phone_and_leaves_no_placeholder(language: str) -> None:
    intents = [
        intent(w, language) for w in (What.HELP, What.FORGET, What.LANGUAGE, What.OTHER, What.USED, What.LOST, What.LISTENING, What.THANKS)
    ]
    intents += [intent(What.QUESTION, language, topics=(t,)) for t in Topic]
    intents += [intent(What.FOLLOW, language, follow=f) for f in Follow]
    intents += [intent(What.URGENT, language, flags=(Flag(d, w, "x"),)) for d in Danger for w in Who]
    intents += [intent(What.URGENT, language, flags=tuple(Flag(d, Who.SELF, "x") for d in Danger))]
    intents += [intent(What.LANGUAGE, language, understood=False)]
    for one in intents:
        for reply in answer(one, State(), 0.0).answers:
            assert 0 < len(reply.text) <= LIMIT
            assert "{" not in reply.text
            assert reply.verdict is None


@pytest.mark.parametrize("topic", Topic)
def test_every_question_is_answered_shortly_and_its_sources_are_told_when_asked_for(topic: Topic) -> None:
    """They fold behind one word: an answer is read on a phone, and its first sentence is what was asked."""
    reply = answer(intent(What.QUESTION, topics=(topic,)), State(), 0.0)
    text = said(reply.answers)
    assert len(text.split()) <= 95
    assert text.startswith(ANSWERS[topic].short)
    assert "https://" not in text
    assert ("Not medical advice" in text) == (topic not in BOT)
    told = said(answer(intent(What.FOLLOW, follow=Follow.SOURCES), reply.state, 1.0).answers)
    assert told.startswith("Sources:\n- ")
    assert "https://" in told


def test_help_is_short() -> None:
    (one,) = answer(intent(What.HELP), State(), 0.0).answers
    assert len(one.text.split()) <= 45


@pytest.mark.parametrize(
    ("dangers", "words"),
    [
        ([Danger.BABY_ILL], "emergency for your baby"),
        ([Danger.TOXIC], "do not stay alone"),
        ([Danger.INFECTION], "See a doctor today"),
        ([Danger.INFECTION, Danger.TOXIC], "do not stay alone"),
        ([Danger.INFECTION, Danger.BABY_ILL], "emergency for your baby"),
        ([Danger.EXPOSED], "Wipe your baby's mouth"),
    ],
)
def test_where_to_get_help(dangers: list[Danger], words: str) -> None:
    (one,) = answer(intent(What.URGENT, flags=tuple(Flag(d, Who.SELF, "x") for d in dangers)), State(), 0.0).answers
    assert words in one.text
    assert "112 or 911" in one.text


def test_a_crisis_comes_before_all_else_and_hides_nothing() -> None:
    both = (Flag(Danger.CRISIS, Who.SELF, "x"), Flag(Danger.BABY_ILL, Who.BABY, "x"))
    first, second = answer(intent(What.URGENT, flags=both), State(), 0.0).answers
    assert "not alone" in first.text
    assert "emergency for your baby" in second.text


def test_whose_sign_it_is_is_asked_where_nobody_is_named() -> None:
    asked = [answer(intent(What.URGENT, flags=(Flag(Danger.BABY_ILL, who, "x"),)), State(), 0.0).answers[0].text for who in Who]
    assert [("you or your baby" in text) for text in asked] == [who is Who.UNKNOWN for who in Who]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("danger", Danger)
def test_an_urgent_answer_is_short(danger: Danger, language: str) -> None:
    """Ninety words in English and a line that asks for the country; other languages need some more for the same."""
    one, *english = answer(intent(What.URGENT, language, flags=(Flag(danger, Who.SELF, "x"),)), State(), 0.0).answers
    assert len(one.text.split()) <= (100 if language == "en" else 115)
    assert len(english) == (language in first_aid.WITH_ENGLISH)


def test_a_question_about_signs_gets_them_and_the_urgent_sentence() -> None:
    text = said(answer(intent(What.QUESTION, topics=(Topic.INFECTION,)), State(), 0.0).answers)
    assert "redness that spreads" in text
    assert "Call 112, 911" in text


def test_already_used_says_what_to_do_then_what_was_said_of_it() -> None:
    _, state = told(sample("retinol-serum"))
    reply = answer(intent(What.USED), state, 0.0)
    text = said(reply.answers)
    assert "72 hours" in text
    assert "One use by accident is by itself no reason to stop breastfeeding." in text
    assert text.index("Wash your hands") < text.index("I said: AVOID")
    assert reply.answers[0].product == state.told[-1].product


def test_already_used_and_unknown_asks_for_the_label() -> None:
    assert "Send me a photo of its label" in said(answer(intent(What.USED), State(), 0.0).answers)


def test_it_means_the_product_that_is_replied_to() -> None:
    _, state = told(sample("retinol-serum"), ids=("1",))
    _, state = told(sample("ha-gel-tube"), state=state, ids=("2",))
    assert "I said: GLIDE" in said(answer(intent(What.USED), state, 0.0).answers)
    assert "I said: AVOID" in said(answer(intent(What.USED, replies_to=("1",)), state, 0.0).answers)


def test_forgetting_leaves_nothing() -> None:
    _, state = told(sample("retinol-serum"))
    assert answer(intent(What.FORGET), state, 0.0).state == State()


@pytest.mark.parametrize("language", [code for code in LANGUAGES if code != "en"])
def test_help_says_that_the_translation_was_not_reviewed(language: str) -> None:
    say = tongue(language)
    assert say("This translation was not reviewed by a clinician.") in said(answer(intent(What.HELP, language), State(), 0.0).answers)


@given(st.lists(st.text(st.characters(categories=["Lu", "Ll", "Zs", "Po"]), min_size=1, max_size=900), min_size=1, max_size=8))
def test_messages_are_parted_and_nothing_is_lost(paragraphs: list[str]) -> None:
    parts = pages(paragraphs, tongue("en"), 300)
    assert all(len(p) <= 300 for p in parts)
    letters = "".join("".join(paragraphs).split())
    shown = "".join("".join(p.removeprefix("(continued)") for p in parts).split())
    assert shown == letters


def test_a_whole_conversation() -> None:
    state = State()
    heard = understand([Incoming("test", "1", "chat", Kind.TEXT, "¿puedo usar retinal?", language="es")], state, 0.0)
    reply = answer(heard.intents[0], heard.state, 0.0)
    assert "AVOID: no lo uses" in reply.answers[0].text
    heard = understand([Incoming("test", "2", "chat", Kind.TEXT, "ya me lo puse", at=60.0)], reply.state, 60.0)
    reply = answer(heard.intents[0], heard.state, 60.0)
    assert "retinal" in said(reply.answers)
    heard = understand([Incoming("test", "3", "chat", Kind.TEXT, "se me duerme la lengua", at=90.0)], reply.state, 90.0)
    assert heard.intents[0].what is What.URGENT
    assert answer(heard.intents[0], heard.state, 90.0).answers[0].text.startswith("Llama ya")
