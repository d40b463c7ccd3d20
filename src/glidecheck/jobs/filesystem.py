"""What kind of file system a path lies on: some cannot do what SQLite's write-ahead log needs."""

from __future__ import annotations

import re
from pathlib import Path

_MOUNTS = Path("/proc/self/mountinfo")
_SHARED = frozenset(
    "9p afs afp ceph cifs coda davfs fuse.glusterfs fuse.rclone fuse.s3fs fuse.sshfs gfs2 glusterfs lustre ncpfs nfs nfs4 ocfs2 smb2 smb3 "
    "smbfs virtiofs".split()
)
"""File systems that other machines write too: memory is not shared between them."""


def shared(path: Path, mounts: str | None = None) -> bool:
    """Whether `path` lies on a file system of several machines; False where that cannot be told. `mounts`: as Linux lists them."""
    return kind_of(path, mounts) in _SHARED


def kind_of(path: Path, mounts: str | None = None) -> str:
    """The kind of file system that `path` lies on, or would lie on; "" where that cannot be told."""
    if mounts is None:
        try:
            mounts = _MOUNTS.read_text("utf-8", "surrogateescape")
        except OSError:
            return ""
    wanted = path.absolute().resolve()
    best, kind = -1, ""
    for line in mounts.splitlines():
        left, _, right = line.partition(" - ")
        words = left.split(" ")
        if len(words) < 5 or not right:
            continue
        point = Path(re.sub(r"\\([0-7]{3})", lambda m: chr(int(m[1], 8)), words[4]))
        if (wanted == point or point in wanted.parents) and len(point.parts) >= best:  # a later mount lies over an earlier one
            best, kind = len(point.parts), right.split(" ")[0]
    return kind
