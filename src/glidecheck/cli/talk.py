"""A talk with the bot over stdin and stdout: with a person, or with a program, one JSON object a line."""

from __future__ import annotations

import json
import shlex
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from glidecheck.chat.session import Session
from glidecheck.cli import ending
from glidecheck.errors import Exit, InputError

MAX_LINE = 4 * 2**20
"""Bytes of one line: the longest list is under 10 kB."""

_PHOTOS = frozenset((".jpg", ".jpeg", ".png", ".webp", ".heic", ".heif", ".tif", ".tiff"))


@dataclass(frozen=True, slots=True)
class Line:
    """One message. `photos` are paths; `language` is the code a platform would tell, None where it tells none."""

    chat: str
    text: str = ""
    photos: tuple[str, ...] = ()
    language: str | None = None


def lines(session: Session, language: str | None) -> Exit:
    """Answers every line of stdin. One that cannot be used gets an object with `error` and a line on stderr; the others lose nothing."""
    reached = Exit.GLIDE
    for number, data in enumerate(_stdin(), 1):
        if not data.strip():
            continue
        chat = _chat_of(data)
        try:
            line = parse(data)
            said = session.say(line.chat, line.text, line.photos, line.language or language)
            _object({"chat": line.chat, "answers": [a.text for a in said]})
        except InputError as error:
            reason = f"{str(error).rstrip('.')}. {error.next}"
            ending.say(f"line {number}: {reason}")
            _object({"chat": chat, "answers": [], "error": reason})
            reached = Exit.UNJUDGED
    return reached


def parse(data: bytes) -> Line:
    """The message that one line of JSON is. Raises InputError."""
    example = 'Write {"chat": "a", "text": "is retinal ok?"} on one line.'
    if len(data) > MAX_LINE:
        raise InputError("a line is longer than 4 MB", "Send one message a line.")
    try:
        told = json.loads(data)
    except (ValueError, RecursionError):
        raise InputError("this is no JSON", example) from None
    if not isinstance(told, dict) or not isinstance(told.get("chat"), str | int) or isinstance(told.get("chat"), bool):
        raise InputError("this is no object with a chat", example)
    text, photos, language = told.get("text") or "", told.get("photos") or [], told.get("language")
    if not isinstance(text, str):
        raise InputError("text is no text", example)
    if not isinstance(photos, list) or not all(isinstance(p, str) and p for p in photos):
        raise InputError("photos is no list of paths", 'Write "photos": ["front.jpg"].')
    if language is not None and not isinstance(language, str):
        raise InputError("language is no code", 'Write "language": "es".')
    strange = sorted(told.keys() - {"chat", "text", "photos", "language"})
    if strange:
        raise InputError(f"{strange[0]} means nothing here", "A line has chat, text, photos and language.")
    # A lone surrogate is no letter: it can neither be matched nor written.
    return Line(str(told["chat"]), text.encode("utf-8", "replace").decode("utf-8"), tuple(photos), language)


def _chat_of(data: bytes) -> Any:
    """The chat of a line that may be damaged, None where it tells none."""
    try:
        chat = json.loads(data)["chat"]
    except (ValueError, TypeError, KeyError, RecursionError):
        return None
    return chat if isinstance(chat, str | int) else None


def person(session: Session, language: str | None) -> Exit:
    """Talks until an empty line or the end of stdin."""
    asked = sys.stdin is not None and sys.stdin.isatty()
    reached = Exit.GLIDE
    if asked:
        _out("Ask about a product, or give the path of a photo. An empty line ends.")
    stdin = _stdin()
    while True:
        if asked:
            print("> ", end="", file=sys.stderr, flush=True)
        data = next(stdin, b"")
        if not data.strip():
            return reached
        text, photos = typed(data.decode("utf-8", "replace").strip())
        try:
            for one in session.say("here", text, photos, language):
                _out(one.text + "\n")
        except InputError as error:
            ending.say(f"{str(error).rstrip('.')}. {error.next}")
            reached = Exit.UNJUDGED


def typed(line: str) -> tuple[str, tuple[str, ...]]:
    """A typed line as its words and the photos in it: the words that are the path of a picture's file."""
    try:
        words = shlex.split(line)
    except ValueError:  # an apostrophe is no quote
        words = line.split()
    photos = tuple(w for w in words if Path(w).suffix.lower() in _PHOTOS and Path(w).is_file())
    return (" ".join(w for w in words if w not in photos), photos) if photos else (line, ())


def _stdin() -> Iterator[bytes]:
    """The lines of stdin; of one that is too long only so much that it shows."""
    if sys.stdin is None:
        return
    stream = sys.stdin.buffer
    while line := stream.readline(MAX_LINE + 2):
        rest = line
        while rest and not rest.endswith(b"\n"):
            rest = stream.readline(MAX_LINE + 2)
        yield line


def _object(told: dict[str, Any]) -> None:
    unicode = (getattr(sys.stdout, "encoding", None) or "").lower().replace("-", "") == "utf8"
    _out(json.dumps(told, ensure_ascii=not unicode))


def _out(text: str) -> None:
    """A text on stdout at once, whatever letters it can show."""
    ending.write(*text.split("\n"), at_once=True)
