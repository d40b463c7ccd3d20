"""What a reader sees first: one line that leads with what was not read, then says the worst."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from glidecheck.classify.conditions import Label
from glidecheck.classify.ladder import Fired
from glidecheck.lexicon.rules import State
from glidecheck.model import CautionKind, Message, Reading, Severity, Verdict, joined, several

KIND = {
    CautionKind.ANAESTHETIC: Message("anaesthetic"),
    CautionKind.ACTIVE: Message("active ingredient"),
    CautionKind.COMPANION: Message("not a pure glide"),
}
"""How a CAUTION's kind is called."""

_KIND_FIRST = {
    CautionKind.ANAESTHETIC: Message("Anaesthetic"),
    CautionKind.ACTIVE: Message("Active ingredient"),
    CautionKind.COMPANION: Message("Not a pure glide"),
}

SHOWN = 3
"""Names shown before "and N more"."""


def names(items: Iterable[str]) -> str:
    """The first few of these names, each once, and how many more there are."""
    return several(items, SHOWN)


def unread(label: Label) -> str:
    """What was not read or is not known, in few words; empty when the reading is complete and every name known."""
    match label.reading:
        case Reading.NO_LIST:
            return Message("no ingredient list was found")
        case Reading.UNREADABLE:
            return Message("the ingredient list could not be read")
        case Reading.COMPLETE | Reading.PARTIAL:
            return told(label.gaps)


def told(gaps: Sequence[str], room: int | None = None) -> str:
    """The first two gaps without their advice, or the first where both need more than `room` characters, and how many more there are."""
    heads = [head(gap) for gap in gaps]
    shown = 2
    while room is not None and shown > 1 and sum(map(len, heads[:shown])) > room:
        shown -= 1
    first = joined("; ", heads[:shown])
    return Message("{gaps}; further reasons: {n}", gaps=first, n=str(len(heads) - shown)) if len(heads) > shown else first


def head(gap: str) -> str:
    """A gap without its own advice ("...: photograph the heading too"), which is for `retake`."""
    told = gap.split(": ")[0].rstrip(".")
    return Message.worded(told, gap.template, gap.values, head=True) if isinstance(gap, Message) else told


def headline(verdict: Verdict, kind: CautionKind | None, fired: Sequence[Fired], label: Label) -> str:
    """The headline of a judgement."""
    missing = unread(label)
    critical = names(s.name for f in fired for s in f.critical)
    if missing and critical:
        missing = Message("{missing}; one name may be {critical}", missing=missing, critical=critical)
    match verdict:
        case Verdict.AVOID:
            why = _why(fired, Severity.AVOID)
            partly = Message("Not read whole ({missing}), and already AVOID: {why}.", missing=missing, why=why)
            line = partly if label.reading is not Reading.COMPLETE else Message("AVOID: {why}.", why=why)
        case Verdict.CAUTION:
            why = _why(fired, Severity.CAUTION, kind)
            word, first = (KIND[kind], _KIND_FIRST[kind]) if kind is not None else ("", "")
            partly = Message("At least CAUTION: {missing}. {word}: {why}.", missing=missing, word=first, why=why)
            line = partly if missing else Message("CAUTION ({word}): {why}.", word=word, why=why)
        case Verdict.REVIEW:
            why = missing or _why(fired, Severity.REVIEW) or Message("not all that a glide needs is there")
            line = Message("REVIEW: {why}. Treat it as not cleared.", why=why)
        case Verdict.GLIDE:
            what = Message("GLIDE of the text you gave") if label.from_text else Message("GLIDE")
            if label.policy is not None:
                what = Message("{glide} under the policy {policy}", glide=what, policy=repr(label.policy.name))
            line = Message("{glide}: only plain hyaluronate and its silent companions. Sterility cannot be read from a label.", glide=what)
    return Message("As a single name, without its label: {line}", line=line) if State.SINGLE_NAME in label.states else line


def _why(fired: Sequence[Fired], severity: Severity, kind: CautionKind | None = None) -> str:
    """The substances that findings of this gravity name, with the reasons they share, and the reasons that name none."""
    reasons: dict[str, list[str]] = {}
    others: list[str] = []
    for f in fired:
        if f.severity is severity and (kind is None or f.kind is kind):
            for s in f.substances:
                reasons.setdefault(s.name, []).extend([f.rule.short] if f.rule.short else [])
            if not f.substances and f.rule.short:
                others.append(Message(f.rule.short))
    groups: dict[str, list[str]] = {}
    for name, why in reasons.items():
        groups.setdefault(joined(", ", [Message(short) for short in dict.fromkeys(why)]), []).append(name)
    told = [Message("{names} ({why})", names=names(members), why=why) if why else names(members) for why, members in groups.items()]
    told += dict.fromkeys(others)
    shown = joined("; ", told[:SHOWN])
    return Message("{reasons}; further reasons: {n}", reasons=shown, n=str(len(told) - SHOWN)) if len(told) > SHOWN else shown
