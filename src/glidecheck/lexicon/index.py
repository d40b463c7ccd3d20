"""Looking names up in the built index.

The index is a zip archive that `build` writes from lexicon/ and that the package carries. What every scan needs (`names.json`) is read at
once; what only an explanation needs (entries, the long tail's functions, sources) is read when it is asked for. Nothing here imports
pydantic or a YAML reader: loading takes tens of milliseconds.
"""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Callable, Iterator, KeysView
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, Generic, TypeVar, overload

from glidecheck.errors import LexiconError
from glidecheck.model import Basis, GlideRole, Substance
from glidecheck.text import fold

Made = TypeVar("Made")
FORMAT = 2
"""The layout of the archive. A build writes it, a reader refuses any other."""

CHAT = "chat/"
"""Before the names of the members that no verdict stands on: what the chat hears and says, how files are called, and everyday words
beside names."""

INCI = "inci"
_REGISTERED = re.compile(r"\d+-\d+-\d+")


def slug(name: str) -> str:
    """The id of a name of the long tail: words in lower case, joined by hyphens. Two names with different keys have different slugs.

    >>> slug("Caprylic/Capric Triglyceride")
    'caprylic-capric-triglyceride'
    """
    return "-".join(re.findall(r"\w+", fold(name).replace("_", " ")))


@dataclass(frozen=True, slots=True)
class Hit:
    """What one name stands for: `kind` as in `schema.Kind`, `name` the spelling as the lexicon lists it.

    Several hits for one name: all of them hold where the kind is `combination` (EMLA is lidocaine and prilocaine); one of them, and the
    print does not say which, where it is `shared` (rosehip oil)."""

    substance: Substance
    kind: str
    name: str


def substances_of(hits: tuple[Hit, ...]) -> tuple[Substance, ...]:
    """The substances that a name stands for: all of a combination, else the gravest."""
    if hits[0].kind == "combination":
        return tuple(dict.fromkeys(h.substance for h in hits if h.kind == "combination"))
    return (hits[0].substance,)


@dataclass(frozen=True, slots=True)
class Name:
    """One name of an entry. `lang` is an ISO 639-1 code or None; `basis` is `sourced` or `general` (general knowledge, not looked up)."""

    name: str
    kind: str
    lang: str | None = None
    basis: str = "sourced"


@dataclass(frozen=True, slots=True)
class Entry:
    """Everything the lexicon says of one substance, for `explain`. Fields that a name of the long tail has none of are empty.

    `severity` is avoid, caution, neutral or glide; `functions` and `updated` (day/month/year) are CosIng's. `sources` are ids of
    `Lexicon.sources`. `reviewed` is None until a clinician has reviewed the entry."""

    substance: Substance
    names: tuple[Name, ...]
    name_type: str = "INCI"
    subclass: str = ""
    severity: str = "caution"
    basis: Basis = Basis.EXTENSION
    ec: tuple[str, ...] = ()
    functions: tuple[str, ...] = ()
    updated: str = ""
    conditions: str = ""
    mechanism: str = ""
    lactation: str = ""
    needled_skin: str = ""
    eu_status: str = ""
    note: str = ""
    false_friends: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    confidence: str = ""
    reviewed: str | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """Where something was read. `read` is first-hand (the work itself or a stored copy), quoted (seen on another page) or dataset."""

    id: str
    title: str
    publisher: str
    year: int | None
    link: str
    read: str


@dataclass(frozen=True)
class Pattern:
    """A pattern of the lexicon. A stem's is for folded text (`text.fold`)."""

    pattern: str

    @cached_property
    def regex(self) -> re.Pattern[str]:
        """The pattern, compiled without regard to case."""
        return re.compile(self.pattern, re.IGNORECASE)


@dataclass(frozen=True)
class Phrase(Pattern):
    """A phrase of a label's prose. `kind` is a NoticeKind, false_prp or not_glide; `effect` says what it does."""

    kind: str
    lang: str
    effect: str


@dataclass(frozen=True)
class Stem(Pattern):
    """A part of a name by which a name that nobody listed is told (lexicon/stems.yaml). `of` is the id of what it is then at least."""

    id: str
    of: str
    script: str


@dataclass(frozen=True, slots=True)
class Confusable:
    """Two glyphs or glyph runs that OCR takes for one another. `cost` (0 to 1) is that of one such error, against 1 for any other letter;
    `measured` is how often it was counted, 0 where the cost is an estimate."""

    a: str
    b: str
    cost: float
    measured: int


class Member(Generic[Made]):
    """What is made of a member of the archive, read when it is first asked for. Without `make` it is the member's plain JSON."""

    def __init__(self, name: str, make: Callable[[Any], Made] | None = None) -> None:
        self._name, self._make = name, make

    @overload
    def __get__(self, lexicon: None, of: object) -> Member[Made]: ...
    @overload
    def __get__(self, lexicon: Lexicon, of: object) -> Made: ...
    def __get__(self, lexicon: Lexicon | None, of: object) -> Any:
        if lexicon is None:
            return self
        told = lexicon._json(self._name)
        if self._make is None:
            return told
        if self not in lexicon._cache:
            lexicon._cache[self] = self._make(told)
        return lexicon._cache[self]


@dataclass(frozen=True, slots=True, eq=False)
class Lexicon:
    """The lexicon as a reader of labels needs it. Keys are `text.key` forms. Immutable; `load` gives the one the package carries."""

    version: str
    path: Path
    _refs: dict[str, int | list[int]] = field(repr=False)
    _ids: list[str] = field(repr=False)
    _names: list[str] = field(repr=False)
    _classes: list[list[str]] = field(repr=False)
    _roles: list[str] = field(repr=False)
    _cas: list[str] = field(repr=False)
    _hits: list[list[Any]] = field(repr=False)
    _priors: dict[int, int] = field(repr=False)
    _cache: dict[Any, Any] = field(repr=False, default_factory=dict)

    @classmethod
    def read(cls, path: Path) -> Lexicon:
        """The lexicon in the archive at `path`. Raises LexiconError when it is missing, damaged or of another format."""
        try:
            with zipfile.ZipFile(path) as archive:
                hot = json.loads(archive.read("names.json"))
                version = archive.read("version").decode()
        except FileNotFoundError:
            raise LexiconError(f"{path} is missing", "Build it: python scripts/build_lexicon.py") from None
        except (OSError, KeyError, ValueError, zipfile.BadZipFile) as error:
            raise LexiconError(f"{path} cannot be read as a lexicon: {error}", "Build it again: python scripts/build_lexicon.py") from None
        if hot.get("format") != FORMAT:
            raise LexiconError(
                f"{path} is of format {hot.get('format')}, this program reads {FORMAT}", "Build it: python scripts/build_lexicon.py"
            )
        return cls(
            version=version,
            path=path,
            _refs=dict(zip(hot["keys"], hot["refs"], strict=True)),
            _ids=hot["ids"],
            _names=hot["names"],
            _classes=hot["classes"],
            _roles=hot["roles"],
            _cas=hot["cas"],
            _hits=hot["hits"],
            _priors=dict(hot["priors"]),
        )

    # -------------------------------------------------------------- names

    @property
    def keys(self) -> KeysView[str]:
        """Every key, for `in`, iteration and len."""
        return self._refs.keys()

    def lookup(self, key: str) -> tuple[Hit, ...]:
        """What the name with this key stands for, the gravest first; () when it is unknown."""
        ref = self._refs.get(key)
        if ref is None:
            return ()
        return tuple(self._hit(n) for n in ([ref] if isinstance(ref, int) else ref))

    def numbers(self, key: str) -> frozenset[int]:
        """The same as numbers that stand for substances, to compare names by; many times quicker than `lookup`."""
        ref = self._refs.get(key)
        if ref is None:
            return frozenset()
        return frozenset(-n - 1 if n < 0 else self._hits[n][0] for n in ([ref] if isinstance(ref, int) else ref))

    def _hit(self, n: int) -> Hit:
        if n < 0:
            substance = self._substance(-n - 1)
            return Hit(substance, INCI, substance.name)
        index, kind, name = self._hits[n]
        return Hit(self._substance(index), kind, name)

    def _substance(self, index: int) -> Substance:
        made: dict[int, Substance] = self._cache.setdefault("made", {})
        if index not in made:
            made[index] = self._made(index)
        return made[index]

    def _made(self, index: int) -> Substance:
        name = self._names[index]
        cas = tuple(filter(None, self._cas[index].split()))
        if index < len(self._ids):
            return Substance(self._ids[index], name, tuple(self._classes[index]), GlideRole(self._roles[index]), cas)
        return Substance(slug(name), name, (), GlideRole.NONE, cas)

    def prior(self, key_or_id: str) -> int:
        """In how many of 4,716 retail lists the name stands, 0 when in none or in fewer than two. Takes a key or a substance id."""
        ref = self._refs.get(key_or_id)
        if ref is None:
            index = self._by_id.get(key_or_id)
            return 0 if index is None else self._priors.get(index, 0)
        if isinstance(ref, int):
            return self._priors.get(-ref - 1 if ref < 0 else self._hits[ref][0], 0)
        return max(self._priors.get(-n - 1 if n < 0 else self._hits[n][0], 0) for n in ref)

    # -------------------------------------------------------------- substances

    @property
    def _by_id(self) -> dict[str, int]:
        if "by_id" not in self._cache:
            ids = {i: n for n, i in enumerate(self._ids)}
            ids.update((slug(self._names[n]), n) for n in range(len(self._ids), len(self._names)))
            self._cache["by_id"] = ids
        return self._cache["by_id"]  # type: ignore[no-any-return]

    def substance(self, id: str) -> Substance:  # noqa: A002 - the field's name
        """The substance with this id. Raises LexiconError when there is none."""
        index = self._by_id.get(id)
        if index is None:
            raise LexiconError(f"no substance has the id {id!r}", "Look for it: glidecheck lexicon search NAME")
        return self._substance(index)

    def substances(self) -> Iterator[Substance]:
        """Every substance, the ruled ones first."""
        return map(self._substance, range(len(self._names)))

    def common(self) -> Iterator[str]:
        """The names of all ruled substances, and of those that retail lists hold (see `prior`)."""
        ruled = (n for n, classes in enumerate(self._classes) if classes)
        return (self._names[n] for n in sorted({*ruled, *self._priors}))

    def numbered(self, number: str) -> tuple[Substance, ...]:
        """The substances with this CAS or EC number, the ruled ones first; () when it is unknown."""
        if "numbered" not in self._cache:
            table: dict[str, list[int]] = {}
            for n, (cas, row) in enumerate(zip(self._cas, self._json("tail.json"), strict=True)):
                for each in (*_REGISTERED.findall(cas), *_REGISTERED.findall(row[0])):
                    table.setdefault(each, []).append(n)
            self._cache["numbered"] = table
        return tuple(map(self._substance, self._cache["numbered"].get(number, ())))

    def of_class(self, cls: str) -> tuple[Substance, ...]:
        """The substances of one class, in the order of their file."""
        return tuple(self._substance(n) for n, classes in enumerate(self._classes) if cls in classes)

    @property
    def classes(self) -> tuple[str, ...]:
        """The ids of all classes, sorted."""
        return tuple(sorted({c for classes in self._classes for c in classes}))

    def entry(self, id: str) -> Entry:  # noqa: A002
        """Everything about the substance with this id. Raises LexiconError when there is none."""
        substance = self.substance(id)
        index = self._by_id[id]
        ec, functions, updated = self._json("tail.json")[index]
        functions = tuple(self._json("functions.json")[f] for f in functions)
        if index >= len(self._ids):
            names = tuple(Name(n, k, None, "general") for n, k in self._listed(index))
            return Entry(
                substance,
                (Name(substance.name, INCI), *names),
                ec=tuple(ec.split()),
                functions=functions,
                updated=updated,
                sources=("COSING_INV",),
            )
        data = dict(self._json("entries.json")[index])
        own = {n["name"] for n in data["names"]}
        names = tuple(Name(n["name"], n["kind"], n["lang"], n["basis"]) for n in data.pop("names"))
        names += tuple(Name(n, k, None, "general") for n, k in self._listed(index) if n not in own)
        return Entry(
            substance,
            (Name(substance.name, data["name_type"].lower()), *names),
            basis=Basis(data.pop("basis")),
            ec=tuple(ec.split()),
            functions=functions,
            updated=updated,
            false_friends=tuple(data.pop("false_friends")),
            sources=tuple(data.pop("sources")),
            **data,
        )

    def _listed(self, index: int) -> list[tuple[str, str]]:
        return [(name, kind) for n, kind, name in self._hits if n == index]

    # -------------------------------------------------------------- what goes with them

    def _json(self, member: str) -> Any:
        if member not in self._cache:
            with zipfile.ZipFile(self.path) as archive:
                self._cache[member] = json.loads(archive.read(member))
        return self._cache[member]

    sources = Member("sources.json", lambda told: {s["id"]: Source(**s) for s in told})
    """Every source, by its id."""

    phrases = Member("phrases.json", lambda told: tuple(Phrase(**p) for p in told))
    """The phrases of lexicon/phrases.yaml, in its order."""

    stems = Member("stems.json", lambda told: tuple(Stem(**s) for s in told))
    """The stems of lexicon/stems.yaml, in its order: retinoids first, then anaesthetics (see `lexicon.stems`)."""

    strength_words = Member[dict[str, Any]]("strengths.json")
    """The words of lexicon/strengths.yaml: `numbers` by language, `qualifiers`."""

    confusables = Member("confusables.json", lambda told: tuple(Confusable(**c) for c in told))
    """The glyphs OCR takes for one another (lexicon/confusables.csv)."""

    label_words = Member[dict[str, Any]]("label_words.json")
    """What lines outside the ingredient list may say (lexicon/label_words.yaml), as plain values; see `label_text.vocabulary`."""

    headings = Member[dict[str, list[str]]]("headings.json")
    """Headings of ingredient lists and of what ends them (lexicon/headings.yaml), by what they promise."""

    negations = Member[dict[str, Any]]("negations.json")
    """Words around a name that is denied, or spoken of (lexicon/negations.yaml)."""

    rules_json = Member[list[dict[str, Any]]]("rules.json")
    """The rules of lexicon/rules/*.yaml as plain JSON, as `rule_schema.read` validated them; [] when the build had none."""

    red_flags = Member[dict[str, Any]](f"{CHAT}red_flags.json")
    """The words and rules of lexicon/red_flags as plain JSON: `languages` with their slots, `rules`."""

    common_names = Member[dict[str, str]](f"{CHAT}common.json")
    """Everyday English words beside substances' names (lexicon/common_names.csv), by `Substance.name`."""

    file_words = Member[dict[str, list[str]]](f"{CHAT}files.json")
    """What photos and the columns of a list of them are called (lexicon/file_words.yaml), by group."""

    emergency = Member[dict[str, Any]](f"{CHAT}emergency.json")
    """lexicon/emergency.yaml as plain JSON: `countries` with their numbers and sources, `languages` that are not spoken."""

    def words(self, group: str) -> frozenset[str]:
        """One group of the words of lexicon/list_words.yaml or near_names.yaml, folded (`text.fold`)."""
        groups: dict[str, frozenset[str]] = self._cache.setdefault("words", {})
        if group not in groups:
            groups[group] = frozenset(map(fold, self.terms(group)))
        return groups[group]

    def terms(self, group: str) -> list[str]:
        """The same as written, in their order; `*` is any ending (see `terms.either`)."""
        return self._json("words.json")[group]  # type: ignore[no-any-return]
