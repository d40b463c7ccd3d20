"""The label head: a second alphabet on what the recogniser saw, and when its reading of a line counts."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import cv2
import numpy as np
import pytest

from glidecheck.image.strip import Region
from glidecheck.model import Line, Word
from glidecheck.ocr import ctc, cyrillic, label_head, network
from glidecheck.ocr.by_lines import ByLines

if TYPE_CHECKING:
    from glidecheck.model import Pixels

ROOT = Path(__file__).parents[2]
STRIPS = ROOT / "tests" / "golden" / "head"
TOLD = json.loads((STRIPS / "told.json").read_text("utf-8"))

sys.path.insert(0, str(ROOT / "scripts"))


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
    assert ctc.decode(chances, label_head.characters()).text == TOLD[name]


@pytest.mark.engines
def test_nothing_is_read_on_bare_paper() -> None:
    hidden = network.recognise(np.full((48, 400, 3), 240, np.uint8)).hidden
    assert hidden is not None
    read = ctc.decode(label_head.chances(*hidden), label_head.characters())
    assert len(read.text) <= 2
    assert read.confidence < cyrillic.WORD


@pytest.mark.engines
def test_it_spells_with_the_characters_that_it_was_taught() -> None:
    from head.alphabet import CHARACTERS

    assert label_head.characters() == ("", *CHARACTERS)
    assert len(set(CHARACTERS)) == len(CHARACTERS)
    assert CHARACTERS[-1] == " "


# ------------------------------------------------------------------ whose reading counts


def region(n: int) -> Region:
    return Region((200.0, 20.0 + 30 * n), (1.0, 0.0), 300.0, 20.0, 0.9)


def line(text: str, confidence: float) -> Line:
    box = region(0).box
    return Line(text, confidence, box, (Word(text, box, confidence, 0, len(text)),) if text else ())


PIXELS = np.full((400, 400, 3), 255, np.uint8)


@pytest.mark.parametrize(
    ("network_", "head", "counts"),
    [
        (("Aqua, Glycerin", 0.9), ("Aqua, Glycerin", 0.97), False),
        (("RET1NOL", 0.75), ("RETINOL", 0.97), False),  # three alphabets or one: a Latin line stays the network's
        (("", 0.0), ("", 0.0), False),
        ((",  .", 0.3), ("натрия гиалуронат,", 0.9), True),
        (("PETNHOJI", 0.7), ("РЕТИНОЛ", 0.95), True),
        ((",  .", 0.3), ("νάτριο υαλουρονικό", 0.92), True),
        ((",  .", 0.3), ("нтрял", 0.35), False),  # a guess
    ],
)
def test_only_letters_that_latin_lacks_make_a_line_foreign(
    network_: tuple[str, float], head: tuple[str, float], counts: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cyrillic, "packs", lambda: pytest.fail("Tesseract was asked"))
    found = cyrillic.reread(PIXELS, {region(0): line(*network_)}, {region(0): line(*head)})
    assert [f.text for f in found.values()] == ([head[0]] if counts else [])


def test_letters_that_only_another_script_has_tell_which_way_is_up() -> None:
    others = {region(0): line("мазь", 0.5), region(1): line("Aqua", 0.9)}
    assert cyrillic.letters(PIXELS, [*others], others) == pytest.approx(0.5 * 3)  # м, з, ь; а looks like a


@dataclass
class TwoAlphabets(ByLines):
    """Sees one line in the middle of the picture, and reads it as told."""

    said: tuple[str, float]
    other: tuple[str, float] | None
    name: str = "two alphabets"
    stretched: list[float] = field(default_factory=list)

    def regions(self, pixels: Pixels, scale: float) -> tuple[Region, ...]:
        return (Region((pixels.shape[1] / 2, pixels.shape[0] / 2), (1.0, 0.0), 300.0, 40.0, 0.9),)

    def line(self, pixels: Pixels, region: Region, stretch: float = 1.0) -> Line:
        self.stretched.append(stretch)
        return Line(self.said[0], self.said[1], region.box)

    def both(self, pixels: Pixels, region: Region, stretch: float = 1.0) -> tuple[Line, Line | None]:
        box = region.box
        other = self.other and Line(*self.other, box, (Word(self.other[0], box, self.other[1], 0, len(self.other[0])),))
        return self.line(pixels, region, stretch), other or None


@pytest.mark.parametrize(
    ("said", "other", "read"),
    [
        (("Aqua, Glycerin", 0.99), None, "Aqua, Glycerin"),
        (("Aqua, G1ycerin", 0.9), ("Aqua, Glycerin", 0.99), "Aqua, G1ycerin"),
        ((", . CknaA, Boaa", 0.5), ("Склад: вода, гліцерин", 0.93), "Склад: вода, гліцерин"),
    ],
)
def test_a_page_takes_a_foreign_line_from_the_head(said: tuple[str, float], other: tuple[str, float] | None, read: str) -> None:
    noise = np.random.default_rng(0).integers(0, 255, (600, 1440, 3)).astype(np.uint8)
    page = TwoAlphabets(said, other).read(noise)
    assert [found.text for found in page.lines] == [read]
