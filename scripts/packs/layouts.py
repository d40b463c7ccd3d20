"""How such packs are laid out: each kind sets its lists, words and signs on a flat sheet of its own proportions."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from labels.artwork import Artwork, Run, Style

from packs import symbols
from packs.contents import Content, Listed, pick

Rng = np.random.Generator
FACES = (("sans", "sans bold"), ("narrow", "narrow bold"), ("grotesque", "grotesque bold"), ("humanist", "humanist bold"),
    ("humanist condensed", "humanist condensed bold"), ("lato", "lato bold"))  # fmt: skip
PAPERS = (
    ("#ffffff", "#111417"),
    ("#ffffff", "#0b2f6b"),
    ("#fbfbf8", "#263238"),
    ("#eef5f8", "#10374a"),
    ("#f7f1e6", "#2d241c"),
    ("#12345a", "#f4f7fa"),
    ("#e9f2ea", "#1f3b2a"),
)
MARGIN = 2.6


@dataclass(slots=True)
class Sheet:
    """A flat print, and which of its names is the one that makes it no glide (index into art.names; None for a glide)."""

    art: Artwork
    size: float
    others: list[int]


class _Column:
    """Sets paragraphs one below the other. `lists` are set as runs so that the place of each name is known."""

    def __init__(self, art: Artwork, others: list[int], left: float, top: float, width: float) -> None:
        self.art, self.others, self.left, self.y, self.width = art, others, left, top, width

    def text(self, what: str | list[Run], style: Style, after: float = 0.0) -> None:
        self.y += self.art.paragraph(what, (self.left, self.y), self.width, style) + after

    def listed(self, found: Listed, style: Style, tag: str = "", after: float = 0.0, bold: bool = True) -> None:
        runs = [Run(tag, bold=True)] if tag else []
        runs.append(Run(found.heading + " ", bold=bold))
        for n, (name, amount) in enumerate(found.names):
            mark = self.art.name(name, "list", amount)
            if n == found.other:
                self.others.append(mark)
            runs.append(Run(name, name=mark))
            if amount:
                runs.append(Run(" " + amount))
            runs.append(Run(", " if n < len(found.names) - 1 else found.end))
        self.text([r for r in runs if r.text], style, after)

    def signs(self, which: list[symbols.Callable], height: float, ink: str, after: float) -> None:  # type: ignore[name-defined]
        x = self.left
        for sign in which:
            if x > self.left + self.width - 3 * height:
                x, self.y = self.left, self.y + height * 1.35
            x += sign(self.art, (x, self.y), height, ink) + height * 0.6
        self.y += height + after


def _tags(content: Content, rng: Rng) -> list[str]:
    """What stands in front of each language's part."""
    if not content.tagged:
        return ["" for _ in content.lists]
    form = pick(rng, ("{} ", "{}: ", "[{}] ", "({}) ", "{} - "))
    return [form.format(found.language.upper()) for found in content.lists]


def _height(draw: object, content: Content, rng: Rng, wide: float, colours: tuple[str, str], style: Style) -> Sheet:
    """Sets the sheet twice with the same draws: once to learn its height."""
    state = rng.bit_generator.state
    art = Artwork(wide, 4.0, colours[0])
    bottom = draw(art, [], content, rng, style)  # type: ignore[operator]
    rng.bit_generator.state = state
    others: list[int] = []
    art = Artwork(wide, bottom + MARGIN, colours[0])
    draw(art, others, content, rng, style)  # type: ignore[operator]
    return Sheet(art, style.size, others)


def sheet(content: Content, rng: Rng) -> Sheet:
    """The flat print of a pack."""
    face, bold = pick(rng, FACES)
    colours = pick(rng, PAPERS)
    small = content.kind in ("six", "device", "ampoules")
    style = Style(
        face,
        bold,
        float(rng.uniform(1.4, 1.9) if small else rng.uniform(1.6, 2.3)),
        float(rng.uniform(1.14, 1.3)),
        colour=colours[1],
        align="justify" if rng.random() < 0.25 else "left",
    )
    draw, wide = LAYOUTS[content.kind]
    return _height(draw, content, rng, float(rng.uniform(*wide)), colours, style)


# ------------------------------------------------------------------ layouts


def _device(art: Artwork, others: list[int], content: Content, rng: Rng, style: Style) -> float:
    """A device's label: title, lists a language, signs in rows, REF and LOT in frames, the maker with its sign."""
    ink, plain = style.colour, replace(style, align="left")
    c = _Column(art, others, MARGIN, MARGIN, art.width - 2 * MARGIN)
    c.text([Run(content.brand, bold=True)], replace(plain, size=style.size * 2.2), 0.3)
    c.text(f"{content.title}  {content.volume}", replace(plain, size=style.size * 1.2), 1.2)
    for found, tag in zip(content.lists, _tags(content, rng), strict=True):
        c.listed(found, style, tag, 0.7)
    c.y += 0.8
    for words in content.words[: len(content.lists)]:
        c.text(words, style, 0.4)
    c.y += 0.8
    chosen = [symbols.DEVICE[int(n)] for n in rng.permutation(len(symbols.DEVICE))[: int(rng.integers(3, 6))]]
    c.signs(chosen, style.size * 1.9, ink, 1.0)
    for sign, text in zip((symbols.boxed("LOT"), symbols.until, symbols.boxed("REF")), content.numbers, strict=False):
        wide = sign(art, (c.left, c.y), style.size * 1.3, ink)
        art.paragraph(text, (c.left + wide + 0.8, c.y + 0.15), c.width, plain)
        c.y += style.size * 1.75
    wide = symbols.maker(art, (c.left, c.y), style.size * 1.5, ink)
    c.y += art.paragraph(content.maker, (c.left + wide + 0.8, c.y), c.width - wide - 0.8, replace(plain, size=style.size * 0.95))
    return c.y


def _ampoules(art: Artwork, others: list[int], content: Content, rng: Rng, style: Style) -> float:
    """An ampoule carton: a front in large print on the left half, the list and the rest on the right; or one below the other."""
    plain = replace(style, align="left")
    beside = bool(rng.random() < 0.5)
    left = art.width * 0.38 if beside else art.width
    c = _Column(art, others, MARGIN, MARGIN, left - 2 * MARGIN)
    c.text([Run(content.brand, bold=True)], replace(plain, size=style.size * 2.4), 0.8)
    c.text(content.title, replace(plain, size=style.size * 1.5), 0.8)
    c.text(content.volume, plain, 1.6)
    start, low = (MARGIN, c.y) if beside else (c.y, 0.0)
    c = _Column(art, others, left + MARGIN if beside else MARGIN, start, (art.width - left if beside else art.width) - 2 * MARGIN)
    for found, tag in zip(content.lists, _tags(content, rng), strict=True):
        c.listed(found, style, tag, 1.0)
    for words in content.words:
        c.text(words, plain, 0.6)
    c.text("   ".join(content.numbers[:2]), plain, 0.5)
    c.text(content.maker, plain, 0.8)
    digits = "20" + "".join(str(int(d)) for d in rng.integers(0, 10, 10))
    art.barcode((c.left, c.y), 22.0, 6.0, digits, "#111111", "#ffffff")
    return max(c.y + 9.0, low)


def _dropper(art: Artwork, others: list[int], content: Content, rng: Rng, style: Style) -> float:
    """The back of a dropper bottle: claims, directions, list, signs."""
    plain = replace(style, align="left")
    c = _Column(art, others, MARGIN, MARGIN, art.width - 2 * MARGIN)
    c.text([Run(content.title, bold=True)], replace(plain, size=style.size * 1.4), 0.9)
    order = list(content.words)
    before = order[: int(rng.integers(0, len(order) + 1))]
    for words in before:
        c.text(words, plain, 0.9)
    for found in content.lists:
        c.listed(found, style, "", 1.1)
    for words in order[len(before) :]:
        c.text(words, plain, 0.9)
    c.text(f"{content.brand}  {content.volume}", plain, 0.4)
    c.text(content.maker, replace(plain, size=style.size * 0.9), 0.8)
    chosen = [symbols.COSMETIC[int(n)] for n in rng.permutation(len(symbols.COSMETIC))[: int(rng.integers(1, 3))]]
    c.signs(chosen, style.size * 2.2, style.colour, 0.0)
    return c.y


def _tube(art: Artwork, others: list[int], content: Content, rng: Rng, style: Style) -> float:
    """A tube's back: centred or flush, lot and expiry stamped near the crimp."""
    middle = replace(style, align="centre" if rng.random() < 0.4 else "left")
    c = _Column(art, others, MARGIN, MARGIN, art.width - 2 * MARGIN)
    c.text("  ".join(content.numbers[:2]), replace(style, face="mono", align="centre", size=style.size * 0.9), 3.0)
    c.text([Run(content.brand, bold=True)], replace(middle, size=style.size * 2.0), 0.4)
    c.text(content.title, replace(middle, size=style.size * 1.2), 1.4)
    for words in content.words:
        c.text(words, middle, 1.0)
    for found in content.lists:
        c.listed(found, middle, "", 1.2, bold=bool(rng.random() < 0.5))
    c.text(f"{content.volume}   {content.maker}", middle, 0.4)
    return c.y


def _sachet(art: Artwork, others: list[int], content: Content, rng: Rng, style: Style) -> float:
    """A sachet: a framed list in a corner of a wide sheet."""
    plain = replace(style, align="left")
    c = _Column(art, others, MARGIN + 1, MARGIN + 3, art.width - 2 * MARGIN - 2)
    c.text([Run(content.title, bold=True)], replace(plain, size=style.size * 1.7), 0.8)
    c.text(f"{content.brand} · {content.volume}", plain, 1.4)
    top = c.y
    c.left, c.width, c.y = c.left + 1.2, c.width - 2.4, c.y + 1.0
    for found in content.lists:
        c.listed(found, style, "", 0.6, bold=bool(rng.random() < 0.7))
    art.box(c.left - 1.2, top, c.left + c.width + 1.2, c.y + 0.6, outline=style.colour, width=0.2)
    c.left, c.width, c.y = c.left - 1.2, c.width + 2.4, c.y + 1.8
    for words in content.words:
        c.text(words, plain, 0.6)
    c.text("  ".join((*content.numbers[:2], content.maker)), replace(plain, size=style.size * 0.9), 2.0)
    return c.y


def _six(art: Artwork, others: list[int], content: Content, rng: Rng, style: Style) -> float:
    """A side in six languages: each a paragraph of its list and its words; in one column or two."""
    columns, tags = int(rng.integers(1, 3)), _tags(content, rng)
    gap = 3.0
    width = (art.width - 2 * MARGIN - (columns - 1) * gap) / columns
    c = _Column(art, others, MARGIN, MARGIN, art.width - 2 * MARGIN)
    c.text([Run(content.brand, bold=True), Run(f"  {content.volume}")], replace(style, align="left", size=style.size * 1.5), 1.2)
    top, lowest, half = c.y, c.y, -(-len(content.lists) // columns)
    for n in range(columns):
        c = _Column(art, others, MARGIN + n * (width + gap), top, width)
        for k in range(n * half, min(len(content.lists), (n + 1) * half)):
            c.listed(content.lists[k], style, tags[k], 0.2)
            c.text(content.words[k], style, 1.0)
        lowest = max(lowest, c.y)
    c = _Column(art, others, MARGIN, lowest + 0.6, art.width - 2 * MARGIN)
    c.signs([symbols.once, symbols.boxed("STERILE", "R"), symbols.conformity("0373")], style.size * 1.8, style.colour, 0.8)
    wide = symbols.maker(art, (c.left, c.y), style.size * 1.4, style.colour)
    c.y += art.paragraph(content.maker, (c.left + wide + 0.8, c.y), c.width - wide - 0.8, replace(style, align="left"))
    return c.y


LAYOUTS = {
    "device": (_device, (52.0, 78.0)),
    "ampoules": (_ampoules, (62.0, 96.0)),
    "dropper": (_dropper, (34.0, 46.0)),
    "tube": (_tube, (36.0, 50.0)),
    "sachet": (_sachet, (52.0, 74.0)),
    "six": (_six, (74.0, 108.0)),
}
