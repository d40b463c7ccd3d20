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
    late: float = measured(
        1.5, "line heights", "further right than a line beside it a line begins before which a name may be hidden", "bench_packs.py"
    )
    centred: float = measured(1.0, "line heights", "that the middles of centred lines lie apart at most", "bench_packs.py")
    hole: float = measured(2.0, "line heights", "between two words, from which something may stand there unread", _LABELS)
    space: float = measured(0.3, "line heights", "between two words", _LABELS)
    like: float = measured(0.8, "likeness", "from which a line beside a list is one of it", _LABELS)
    small: float = measured(7.0, "pixels", "of a line's height, under which print cannot be trusted", _LABELS)
    below: float = measured(1.5, "line heights", "of paper below a list that show its end", _LABELS)
    above: float = measured(2.5, "line heights", "of paper above a list without a heading that show its beginning", _KEPT)
    clear: float = measured(0.95, "confidence", "that the lines of a list have on the whole, beside which another script shows", _KEPT)
    murky: float = measured(0.87, "confidence", "up to which the network may have met a script that it lacks", _KEPT)
    foreign: int = measured(2, "lines", "of another script, in a row, that are a paragraph of their own", _KEPT)
    below_foreign: float = measured(4.55, "line heights", "below a list within which such a paragraph stands", _KEPT)
    short: float = measured(1.5, "line heights", "by which a list's last line is shorter than its longest before such a paragraph", _KEPT)
    beside: float = measured(0.4, "line heights", "from a list's side within which print may be of it", _KEPT)
    within: float = measured(0.3, "line heights", "inside its upper and lower edge where print is of it", _KEPT)
    next: float = measured(1.2, "line heights", "below it in which its next line would have its middle", _KEPT)
    gutter: int = measured(
        3, "lines", "that begin at one height beside a list, and rows of it that end at one, with a gutter between", _KEPT
    )


@dataclass(frozen=True, slots=True)
class Blocks:
    """Of lines that stand together (blocks.py, columns.py, reading_order.py)."""

    heights: float = measured(1.75, "times", "as high at most that lines of one block are: a heading is seldom higher, a brand is", _LABELS)
    below: float = measured(1.15, "line heights", "of empty space under which the next line still belongs to the block", _LABELS)
    beside: float = measured(1.2, "line heights", "of empty space within a row that stretches no further", _LABELS)
    overlap: float = measured(0.3, "of the narrower line", "that must lie under the upper one", _LABELS)
    gutter_rows: int = measured(3, "lines", "with one left edge under one another that make a column", _LABELS)
    share: float = measured(0.5, "of the lines", "that must show a gutter between columns", _LABELS)
    aligned: float = measured(1.5, "line heights", "that the lines of such a column begin apart at most", _LABELS)
    apart: float = measured(3.0, "line heights", "of space between two of them at most", _LABELS)
    one_line: float = measured(1.6, "times", "as high at most that pieces of one printed line are", _LABELS)
    level: float = measured(1.5, "times", "as high at most that two lines set wide on one line of print are", _LABELS)
    shared: float = measured(0.5, "of the lower height", "that pieces of one printed line stand beside one another", _LABELS)
    over: float = measured(1.5, "line heights", "that they may lie over one another", _LABELS)
    column: float = measured(0.1, "of the narrower line", "that must lie under the other to be in one column with it", _LABELS)
    goes_on: float = measured(1.3, "times", "as high at most that a line is which goes on from the one above", _LABELS)
    close: float = measured(0.7, "line heights", "of space above it at most", _LABELS)
    gap: float = measured(1.0, "line heights", "between pieces of one printed line at most; columns are seldom set closer", _LABELS)


@dataclass(frozen=True, slots=True)
class Heads:
    """Of headings and denials (headings.py, absences.py)."""

    cut_from: int = measured(6, "letters", "left of a heading whose beginning is cut off", _KEPT)
    cut_share: float = measured(0.6, "of its letters", "that are left", _KEPT)
    fuzzy_from: int = measured(9, "letters", "from which one error in four is allowed, below only look-alikes", "bench_text.py")
    misread: int = measured(5, "letters", "of a heading beside another of which one may be misread", _KEPT)
    hedge: int = measured(24, "characters", "before a denial in which a word takes it back: never without retinol", "fuzz_glides.py")


@dataclass(frozen=True, slots=True)
class Lists:
    """Of where a list begins and ends (panels.py)."""

    like: float = measured(0.5, "likeness", "from which a line is one of a list", _KEPT)
    unlike: float = measured(0.35, "likeness", "under which it may be prose", _KEPT)
    foreign: float = measured(0.15, "likeness", "under which a clear line without a separator holds nothing of a list", _KEPT)
    phrase: int = measured(2, "words", "of prose in a line that resembles a list little, from which it is none of it", _KEPT)
    sentence: int = measured(5, "words", "of prose in any line, from which it is none of it", _KEPT)
    flush: float = measured(0.3, "of its width", "that a line lies under the column of purposes", _KEPT)
    column: float = measured(3.0, "line heights", "right of the names where that column begins", _KEPT)
    row: float = measured(0.6, "line heights", "that what an active ingredient is for stands above or below it, in its row", _LABELS)
    step: float = measured(2.5, "line heights", "that a name of a list with pointer lines stands below the one before", _KEPT)
    worded: int = measured(6, "letters", "a line must have to be unlike a list: 77891]. is the end of one", _KEPT)
    clear: float = measured(0.9, "confidence", "from which a line is read as it is printed", _KEPT)
    paragraph: float = measured(
        1.4, "pitches", "further down from which a row begins another paragraph, unless it looks like the list", _KEPT
    )
    ahead: int = measured(3, "lines", "looked ahead before a list is called ended", _KEPT)
    headless: int = measured(3, "names", "letter by letter that a list without a heading must hold", _KEPT)
    pasted: int = measured(2, "names", "the same in pasted text, where whoever pasted it has found the list already", "fuzz_glides.py")
    pointers: int = measured(5, "lines", "with one name each, of a list that pointer lines lead to", _KEPT)
    behind: int = measured(3, "words", "behind a full stop in a list's last line that are another paragraph", _KEPT)


@dataclass(frozen=True, slots=True)
class Stitches:
    """Of two photos that show parts of one list (stitch.py)."""

    names: int = measured(3, "whole names", "that two parts must share", _LABELS)
    core: int = measured(
        6, "letters", "in one run that a row shares with the same row on the other photo, or all of a shorter row", _LABELS
    )
    alike: float = measured(0.8, "of the letters", "that both photos show of a row", _LABELS)
    broken: float = measured(0.5, "of the letters", "next to a photo's edge: they turn away, and are read badly", _LABELS)
    crumb: int = measured(2, "letters", "next to an edge that say nothing", _LABELS)
    indent: float = measured(2.0, "line heights", "from where the photo cuts its lines that a row must end to be whole", _LABELS)
    spare: float = measured(0.12, "of the longest row", "in letters, as letters differ in width", _LABELS)
