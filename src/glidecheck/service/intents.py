"""Intents as JSON and back: how they wait for their answer, and how they go to a reading process."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from glidecheck.audit import values
from glidecheck.chat.hear import Intent


def dump(intent: Intent) -> dict[str, Any]:
    """`intent` as plain JSON."""
    return asdict(intent)


def load(data: dict[str, Any]) -> Intent:
    """The intent that `dump` wrote, without what another version wrote besides."""
    return values.load(Intent, data)
