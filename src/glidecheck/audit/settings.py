"""What is to be audited, how, and where it is kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from glidecheck.audit.child import COMMAND
from glidecheck.audit.model import Audit
from glidecheck.errors import UsageError
from glidecheck.shelf import listing

Told = Callable[[str, int, int], None]
"""Hears of progress: the stage ("hash", "read", "again", "judge" or "wait"), how much of it is done, and of how much."""

FOLDER, FILE = ".glidecheck", "audit.db"


@dataclass(frozen=True, slots=True)
class Settings:
    """What is to be audited, and how.

    `db` is a file or a postgresql:// URL (default: .glidecheck/audit.db on the shelf); `wait` leaves the reading to workers elsewhere;
    `since` is an earlier audit's id, or LAST; `name` tells several shelves in one database apart (default: where the shelf lies); `retry`
    reads once more what failed. `command` starts a child, `limit_s` is what it may take for a photo.
    """

    shelf: str
    manifest: str | None = None
    db: str | None = None
    policy: Path | None = None
    engine: str | None = None
    jobs: int | None = None
    since: str | None = None
    wait: bool = False
    name: str | None = None
    retry: bool = False
    command: Sequence[str] = COMMAND
    limit_s: float | None = None


@dataclass(frozen=True, slots=True)
class Done:
    """A finished audit. `read` is the number of products whose photos were read for it, `bugs` how many ended in a bug of glidecheck.

    `counts` are products by verdict (None: not judged), `changes` how many are "new" and "changed" since the earlier audit, `dropped` the
    names of products whose review no longer holds, `notes` what a person should know of the grouping.
    """

    audit: Audit
    read: int
    bugs: int
    counts: Mapping[str | None, int]
    changes: Mapping[str, int]
    dropped: tuple[str, ...]
    notes: tuple[str, ...]


def database_of(settings: Settings) -> str:
    """Where the audit is kept. Raises UsageError for a remote shelf without --db."""
    if settings.db:
        return settings.db
    if listing.is_address(settings.shelf):
        raise UsageError(
            f"{listing.shown(settings.shelf)} is no folder of this machine",
            "Say with --db where the audit is kept: a file, or postgresql://...",
        )
    return str(listing.local(settings.shelf) / FOLDER / FILE)


def series_of(settings: Settings) -> str:
    """Which audits are of the same shelf, in one database."""
    if settings.name:
        return settings.name
    if not settings.db:
        return "."  # the database lies on the shelf itself, and may be moved with it
    return settings.shelf.rstrip("/") if listing.is_address(settings.shelf) else str(listing.local(settings.shelf).resolve())
