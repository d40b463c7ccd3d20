"""README.md shows the commands and options that there are."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def help_of(*command: str) -> str:
    call = [sys.executable, "-m", "glidecheck", *command, "--help"]
    return subprocess.run(call, capture_output=True, encoding="utf-8", check=True, env={"COLUMNS": "80", "PATH": ""}).stdout


def test_help_blocks_are_what_help_prints() -> None:
    call = [sys.executable, str(ROOT / "scripts" / "readme_help.py"), "--check"]
    done = subprocess.run(call, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("command", ["scan", "text"])
def test_the_readme_has_a_block_for(command: str) -> None:
    assert f"<!-- help:{command} -->" in (ROOT / "README.md").read_text(encoding="utf-8")


def test_every_command_and_option_that_the_readme_types_exists() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    commands = set(re.findall(r"^  (\w+)  ", help_of().partition("Commands:")[2].partition("Exit codes:")[0], re.MULTILINE))
    typed = re.findall(r"^ +(?:\./scripts/)?glidecheck (\w+)(.*?)(?: {2,}|$)", readme, re.MULTILINE)
    assert len(typed) >= 5
    for command, rest in typed:
        assert command in commands
        known = help_of(command, *rest.split()[:1]) if command in ("audits", "lexicon") else help_of(command)
        for option in re.findall(r"(?<!\S)--?[a-z]+(?!\S)", rest):
            assert f"{option}" in known, f"glidecheck {command} {option}"
