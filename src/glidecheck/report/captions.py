"""The words around the annotated photo: the verdict and what to do in a strip above it, the colours' meaning in one below."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from glidecheck.model import Report
from glidecheck.report.answer import answer, reason, sentence
from glidecheck.report.letters import drawable, font, leftwards
from glidecheck.report.view import CLOSING, CRITICAL, LOOKS, Tone, verdict_tone

if TYPE_CHECKING:
    from PIL import Image, ImageDraw
    from PIL.ImageFont import FreeTypeFont

Say = Callable[[str], str]
"""What puts the picture's own words into another language."""


def banner(report: Report, width: int, unit: int, say: Say) -> Image.Image:
    """The strip above the photo, `width` pixels wide: verdict, what to do, why. Small letters are `unit` pixels high."""
    from PIL import Image, ImageDraw

    told = answer(report)
    look = LOOKS[verdict_tone(report)]
    pad = unit
    words = _told(look.words, say)
    big, small = font(_fitting(words, 2 * unit, width - 2 * pad)), font(unit)
    lines = [_wrapped(_told(w, say), small, width - 2 * pad) for w in (sentence(told.do), reason(report, told, say))]
    step = round(1.35 * unit)
    image = Image.new("RGB", (width, pad + round(2.4 * unit) + step * sum(map(len, lines)) + pad // 2), look.colour)
    draw = ImageDraw.Draw(image)
    way = _way(say)
    _write(draw, (pad, pad // 2, width), words, "white", big, way)
    for n, line in enumerate(line for part in lines for line in part):
        _write(draw, (pad, pad // 2 + round(2.6 * unit) + n * step, width), line, "white", small, way)
    return image


def legend(tones: Sequence[Tone], width: int, unit: int, say: Say) -> Image.Image:
    """The strip below the photo: what each colour of `tones` means, and the closing sentence."""
    from PIL import Image, ImageDraw

    letters, pad = font(unit), unit
    step = round(1.5 * unit)
    shown = {tone: _told(LOOKS[tone].short, say) for tone in tones}
    way = _way(say)
    spots: list[tuple[int, int, Tone]] = []
    x, y = pad, pad // 2
    for tone in tones:
        needs = round(1.6 * unit + letters.getlength(shown[tone]) + pad)
        if x + needs > width - pad and x > pad:
            x, y = pad, y + step
        spots.append((x, y, tone))
        x += needs
    below = y + step if spots else pad // 2
    closing = _wrapped(_told(CLOSING, say), letters, width - 2 * pad)
    image = Image.new("RGB", (width, below + step * len(closing) + pad // 2), "white")
    draw = ImageDraw.Draw(image)
    for left, top, tone in spots:
        line = max(2, unit // 5) if tone in CRITICAL else max(1, unit // 10)
        box = width - left - unit if way else left
        draw.rectangle([box, top + unit // 5, box + unit, top + unit + unit // 5], outline=LOOKS[tone].colour, width=line)
        _write(draw, (left + round(1.6 * unit), top, width), shown[tone], LOOKS[tone].colour, letters, way)
    for n, words in enumerate(closing):
        _write(draw, (pad, below + n * step, width), words, "#444444", letters, way)
    return image


def _way(say: Say) -> str | None:
    """The direction of the language of `say`, where it is not the usual one."""
    return "rtl" if leftwards(_told(CLOSING, say)) else None


def _write(draw: ImageDraw.ImageDraw, place: tuple[int, int, int], words: str, colour: str, letters: FreeTypeFont, way: str | None) -> None:
    """One line. `place` is its distance from the edge where lines begin, its top, and the picture's width, in pixels."""
    off, top, width = place
    left = width - off - round(letters.getlength(words, direction=way)) if way else off
    draw.text((left, top), words, fill=colour, font=letters, direction=way)


def _told(words: str, say: Say) -> str:
    """`words` in the language of `say`, in English where the font does not have its letters."""
    there = say(words)
    told = drawable(there)
    return told if told.count("?") <= there.count("?") else drawable(words)


def _fitting(words: str, size: int, width: int) -> int:
    """The largest font size, at most `size`, in which `words` are no wider than `width`."""
    while size > 6 and font(size).getlength(words) > width:
        size -= 1
    return size


def _wrapped(words: str, letters: FreeTypeFont, width: int) -> list[str]:
    """`words` in lines no wider than `width` pixels; a single longer word is cut where it must be."""
    lines: list[str] = [""]
    for word in words.split():
        for part in _pieces(word, letters, width):
            longer = f"{lines[-1]} {part}".strip()
            if letters.getlength(longer) <= width:
                lines[-1] = longer
            else:
                lines.append(part)
    return [line for line in lines if line]


def _pieces(word: str, letters: FreeTypeFont, width: int) -> Iterator[str]:
    while len(word) > 1 and letters.getlength(word) > width:
        fits = next((n for n in range(len(word) - 1, 1, -1) if letters.getlength(word[:n]) <= width), 1)
        yield word[:fits]
        word = word[fits:]
    yield word
