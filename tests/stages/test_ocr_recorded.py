"""Recorded readings: what is written is what is replayed, and only where it is allowed."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from glidecheck import ocr
from glidecheck.errors import EngineFailed, EngineMissing, UsageError
from glidecheck.model import Box, Line, Page, Word
from glidecheck.ocr import recorded

PIXELS = np.zeros((20, 30, 3), np.uint8)
PAGE = Page(
    (
        Line("Aqua, Retinol", 0.97, Box.of(1, 2, 90.5, 12), (Word("Aqua", Box.of(1, 2, 30, 12), 0.99, 0, 4),), "rapidocr", 1),
        Line("pasted", 1.0),
    ),
    100,
    50,
    "rapidocr",
    1,
    90,
    True,
    (Box.of(0, 20, 50, 30),),
    (Box.of(0, 35, 50, 45),),
)


def test_a_page_comes_back_as_it_was_written() -> None:
    assert recorded.load(json.loads(json.dumps(recorded.dump(PAGE)))) == PAGE


def test_an_empty_page_too() -> None:
    empty = Page((), 10, 10, "rapidocr")
    assert recorded.load(recorded.dump(empty)) == empty


@pytest.mark.parametrize(
    "broken", [{}, {"schema": "other/1"}, recorded.dump(PAGE) | {"lines": [{}]}, recorded.dump(PAGE) | {"unread": [[1, 2]]}]
)
def test_anything_else_is_refused(broken: dict[str, object]) -> None:
    with pytest.raises(EngineFailed):
        recorded.load(broken)


def test_replay_is_for_tests_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GLIDECHECK_ALLOW_RECORDED", raising=False)
    with pytest.raises(EngineMissing, match="tests only"):
        ocr.engine("recorded")


def test_the_picture_decides_which_reading_is_replayed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GLIDECHECK_ALLOW_RECORDED", "1")
    monkeypatch.setenv("GLIDECHECK_RECORDED", str(tmp_path))
    (tmp_path / f"{recorded.fingerprint(PIXELS)}.json").write_text(json.dumps(recorded.dump(PAGE)))
    engine = ocr.engine("recorded")
    assert engine.glance(PIXELS) == PAGE
    with pytest.raises(EngineFailed, match="no recorded reading"):
        engine.glance(PIXELS + 1)


def test_an_engine_there_is_not() -> None:
    with pytest.raises(UsageError, match="nosuch"):
        ocr.engine("nosuch")
