"""What a label says, as rules ask it: which substances, in which strength, where, beside what, and how well it was all read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from glidecheck.lexicon.policy import Policy
from glidecheck.lexicon.rules import Rule, State, When
from glidecheck.model import GlideRole, Match, Message, Notice, NoticeKind, Reading, Section, Substance, Witness

WATER = "water"
IN_STRENGTH = Decimal(1)
"""Per cent above which an ingredient of the allow-list is there for its own sake. 1 % is where INCI order begins to bind: below it,
Regulation (EC) 1223/2009, Art. 19 (1) (g), lets ingredients stand in any order."""

ISOTONIC = Decimal(9)
"""Milligrams of sodium chloride in a millilitre of an isotonic solution (0.9 %)."""
_CAUSTIC = frozenset({"citric-acid", "sodium-hydroxide"})
"""What sets a pH, and is no salt that makes a solution isotonic."""

NEVER_GLIDE = frozenset({NoticeKind.DRUG_FACTS, NoticeKind.RX, NoticeKind.NDC})
"""Phrases of a medicine's label."""


@dataclass(frozen=True)
class Label:
    """One product's label with what the rules need to know of it. `states` are those of the reading; `reading` is already lowered where the
    matches contradict it, and `gaps` says in words why. Matches are told apart by their index, from 0; their order is the label's."""

    matches: tuple[Match, ...]
    notices: tuple[Notice, ...]
    reading: Reading
    gaps: tuple[str, ...]
    states: frozenset[State]
    policy: Policy | None
    from_text: bool

    @cached_property
    def substances(self) -> frozenset[str]:
        """Ids of all substances that the label names."""
        return frozenset(s.id for m in self.matches for s in m.substances)

    @cached_property
    def classes(self) -> frozenset[str]:
        """Ids of all their classes."""
        return frozenset(c for m in self.matches for s in m.substances for c in s.classes)

    @cached_property
    def phrases(self) -> frozenset[NoticeKind]:
        """The kinds of all notices."""
        return frozenset(n.kind for n in self.notices)

    @cached_property
    def fronted(self) -> frozenset[str]:
        """Ids of the substances that the front or another claim names."""
        return frozenset(s.id for m in self.matches if not m.listed for s in m.substances)

    @cached_property
    def listed(self) -> tuple[Match, ...]:
        """The matches of the ingredient list in all its sections, without the claims."""
        return tuple(m for m in self.matches if m.listed)

    @cached_property
    def first_core(self) -> int:
        """The index of the first plain hyaluronate of the list that is certainly read, -1 when there is none."""
        for index, m in enumerate(self.matches):
            if m.listed and m.certain and all(s.role is GlideRole.CORE for s in m.substances):
                return index
        return -1

    @cached_property
    def strengths_known(self) -> frozenset[str]:
        """Ids of the substances for which a strength in per cent stands anywhere on the label, for them alone."""
        return frozenset(m.substances[0].id for m in self.matches if percent(m) is not None)

    @cached_property
    def summed(self) -> Decimal | None:
        """The strengths of the list's anaesthetics together ("5 %" on the front of 2.5 + 2.5), None unless there are several."""
        strengths = {
            m.substances[0].id: percent(m) for m in self.listed if len(m.substances) == 1 and "anaesthetic" in m.substances[0].classes
        }
        known = [s for s in strengths.values() if s is not None]
        return sum(known, Decimal()) if len(known) > 1 else None

    def strength(self, index: int) -> Decimal | None:
        """The strength of the match at `index` in per cent, None where none is printed for it alone.

        The sum that a front prints for a mixture is nobody's: the list's own strengths count.
        """
        match = self.matches[index]
        value = percent(match)
        of_mixture = not match.listed and value == self.summed and any(s.id in self._listed_strengths for s in match.substances)
        return None if of_mixture else value

    @cached_property
    def _listed_strengths(self) -> frozenset[str]:
        return frozenset(m.substances[0].id for m in self.listed if percent(m) is not None)

    def in_strength(self, index: int, above: Decimal, *, unreadable_counts: bool) -> bool:
        """Whether the strength of the match at `index` is above a limit (per cent, exclusive)."""
        match, value = self.matches[index], self.strength(index)
        if value is not None:
            return value > above
        return (
            unreadable_counts and match.mention.amount is not None and len(match.substances) == 1 and match.mention.amount.percent is None
        )

    def role(self, substance: Substance) -> GlideRole:
        """The substance's role here: a companion that the clinic's policy allows counts as silent."""
        allowed = self.policy is not None and substance.role is GlideRole.COMPANION and substance.id in self.policy.allowed
        return GlideRole.SILENT if allowed else substance.role

    def before_core(self, index: int) -> bool:
        """Whether the list names this match before its first plain hyaluronate."""
        return index < self.first_core and self.matches[index].listed

    def strong(self, index: int, substance: Substance) -> bool:
        """Whether a companion is there for its own sake. A salt's mere mass is that of one millilitre at least: what makes that isotonic is
        not."""
        amount = self.matches[index].mention.amount
        if amount is not None and amount.unit == "mg" and amount.value <= ISOTONIC and substance.id not in _CAUSTIC:
            return False
        return self.in_strength(index, IN_STRENGTH, unreadable_counts=True)

    def out_of_place(self, index: int, substance: Substance) -> bool:
        """Whether an allow-listed companion is there in strength, named on the front, or listed before the core glide. Water never is."""
        if substance.id == WATER or self.role(substance) is not GlideRole.SILENT:
            return False
        return self.strong(index, substance) or substance.id in self.fronted or self.before_core(index)


def percent(match: Match) -> Decimal | None:
    """The strength printed beside a name, in per cent; None without one, or where the name stands for several substances (a brand's "5 %"
    for 2.5 + 2.5 is nobody's)."""
    if match.mention.amount is None or len(match.substances) != 1:
        return None
    return match.mention.amount.percent


def subjects(rule: Rule, match: Match, label: Label) -> tuple[Substance, ...]:
    """The substances of this match that an ingredient rule is about.

    Menthol and its like count as anaesthetics only as active ingredients of a label that says so: "topical analgesic" does not.
    """
    a = rule.applies
    declared = match.mention.section is Section.ACTIVE and any(n.kind is NoticeKind.NUMBING for n in label.notices)
    return tuple(
        s
        for s in match.substances
        if s.id not in a.excepted and (s.id in a.substances or not a.classes.isdisjoint(s.classes) or (declared and s.id in a.declared))
    )


def holds_for(when: When, index: int, substance: Substance, label: Label) -> bool:
    """Whether the conditions about this substance of the match at `index` hold."""
    match = label.matches[index]
    value = label.strength(index)
    return not (
        (when.sections and match.mention.section not in when.sections)
        or match.mention.section in when.not_sections
        or (when.roles and label.role(substance) not in when.roles)
        or (when.above is not None and not label.in_strength(index, when.above, unreadable_counts=when.unreadable_counts))
        or (when.at_least is not None and (value is None or value < when.at_least))
        or (when.strength_missing and substance.id in label.strengths_known)
        or (when.before_core and not label.before_core(index))
        or (when.on_front and substance.id not in label.fronted)
    )


def holds(when: When, label: Label) -> bool:
    """Whether the conditions about the label as a whole hold (those about other findings are the ladder's)."""
    return not (
        (when.notices and when.notices.isdisjoint(label.phrases))
        or not when.no_notices.isdisjoint(label.phrases)
        or (when.with_classes and when.with_classes.isdisjoint(label.classes))
        or not when.without_classes.isdisjoint(label.classes)
        or (when.with_substances and when.with_substances.isdisjoint(label.substances))
        or (when.from_text is not None and when.from_text is not label.from_text)
    )


def lowered(matches: tuple[Match, ...], reading: Reading, gaps: tuple[str, ...]) -> tuple[Reading, tuple[str, ...], frozenset[State]]:
    """The reading's status and gaps, lowered where the matches show that it cannot be complete, and the states that say so.

    Names that are clear print and stand in no list of ours were read: what is not known of them is a gap, not of the reading.
    """
    listed = [m for m in matches if m.listed]
    states: set[State] = set()
    sections = {m.mention.section for m in listed}
    if Section.INACTIVE in sections and not sections & {Section.ACTIVE, Section.LIST}:
        states.add(State.NO_ACTIVES)
        gaps = (*gaps, Message("the active ingredients are not in the picture"))
    strangers = [m for m in matches if not m.substances]
    unknown = len({m.mention.printed for m in strangers})
    if unknown:
        gaps = (*gaps, Message("1 name is not known") if unknown == 1 else Message("{n} names are not known", n=str(unknown)))
    if reading is Reading.COMPLETE:
        if not listed:
            reading = Reading.NO_LIST
        elif len(gaps) > bool(unknown) or not all(m.read for m in strangers):
            reading = Reading.PARTIAL
    if reading is Reading.PARTIAL and not gaps:
        doubtful = sum(not m.certain for m in listed)
        inexact = Message("1 name was not read exactly") if doubtful == 1 else Message("{n} names were not read exactly", n=str(doubtful))
        gaps = (inexact if doubtful else Message("part of the list was not read"),)
    if reading is not Reading.COMPLETE:
        states.add({Reading.PARTIAL: State.PARTIAL, Reading.UNREADABLE: State.UNREADABLE, Reading.NO_LIST: State.NO_LIST}[reading])
    return reading, tuple(dict.fromkeys(gaps)), frozenset(states)


def witness_states(witnesses: Iterable[Witness], listed: frozenset[str], claimed: frozenset[str]) -> frozenset[State]:
    """What keeps the readings of a photo from being two that agree; empty when they do.

    Two readings count as two only when their networks differ. Each must name exactly the same substances, all of them certainly, and what
    they name must be what is judged: the list, with or without the names on the front.
    """
    states: set[State] = set()
    witnesses = tuple(witnesses)
    read = [w for w in witnesses if w.named]
    networks = {w.network for w in read}
    if len(networks) < 2:
        if len(read) < len(witnesses) and len(witnesses) > 1:
            states.add(State.SECOND_FAILED)
        elif len(witnesses) > 1:
            states.add(State.SAME_NETWORK)
        else:
            states.add(State.ONE_READER)
    if len(read) > 1 and (
        len({w.named for w in read}) > 1 or any(w.named is None or not listed <= w.named <= listed | claimed for w in read)
    ):
        states.add(State.DISAGREE)
    elif not all(w.all_certain for w in read):
        states.add(State.NOT_CERTAIN)
    return frozenset(states)
