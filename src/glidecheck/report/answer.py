"""The answer in the order in which a person reads it: what to do, the one thing that decided it, what could change it, what else helps.

Every face that speaks to a mother lays out this, and folds the findings away below it. No verdict is made here. Each sentence is a
`Message`, so that a face can say it in another language.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from glidecheck.model import Box, Finding, Message, Reading, Report, Severity, Verdict, joined, says_not_for_skin, several
from glidecheck.report.knowledge import glossed
from glidecheck.report.view import Tone, doubted, finding_tone, name_of, ordered, plain, verdict_tone

SHOWN = 3
"""Names told before "and N more"; lines of advice for a better photo."""

UNREAD_RULE = "REA001"
"""The rule that says what was not read: another reason of the same gravity tells more."""

NOT_UNDERSTOOD = "LAB011"
"""The rule about print that was read and not understood: where the photo cuts the list, it may be half of a word."""

READING_CLASS = "reading"
"""The class of the rules about how well a label was read."""

LABEL_CLASS, STERILITY = "label", ("STE001", "STE002")
"""The class of the rules about the label's own words, and those among them that the answer says in words of its own."""

PLAIN: Mapping[Tone, str] = MappingProxyType(
    {
        Tone.AVOID: Message("do not use it"),
        Tone.ANAESTHETIC: Message("numbs the skin: ask first"),
        Tone.ACTIVE: Message("not cleared for needled skin"),
        Tone.COMPANION: Message("more than plain hyaluronic acid: ask first"),
        Tone.SKIPPED: Message("treat it as not cleared"),
        Tone.REVIEW: Message("not cleared yet"),
        Tone.GLIDE: Message("may go on needled skin"),
    }
)
"""Plain words that stand beside the ladder's own word."""

DO: Mapping[Tone, str] = MappingProxyType(
    {
        Tone.AVOID: Message("Do not use this on or around needled skin while you breastfeed."),
        Tone.ANAESTHETIC: Message("Do not put this on yet: ask your provider first, and say that you breastfeed."),
        Tone.ACTIVE: Message("Keep this off needled skin, unless your provider knows that you breastfeed and says yes."),
        Tone.COMPANION: Message("Ask your provider before you use this: it is more than plain hyaluronic acid."),
        Tone.SKIPPED: Message("This was not judged: treat it as not cleared."),
        Tone.REVIEW: Message("Do not use this yet: it is not cleared until the whole label is read and known."),
        Tone.GLIDE: Message("This may go on needled skin, if it is sterile, unopened and in date."),
    }
)
_DO_TEXT = Message("If you typed the whole label: this may go on needled skin, if it is sterile, unopened and in date.")

_ALL_PLAIN = Message("All names on the list were read. Each is plain hyaluronic acid, water, or a salt that goes with it.")
_HOLDS = Message("A plain glide holds only hyaluronic acid, water and a few salts.")

NOT_WHOLE = Message("Not all of the label was read. What is missing may make the answer worse.")
_MISREAD = Message("This name was the most likely reading. If the label says something else, a sharper photo may change the answer.")
_FIXED = Message("Nothing else on this label can change this. Another product may be fine: check its label.")
_ASK_NUMBING = Message("Ask how strong it is, where it goes, for how long, and that all of it comes off before the needling.")
_ASK_PLAIN = Message("Ask for a sterile glide of plain hyaluronic acid, with nothing else in it.")
_SHOW = Message("Show the label to your provider.")
_SEEN = Message("A label's list cannot show that it is sterile. Ask to see it opened in front of you, for you alone.")
_OTHERS = Message("All else that goes on your skin that day needs its own check.")

SKIN = Message("Needling itself is held to be of low risk for your milk. What goes on the open skin counts: more of it can pass into you.")
OFF = Message(
    "If it is on your skin, take it off with clean water. Keep that skin away from your baby's mouth and skin, and wash your hands."
)
WAIT = Message("Needling can wait. Many providers advise to wait until you no longer breastfeed.")
# Advice of the article (source FOUNDING).
INSTEAD = Message(
    "There are gentler ways while you breastfeed, in place of needling: light therapy or a gentle facial. A mild peel only on unbroken "
    "skin, and ask first."
)
PAIN = Message(
    "Pain and stress can hold back your let-down for a while. Ask for other ways to ease them: breaks, fewer passes, or another day."
)
HORMONE = Message("Stress can raise a stress hormone in milk. Not all is known about it, but your milk stays safe and good for your baby.")
STERILE = Message("Needled skin is open to germs. Ask for new needles, clean hands and gloves, and only sterile things on your skin.")
INFECTION = Message(
    "Does redness spread, is the skin hot, swollen or full of pus, or do you have a fever? See a doctor the same day, and say that you "
    "breastfeed."
)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a person reads first, in this order. The texts are plain, but not escaped.

    `why` is the one thing that decided, `advice` what its rule says to do, `printed` the print that it rests on (empty without one), and
    `decided` the findings behind it, of one class, the first with the place of the crop. `change` is what could make the answer another
    one, `care` the advice of the article where it belongs.
    """

    tone: Tone
    plain: str
    do: str
    why: str
    printed: str
    decided: tuple[Finding, ...]
    advice: tuple[str, ...]
    change: tuple[str, ...]
    care: tuple[str, ...]


def answer(report: Report) -> Answer:
    """The answer about one product; of one that was not judged, why, and what to do next."""
    tone = verdict_tone(report)
    do = _DO_TEXT if tone is Tone.GLIDE and report.from_text else DO[tone]
    if report.skipped is not None:
        return Answer(tone, PLAIN[tone], do, report.skipped.reason, "", (), (), (report.skipped.next,), ())
    decided = deciding(report)
    # "Ask what this is" needs the print that was not understood beside it, which is told only where that decided.
    advice = _once(f.advice for f in decided if f.rule != NOT_UNDERSTOOD or decided[0].rule == NOT_UNDERSTOOD)
    return Answer(
        tone,
        PLAIN[tone],
        do,
        _why(report, tone, decided),
        _printed(report, decided),
        decided,
        advice if tone is not Tone.GLIDE else (),
        tuple(dict.fromkeys(_change(report, tone, decided))),
        tuple(dict.fromkeys(_care(report, tone, decided))),
    )


def deciding(report: Report) -> tuple[Finding, ...]:
    """The findings that made the verdict, those of the class of the first; none for a GLIDE, which nothing speaks against."""
    if report.verdict in (None, Verdict.GLIDE):
        return ()
    tone = verdict_tone(report)
    found = [f for f in ordered(report) if finding_tone(report, f) is tone]
    # What was not read stands in what could change the answer: a reason of another kind tells more.
    told = [f for f in found if f.rule != UNREAD_RULE] or found
    if tone is Tone.REVIEW:
        # Where a better photo is asked for, names that are not known may be torn ones: that it was not read whole is the reason.
        told = sorted(
            found if report.retake else told,
            key=lambda f: (f.cls == READING_CLASS or f.rule == NOT_UNDERSTOOD, bool(report.retake) and f.rule != UNREAD_RULE),
        )
        if told and told[0].rule == UNREAD_RULE:
            return tuple(f for f in told if f.rule == UNREAD_RULE)
    if tone is Tone.COMPANION:
        return tuple(told)
    return tuple(f for f in told if f.cls == told[0].cls) if told else ()


def place(report: Report, decided: Sequence[Finding]) -> tuple[int, tuple[Box, ...]] | None:
    """The photo, and the places on it, of the print that decided; None where there is none, as for a pasted text."""
    photo, boxes = report.place_of(decided[0]) if decided and not report.from_text else (0, ())
    return (photo, boxes) if boxes else None


def by_class(report: Report) -> tuple[tuple[Finding, ...], ...]:
    """The findings gravest first, those of one class and gravity together: one thing to read, however many rules speak of it."""
    groups: dict[tuple[object, ...], list[Finding]] = {}
    for f in ordered(report):
        tone = finding_tone(report, f)
        groups.setdefault((tone,) if tone is Tone.COMPANION else (tone, f.cls), []).append(f)
    return tuple(map(tuple, groups.values()))


def by_rule(findings: Sequence[Finding]) -> tuple[tuple[Finding, ...], ...]:
    """`findings` by their rule, in the order in which the rules come."""
    groups: dict[str, list[Finding]] = {}
    for f in findings:
        groups.setdefault(f.rule, []).append(f)
    return tuple(map(tuple, groups.values()))


def sentence(words: str) -> str:
    """`words`, harmless to show, with a capital and a full stop: advice for a better photo is written without. A file's name stays."""
    clean = plain(words).strip()
    first = clean.split(" ")[0].rstrip(",:;")
    begun = clean[:1].upper() + clean[1:] if first.isalpha() else clean
    return begun if not clean or clean[-1] in ".!?:" else f"{begun}."


def reason(report: Report, told: Answer, say: Callable[[str], str] = str) -> str:
    """Why, as a sentence in the language of `say`, with an everyday word behind names: "RETINYL PALMITATE (vitamin A ester)"."""
    return glossed(sentence(say(told.why)), (s.name for m in report.ingredients for s in m.substances), say)


# ------------------------------------------------------------------ parts


def _once(lines: Iterable[str]) -> tuple[str, ...]:
    """The first two of `lines`, each once, those left out that another one holds."""
    told = [line for line in dict.fromkeys(lines) if line]
    return tuple(a for a in told if not any(a != other and a.rstrip(".") in other for other in told))[:2]


def _why(report: Report, tone: Tone, decided: Sequence[Finding]) -> str:
    if tone is Tone.GLIDE:
        return _ALL_PLAIN
    if not decided:
        return report.headline
    named = names(report, decided)
    if tone is Tone.COMPANION and len(decided) > 1 and named:
        return joined(" ", (Message("It holds {names}.", names=named), _HOLDS))
    first = decided[0]
    # What a list names is told; that the text around it speaks of its kind adds nothing ("local anaesthetic").
    alike = [f for f in decided[1:] if f.rule == first.rule and (_spoken(report, first) or not _spoken(report, f))]
    others = names(report, alike, but=name_of(report, first))
    return joined(" ", (_whole(first.summary), Message("The same holds for {names}.", names=others))) if others else first.summary


def _whole(text: str) -> str:
    """`text` as a part of a longer message. Where it was translated already it stands as it is, and is not shortened as print would be."""
    return text if isinstance(text, Message) else Message.worded(text, text.replace("{", "{{").replace("}", "}}"), {})


def names(report: Report, findings: Sequence[Finding], but: str = "") -> str:
    """What the findings name, each once, the first few and how many more; empty where they name nothing."""
    return several((n for n in (name_of(report, f) for f in findings) if n and n != but), SHOWN)


def _spoken(report: Report, finding: Finding) -> bool:
    """Whether the finding's name stands in the text and not in a list."""
    match = report.match_of(finding)
    return match is not None and not match.listed


def _printed(report: Report, decided: Sequence[Finding]) -> str:
    match = report.match_of(decided[0]) if decided else None
    return "" if match is None else plain(match.mention.printed)


def _change(report: Report, tone: Tone, decided: Sequence[Finding]) -> Iterator[str]:
    if tone is Tone.AVOID:
        yield _MISREAD if decided and doubted(report, decided[0]) else _FIXED
        return
    whole = report.reading is Reading.COMPLETE
    food = any(map(says_not_for_skin, report.retake))  # it may have been read whole, and is still none for the skin
    if tone is not Tone.REVIEW and tone is not Tone.GLIDE and not whole and not food:
        yield NOT_WHOLE
    if not whole:
        yield from report.retake[:SHOWN]
    match tone:
        case Tone.ANAESTHETIC:
            yield _ASK_NUMBING
        case Tone.ACTIVE | Tone.COMPANION:
            yield _ASK_PLAIN
        case Tone.GLIDE:
            yield from (_SEEN, _OTHERS)
        case _:
            unknown = [plain(m.mention.printed) for m in report.ingredients if not m.substances and not m.candidates]
            listed = ", ".join(n if len(n) <= 40 else f"{n[:39]}…" for n in dict.fromkeys(unknown[:SHOWN]))
            yield Message("Ask your provider or the maker what this is: {names}.", names=listed) if listed and whole else _SHOW


def _care(report: Report, tone: Tone, decided: Sequence[Finding]) -> Iterator[str]:
    """The article's advice, where it belongs, after what the label itself says that must not be passed over."""
    for f in report.findings:
        if f.cls == LABEL_CLASS and f.severity in (Severity.AVOID, Severity.CAUTION) and f not in decided:
            yield joined(" ", (_whole(f.summary), _whole(f.advice)))
    if tone is Tone.GLIDE:
        yield from (STERILE, INFECTION)
    if tone in (Tone.GLIDE, Tone.REVIEW):
        noted = [f.summary for f in report.findings if f.severity is Severity.INFO and f.rule not in STERILITY]
        yield from noted[:SHOWN]
        return
    if tone is Tone.AVOID:
        yield OFF
    if numbing(report):
        yield from (PAIN, HORMONE)
    yield from (SKIN, WAIT, INSTEAD)


def numbing(report: Report) -> bool:
    """Whether an anaesthetic is advised against."""
    return any(f.cls == Tone.ANAESTHETIC and f.severity in (Severity.AVOID, Severity.CAUTION) for f in report.findings)
