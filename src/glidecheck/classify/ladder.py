"""Which rules fire, and which verdict follows: AVOID > CAUTION > REVIEW > GLIDE.

The ladder up is the rules' (data); the last step to GLIDE is not: `may_glide` asks for everything by itself, so that a rule that is missing
or wrong can cost a warning's text, never make a GLIDE.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace

from glidecheck.classify.conditions import NEVER_GLIDE, Label, holds, holds_for, subjects
from glidecheck.lexicon.policy import Raised
from glidecheck.lexicon.rules import NameState, PolicyAct, Rule, State
from glidecheck.model import EXCLUDED, CautionKind, GlideRole, Match, Notice, NoticeKind, Reading, Severity, Substance, Verdict

KINDS = {kind: rank for rank, kind in enumerate(CautionKind)}
CRITICAL = frozenset({"retinoid", "anaesthetic"})

_BLOCKING = (
    NEVER_GLIDE
    | EXCLUDED
    | {NoticeKind.VITAMIN_A_WARNING, NoticeKind.BRAND_WARNED, NoticeKind.PRP, NoticeKind.NOT_UNDERSTOOD, NoticeKind.UNREAD_SCRIPT}
)

RunnerUp = Callable[[Match], tuple[Substance, ...]]
"""What the second-best name of an uncertain match stands for."""


@dataclass(frozen=True, slots=True)
class Fired:
    """A rule that fired, and on what: a match (index from 0) and those of its substances it is about, or a phrase, or the label as a
    whole."""

    rule: Rule
    severity: Severity
    kind: CautionKind | None
    match: int | None = None
    substances: tuple[Substance, ...] = ()
    critical: tuple[Substance, ...] = ()
    candidates: tuple[Substance, ...] = ()
    notice: Notice | None = None
    values: dict[str, str] = field(default_factory=dict)

    @property
    def gravity(self) -> tuple[int, int]:
        """For sorting: severity, then the kind of CAUTION."""
        return self.severity.rank, KINDS[self.kind] if self.kind is not None else len(KINDS)


@dataclass(frozen=True, slots=True)
class Rulebook:
    """The rules, sorted by what they look at, so that a list of forty names does not try every rule on every name."""

    by_class: dict[str, tuple[Rule, ...]]
    by_substance: dict[str, tuple[Rule, ...]]
    by_name: dict[NameState, tuple[Rule, ...]]
    by_notice: tuple[Rule, ...]
    by_state: tuple[Rule, ...]
    by_policy: dict[PolicyAct, tuple[Rule, ...]]
    avoided: frozenset[str]
    """Ids of substances that an unconditional rule of severity avoid names."""

    @classmethod
    def of(cls, rules: Iterable[Rule]) -> Rulebook:
        """The rulebook of these rules."""
        rules = tuple(rules)
        classes = {c for r in rules for c in r.applies.classes}
        substances = {s for r in rules for s in r.applies.substances | r.applies.declared}
        return cls(
            by_class={c: tuple(r for r in rules if c in r.applies.classes) for c in classes},
            by_substance={s: tuple(r for r in rules if s in r.applies.substances | r.applies.declared) for s in substances},
            by_name={n: tuple(r for r in rules if r.applies.name is n) for n in NameState},
            by_notice=tuple(r for r in rules if r.applies.notices),
            by_state=tuple(r for r in rules if r.applies.states),
            by_policy={p: tuple(r for r in rules if r.applies.policy is p) for p in PolicyAct},
            avoided=frozenset(s for r in rules if r.severity is Severity.AVOID and r.when == type(r.when)() for s in r.applies.substances),
        )

    def of_ingredient(self, match: Match) -> tuple[Rule, ...]:
        """The rules that may be about one of the match's substances, each once, by id."""
        found = {
            rule.id: rule
            for s in match.substances
            for rules in (self.by_substance.get(s.id, ()), *(self.by_class.get(c, ()) for c in s.classes))
            for rule in rules
        }
        return tuple(found[i] for i in sorted(found))

    def critical(self, substance: Substance) -> bool:
        """Whether a substance is one that a misread name must not hide."""
        return substance.id in self.avoided or not CRITICAL.isdisjoint(substance.classes)


def fire(book: Rulebook, label: Label, runner_up: RunnerUp) -> tuple[Fired, ...]:
    """Every rule that fires on this label, those of a GLIDE excepted, gravest first; replaced and repeated ones left out."""
    fired = [*_of_names(book, label, runner_up), *_raised(book, label)]
    fired += [f for rule in book.by_notice for f in _notice(rule, label) if _plain(rule)]
    fired += [f for f in _states(book, label, label.states) if _plain(f.rule)]
    worst = min((f.severity.rank for f in fired), default=Severity.INFO.rank + 1)
    # What a policy waives still sharpens: a companion that the clinic allows is no less a reason to say "never on the breast".
    unwaived = _of_names(book, replace(label, policy=None), runner_up) if label.policy is not None else ()
    gravest = min((worst, *(f.severity.rank for f in unwaived)))
    fired += [f for rule in book.by_notice for f in _notice(rule, label) if not _plain(rule) and _against(rule, gravest, worst)]
    fired += [f for f in _states(book, label, label.states) if not _plain(f.rule) and _against(f.rule, gravest, worst)]
    return _sorted(_once(_unreplaced(fired), label), label)


def about_glide(book: Rulebook, label: Label) -> tuple[Fired, ...]:
    """What a GLIDE is told beside."""
    return tuple(_states(book, label, frozenset({State.GLIDE})))


def verdict(fired: Iterable[Fired], label: Label) -> tuple[Verdict, CautionKind | None]:
    """The verdict, and which CAUTION it is."""
    fired = tuple(fired)
    severities = {f.severity for f in fired}
    if Severity.AVOID in severities:
        return Verdict.AVOID, None
    if Severity.CAUTION in severities:
        kinds = [f.kind for f in fired if f.severity is Severity.CAUTION and f.kind is not None]
        return Verdict.CAUTION, min(kinds, key=KINDS.__getitem__, default=CautionKind.COMPANION)
    if Severity.REVIEW in severities or not may_glide(label):
        return Verdict.REVIEW, None
    return Verdict.GLIDE, None


def may_glide(label: Label) -> bool:
    """Whether everything that GLIDE needs is there: the whole list read, every name certain and on the allow-list, a plain hyaluronate
    among them, nothing out of place, no medicine's label, and two agreeing readings (or pasted text)."""
    return (
        label.reading is Reading.COMPLETE
        and not label.gaps
        and not label.states
        and _BLOCKING.isdisjoint(label.phrases)
        and bool(label.listed)
        and all(m.certain and not m.candidates for m in label.matches)
        and all(label.role(s) in (GlideRole.CORE, GlideRole.SILENT) for m in label.matches for s in m.substances)
        and any(s.role is GlideRole.CORE for m in label.listed for s in m.substances)
        and not any(label.out_of_place(index, s) for index, m in enumerate(label.matches) for s in m.substances)
    )


# ------------------------------------------------------------------ what fires


def _plain(rule: Rule) -> bool:
    return rule.when.worst_at_least is None and rule.when.worst_at_most is None


def _against(rule: Rule, gravest: int, worst: int) -> bool:
    at_least, at_most = rule.when.worst_at_least, rule.when.worst_at_most
    return (at_least is None or gravest <= at_least.rank) and (at_most is None or worst >= at_most.rank)


def _of_names(book: Rulebook, label: Label, runner_up: RunnerUp) -> list[Fired]:
    """What fires on the names by themselves. That a name may be a critical one says nothing of what it was taken for: the fallback asks the
    rules of the ingredients alone."""
    ingredients = list(_ingredients(book, label))
    return [*ingredients, *_names(book, label, runner_up), *_fallback(book, label, ingredients)]


def _ingredients(book: Rulebook, label: Label) -> Iterator[Fired]:
    for index, match in enumerate(label.matches):
        for rule in book.of_ingredient(match):
            about = tuple(s for s in subjects(rule, match, label) if holds_for(rule.when, index, s, label) and not _allowed(rule, s, label))
            if about and holds(rule.when, label):
                yield Fired(rule, rule.severity, rule.kind, index, about)


def _allowed(rule: Rule, substance: Substance, label: Label) -> bool:
    """Whether the clinic's policy waives this rule: only "not a pure glide", and only for a companion."""
    return rule.kind is CautionKind.COMPANION and substance.role is GlideRole.COMPANION and label.role(substance) is GlideRole.SILENT


def _names(book: Rulebook, label: Label, runner_up: RunnerUp) -> Iterator[Fired]:
    for index, match in enumerate(label.matches):
        possible = (*match.candidates, *(() if match.certain else runner_up(match)))
        critical = tuple(c for c in possible if book.critical(c) and c not in match.substances)
        known_critical = any(map(book.critical, match.substances))
        if critical and not known_critical:
            state = NameState.AMBIGUOUS_CRITICAL
            possible = tuple(dict.fromkeys((*match.substances, *possible)))
        elif not match.substances:
            state = NameState.AMBIGUOUS if match.candidates else NameState.UNKNOWN
        elif not match.certain and all(label.role(s) in (GlideRole.CORE, GlideRole.SILENT) for s in match.substances):
            state = NameState.DOUBTFUL
        else:
            state = None
        if state is not None:
            for rule in book.by_name[state]:
                if _name_holds(rule, index, match.substances, label):
                    yield Fired(rule, rule.severity, rule.kind, index, match.substances, critical, possible)
        silent = tuple(s for s in match.substances if label.out_of_place(index, s))
        for rule in book.by_name[NameState.SILENT] if silent else ():
            if _name_holds(rule, index, silent, label):
                yield Fired(rule, rule.severity, rule.kind, index, silent)


def _name_holds(rule: Rule, index: int, substances: tuple[Substance, ...], label: Label) -> bool:
    if not substances:
        return holds(rule.when, label) and not rule.when.roles
    return holds(rule.when, label) and all(holds_for(rule.when, index, s, label) for s in substances)


def _fallback(book: Rulebook, label: Label, fired: list[Fired]) -> Iterator[Fired]:
    """Known substances that are not on the allow-list, and of which no rule says anything of weight: still not cleared for needled skin."""
    told = {(f.match, s.id) for f in fired for s in f.substances if f.severity is not Severity.INFO}
    for index, match in enumerate(label.matches):
        rest = tuple(s for s in match.substances if label.role(s) not in (GlideRole.CORE, GlideRole.SILENT) and (index, s.id) not in told)
        for rule in book.by_name[NameState.UNLISTED] if rest else ():
            about = tuple(s for s in rest if holds_for(rule.when, index, s, label))
            if about and holds(rule.when, label):
                yield Fired(rule, rule.severity, rule.kind, index, about)


def _raised(book: Rulebook, label: Label) -> Iterator[Fired]:
    policy = label.policy
    if policy is None:
        return
    for rule in book.by_policy[PolicyAct.NOTE]:
        for note in policy.notes:
            yield Fired(rule, rule.severity, rule.kind, values={"note": note, "policy": policy.name})
    for index, match in enumerate(label.matches):
        for s in match.substances:
            raised = policy.raised(s)
            if raised is not None:
                kind = CautionKind.ACTIVE if raised.to is Severity.CAUTION else None
                values = {"note": raised.note, "policy": policy.name, "to": raised.to.value.upper()}
                for rule in book.by_policy[PolicyAct.RAISED]:
                    yield Fired(rule, raised.to, kind, index, (s,), values=values)
            elif label.role(s) is not s.role:
                for rule in book.by_policy[PolicyAct.ALLOWED]:
                    yield Fired(rule, rule.severity, rule.kind, index, (s,), values={"note": policy.allowed[s.id], "policy": policy.name})


def _notice(rule: Rule, label: Label) -> Iterator[Fired]:
    if not holds(rule.when, label):
        return
    seen: set[NoticeKind] = set()
    for notice in label.notices:
        if notice.kind in rule.applies.notices and notice.kind not in seen:
            seen.add(notice.kind)
            yield Fired(rule, rule.severity, rule.kind, notice=notice)


def _states(book: Rulebook, label: Label, states: frozenset[State]) -> Iterator[Fired]:
    for rule in book.by_state:
        if not rule.applies.states.isdisjoint(states) and holds(rule.when, label):
            yield Fired(rule, rule.severity, rule.kind)


# ------------------------------------------------------------------ what is told


def _subject(f: Fired, label: Label) -> frozenset[str]:
    """What a finding is about, to tell whether two of them are about the same: substance ids, or the name as printed."""
    if f.substances:
        return frozenset(s.id for s in f.substances)
    if f.match is not None:
        return frozenset({label.matches[f.match].mention.printed.casefold()})
    return frozenset(v for v in (f.values.get("note"),) if v)


def _unreplaced(fired: list[Fired]) -> list[Fired]:
    """Without the findings that a graver one on the same substances makes superfluous."""
    covered: dict[str, set[str]] = {}
    wholly: set[str] = set()
    for f in fired:
        for other in f.rule.replaces:
            covered.setdefault(other, set()).update(s.id for s in f.substances)
            if not f.substances:
                wholly.add(other)

    def replaced(f: Fired) -> bool:
        if f.rule.id in wholly or (f.rule.id in covered and not f.substances):
            return True
        return bool(f.substances) and {s.id for s in f.substances} <= covered.get(f.rule.id, set())

    return [f for f in fired if not replaced(f)]


def _once(fired: list[Fired], label: Label) -> list[Fired]:
    """One finding a rule and subject: that of the list before that of the front."""

    def place(f: Fired) -> tuple[bool, int]:
        return f.match is not None and not label.matches[f.match].listed, -1 if f.match is None else f.match

    told: dict[str, set[str]] = {}
    out = []
    for f in sorted(fired, key=place):
        about = _subject(f, label)
        before = told.setdefault(f.rule.id, set())
        if about and about <= before:
            continue
        before |= about
        out.append(f)
    return out


def _sorted(fired: list[Fired], label: Label) -> tuple[Fired, ...]:
    return tuple(sorted(fired, key=lambda f: (f.gravity, len(label.matches) if f.match is None else f.match, f.rule.id)))


__all__ = ["Fired", "Raised", "Rulebook", "about_glide", "fire", "may_glide", "verdict"]
