"""The catalogues miss nothing, keep every placeholder and code word, and are compiled."""

from __future__ import annotations

import pickle
from pathlib import Path

import catalogues
import pytest
from golden import samples

from glidecheck.chat.tongue import LANGUAGES, localised, tongue
from glidecheck.lexicon import load
from glidecheck.model import Message, joined
from glidecheck.pipeline import judging
from glidecheck.report.letters import drawable, font
from glidecheck.report.view import CLOSING, LOOKS

WANTED = catalogues.messages()
OTHERS = [code for code in LANGUAGES if code != "en"]


def test_there_is_a_catalogue_for_each_language() -> None:
    assert catalogues.languages() == sorted(OTHERS)


@pytest.mark.parametrize("language", OTHERS)
def test_a_catalogue_is_whole(language: str) -> None:
    assert list(catalogues.faults(language, WANTED)) == []


@pytest.mark.parametrize("language", OTHERS)
def test_every_rule_is_told_in_the_language(language: str) -> None:
    say = tongue(language)
    for rule in load().rules_json:
        for part in ("summary", "advice", "permits"):
            text = rule.get(part)
            if text and any(c.isalpha() for c in catalogues.PLACES.sub("", text)):
                assert say(text) != text, (rule["id"], part)


def test_the_check_finds_what_is_wrong(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bad = catalogues.read("de")
    for text, told in (
        ("Sources:", ""),
        ("Product: {product}", "Produkt"),
        ("AVOID: do not use it", "nicht verwenden"),
        ("Send the photo again.", "Send the photo again."),
        ("the print is too small: hold the camera closer", "zu klein"),
    ):
        bad.get(text).string = told
    bad.add("nobody says this", "niemand")
    folder = tmp_path / "de" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    monkeypatch.setattr(catalogues, "LOCALES", tmp_path)
    catalogues._write(bad, folder / "glidecheck.po")
    found = "\n".join(catalogues.faults("de", WANTED))
    for words in (
        "not translated: 'Sources:'",
        "no longer said",
        "placeholders differ",
        "code word",
        "still English",
        "lost the colon",
        "stale",
    ):
        assert words in found


def test_the_template_is_not_stale() -> None:
    with (catalogues.LOCALES / "glidecheck.pot").open("rb") as file:
        assert {m.id for m in catalogues.read_po(file) if m.id} == set(WANTED)


# ------------------------------------------------------------------ saying


def test_english_is_said_as_it_stands() -> None:
    assert tongue("en")(Message("{n} names are not known", n="3")) == "3 names are not known"
    assert tongue("tlh").code == "en"


def test_what_is_said_is_said_again_with_its_values() -> None:
    gap = Message("the list runs to the {side} edge of the photo: photograph the label with a margin around it", side=Message("left"))
    assert tongue("de")(gap) == "die Liste reicht bis zum linken Rand des Fotos: das Etikett mit einem Rand ringsum fotografieren"
    head = Message.worded(gap.split(": ")[0], gap.template, gap.values, head=True)
    assert tongue("fr")(head) == "la liste va jusqu'au bord gauche de la photo"
    assert tongue("es")(joined("; ", [Message("1 name is not known"), "RETINOL"])) == "1 nombre no se conoce; RETINOL"
    assert tongue("id")(Message("{photo} is empty.", photo="photo 2")) == "foto 2 kosong."


def test_print_is_shown_harmless_and_not_too_long() -> None:
    said = tongue("es")(
        Message('"{printed}" is not known: it was misread, or it is not in our lists.', printed="\u202e\x1b[31m" + "x" * 500)
    )
    assert "\x1b" not in said
    assert "\u202e" not in said
    assert len(said) < 200


def test_what_is_said_survives_a_process() -> None:
    gap = Message("{n} names are not known", n="3")
    again = pickle.loads(pickle.dumps(gap))
    assert (again, again.template, again.values, again.head) == (gap, gap.template, gap.values, gap.head)


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("sample", samples.names())
def test_a_report_is_localised_whole(sample: str, language: str) -> None:
    report = judging.judge(samples.readings(sample))
    there = localised(report, tongue(language))
    assert there.headline != report.headline
    assert str(report.verdict) in there.headline
    assert (there.verdict, there.ingredients, there.reading) == (report.verdict, report.ingredients, report.reading)
    for ours, theirs in zip(report.findings, there.findings, strict=True):
        assert ours.summary != theirs.summary
        assert ours.advice != theirs.advice
    assert not set(report.retake) & set(there.retake)


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_pictures_words_have_letters_in_its_font(language: str) -> None:
    say = tongue(language)
    words = [w for look in LOOKS.values() for w in (look.words, look.short)] + [
        CLOSING,
        *(judging.judge(samples.readings(s)).headline for s in samples.names()),
    ]
    letters = font(24)
    missing = bytes(letters.getmask("\uffff"))
    for text in map(say, words):
        shown = drawable(text)
        assert "?" not in shown.replace("?", "", text.count("?"))
        assert not [c for c in set(shown) if not c.isspace() and bytes(letters.getmask(c)) == missing]
