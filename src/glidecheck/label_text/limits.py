"""The numbers of this stage, each with its unit, and where it comes from."""

from __future__ import annotations

from dataclasses import dataclass

from glidecheck.model.limits import measured


@dataclass(frozen=True, slots=True)
class Figures:
    """Of figures beside the list (figures.py)."""

    ph_least: float = measured(4.0, "pH", "of what a plain hyaluronate has: skin's own begins there, peels lie below")
    ph_most: float = measured(8.0, "pH", "of the same: a little above tissue's 7.4; soaps and lye lie above")
    glide_most: float = measured(
        10.0, "%", "of hyaluronate in a glide, at most: 1 is a gel and 3 a stiff one; what says more, and not 100, means something else"
    )
    parts: int = measured(3, "packs", "in one box, at most, that are parts of a set if each is large: single doses come in fives and tens")
    part: float = measured(5.0, "ml or g", "of one of so few, at least: single doses of hyaluronate hold 1 to 3")
    cold: float = measured(
        1.0, "\u00b0C", "at which it is kept, at least: water freezes at 0, and a gel with it; what is kept frozen is no plain glide"
    )


@dataclass(frozen=True, slots=True)
class Brands:
    """Of names that cannot be known (makers.py)."""

    words: int = measured(3, "words", "of a brand, at most: the design's rule")
    abbreviation: int = measured(4, "letters", "of a word in capitals that may be an abbreviation and no name, at most: DMAE, PCL, THC")
    vowels: int = measured(2, "vowels", "from which one of so many letters is a name that is spoken: OLAY, not TKTX")
    noun: int = measured(5, "letters", "of an everyday noun, at least, that is looked for at either end of a word", "fuzz_glides.py")
    ending: int = measured(2, "letters", "of an ending that such a noun may have")
    before_end: int = measured(4, "letters", "of a word, at least, before an ending of its language's everyday words", "fuzz_glides.py")
    clipped: int = measured(
        5, "letters", "of the beginning of an active's name, at least, that is no brand: Benzo, Clobet, Minox", "fuzz_glides.py"
    )
    clipped_brand: int = measured(
        6, "letters", "of the beginning of a medicine's own brand, at least: Clara begins one, and is a name", "fuzz_glides.py"
    )
    tall: float = measured(
        0.7, "share", "of the tallest line's height from which a line is in its print: capitals without tails are .77", "bench_labels.py"
    )
    address: int = measured(3, "words", "joined by hyphens in a web address, at most: more are a sentence", "fuzz_glides.py")


@dataclass(frozen=True, slots=True)
class Sayings:
    """Of sentences that are known as a whole (marks.py)."""

    glued: int = measured(3, "letters", "of each of two words that a network read as one, at least", "bench_packs.py --seed 3")


@dataclass(frozen=True, slots=True)
class Misread:
    """Of everyday words that a network read with a letter wrong (misread.py)."""

    letters: int = measured(5, "letters", "of such a word, at least: a shorter one has too many neighbours", "bench_labels.py")
    around: int = measured(3, "words", "of its line beside it, at least, all of one language: one such word a line, no more")
    beside: int = measured(
        2, "words", "of its line beside two that were read as one, at least, all of one language", "bench_packs.py --seed 4"
    )
    piece: int = measured(4, "letters", "of one of the two, at least, and of both but where one joins others", "bench_packs.py --seed 4")
    joined: int = measured(8, "letters", "of a word that a network read with a blank within, at least", "bench_labels.py")


FIGURES, BRANDS = Figures(), Brands()
SAYINGS, MISREAD = Sayings(), Misread()
