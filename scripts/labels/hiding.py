"""How a name is hidden, and what else spoils a picture: an edge, glare, a fold, a thumb, a shadow, another product."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from . import words
from .artwork import Style
from .design import Plan
from .hand import Finger
from .harm import Glare, Held, Patch, Shadow, Smear
from .layout import Content, face, set_label
from .scene import Label, Lamp, Pose, Stage
from .sheet import Fold
from .snapshot import Pack, paint
from .solid import bottle, card
from .staging import GOOD, XHEIGHT, View
from .textures import linear

Array = np.ndarray
Rng = np.random.Generator
SKINS = ("#c98f74", "#e0ac8f", "#8d5a3f", "#6b4430", "#d9a184")


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
    finger = Finger(
        (float(palm[0] / w), float(palm[1] / h)), (float(tip[0] / w), float(tip[1] / h)), radius / w, False, words.pick(rng, SKINS)
    )
    view.fingers = (*view.fingers, finger)
    view.harms.append(Held((finger,), w, h))


def trouble(view: View, chosen: list[str], rng: Rng) -> None:
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
        view.harms.append(
            Shadow(place, float(rng.uniform(0, 6.28)), float(rng.uniform(0.35, 0.65)), view.scale * float(rng.uniform(0.3, 4)))
        )
        view.defects.append("shadow")
    if "fingers" in chosen:
        grip(view, rng, behind=rng.random() < 0.5)
        view.defects.append("fingers")


def grip(view: View, rng: Rng, behind: bool) -> None:
    """A hand that holds the pack from one side: fingers behind it, or over its edge."""
    w, h = view.frame.width, view.frame.height
    skin = words.pick(rng, SKINS)
    art = view.print.art
    points, squarely = view.place(np.array([0.0, art.width, art.width, 0.0]), np.array([0.0, 0.0, art.height, art.height]))
    points = (
        points
        if (squarely > 0).all()
        else view.place(np.array([art.width * 0.3, art.width * 0.7] * 2), np.array([0.0, 0.0, art.height, art.height]))[0]
    )
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


def neighbour(light: Array, view: View, lamp: Lamp, rng: Rng) -> None:
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
    pose = Pose(
        roll=float(rng.uniform(-25, 25)), tilt=float(rng.uniform(-8, 8)), aim=out.art.height / 2, shift=shift, distance=view.stage.camera[2]
    )
    label = Label(np.zeros((1, 1, 3), np.float32), (out.art.width, out.art.height), (-out.art.width / 2, 3.0), True)
    stage = Stage(solid, pose, view.stage.lens, label)
    pack = Pack(stage, out.art.pixels(), mm, linear(colours[0]), linear("#2a2a2c"))
    paint(light, frame, pack, lamp, 8)
