"""Lines in Cyrillic and Greek: whose reading counts, the network's or the label head's."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import pytest

from glidecheck.image.strip import Region
from glidecheck.model import Line, Word
from glidecheck.ocr import other_scripts
from glidecheck.ocr.by_lines import ByLines

if TYPE_CHECKING:
    from glidecheck.model import Pixels


def region(n: int) -> Region:
    return Region((200.0, 20.0 + 30 * n), (1.0, 0.0), 300.0, 20.0, 0.9)


def line(text: str, confidence: float) -> Line:
    box = region(0).box
    return Line(text, confidence, box, (Word(text, box, confidence, 0, len(text)),) if text else ())


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
def test_only_letters_that_latin_lacks_make_a_line_foreign(network_: tuple[str, float], head: tuple[str, float], counts: bool) -> None:
    found = other_scripts.reread({region(0): line(*network_)}, {region(0): line(*head)})
    assert [f.text for f in found.values()] == ([head[0]] if counts else [])


def test_a_doubtful_latin_line_beside_cyrillic_keeps_its_danger() -> None:
    seen = {region(0): line(",  ,", 0.4), region(1): line("RET1NOL", 0.75), region(2): line("", 0.0)}
    others = {region(0): line("карбамид, стеариновая кислота,", 0.87), region(1): line("RETINOL", 0.9), region(2): line("масло ши,", 0.5)}
    assert [*other_scripts.reread(seen, others)] == [region(0), region(2)]


def test_a_clear_line_is_not_doubted() -> None:
    assert not other_scripts.doubted(line("Aqua, Glycerin", 0.99))
    assert other_scripts.doubted(line(",  .", 0.99))  # signs alone: it may be another script


def test_a_latin_word_in_a_cyrillic_line_is_the_networks() -> None:
    place = region(0)

    def words(*said: tuple[str, float, float, float]) -> tuple[Word, ...]:
        """Words with their confidence, from one share of the line to another."""
        out, at = [], 0
        for text, confidence, start, end in said:
            out.append(Word(text, place.part(start, end), confidence, at, at + len(text)))
            at += len(text) + 1
        return tuple(out)

    def line(*said: tuple[str, float, float, float]) -> Line:
        return Line(" ".join(t for t, *_ in said), 0.7, place.box, words(*said), "x")

    head = line(("Склад/Құрамы:", 0.84, 0.0, 0.6), ("Кетпої,", 0.52, 0.62, 1.0))
    both = other_scripts.mixed(head, line(("CknaA/KypaMbl:", 0.7, 0.0, 0.6), ("Retinol,", 0.97, 0.63, 0.99)))
    assert both.text == "Склад/Құрамы: Кетпої, Retinol,"
    mixed = other_scripts.mixed(head, line(("CknaA/KypaMbl:", 0.7, 0.0, 0.6), ("Aqua,", 0.97, 0.63, 0.99)))
    assert mixed.text == "Склад/Құрамы: Aqua,"
    assert [mixed.text[w.start : w.end] for w in mixed.words] == [w.text for w in mixed.words]
    assert mixed.confidence > 0.7
    danger = other_scripts.mixed(line(("РЕТИНОЛ", 0.6, 0.0, 1.0)), line(("PETNHOJ", 0.95, 0.0, 1.0)))
    assert "РЕТИНОЛ" in danger.text  # never given up
    for same in (
        line(("CknaA/KypaMbl:", 0.7, 0.0, 0.6), ("Retinol,", 0.8, 0.63, 0.99)),  # not sure
        line(("CknaA/KypaMbl:", 0.7, 0.0, 0.6), ("KPEM", 0.97, 0.63, 0.99)),  # Cyrillic in Latin letters
        line(("CknaA/KypaMbl:", 0.7, 0.0, 0.6)),
    ):
        assert other_scripts.mixed(head, same) is head


def test_letters_that_only_another_script_has_tell_which_way_is_up() -> None:
    upside_down = line("°оеіэле шпроэб", 0.5)
    assert other_scripts.letters([line("мазь", 0.9), line("Aqua", 0.9), upside_down]) == (
        pytest.approx(0.9 * 3),
        0.9,
    )  # м, з, ь; а looks like a


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
