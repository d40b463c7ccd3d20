"""What every face says alike: tones, words, order, and label text made safe to show.

A face only lays out what stands here, so that the terminal, the table, the page and the boxed photo cannot disagree. No verdict is made.
What a person reads first, and in which order, is made of it in `answer.py`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import replace
from enum import StrEnum
from functools import lru_cache
from types import MappingProxyType
from typing import NamedTuple

from glidecheck.model import (
    Amount,
    Basis,
    Box,
    CautionKind,
    Finding,
    GlideRole,
    Match,
    Method,
    Page,
    Reading,
    Report,
    Section,
    Severity,
    Verdict,
)
from glidecheck.report.knowledge import kinds


class Tone(StrEnum):
    """How grave something is, for colour, mark and order: gravest first. `known` is a name without a finding."""

    AVOID = "avoid"
    ANAESTHETIC = "anaesthetic"
    ACTIVE = "active"
    COMPANION = "companion"
    SKIPPED = "skipped"
    REVIEW = "review"
    KNOWN = "known"
    GLIDE = "glide"


_GRAVITY = {tone: i for i, tone in enumerate(Tone)}


class Look(NamedTuple):
    """How a tone looks: a `mark` that tells it apart without colour (a plain-ASCII one beside it), its `words` for a verdict and shorter
    ones for an ingredient among many, and its colour as #rrggbb on white (a contrast of at least 4.5) and on black."""

    mark: str
    ascii: str
    words: str
    short: str
    colour: str
    dark: str


# Orange, amber and red are also told apart by mark and words: one man in twelve does not see the difference.
LOOKS: Mapping[Tone, Look] = MappingProxyType(
    {
        Tone.AVOID: Look("✖", "X", "AVOID", "avoid", "#c0182b", "#ff7b86"),
        Tone.ANAESTHETIC: Look("▲", "!!", "CAUTION: numbing agent", "numbing agent", "#b84708", "#ff9d57"),
        Tone.ACTIVE: Look("△", "!", "CAUTION: active ingredient", "active", "#8f6200", "#e6b83c"),
        Tone.COMPANION: Look("◇", "~", "CAUTION: added ingredients", "added ingredient", "#776720", "#cdbd6b"),
        Tone.SKIPPED: Look("∅", "0", "NOT JUDGED", "not judged", "#6a6f76", "#b0b5bc"),
        Tone.REVIEW: Look("?", "?", "REVIEW", "unknown or unread", "#2f6ea8", "#7db8ee"),
        Tone.KNOWN: Look("·", ".", "known, no finding", "no finding", "#666c74", "#a3a9b1"),
        Tone.GLIDE: Look("●", "o", "GLIDE", "part of a plain glide", "#1f7f45", "#5fca8a"),
    }
)

CRITICAL = (Tone.AVOID, Tone.ANAESTHETIC)
"""The tones that are marked strongest on a photo."""

CLOSING = "Not medical advice: ask your provider. Nothing here was reviewed by a clinician."
EXTRAPOLATION = "No source measured milk after use on needled skin: the step from intact skin is an extrapolation."

READINGS: Mapping[Reading, str] = MappingProxyType(
    {
        Reading.COMPLETE: "the whole list was read",
        Reading.PARTIAL: "only part of the label was read",
        Reading.UNREADABLE: "the label could not be read",
        Reading.NO_LIST: "no ingredient list was found",
    }
)
BASES: Mapping[Basis, str] = MappingProxyType({Basis.FOUNDING: "founding article", Basis.EXTENSION: "not in the founding article"})
SECTIONS: Mapping[Section, str] = MappingProxyType(
    {
        Section.LIST: "list",
        Section.ACTIVE: "active",
        Section.INACTIVE: "inactive",
        Section.MAY_CONTAIN: "may contain",
        Section.CLAIM: "named in the text",
    }
)
_METHODS = {
    Method.EXACT: "as printed",
    Method.SYNONYM: "a known name of it",
    Method.STEM: "by its stem",
    Method.FUZZY: "nearest name",
    Method.POSTERIOR: "most likely reading",
    Method.NONE: "unknown name",
}

# ------------------------------------------------------------------ text that others wrote

_ANSI = re.compile(r"(?:\x1b[\[\]PX^_]|[\x9b\x9d\x90])[^\x07\x1b\x9c@-~]*(?:[@-~\x07\x9c]|\x1b\\)?|\x1b.?", re.DOTALL)
_KEPT_FORMAT = {"\u200c", "\u200d"}  # Persian and Indic names need the joiners


@lru_cache(maxsize=16_384)
def plain(text: str) -> str:
    """`text` of a label or a file name, in one line and harmless to show: without escape sequences, control characters, marks that turn the
    direction of what follows, and lone surrogates (U+FFFD instead)."""
    if text.isascii() and text.isprintable():
        return text
    out = []
    for c in _ANSI.sub("", text):
        category = unicodedata.category(c)
        if category == "Cs":
            out.append("\ufffd")
        elif c in _KEPT_FORMAT or category not in ("Cc", "Cf", "Zl", "Zp"):
            out.append(c)
        elif category != "Cf":
            out.append(" ")
    return "".join(out)


# ------------------------------------------------------------------ tones


def kind_tone(kind: CautionKind | None) -> Tone:
    """The tone of a CAUTION of this kind; without a kind, the gravest that it may be."""
    return Tone(kind.value) if kind else Tone.ANAESTHETIC


def verdict_tone(report: Report) -> Tone:
    """The tone of the whole product."""
    match report.verdict:
        case None:
            return Tone.SKIPPED
        case Verdict.AVOID:
            return Tone.AVOID
        case Verdict.CAUTION:
            return kind_tone(report.caution_kind)
        case Verdict.REVIEW:
            return Tone.REVIEW
        case Verdict.GLIDE:
            return Tone.GLIDE


def finding_tone(report: Report, finding: Finding) -> Tone:
    """The tone of one finding; INFO is `known`: it stands beside the verdict and changes nothing."""
    match finding.severity:
        case Severity.AVOID:
            return Tone.AVOID
        case Severity.REVIEW:
            return Tone.REVIEW
        case Severity.INFO:
            return Tone.KNOWN
        case Severity.CAUTION:
            return kind_tone(kinds().get(finding.rule) or _kind(report, finding))


def headed(report: Report, finding: Finding) -> tuple[Tone, str]:
    """The tone of a finding, and the word over it."""
    tone = finding_tone(report, finding)
    return tone, "NOTE" if finding.severity is Severity.INFO else LOOKS[tone].words


def name_of(report: Report, finding: Finding) -> str:
    """The lexicon's name of what a finding is about, else as printed; empty where the label's prose did it."""
    match = report.match_of(finding)
    return "" if match is None else lexicon_name(match) or plain(match.mention.printed)


def doubted(report: Report, finding: Finding) -> Match | None:
    """The name that a finding is about, where print and name are not the same."""
    match = report.match_of(finding)
    return match if match and doubt(match) else None


def _kind(report: Report, finding: Finding) -> CautionKind:
    """Which CAUTION a finding is, by what it is about: for reports of rules that this lexicon does not have."""
    if finding.cls == CautionKind.ANAESTHETIC:
        return CautionKind.ANAESTHETIC
    match = report.match_of(finding)
    if finding.cls == CautionKind.COMPANION or (match and any(s.role is GlideRole.COMPANION for s in match.substances)):
        return CautionKind.COMPANION
    return CautionKind.ACTIVE


def ingredient_tone(report: Report, index: int) -> Tone:
    """The worst finding of the ingredient at `index`; without one, unknown is `review`, what may stand in a glide `glide`, else `known`."""
    found = [finding_tone(report, f) for f in report.findings if f.ingredient == index]
    worst = min(found, key=_GRAVITY.__getitem__, default=Tone.KNOWN)
    if worst is not Tone.KNOWN:
        return worst
    match = report.ingredients[index]
    if not match.substances:
        return Tone.REVIEW
    harmless = all(s.role in (GlideRole.CORE, GlideRole.SILENT) for s in match.substances)
    return Tone.GLIDE if harmless else Tone.KNOWN


def ordered(report: Report) -> tuple[Finding, ...]:
    """The findings, gravest first, then in the order of the label."""
    last = len(report.ingredients)
    return tuple(
        sorted(report.findings, key=lambda f: (_GRAVITY[finding_tone(report, f)], last if f.ingredient is None else f.ingredient, f.rule))
    )


def grouped(report: Report) -> tuple[tuple[Finding, ...], ...]:
    """The findings as `ordered`, those of one rule together: forty companions of a moisturiser are one thing to read."""
    groups: dict[tuple[object, ...], list[Finding]] = {}
    for f in ordered(report):
        groups.setdefault((finding_tone(report, f), f.rule, f.sources), []).append(f)
    return tuple(map(tuple, groups.values()))


def said(report: Report, findings: Sequence[Finding], texts: Sequence[str]) -> tuple[str, ...]:
    """`texts` of `findings` of one rule, each once; one for all of them where they differ in the name alone."""
    lines = tuple(dict.fromkeys(plain(t) for t in texts if t))
    if len(lines) < 3 or len({_nameless(report, f, t) for f, t in zip(findings, texts, strict=True) if t}) > 1:
        return lines
    return (f"{lines[0]} The same holds for the {len(lines) - 1} others.",)


def _nameless(report: Report, finding: Finding, text: str) -> str:
    match = report.match_of(finding)
    if match is None:
        return text
    for name in sorted((match.mention.printed, *(s.name for s in match.substances)), key=len, reverse=True):
        text = text.replace(name, "\0")
    return text


# ------------------------------------------------------------------ words


def source_name(report: Report) -> str:
    """What the product was given by: its photos' names, or its name where one was given for several."""
    names = [plain(s) for s in report.source]
    product = plain(report.product)
    if len(names) == 1:
        return names[0]
    return f"{product or 'one product'} ({len(names)} photos)" if names else product


def short_name(report: Report) -> str:
    """`source_name` without folders: for what is sent on, where a path would tell of somebody's machine."""
    return source_name(replace(report, source=tuple(re.split(r"[/\\]", s.rstrip("/"))[-1] or s for s in report.source)))


def lexicon_name(match: Match) -> str | None:
    """The name or names the lexicon gives, None when unknown."""
    return " + ".join(s.name for s in match.substances) or None


def amount_words(amount: Amount | None) -> str:
    """A strength as printed, empty without one."""
    return "" if amount is None else plain(amount.printed) or f"{amount.value:f} {plain(amount.unit)}"


def how(match: Match) -> str:
    """How the name was matched, in words, with score and runner-up where it is not certain."""
    words = _METHODS[match.method]
    if match.substances and match.method in (Method.FUZZY, Method.POSTERIOR):
        words += f", {match.score:.2f}"
        if match.glyphs_only:
            words += ", look-alike glyphs only"
    if match.runner_up and match.method not in (Method.EXACT, Method.SYNONYM):
        words += f"; next {plain(match.runner_up)}"
    if not match.substances and match.candidates:
        words += ": may be " + " or ".join(s.name for s in match.candidates)
    return words


def doubt(match: Match) -> str:
    """`how`, where print and name are not the same: empty for exact names and their sourced synonyms."""
    return "" if match.method in (Method.EXACT, Method.SYNONYM) else how(match)


def heading_of(report: Report, finding: Finding) -> str:
    """What the finding is about: the printed name, the lexicon's name where it differs, and the amount; the class where prose did it."""
    match = report.match_of(finding)
    if match is None:
        return plain(finding.cls).replace("_", " ")
    printed, name, amount = plain(match.mention.printed), lexicon_name(match), amount_words(match.mention.amount)
    words = f"{printed} = {name}" if name and name.casefold() != printed.casefold() else printed
    return f"{words}, {amount}" if amount and amount not in printed else words


def unread(report: Report) -> tuple[str, ...]:
    """What was not read or not known, each a line; the reasons that rules give are findings and stand there."""
    lines = []
    for match in report.ingredients:
        if not match.substances:
            printed = plain(match.mention.printed)
            may = " or ".join(s.name for s in match.candidates)
            lines.append(f"{printed}: {'may be ' + may if may else 'a name that the lexicon does not know'}")
    # The first reader's page of each photo: a place that a second reader could not read is no loss.
    pages = {page.photo: page for page in reversed(report.pages)}
    for photo, page in sorted(pages.items()):
        if n := len(not_read(page)):
            where = f" on photo {photo + 1}" if len(report.source) > 1 else ""
            lines.append(f"{n} {'place' if n == 1 else 'places'} with print that could not be read{where}")
    return tuple(lines)


def not_read(page: Page) -> tuple[Box, ...]:
    """The places on a page where print stands that could not be read, or was not understood."""
    return tuple(dict.fromkeys((*page.unread, *page.overlooked)))


def looked_for(report: Report) -> tuple[str, ...]:
    """For a GLIDE: what was looked for in all that was read, and not found. Empty for every other verdict."""
    if report.verdict is not Verdict.GLIDE:
        return ()
    return (
        "retinoids, in any form, by name, by stem and by the EU's vitamin A sentence",
        "topical anaesthetics",
        "acids, vitamin C, hydroquinone, iodine, essential oils and the other actives of the lexicon",
        "companions that are not a pure glide: glycols, panthenol, preservatives, fragrance",
        "names that the lexicon does not know, and print that was not read",
    )


def lexicon_short(report: Report) -> str:
    """The lexicon's version, shortened to what tells two apart."""
    kind, colon, digest = report.lexicon.partition(":")
    return f"{kind}:{digest[:12]}" if colon else report.lexicon[:19]
