"""From a panel's lines to tokens: what separates names, what is no name, and what an amount belongs to."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glidecheck import parse
from glidecheck.errors import InputError
from glidecheck.model import Box, Line, Panel, Section, Stream, Word


def stream(text: str, section: Section = Section.LIST) -> Stream:
    return parse.stream(Panel(section, tuple(Line(t, 1.0) for t in text.split("\n"))))


def keys(text: str) -> list[str]:
    return [t.key for t in stream(text).tokens]


def amounts(text: str) -> dict[str, tuple[str, str]]:
    s = stream(text)
    return {s.tokens[a.token].key: (str(a.amount.value), a.amount.unit) for a in s.strengths}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # Nothing to take out.
        ("", []),
        ("Aqua", ["aqua"]),
        ("Aqua, Glycerin", ["aqua", "glycerin"]),
        ("1,2-Hexanediol", ["1", "2", "hexanediol"]),
        ("CI 77491", ["ci", "77491"]),
        ("Caprylic/Capric Triglyceride", ["caprylic", "capric", "triglyceride"]),
        # A word of look-alikes in a Latin list is Latin; in a Cyrillic one it is not.
        ("Aqua, Aroma, \u0421\u0406 42053", ["aqua", "aroma", "ci", "42053"]),
        ("Вода, ментол, СОР", ["вода", "ментол", "сор"]),
        # Bars that were read as letters, in a list of bars only.
        ("Aqua | Glycerin I Panthenol | Biotin l Parfum", ["aqua", "glycerin", "panthenol", "biotin", "parfum"]),
        ("Aqua, Vitamin I | Parfum | Biotin, Panthenol", ["aqua", "vitamin", "i", "parfum", "biotin", "panthenol"]),
        ("Photoinitiator I", ["photoinitiator", "i"]),
        # Signs that are no letters.
        ("Parfum*, Linalool¹, Eucerit®", ["parfum", "linalool", "eucerit"]),
        ("Retinol™", ["retinol"]),
        # Damaged glyphs stay, so that nothing is taken for an exact name.
        ("Gly###n, vitamin ? acetate", ["gly???n", "vitamin", "?", "acetate"]),
        ("Retinol?", ["retinol"]),
        # Headings and prose go.
        ("Ingredients: Aqua", ["aqua"]),
        ("lngredlents: Aqua", ["aqua"]),
        ("/ Ingrédi-\nents: Aqua, Glyce-\nrin", ["aqua", "glyce", "rin"]),
        ("Contain-\nment, Aqua", ["contain", "ment", "aqua"]),
        ("Aqua. Dermatologically tested on sensitive skin.", ["aqua"]),
        ("Aqua, Parfum\nFor external use only. Keep out of reach of children.", ["aqua", "parfum"]),
        ("Aqua, Parfum*\n*from organic agriculture", ["aqua", "parfum"]),
        ("Aqua. Contains no retinyl palmitate.", ["aqua"]),
        ("Aqua, Glycerin. Free from: retinol, lidocaine, parabens.", ["aqua", "glycerin"]),
        ("Free from parabens, Aqua, Retinol", ["aqua", "retinol"]),
        # A word cut at a line's end is no prose, even where a part of it is a word of Spanish.
        ("Limonene, anesthe-\nsin", ["limonene", "anesthe", "sin"]),
        # A line that begins like a heading within a list is no heading.
        ("Caprylhydroxamic Acid, all-trans-\ntel, Xanthan Gum", ["caprylhydroxamic", "acid", "all", "trans", "tel", "xanthan", "gum"]),
    ],
)
def test_tokens(text: str, expected: list[str]) -> None:
    assert keys(text) == expected


def test_prose_is_kept_to_be_searched_for_claims() -> None:
    assert [p.text.strip() for p in stream("Aqua, Glycerin. Contains no retinol palmitate.").prose] == ["Contains no retinol palmitate"]


@pytest.mark.parametrize(
    ("text", "sure", "across"),
    [
        ("Aqua, Glycerin", True, False),
        ("Aqua • Glycerin", True, False),
        ("Aqua; Glycerin", True, False),
        ("Aqua. Glycerin", False, False),
        ("Aqua\nGlycerin", False, True),
        ("Aqua Glycerin", False, True),
        ("1,2", False, True),
        ("Retinyl-palmitate", False, True),
        ("Hydroxypinaco-\nlone", False, True),
    ],
)
def test_what_stands_between_two_tokens(text: str, sure: bool, across: bool) -> None:
    """`sure`: a name ends there at no price; `across`: a name may run on at next to none."""
    t = stream(text).tokens[1]
    assert (t.stop == 0, t.cross <= 0.1) == (sure, across)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Aqua, Glycerin", {}),
        ("PEG-8, C12-15 Alkyl Benzoate, CI 77491", {}),
        ("Lidocaine 4%", {"lidocaine": ("4", "%")}),
        ("4% Lidocaine", {"lidocaine": ("4", "%")}),
        ("Lidocaine......4%", {"lidocaine": ("4", "%")}),
        ("Lidocaine HCl 4% w/w, Menthol 1 %", {"hcl": ("4", "%"), "menthol": ("1", "%")}),
        ("Retinol 0,05 %", {"retinol": ("0.05", "%")}),
        ("Benzocaine 20%, Lidocaine 8%", {"benzocaine": ("20", "%"), "lidocaine": ("8", "%")}),
        ("tretinoína 0,5 mg/g", {"tretinoina": ("0.5", "mg/g")}),
        ("Retinyl Palmitate 1,000 IU/g", {"palmitate": ("1000", "IU/g")}),
        ("1 g contains: lidocaine 25 mg, prilocaine 25 mg", {"lidocaine": ("25", "mg/g"), "prilocaine": ("25", "mg/g")}),
        ("1 g Creme enthält 25 mg Lidocain und 25 mg Prilocain.", {"lidocain": ("25", "mg/g"), "prilocain": ("25", "mg/g")}),
        ("100 g contain: lidocaine 2.5 g", {"lidocaine": ("2.5", "g/100g")}),
        ("Arnica montana 1X", {"montana": ("1", "X")}),
        # Per another quantity, in words, in parts per million, the sign first.
        ("Lidocaine 0.05 g/g", {"lidocaine": ("5", "%")}),
        ("Lidocaine 5 g per 100 g", {"lidocaine": ("5", "g/100g")}),
        ("Lidocaïne 5 g pour 100 g", {"lidocaine": ("5", "g/100g")}),
        ("Lidocaine 400 mg per 10 g", {"lidocaine": ("4", "%")}),
        ("Lidocain 96 mg / 2 g", {"lidocain": ("4.8", "%")}),
        ("Lidocaine 50 g/kg, Menthol 2 g/l", {"lidocaine": ("5", "%"), "menthol": ("0.2", "%")}),
        ("лидокаин 50 мг в 1 г", {"лидокаин": ("50", "mg/g")}),
        ("Tretinoin 500 mcg/g", {"tretinoin": ("0.05", "%")}),
        ("10 g contain: lidocaine 400 mg", {"lidocaine": ("4", "%")}),
        ("Lidocaine 5 percent, Menthol 1 per cent", {"lidocaine": ("5", "%"), "menthol": ("1", "%")}),
        ("Lidocain 5 Prozent", {"lidocain": ("5", "%")}),
        ("lidocaína 5 por ciento", {"lidocaina": ("5", "%")}),
        ("lidocaïne 5 pour cent", {"lidocaine": ("5", "%")}),
        ("Lidocaine 50000 ppm, Prilocaine 25,000 ppm", {"lidocaine": ("5", "%"), "prilocaine": ("2.5", "%")}),
        ("Lidokain %5, Prilokain %2,5", {"lidokain": ("5", "%"), "prilokain": ("2.5", "%")}),
        ("Alcohol 70 % 5", {"alcohol": ("70", "%")}),
        ("Lidocaine 1:20", {}),
        # More than the whole: a misreading, of which the mass alone is kept.
        ("Lidocaine 5 g/g", {"lidocaine": ("5", "g")}),
        ("Aqua, Sodium PCA, 1,2-Hexanediol, Peg-8 in Aqua", {}),
    ],
)
def test_amounts(text: str, expected: dict[str, tuple[str, str]]) -> None:
    assert amounts(text) == expected


def test_drug_facts_in_one_text() -> None:
    s = stream(
        "Drug Facts\nActive ingredient        Purpose\nLidocaine HCl 4% ........ Topical anesthetic\nUses temporarily relieves pain\n"
        "Warnings For external use only\nInactive ingredients carbomer, water"
    )
    assert [(t.key, t.section) for t in s.tokens] == [
        ("lidocaine", Section.ACTIVE),
        ("hcl", Section.ACTIVE),
        ("carbomer", Section.INACTIVE),
        ("water", Section.INACTIVE),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Aqua, [+/- CI 77491, CI 77492], Parfum", {"CI 77491": True, "Parfum": False, "Aqua": False}),
        ("Aqua. May contain: Mica", {"Aqua": False, "Mica": True}),
        ("Aqua, (+/-): Mica", {"Aqua": False, "Mica": True}),
        ("Aqua, Peut contenir +/- Mica", {"Mica": True}),
    ],
)
def test_may_contain(text: str, expected: dict[str, bool]) -> None:
    s = stream(text)
    for name, may in expected.items():
        at = text.index(name)
        assert (next(t for t in s.tokens if t.start >= at).section is Section.MAY_CONTAIN) is may, name


def test_titles_of_several_products() -> None:
    s = stream("morning light:\nMica, Talc.\nmatte bronzer: Silica")
    assert [t.key for t in s.tokens if t.title] == ["morning", "light", "matte", "bronzer"]


@pytest.mark.parametrize(
    ("text", "brackets"),
    [("Aqua", 0), ("Water (Aqua)", 1), ("Water (Aqua", 0), ("Water Aqua)", 0), ("A [b (c) d]", 2), ("(]", 0)],
)
def test_balanced_brackets_only(text: str, brackets: int) -> None:
    assert len(stream(text).brackets) == brackets


def test_too_long_a_text_is_refused() -> None:
    with pytest.raises(InputError, match="no ingredient list"):
        stream("," * 100_000)


def test_prose_keeps_its_place() -> None:
    text = "Aqua. Apply to the face and avoid contact with your eyes."
    words = tuple(
        Word(w, Box.of(10.0 * text.index(w), 0, 10.0 * (text.index(w) + len(w)), 20), 0.9, text.index(w), text.index(w) + len(w))
        for w in ("Aqua.", "Apply")
    )
    found = parse.stream(Panel(Section.LIST, (Line(text, 0.9, Box.of(0, 0, 10.0 * len(text), 20), words),))).prose
    assert found[0].box is not None
    assert found[0].box.left == pytest.approx(10 * text.index(found[0].text), abs=11)


@given(st.text(max_size=400))
def test_every_token_is_a_part_of_the_text(text: str) -> None:
    """Tokens follow one another, lie within the text and hold a key; whatever the text is."""
    s = stream(text)
    at = 0
    for t in s.tokens:
        assert at <= t.start < t.end <= len(s.text)
        assert t.key
        at = t.end
    assert all(0 <= a < b <= len(s.tokens) for a, b in s.brackets)
    assert all(0 <= a.token < len(s.tokens) for a in s.strengths)


@given(
    st.lists(st.sampled_from(["Aqua", "Glycerin", "Retinol", "Sodium Hyaluronate", "Carbomer"]), min_size=1, max_size=8),
    st.sampled_from([", ", " • ", "; ", ",\n"]),
)
def test_no_name_of_a_plain_list_is_taken_for_prose(names: list[str], separator: str) -> None:
    assert "".join(keys(separator.join(names))) == "".join(n.casefold().replace(" ", "") for n in names)
