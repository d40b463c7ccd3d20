"""The numbers of this stage, each with its unit, and where it comes from."""

from __future__ import annotations

from dataclasses import dataclass

from glidecheck.model.limits import measured


@dataclass(frozen=True, slots=True)
class Legible:
    """Of a photo that can be read (reading.py, __init__.py)."""

    sure: float = measured(0.8, "confidence", "of a line that shows a photo to be readable", "bench_scan.py")
    word: int = measured(3, "letters", "of that line", "bench_scan.py")
    max_text: int = measured(20_000, "characters", "of pasted text; the longest real label has some thousands", "bench_hostile.py")


@dataclass(frozen=True, slots=True)
class Retakes:
    """Of the advice for a better photo (judging.py)."""

    small_text: float = measured(12.0, "pixels", "of line height under which a closer photo is asked for", "bench_scan.py")
    blurred: float = measured(60.0, "variance", "of the Laplacian at one megapixel under which a photo is called blurred", "bench_scan.py")
    glare: float = measured(0.15, "of the pixels", "burnt out, from which glare is named", "bench_scan.py")
    shown: int = measured(3, "names", "that are told")


@dataclass(frozen=True, slots=True)
class Product:
    """Of photos that show one product or several (doubts.py)."""

    overlap: int = measured(3, "names", "that two photos' lists must share to be taken for one list", "judge_kept.py")
    marks: int = measured(2, "phrases", "of a kind that must stand on a label", "fuzz_glides.py")
    foods: int = measured(3, "names", "that nobody knows and that are of what is eaten, at least, to make a list a food's", "judge_kept.py")
    foods_share: float = measured(0.5, "of the names that nobody knows", "that are such, at least", "judge_kept.py")
    large: float = measured(1.5, "times", "as high as its photo's list that a brand is printed", "bench_labels.py")
    sure: float = measured(0.9, "confidence", "of a brand's line", "bench_labels.py")
    alike: float = measured(
        80.0, "percent", "of likeness, of the shorter to a part of the longer, from which two brands are one", "bench_labels.py"
    )
    letters: int = measured(4, "letters", "of a brand", "bench_labels.py")
    whole_least: float = measured(95.0, "percent", "that the shares of a list which gives them all add up to, at least: prints round")
    whole_most: float = measured(105.0, "percent", "of the same, at most")


@dataclass(frozen=True, slots=True)
class Languages:
    """Of the lists of one label in several languages (versions.py)."""

    shared: int = measured(
        3, "names", "that a list shares with another to be the same in another language, or all it holds", "judge_kept.py"
    )
    alike: float = measured(0.5, "of the longer list's names", "that two share to be one list that differs", "judge_kept.py")
    told: int = measured(3, "names", "that are told")
