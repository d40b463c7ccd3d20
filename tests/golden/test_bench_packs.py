"""The packs of plain hyaluronate: the same pack is the same picture, its truth fits it, and what hides a name hides it."""

from __future__ import annotations

import bench_packs
import pytest
from packs import contents, photograph

pytestmark = pytest.mark.usefixtures("fonts")


def test_kinds_and_ways_are_balanced() -> None:
    found = [contents.content(1, n, hidden=True) for n in range(36)]
    assert {(c.kind, c.way) for c in found} == {(k, w) for k in contents.KINDS for w in contents.WAYS}
    assert all(contents.content(1, n, hidden=False).way is None for n in range(12))


@pytest.mark.parametrize("kind", contents.KINDS)
def test_a_list_says_the_same_in_every_language(kind: str) -> None:
    found = contents.content(1, contents.KINDS.index(kind), hidden=False)
    assert len({len(listed.names) for listed in found.lists}) == 1
    assert len({listed.language for listed in found.lists}) == len(found.lists)


@pytest.mark.parametrize(("index", "hidden"), [(2, False), (0, True)])
def test_a_pack_is_drawn_the_same_twice(index: int, hidden: bool) -> None:
    first, second = photograph.build(1, index, hidden), photograph.build(1, index, hidden)
    assert first == second
    picture, truth = photograph.picture(first[0]), first[1]
    assert min(picture.shape[:2]) > 300
    assert truth["right"] == ("not GLIDE" if hidden else "GLIDE")
    assert any(n["other"] for n in truth["names"]) is hidden


def test_what_a_thumb_or_an_edge_hides_cannot_be_read() -> None:
    for index in (18, 24):
        _, truth = photograph.build(1, index, True)
        assert truth["way"] in ("thumb", "edge")
        assert all(n["lost"] > 0.5 for n in truth["names"] if n["other"])


def test_the_table_counts_what_it_says() -> None:
    def told(right: str, way: str | None, verdict: str, reading: str = "complete", *, whole: bool = True) -> bench_packs.Told:
        return bench_packs.Told("x", {"right": right, "way": way, "kind": "tube", "whole": whole}, verdict, reading, ())

    rows = bench_packs.table(
        [
            told("GLIDE", None, "GLIDE"),
            told("GLIDE", None, "REVIEW", "partial"),
            told("not GLIDE", "glare", "GLIDE", whole=False),
        ]
    )
    assert "| all | 50.0 % (1/2) | 50.0 % (1/2) |" in rows
    assert "| glare | 1 | 1 " in rows
    assert "complete and not whole in the picture: 1 of 3" in rows
