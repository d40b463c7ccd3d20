"""What `--trace` prints: every stage's value, short enough to read and long enough to see where a name was lost."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import MISSING, Field, fields, is_dataclass
from decimal import Decimal
from enum import Enum
from typing import Any

from glidecheck.model import Box, Line, Match, Mention, Photo, Substance
from glidecheck.report.view import plain

_WIDTH = 160  # columns up to which a value stays on one line


def readable(stage: str, value: object) -> str:
    """`value` of `stage` in lines: a heading, then one line a small value, indented. Fields at their defaults are left out."""
    return "\n".join([f"== {stage}", *_lines(value, 1)])


def _lines(value: object, depth: int, label: str = "") -> Iterator[str]:
    pad = "  " * depth + label
    short = _short(value)
    if len(pad) + len(short) <= _WIDTH:
        yield pad + short
    elif is_dataclass(value) and not isinstance(value, type):
        yield pad + type(value).__name__
        for name, part in _told(value):
            yield from _lines(part, depth + 1, f"{name}: ")
    elif isinstance(value, list | tuple | set | frozenset):
        yield f"{pad}{len(value)}:"
        for part in value:
            yield from _lines(part, depth + 1, "- ")
    else:
        yield pad + short


def _told(value: Any) -> Iterator[tuple[str, object]]:
    for f in fields(value):
        part = getattr(value, f.name)
        if f.repr and not _is_default(f, part):
            yield f.name, part


def _is_default(f: Field[Any], part: object) -> bool:
    return f.default is not MISSING and (part is f.default or (type(part) is type(f.default) and part == f.default))


def _short(value: object) -> str:
    match value:
        case str() if not isinstance(value, Enum):
            return repr(plain(value))
        case Enum():
            return str(value.value)
        case float():
            return f"{value:.3g}" if abs(value) < 1000 else f"{value:.0f}"
        case Decimal():
            return f"{value:f}"
        case Box():
            return f"[{value.left:.0f} {value.top:.0f} {value.right:.0f} {value.bottom:.0f}]"
        case Photo():
            height, width = value.pixels.shape[:2]
            quality = f"sharpness {value.quality.sharpness:.0f}, glare {value.quality.glare:.3f}"
            return f"{plain(value.source)} {width} x {height}, {quality}, sha256 {value.sha256[:12]}"
        case Line():
            place = f"{_short(value.box)} " if value.box else ""
            return f"{place}{value.confidence:.2f} {plain(value.text)!r} ({value.reader}, photo {value.photo + 1})"
        case Substance():
            return f"{value.name} ({', '.join((*value.classes, value.role.value))})"
        case Mention():
            amount = f" {plain(value.amount.printed)!r}" if value.amount else ""
            readers = f" ({', '.join(value.readers)})" if value.readers else ""
            return f"{value.position}. {value.section.value} {plain(value.printed)!r}{amount} {value.confidence:.2f}{readers}"
        case Match():
            found = " + ".join(_short(s) for s in value.substances) or "unknown"
            rest = f", next {plain(value.runner_up)}" if value.runner_up else ""
            may = f", may be {' or '.join(s.name for s in value.candidates)}" if value.candidates else ""
            return f"{_short(value.mention)} = {found}, {value.method.value} {value.score:.2f}{rest}{may}"
        case list() | tuple() | set() | frozenset():
            return f"[{', '.join(_short(v) for v in value)}]"
    if is_dataclass(value) and not isinstance(value, type):
        return f"{type(value).__name__}({', '.join(f'{n}={_short(v)}' for n, v in _told(value))})"
    return plain(str(value)) if value is None or isinstance(value, int | bool) else _clipped(repr(value))


def _clipped(words: str) -> str:
    clean = plain(words)
    return clean if len(clean) <= _WIDTH else f"{clean[:_WIDTH]}..."
