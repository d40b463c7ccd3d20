"""What a clinic's policy file may say. Imported only where one is read: pydantic is slow to import."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import Field, StringConstraints, model_validator

from glidecheck.errors import LexiconError
from glidecheck.lexicon import load, strict_yaml
from glidecheck.lexicon.policy import Policy, Raised
from glidecheck.lexicon.rules import Rule, from_json
from glidecheck.lexicon.schema import Strict
from glidecheck.model import GlideRole, Severity, Substance
from glidecheck.text import key

if TYPE_CHECKING:
    from glidecheck.lexicon.index import Lexicon

Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=400)]


class To(StrEnum):
    """What something may be raised to."""

    AVOID = "avoid"
    CAUTION = "caution"
    REVIEW = "review"


class RaiseForm(Strict):
    cls: Annotated[Line | None, Field(alias="class")] = None
    substance: Line | None = None
    to: To
    note: Line | None = None

    @model_validator(mode="after")
    def _one(self) -> RaiseForm:
        if (self.cls is None) == (self.substance is None):
            raise ValueError("Write either class: ... or substance: ...")
        return self


class AllowForm(Strict):
    substance: Line
    note: Line | None = None


class PolicyForm(Strict):
    name: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=80)]
    raises: Annotated[tuple[RaiseForm, ...], Field(alias="raise")] = ()
    allow: tuple[AllowForm, ...] = ()
    notes: tuple[Line, ...] = ()


def read(path: Path, lexicon: Lexicon | None = None) -> Policy:
    """The policy in the YAML file at `path`, its names looked up in `lexicon` (default: the carried one). Raises LexiconError naming the
    file, the entry and what to write."""
    lexicon = lexicon or load()
    file = path.name
    form = strict_yaml.validate(PolicyForm, strict_yaml.load(path), file, _entry)
    classes: dict[str, Raised] = {}
    substances: dict[str, Raised] = {}
    allowed: dict[str, str] = {}
    for r in form.raises:
        raised = Raised(Severity(r.to.value), r.note or "")
        if r.cls is not None:
            if r.cls not in lexicon.classes:
                raise LexiconError(f"{file}: raise: class {r.cls!r} is not in the lexicon", f"Write one of: {', '.join(lexicon.classes)}")
            _once(classes, r.cls, raised, file, "raise", r.cls)
        else:
            for found in _resolve(r.substance or "", lexicon, file, "raise"):
                _once(substances, found.id, raised, file, "raise", r.substance or "")
    forbidden = _forbidden(from_json(lexicon.rules_json))
    for a in form.allow:
        for found in _resolve(a.substance, lexicon, file, "allow"):
            why = forbidden(found)
            if why:
                raise LexiconError(
                    f"{file}: allow: {a.substance!r} {why}",
                    "Take it out: a policy can allow companions (glycerin, a preservative), nothing graver",
                )
            if found.id in substances or any(c in classes for c in found.classes):
                raise LexiconError(f"{file}: allow: {a.substance!r} is also raised", "Keep it under raise or under allow, not under both")
            _once(allowed, found.id, a.note or "", file, "allow", a.substance)
    return Policy(form.name, hashlib.sha256(path.read_bytes()).hexdigest(), classes, substances, allowed, tuple(form.notes))


def _entry(loc: Sequence[int | str]) -> str:
    match list(loc):
        case [("raise" | "allow" | "notes") as part, int(n), *_]:
            return f"{part}, entry {n + 1}"
        case [str(part), *_]:
            return part
        case _:
            return "the file"


def _once(into: dict[str, Any], id_: str, value: Any, file: str, part: str, written: str) -> None:
    if id_ in into:
        raise LexiconError(f"{file}: {part}: {written!r} stands there twice", "Keep one of the two entries")
    into[id_] = value


def _resolve(name: str, lexicon: Lexicon, file: str, part: str) -> tuple[Substance, ...]:
    """The one substance that an id or a name stands for."""
    found = {hit.substance.id: hit.substance for hit in lexicon.lookup(key(name))}
    if len(found) > 1:
        raise LexiconError(f"{file}: {part}: {name!r} stands for {', '.join(sorted(found))}", "Write the one that is meant")
    if found:
        return tuple(found.values())
    try:
        return (lexicon.substance(name),)
    except LexiconError:
        raise LexiconError(
            f"{file}: {part}: {name!r} is not in the lexicon", "Write an INCI name, or look for it: glidecheck lexicon search NAME"
        ) from None


def _forbidden(rules: Iterable[Rule]) -> Any:
    """What says why a substance may not be allowed, or None."""
    avoided = [r for r in rules if r.severity is Severity.AVOID]

    def why(substance: Substance) -> str | None:
        if "retinoid" in substance.classes:
            return "is a retinoid"
        if "anaesthetic" in substance.classes:
            return "is an anaesthetic"
        if any(substance.id in r.applies.substances or not r.applies.classes.isdisjoint(substance.classes) for r in avoided):
            return "is to be avoided"
        if substance.role in (GlideRole.CORE, GlideRole.SILENT):
            return "is on the glide list already"
        if substance.role is not GlideRole.COMPANION:
            return "is no companion"
        return None

    return why
