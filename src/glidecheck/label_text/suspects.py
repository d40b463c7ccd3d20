"""Words outside the list of what may be a glide that contradict it: names that no glide holds, and what is nearly a critical name."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from glidecheck.label_text import near_names, vocabulary
from glidecheck.label_text.phrases import SPOKEN, plainly, spans
from glidecheck.label_text.prose import Prose, without
from glidecheck.lexicon import Lexicon
from glidecheck.lexicon.nearest import Nearest
from glidecheck.model import GlideRole, Line, NoticeKind
from glidecheck.text import key

LEAST, STANDS, LONGEST_NAME = 3, 0.4, 7
"""Glyphs of a name that is looked for outside the list, share of its line's letters that it must be, and its words at most."""
_COLOUR = re.compile(r"^c[il1](\d{5})$")
PLAIN_WORD = re.compile(r"[^\W_]+")
_AMOUNT_NEXT = re.compile(r"\W{0,3}\d+(?:[.,]\d+)?\s*%")


def beside(lines: Sequence[Line], lexicon: Lexicon) -> tuple[str, ...]:
    """Names of the lexicon, ruled or not, that stand for themselves outside the list: on the front ("HA + Ceramide AP") or set apart below.

    As printed; those of the allow-list are left out, and words within sentences, negations and comparisons. Asked only of what may be a
    glide, which nothing on the label may contradict.
    """
    text = Prose.of(lines)
    struck = without(text.text, sorted((a, b) for kind, a, b in spans(text, lexicon) if kind in SPOKEN))
    words = list(PLAIN_WORD.finditer(struck))
    owner = [bisect_right(text.starts, w.start()) - 1 for w in words]
    letters = [0] * len(lines)
    for w, n in zip(words, owner, strict=True):
        letters[n] += len(key(w.group()))
    out: list[str] = []
    dairy, also_names, n = lexicon.words("dairy"), vocabulary.of(lexicon).also_names, 0
    while n < len(words):
        for m in range(min(len(words), n + LONGEST_NAME), n, -1):
            printed = text.text[words[n].start() : words[m - 1].end()]
            k = _COLOUR.sub(r"ci\1", key(printed))
            hits = (
                lexicon.lookup(k)
                if len(k) >= LEAST
                and k not in dairy
                and k not in also_names
                and not any(c in "|.;:" for c in struck[words[n].start() : words[m - 1].end()])
                else ()
            )
            # A name within a sentence is spoken of; one that fills a good part of its lines is said to be inside.
            around = sum(letters[owner[n] : owner[m - 1] + 1])
            if hits and (len(k) >= STANDS * around or _AMOUNT_NEXT.match(struck[words[m - 1].end() :])):
                if all(h.substance.role not in (GlideRole.CORE, GlideRole.SILENT) for h in hits):
                    out.append(" ".join(printed.split()))
                n = m - 1
                break
        n += 1
    return tuple(dict.fromkeys(out))


def suspects(lines: Sequence[Line], lexicon: Lexicon) -> tuple[str, ...]:
    """Words outside the list that are, or nearly are, the name of a retinoid or an anaesthetic, as printed.

    Wherever they stand and whatever is said of them, but that they are not inside: "Distributed by Retin-A", "Retynol Serum". Asked only of
    what may be a glide.
    """
    text, nearest, near = Prose.of(lines), Nearest.of(lexicon), near_names.of(lexicon)
    spoken = [(kind, a, b) for kind, a, b in spans(text, lexicon) if kind in SPOKEN]
    struck = without(
        text.text, sorted((a, b) for kind, a, b in spoken if kind is not NoticeKind.NEGATION or plainly(text.text, a, b, lexicon))
    )
    struck = _DISGUISED.sub(lambda m: _DISGUISES[m.group()], struck)
    words, ordinary = list(PLAIN_WORD.finditer(struck)), vocabulary.of(lexicon).words
    out = [m.group() for m in (*near.cut_short.finditer(struck), *near.so_called.finditer(text.text))]
    stamped = [m.span() for m in near.stamped.finditer(struck)]
    out += [
        " ".join(m.group().split())
        for p in lexicon.phrases
        if p.kind == "not_glide"
        for m in p.regex.finditer(struck)
        if not any(a <= m.start() < b for a, b in stamped)
    ]
    out += [m.group() for m in _CAS.finditer(text.text) if not harmless(m.group(), lexicon)]
    for n, word in enumerate(words):
        k = key(word.group())
        doubtful = vocabulary.plain(k) not in ordinary and (_suspicious(k, lexicon) or _numbs(k, lexicon))
        if doubtful or (n + 1 < len(words) and _vitamin_a(k, key(words[n + 1].group()), lexicon)):
            out.append(word.group())
            continue
        for m in range(n + 1, min(len(words), n + LONGEST_NAME) + 1):
            printed = struck[word.start() : words[m - 1].end()]
            if "\n" in printed or "|" in printed:
                break
            if _grave(printed, m - n, nearest):
                out.append(" ".join(printed.split()))
    return tuple(dict.fromkeys(out))


_CAS = re.compile(r"(?<![\d-])\d{2,7}-\d{2}-\d(?![\d-])|(?<=cas no )\d{2,7} \d{2} \d(?!\d)|(?<=cas )\d{2,7} \d{2} \d(?!\d)", re.IGNORECASE)
_DISGUISES = {"!": "i", "†": "t", "$": "s", "@": "a", "€": "e"}
_DISGUISED = re.compile(r"(?<=[^\W\d_])[!†$@€](?=[^\W\d_])")
SUSPECT, SUSPECT_LETTERS, SUSPECT_SYLLABLES = 0.18, 6, 4
"""Letters, as a share, by which a word of so many may differ from one of a critical name and be a suspect."""


def _grave(printed: str, count: int, nearest: Nearest) -> bool:
    """Whether this is a critical name, not an abbreviation, nor an everyday word that a name's letters make ("retina" of "Retin-A")."""
    k = key(printed)
    if nearest.grave(k) < 2:
        return False
    hit = nearest.hits(k)[0]
    if count == 1 and len(k) <= 7 and words_of(hit.name) > 1:
        return False
    return len(k) > 4 or (printed.isupper() and len(k) == 4 and hit.kind == "brand")


@lru_cache(maxsize=2)
def _telling(lexicon: Lexicon) -> tuple[str, ...]:
    """The words of critical INCI names and INN that no harmless name holds: "retinoate", "lidocaine"."""
    nearest, near, everyday = Nearest.of(lexicon), near_names.of(lexicon), lexicon.words("everyday")
    names = (hit.name for k in nearest.grave_keys() if (hit := nearest.hits(k)[0]).kind in ("inci", "inn", "foreign", "synonym"))
    words = {key(w) for name in names for w in PLAIN_WORD.findall(name)}
    return tuple(
        sorted(w for w in words if len(w) >= _least(w) and w not in everyday and not near.vitamin.match(w) and not nearest.word(w))
    )


def _least(word: str) -> int:
    """Letters from which a word is compared: fewer of scripts that write a syllable in one or two (Thai, kana, Hangul, Han)."""
    return SUSPECT_SYLLABLES if word[:1] >= "\u0e00" else SUSPECT_LETTERS


@lru_cache(maxsize=16_384)
def _suspicious(k: str, lexicon: Lexicon) -> bool:
    """Whether a word is nearly one of a critical name."""
    nearest, near = Nearest.of(lexicon), near_names.of(lexicon)
    if nearest.grave(k) == 2 or nearest.word(k) or near.vitamin.match(k):
        return False
    if len(k) >= PIECE_LETTERS and k != "retina" and any(_piece(k, w) for w in _telling(lexicon)):
        return True
    if len(k) < _least(k):
        return False
    if near.numbs.search(k):
        return True
    if process.extractOne(k, _telling(lexicon), scorer=OSA.distance, score_cutoff=max(1, int(SUSPECT * len(k)))):
        return True
    close = (c for c in nearest.critical(k, 8, 0.4) if nearest.hits(c.key)[0].kind in ("inci", "inn", "foreign"))
    return any(c.distance <= SUSPECT * len(c.key) for c in close)


@lru_cache(maxsize=16_384)
def _numbs(k: str, lexicon: Lexicon) -> bool:
    """Whether a word is nearly "numbing", "anaesthetic" or what is sold instead of retinol."""
    errors = 1 if len(k) < 9 else 2
    return len(k) >= 6 and process.extractOne(k, lexicon.words("numbing"), scorer=OSA.distance, score_cutoff=errors) is not None


def harmless(number: str, lexicon: Lexicon) -> bool:
    """Whether a CAS number is that of something which may stand in a glide."""
    return any(number in s.cas for s in lexicon.substances() if s.role in (GlideRole.CORE, GlideRole.SILENT))


def _piece(k: str, word: str) -> bool:
    """Whether a word is a critical one with its beginning or its end cut off, by a seam or the rim of a lid: "tinol", "lidoca"."""
    return len(k) < len(word) and len(k) >= PIECE * len(word) and (word.startswith(k) or word.endswith(k))


PIECE, PIECE_LETTERS = 0.7, 5
"""Share of a word's letters, and how many of them, that tell it."""


def _vitamin_a(k: str, after: str, lexicon: Lexicon) -> bool:
    """Whether a word and the next are a damaged "vitamin A"."""
    if after not in lexicon.words("vitamin_letter") or len(k) < 6:
        return False
    return process.extractOne(k, lexicon.words("vitamins"), scorer=OSA.distance, score_cutoff=2) is not None


def words_of(name: str) -> int:
    return len(re.findall(r"[^\W_]+", name))
