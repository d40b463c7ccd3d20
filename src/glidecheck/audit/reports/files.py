"""Writing a report so that a reader finds the old one or the new one, never half of one."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from glidecheck.errors import StoreError

_NEXT = "Make room, or write to a folder that you may write to; the audit itself is kept."


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """A file beside `path` to write to, which takes its place at the end; nothing of it stays when the writing fails.

    Raises:
        StoreError: the disk is full, or the folder may not be written to.
    """
    with told(path):
        handle, name = tempfile.mkstemp(prefix=f".{path.name[:100]}.", suffix=".part", dir=path.parent)
        os.close(handle)
        part = Path(name)
        try:
            yield part
            with part.open("rb+") as file:
                os.fsync(file.fileno())
            part.chmod(_mode(path))
            part.replace(path)
        finally:
            with contextlib.suppress(FileNotFoundError):
                part.unlink()


@contextmanager
def told(path: Path) -> Iterator[None]:
    """Turns what writing to `path` raises into one line."""
    try:
        yield
    except OSError as error:
        raise StoreError(f"{path} cannot be written: {error.strerror or error}.", _NEXT) from None


def _mode(path: Path) -> int:
    """The permissions of the file that is there, else those that a new file gets."""
    try:
        return path.stat().st_mode & 0o777
    except FileNotFoundError:
        mask = os.umask(0)
        os.umask(mask)
        return 0o666 & ~mask
