"""A correction that the other network's print, which names nothing, is nearest to as well."""

from __future__ import annotations

import pytest

from glidecheck.lexicon import load
from glidecheck.match.backing import backed
from glidecheck.model import Box, Match, Mention, Method, Section
from glidecheck.text import key

LEX = load()
HERE, ELSEWHERE = Box.of(0, 0, 200, 20), Box.of(0, 100, 200, 120)


def read(printed: str, name: str | None = None, box: Box = HERE) -> Match:
    hits = LEX.lookup(key(name))[:1] if name else ()
    method = Method.FUZZY if name else Method.NONE
    return Match(Mention(printed, Section.LIST, 1, box=box), tuple(h.substance for h in hits), method, 0.9 if name else 0.0)


TAKEN = read("Saltx Alba Bark Wator", "salix alba bark water")


def test_nothing_backs_what_was_read_once() -> None:
    assert backed((), (), LEX) == ()
    assert backed((TAKEN,), (), LEX) == (TAKEN,)


def test_another_misprint_of_the_same_name_backs_it() -> None:
    (m,) = backed((TAKEN,), (read("Satx Aba Bark Wator"),), LEX)
    assert m.read
    assert not m.certain


@pytest.mark.parametrize(
    "other",
    [
        read("Satx Aba Bark Wator", box=ELSEWHERE),
        read("Saltx Alba Bark Wator"),  # what both spell alike may stand there
        read("Satx Aba Bark"),  # as near to another of that plant
        read("Alba Wator"),
    ],
)
def test_what_does_not_back_it(other: Match) -> None:
    (m,) = backed((TAKEN,), (other,), LEX)
    assert not m.read


def test_a_danger_is_not_backed() -> None:
    taken = read("Retinyt Palmitate", "retinyl palmitate")
    assert backed((taken,), (read("Ratinyl Palmitato"),), LEX) == (taken,)
