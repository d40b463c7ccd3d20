"""A message in slots: what its words say in the languages that it can be in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from glidecheck.chat.detector import likelihood
from glidecheck.chat.slots import Hit, Terms, build
from glidecheck.chat.wording import Words, words

FOREIGN = 0.75  # what a language may lack of the best one's evidence (0 to 2) and still be read
LONGEST = 600  # words of a message that are read: what is longer is pasted, and its beginning and end are read
MANY = (4, 60)  # tablets that are too many at once; a figure above is one of milligrams
COUNTED = 4  # words behind a figure within which the tablets stand that it counts
LONG_ON = 1.5  # hours on the skin from which it is too long
FEVER = ((38.0, 43.0), (100.4, 108.0))  # degrees Celsius and Fahrenheit
_NAMES = frozenset({"substance", "numbing", "isotretinoin", "unit", "hour_unit", "minute_unit"})
_SAYS = frozenset({"baby", "self", "they", "adult", "numbing", "substance", "treated", "not", "but", "or", "ask", "common"})
"""Slots that count within an everyday phrase, too."""


@dataclass(frozen=True, slots=True)
class Slotted:
    """A message, `text`, in slots. `context` are the slots that messages of the hour before filled."""

    text: str
    words: Words
    slots: Mapping[str, Sequence[Hit]]
    context: frozenset[str]

    def of(self, *slots: str) -> list[Hit]:
        """The hits of any of `slots`."""
        return [h for slot in slots for h in self.slots.get(slot, ())]

    def langs(self, hit: Hit) -> set[str]:
        """The languages in which the words of `hit` fill its slot."""
        return {h.lang for h in self.of(hit.slot) if (h.start, h.end) == (hit.start, hit.end)} or {hit.lang}

    def apart(self, a: Hit, b: Hit) -> int | None:
        """Words between two hits of one sentence, negative where they overlap; None in two sentences."""
        if self.words.sentences[a.start] != self.words.sentences[b.start]:
            return None
        return max(a.start, b.start) - min(a.end, b.end)


def hear(text: str, context: Sequence[str] = ()) -> Slotted:
    """`text` in slots; `context` are slots that were filled in the hour before."""
    said = words(text).ends(LONGEST)
    whole = [h for h in _terms().hits(said.tokens) if said.sentences[h.start] == said.sentences[h.end - 1]]
    hits = _plausible(whole, said, text)
    calm = [h for h in hits if h.slot == "calm"]
    slots: dict[str, list[Hit]] = {}
    for hit in hits:
        if not (_everyday(hit, calm) or _possessive(hit, hits) or (hit.slot == "not" and any(said.breaks[hit.start + 1 : hit.end]))):
            slots.setdefault(hit.slot, []).append(hit)
    _figures(said, slots)
    return Slotted(text, said, slots, frozenset(context))


def coverage(text: str, *, names: bool = True) -> dict[str, float]:
    """The share of the words of `text` that each language's files know; without `names`, those of products and units do not count."""
    tokens = words(text).ends(LONGEST).tokens
    known: dict[str, set[int]] = {}
    for hit in _terms().hits(tokens):
        if not hit.slips and (names or hit.slot not in _NAMES):
            known.setdefault(hit.lang, set()).update(range(hit.start, hit.end))
    return {lang: len(places) / len(tokens) for lang, places in known.items()}


def _everyday(hit: Hit, calm: Sequence[Hit]) -> bool:
    """Whether `hit` is part of an everyday phrase as long as itself."""
    overlaps = any(c.lang == hit.lang and c.start < hit.end and hit.start < c.end and c.end - c.start >= hit.end - hit.start for c in calm)
    return overlaps and hit.slot not in _SAYS


def _possessive(hit: Hit, hits: Sequence[Hit]) -> bool:
    """Whether a "my" only says whose baby it is."""
    if hit.slot not in ("self", "they"):
        return False
    return any(o.slot in ("baby", "adult", "bystander") and (o.start <= hit.start < o.end or o.start == hit.end) for o in hits)


def _plausible(hits: Sequence[Hit], said: Words, text: str) -> list[Hit]:
    """The hits of the languages that each sentence can be in: by the detector, for the whole, and by the share of its words known."""
    covered: dict[int, dict[str, set[int]]] = {}
    for hit in hits:
        if not hit.slips:
            covered.setdefault(said.sentences[hit.start], {}).setdefault(hit.lang, set()).update(range(hit.start, hit.end))
    sure = likelihood(text) if covered else {}
    langs: dict[int, set[str]] = {}
    for sentence, by_lang in covered.items():
        long = said.sentences.count(sentence)
        score = {lang: sure.get(lang, 0.0) + len(places) / long for lang, places in by_lang.items()}
        langs[sentence] = {lang for lang, value in score.items() if value >= max(score.values()) - FOREIGN}
    return [h for h in hits if said.sentences[h.start] not in langs or h.lang in langs[said.sentences[h.start]]]


def _figures(said: Words, slots: dict[str, list[Hit]]) -> None:
    """Figures as slots: hours on the skin, a temperature of fever, many tablets."""
    units = {h.start: h.slot for s in ("unit", "minute_unit", "hour_unit") for h in slots.get(s, ())}
    warm = [h.start for s in ("temp", "fever") for h in slots.get(s, ())]
    tablets = {h.start for h in slots.get("tablet", ())}
    for n, token in enumerate(said.tokens):
        if not token[0].isdecimal():
            continue
        value, unit = float(token), units.get(n + 1)
        hours = value if unit == "hour_unit" else value / 60 if unit == "minute_unit" else 0.0
        if hours >= LONG_ON:
            slots.setdefault("hours", []).append(Hit("hours", "", n, n + 2))
        loose = unit is None or said.tokens[n + 1] == "x"  # "4 x 500 mg"
        if MANY[0] <= value <= MANY[1] and loose and not tablets.isdisjoint(range(n + 1, n + 1 + COUNTED)):
            slots.setdefault("many", []).append(Hit("many", "", n, n + 1))
        told = said.tokens[n + 1 : n + 2] in _DEGREES or "." in token or any(abs(m - n) <= 4 for m in warm)
        if told and unit is None and any(low <= value < high for low, high in FEVER):
            slots.setdefault("fever", []).append(Hit("fever", "", n, n + 1))


_DEGREES = (("deg",), ("c",), ("f",), ("celsius",))


@cache
def _terms() -> Terms:
    from glidecheck.lexicon import load

    return build(load().red_flags["languages"])
