#!/usr/bin/env python3
"""What OCR takes for what: renders lines of names as small, soft, grey print, reads them, and counts the glyphs that come out wrong.

    measure_confusables.py [--sample PAGES] [--seed N] [--engines rapidocr,paddle-tiny,tesseract] [--write] [--show N] [--alone]

Each page holds lines of INCI names (frequent ones of lexicon/inci.csv, as many rare ones, retinoids and anaesthetics) in the faces of
scripts/labels, in capitals, small letters or as the inventory writes them, at sizes and blurs at which the engines begin to err.
Every engine reads every page; each of its lines goes to the printed line at its height, and the two are aligned as keys (text.key: what
the matcher compares). Counted are runs of wrong glyphs between right ones: one for one, two for one, one for two. A line of which more
than a third is wrong says nothing of glyphs and is left out.

`measured` is how often a pair was seen, both ways and over all engines. The cost of a pair is the logarithm of its rate, put on a scale
between two points that are measured too: 1 is a plain error (any letter for any other that is no confusion), LEAST the most frequent
confusion of all. With r = the pair's count / the geometric mean of how often either side was printed (a figure is rare beside a letter, and
what is read as one was hardly printed as one), and p the same for a plain error,

    cost = 1 - (1 - LEAST) * ln(r / p) / ln(r_max / p), kept within LEAST and 1.

Every engine counts alike, whatever its number of errors. Pairs seen fewer than FEWEST times, or hardly oftener than a plain error
(cost above MOST), are left out.
"""

from __future__ import annotations

import argparse
import csv
import math
import random
import re
import sys
import time
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import Path
from string import ascii_lowercase
from typing import TYPE_CHECKING

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(Path(__file__).resolve().parent))

import numpy as np  # noqa: E402
from labels.fonts import FACES, font  # noqa: E402
from PIL import Image, ImageDraw, ImageFilter  # noqa: E402
from rapidfuzz.distance import Levenshtein  # noqa: E402

from glidecheck import lexicon, ocr  # noqa: E402
from glidecheck.text import key  # noqa: E402

if TYPE_CHECKING:
    from glidecheck.model import Page, Pixels

OUT = ROOT / "lexicon" / "confusables.csv"
LINES, WIDTH, MARGIN = 22, 560, 12
LEAST, MOST, FEWEST = 0.1, 0.75, 8
COMMON = 60
"""Pairs of letters, of all 325, that are no plain error."""
WRONG = 1 / 3
"""Share of a line's glyphs above which it is no evidence of single glyphs."""


@dataclass(slots=True)
class Seen:
    """One engine's counts: `printed` glyphs and runs of two, `pairs` of (printed run, read run), and what it read in all."""

    printed: Counter[str] = field(default_factory=Counter)
    pairs: Counter[tuple[str, str]] = field(default_factory=Counter)
    lines: int = 0
    left_out: int = 0

    @property
    def glyphs(self) -> int:
        return sum(n for run, n in self.printed.items() if len(run) == 1)


# ------------------------------------------------------------------ print


def names(known: lexicon.Lexicon) -> tuple[list[str], list[str], list[str]]:
    """Names that may be printed: frequent ones, rare ones, retinoids and anaesthetics. ASCII alone: the engines' dictionaries differ in
    the rest."""
    every = [s for s in known.substances() if s.name.isascii() and 4 <= len(s.name) <= 44]
    frequent = [s.name for s in every if known.prior(s.id) >= 5]
    rare = [s.name for s in every if known.prior(s.id) < 5]
    critical = [s.name for cls in ("retinoid", "anaesthetic") for s in known.of_class(cls) if s.name.isascii()]
    return frequent, rare, critical


def page(kinds: tuple[list[str], list[str], list[str]], rng: random.Random) -> tuple[Pixels, list[tuple[float, str]]]:
    """A page, and of each line the height of its middle and its text. One face, size, blur and contrast a page."""
    em = rng.randint(8, 14)
    face = font(rng.choice(sorted(FACES)), em)
    case = rng.choice((str.upper, str.lower, str.title, str.title))
    ascent, descent = face.getmetrics()
    step = round((ascent + descent) * 1.35)
    paper, ink = rng.randint(185, 250), rng.randint(20, 95)
    if rng.random() < 0.2:
        paper, ink = ink, paper
    picture = Image.new("L", (WIDTH, LINES * step + 2 * MARGIN), paper)
    draw = ImageDraw.Draw(picture)
    said = []
    for n in range(LINES):
        text = ""
        while True:
            name = case(rng.choice(rng.choice(kinds)))
            longer = f"{text}, {name}" if text else name
            if draw.textlength(longer, face) > WIDTH - 2 * MARGIN:
                break
            text = longer
        if text:
            draw.text((MARGIN + rng.random(), MARGIN + n * step + rng.random()), text, ink, face)
            said.append((MARGIN + n * step + (ascent + descent) / 2, text))
    picture = picture.filter(ImageFilter.GaussianBlur(em * rng.uniform(0.05, 0.11)))
    pixels = np.asarray(picture, dtype=np.float32)
    noise = np.random.default_rng(rng.getrandbits(32)).normal(0.0, rng.uniform(1, 7), pixels.shape)
    grey = Image.fromarray(np.clip(pixels + noise, 0, 255).astype(np.uint8))
    # As a scan does with small print, it is enlarged before it is read: what is lost is lost.
    grown = grey.resize((2 * grey.width, 2 * grey.height), Image.Resampling.BICUBIC)
    return np.asarray(grown.convert("RGB")), [(2 * y, text) for y, text in said]


# ------------------------------------------------------------------ reading


def read(found: Page, said: list[tuple[float, str]]) -> list[str]:
    """What was read of each line, its pieces from left to right."""
    pieces: list[list[tuple[float, str]]] = [[] for _ in said]
    for line in found.lines:
        if line.box is not None:
            _, y = line.box.centre
            nearest = min(range(len(said)), key=lambda n: abs(said[n][0] - y))
            pieces[nearest].append((line.box.left, line.text))
    return ["".join(text for _, text in sorted(p)) for p in pieces]


def count(printed: str, got: str, seen: Seen) -> None:
    """Adds the wrong glyphs of one line."""
    a, b = key(printed), key(got)
    seen.lines += 1
    if Levenshtein.distance(a, b) > WRONG * len(a):
        seen.left_out += 1
        return
    seen.printed.update(a)
    seen.printed.update(a[n : n + 2] for n in range(len(a) - 1))
    block: tuple[int, int, int, int] | None = None
    for op in [*Levenshtein.opcodes(a, b), None]:
        if op is not None and op.tag != "equal":
            block = (block[0] if block else op.src_start, op.src_end, block[2] if block else op.dest_start, op.dest_end)
            continue
        if block is not None:
            x, y = a[block[0] : block[1]], b[block[2] : block[3]]
            if len(x) == len(y) <= 2:
                seen.pairs.update(zip(x, y, strict=True))
            elif {len(x), len(y)} == {1, 2}:
                seen.pairs[x, y] += 1
            block = None


# ------------------------------------------------------------------ costs


def costs(engines: list[Seen]) -> list[tuple[str, str, float, int]]:
    """(a, b, cost, count) of every pair worth naming, the cheapest first. See the module's docstring."""
    counted: Counter[tuple[str, str]] = Counter()
    rates: defaultdict[tuple[str, str], float] = defaultdict(float)
    plain = 0.0
    for seen in engines:
        both: Counter[tuple[str, str]] = Counter()
        for (x, y), n in seen.pairs.items():
            if x.isascii() and y.isascii() and x.isalnum() and y.isalnum():
                both[min(x, y, key=lambda s: (-len(s), s)), max(x, y, key=lambda s: (-len(s), s))] += n
        counted.update(both)
        for (x, y), n in both.items():
            rates[x, y] += n / usual(seen, x, y) / len(engines)
        # A plain error: what is left of the wrong letters when the commonest pairs are set aside, spread over all other pairs.
        letters = {(x, y): both[x, y] for x, y in combinations(ascii_lowercase, 2)}
        rare = sorted(letters, key=lambda pair: (letters[pair], pair))[:-COMMON]
        plain += max(1, sum(letters[pair] for pair in rare)) / sum(usual(seen, *pair) for pair in rare) / len(engines)
    most = max(rates.values())
    out = []
    for (x, y), n in counted.items():
        cost = 1 - (1 - LEAST) * math.log(rates[x, y] / plain) / math.log(most / plain)
        cost = round(min(1.0, max(LEAST, cost)), 2)
        if n >= FEWEST and cost <= MOST:
            out.append((x, y, cost, n))
    return sorted(out, key=lambda row: (row[2], -row[3], row[0], row[1]))


def usual(seen: Seen, x: str, y: str) -> float:
    """How often the two sides of a pair were printed, as a geometric mean; a run that no line held counts as one."""
    return math.sqrt(max(1, seen.printed[x]) * max(1, seen.printed[y]))


def alone(readers: dict[str, ocr.Engine], pages: int, rng: random.Random) -> None:
    """What becomes of a letter that is a word of its own, in "Vitamin A ...": it is misread far more seldom than a letter within a word."""
    printed = [f"Vitamin A {form}" for form in ("Palmitate", "Acetate", "Linoleate", "Ester", "Propionate")]
    found: Counter[str] = Counter()
    glyphs = wrong = letters = 0
    for _ in range(pages):
        pixels, said = page((printed, printed, printed), rng)
        for reader in readers.values():
            for (_, text), got in zip(said, read(reader.read(pixels), said), strict=True):
                a, b = key(text), key(got)
                if Levenshtein.distance(a, b) > WRONG * len(a):
                    continue
                ops = [op for op in Levenshtein.editops(a, b) if op.tag != "insert"]
                became = {op.src_pos: b[op.dest_pos] if op.tag == "replace" else "" for op in ops}
                places = [m.end() for m in re.finditer("vitamin", a)]
                found.update(became[at] for at in places if at in became)
                glyphs, wrong, letters = glyphs + len(a), wrong + len(ops), letters + len(places)
    print(f"{letters} letters alone, {found.total()} misread: {dict(found.most_common())}; of all {glyphs} glyphs {wrong / glyphs:.4f}")


def main() -> int:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--sample", type=int, default=100, help="pages that are rendered and read")
    ap.add_argument("--seed", type=int, default=1)
    ap.add_argument("--engines", default="rapidocr,paddle-tiny,tesseract")
    ap.add_argument("--write", action="store_true", help="write lexicon/confusables.csv")
    ap.add_argument("--show", type=int, default=40, help="pairs that are printed")
    ap.add_argument("--alone", action="store_true", help="measure a letter that is a word of its own instead")
    a = ap.parse_args()
    rng = random.Random(a.seed)
    if a.alone:
        alone({name: ocr.engine(name) for name in a.engines.split(",")}, a.sample, rng)
        return 0
    kinds = names(lexicon.load())
    readers = {name: (ocr.engine(name), Seen()) for name in a.engines.split(",")}
    took: defaultdict[str, float] = defaultdict(float)
    for _ in range(a.sample):
        pixels, said = page(kinds, rng)
        for name, (reader, seen) in readers.items():
            began = time.perf_counter()
            for (_, printed), got in zip(said, read(reader.read(pixels), said), strict=True):
                count(printed, got, seen)
            took[name] += time.perf_counter() - began
    for name, (_, seen) in readers.items():
        wrong = sum(seen.pairs.values())
        print(
            f"{name}: {seen.lines} lines ({seen.left_out} left out), {seen.glyphs} glyphs, {wrong} wrong runs"
            f" ({100 * wrong / max(1, seen.glyphs):.2f} %), {took[name]:.0f} s"
        )
    rows = costs([seen for _, seen in readers.values()])
    for x, y, cost, n in rows[: a.show]:
        each = ", ".join(f"{seen.pairs[x, y]}/{seen.pairs[y, x]}" for _, seen in readers.values())
        print(f"  {x:>2} {y:<2} {cost:.2f}  {n:5}  ({each})")
    if a.write:
        with OUT.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(("a", "b", "cost", "measured"))
            writer.writerows((x, y, f"{cost:g}", n) for x, y, cost, n in rows)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
