"""One case of the benchmark: its picture, and the truth about it.

plan -> content -> print -> solid, pose, frame -> light -> picture and truth
"""

from __future__ import annotations

import io
from dataclasses import dataclass, replace
from typing import Any

import cv2
import numpy as np
from PIL import Image

from . import words
from .camera import Phone, blur
from .design import HARMS, RANGES, Plan, Ranges
from .hiding import grip, hide, neighbour, trouble
from .scene import Lamp
from .snapshot import Frame, Pack, empty, expose, grasp, paint
from .staging import XHEIGHT, View, stand, typeset, uniform
from .textures import linear

Array = np.ndarray
Rng = np.random.Generator
TRIES = 40
GROUNDS = (
    ("wood", "#a98467"), ("cloth", "#8a8f99"), ("marble", "#d8d6d2"), ("tile", "#c9d3d6"), ("towel", "#7c8a96"), ("plain", "#6d7b6a"),
    ("wood", "#5d4636"), ("plain", "#e4e0da"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Case:
    """A case as drawn: `picture` (height, width, 3; sRGB), the JPEG, the truth."""

    plan: Plan
    jpeg: bytes
    truth: dict[str, Any]


# ------------------------------------------------------------------ the picture


def build(plan: Plan) -> Case:
    """The picture and the truth of one case; the same plan gives the same bytes on the same libraries and fonts."""
    rng = np.random.default_rng([plan.seed, plan.index, len(plan.kind)])
    ranges = RANGES[plan.difficulty]
    view, chosen = compose(plan, ranges, rng)
    return shoot(plan, view, chosen, ranges, rng)


def compose(plan: Plan, ranges: Ranges, rng: Rng) -> tuple[View, list[str]]:
    """The label before the camera with what hides or spoils it, and the names of the troubles; drawn anew until the plan comes off."""
    count = int(rng.integers(ranges.harms[0], ranges.harms[1] + 1)) if plan.kind == "labels" else 0
    chosen = [str(c) for c in rng.permutation(HARMS)[:count]]
    if {"low light", "low contrast"} <= set(chosen):  # no eye could read that
        chosen.remove("low contrast")
    for _ in range(TRIES):
        content, out, scale, radius = typeset(plan, rng, ranges, "condensed" in chosen, "low contrast" in chosen)
        view = stand(plan, content, out, scale, radius, ranges, rng)
        if plan.way and not hide(plan, view, rng):
            continue
        if plan.kind == "labels" and plan.difficulty != "hard" and not whole(view):
            continue
        break
    else:
        raise RuntimeError(f"{plan.name} did not come off in {TRIES} tries")
    view.defects += [c for c in ("condensed", "low contrast", "foil", "low light", "turned") if c in chosen]
    if plan.scene:
        view.defects.append("12-megapixel scene")
    trouble(view, chosen, rng)
    return view, chosen


def whole(view: View) -> bool:
    """Whether every name of the list can be read."""
    return all(view.lost(p)[1] < 0.05 for name in view.print.art.names for p in name.pieces)


def shoot(plan: Plan, view: View, chosen: list[str], ranges: Ranges, rng: Rng) -> Case:
    """Light, lens, sensor, JPEG."""
    frame, x_height = view.frame, view.scale * view.print.style.size * XHEIGHT
    lamp = Lamp(
        (float(rng.uniform(-0.8, 0.8)), float(rng.uniform(-0.9, -0.2)), 0.9),
        ambient=float(rng.uniform(0.42, 0.62)),
        gloss=uniform(rng, ranges.gloss) * (0.4 if view.stage.solid.plane else 1.0),
        strip=(float(rng.uniform(4, 11)), float(rng.uniform(12, 50))),
        tint=(1.0, float(rng.uniform(0.95, 1.0)), float(rng.uniform(0.84, 1.02))),
        falloff=float(rng.uniform(0.1, 0.6)),
    )
    kind, colour = GROUNDS[int(rng.integers(len(GROUNDS)))]
    step = 8 if plan.scene else 4 if frame.width * frame.height > 600_000 else 2
    light = empty(view.stage, frame, kind, linear(colour), lamp, int(rng.integers(3)))
    if plan.scene:
        for _ in range(int(rng.integers(1, 4))):
            neighbour(light, view, lamp, rng)
        if rng.random() < 0.6:
            grip(view, rng, behind=True)
    body = linear(words.pick(rng, ("#e9e6e0", "#7a4a22", "#1c1c1e", "#dfe7ea", "#b9c7b0", "#f4f2ef", "#caa2a0")))
    stocks = ("film", "film", "paper", "paper", "kraft") if plan.difficulty != "easy" else ("film", "paper")
    cloth = "foil" if "foil" in chosen else words.pick(rng, stocks)
    pack = Pack(
        view.stage,
        view.print.art.pixels(),
        view.scale,
        body,
        linear(words.pick(rng, ("#20201f", "#f0f0ee", "#c9a24b", "#5fb0c9"))),
        cloth,
        view.fold,
        int(rng.integers(3)),
    )
    if view.stage.label.printed_on_body:
        pack = replace(pack, body=linear(_hex(pack.print[2, 2])))
    cover = paint(light, frame, pack, lamp, step)
    grasp(light, cover, list(view.fingers), lamp.towards, rng)
    for harm in view.harms:
        harm.apply(light)
    shaken = "shake" in chosen or (ranges.shake[1] > 0 and rng.random() < 0.25)
    small = float(np.clip(x_height / 9, 0.6, 1.0))  # small print bears less blur before no eye can read it
    phone = Phone(
        defocus=max(0.3, uniform(rng, ranges.defocus) * x_height * (0.5 if shaken else 1.0) * small),
        shake=uniform(rng, ranges.shake) * x_height * small if shaken else 0.0,
        shake_angle=float(rng.uniform(0, 180)),
        exposure=uniform(rng, ranges.exposure) if "low light" not in chosen else float(rng.uniform(0.16, 0.35)),
        noise=uniform(rng, ranges.noise) * (1.6 if "low light" in chosen else 1.0),
        sharpen=float(rng.uniform(0.2, 0.8)),
        quality=int(rng.integers(ranges.quality[0], ranges.quality[1] + 1)),
        warmth=float(rng.uniform(-0.02, 0.08)),
        vignette=float(rng.uniform(0, 0.2)),
    )
    note(view, phone, x_height)
    picture = expose(blur(light, phone), phone, rng)
    turn = int(rng.integers(1, 4)) if "turned" in chosen else 0
    return Case(plan, jpeg(np.rot90(picture, turn) if turn else picture, phone.quality), truth(plan, view, phone, x_height, turn))


def note(view: View, phone: Phone, x_height: float) -> None:
    """The camera's troubles, where they are such that they count."""
    if phone.shake > 0.12 * x_height:
        view.defects.append("motion")
    if phone.defocus > 0.11 * x_height:
        view.defects.append("out of focus")
    if phone.noise > 0.022:
        view.defects.append("noise")
    if phone.quality < 60:
        view.defects.append("JPEG")
    if x_height < 8:
        view.defects.append("small print")


def _hex(pixel: Array) -> str:
    return "#" + "".join(f"{int(v):02x}" for v in pixel[:3])


def jpeg(picture: Array, quality: int) -> bytes:
    out = io.BytesIO()
    Image.fromarray(np.ascontiguousarray(picture)).save(out, "JPEG", quality=quality, subsampling=2)
    return out.getvalue()


# ------------------------------------------------------------------ truth


def truth(plan: Plan, view: View, phone: Phone, x_height: float, turn: int) -> dict[str, Any]:
    """What stands on the label and what of it can be read in the picture.

    `names`: each with the lexicon's names for it, its section, its corners in the stored picture, and `seen`: whole, part (neither missed
    nor wrong) or hidden. `right` is GLIDE for a pure glide whose list is whole in the picture, "not GLIDE" for everything else.
    """
    frame = view.frame
    names = []
    for name, item in zip(view.print.art.names, view.print.known, strict=True):
        found = [view.lost(p) for p in name.pieces]
        worst = max(share for _, share in found)
        names.append(
            {
                "name": name.printed,
                "inci": list(item.inci),
                "section": name.section,
                "amount": name.amount,
                "critical": item.critical,
                "seen": "whole" if worst < 0.04 else "hidden" if min(share for _, share in found) > 0.6 else "part",
                "lost": round(worst, 2),
                "pieces": [turned(corners, frame, turn).round(1).tolist() for corners, _ in found],
            }
        )
    listed = [n for n in names if n["section"] != "claim"]
    complete = bool(listed) and all(n["seen"] == "whole" for n in listed)
    pure = plan.content == "glide"
    size = (frame.width, frame.height) if turn % 2 == 0 else (frame.height, frame.width)
    return {
        "file": f"{plan.name}.jpg",
        "kind": plan.kind,
        "seed": plan.seed,
        "index": plan.index,
        "difficulty": plan.difficulty,
        "content": plan.content if plan.kind == "labels" else plan.hidden,
        "label": view.content.kind,
        "way": plan.way,
        "shape": plan.shape,
        "defects": view.defects,
        "traps": list(view.content.traps),
        "width": size[0],
        "height": size[1],
        "turned": turn * 90,
        "print_px": round(x_height, 1),
        "camera": {"defocus_px": round(phone.defocus, 2), "shake_px": round(phone.shake, 2), "noise": round(phone.noise, 4),
            "quality": phone.quality, "exposure": round(phone.exposure, 2)},
        "right": "GLIDE" if pure and complete else "not GLIDE",
        "list_complete_in_photo": complete and view.content.kind != "front",
        "names": names,
    }  # fmt: skip


def turned(points: Array, frame: Frame, turn: int) -> Array:
    """Places of the upright picture in the picture turned `turn` quarters counter-clockwise."""
    w, h = frame.width, frame.height
    x, y = points[:, 0], points[:, 1]
    for _ in range(turn):
        x, y, w, h = y, w - x, h, w
    return np.stack([x, y], axis=1)


def picture(case: Case) -> Array:
    """The decoded JPEG (height, width, 3; RGB)."""
    found = cv2.imdecode(np.frombuffer(case.jpeg, np.uint8), cv2.IMREAD_COLOR)
    assert found is not None
    return np.ascontiguousarray(found[..., ::-1])
