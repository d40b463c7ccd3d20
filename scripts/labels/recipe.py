"""A recipe (YAML) -> the picture and the truth about it."""

from __future__ import annotations

from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from ruamel.yaml import YAML

from .artwork import DENSITY, STYLE_KEYS, Artwork, Name, Run, Style
from .camera import Phone, develop, expose
from .hand import Finger, covers, hold
from .scene import Label, Lamp, Lens, Pose, Stage
from .solid import SHAPES
from .textures import ground, linear, stock

Recipe = dict[str, Any]
OVERSAMPLING = 1.5
"""The scene is drawn this much finer than the picture and averaged down, as a sensor's pixel averages."""

SQUARELY = 0.30
"""A name counts as in the picture while its print faces the camera by this cosine (some 72 degrees round a bottle) at every corner."""


@dataclass(frozen=True, slots=True)
class Rendered:
    jpeg: bytes
    truth: dict[str, Any]


def load(path: Path) -> Recipe:
    """The recipe in a YAML file; refuses a key given twice."""
    recipe: Recipe = YAML(typ="safe").load(path.read_text("utf-8"))
    return recipe


def _of(cls: type[Any], given: dict[str, Any]) -> Any:
    """A dataclass from a recipe's mapping, sequences as tuples. A key that it does not have is a TypeError."""
    known = {f.name for f in fields(cls)}
    if unknown := set(given) - known:
        raise TypeError(f"{cls.__name__} has no {sorted(unknown)}; it has {sorted(known)}")
    return cls(**{k: tuple(v) if isinstance(v, list) else v for k, v in given.items()})


def style_of(item: dict[str, Any], base: dict[str, Any]) -> Style:
    style: Style = _of(Style, {k: v for k, v in {**base, **item}.items() if k in STYLE_KEYS})
    return style


# ------------------------------------------------------------------ print


def list_runs(art: Artwork, item: dict[str, Any]) -> list[Run]:
    """An ingredient list as runs: heading, names with their separator, the stop or none, and a may-contain block."""
    section, separator = item.get("section", "list"), item.get("separator", ", ")
    runs = [Run(item["heading"] + " ", bold=item.get("bold_heading", True))] if item.get("heading") else []
    for i, entry in enumerate(item["names"]):
        entry = entry if isinstance(entry, dict) else {"name": entry}
        runs += [Run(separator)] if i else []
        runs.append(Run(entry["name"], name=art.name(entry["name"], section, entry.get("amount"))))
        if entry.get("amount"):
            runs.append(Run(" " + entry["amount"]))
    if more := item.get("may_contain"):
        runs.append(Run(more["before"]))
        for i, name in enumerate(more["names"]):
            runs += [Run(more.get("separator", ", "))] if i else []
            runs.append(Run(name, name=art.name(name, "may_contain")))
        runs.append(Run(more.get("after", "")))
    return [run for run in [*runs, Run(item.get("end", "."))] if run.text]


def stack(art: Artwork, block: dict[str, Any]) -> None:
    """One column of items from `at` downwards, `width` wide; `frame` draws a box around it."""
    x, top = block["at"]
    width, y = block["width"], top
    inset = block.get("frame", {}).get("inset", 0.0)
    for item in block["items"]:
        item = {"text": item} if isinstance(item, str) else item
        style = style_of(item, block)
        left, column = x + inset + item.get("indent", 0.0), width - 2 * inset - item.get("indent", 0.0)
        y += item.get("before", 0.0)
        if "text" in item:
            y += art.paragraph(item["text"], (left, y), column, style, item.get("section", "claim"))
        elif "names" in item:
            y += art.paragraph(list_runs(art, item), (left, y), column, style)
        elif "row" in item:
            first, last = item["row"]
            section = item.get("section", "claim")
            height = art.paragraph(art.runs(first, section), (left, y), column, style)
            art.paragraph(last, (left, y), column, style_of({**item, "align": "right"}, block))
            y += height
        elif "rule" in item:
            art.box(x, y + 0.25, x + width, y + 0.25 + item["rule"], fill=item.get("colour", style.colour))
            y += item["rule"] + 0.5
        elif "space" in item:
            y += item["space"]
        else:
            raise TypeError(f"an item is text, names, row, rule or space: {sorted(item)}")
        y += item.get("after", 0.0)
    if frame := block.get("frame"):
        art.box(x, top - 0.8, x + width, y + 0.6, outline=frame.get("colour", "#111111"), width=frame.get("width", 0.3))


def draw(recipe: Recipe) -> Artwork:
    sheet = recipe["label"]
    art = Artwork(sheet["width"], sheet["height"], sheet.get("colour", "#f6f4ef"))
    for block in recipe["blocks"]:
        kind = block.get("kind", "stack")
        if kind == "stack":
            stack(art, block)
        elif kind == "barcode":
            colours = block.get("colour", "#111111"), block.get("ground", "#ffffff")
            art.barcode(block["at"], block["width"], block["height"], block["digits"], *colours)
        elif kind == "box":
            how = {k: v for k, v in block.items() if k in ("fill", "outline", "width", "radius")}
            art.box(*block["at"], **how)
        else:
            raise TypeError(f"a block is a stack, a barcode or a box, not {kind}")
    return art


# ------------------------------------------------------------------ picture


def render(recipe: Recipe) -> Rendered:
    """The JPEG and the truth of one recipe; the same recipe gives the same bytes on the same libraries and fonts."""
    rng = np.random.default_rng(recipe["seed"])
    art = draw(recipe)
    shape = dict(recipe["solid"])
    made: Any = SHAPES[shape.pop("shape")]
    solid = made(**shape)
    lens, pose, lamp, phone = (
        _of(cls, recipe.get(key, {})) for cls, key in ((Lens, "lens"), (Pose, "pose"), (Lamp, "lamp"), (Phone, "phone"))
    )
    fine = Lens(round(lens.width * OVERSAMPLING), round(lens.height * OVERSAMPLING), lens.focal * OVERSAMPLING)
    sheet, look = recipe["label"], recipe.get("look", {})
    label = Label(
        print=_linear(art.pixels()),
        size=(art.width, art.height),
        corner=(-art.width / 2 + sheet.get("aside", 0.0), sheet.get("top", 0.0)),
        printed_on_body=sheet.get("printed_on_body", False),
    )
    stage = Stage(solid, pose, fine, label)
    light, pack = stage.render(
        linear(look.get("body", "#e9e6e0")),
        linear(look.get("cap", "#20201f")),
        lamp,
        ground(look.get("ground", "wood"), look.get("ground_colour", "#a98467"), rng),
        stock(look.get("stock", "film"), rng),
    )
    fingers = [_of(Finger, finger) for finger in recipe.get("fingers", [])]
    light = hold(light, pack, fingers, lamp.towards, rng)
    light = cv2.resize(light, (lens.width, lens.height), interpolation=cv2.INTER_AREA)
    jpeg = develop(expose(light, phone, rng), phone)
    return Rendered(jpeg, truth(recipe, art, stage, lens, fingers))


def _linear(picture: np.ndarray) -> np.ndarray:
    table = np.array([((i / 255 + 0.055) / 1.055) ** 2.4 if i > 10 else i / 255 / 12.92 for i in range(256)], np.float32)
    return table[picture]


# ------------------------------------------------------------------ truth


def outline(stage: Stage, piece: tuple[float, float, float, float]) -> tuple[list[list[float]], float]:
    """The four corners of a piece of print in the upright picture (pixels), and how squarely its worst corner faces the camera."""
    left, top, right, bottom = piece
    xs, ys = np.array([left, right, right, left]), np.array([top, top, bottom, bottom])
    points, squarely = stage.place(xs, ys)
    return (points / OVERSAMPLING).round(1).tolist(), float(squarely.min())


def seen(name: Name, stage: Stage, lens: Lens, fingers: list[Finger]) -> tuple[list[list[list[float]]], bool]:
    """The name's pieces in the picture, and whether all of them can be read there."""
    pieces, whole = [], True
    for piece in name.pieces:
        points, squarely = outline(stage, piece)
        corners = np.array(points)
        inside = bool(((corners >= 0) & (corners <= (lens.width, lens.height))).all())
        covered = bool(covers(fingers, np.vstack([corners, corners.mean(axis=0)]), lens.width, lens.height).any())
        whole &= squarely >= SQUARELY and inside and not covered
        if squarely > 0:
            pieces.append(points)
    return pieces, whole


def truth(recipe: Recipe, art: Artwork, stage: Stage, lens: Lens, fingers: list[Finger]) -> dict[str, Any]:
    """What stands on the label and what is right to say of it: the fields of a photo's truth, with the place of each name."""
    names = []
    for name in art.names:
        pieces, whole = seen(name, stage, lens, fingers)
        names.append({"name": name.printed, "section": name.section, "amount": name.amount, "in_photo": whole, "pieces": pieces})
    listed = [n for n in names if n["section"] in ("list", "inactive")]
    may = [n for n in names if n["section"] == "may_contain"]
    right = recipe["truth"]
    return {
        "file": f"{recipe['sample']}.jpg",
        "kind": right.get("kind", "list" if listed else "front"),
        "scoring": right.get("scoring", "full" if listed else "front"),
        "ingredients": [n["name"] for n in listed if n["in_photo"]],
        "active": [{"name": n["name"], "strength": n["amount"]} for n in names if n["section"] == "active" and n["in_photo"]],
        "excused": [n["name"] for n in names if not n["in_photo"]] + [n["name"] for n in may],
        "front": [{"name": n["name"], "strength": n["amount"]} for n in names if n["section"] == "claim"],
        "front_text": right.get("front_text", []),
        "classes": right.get("classes", []),
        "language": right.get("language", "en"),
        "difficulty": right.get("difficulty", "medium"),
        "list_complete_in_photo": bool(listed) and all(n["in_photo"] for n in [*listed, *may]) and right.get("list_ends", True),
        "glide_only": right["verdict"] == "GLIDE",
        "notes": " ".join(recipe["purpose"].split()),
        "expected": {
            "verdict": right["verdict"],
            "caution_kind": right.get("caution_kind"),
            "reading": right["reading"],
            "flags": right.get("flags", []),
        },
        "names": names,
        "seed": recipe["seed"],
        "print_px": round(px_of_mm(stage, art) * min(style_sizes(recipe)) * 0.52, 1),
    }


def px_of_mm(stage: Stage, art: Artwork) -> float:
    """Pixels a millimetre in the middle of the print."""
    middle = np.array([art.width / 2 - 0.5, art.width / 2 + 0.5]), np.array([art.height / 2] * 2)
    points, _ = stage.place(*middle)
    return float(np.hypot(*(points[1] - points[0]))) / OVERSAMPLING


def style_sizes(recipe: Recipe) -> list[float]:
    """Em sizes (mm) in which lists are set; of fronts, in which their names are."""
    sizes = [
        style_of(item, block).size
        for block in recipe["blocks"]
        for item in block.get("items", [])
        if isinstance(item, dict) and ("names" in item or "[[" in str(item.get("text", "")) + str(item.get("row", "")))
    ]
    return sizes or [2.0]


__all__ = ["DENSITY", "Recipe", "Rendered", "load", "render"]
