"""Photos on their way: what a sender handed in with the request, and pictures that a platform fetches from us by address.

A folder, readable by this user alone, one file each under a random name of 128 bits. A file is deleted when its message is answered, and
in any case when it is older than the time the settings give.
"""

from __future__ import annotations

import hashlib
import os
import re
import secrets
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

PREFIX = "spool:"
"""In front of a token, where an address could stand too."""
_TOKEN = re.compile(r"[0-9a-f]{32}\Z", re.ASCII)


@dataclass(frozen=True, slots=True)
class Spool:
    """`folder` is made where it is missing; `seconds` is how long a file lives at most."""

    folder: Path
    seconds: float = 3600.0

    def put(self, data: bytes, key: str | None = None) -> str:
        """The token of the stored bytes; they are on the disk when this returns, for the platform is told right after.

        With a `key`, bytes that come again under it are stored once: a token is then a hash of the key, and names nothing that is served.
        """
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        token = secrets.token_hex(16) if key is None else hashlib.blake2b(key.encode(), digest_size=16).hexdigest()
        handle, part = tempfile.mkstemp(dir=self.folder, prefix=".")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            Path(part).replace(self.folder / token)
        except OSError:
            Path(part).unlink(missing_ok=True)
            raise
        return token

    def get(self, token: str) -> bytes | None:
        """The bytes, None where there are none, or not any more."""
        path = self._path(token)
        try:
            if path is None or time.time() - path.stat().st_mtime > self.seconds:
                return None
            return path.read_bytes()
        except OSError:
            return None

    def drop(self, token: str) -> None:
        """Deletes the bytes, where they still are."""
        path = self._path(token)
        if path is not None:
            path.unlink(missing_ok=True)

    def sweep(self, now: float | None = None) -> int:
        """Deletes what is too old. Returns how many files that were."""
        moment = time.time() if now is None else now
        gone = 0
        if not self.folder.is_dir():
            return 0
        for path in self.folder.iterdir():
            try:
                if path.is_file() and moment - path.stat().st_mtime > self.seconds:
                    path.unlink()
                    gone += 1
            except FileNotFoundError:
                continue  # another process was quicker
        return gone

    def _path(self, token: str) -> Path | None:
        return self.folder / token if _TOKEN.match(token) else None
