"""The one normal form, the same for lexicon and label, and what glyphs look alike.

`key` is what names are looked up by: without case, accents, spaces and signs, so that "Sodium  Hyaluronate", "SODIUMHYALURONATE" and
"sodium-hyaluronate" are one. Letters and digits of every script stay; so do the vowel signs of scripts that need them.
`skeleton` goes further and folds glyphs that OCR takes for one another: it is never a proof of identity by itself.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from functools import lru_cache

# Letters of other scripts that print the same as a Latin letter. Applied only inside words that also hold a Latin letter or consist of
# nothing but such look-alikes next to Latin words: a Russian word stays Russian.
HOMOGLYPHS = str.maketrans(
    "АВЕЅІЈКМНОРСТХУаеѕіјкмнорстхуϲΑΒΕΖΗΙΚΜΝΟΡΤΥΧοανιρυκτ",
    "ABESIJKMHOPCTXYaesijkmhopctxycABEZHIKMNOPTYXoavipukt",
)
_LATIN = re.compile(r"[A-Za-zÀ-ɏ]")
_WORD = re.compile(r"\w+")
_CYRILLIC_GREEK = re.compile(r"[Ͱ-ϿЀ-ӿ]")

# What OCR takes for one another, as classes: each glyph is folded to the first of its class. Multi-letter look-alikes come first.
_PAIRS = (("rn", "m"), ("vv", "w"), ("cl", "d"))
_CLASSES = ("o0q", "li1j", "s5", "b8", "z2", "g9")
_FOLD = {ord(g): c[0] for c in _CLASSES for g in c}
_SMALL_CAPITALS = dict(zip(map(ord, "ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢ"), "abcdefghijklmnoprstuvwyz", strict=True))
STROKES = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe"})
"""Letters that are none with a mark, and that print without the stroke, or as two, beside those that are."""
SMALL, SMALL_LATIN = "a-zà-ÿа-я", "a-zà-ÿ"
"""Small letters of Latin and Cyrillic print, and of Latin alone, for a class of a regular expression."""
_BAR = re.compile(r"(?<=\s)[Il1!](?=\s)")
_BARS = 2
"""Bars in a list, and more of them than commas, from which they are what parts its names."""


def _homoglyphs(word: re.Match[str]) -> str:
    w = word.group()
    if not _CYRILLIC_GREEK.search(w):
        return w
    latin = w.translate(HOMOGLYPHS)
    return latin if _LATIN.search(w) and not _CYRILLIC_GREEK.search(latin) else w


def script_of(text: str) -> str:
    """The script of most letters of a text, as Unicode calls it ("LATIN", "CYRILLIC", "CJK"); empty where it has no letter."""
    scripts = Counter(unicodedata.name(c, "").partition(" ")[0] for c in text if c.isalpha())
    return max(scripts, key=lambda s: (scripts[s], s), default="")


def latin(text: str) -> bool:
    """Whether most letters of a text are Latin, and a word of it that is made of look-alikes alone is one too ("СІ 42053")."""
    return len(_LATIN.findall(text)) > len(_CYRILLIC_GREEK.findall(text)) > 0


def no_lookalike(word: str) -> bool:
    """Whether a word has a Cyrillic or Greek letter that prints like no Latin one: the word is of that script."""
    return bool(_CYRILLIC_GREEK.search(word.translate(HOMOGLYPHS)))


def in_latin(word: str) -> str:
    """A word of a Latin text with look-alikes of other scripts as the Latin letters; another word as it is."""
    return word if no_lookalike(word) else word.translate(HOMOGLYPHS)


@lru_cache(maxsize=65_536)
def fold(text: str) -> str:
    """Compatibility forms, invisible characters, homoglyphs in Latin words, case and Latin accents folded; signs and spaces kept."""
    if text.isascii() and text.isprintable():  # most names: nothing to fold but case
        return text.lower()
    text = unicodedata.normalize("NFKC", text.translate(_SMALL_CAPITALS))
    # A loose iota subscript goes as well: folding the case would make a letter of it.
    text = "".join(c for c in text if (c != "\u0345" and unicodedata.category(c) not in ("Cf", "Cc")) or c in "\n\t ")
    # Capitals look like other letters than small ones do, so before the case is folded and after it.
    text = _WORD.sub(_homoglyphs, _bare(text)).casefold()
    return _bare(_WORD.sub(_homoglyphs, text))


def _bare(text: str) -> str:
    """Without the marks that Latin, Greek and Cyrillic letters carry; NFC gives Hangul its syllables and kana their dakuten back."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", text) if not "\u0300" <= c <= "\u036f")
    return unicodedata.normalize("NFC", bare)


@lru_cache(maxsize=65_536)
def key(text: str) -> str:
    """The normal form names are looked up by: `fold`, and of that only letters, digits and vowel signs.

    >>> key("1,2-Hexanediol"), key("SODIUM  HYALURONATE"), key("Rétinol")
    ('12hexanediol', 'sodiumhyaluronate', 'retinol')
    """
    joined = "".join(c for c in fold(text) if c.isalnum() or unicodedata.category(c)[0] == "M")
    return joined if joined.isascii() else _WORD.sub(_homoglyphs, joined)


@lru_cache(maxsize=65_536)
def skeleton(normal: str) -> str:
    """`normal` (a key) with look-alike glyphs folded: two names with one skeleton differ in look-alikes only.

    >>> skeleton("ret1nol") == skeleton("retinol")
    True
    """
    for pair, one in _PAIRS:
        normal = normal.replace(pair, one)
    return normal.translate(_FOLD)


def barred(text: str) -> str:
    """`text`, as long as it was, with a bar wherever a glyph as thin stands alone in a list whose names are parted by bars."""
    return _BAR.sub("|", text) if _BARS <= text.count("|") > text.count(",") else text


_NUMBER = re.compile(r"(?:(?<=[\s,;])|\A)(\d{1,2})[.)]\s*(?=[^\W\d]|\d,\d)")


def counted(text: str) -> tuple[tuple[int, int], ...]:
    """Where the numbers of a list stand that counts its names, from 1 on: "1. Aqua 2. Glycerin". A figure out of turn is part of a name."""
    found: list[tuple[int, int]] = []
    for m in _NUMBER.finditer(text):
        if not found and text[: m.start()].strip():
            break
        if int(m.group(1)) == len(found) + 1:
            found.append(m.span())
    return tuple(found) if len(found) > 1 else ()


CYRILLIC_ALONE = "бвгдёжзийклмнптфцчшщъыьэюяіїєґБГДЁЖЗИЙЛПФЦЧШЩЪЫЬЭЮЯЇЄҐ"
"""Letters of Russian and Ukrainian that no Latin letter looks like: where one is read, the line is in Cyrillic."""
GREEK_ALONE = "γδζθλξπσφψωςάέήίόύώΓΔΘΛΞΠΣΦΨΩ"
"""The same of Greek."""


_STRENGTH_ALONE = re.compile(r"[(\[]?[<\u2264]?\d{1,3}(?:[.,]\d{1,3})?%[)\]]?[.,;]?")


def worded(text: str) -> float:
    """How much of what is printed says something, 0 to 1: its letters and figures among its glyphs; all of a strength, whose signs belong
    to it ("(3 %).", alone in a list's last line)."""
    shown = "".join(text.split())
    if not shown:
        return 0.0
    return 1.0 if _STRENGTH_ALONE.fullmatch(shown) else sum(map(str.isalnum, shown)) / len(shown)
