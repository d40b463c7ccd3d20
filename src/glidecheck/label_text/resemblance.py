"""Whether a word that nobody knows could be a drug, an active or a donor product: what a brand or a maker's name must not resemble."""

from __future__ import annotations

from rapidfuzz import process
from rapidfuzz.distance import OSA

from glidecheck.label_text import vocabulary
from glidecheck.label_text.vocabulary import plain
from glidecheck.lexicon import Lexicon
from glidecheck.model import GlideRole

KEPT = 20_000  # words remembered
LEAST = 5
"""Letters from which a word is held against the lexicon's names, one error allowed; two from nine letters on."""
GREEK, CYRILLIC, AFTER_CYRILLIC = "\u0370", "\u0400", "\u0530"
"""Where the blocks of these scripts begin, and where that of the last ends."""


_SEEN: dict[tuple[str, str], bool] = {}
_NAMES: dict[str, tuple[str, ...]] = {}


def innocent(word: str, lexicon: Lexicon) -> bool:
    """Whether `word` resembles no name of the lexicon, ends in no stem of a drug's INN and holds no word of a drug or a donor product. Of
    Cyrillic what it sounds like is asked, too; of scripts that are not read nothing is innocent."""
    k = plain(word)
    if (lexicon.version, k) not in _SEEN:
        if len(_SEEN) > KEPT:
            _SEEN.clear()
        _SEEN[lexicon.version, k] = _innocent(k, lexicon)
    return _SEEN[lexicon.version, k]


def _innocent(k: str, lexicon: Lexicon) -> bool:
    known = vocabulary.of(lexicon)
    if len(k) < 2 or not k.isalpha() or any(h in k for h in known.holds) or _named(k, lexicon):
        return False
    if k[0] >= vocabulary.SPACELESS:
        return True
    if k[0] >= GREEK:
        if not all(CYRILLIC <= c < AFTER_CYRILLIC for c in k):
            return False
        k = _sounded(k, known.sounds)
    if len(k) < 3 or known.ends.search(k) or any(h in k for h in known.holds) or _named(k, lexicon):
        return False
    if len(k) < LEAST:
        return True
    return process.extractOne(k, _names(lexicon), scorer=OSA.distance, score_cutoff=1 if len(k) < 9 else 2) is None


def _named(k: str, lexicon: Lexicon) -> bool:
    """Whether this is a name that no glide holds."""
    return any(h.substance.role is not GlideRole.CORE and h.substance.role is not GlideRole.SILENT for h in lexicon.lookup(k))


def _sounded(k: str, sounds: dict[str, str]) -> str:
    """A Cyrillic word in Latin letters."""
    return "".join(sounds.get(c, c) for c in k)


def _names(lexicon: Lexicon) -> tuple[str, ...]:
    """Every name of the lexicon that a word may be misread from: of its letters alone, and not longer than words are."""
    if lexicon.version not in _NAMES:
        _NAMES[lexicon.version] = tuple(k for k in lexicon.keys if LEAST - 1 <= len(k) <= 20 and k.isalpha())
    return _NAMES[lexicon.version]
