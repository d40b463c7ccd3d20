"""What is asked of a child process: to read a product's photos. Kept in the database, so that any worker on any machine can do it."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace

from glidecheck import serialise


@dataclass(frozen=True, slots=True)
class Piece:
    """One photo to be read: its path below the shelf, what opens it, and the hash its bytes must have."""

    path: str
    where: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Order:
    """One product to be read. `lost` says of further photos why they could not be opened; `reader` is the version that must read it.

    `again` asks for it although a first reading is kept: a lexicon or policy of today wants a second look. `policy` is the text of the
    clinic's policy file (it decides whether a second reading is made).
    """

    pieces: tuple[Piece, ...]
    reader: str
    engine: str | None = None
    second: str | None = None
    lost: tuple[str, ...] = ()
    again: bool = False
    policy: str | None = None

    @property
    def id(self) -> str:
        """The same for the same photos and the same reader, whatever the files are called."""
        parts = [self.reader, *(p.sha256 for p in self.pieces), *(f"lost {reason}" for reason in self.lost)]
        return f"read-{hashlib.sha256('|'.join(parts).encode()).hexdigest()[:40]}{'-again' if self.again else ''}"

    def anew(self) -> Order:
        """The order for a second look at the same photos."""
        return replace(self, again=True)

    def dumps(self) -> str:
        return json.dumps(serialise.dump(self), ensure_ascii=False)

    @classmethod
    def loads(cls, text: str) -> Order:
        return serialise.load(cls, json.loads(text))


def queue_of(reader: str) -> str:
    """The queue of a reader's version: a worker with another version never takes work that it would do otherwise."""
    return f"read-{hashlib.sha256(reader.encode()).hexdigest()[:12]}"
