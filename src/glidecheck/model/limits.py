"""Numbers with their units and origins: a stage's limits are one frozen dataclass of such fields."""

from __future__ import annotations

from dataclasses import field
from typing import Any


def measured(value: Any, unit: str, origin: str, script: str = "") -> Any:
    """A field of a table of limits: its `value` and `unit`, where it comes from, and the script that measures it again."""
    return field(default=value, metadata={"unit": unit, "origin": origin, "script": script})
