"""The message catalogues of the chat: extract, update, compile, check.

    python scripts/catalogues.py extract    src/glidecheck/chat/locale/glidecheck.pot from code and lexicon
    python scripts/catalogues.py update     the same, and every glidecheck.po brought up to it: new messages empty, old ones dropped
    python scripts/catalogues.py compile    every .po to the .mo that the package carries
    python scripts/catalogues.py check      what is missing, stale, or lost a placeholder or a code word; exit 1 where anything is

A message is English text that is said later: the first argument of `Message(...)`, `say(...)` and `msg(...)` anywhere in the package, a
rule's short reason, summary, advice and permission, and the words that every face shares.
"""

from __future__ import annotations

import ast
import io
import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "src" / "glidecheck"
LOCALES = PACKAGE / "chat" / "locale"
DOMAIN = "glidecheck"
MARKS = frozenset({"Message", "say", "msg"})
CODES = re.compile(r"\b(AVOID|CAUTION|REVIEW|GLIDE)\b")
PLACES = re.compile(r"\{(\w+)\}")
WIDTH = 120
_NOT_TRANSLATED = frozenset({"cli"})

COMMON = "lexicon/common_names.csv"
"""Everyday words beside names: many are the same in other languages."""

SAME = frozenset(
    {
        "photo",
        "photo {n}",
        "{product} (photo {numbers})",
        "GLIDE",
        "CAUTION ({word}): {why}.",
        "borate",
        "vasoconstrictor",
        "vitamin C",
        "steroid",
        "retinoid",
    }
)
"""Messages whose translation may equal the English text."""


def messages() -> dict[str, list[str]]:
    """Every message, with where it comes from."""
    found: dict[str, list[str]] = {}
    for path in sorted(p for p in PACKAGE.rglob("*.py") if p.relative_to(PACKAGE).parts[0] not in _NOT_TRANSLATED):
        where = path.relative_to(ROOT / "src").as_posix()
        for text in _marked(ast.parse(path.read_text("utf-8"))):
            found.setdefault(text, []).append(where)
    for text, where in (*_rules(), *_shared()):
        found.setdefault(text, []).append(where)
    return {text: list(dict.fromkeys(where)) for text, where in found.items() if _speaks(text)}


def _speaks(text: str) -> bool:
    """Whether a template has words beside its placeholders."""
    return any(map(str.isalpha, PLACES.sub("", text)))


def _marked(tree: ast.Module) -> Iterator[str]:
    """First arguments of the marks: literals, and constants of the module by their name."""
    constants = {
        target.id: node.value.value
        for node in tree.body
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in MARKS and node.args:
            first = node.args[0]
            if isinstance(first, ast.Constant) and isinstance(first.value, str):
                yield first.value
            elif isinstance(first, ast.Name) and first.id in constants:
                yield constants[first.id]


def _rules() -> Iterator[tuple[str, str]]:
    from glidecheck.lexicon import load

    for rule in load().rules_json:
        for part in ("short", "summary", "advice", "permits"):
            if rule.get(part):
                yield rule[part], f"rule {rule['id']} {part}"


def _shared() -> Iterator[tuple[str, str]]:
    from glidecheck.lexicon import load
    from glidecheck.report import view
    from glidecheck.report.knowledge import cite

    for look in view.LOOKS.values():
        yield look.words, "report/view.py: verdict"
        yield look.short, "report/view.py: one ingredient"
    for words in (view.READINGS, view.BASES, view.SECTIONS):
        yield from ((w, "report/view.py") for w in words.values())
    yield view.CLOSING, "report/view.py"
    yield view.EXTRAPOLATION, "report/view.py"
    yield cite("GENERAL").title, "lexicon/sources.yaml: GENERAL"
    yield from ((word, COMMON) for word in sorted(set(load().common_names.values())))


# ------------------------------------------------------------------ the files


def template() -> Catalog:
    """The catalogue of all messages, without translations."""
    catalog = Catalog(
        project="glidecheck", header_comment="# Messages of glidecheck. Written by scripts/catalogues.py: do not edit.", fuzzy=False
    )
    for text, where in sorted(messages().items(), key=lambda pair: (pair[1][0], pair[0])):
        catalog.add(text, auto_comments=where[:4], flags=["python-brace-format"] if PLACES.search(text) else [])
    return catalog


def languages() -> list[str]:
    """The languages that have a catalogue."""
    return sorted(p.name for p in LOCALES.iterdir() if (p / "LC_MESSAGES").is_dir())


def path_of(language: str, ending: str) -> Path:
    """The .po or .mo of a language."""
    return LOCALES / language / "LC_MESSAGES" / f"{DOMAIN}.{ending}"


def read(language: str) -> Catalog:
    """The catalogue that a translator edits."""
    with path_of(language, "po").open("rb") as file:
        return read_po(file, locale=language)


def _write(catalog: Catalog, path: Path) -> None:
    out = io.BytesIO()
    write_po(out, catalog, width=WIDTH, sort_output=False, ignore_obsolete=True, include_previous=False)
    # A date in a file that is committed would make every run a change.
    text = re.sub(
        r'^"(?:POT-Creation-Date|PO-Revision-Date|Generated-By|Report-Msgid-Bugs-To|Last-Translator|Language-Team): .*\n',
        "",
        out.getvalue().decode("utf-8"),
        flags=re.M,
    )
    path.write_text(text.rstrip() + "\n", "utf-8")


def compiled(catalog: Catalog) -> bytes:
    """The .mo of a catalogue, the same bytes for the same messages."""
    out = io.BytesIO()
    bare = Catalog(locale=catalog.locale, fuzzy=False)
    bare.mime_headers = [(k, v) for k, v in bare.mime_headers if k in ("Content-Type", "Content-Transfer-Encoding", "MIME-Version")]
    for message in sorted((m for m in catalog if m.id and m.string), key=lambda m: str(m.id)):
        bare.add(message.id, message.string)
    write_mo(out, bare)
    return re.sub(rb"(?:POT-Creation|PO-Revision)-Date: [^\n]*", lambda m: b" " * len(m[0]), out.getvalue())


def extract() -> None:
    """Write the template."""
    _write(template(), LOCALES / f"{DOMAIN}.pot")


def update() -> None:
    """Bring every catalogue up to the template: what is no longer said is dropped, nothing is guessed."""
    extract()
    fresh = template()
    for language in languages():
        old = read(language)
        comment = old.header_comment
        old.update(fresh, no_fuzzy_matching=True, update_header_comment=False, keep_user_comments=True)
        old.header_comment = comment
        _write(old, path_of(language, "po"))


def compile_() -> None:
    """Write every .mo."""
    for language in languages():
        path_of(language, "mo").write_bytes(compiled(read(language)))


def faults(language: str, wanted: Mapping[str, list[str]]) -> Iterator[str]:
    """What is wrong with one catalogue, each in one line."""
    catalog = read(language)
    have = {str(m.id): str(m.string) for m in catalog if m.id}
    yield from (f"not translated: {text!r} ({wanted[text][0]})" for text in wanted if not have.get(text))
    yield from (f"no longer said: {text!r}" for text in have if text not in wanted)
    yield from (f"marked as doubtful: {m.id!r}" for m in catalog if m.id and m.fuzzy)
    for text, told in have.items():
        if not told or text not in wanted:
            continue
        if set(PLACES.findall(text)) != set(PLACES.findall(told)):
            yield f"placeholders differ: {text!r} -> {told!r}"
        if set(CODES.findall(text)) != set(CODES.findall(told)):
            yield f"a code word is lost or new: {text!r} -> {told!r}"
        if text == told and text not in SAME and COMMON not in wanted[text]:
            yield f"still English: {text!r}"
        if ": " in text and text[0].islower() and told.count(": ") < 1:
            yield f"a gap lost the colon before its advice: {text!r} -> {told!r}"
    if "not reviewed by a clinician" not in catalog.header_comment:
        yield "the header does not say that it was not reviewed by a clinician"
    mo = path_of(language, "mo")
    if not mo.is_file() or mo.read_bytes() != compiled(catalog):
        yield "the .mo is stale: python scripts/catalogues.py compile"


def check() -> int:
    """Print every fault; 0 when there is none."""
    wanted = messages()
    lines = [f"{language}: {fault}" for language in languages() for fault in faults(language, wanted)]
    pot = LOCALES / f"{DOMAIN}.pot"
    with pot.open("rb") as file:
        if {str(m.id) for m in read_po(file) if m.id} != set(wanted):
            lines.append("glidecheck.pot is stale: python scripts/catalogues.py update")
    sys.stdout.write("".join(f"{line}\n" for line in lines) or f"{len(wanted)} messages in {len(languages())} languages: in order\n")
    return 1 if lines else 0


if __name__ == "__main__":
    command = sys.argv[1] if len(sys.argv) == 2 else ""
    actions = {"extract": extract, "update": update, "compile": compile_}
    if command in actions:
        actions[command]()
    elif command == "check":
        sys.exit(check())
    else:
        sys.exit(__doc__)
