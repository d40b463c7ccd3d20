"""Where things lie where nobody says: the database, and values that stand in files."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from pathlib import Path

from glidecheck.errors import UsageError

FILE = "_FILE"
"""Behind a variable's name: the variable names a file that holds the value, as containers and systemd hand secrets over."""

BEFORE = "glidecheck-serve.db"
"""Where the database of earlier releases lay: in the folder in which the service was started."""


def database() -> str:
    """The database's file, absolute: the same from whichever folder the service is started."""
    before = Path(BEFORE).absolute()
    return str(before if before.exists() else state() / "serve.db")


def state() -> Path:
    """The folder for what is kept between two starts: systemd's, else this user's."""
    if given := os.environ.get("STATE_DIRECTORY", "").partition(":")[0]:
        return Path(given)
    try:
        home = Path.home()
    except RuntimeError:  # a user without one
        return Path.cwd()
    if sys.platform == "darwin":
        return home / "Library" / "Application Support" / "glidecheck"
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or home) / "glidecheck"
    return Path(os.environ.get("XDG_STATE_HOME") or home / ".local" / "state") / "glidecheck"


def in_files(prefix: str, names: Iterable[str]) -> dict[str, str]:
    """The values that stand in files, by name. Raises UsageError, which names the variable and never a value."""
    out = {}
    for name in names:
        variable = f"{prefix}{name.upper()}"
        where = os.environ.get(variable + FILE)
        if not where:
            continue
        if os.environ.get(variable):
            raise UsageError(f"{variable} and {variable}{FILE} are both set", "Set one of them.")
        try:
            out[name] = Path(where).read_text("utf-8").rstrip("\r\n")
        except (OSError, UnicodeDecodeError) as error:
            said = getattr(error, "strerror", None) or "it is no text"
            raise UsageError(f"{variable}{FILE} cannot be read: {said}", "Name a file that holds the value alone.") from None
    return out
