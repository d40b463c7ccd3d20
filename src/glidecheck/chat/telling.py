"""A report as a message on a phone, in the order of every face: verdict and what to do, the one thing that decided it, what could change
it, what else was found, how well it was read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

from glidecheck.chat.tongue import Tongue, msg
from glidecheck.classify.headline import names
from glidecheck.model import Finding, GlideRole, Match, Reading, Report, Severity, Verdict
from glidecheck.pipeline.judging import dangerous, taken_for
from glidecheck.report.answer import INSTEAD, NOT_WHOLE, OFF, WAIT, Answer, answer, reason, sentence
from glidecheck.report.view import LOOKS, READINGS, Tone, finding_tone, grouped, lexicon_name, name_of, plain, verdict_tone

LIMIT = 1500  # characters of one message; a channel may split further

UNREAD_RULE = "REA001"
"""The rule that says what was not read; here the lines for a better photo say it."""

FAMILIES = frozenset({"local-anaesthetic", "unlisted-medicine"})
"""Entries that stand for a word of a kind and not for a substance."""

MORE = 3  # further findings that are told, after which the rest is counted
RETAKES = 3  # lines of advice for a better photo

TITLES: Mapping[Tone, str] = MappingProxyType(
    {
        Tone.AVOID: msg("AVOID: do not use it"),
        Tone.ANAESTHETIC: msg("CAUTION (it numbs the skin): ask before use"),
        Tone.ACTIVE: msg("CAUTION (active ingredient): not cleared for needled skin"),
        Tone.COMPANION: msg("CAUTION (more than a plain glide): ask before use"),
        Tone.SKIPPED: msg("NOT JUDGED: treat it as not cleared"),
        Tone.REVIEW: msg("REVIEW: treat it as not cleared"),
        Tone.GLIDE: msg("GLIDE: may go on needled skin"),
    }
)
"""The verdict in a few words. The code word stands in every language."""

_GLIDE_OF_TEXT = msg("GLIDE of the text you gave: may go on needled skin")


def title(report: Report, say: Tongue) -> str:
    """The verdict with its mark: "✖ AVOID: do not use it"."""
    tone = verdict_tone(report)
    words = _GLIDE_OF_TEXT if tone is Tone.GLIDE and report.from_text else TITLES[tone]
    return f"{LOOKS[tone].mark} {say(words)}"


def unnamed(report: Report, say: Tongue) -> str:
    """A product without a name on its label."""
    first = [lexicon_name(m) or plain(m.mention.printed) for m in report.ingredients if m.listed][:3]
    listed = ", ".join(n if len(n) <= 30 else n[:29] + "…" for n in first)
    if report.from_text:
        return say("the list you sent ({names}, ...)", names=listed) if listed else say("the text you sent")
    return say("the label in your photo ({names}, ...)", names=listed) if listed else say("the label in your photo")


def paragraphs(report: Report, called: str, say: Tongue) -> list[str]:
    """The paragraphs of the answer about the product `called`, without sources and closing line."""
    if report.skipped is not None:
        why = f"{say(report.skipped.reason)} {say(report.skipped.next)}".strip()
        return [f"{title(report, say)}\n{say('Product: {product}', product=called)}", why]
    if _no_label(report):
        return [title(report, say), say(_NO_LABEL)]
    out = []
    if report.reading is not Reading.COMPLETE and report.verdict is Verdict.AVOID:
        out.append(say("Not all of the label was read, and what was read is enough:"))
    elif report.reading is not Reading.COMPLETE and report.verdict is Verdict.CAUTION:
        out.append(say("Not all of the label was read, and what was not read may be worse. At least:"))
    elif report.verdict is Verdict.CAUTION and any(not m.substances for m in report.ingredients):
        out.append(say("A name on the label is not known, and may be worse. At least:"))
    says = answer(report)
    out = ["\n".join([*out, title(report, say), say("Product: {product}", product=called), say(says.do)])]
    out.append(reason(report, says, say))
    if says.advice and not (says.tone is Tone.COMPANION and len(says.decided) > 1):  # there the reason says the same
        out.append(brief(" ".join(map(say, says.advice))))
    # What is missing on the photo is said above, and how to photograph it below.
    change = [c for c in says.change if c not in report.retake and c is not NOT_WHOLE]
    out.append(" ".join(sentence(say(c)) for c in change))
    out.append(_also(report, says, say))
    out += _care(says, say)
    out.append(_reading(report, say))
    out.append(_taken(report, say))
    return [paragraph for paragraph in out if paragraph]


def _also(report: Report, says: Answer, say: Tongue) -> str:
    """What else was found, without what decided; empty where that is all."""
    if says.tone is Tone.GLIDE:
        return ""
    said = {f.rule for f in says.decided} if says.tone is Tone.COMPANION else {f.rule for f in says.decided[:1]}
    groups = [g for g in _worth_telling(report) if g[0].rule not in said and not _by_kind(report, says, g)]
    rest = [f"- {_summary(report, g, say)}" for g in groups[:MORE]]
    if len(groups) > MORE:
        rest.append("- " + say("and {n} more", n=str(len(groups) - MORE)))
    return "\n".join((say("Also:"), *rest)) if rest else ""


def _by_kind(report: Report, says: Answer, group: Sequence[Finding]) -> bool:
    """Whether the findings are about a kind's own word ("local anaesthetic") where what decided is a name of that kind."""
    decided = says.decided[0] if says.decided else None
    if decided is None or decided.cls != group[0].cls or FAMILIES & _substances(report, decided):
        return False
    return all(FAMILIES & _substances(report, f) for f in group)


def _substances(report: Report, finding: Finding) -> frozenset[str]:
    return frozenset() if finding.ingredient is None else frozenset(s.id for s in report.ingredients[finding.ingredient].substances)


def _care(says: Answer, say: Tongue) -> tuple[str, ...]:
    """The article's advice that a message has room for: how to get it off; waiting, and what is gentler; all of it for a glide."""
    told = [sentence(say(c)) for c in says.care if says.tone is Tone.GLIDE or c in (OFF, WAIT, INSTEAD)]
    return tuple(" ".join(told[n : n + 2]) for n in range(0, len(told), 2)) if says.tone is Tone.GLIDE else (" ".join(told),)


_TAKEN = 3  # corrections that are told


def taken(report: Report) -> tuple[tuple[Match, ...], tuple[Match, ...]]:
    """Names that print was taken for by likeness and that are told: those that a person may refuse, by their numbers from 1, and the
    dangers, which stay whatever is said."""
    found: dict[str, Match] = {}
    for m in report.ingredients:
        if taken_for(m):
            found.setdefault(plain(m.mention.printed), m)
    told = list(found.values())[:_TAKEN]
    return tuple(m for m in told if not dangerous(m)), tuple(m for m in told if dangerous(m))


def _taken(report: Report, say: Tongue) -> str:
    """What was read and taken for another name, for whoever holds the pack to compare; empty where nothing was."""
    free, kept = taken(report)
    lines = [
        say("Read “{printed}”, taken for {name}.", printed=plain(m.mention.printed), name=m.substances[0].name) for m in (*kept, *free)
    ]
    for n in range(len(free)):
        lines[len(kept) + n] = f"{n + 1}. {lines[len(kept) + n]}"
    if not lines:
        return ""
    return "\n".join((*lines, say('Compare with the pack. If 1 is wrong, write "undo 1".') if free else say(_COMPARE)))


_COMPARE = msg("Compare with the pack: where that is wrong, the name is not known, and your provider has to say what it is.")


def cited(report: Report) -> tuple[str, ...]:
    """The ids of the sources of what was told first."""
    return tuple(dict.fromkeys(i for g in _worth_telling(report)[:2] for i in g[0].sources))


def gravest(report: Report) -> tuple[str, ...]:
    """The names of the ingredients that the gravest findings are about."""
    groups = _worth_telling(report)
    return tuple(filter(None, (name_of(report, f) for f in groups[0])))[:1] if groups else ()


def reasons(report: Report, say: Tongue) -> str:
    """The reason of the gravest finding; empty where there is none."""
    groups = _worth_telling(report)
    return "" if not groups or groups[0][0].rule == "REA015" else _summary(report, groups[0], say)


_NO_LABEL = msg(
    "I see no label on this photo: photograph the front and the ingredient list of the product, close and sharp. I cannot judge skin, "
    "receipts or screenshots. Is it your skin? Redness that spreads, pus, growing pain or fever: see a doctor the same day."
)
_SCRAPS = 3  # words of at least three letters up to which a photo shows no label


def _no_label(report: Report) -> bool:
    """Whether a photo shows hardly any print: a cheek, a room."""
    if report.from_text or report.verdict is not Verdict.REVIEW or report.ingredients:
        return False
    words = {w for page in report.pages for line in page.lines if line.confidence > 0.5 for w in re.findall(r"[^\W\d_]{3,}", line.text)}
    return len(words) <= _SCRAPS


def single(report: Report, asked: str, say: Tongue, *, short: bool = False) -> tuple[str, list[str]]:
    """One name that was asked about: its verdict with the reason and what to do; and the ids of its sources. `short` is the verdict with
    the reason alone."""
    groups = _worth_telling(report)
    known = [m for m in report.ingredients if m.substances]
    if report.verdict is Verdict.REVIEW and not known and not any(m.candidates for m in report.ingredients):
        words = say(
            "I do not know this name. Check how it is written, or send it as the ingredient list prints it. Until it is known, "
            "treat the product as not cleared."
        )
        return f"{_line(report, asked, say)}\n{words}", []
    if report.verdict is Verdict.REVIEW and known and all(s.role is GlideRole.CORE for m in known for s in m.substances):
        words = say(
            "{name} may be part of a plain glide, but one name says nothing about a product: send its whole ingredient list.",
            name=_names(known),
        )
        return f"{_line(report, asked, say)}\n{words}", ["FOUNDING", "EL_HA"]
    if report.verdict is Verdict.REVIEW and known and all(s.role is GlideRole.SILENT for m in known for s in m.substances):
        words = say(
            ("{name} may stand beside a plain hyaluronate in a glide; by itself it is none. Send the product's whole ingredient list."),
            name=_names(known),
        )
        return f"{_line(report, asked, say)}\n{words}", ["FOUNDING"]
    shown = [g for g in groups if g[0].rule != "REA015"] or groups
    lines = [_summary(report, g, say) for g in shown[: 1 if short else 2] if g[0].severity is not Severity.INFO or g is shown[0]]
    advice = [] if short else [brief(a) for a in _advice(report, shown, say)[:1]]
    return "\n".join([_line(report, asked, say), *lines, *advice]), [i for g in shown[:1] for i in g[0].sources]


_BRIEF = 12  # words after which an advice is long enough
_SENTENCE = re.compile(r"(?<=[.!?])\s+")


def brief(advice: str) -> str:
    """The first sentences of an advice: what to do. The rest of it is told when "why" is asked."""
    out: list[str] = []
    for part in _SENTENCE.split(advice):
        out.append(part)
        if len(" ".join(out).split()) >= _BRIEF:
            break
    return " ".join(out)


def _line(report: Report, asked: str, say: Tongue) -> str:
    tone = verdict_tone(report)
    return f"{LOOKS[tone].mark} {plain(asked)} – {say(TITLES[tone])}"


def _names(matches: Iterable[Match]) -> str:
    return ", ".join(dict.fromkeys(s.name for m in matches for s in m.substances))


def _worth_telling(report: Report) -> list[tuple[Finding, ...]]:
    """The findings to tell, those of one rule together, gravest first. A note is told where nothing graver is."""
    groups = grouped(report)
    grave = [g for g in groups if g[0].severity is not Severity.INFO]
    if verdict_tone(report) in (Tone.AVOID, Tone.ANAESTHETIC):  # a companion is not worth reading there
        grave = [g for g in grave if finding_tone(report, g[0]) is not Tone.COMPANION]
    noted = [g for g in groups if g[0].severity is Severity.INFO]
    said_below = [g for g in grave if g[0].rule == UNREAD_RULE]
    if len(grave) > len(said_below):
        grave = [g for g in grave if g not in said_below]
    return grave + (noted[:2] if report.verdict in (Verdict.GLIDE, Verdict.REVIEW) else [])


def _summary(report: Report, group: Sequence[Finding], say: Tongue) -> str:
    """One sentence for the findings of one rule, and for which other names it holds, too."""
    if group[0].rule == UNREAD_RULE:  # what was not read stands below, with how to photograph it
        return say("Not all of the list could be read, and what was not read may hide a retinoid.")
    others = list(dict.fromkeys(filter(None, (name_of(report, f) for f in group[1:]))))
    first = say(group[0].summary)
    others = [name for name in others if name not in first]
    return f"{first} {say('The same holds for {names}.', names=say(names(others)))}" if others else first


def _advice(report: Report, groups: Sequence[Sequence[Finding]], say: Tongue) -> list[str]:
    """What to do about one name: the advice of its gravest findings, at most two of them."""
    if not groups:
        return []
    gravest = finding_tone(report, groups[0][0])
    told = dict.fromkeys(say(g[0].advice) for g in groups if finding_tone(report, g[0]) is gravest and g[0].advice)
    return [a for a in told if not any(a != other and a.rstrip(".") in other for other in told)][:2]


def _reading(report: Report, say: Tongue) -> str:
    """How well it was read, and what would make a better photo."""
    line = say("Reading: {how}.", how=say(READINGS[report.reading]))
    retake = [f"- {say(r)}" for r in report.retake[:RETAKES]]
    return "\n".join((line, say("For a better photo:"), *retake)) if retake and not report.from_text else "\n".join((line, *retake))


def pages(paragraphs: Sequence[str], say: Tongue, limit: int = LIMIT) -> tuple[str, ...]:
    """The paragraphs as messages of at most `limit` characters, parted between paragraphs where possible, else between sentences."""
    room = limit - len(say("(continued)")) - 1
    # The closing line stays with what stands before it: a message of its own would look like the answer.
    if len(paragraphs) > 1 and len("\n\n".join(paragraphs[-2:])) <= room:
        paragraphs = [*paragraphs[:-2], "\n\n".join(paragraphs[-2:])]
    out: list[str] = [""]
    for paragraph in paragraphs:
        for n, piece in enumerate(_pieces(paragraph, room)):
            longer = f"{out[-1]}\n\n{piece}" if out[-1] and n == 0 else piece
            if out[-1] and (n or len(longer) > room):
                out.append(piece)
            else:
                out[-1] = longer
    if len(out) == 1:
        return tuple(out)
    return tuple(part if n == 0 else f"{say('(continued)')}\n{part}" for n, part in enumerate(out))


def _pieces(paragraph: str, room: int) -> list[str]:
    if len(paragraph) <= room:
        return [paragraph]
    out = [""]
    for part in re.split(r"(?<=[.!?])(?= )|(?=\n)", paragraph):
        if out[-1] and len(out[-1] + part) > room:
            out.append("")
        out[-1] += part
        while len(out[-1]) > room:  # one sentence longer than a message
            cut = out[-1].rfind(" ", 0, room)
            cut = cut if cut > 0 else room
            out[-1:] = [out[-1][:cut], out[-1][cut:]]
    return [p.strip() for p in out if p.strip()]
