"""What is kept of conversations: messages until they are heard, answers until they are sent, and of each chat its small state.

Chats and messages go by hashes; numbers and texts stand in a message until it is heard, and in an intent until it is answered. A chat is
one service's at a time, under a token that every change of it must show: one that lost the chat meanwhile changes nothing (Fenced).
"""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

import sqlalchemy as sa

from glidecheck import serialise
from glidecheck.chat import red_flags
from glidecheck.chat.hear import Heard
from glidecheck.chat.intents import Intent, What
from glidecheck.chat.model import Incoming
from glidecheck.chat.state import State
from glidecheck.errors import GlidecheckError, StoreError
from glidecheck.jobs.database import BUSY_S, Database, upgrade
from glidecheck.jobs.errors import telling
from glidecheck.service import intents
from glidecheck.service import tables as t

MESSAGE = "glidecheck.message/1"
"""The form of a message that waits."""
PUT_S = 2.0
"""Seconds that storing a message may wait for SQLite's only writer: a platform waits for two or three altogether, and sends again."""

SCRUB_MS = 500
"""Milliseconds that emptying the journal waits for those who read."""

_BUSY = sa.select(t.inbox.c.chat).union(sa.select(t.outbox.c.chat))
"""Chats with a message that is not heard, or an intent that is not answered."""

AT_ONCE = 0.0
"""A time that has come, whatever the clock says."""


class Fenced(GlidecheckError):  # noqa: N818 - the house names states
    """The chat is another service's by now: what was done for it here is not written."""

    def __init__(self) -> None:
        super().__init__("another service has the chat", "Nothing: it answers.")


def digest(*parts: str) -> str:
    """A hash of `parts`; of a number, anybody could make it."""
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:40]


@dataclass(frozen=True, slots=True)
class Hold:
    """A chat that is ours while `token` is the last that was given."""

    chat: str
    token: int


@dataclass(frozen=True, slots=True)
class Open:
    """Something to answer. `answer` is the answer as it was made, None before; `sent` counts its messages that are out, `tries` the failed
    tries since; `made` is when it was heard."""

    id: str
    chat: str
    intent: Intent = field(repr=False)
    answer: dict[str, Any] | None = field(repr=False)
    sent: int
    tries: int
    made: float


class Store:
    """The tables. Every call is one transaction; all raise StoreError, and those that show a `hold` raise Fenced."""

    def __init__(self, database: Database) -> None:
        self._database = database
        upgrade(database, t.PART, t.STEPS)
        with database.looking() as c:
            self._salt = str(c.execute(sa.select(t.salt.c.salt)).scalar_one())
        self._synced = database.synced(PUT_S)
        self._pen = threading.Lock() if database.path else None

    def close(self) -> None:
        self._synced.dispose()

    def key(self, *parts: str) -> str:
        """The hash under which a message or a chat is kept: salted, so that whoever has a list of numbers finds none of them here."""
        return t.again(digest(*parts), self._salt)

    # ------------------------------------------------------------------ in

    def put(self, messages: Sequence[Incoming], now: float) -> tuple[str, ...]:
        """Keeps the messages that are new; they are on the disk when this returns. Returns the chats that have one, each once.

        They are dated by our arrival: a platform's clock and ours need not agree, and an album is told by gaps of seconds.
        """
        chats: dict[str, None] = {}
        with self._writing(self._synced, PUT_S) as c:
            for message in sorted(messages, key=lambda m: m.chat):  # rows in one order: two that store at once must not wait for each other
                row = self._database.insert(t.seen).values(id=self.key(message.channel, message.id), at=now).on_conflict_do_nothing()
                if c.execute(row.returning(t.seen.c.id)).first() is None:  # PostgreSQL's driver counts no rows here
                    continue
                chat = self.key(message.channel, message.chat)
                c.execute(t.inbox.insert().values(chat=chat, body=json.dumps(serialise.dump(replace(message, at=now), MESSAGE))))
                urgent = bool(red_flags.find(message.text))
                insert = self._database.insert(t.chats).values(chat=chat, wake=AT_ONCE, urgent=urgent, token=0, touched=now)
                new = {"wake": AT_ONCE, "touched": now, "urgent": sa.or_(t.chats.c.urgent, insert.excluded.urgent)}
                c.execute(insert.on_conflict_do_update(index_elements=["chat"], set_=new))
                chats[chat] = None
        return tuple(chats)

    # ------------------------------------------------------------------ whose turn it is

    def take(self, life: str, now: float, limit: int, *, urgent: bool = False) -> list[Hold]:
        """At most `limit` chats that are to be looked at and that nobody has: the urgent first, then those that wait longest. They are
        `life`'s now. `urgent`: no others than urgent ones."""
        due = sa.and_(t.chats.c.holder.is_(None), t.chats.c.wake <= now, *([t.chats.c.urgent] if urgent else []))
        wanted = sa.select(t.chats.c.chat).where(due).order_by(t.chats.c.urgent.desc(), t.chats.c.wake, t.chats.c.touched).limit(limit)
        with telling(self._database.label):
            with self._database.engine.connect() as c:  # without a write where there is nothing to do
                if c.execute(wanted).first() is None:
                    return []
            mine = t.chats.update().where(t.chats.c.chat.in_(wanted.with_for_update(skip_locked=True).scalar_subquery()), due)
            taken = mine.values(holder=life, token=t.chats.c.token + 1).returning(t.chats.c.chat, t.chats.c.token)
            with self._writing() as c:
                return [Hold(chat, token) for chat, token in c.execute(taken)]

    def leave(self, hold: Hold, wake: float | None) -> None:
        """Lets go of a chat that is to be looked at again at `wake`; at once where a message has come meanwhile."""
        with self._fenced(hold) as c:
            waits = _unheard(c, hold.chat)
            c.execute(_chat(hold).values(holder=None, wake=AT_ONCE if waits else wake))

    def urgent(self, hold: Hold) -> bool:
        """Whether a message has come that must not wait until the present answer is made."""
        with self._database.looking() as c:
            return bool(c.execute(sa.select(t.chats.c.urgent).where(t.chats.c.chat == hold.chat)).scalar())

    def set_back(self, now: float) -> None:
        """The clock was set back: what waits for a time waits for none."""
        with self._writing() as c:
            c.execute(t.chats.update().where(t.chats.c.wake > now).values(wake=AT_ONCE))
            c.execute(t.outbox.update().where(t.outbox.c.due > now).values(due=AT_ONCE))

    def written_after(self, now: float) -> bool:
        """Whether anything was written later than now: then the clock was set back since."""
        with self._database.looking() as c:
            latest = (c.execute(sa.select(sa.func.max(column))).scalar() for column in (t.chats.c.touched, t.outbox.c.made))
            return any(at is not None and at > now for at in latest)

    # ------------------------------------------------------------------ what is said

    def inbox(self, hold: Hold) -> tuple[tuple[int, ...], tuple[Incoming, ...], State]:
        """The numbers of the new messages, the messages themselves, and the chat's state."""
        with self._database.looking() as c:
            rows = c.execute(sa.select(t.inbox.c.seq, t.inbox.c.body).where(t.inbox.c.chat == hold.chat).order_by(t.inbox.c.seq)).all()
            state = _state(c, hold.chat)
        return tuple(r.seq for r in rows), tuple(serialise.load(Incoming, json.loads(r.body)) for r in rows), state

    def heard(self, hold: Hold, numbers: Sequence[int], heard: Heard, now: float) -> None:
        """Keeps what was made of the messages with these `numbers`, all or nothing."""
        with self._fenced(hold) as c:
            for start in range(0, len(numbers), 500):
                c.execute(t.inbox.delete().where(t.inbox.c.seq.in_(numbers[start : start + 500])))
            for number, intent in enumerate(heard.intents):
                row = {
                    "id": digest(hold.chat, intent.what, str(number), *intent.ids),
                    "chat": hold.chat,
                    "urgent": intent.what is What.URGENT,
                    "body": json.dumps(intents.dump(intent)),
                    "sent": 0,
                    "tries": 0,
                    "due": AT_ONCE,
                    "made": now,
                }
                c.execute(self._database.insert(t.outbox).values(row).on_conflict_do_nothing())
            waits = _unheard(c, hold.chat)
            known = {"state": json.dumps(heard.state.to_json()), **({} if waits else {"urgent": False})}
            c.execute(_chat(hold).values(known))

    def discard(self, hold: Hold, numbers: Sequence[int]) -> int:
        """Drops messages that nobody could hear. Returns how many that were."""
        with self._fenced(hold) as c:
            c.execute(_chat(hold).values(urgent=False))
            return c.execute(t.inbox.delete().where(t.inbox.c.chat == hold.chat, t.inbox.c.seq.in_(list(numbers)))).rowcount

    def state(self, chat: str) -> State:
        """What is remembered of the chat."""
        with self._database.looking() as c:
            return _state(c, chat)

    def open(self, chat: str) -> list[tuple[Open, float]]:
        """What is still to be answered there, the urgent first, with when it is due."""
        asked = sa.select(t.outbox).where(t.outbox.c.chat == chat).order_by(t.outbox.c.urgent.desc(), t.outbox.c.seq)
        with self._database.looking() as c:
            return [
                (Open(r.id, r.chat, intents.load(json.loads(r.body)), _json(r.answer), r.sent, r.tries, r.made), r.due)
                for r in c.execute(asked)
            ]

    def answered(self, hold: Hold, one: Open, answer: dict[str, Any], state: State) -> None:
        """Keeps the answer as it was made, and what is to be remembered of it."""
        with self._fenced(hold) as c:
            c.execute(t.outbox.update().where(t.outbox.c.id == one.id).values(answer=json.dumps(answer)))
            c.execute(_chat(hold).values(state=json.dumps(state.to_json())))

    def may_send(self, hold: Hold, id_: str, number: int) -> bool:
        """Whether message `number` of an answer is ours to send and not out yet. To be asked right before it is sent."""
        with self._fenced(hold) as c:
            return c.execute(sa.select(t.outbox.c.sent).where(t.outbox.c.id == id_)).scalar() == number

    def sent(self, id_: str, count: int) -> None:
        """So many messages of an answer are out: a fact, whoever has the chat by now."""
        with self._writing() as c:
            c.execute(t.outbox.update().where(t.outbox.c.id == id_, t.outbox.c.sent < count).values(sent=count, tries=0))

    def later(self, hold: Hold, id_: str, tries: int, due: float) -> None:
        """To be tried again at `due`."""
        with self._fenced(hold) as c:
            c.execute(t.outbox.update().where(t.outbox.c.id == id_).values(tries=tries, due=due))

    def finish(self, hold: Hold, id_: str) -> None:
        """Answered, or given up: nothing of it is kept."""
        with self._fenced(hold) as c:
            c.execute(t.outbox.delete().where(t.outbox.c.id == id_))

    # ------------------------------------------------------------------ all of it

    def depth(self) -> int:
        """Messages that are not heard, intents that are not answered, and chats with an album that waits for the rest of it."""
        with self._database.looking() as c:
            counts = (c.execute(sa.select(sa.func.count()).select_from(table)).scalar() or 0 for table in (t.inbox, t.outbox))
            return sum(counts) + self._albums(c)

    def overdue(self, now: float, seconds: float) -> bool:
        """Whether a message has been waiting longer than `seconds` in a chat that nobody has."""
        late = sa.and_(t.chats.c.holder.is_(None), t.chats.c.wake <= now, t.chats.c.touched < now - seconds, t.chats.c.wake < now - seconds)
        with self._database.looking() as c:
            return c.execute(sa.select(t.chats.c.chat).where(late).limit(1)).first() is not None

    def clear(self, before: float) -> None:
        """Forgets chats without a message since `before`, and ids older than that."""
        with self._writing() as c:
            c.execute(t.seen.delete().where(t.seen.c.at < before))
            c.execute(t.chats.delete().where(t.chats.c.touched < before, t.chats.c.chat.not_in(_BUSY), t.chats.c.holder.is_(None)))

    def scrub(self) -> None:
        """Leaves nothing of what was deleted in SQLite's journal. Where somebody reads at the moment, the next call does."""
        if self._database.path is not None:
            with self._database.looking() as c:
                c.exec_driver_sql(f"PRAGMA busy_timeout={SCRUB_MS}")
                c.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
                c.exec_driver_sql(f"PRAGMA busy_timeout={BUSY_S * 1000}")

    def _albums(self, c: sa.Connection) -> int:
        waiting = sa.select(sa.func.count()).select_from(t.chats).where(t.chats.c.wake.is_not(None))
        return c.execute(waiting.where(t.chats.c.chat.not_in(_BUSY))).scalar() or 0

    @contextmanager
    def _fenced(self, hold: Hold) -> Iterator[sa.Connection]:
        """A transaction that begins with the chat's row: nobody else changes it meanwhile, and a message that is being put in waits."""
        ours = t.chats.update().where(t.chats.c.chat == hold.chat, t.chats.c.token == hold.token, t.chats.c.holder.is_not(None))
        with self._writing() as c:
            if c.execute(ours.values(token=t.chats.c.token).returning(t.chats.c.chat)).first() is None:
                raise Fenced
            yield c

    @contextmanager
    def _writing(self, engine: sa.Engine | None = None, wait_s: float = BUSY_S) -> Iterator[sa.Connection]:
        """A transaction that writes. SQLite has one pen: our own threads hand it to one another here, at once, and do not poll for it."""
        pen = self._pen
        if pen and not pen.acquire(timeout=wait_s):
            raise StoreError(f"the database {self._database.label} is busy", "Send it again.")
        try:
            with telling(self._database.label), (engine or self._database.engine).begin() as c:
                yield c
        finally:
            if pen:
                pen.release()


def _chat(hold: Hold) -> sa.Update:
    """A change of the chat that is held."""
    return t.chats.update().where(t.chats.c.chat == hold.chat)


def _state(c: sa.Connection, chat: str) -> State:
    return State.from_json(_json(c.execute(sa.select(t.chats.c.state).where(t.chats.c.chat == chat)).scalar()))


def _unheard(c: sa.Connection, chat: str) -> bool:
    """Whether a message of the chat waits to be heard."""
    return c.execute(sa.select(t.inbox.c.seq).where(t.inbox.c.chat == chat).limit(1)).first() is not None


def _json(text: str | None) -> dict[str, Any] | None:
    return json.loads(text) if text else None
