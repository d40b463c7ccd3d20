"""Photos on their way: what a sender handed in with the request, and pictures that a platform fetches from us by address.

A folder, readable by this user alone, one file each under a random name of 128 bits. A file is deleted when its message is answered, and
in any case when it is older than the time the settings give.
"""

from __future__ import annotations

import errno
import hashlib
import os
import re
import secrets
import shutil
import tempfile
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

PREFIX = "spool:"
"""In front of a token, where an address could stand too."""
ROOM = 24_000_000
"""Bytes that must be free for us to call ourselves ready: the largest photo, and a little."""
_TOKEN = re.compile(r"[0-9a-f]{32}\Z", re.ASCII)


def each(spools: Iterable[Spool], do: Callable[[Spool], object]) -> None:
    """Does it to each spool. Raises the last OSError when all had their turn."""
    failed: OSError | None = None
    for spool in spools:
        try:
            do(spool)
        except OSError as error:
            failed = error
    if failed:
        raise failed


@dataclass(frozen=True, slots=True)
class Spool:
    """`folder` is made where it is missing; `seconds` is how long a file lives at most, on `clock`: one that
    nobody sets, or an hour's jump would delete what is still to be read."""

    folder: Path
    seconds: float = 3600.0
    clock: Callable[[], float] = time.time

    def put(self, data: bytes, key: str | None = None, owner: str = "") -> str:
        """The token of the stored bytes; they are on the disk when this returns, for the platform is told right after.

        With an `owner`, all that is its can be deleted at once. With a `key`, bytes that come again under it are stored once: a token is
        then a hash of the key, and names nothing that is served.
        """
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if key is not None:
            token = hashlib.blake2b(key.encode(), digest_size=16).hexdigest()
        else:
            token = self._tag(owner) + secrets.token_hex(12) if owner else secrets.token_hex(16)
        handle, part = tempfile.mkstemp(dir=self.folder, prefix=".")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            now = self.clock()
            os.utime(part, (now, now))
            Path(part).replace(self.folder / token)
            _synced(self.folder)  # its name too: else a power cut leaves an acknowledged message without its photo
        except OSError:
            Path(part).unlink(missing_ok=True)
            raise
        return token

    def get(self, token: str) -> bytes | None:
        """The bytes, None where there are none, or not any more. Raises OSError where the disk is at fault: they may still be there."""
        path = self._path(token)
        try:
            if path is None or self.clock() - path.stat().st_mtime > self.seconds:
                return None
            return path.read_bytes()
        except FileNotFoundError:
            return None

    def drop(self, token: str) -> None:
        """Deletes the bytes, where they still are."""
        path = self._path(token)
        if path is not None:
            path.unlink(missing_ok=True)

    def drop_of(self, owner: str) -> int:
        """Deletes what `owner` has here. Returns how many files that were. Raises OSError."""
        if not self.folder.is_dir():
            return 0
        found = [p for p in self.folder.iterdir() if p.name.startswith(self._tag(owner)) and _TOKEN.match(p.name)]
        for path in found:
            path.unlink(missing_ok=True)
        return len(found)

    def _tag(self, owner: str) -> str:
        """Eight letters that stand before the tokens of `owner`; nobody knows whose they are without the salt beside the folder."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        at = self.folder.with_name(f"{self.folder.name}.salt")
        if not at.is_file():
            handle, part = tempfile.mkstemp(dir=at.parent, prefix=f".{at.name}")
            with os.fdopen(handle, "wb") as file:
                file.write(secrets.token_bytes(32))
            Path(part).replace(at)
        return hashlib.blake2b(owner.encode("utf-8", "surrogatepass"), key=at.read_bytes(), digest_size=4).hexdigest()

    def sweep(self, now: float | None = None) -> int:
        """Deletes what is too old. Returns how many files that were. Raises the first OSError when it has tried them all."""
        moment = self.clock() if now is None else now
        gone = 0
        failed: OSError | None = None
        if not self.folder.is_dir():
            return 0
        for path in self.folder.iterdir():
            try:
                if path.is_file() and moment - path.stat().st_mtime > self.seconds:
                    path.unlink()
                    gone += 1
            except FileNotFoundError:
                continue  # another process was quicker
            except OSError as error:
                failed = failed or error
        if failed:
            raise failed
        return gone

    def probe(self) -> None:
        """Returns where a photo of any size can be kept and deleted. Raises OSError."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, part = tempfile.mkstemp(dir=self.folder, prefix=".probe")
        try:
            os.write(handle, b"\0" * 4096)
        finally:
            os.close(handle)
            Path(part).unlink()
        if shutil.disk_usage(self.folder).free < ROOM:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    def _path(self, token: str) -> Path | None:
        return self.folder / token if _TOKEN.match(token) else None


def _synced(folder: Path) -> None:
    """Writes a folder's names to the disk, where the system can."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
