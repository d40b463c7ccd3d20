"""The label head: a second set of characters on what the recogniser saw."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import cv2
import numpy as np
import pytest

from glidecheck.ocr import ctc, label_head, network, other_scripts
from glidecheck.ocr.one_script import in_one_script

if TYPE_CHECKING:
    from glidecheck.model import Pixels

ROOT = Path(__file__).parents[2]
STRIPS = ROOT / "tests" / "golden" / "head"
TOLD = json.loads((STRIPS / "told.json").read_text("utf-8"))


def strip(name: str) -> Pixels:
    return np.asarray(cv2.imread(str(STRIPS / name))[:, :, ::-1], dtype=np.uint8)


# ------------------------------------------------------------------ the model with more outputs


def test_a_model_without_more_outputs_is_what_it_was() -> None:
    assert network.with_outputs(b"model", ()) == b"model"


def test_a_name_longer_than_a_byte_counts() -> None:
    added = network.with_outputs(b"", ("n" * 200,))
    assert added == b"\x3a\xce\x01" + b"\x62\xcb\x01" + b"\x0a\xc8\x01" + b"n" * 200


@pytest.mark.engines
def test_the_networks_answer_stays_and_what_it_saw_comes_with_it() -> None:
    import onnxruntime

    seen = network.recognise(strip("latin.png"))
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 4
    plain = onnxruntime.InferenceSession(str(network.models()[1]), sess_options=options)
    assert len(plain.get_outputs()) == 1
    session, opened = network.networks().recogniser, network.networks().sees
    assert opened
    assert [o.name for o in session.get_outputs()[1:]] == list(network.HIDDEN)
    assert seen.hidden is not None
    mid, last = seen.hidden
    assert (len(mid), len(last)) == (2 * len(seen.chances), len(seen.chances))
    planes = np.zeros((1, 3, 48, 128), np.float32)
    assert np.abs(plain.run(None, {"x": planes})[0] - session.run(None, {"x": planes})[0]).max() < 1e-4


# ------------------------------------------------------------------ what it reads


@pytest.mark.engines
@pytest.mark.parametrize("name", sorted(TOLD))
def test_it_reads_three_alphabets(name: str) -> None:
    hidden = network.recognise(strip(name)).hidden
    assert hidden is not None
    chances = label_head.chances(*hidden)
    assert chances.shape == (len(hidden[0]), len(label_head.characters()))
    assert np.abs(chances.sum(axis=1) - 1).max() < 1e-3
    assert ctc.decode(in_one_script(chances, label_head.characters()), label_head.characters()).text == TOLD[name]


@pytest.mark.engines
def test_nothing_is_read_on_bare_paper() -> None:
    hidden = network.recognise(np.full((48, 400, 3), 240, np.uint8)).hidden
    assert hidden is not None
    read = ctc.decode(label_head.chances(*hidden), label_head.characters())
    assert len(read.text) <= 2
    assert read.confidence < other_scripts.LIMITS.word


@pytest.mark.engines
def test_it_spells_with_the_characters_that_it_was_taught() -> None:
    from head.alphabet import CHARACTERS

    assert label_head.characters() == ("", *CHARACTERS)
    assert len(set(CHARACTERS)) == len(CHARACTERS)
    assert CHARACTERS[-1] == " "
