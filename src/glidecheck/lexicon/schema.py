"""What a file of lexicon/ must look like: strict, so that a slip is refused with the file, the entry and what to write.

Imported by the build only.
"""

from __future__ import annotations

import csv
import re
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from glidecheck.errors import LexiconError
from glidecheck.lexicon import strict_yaml
from glidecheck.text import key


class Strict(BaseModel):
    """Immutable; unknown keys and values of another type are refused."""

    model_config = ConfigDict(strict=True, frozen=True, extra="forbid", str_strip_whitespace=False)


def check_digit(number: str) -> int:
    """The digit with which a CAS number must end."""
    digits = number.replace("-", "")
    return sum(int(d) * n for n, d in enumerate(reversed(digits[:-1]), 1)) % 10


def _cas(number: str) -> str:
    if not re.fullmatch(r"[1-9]\d{1,6}-\d\d-\d", number):
        raise ValueError(f"{number} is no CAS number: write it as 50-00-0")
    if (check := check_digit(number)) != int(number[-1]):
        raise ValueError(f"the check digit of CAS {number} would be {check}: look the number up again")
    return number


def _name(name: str) -> str:
    if not key(name) or name != " ".join(name.split()):
        raise ValueError(f"{name!r} is no name: write letters or digits, single spaces, none at the ends")
    return name


def _slug(text: str) -> str:
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", text):
        raise ValueError(f"{text!r} is no id: write lower-case words joined by hyphens")
    return text


def _prose(text: str) -> str:
    if text != " ".join(text.split()):
        raise ValueError("write one line with single spaces")
    return text


def pattern_text(text: str) -> str:
    try:
        re.compile(text, re.IGNORECASE)
    except re.error as error:
        raise ValueError(f"the pattern does not compile: {error}") from None
    return text


Cas = Annotated[str, AfterValidator(_cas)]
NameText = Annotated[str, AfterValidator(_name)]
Slug = Annotated[str, AfterValidator(_slug)]
Prose = Annotated[str, Field(min_length=3), AfterValidator(_prose)]
Id = Annotated[str, Field(pattern=r"^[A-Z][A-Z0-9_]*$")]

Script = Literal["any", "Latn", "Cyrl", "Grek", "Hebr", "Arab", "Deva", "Beng", "Thai", "Hani"]
"""ISO 15924; Hani stands for Han, kana and Hangul together, any for a pattern that is tried on every name."""

Kind = Literal["inci", "inn", "synonym", "salt", "form", "brand", "foreign", "abbreviation", "combination", "shared", "colour", "label"]
"""inci: another INCI name of the same substance; inn: INN, USAN, BAN or pharmacopoeia; combination: the name holds every substance that
lists it; shared: it means one of those that list it, and the print does not say which; label: as labels print it, brackets and all."""


class NameSpec(Strict):
    name: NameText
    kind: Kind
    lang: Annotated[str, Field(pattern=r"^[a-z]{2}$")] | None = None
    basis: Literal["sourced", "general"]


class EntrySpec(Strict):
    id: Slug
    name: NameText
    name_type: Literal["INCI", "INN", "common"]
    subclass: Prose | None = None
    cas: tuple[Cas, ...] = ()
    severity: Literal["avoid", "caution", "neutral", "glide"]
    role: Literal["core", "silent", "companion", "none"]
    basis: Literal["founding", "extension"]
    names: tuple[NameSpec, ...] = ()
    conditions: Prose | None = None
    mechanism: Prose | None = None
    lactation: Prose | None = None
    needled_skin: Prose | None = None
    eu_status: Prose | None = None
    false_friends: tuple[str, ...] = ()
    note: Prose | None = None
    sources: tuple[Id, ...] = Field(min_length=1)
    confidence: Literal["substance", "identity", "general"]
    reviewed: str | None


class ClassSpec(Strict):
    """One file of lexicon/substances/. The prose fields are the class's, for every entry that has none of its own."""

    cls: Slug = Field(alias="class")
    title: Prose
    about: Prose
    conditions: Prose | None = None
    mechanism: Prose | None = None
    lactation: Prose | None = None
    needled_skin: Prose | None = None
    entries: tuple[EntrySpec, ...] = Field(min_length=1)


class SourceSpec(Strict):
    id: Id
    title: Prose
    publisher: Prose
    year: Annotated[int, Field(ge=1900, le=2100)] | None
    link: Annotated[str, Field(pattern=r"^https?://\S+$")] | None
    read: Literal["first-hand", "quoted", "dataset", "none"]
    note: Prose | None = None
    used_by: tuple[str, ...] = ()


class SourcesFile(Strict):
    sources: tuple[SourceSpec, ...]


class PhraseSpec(Strict):
    kind: Literal[
        "rx_marker", "drug_facts", "ndc", "use_stage", "site_instruction", "fda_brand_2024", "positive_warning", "negation", "comparison",
        "incompatibility", "prp", "sterile", "numbing", "false_prp", "false_broken_skin", "false_other_use", "not_glide",
        "not_nursing", "broken_skin", "not_needling", "not_sterile", "other_use", "spoken_of",
    ]  # fmt: skip
    lang: str
    pattern: Annotated[str, AfterValidator(pattern_text)]
    effect: Prose
    fires: tuple[str, ...] = Field(min_length=1)
    passes: tuple[str, ...] = ()


class PhrasesFile(Strict):
    phrases: tuple[PhraseSpec, ...]


class Shown(Strict):
    """With texts that must fire it, and near misses that must not."""

    fires: tuple[str, ...] = Field(min_length=1)
    passes: tuple[str, ...] = Field(min_length=1)


class StemSpec(Shown):
    """A part of a name that tells what a name is which nobody listed. `of` is the id of the substance that it is then at least."""

    id: Slug
    of: Slug
    script: Script
    pattern: Annotated[str, AfterValidator(pattern_text)]


class StemsFile(Strict):
    reviewed: str | None
    stems: tuple[StemSpec, ...]


class StrengthWords(Shown):
    """lexicon/strengths.yaml: numbers in words by language, what may stand before a number, units, and the words of declarations."""

    reviewed: str | None
    numbers: dict[str, dict[str, int]]
    qualifiers: tuple[str, ...]
    declared: dict[Literal["each", "ml", "g", "contains", "per", "enough", "to", "behind"], tuple[str, ...]]
    units: dict[Literal["mcg", "mg", "g", "kg", "ml", "l", "iu"], tuple[str, ...]]
    whole: dict[Literal["g", "ml"], tuple[str, ...]]
    ratio: tuple[str, ...]
    percent: tuple[str, ...]


class FamilySpec(Shown):
    """INCI names of the inventory that are of one class by their wording. The build lists them one by one."""

    cls: Slug = Field(alias="class")
    subclass: Prose
    severity: Literal["avoid", "caution"]
    pattern: Annotated[str, AfterValidator(pattern_text)]
    sources: tuple[Id, ...] = Field(min_length=1)


class FamiliesFile(Strict):
    reviewed: str | None
    families: tuple[FamilySpec, ...]


class FlagWords(Strict):
    """What is said in one language, by slots (lexicon/red_flags/<lang>.yaml). Texts that must and must not fire stand in texts.csv."""

    lang: str
    reviewed: None
    slots: dict[str, tuple[str, ...]]
    ordinary: tuple[str, ...] = ()


class FlagRule(Strict):
    """Which slots together are which danger (lexicon/red_flags/rules.yaml)."""

    sign: str
    needs: tuple[str, ...] = Field(min_length=1)
    danger: Annotated[dict[str, str], Field(alias="as")]
    within: int = 8
    close: int = 10
    order: bool = False
    asked: bool = False
    message: bool = False
    may: bool = False
    subject: bool = False
    beside: Annotated[tuple[str, ...], Field(alias="with")] = ()
    without: tuple[str, ...] = ()


class Number(Strict):
    """A telephone number, what it is called, and the id of the source in which it was read."""

    number: str
    source: str
    name: str = ""


class CountrySpec(Strict):
    """Whom to call in one country (ISO 3166), and what people call the country."""

    country: Annotated[str, Field(pattern="^[A-Z]{2}$")]
    emergency: Number
    poison: Number | None = None
    crisis: Number | None = None
    names: tuple[str, ...]


class ForeignSpec(Strict):
    """What is said in a language that the chat does not speak."""

    lang: str
    urgent: str
    spoken: str


class EmergencyFile(Strict):
    reviewed: None
    read_on: str
    countries: tuple[CountrySpec, ...]
    languages: tuple[ForeignSpec, ...]


class FlagRules(Strict):
    reviewed: None
    rules: tuple[FlagRule, ...]


Spec = TypeVar("Spec", bound=BaseModel)


def load(spec: type[Spec], path: Path) -> Spec:
    """A YAML file as `spec`. Raises LexiconError that names the file, the entry and what to write."""
    data = strict_yaml.load(path)
    return parse(spec, data, path.name)


def parse(spec: type[Spec], data: Any, file: str) -> Spec:
    """Plain data as `spec`. Raises LexiconError that names the file, the entry and what to write."""

    def entry(loc: tuple[int | str, ...]) -> str:
        here, said = data, "the file"
        for step in loc:
            known = isinstance(here, dict | list) and (step in here if isinstance(here, dict) else isinstance(step, int))
            here = here[step] if known else None
            if isinstance(here, dict) and (name := here.get("id") or here.get("name") or here.get("kind")):
                said = str(name) if said == "the file" else f"{said}, {name}"
        return said

    return strict_yaml.validate(spec, data, file, entry)


def load_csv(path: Path, columns: tuple[str, ...]) -> list[dict[str, str]]:
    """The rows of a CSV file with exactly these columns. Raises LexiconError."""
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file, strict=True)
        if tuple(reader.fieldnames or ()) != columns:
            raise LexiconError(f"{path.name}: the columns are {', '.join(reader.fieldnames or ())}", f"Write them as {', '.join(columns)}")
        try:
            rows = list(reader)
        except csv.Error as error:
            raise LexiconError(f"{path.name}, line {reader.line_num}: {error}", "Quote names that hold a comma or a quote") from None
    for number, row in enumerate(rows, 2):
        if None in row or None in row.values():
            raise LexiconError(f"{path.name}, line {number}: not {len(columns)} fields", "Quote names that hold a comma")
    return rows
