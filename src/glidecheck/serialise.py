"""Values as JSON and back: the one writer and reader of kept readings, reports, orders, intents and talks.

By pydantic, which is here for the lexicon's schema anyway, knows frozen dataclasses, enums and Decimal as they are, checks what it reads,
and is three times as fast as what stood here before. Fields that have their default are left out; unknown ones are passed over, so that
a service that is rolled back understands what the newer one wrote. What is kept for longer than a process carries its format's version.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import is_dataclass
from functools import cache
from types import NoneType, UnionType
from typing import TYPE_CHECKING, Any, TypeVar, get_args, get_origin, get_type_hints

if TYPE_CHECKING:
    from pydantic import TypeAdapter

T = TypeVar("T")
SCHEMA = "schema"


class OtherForm(ValueError):  # noqa: N818 - the house names states
    """Kept in another form, or by another version, than the one that was asked for."""


def dump(value: Any, form: str = "") -> dict[str, Any]:
    """The dataclass `value` as JSON, with the version of its `form` where one is named."""
    kind: Any = type(value)
    (told,) = _adapter(kind).dump_python((value,), mode="json", exclude_defaults=True)
    return {SCHEMA: form, **told} if form else dict(told)


def load(kind: type[T], data: Any, form: str = "") -> T:
    """The value of the dataclass `kind` that `dump` wrote. Raises OtherForm (a ValueError) where `form` is another; ValueError."""
    if form and (not isinstance(data, Mapping) or data.get(SCHEMA) != form):
        raise OtherForm(f"{data.get(SCHEMA)!r} for {form!r}" if isinstance(data, Mapping) else f"no {form!r}")
    from pydantic import ValidationError

    hint: Any = kind
    try:
        (value,) = _adapter(hint).validate_python((data,))
    except ValidationError as error:  # without what was given: a talk's words are nobody's business
        fault = error.errors(include_url=False, include_input=False)[0]
        raise ValueError(f"{kind.__name__}{''.join(f'.{step}' for step in fault['loc'][1:])}: {fault['msg'].lower()}") from None
    loaded: T = value
    return loaded


def built(kind: Any, told: Any) -> Any:
    """Plain JSON as a value of the type `kind`, unchecked: an object as its dataclass, a list as its set or tuple, a text as its enum or
    decimal. For what the lexicon's build has checked, which every run reads: loading pydantic would take longer."""
    if is_dataclass(kind):
        return kind(**{name: built(_hints(kind)[name], value) for name, value in told.items()})  # type: ignore[operator, arg-type]
    outer, inner = get_origin(kind), get_args(kind)
    if outer in (frozenset, tuple):
        return outer(built(inner[0], each) for each in told)
    if outer is UnionType:
        return built(next(each for each in inner if each is not NoneType), told)
    return kind(told) if outer is None else told


@cache
def _hints(kind: Any) -> dict[str, Any]:
    return get_type_hints(kind)


@cache
def _adapter(kind: Any) -> TypeAdapter[Any]:
    from pydantic import ConfigDict, TypeAdapter

    # A Protocol among the fields, such as a line's evidence, is arbitrary to pydantic. The tuple carries the setting: a dataclass cannot.
    return TypeAdapter(tuple[kind], config=ConfigDict(arbitrary_types_allowed=True, ser_json_inf_nan="constants"))
