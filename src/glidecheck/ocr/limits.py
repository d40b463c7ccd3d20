"""The numbers of this stage, each with its unit, and where it comes from."""

from __future__ import annotations

from dataclasses import dataclass

from glidecheck.model.limits import measured

_SCAN = "bench_scan.py"
_READING = "ablation.py reading"
_RENDERED = "ablation.py rendered"
_TURNS = "bench_turns.py"
_HEAD = "bench_head.py"


@dataclass(frozen=True, slots=True)
class FirstLook:
    """Of the picture that the detector sees first (looks.py)."""

    side: int = measured(1440, "pixels", "of the longer side", _SCAN)
    margin: float = measured(0.02, "of the longer side", "of paper left around a part that is read a second time", _READING)
    most_enlarged: float = measured(3.0, "times", "that a smaller photo is enlarged", _SCAN)


@dataclass(frozen=True, slots=True)
class Lines:
    """Of pages that are read line by line (by_lines.py)."""

    much_shrunk: float = measured(0.6, "of its size", "that a photo is first looked at, below which quarters are tried", _RENDERED)
    glimpsed: int = measured(30, "places with print", "that a lighter network finds, up to which they are all that is looked at", _SCAN)
    glance: float = measured(0.5, "of the first look's scale", "at which a list is told from a front: 11 of 13 lists", _SCAN)
    block: float = measured(90.0, "line heights", "of print in one block at most: a front's has 92, a list's 96 to 220", _SCAN)
    print: float = measured(24.0, "pixels", "of the first look that most of them are high then: it overlooks lines of smaller print", _SCAN)
    few: int = measured(6, "places with print", "of such a photo, up to which they are", _RENDERED)
    small: float = measured(0.6, "of a side", "of such a photo that its print fills at most to be looked at from nearer", _RENDERED)
    around: float = measured(0.1, "of the print's longer side", "around it that is looked at as well", _RENDERED)
    shrunk: float = measured(4.0, "times", "smaller that very high letters are looked for", _SCAN)
    large: float = measured(100.0, "pixels", "of the first look from which letters are so high", _SCAN)
    blurred: tuple[float, ...] = measured((2.0, 3.0, 4.0, 6.0), "times", "smaller that print out of focus is looked for", "bench_labels.py")
    whole: float = measured(0.6, "of a line's length", "below which what was found of it is a part", _SCAN)
    part: float = measured(0.3, "of a line's height", "above which it is", _SCAN)
    unread: float = measured(0.5, "plausibility", "of a line, below which it counts as not read", _SCAN)
    one_glyph: float = measured(1.2, "line heights", "of a place that holds one sign at most, and no name", _SCAN)
    faint: float = measured(0.2, "of the contrast", "of read lines, below which a place holds no print", "ablation.py reading")
    strip: int = measured(24, "pixels", "of height that this is measured on")
    doubtful: float = measured(0.8, "confidence", "below which a line is read again, widened", _READING)
    unreadable: float = measured(0.4, "confidence", "below which nothing stands there that could be read", _READING)
    asked: int = measured(12, "lines", "that tell the contrast of print that is read")
    half: float = measured(0.55, "of a side", "that a quarter of a photo covers, so that no line is cut in all of them", _RENDERED)
    stretch: float = measured(1.3, "times", "wider, for condensed print", _READING)


@dataclass(frozen=True, slots=True)
class Closer:
    """Of the closer look (closer.py)."""

    line: float = measured(32.0, "pixels", "of height that a line should have when the detector looks at it", _RENDERED)
    most: float = measured(6.0, "times", "that print is enlarged: what needs more holds nothing more", _RENDERED)
    alike: float = measured(1.7, "times", "as high at most that lines of one block are", _RENDERED)
    apart: float = measured(1.5, "line heights", "apart at most that they are", _RENDERED)
    least: float = measured(12.0, "line heights", "of print, a dozen letters, for which a block is looked at again", _RENDERED)
    shrunk: float = measured(0.5, "of the first look's scale", "at which large print is looked at, that a lighter network found", _SCAN)
    budget: int = measured(4_000_000, "pixels", "looked at again, over all blocks of a photo: a second on two cores", _SCAN)
    worth: float = measured(1.2, "times", "of enlargement by which another look is worth it", _READING)
    worth_enlarged: float = measured(
        1.6, "times", "for photos that the first look enlarged: recall .926 for .910 without this limit", _READING
    )


@dataclass(frozen=True, slots=True)
class Kept:
    """Of the evidence that is kept of a line (ctc.py)."""

    steps: float = measured(6.0, "steps", "that a natural log is kept in; decides the same names as fifteen", _SCAN)
    last: int = measured(48, "steps", "kept: 3e-4, under which a network's chances are noise", _SCAN)
    beyond_doubt: float = measured(0.998, "confidence", "from which a line is what it says, and no evidence is kept", _SCAN)
    seen: float = measured(0.01, "probability", "of a character at its best column, from which it is kept beside the Latin ones", _SCAN)
    scaled: int = measured(4, "columns", "after which the forward sums are scaled: in so many, no sum falls by more than 1e-14")


@dataclass(frozen=True, slots=True)
class Scripts:
    """Of lines that are the label head's (other_scripts.py, one_script.py). Of 639 doubted lines of 91 dev photos in Latin or Thai script
    none came near `proves`: the nearest read .74 with 10 such letters, and that the network read at .90."""

    asked: float = measured(0.95, "confidence", "below which a line is asked", _SCAN)
    doubted: float = measured(0.8, "plausibility", "from which a line shows no other script", _SCAN)
    proves: tuple[tuple[float, int], ...] = measured(
        ((0.8, 4), (0.75, 12)), "plausibility, letters", "not of Latin shape, of a line that shows a page to hold another script", _SCAN
    )
    upright: float = measured(0.75, "plausibility", "of a line that tells which way is up: the wrong way round none reached .70", _TURNS)
    least: float = measured(0.45, "confidence", "below which the head is not believed on such a page", _SCAN)
    word: float = measured(0.9, "confidence", "on any page: the name of a drug", _SCAN)
    letters: int = measured(6, "letters", "of another script, that it has", _SCAN)
    unsure: float = measured(0.7, "confidence", "of the head in a word, below which it may be Latin", _SCAN)
    latin: float = measured(0.9, "confidence", "of the network from which it is", _SCAN)
    lean: float = measured(1.0, "natural log", 'by which a word is rather in the script of its line: "C" and "a" are words, too', _HEAD)
    alike: float = measured(0.001, "natural log", "by which it is rather Latin, where all its letters print alike")


@dataclass(frozen=True, slots=True)
class Strips:
    """Of what the recogniser is shown (network.py). The first three are the network's own; the last three those that PP-OCRv6 small
    ships with."""

    rows: int = measured(48, "pixels", "of height that the recogniser was trained on")
    step: int = measured(8, "pixels", "of a strip to one column of its output")
    narrowest: int = measured(128, "pixels", "to which narrower strips are filled up with grey")
    widths: int = measured(64, "pixels", "of which a strip's width is a multiple: every width of its own costs memory of its own", _SCAN)
    mask: float = measured(0.3, "probability", "from which a pixel belongs to print")
    score: float = measured(0.5, "probability", "that the pixels of a place have on the whole")
    unclip: float = measured(1.6, "ratio", "of area and girth by which a place is widened")


@dataclass(frozen=True, slots=True)
class Ways:
    """Of the ways a photo may lie (orientation.py). On 94 photos the wrong way round never led the right one where that could be read at
    all, and trailed it by 0.1 in plausibility or by half in letters."""

    confident: float = measured(0.85, "plausibility", "of lines that are the right way round", _TURNS)
    sure: float = measured(0.9, "plausibility", "that leaves nothing to try: the wrong way round none of 94 photos reached .89", _TURNS)
    clear: float = measured(0.75, "plausibility", "in the best way, of a script that the network knows", _TURNS)
    likely: float = measured(0.6, "plausibility", "for a page to be turned", _TURNS)
    enough: float = measured(30.0, "letters believed", "for that", _TURNS)
    lead: float = measured(0.08, "plausibility", "by which it must read better than as it stands", _TURNS)
    times: float = measured(2.0, "times", "the letters that it must hold otherwise", _TURNS)
    foreign: float = measured(20.0, "letters", "that Latin lacks, times the label head's confidence, from which a way is believed", _TURNS)
    high: float = measured(20.0, "pixels", "of height from which higher lines are tried no sooner", _TURNS)
    samples: int = measured(4, "lines", "that are tried", _TURNS)


@dataclass(frozen=True, slots=True)
class Second:
    """Of the second reader (whole_pictures.py, paddle_tiny.py, tesseract.py)."""

    cut: float = measured(0.3, "line heights", "from the side of what it was shown, nearer than which a line goes on outside", _READING)
    line: float = measured(32.0, "pixels", "of height to which its lines are enlarged", _READING)
    side: int = measured(2400, "pixels", "of the longer side within which they are", _READING)
    least: float = measured(0.25, "times", "smaller that a part is drawn at most")
    lead: float = measured(0.1, "plausibility", "by which another way round must read better", _TURNS)
    longest: int = measured(8, "lines", "that tell how well a page reads", _TURNS)
    seconds: int = measured(60, "seconds", "for one picture of Tesseract, which can hang on noise")
    threads: int = measured(2, "threads", "of a network: what a scan is timed with, ours and RapidOCR's alike", _SCAN)
