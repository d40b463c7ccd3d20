"""The tables of conversations, and the steps that make them of those of earlier releases.

chat_seen      a hash of each message's id, so that one that comes again is known
chat_inbox     messages that nobody has heard yet
chats          a chat's state, when it is to be looked at again, and which service has it now
chat_outbox    what is to be answered; the answer once it is made; how far it is sent
chat_services  the services that live, each with a number that it counts up while it does
chat_salt      what makes the hashes of chats and messages this database's own
chat_clock     what a machine's steady clock has to be moved by, to tell the time (SQLite)
"""

from __future__ import annotations

import hashlib
import secrets

import sqlalchemy as sa

from glidecheck.jobs.database import Step

PART = "chat"
"""The name under which the version of these tables is noted."""

_META = sa.MetaData()
_SERIAL = sa.BigInteger().with_variant(sa.Integer, "sqlite")

seen = sa.Table("chat_seen", _META, sa.Column("id", sa.String, primary_key=True), sa.Column("at", sa.Float, index=True))
inbox = sa.Table(
    "chat_inbox",
    _META,
    sa.Column("seq", _SERIAL, primary_key=True, autoincrement=True),
    sa.Column("chat", sa.String, index=True),
    sa.Column("body", sa.Text),
)
chats = sa.Table(
    "chats",
    _META,
    sa.Column("chat", sa.String, primary_key=True),
    sa.Column("state", sa.Text),
    sa.Column("wake", sa.Float, index=True),  # 0: at once, whatever the clock says; None: nothing waits
    sa.Column("urgent", sa.Boolean, nullable=False, default=False),  # a message that nobody has heard yet holds an urgent sign
    sa.Column("holder", sa.String, index=True),  # the life of the service that has it
    sa.Column("token", sa.Integer, nullable=False, default=0),  # the fence: counts up with each holder
    sa.Column("touched", sa.Float, nullable=False),
)
outbox = sa.Table(
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
services = sa.Table(
    "chat_services",
    _META,
    sa.Column("life", sa.String, primary_key=True),
    sa.Column("slot", sa.String, nullable=False),
    sa.Column("beat", sa.BigInteger, nullable=False, default=0),
)
salt = sa.Table("chat_salt", _META, sa.Column("salt", sa.String, primary_key=True))
clock = sa.Table(
    "chat_clock", _META, sa.Column("boot", sa.String, primary_key=True), sa.Column("offset_s", sa.Float, nullable=False)
)  # fmt: skip


def _made(c: sa.Connection) -> None:
    """Version 1, as it was released."""
    old = sa.MetaData()
    for table in (seen, inbox, outbox):
        table.to_metadata(old)
    sa.Table(
        "chats",
        old,
        sa.Column("chat", sa.String, primary_key=True),
        sa.Column("state", sa.Text),
        sa.Column("wake", sa.Float, index=True),
        sa.Column("asked", sa.Float, nullable=False, default=0.0),
        sa.Column("holder", sa.String),
        sa.Column("until", sa.Float, nullable=False, default=0.0),
        sa.Column("touched", sa.Float, nullable=False),
    )
    old.create_all(c)


def _fenced(c: sa.Connection) -> None:
    """Version 2: a token in place of a lease by the clock. Who had a chat then is gone: its tables are made anew by one that starts."""
    c.exec_driver_sql("ALTER TABLE chats RENAME TO chats_1")
    c.exec_driver_sql("DROP INDEX ix_chats_wake")
    chats.create(c)
    c.exec_driver_sql(
        "INSERT INTO chats (chat, state, wake, urgent, token, touched) SELECT chat, state, wake, FALSE, 0, touched FROM chats_1"
    )
    c.exec_driver_sql("DROP TABLE chats_1")
    services.create(c)
    clock.create(c)


def _salted(c: sa.Connection) -> None:
    """Version 3: chats and messages go by salted hashes; those that are kept are hashed once more."""
    salt.create(c)
    value = secrets.token_hex(32)
    c.execute(salt.insert().values(salt=value))
    for column in (seen.c.id, inbox.c.chat, chats.c.chat, outbox.c.chat):
        for (old,) in c.execute(sa.select(column).distinct()).all():
            c.execute(column.table.update().where(column == old).values({column.name: again(old, value)}))


def again(digest: str, with_salt: str) -> str:
    """A hash of the hash `digest`, which nobody makes without the salt."""
    return hashlib.blake2b(digest.encode(), key=bytes.fromhex(with_salt), digest_size=20).hexdigest()


STEPS: tuple[Step, ...] = (_made, _fenced, _salted)
"""What makes version 1 of these tables of nothing, version 2 of version 1, and so on: a released step is never changed."""
