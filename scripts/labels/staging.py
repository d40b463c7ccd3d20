"""A label is set in type, put on a solid and before a camera; nothing is rendered yet."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from . import contents
from .artwork import Style
from .design import Plan, Ranges
from .hand import Finger
from .harm import Harm
from .layout import Content, Print, face, set_label
from .scene import Label, Lens, Pose, Stage
from .sheet import Fold, crumpled
from .snapshot import Frame
from .solid import Solid, bottle, card, cone, tube

Array = np.ndarray
Rng = np.random.Generator
XHEIGHT = 0.52
"""Of the em, about, in the faces that labels are set in."""
SQUARELY = 0.30
"""As in `recipe`: print turned further away than this cosine cannot be read."""
LONGEST = 2300
"""Pixels of the longer side of an ordinary picture."""
SCENE = (3024, 4032)
GOOD = (
    ("#ffffff", "#141414"), ("#f6f2ea", "#2b211a"), ("#fdfdfb", "#1d2f5c"), ("#1d2a55", "#f7f7f2"), ("#161616", "#f2efe6"),
    ("#e9eef0", "#16323b"),
    ("#f3d9dc", "#3b1a24"), ("#ffffff", "#7a1f2c"), ("#dff0e8", "#0e3d2c"), ("#b3161c", "#fdf7ee"),
)  # fmt: skip
POOR = (
    ("#e8e2d4", "#9a8f7d"),
    ("#d8b98d", "#5d3f1d"),
    ("#f2d03c", "#b3387a"),
    ("#bfc6cb", "#5f6a72"),
    ("#7d5aa6", "#d9c9ea"),
    ("#f4f4f2", "#a9a9a6"),
)


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
        inside = (
            (points[:, 0] >= 1) & (points[:, 1] >= 1) & (points[:, 0] <= self.frame.width - 1) & (points[:, 1] <= self.frame.height - 1)
        )
        gone = np.where(inside & (squarely >= SQUARELY), 0.0, 1.0)
        for harm in self.harms:
            gone = np.maximum(gone, harm.hides(points))
        if self.fold:
            gone = np.maximum(gone, self.fold.hides(y if self.fold.down else x).astype(float))
        corners, _ = self.place(np.array([left, right, right, left]), np.array([top, top, bottom, bottom]))
        return corners, float((gone > 0.35).mean())


def uniform(rng: Rng, of: tuple[float, float]) -> float:
    return float(rng.uniform(*of))


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
        if (rows <= LONGEST * 0.85 and out.art.height < 140) or len(content.items) < 7:
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
