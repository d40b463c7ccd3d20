"""A pack before a phone: its solid, how it lies or is held, light, lens and JPEG; and what of it can be read in the picture."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from labels.camera import Phone, blur
from labels.cases import jpeg
from labels.hand import Finger
from labels.harm import Glare, Harm, Held, Patch
from labels.scene import Label, Lamp, Lens, Pose, Stage
from labels.sheet import crumpled
from labels.snapshot import Frame, Pack, empty, expose, grasp, paint
from labels.solid import Solid, bottle, card, tube
from labels.textures import linear

from packs.contents import Content, content, pick
from packs.layouts import Sheet, sheet

Array = np.ndarray
Rng = np.random.Generator
XHEIGHT = 0.52  # of the em, in the faces that packs are set in
SQUARELY = 0.3  # cosine to the camera below which print cannot be read
LARGEST = 3200  # pixels of a picture's longer side
TABLES = (
    ("plain", "#dcd8d0"),
    ("marble", "#dedbd6"),
    ("wood", "#b08a63"),
    ("towel", "#93a3ab"),
    ("plain", "#4d5a55"),
    ("cloth", "#c5c8cc"),
)
SKINS = ("#e0ac8f", "#c98f74", "#8d5a3f", "#6b4430")


@dataclass(slots=True)
class _View:
    sheet: Sheet
    stage: Stage
    frame: Frame
    scale: float
    harms: list[Harm]
    fingers: tuple[Finger, ...]

    def seen(self, piece: tuple[float, float, float, float]) -> tuple[Array, float]:
        """The corners of a piece of print in the picture (pixels), and the share of it that cannot be read there."""
        left, top, right, bottom = piece
        gx, gy = np.meshgrid(np.linspace(left, right, 13), np.linspace(top, bottom, 5))
        points, squarely = self.stage.place(gx.ravel(), gy.ravel())
        points = points - (self.frame.left, self.frame.top)
        size = np.array([self.frame.width, self.frame.height])
        gone = np.where(((points > 1) & (points < size - 1)).all(axis=1) & (squarely >= SQUARELY), 0.0, 1.0)
        for harm in self.harms:
            gone = np.maximum(gone, harm.hides(points))
        corners, _ = self.stage.place(np.array([left, right, right, left]), np.array([top, top, bottom, bottom]))
        return corners - (self.frame.left, self.frame.top), float((gone > 0.35).mean())


def build(seed: int, index: int, hidden: bool) -> tuple[bytes, dict[str, Any]]:
    """The JPEG and the truth of one pack; the same arguments give the same bytes on the same libraries and fonts."""
    rng = np.random.default_rng([seed, index, 31 + hidden])
    found = content(seed, index, hidden)
    view = _stand(found, sheet(found, rng), rng)
    if found.way in ("thumb", "edge", "glare"):
        _hide(found.way, view, rng)
    elif rng.random() < 0.4:
        _held(view, rng)
    return _shoot(view, rng), _truth(found, view, seed)


def _solid(kind: str, art_width: float, art_height: float, rng: Rng) -> tuple[Solid, float, bool]:
    """The solid, how far down it the print begins (mm), and whether the print is on the pack itself."""
    if kind == "dropper":
        radius = max(11.0, art_width / 2 / np.radians(float(rng.uniform(52, 66))))
        return bottle(radius, art_height + 6, cap=float(rng.uniform(16, 24)), shoulder=4.0), 3.0, bool(rng.random() < 0.5)
    if kind == "tube":
        radius = max(11.0, art_width / 2 / np.radians(float(rng.uniform(50, 62))))
        return tube(2 * np.pi * radius, art_height + 22, cap=14.0), 8.0, True
    if kind == "sachet":
        return crumpled(art_width + 5, art_height + 6, rng, float(rng.uniform(0.2, 0.9))), 3.0, True
    edge = 1.0 if kind == "device" else 2.0
    return card(art_width + 2 * edge, art_height + 2 * edge), edge, True


def _stand(found: Content, out: Sheet, rng: Rng) -> _View:
    art = out.art
    solid, top, printed = _solid(found.kind, art.width, art.height, rng)
    x_height = float(rng.uniform(11, 19))  # pixels: what a phone held at arm's length to a pack gives
    scale = min(x_height / (XHEIGHT * out.size), LARGEST / 1.2 / max(art.width, art.height))
    label = Label(np.zeros((1, 1, 3), np.float32), (art.width, art.height), (-art.width / 2, top), printed)
    pose = Pose(spin=float(rng.normal(0, 2)) if not solid.plane else 0.0, tilt=float(rng.normal(0, 5)), roll=float(rng.normal(0, 3)),
        yaw=float(rng.normal(0, 4)), aim=top + art.height / 2, distance=float(rng.uniform(200, 320)) + art.height + art.width)  # fmt: skip
    stage = Stage(solid, pose, Lens(0, 0, scale * pose.distance), label)
    t = np.linspace(0, 1, 17)
    x = np.concatenate([t * art.width, t * art.width, np.zeros(17), np.full(17, art.width)])
    y = np.concatenate([np.zeros(17), np.full(17, art.height), t * art.height, t * art.height])
    points, squarely = stage.place(x, y)
    points = points[squarely > 0.05]
    low, high = points.min(axis=0), points.max(axis=0)
    margins = rng.uniform(0.03, 0.2, 4) * float(max(high - low))
    left, above = low - margins[:2]
    right, below = high + margins[2:]
    frame = Frame(round(left), round(above), round(right) - round(left), round(below) - round(above))
    return _View(out, stage, frame, scale, [], ())


def _held(view: _View, rng: Rng) -> None:
    """Fingers behind the pack, from one side."""
    w, h = view.frame.width, view.frame.height
    side, radius, skin = (1.0 if rng.random() < 0.5 else -1.0), view.scale * float(rng.uniform(6, 8)), pick(rng, SKINS)
    for k in range(3):
        y = h * (0.35 + 0.14 * k)
        away = w / 2 + side * w * 1.2
        view.fingers += (Finger((away / w, (y + radius) / h), ((w / 2 + side * w * 0.25) / w, y / h), radius / w, True, skin),)


def _hide(way: str, view: _View, rng: Rng) -> None:
    """Hides the one other name, wherever it stands."""
    art = view.sheet.art
    for n in view.sheet.others:
        pieces = art.names[n].pieces
        box = min(p[0] for p in pieces), pieces[0][1], max(p[2] for p in pieces), pieces[-1][3]
        corners, _ = view.seen(box)
        centre, size = corners.mean(axis=0), corners.max(axis=0) - corners.min(axis=0)
        w, h = view.frame.width, view.frame.height
        if way == "glare":
            axes = float(size[0]) * 0.62 + 6, float(size[1]) * 0.75 + 4
            view.harms.append(Glare(Patch((float(centre[0]), float(centre[1])), axes, float(rng.normal(0, 0.1)), 0.3), 3.0))
        elif way == "thumb":
            radius = max(float(size[1]) * 1.1, view.scale * 5.0)
            side = 1.0 if centre[0] > w / 2 else -1.0
            tip = (float(centre[0] - side * min(size[0] / 2, radius)) / w, float(centre[1]) / h)
            finger = Finger(
                ((centre[0] + side * 1.3 * w) / w, float(centre[1] / h + rng.uniform(-0.2, 0.3))), tip, radius / w, False, pick(rng, SKINS)
            )
            view.fingers += (finger,)
            view.harms.append(Held((finger,), w, h))
    if way == "edge":  # the picture ends above the first of them
        tops = [view.seen(art.names[n].pieces[0])[0][:, 1].min() for n in view.sheet.others]
        cut = int(min(tops) + rng.uniform(-0.2, 0.2) * view.scale * view.sheet.size)
        view.frame = Frame(view.frame.left, view.frame.top, view.frame.width, max(64, cut))


def _shoot(view: _View, rng: Rng) -> bytes:
    frame = view.frame
    x_height = view.scale * view.sheet.size * XHEIGHT
    lamp = Lamp((float(rng.uniform(-0.7, 0.7)), float(rng.uniform(-0.9, -0.3)), 0.9), ambient=float(rng.uniform(0.48, 0.65)),
        gloss=float(rng.uniform(0.0, 0.12)), strip=(float(rng.uniform(4, 9)), float(rng.uniform(15, 45))),
        tint=(1.0, float(rng.uniform(0.96, 1.0)), float(rng.uniform(0.88, 1.02))), falloff=float(rng.uniform(0.1, 0.4)))  # fmt: skip
    kind, colour = pick(rng, TABLES)
    light = empty(view.stage, frame, kind, linear(colour), lamp, int(rng.integers(3)))
    body = view.sheet.art.pixels()[2, 2]
    same = "#" + "".join(f"{int(v):02x}" for v in body[:3])
    pack = Pack(view.stage, view.sheet.art.pixels(), view.scale, linear(same), linear(pick(rng, ("#f2f2f0", "#2a2b2e", "#c9a24b"))),
        pick(rng, ("film", "paper", "film")), None, int(rng.integers(3)))  # fmt: skip
    cover = paint(light, frame, pack, lamp, 4)
    grasp(light, cover, list(view.fingers), lamp.towards, rng)
    for harm in view.harms:
        harm.apply(light)
    phone = Phone(
        defocus=float(rng.uniform(0.04, 0.09)) * x_height,
        shake=float(rng.uniform(0, 0.06)) * x_height,
        shake_angle=float(rng.uniform(0, 180)),
        exposure=float(rng.uniform(0.9, 1.1)),
        noise=float(rng.uniform(0.006, 0.016)),
        sharpen=float(rng.uniform(0.3, 0.7)),
        quality=int(rng.integers(72, 93)),
        warmth=float(rng.uniform(-0.02, 0.05)),
        vignette=float(rng.uniform(0, 0.15)),
    )
    return jpeg(expose(blur(light, phone), phone, rng), phone.quality)


def _truth(found: Content, view: _View, seed: int) -> dict[str, Any]:
    """What stands on the pack, and what of it can be read. `right` is GLIDE only where nothing else is on it."""
    names: list[dict[str, Any]] = []
    for n, name in enumerate(view.sheet.art.names):
        lost = max((view.seen(p)[1] for p in name.pieces), default=1.0)
        names.append({"name": name.printed, "amount": name.amount, "lost": round(lost, 2), "other": n in view.sheet.others})
    whole = all(n["lost"] < 0.05 for n in names)
    return {
        "seed": seed,
        "index": found.index,
        "kind": found.kind,
        "way": found.way,
        "languages": [f.language or "inci" for f in found.lists],
        "tagged": found.tagged,
        "right": "GLIDE" if found.way is None and whole else "not GLIDE",
        "whole": whole,
        "names": names,
    }


def picture(data: bytes) -> Array:
    """The decoded JPEG (height, width, 3; RGB)."""
    found = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)
    assert found is not None
    return np.ascontiguousarray(found[..., ::-1])
