"""What a whole message is beside a question, in eleven languages: a command, "I already used it", a feeling after that.

The patterns are data (lexicon/chat/asks.yaml) and read flat text (`heard.flat`).
"""

from __future__ import annotations

import re
from functools import cache

from glidecheck.chat.heard import flat
from glidecheck.chat.tongue import LANGUAGES, named
from glidecheck.chat.wordlists import words_of

_FEW = 5  # words of a message that only names a part of the body


def command(text: str) -> tuple[str, str | None] | None:
    """The command that the whole message is: ("help", None), ("forget", None), ("language", its code, None where none is known) or
    ("undo", what is to be undone, None where nothing is named)."""
    said = flat(text).strip().rstrip("!.? ").lstrip("! ").strip("\u00bf\u00a1 ")
    slashed = said.startswith("/")
    said = re.sub(r"^/(\w+)@\w+", r"/\1", said)  # Telegram groups: /help@some_bot
    bare = said.removeprefix("/").strip()
    language = _pattern("language", r"/?(?:{})\b[ :]*(?P<which>[^\W\d_][\w -]*)?").fullmatch(said)
    if language and (slashed or named(language["which"] or "")):
        return "language", named(language["which"] or "")
    if slashed and bare in LANGUAGES:
        return "language", bare
    if _pattern("forget").fullmatch(bare):
        return "forget", None
    if undo := _pattern("undo", r"(?:{})(?: (?P<which>.+))?").fullmatch(bare):
        return "undo", undo["which"]
    if _pattern("help").fullmatch(bare) or (not bare and text.strip()) or slashed:
        return "help", None
    return None


def everything(text: str) -> bool:
    """Whether `text` (flat) is a word for all that there is."""
    return bool(_pattern("undo_all").fullmatch(text))


def used(text: str) -> bool:
    """Whether `text` says that a product is on the skin already."""
    return bool(_pattern("used").search(flat(text)))


def may(text: str) -> bool:
    """Whether `text` asks whether something may be used."""
    return bool(_pattern("may").search(flat(text).strip("\u00bf\u00a1 ")))


def supposed(text: str) -> bool:
    """Whether `text` says that it is only asked what would be, and that nothing has happened."""
    heard = flat(text)
    return bool(_pattern("only_asked").search(heard) and _pattern("supposed").search(heard))


def unwell(text: str, *, again: bool) -> bool:
    """Whether `text` tells of a feeling that may be too much of what was used; `again` says that such a feeling was told before, so that
    naming a part of the body is enough."""
    heard = flat(text)
    if _pattern("unwell").search(heard):
        return True
    return again and len(heard.split()) <= _FEW and bool(_pattern("parts").search(heard))


def joints(text: str) -> list[tuple[int, int]]:
    """The spans of `text` at which one question may end and another begin."""
    heard = flat(text)
    return [m.span() for m in _pattern("joints").finditer(heard)] if len(heard) == len(text) else []


@cache
def _pattern(kind: str, frame: str = "(?:{})") -> re.Pattern[str]:
    return re.compile(frame.replace("{}", "|".join(words_of("asks")[kind])))
