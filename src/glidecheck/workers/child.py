"""How a child process lives: it answers requests on stdin until its parent is gone, and dies with it."""

from __future__ import annotations

import contextlib
import ctypes
import os
import queue
import signal
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from glidecheck.errors import EngineMissing, GlidecheckError, InputError, LexiconError
from glidecheck.workers import messages

STOPS: dict[str, type[GlidecheckError]] = {"engine": EngineMissing, "lexicon": LexiconError}
"""Failures that are the same for every photo, and the error that they are in the parent."""

Reply = tuple[messages.Message, list[bytes]]
Request = tuple[messages.Message, list[bytes]]


def serve(answer: Callable[[messages.Message, list[bytes]], Reply], *, nice: int = 0) -> int:
    """Answers every request until the parent is gone; the process's exit code. `nice` lowers its priority."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to answer
    parent = os.getppid()
    _die_with_parent()
    if os.getppid() != parent:
        return 1
    if nice and hasattr(os, "nice"):
        os.nice(nice)
    # What a library prints must not stand between two messages.
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    messages.send(out, {"ready": True})
    for header, blobs in iter(_requests(sys.stdin.buffer), None):
        told, parts = answer(header, blobs)
        try:
            messages.send(out, {**told, "rss_mb": rss_mb()}, parts)
        except OSError:
            return 1
    return 0


def answered(handle: Callable[[messages.Message, list[bytes]], Reply], header: messages.Message, blobs: list[bytes]) -> Reply:
    """What is to be said to a request: what `handle` makes of it, or why there is nothing.

    `failed` is "engine" or "lexicon" (the same for every photo), "photo", "passing" (worth another try) or "bug".
    """
    try:
        return handle(header, blobs)
    except EngineMissing as error:
        return failure("engine", error), []
    except LexiconError as error:
        return failure("lexicon", error), []
    except GlidecheckError as error:
        return failure("passing" if error.passing else "photo", error), []
    except MemoryError:
        return failure("passing", InputError("there was not enough memory to read it", "Read fewer at once, or a smaller picture.")), []
    except Exception as error:  # noqa: BLE001 - told and counted as a bug; the process lives on for the next photo
        reason = f"a bug of glidecheck ({type(error).__name__}: {error})"
        return failure("bug", InputError(reason, "Please report it, with the photo if you can.")), []


def failure(kind: str, error: GlidecheckError) -> messages.Message:
    """A failure as it is told to the parent."""
    return {"failed": kind, "error": type(error).__name__, "reason": str(error), "next": error.next}


def rss_mb() -> int:
    """Megabytes of memory that this process holds; 0 where that cannot be told."""
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[1])
    except (OSError, ValueError, IndexError):
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE") // 2**20


def _requests(pipe: BinaryIO) -> Callable[[], Request | None]:
    """Gives back what gets the next request. A thread reads ahead: it sees the parent go while a photo is being read."""
    waiting: queue.SimpleQueue[Request | None] = queue.SimpleQueue()

    def watch() -> None:
        while (got := messages.receive(pipe)) is not None:
            waiting.put(got)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
    return waiting.get


def _die_with_parent() -> None:
    """The kernel's part on Linux, for a child deep in a library; the thread that watches the pipe does it elsewhere."""
    if sys.platform == "linux":
        with contextlib.suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG
        with contextlib.suppress(OSError):  # when memory runs out, this process goes, and not its parent
            Path("/proc/self/oom_score_adj").write_text("800")
