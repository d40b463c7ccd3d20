"""Where a shelf lies: a local folder or any fsspec address. What is there, and the bytes of one file of it.

    folder = place("s3://bucket/shelf")      # opens nothing yet
    listing = folder.listing()               # every file below it, with its size
    data = fetch("s3://bucket/shelf/elta.jpg", limit=50_000_000)

The endpoint, keys and options of a remote place come from the environment, as its own library reads them (AWS_ENDPOINT_URL,
AWS_PROFILE, GOOGLE_APPLICATION_CREDENTIALS) or as fsspec does (FSSPEC_S3='{"anon": true}', FSSPEC_SFTP_PASSWORD=...).
"""

from __future__ import annotations

import errno
import os
import re
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from glidecheck.errors import GlidecheckError, InputError, ServiceError, UsageError
from glidecheck.shelf.kinds import Kind, by_name, skips_folder

_ADDRESS = re.compile(r"^[A-Za-z][A-Za-z0-9+.\-]+(?:://|::)")
_EXTRAS = {"s3": "s3", "s3a": "s3", "gs": "gs", "gcs": "gs", "sftp": "sftp", "ssh": "sftp"}
_FLAT = frozenset(("s3", "s3a", "gs", "gcs", "abfs", "abfss", "az", "oss", "memory"))  # buckets: one listing for all below, no folders


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


def listing(root: str) -> Listing:
    """What lies below `root`.

    Raises:
        InputError: it is not there, may not be read, or is no folder.
        UsageError: an address of a kind that is not known, with a password in it, or whose extra is not installed.
        ServiceError: what holds it cannot be reached.
    """
    return _remote(root) if is_address(root) else _walk(local(root))


def fetch(where: str, limit: int, first: int | None = None) -> bytes:
    """The bytes of the file at `where`, or the first `first` of them.

    Raises:
        InputError: it is gone, may not be read, is no file, or holds more than `limit` bytes.
        ServiceError: what holds it cannot be reached.
    """
    name = where.rsplit("/", 1)[-1]
    too_large = InputError(f"{name} is larger than {limit // 1_000_000} MB.", "Export it as a JPEG, or crop it to the label.")
    if not is_address(where):
        data = _read(local(where), name, first if first is not None else limit + 1)
    else:
        with _answers(where, name):
            fs, path = _open(where)
            if first is None:
                size = fs.info(path).get("size")
                if isinstance(size, int) and size > limit:
                    raise too_large
            data = bytes(fs.cat_file(path, start=0, end=first) if first is not None else fs.cat_file(path))
    if first is None and len(data) > limit:
        raise too_large
    return data


# ------------------------------------------------------------------ this machine


def _walk(root: Path) -> Listing:
    files: list[File] = []
    troubles: list[Trouble] = []
    try:
        top = root.stat()
    except FileNotFoundError:
        raise InputError(f"{root} does not exist.", "Check the path of the folder.") from None
    except (OSError, ValueError) as error:
        raise InputError(f"{root} cannot be opened: {_why(error)}.", "Check the path, and your permission to read it.") from None
    if not stat.S_ISDIR(top.st_mode):
        raise InputError(f"{root} is a file, not a folder.", "Name the folder it lies in, or use glidecheck scan for one photo.")
    base = root.absolute()
    seen = {(top.st_dev, top.st_ino)}
    # Links come last: a folder that is there by itself and by a link is taken where it is.
    waiting: list[tuple[str, Path]] = [("", base)]
    linked: list[tuple[str, Path]] = []
    while waiting or linked:
        prefix, folder = waiting.pop() if waiting else linked.pop(0)
        try:
            here = folder.stat()
            if prefix and (here.st_dev, here.st_ino) in seen:
                continue  # a link that leads back
            seen.add((here.st_dev, here.st_ino))
            with os.scandir(folder) as found:
                entries = sorted(found, key=lambda e: e.name)
        except OSError as error:
            if not prefix:
                raise InputError(f"{root} may not be read: {_why(error)}.", "Give yourself permission to read the folder.") from None
            troubles.append(_closed(prefix.rstrip("/"), error))
            continue
        for entry in entries:
            path = prefix + entry.name
            try:
                path.encode("utf-8")
            except UnicodeEncodeError:
                shown_name = path.encode("utf-8", "replace").decode("utf-8")
                troubles.append(Trouble(shown_name, "its name is not UTF-8", "Rename it."))
                continue
            try:
                is_folder = entry.is_dir()
                is_link = entry.is_symlink()
            except OSError:  # a link in a circle
                is_folder, is_link = False, True
            if not is_folder:
                _file(entry, path, str(folder / entry.name), files, troubles)
            elif not skips_folder(entry.name):
                (linked if is_link else waiting).append((path + "/", folder / entry.name))
    return Listing(tuple(files), tuple(troubles))


def _file(entry: os.DirEntry[str], path: str, where: str, files: list[File], troubles: list[Trouble]) -> None:
    """One entry that is no folder, added to what it is."""
    try:
        about = entry.stat()
    except OSError:  # a link that leads nowhere: opening it says so, and that is a row
        files.append(File(path, where, 0, 0.0))
        return
    if stat.S_ISREG(about.st_mode):
        files.append(File(path, where, about.st_size, about.st_mtime))
    elif by_name(entry.name) is Kind.PHOTO:
        troubles.append(Trouble(path, "it is a pipe or a device, not a file", "Put a photo in its place, or remove it."))


def _closed(folder: str, error: OSError) -> Trouble:
    return Trouble(folder, f"the folder cannot be read: {_why(error)}", "Give yourself permission to read it.")


def _read(path: Path, name: str, count: int) -> bytes:
    try:
        # Not blocking: a pipe that was put in a photo's place has no bytes, and must not stop an audit.
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
        with open(descriptor, "rb") as file:  # noqa: PTH123 - a descriptor has no path
            if not stat.S_ISREG(os.fstat(descriptor).st_mode):
                raise InputError(f"{name} is no file.", "Name a photo.")
            return file.read(count)
    except FileNotFoundError:
        raise InputError(f"{name} is no longer there.", "Put the photo back, or run the audit again without it.") from None
    except PermissionError:
        raise InputError(f"{name} may not be read.", "Give yourself permission to read the file.") from None
    except (OSError, ValueError) as error:
        raise InputError(f"{name} cannot be opened: {_why(error)}.", "Check the path and the disk.") from None


def _why(error: Exception) -> str:
    return str(getattr(error, "strerror", None) or "not a valid path").lower()


# ------------------------------------------------------------------ elsewhere


def _remote(root: str) -> Listing:
    with _answers(root, shown(root)):
        fs, top = _open(root)
        fs.invalidate_cache()
        scheme = root.split(":", 1)[0].lower()
        troubles: list[Trouble] = []
        if scheme in _FLAT:
            found = fs.find(top, detail=True)
        else:
            found = {}

            def unreadable(error: OSError) -> None:
                troubles.append(_closed(str(getattr(error, "filename", None) or "a folder"), error))

            if not fs.isdir(top):
                raise FileNotFoundError(top)
            for _, _, files in fs.walk(top, detail=True, on_error=unreadable):
                found.update({about["name"]: about for about in files.values()})
        if not found and scheme in _FLAT and not fs.exists(top):
            raise FileNotFoundError(top)
    return Listing(tuple(_files(root, top, found)), tuple(troubles))


def _files(root: str, top: str, found: dict[str, dict[str, Any]]) -> Iterator[File]:
    # "zip://inner::s3://bucket/shelf.zip": what follows the first "::" says where the outer place is.
    head, chain, rest = root.partition("::")
    head = head.rstrip("/") if not head.endswith("://") else head
    inside = top.rstrip("/") + "/" if top else ""
    for name, about in found.items():
        path = name[len(inside) :] if name.startswith(inside) else name.lstrip("/")
        if not path or path.endswith("/") or about.get("type") == "directory":
            continue  # the marker of an empty folder
        if any(skips_folder(part) for part in path.split("/")[:-1]):
            continue
        joined = f"{head}{path}" if head.endswith("://") else f"{head}/{path}"
        yield File(path, f"{joined}{chain}{rest}", int(about.get("size") or 0), _changed(about))


def _changed(about: dict[str, Any]) -> float:
    for key in ("LastModified", "mtime", "modified", "created", "updated"):
        value = about.get(key)
        if isinstance(value, datetime):
            return float(value.timestamp())
        if isinstance(value, int | float):
            return float(value)
    return 0.0


def _open(address: str) -> tuple[Any, str]:
    """The file system and the path in it. Raises UsageError; what its library raises is left to `_answers`."""
    import fsspec  # type: ignore[import-untyped]

    if re.match(r"^[^:]+://[^/@]*:[^/@]*@", address):
        raise UsageError(
            f"{shown(address)} was given with a password in it.",
            "Leave it out: addresses end up in logs and reports. For sftp, set FSSPEC_SFTP_PASSWORD, or use a key.",
        )
    scheme = re.split(r"://|::", address, maxsplit=1)[0].lower()
    extra = _EXTRAS.get(scheme)
    # A library tries for minutes by itself; an audit goes on later where it was.
    patience = {"config_kwargs": {"retries": {"max_attempts": 2}}} if extra == "s3" and "s3" not in fsspec.config.conf else {}
    try:
        fs, path = fsspec.core.url_to_fs(address, **patience)
    except ImportError:
        how = f"Install it: pip install 'glidecheck[{extra}]'" if extra else "Install the fsspec library for such addresses."
        raise UsageError(f"{scheme}:// addresses need a library that is not installed.", how) from None
    except ValueError as error:
        if "Protocol not known" not in str(error):
            raise
        raise UsageError(f"{scheme}:// is no kind of address that is known.", "Give a folder, or s3://, gs:// or sftp://.") from None
    return fs, str(path)


@contextmanager
def _answers(address: str, name: str) -> Iterator[None]:
    """Turns what a remote place's library raises into one line with a next step."""
    try:
        yield
    except GlidecheckError:
        raise
    except FileNotFoundError:
        raise InputError(f"{name} does not exist.", "Check the address: bucket, folder, and capital letters.") from None
    except IsADirectoryError:
        raise InputError(f"{name} is a folder.", "Name a photo.") from None
    except PermissionError:
        raise InputError(f"{name} may not be read with these credentials.", _SIGN_IN.get(_extra(address), _SIGN_IN[""])) from None
    except _failures(address) as error:
        if "credential" in f"{type(error).__name__} {error}".lower():
            raise InputError(f"{name} needs credentials, and none were found.", _SIGN_IN.get(_extra(address), _SIGN_IN[""])) from None
        if isinstance(error, OSError) and error.errno in (errno.ENAMETOOLONG, errno.EINVAL):
            raise InputError(f"{name} is no valid address.", "Check the address.") from None
        words = " ".join(str(error).split())[:200] or type(error).__name__
        raise ServiceError(
            f"{name} cannot be reached: {words}", "Check the network and the address, then run the same command again."
        ) from None


_SIGN_IN = {
    "s3": "Set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY; the key needs s3:ListBucket and s3:GetObject.",
    "gs": "Run gcloud auth application-default login, or set GOOGLE_APPLICATION_CREDENTIALS.",
    "sftp": "Name the user in the address (sftp://user@host/shelf) and use a key, or set FSSPEC_SFTP_PASSWORD.",
    "": "Give credentials as the place's own library reads them.",
}


_RAISES = {
    "s3": (("aiohttp", ("ClientError",)), ("botocore.exceptions", ("BotoCoreError", "ClientError"))),
    "gs": (
        ("aiohttp", ("ClientError",)),
        ("gcsfs.retry", ("HttpError",)),
        ("google.auth.exceptions", ("GoogleAuthError",)),
    ),
    "sftp": (("paramiko.ssh_exception", ("SSHException",)), ("builtins", ("EOFError",))),
}


def _extra(address: str) -> str:
    return _EXTRAS.get(address.split(":", 1)[0].lower(), "")


def _failures(address: str) -> tuple[type[Exception], ...]:
    """What the library behind `address` raises when it cannot do its work, beside OSError."""
    from importlib import import_module

    kinds: list[type[Exception]] = [OSError, ValueError]
    for module, names in _RAISES.get(_extra(address), ()):
        kinds += [getattr(import_module(module), name) for name in names]
    return tuple(kinds)
