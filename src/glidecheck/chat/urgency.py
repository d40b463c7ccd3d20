"""How urgent a message sounds: a linear classifier over its words, its slots and the red flags found in it, and a network that knows what
words mean (`network`), weighed together.

It stands beside the rules of `red_flags`: what they do not know it may see, and what only looks like them ("the price nearly gave me a
heart attack") it may excuse. Both were taught on utterances that are ours (lexicon/chat/urgent), by scripts/train_urgency.py and
scripts/train_network.py; nothing is learned at run time, and no text leaves the machine.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations
from pathlib import Path

from glidecheck.chat import meaning, names, network, red_flags
from glidecheck.chat.flags import Danger, Flag, Who
from glidecheck.chat.heard import flat, sentences
from glidecheck.chat.slotted import Slotted, hear

WEIGHTS = Path(__file__).parent / "data" / "urgency.npz"
BUCKETS = 1 << 17
"""Columns that the features are hashed into."""
NONE = "none"
"""The label of what is not urgent."""

_COUNTS = {"w": 1.0, "p": 0.7, "c": 0.4, "l": 0.3, "s": 1.6, "t": 1.2, "k": 1.0, "r": 1.5, "q": 1.2, "a": 1.5, "n": 0.3}
"""How much a word, a pair of words, a piece of a word, the number of words, a slot, a pair of slots in one sentence, a concept, a danger by
the rules, a sign by the rules, a sign that is only asked about and the want of all count."""
# A regression on the messages kept out and on plain questions (`scripts/train_urgency.py --thresholds`):
LEXICAL = 0.73  # what the log-odds by the words count
SENSE = 0.75  # what those by the network count
SHIFT = -1.55  # log-odds added to both
TINY = 1e-6  # the least probability
NEVER = -20.0  # the logarithm for a danger that one of them does not know
WORDS = 3  # words from which a sentence is weighed by itself
PARTS = 12  # parts of a message that are weighed by themselves


@dataclass(frozen=True, slots=True)
class Weighed:
    """How urgent a message sounds: `probability` (0 to 1) that it is, the likeliest danger, and the `share` (0 to 1) of it among all."""

    probability: float
    danger: Danger
    share: float = 1.0


def features(text: str) -> tuple[list[int], list[float]]:
    """The columns of `text`, each once, and how much each counts. The whole is of length 1."""
    return meaning.hashed(dict.fromkeys(_pieces(text)), _COUNTS, BUCKETS)


def _pieces(text: str) -> Iterator[str]:
    words = meaning.WORD.findall(flat(names.masked(text, names.found(text))))
    yield from meaning.spelled(words)
    heard = hear(text)
    said: dict[int, set[str]] = {}
    for slot, hits in heard.slots.items():
        for hit in hits if slot != "common" else ():
            said.setdefault(heard.words.sentences[hit.start], set()).add(slot)
    yield from (f"s {slot}" for slot in sorted(set().union(*said.values())))
    yield from (f"t {a} {b}" for slots in said.values() for a, b in combinations(sorted(slots), 2))
    yield from (f"k {concept}" for concept in meaning.concepts(words))
    flags = red_flags.find(text)
    yield from (f"r {f.danger}" for f in flags)
    yield from (f"q {f.sign}" for f in flags)
    yield from ("a asked" for f in flags if f.asked)
    yield "r any" if flags else "n 0"


@lru_cache(maxsize=1024)
def weigh(text: str) -> Weighed:
    """How urgent `text` sounds as a whole."""
    if not meaning.WORD.search(flat(text)):
        return Weighed(0.0, Danger.EMERGENCY)
    lexical, sense = _logs(text)
    both = SHIFT + LEXICAL * _odds(lexical) + SENSE * _odds(sense)
    shares = {d: math.exp(LEXICAL * lexical.get(d, NEVER) + SENSE * sense.get(d, NEVER)) for d in Danger}
    likeliest = max(Danger, key=shares.__getitem__)
    return Weighed(1.0 / (1.0 + math.exp(-both)), likeliest, shares[likeliest] / sum(shares.values()))


def odds(text: str) -> tuple[float, float]:
    """The log-odds that `text` is urgent, by its words and by the network."""
    lexical, sense = _logs(text)
    return _odds(lexical), _odds(sense)


def _logs(text: str) -> tuple[dict[str, float], dict[str, float]]:
    """The logarithm of each danger's probability, and of NONE's, by the words of `text` and by the network."""
    lexical = {g.label: math.log(max(g.probability, TINY)) for g in meaning.ranked(WEIGHTS, *features(text))}
    return lexical, _normed(network.sounds(text))


def _normed(scores: Mapping[str, float]) -> dict[str, float]:
    """Scores up to a constant as logarithms of probabilities."""
    most = max(scores.values())
    whole = most + math.log(sum(math.exp(s - most) for s in scores.values()))
    return {label: score - whole for label, score in scores.items()}


def _odds(logs: Mapping[str, float]) -> float:
    """The logarithm of how much likelier it is that a message is urgent than that it is not, bounded."""
    calm = math.exp(logs[NONE])
    return math.log(max(1.0 - calm, TINY)) - math.log(max(calm, TINY))


def parts(text: str, least: int = WORDS) -> tuple[str, ...]:
    """The sentences of `text` with `least` words at least, where there are several sentences; of more than PARTS, neighbours together."""
    said = flat(text)
    found = [said[a:b].strip() for a, b in sentences(said)]
    told = [s for s in found if len(s.split()) >= least] if len(found) > 1 else []
    many = -(-len(told) // PARTS)  # sentences a part, rounded up
    return tuple(told) if many <= 1 else tuple(" ".join(told[n : n + many]) for n in range(0, len(told), many))


def flag(text: str, weighed: Weighed) -> Flag:
    """What the classifier saw as a flag: its danger, and whom the words of `text` name."""
    return Flag(weighed.danger, _who(hear(text)), "classifier")


def _who(heard: Slotted) -> Who:
    if heard.of("baby", "they"):
        return Who.BABY
    if heard.of("adult", "bystander"):
        return Who.ADULT
    return Who.SELF if heard.of("self") else Who.UNKNOWN
