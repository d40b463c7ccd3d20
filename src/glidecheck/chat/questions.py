"""All questions of a message: its sentences and parts, each understood by itself, and what they ask together."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache

from glidecheck.chat import asks, meaning, names, urgency, wordlists
from glidecheck.chat.heard import flat, sentences
from glidecheck.chat.names import Asked, Found, NameKind
from glidecheck.chat.topics import FOLLOWS, Follow, Topic, of_label, ranked

SURE = 0.28  # probability from which what is likeliest is taken for what is meant
LIKELY = 0.2  # from which it is taken where nothing else is half as likely
CLEAR = 0.5  # from which a part of a sentence is a question of its own
PLAIN = 0.65  # from which two parts are two questions, however sure the whole is
MOST = 3  # questions answered of one message
_LONG = 12  # words of a part that is about the name in it, though what it asks is not clear
URGENT = 0.5  # from which a caption is no name but a cry for help
_SHORTER = 9  # words of a message that may be about the answer before
_SHORT = 14  # words of one that clearly is
_NAME = 6  # words of a caption that may be a product's name
_NAME_LETTERS = 48  # its letters

_NUMBERED = re.compile(r"(?:(?<=\s)|^)(?:\d{1,2}[).:]|[-*])\s+")
_RETINOID = frozenset({Topic.RETINOIDS, Topic.RETINOID_WHEN, Topic.RETINOID_INTACT, Topic.INJECTION, Topic.PREGNANCY, Topic.BREAST})
"""Topics whose answer says that a retinoid is to be avoided, or must not be softened by another answer."""
_SENTENCE = frozenset({"nurse", "baby", "safe", "pregnant", "normal"})
"""Concepts whose words are those of a sentence, in languages that are hardly understood, too: no product is called so."""
_OF_NAMES = frozenset({"safe", "use", "cream", "serum", "nurse", "needle", "treatment", "pregnant", "retinoid", "hyaluron", "named"})
"""Concepts of which one at least stands beside a name that is asked about."""
_SMALL = ("forget", "thanks", "help", "hello", "none")
_ABOUT_NAMES = ("name", "ha")


@dataclass(frozen=True, slots=True)
class Question:
    """What a message asks. `topics` the gravest first, at most MOST with `names`; `names` are judged; `follow` is about the answer before;
    `used` says that something is on the skin; `small` is small talk ("thanks", "hello", "help", "forget", "none"). All empty: not
    understood."""

    topics: tuple[Topic, ...] = ()
    names: tuple[Asked, ...] = ()
    follow: Follow | None = None
    used: bool = False
    small: str | None = None


@dataclass(frozen=True, slots=True)
class _Part:
    """One part of a message: what it asks (a label, None where that is not clear), how surely, and the names in it."""

    text: str
    label: str | None
    probability: float
    found: tuple[Found, ...] = field(default=())
    unknown: tuple[Asked, ...] = field(default=())


def understood(text: str) -> Question:
    """What `text` asks."""
    parts = [p for sentence in _sentences(text) for p in _parts(sentence)]
    used = asks.used(text) or any(p.label == "used" and not asks.may(p.text) for p in parts)
    topics = [t for p in parts if p.label and (t := of_label(p.label)) is not None]
    short = len(text.split())
    follow = next((Follow(p.label) for p in parts if p.label in FOLLOWS and short <= (_SHORTER if p.probability < CLEAR else _SHORT)), None)
    asked = _names(text, parts, topics)
    if used:
        topics = [t for t in topics if t in (Topic.FEEDING, Topic.PREGNANCY, Topic.ANTIBIOTIC, Topic.BREAST)]
    small = next((s for s in _SMALL if any(p.label == s for p in parts)), None)
    room = MOST - bool(asked)
    return Question(ranked(topics)[:room], asked, follow if not (topics or asked) else None, used, small)


def spoken(text: str) -> str | None:
    """The language that all words of `text` are of, by what people write here; None for a tie, or where one word is of none."""
    kept = names.masked(text, names.found(text))
    return wordlists.spoken([w for w in re.findall(r"[^\W\d_]+(?:[-'][^\W\d_]+)*", flat(kept)) if not w.startswith("zz")])


def product_name(caption: str) -> str | None:
    """The product's name that a photo's caption is; None for a caption that is a question, a sentence or nothing."""
    words = caption.split()
    if not 0 < len(words) <= _NAME or len(caption) > _NAME_LETTERS or "?" in caption or "\n" in caption.strip():
        return None
    if _SENTENCE & set(meaning.concepts(meaning.WORD.findall(flat(caption)))):
        return None
    asked = understood(caption)
    if asked.topics or asked.follow or asked.used or asked.small or urgency.weigh(caption).probability >= URGENT:
        return None
    return caption.strip() if asked.names or names.strangers(caption) else None


def _names(text: str, parts: list[_Part], topics: list[Topic]) -> tuple[Asked, ...]:
    """The names that are to be judged: those that a part asks about, and every retinoid whose question would not say AVOID."""
    out: list[Asked] = []
    for p in parts:
        asks_names = p.label in _ABOUT_NAMES
        if p.label == "ha" and p.found and all(f.kind is NameKind.HYALURON for f in p.found):
            continue
        if asks_names and p.found:
            out += names.listed_with(p.text, p.found, names.strangers(p.text))
        elif asks_names or p.unknown:
            # Beside a question that is clear, a word that nobody knows is a slip ("some ppl say").
            out += [] if topics and not any(names.shaped(a.name) for a in p.unknown) else p.unknown
        elif p.label != "used" and not _RETINOID & set(topics):
            out += [f.asked for f in p.found if f.kind is NameKind.RETINOID or (f.kind is NameKind.NUMBING and _strong(f.asked))]
    if asks.used(text) or any(p.label == "used" for p in parts):  # named all the same, also where it is only asked
        out += [f.asked for p in parts for f in p.found]
    return tuple({a.name.casefold(): a for a in out}.values())


def _strong(asked: Asked) -> bool:
    """Whether a numbing agent is named with a strength, or by a brand that was warned of: its verdict may be AVOID."""
    return any(c.isdigit() for c in asked.name) or names.warned_of(asked.name)


# ------------------------------------------------------------------ parts


def _sentences(text: str) -> list[str]:
    """The sentences of `text`, numbered items apart."""
    items = [piece for piece in _NUMBERED.split(text) if piece.strip()]
    return [piece[a:b].strip() for piece in items for a, b in sentences(piece)]


def _parts(sentence: str) -> list[_Part]:
    """`sentence` whole, or in the parts that are clear questions of their own."""
    whole = _read(sentence)
    best = [whole]
    for a, b in asks.joints(sentence):
        first, second = _read(sentence[:a]), _read(sentence[b:])
        if not (first.text and second.text) or first.label == second.label:
            continue
        weaker = min(first.probability, second.probability)
        if _clear(first) and _clear(second) and (weaker > whole.probability * 0.9 or weaker >= PLAIN):
            best = [first, *_parts(sentence[b:])]
            break
    return best


def _clear(part: _Part) -> bool:
    return part.label is not None and part.probability >= CLEAR and not part.label.startswith("f_")


@lru_cache(maxsize=512)
def _read(text: str) -> _Part:
    text = text.strip()
    found = names.found(text)
    alone = names.strangers(text)
    if len(alone) == 1 and alone[0].asked.name == text.strip(" .!?"):  # a lone word that nobody knows is no question either
        return _Part(text, "name", 1.0, (), (alone[0].asked,)) if names.shaped(text) else _Part(text, None, 0.0)
    guesses = _beside_alarms(meaning.guesses(names.masked(text, found)))
    if not guesses:
        return _Part(text, None, 0.0, found)
    best = guesses[0]
    if found and (best.label == "numbing" or not _sure(guesses)):
        # "is lidocaine ok?" has a verdict, and where nothing else is clear a name is what is asked about.
        if best.label != "numbing" and all(f.kind is NameKind.HYALURON for f in found):
            return _Part(text, "ha", best.probability, found)
        if best.label != "numbing" or any(f.kind is NameKind.NUMBING for f in found):
            return _Part(text, "name" if len(text.split()) <= _LONG else None, best.probability, found)
    of_it = best.label in FOLLOWS or (best.label == "safe" and "treatment" not in meaning.concepts(flat(text).split()))
    of_it = of_it or (best.label == "offtopic" and any(names.shaped(f.asked.name) for f in names.strangers(text)))
    if of_it and not found and (asked := _unknown(text)):  # "is foobarium bad?" is about foobarium
        return _Part(text, "name", best.probability, found, asked)
    if _sure(guesses) and best.label != "name":
        return _Part(text, best.label, best.probability, found)
    unknown = () if found else _unknown(text)
    if found or unknown:
        return _Part(text, "name", best.probability, found, unknown)
    if best.label == "name" and len(guesses) > 1:  # a name is asked for, and there is none
        best = guesses[1]
    return _Part(text, best.label if best.probability >= SURE and best.label != "name" else None, best.probability)


def _beside_alarms(guesses: tuple[meaning.Guess, ...]) -> tuple[meaning.Guess, ...]:
    """The guesses without what is urgent, which is found elsewhere (`alarm`). Where that is half sure, nothing is."""
    alarm = max((g.probability for g in guesses if g.label.startswith("u_")), default=0.0)
    rest = tuple(g for g in guesses if not g.label.startswith("u_"))
    return (
        ()
        if alarm >= CLEAR or (alarm >= LIKELY and guesses[0].label.startswith("u_"))
        else tuple(meaning.Guess(g.label, g.probability / (1 - alarm)) for g in rest)
    )


def _sure(guesses: tuple[meaning.Guess, ...]) -> bool:
    """Whether the likeliest label is meant: likely in itself, or far before the next."""
    first, second = guesses[0].probability, guesses[1].probability if len(guesses) > 1 else 0.0
    return first >= SURE or (first >= LIKELY and first >= 2 * second)


def _unknown(text: str) -> tuple[Asked, ...]:
    """The one unknown name that `text` asks about: in a question that asks about a name, or alone and shaped like one."""
    strange = names.strangers(text)
    if len(strange) != 1:
        return ()
    (one,) = strange
    # "where is my parcel" asks about no ingredient: what is asked of a name is whether it is good, or to be used.
    if not names.shaped(one.asked.name) and _OF_NAMES.isdisjoint(meaning.concepts(meaning.WORD.findall(flat(text)))):
        return ()
    asked = meaning.guesses(names.masked(text, strange))
    return (one.asked,) if asked and asked[0].label == "name" and asked[0].probability >= SURE else ()
