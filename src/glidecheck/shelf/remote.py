"""A shelf behind an address: buckets and servers that fsspec reads."""

from __future__ import annotations

import errno
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from glidecheck.errors import GlidecheckError, InputError, ServiceError, UsageError
from glidecheck.shelf.kinds import skips_folder
from glidecheck.shelf.listing import EXTRAS, FLAT, File, Listing, Trouble, closed, shown


def listing(root: str) -> Listing:
    """What lies below the address `root`. Raises as `places.listing`."""
    with answers(root, shown(root)):
        fs, top = opened(root)
        fs.invalidate_cache()
        scheme = root.split(":", 1)[0].lower()
        troubles: list[Trouble] = []
        if scheme in FLAT:
            found = fs.find(top, detail=True)
        else:
            found = {}

            def unreadable(error: OSError) -> None:
                troubles.append(closed(str(getattr(error, "filename", None) or "a folder"), error))

            if not fs.isdir(top):
                raise FileNotFoundError(top)
            for _, _, files in fs.walk(top, detail=True, on_error=unreadable):
                found.update({about["name"]: about for about in files.values()})
        if not found and scheme in FLAT and not fs.exists(top):
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


def opened(address: str) -> tuple[Any, str]:
    """The file system and the path in it. Raises UsageError; what its library raises is left to `answers`."""
    import fsspec  # type: ignore[import-untyped]

    if re.match(r"^[^:]+://[^/@]*:[^/@]*@", address):
        raise UsageError(
            f"{shown(address)} was given with a password in it.",
            "Leave it out: addresses end up in logs and reports. For sftp, set FSSPEC_SFTP_PASSWORD, or use a key.",
        )
    scheme = re.split(r"://|::", address, maxsplit=1)[0].lower()
    extra = EXTRAS.get(scheme)
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
def answers(address: str, name: str) -> Iterator[None]:
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
    return EXTRAS.get(address.split(":", 1)[0].lower(), "")


def _failures(address: str) -> tuple[type[Exception], ...]:
    """What the library behind `address` raises when it cannot do its work, beside OSError."""
    from importlib import import_module

    kinds: list[type[Exception]] = [OSError, ValueError]
    for module, names in _RAISES.get(_extra(address), ()):
        kinds += [getattr(import_module(module), name) for name in names]
    return tuple(kinds)
