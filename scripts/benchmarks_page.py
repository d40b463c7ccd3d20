"""BENCHMARKS.md, from benchmarks/page.md and the result files.

    python scripts/benchmarks_page.py           writes BENCHMARKS.md
    python scripts/benchmarks_page.py --check   says whether it is stale; exit 1 where it is

A result file, benchmarks/results/NAME.json, holds `command`, `commit`, `date`, `machine`, `figures`, and a `note` where there is something
to say; scripts/measure.py writes it. In the page {NAME.figure} is a figure, and @NAME at a row's end what measured it, at which commit and
when.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
PAGE, RESULTS, TARGET = ROOT / "benchmarks" / "page.md", ROOT / "benchmarks" / "results", ROOT / "BENCHMARKS.md"
PARTS = ("command", "commit", "date", "machine", "figures")
_FIGURE = re.compile(r"\{(\w+)\.(\w+)\}")
_BY = re.compile(r"@(\w+) \|$")

_RUN = ("python ", "env ", "schemathesis ")
"""How a command begins that can be typed; others are told in words."""

Result = Mapping[str, Any]


def results(folder: Path = RESULTS) -> dict[str, Result]:
    """The result files by their name. Raises ValueError where a part is missing."""
    found = {}
    for path in sorted(folder.glob("*.json")):
        found[path.stem] = json.loads(path.read_text("utf-8"))
        if missing := [part for part in PARTS if part not in found[path.stem]]:
            raise ValueError(f"{path.name} lacks {', '.join(missing)}")
    return found


def made(page: str, known: Mapping[str, Result]) -> str:
    """The page with its figures. Raises ValueError for one that no result has, and for a result that the page does not show."""
    told: set[str] = set()
    before = ""
    lines = []

    def figure(found: re.Match[str]) -> str:
        name, key = found.groups()
        if key not in known.get(name, {"figures": {}})["figures"]:
            raise ValueError(f"the page shows {found[0]}, which no result file has")
        told.add(name)
        return _words(known[name]["figures"][key])

    for line in page.splitlines():
        by = _BY.search(line)
        shown = _FIGURE.sub(figure, line)
        if by:
            if by[1] not in known:
                raise ValueError(f"the page shows @{by[1]}, which is no result file")
            source = "the same" if by[1] == before else _source(known[by[1]])
            shown = _BY.sub(lambda _, source=source: f"{source} |", shown)  # type: ignore[misc]
        before = by[1] if by else ""
        lines.append(shown)
    if unused := known.keys() - told:
        raise ValueError(f"no row shows {', '.join(sorted(unused))}")
    return "\n".join((*lines, ""))


def _words(figure: object) -> str:
    return f"{figure:,}" if isinstance(figure, int) else str(figure)


def _source(result: Result) -> str:
    command = str(result["command"])
    words = f"`{command}`" if command.startswith(_RUN) else command
    at = ", ".join(filter(None, (f"commit {result['commit']}" if result["commit"] else "", result["date"] or "", result.get("note", ""))))
    return f"{words}; {at}" if at else words


def main() -> int:
    page = made(PAGE.read_text("utf-8"), results())
    if sys.argv[1:] == ["--check"]:
        if TARGET.read_text("utf-8") != page:
            sys.stderr.write("BENCHMARKS.md is stale: python scripts/benchmarks_page.py\n")
            return 1
        return 0
    TARGET.write_text(page, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
