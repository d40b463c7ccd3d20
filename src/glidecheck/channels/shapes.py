"""Reading a payload without trusting it: every step down says what is wrong, and none can raise anything but BadPayload.

Texts are cleaned of what no store takes (NUL, lone surrogates); ids are refused where they are longer than any platform's.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any
from urllib.parse import parse_qsl

from glidecheck.channels.base import MAX_ID, BadPayload
from glidecheck.chat.model import Kind, Media

MAX_TEXT = 20_001
"""Characters of a message that are kept: one more than a pasted label may have (`pipeline.LIMITS.max_text`). A longer one is
known for too long, and never judged by its first part."""
MAX_FIELDS = 300
"""Of a form: Twilio sends some 30."""

Object = dict[str, Any]


def decoded(body: bytes) -> str:
    """The body as text. Raises BadPayload."""
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        raise BadPayload("the body is not UTF-8") from None


def json_object(body: bytes) -> Object:
    """The body as a JSON object. Raises BadPayload, also for one nested a thousand deep."""
    try:
        found = json.loads(decoded(body), parse_constant=_constant)
    except RecursionError:
        raise BadPayload("the JSON is nested too deep") from None
    except ValueError:
        raise BadPayload("the body is not JSON") from None
    if not isinstance(found, dict):
        raise BadPayload("the body is not a JSON object")
    return found


def form(body: bytes) -> Object:
    """The fields of a form, each once (the first counts). Raises BadPayload."""
    try:
        pairs = parse_qsl(decoded(body), keep_blank_values=True, max_num_fields=MAX_FIELDS, errors="replace")
    except ValueError:
        raise BadPayload("the form has too many fields") from None
    out: Object = {}
    for name, value in pairs:
        out.setdefault(name, value)
    return out


def obj(parent: Object, name: str) -> Object:
    """The object `name` of `parent`. Raises BadPayload where it is missing or something else."""
    found = parent.get(name)
    if not isinstance(found, dict):
        raise BadPayload(f"{name} is not an object")
    return found


def objects(parent: Object, name: str) -> list[Object]:
    """The objects of the list `name`, none where it is missing. Raises BadPayload."""
    found = parent.get(name)
    if found is None:
        return []
    if not isinstance(found, list) or not all(isinstance(item, dict) for item in found):
        raise BadPayload(f"{name} is not a list of objects")
    return found


def maybe(parent: Object, name: str) -> Object:
    """The object `name`, empty where it is missing or something else: for what the answer does not hang on."""
    found = parent.get(name)
    return found if isinstance(found, dict) else {}


def text(parent: Object, name: str) -> str:
    """The text `name`, "" where it is missing, at most MAX_TEXT characters. Raises BadPayload where it is something else."""
    found = parent.get(name)
    if found is None:
        return ""
    if not isinstance(found, str):
        raise BadPayload(f"{name} is not a text")
    return clean(found)[:MAX_TEXT]


def word(parent: Object, name: str) -> str:
    """A short text the answer does not hang on (a type, a language), "" where it is missing or something else."""
    found = parent.get(name)
    return clean(found)[:MAX_ID] if isinstance(found, str) else ""


def ident(parent: Object, name: str) -> str:
    """An id. Raises BadPayload where it is missing, empty, longer than MAX_ID, or neither a text nor a whole number."""
    found = parent.get(name)
    if isinstance(found, int) and not isinstance(found, bool) and abs(found) < 1 << 63:
        return str(found)
    if not isinstance(found, str) or not found or len(found) > MAX_ID or clean(found) != found or not found.isprintable():
        raise BadPayload(f"{name} is not an id")
    return found


def number(parent: Object, name: str) -> float | None:
    """A number (a text of digits counts), None where it is missing, no number, below 0, or larger than any size or time."""
    found = parent.get(name)
    if isinstance(found, str) and found.isascii() and found.isdigit() and len(found) < 18:
        found = int(found)
    if isinstance(found, bool) or not isinstance(found, int | float):
        return None
    try:
        value = float(found)
    except OverflowError:
        return None
    return value if 0 <= value < 1e15 else None


def kind_of(photos: Sequence[Media], others: bool, words: str) -> Kind:
    """What a message with these photos, with `others` files or without, and with these words is."""
    if photos:
        return Kind.PHOTO
    return Kind.OTHER if others or not words.strip() else Kind.TEXT


def clean(words: str) -> str:
    """`words` without NUL and lone surrogates, which no database takes."""
    if words.isascii() and "\0" not in words:
        return words
    return words.encode("utf-16", "surrogatepass").decode("utf-16", "replace").replace("\0", "")


def _constant(name: str) -> float:
    raise ValueError(name)  # NaN and Infinity are no JSON
