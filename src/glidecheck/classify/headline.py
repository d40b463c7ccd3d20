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
    """What was not read, in few words; empty when the reading is complete."""
    match label.reading:
        case Reading.COMPLETE:
            return ""
        case Reading.NO_LIST:
            return "no ingredient list was found"
        case Reading.UNREADABLE:
            return "the ingredient list could not be read"
        case Reading.PARTIAL:
            more = f"; and {len(label.gaps) - 2} more" if len(label.gaps) > 2 else ""
            # A gap's own advice ("...: photograph the heading too") is for `retake`.
            return "; ".join(gap.split(": ")[0].rstrip(".") for gap in label.gaps[:2]) + more


def headline(verdict: Verdict, kind: CautionKind | None, fired: Sequence[Fired], label: Label) -> str:
    """The headline of a judgement."""
    missing = unread(label)
    critical = names(s.name for f in fired for s in f.critical)
    if missing and critical:
        missing += f"; one name may be {critical}"
    match verdict:
        case Verdict.AVOID:
            why = _why(fired, Severity.AVOID)
            line = f"Not read whole ({missing}), and already AVOID: {why}." if missing else f"AVOID: {why}."
        case Verdict.CAUTION:
            why, word = _why(fired, Severity.CAUTION, kind), KIND[kind] if kind is not None else ""
            line = f"At least CAUTION: {missing}. {word.capitalize()}: {why}." if missing else f"CAUTION ({word}): {why}."
        case Verdict.REVIEW:
            line = f"REVIEW: {missing or _why(fired, Severity.REVIEW) or 'not all that a glide needs is there'}. Treat it as not cleared."
        case Verdict.GLIDE:
            of = " of the text you gave" if label.from_text else ""
            policy = f" under the policy {label.policy.name!r}" if label.policy is not None else ""
            line = f"GLIDE{of}{policy}: only plain hyaluronate and its silent companions. Sterility cannot be read from a label."
    return f"As a single name, without its label: {line}" if State.SINGLE_NAME in label.states else line


def _why(fired: Sequence[Fired], severity: Severity, kind: CautionKind | None = None) -> str:
    """The substances that findings of this gravity name, with the reasons they share, and the reasons that name none."""
    reasons: dict[str, list[str]] = {}
    others: list[str] = []
    for f in fired:
        if f.severity is severity and (kind is None or f.kind is kind):
            for s in f.substances:
                reasons.setdefault(s.name, []).extend([f.rule.short] if f.rule.short else [])
            if not f.substances and f.rule.short:
                others.append(f.rule.short)
    groups: dict[str, list[str]] = {}
    for name, why in reasons.items():
        groups.setdefault(", ".join(dict.fromkeys(why)), []).append(name)
    told = [names(members) + (f" ({why})" if why else "") for why, members in groups.items()]
    told += dict.fromkeys(others)
    more = f"; and {len(told) - SHOWN} more" if len(told) > SHOWN else ""
    return "; ".join(told[:SHOWN]) + more
