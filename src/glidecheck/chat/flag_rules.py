"""Which slots together are which danger, and what excuses them: lexicon/red_flags/rules.yaml."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cache
from itertools import combinations, product

from glidecheck import serialise
from glidecheck.chat.flags import Danger, Flag, Who
from glidecheck.chat.slots import Hit
from glidecheck.chat.slotted import Slotted

NEAR = 8  # words between the slots of a rule, where it names no other figure
BEHIND = 2  # words by which somebody behind a state counts as further away
WHO = 10  # words from a state within which somebody is looked for
DENIED = 5  # words before a state in which its denial can stand
ASKED = 14  # words before a state in which a plain question can begin
PAST = 12  # words around a state in which a time long past can stand
MOST = 24  # hits of one slot that are looked at
MILD = frozenset({Danger.INFECTION, Danger.BREAST})
"""Dangers that "what do I do if ..." only asks about."""

FREE = frozenset(
    "baby they self adult bystander substance numbing it onskin treated isotretinoin oral_brand pill hours topical stopped".split()
)
"""Slots that count in whatever language they are named."""


@dataclass(frozen=True, slots=True)
class Rule:
    """What slots make together; see rules.yaml."""

    sign: str
    needs: tuple[tuple[str, ...], ...]
    danger: Mapping[str, str]
    within: int = NEAR
    close: int = WHO
    order: bool = False
    asked: bool = False
    message: bool = False
    may: bool = False
    subject: bool = False
    beside: tuple[str, ...] = ()
    without: tuple[str, ...] = ()


def apply(rule: Rule, heard: Slotted) -> Iterator[Flag]:
    """The flags that `rule` raises in `heard`."""
    if rule.beside and not heard.of(*rule.beside) and heard.context.isdisjoint(rule.beside):
        return
    if rule.without and heard.of(*rule.without):
        return
    for chosen in _together(rule, heard):
        states = [h for h in chosen if h.slot not in FREE] or list(chosen)
        start = Hit(states[0].slot, states[0].lang, min(h.start for h in chosen), max(h.end for h in chosen))
        langs = set().union(*(heard.langs(h) for h in states))
        if any(_denied(h, chosen, heard) for h in states) or _past(states[0], heard):
            continue
        asked = _before(heard, "ask", start, langs, ASKED)
        if (asked and not rule.asked) or (rule.may and _before(heard, "may", start, langs, NEAR, over=True)):
            continue
        actor = next((h.slot for h in chosen if h.slot in ("baby", "they")), None)
        who, named = _called(actor, heard) if actor else _who(states, heard, rule)
        danger = rule.danger.get(named, "" if named == "bystander" else rule.danger.get("any", ""))
        if danger in MILD and _before(heard, "if_ask", start, langs, NEAR):
            continue
        if danger:
            yield Flag(Danger(danger), who, rule.sign, asked)


def _together(rule: Rule, heard: Slotted) -> Iterator[tuple[Hit, ...]]:
    """The hits that fill the slots of `rule` together, MOST of each slot at most."""
    pools = [heard.of(*need)[:MOST] for need in rule.needs]
    if len(pools) == 1:
        yield from ((hit,) for hit in pools[0])
        return
    # What the others must stand near: the first slot, or in a row the second, which is the verb.
    centre = 1 if rule.order else 0
    for hit in pools[centre]:
        near = [pool if rule.message else [h for h in pool if _near(rule, hit, h, heard)] for n, pool in enumerate(pools) if n != centre]
        for others in product(*near):
            chosen = (*others[:centre], hit, *others[centre:])
            if _fits(rule, chosen):
                yield chosen


def _near(rule: Rule, a: Hit, b: Hit, heard: Slotted) -> bool:
    apart = heard.apart(a, b)
    return apart is not None and 0 <= apart <= rule.within


def _fits(rule: Rule, chosen: tuple[Hit, ...]) -> bool:
    """Whether no two of the hits overlap, their states are of one language, and their order is the rule's."""
    if len({h.lang for h in chosen if h.slot not in FREE and h.lang}) > 1 or (rule.order and chosen[0].start > chosen[1].start):
        return False
    return all(a.end <= b.start or b.end <= a.start for a, b in combinations(chosen, 2))


def _before(heard: Slotted, slot: str, hit: Hit, langs: Set[str], most: int, *, over: bool = False) -> bool:
    """Whether a hit of `slot` stands at most `most` words before `hit` in its sentence (`over`: or begins within it)."""
    sentence = heard.words.sentences[hit.start]
    for h in heard.of(slot):
        if h.lang not in langs:
            continue
        if heard.words.sentences[h.start] == sentence and h.start <= hit.start and hit.start - h.end <= most:
            return True
        if over and hit.start <= h.start < hit.end:
            return True
    return False


def _denied(hit: Hit, chosen: Sequence[Hit], heard: Slotted) -> bool:
    """Whether "no", "sin", "kein" before `hit` denies it, or a denial behind it does ("bukhar nahi")."""
    return any(_denies(no, hit, chosen, heard) for no in heard.of("not")) or any(
        (apart := heard.apart(hit, no)) is not None and no.start >= hit.end and apart <= 1 and not any(heard.words.breaks[hit.end : no.end])
        for no in heard.of("not_after")
    )


def _denies(no: Hit, hit: Hit, chosen: Sequence[Hit], heard: Slotted) -> bool:
    apart = heard.apart(no, hit)
    if (
        no.lang not in heard.langs(hit)
        or apart is None
        or no.end > hit.start
        or apart > DENIED
        or any(c.start <= no.start < c.end for c in chosen)
    ):
        return False
    between = range(no.end, hit.start)
    if any(o.start == no.start for o in heard.of("not_only")) or any(h.start in between for h in heard.of("but")):
        return False
    # "no fever, chills or pus" denies all three; "no, I have a fever" denies nothing.
    listed = all(any(h.start <= n < h.end for h in heard.of("or", "not", *_states())) for n in between)
    broken = any(heard.words.breaks[n] for n in (*between, hit.start))
    return listed or (not broken and apart <= 3)


def _past(hit: Hit, heard: Slotted) -> bool:
    """Whether `hit` is told of a time long past, and nothing says that it is so again."""

    def beside(slot: str) -> bool:
        return any((apart := heard.apart(hit, h)) is not None and apart <= PAST for h in heard.of(slot) if h.lang in heard.langs(hit))

    return beside("past") and not beside("now")


def _who(states: Sequence[Hit], heard: Slotted, rule: Rule) -> tuple[Who, str]:
    """Whom a state is of, and the key under which a rule names it: the nearest one named, before the state rather than behind it."""
    first, last = min(h.start for h in states), max(h.end for h in states)
    sentence = heard.words.sentences[first]
    found = []
    for rank, slot in enumerate(_PEOPLE):
        for h in heard.of(slot):
            behind = h.start >= last
            far = h.start - last + BEHIND if behind else max(0, first - h.end)
            if heard.words.sentences[h.start] == sentence and far <= rule.close and not (behind and rule.subject):
                found.append((far, rank, slot))
    if found:
        return _called(min(found)[2], heard)
    return (Who.UNKNOWN, "unknown") if rule.close < WHO or rule.subject else _anywhere(heard)


_PEOPLE = ("baby", "they", "adult", "bystander", "self")


def _called(slot: str, heard: Slotted) -> tuple[Who, str]:
    if slot == "they":
        other = next((s for s in ("adult", "bystander") if heard.of(s) and not heard.of("baby")), None)
        return (Who.ADULT, other) if other else (Who.BABY, "they")
    return (Who.ADULT, slot) if slot == "bystander" else (Who(slot), slot)


def _anywhere(heard: Slotted) -> tuple[Who, str]:
    """Nobody is named in the sentence: the one whom the message names, if it is one."""
    slots = [slot for slot in _PEOPLE if heard.of(slot)]
    return _called(slots[0], heard) if len(slots) == 1 else (Who.UNKNOWN, "unknown")


@cache
def rules() -> tuple[Rule, ...]:
    """The rules, in their file's order."""
    from glidecheck.lexicon import load

    return tuple(serialise.built(Rule, r) for r in load().red_flags["rules"])


@cache
def _states() -> tuple[str, ...]:
    return tuple(sorted({slot for rule in rules() for need in rule.needs for slot in need} - FREE))
