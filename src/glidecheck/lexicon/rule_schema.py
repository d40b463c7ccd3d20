"""What a rule file may say. Imported only where YAML is read: pydantic is slow to import."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from string import Formatter
from typing import Annotated, Any

from pydantic import Field, StringConstraints, field_validator, model_validator

from glidecheck.errors import LexiconError
from glidecheck.lexicon import strict_yaml
from glidecheck.lexicon.rules import PHOTO_STATES, PLACEHOLDERS, NameState, PolicyAct, State
from glidecheck.lexicon.schema import Strict
from glidecheck.model import Basis, CautionKind, GlideRole, NoticeKind, Section, Severity

SUMMARY_LIMIT = 140
"""Characters of a summary, as CDS Hooks asks of a card's summary."""

Id = Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}\d{3}$")]
Word = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(?:[-_][a-z0-9]+)*$")]
Key = Annotated[str, StringConstraints(pattern=r"^\w+(?:-\w+)*$")]
Text = Annotated[str, StringConstraints(min_length=3, strip_whitespace=True)]


class AppliesForm(Strict):
    classes: tuple[Word, ...] = ()
    substances: tuple[Key, ...] = ()
    declared: tuple[Key, ...] = ()
    excepted: tuple[Key, ...] = ()
    name: NameState | None = None
    notices: tuple[NoticeKind, ...] = ()
    states: tuple[State, ...] = ()
    policy: PolicyAct | None = None

    @model_validator(mode="after")
    def _one_subject(self) -> AppliesForm:
        subjects = [
            bool(self.classes or self.substances or self.declared),
            self.name is not None,
            bool(self.notices),
            bool(self.states),
            self.policy is not None,
        ]
        if sum(subjects) != 1:
            raise ValueError("Give exactly one kind of subject: classes/substances/declared, name, notices, states or policy")
        if self.excepted and not self.classes:
            raise ValueError("Give excepted only beside classes")
        return self

    @property
    def ingredient(self) -> bool:
        return bool(self.classes or self.substances or self.declared)


class WhenForm(Strict):
    sections: tuple[Section, ...] = ()
    not_sections: tuple[Section, ...] = ()
    roles: tuple[GlideRole, ...] = ()
    above: Annotated[Decimal, Field(ge=0, le=100)] | None = None
    at_least: Annotated[Decimal, Field(ge=0, le=100)] | None = None
    unreadable_counts: bool = False
    strength_missing: bool = False
    before_core: bool = False
    on_front: bool = False
    notices: tuple[NoticeKind, ...] = ()
    no_notices: tuple[NoticeKind, ...] = ()
    with_classes: tuple[Word, ...] = ()
    without_classes: tuple[Word, ...] = ()
    with_substances: tuple[Key, ...] = ()
    from_text: bool | None = None
    worst_at_least: Severity | None = None
    worst_at_most: Severity | None = None

    @property
    def of_ingredient(self) -> bool:
        return bool(self.model_fields_set & _OF_INGREDIENT)


_OF_INGREDIENT = frozenset(
    ("sections", "not_sections", "roles", "above", "at_least", "unreadable_counts", "strength_missing", "before_core", "on_front")
)


class RuleForm(Strict):
    id: Id
    applies: AppliesForm
    when: WhenForm = WhenForm()
    severity: Severity
    kind: CautionKind | None = None
    basis: Basis
    replaces: tuple[Id, ...] = ()
    short: Annotated[str, StringConstraints(max_length=60)] = ""
    summary: Text
    advice: Text
    permits: str = ""
    advice_clinic: Text
    permits_clinic: str = ""
    sources: Annotated[tuple[Key, ...], Field(min_length=0)]
    fires: tuple[Text, ...] = ()
    passes: tuple[Text, ...] = ()

    @field_validator("summary")
    @classmethod
    def _short(cls, text: str) -> str:
        if len(text) >= SUMMARY_LIMIT:
            raise ValueError(f"Write a summary of fewer than {SUMMARY_LIMIT} characters (it has {len(text)}), and the rest into advice")
        return text

    @field_validator("summary", "advice", "permits", "advice_clinic", "permits_clinic")
    @classmethod
    def _placeholders(cls, text: str) -> str:
        for _, name, form, conversion in Formatter().parse(text):
            if name is not None and (name not in PLACEHOLDERS or form or conversion):
                raise ValueError(f"Name in braces only: {', '.join(sorted(PLACEHOLDERS))}")
        return text

    @model_validator(mode="after")
    def _together(self) -> RuleForm:
        if (self.kind is not None) != (self.severity is Severity.CAUTION):
            raise ValueError("Give kind (anaesthetic, active or companion) to rules of severity caution, and to no other")
        if self.when.of_ingredient and not (self.applies.ingredient or self.applies.name):
            raise ValueError(
                "Sections, roles, amounts and places are conditions of an ingredient: take them out, or apply the rule to substances"
            )
        if not self.short and not self.applies.ingredient and self.severity in (Severity.AVOID, Severity.REVIEW):
            raise ValueError("Write short: the reason in a few words, for the headline")
        if State.GLIDE in self.applies.states and self.severity is not Severity.INFO:
            raise ValueError("A rule about a GLIDE only informs: write severity: info")
        if self.when.worst_at_least is not None and self.severity.rank < self.when.worst_at_least.rank:
            raise ValueError("A rule with worst_at_least may not be graver than what it asks for")
        of_photo = self.when.from_text is False or (self.applies.states and set(self.applies.states) <= PHOTO_STATES)
        textless = self.applies.policy is not None or of_photo
        if not textless and not (self.fires and self.passes):
            raise ValueError("Give at least one label text under fires, and a near miss under passes")
        if not self.sources and self.applies.policy is None:
            raise ValueError("Name at least one source of lexicon/sources.yaml")
        return self


class FileForm(Strict):
    """One file: the class its findings are of, who reviewed it (null: nobody yet), ids that were once used, and its rules."""

    cls: Annotated[Word, Field(alias="class")]
    about: Text
    reviewed: str | None
    retired: tuple[Id, ...] = ()
    rules: Annotated[tuple[RuleForm, ...], Field(min_length=1)]


def read(folder: Path) -> list[dict[str, Any]]:
    """The rules of the files in `folder`, sorted by id, as plain values for `rules.from_json`. Raises LexiconError."""
    files = sorted(folder.glob("*.yaml"))
    if not files:
        raise LexiconError(f"{folder} holds no rules", "Give the folder with the rule files (*.yaml)")
    seen: dict[str, str] = {}
    out: list[dict[str, Any]] = []
    for path in files:
        data = strict_yaml.load(path)
        form = strict_yaml.validate(FileForm, data, path.name, lambda loc, data=data: _entry(loc, data))  # type: ignore[misc]
        for id_ in [*form.retired, *(rule.id for rule in form.rules)]:
            if id_ in seen:
                raise LexiconError(
                    f"{path.name}: {id_}: the id is already used in {seen[id_]}",
                    f"Give the new rule the next free id ({_next(id_, seen)}); ids are never reused",
                )
            seen[id_] = path.name
        out += [{"cls": form.cls, **rule.model_dump(mode="json", exclude_defaults=True)} for rule in form.rules]
    by_id = {rule["id"]: rule for rule in out}
    for rule in out:
        for other in rule.get("replaces", ()):
            where = f"{seen[rule['id']]}: {rule['id']}: replaces {other}"
            if other not in by_id:
                raise LexiconError(f"{where}, which is no rule", "Name the id of a rule, or take it out")
            if _gravity(by_id[other]) < _gravity(rule):
                raise LexiconError(f"{where}, which is graver", "Let a rule replace only what is as grave or milder")
    return sorted(out, key=lambda r: str(r["id"]))


def _gravity(rule: dict[str, Any]) -> tuple[int, int]:
    kinds = list(CautionKind)
    return Severity(rule["severity"]).rank, kinds.index(CautionKind(rule["kind"])) if "kind" in rule else len(kinds)


def _entry(loc: Sequence[int | str], data: Any) -> str:
    if len(loc) >= 2 and loc[0] == "rules" and isinstance(loc[1], int):
        rule = data["rules"][loc[1]]
        named = rule.get("id") if isinstance(rule, dict) else None
        return str(named or f"rule {loc[1] + 1}")
    return "the file"


def _next(id_: str, seen: dict[str, str]) -> str:
    prefix = id_[:3]
    numbers = [int(m.group(1)) for i in seen if (m := re.fullmatch(prefix + r"(\d{3})", i))]
    return f"{prefix}{max(numbers, default=0) + 1:03d}"
