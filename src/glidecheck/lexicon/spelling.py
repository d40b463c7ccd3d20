"""How far two spellings are apart, as OCR errors go, and what may never differ between them.

The distance is a sum of three edit distances, over the keys, over their skeletons and over a coarser folding, so that a look-alike glyph
(0 for o) costs 0.2, a glyph of the same build (e for c, n for h) 0.6 and any other letter 1. Figures and the letter of a vitamin tell names
apart: they are compared for themselves.
"""

from __future__ import annotations

import re

from rapidfuzz.distance import Levenshtein

from glidecheck.text import skeleton

LOOK, _BUILD, _OTHER = 0.2, 0.6, 1.0
_COARSE = str.maketrans({c: group[0] for group in ("oecad4", "ltfr7", "nhuvmy", "bkp6", "s3") for c in group})
# Letters that OCR takes for figures, beyond those of one skeleton.
_READ_AS = {"0": "odquc", "1": "litjr", "2": "z", "3": "eb", "4": "ah", "5": "s", "6": "bgo", "7": "tlfy", "8": "bsa", "9": "gqp"}
_VITAMIN = re.compile(r"[vw]itami(?P<n>n)(?:um|[ae](?=[a-k]))?")
_LETTERS = {"4": "a", "8": "b", "6": "b"}


def coarse(skeleton_: str) -> str:
    """A skeleton with glyphs of the same build folded too."""
    return skeleton_.translate(_COARSE)


def distance(a: str, b: str) -> float:
    """The weighted edit distance of two keys.

    >>> distance("ret1nol", "retinol"), distance("retinal", "retinol") < distance("retinxl", "retinol")
    (0.2, True)
    """
    sa, sb = skeleton(a), skeleton(b)
    return weigh(Levenshtein.distance(a, b), Levenshtein.distance(sa, sb), Levenshtein.distance(coarse(sa), coarse(sb)))


def mended(a: str, b: str) -> float:
    """The same, where "ri" in `a` may be a broken n ("CAIRIE" for "CAINE")."""
    d = distance(a, b)
    return min(d, distance(a.replace("ri", "n"), b) + 2 * LOOK * a.count("ri")) if "ri" in a else d


def weigh(letters: int, bones: int, coarse_: int) -> float:
    """The distance, from the edit distances of the keys, the skeletons and the coarse foldings."""
    bones = min(bones, letters)
    coarse_ = min(coarse_, bones)
    return round(_OTHER * coarse_ + _BUILD * (bones - coarse_) + LOOK * (letters - bones), 3)


def agree(printed: str, name: str) -> bool:
    """Whether the figures of two keys agree, look-alike letters read as figures: LAURETH-12 is not LAURETH-9, POLYSORBATE 2O may be 20.

    A single figure within a word of the print is an OCR error like any other (PANTHEN0L).
    """
    if not any(c.isdigit() for c in name) and not any(c.isdigit() for c in printed):
        return True
    for op in Levenshtein.editops(printed, name):
        a = printed[op.src_pos] if op.tag != "insert" else ""
        b = name[op.dest_pos] if op.tag != "delete" else ""
        if a and b and (skeleton(a) == skeleton(b) or b in _READ_AS.get(a, "") or a in _READ_AS.get(b, "")):
            continue
        if b.isdigit() or (a.isdigit() and _figure(printed, op.src_pos)):
            return False
        # A letter put in or lost beside a figure may hide one: PEG-8 and PEG-8O.
        if not a and not b.isalpha():
            return False
    return True


def _figure(text: str, at: int) -> bool:
    """Whether the digit at `at` belongs to a number rather than standing alone within a word."""
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    return before.isdigit() or after.isdigit() or not before or not after


def vitamin(words: tuple[str, ...], name: str) -> bool | None:
    """Whether the letter of a vitamin agrees between printed words and a known name (a key); None where the print does not show it.

    A letter printed as a word of its own behind something like "vitamin" decides alone; else nothing at the letter's place may differ.

    >>> vitamin(("vitamim", "a"), "vitamina"), vitamin(("vitamin", "acetate"), "vitaminaacetate"), vitamin(("vitamin", "e"), "vitamina")
    (True, None, False)
    """
    m = _VITAMIN.match(name)
    at = next((n for n, w in enumerate(words) if 6 <= len(w) <= 11 and Levenshtein.distance(skeleton(w)[:7], "vltamln") <= 2), None)
    if m is None:
        # "viaminati" is nearer to viaminate than to any vitamin.
        bones = skeleton(words[at]) if at is not None else ""
        return at is None or Levenshtein.distance(bones, skeleton(name)[: len(bones)]) < Levenshtein.distance(bones[:7], "vltamln")
    if at is not None and at + 1 < len(words):
        letter = _LETTERS.get(words[at + 1][:1], words[at + 1][:1])
        if len(words[at + 1]) <= 2 and letter in "abcdefhkp":
            return name[m.end() : m.end() + 1] == letter or (m.group()[-1] in "ae" and name[m.end() :].startswith(letter))
    printed = "".join(words)
    if all(op.dest_pos < m.start("n") or op.dest_pos > m.start("n") + 2 for op in Levenshtein.editops(printed, name)):
        return True
    return None
