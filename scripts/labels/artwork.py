"""The flat print of a label: paragraphs set in columns, rules, a barcode; and where each name came to stand."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from PIL import Image, ImageColor, ImageDraw

from .fonts import font

DENSITY = 32.0
"""Pixels a millimetre of the flat print: about 800 dpi, twice what the camera sees."""

SOFT = "\u00ad"
MARKED = re.compile(r"\[\[(?P<name>[^\]|]+)(?:\|(?P<amount>[^\]]+))?\]\]|\*\*(?P<bold>.+?)\*\*")


@dataclass(frozen=True, slots=True)
class Style:
    """How a run of text is set. Sizes in millimetres of the em; `squeeze` narrows the letters, `tracking` spaces them (mm)."""

    face: str = "sans"
    bold: str = "sans bold"
    size: float = 2.2
    leading: float = 1.18
    tracking: float = 0.0
    squeeze: float = 1.0
    colour: str = "#1c1c1c"
    align: str = "left"
    caps: bool = False
    hyphenate: bool = False


STYLE_KEYS = frozenset(Style.__slots__)


@dataclass(frozen=True, slots=True)
class Name:
    """A name that the label prints: in which section, with which amount, and its words, or parts of words, on the flat print (left, top,
    right, bottom; mm)."""

    printed: str
    section: str
    amount: str | None
    pieces: tuple[tuple[float, float, float, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Run:
    text: str
    bold: bool = False
    name: int | None = None


@dataclass(slots=True)
class Word:
    """What stands between two spaces: one or more runs, so that a bold letter may touch a plain one."""

    runs: list[Run] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)


class Artwork:
    """A sheet of print, `width` by `height` millimetres."""

    def __init__(self, width: float, height: float, colour: str) -> None:
        self.width, self.height = width, height
        self.image = Image.new("RGB", (round(width * DENSITY), round(height * DENSITY)), colour)
        self.draw = ImageDraw.Draw(self.image)
        self.names: list[Name] = []

    # ---------------------------------------------------------------- text

    def name(self, printed: str, section: str, amount: str | None = None) -> int:
        self.names.append(Name(printed.replace(SOFT, ""), section, amount))
        return len(self.names) - 1

    def measure(self, text: str, style: Style, bold: bool = False) -> float:
        """Width in millimetres."""
        face = font(style.bold if bold else style.face, round(style.size * DENSITY))
        return float(face.getlength(text)) / DENSITY * style.squeeze + style.tracking * len(text)

    def word_width(self, word: Word, style: Style) -> float:
        return sum(self.measure(run.text.replace(SOFT, ""), style, run.bold) for run in word.runs)

    def runs(self, text: str, section: str) -> list[Run]:
        """`text` with **bold** words and [[names]] or [[names|with their amount]]."""
        out, last = [], 0
        for hit in MARKED.finditer(text):
            out.append(Run(text[last : hit.start()]))
            if hit["bold"]:
                out.append(Run(hit["bold"], bold=True))
            else:
                out.append(Run(hit["name"], name=self.name(hit["name"], section, hit["amount"])))
                if hit["amount"]:
                    out.append(Run(" " + hit["amount"]))
            last = hit.end()
        return [run for run in [*out, Run(text[last:])] if run.text]

    def break_lines(self, runs: list[Run], width: float, style: Style) -> list[tuple[list[Word], bool]]:
        """Lines of words, each with whether it ends its paragraph. A word that does not fit is cut at a soft hyphen, or anywhere
        within a long word where the style hyphenates."""
        space = self.measure(" ", style)
        lines: list[tuple[list[Word], bool]] = []
        for paragraph in split_runs(runs, "\n"):
            line: list[Word] = []
            used = 0.0
            words = [Word(word) for word in split_runs(paragraph, " ") if any(run.text for run in word)]
            while words:
                word = words.pop(0)
                need = self.word_width(word, style) + (space if line else 0)
                if used + need <= width or (not line and not self.can_break(word, style)):
                    line.append(word)
                    used += need
                    continue
                head, tail = self.cut(word, width - used - (space if line else 0), style)
                if head:
                    line.append(head)
                words.insert(0, tail)
                lines.append((line, False))
                line, used = [], 0.0
            lines.append((line, True))
        return lines

    @staticmethod
    def can_break(word: Word, style: Style) -> bool:
        return SOFT in word.text or style.hyphenate

    def cut(self, word: Word, room: float, style: Style) -> tuple[Word | None, Word]:
        """The largest head of `word` that fits into `room`, with its hyphen, and the rest."""
        text = word.text
        places = [i + 1 for i, c in enumerate(text) if c == SOFT or c == "-"]
        if style.hyphenate and len(text) > 9:
            places += [i for i in range(4, len(text) - 4) if text[i - 1 : i + 1].isalpha()]
        for place in sorted(places, reverse=True):
            head = Word(slice_runs(word.runs, 0, place))
            if not head.text.endswith("-"):
                head.runs.append(replace(head.runs[-1], text="-"))
            if self.word_width(head, style) <= room:
                return head, Word(slice_runs(word.runs, place, len(text)))
        return None, word

    def paragraph(self, text: str | list[Run], at: tuple[float, float], width: float, style: Style, section: str = "claim") -> float:
        """Sets text into a column; returns its height in millimetres."""
        runs = self.runs(text, section) if isinstance(text, str) else text
        if style.caps:
            runs = [replace(run, text=run.text.upper()) for run in runs]
        x0, y = at
        for words, last in self.break_lines(runs, width, style):
            natural = sum(self.word_width(word, style) for word in words)
            gaps = len(words) - 1
            space = self.measure(" ", style)
            x = x0
            if style.align == "justify" and not last and gaps > 0 and (width - natural) / gaps < 4 * space:
                space = (width - natural) / gaps
            elif style.align == "centre":
                x += (width - natural - gaps * space) / 2
            elif style.align == "right":
                x += width - natural - gaps * space
            for word in words:
                for run in word.runs:
                    x += self.ink(run, (x, y), style)
                x += space
            y += style.size * style.leading
        return y - at[1]

    def ink(self, run: Run, at: tuple[float, float], style: Style) -> float:
        """Draws one run without spaces, notes the place of its name; returns its width in millimetres."""
        text = run.text.replace(SOFT, "")
        face = font(style.bold if run.bold else style.face, round(style.size * DENSITY))
        width = self.measure(text, style, run.bold)
        if style.tracking or style.squeeze != 1:
            x = at[0]
            for c in text:
                self.glyphs(c, (x, at[1]), face, style)
                x += self.measure(c, style, run.bold)
        else:
            self.draw.text((at[0] * DENSITY, at[1] * DENSITY), text, font=face, fill=style.colour)
        if run.name is not None and text.strip("-"):
            ascent = style.size * 0.92
            piece = (at[0], at[1] + style.size * 0.12, at[0] + width, at[1] + ascent + style.size * 0.14)
            self.names[run.name] = replace(self.names[run.name], pieces=(*self.names[run.name].pieces, piece))
        return width

    def glyphs(self, text: str, at: tuple[float, float], face: Any, style: Style) -> None:
        box = face.getbbox(text)
        if box[2] <= box[0] or box[3] <= box[1]:
            return
        mask = Image.new("L", (int(box[2]) + 2, int(box[3]) + 2))
        ImageDraw.Draw(mask).text((0, 0), text, font=face, fill=255)
        if style.squeeze != 1:
            mask = mask.resize((max(1, round(mask.width * style.squeeze)), mask.height), Image.Resampling.LANCZOS)
        self.image.paste(ImageColor.getrgb(style.colour), (round(at[0] * DENSITY), round(at[1] * DENSITY)), mask)

    # ---------------------------------------------------------------- marks

    def box(self, left: float, top: float, right: float, bottom: float, **how: Any) -> None:
        """A rectangle; `fill`, `outline`, `width` (mm), `radius` (mm)."""
        how = {**how, "width": max(1, round(how.get("width", 0.2) * DENSITY)), "radius": how.get("radius", 0) * DENSITY}
        self.draw.rounded_rectangle([v * DENSITY for v in (left, top, right, bottom)], **how)

    def barcode(self, at: tuple[float, float], width: float, height: float, digits: str, colour: str, ground: str) -> None:
        """EAN-13 bars of `digits` (12; the check digit is added), in-store numbers only: they belong to no product."""
        check = -sum(int(d) * (3 if i % 2 else 1) for i, d in enumerate(digits)) % 10
        code = digits + str(check)
        left = ("0001101", "0011001", "0010011", "0111101", "0100011", "0110001", "0101111", "0111011", "0110111", "0001011")
        parity = ("LLLLLL", "LLGLGG", "LLGGLG", "LLGGGL", "LGLLGG", "LGGLLG", "LGGGLL", "LGLGLG", "LGLGGL", "LGGLGL")[int(code[0])]
        bits = "101"
        for d, p in zip(code[1:7], parity, strict=True):
            plain = left[int(d)]
            bits += plain if p == "L" else plain.translate(str.maketrans("01", "10"))[::-1]
        bits += "01010" + "".join(left[int(d)].translate(str.maketrans("01", "10")) for d in code[7:]) + "101"
        module = width / (len(bits) + 14)
        x, y = at
        self.box(x, y, x + width, y + height + 2.2, fill=ground)
        for i, bit in enumerate(bits):
            if bit == "1":
                self.box(x + (7 + i) * module, y + 0.5, x + (8 + i) * module - 1 / DENSITY, y + height, fill=colour, width=0)
        style = Style(face="mono", size=width * 0.085, colour=colour, align="centre")
        self.paragraph(f"{code[0]} {code[1:7]} {code[7:]}", (x, y + height + 0.1), width, style)

    def pixels(self) -> np.ndarray:
        return np.asarray(self.image)


def split_runs(runs: list[Run], at: str) -> list[list[Run]]:
    """Runs cut at a character, which is dropped."""
    out: list[list[Run]] = [[]]
    for run in runs:
        first, *others = run.text.split(at)
        out[-1].append(replace(run, text=first))
        out.extend([replace(run, text=other)] for other in others)
    return [[run for run in part if run.text] for part in out]


def slice_runs(runs: list[Run], start: int, end: int) -> list[Run]:
    """Characters start:end of the runs' joined text."""
    out, offset = [], 0
    for run in runs:
        piece = run.text[max(0, start - offset) : max(0, end - offset)]
        if piece:
            out.append(replace(run, text=piece))
        offset += len(run.text)
    return out
