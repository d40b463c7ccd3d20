"""The numbers of this stage, each with its unit, and where it comes from."""

from __future__ import annotations

from dataclasses import dataclass

from glidecheck.model.limits import measured


@dataclass(frozen=True, slots=True)
class Allowance:
    """What may be wrong in a name: a share of its glyphs, and weighted letters besides."""

    share: float
    letters: float


HARMLESS, CRITICAL, PRICED = Allowance(0.15, 0.1), Allowance(0.2, 0.3), Allowance(0.15, 0.3)
SUSPECT, LEAD = Allowance(0.32, 0.5), Allowance(0.0, 0.5)
_TEXT = "bench_text.py"
_LEFT = "bench_left_out.py"


@dataclass(frozen=True, slots=True)
class Names:
    """Of damaged names (names.py)."""

    shortest: int = measured(4, "glyphs", "of a damaged name that is looked up: shorter ones resemble everything", _LEFT)
    longest: int = measured(160, "glyphs", "of a damaged name that is looked up; the longest INCI name on the lists has 141")
    searched: int = measured(6, "names", "that the index is asked for", _TEXT)
    searched_critical: int = measured(4, "names", "that the critical names are asked for besides", _TEXT)
    harmless: Allowance = measured(HARMLESS, "of a name", "that may be wrong in a harmless one", _TEXT)
    critical: Allowance = measured(CRITICAL, "of a name", "that may be wrong in a critical one", _TEXT)
    priced: Allowance = measured(PRICED, "of a name", "the same by measured prices, which are lower", _TEXT)
    suspect: Allowance = measured(SUSPECT, "of a name", "up to which a critical one is a suspect", _TEXT)
    lead: Allowance = measured(LEAD, "of a name", "by which a harmless one must be nearer than a critical one", _TEXT)
    margin: float = measured(0.35, "weighted letters", "by which it must be nearer than another harmless one", _TEXT)
    torn: float = measured(0.12, "of a name", "that may be wrong when it is also torn into more words than it has", _TEXT)
    usual: float = measured(0.04, "of a name", "more that may be wrong for a ten times more common long one: thin letters are lost", _TEXT)
    usual_from: int = measured(8, "glyphs", "of a long name")
    short: float = measured(0.2, "of a name", "that may be wrong in a critical one of 6 to 8 letters: eucate is no eucaine", _TEXT)
    brief: float = measured(0.7, "weighted letters", "and in a shorter one", _TEXT)
    brief_to: int = measured(6, "glyphs", "of a critical name that is not so short", _TEXT)
    brand: float = measured(0.07, "of a name", "that may be wrong in a brand, an abbreviation, a combination", _TEXT)
    whole: int = measured(9, "glyphs", "of a critical name that needs no such care", _TEXT)
    slip: float = measured(0.25, "of a word", "that may be wrong though what is printed is a word too", _TEXT)
    beside: float = measured(1.0, "weighted letters", "by which another name may be farther off and still be told beside it")
    rivals: int = measured(3, "names", "that are held against a critical one", _TEXT)
    ordinary: int = measured(9, "letters", "up to which a misread word of a label may look like a critical name", _TEXT)
    prior: float = measured(0.08, "weighted letters", "that a ten times more common name may be farther off", _TEXT)
    common: int = measured(40, "retail lists", "of 4,716, from which one error in a long word of a name is believed", _LEFT)
    glyphs: int = measured(5, "glyphs", "from which a name that differs in look-alikes alone counts as read", _TEXT)


@dataclass(frozen=True, slots=True)
class Errors:
    """Of slips (slips.py)."""

    run: int = measured(5, "letters", "that stand together in a word, its beginning and end counted as one each", _LEFT)
    word: int = measured(4, "letters", "from which a word is one of a name by itself", _LEFT)
    lost: int = measured(3, "letters", "put in or lost at one place that are a word more or less", _LEFT)
    share: float = measured(0.34, "of a word", "in weighted errors, that may be slips", _LEFT)
    plain: float = measured(0.9, "price", "from which an error is no confusion of glyphs that was measured", "measure_confusables.py")
    one: int = measured(6, "letters", "of a word in which one plain error is believed", _LEFT)
    rarer: int = measured(20, "times", "that a word is rarer in names than one a slip away, from which it is a misprint", _LEFT)
    frequent: int = measured(100, "names", "that have a word, of which one wrong letter is believed in any name", _LEFT)
    easy: int = measured(5, "letters", "of a word of a common name in which one letter may be wrong without looking so", _LEFT)
    two: int = measured(16, "letters", "of a word in which two are", _LEFT)
    share_critical: float = measured(0.15, "of a word", "in weighted errors, beyond which a critical name is doubted", _TEXT)
    one_critical: int = measured(4, "letters", "of a word in which one plain error is no doubt of a critical name", _TEXT)
    two_critical: int = measured(13, "letters", "of a word in which two are none: tetracycline is no tetracaine", _TEXT)
    look: float = measured(0.3, "price", "of look-alike glyphs, that are believed in any word", "measure_confusables.py")


@dataclass(frozen=True, slots=True)
class Heard:
    """Of names that the network's probabilities carry, against its own best string (posterior.py)."""

    behind: float = measured(
        0.95, "natural log a letter", "that a name on no retail list may be less likely than the print", "judge_kept.py --corrections"
    )
    usual: float = measured(0.2, "natural log a letter", "more for a ten times more common one", "judge_kept.py --corrections")


@dataclass(frozen=True, slots=True)
class Backing:
    """Of what the second network's print says for a correction (backing.py)."""

    near: float = measured(0.25, "of a print", "in weighted errors, that may part it from the name that it backs", "judge_kept.py")
    ahead: float = measured(0.1, "of a print", "by which it must be nearer than every other substance", "judge_kept.py")
