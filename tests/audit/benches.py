"""Audits of small shelves with recorded readings; where a test needs to see or hurt a child process, with `noting_child`."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import postgres
import pytest
import replays
from driver import COMMAND

from glidecheck.audit.model import Row
from glidecheck.audit.run import auditing
from glidecheck.audit.settings import Done, Settings
from glidecheck.report import jsonform

HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Bench:
    """A shelf, the recordings of its photos, and where children note what they read."""

    shelf: Path
    recordings: Path
    notes: Path

    def photos(self, samples: Sequence[str] | None = None, copies: int = 1) -> dict[str, bytes]:
        """Put photos of the samples on the shelf."""
        return replays.shelf(self.shelf, self.recordings, samples, copies)

    def settings(self, **changed: object) -> Settings:
        given = {"engine": "recorded", "jobs": 1, "command": COMMAND, **changed}
        return Settings(str(self.shelf), **given)

    def audit(self, **changed: object) -> tuple[Done, list[Row]]:
        """An audit in this process, and its rows."""
        with auditing(self.settings(**changed)) as done:
            return done, list(done.audit.rows)

    def read(self) -> list[str]:
        """The hashes of the photos whose reading was begun, in order."""
        return [line.split()[1] for line in self.notes.read_text().splitlines()] if self.notes.exists() else []

    def command(self, *words: str) -> list[str]:
        return [sys.executable, str(HERE / "driver.py"), *words]

    def run(self, *words: str, timeout: float = 120, **changed: str) -> subprocess.CompletedProcess[str]:
        """The command line, with children that note what they read."""
        return subprocess.run(
            self.command(*words), env={**os.environ, **changed}, capture_output=True, text=True, timeout=timeout, check=False
        )


@pytest.fixture
def bench(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Bench:
    made = Bench(tmp_path / "shelf", tmp_path / "recordings", tmp_path / "notes")
    made.shelf.mkdir()
    made.recordings.mkdir()
    for name, value in {**replays.environment(made.recordings), "NOTES": str(made.notes), "OMP_NUM_THREADS": "1"}.items():
        monkeypatch.setenv(name, value)
    return made


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """A PostgreSQL for the session's tests, each of which makes a database of its own in it."""
    if reason := postgres.why_not():
        pytest.skip(reason)
    with postgres.server() as url:
        yield url


def found(rows: Sequence[Row]) -> list[dict[str, object]]:
    """What an audit says of its products: all of it, but how long it took."""
    return [{"key": r.product.key, **jsonform.to_json(r.report), "elapsed_s": 0, "crops": len(r.crops), "basis": r.basis} for r in rows]
