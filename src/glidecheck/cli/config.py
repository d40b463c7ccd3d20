"""What is typed every time, kept in a file: `~/.config/glidecheck/config.toml`, or the file that GLIDECHECK_CONFIG names.

    policy = "clinic.yaml"      # beside the file, or a whole path
    engine = "rapidocr"
    second = "paddle-tiny"
    format = "text"
    full = false
    quiet = false
    jobs = 2
    db = "postgresql://..."     # of audits

An option that is typed counts before the environment (GLIDECHECK_POLICY, GLIDECHECK_ENGINE, GLIDECHECK_SECOND, GLIDECHECK_FORMAT), the
environment before the file. No file of the folder one works in is read: a shelf of photos must not be able to bring a policy with it.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from glidecheck.errors import UsageError

VARIABLE = "GLIDECHECK_CONFIG"

KINDS: Mapping[str, type] = {
    "policy": str, "engine": str, "second": str, "format": str, "full": bool, "quiet": bool, "jobs": int, "db": str,
}  # fmt: skip
"""What a file may say, and of which kind it is."""

TAKEN: Mapping[str, tuple[str, ...]] = {
    "scan": ("policy", "engine", "second", "format", "full", "quiet"),
    "text": ("policy", "format", "full", "quiet"),
    "audit": ("policy", "engine", "jobs", "db", "quiet"),
    "worker": ("engine", "jobs", "quiet"),
}
"""Which of it each command takes."""
AUDITS = ("list", "show", "forget", "review", "facts", "cards")
"""The commands of `audits`: they take the database."""


def where() -> Path | None:
    """The file, None where there is none. Raises UsageError where the one that the environment names is missing."""
    named = os.environ.get(VARIABLE)
    if named:
        if not Path(named).is_file():
            raise UsageError(f"{VARIABLE} names {named}, which is no file", "Write it, or take the variable away.")
        return Path(named)
    home = os.environ.get("XDG_CONFIG_HOME") or str(Path("~").expanduser() / ".config")
    path = Path(home) / "glidecheck" / "config.toml"
    return path if path.is_file() else None


def defaults() -> dict[str, Any]:
    """The defaults of each command's options that the file gives. Raises UsageError for what it may not say."""
    path = where()
    if path is None:
        return {}
    said = _read(path)
    if "policy" in said:
        said["policy"] = str(path.parent / Path(said["policy"]).expanduser())
    told = {command: {name: said[name] for name in names if name in said} for command, names in TAKEN.items()}
    audits = {command: {"db": said["db"]} for command in AUDITS} if "db" in said else {}
    return {**told, "audits": audits}


def _read(path: Path) -> dict[str, Any]:
    import tomllib

    try:
        said = tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UsageError(f"{path} cannot be read: {error}", "Write it as TOML: policy = 'clinic.yaml'.") from None
    for name, value in said.items():
        kind = KINDS.get(name)
        if kind is None:
            raise UsageError(f"{path} says {name!r}, which means nothing", f"It may say: {', '.join(KINDS)}.")
        if type(value) is not kind:
            raise UsageError(f"{path}: {name} is not of the kind {kind.__name__}", f"Write it as {name} = {kind()!r}, for instance.")
    return said
