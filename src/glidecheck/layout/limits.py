"""The numbers by which a list is judged whole, each with its unit and origin."""

from __future__ import annotations

from dataclasses import dataclass

from glidecheck.model.limits import measured

_KEPT = "judge_kept.py"
_LABELS = "bench_labels.py"


@dataclass(frozen=True, slots=True)
class Whole:
    """Of a list that is whole or not (edges.py, fullness.py, surroundings.py, completeness.py)."""

    edge: float = measured(0.15, "line heights", "a line that ends nearer to the picture's edge may go on outside it", _LABELS)
    near: float = measured(1.0, "line heights", "from an edge, within which the print of several lines shows a margin", _LABELS)
    several: int = measured(4, "lines", "that do", _LABELS)
    paper: float = measured(0.25, "line heights", "that none of them comes nearer", _LABELS)
    neat: int = measured(2, "lines", "near an edge that all end with a name's end, from which it cut none", _KEPT)
    doubtful: float = measured(0.75, "confidence", "of a line, below which it counts as not read", _LABELS)
    missing: float = measured(1.7, "pitches", "between two lines that may have a third between them", _LABELS)
    apart: float = measured(2.3, "line heights", "between the middles of the only two lines that may have a third between them", _LABELS)
    room: float = measured(0.6, "line heights", "that a word must have had to spare on the line before", _LABELS)
    hole: float = measured(2.0, "line heights", "between two words, from which something may stand there unread", _LABELS)
    space: float = measured(0.3, "line heights", "between two words", _LABELS)
    like: float = measured(0.8, "likeness", "from which a line beside a list is one of it", _LABELS)
    small: float = measured(7.0, "pixels", "of a line's height, under which print cannot be trusted", _LABELS)
    below: float = measured(1.5, "line heights", "of paper below a list that show its end", _LABELS)
    above: float = measured(2.5, "line heights", "of paper above a list without a heading that show its beginning", _KEPT)
    clear: float = measured(0.95, "confidence", "that the lines of a list have on the whole, beside which another script shows", _KEPT)
    murky: float = measured(0.87, "confidence", "up to which the network may have met a script that it lacks", _KEPT)
    foreign: int = measured(2, "lines", "of another script, in a row, that are a paragraph of their own", _KEPT)
    short: float = measured(1.5, "line heights", "by which a list's last line is shorter than its longest before such a paragraph", _KEPT)
    gutter: int = measured(
        3, "lines", "that begin at one height beside a list, and rows of it that end at one, with a gutter between", _KEPT
    )
