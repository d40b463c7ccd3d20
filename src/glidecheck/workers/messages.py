"""What passes between a process and its children: a JSON header, then blobs of bytes, over two pipes."""

from __future__ import annotations

import json
import struct
from collections.abc import Sequence
from typing import IO, Any

Message = dict[str, Any]
_LENGTH = struct.Struct(">I")


def send(pipe: IO[bytes], header: Message, blobs: Sequence[bytes] = ()) -> None:
    """Write one message. Raises OSError when nobody reads any more."""
    head = json.dumps({"blobs": [len(b) for b in blobs], **header}, ensure_ascii=False).encode()
    pipe.write(b"".join((_LENGTH.pack(len(head)), head, *blobs)))
    pipe.flush()


def receive(pipe: IO[bytes]) -> tuple[Message, list[bytes]] | None:
    """The next message, None when the other side is gone."""
    length = _exactly(pipe, _LENGTH.size)
    head = length and _exactly(pipe, _LENGTH.unpack(length)[0])
    if not head:
        return None
    header: Message = json.loads(head)
    blobs = []
    for size in header["blobs"]:
        blob = _exactly(pipe, size)
        if blob is None:
            return None
        blobs.append(blob)
    return header, blobs


def _exactly(pipe: IO[bytes], size: int) -> bytes | None:
    parts, missing = [], size
    while missing:
        part = pipe.read(missing)
        if not part:
            return None
        parts.append(part)
        missing -= len(part)
    return b"".join(parts)
