"""Rules -> findings -> verdict: the only place where a verdict is made, so that no two faces can disagree.

judge      matches, notices and readings of one product -> Judgement
conditions what a label says, as rules ask it
ladder     which rules fire; AVOID > CAUTION > REVIEW > GLIDE; what GLIDE needs
headline   the first line
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol

from glidecheck.classify import conditions, ladder
from glidecheck.classify.headline import head, headline, names, told
from glidecheck.lexicon import rules
from glidecheck.lexicon.policy import Policy
from glidecheck.lexicon.rules import State
from glidecheck.model import (
    Finding,
    GlideRole,
    Judgement,
    Match,
    Message,
    Notice,
    NoticeKind,
    Reading,
    Section,
    Substance,
    Verdict,
    Witness,
    joined,
)
from glidecheck.text import key

__all__ = ["judge"]

_SUMMARY_LIMIT = 140
"""Characters; the schema holds the rules to it, and names that are filled in are cut to keep it."""

_GAPS_ROOM = 80
"""Characters for the first two gaps that a summary tells; where both are longer, only the first."""

_SHORTENED = ("candidates", "name", "printed", "note", "gaps")


class Found(Protocol):
    @property
    def substance(self) -> Substance: ...


class Knowledge(Protocol):
    """What of the lexicon a judgement needs: its rules, and what a name stands for."""

    @property
    def rules_json(self) -> list[dict[str, Any]]: ...

    def lookup(self, key: str, /) -> Sequence[Found]: ...


def judge(
    matches: tuple[Match, ...],
    *,
    reading: Reading,
    gaps: tuple[str, ...] = (),
    notices: tuple[Notice, ...] = (),
    witnesses: tuple[Witness, ...] = (),
    lexicon: Knowledge,
    policy: Policy | None = None,
    from_text: bool = False,
    single_name: bool = False,
    edited: bool = False,
) -> Judgement:
    """The verdict on one product, with its findings, gravest first.

    `matches` are all names of the label in order, the front's (Section.CLAIM) among them; a finding's `ingredient` is an index into them.
    `reading` and `gaps` say how well the list was read; the judgement's reading may be lower (an unknown name), never higher. `witnesses`
    are the readings of a photo by different networks, the first one included: without two that agree there is no GLIDE, except for pasted
    text (`from_text`). `single_name` marks a question about one name, `edited` a reading that a person has corrected: neither is ever
    GLIDE.
    """
    book = _rulebook(lexicon)
    reading, gaps, states = conditions.lowered(matches, reading, gaps)
    label = conditions.Label(matches, notices, reading, gaps, states, policy, from_text)
    label = conditions.Label(matches, notices, reading, gaps, states | _more(label, witnesses, single_name, edited), policy, from_text)

    def runner_up(match: Match) -> tuple[Substance, ...]:
        return tuple(hit.substance for hit in lexicon.lookup(key(match.runner_up))) if match.runner_up else ()

    fired = ladder.fire(book, label, runner_up)
    verdict, kind = ladder.verdict(fired, label)
    if verdict is Verdict.GLIDE:
        fired += ladder.about_glide(book, label)
    line = headline(verdict, kind, fired, label)
    # Permission needs the whole label, read for certain: an unread line may hold what forbids it. And a label that forbids nothing itself.
    whole = reading is Reading.COMPLETE and verdict is Verdict.CAUTION and all(m.certain for m in matches)
    whole = whole and NoticeKind.NOT_NURSING not in label.phrases
    findings = tuple(_finding(f, label, whole, witnesses) for f in fired)
    return Judgement(verdict, kind, reading, line, findings)


def _more(label: conditions.Label, witnesses: tuple[Witness, ...], single_name: bool, edited: bool) -> frozenset[State]:
    """The states that are not the reading's own."""
    states: set[State] = set()
    if label.reading is Reading.COMPLETE and not any(s.role is GlideRole.CORE for m in label.listed for s in m.substances):
        states.add(State.NO_CORE)
    if single_name or _one_bare_name(label):
        states.add(State.SINGLE_NAME)
    if edited:
        states.add(State.EDITED)
    if not label.from_text and not single_name and label.reading in (Reading.COMPLETE, Reading.PARTIAL):
        listed = frozenset(s.id for m in label.listed for s in m.substances)
        states |= conditions.witness_states(witnesses, listed, label.fronted)
    return frozenset(states)


def _one_bare_name(label: conditions.Label) -> bool:
    """Whether a pasted text holds one name and nothing else, not even a heading: a question about that name, whoever asks it."""
    if not label.from_text or len(label.matches) != 1 or label.notices or label.reading is not Reading.COMPLETE:
        return False
    mention = label.matches[0].mention
    return mention.section is Section.LIST and mention.heading is None and mention.amount is None


_last: tuple[list[dict[str, Any]], ladder.Rulebook] | None = None


def _rulebook(lexicon: Knowledge) -> ladder.Rulebook:
    """The lexicon's rules, sorted once for as long as it hands out the same list."""
    global _last
    data = lexicon.rules_json
    if _last is None or _last[0] is not data:
        _last = data, ladder.Rulebook.of(rules.from_json(data))
    return _last[1]


def _finding(f: ladder.Fired, label: conditions.Label, whole: bool, witnesses: tuple[Witness, ...]) -> Finding:
    match = label.matches[f.match] if f.match is not None else None
    place = match.mention if match is not None else f.notice
    values: dict[str, str] = {
        "name": _and(s.name for s in f.substances),
        "printed": match.mention.printed if match is not None else f.notice.printed if f.notice is not None else "",
        "amount": match.mention.amount.printed if match is not None and match.mention.amount is not None else "",
        "candidates": _or(c.name for c in f.candidates),
        "critical": names(c.name for c in f.critical),
        "count": str(len(label.gaps)),
        "gaps": joined("; ", [head(gap) for gap in label.gaps]),
        "readers": ", ".join(w.reader for w in witnesses) or Message("none"),
        "policy": label.policy.name if label.policy is not None else "",
        "note": "",
        "to": "",
        **f.values,
    }
    rule = f.rule
    return Finding(
        rule=rule.id,
        cls=rule.cls,
        severity=f.severity,
        basis=rule.basis,
        summary=_summary(rule.summary, {**values, "gaps": told(label.gaps, _GAPS_ROOM)}),
        advice=_text(rule.advice, rule.permits if whole else "", values),
        advice_clinic=_text(rule.advice_clinic, rule.permits_clinic if whole else "", values),
        sources=rule.sources,
        ingredient=f.match,
        box=place.box if place is not None else None,
        photo=place.photo if place is not None and place.box is not None else None,
    )


def _and(items: Iterable[str]) -> str:
    *rest, last = list(dict.fromkeys(items)) or [""]
    return Message("{names} and {last}", names=", ".join(rest), last=last) if rest else last


def _or(items: Iterable[str]) -> str:
    """`items`, each once, as alternatives."""
    whole, *rest = list(dict.fromkeys(items)) or [""]
    for item in rest:
        whole = Message("{first} or {then}", first=whole, then=item)
    return whole


def _text(advice: str, permits: str, values: Mapping[str, str]) -> str:
    english = " ".join(f"{advice} {permits}".format_map(values).split())
    if not permits:
        return Message.worded(english, advice, values)
    return Message.worded(english, "{advice} {permits}", {"advice": Message(advice, **values), "permits": Message(permits, **values)})


def _summary(template: str, values: Mapping[str, str]) -> str:
    """The summary with its names filled in. In another language they stand whole."""
    return Message.worded(_shortened(template, values), template, values)


def _shortened(template: str, values: Mapping[str, str]) -> str:
    """The English summary, the longest of its names cut where it would grow too long."""
    text = " ".join(template.format_map(values).split())
    cut = dict(values)
    while len(text) >= _SUMMARY_LIMIT:
        longest = max(_SHORTENED, key=lambda k: len(cut[k]) if "{" + k + "}" in template else 0)
        if "{" + longest + "}" not in template or len(cut[longest]) < 9:
            return text[: _SUMMARY_LIMIT - 2].rstrip() + "…"
        cut[longest] = (
            cut[longest].removesuffix("…")[: -(len(text) - _SUMMARY_LIMIT + 2)]
            if len(cut[longest]) > len(text) - _SUMMARY_LIMIT + 12
            else cut[longest][:8]
        )
        cut[longest] = cut[longest].rstrip() + "…"
        text = " ".join(template.format_map(cut).split()).replace("….", "…")
    return text
