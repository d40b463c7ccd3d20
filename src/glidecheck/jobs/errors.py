"""Database errors in words that a person can act on."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from glidecheck.errors import StoreError


class OutOfReach(StoreError):  # noqa: N818 - the house names states
    """A server that does not answer now: it is restarted, the network is down. Trying again helps."""


# What SQLite and PostgreSQL say, and what it means. The first that is found in the message counts.
_MEANING = (
    (("database is locked", "table is locked"), "is locked by another program", "Wait until the other audit has ended, then try again."),
    (
        ("disk is full", "no space left", "disk i/o error", "file too large"),
        "cannot grow: the disk is full",
        "Make room and start again: what was read is kept.",
    ),
    (
        ("unable to open", "readonly database", "read-only", "permission denied"),
        "may not be written",
        "Give yourself permission to write there, or name another place with --db.",
    ),
    (("not a database", "malformed"), "is no database, or is damaged", "Move it away and start again, or name another with --db."),
    (("password authentication", "no password supplied", "role "), "refuses this user", "Check user and password in --db."),
    (("does not exist",), "does not exist", "Create it, for instance with createdb, or check the name in --db."),
)
_OUT_OF_REACH = ("is out of reach", "Check that it runs and that --db names it, then start again: what was read is kept.")


def told(error: SQLAlchemyError, label: str) -> StoreError:
    """`error` as a StoreError about the database `label`."""
    said = str(error.orig if isinstance(error, DBAPIError) and error.orig is not None else error)
    said = " ".join(said.split())
    for signs, state, advice in _MEANING:
        if any(sign in said.lower() for sign in signs):
            return StoreError(f"the database {label} {state}", advice)
    state, advice = _OUT_OF_REACH
    lost = isinstance(error, OperationalError | InterfaceError | PoolTimeoutError) or (
        isinstance(error, DBAPIError) and error.connection_invalidated
    )
    kind = OutOfReach if lost and "://" in label else StoreError
    return kind(f"the database {label} {state}: {said[:200]}", advice)


@contextmanager
def telling(label: str) -> Iterator[None]:
    """Turns the database's errors into StoreError."""
    try:
        yield
    except SQLAlchemyError as error:
        raise told(error, label) from error
