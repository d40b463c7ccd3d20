"""The numbers of this stage, each with its unit, and where it comes from."""

from __future__ import annotations

from dataclasses import dataclass

from glidecheck.model.limits import measured

_LABELS = "bench_labels.py"
_GUARDS = "ablation.py guards"


@dataclass(frozen=True, slots=True)
class Folds:
    """Of folds (folds.py). Light print that is a little blurred brightens black paper within the rows, so that each space between two looks
    darker: so what every pair of rows does is no fold. What shades round packs runs along the rows, or over many of them."""

    dip: float = measured(
        0.15,
        "of the paper's brightness",
        "lost and won back within two rows: rendered folds lose .2 to .5, round packs' shading less",
        _LABELS,
    )
    usual: int = measured(4, "pairs of rows", "of which the one that darkens least tells what every pair does", _LABELS)
    fewest: int = measured(4, "pairs of rows", "from which something is usual: a fold shows in one to three", _LABELS)
    paper: float = measured(
        80.0, "percentile", "of brightness along a row of pixels that is paper, whatever dark print stands in it", _LABELS
    )
    reach: float = measured(3.0, "line heights", "above the list within which its heading is looked for", _GUARDS)
    rows: int = measured(64, "pixels", "of height that two neighbouring rows are looked at with", _GUARDS)
    margin: int = measured(10, "pixels", "of that height at either end that lie outside the two rows", "bench_packs.py")
    columns: int = measured(240, "pixels", "of width", _GUARDS)


@dataclass(frozen=True, slots=True)
class Occlusions:
    """Of what lies over a line's end (occlusions.py)."""

    glyph: int = measured(12, "pixels", "that a line's height is looked at with", _GUARDS)
    begins: float = measured(1.6, "line heights", "behind the last word within which it begins", _GUARDS)
    wide: float = measured(1.5, "line heights", "that it is wide", _GUARDS)
    reach: float = measured(16.0, "line heights", "within which it is looked for", _GUARDS)
    other: float = measured(36.0, "of 255", "by which its strongest channel differs from the paper", _GUARDS)
    burnt: float = measured(252.0, "of 255", "of its weakest channel, from which a pixel is burnt out", _GUARDS)
    lit: float = measured(244.0, "of 255", "of the paper's weakest channel, under which the paper itself is not", _GUARDS)
    most: float = measured(0.8, "of a stretch's pixels", "across the line that are of another colour", _GUARDS)
    free: float = measured(0.2, "of a stretch's pixels", "that may be where paper shows; print is between the two", _GUARDS)
    clear: float = measured(1.6, "line heights", "above the first and below the last line where paper is looked for", _GUARDS)
    middle: float = measured(0.6, "of a line's height", "that is looked at", _GUARDS)


@dataclass(frozen=True, slots=True)
class Glare:
    """Of glare below a list (glare.py); what it is and how it is looked at are those of Occlusions."""

    next: float = measured(1.3, "line heights", "below a list's last line where the middle of the next would be", _GUARDS)
    wide: float = measured(2.0, "line heights", "that it is wide: a name of four letters", _GUARDS)


@dataclass(frozen=True, slots=True)
class Smudges:
    """Of smears (smudges.py)."""

    dip: float = measured(
        0.08,
        "of the paper's brightness",
        "that a smear takes: 45 of 60 labels without one stay under .05, half of 50 with one are above",
        _LABELS,
    )
    last: float = measured(0.03, "of the paper's brightness", "behind the last line where no full stop ends the list", _LABELS)
    behind: float = measured(0.35, "line heights", "behind the last word from which paper is looked at", _LABELS)
    room: float = measured(1.2, "line heights", "that must be free behind a line for a name to stand there", _LABELS)
    glyph: int = measured(16, "pixels", "that a line's height is looked at with, paper above and below as much again", _LABELS)
    step: int = measured(2, "pixels", "from stretch to stretch", _LABELS)
    window: int = measured(8, "pixels", "of a stretch's width", _LABELS)
    paper: float = measured(85.0, "percentile", "of brightness in a stretch that is paper", _LABELS)
    level: float = measured(60.0, "percentile", "of a stretch's brightness that is its level", _LABELS)
    grown: float = measured(0.25, "line heights", "around a word's box that belong to its print", _LABELS)
    slant: int = measured(24, "pixels", "that a highlight may lean from the middle of a line to the middle of the next", _LABELS)
    edge: int = measured(7, "pixels", "that its edges may be off a straight line, both sides together", _LABELS)
    shows: float = measured(
        0.3, "of light print's contrast", "that must fit between a highlight and white for print in it to be seen", _LABELS
    )


@dataclass(frozen=True, slots=True)
class Unread:
    """Of print that was not read (unread_text.py). "The 393" are the lines outside the lists of 55 rendered pure glides."""

    long: float = measured(2.5, "line heights", "from which a line holds a name", _LABELS)
    believed: float = measured(
        0.88, "confidence", "of a line that is read: the 393 had at least .93, print that no network here reads at most .86", _LABELS
    )
    signs: float = measured(0.6, "plausibility", "of a line, figures and signs being less plausible than letters", _LABELS)
    shared: float = measured(0.2, "of a box", "that lies in one that is known, for it to be the same print", _LABELS)
    glyph: int = measured(24, "pixels", "that a line's height is looked at with", _LABELS)
    ink: float = measured(0.35, "of a line's usual contrast", "from which a column of it holds print", _LABELS)
    usual: float = measured(70.0, "percentile", "of the contrast under a line's words that is its usual one", _LABELS)
    gap: float = measured(0.4, "line heights", "around a word, and between two glyphs, that belong to them", _LABELS)
    missed: float = measured(0.9, "line heights", "of print in one piece without a word on it; the 393 had at most .6", _LABELS)
    apart: int = measured(3, "letters", "that stand alone, near one another and of one height, and are a word then", _LABELS)
    alike: float = measured(1.7, "times", "as high at most", _LABELS)
    reach: float = measured(2.5, "line heights", "apart at most", _LABELS)
    spaced: float = measured(0.8, "confidence", "of a line of single letters, a brand set wide, that is read", _LABELS)
