"""Cyrillic lines: whose reading counts, the network's or Tesseract's."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
import pytest

from glidecheck.errors import EngineFailed, EngineMissing
from glidecheck.image.strip import Region
from glidecheck.model import Box, Line, Word
from glidecheck.ocr import cyrillic, tesseract


def _works() -> bool:
    try:
        return "eng" in tesseract.program().languages
    except EngineMissing:
        return False


def picture(text: str) -> np.ndarray:
    """A line of black print on white."""
    out = np.full((64, 420, 3), 255, np.uint8)
    cv2.putText(out, text, (16, 44), cv2.FONT_HERSHEY_SIMPLEX, 1.2, (0, 0, 0), 2, cv2.LINE_AA)
    return out


PIXELS = np.full((400, 400, 3), 255, np.uint8)


def region(n: int) -> Region:
    return Region((200.0, 20.0 + 30 * n), (1.0, 0.0), 300.0 - n, 20.0, 0.9)


def answers(monkeypatch: pytest.MonkeyPatch, *said: tuple[str, float] | None, packs: Sequence[str] = ("rus",)) -> list[tuple[str, ...]]:
    """Lets Tesseract say these lines one after another; the packs that each was asked with."""
    queue, asked = list(said), []

    def lines(pictures: Sequence[object], languages: tuple[str, ...]) -> tuple[Line | None, ...]:
        out: list[Line | None] = []
        for _ in pictures:
            asked.append(languages)
            given = queue.pop(0)
            if given is None:
                raise EngineFailed("broke", "again")
            text, confidence = given
            out.append(Line(text, confidence, Box.of(0, 0, 9, 9), (Word(text, Box.of(0, 0, 9, 9), confidence, 0, len(text)),), "tesseract"))
        return tuple(out)

    monkeypatch.setattr(tesseract, "lines", lines)
    monkeypatch.setattr(cyrillic, "packs", lambda: tuple(packs))
    return asked


def seen(*read: tuple[str, float]) -> dict[Region, Line]:
    return {region(n): Line(text, confidence, region(n).box) for n, (text, confidence) in enumerate(read)}


@pytest.mark.parametrize(
    ("network", "other"),
    [
        (("Retinol 0.2%", 0.9), ("Ве{ то! 0.2%", 0.97)),  # signs within the words
        (("irregular e tom opaco.", 0.9), ("игезщаг е {ют орасо.", 0.85)),
        (("BEAUTY", 0.9), ("ВЕАЧТУ", 0.89)),
        (("Tea Tree", 0.94), ("Теа Тгее", 0.89)),
        (("Guest Services", 0.7), ("СиезЕ Зегисез", 0.65)),
        (("lf necessary, the treatment can be", 0.7), ("песеззагу, Пе теайтепЁ сап Бе гереаеч.", 0.42)),
        (("", 0.0), ("", 0.0)),
    ],
)
def test_a_latin_line_stays(network: tuple[str, float], other: tuple[str, float], monkeypatch: pytest.MonkeyPatch) -> None:
    answers(monkeypatch, other)
    assert cyrillic.reread(PIXELS, seen(network), {}) == {}


def test_a_clear_line_is_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = answers(monkeypatch)
    assert cyrillic.reread(PIXELS, seen(("Aqua, Glycerin", 0.99)), {}) == {}
    assert asked == []


def test_without_a_pack_nothing_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = answers(monkeypatch, packs=())
    assert cyrillic.reread(PIXELS, seen((",  .", 0.1)), {}) == {}
    assert asked == []


def test_a_page_without_cyrillic_costs_a_few_probes(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = answers(monkeypatch, *[("ни", 0.1)] * cyrillic.PROBES)
    assert cyrillic.reread(PIXELS, seen(*[("smudge", 0.5)] * 30), {}) == {}
    assert len(asked) == cyrillic.PROBES


def test_cyrillic_lines_are_taken_with_their_place(monkeypatch: pytest.MonkeyPatch) -> None:
    answers(monkeypatch, ("карбамид, стеариновая кислота,", 0.87), ("масло ши, ланолин,", 0.5))
    lines = seen((",  ,", 0.4), (",  .", 0.3))
    found = cyrillic.reread(PIXELS, lines, {})
    assert [line.text for line in found.values()] == ["карбамид, стеариновая кислота,", "масло ши, ланолин,"]
    assert [line.box for line in found.values()] == [r.box for r in lines]
    for r, line in found.items():
        (word,) = line.words  # 9 pixels of a strip 40 high, framed by 12: before the line's first letter
        assert (word.box.left, word.box.top) == (pytest.approx(r.box.left), pytest.approx(r.box.top))


def test_a_latin_word_in_a_cyrillic_line_is_the_networks(monkeypatch: pytest.MonkeyPatch) -> None:
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

    tesseract_ = line(("Склад/Құрамы:", 0.84, 0.0, 0.6), ("Кетпої,", 0.52, 0.62, 1.0))
    both = cyrillic.mixed(tesseract_, line(("CknaA/KypaMbl:", 0.7, 0.0, 0.6), ("Retinol,", 0.97, 0.63, 0.99)))
    assert both.text == "Склад/Құрамы: Кетпої, Retinol,"
    mixed = cyrillic.mixed(tesseract_, line(("CknaA/KypaMbl:", 0.7, 0.0, 0.6), ("Aqua,", 0.97, 0.63, 0.99)))
    assert mixed.text == "Склад/Құрамы: Aqua,"
    assert [mixed.text[w.start : w.end] for w in mixed.words] == [w.text for w in mixed.words]
    assert mixed.confidence > 0.7
    danger = cyrillic.mixed(line(("РЕТИНОЛ", 0.6, 0.0, 1.0)), line(("PETNHOJ", 0.95, 0.0, 1.0)))
    assert "РЕТИНОЛ" in danger.text  # never given up
    for same in (
        line(("CknaA/KypaMbl:", 0.7, 0.0, 0.6), ("Retinol,", 0.8, 0.63, 0.99)),  # not sure
        line(("CknaA/KypaMbl:", 0.7, 0.0, 0.6), ("KPEM", 0.97, 0.63, 0.99)),  # Cyrillic in Latin letters
        line(("CknaA/KypaMbl:", 0.7, 0.0, 0.6)),
    ):
        assert cyrillic.mixed(tesseract_, same) is tesseract_


def test_a_doubtful_latin_line_beside_cyrillic_keeps_its_danger(monkeypatch: pytest.MonkeyPatch) -> None:
    answers(monkeypatch, ("карбамид, стеариновая кислота,", 0.87), ("ВЕТИМОГ", 0.7))
    lines = seen((",  ,", 0.4), ("RET1NOL", 0.75))
    assert region(1) not in cyrillic.reread(PIXELS, lines, {})


def test_a_name_read_for_latin_letters_of_its_shape(monkeypatch: pytest.MonkeyPatch) -> None:
    answers(monkeypatch, ("НОВОКАИН", 0.92))
    assert [line.text for line in cyrillic.reread(PIXELS, seen(("HOBOKAH", 0.88)), {}).values()] == ["НОВОКАИН"]


@pytest.mark.slow
@pytest.mark.skipif(not _works(), reason="no Tesseract here")
def test_lines_are_read_by_one_process_as_each_alone() -> None:
    pictures = [picture(text) for text in ("Glycerin, Aqua", "", "Panthenol")]
    together = tesseract.lines(pictures, ("eng",))
    assert [line and line.text for line in (together[0], together[2])] == ["Glycerin, Aqua", "Panthenol"]
    assert together[1] is None or together[1].confidence < cyrillic.FAINTLY  # on some processors blank paper is read as "re", at 0.09
    assert together == tuple(tesseract.lines([p], ("eng",))[0] for p in pictures)


def test_no_line_starts_no_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tesseract, "program", lambda: pytest.fail("Tesseract was asked for"))
    assert tesseract.lines([], ("eng",)) == ()


def test_a_tesseract_that_breaks_leaves_the_networks_reading(monkeypatch: pytest.MonkeyPatch) -> None:
    answers(monkeypatch, None)
    assert cyrillic.reread(PIXELS, seen((",  ,", 0.4)), {}) == {}
