"""What a reader sees first: one line that leads with what was not read, then says the worst."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from glidecheck.classify.conditions import Label
from glidecheck.classify.ladder import Fired
from glidecheck.lexicon.rules import State
from glidecheck.model import CautionKind, Reading, Severity, Verdict

KIND = {CautionKind.ANAESTHETIC: "anaesthetic", CautionKind.ACTIVE: "active ingredient", CautionKind.COMPANION: "not a pure glide"}
"""How a CAUTION's kind is called."""

SHOWN = 3
"""Names shown before "and N more"."""


def names(items: Iterable[str]) -> str:
    """The first few of these names, each once, and how many more there are."""
    items = list(dict.fromkeys(items))
    shown = items if len(items) <= SHOWN + 1 else items[:SHOWN]
    return ", ".join(shown) + (f" and {len(items) - len(shown)} more" if len(shown) < len(items) else "")


def unread(label: Label) -> str:
    """What was not read, in few words."""
    match label.reading:
        case Reading.COMPLETE:
            return ""
        case Reading.NO_LIST:
            return "no ingredient list was found"
        case Reading.UNREADABLE:
            return "the ingredient list could not be read"
        case Reading.PARTIAL if not label.gaps:
            return "the ingredient list was not read whole"
        case Reading.PARTIAL:
            more = f" and {len(label.gaps) - 2} more" if len(label.gaps) > 2 else ""
            return "; ".join(label.gaps[:2]) + more


def headline(verdict: Verdict, kind: CautionKind | None, fired: Sequence[Fired], label: Label) -> str:
    """The headline of a judgement."""
    missing = unread(label)
    single = "As a single name, without its label: " if State.SINGLE_NAME in label.states else ""
    match verdict:
        case Verdict.AVOID:
            what = f"contains {_named(fired, Severity.AVOID)}" if _named(fired, Severity.AVOID) else _first(fired, Severity.AVOID)
            line = f"Not read whole ({missing}), and already AVOID: {what}." if missing else f"AVOID: {what}."
        case Verdict.CAUTION:
            what = _named(fired, Severity.CAUTION, kind) or _first(fired, Severity.CAUTION)
            word = KIND[kind] if kind is not None else ""
            line = f"At least CAUTION: {missing}. {word.capitalize()}: {what}." if missing else f"CAUTION ({word}): {what}."
        case Verdict.REVIEW:
            why = missing or _first(fired, Severity.REVIEW) or "not every condition of a glide was met"
            line = f"REVIEW: {why}. Treat it as not cleared."
        case Verdict.GLIDE:
            of = " of the text you gave" if label.from_text else ""
            policy = f" under the policy {label.policy.name!r}" if label.policy is not None else ""
            line = f"GLIDE{of}{policy}: only plain hyaluronate and its silent companions. Sterility cannot be read from a label."
    return _sentence(single + line)


def _named(fired: Sequence[Fired], severity: Severity, kind: CautionKind | None = None) -> str:
    return names(s.name for f in fired if f.severity is severity and (kind is None or f.kind is kind) for s in f.substances)


def _first(fired: Sequence[Fired], severity: Severity) -> str:
    """The short form of the first finding of a severity that names no substance."""
    return next(
        (f.rule.summary.split(":")[0].split(". ")[0].rstrip(".") for f in fired if f.severity is severity and "{" not in f.rule.summary), ""
    )


def _sentence(text: str) -> str:
    return " ".join(text.split()).replace("..", ".")
