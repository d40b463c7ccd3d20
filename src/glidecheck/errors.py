"""The error tree, each with its exit code and a next step.

    GlidecheckError (70)
    |- InputError (3)        a photo or text that cannot be used: missing, unreadable, too large, of a kind we refuse
    |- UsageError (2)        options that contradict one another
    |- LexiconError (4)      lexicon, rules or policy do not hold together; names the file, the entry and what to write
    |- EngineMissing (5)     an OCR engine that is not installed
    |- EngineFailed (3)      an engine that broke on one picture
    |- StoreError (6)        database locked, of a newer version, or out of reach
    `- ServiceError (6)      a server or platform that cannot be reached

A label without a list is no error but a reading (`no_list`). Only the faces (cli, service) turn errors into exits or statuses.
"""

from __future__ import annotations

from enum import IntEnum
from typing import ClassVar, TypeVar

from glidecheck.model import Message


class Exit(IntEnum):
    """What the process tells a script."""

    GLIDE = 0
    FOUND = 1
    USAGE = 2
    UNJUDGED = 3
    LEXICON = 4
    ENGINE = 5
    STORE = 6
    BUG = 70
    INTERRUPTED = 130


class GlidecheckError(Exception):
    """Something a person can mend. `str(error)` is the reason in one line, `next` what to do about it."""

    exit: ClassVar[Exit] = Exit.BUG
    passing: ClassVar[bool] = False
    """Whether the same may work when it is tried again later, without anybody mending anything."""

    def __init__(self, reason: str, next: str) -> None:  # noqa: A002 - the word the JSON contract uses
        super().__init__(reason)
        self.next = next

    @property
    def reason(self) -> str:
        """`str(error)`, in the form that can still be said in another language where it has one."""
        given = self.args[0]
        return given if isinstance(given, Message) and given == str(self) else str(self)

    def __str__(self) -> str:
        return " ".join(str(self.args[0]).split())


class InputError(GlidecheckError):
    exit = Exit.UNJUDGED


class UsageError(GlidecheckError):
    exit = Exit.USAGE


class LexiconError(GlidecheckError):
    exit = Exit.LEXICON


class EngineMissing(GlidecheckError):  # noqa: N818 - the house names states, not "errors"
    exit = Exit.ENGINE


class EngineFailed(GlidecheckError):  # noqa: N818
    exit = Exit.UNJUDGED


class StoreError(GlidecheckError):
    exit = Exit.STORE


class ServiceError(GlidecheckError):
    exit = Exit.STORE
    passing = True


_Error = TypeVar("_Error", bound=GlidecheckError)


def bare(error: _Error) -> _Error:
    """`error` without the frames that it came through. One that is kept keeps them, and they what they worked on (of a photo of 60
    megapixels half a gigabyte), until the collector happens to come."""
    link: BaseException | None = error
    while link is not None:
        link.__traceback__ = None
        link = link.__cause__ or link.__context__
    error.__context__ = error.__cause__ = None
    return error
