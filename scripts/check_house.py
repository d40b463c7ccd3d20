#!/usr/bin/env python3
"""What the house forbids and no linter knows: prints each breach, exit 1 where there is one.

- A letter outside ASCII in a string of src/glidecheck: words of a language and clinical lists are data, under lexicon/. Signs (dashes,
  bullets, arrows, raised ordinals) may stand; so may the tables of look-alike letters, of `text.py` (the normal form itself) and of
  `one_script.py`.
- A list of words: five and more in one alternation of a pattern, eight and more in a text that is split. `NO_LANGUAGE` names the modules
  whose lists are of no language: endings of files, kinds of file systems, names of slots.
- A module of more than 450 lines, or more than 15 of more than 300: what one can hold in mind.
- More than 26 names at the top of the package.
- Modules that import each other, in a circle of any length, within functions too.
"""

from __future__ import annotations

import ast
import re
import sys
import unicodedata
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "src" / "glidecheck"
MOST_LINES, LONG, MOST_LONG, MOST_NAMES = 450, 300, 15, 26
FOLDING = {"text.py", "one_script.py"}
MOST_ALTERNATIVES, MOST_SPLIT = 4, 7
NO_LANGUAGE = {
    "jobs/filesystem.py", "shelf/kinds.py", "shelf/naming.py", "chat/flag_rules.py", "label_text/marks.py", "audit/reports/page_style.py",
    "service/pages.py", "service/settings.py",
}  # fmt: skip
_PLAIN_WORD = re.compile(r"[a-z]{3,}")


SIGNS = "ªºℹ"
"""Unicode counts them as letters, labels print them as signs ("20 º")."""


def letters(text: str) -> str:
    """The letters of `text` outside ASCII."""
    return "".join(c for c in text if ord(c) > 127 and unicodedata.category(c)[0] == "L" and c not in SIGNS)


def words(path: Path) -> Iterator[str]:
    """Each string with such a letter that is no docstring, with its place."""
    tree = ast.parse(path.read_text("utf-8"))
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    # A string after an assignment explains it, as a docstring does.
    docstrings |= {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings and (found := letters(node.value)):
            yield f"{path.relative_to(ROOT)}:{node.lineno}: letters outside ASCII in a string: {found[:40]}"


def lists(path: Path) -> Iterator[str]:
    """Each list of words in a pattern or in a text that is split, with its place."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and "|" in node.value:
            found = [w for w in re.split(r"[|()]|\?:", node.value) if _PLAIN_WORD.fullmatch(w)]
            most = MOST_ALTERNATIVES
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "split":
            text = node.func.value
            found = text.value.split() if isinstance(text, ast.Constant) and isinstance(text.value, str) else []
            most = MOST_SPLIT
        else:
            continue
        if len(found) > most:
            yield f"{path.relative_to(ROOT)}:{node.lineno}: a list of words belongs into lexicon/: {' '.join(found)[:60]}"


def imports() -> dict[str, set[str]]:
    """Each module of the package with those that it imports when it runs; what only the type checker needs makes no circle."""
    modules = {
        ".".join(("glidecheck", *p.relative_to(PACKAGE).with_suffix("").parts)).removesuffix(".__init__"): p for p in PACKAGE.rglob("*.py")
    }
    out: dict[str, set[str]] = {}
    for module, path in modules.items():
        tree = ast.parse(path.read_text("utf-8"))
        typed = {
            id(n)
            for branch in ast.walk(tree)
            if isinstance(branch, ast.If) and "TYPE_CHECKING" in ast.unparse(branch.test)
            for n in ast.walk(branch)
        }
        named = {
            whole if (whole := f"{node.module}.{alias.name}") in modules else str(node.module)
            for node in ast.walk(tree)
            if isinstance(node, ast.ImportFrom) and id(node) not in typed
            for alias in node.names
        }
        out[module] = (named & modules.keys()) - {module}
    return out


def circles() -> Iterator[str]:
    """Each circle of imports: what is left when modules that import nothing of the rest, or that nothing of it imports, are taken away."""
    left = imports()
    while True:
        used = set().union(*left.values()) if left else set()
        ends = {m for m, named in left.items() if not named or m not in used}
        if not ends:
            break
        left = {m: named - ends for m, named in left.items() if m not in ends}
    if left:
        yield "modules that import each other: " + ", ".join(sorted(left))


def breaches() -> Iterator[str]:
    """Everything that is not as it should be, a line each."""
    sizes = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        sizes[path] = len(path.read_text("utf-8").splitlines())
        if path.name not in FOLDING:
            yield from words(path)
        if path.relative_to(PACKAGE).as_posix() not in NO_LANGUAGE:
            yield from lists(path)
    yield from (f"{p.relative_to(ROOT)}:1: {n} lines, more than {MOST_LINES}" for p, n in sizes.items() if n > MOST_LINES)
    long = sorted((n, p) for p, n in sizes.items() if n > LONG)
    if len(long) > MOST_LONG:
        yield f"{len(long)} modules of more than {LONG} lines: " + ", ".join(f"{p.relative_to(PACKAGE)} {n}" for n, p in long)
    names = [p for p in PACKAGE.iterdir() if p.suffix in ("", ".py") and p.name != "__pycache__"]
    if len(names) > MOST_NAMES:
        yield f"{len(names)} names at the top of the package, more than {MOST_NAMES}"
    yield from circles()


if __name__ == "__main__":
    found = list(breaches())
    sys.stdout.write("".join(f"{line}\n" for line in found) or "the house is in order\n")
    raise SystemExit(bool(found))
