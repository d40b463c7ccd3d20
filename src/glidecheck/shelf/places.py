"""Where a shelf lies: a local folder or any fsspec address. What is there, and the bytes of one file of it.

    there = listing("s3://bucket/shelf")     # every file below it, with its size
    data = fetch("s3://bucket/shelf/elta.jpg", limit=50_000_000)

The endpoint, keys and options of a remote place come from the environment, as its own library reads them (AWS_ENDPOINT_URL,
AWS_PROFILE, GOOGLE_APPLICATION_CREDENTIALS) or as fsspec does (FSSPEC_S3='{"anon": true}', FSSPEC_SFTP_PASSWORD=...).
"""

from __future__ import annotations

import os
import stat
from pathlib import Path

from glidecheck.errors import InputError
from glidecheck.shelf import remote
from glidecheck.shelf.kinds import Kind, by_name, skips_folder
from glidecheck.shelf.listing import File, Listing, Trouble, closed, is_address, local, why


def listing(root: str) -> Listing:
    """What lies below `root`.

    Raises:
        InputError: it is not there, may not be read, or is no folder.
        UsageError: an address of a kind that is not known, with a password in it, or whose extra is not installed.
        ServiceError: what holds it cannot be reached.
    """
    return remote.listing(root) if is_address(root) else _walk(local(root))


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
        with remote.answers(where, name):
            fs, path = remote.opened(where)
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
        raise InputError(f"{root} cannot be opened: {why(error)}.", "Check the path, and your permission to read it.") from None
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
                raise InputError(f"{root} may not be read: {why(error)}.", "Give yourself permission to read the folder.") from None
            troubles.append(closed(prefix.rstrip("/"), error))
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
        raise InputError(f"{name} cannot be opened: {why(error)}.", "Check the path and the disk.") from None
