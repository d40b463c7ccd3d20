"""Whether a word that nobody knows could be a drug, an active or a donor product: what a brand or a maker's name must not resemble."""

from __future__ import annotations

from bisect import bisect_left

from rapidfuzz import process
from rapidfuzz.distance import OSA

from glidecheck.label_text import vocabulary
from glidecheck.label_text.limits import BRANDS
from glidecheck.label_text.vocabulary import Vocabulary, plain
from glidecheck.lexicon import Lexicon
from glidecheck.lexicon.nearest import Nearest
from glidecheck.model import GlideRole

KEPT = 20_000  # words remembered
GRAVE, RULED = (5, 9), (6, 11)
"""Letters from which a word is held against the names of retinoids and anaesthetics, and against all that a rule speaks of: one error
allowed from the first figure on, two from the second."""
SYLLABLES = (3, 5)
"""The same of scripts that write a syllable in one sign: the names of retinoids and anaesthetics."""
LETTERS = (4, 20)
"""Of a name that a word may be misread from: at least, at most."""
SOUNDED = 4
"""Letters of a word of danger, at least, that is looked for in what a Cyrillic or Greek word sounds like."""
GREEK_AND_CYRILLIC = range(0x370, 0x530)
"""Their blocks."""


_SEEN: dict[tuple[str, str], bool] = {}
_NAMES: dict[str, tuple[tuple[str, ...], ...]] = {}


def innocent(word: str, lexicon: Lexicon) -> bool:
    """Whether `word` resembles no name of the lexicon, ends in no stem of a drug's INN and holds no word of a drug or a donor product. Of
    Cyrillic and Greek what it sounds like is asked, too; of scripts that are not read nothing is innocent."""
    k = plain(word)
    if (lexicon.version, k) not in _SEEN:
        if len(_SEEN) > KEPT:
            _SEEN.clear()
        _SEEN[lexicon.version, k] = _innocent(k, lexicon)
    return _SEEN[lexicon.version, k]


def holds_danger(k: str, known: Vocabulary) -> bool:
    """Whether a short word (plain) is or holds one of a drug or a donor product: "Exo"."""
    return k in known.is_one or any(h in k for h in known.holds)


def _innocent(k: str, lexicon: Lexicon) -> bool:
    known = vocabulary.of(lexicon)
    if len(k) < 2 or not k.isalpha() or holds_danger(k, known) or _named(k, lexicon):
        return False
    if k[0] >= vocabulary.SPACELESS:
        return not _near(k, _names(lexicon)[2], SYLLABLES)
    if ord(k[0]) >= GREEK_AND_CYRILLIC.start:
        if not all(ord(c) in GREEK_AND_CYRILLIC for c in k):
            return False
        k = _sounded(k, known.sounds)
        if any(len(h) >= SOUNDED and h in k for h in known.holds):
            return False
    if len(k) < 3 or known.ends.search(k) or _named(k, lexicon):
        return False
    if _clipped(k, _names(lexicon)[3]):
        return False
    return not any(_near(k, names, limits) for names, limits in zip(_names(lexicon)[:2], (GRAVE, RULED), strict=True))


def _near(k: str, names: tuple[str, ...], limits: tuple[int, int]) -> bool:
    errors = sum(len(k) >= least for least in limits)
    return errors > 0 and process.extractOne(k, names, scorer=OSA.distance, score_cutoff=errors) is not None


def _clipped(k: str, names: tuple[str, ...]) -> bool:
    """Whether a word is the beginning of one of these names (sorted): "Clobet", "Minox"."""
    at = bisect_left(names, k)
    return len(k) >= BRANDS.clipped and at < len(names) and names[at].startswith(k)


def _named(k: str, lexicon: Lexicon) -> bool:
    """Whether this is a name that no glide holds."""
    return any(h.substance.role is not GlideRole.CORE and h.substance.role is not GlideRole.SILENT for h in lexicon.lookup(k))


def _sounded(k: str, sounds: dict[str, str]) -> str:
    """A Cyrillic or Greek word in Latin letters."""
    return "".join(sounds.get(c, c) for c in k)


def _names(lexicon: Lexicon) -> tuple[tuple[str, ...], ...]:
    """The names of retinoids and anaesthetics, and all that a rule speaks of, that a word may be misread from: of letters alone, and not
    longer than words are; the former in scripts without blanks; and, sorted, those of the second that are no brands."""
    if lexicon.version not in _NAMES:
        words = [k for k in lexicon.keys if LETTERS[0] <= len(k) <= LETTERS[1] and k.isalpha()]
        nearest = Nearest.of(lexicon)
        ruled = tuple(k for k in words if any(h.substance.classes for h in lexicon.lookup(k)))
        begun = tuple(sorted(k for k in ruled if any(h.kind != "brand" for h in lexicon.lookup(k))))
        grave = tuple(k for k in words if nearest.grave(k) == 2)
        _NAMES[lexicon.version] = grave, ruled, tuple(k for k in nearest.grave_keys() if k[0] >= vocabulary.SPACELESS), begun
    return _NAMES[lexicon.version]
