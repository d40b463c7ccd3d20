"""Values of `model` as JSON and back: how a report is kept. Fields that have their default are left out; unknown ones are passed over."""

from __future__ import annotations

import types
import typing
from collections.abc import Callable
from dataclasses import MISSING, fields, is_dataclass
from decimal import Decimal
from enum import Enum
from functools import cache
from typing import Any, TypeVar

T = TypeVar("T")
_Load = Callable[[Any], Any]


def dump(value: Any) -> Any:
    """`value` (a dataclass, tuple, enum, Decimal or plain value) as JSON."""
    if is_dataclass(value) and not isinstance(value, type):
        out = {}
        for name, default in _defaults(type(value)):
            held = getattr(value, name)
            if held is not default and held != default:
                out[name] = dump(held)
        return out
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, tuple | list):
        return [dump(v) for v in value]
    return str(value) if isinstance(value, Decimal) else value


def load(kind: type[T], data: Any) -> T:
    """The value of the dataclass `kind` that `dump` wrote."""
    hint: Any = kind
    loaded: T = _loader(hint)(data)
    return loaded


@cache
def _defaults(kind: type) -> tuple[tuple[str, Any], ...]:
    return tuple((f.name, f.default) for f in fields(kind))


@cache
def _loader(hint: Any) -> _Load:
    """What makes a value of the type `hint` of JSON."""
    if is_dataclass(hint) and isinstance(hint, type):
        return _dataclass(hint)
    origin, args = typing.get_origin(hint), typing.get_args(hint)
    if origin in (typing.Union, types.UnionType):
        (one,) = (_loader(a) for a in args if a is not type(None))
        return lambda v: None if v is None else one(v)
    if origin is tuple:
        if len(args) == 2 and args[1] is Ellipsis:
            each = _loader(args[0])
            return lambda v: tuple(map(each, v))
        parts = [_loader(a) for a in args]
        return lambda v: tuple(part(item) for part, item in zip(parts, v, strict=True))
    if isinstance(hint, type) and issubclass(hint, Enum | Decimal):
        return hint
    return float if hint is float else lambda v: v


def _dataclass(kind: type) -> _Load:
    hints = typing.get_type_hints(kind)
    # A field that no report kept here fills (a Protocol, such as a line's evidence) is never met, and has no loader.
    needed = {f.name for f in fields(kind) if f.default is MISSING and f.default_factory is MISSING}
    loaders: dict[str, _Load] = {}

    def build(data: dict[str, Any]) -> Any:
        given = {}
        for name, value in data.items():
            if name in hints:
                if name not in loaders:
                    loaders[name] = _loader(hints[name])
                given[name] = loaders[name](value)
        if missing := needed - given.keys():
            raise ValueError(f"{kind.__name__} without {', '.join(sorted(missing))}")
        return kind(**given)

    return build
