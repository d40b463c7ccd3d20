"""`explain` and `lexicon`: what is known about a name, and on whose word."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from glidecheck.cli import ending
from glidecheck.errors import Exit, LexiconError, UsageError
from glidecheck.lexicon import CARRIED, load, stems
from glidecheck.report.view import CLOSING
from glidecheck.text import key

if TYPE_CHECKING:
    from glidecheck.lexicon import Entry, Lexicon
    from glidecheck.lexicon.rules import Rule
    from glidecheck.model import Substance

NEIGHBOURS = 5
"""How many of the nearest other names an explanation shows."""

_NEAR = 60.0  # rapidfuzz ratio under which a name is no suggestion: "xqzz" has no near name
_ENOUGH = 40  # lines of a search or of a part of a comparison, after which the rest is counted
_KINDS = {"inci": "INCI", "inn": "INN", "form": "delivery form", "foreign": "in other languages", "combination": "part of a combination"}


def explain(name: str) -> Exit:
    """Print what the lexicon says of `name`, an ingredient's name, a lexicon id, a CAS number or a rule's id."""
    lexicon = load()
    rules = _rules(lexicon)
    rule = next((r for r in rules if r.id.casefold() == name.strip().casefold()), None)
    if rule is not None:
        ending.write(*_rule(rule, lexicon))
        return Exit.GLIDE
    found = _found(lexicon, name)
    if found:
        for n, (substance, why) in enumerate(found):
            ending.write(*([""] if n else []), *_entry(lexicon, lexicon.entry(substance.id), why, rules))
        ending.write("", CLOSING)
        return Exit.GLIDE
    near = _nearest(lexicon, key(name))
    words = "; ".join(f"{n} ({score:.0f} % alike)" for n, score in near)
    if (told := stems.stem(name, lexicon)) is not None:
        ending.say(f"{name} is not in the lexicon, but by its stem it would be taken for {lexicon.substance(told.of).name}")
    raise UsageError(
        f"{name!r} is neither a name of the lexicon nor a rule", f"Near names: {words}." if words else "Try glidecheck lexicon search."
    )


def _found(lexicon: Lexicon, name: str) -> list[tuple[Substance, str]]:
    """The substances that `name` stands for, each with why."""
    hits = lexicon.lookup(key(name))
    if hits:
        return [(h.substance, "" if key(h.name) == key(h.substance.name) else f"{h.name} ({_KINDS.get(h.kind, h.kind)})") for h in hits]
    wanted = name.strip().casefold()
    return [(s, f"CAS {wanted}" if wanted in s.cas else "") for s in lexicon.substances() if wanted == s.id or wanted in s.cas]


def _nearest(lexicon: Lexicon, wanted: str, *, but: frozenset[str] = frozenset()) -> list[tuple[str, float]]:
    """The names nearest to the key `wanted`, with their likeness in per cent, those of the substances `but` left out."""
    from rapidfuzz import fuzz, process

    out: dict[str, float] = {}
    for near, score, _ in process.extract(wanted, list(lexicon.keys), scorer=fuzz.ratio, score_cutoff=_NEAR, limit=NEIGHBOURS * 12):
        for hit in lexicon.lookup(near)[:1]:
            if hit.substance.id not in but and len(out) < NEIGHBOURS:
                own = key(hit.name) == key(hit.substance.name)
                out.setdefault(hit.substance.name if own else f"{hit.name} = {hit.substance.name}", score)
    return list(out.items())


def _rules(lexicon: Lexicon) -> tuple[Rule, ...]:
    from glidecheck.lexicon.rules import from_json

    return from_json(lexicon.rules_json)


def _entry(lexicon: Lexicon, entry: Entry, why: str, rules: Iterable[Rule]) -> Iterator[str]:
    s = entry.substance
    yield s.name + (f"   as {why}" if why else "")
    classes = ", ".join(s.classes) or "none: known to the inventories, not ruled by itself"
    yield f"  class       {classes}" + (f" ({entry.subclass})" if entry.subclass else "")
    yield f"  rated       {entry.severity} ({entry.basis.value}), in a glide: {s.role.value}"
    for label, value in (
        ("id", s.id),
        ("CAS", ", ".join(s.cas)),
        ("EC", ", ".join(entry.ec)),
        ("functions", ", ".join(entry.functions).lower()),
        ("mechanism", entry.mechanism),
        ("lactation", entry.lactation),
        ("needled skin", entry.needled_skin),
        ("conditions", entry.conditions),
        ("EU status", entry.eu_status),
        ("note", entry.note),
        ("confidence", entry.confidence),
    ):
        if value:
            yield f"  {label:<13}{value}"
    by_kind: dict[str, list[str]] = {}
    for n in entry.names[1:]:
        said = f"{n.name} [{n.lang}]" if n.lang else n.name
        by_kind.setdefault(_KINDS.get(n.kind, n.kind), []).append(said if n.basis == "sourced" else f"{said}*")
    for kind, names in by_kind.items():
        yield f"  {kind}: {', '.join(names)}"
    if any(n.basis != "sourced" for n in entry.names):
        yield "  * general knowledge, not looked up"
    if entry.false_friends:
        yield f"  not to be taken for: {', '.join(entry.false_friends)}"
    if near := _nearest(lexicon, key(s.name), but=frozenset({s.id})):
        yield "  nearest other names: " + ", ".join(f"{n} ({score:.0f} %)" for n, score in near)
    named = [r for r in rules if s.id in r.applies.substances | r.applies.declared or not r.applies.classes.isdisjoint(s.classes)]
    for rule in named:
        if s.id not in rule.applies.excepted:
            yield f"  rule {rule.id}: {rule.severity.value}, {_template(rule.summary)}"
    yield from _sources(lexicon, entry.sources)
    yield f"  reviewed by a clinician: {entry.reviewed or 'no'}"


def _rule(rule: Rule, lexicon: Lexicon) -> Iterator[str]:
    kind = f" ({rule.kind.value})" if rule.kind else ""
    yield f"{rule.id}   {rule.severity.value}{kind}, {rule.basis.value}, class {rule.cls}"
    yield f"  {_template(rule.summary)}"
    for label, value in (
        ("for you", f"{rule.advice} {rule.permits}"),
        ("for the clinic", f"{rule.advice_clinic} {rule.permits_clinic}"),
        ("applies to", _conditions(rule.applies)),
        ("when", _conditions(rule.when)),
        ("replaces", ", ".join(sorted(rule.replaces))),
    ):
        if value.strip():
            yield f"  {label}: {_template(value.strip())}"
    for label, texts in (("fires on", rule.fires), ("passes", rule.passes)):
        for text in texts:
            yield f"  {label}: {text}"
    yield from _sources(lexicon, rule.sources)


def _conditions(asked: object) -> str:
    from dataclasses import fields

    parts = []
    for f in fields(asked):  # type: ignore[arg-type]
        value = getattr(asked, f.name)
        if value is None or value is False or value == frozenset():
            continue
        words = ", ".join(sorted(str(v) for v in value)) if isinstance(value, frozenset) else "" if value is True else str(value)
        parts.append(f"{f.name.replace('_', ' ')} {words}".strip())
    return "; ".join(parts)


def _template(text: str) -> str:
    """A rule's text with its placeholders as a person reads them: <name>."""
    return text.replace("{", "<").replace("}", ">")


def _sources(lexicon: Lexicon, ids: Sequence[str]) -> Iterator[str]:
    for i in ids:
        source = lexicon.sources.get(i)
        yield f"  source {i}" + (f": {source.title} ({source.read}) {source.link}" if source else "")


# ------------------------------------------------------------------ lexicon ...


def lexicon_check(folder: Path | None) -> Exit:
    """Check the files of `folder`, near twins included, and that the carried index is what they say."""
    where = _folder(folder)
    from glidecheck.lexicon.build import check, stale

    check(where)
    if stale(where, CARRIED):
        raise LexiconError("the built index is not what the files say", "Build it: glidecheck lexicon build.")
    lexicon = load()
    ending.write(
        f"{sum(1 for _ in lexicon.substances())} substances, {len(lexicon.rules_json)} rules, {len(lexicon.sources)} sources: in order"
    )
    return Exit.GLIDE


def lexicon_build(folder: Path | None, output: Path | None) -> Exit:
    """Build the index of `folder`, into the package or to `output`."""
    from glidecheck.lexicon.build import build

    target = output or CARRIED
    try:
        version = build(_folder(folder), target)
    except OSError as error:
        raise UsageError(f"{target} cannot be written: {error.strerror}", "Give -o a file in a folder that you may write to.") from None
    ending.write(f"{version} {target.name} {target.stat().st_size / 1e6:.2f} MB")
    return Exit.GLIDE


def lexicon_diff(old: Path, new: Path) -> Exit:
    """Print what differs between two built indexes: substances, classes, roles, names, rules."""
    before, after = load(old), load(new)
    ending.write(f"old {before.version}", f"new {after.version}")
    for title, a, b in (
        ("substances", _substances(before), _substances(after)),
        ("names", _name_map(before), _name_map(after)),
        ("rules", {r["id"]: repr(r) for r in before.rules_json}, {r["id"]: repr(r) for r in after.rules_json}),
        ("sources", {k: repr(v) for k, v in before.sources.items()}, {k: repr(v) for k, v in after.sources.items()}),
    ):
        lines = [f"+ {k}" for k in sorted(b.keys() - a.keys())] + [f"- {k}" for k in sorted(a.keys() - b.keys())]
        long = title in ("rules", "sources")  # their whole text would not fit a line
        lines += [f"~ {k}" if long else f"~ {k}: {a[k]} -> {b[k]}" for k in sorted(a.keys() & b.keys()) if a[k] != b[k]]
        ending.write(f"{title}: {len(lines)} changed", *_clipped([f"  {line}" for line in lines]))
    return Exit.GLIDE


def _substances(lexicon: Lexicon) -> dict[str, str]:
    return {s.id: f"{s.name} ({', '.join((*s.classes, s.role.value))})" for s in lexicon.substances()}


def _name_map(lexicon: Lexicon) -> dict[str, str]:
    return {k: " + ".join(h.substance.id for h in lexicon.lookup(k)) for k in lexicon.keys}


def lexicon_stats() -> Exit:
    """Print how much the lexicon holds."""
    lexicon = load()
    substances = list(lexicon.substances())
    ruled = [s for s in substances if s.classes]
    by_class = Counter(c for s in ruled for c in s.classes)
    read = Counter(s.read for s in lexicon.sources.values())
    ending.write(
        *[
            f"version     {lexicon.version}",
            f"substances  {len(substances)}, of them {len(ruled)} in a class",
            f"names       {len(lexicon.keys)}",
            f"rules       {len(lexicon.rules_json)}",
            f"sources     {len(lexicon.sources)} ({', '.join(f'{n} {kind}' for kind, n in read.most_common())})",
            f"reviewed    {sum(1 for s in ruled if lexicon.entry(s.id).reviewed)} of {len(ruled)}",
            *(f"  {cls:<18}{n}" for cls, n in by_class.most_common()),
        ]
    )
    return Exit.GLIDE


def lexicon_search(wanted: str) -> Exit:
    """Print the substances with a name that holds `wanted`, or with this CAS number. Exit 2 when there are none."""
    lexicon = load()
    part = key(wanted)
    if not part:
        raise UsageError("nothing to search for", "Give a name, a part of one, or a CAS number.")
    found: dict[str, str] = {s.id: f"CAS {wanted}" for s in lexicon.substances() if wanted.strip() in s.cas}
    for known in lexicon.keys:
        if part in known:
            for hit in lexicon.lookup(known):
                found.setdefault(hit.substance.id, "" if key(hit.name) == key(hit.substance.name) else hit.name)
    if not found:
        near = ", ".join(n for n, _ in _nearest(lexicon, part))
        raise UsageError(f"no name holds {wanted!r}", f"Near names: {near}." if near else "Try a shorter part of the name.")
    # Ruled ones first, then the nearest in length: a search for "retinol" shows RETINOL before what only contains it.
    ranked = sorted((lexicon.substance(i) for i in found), key=lambda s: (not s.classes, len(s.name), s.name))
    ending.write(*_clipped([f"{s.name}  [{', '.join(s.classes) or '-'}]" + (f"  {found[s.id]}" if found[s.id] else "") for s in ranked]))
    return Exit.GLIDE


def _folder(folder: Path | None) -> Path:
    """The files of the lexicon: those given, those of the working folder, or those of the checkout that this code runs from."""
    checkout = Path(__file__).resolve().parents[3] / "lexicon"
    for candidate in [folder] if folder else [Path("lexicon"), checkout]:
        if candidate.joinpath("substances").is_dir():
            return candidate
    raise UsageError(f"{folder or 'lexicon'} holds no substances/", "Run it in a checkout of glidecheck, or give --folder.")


def _clipped(lines: list[str]) -> list[str]:
    return lines if len(lines) <= _ENOUGH else [*lines[:_ENOUGH], f"... and {len(lines) - _ENOUGH} more"]
