"""Character errors of read lines, by what the lines are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from rapidfuzz.distance import Levenshtein

from head.alphabet import script

SIZES = {9: "under 9", 12: "9 to 12", 20: "12 to 20", 99: "20 and more"}
"""Heights of a line on the photo, in pixels."""


def tallied(texts: Sequence[str], read: Sequence[str], told: Sequence[Mapping[str, Any]]) -> dict[str, float]:
    """Edits over characters, for all lines and by each property; lines of mixed scripts count for none."""
    edits: dict[str, int] = defaultdict(int)
    letters: dict[str, int] = defaultdict(int)
    for text, seen, t in zip(texts, read, told, strict=True):
        scripts = {script(c) for c in text} - {"sign", "figure"}
        of = scripts.pop() if len(scripts) == 1 else "mixed" if scripts else "figures"
        size = next(name for height, name in SIZES.items() if t["height"] < height)
        for key in ("all", of, size, f"{of}, {'under 12' if t['height'] < 12 else '12 and more'}", f"harm: {t['harm']}"):
            edits[key] += Levenshtein.distance(text, seen)
            letters[key] += len(text)
    return {k: edits[k] / letters[k] for k in sorted(letters)}
