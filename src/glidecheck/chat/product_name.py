"""What a label calls its product, and the words by which its photos are known to show one product."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from glidecheck.chat.heard import flat
from glidecheck.chat.wordlists import words_of
from glidecheck.model import Line, Match, Page, Report

TALL = 0.75  # of the tallest line's height: lines at least this tall are what a front is named by
SENTENCE = 7  # words from which a line is directions, not a name
WORD = 4  # letters of a word that may tell a product
MOST_NAME = 48  # characters of a product's name
_LETTERS = re.compile(r"[^\W\d_]+")


@cache
def _common() -> frozenset[str]:
    """The flat words that stand on any front."""
    return frozenset(map(flat, words_of("label")["front"]))


def name_of(report: Report) -> str | None:
    """What the label calls the product: the tallest lines beside the list, as they stand; None where no front was photographed."""
    lines = _tall(report)
    name = " ".join(" ".join(line.text.split()) for line in lines).strip(" .,:;-–|")
    if len(name) < 3 or "?" in name or not any(w not in _common() and len(w) >= WORD for w in _LETTERS.findall(flat(name))):
        return None
    return name if len(name) <= MOST_NAME else name[: MOST_NAME - 1].rstrip() + "…"


def _tall(report: Report) -> list[Line]:
    """The tallest lines that are neither list nor sentence, at most two, top down; those of the photo where they are tallest against its
    size."""
    best: tuple[float, list[Line]] = (0.0, [])
    for page in _pages(report):
        lines = [line for line in _outside(report, page) if line.box is not None and line.confidence > 0.6 and _may_be_name(line.text)]
        if not lines:
            continue
        top = max(line.box.height for line in lines if line.box)
        tall = [line for line in lines if line.box and line.box.height >= TALL * top][:2]
        usual = sorted(line.box.height for line in page.lines if line.box)
        # Where all print is of one height, nothing of it is a name.
        stands_out = top > 1.25 * usual[len(usual) // 2] or len(page.lines) <= 8
        if stands_out and top / max(page.height, 1) > best[0]:
            best = (top / max(page.height, 1), tall)
    return best[1]


def _may_be_name(text: str) -> bool:
    """Whether a line can be part of a product's name: some words, too few for directions, no end of a sentence within."""
    return 0 < len(_LETTERS.findall(text)) < SENTENCE and not re.search(r"[a-z][.!:] ?[A-Za-z]", text)


def _pages(report: Report) -> tuple[Page, ...]:
    return tuple({page.photo: page for page in reversed(report.pages)}.values())


def _outside(report: Report, page: Page) -> Iterator[Line]:
    """The lines of a page in which no listed name stands."""
    boxes = [m.mention.box for m in list_of(report) if m.mention.photo == page.photo and m.mention.box is not None]
    for line in page.lines:
        if line.box is None:
            continue
        around = line.box
        if not any(
            b.centre[0] > around.left and b.centre[0] < around.right and b.centre[1] > around.top and b.centre[1] < around.bottom
            for b in boxes
        ):
            yield line


def front_words(report: Report) -> set[str]:
    """The words that a product's front is known by."""
    return {w for line in _tall(report) for w in _LETTERS.findall(flat(line.text)) if len(w) >= WORD and w not in _common()}


def all_words(report: Report) -> set[str]:
    return {
        w
        for page in _pages(report)
        for line in _outside(report, page)
        for w in _LETTERS.findall(flat(line.text))
        if len(w) >= WORD and w not in _common()
    }


def list_of(report: Report) -> tuple[Match, ...]:
    """The names of the list, without those that only the label's text claims."""
    return tuple(m for m in report.ingredients if m.listed)
