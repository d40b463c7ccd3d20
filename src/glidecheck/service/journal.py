"""A line in a file for each message that is out, written the moment the platform has taken it.

The store is told right after; but it may be locked, busy or away just then, and a kill in those milliseconds would double the message. One
write to a file takes microseconds and waits for nobody. What stands there is read when a service starts, and before the chats of a dead one
are let go: it is a fact whoever noted it. On several machines a service sees the files of its own machine alone.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from glidecheck.service.logs import LOG

ENDING = ".sent"
LARGE = 262_144
"""Bytes from which the file is begun anew, once all that stands in it is in the store."""


class Journal:
    """The files in `folder`; ours is called by the name of our slot."""

    def __init__(self, folder: Path, slot: str) -> None:
        self._folder = folder
        self._path = folder / f"{slot}{ENDING}"
        self._lock = threading.Lock()
        self._open: set[str] = set()
        self._handle: int | None = None

    def begin(self) -> None:
        """From now on `note` writes. What stood in our file must have been taken up."""
        with suppress(OSError):  # without it everything works, but for those milliseconds
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._handle = os.open(self._path, os.O_CREAT | os.O_WRONLY | os.O_APPEND | os.O_TRUNC, 0o600)

    def note(self, id_: str, count: int) -> None:
        """So many messages of an answer are out."""
        with self._lock:
            self._open.add(id_)
            if self._handle is not None:
                with suppress(OSError):
                    os.write(self._handle, f"{id_} {count}\n".encode("ascii"))

    def noted(self, id_: str) -> None:
        """The store knows."""
        with self._lock:
            self._open.discard(id_)
            if self._handle is not None and not self._open:
                with suppress(OSError):
                    if os.fstat(self._handle).st_size > LARGE:
                        os.ftruncate(self._handle, 0)

    def take_up(self, sent: Callable[[str, int], None]) -> None:
        """Tells `sent` of everything that stands in any file: once more where the store knows it already."""
        facts: dict[str, int] = {}
        for path in self._folder.glob(f"*{ENDING}") if self._folder.is_dir() else ():
            try:
                lines = path.read_text("ascii", "replace").splitlines()
            except OSError as error:
                LOG.warning("what was sent cannot be read: %s", error.strerror)
                continue
            for line in lines:
                id_, _, count = line.partition(" ")
                if count.isdigit():  # a last line may be torn
                    facts[id_] = max(int(count), facts.get(id_, 0))
        for id_, found in facts.items():
            sent(id_, found)

    def end(self) -> None:
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None
