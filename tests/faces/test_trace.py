"""What --trace prints: each value in lines, nothing lost that a name could be lost by."""

from __future__ import annotations

import numpy as np
import pytest
import reports

from glidecheck.model import Box, Layout, Line, Panel, Photo, Quality, Section
from glidecheck.report.trace import readable

LINE = Line("Aqua, Ret1nol", 0.93, Box.of(1, 2, 30, 14), reader="rapidocr")
PHOTO = Photo("a.jpg", "f" * 64, np.zeros((4, 6, 3), np.uint8), Quality(80.4, 0.02))

TABLE = [
    ("nothing", None, "  None"),
    ("empty", (), "  []"),
    ("line", LINE, "  [1 2 30 14] 0.93 'Aqua, Ret1nol' (rapidocr, photo 1)"),
    ("photo", PHOTO, "  a.jpg 6 x 4, sharpness 80, glare 0.020, sha256 ffffffffffff"),
    ("match", reports.match(1, "Aqua", reports.WATER), "  1. list 'Aqua' 0.97 (rapidocr, paddle-tiny) = AQUA (glide, silent), exact 1.00"),
    (
        "unknown",
        reports.match(2, "vitamin ?", candidates=(reports.RETINOL,)),
        "  2. list 'vitamin ?' 0.97 (rapidocr, paddle-tiny) = unknown, none 0.00, may be RETINOL",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("value", "shown"), [row[1:] for row in TABLE], ids=[row[0] for row in TABLE])
def test_a_value_in_one_line(value: object, shown: str) -> None:
    assert readable("stage", value) == f"== stage\n{shown}"


def test_what_is_long_is_broken_and_indented_and_whole() -> None:
    layout = Layout((Panel(Section.LIST, (LINE,) * 4, heading="Ingredients", ended=False),), ())
    lines = readable("panels", layout).splitlines()
    assert lines[1] == "  Layout"
    assert sum("Aqua, Ret1nol" in line for line in lines) == 4
    assert any(line.strip() == "ended: False" for line in lines)
    assert not any("begun" in line for line in lines)  # as usual, so not said
    assert max(map(len, lines)) <= 160


def test_label_text_is_made_harmless() -> None:
    assert "\x1b" not in readable("line", Line("\x1b[2J\x9b1mRetinol", 1.0))
