"""The files of lexicon/ -> the index the package carries.

The same files give the same bytes: everything is sorted or in the files' own order, nothing carries a date. The version is a hash of what
the archive holds, so that a change of any name, rule, phrase or source is a new version, whatever the compression library makes of it.
"""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from glidecheck.errors import LexiconError
from glidecheck.lexicon import extend, label_words, rule_schema, rules, schema, twins
from glidecheck.lexicon.index import CHAT, FORMAT, slug
from glidecheck.text import key

INCI_COLUMNS = ("name", "cas", "ec", "functions", "updated", "inn", "in", "lists")
MORE_COLUMNS = ("name", "functions", "note")
SYNONYM_COLUMNS = ("name", "of", "kind", "lang", "basis")
CONFUSABLE_COLUMNS = ("a", "b", "cost", "measured")
COMMON_COLUMNS = ("name", "common")
GRAVITY = {"avoid": 0, "caution": 1, "neutral": 3, "glide": 4}
"""Of severities, gravest first; a name of the long tail stands at 2."""


@dataclass(frozen=True, slots=True)
class Claim:
    """One name of one substance (an index into the table), and where it was written."""

    index: int
    kind: str
    name: str
    where: str


@dataclass(slots=True)
class Table:
    """Everything of lexicon/, read and checked."""

    classes: list[schema.ClassSpec]
    entries: list[tuple[schema.ClassSpec, schema.EntrySpec]]
    tail: list[dict[str, str]]
    rows: dict[str, dict[str, str]]
    claims: dict[str, list[Claim]] = field(default_factory=dict)
    sources: list[schema.SourceSpec] = field(default_factory=list)
    phrases: list[schema.PhraseSpec] = field(default_factory=list)
    stems: list[schema.StemSpec] = field(default_factory=list)
    strength_words: dict[str, Any] = field(default_factory=dict)
    confusables: list[dict[str, Any]] = field(default_factory=list)
    rules: list[dict[str, Any]] = field(default_factory=list)
    label_words: dict[str, Any] = field(default_factory=dict)
    headings: dict[str, Any] = field(default_factory=dict)
    negations: dict[str, Any] = field(default_factory=dict)
    words: dict[str, Any] = field(default_factory=dict)
    red_flags: dict[str, Any] = field(default_factory=dict)
    emergency: dict[str, Any] = field(default_factory=dict)
    files: dict[str, Any] = field(default_factory=dict)
    common: dict[str, str] = field(default_factory=dict)

    def gravity(self, index: int) -> tuple[int, int]:
        """A number that sorts the gravest first: by severity, of equal severity the retinoid, then the anaesthetic."""
        if index >= len(self.entries):
            return 2, 2
        cls, entry = self.entries[index]
        return GRAVITY[entry.severity], {"retinoid": 0, "anaesthetic": 1}.get(cls.cls, 2)

    def label(self, index: int) -> str:
        return self.entries[index][1].name if index < len(self.entries) else self.tail[index - len(self.entries)]["name"]


def read(folder: Path) -> Table:
    """The files of `folder` (lexicon/), checked one by one and against each other. Raises LexiconError on the first slip."""
    classes = [schema.load(schema.ClassSpec, p) for p in sorted((folder / "substances").glob("*.yaml"))]
    if not classes:
        raise LexiconError(f"{folder / 'substances'} holds no YAML file", "Give the folder lexicon/ of the repository")
    rows = inventory(folder)
    entries = [(c, e) for c in classes for e in c.entries]
    entries += extend.listed(folder, classes, rows)
    entries += extend.families(folder, classes, rows, entries)
    table = Table(classes, entries, [], rows)
    _entries(table)
    _tail(table)
    _synonyms(table, folder)
    _inns(table)
    table.sources = list(schema.load(schema.SourcesFile, folder / "sources.yaml").sources)
    table.phrases = list(schema.load(schema.PhrasesFile, folder / "phrases.yaml").phrases)
    table.strength_words = extend.strength_words(folder)
    table.stems = extend.stems(folder, {e.id for _, e in entries})
    table.confusables = [
        {"a": r["a"], "b": r["b"], "cost": float(r["cost"]), "measured": int(r["measured"])}
        for r in schema.load_csv(folder / "confusables.csv", CONFUSABLE_COLUMNS)
    ]
    table.rules = _rules(table, folder)
    table.label_words = label_words.read(folder)
    table.headings = label_words.headings(folder / "headings.yaml")
    table.negations = label_words.negations(folder / "negations.yaml")
    table.words = label_words.groups(folder)
    table.files = label_words.file_words(folder / "file_words.yaml")
    table.red_flags = _red_flags(folder / "red_flags")
    table.emergency = _emergency(folder / "emergency.yaml", {s.id for s in table.sources})
    table.common = _common(table, folder)
    _sources(table)
    return table


def inventory(folder: Path) -> dict[str, dict[str, str]]:
    """The rows of inci.csv and of more.csv (names that labels print and neither inventory has), by key."""
    rows: dict[str, dict[str, str]] = {}
    for file, columns in (("inci.csv", INCI_COLUMNS), ("more.csv", MORE_COLUMNS)):
        for number, row in enumerate(schema.load_csv(folder / file, columns), 2):
            k = key(row["name"])
            if not k or k in rows:
                raise LexiconError(f"{file}, line {number}: {row['name']!r} {'stands twice' if k else 'is no name'}", "Keep one row a name")
            rows[k] = dict.fromkeys(INCI_COLUMNS, "") | {c: row[c] for c in columns if c != "note"}
    return rows


def _claim(table: Table, claim: Claim) -> None:
    held = table.claims.setdefault(key(claim.name), [])
    for other in held:
        if other.index == claim.index:
            raise LexiconError(
                f"{claim.where}: {claim.name!r} is already a name of {table.label(other.index)} ({other.name!r})", "Remove one of the two"
            )
        together = {claim.kind, other.kind}
        if together - {"combination", "shared"}:
            raise LexiconError(
                f"{claim.where}: {claim.name!r} is also a name of {table.label(other.index)} ({other.where})",
                "Take it from one of them, or give both the kind `shared` (it means one of them) or `combination` (it holds both)",
            )
    held.append(claim)


def _entries(table: Table) -> None:
    seen: dict[str, str] = {}
    for index, (cls, entry) in enumerate(table.entries):
        where = f"{cls.cls}: {entry.id}"
        if entry.id in seen:
            raise LexiconError(f"{where}: the id stands in {seen[entry.id]} too", "Give it another id; an id is never used twice")
        seen[entry.id] = cls.cls
        known = table.rows.get(key(entry.name))
        if (entry.name_type == "INCI") != (known is not None):
            says = "is no name of inci.csv" if known is None else "is a name of inci.csv"
            raise LexiconError(f"{where}: {entry.name} {says}", f"Mend the name, or write name_type: {'INN' if known is None else 'INCI'}")
        _claim(table, Claim(index, "inci" if known else entry.name_type.lower(), entry.name, where))
        for name in entry.names:
            if (key(name.name) in table.rows) != (name.kind == "inci"):
                says = "is an INCI name of its own" if name.kind != "inci" else "is no name of inci.csv"
                raise LexiconError(
                    f"{where}: {name.name!r} {says}", "Write kind: inci only where inci.csv has the name and it is the same substance"
                )
            _claim(table, Claim(index, name.kind, name.name, where))


def _tail(table: Table) -> None:
    for k, row in sorted(table.rows.items(), key=lambda item: item[1]["name"]):
        if k not in table.claims:
            table.tail.append(row)
            index = len(table.entries) + len(table.tail) - 1
            table.claims[k] = [Claim(index, "inci", row["name"], "inci.csv")]
    ids = {e.id for _, e in table.entries}
    for row in table.tail:
        if slug(row["name"]) in ids:
            raise LexiconError(f"the id {slug(row['name'])} would be that of {row['name']} in inci.csv", "Give the entry another id")


def _synonyms(table: Table, folder: Path) -> None:
    for number, row in enumerate(schema.load_csv(folder / "synonyms.csv", SYNONYM_COLUMNS), 2):
        where = f"synonyms.csv, line {number}"
        targets = table.claims.get(key(row["of"]), [])
        if len(targets) != 1:
            raise LexiconError(
                f"{where}: {row['of']!r} is {'no known name' if not targets else 'a name of several substances'}", "Write one INCI name"
            )
        spec = schema.parse(
            schema.NameSpec, {"name": row["name"], "kind": row["kind"], "lang": row["lang"] or None, "basis": row["basis"]}, where
        )
        _claim(table, Claim(targets[0].index, spec.kind, spec.name, where))


def _common(table: Table, folder: Path) -> dict[str, str]:
    """Everyday words shown beside INCI names, by the name under which the substance is told. They match nothing."""
    path = folder / "common_names.csv"
    found: dict[str, str] = {}
    for number, row in enumerate(schema.load_csv(path, COMMON_COLUMNS) if path.exists() else (), 2):
        claims = table.claims.get(key(row["name"]), [])
        if not row["common"] or row["name"] in found or row["name"] not in {table.label(c.index) for c in claims}:
            raise LexiconError(
                f"common_names.csv, line {number}: {row['name']!r} is told twice, or is not what the lexicon calls a substance",
                "Write the substance's own name, once, with a word beside it",
            )
        found[row["name"]] = row["common"]
    return found


def _inns(table: Table) -> None:
    """CosIng's INN and Ph. Eur. names, where nothing else has the name and only one substance claims it."""
    wanted: dict[str, list[Claim]] = {}
    for row in table.rows.values():
        for name in filter(None, row["inn"].split("|")):
            if key(name) and key(name) not in table.claims and name[0].isalnum() and "," not in name:
                index = table.claims[key(row["name"])][0].index
                wanted.setdefault(key(name), []).append(Claim(index, "inn", name, "inci.csv"))
    for k, claims in wanted.items():
        if len({c.index for c in claims}) == 1:
            table.claims[k] = claims[:1]


def _rules(table: Table, folder: Path) -> list[dict[str, Any]]:
    if not any((folder / "rules").glob("*.yaml")):
        return []
    found = rule_schema.read(folder / "rules")
    rules.check(
        rules.from_json(found),
        classes={c.cls for c in table.classes},
        substances={e.id for _, e in table.entries} | {slug(r["name"]) for r in table.tail},
        sources={s.id for s in table.sources},
    )
    return found


def _red_flags(folder: Path) -> dict[str, Any]:
    """The words and rules of what is urgent; their slots are held against one another."""
    languages = [schema.load(schema.FlagWords, p) for p in sorted(folder.glob("*.yaml")) if p.name != "rules.yaml"]
    found = schema.load(schema.FlagRules, folder / "rules.yaml").rules if languages else ()
    slots = {slot for language in languages for slot in language.slots} | {"hours"}
    for rule in found:
        for slot in (*(s for need in rule.needs for s in need.split("|")), *rule.beside, *rule.without):
            if slot not in slots:
                raise LexiconError(f"red_flags/rules.yaml: {rule.sign}: no language has the slot {slot}", "Mend its spelling")
    return {
        "languages": [{"lang": one.lang, "slots": one.slots, "ordinary": one.ordinary} for one in languages],
        "rules": [rule.model_dump(exclude_defaults=True) | {"needs": [need.split("|") for need in rule.needs]} for rule in found],
    }


def _emergency(path: Path, sources: set[str]) -> dict[str, Any]:
    """Whom to call, by country; every number's source is known."""
    if not path.exists():
        return {}
    found = schema.load(schema.EmergencyFile, path)
    for one in found.countries:
        for number in filter(None, (one.emergency, one.poison, one.crisis)):
            if number.source not in sources:
                raise LexiconError(f"emergency.yaml: {one.country}: the source {number.source} is not in sources.yaml", "Add it there")
    return found.model_dump(exclude={"reviewed"})


def _sources(table: Table) -> None:
    known = {}
    for source in table.sources:
        if source.id in known:
            raise LexiconError(f"sources.yaml: {source.id} stands twice", "Keep one of them")
        known[source.id] = source
    used = {s for s in known if known[s].used_by}
    asked: list[tuple[str, Iterable[str]]] = [(f"{c.cls}: {e.id}", e.sources) for c, e in table.entries]
    asked += [(f"rule {r.get('id')}", r.get("sources", ())) for r in table.rules]
    for where, ids in asked:
        for source_id in ids:
            if source_id not in known:
                raise LexiconError(f"{where}: the source {source_id} is not in sources.yaml", "Add it there, or mend its spelling")
            used.add(source_id)
    if idle := sorted(set(known) - used):
        raise LexiconError(
            f"sources.yaml: nothing uses {', '.join(idle)}",
            "Name it in an entry or a rule, say in `used_by` where it is used, or remove it",
        )


# ------------------------------------------------------------------ the archive


def members(table: Table) -> dict[str, bytes]:
    """What the archive holds, by name: the same table gives the same bytes."""
    keys: list[str] = []
    refs: list[int | list[int]] = []
    hits: list[tuple[int, str, str]] = []
    for k in sorted(table.claims):
        here: list[int] = []
        for claim in sorted(table.claims[k], key=lambda c: (table.gravity(c.index), c.index)):
            if claim.kind == "inci" and claim.name == table.label(claim.index):
                here.append(-claim.index - 1)
            else:
                here.append(len(hits))
                hits.append((claim.index, claim.kind, claim.name))
        keys.append(k)
        refs.append(here[0] if len(here) == 1 else here)
    everything = [e.name for _, e in table.entries] + [r["name"] for r in table.tail]
    own = [table.rows.get(key(n), {}) for n in everything]
    priors: dict[int, int] = {}
    for k, row in table.rows.items():
        if row["lists"]:
            index = table.claims[k][0].index
            priors[index] = priors.get(index, 0) + int(row["lists"])
    functions = sorted({f for r in table.rows.values() for f in r["functions"].split("|") if f})
    number = {f: n for n, f in enumerate(functions)}
    hot = {
        "format": FORMAT,
        "ids": [e.id for _, e in table.entries],
        "names": everything,
        "classes": [[c.cls] for c, _ in table.entries],
        "roles": [e.role for _, e in table.entries],
        "cas": [" ".join(e.cas) for _, e in table.entries] + [r["cas"] for r in table.tail],
        "keys": keys,
        "refs": refs,
        "hits": hits,
        "priors": sorted(priors.items()),
    }
    tail = [[r.get("ec", ""), [number[f] for f in r.get("functions", "").split("|") if f], r.get("updated", "")] for r in own]
    content = {
        "confusables.json": table.confusables,
        "entries.json": [_entry(c, e) for c, e in table.entries],
        "functions.json": functions,
        "headings.json": table.headings,
        "label_words.json": table.label_words,
        "negations.json": table.negations,
        "names.json": hot,
        f"{CHAT}common.json": table.common,
        f"{CHAT}files.json": table.files,
        f"{CHAT}emergency.json": table.emergency,
        f"{CHAT}red_flags.json": table.red_flags,
        "phrases.json": [{"kind": p.kind, "lang": p.lang, "pattern": p.pattern, "effect": p.effect} for p in table.phrases],
        "rules.json": table.rules,
        "sources.json": [s.model_dump(exclude={"note", "used_by"}) for s in sorted(table.sources, key=lambda s: s.id)],
        "stems.json": [s.model_dump(include={"id", "of", "script", "pattern"}) for s in table.stems],
        "strengths.json": table.strength_words,
        "tail.json": tail,
        "words.json": table.words,
    }
    out = {name: json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode() for name, value in content.items()}
    out["version"] = version(out).encode()
    return out


def _entry(cls: schema.ClassSpec, entry: schema.EntrySpec) -> dict[str, Any]:
    prose = {f: getattr(entry, f) or getattr(cls, f) or "" for f in ("conditions", "mechanism", "lactation", "needled_skin")}
    return prose | {
        "names": [n.model_dump() for n in entry.names],
        "name_type": entry.name_type,
        "subclass": entry.subclass or "",
        "severity": entry.severity,
        "basis": entry.basis,
        "eu_status": entry.eu_status or "",
        "note": entry.note or "",
        "false_friends": entry.false_friends,
        "sources": entry.sources,
        "confidence": entry.confidence,
        "reviewed": entry.reviewed,
    }


def version(content: dict[str, bytes]) -> str:
    """ "sha256:" and the hash of the members' names and bytes; the version itself and what only the chat says are left out: no verdict
    stands on it."""
    digest = hashlib.sha256()
    for name in sorted(name for name in content if name != "version" and not name.startswith(CHAT)):
        digest.update(name.encode() + b"\0" + hashlib.sha256(content[name]).digest())
    return f"sha256:{digest.hexdigest()}"


def pack(content: dict[str, bytes]) -> bytes:
    """The archive: members in order, no dates, no rights of a file system."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name in sorted(content):
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            archive.writestr(info, content[name])
    return buffer.getvalue()


def bearings(table: Table) -> dict[str, twins.Bearing]:
    """What follows from each name: whether it is a retinoid's, an anaesthetic's, or (all of it) of the allow-list."""

    def of(claim: Claim) -> str | None:
        if claim.index >= len(table.entries):
            return None
        cls, entry = table.entries[claim.index]
        return cls.cls if cls.cls in ("retinoid", "anaesthetic") else "glide" if entry.role in ("core", "silent") else None

    return {k: frozenset(filter(None, map(of, claims))) for k, claims in table.claims.items()}


def check(folder: Path) -> Table:
    """Reads `folder` (lexicon/) and holds its names against one another, near twins included. Raises LexiconError."""
    table = read(folder)
    twins.check(twins.find(bearings(table)), folder / "twins.csv")
    return table


def build(folder: Path, out: Path) -> str:
    """Checks `folder` (lexicon/), writes its index to `out` and gives the version. Raises LexiconError."""
    content = members(check(folder))
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_bytes(pack(content))
    return content["version"].decode()


def stale(folder: Path, index: Path) -> bool:
    """Whether the index is not what the files of `folder` say. Raises LexiconError when they do not hold together."""
    content = members(check(folder))
    if not index.is_file():
        return True
    with zipfile.ZipFile(index) as archive:
        return {n: archive.read(n) for n in archive.namelist()} != content
