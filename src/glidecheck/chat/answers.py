"""From an intent to the messages that answer it, and to the state that is kept. Names and pasted lists are judged here; photos before."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from glidecheck import pipeline
from glidecheck.chat import emergency, first_aid, following, guidance, names, questions, single, telling, undo
from glidecheck.chat.about import BOT
from glidecheck.chat.albums import Judged
from glidecheck.chat.guidance import Notice
from glidecheck.chat.heard import flat
from glidecheck.chat.intents import Intent, What
from glidecheck.chat.model import Answer
from glidecheck.chat.picture import annotated
from glidecheck.chat.product_name import name_of
from glidecheck.chat.state import MOST_IDS, State, Told
from glidecheck.chat.tongue import Tongue, tongue
from glidecheck.chat.topics import Topic
from glidecheck.model import Report, Verdict
from glidecheck.report.view import verdict_tone

if TYPE_CHECKING:
    from pathlib import Path

    from glidecheck.lexicon.policy import Policy

SAME_NAME = 90  # rapidfuzz ratio of two fronts' words from which they are one product's

_GRAVITY = {verdict: n for n, verdict in enumerate(Verdict)}


@dataclass(frozen=True, slots=True)
class Reply:
    """The messages to send, in order, and the state to keep."""

    answers: tuple[Answer, ...]
    state: State


@dataclass(frozen=True, slots=True)
class _Turn:
    """What an answer is made of: the intent, what is kept of the chat, when (seconds since 1970), in which language, by which policy."""

    intent: Intent
    state: State
    now: float
    say: Tongue
    policy: Path | Policy | None


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
    reply = _answer(_Turn(intent, state, now, tongue(intent.language), policy), judged, failure)
    first = emergency.urgent_in(intent.foreign) if intent.what in (What.URGENT, What.PERHAPS) else emergency.spoken_in(intent.foreign)
    return replace(reply, answers=(Answer(first), *reply.answers)) if first and reply.answers else reply


def _answer(turn: _Turn, judged: Sequence[Judged], failure: Notice | None) -> Reply:
    match turn.intent.what:
        case What.FORGET:
            return _plain((guidance.notice(Notice.FORGOTTEN, turn.say),), State())
        case What.UNDO:
            return _plain(*undo.answer(turn.intent, turn.state, turn.say))
        case What.QUESTION:
            return _question(turn)
        case What.USED:
            return _used(turn)
        case What.NAMES:
            return _names(turn)
        case What.LIST:
            return _list(turn)
        case What.PHOTOS if failure is not None:
            return _plain((guidance.notice(failure, turn.say),), turn.state)
        case What.PHOTOS:
            return _photos(turn, judged)
    return _plain(_said(turn), turn.state)


def _said(turn: _Turn) -> tuple[str, ...]:
    """The messages that judge nothing and change nothing of what is kept."""
    intent, say = turn.intent, turn.say
    match intent.what:
        case What.URGENT:
            return first_aid.answer(intent.flags, say, intent.country)
        case What.PERHAPS:
            return (first_aid.in_case(intent.flags, say, intent.country, alone=not intent.understood),)
        case What.FOLLOW if intent.follow is not None:
            return following.answer(intent.follow, intent, turn.state, say, turn.policy)
        case What.HELP:
            return (guidance.help_text(say),)
        case What.LANGUAGE:
            return (guidance.notice(Notice.LANGUAGE if intent.understood else Notice.NO_LANGUAGE, say),)
        case What.THANKS:
            return (following.welcome(turn.state, say),)
        case What.LISTENING:
            return (guidance.notice(Notice.LISTENING, say),)
        case What.OTHER:
            return (guidance.notice(Notice.OTHER_KIND, say),)
    return (guidance.lost(say),)


def notice(which: Notice, language: str) -> Answer:
    """A message that judges nothing, such as "too large", in `language`."""
    return Answer(guidance.notice(which, tongue(language)))


def _plain(texts: Sequence[str], state: State) -> Reply:
    return Reply(tuple(Answer(text) for text in texts), state)


# ------------------------------------------------------------------ photos and lists


def _photos(turn: _Turn, judged: Sequence[Judged]) -> Reply:
    intent, say = turn.intent, turn.say
    answers: list[Answer] = []
    if intent.used:
        numbing = names.is_numbing(intent.text) or any(
            "anaesthetic" in s.classes for j in judged for m in j.report.ingredients for s in m.substances
        )
        answers += [Answer(text) for text in telling.pages(guidance.used(say, numbing=numbing), say)]
        turn = replace(turn, state=turn.state.speaking(turn.now, intent.what, used=True))
    if len([j for j in judged if j.report.skipped is None]) > 1:
        several = say(
            "I took your photos for {n} products and judged each apart. If they show one product, the graver answer holds for it.",
            n=str(len(judged)),
        )
        answers.append(Answer(several))
    for one in judged:
        told, state = _about_product(turn, one.report, alone=len(judged) == 1, which=one.photos)
        turn = replace(turn, state=state)
        picture = annotated(one.opened, one.report, say)
        if told and picture is not None:
            told[0] = replace(told[0], picture=picture)
        answers += told
    return Reply(tuple(answers), turn.state)


def _list(turn: _Turn) -> Reply:
    if len(turn.intent.text) > pipeline.LIMITS.max_text:
        return _plain((guidance.notice(Notice.TOO_LONG, turn.say),), turn.state)
    told, state = _about_product(turn, pipeline.scan_text(turn.intent.text, policy=turn.policy))
    return Reply(tuple(told), state)


def _about_product(turn: _Turn, report: Report, *, alone: bool = True, which: Sequence[int] = ()) -> tuple[list[Answer], State]:
    """The messages about one report, with an earlier answer about the same product taken back where this one differs.

    `alone`: no other product is judged with it; `which` are its photos, as indices of those that were sent.
    """
    intent, state, now, say = turn.intent, turn.state, turn.now, turn.say
    named = (alone and questions.product_name(intent.text)) or name_of(report)
    called = named or telling.unnamed(report, say)
    if report.skipped is None and which and not alone and len(which) < len(intent.media):
        numbers = ", ".join(str(n + 1) for n in which)
        called = say("{product} (photo {numbers})", product=called, numbers=numbers)
    verdict = report.verdict.value if report.verdict else None
    kind = _kind(report)
    paragraphs = telling.paragraphs(report, called, say)
    earlier = _earlier(intent, report, state, named, alone) if verdict else None
    if earlier is not None and (earlier.verdict, earlier.kind) != (verdict, kind):
        paragraphs.insert(0, _withdrawn(earlier, report, say))
    texts = telling.pages(guidance.closed(paragraphs, say), say)
    answers = [Answer(text, verdict=verdict, product=called) for text in texts]
    if verdict is None:
        return answers, state
    gravest = telling.gravest(report)
    state = state.speaking(now, intent.what, names=gravest, first=paragraphs[0], sources=telling.cited(report), used=intent.used)
    ids = dict.fromkeys((*intent.ids, *((f"album:{intent.album}",) if intent.album and alone else ()), *(earlier.ids if earlier else ())))
    barcode = report.barcode or (earlier.barcode if earlier else None)
    taken, without = undo.outcomes(report, turn.policy)
    new = Told(named or called, verdict, kind, now, bool(named), barcode, tuple(ids)[:MOST_IDS], taken, without)
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
        old=say(telling.TITLES[following.tone(earlier)]),
        new=say(telling.TITLES[verdict_tone(report)]),
    )
    if earlier.verdict and report.verdict and _GRAVITY[report.verdict] > _GRAVITY[Verdict(earlier.verdict)]:
        line += " " + say("If this is another product, my earlier answer still holds for the first one.")
    return line


# ------------------------------------------------------------------ questions and names


def _question(turn: _Turn) -> Reply:
    """The answers to all that was asked: names first, then the questions, the gravest first."""
    intent, say = turn.intent, turn.say
    paragraphs: list[str] = []
    verdict, ids = None, [i for t in intent.topics for i in guidance.ANSWERS[t].sources]
    if intent.names:
        judged = single.judged(intent.names, say, turn.policy)
        paragraphs, verdict, ids = list(judged.paragraphs), judged.verdict, [*judged.sources, *ids]
    paragraphs += [guidance.written(t, say) for t in intent.topics]
    first = say(guidance.ANSWERS[intent.topics[0]].short)
    if not all(t in BOT for t in intent.topics):
        paragraphs = guidance.closed(paragraphs, say)
    asked = tuple(a.name for a in intent.names)
    spoken = turn.state.speaking(
        turn.now, intent.what, topics=tuple(t.value for t in intent.topics), names=asked, first=first, sources=tuple(ids)
    )
    return Reply(tuple(Answer(text, verdict=verdict) for text in telling.pages(paragraphs, say)), spoken)


def _names(turn: _Turn) -> Reply:
    intent, say = turn.intent, turn.say
    judged = single.judged(intent.names, say, turn.policy)
    texts = telling.pages(guidance.closed(judged.paragraphs, say), say)
    told = Told(judged.called, judged.verdict, judged.kind, turn.now, ids=intent.ids[:MOST_IDS])
    spoken = turn.state.with_told(told).speaking(
        turn.now, intent.what, names=tuple(a.name for a in intent.names), first=judged.paragraphs[0].split("\n")[0], sources=judged.sources
    )
    return Reply(tuple(Answer(text, verdict=told.verdict, product=judged.called) for text in texts), spoken)


def _kind(report: Report) -> str | None:
    return report.caution_kind.value if report.caution_kind else None


# ------------------------------------------------------------------ already used


def _used(turn: _Turn) -> Reply:
    """What to do now, then what is known of what was used, then what else was asked."""
    intent, say = turn.intent, turn.say
    numbing = any(names.is_numbing(a.name) for a in intent.names) or names.is_numbing(intent.text)
    paragraphs = guidance.used(say, numbing=numbing)
    verdict: str | None = None
    called: str | None = None
    ids: tuple[str, ...] = guidance.USED_SOURCES
    if intent.names:
        judged = single.judged(intent.names, say, turn.policy, lines=True)
        verdict, called, ids = judged.verdict, judged.called, (*judged.sources, *ids)
        paragraphs += judged.paragraphs
    else:
        known = following.meant(intent, turn.state)
        if known is not None and known.verdict:
            verdict, called = known.verdict, known.product
            paragraphs.append(following.about(known, say, ask=True))
        else:
            paragraphs.append(say("Send me a photo of its label, or its name, and I say what is in it."))
    paragraphs += [guidance.written(t, say) for t in intent.topics if t is not Topic.FEEDING]
    texts = telling.pages(guidance.closed(paragraphs, say), say)
    spoken = turn.state.speaking(
        turn.now, intent.what, used=True, names=tuple(a.name for a in intent.names), first=paragraphs[0], sources=ids
    )
    return Reply(tuple(Answer(text, verdict=verdict, product=called) for text in texts), spoken)
