"""What a photo's file name says: which product it shows and which side of it, or nothing, where a camera gave the name.

Two photos joined in error are worse than two left apart: a product judged by another's list. So a suffix counts only behind a separator,
a digit only where the digits count up, and a name that any camera, scanner, messenger or browser gives joins nothing.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

from glidecheck.lexicon import load
from glidecheck.lexicon.terms import either
from glidecheck.text import fold

FRONT, PLAIN, BACK, INGREDIENTS, SIDE, BOX = range(6)
"""The order of a product's photos: what names it first, what lists it after."""

_SIDES = {"front": FRONT, "back": BACK, "ingredients": INGREDIENTS, "side": SIDE, "box": BOX}
_LAST = re.compile(r"^(?P<stem>.*?)(?P<gap>[\s_\-.(\[]+)(?P<piece>[^\s_\-.()\[\]]+)[)\]\s]*$", re.DOTALL)
_GLUED = re.compile(r"^(?P<word>\D+)(?P<digit>[1-9])$")
_SEPARATORS = re.compile(r"[\s_\-]+")
_MOST_SUFFIXES = 4  # endings of a file's name that may tell its photos apart


@cache
def _suffixes() -> dict[str, int]:
    """Word (as `text.fold` makes it) -> its place in a product's photos (lexicon/file_words.yaml)."""
    told = load().file_words
    return {word: rank for group, rank in _SIDES.items() for word in told[group]}


@cache
def _given() -> re.Pattern[str]:
    """What cameras, phones, scanners, messengers and browsers call a picture, folded, with every run of separators as one space."""
    told = load().file_words
    camera, behind, screen = either(told["camera"]), either(told["behind"]), either(told["screen"])
    return re.compile(
        rf"""(?:
      (?: {camera} )? (?: \ ?e?\d+ (?: \ e?\d+ )* )? (?: \ ? (?: {behind} | burst\d* | wa\d+ ) )*
    | (?: _?dsc[nf]? | _?mg | fb\ img | dcim | cimg | sam | kimg | imag | wp | pict | hpim | gopr | gp | dji | mvi | mov | vid | mvimg | pxl
        | c360 | inshot | vsco | lmc | mtxx | pano | rimg | sany | sdc | stil | imgp | snap | adobe\ scan | camscanner | scannable
        | genius\ scan | mmexport | wx\ camera | mms | rpreplay | beauty | b612 | lrm | picsart | collage | photogrid | screenrecording )
        \ ?\d{{4,}} (?: \ [a-z\d]+ ){{0,5}}
    | p[\da-c]\d{{6}}
    | .*\bwhats\ ?app\b.*
    | {screen} \b .* \d .*
    | \d[\d\ ]* (?: \ ? (?: [ap]m | [ap]\ m | um | at | h | t | z | utc ) [\d\ ]* )*
    | [0-9a-f]{{8}}\ ?[0-9a-f]{{4}}\ ?[0-9a-f]{{4}}\ ?[0-9a-f]{{4}}\ ?[0-9a-f]{{12}} .*
    | (?= [a-z]* \d ) [0-9a-f]{{16,}}
    )""",
        re.VERBOSE,
    )


@dataclass(frozen=True, slots=True)
class Name:
    """A file name taken apart. `stem` is what its product's photos share, for comparison; `title` the same as a person wrote it; `rank`
    the side that is shown (FRONT to BOX); `number` a counting suffix, 0 without one; `camera` names join nothing."""

    stem: str
    title: str
    rank: int
    number: int
    camera: bool

    @property
    def order(self) -> tuple[int, int]:
        """Where the photo stands among its product's."""
        return self.rank, self.number


def parse(file: str) -> Name:
    """The name of a photo, without folders; an ending behind its last dot is not part of it."""
    text = unicodedata.normalize("NFC", file)
    whole = text.rsplit(".", 1)[0] if "." in text[1:] else text
    rest, rank, number = whole.strip(), PLAIN, 0
    for _ in range(_MOST_SUFFIXES):
        cut = _LAST.match(f" {rest}")  # back.jpg, in a folder of its product, is nothing but a suffix
        found = _suffix(cut) if cut else None
        if cut is None or found is None or (found[0] is None and number):
            break
        if found[0] is not None:
            rank = found[0]
        number = number or found[1]
        rest = cut["stem"].strip()
    bare = not rest.strip(" _-.")
    camera = bare or _camera(whole) or _camera(rest)
    kept = whole if camera else rest
    return Name(_stem(kept), _title(kept), rank, 0 if camera else number, camera)


def _suffix(cut: re.Match[str]) -> tuple[int | None, int] | None:
    """Rank (None for a digit alone) and number of the last piece of a name; None where it is no suffix."""
    piece = fold(cut["piece"])
    if piece in _suffixes():
        return _suffixes()[piece], 0
    if len(piece) == 1 and piece in "123456789" and not cut["gap"].endswith("."):  # 0.5 is a strength
        return None, int(piece)
    glued = _GLUED.match(piece)
    if glued and glued["word"] in _suffixes():  # elta-back2
        return _suffixes()[glued["word"]], int(glued["digit"])
    return None


def _stem(text: str) -> str:
    return _SEPARATORS.sub(" ", fold(text)).strip()


def _title(text: str) -> str:
    return re.sub(r"[\s_]+", " ", text).strip(" -_.") or text


def _camera(text: str) -> bool:
    flat = re.sub(r"[\s_\-.()\[\],:;+#]+", " ", fold(text)).strip()
    return _given().fullmatch(flat) is not None


def natural(text: str) -> tuple[tuple[int, int, str], ...]:
    """A sort key by which photo 2 stands before photo 10, whatever the case."""
    parts = re.split(r"(\d+)", unicodedata.normalize("NFC", text).casefold())
    return tuple((1, int(p), "") if p.isdecimal() and p.isascii() else (0, 0, p) for p in parts if p)
