"""Intents as JSON and back: how they wait for their answer, and how they go to a reading process.

What another version wrote is understood as far as it goes: what was urgent stays urgent, and nobody is left without a word.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from glidecheck import serialise
from glidecheck.chat.intents import Intent, What
from glidecheck.chat.red_flags import Danger, Flag, Who

FORM = "glidecheck.intent/1"
_BARE = ("language", "channel", "chat", "ids", "reply")
"""Fields that every version has, and that an answer needs."""

_SIGNS = {"baby": Danger.BABY_ILL, "face": Danger.ALLERGY, "redness": Danger.INFECTION, "fever": Danger.INFECTION, "pus": Danger.INFECTION}
"""What the first version called its signs; all others were those of too much numbing agent."""


def dump(intent: Intent) -> dict[str, Any]:
    """`intent` as plain JSON."""
    return serialise.dump(intent, FORM)


def load(data: Mapping[str, Any]) -> Intent:
    """The intent that `dump` wrote.

    One of another version that cannot be understood whole is OTHER: the person is asked to send it again. One that is URGENT stays so.
    """
    urgent = data.get("what") == What.URGENT
    try:
        intent = serialise.load(Intent, data)
    except (ValueError, TypeError, KeyError, AttributeError):
        bare = {name: data[name] for name in _BARE if name in data}
        intent = serialise.load(Intent, {**bare, "what": What.URGENT if urgent else What.OTHER})
    return replace(intent, flags=_flags(data)) if urgent and not intent.flags else intent


def _flags(data: Mapping[str, Any]) -> tuple[Flag, ...]:
    """What is urgent, of an intent that says so in other words than ours: the gravest that it can be."""
    signs = [str(s) for s in data.get("signs") or () if isinstance(s, str)]
    dangers = dict.fromkeys(_SIGNS.get(s, Danger.TOXIC) for s in signs) or {Danger.BABY_ILL: None}
    return tuple(Flag(danger, Who.UNKNOWN, "unknown") for danger in dangers)
