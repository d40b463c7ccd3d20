"""Which services live: by locks and by counting, never by a clock.

A service has a slot, whose lock the operating system or the PostgreSQL server lets go of when it dies, and a row that it counts up each
second. One is dead when its lock is free, or is another's, at several looks in a row; and its chats are let go as well when it lives but
has not counted for long (it was stopped, it hangs). A look counts only where the looker could write itself: while the store is locked or
away nobody counts, and nobody is taken for dead; nor after a sleep, which all slept.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field

import sqlalchemy as sa

from glidecheck.jobs import slots
from glidecheck.jobs.database import Database
from glidecheck.service import tables as t

BEAT_S = 1.0
"""Seconds between two beats."""

FREE = 4
"""Looks in a row at which a lock must be free: after a restart of PostgreSQL every service needs a moment to take its own again."""

SILENT = 45
"""Beats of ours without one of another after which that one has no chats any more: an urgent message must not wait for it."""


@dataclass(slots=True)
class _Seen:
    beat: int
    same: int = 0
    free: int = 0


@dataclass(slots=True)
class Lives:
    """This service among the others. `life` is the name under which it has chats."""

    database: Database
    slot: slots.Slot
    life: str = field(default_factory=lambda: uuid.uuid4().hex)
    _others: dict[str, _Seen] = field(default_factory=dict)

    def begin(self) -> None:
        """Enters this life, and lets go of what earlier ones of the same slot had. Raises StoreError."""
        with self.database.changing() as c:
            self._enter(c)
            earlier = c.execute(sa.select(t.services.c.life).where(t.services.c.slot == self.slot.name, t.services.c.life != self.life))
            for life in list(earlier.scalars()):
                _let_go(c, life)

    def beat(self) -> None:
        """Counts up. Raises StoreError."""
        with self.database.changing() as c:
            up = t.services.update().where(t.services.c.life == self.life).values(beat=t.services.c.beat + 1)
            if c.execute(up.returning(t.services.c.life)).first() is None:  # we were taken for dead
                self._enter(c)

    def bury(self, before: Callable[[], None] = lambda: None) -> list[str]:
        """Lets go of the chats of services that are dead or silent; their slots' names. To be called after a beat.

        `before` is called before any are let go. Raises StoreError.
        """
        with self.database.looking() as c:
            rows = c.execute(sa.select(t.services).where(t.services.c.life != self.life)).all()
        self._others = {row.life: self._seen(row.life, row.slot, row.beat) for row in rows}
        gone = []
        for row in rows:
            found = self._others[row.life]
            if found.free < FREE and found.same < SILENT:
                continue
            before()
            with self.database.changing() as c:
                same = c.execute(sa.select(t.services.c.beat).where(t.services.c.life == row.life)).scalar()
                if same == row.beat:
                    _let_go(c, row.life)
                    gone.append(str(row.slot))
        return gone

    def end(self) -> None:
        """Leaves: nothing of this life is held any more. Raises StoreError."""
        with self.database.changing() as c:
            _let_go(c, self.life)

    def _enter(self, c: sa.Connection) -> None:
        c.execute(t.services.insert().values(life=self.life, slot=self.slot.name, beat=0))

    def _seen(self, life: str, slot: str, beat: int) -> _Seen:
        found = self._others.get(life) or _Seen(-1)
        if found.beat != beat:
            return _Seen(beat)
        found.same += 1
        found.free = found.free + 1 if found.same > 1 and (slot == self.slot.name or self._free(slot)) else 0
        return found

    def _free(self, name: str) -> bool:
        theirs = slots.slot(self.database, name)
        if not theirs.take():
            return False
        theirs.leave()
        return True


def _let_go(c: sa.Connection, life: str) -> None:
    """Its chats are anybody's, and what it may still want to write about them is behind the fence."""
    c.execute(t.chats.update().where(t.chats.c.holder == life).values(holder=None, token=t.chats.c.token + 1, wake=0.0))
    c.execute(t.services.delete().where(t.services.c.life == life))
