"""What a shelf lists: its files, and what of it could not be looked into."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

_ADDRESS = re.compile(r"^[A-Za-z][A-Za-z0-9+.\-]+(?:://|::)")


EXTRAS = {"s3": "s3", "s3a": "s3", "gs": "gs", "gcs": "gs", "sftp": "sftp", "ssh": "sftp"}


FLAT = frozenset(("s3", "s3a", "gs", "gcs", "abfs", "abfss", "az", "oss", "memory"))  # buckets: one listing for all below, no folders


@dataclass(frozen=True, slots=True)
class File:
    """A file below a shelf. `path` has "/" between folders; `size` in bytes, `changed` in seconds since 1970, 0 where not told."""

    path: str
    where: str
    size: int
    changed: float


@dataclass(frozen=True, slots=True)
class Trouble:
    """A file or folder below a shelf that cannot be used at all: no photo of it is known."""

    path: str
    reason: str
    next: str


@dataclass(frozen=True, slots=True)
class Listing:
    """All that lies below a shelf, in no order."""

    files: tuple[File, ...]
    troubles: tuple[Trouble, ...] = ()


def is_address(root: str) -> bool:
    """Whether `root` is an address rather than a path of this machine."""
    return _ADDRESS.match(root) is not None and not root.lower().startswith("file://")


def local(root: str) -> Path:
    """The path that `root` names; file:// addresses too."""
    if root.lower().startswith("file://"):
        from urllib.parse import unquote, urlsplit

        return Path(unquote(urlsplit(root).path))
    return Path(root).expanduser()


def shown(root: str) -> str:
    """What a shelf is called in reports: the folder's name, or the address. Never who signs in, and nothing of this machine's folders."""
    if not is_address(root):
        path = local(root)
        return path.name if path.name not in ("", "..") else path.resolve().name or "shelf"
    return re.sub(r"://[^/@]*@", "://", root).rstrip("/")


def closed(folder: str, error: OSError) -> Trouble:
    return Trouble(folder, f"the folder cannot be read: {why(error)}", "Give yourself permission to read it.")


def why(error: Exception) -> str:
    return str(getattr(error, "strerror", None) or "not a valid path").lower()
