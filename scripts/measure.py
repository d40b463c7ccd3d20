"""Runs what measures something, and keeps its figures for BENCHMARKS.md.

    python scripts/measure.py                     the names of what can be measured, and their commands
    python scripts/measure.py attacks names       runs these, writes benchmarks/results/NAME.json, and the page anew

benchmarks/measures.toml says of each name the command and the pattern that finds its figures in what the command prints. A working tree
with changes is told in the commit.
"""

from __future__ import annotations

import datetime
import json
import os
import platform
import re
import shlex
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import benchmarks_page

ROOT = Path(__file__).resolve().parents[1]
MEASURES = ROOT / "benchmarks" / "measures.toml"
_NO_SOURCE = ("benchmarks/", "BENCHMARKS.md")


def figures(pattern: str, printed: str) -> dict[str, Any]:
    """The named groups of `pattern` in `printed`, whole numbers as numbers; 0 for one that is not there. Raises ValueError without one."""
    found = re.search(pattern, printed, re.S)
    if found is None:
        raise ValueError("its figures are not in what it printed")
    told = {key: value or "0" for key, value in found.groupdict().items()}
    return {key: int(value.replace(",", "")) if re.fullmatch(r"[\d,]+", value) else value for key, value in told.items()}


def commit() -> str:
    """The commit that is measured, "+" behind it where the tree has changes of its own."""
    short = _git("rev-parse", "--short", "HEAD").strip()
    changed = [line[3:] for line in _git("status", "--porcelain").splitlines()]
    return short + ("+" if any(not path.startswith(_NO_SOURCE) for path in changed) else "")


def machine() -> str:
    """What the figures were measured on, without its name."""
    return f"{os.cpu_count()} cores, {platform.machine()}, {platform.system()}, Python {platform.python_version()}"


def measured(name: str, measure: dict[str, str]) -> dict[str, Any]:
    """The result of one measurement. Raises ValueError when its figures cannot be found."""
    words = [sys.executable if word == "python" else word for word in shlex.split(measure["command"])]
    environment = os.environ | {"PYTHONPATH": str(ROOT / "src")}
    done = subprocess.run(words, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8", check=False)
    sys.stdout.write(done.stdout[-2000:])
    try:
        found = figures(measure["figures"], done.stdout)
    except ValueError as error:
        raise ValueError(f"{name}: {error} (exit {done.returncode})") from None
    today = datetime.datetime.now(datetime.UTC).date().isoformat()
    return {"command": measure["command"], "commit": commit(), "date": today, "machine": machine(), "figures": found}


def _git(*words: str) -> str:
    return subprocess.run(["git", *words], cwd=ROOT, capture_output=True, encoding="utf-8", check=True).stdout


def main() -> int:
    known = tomllib.loads(MEASURES.read_text("utf-8"))
    asked = sys.argv[1:]
    if not asked:
        sys.stdout.write("".join(f"{name}: {measure['command']}\n" for name, measure in known.items()))
        return 0
    if strange := [name for name in asked if name not in known]:
        sys.exit(f"benchmarks/measures.toml has no {', '.join(strange)}")
    for name in asked:
        try:
            result = measured(name, known[name])
        except ValueError as error:
            sys.exit(str(error))
        (ROOT / "benchmarks" / "results" / f"{name}.json").write_text(json.dumps(result, indent=1, ensure_ascii=False) + "\n", "utf-8")
    sys.argv[1:] = []
    return benchmarks_page.main()


if __name__ == "__main__":
    sys.exit(main())
