"""Which photo is which: the hash of every photo of a shelf, with as little reading of files as is safe."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from glidecheck.audit.store import Store
from glidecheck.errors import InputError
from glidecheck.image.photo import LIMITS
from glidecheck.shelf import listing, places
from glidecheck.shelf.model import Shot

GRAIN_S = 2.5
"""A file may be changed again within its clock's grain (two seconds on FAT) and keep size and time. So what was changed so shortly before
it was hashed is hashed again the next time."""

AT_ONCE = 8  # files hashed at once: a network share answers several as fast as one


@dataclass(frozen=True, slots=True)
class Identity:
    """A photo's hash, or why there is none (`lost`: reason and what to do)."""

    sha256: str | None
    lost: tuple[str, str] | None = None


def identify(shots: Iterable[Shot], store: Store) -> Mapping[str, Identity]:
    """The identity of each photo, by `Shot.where`. Raises ServiceError when a remote shelf cannot be reached."""
    wanted = {s.where: s for s in shots}
    known = store.known_files(list(wanted))
    out: dict[str, Identity] = {}
    fresh: dict[str, tuple[str, str]] = {}

    def one(shot: Shot) -> tuple[Shot, Identity, str | None]:
        stamp = _stamp(shot)
        if stamp is not None and shot.where in known and known[shot.where][0] == stamp:
            return shot, Identity(known[shot.where][1]), None
        try:
            sha256 = hashlib.sha256(places.fetch(shot.where, LIMITS.max_bytes)).hexdigest()
        except InputError as error:
            return shot, Identity(None, (str(error), error.next)), None
        # Taken before and after: a file that was written to meanwhile has no lasting stamp.
        return shot, Identity(sha256), stamp if stamp == _stamp(shot) else None

    with ThreadPoolExecutor(AT_ONCE) as pool:
        for shot, identity, stamp in pool.map(one, wanted.values()):
            out[shot.where] = identity
            if stamp is not None and identity.sha256 is not None:
                fresh[shot.where] = (stamp, identity.sha256)
            if len(fresh) >= 200:
                store.keep_files(fresh)
                fresh = {}
    if fresh:
        store.keep_files(fresh)
    return out


def _stamp(shot: Shot) -> str | None:
    """What stands as long as the file was not touched; None when that cannot be told."""
    if listing.is_address(shot.where):
        # Buckets tell when an object was written by their own clock, and to the second at best.
        return f"{shot.size} {shot.changed}" if shot.changed and time.time() - shot.changed > 60 else None
    try:
        about = Path(listing.local(shot.where)).stat()
    except (OSError, ValueError):
        return None
    changed = max(about.st_mtime, about.st_ctime)
    if time.time() - changed < GRAIN_S:
        return None
    # The inode's own time is set by every write and cannot be set back: a copy that keeps the old date is noticed too.
    return f"{about.st_size} {about.st_mtime_ns} {about.st_ctime_ns} {about.st_ino}"
