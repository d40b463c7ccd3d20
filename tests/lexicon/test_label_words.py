"""Each kind of line takes its own texts and leaves what is not its; no word of theirs names a danger."""

from __future__ import annotations

from pathlib import Path

import pytest

from glidecheck.label_text import vocabulary
from glidecheck.label_text.kinds import explain
from glidecheck.label_text.suspects import suspects
from glidecheck.lexicon import label_words, load, schema
from glidecheck.lexicon.nearest import Nearest
from glidecheck.model import GlideRole, Line

FILE = Path(__file__).parents[2] / "lexicon" / "label_words.yaml"
KINDS = schema.load(label_words.LabelWordsFile, FILE).kinds
LEXICON = load()
LANGUAGES = label_words.languages(FILE.parent)


@pytest.mark.parametrize(("kind", "text"), [(k.kind, t) for k in KINDS for t in k.fires])
def test_a_kind_takes_its_texts(kind: str, text: str) -> None:
    found = explain([Line(text, 1.0)], LEXICON, typed=True)
    assert found.strangers == ()
    assert kind in found.kinds[0]


@pytest.mark.parametrize(("kind", "text"), [(k.kind, t) for k in KINDS for t in k.passes])
def test_a_kind_leaves_what_is_not_its(kind: str, text: str) -> None:
    assert explain([Line(text, 1.0)], LEXICON, typed=True).strangers


def test_every_kind_but_the_words_between_has_texts_of_both_sorts() -> None:
    assert {k.kind for k in KINDS if not (k.fires and k.passes)} <= {"between"}


def test_a_word_that_names_what_no_glide_holds_is_not_ordinary() -> None:
    """Neither by itself nor glued of two, whatever names the lexicon is given."""
    known, nearest = vocabulary.of(LEXICON), Nearest.of(LEXICON)
    grave = [k for k in nearest.grave_keys() if len(k) > 3 and k == vocabulary.plain(k) and known.of(k)]
    named = [w for w in known.words if len(w) > 3 and any(h.substance.role is GlideRole.NONE for h in LEXICON.lookup(w))]
    taken = [w for w in (*grave, *named) if not explain([Line(f"{w} gel", 1.0)], LEXICON, typed=True).strangers]
    assert set(taken) <= set(known.also_names) <= {*grave, *named}


@pytest.mark.parametrize(("language", "text"), [(f.language, t) for f in LANGUAGES for t in f.fires])
def test_a_language_takes_its_sentences(language: str, text: str) -> None:
    assert explain([Line(text, 1.0)], LEXICON, typed=True).strangers == ()


@pytest.mark.parametrize(("language", "text"), [(f.language, t) for f in LANGUAGES for t in f.passes])
def test_a_language_leaves_what_excludes(language: str, text: str) -> None:
    assert explain([Line(text, 1.0)], LEXICON, typed=True).strangers


HOUSES = sorted({" ".join(name) for names in vocabulary.of(LEXICON).houses.values() for name in names})


@pytest.mark.parametrize("house", HOUSES)
def test_a_house_names_nothing_that_a_glide_does_not_hold(house: str) -> None:
    """Its name on a front is understood, and is no name or stem of a retinoid, an anaesthetic or anything a rule speaks of."""
    assert not LEXICON.lookup(house.replace(" ", ""))
    assert not LEXICON.lookup(house)
    assert explain([Line(f"{house.title()} Hyaluronic Gel", 1.0)], LEXICON, typed=True).strangers == ()
    assert suspects([Line(house.title(), 1.0)], LEXICON) == ()


def test_a_house_is_written_as_a_name() -> None:
    assert explain([Line("rub with anua and water", 1.0)], LEXICON, typed=True).strangers


def test_no_word_denies() -> None:
    """What denies is said by whole sentences alone: a word that did would make "not sterile" a word about sterility."""
    known = vocabulary.of(LEXICON)
    denying = [
        (f.language, w)
        for f in LANGUAGES
        for words in f.words.values()
        for w in words.split()
        if vocabulary.plain(w) in known.denies.get(f.language, ())
    ]
    assert denying == []


@pytest.mark.parametrize("word", ["hydratacaine", "serumone", "gelnovo"])
def test_an_ending_is_of_its_language_and_makes_no_drug(word: str) -> None:
    assert not vocabulary.of(LEXICON).of(word)
