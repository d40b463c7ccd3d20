"""What a message asks, by a small linear classifier over its words and letters.

The weights were trained by scripts/train_chat.py from utterances that are ours (lexicon/chat/utterances); nothing is learned at run time,
and no text leaves the machine. Names of ingredients are words of their kind here ("zretinoid"), so that what is asked of one is understood
of all.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from glidecheck.chat.heard import flat
from glidecheck.chat.wordlists import words_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

WEIGHTS = Path(__file__).parent / "data" / "meaning.npz"
BUCKETS = 1 << 15
"""Columns that the features are hashed into: with eleven languages, 2^14 took French below four in five of the held-out utterances."""

WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)?|[?%]")
_LETTERS = (3, 4, 5)
"""Lengths of the pieces of a word."""
_COUNTS = {"w": 1.0, "p": 1.0, "c": 0.45, "l": 1.0, "k": 2.2, "j": 1.4}
"""How much a word, a pair, a piece of a word, the number of words, a concept and a pair of concepts count."""


@dataclass(frozen=True, slots=True)
class Guess:
    """A label and its probability, 0 to 1."""

    label: str
    probability: float


def features(text: str) -> tuple[list[int], list[float]]:
    """The columns of `text` (masked, in any case), each once, and how much each counts: its words, pairs of words, pieces of words, and
    what the words mean. The whole is of length 1."""
    words = WORD.findall(flat(text))
    meant = concepts(words)
    pieces = [*spelled(words), *(f"k {c}" for c in meant), *(f"j {a} {b}" for n, a in enumerate(meant) for b in meant[n + 1 :])]
    return hashed(pieces, _COUNTS, BUCKETS)


def hashed(pieces: Iterable[str], weights: Mapping[str, float], buckets: int) -> tuple[list[int], list[float]]:
    """The columns of `pieces` among so many, each once, and how much each counts, by its first letter. The whole is of length 1."""
    counts = {zlib.crc32(piece.encode()) % buckets: weights[piece[0]] for piece in pieces}
    length = sum(c * c for c in counts.values()) ** 0.5
    return list(counts), [c / length for c in counts.values()]


def concepts(words: Sequence[str]) -> tuple[str, ...]:
    """The concepts of lexicon/chat/concepts.yaml that flat `words` hold, in alphabetical order."""
    exact, starts = _concepts()
    found: set[str] = set()
    for n, word in enumerate(words):
        for size in (1, 2, 3):
            found |= exact.get(" ".join(words[n : n + size]), set())
        found.update(c for start, c in starts.get(word[:2], ()) if word.startswith(start))
    return tuple(sorted(found))


@cache
def _concepts() -> tuple[Mapping[str, set[str]], Mapping[str, tuple[tuple[str, str], ...]]]:
    """Concepts by whole words, and by the first two letters of those that stand for any ending."""
    exact: dict[str, set[str]] = {}
    starts: dict[str, list[tuple[str, str]]] = {}
    for concept, words in words_of("concepts").items():
        for word in words:
            plain = " ".join(WORD.findall(flat(word.replace("_", " ").removesuffix("*"))))
            if word.endswith("*"):
                starts.setdefault(plain[:2], []).append((plain, concept))
            else:
                exact.setdefault(plain, set()).add(concept)
    return exact, {k: tuple(v) for k, v in starts.items()}


def spelled(words: Sequence[str]) -> Iterable[str]:
    """The features of flat `words` as they are written: words, pairs of neighbours, pieces of words, and how many words there are."""
    before = "<"
    for word in [*words, ">"]:
        yield f"w {word}"
        yield f"p {before} {word}"
        before = word
        # A kind of ingredient ("zretinoid") has no parts.
        if len(word) > 3 and not word.startswith("zz"):
            whole = f"<{word}>"
            for n in _LETTERS:
                for i in range(len(whole) - n + 1):
                    yield f"c {whole[i : i + n]}"
    if words:
        yield f"l {min(len(words), 12) // 3}"


@lru_cache(maxsize=2048)
def guesses(text: str) -> tuple[Guess, ...]:
    """What `text`, masked by `names.masked`, may ask, the likeliest first; empty for a text without words."""
    columns, counts = features(text)
    return ranked(WEIGHTS, columns, counts)[:5] if WORD.search(flat(text)) else ()


def ranked(weights: Path, columns: Sequence[int], counts: Sequence[float]) -> tuple[Guess, ...]:
    """All labels of the model in the file `weights`, the likeliest first, for features in `columns` that count `counts`."""
    import numpy as np

    model = _model(weights)
    scores = np.asarray(counts, dtype=np.float32) @ model.weights[list(columns)].astype(np.float32) * model.scale + model.bias
    likely = np.exp(scores - scores.max())
    likely /= likely.sum()
    return tuple(Guess(model.labels[i], float(likely[i])) for i in np.argsort(-likely))


@dataclass(frozen=True, slots=True)
class _Model:
    """`weights` are whole numbers of `scale`, (BUCKETS, labels)."""

    labels: tuple[str, ...]
    weights: NDArray[np.int8]
    scale: NDArray[np.float32]
    bias: NDArray[np.float32]


@cache
def _model(weights: Path) -> _Model:
    import numpy as np

    with np.load(weights, allow_pickle=False) as told:
        one: Any = told
        return _Model(tuple(map(str, one["labels"])), one["weights"], one["scale"], one["bias"])
