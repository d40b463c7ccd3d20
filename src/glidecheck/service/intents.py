"""Intents as JSON and back: how they wait for their answer, and how they go to a reading process."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from glidecheck.chat.hear import Intent, What
from glidecheck.chat.model import Media
from glidecheck.chat.names import Asked
from glidecheck.chat.red_flags import Danger, Flag, Who
from glidecheck.chat.topics import Follow, Topic


def dump(intent: Intent) -> dict[str, Any]:
    """`intent` as plain JSON."""
    return asdict(intent)


def load(data: dict[str, Any]) -> Intent:
    """The intent that `dump` wrote."""
    return Intent(
        **{
            **data,
            "what": What(data["what"]),
            "ids": tuple(data["ids"]),
            "media": tuple(Media(**m) for m in data["media"]),
            "names": tuple(Asked(n["name"], n["known"]) for n in data["names"]),
            "topics": tuple(map(Topic, data["topics"])),
            "follow": Follow(data["follow"]) if data["follow"] else None,
            "flags": tuple(Flag(Danger(f["danger"]), Who(f["who"]), f["sign"], f["asked"]) for f in data["flags"]),
            "replies_to": tuple(data["replies_to"]),
        }
    )
