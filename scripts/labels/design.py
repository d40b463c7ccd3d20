"""What the benchmark holds: which case has which difficulty, content, shape and trouble, and the ranges that each difficulty draws from.

Cases are spread by a lattice, so that the first N of any N are as balanced as the whole: a sample is simply the first ones.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["labels", "near-glides"]
LATTICE = tuple(1.1347241384015194**-j for j in range(1, 6))
"""The generalised golden ratio for five dimensions (Roberts' R-sequence)."""

DIFFICULTIES = (("easy", 0.35), ("medium", 0.35), ("hard", 0.30))
CONTENTS = (("retinoid", 0.30), ("anaesthetic", 0.20), ("glide", 0.15), ("other", 0.35))
SHAPES = (("card", 0.28), ("bottle", 0.34), ("cone", 0.10), ("tube", 0.14), ("sachet", 0.14))
WAYS = (
    ("edge", 0.14), ("glare", 0.12), ("fold", 0.12), ("last line", 0.10), ("second column", 0.10), ("language", 0.10),
    ("thumb at a line's end", 0.08),
    ("thumb over lines", 0.08), ("blur", 0.08), ("front", 0.08),
)  # fmt: skip
HIDDEN = (("retinoid", 0.40), ("anaesthetic", 0.20), ("companion", 0.40))
SCENES = 0.07
"""Share of the labels (medium and hard) that are a 12-megapixel scene with the label a quarter of the frame or less."""


@dataclass(frozen=True, slots=True)
class Ranges:
    """From, to. Angles in degrees; `xheight` in pixels of the list's letters; `defocus` and `shake` in shares of it; `bend` is how far
    round a bottle the list reaches on either side; `names` how many a list has; `harms` how many of the troubles below a picture has."""

    xheight: tuple[float, float]
    yaw: tuple[float, float]
    tilt: tuple[float, float]
    roll: tuple[float, float]
    defocus: tuple[float, float]
    shake: tuple[float, float]
    noise: tuple[float, float]
    quality: tuple[int, int]
    bend: tuple[float, float]
    gloss: tuple[float, float]
    exposure: tuple[float, float]
    crumple: tuple[float, float]
    names: tuple[int, int]
    harms: tuple[int, int]


RANGES = {
    "easy": Ranges((13, 24), (-8, 8), (-8, 8), (-4, 4), (0.03, 0.06), (0, 0), (0.006, 0.012), (80, 92), (22, 42), (0.0, 0.15), (0.9,
        1.1), (0.2, 0.5), (6, 24), (0, 0)),
    "medium": Ranges((9, 14), (-18, 18), (-15, 15), (-12, 12), (0.05, 0.11), (0, 0.12), (0.010, 0.020), (66, 86), (32, 56), (0.05,
        0.35), (0.7, 1.2), (0.4, 1.0), (8, 32), (0, 1)),
    "hard": Ranges((6, 10), (-28, 28), (-24, 24), (-24, 24), (0.08, 0.20), (0, 0.35), (0.016, 0.040), (48, 76), (45, 72), (0.1, 0.6),
        (0.45, 1.3), (0.8, 1.8), (8, 38), (1, 3)),
}  # fmt: skip
HARMS = ("glare", "shadow", "low light", "low contrast", "condensed", "foil", "shake", "fingers", "turned")


@dataclass(frozen=True, slots=True)
class Plan:
    """One case, before anything is drawn. `way` is how the other name of a near-glide is hidden, `hidden` what it is."""

    kind: Kind
    seed: int
    index: int
    difficulty: str
    content: str
    shape: str
    way: str = ""
    hidden: str = ""
    scene: bool = False

    @property
    def name(self) -> str:
        return f"{self.kind}-{self.seed}-{self.index:04d}"


def of(shares: tuple[tuple[str, float], ...], at: float) -> str:
    """The item in whose share of 0 to 1 `at` falls."""
    for name, share in shares:
        if at < share:
            return name
        at -= share
    return shares[-1][0]


def plan(kind: Kind, seed: int, index: int) -> Plan:
    """Case `index` of a benchmark. The same arguments give the same case."""
    shift = (seed * 0.6180339887498949) % 1
    u = [(shift * (n + 1) + (index + 1) * a) % 1 for n, a in enumerate(LATTICE)]
    shape = of(SHAPES, u[3])
    if kind == "near-glides":
        difficulty = "easy" if u[2] < 0.6 else "medium"  # what is not hidden reads well: the temptation to say GLIDE is the point
        return Plan(kind, seed, index, difficulty, "near-glide", shape, of(WAYS, u[0]), of(HIDDEN, u[1]))
    difficulty = of(DIFFICULTIES, u[0])
    scene = difficulty != "easy" and u[2] < SCENES / (1 - DIFFICULTIES[0][1])
    return Plan(kind, seed, index, difficulty, of(CONTENTS, u[1]), shape, scene=scene)
