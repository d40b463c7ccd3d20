"""Which lines are the list, and whether it is whole. Lines are laid out here as OCR gives them: a text and a box."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from glidecheck.layout import panels
from glidecheck.layout.list_ends import in_row
from glidecheck.lexicon import load
from glidecheck.model import Box, Layout, Line, Page, Section, Word
from glidecheck.model.rows import Placed

H = 20  # line height in pixels
WIDE = 800


def line(text: str, x: float, y: float, confidence: float = 0.98, width: float | None = None) -> Line:
    return Line(text, confidence, Box.of(x, y, x + (width or 9.0 * len(text)), y + H), reader="test")


def lay(lines: Sequence[Line], width: int = WIDE, height: int = 600, unread: tuple[Box, ...] = ()) -> Layout:
    return panels.find([Page(tuple(lines), width, height, "test", unread=unread)], load())


def column(*texts: str, x: float = 100, y: float = 100) -> list[Line]:
    return [line(t, x, y + n * 26) for n, t in enumerate(texts)]


def pasted(text: str) -> Layout:
    return panels.find([Page(tuple(Line(t, 1.0) for t in text.splitlines()), 0, 0, "text")], load())


LIST = ("Ingredients: Aqua, Glycerin, Sodium Hyaluronate,", "Phenoxyethanol, Carbomer, Sodium Hydroxide,", "Citric Acid, Parfum.")


def texts(layout: Layout, section: Section = Section.LIST) -> list[str]:
    return [ln.text for p in layout.panels if p.section is section for ln in p.lines]


# ------------------------------------------------------------------ nothing to find


@pytest.mark.parametrize(
    "lines",
    [
        (),
        ("CREAM", "50 ml"),
        ("Apply to clean skin every evening,", "avoid the eyes, rinse well,", "and use with a sun cream."),
        ("A serum with hyaluronic acid", "and vitamin C"),
        ("Manufactured for:", "Some Firm Ltd", "12 Some Street", "www.example.org"),
    ],
)
def test_no_panel(lines: Sequence[str]) -> None:
    layout = lay(column(*lines))
    assert layout.panels == ()
    assert [ln.text for ln in layout.rest] == list(lines)


# ------------------------------------------------------------------ the list


def test_a_headed_list_is_whole() -> None:
    layout = lay(column(*LIST))
    (only,) = layout.panels
    assert (only.section, only.heading, only.begun, only.ended, only.gaps) == (Section.LIST, "Ingredients", True, True, ())
    assert only.lines[0].text == "Aqua, Glycerin, Sodium Hyaluronate,"


def test_headings_on_two_lines_are_no_list_of_their_own() -> None:
    found = lay(column("Ingredients / Inhaltsstoffe", "/ Ingrédients: Aqua, Glycerin,", "Sodium Hyaluronate, Citric Acid,", "Parfum."))
    (panel_,) = found.panels
    assert panel_.begun
    assert panel_.ended
    assert panel_.gaps == ()
    assert texts(found)[0].strip() == "Aqua, Glycerin,"


@pytest.mark.parametrize("lost", ["#####", "?????"])
def test_a_list_whose_first_line_was_not_made_out_is_not_begun(lost: str) -> None:
    (panel_,) = lay(column("Ingredients", lost, "Aqua, Glycerin, Citric Acid,", "Parfum.")).panels
    assert not panel_.begun


def test_what_follows_the_list_is_not_of_it() -> None:
    layout = lay(column(*LIST, "Directions: apply to clean skin", "Manufactured for: a firm"))
    assert texts(layout)[-1] == "Citric Acid, Parfum."
    assert len(layout.rest) == 2


def test_prose_behind_the_full_stop_is_not_of_it() -> None:
    layout = lay(column(*LIST, "This serum is for the face and the neck", "and not for the eyes"))
    assert texts(layout)[-1] == "Citric Acid, Parfum."


@pytest.mark.parametrize(
    ("first", "top", "whole"),
    [
        ("Aqua, Glycerin, Sodium Hyaluronate,", 200, True),  # paper above, and a name to begin with
        ("Aqua, Glycerin, Sodium Hyaluronate,", 30, False),  # no room above that could show it
        ("Hyaluronate, Glycerin, Aqua, Zinc,", 200, False),  # the end of a name
    ],
)
def test_a_list_without_a_heading_begins_where_paper_shows(first: str, top: int, whole: bool) -> None:
    (only,) = lay([line(first, 100, top), line("Phenoxyethanol, Carbomer, Parfum.", 100, top + 26)]).panels
    assert only.heading is None
    assert (only.begun, not only.gaps) == (whole, whole)


def test_active_inactive_and_purpose() -> None:
    lines = [
        line("Drug Facts", 100, 60),
        line("Active ingredient", 100, 90),
        line("Purpose", 400, 90),
        line("Lidocaine 4%", 100, 116),
        line("Topical anesthetic", 400, 116),
        line("Uses temporarily relieves pain", 100, 142),
        *column("Inactive ingredients carbomer, glycerin,", "methylparaben, water.", y=190),
    ]
    layout = lay(lines)
    assert texts(layout, Section.ACTIVE) == ["Lidocaine 4%"]
    assert texts(layout, Section.INACTIVE) == ["carbomer, glycerin,", "methylparaben, water."]
    assert "Topical anesthetic" in [ln.text for ln in layout.rest]


@pytest.mark.parametrize(("text", "purpose"), [("External analgesic", True), ("Zorvexyl 2%", False)])
def test_what_has_a_strength_is_not_what_another_name_is_for(text: str, purpose: bool) -> None:
    name, beside = line("Prilocaine 2.5%", 100, 116), line(text, 400, 118)
    assert in_row(Placed(beside, 400, 118, 560, 138), Placed(name, 100, 116, 260, 136)) is purpose


@pytest.mark.parametrize(("x", "left"), [(400, True), (100, False)])
def test_what_an_active_ingredient_is_for_may_have_no_heading(x: int, left: bool) -> None:
    """Behind the name it is left out, and the next heading ends the active ingredients; below it nothing shows that they end."""
    lines = [
        line("Active ingredient", 100, 90),
        line("Prilocaine 2.5%", 100, 116),
        line("External analgesic", x, 118 if left else 142),
        *column("Uses for short relief of itching", "Inactive ingredients carbomer, glycerin, water.", y=190),
    ]
    (active,) = (p for p in lay(lines).panels if p.section is Section.ACTIVE)
    assert [ln.text for ln in active.lines] == ["Prilocaine 2.5%"]
    assert active.ended is left


def test_two_columns_are_not_woven_into_one() -> None:
    left = column(
        "Ingredients: Aqua, Glycerin, Sodium", "Hyaluronate, Phenoxyethanol, Citric", "Acid, Carbomer, Xanthan Gum,", "Parfum.", x=40
    )
    right = column("Directions: apply to the", "face in the morning and", "in the evening. Keep out", "of reach of children.", x=420, y=98)
    layout = lay([ln for pair in zip(left, right, strict=True) for ln in pair])
    assert texts(layout) == ["Aqua, Glycerin, Sodium", "Hyaluronate, Phenoxyethanol, Citric", "Acid, Carbomer, Xanthan Gum,", "Parfum."]


def test_a_justified_row_torn_into_words_stays_one_row() -> None:
    rows = [*column("Ingredients: Aqua, Glycerin, Butylene Glycol,", "Simmondsia Chinensis Seed Oil and Caprylyl Glycol,")]
    rows += [
        line("Corn", 100, 152),
        line("Starch,", 250, 153),
        line("Cetearyl", 420, 152),
        line("Alcohol, Carbomer, Sodium Hydroxide, Parfum.", 100, 178),
    ]
    assert texts(lay(rows))[2:] == ["Corn", "Starch,", "Cetearyl", "Alcohol, Carbomer, Sodium Hydroxide, Parfum."]


# ------------------------------------------------------------------ whole, or not


def gaps(layout: Layout) -> str:
    return " | ".join(g for p in layout.panels for g in p.gaps)


def test_a_line_at_the_edge_of_the_picture_is_cut() -> None:
    lines = column(*LIST, x=0)
    assert "left edge" in gaps(lay(lines))
    assert "right edge" in gaps(lay(column(*LIST), width=round(100 + 9.0 * len(LIST[0]))))


@pytest.mark.parametrize(
    ("left", "lines", "cut"),
    [(8.0, 5, False), (8.0, 2, True), (1.0, 5, True), (0.0, 5, True)],
    ids=["clear paper beside five lines", "beside two: by chance", "letters at the edge", "cut"],
)
def test_a_margin_of_paper_beside_several_lines(left: float, lines: int, cut: bool) -> None:
    """Boxes reach further than print: where they touch the edge, the words' own places tell whether paper shows there."""
    texts = ("Ingredients: Aqua, Glycerin,", "Sodium Hyaluronate,", "Panthenol, Squalane,", "Betaine, Urea, Talc,", "Citric Acid.")[-lines:]
    page_lines = []
    for n, text in enumerate((("Ingredients: Aqua,",) if lines < 5 else ()) + texts):
        box = Box.of(0 if n else 60, 100 + 26 * n, 9 * len(text) + 9, 120 + 26 * n)
        at = left if n else 80
        word = Word(text, Box.of(at, box.top, box.right, box.bottom), 0.99, 0, len(text))
        page_lines.append(Line(text, 0.99, box, (word,)))
    assert ("left edge" in gaps(lay(page_lines))) is cut


def test_a_column_of_names_beside_the_list_that_is_not_taken_is_a_gap() -> None:
    left = column("Ingredients:", "Aqua, Glycerin,", "Sodium Hyaluronate,", "Zinc Oxide, Talc", "Citric Acid.")
    right = [line("Retinyl Palmitate, Parfum", 500, 126)]
    assert "".join(lay(left).panels[0].gaps) == ""
    assert all(p.gaps for p in lay([*left, *right]).panels if p.heading)


@pytest.mark.parametrize(
    ("rows", "ended"),
    [
        (("Ingredients: Aqua, Glycerin, Sodium", "Hyaluronate, Citric Acid"), True),  # "Taleva" would have fitted behind the acid
        (("Ingredients: Aqua, Glycerin, Sodium", "Hyaluronate, Sodium Hydroxide, Zinc"), False),  # and here it would not
        (("Ingredients:", "Sodium Hyaluronate", "Glycerin"), False),  # a name a line: each is short
        (("Ingredients: Aqua, Glycerin, Sodium Chloride,", "Zinc,", "Sodium Hyaluronate, Citric Acid"), False),  # so was a line before
    ],
)
def test_a_short_last_line_ends_a_list_before_another_paragraph(rows: Sequence[str], ended: bool) -> None:
    (found,) = lay(column(*rows, "Taleva Derma Bulgravia", "Lindenweg Malmö")).panels
    assert texts(lay(column(*rows, "Taleva Derma Bulgravia", "Lindenweg Malmö")))[-1] == rows[-1]
    assert found.ended is ended


def test_a_list_that_runs_out_of_the_picture_has_no_end() -> None:
    assert "end of the list" in gaps(lay(column(*LIST[:2]), height=100 + 26 + H + 8))
    assert gaps(lay(column(LIST[0], LIST[1].rstrip(",")), height=600)) == ""


@pytest.mark.parametrize("end", [",", ";", " &", "...", " …", "/"])
def test_a_list_that_ends_on_a_comma_goes_on(end: str) -> None:
    assert "end of the list" in gaps(lay(column(LIST[0], LIST[1].rstrip(",") + end)))
    assert "end of the list" in gaps(pasted(LIST[0] + " " + LIST[1].rstrip(",") + end))


@pytest.mark.parametrize(("active", "ended"), [("Lidocaine 4%.......", True), ("Menthol 10 mg ...", True), ("Lidocaine ...", False)])
def test_dots_behind_an_amount_lead_to_the_purpose(active: str, ended: bool) -> None:
    layout = lay(column("Drug Facts", "Active ingredient", active, "Uses", "numbs the skin"))
    (found,) = (p for p in layout.panels if p.section is Section.ACTIVE)
    assert found.ended is ended


def test_words_beside_the_list_on_its_own_line_are_kept() -> None:
    layout = pasted("Retinol serum. Ingredients: Aqua, Sodium Hyaluronate. Directions: apply. Contains tretinoin.")
    assert "Retinol" in " ".join(ln.text for ln in layout.rest)
    assert "tretinoin" in " ".join(ln.text for ln in layout.rest)


def test_a_missing_line_is_noticed() -> None:
    lines = column(*LIST, "Retinol, Tocopherol.")
    assert "missing" in gaps(lay([lines[0], lines[1], *column("Citric Acid, Panthenol,", "Tocopherol, Allantoin.", y=100 + 4 * 26)]))


def test_a_line_missing_between_the_only_two_is_noticed() -> None:
    assert "may be missing" not in gaps(lay([line(LIST[0], 100, 100), line(LIST[2], 100, 126)]))
    assert "may be missing" in gaps(lay([line(LIST[0], 100, 100), line(LIST[2], 100, 152)]))


@pytest.mark.parametrize(
    ("lines", "filled"),
    [
        (LIST, True),
        (LIST[:1], True),
        (("Ingredients:", "Aqua,", "Sodium Hyaluronate,", "Citric Acid"), True),  # a name a line
        (("Ingredients: Aqua, Sodium Hya-", "luronate, Sodium Chloride, Disodium Phosphate, Potassium", "Chloride."), True),
        (("Ingredients: Aqua,", "Sodium Hyaluronate, Sodium Chloride, Disodium", "Phosphate."), False),  # covered behind Aqua
        (("Ingredients: Aqua, Sodium Hyaluronate, Sodium", "Chloride, Disodium", "Phosphate, Sodium Citrate."), False),
    ],
)
def test_a_line_that_ends_early_is_noticed(lines: Sequence[str], filled: bool) -> None:
    assert [p.filled for p in lay(column(*lines)).panels] == [filled]


def test_a_hole_within_a_line_is_noticed() -> None:
    def row(right: float) -> list[Line]:
        return [
            line(LIST[0], 100, 100, width=440),
            line("Aqua, Glycerin,", 100, 126, width=140),
            line("Citric Acid.", right, 126, width=120),
        ]

    assert [p.filled for p in lay(row(250)).panels] == [True]
    assert [p.filled for p in lay(row(420)).panels] == [False]


def test_an_unread_place_in_the_list_is_noticed() -> None:
    assert "could not be read" in gaps(lay(column(*LIST), unread=(Box.of(100, 126, 300, 146),)))
    assert gaps(lay(column(*LIST), unread=(Box.of(100, 400, 300, 420),))) == ""


@pytest.mark.parametrize(("foot", "ends"), [("Cavelle 15 ml", True), ("Perlina Lyon 1.7 fl oz", True), ("Retinol 15 ml", False)])
def test_a_brand_and_the_contents_end_a_list(foot: str, ends: bool) -> None:
    layout = lay(column("INCI: AQUA, SODIUM HYALURONATE", foot, "Cavelle SAS, 12 rue des Lilas"))
    assert ("end of the list" not in gaps(layout) and foot not in texts(layout)) is ends


@pytest.mark.parametrize(("text", "width", "told"), [("[", 12, False), ("[", 100, True), ("---", 12, True)])
def test_a_sign_that_fills_its_place_hides_nothing(text: str, width: float, told: bool) -> None:
    lines = column(*LIST)
    edge = max(ln.box.right for ln in lines if ln.box) + 4
    assert ("could not be read" in gaps(lay([*lines, Line(text, 0.98, Box.of(edge, 126, edge + width, 146))]))) is told


def test_a_doubtful_line_is_noticed() -> None:
    lines = column(*LIST)
    assert "1 line of the list could not be read" in gaps(lay([lines[0], line(LIST[1], 100, 126, confidence=0.5), lines[2]]))


def test_inactives_without_actives_are_never_whole() -> None:
    assert "active" in gaps(lay(column("Inactive ingredients: water, carbomer, glycerin,", "sodium hydroxide.")))


def test_key_ingredients_are_no_list() -> None:
    assert "only some ingredients" in gaps(lay(column("Key ingredients: Sodium Hyaluronate, Aqua.")))


# ------------------------------------------------------------------ pasted text


def test_pasted_list_without_a_heading() -> None:
    assert pasted("Aqua, Sodium Hyaluronate, Benzyl Alcohol").panels[0].gaps == ()
    assert texts(pasted("Aqua, Sodium Hyaluronate, Benzyl Alcohol")) == ["Aqua, Sodium Hyaluronate, Benzyl Alcohol"]


def test_pasted_front_and_list() -> None:
    layout = pasted("Numbing gel for use during microneedling\nActive ingredient: Lidocaine 4%. Inactive ingredients: carbomer, water")
    assert [p.section for p in layout.panels] == [Section.ACTIVE, Section.INACTIVE]
    assert [ln.text for ln in layout.rest] == ["Numbing gel for use during microneedling"]


def test_a_title_above_a_pasted_list_is_not_of_it() -> None:
    layout = pasted("Sterile Hyaluronic Acid Glide 1%\nAqua, Sodium Hyaluronate, Sodium Chloride")
    assert texts(layout) == ["Aqua, Sodium Hyaluronate, Sodium Chloride"]
    assert [ln.text for ln in layout.rest] == ["Sterile Hyaluronic Acid Glide 1%"]


def test_a_paragraph_below_the_list_is_not_of_it_even_without_a_full_stop() -> None:
    lines = column("Ingredients: Aqua, Glycerin, Sodium", "Hyaluronate, Phenoxyethanol,", "Carbomer, Panthenol")
    layout = lay([*lines, line("Mornings, before sun protection.", 100, 100 + 2 * 26 + 40)])
    assert texts(layout)[-1] == "Carbomer, Panthenol"
    assert gaps(layout) == ""


def test_a_name_below_a_wider_space_is_of_the_list() -> None:
    lines = column("Ingredients: Aqua, Glycerin, Sodium", "Hyaluronate, Phenoxyethanol,", "Carbomer, Panthenol")
    assert texts(lay([*lines, line("Retinol, Tocopherol.", 100, 100 + 2 * 26 + 40)]))[-1] == "Retinol, Tocopherol."


# ------------------------------------------------------------------ print in another script below

BELOW = ("Импортер: улица, дом 5,", "служба, потребителей")


def test_print_in_another_script_that_names_nothing_is_not_of_a_latin_list() -> None:
    layout = lay(column(LIST[0], "Phenoxyethanol, CI 17200 шлюз/служба потреб", *BELOW))
    assert texts(layout) == [LIST[0].removeprefix("Ingredients: "), "Phenoxyethanol, CI 17200 "]
    assert not layout.panels[0].ended  # it may be names that were badly read


def test_names_in_another_script_below_a_latin_list_are_of_it() -> None:
    names = "лидокаин, глицерин, ретинол."
    assert texts(lay(column(*LIST[:2], names)))[-1] == names


def test_a_list_in_another_script_is_a_list() -> None:
    cyrillic = ("Состав: вода, глицерин,", "натрия гидроксид, неизвестно.")
    assert len(texts(lay(column(*cyrillic)))) == 2
