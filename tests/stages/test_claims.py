"""Text outside the list: what it names, what it only mentions, and what it says that a rule asks for."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from glidecheck.errors import InputError
from glidecheck.label_text import names, phrases, suspects
from glidecheck.lexicon import load
from glidecheck.model import Box, Line, Match, NoticeKind, Section

LEXICON = load()


def lines(text: str) -> tuple[Line, ...]:
    return tuple(Line(t, 1.0) for t in text.split("\n"))


def named(text: str) -> tuple[Match, ...]:
    return names.names(lines(text), LEXICON)


def critical(text: str) -> list[str]:
    return [s.name for m in named(text) for s in m.substances if {"retinoid", "anaesthetic"} & set(s.classes)]


def kinds(text: str) -> set[NoticeKind]:
    return {n.kind for n in phrases.notices(lines(text), LEXICON)}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Daily Moisturiser with SPF 30",
        # Words a letter or two from a critical name.
        "Retail price. Retain this carton. Original formula, medicine cabinet",
        "Protein mask with betaine",
        "Supports retinal health and protects your eyes",
        "Aesthetic serum of the esthetic clinic",
        "Fundus retinae, cocina, prochain jour, Alpine balm",
        "Vita Coco hydrating mist",
        "Sérum vitamine C 15 %",
        "Pro-Vitamin B5 and vitamin E",
        "CE Phloretin, resorcinol, bakuchiol",
        "Sunscreen, cocoa, caffeine",
        # Negations, comparisons, advice about other products.
        "Retinol-free serum",
        "Lidocaine-free!",
        "sans rétinol",
        "ohne Retinol",
        "Contains no retinol palmitate.",
        "A gentle retinol alternative",
        "phyto-retinol complex",
        "Do not use with retinol",
        "レチノールフリー",
        # An enumeration of what is not in it, to its end.
        "Free from: retinol, lidocaine, parabens.",
        "Free from parabens, retinol and lidocaine",
        "Without parabens,\nretinyl palmitate, mineral oil or lidocaine",
        "Sans parfum, rétinol, lidocaïne",
        "Ohne Parabene, Retinol und Lidocain",
        "Sin parabenos, retinol, lidocaína.",
        "Bez parabenów, retinolu i lidokainy",
    ],
)
def test_nothing_named(text: str) -> None:
    assert critical(text) == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Resurfacing Retinol Serum", "RETINOL"),
        ("OLAY RETINOL24", "RETINOL"),
        ("Sérum Rétinol", "RETINOL"),
        ("universal pro-retinol", "RETINOL"),
        ("CONCENTRATED VITAMIN A FORMULATION", "VITAMIN A"),
        ("Tretinoin Cream USP 0.025%", "RETINOIC ACID"),
        ("Retin-A® Cream", "RETINOIC ACID"),
        ("DIFFERIN® GEL", "ADAPALENE"),
        ("Лидокаин + Ромашки", "LIDOCAINE"),
        ("含视黄醇精华", "RETINOL"),
        # Negations reach the term beside them and no further.
        ("Retinol Free-Radical Defence", "RETINOL"),
        ("retinol without irritation", "RETINOL"),
        # An enumeration ends with its sentence or line, with another word, with a strength, with an ingredient that nobody promises the
        # absence of: then only its first item is denied.
        ("Free from: parabens, silicones. Retinol 0.3 %", "RETINOL"),
        ("Free from parabens, silicones\nRetinol", "RETINOL"),
        ("Free from parabens,\nRetinol", "RETINOL"),
        ("Free from parabens, with retinol", "RETINOL"),
        ("Free from parabens, retinol 0.5 %", "RETINOL"),
        ("Free from parabens, Aqua, Glycerin, Retinol", "RETINOL"),
        ("Free from parabens, retinol, Aqua, Glycerin", "RETINOL"),
        ("Without fragrance: Aqua, Retinol", "RETINOL"),
        ("Not free from retinol, lidocaine", "LIDOCAINE"),
        ("Paraben-free retinol serum", "RETINOL"),
        ("Do not use with other retinoids", "VITAMIN A"),
        # Damaged, torn, run together, over two lines.
        ("RET1NOL SERUM", "RETINOL"),
        ("TRETlNOlN CREAM", "RETINOIC ACID"),
        ("ETINAL EYE PATCH", "RETINAL"),  # the bend of a jar hides the first letter
        ("RETNAL SERUM", "RETINAL"),
        ("Lidocalne 4% cream", "LIDOCAINE"),
        ("R E T I N O L", "RETINOL"),
        ("RESURFACINGRETINOLSERUM", "RETINOL"),
        ("RETINYL\nPALMITATE", "RETINYL PALMITATE"),
    ],
)
def test_named(text: str, name: str) -> None:
    assert name in critical(text)


def test_hyaluronates_are_named_too() -> None:
    (found,) = named("Sterile Hyaluronic Acid Glide 1%")
    assert (found.substances[0].name, found.mention.section) == ("HYALURONIC ACID", Section.CLAIM)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Lidocaine 5 % cream", {"LIDOCAINE": "5"}),
        ("2% Lidocaine gel", {"LIDOCAINE": "2"}),
        ("LIDOCAINE HCl INJ., USP, 2%", {"LIDOCAINE": "2"}),
        ("Retinol 0.5% in Squalane", {"RETINOL": "0.5"}),
        ("TRETINOIN CREAM USP\nTRETIHEAL\n0.05%\n20g", {"RETINOIC ACID": "0.05"}),
        ("Hydroquinone USP 4.00% w/w + Tretinoin USP 0.05% w/w", {"HYDROQUINONE": "4.00", "RETINOIC ACID": "0.05"}),
    ],
)
def test_strengths(text: str, expected: dict[str, str]) -> None:
    assert {m.substances[0].name: str(m.mention.amount.value) for m in named(text) if m.mention.amount} == expected


def test_the_strength_of_a_mixture_is_not_that_of_one_of_its_parts() -> None:
    found = named("EMLA Cream 5%\nlidocaine and prilocaine")
    assert [len(m.substances) for m in found if m.mention.amount] == [2]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Retinol-free", NoticeKind.NEGATION),
        ("retinol alternative", NoticeKind.COMPARISON),
        ("Never use with retinol", NoticeKind.INCOMPATIBILITY),
        ("Contains Vitamin A.\nConsider your daily intake before use", NoticeKind.VITAMIN_A_WARNING),
        ("Enthält Vitamin A", NoticeKind.VITAMIN_A_WARNING),
        ("Rx only", NoticeKind.RX),
        ("℞ Lidocaine ointment", NoticeKind.RX),
        ("Verschreibungspflichtig", NoticeKind.RX),
        ("Uniquement sur ordonnance", NoticeKind.RX),
        ("NDC 63323-208-01", NoticeKind.NDC),
        ("Drug Facts", NoticeKind.DRUG_FACTS),
        ("Numbing gel for use during microneedling", NoticeKind.USE_STAGE),
        ("Apply to the nipple", NoticeKind.SITE),
        ("TKTX numbing cream", NoticeKind.BRAND_WARNED),
        ("Platelet-Rich Plasma preparation kit", NoticeKind.PRP),
        ("Sterile until opened", NoticeKind.STERILE),
    ],
)
def test_notices(text: str, kind: NoticeKind) -> None:
    assert kind in kinds(text)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Daily cream", NoticeKind.RX),
        ("no prescription only a cream", NoticeKind.RX),
        ("Sold without Rx only here", NoticeKind.RX),
        ("nicht verschreibungspflichtig", NoticeKind.RX),
        ("disponible sans ordonnance", NoticeKind.RX),
        ("Do not use during microneedling", NoticeKind.USE_STAGE),
        ("If pregnant or breast-feeding, ask a doctor", NoticeKind.SITE),
        ("Do not apply to the nipple", NoticeKind.SITE),
        ("Vegan PRP serum", NoticeKind.PRP),
        ("non-sterile", NoticeKind.STERILE),
        ("Retinol Free-Radical Defence", NoticeKind.NEGATION),
    ],
)
def test_no_such_notice(text: str, kind: NoticeKind) -> None:
    assert kind not in kinds(text)


def test_a_sentence_is_read_over_its_lines_and_not_beyond() -> None:
    assert NoticeKind.USE_STAGE in kinds("Not for children.\nUse during microneedling.")
    assert NoticeKind.USE_STAGE not in kinds("Never apply\nafter microneedling")


def test_where_it_stands() -> None:
    (found,) = names.names(
        (Line("New", 0.9, Box.of(0, 0, 30, 10)), Line("Retinol 1%", 0.8, Box.of(0, 20, 100, 40), reader="r", photo=2)), LEXICON, first=7
    )
    assert found.mention.box is not None
    assert (found.mention.box.top, found.mention.box.right, found.mention.photo, found.mention.position) == (20, pytest.approx(70), 2, 7)
    assert found.mention.readers == ("r",)


@pytest.mark.parametrize("text", ["0" * 20_000, "7" * 20_000, "0|" * 10_000])
def test_a_long_run_of_digits_is_looked_at_once(text: str) -> None:
    """Once it took a minute (scripts/bench_hostile.py measures it)."""
    assert phrases.notices(lines(text), load()) == ()


def test_too_long_a_text_is_refused() -> None:
    with pytest.raises(InputError, match="no label"):
        named("a" * 100_000)


@given(st.text(max_size=200))
@settings(max_examples=50)
def test_any_text_is_answered(text: str) -> None:
    assert all(0 < m.score <= 1 and m.substances for m in named(text))
    phrases.notices(lines(text), LEXICON)


@pytest.mark.parametrize(
    ("texts", "named"),
    [
        (("Some Hyaluronic Ampoule", "30 ml"), ()),
        (("Rinse with water. Keep out of reach of children.",), ()),  # spoken of
        (("Fragrance-free. No parabens.",), ()),  # denied
        (("HA + Ceramide AP",), ("Ceramide AP",)),
        (("Citrus", "Aurantium", "Dulcis Peel Oil", "10 %"), ("Citrus Aurantium Dulcis Peel Oil",)),
        (("HA + Cl 77492",), ("Cl 77492",)),
        (("CAPRYLHYDROXAMIC ACID.",), ("CAPRYLHYDROXAMIC ACID",)),
        (("Sodium Hyaluronate 1 %",), ()),  # of the allow-list
    ],
)
def test_names_that_stand_beside_the_list(texts: tuple[str, ...], named: tuple[str, ...]) -> None:
    lines = [Line(t, 0.99, Box.of(100, 100 + 40 * n, 100 + 10 * len(t), 130 + 40 * n)) for n, t in enumerate(texts)]
    assert suspects.beside(lines, load()) == named


@pytest.mark.parametrize(
    ("rows", "named"),
    [
        (("A gentle retinol alter-", "native."), []),
        (("Not to be used with treti-", "noin."), []),
        (("A retinol-", "rich cream"), ["retinol"]),
        (("With reti-", "nol"), ["retinol"]),
    ],
)
def test_a_phrase_that_a_lines_end_breaks_is_one(rows: tuple[str, ...], named: list[str]) -> None:
    found = names.names([Line(text, 0.99) for text in rows], LEXICON)
    assert [s.id for m in found for s in m.substances] == named


def test_a_full_stop_of_an_abbreviation_parts_no_name() -> None:
    """Where the text before it was cut off "Vit. A" was two words, and AVOID became REVIEW."""
    assert critical("Serum with Vit. A 30 ml") == ["VITAMIN A"]


def test_an_article_before_a_product_is_no_vitamin() -> None:
    assert critical("A serum for people who read at night.") == []
    assert critical("A+ Serum") == critical("A Serum") == ["VITAMIN A"]
