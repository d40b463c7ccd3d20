#!/usr/bin/env python3
"""Writes docs/limits.md: every number that decides something, with its unit, where it comes from, and the script that measures it again.

    limits_table.py            writes it
    limits_table.py --check    exit 1 where it is stale, or a number has no words to it

The stages have their numbers in a frozen dataclass of a `limits.py`, whose fields are made by `model.limits.measured`. The other rooms'
numbers, times and sizes that an operator may ask about, stand at the head of the module that uses them, each with its sentence.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from importlib import import_module
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "src" / "glidecheck"
TABLE = ROOT / "docs" / "limits.md"
HEAD = """# Every number, and where it comes from

Made by `python scripts/limits_table.py`; `./scripts/check` fails while it is stale. Of {measured} numbers of the stages, {scripted}
name the script of `scripts/` that measures them again; the others are settings of a network that is shipped, or follow from what is written
beside them. What changes when one is a quarter smaller or larger: `python scripts/vary_limits.py layout.Whole.edge --keep FOLDER`.
"""
COLUMNS = "| number | value | unit | what it is | measured by |\n|---|---|---|---|---|\n"
OPERATION = """
## At the head of a module

{n} more: times and sizes of operation (what a platform allows, how long one waits, how much is held at once), chosen and not
measured unless the sentence says so, and prices and counts that one module alone needs.

| where | number | value | what it is |
|---|---|---|---|
"""


class Number(NamedTuple):
    """One number at the head of a module: the path from the package, the line, the name, the value and its sentence, which may be empty."""

    path: Path
    at: int
    name: str
    value: str
    said: str


def stages() -> Iterator[tuple[str, list[type]]]:
    """Each room that has limits, with their tables."""
    for path in sorted(PACKAGE.glob("*/limits.py")):
        module = import_module(f"glidecheck.{path.parent.name}.limits")
        tables = [t for t in vars(module).values() if is_dataclass(t) and isinstance(t, type) and any(f.metadata for f in fields(t))]
        if tables:
            yield path.parent.name, tables


def shown(value: Any) -> str:
    """A value as it is printed."""
    if isinstance(value, bool):
        return str(value)
    if isinstance(value, int):
        return f"{value:,}"
    if isinstance(value, float):
        return f"{value:,g}" if abs(value) >= 1e-4 else f"{value:g}"
    if isinstance(value, tuple):
        return ", ".join(map(shown, value))
    return ", ".join(f"{f.name} {shown(getattr(value, f.name))}" for f in fields(value)) if is_dataclass(value) else str(value)


def heads() -> Iterator[Number]:
    """The numbers at the head of modules, in the order they stand in."""
    for path in sorted(PACKAGE.rglob("*.py")):
        if path.name != "limits.py":
            yield from _of(path)


def _of(path: Path) -> Iterator[Number]:
    source = path.read_text("utf-8")
    lines, body = source.splitlines(), ast.parse(source).body
    for here, after in zip(body, [*body[1:], None], strict=True):
        target = here.targets[0] if isinstance(here, ast.Assign) else here.target if isinstance(here, ast.AnnAssign) else None
        if not isinstance(here, ast.Assign | ast.AnnAssign) or target is None or here.value is None or not _numeric(here.value):
            continue
        said = ""
        if isinstance(after, ast.Expr) and isinstance(after.value, ast.Constant) and isinstance(after.value.value, str):
            said = " ".join(after.value.value.split())
        said = said or lines[(here.end_lineno or here.lineno) - 1].partition("  # ")[2]
        yield Number(path.relative_to(PACKAGE), here.lineno, ast.unparse(target).strip("()"), ast.unparse(here.value).strip("()"), said)


def _numeric(node: ast.expr) -> bool:
    """Whether an expression is made of numbers alone."""
    if isinstance(node, ast.Tuple):
        return bool(node.elts) and all(map(_numeric, node.elts))
    if isinstance(node, ast.BinOp):
        return _numeric(node.left) and _numeric(node.right)
    if isinstance(node, ast.UnaryOp):
        return _numeric(node.operand)
    return isinstance(node, ast.Constant) and isinstance(node.value, int | float) and not isinstance(node.value, bool)


def table() -> str:
    """docs/limits.md as it should be."""
    every = [f for _, tables in stages() for t in tables for f in fields(t)]
    out = [HEAD.format(measured=len(every), scripted=sum(bool(f.metadata["script"]) for f in every))]
    for room, tables in stages():
        out.append(f"\n## {room}\n")
        for kind in tables:
            about = " ".join((kind.__doc__ or "").split())
            out.append(f"\n{about}\n\n{COLUMNS}")
            told = ((f, f.metadata) for f in fields(kind))
            out += (f"| {f.name} | {shown(f.default)} | {m['unit']} | {m['origin']} | {m['script'] or '-'} |\n" for f, m in told)
    numbers = list(heads())
    out.append(OPERATION.format(n=len(numbers)))
    for path, group in groupby(numbers, key=lambda n: n.path):
        out += (f"| {path.as_posix()} | {n.name} | {n.value} | {n.said.replace('|', '/')} |\n" for n in group)
    return "".join(out)


def main() -> int:
    dumb = [n for n in heads() if not n.said]
    for n in dumb:
        print(f"src/glidecheck/{n.path.as_posix()}:{n.at}: {n.name} has no words: say its unit and why", file=sys.stderr)
    if "--check" not in sys.argv[1:]:
        TABLE.write_text(table(), "utf-8")
    elif not TABLE.exists() or TABLE.read_text("utf-8") != table():
        print("docs/limits.md is stale: python scripts/limits_table.py", file=sys.stderr)
        return 1
    return int(bool(dumb))


if __name__ == "__main__":
    raise SystemExit(main())
