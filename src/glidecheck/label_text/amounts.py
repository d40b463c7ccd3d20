"""Strengths outside the ingredient list, and which name each stands beside."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Protocol

from glidecheck.label_text.prose import Prose
from glidecheck.lexicon import Hit, strengths
from glidecheck.lexicon.nearest import Nearest
from glidecheck.model import Amount


class Named(Protocol):
    """A name found in the text: its characters and what it stands for."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def hits(self) -> tuple[Hit, ...]: ...


def amounts(text: Prose, found: Sequence[Named], nearest: Nearest) -> dict[int, Amount]:
    """Each strength with the name it stands beside, in the same line; one strength alone on a front goes to the one critical name there."""
    out: dict[int, Amount] = {}
    all_ = [
        f
        for f in strengths.find(text.text)
        if f.amount is not None and f.amount.unit in ("%", "mg/g", "mg/ml", "g/100g", "g/100ml", "IU/g", "mg")
    ]
    loose: list[Amount] = []
    for s in all_:
        assert s.amount is not None
        glued = [(0, n) for n, f in enumerate(found) if f.start < s.start < f.end]  # "Lidocaine100mg/g"
        before = glued or [(s.start - f.end, n) for n, f in enumerate(found) if f.end <= s.start and _beside(text.text[f.end : s.start])]
        after = [
            (f.start - s.end, n)
            for n, f in enumerate(found)
            if f.start >= s.end and re.fullmatch(r"[^\S\n]?(?:\w+[^\S\n]){0,2}", text.text[s.end : f.start])
        ]
        n = min(before)[1] if before else min(after)[1] if after else None
        if n is None:
            loose.append(s.amount)
        elif n not in out:
            out[n] = s.amount
    out |= strengths.in_series(text.text, [(f.start, f.end) for f in found])
    grave = [n for n, f in enumerate(found) if any(nearest.grave_of(h.substance) == 2 for h in f.hits)]
    percent = {a.value: a for a in loose if a.unit == "%"}
    if grave and not any(n in out for n in grave) and len(percent) == 1 and len({found[n].hits[0].substance.id for n in grave}) == 1:
        out[grave[0]] = next(iter(percent.values()))
    return out


def _beside(gap: str) -> bool:
    return len(gap) <= 30 and "\n" not in gap and not re.search(r"[;:•+&]|,(?!\s*(?:USP|BP|IP|Ph))|\.\s|\d\s?%", gap)
