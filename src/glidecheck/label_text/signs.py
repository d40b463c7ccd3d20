"""The signs of medical devices and cosmetics, as OCR leaves them: a frame with LOT or REF and its number, STERILE with a letter, CE with
four digits, the 2 of "do not use again", an hourglass that is read as an X.

They stand alone on their lines. A number is one of them only beside a sign that says so, a single glyph only on a photo or on a label that
carries such signs, and never a letter that names a vitamin.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from glidecheck.lexicon import Lexicon
from glidecheck.model import Line
from glidecheck.text import fold

LEVEL = 0.4
"""Of the lower height, that a sign and its number share on one row of a photo."""
NEAR = 2.0
"""Heights of a sign within which its number begins behind it, where other lines were read between the two."""
_VITAMINS = frozenset("abcdefhkp")
_CONFORMITY = re.compile(r"[a-z]{0,2}\s?ce\s?\d{4}")
_ROW = re.compile(
    r"(?:(?P<how>sterile(?:r|a|eo)?|[ra]|eo)(?=ce\d))?(?:[+-]?\d{1,2}°c|\d{1,2}m)*ce(?:\d{4})?(?:2(?!\d)|2?[+-]?\d{1,2}°c|\d{1,2}m)*(?P<last>\w?)"
)
"""Signs that were read as one line, blanks taken out: "C∈ 0373 2℃ 25℃"; behind them one glyph that a further sign looked like."""
_HEAT = re.compile(r"\d{1,2}°c(?:\d{1,2}(?:°c?)?)?")
"""A thermometer's two temperatures, of which the second lost its unit: "2℃8"; frost has a sign before it."""
_MARK = frozenset(("ce", "cf"))
"""The mark of conformity alone, as it is read in its round letters."""
_EURO = str.maketrans("∈€", "ee")  # the round E of the mark of conformity, as it is misread
_STERILISED = re.compile(r"(?:sterile\s?[|/\[\]]?\s?)?(?:a|r|eo|vh2o2)")
_JAR = re.compile(r"\d{1,2}m?")  # months that a pack keeps once opened, in the picture of a jar
_CODE = re.compile(r"(?=(?:.*\d){2})[a-z0-9][a-z0-9/.-]{2,19}")


def find(lines: Sequence[Line], lexicon: Lexicon) -> frozenset[int]:
    """Which of these lines, which are no list, are nothing but a sign or the number beside one."""
    said = [fold(line.text).translate(_EURO).strip(" .|[]()") for line in lines]
    words = lexicon.words("signs")
    named = {n for n, text in enumerate(said) if text in words or _CONFORMITY.fullmatch(text) or _row(text, lines[n])}
    sterile = any(text.startswith("sterile") and line.text.isupper() for text, line in zip(said, lines, strict=True))
    out = set(named)
    for n, text in enumerate(said):
        single = (len(text) == 1 and text.isalnum() and text not in _VITAMINS) or (lines[n].box is not None and bool(_JAR.fullmatch(text)))
        numbered = _CODE.fullmatch(text) and any(_numbers(said[k], lexicon) and _beside(lines, k, n) for k in named)
        if numbered or (single and (named or lines[n].box is not None)) or (sterile and _STERILISED.fullmatch(text)):
            out.add(n)
    return frozenset(out)


def _row(text: str, line: Line) -> bool:
    """Whether a line is a row of signs, the mark of conformity or a thermometer among them. Nothing may hide in one that was typed."""
    shown = "".join(text.split())
    m = _ROW.fullmatch(shown)
    row = (m is not None and m["last"] not in _VITAMINS) or shown in _MARK or _HEAT.fullmatch(shown) is not None
    return row and line.box is not None


def _numbers(sign: str, lexicon: Lexicon) -> bool:
    """Whether a number stands beside this sign: LOT, REF, SN; not beside STERILE."""
    return sign in lexicon.words("numbered")


def _beside(lines: Sequence[Line], sign: int, number: int) -> bool:
    """Whether the two stand beside one another on one row; of pasted text, one behind the other."""
    a, b = lines[sign].box, lines[number].box
    if a is None or b is None:
        return sign == number - 1
    shared = min(a.bottom, b.bottom) - max(a.top, b.top)
    near = sign == number - 1 or b.left - a.right < NEAR * a.height
    return lines[sign].photo == lines[number].photo and shared > LEVEL * min(a.height, b.height) and b.left > a.left and near
