"""Red flags: found in every language, wherever they stand; excused by a denial beside them, by a plain question, by an everyday phrase."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glidecheck.chat.detector import HEARD
from glidecheck.chat.emergency import numbers
from glidecheck.chat.hear import understand
from glidecheck.chat.intents import What
from glidecheck.chat.model import Incoming, Kind, Media
from glidecheck.chat.red_flags import Danger, Flag, Who, find, remember
from glidecheck.chat.state import State

CALM = [
    "",
    "Is retinal ok?",
    "no fever, no pus",
    "No fever or chills so far",
    "I do not have a fever",
    "without any swelling of the face",
    "my numbing cream",
    "numbing cream on the lips, is that allowed?",
    "blue light therapy for my face",
    "The redness is gone.",
    "Ingredients: Aqua, Glycerin, CI 42090 (Blue 1), Lip Balm Base",
    "what are the signs of infection, fever or pus?",
    "no tengo fiebre",
    "sin fiebre ni pus",
    "luz azul en la cara",
    "¿cuáles son los síntomas, fiebre?",
    "je n'ai pas de fièvre",
    "sans fièvre ni pus",
    "une crème anesthésiante sur les lèvres",
    "quels sont les signes, de la fièvre ?",
    "Ich habe kein Fieber",
    "ohne Fieber oder Eiter",
    "Betäubungscreme auf die Lippen?",
    "Woran erkenne ich eine Infektion, an Fieber?",
    "não tenho febre",
    "sem febre nem pus",
    "luz azul no rosto",
    "quais são os sinais, febre?",
    "tidak demam",
    "tanpa demam atau nanah",
    "krim kebas di bibir",
    "apa tanda infeksi, demam?",
]

SIGNS = {
    "baby_ill": [
        "my baby is limp",
        "the baby won't wake up",
        "baby looks blue",
        "mi bebé está flácido",
        "mi bebé no se despierta",
        "mon bébé est tout mou",
        "mon bébé ne se réveille pas",
        "mein Baby ist schlaff",
        "mein Baby ist blau",
        "meu bebê está mole",
        "meu bebê não acorda",
        "bayi saya lemas",
        "bayi saya susah dibangunkan",
    ],
    "mouth": [
        "my tongue is numb",
        "my lips are tingling",
        "i cant feel my lips",
        "se me durmió la boca",
        "no siento la lengua",
        "j'ai la langue engourdie",
        "meine Zunge ist taub",
        "Kribbeln in den Lippen",
        "minha boca está dormente",
        "lidah saya mati rasa",
        "bibir kebas",
    ],
    "taste": [
        "I have a metallic taste",
        "sabor metálico en la boca",
        "j'ai un goût de métal",
        "metallischer Geschmack",
        "gosto metálico",
        "rasa logam",
    ],
    "ears": [
        "my ears are ringing",
        "me zumban los oídos",
        "mes oreilles sifflent",
        "ich habe Ohrensausen",
        "meu ouvido está zumbindo",
        "telinga berdenging",
    ],
    "dizzy": [
        "I feel dizzy",
        "me siento mareada",
        "j'ai des vertiges",
        "mir ist schwindelig",
        "estou com tontura",
        "saya pusing",
        "I fainted",
    ],
    "seizure": ["she had a seizure", "tuve convulsiones", "des convulsions", "ein Krampfanfall", "tive uma convulsão", "saya kejang"],
    "heart": [
        "my chest hurts",
        "my heart is racing",
        "me duele el pecho",
        "douleur à la poitrine",
        "Schmerzen in der Brust",
        "Herzrasen",
        "dor no peito",
        "nyeri dada",
    ],
    "breath": [
        "I can't breathe",
        "short of breath",
        "me cuesta respirar",
        "j'ai du mal à respirer",
        "ich bekomme keine Luft",
        "falta de ar",
        "saya sesak napas",
    ],
    "blue": [
        "my lips are blue",
        "grey skin",
        "tengo los labios azules",
        "mes lèvres sont bleues",
        "meine Lippen sind blau",
        "lábios roxos",
        "bibir membiru",
    ],
    "face": [
        "my face is swollen",
        "se me hinchó la cara",
        "mon visage a gonflé",
        "mein Gesicht ist geschwollen",
        "meu rosto inchou",
        "wajah saya bengkak",
    ],
    "redness": [
        "the redness is spreading",
        "la rojez se extiende",
        "la rougeur s'étend",
        "die Rötung breitet sich aus",
        "a vermelhidão está se espalhando",
        "kemerahannya menyebar",
    ],
    "pus": ["there is pus", "me sale pus", "ça suinte", "es eitert", "está saindo pus", "keluar nanah"],
    "fever": [
        "I have a fever",
        "temperature of 39",
        "tengo fiebre",
        "j'ai de la fièvre",
        "ich habe Fieber",
        "38,5 °C",
        "estou com febre",
        "saya demam",
        "menggigil",
    ],
}
PHRASES = [(sign, phrase) for sign, phrases in SIGNS.items() for phrase in phrases]


@pytest.mark.parametrize("text", CALM)
def test_calm(text: str) -> None:
    assert find(text) == ()


@pytest.mark.parametrize(("sign", "phrase"), PHRASES)
def test_each_sign(sign: str, phrase: str) -> None:
    assert sign in {f.sign for f in find(phrase)} | {f.danger.value for f in find(phrase)}
    assert find(phrase.upper()) == find(phrase)


TEXTS = Path(__file__).parents[2] / "lexicon" / "red_flags" / "texts.csv"
ALLOWED = 0.01  # share of harmless messages with frightening words in them that may be taken for urgent


def rows() -> list[dict[str, str]]:
    with TEXTS.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_what_frightened_people_write_is_urgent_for_the_right_reason() -> None:
    urgent = [row for row in rows() if row["danger"] != "none"]
    assert {row["lang"] for row in urgent} >= set(HEARD)
    assert {row["danger"] for row in urgent} == set(Danger)
    assert [row for row in urgent if row["danger"] not in {f.danger for f in find(row["text"])}] == []


def test_frightening_words_alone_are_no_alarm() -> None:
    harmless = [row["text"] for row in rows() if row["danger"] == "none"]
    assert len(harmless) >= 300
    assert len([text for text in harmless if find(text)]) <= ALLOWED * len(harmless)


@pytest.mark.parametrize(
    ("text", "whom"),
    [
        ("my baby is limp", Who.BABY),
        ("shes gone limp", Who.BABY),
        ("limp and not responding", Who.UNKNOWN),
        ("my lips are numb and the baby sleeps", Who.SELF),
        ("client is dizzy and slurring her words", Who.ADULT),
        ("les lèvres de mon bébé sont bleues", Who.BABY),
        ("bibir anakku biru", Who.BABY),
    ],
)
def test_whom_it_is_about(text: str, whom: Who) -> None:
    assert {f.who for f in find(text)} == {whom}


def talk(*messages: str) -> tuple[list[tuple[Flag, ...]], State]:
    state, said = State(), []
    for n, message in enumerate(messages):
        flags = find(message, state, float(n))
        state = remember(message, flags, state, float(n))
        said.append(flags)
    return said, state


def test_what_was_said_before_counts_for_an_hour() -> None:
    said, state = talk("i used numbing cream on my face", "now i feel weird", "what number?")
    assert [bool(flags) for flags in said] == [False, True, True]
    assert find("what number?", state, 2.0 + 3599.0)
    assert not find("what number?", state, 2.0 + 3601.0)
    assert not find("is niacinamide ok?", state, 3.0)


def test_nothing_of_an_alarm_is_kept_for_longer() -> None:
    _, state = talk("i want to die", "i put numbing cream on")
    assert state.at(60.0).alarm
    later = state.at(1.0 + 3600.0)
    assert (later.alarm, later.context, later.country) == ((), (), None)


def test_the_answer_to_whose_it_is_names_the_person() -> None:
    said, _ = talk("limp and not responding", "the baby")
    assert {f.who for f in said[0]} == {Who.UNKNOWN}
    assert {f.who for f in said[1]} == {Who.BABY}


def test_a_country_that_is_named_after_an_alarm_is_kept() -> None:
    said, state = talk("my baby licked emla", "Spain")
    assert said[1] == said[0]
    assert (state.country, numbers(state.country).poison) == ("ES", "Toxicología 91 562 04 20")


def test_a_pasted_text_is_read_in_time() -> None:
    """Nothing is timed; a list of thousands of names must only end."""
    assert find("Aqua, my baby cream, retinol, " * 3000) is not None


BANK = Path(__file__).parents[2].parent / "shared" / "clinical" / "chat_bank.jsonl"


@pytest.mark.shared
@pytest.mark.skipif(not BANK.exists(), reason="needs ../shared")
def test_every_urgent_conversation_of_the_bank_ends_urgent_and_no_other() -> None:
    for row in map(json.loads, BANK.read_text(encoding="utf-8").splitlines()):
        state = State()
        flags: tuple[Flag, ...] = ()
        for n, message in enumerate(row["messages"]):
            flags = find(message, state, float(n))
            state = remember(message, flags, state, float(n))
        assert bool(flags) == row["urgent"], row["messages"]


@pytest.mark.parametrize(
    ("text", "many"),
    [
        ("i took 6 paracetamol", True),
        ("took 4 x 500 mg tylenol", True),
        ("i took 2 paracetamol", False),
        ("i took 400 mg ibuprofen", False),
        ("took ibuprofen 600", False),
        ("i take 6 tablets a day", False),
        ("can i take 4 ibuprofen", False),
        ("took paracetamol 6 hours ago", False),
    ],
)
def test_many_tablets_at_once_are_urgent_and_a_usual_dose_is_not(text: str, many: bool) -> None:
    assert [f.sign for f in find(text)] == ["tablets"] * many


@pytest.mark.parametrize("apostrophe", ["'", "’", ""])
def test_typed_on_a_phone(apostrophe: str) -> None:
    assert [f.sign for f in find(f"i can{apostrophe}t breathe")] == ["breath"]


@pytest.mark.parametrize(
    "text",
    [
        "no fever, but my lips are numb",
        "I never had such a fever",
        "what are the signs of infection? my face is hot and there is pus",
        "is fever normal? I have had it since yesterday",
        "not only fever, also pus",
        "no, tengo fiebre",
    ],
)
def test_in_doubt_it_counts(text: str) -> None:
    assert find(text)


@pytest.mark.parametrize(
    "text", ["what are the signs of infection?", "woran erkenne ich eine Infektion?", "apa tanda infeksi?", "jakie są oznaki zakażenia?"]
)
def test_questions_about_signs_are_not_urgent(text: str) -> None:
    assert not find(text)


# Words that deny the next word ("no", "sin", "kein") at the very end of what comes before would rightly deny the sign.
LETTERS = st.text(st.characters(categories=["Lu", "Ll", "Nd", "Zs", "Po", "So"]), max_size=80)
MESSAGES = st.one_of(
    LETTERS,
    st.sampled_from(
        [
            "Is retinal ok?",
            "/forget",
            "/language es",
            "I already used it",
            "Ingredients: Aqua, Retinol, Glycerin.",
            "what are the signs of infection?",
            "hello",
            "¿puedo usar esto?",
            "kein Fieber",
            "no fever",
        ]
    ),
)


@pytest.mark.slow
@given(MESSAGES, st.sampled_from(PHRASES), MESSAGES, st.sampled_from([". ", "\n", "! "]), st.sampled_from(list(Kind)))
def test_urgent_comes_first_wherever_it_stands(before: str, named: tuple[str, str], after: str, between: str, kind: Kind) -> None:
    sign, phrase = named
    text = f"{before}{between}{phrase}{between}{after}"
    media = (Media("photo"),) if kind is Kind.PHOTO else ()
    heard = understand([Incoming("test", "1", "chat", kind, text, media)], State(), 0.0)
    assert heard.intents[0].what is What.URGENT
    assert sign in {f.sign for f in heard.intents[0].flags} | {f.danger.value for f in heard.intents[0].flags}


@pytest.mark.parametrize(
    ("text", "dangers"),
    [
        ("my face is swollen after the cream", {Danger.ALLERGY}),
        ("my cheek is swollen and pus comes out", {Danger.INFECTION}),
        ("meine wange ist geschwollen und eitert", {Danger.INFECTION}),
        ("pus on my cheek and my lips are swollen", {Danger.ALLERGY, Danger.INFECTION}),
        ("is it infected? my face is swollen", {Danger.ALLERGY, Danger.INFECTION}),
    ],
)
def test_a_face_that_festers_swells_by_the_infection(text: str, dangers: set[Danger]) -> None:
    assert {f.danger for f in find(text)} == dangers


@pytest.mark.parametrize(
    ("urgent", "then"),
    [
        ("my baby is limp", "Egypt"),
        ("mi bebe no se despierta", "Honduras"),
        ("малыш вялый и не просыпается", "я в Германии"),
        ("dziecko jest wiotkie", "w Niemczech"),
    ],
)
def test_a_country_that_nobody_knows_does_not_end_what_is_urgent(urgent: str, then: str) -> None:
    heard = understand([Incoming("test", "1", "chat", Kind.TEXT, urgent, ())], State(), 0.0)
    said = replace(heard.state, talk=replace(heard.state.talk, what="urgent"))
    after = understand([Incoming("test", "2", "chat", Kind.TEXT, then, ())], said, 60.0)
    assert [i.what for i in after.intents] == [What.URGENT]


def test_after_an_hour_a_word_that_nobody_knows_is_no_alarm() -> None:
    heard = understand([Incoming("test", "1", "chat", Kind.TEXT, "my baby is limp", ())], State(), 0.0)
    said = replace(heard.state, talk=replace(heard.state.talk, what="urgent"))
    after = understand([Incoming("test", "2", "chat", Kind.TEXT, "Honduras", ())], said, 3 * 3600.0)
    assert What.URGENT not in [i.what for i in after.intents]
