"""The rules: what follows from a name, an amount, a place on the label, a phrase, or a reading.

Rules are data (lexicon/rules/*.yaml, one file a class). `rule_schema.read` reads and checks them for the build; `from_json` takes them
from the built index. A rule says *that* something is to be found and how it is worded; the ladder from findings to a verdict is
`classify`'s.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Any

from glidecheck import serialise
from glidecheck.errors import LexiconError
from glidecheck.model import CautionKind, GlideRole, NoticeKind, Section, Severity, Worded


class NameState(StrEnum):
    """What a rule may ask of a name, beside what it stands for."""

    UNKNOWN = "unknown"  # the lexicon has no such name
    AMBIGUOUS = "ambiguous"  # it may be one of several, none of them critical
    AMBIGUOUS_CRITICAL = "ambiguous_critical"  # one of the names it may be is a retinoid, an anaesthetic or another AVOID
    DOUBTFUL = "doubtful"  # taken for a name of the allow-list, but not certainly read
    UNLISTED = "unlisted"  # known, not on the allow-list, and no rule of its own has fired
    SILENT = "silent"  # a companion of the allow-list, other than water


class State(StrEnum):
    """What a rule may ask of the reading as a whole."""

    PARTIAL = "partial"
    UNREADABLE = "unreadable"
    NO_LIST = "no_list"
    NO_ACTIVES = "no_actives"  # inactive ingredients without their actives
    NO_CORE = "no_core"  # no plain hyaluronate among the ingredients
    ONE_READER = "one_reader"
    SECOND_FAILED = "second_failed"
    SAME_NETWORK = "same_network"
    DISAGREE = "disagree"
    NOT_CERTAIN = "not_certain"  # a reading names something that it did not read exactly
    EDITED = "edited"
    SINGLE_NAME = "single_name"
    GLIDE = "glide"  # the verdict is GLIDE: for information only


class PolicyAct(StrEnum):
    """What a clinic's policy did."""

    RAISED = "raised"
    ALLOWED = "allowed"
    NOTE = "note"


PHOTO_STATES = frozenset(
    {
        State.ONE_READER,
        State.SECOND_FAILED,
        State.SAME_NETWORK,
        State.DISAGREE,
        State.NOT_CERTAIN,
        State.EDITED,
        State.SINGLE_NAME,
        State.UNREADABLE,
    }
)
"""States that no pasted text can reach: their rules carry no label texts."""

PLACEHOLDERS = frozenset({"name", "amount", "printed", "candidates", "critical", "count", "gaps", "readers", "policy", "note", "to"})
"""What a rule's texts may name in braces."""


@dataclass(frozen=True, slots=True)
class Applies:
    """What a rule looks at. Exactly one kind of subject: an ingredient (`classes`, `substances`, `declared`), the state of a `name`, a
    phrase (`notices`), the state of the reading (`states`), or an act of a `policy`.

    `declared` are ids of substances that count only where the label gives them as an active ingredient; `excepted` ids that never count.
    """

    classes: frozenset[str] = frozenset()
    substances: frozenset[str] = frozenset()
    declared: frozenset[str] = frozenset()
    excepted: frozenset[str] = frozenset()
    name: NameState | None = None
    notices: frozenset[NoticeKind] = frozenset()
    states: frozenset[State] = frozenset()
    policy: PolicyAct | None = None


@dataclass(frozen=True, slots=True)
class When:
    """Conditions, all of which must hold; those that are not given hold always.

    `above` (exclusive) and `at_least` are per cent by weight, of this substance alone, as the label states it; `unreadable_counts` lets an
    amount whose unit cannot be turned into per cent count as above. `strength_missing`: nowhere on the label is a strength in per cent
    given for the substance. `before_core`: listed before the first plain hyaluronate. `worst_at_least` and `worst_at_most` compare with the
    gravest finding of all rules that have no such condition.
    """

    sections: frozenset[Section] = frozenset()
    not_sections: frozenset[Section] = frozenset()
    roles: frozenset[GlideRole] = frozenset()
    above: Decimal | None = None
    at_least: Decimal | None = None
    unreadable_counts: bool = False
    strength_missing: bool = False
    before_core: bool = False
    on_front: bool = False
    notices: frozenset[NoticeKind] = frozenset()
    no_notices: frozenset[NoticeKind] = frozenset()
    with_classes: frozenset[str] = frozenset()
    without_classes: frozenset[str] = frozenset()
    with_substances: frozenset[str] = frozenset()
    from_text: bool | None = None
    worst_at_least: Severity | None = None
    worst_at_most: Severity | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule(Worded):
    """One rule. `short` is the reason in a few words, for the headline. `kind` says which CAUTION it makes (only rules of severity
    caution); `replaces` names rules that fall away for the same substance.

    `permits` and `permits_clinic` are the advice that allows something under conditions: added only where the whole label was read and
    nothing on it is to be avoided. `fires` and `passes` are label texts that must and must not raise it.
    """

    id: str
    applies: Applies
    when: When = field(default_factory=When)
    short: str = ""
    kind: CautionKind | None = None
    replaces: frozenset[str] = frozenset()
    permits: str = ""
    permits_clinic: str = ""
    fires: tuple[str, ...] = ()
    passes: tuple[str, ...] = ()


def from_json(rules: Iterable[Mapping[str, Any]]) -> tuple[Rule, ...]:
    """The rules that `rule_schema.read` wrote, in the same order."""
    return tuple(serialise.built(Rule, r) for r in rules)


def check(rules: Iterable[Rule], *, classes: Collection[str], substances: Collection[str], sources: Collection[str]) -> None:
    """That every class, substance and source a rule names is in the lexicon. Raises LexiconError at the first that is not."""
    for rule in rules:
        for what, named, known in (
            ("class", rule.applies.classes | rule.when.with_classes | rule.when.without_classes, classes),
            ("substance", rule.applies.substances | rule.applies.declared | rule.applies.excepted | rule.when.with_substances, substances),
            ("source", frozenset(rule.sources), sources),
        ):
            for name in sorted(named - set(known)):
                raise LexiconError(f"rule {rule.id} names the {what} {name!r}, which the lexicon does not have", _near(what, name, known))


def _near(what: str, name: str, known: Collection[str]) -> str:
    from difflib import get_close_matches

    close = get_close_matches(name, known, n=3, cutoff=0.5)
    return f"Write a {what} of the lexicon: {', '.join(close)}" if close else f"Add the {what} to the lexicon, or take it out of the rule"
