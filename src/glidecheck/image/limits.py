"""The numbers of this stage, each with its unit, and where it comes from."""

from __future__ import annotations

from dataclasses import dataclass

from glidecheck.model.limits import measured

_UPLOADS = "fuzz_uploads.py"


@dataclass(frozen=True, slots=True)
class Files:
    """Of files that are opened (photo.py)."""

    max_bytes: int = measured(50_000_000, "bytes", "of one file: a photo of 60 megapixels as PNG has less", _UPLOADS)
    max_pixels: int = measured(60_000_000, "pixels", "of one picture; decoded they take three bytes each", _UPLOADS)
    most_pixels: int = measured(240_000_000, "pixels", "of all pictures of one product together, held at once", _UPLOADS)
    max_pages: int = measured(6, "pictures", "of one file that are opened: as many as a product may have photos", _UPLOADS)
    strip: int = measured(256, "lines", "of a picture that are copied at once, so that no second whole copy is held")
    min_side: int = measured(16, "pixels", "of a side: below, not one letter fits")


@dataclass(frozen=True, slots=True)
class Pages:
    """Of the several pictures of one file (pages.py)."""

    alike: float = measured(0.97, "correlation", "from which one is a copy of another: scaling leaves .99, another label less")
    small: int = measured(48, "pixels", "a side, at which they are compared")


@dataclass(frozen=True, slots=True)
class Contrast:
    """Of print and paper (quality.py)."""

    burnt: int = measured(253, "grey level", "of 255, from which a pixel is white", "bench_scan.py")
    patch: float = measured(
        0.02, "of the shorter side", "of a patch that is burnt out where it is white throughout: print breaks the white of paper"
    )
    flat: int = measured(3, "grey levels", "that print must be off its paper to be read by anybody")


@dataclass(frozen=True, slots=True)
class Barcodes:
    """Of barcodes (barcode.py)."""

    largest: int = measured(2000, "pixels", "of the longer side searched: what is legible at all is legible there", "bench_scan.py")


@dataclass(frozen=True, slots=True)
class Paper:
    """Of the shape of the paper (dewarp.py)."""

    least_words: int = measured(8, "words", "from which the shape of the lines says something of the paper", "ablation.py rendered")
    ridge: float = measured(0.05, "of the paper's size squared", "of penalty, so that few words bend nothing", "ablation.py rendered")
    off: float = measured(3.0, "medians", "off the fit from which a word is left out of it", "ablation.py rendered")
    off_px: float = measured(2.0, "pixels", "off the fit that any word may be")
    band: int = measured(64, "lines", "of a level picture that are laid at once, so that the bend of every pixel is not held")
    robust: int = measured(3, "passes", "of the fit, each without the words that lie furthest off", "ablation.py rendered")


@dataclass(frozen=True, slots=True)
class Strips:
    """Of the strip that is cut out for a line (strip.py)."""

    bend: float = measured(0.06, "line heights", "that a line's centre leaves its chord to count as bent", "bench_scan.py")
    core: float = measured(2.6, "detected heights", "of a line to that of its core, which the detector learnt shrunk")
    square: float = measured(
        1.5, "times", "as long as high, below which a place that stands upright is a short word across", "bench_turns.py"
    )
    long: float = measured(5.0, "heights", "of length from which a line's bend can be told", "bench_scan.py")
    longer: float = measured(60.0, "pixels", "of length from which it can in any case", "bench_scan.py")
    least_bins: int = measured(8, "slots", "along a line at least in which its middle is measured, one in four pixels")
    most_bins: int = measured(64, "slots", "at most")
    fitted: int = measured(6, "slots", "between the rounded ends, from which a cubic is fitted")
    blot: float = measured(
        0.6, "core heights", "off its cubic from which this is no line but a blot, or two grown together", "bench_scan.py"
    )
    widest: int = measured(32_000, "pixels", "of a strip: OpenCV's remap stops at 32,767")
    tight: float = measured(0.85, "detected heights", "that a strip is high: names found on real photos .75 -> .78", "bench_scan.py")
