"""Red flags: what is urgent in a message, found before anything else is asked of it.

The message is read as slots (`slotted`): who it is about, states, verbs, substances, denials. Rules (`flag_rules`) say which slots
together are which danger. When in doubt a flag counts; what excuses one is a denial beside it, a time long past, a plain question about
signs, or an everyday phrase ("baby blue").
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace

from glidecheck.chat.emergency import country_named
from glidecheck.chat.flag_rules import apply, rules
from glidecheck.chat.flags import Danger, Flag, Who
from glidecheck.chat.slotted import Slotted, hear
from glidecheck.chat.state import State

__all__ = ["Danger", "Flag", "Who", "find", "kept", "remember"]

HOUR = 3600.0  # seconds for which what was said before is part of what is said now
FESTERS = frozenset({"pus", "wound", "streak"})
"""Signs of an infection that a swollen face goes with."""
BRIEF = 7  # words up to which a message can be about what was said before

_GRAVITY = {danger: n for n, danger in enumerate(Danger)}


def find(text: str, state: State | None = None, now: float | None = None) -> tuple[Flag, ...]:
    """The red flags of `text`, the gravest first; empty where there is none.

    `state` is what was said before in this chat: within an hour, "what number?" means the flags of before, and a state counts by what was
    on the skin then. `now` in seconds since 1970, None for a state that is fresh.
    """
    state = state or State()
    fresh = now is None or now - state.alarm_at < HOUR
    heard = hear(text, state.context if now is None or now - state.context_at < HOUR else ())
    flags = _festering({f for rule in rules() for f in apply(rule, heard)}, heard)
    found = tuple(sorted(flags, key=lambda f: (_GRAVITY[f.danger], f.who, f.sign)))
    return found or (_again(heard, state) if fresh else ())


def _festering(flags: set[Flag], heard: Slotted) -> set[Flag]:
    """`flags` without a swollen face where pus, or what else festers, says why it swells; a swollen mouth, hives or a throat stay."""
    festers = any(f.danger is Danger.INFECTION and f.sign in FESTERS and not f.asked for f in flags)
    return {f for f in flags if f.sign != "face" or f.danger is not Danger.ALLERGY} if festers and not heard.of("mouthpart") else flags


def remember(text: str, flags: Sequence[Flag], state: State, now: float) -> State:
    """`state` with what of `text` counts for the next messages of an hour: the flags, and whether numbing cream or a product was named."""
    named = tuple(s for s in ("numbing", "substance", "treated") if hear(text, ()).slots.get(s))
    if flags:
        state = replace(state, country=country_named(text) or state.country)
        state = replace(state, alarm=tuple(f"{f.danger} {f.who} {f.sign}" for f in flags), alarm_at=now)
    if named:
        old = state.context if now - state.context_at < HOUR else ()
        state = replace(state, context=tuple(dict.fromkeys((*old, *named))), context_at=now)
    return state


def kept(state: State) -> tuple[Flag, ...]:
    """The flags that were answered last."""
    before: list[Flag] = []
    for entry in state.alarm:
        with suppress(ValueError):  # what another version kept
            danger, who, sign = entry.split()
            before.append(Flag(Danger(danger), Who(who), sign))
    return tuple(before)


def _again(heard: Slotted, state: State) -> tuple[Flag, ...]:
    """The flags of before, where a short message is about them still, or says whom they are about."""
    before = kept(state)
    if not before:
        return ()
    who = Who.BABY if heard.of("baby", "they") else Who.SELF if heard.of("self") else Who.UNKNOWN
    if len(heard.words.tokens) <= BRIEF and who is not Who.UNKNOWN and all(f.who is Who.UNKNOWN for f in before):
        return tuple(Flag(f.danger, who, f.sign) for f in before)
    if country_named(heard.text):
        return tuple(before)
    same = len(heard.words.tokens) <= BRIEF and heard.of("mouthpart", "facepart", "part", "breast", "eye")
    return tuple(before) if same or heard.of("more") else ()
