"""Two readings of one list become one: by names and places, the worse counting where both are sure."""

from __future__ import annotations

from dataclasses import replace

from glidecheck.lexicon import load
from glidecheck.match import merge
from glidecheck.model import Box, Match, Mention, Method, Section, Substance
from glidecheck.text import key

LEX = load()


def known(name: str) -> Substance:
    return LEX.lookup(key(name))[0].substance


def match(
    printed: str, name: str | None, place: int, reader: str, method: Method = Method.EXACT, score: float = 1.0, photo: int = 0
) -> Match:
    """A mention in cell `place` of a row of cells 100 pixels wide."""
    box = Box.of(100 * place, 0, 100 * place + 90, 20)
    mention = Mention(printed, Section.LIST, place + 1, box=box, readers=(reader,), photo=photo)
    return Match(mention, (known(name),) if name else (), method if name else Method.NONE, score if name else 0.0)


def names(matches: tuple[Match, ...]) -> list[str | None]:
    return [m.substances[0].name if m.substances else None for m in matches]


FIRST = (match("Aqua", "water", 0, "a"), match("Glycerin", "glycerin", 1, "a"))


def test_nothing_to_fuse() -> None:
    assert merge.matches((), ()) == ()
    assert merge.matches(FIRST, ()) == FIRST


def test_agreement_keeps_both_readers() -> None:
    fused = merge.matches(FIRST, (match("AQUA", "water", 0, "b"), match("Glycerin", "glycerin", 1, "b")))
    assert names(fused) == ["WATER", "GLYCERIN"]
    assert [m.mention.readers for m in fused] == [("a", "b"), ("a", "b")]


def test_a_certain_name_outdoes_a_doubtful_one() -> None:
    first = (match("Aqua", "water", 0, "a"), match("G1ycxrn", None, 1, "a"))
    fused = merge.matches(first, (match("Glycerin", "glycerin", 1, "b"),))
    assert names(fused) == ["WATER", "GLYCERIN"]
    assert fused[1].mention.readers == ("b",)


def test_a_doubtful_name_does_not_outdo_a_certain_one() -> None:
    assert names(merge.matches(FIRST, (match("Glycxxn", "glycine", 1, "b", Method.FUZZY, 0.8),))) == ["WATER", "GLYCERIN"]


def test_a_danger_seen_by_one_reader_is_kept_beside_the_other_name() -> None:
    fused = merge.matches((match("Resorcinol", "resorcinol", 0, "a"),), (match("Retinol", "retinol", 0, "b"),))
    assert sorted(filter(None, names(fused))) == ["RESORCINOL", "RETINOL"]


def test_a_certain_name_that_was_left_out_is_told() -> None:
    second = (match("Aqua", "water", 0, "b"), match("Propylene Glycol", "propylene glycol", 1, "b"))
    fused = merge.matches(FIRST, second)
    assert names(fused) == ["WATER", "GLYCERIN"]
    assert merge.unheard(fused, second) == ("Propylene Glycol",)
    assert merge.unheard(fused, FIRST) == ()
    doubtful = match("Propylene Glyco", "propylene glycol", 1, "b", Method.FUZZY, 0.8)
    assert merge.unheard(fused, (doubtful, match("Wxyz", None, 2, "b"))) == ()


def test_a_name_that_only_the_second_reader_saw_stands_in_its_place() -> None:
    first = (match("Aqua", "water", 0, "a"), match("Parfum", "parfum", 2, "a"))
    fused = merge.matches(first, (match("Glycerin", "glycerin", 1, "b"),))
    assert names(fused) == ["WATER", "GLYCERIN", "PARFUM"]
    assert [m.mention.position for m in fused] == [1, 2, 3]


def test_an_unknown_name_of_the_first_reader_is_never_dropped() -> None:
    assert names(merge.matches((match("Xyzzy", None, 0, "a"),), ())) == [None]


def test_a_list_that_the_second_reader_took_for_text_names_nothing_twice() -> None:
    told = [replace(m, mention=replace(m.mention, section=Section.CLAIM, readers=("b",))) for m in FIRST]
    assert names(merge.matches(FIRST, told)) == ["WATER", "GLYCERIN"]
    # But what the first reader took for text, and the second for a list, is listed.
    assert [m.mention.section for m in merge.matches(told, FIRST)].count(Section.LIST) == 2
    elsewhere = [replace(m, mention=replace(m.mention, box=Box.of(0, 400, 90, 420))) for m in told[1:]]
    assert names(merge.matches(FIRST, elsewhere)) == ["WATER", "GLYCERIN", "GLYCERIN"]


def test_the_same_place_on_another_photo_is_another_mention() -> None:
    fused = merge.matches((match("Xyzzy", None, 0, "a"),), (match("Glycerin", "glycerin", 0, "b", photo=1),))
    assert names(fused) == [None, "GLYCERIN"]


def test_a_witness_that_read_nothing_names_nothing() -> None:
    assert merge.witness("a", "net", None).named is None
    assert merge.witness("a", "net", ()).named is None


def test_a_witness_tells_what_it_named_and_how_surely() -> None:
    sure = merge.witness("a", "net", FIRST)
    assert (sure.named, sure.all_certain) == (frozenset({known("water").id, known("glycerin").id}), True)
    doubtful = merge.witness("a", "net", (*FIRST, match("Xyzzy", None, 2, "a")))
    assert not doubtful.all_certain


def test_a_list_of_several_photos_keeps_every_danger_of_its_parts() -> None:
    lost = [match(printed, "retinol", n, "a", photo=1) for n, printed in enumerate(("Retinol", "RETINOL"), 2)]
    apart = (match("Glycerin", "glycerin", 1, "a"), *lost)
    assert merge.dangers(FIRST, ()) == FIRST
    assert names(merge.dangers(FIRST, apart)) == ["WATER", "GLYCERIN", "RETINOL"]
    assert names(merge.dangers(apart, FIRST)) == names(apart)
