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

from . import contents, words
from .artwork import Style
from .camera import Phone, blur
from .design import HARMS, RANGES, Plan, Ranges
from .hand import Finger
from .harm import Glare, Harm, Held, Patch, Shadow, Smear
from .layout import Content, Print, face, set_label
from .scene import Label, Lamp, Lens, Pose, Stage
from .sheet import Fold, crumpled
from .snapshot import Frame, Pack, empty, expose, grasp, paint
from .solid import Solid, bottle, card, cone, tube
from .textures import linear

Array = np.ndarray
Rng = np.random.Generator
XHEIGHT = 0.52
"""Of the em, about, in the faces that labels are set in."""
SQUARELY = 0.30
"""As in `recipe`: print turned further away than this cosine cannot be read."""
LONGEST = 2300
"""Pixels of the longer side of an ordinary picture."""
SCENE = (3024, 4032)
TRIES = 40
GOOD = (("#ffffff", "#141414"), ("#f6f2ea", "#2b211a"), ("#fdfdfb", "#1d2f5c"), ("#1d2a55", "#f7f7f2"), ("#161616", "#f2efe6"), ("#e9eef0", "#16323b"), ("#f3d9dc", "#3b1a24"), ("#ffffff", "#7a1f2c"), ("#dff0e8", "#0e3d2c"), ("#b3161c", "#fdf7ee"))  # fmt: skip
POOR = (("#e8e2d4", "#9a8f7d"), ("#d8b98d", "#5d3f1d"), ("#f2d03c", "#b3387a"), ("#bfc6cb", "#5f6a72"), ("#7d5aa6", "#d9c9ea"), ("#f4f4f2", "#a9a9a6"))
GROUNDS = (("wood", "#a98467"), ("cloth", "#8a8f99"), ("marble", "#d8d6d2"), ("tile", "#c9d3d6"), ("towel", "#7c8a96"), ("plain", "#6d7b6a"), ("wood", "#5d4636"), ("plain", "#e4e0da"))  # fmt: skip
SKINS = ("#c98f74", "#e0ac8f", "#8d5a3f", "#6b4430", "#d9a184")


@dataclass(frozen=True, slots=True)
class Case:
    """A case as drawn: `picture` (height, width, 3; sRGB), the JPEG, the truth."""

    plan: Plan
    jpeg: bytes
    truth: dict[str, Any]


@dataclass(slots=True)
class View:
    """A label before a camera, nothing rendered yet."""

    content: Content
    print: Print
    stage: Stage
    scale: float
    frame: Frame
    fold: Fold | None
    harms: list[Harm]
    fingers: tuple[Finger, ...]
    defects: list[str]

    def place(self, x: Array, y: Array) -> tuple[Array, Array]:
        """Where places of the print lie in the picture (n, 2; pixels), and how squarely they face the camera."""
        if self.fold:
            x, y = (x, self.fold.lies(y)) if self.fold.down else (self.fold.lies(x), y)
        points, squarely = self.stage.place(x, y)
        return points - (self.frame.left, self.frame.top), squarely

    def lost(self, piece: tuple[float, float, float, float]) -> tuple[Array, float]:
        """The corners of a piece of print in the picture, and how much of it cannot be read there (0 to 1)."""
        left, top, right, bottom = piece
        gx, gy = np.meshgrid(np.linspace(left, right, 13), np.linspace(top, bottom, 5))
        x, y = gx.ravel(), gy.ravel()
        points, squarely = self.place(x, y)
        inside = (points[:, 0] >= 1) & (points[:, 1] >= 1) & (points[:, 0] <= self.frame.width - 1) & (points[:, 1] <= self.frame.height - 1)
        gone = np.where(inside & (squarely >= SQUARELY), 0.0, 1.0)
        for harm in self.harms:
            gone = np.maximum(gone, harm.hides(points))
        if self.fold:
            gone = np.maximum(gone, self.fold.hides(y if self.fold.down else x).astype(float))
        corners, _ = self.place(np.array([left, right, right, left]), np.array([top, top, bottom, bottom]))
        return corners, float((gone > 0.35).mean())


def uniform(rng: Rng, of: tuple[float, float]) -> float:
    return float(rng.uniform(*of))


# ------------------------------------------------------------------ label and pack


def typeset(plan: Plan, rng: Rng, ranges: Ranges, squeeze: bool, poor: bool) -> tuple[Content, Print, float, float]:
    """The label's text and print; pixels a millimetre; and the radius that its list bends round (mm; 0 for flat ones).

    A list that would make the picture too large loses names; the critical one stays.
    """
    content = contents.content(plan, rng)
    size = float(rng.uniform(1.5, 2.5))
    regular, bold = face(rng)
    style = Style(
        face=regular,
        bold=bold,
        size=size,
        leading=float(rng.uniform(1.12, 1.3)),
        align="justify" if rng.random() < 0.35 else "left",
        caps=bool(rng.random() < 0.3) and content.kind != "drug_facts",
        hyphenate=bool(rng.random() < 0.2),
        squeeze=float(rng.uniform(0.7, 0.82)) if squeeze else 1.0,
    )
    scale = uniform(rng, (max(8.0, ranges.xheight[0]), max(14.0, ranges.xheight[1])) if plan.scene else ranges.xheight) / (XHEIGHT * size)
    colours = (POOR if poor else GOOD)[int(rng.integers(len(POOR if poor else GOOD)))]
    margin, radius = float(rng.uniform(2.0, 4.0)), 0.0
    if plan.shape in ("bottle", "cone"):
        bend = np.radians(uniform(rng, ranges.bend))
        radius = float(np.clip(rng.uniform(10, 30), 12 / bend, 70))
        column = 2 * radius * bend
    elif plan.shape == "tube":
        column = float(rng.uniform(26, 42))
        radius = column / float(rng.uniform(0.30, 0.40)) / (2 * np.pi)
    else:
        column = float(rng.uniform(30, 56))
    column = float(min(column, 62.0))
    if content.columns == 2:
        column = max(column, 44.0)
        radius = max(radius, column / 2 / np.radians(ranges.bend[1])) if radius else 0.0
    wide = column + 2 * margin
    while True:
        state = rng.bit_generator.state
        out = set_label(content, style, wide, margin, colours, rng)
        rows = out.art.height * scale
        if rows <= LONGEST * 0.85 and out.art.height < 140 or len(content.items) < 7:
            return content, out, scale, radius
        rng.bit_generator.state = state
        content = shorter(content)


def shorter(content: Content) -> Content:
    """Without some names in the middle, or without its other text."""
    keep = [i for n, i in enumerate(content.items) if i.critical or n % 4 != 2]
    return replace(content, items=tuple(keep), separators=content.separators[: len(keep) - 1], before=(), barcode=None)


def solid_of(plan: Plan, out: Print, radius: float, ranges: Ranges, rng: Rng) -> tuple[Solid, float, bool]:
    """The solid, how far down it the label begins (mm), and whether the label is printed on it."""
    width, height = out.art.width, out.art.height
    if plan.shape == "bottle":
        return bottle(radius, height + 7, cap=float(rng.uniform(14, 26)), shoulder=float(rng.uniform(2, 7))), 3.0, bool(rng.random() < 0.3)
    if plan.shape == "cone":
        taper = float(rng.uniform(0.72, 0.95))
        ends = (radius, radius * taper) if rng.random() < 0.7 else (radius * taper, radius)
        return cone(*ends, height + 6), 3.0, bool(rng.random() < 0.5)
    if plan.shape == "tube":
        return tube(2 * np.pi * radius, height + 24, cap=float(rng.uniform(10, 18))), 14.0, True
    if plan.shape == "sachet":
        return crumpled(width + 6, height + 8, rng, uniform(rng, ranges.crumple)), 4.0, True
    return card(width + 3, height + 4), 2.0, True


# ------------------------------------------------------------------ camera


def stand(plan: Plan, content: Content, out: Print, scale: float, radius: float, ranges: Ranges, rng: Rng) -> View:
    """The pack before the camera, and the part of the view that is the picture."""
    solid, top, printed = solid_of(plan, out, radius, ranges, rng)
    flat = plan.shape in ("card", "sachet")
    girth = 2 * np.pi * float(solid.a.min() if plan.shape == "cone" else radius) if not flat else 0.0
    label = Label(np.zeros((1, 1, 3), np.float32), (out.art.width, out.art.height), (-out.art.width / 2, top), printed)
    pose = Pose(
        spin=uniform(rng, (-8, 8)) if girth and plan.difficulty != "easy" else 0.0,
        tilt=uniform(rng, ranges.tilt),
        roll=uniform(rng, ranges.roll) * (0.4 if plan.way == "edge" else 1.0),
        yaw=uniform(rng, ranges.yaw) * (1.0 if flat else 0.3),
        aim=top + out.art.height / 2,
        distance=float(rng.uniform(170, 330)) + 1.5 * (out.art.height + out.art.width),
    )
    stage = Stage(solid, pose, Lens(0, 0, scale * pose.distance), label)
    view = View(content, out, stage, scale, Frame(0, 0, 0, 0), None, [], (), [])
    view.frame = around(plan, view, rng)
    if plan.shape in ("bottle", "cone", "tube"):
        view.defects.append("curved")
    if plan.shape == "sachet" and plan.difficulty != "easy":
        view.defects.append("crumpled")
    if max(abs(pose.yaw), abs(pose.tilt)) > 12:
        view.defects.append("perspective")
    return view


def around(plan: Plan, view: View, rng: Rng) -> Frame:
    """A frame that holds the label (what of it can be seen) with a margin; a scene's is 12 megapixels and the label somewhere in it."""
    art = view.print.art
    t = np.linspace(0, 1, 17)
    x = np.concatenate([t * art.width, t * art.width, np.zeros(17), np.full(17, art.width)])
    y = np.concatenate([np.zeros(17), np.full(17, art.height), t * art.height, t * art.height])
    points, squarely = view.stage.place(x, y)
    points = points[squarely > 0.05]
    low, high = points.min(axis=0), points.max(axis=0)
    if plan.scene:
        width, height = SCENE if rng.random() < 0.7 else SCENE[::-1]
        room = np.array([width, height]) - (high - low)
        at = np.array([rng.uniform(0.2, 0.8), rng.uniform(0.2, 0.8)]) * np.maximum(room, 0)
        left, top = low - at
        return Frame(round(float(left)), round(float(top)), width, height)
    size = float(max(high - low))
    margins = rng.uniform(0.04, 0.22, 4) * size
    left, top = low - margins[:2]
    right, bottom = high + margins[2:]
    return Frame(round(left), round(top), round(right) - round(left), round(bottom) - round(top))


# ------------------------------------------------------------------ trouble


def middle(view: View, piece: tuple[float, float, float, float]) -> tuple[Array, float, float, float]:
    """Where a piece of print lies in the picture: its middle, its length and height (pixels), and its slant (radians)."""
    corners, _ = view.lost(piece)
    along = corners[1] - corners[0]
    down = corners[3] - corners[0]
    return corners.mean(axis=0), float(np.hypot(*along)), float(np.hypot(*down)), float(np.arctan2(along[1], along[0]))


def target(view: View) -> int:
    """Which name of the artwork is the one to hide: the only one that is no glide."""
    return next(n for n, item in enumerate(view.print.known) if "glide" not in item.classes)


def hide(plan: Plan, view: View, rng: Rng) -> bool:
    """Hides the other name of a near-glide the planned way; False where it did not come off."""
    name = view.print.art.names[target(view)]
    if plan.way in ("last line", "second column", "language", "front"):
        return all(view.lost(p)[1] < 0.1 for p in name.pieces)
    if len(name.pieces) > len(name.printed.split()):  # broken over two lines
        return False
    tops = {round(p[1], 2) for p in name.pieces}
    if len(tops) > 1:
        return False
    left, right = min(p[0] for p in name.pieces), max(p[2] for p in name.pieces)
    top, bottom = name.pieces[0][1], name.pieces[0][3]
    piece = (left, top, right, bottom)
    centre, length, height, slant = middle(view, piece)
    last = right > view.print.column[2] - 0.3 * (view.print.column[2] - view.print.column[0])
    if plan.way == "edge":
        if not _cut(view, piece, last, rng):
            return False
    elif plan.way == "glare":
        axes = (length / 2 * float(rng.uniform(1.1, 1.5)) + height, height * float(rng.uniform(0.9, 2.0)))
        view.harms.append(Glare(Patch((float(centre[0]), float(centre[1])), axes, slant + float(rng.normal(0, 0.3)), 0.45), 3.0))
    elif plan.way == "fold":
        style = view.print.style
        if rng.random() < 0.65:
            view.fold = Fold(top - 0.18 * style.size, bottom - top + 0.3 * style.size, True, 0.12)
        else:
            view.fold = Fold(left - 0.4, right - left + 0.6, False, 0.06)
    elif plan.way == "blur":
        axes = (length / 2 + height * 1.5, height * float(rng.uniform(1.2, 2.5)))
        x_height = view.scale * view.print.style.size * XHEIGHT
        view.harms.append(Smear(Patch((float(centre[0]), float(centre[1])), axes, slant, 0.3), x_height * float(rng.uniform(0.55, 0.9))))
    else:
        if plan.way == "thumb at a line's end" and not last:
            return False
        _thumb(view, centre, length, at_end=plan.way == "thumb at a line's end", rng=rng)
    return view.lost(piece)[1] > 0.5


def _cut(view: View, piece: tuple[float, float, float, float], last: bool, rng: Rng) -> bool:
    """The picture ends within the name, or just before it, and nothing shows that the list ends there. False: it stands where a cut would
    take much else."""
    corners, _ = view.lost(piece)
    frame = view.frame
    low, high = corners.min(axis=0), corners.max(axis=0)
    column = view.print.column
    list_end = max(p[3] for i in view.print.art.names if i.section == "list" for p in i.pieces)
    if abs(piece[3] - list_end) < 0.3:  # the last line: cut below, through its letters or just above them
        bottom = float(corners[:, 1].mean()) + float(rng.uniform(-0.35, 0.05)) * float(high[1] - low[1])
        view.frame = replace(frame, height=max(32, round(bottom)))
    elif last:
        right = float(low[0]) + float(rng.uniform(0.0, 0.4)) * float(high[0] - low[0])
        view.frame = replace(frame, width=max(32, round(right)))
    elif piece[0] < column[0] + 0.15 * (column[2] - column[0]) and rng.random() < 0.5:
        left = round(float(high[0]) - float(rng.uniform(0.0, 0.4)) * float(high[0] - low[0]))
        view.frame = replace(frame, left=frame.left + left, width=frame.width - left)
    else:
        return False
    return view.frame.width > 0.55 * frame.width


def _thumb(view: View, centre: Array, length: float, at_end: bool, rng: Rng) -> None:
    w, h = view.frame.width, view.frame.height
    radius = view.scale * float(rng.uniform(4.5, 7.5))
    side = 1.0 if centre[0] > w / 2 else -1.0
    angle = float(rng.uniform(-0.5, 0.5)) if at_end or rng.random() < 0.6 else float(rng.uniform(0.9, 1.4))
    way = np.array([side * np.cos(angle), abs(np.sin(angle)) if rng.random() < 0.7 else -abs(np.sin(angle))])
    tip = centre - way * min(0.15 * length, radius)
    palm = centre + way * 1.3 * max(w, h)
    finger = Finger((float(palm[0] / w), float(palm[1] / h)), (float(tip[0] / w), float(tip[1] / h)), radius / w, False, words.pick(rng, SKINS))
    view.fingers = (*view.fingers, finger)
    view.harms.append(Held((finger,), w, h))


def trouble(view: View, chosen: list[str], ranges: Ranges, rng: Rng) -> None:
    """Glare, shadow and fingers of an ordinary label."""
    w, h = view.frame.width, view.frame.height
    if "glare" in chosen:
        column = view.print.column
        at, _ = view.place(np.array([rng.uniform(column[0], column[2])]), np.array([rng.uniform(column[1], column[3])]))
        size = view.scale * float(rng.uniform(1.5, 5.0))
        patch = Patch((float(at[0, 0]), float(at[0, 1])), (size * float(rng.uniform(1, 3)), size), float(rng.uniform(0, 3.14)), 0.6)
        view.harms.append(Glare(patch, float(rng.uniform(0.5, 2.0))))
        view.defects.append("glare")
    if "shadow" in chosen:
        place = (float(rng.uniform(0.2, 0.8)) * w, float(rng.uniform(0.2, 0.8)) * h)
        view.harms.append(Shadow(place, float(rng.uniform(0, 6.28)), float(rng.uniform(0.35, 0.65)), view.scale * float(rng.uniform(0.3, 4))))
        view.defects.append("shadow")
    if "fingers" in chosen:
        _hold(view, rng, behind=rng.random() < 0.5)
        view.defects.append("fingers")


def _hold(view: View, rng: Rng, behind: bool) -> None:
    """A hand that holds the pack from one side: fingers behind it, or over its edge."""
    w, h = view.frame.width, view.frame.height
    skin = words.pick(rng, SKINS)
    art = view.print.art
    points, squarely = view.place(np.array([0.0, art.width, art.width, 0.0]), np.array([0.0, 0.0, art.height, art.height]))
    points = points if (squarely > 0).all() else view.place(np.array([art.width * 0.3, art.width * 0.7] * 2), np.array([0.0, 0.0, art.height, art.height]))[0]
    low, high = points.min(axis=0), points.max(axis=0)
    side = 1.0 if rng.random() < 0.5 else -1.0
    edge = float(high[0] if side > 0 else low[0])
    radius = view.scale * float(rng.uniform(6, 9))
    fingers = []
    for k in range(int(rng.integers(2, 5))):
        y = float(low[1]) + (float(high[1] - low[1])) * (0.35 + 0.16 * k)
        tip = edge - side * (radius * float(rng.uniform(-0.6, 0.1)) if not behind else float(high[0] - low[0]) * 0.4)
        knuckle = edge + side * radius * 5, y + radius * 1.5
        fingers.append(Finger((knuckle[0] / w, knuckle[1] / h), (tip / w, y / h), radius / w, behind, skin))
    wrist = (edge + side * (radius * 6 + w)) / w, (knuckle[1] + 0.5 * w) / h
    fingers.append(Finger(wrist, ((edge + side * radius * 4.5) / w, knuckle[1] / h), 3.2 * radius / w, behind, skin))
    view.fingers = (*view.fingers, *fingers)
    if not behind:
        view.harms.append(Held(tuple(fingers), w, h))


# ------------------------------------------------------------------ the picture


def build(plan: Plan) -> Case:
    """The picture and the truth of one case; the same plan gives the same bytes on the same libraries and fonts."""
    rng = np.random.default_rng([plan.seed, plan.index, len(plan.kind)])
    ranges = RANGES[plan.difficulty]
    count = int(rng.integers(ranges.harms[0], ranges.harms[1] + 1)) if plan.kind == "labels" else 0
    chosen = [str(c) for c in rng.permutation(HARMS)[:count]]
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
    trouble(view, chosen, ranges, rng)
    return shoot(plan, view, chosen, ranges, rng)


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
    step = 8 if plan.scene else 4
    light = empty(view.stage, frame, kind, linear(colour), lamp, int(rng.integers(3)))
    if plan.scene:
        for _ in range(int(rng.integers(1, 4))):
            _neighbour(light, view, lamp, rng)
        if rng.random() < 0.6:
            _hold(view, rng, behind=True)
    body = linear(words.pick(rng, ("#e9e6e0", "#7a4a22", "#1c1c1e", "#dfe7ea", "#b9c7b0", "#f4f2ef", "#caa2a0")))
    stocks = ("film", "film", "paper", "paper", "kraft") if plan.difficulty != "easy" else ("film", "paper")
    cloth = "foil" if "foil" in chosen else words.pick(rng, stocks)
    pack = Pack(view.stage, view.print.art.pixels(), view.scale, body, linear(words.pick(rng, ("#20201f", "#f0f0ee", "#c9a24b", "#5fb0c9"))), cloth, view.fold, int(rng.integers(3)))
    if view.stage.label.printed_on_body:
        pack = replace(pack, body=linear(_hex(pack.print[2, 2])))
    cover = paint(light, frame, pack, lamp, step)
    grasp(light, cover, list(view.fingers), lamp.towards, rng)
    for harm in view.harms:
        harm.apply(light)
    shaken = "shake" in chosen or (ranges.shake[1] > 0 and rng.random() < 0.25)
    phone = Phone(
        defocus=max(0.3, uniform(rng, ranges.defocus) * x_height * (0.5 if shaken else 1.0)),
        shake=uniform(rng, ranges.shake) * x_height if shaken else 0.0,
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


def _neighbour(light: Array, view: View, lamp: Lamp, rng: Rng) -> None:
    """Another product beside: a front without a list."""
    brand = words.brand(rng)
    style = Style(*face(rng), size=float(rng.uniform(2.5, 5)))
    content = Content(brand, (words.product(rng), words.pick(rng, words.CLAIMS), words.directions(rng, 2)), small=words.address(rng, brand))
    colours = GOOD[int(rng.integers(len(GOOD)))]
    out = set_label(content, style, float(rng.uniform(26, 40)), 3.0, colours, rng)
    radius = float(rng.uniform(12, 24))
    solid = bottle(radius, out.art.height + 10) if rng.random() < 0.6 else card(out.art.width + 4, out.art.height + 6)
    frame, mm = view.frame, view.scale
    own = view.print.art
    side = 1.0 if frame.left + frame.width / 2 > 0 else -1.0  # where there is room
    shift = (side * (own.width / 2 + radius + float(rng.uniform(6, 60))), float(rng.uniform(-0.3, 0.3)) * frame.height / mm)
    pose = Pose(roll=float(rng.uniform(-25, 25)), tilt=float(rng.uniform(-8, 8)), aim=out.art.height / 2, shift=shift, distance=view.stage.camera[2])
    label = Label(np.zeros((1, 1, 3), np.float32), (out.art.width, out.art.height), (-out.art.width / 2, 3.0), True)
    stage = Stage(solid, pose, view.stage.lens, label)
    pack = Pack(stage, out.art.pixels(), mm, linear(colours[0]), linear("#2a2a2c"))
    paint(light, frame, pack, lamp, 8)


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
        "camera": {"defocus_px": round(phone.defocus, 2), "shake_px": round(phone.shake, 2), "noise": round(phone.noise, 4), "quality": phone.quality, "exposure": round(phone.exposure, 2)},
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
