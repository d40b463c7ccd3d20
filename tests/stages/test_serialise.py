"""Values as JSON and back: what is kept is given back as it was, carries its format, and is refused in plain words where it is damaged."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import StrEnum

import pytest

from glidecheck import pipeline, serialise
from glidecheck.chat.model import Incoming, Kind, Media
from glidecheck.chat.state import State, Talk, Told
from glidecheck.model import Box, Report

FORM = "glidecheck.test/1"


class Colour(StrEnum):
    RED = "red"


@dataclass(frozen=True, slots=True)
class Part:
    name: str
    share: Decimal | None = None
    box: Box | None = None


@dataclass(frozen=True, slots=True)
class Whole:
    colour: Colour
    parts: tuple[Part, ...] = ()
    pair: tuple[int, float] = (0, 0.0)
    said: str = field(default="", repr=False)


WHOLE = Whole(Colour.RED, (Part("a"), Part("b", Decimal("0.50"), Box.of(1.04, 2, 3, 4))), (3, 0.5), "\u0440")


def kept(value: object, form: str = "") -> object:
    return json.loads(json.dumps(serialise.dump(value, form)))


def test_what_has_its_default_is_left_out() -> None:
    assert kept(Whole(Colour.RED)) == {"colour": "red"}


def test_it_comes_back_as_it_was() -> None:
    assert serialise.load(Whole, kept(WHOLE, FORM), FORM) == WHOLE


def test_the_format_stands_in_it_and_another_is_refused() -> None:
    told = kept(WHOLE, FORM)
    assert isinstance(told, dict)
    assert told["schema"] == FORM
    for other in ({**told, "schema": "glidecheck.test/2"}, {"colour": "red"}, [], None):
        with pytest.raises(serialise.OtherForm):
            serialise.load(Whole, other, FORM)


def test_fields_of_a_later_version_are_passed_over() -> None:
    assert serialise.load(Whole, {"colour": "red", "later": 1, "parts": [{"name": "a", "later": {}}]}) == Whole(Colour.RED, (Part("a"),))


@pytest.mark.parametrize(
    ("damaged", "where"),
    [
        ({}, "Whole.colour"),
        ({"colour": "secret"}, "Whole.colour"),
        ({"colour": "red", "parts": [{"name": 5}]}, "Whole.parts.0.name"),
        ([], "Whole"),
    ],
)
def test_damage_is_named_by_its_place_alone(damaged: object, where: str) -> None:
    with pytest.raises(ValueError, match=where) as told:
        serialise.load(Whole, damaged)
    assert "secret" not in str(told.value)


def test_a_report_comes_back() -> None:
    report = pipeline.scan_text("Ingredients: Aqua, Lidocaine 4%, Retinol, Parfum.")
    assert serialise.load(Report, kept(report, FORM), FORM) == report


def test_a_talk_comes_back_and_what_of_it_is_damaged_is_left_out() -> None:
    waits = Incoming("telegram", "7", "chat", Kind.PHOTO, media=(Media("ref", size=3),), at=5.0)
    state = State(
        language="th", pending=(waits,), told=(Told("Serum", "AVOID", None, 3.0, ids=("1",)),), talk=Talk(2.0, "names", names=("x",))
    )
    told = json.loads(json.dumps(state.to_json()))
    assert State.from_json(told) == state
    assert State.from_json({**told, "told": [{"product": "only"}], "talk": 5}) == replace(state, told=(), talk=Talk())
    assert State.from_json({**told, "pending": [*told["pending"], {"channel": "no more"}]}).pending == (waits,)
