"""A label's text set in type: title, directions, the list, small print; and which name is which."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np

from .artwork import DENSITY, Artwork, Run, Style
from .lists import Item, Rng

TALLEST = 150.0
"""Millimetres of sheet to set on; cut to what was used."""


@dataclass(frozen=True, slots=True)
class Content:
    """What a label says. `named` are names printed outside the list, each with its sentence holding {name}; `gap` sets the last name apart
    (its separator in front: ",", "." or ""); `separators` one for each gap between names."""

    title: str
    claims: tuple[str, ...] = ()
    before: tuple[str, ...] = ()
    heading: str = "Ingredients:"
    items: tuple[Item, ...] = ()
    separators: tuple[str, ...] = ()
    may: tuple[Item, ...] = ()
    end: str = "."
    after: tuple[str, ...] = ()
    small: str = ""
    named: tuple[tuple[str, Item], ...] = ()
    columns: int = 1
    gap: str | None = None
    actives: tuple[Item, ...] = ()
    kind: str = "list"
    barcode: str | None = None
    traps: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Print:
    """The set label: `column` is the box of the list (left, top, right, bottom; mm), `known` what each name of the artwork is."""

    art: Artwork
    column: tuple[float, float, float, float]
    known: tuple[Item, ...]
    style: Style


@dataclass(slots=True)
class Setter:
    """Sets paragraphs one below the other into a column."""

    art: Artwork
    left: float
    width: float
    y: float
    known: list[Item] = field(default_factory=list)

    def text(self, text: str | list[Run], style: Style, after: float = 0.8, section: str = "claim") -> None:
        self.y += self.art.paragraph(text, (self.left, self.y), self.width, style, section) + after

    def run(self, item: Item, section: str) -> list[Run]:
        runs = [Run(item.printed, name=self.art.name(item.printed, section, item.amount))]
        self.known.append(item)
        return [*runs, Run(" " + item.amount)] if item.amount else runs


def set_label(content: Content, style: Style, width: float, margin: float, colours: tuple[str, str], rng: Rng) -> Print:
    """The artwork of a label `width` mm wide, as high as its text needs; `colours` are ground and ink."""
    ground, ink = colours
    style = replace(style, colour=ink)
    sheet = Artwork(width, TALLEST, ground)
    room = width - 2 * margin if content.columns == 1 else (width - 2 * margin - 2.5) / 2
    if widest(sheet, content.heading, style, bold=True) > width - 2 * margin:  # several languages without a blank
        content = replace(content, heading="Ingredients:")
    if any(widest(sheet, i.printed, style) > room for i in (*content.items, *content.actives)):
        style = replace(style, hyphenate=True)
    setter = Setter(sheet, margin, width - 2 * margin, margin)
    title = replace(style, face=style.bold, size=style.size * 1.6, align="left", caps=False, squeeze=1.0, tracking=0.0)
    claim = replace(style, align="left", caps=False)
    setter.text(content.title, title, 0.5)
    for line in content.claims:
        setter.text(line, claim, 0.4)
    for sentence, item in content.named:
        head, _, rest = sentence.partition("{name}")
        large = replace(title, size=style.size * float(rng.uniform(1.1, 2.2)))
        setter.text([Run(head), *setter.run(item, "claim"), Run(rest)], large, 0.5)
    for line in content.before:
        setter.text(line, claim, 0.7)
    top = setter.y
    if content.kind == "drug_facts":
        _drug_facts(setter, content, style)
    elif content.items:
        _list(setter, content, style)
    bottom = setter.y
    for line in content.after:
        setter.text(line, claim, 0.6)
    if content.small:
        setter.text(content.small, replace(claim, size=max(1.2, style.size * 0.85)), 0.4)
    if content.barcode and setter.width > 20:
        sheet.barcode((margin, setter.y + 0.5), min(22.0, setter.width), 6.0, content.barcode, "#101010", "#ffffff")
        setter.y += 9.5
    height = min(TALLEST, setter.y + margin)
    sheet.image = sheet.image.crop((0, 0, sheet.image.width, round(height * DENSITY)))
    sheet.height = height
    return Print(sheet, (margin, top, width - margin, bottom), tuple(setter.known), style)


def widest(sheet: Artwork, text: str, style: Style, bold: bool = False) -> float:
    """Millimetres of the longest word."""
    return max((sheet.measure(word.upper() if style.caps else word, style, bold) for word in f"{text},".split()), default=0.0)


def _list(setter: Setter, content: Content, style: Style) -> None:
    """The list, in one column or two, its last name set apart or not."""
    heading = [Run(content.heading + " ", bold=True)] if content.heading else []
    items = content.items
    separators = content.separators or (", ",) * (len(items) - 1)
    apart = items[-1:] if content.gap is not None else ()
    held = items[: len(items) - len(apart)]
    halves = [(0, len(held))]
    if content.columns == 2:
        sizes = np.cumsum([len(i.printed) + 2 for i in held])
        cut = int(np.searchsorted(sizes, sizes[-1] / 2)) + 1
        halves = [(0, cut), (cut, len(held))]
    left, width, top = setter.left, setter.width, setter.y
    if len(halves) == 2:
        setter.text(heading, style, 0.3)
        heading, top, setter.width = [], setter.y, (width - 2.5) / 2
    lowest = top
    for n, (start, stop) in enumerate(halves):
        setter.left, setter.y = left + n * (setter.width + 2.5), top
        runs = list(heading) if n == 0 else []
        for i in range(start, stop):
            runs += setter.run(items[i], "list")
            if i < len(held) - 1:
                runs.append(Run(separators[i]))
        if n == len(halves) - 1:
            runs.append(Run((content.gap if apart else content.end) or ""))
            if not apart:
                runs += _may(setter, content)
        setter.text([r for r in runs if r.text], style, 0.0)
        lowest = max(lowest, setter.y)
    setter.left, setter.width, setter.y = left, width, lowest
    if apart:
        setter.y += style.size * (0.0 if content.gap == "," and len(held) % 2 else 0.9)
        setter.text([*setter.run(apart[0], "list"), Run(content.end)], style, 0.0)
    setter.y += 0.9


def _may(setter: Setter, content: Content) -> list[Run]:
    if not content.may:
        return []
    runs = [Run(" [+/- ")]
    for n, item in enumerate(content.may):
        runs += [Run(", ")] if n else []
        runs += setter.run(item, "may_contain")
    return [*runs, Run("].")]


def _drug_facts(setter: Setter, content: Content, style: Style) -> None:
    """A US panel: title, actives with their purpose, warnings, directions, inactive ingredients, questions."""
    art, start = setter.art, setter.y
    ink = style.colour
    bold = replace(style, face=style.bold, align="left", caps=False)
    plain = replace(style, align="left", caps=False)

    def rule(thick: float) -> None:
        art.box(setter.left, setter.y + 0.15, setter.left + setter.width, setter.y + 0.15 + thick, fill=ink, width=0)
        setter.y += thick + 0.45

    setter.left, setter.width, setter.y = setter.left + 1.0, setter.width - 2.0, setter.y + 0.8
    setter.text("Drug Facts", replace(bold, size=style.size * 1.8), 0.1)
    rule(0.6)
    setter.text("Active ingredient" + ("s" if len(content.actives) > 1 else ""), bold, 0.0)
    for active in content.actives:
        y, purpose = setter.y, "External analgesic" if active.critical == "anaesthetic" else "Acne treatment"
        setter.text(setter.run(active, "active"), plain, 0.0, "active")
        beside = art.measure(f"{active.printed} {active.amount}   {purpose}", plain) < setter.width
        height = art.paragraph(purpose, (setter.left, y if beside else setter.y), setter.width, replace(plain, align="right"))
        setter.y += 0.0 if beside else height
    setter.y += 0.3
    for head, body in (
        (
            "Uses",
            "for short relief of itching and pain of the skin"
            if content.actives[0].critical == "anaesthetic"
            else "for the treatment of acne",
        ),
        ("Warnings", "For external use only. Keep away from eyes and mouth."),
        ("Do not use", "on open wounds or in large amounts"),
        ("Directions", "adults: apply to the affected area, not more than 3 times daily; children under 12: ask a doctor"),
    ):
        rule(0.15)
        setter.text([Run(head, bold=True), Run(" " + body)], plain, 0.2)
    rule(0.6)
    runs = [Run("Inactive ingredients ", bold=True)]
    for n, item in enumerate(content.items):
        runs += [Run(", ")] if n else []
        runs += setter.run(item, "inactive")
    setter.text(runs, replace(style, caps=False), 0.4)
    rule(0.6)
    setter.text([Run("Questions?", bold=True), Run(" Call on weekdays from 9 to 5")], plain, 0.3)
    setter.left, setter.width = setter.left - 1.0, setter.width + 2.0
    art.box(setter.left - 0.4, start, setter.left + setter.width + 0.4, setter.y + 0.2, outline=ink, width=0.25)
    setter.y += 1.2


FACES = (
    ("narrow", "narrow bold", 5), ("narrow light", "narrow bold", 2), ("sans", "sans bold", 4), ("grotesque", "grotesque bold", 4),
    ("grotesque light", "grotesque medium", 1),
    ("humanist", "humanist bold", 3), ("humanist condensed", "humanist condensed bold", 2), ("lato", "lato bold", 3),
    ("serif", "sans bold", 1),
)  # fmt: skip


def face(rng: Rng) -> tuple[str, str]:
    weights = np.array([w for *_, w in FACES], float)
    regular, bold, _ = FACES[int(rng.choice(len(FACES), p=weights / weights.sum()))]
    return regular, bold
