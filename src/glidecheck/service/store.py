"""What is kept of conversations: messages until they are heard, answers until they are sent, and of each chat its small state.

    chat_seen     a hash of each message's id, so that one that comes again is known
    chat_inbox    messages that nobody has heard yet
    chats         a chat's state, when it is to be looked at again, and who is looking at it now (a lease)
    chat_outbox   what is to be answered; the answer once it is made; how far it is sent

Chats and messages go by hashes; numbers and texts stand in a message until it is heard, and in an intent until it is answered.
"""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from glidecheck.chat.hear import Heard, Intent, What
from glidecheck.chat.model import Incoming, Kind, Media
from glidecheck.chat.state import State
from glidecheck.jobs.database import Database, Step, upgrade
from glidecheck.jobs.errors import telling
from glidecheck.service import intents

LEASE_S = 6.0
"""Seconds for which a worker has a chat to itself without saying so again; after a kill, so long nobody answers there."""

FORGOTTEN_S = 900.0
"""Seconds after which a chat that is due is asked for again: its task was put in, and never begun."""

PART = "chat"
_META = sa.MetaData()
_SEEN = sa.Table("chat_seen", _META, sa.Column("id", sa.String, primary_key=True), sa.Column("at", sa.Float, index=True))
_SERIAL = sa.BigInteger().with_variant(sa.Integer, "sqlite")
_INBOX = sa.Table(
    "chat_inbox",
    _META,
    sa.Column("seq", _SERIAL, primary_key=True, autoincrement=True),
    sa.Column("chat", sa.String, index=True),
    sa.Column("body", sa.Text),
)
_CHATS = sa.Table(
    "chats",
    _META,
    sa.Column("chat", sa.String, primary_key=True),
    sa.Column("state", sa.Text),
    sa.Column("wake", sa.Float, index=True),
    sa.Column("asked", sa.Float, nullable=False, default=0.0),
    sa.Column("holder", sa.String),
    sa.Column("until", sa.Float, nullable=False, default=0.0),
    sa.Column("touched", sa.Float, nullable=False),
)
_OUTBOX = sa.Table(
    "chat_outbox",
    _META,
    sa.Column("seq", _SERIAL, primary_key=True, autoincrement=True),
    sa.Column("id", sa.String, unique=True),
    sa.Column("chat", sa.String, index=True),
    sa.Column("urgent", sa.Boolean),
    sa.Column("body", sa.Text),
    sa.Column("answer", sa.Text),
    sa.Column("sent", sa.Integer, nullable=False, default=0),
    sa.Column("tries", sa.Integer, nullable=False, default=0),
    sa.Column("due", sa.Float, nullable=False),
    sa.Column("made", sa.Float, nullable=False),
)


def _made(c: sa.Connection) -> None:
    _META.create_all(c)


STEPS: tuple[Step, ...] = (_made,)


def key_of(*parts: str) -> str:
    """The hash under which a message or a chat is kept."""
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:40]


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
    """The tables. Every call is one transaction; all raise StoreError."""

    def __init__(self, database: Database) -> None:
        self._database = database
        upgrade(database, PART, STEPS)

    # ------------------------------------------------------------------ in

    def put(self, messages: Sequence[Incoming], now: float) -> tuple[str, ...]:
        """Keeps the messages that are new. Returns the chats that have one, each once."""
        chats: dict[str, None] = {}
        with telling(self._database.label), self._database.engine.begin() as c:
            for message in messages:
                row = self._insert(_SEEN).values(id=key_of(message.channel, message.id), at=now).on_conflict_do_nothing()
                if c.execute(row.returning(_SEEN.c.id)).first() is None:  # PostgreSQL's driver counts no rows here
                    continue
                chat = key_of(message.channel, message.chat)
                c.execute(_INBOX.insert().values(chat=chat, body=json.dumps(asdict(message))))
                row = self._insert(_CHATS).values(chat=chat, wake=now, asked=0.0, touched=now, until=0.0)
                # One that is due already keeps its time: it is queued, and hears this message too.
                wake = sa.case((_CHATS.c.wake <= now, _CHATS.c.wake), else_=now)
                c.execute(row.on_conflict_do_update(index_elements=["chat"], set_={"wake": wake, "touched": now}))
                chats[chat] = None
        return tuple(chats)

    # ------------------------------------------------------------------ whose turn it is

    def waiting(self, now: float) -> bool:
        """Whether any chat is to be looked at by then."""
        with telling(self._database.label), self._database.engine.connect() as c:
            return c.execute(sa.select(_CHATS.c.chat).where(_CHATS.c.wake <= now).limit(1)).first() is not None

    def due(self, now: float, limit: int = 200) -> list[str]:
        """Chats that are to be looked at, that nobody has and that nobody was `asked` to.

        A chat whose lease ended by itself lost its worker, and is named again; so is one that was asked for long ago.
        """
        lost = sa.and_(_CHATS.c.until > 0, _CHATS.c.until < now)
        new = sa.and_(_CHATS.c.until == 0, sa.or_(_CHATS.c.asked < _CHATS.c.wake, _CHATS.c.asked < now - FORGOTTEN_S))
        wanted = sa.select(_CHATS.c.chat).where(_CHATS.c.wake <= now, sa.or_(lost, new)).order_by(_CHATS.c.wake).limit(limit)
        with telling(self._database.label), self._database.engine.connect() as c:
            return list(c.execute(wanted).scalars())

    def asked(self, chats: Sequence[str], now: float) -> None:
        """Somebody was asked to look at these, which were due at `now`: they are not due again for the same reason."""
        free = sa.or_(_CHATS.c.until < now, _CHATS.c.until == 0)
        with telling(self._database.label), self._database.engine.begin() as c:
            c.execute(_CHATS.update().where(_CHATS.c.chat.in_(chats)).values(asked=now))
            c.execute(_CHATS.update().where(_CHATS.c.chat.in_(chats), free).values(until=0.0))

    def take(self, chat: str, holder: str, now: float) -> bool:
        """Whether the chat is now `holder`'s, for LEASE_S."""
        mine = (
            _CHATS.update()
            .where(_CHATS.c.chat == chat, sa.or_(_CHATS.c.until < now, _CHATS.c.holder == holder))
            .values(holder=holder, until=now + LEASE_S)
        )
        with telling(self._database.label), self._database.engine.begin() as c:
            return c.execute(mine.returning(_CHATS.c.chat)).first() is not None

    def keep(self, holders: Iterable[str], now: float) -> None:
        """Renews leases."""
        names = list(holders)
        if names:
            with telling(self._database.label), self._database.engine.begin() as c:
                c.execute(_CHATS.update().where(_CHATS.c.holder.in_(names), _CHATS.c.until > 0).values(until=now + LEASE_S))

    def leave(self, chat: str, holder: str, wake: float | None, now: float) -> None:
        """Lets go of a chat that is to be looked at again at `wake`; at once where a message has come meanwhile."""
        soon = max(now, time.time())
        with telling(self._database.label), self._database.engine.begin() as c:
            # The row first: a message that is being put in has it, and is then counted, or waits for us, and sets the time itself.
            c.execute(sa.select(_CHATS.c.chat).where(_CHATS.c.chat == chat).with_for_update())
            waits = c.execute(sa.select(sa.func.count()).select_from(_INBOX).where(_INBOX.c.chat == chat)).scalar()
            c.execute(
                _CHATS.update()
                .where(_CHATS.c.chat == chat, _CHATS.c.holder == holder)
                .values(holder=None, until=0.0, wake=soon if waits else wake)
            )

    # ------------------------------------------------------------------ what is said

    def hear(self, chat: str, listen: Callable[[Sequence[Incoming], State, float], Heard], now: float) -> Heard:
        """Hands the new messages and the state of `chat` to `listen(messages, state, now)` and keeps what it gives back, all or nothing."""
        with telling(self._database.label), self._database.engine.begin() as c:
            rows = c.execute(sa.select(_INBOX.c.seq, _INBOX.c.body).where(_INBOX.c.chat == chat).order_by(_INBOX.c.seq)).all()
            state = State.from_json(_json(c.execute(sa.select(_CHATS.c.state).where(_CHATS.c.chat == chat)).scalar()))
            heard = listen([_message(json.loads(r.body)) for r in rows], state, now)
            if rows:
                c.execute(_INBOX.delete().where(_INBOX.c.seq.in_([r.seq for r in rows])))
            for number, intent in enumerate(heard.intents):
                row = {
                    "id": key_of(chat, intent.what, str(number), *intent.ids),
                    "chat": chat,
                    "urgent": intent.what is What.URGENT,
                    "body": json.dumps(intents.dump(intent)),
                    "sent": 0,
                    "tries": 0,
                    "due": now,
                    "made": now,
                }
                c.execute(self._insert(_OUTBOX).values(row).on_conflict_do_nothing())
            c.execute(_CHATS.update().where(_CHATS.c.chat == chat).values(state=json.dumps(heard.state.to_json())))
        return heard

    def discard(self, chat: str) -> int:
        """Drops the messages of `chat` that nobody could hear. Returns how many that were."""
        with telling(self._database.label), self._database.engine.begin() as c:
            return c.execute(_INBOX.delete().where(_INBOX.c.chat == chat)).rowcount

    def state(self, chat: str) -> State:
        """What is remembered of the chat."""
        with telling(self._database.label), self._database.engine.connect() as c:
            return State.from_json(_json(c.execute(sa.select(_CHATS.c.state).where(_CHATS.c.chat == chat)).scalar()))

    def open(self, chat: str) -> list[tuple[Open, float]]:
        """What is still to be answered there, the urgent first, with when it is due."""
        asked = sa.select(_OUTBOX).where(_OUTBOX.c.chat == chat).order_by(_OUTBOX.c.urgent.desc(), _OUTBOX.c.seq)
        with telling(self._database.label), self._database.engine.connect() as c:
            return [
                (Open(r.id, r.chat, intents.load(json.loads(r.body)), _json(r.answer), r.sent, r.tries, r.made), r.due)
                for r in c.execute(asked)
            ]

    def answered(self, one: Open, answer: dict[str, Any], state: State) -> None:
        """Keeps the answer as it was made, and what is to be remembered of it."""
        with telling(self._database.label), self._database.engine.begin() as c:
            c.execute(_OUTBOX.update().where(_OUTBOX.c.id == one.id).values(answer=json.dumps(answer)))
            c.execute(_CHATS.update().where(_CHATS.c.chat == one.chat).values(state=json.dumps(state.to_json())))

    def sent(self, id_: str, count: int) -> None:
        """So many messages of an answer are out."""
        with telling(self._database.label), self._database.engine.begin() as c:
            c.execute(_OUTBOX.update().where(_OUTBOX.c.id == id_).values(sent=count, tries=0))

    def later(self, id_: str, tries: int, due: float) -> None:
        """To be tried again at `due`."""
        with telling(self._database.label), self._database.engine.begin() as c:
            c.execute(_OUTBOX.update().where(_OUTBOX.c.id == id_).values(tries=tries, due=due))

    def close(self, id_: str) -> None:
        """Answered, or given up: nothing of it is kept."""
        with telling(self._database.label), self._database.engine.begin() as c:
            c.execute(_OUTBOX.delete().where(_OUTBOX.c.id == id_))

    # ------------------------------------------------------------------ all of it

    def depth(self) -> int:
        """Messages that are not heard and intents that are not answered."""
        with telling(self._database.label), self._database.engine.connect() as c:
            counts = (c.execute(sa.select(sa.func.count()).select_from(t)).scalar() or 0 for t in (_INBOX, _OUTBOX))
            return sum(counts)

    def clear(self, before: float) -> None:
        """Forgets chats without a message since `before`, and ids older than that."""
        with telling(self._database.label), self._database.engine.begin() as c:
            c.execute(_SEEN.delete().where(_SEEN.c.at < before))
            busy = sa.select(_INBOX.c.chat).union(sa.select(_OUTBOX.c.chat))
            c.execute(_CHATS.delete().where(_CHATS.c.touched < before, _CHATS.c.chat.not_in(busy)))

    def _insert(self, table: sa.Table) -> Any:
        return (sqlite if self._database.path else postgresql).insert(table)


def _json(text: str | None) -> dict[str, Any] | None:
    return json.loads(text) if text else None


def _message(data: dict[str, Any]) -> Incoming:
    return Incoming(**{**data, "kind": Kind(data["kind"]), "media": tuple(Media(**one) for one in data["media"])})
