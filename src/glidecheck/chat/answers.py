"""From an intent to the messages that answer it, and to the state that is kept. Names and pasted lists are judged here; photos before."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from glidecheck import pipeline
from glidecheck.chat import emergency, first_aid, guidance, telling
from glidecheck.chat.albums import Judged
from glidecheck.chat.asks import Topic
from glidecheck.chat.guidance import Notice
from glidecheck.chat.hear import Intent, What
from glidecheck.chat.heard import flat
from glidecheck.chat.model import Answer
from glidecheck.chat.names import Asked
from glidecheck.chat.picture import annotated
from glidecheck.chat.product_name import name_of
from glidecheck.chat.state import MOST_IDS, State, Told
from glidecheck.chat.tongue import Tongue, tongue
from glidecheck.model import CautionKind, Line, Page, Readings, Report, Verdict
from glidecheck.report.view import CLOSING, Tone, kind_tone, verdict_tone

if TYPE_CHECKING:
    from pathlib import Path

    from glidecheck.lexicon.policy import Policy

SAME_NAME = 90  # rapidfuzz ratio of two fronts' words from which they are one product's
NEAR = 84  # rapidfuzz ratio from which a known name is offered for an unknown one
MOST_NAMES = 6  # names judged in one message

_GRAVITY = {verdict: n for n, verdict in enumerate(Verdict)}


@dataclass(frozen=True, slots=True)
class Reply:
    """The messages to send, in order, and the state to keep."""

    answers: tuple[Answer, ...]
    state: State


def answer(
    intent: Intent,
    state: State,
    now: float,
    *,
    judged: Sequence[Judged] = (),
    failure: Notice | None = None,
    policy: Path | Policy | None = None,
) -> Reply:
    """The answer to one intent.

    PHOTOS needs `judged`, what `albums.judge` made of the photos, in the order of `intent.media`; or `failure`, the reason why
    there are none. FORGET only answers and hands back an empty state: deleting what is kept elsewhere is the caller's. Raises LexiconError
    for a policy that does not hold together. Before an answer to what was written in a language that is not spoken, that is said in it.
    """
    reply = _answer(intent, state, now, judged, failure, policy)
    first = emergency.urgent_in(intent.foreign) if intent.what is What.URGENT else emergency.spoken_in(intent.foreign)
    return replace(reply, answers=(Answer(first), *reply.answers)) if first and reply.answers else reply


def _answer(
    intent: Intent, state: State, now: float, judged: Sequence[Judged], failure: Notice | None, policy: Path | Policy | None
) -> Reply:
    say = tongue(intent.language)
    match intent.what:
        case What.URGENT:
            return _plain(first_aid.answer(intent.flags, say, intent.country), state)
        case What.HELP:
            return _plain((guidance.help_text(say),), state)
        case What.FORGET:
            return _plain((guidance.notice(Notice.FORGOTTEN, say),), State())
        case What.LANGUAGE:
            return _plain((guidance.notice(Notice.LANGUAGE if intent.understood else Notice.NO_LANGUAGE, say),), state)
        case What.OTHER:
            return _plain((guidance.notice(Notice.OTHER_KIND, say),), state)
        case What.SIGNS:
            return _plain(telling.pages([guidance.question(Topic.INFECTION, say)], say), state)
        case What.QUESTION:
            assert intent.topic is not None
            return _plain(telling.pages(guidance.question(intent.topic, say).split("\n\n"), say), state)
        case What.USED:
            return _used(intent, state, say, policy)
        case What.NAMES:
            return _names(intent, state, now, say, policy)
        case What.LIST:
            return _list(intent, state, now, say, policy)
        case What.PHOTOS:
            if failure is not None:
                return _plain((guidance.notice(failure, say),), state)
            return _photos(intent, state, now, say, judged)


def notice(which: Notice, language: str) -> Answer:
    """A message that judges nothing, such as "still reading" or "too large", in `language`."""
    return Answer(guidance.notice(which, tongue(language)))


def _plain(texts: Sequence[str], state: State) -> Reply:
    return Reply(tuple(Answer(text) for text in texts), state)


# ------------------------------------------------------------------ photos and lists


def _photos(intent: Intent, state: State, now: float, say: Tongue, judged: Sequence[Judged]) -> Reply:
    answers: list[Answer] = []
    if intent.used:
        answers += [Answer(text) for text in telling.pages([*guidance.used(say).split("\n\n"), say(CLOSING)], say)]
    if len([j for j in judged if j.report.skipped is None]) > 1:
        answers.append(
            Answer(
                say(
                    "I took your photos for {n} products and judged each apart. If they show one product, the graver answer holds for it.",
                    n=str(len(judged)),
                )
            )
        )
    for one in judged:
        told, state = _told(intent, one.report, state, now, say, alone=len(judged) == 1, which=one.photos, of=len(intent.media))
        picture = annotated(one.opened, one.report, say)
        if told and picture is not None:
            told[0] = replace(told[0], picture=picture)
        answers += told
    return Reply(tuple(answers), state)


def _list(intent: Intent, state: State, now: float, say: Tongue, policy: Path | Policy | None) -> Reply:
    if len(intent.text) > pipeline.MAX_TEXT:
        return _plain((guidance.notice(Notice.TOO_LONG, say),), state)
    report = pipeline.scan_text(intent.text, policy=policy)
    told, state = _told(intent, report, state, now, say, alone=True, which=(), of=0)
    return Reply(tuple(told), state)


def _told(
    intent: Intent, report: Report, state: State, now: float, say: Tongue, *, alone: bool, which: Sequence[int], of: int
) -> tuple[list[Answer], State]:
    """The messages about one report, with an earlier answer about the same product taken back where this one differs."""
    named = name_of(report)
    called = telling.product(report, say)
    if report.skipped is None and which and not alone and len(which) < of:
        numbers = ", ".join(str(n + 1) for n in which)
        called = say("{product} (photo {numbers})", product=called, numbers=numbers)
    verdict = report.verdict.value if report.verdict else None
    kind = _kind(report)
    paragraphs = telling.told(report, called, say)
    earlier = _earlier(intent, report, state, named, alone) if verdict else None
    if earlier is not None and (earlier.verdict, earlier.kind) != (verdict, kind):
        paragraphs.insert(0, _withdrawn(earlier, report, say))
    texts = telling.pages(paragraphs, say)
    answers = [Answer(text, verdict=verdict, product=called) for text in texts]
    if verdict is None:
        return answers, state
    ids = dict.fromkeys((*intent.ids, *((f"album:{intent.album}",) if intent.album and alone else ()), *(earlier.ids if earlier else ())))
    new = Told(
        named or called, verdict, kind, now, bool(named), report.barcode or (earlier.barcode if earlier else None), tuple(ids)[:MOST_IDS]
    )
    kept = replace(state, told=tuple(t for t in state.told if t is not earlier))
    return answers, kept.with_told(new)


def _earlier(intent: Intent, report: Report, state: State, named: str | None, alone: bool) -> Told | None:
    """The product of an earlier answer that this photo shows again: by its barcode, by its front, as a reply to it, or from its album."""
    ids = {*intent.replies_to, *((f"album:{intent.album}",) if intent.album else ())} if alone else set()
    for told in reversed(state.told):
        if told.barcode and report.barcode:
            if told.barcode == report.barcode:
                return told
            continue  # two barcodes are two products, whatever else is alike
        # A front read a little differently is enough to take back towards danger, not away from it.
        milder = bool(told.verdict and report.verdict) and _GRAVITY[Verdict(str(report.verdict))] > _GRAVITY[Verdict(str(told.verdict))]
        same = bool(named) and told.named and _same_name(told.product, named or "", exactly=milder)
        if same or (ids & set(told.ids) and not (told.named and named)):
            return told
    return None


def _same_name(a: str, b: str, *, exactly: bool) -> bool:
    """Whether two fronts name one product. Figures must be the same: "4 %" is not "5 %"."""
    from rapidfuzz import fuzz

    a, b = " ".join(sorted(flat(a).split())), " ".join(sorted(flat(b).split()))
    if a == b:
        return True
    alike = not exactly and min(len(a), len(b)) >= 6 and fuzz.ratio(a, b) >= SAME_NAME
    return alike and re.findall(r"\d+", a) == re.findall(r"\d+", b)


def _withdrawn(earlier: Told, report: Report, say: Tongue) -> str:
    """That an earlier answer no longer holds, and for which product alone."""
    line = say(
        "This replaces what I said before about {product}. Before: {old}. Now: {new}.",
        product=earlier.product,
        old=say(telling.TITLES[_tone(earlier)]),
        new=say(telling.TITLES[verdict_tone(report)]),
    )
    if earlier.verdict and report.verdict and _GRAVITY[report.verdict] > _GRAVITY[Verdict(earlier.verdict)]:
        line += " " + say("If this is another product, my earlier answer still holds for the first one.")
    return line


def _tone(told: Told) -> Tone:
    """The tone of an earlier answer."""
    if told.verdict == Verdict.CAUTION:
        return kind_tone(CautionKind(told.kind) if told.kind else None)
    return Tone(told.verdict.lower()) if told.verdict else Tone.SKIPPED


# ------------------------------------------------------------------ names


def judge_name(asked: Asked, policy: Path | Policy | None = None) -> Report:
    """The report of one name, which is never GLIDE: what `glidecheck explain` knows of it, judged as a name without its label."""
    page = Page((Line(f"Ingredients: {asked.name}.", 1.0),), 0, 0, "text")
    return pipeline.judge(Readings((), (page,), from_text=True), product=asked.name, policy=policy, single_name=True)


def _names(intent: Intent, state: State, now: float, say: Tongue, policy: Path | Policy | None) -> Reply:
    paragraphs, worst = _judged_names(intent.names, say, policy)
    called = ", ".join(a.name for a in intent.names[:MOST_NAMES])
    texts = telling.pages([*paragraphs, say(CLOSING)], say)
    told = Told(called, worst.verdict.value if worst.verdict else None, _kind(worst), now, ids=intent.ids[:MOST_IDS])
    return Reply(tuple(Answer(text, verdict=told.verdict, product=called) for text in texts), state.with_told(told))


def _kind(report: Report) -> str | None:
    return report.caution_kind.value if report.caution_kind else None


def _judged_names(asked: Sequence[Asked], say: Tongue, policy: Path | Policy | None) -> tuple[list[str], Report]:
    """A paragraph for each name, the gravest first, their sources; and the gravest report."""
    reports = [(a, judge_name(a, policy)) for a in asked[:MOST_NAMES]]
    reports.sort(key=lambda pair: list(Tone).index(verdict_tone(pair[1])))
    paragraphs, ids = [], []
    for name, report in reports:
        words, cited = telling.single(report, name.name, say)
        near = [] if name.known or any(m.substances for m in report.ingredients) else _near(name.name)
        if near:
            words += "\n" + say("Did you mean: {names}?", names=", ".join(near))
        paragraphs.append(words)
        ids += cited[:2]
    if len(asked) > MOST_NAMES:
        paragraphs.append(say("I judged the first {n} names. Send a whole ingredient list to have it judged whole.", n=str(MOST_NAMES)))
    elif len(reports) == 1 and reports[0][1].verdict is Verdict.CAUTION:
        paragraphs.append(say("A name says nothing of a whole product: send a photo of its ingredient list."))
    listed = guidance.sources(ids, say)
    return [*paragraphs, *([listed] if listed else [])], reports[0][1]


def _near(name: str) -> list[str]:
    """Known names that are written almost so."""
    from rapidfuzz import fuzz, process

    from glidecheck.lexicon import load
    from glidecheck.text import key

    lexicon = load()
    hits = process.extract(key(name), list(lexicon.keys), scorer=fuzz.ratio, score_cutoff=NEAR, limit=3)
    return list(dict.fromkeys(hit.name for near, _, _ in hits for hit in lexicon.lookup(near)[:1]))


# ------------------------------------------------------------------ already used


def _used(intent: Intent, state: State, say: Tongue, policy: Path | Policy | None) -> Reply:
    paragraphs = guidance.used(say).split("\n\n")
    verdict: Verdict | None = None
    called: str | None = None
    if intent.names:
        judged, worst = _judged_names(intent.names, say, policy)
        verdict = worst.verdict
        called = ", ".join(a.name for a in intent.names[:MOST_NAMES])
        paragraphs += judged
    else:
        known = _meant(intent, state)
        if known is not None and known.verdict:
            verdict, called = Verdict(known.verdict), known.product
            said = say(telling.TITLES[_tone(known)])
            paragraphs.append(
                say("About {product} I said: {answer}. If you mean another product, send me its label.", product=called, answer=said)
            )
        else:
            paragraphs.append(say("Send me a photo of its label, or its name, and I say what is in it."))
        paragraphs.append(guidance.sources(guidance.USED_SOURCES, say))
    texts = telling.pages([*paragraphs, say(CLOSING)], say)
    return Reply(tuple(Answer(text, verdict=verdict.value if verdict else None, product=called) for text in texts), state)


def _meant(intent: Intent, state: State) -> Told | None:
    """The product that "it" means: that of the message replied to, else the last one."""
    ids = set(intent.replies_to)
    return next((t for t in reversed(state.told) if ids & set(t.ids)), state.told[-1] if state.told else None)
