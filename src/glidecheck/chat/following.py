"""What is answered to what is said about the answer before: why, are you sure, simpler, the other one, what number."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from glidecheck.chat import first_aid, guidance, red_flags, single, telling
from glidecheck.chat.names import Asked
from glidecheck.chat.red_flags import Flag
from glidecheck.chat.state import State, Told
from glidecheck.chat.tongue import Tongue, msg
from glidecheck.chat.topics import Follow, Topic
from glidecheck.model import CautionKind, Verdict
from glidecheck.report.view import Tone, kind_tone

if TYPE_CHECKING:
    from pathlib import Path

    from glidecheck.chat.intents import Intent
    from glidecheck.lexicon.policy import Policy


@dataclass(frozen=True, slots=True)
class _Before:
    """What is there to answer by: the intent, what was said before, the language and the clinic's policy."""

    intent: Intent
    state: State
    say: Tongue
    policy: Path | Policy | None


_SURE = msg(
    "It stays so for freshly needled skin. Doctors are right that some of this is low risk on intact skin; needled skin is open, and "
    "what then reaches milk was not measured. I am a program and can be wrong; your doctor knows you. Show them the ingredient list, "
    "say that the skin will be needled and that you breastfeed, and follow their word."
)
_WHICH = msg("Which one do you mean? Send me its name, or a photo of its ingredient list.")
_NUMBER = msg(
    "In an emergency call 112 or 911, or your country's own number. If a baby licked or swallowed something, call a poison line; for all "
    "else your doctor, midwife or provider. I cannot call for you."
)
_MEANT = msg("I spoke about {product}: {answer}.")
_ILL_NOW = msg("If you or your baby feel ill, do not wait for me: call a doctor, or 112, 911 or your country's number.")

_DOCTOR = frozenset({Topic.INFECTION.value, Topic.NORMAL.value, Topic.DIAGNOSIS.value, Topic.ANTIBIOTIC.value})
"""Questions after which "can I wait?" is about a doctor."""


def answer(follow: Follow, intent: Intent, state: State, say: Tongue, policy: Path | Policy | None) -> tuple[str, ...]:
    """The messages that answer `follow`, what is said about the answer before in this chat."""
    flags = alarm(state)
    if flags and follow not in (Follow.SOURCES, Follow.WHICH):
        return first_aid.answer(flags, say, state.country or intent.country)
    paragraphs = _ABOUT[follow](_Before(intent, state, say, policy))
    if follow in (Follow.WHY, Follow.SURE, Follow.BAD, Follow.OTHER):
        paragraphs = guidance.closed(paragraphs, say)
    return telling.pages(paragraphs, say)


def welcome(state: State, say: Tongue) -> str:
    """What is said to thanks: after a question its answer once more, in a sentence; after what was urgent, whom to call."""
    if alarm(state):
        return say(_NUMBER)
    words = guidance.notice(guidance.Notice.WELCOME, say)
    return f"{words} {say('In short: {answer}', answer=state.talk.first)}" if state.talk.topics and state.talk.what == "question" else words


def alarm(state: State) -> tuple[Flag, ...]:
    """The red flags of the last answer, where that was about one."""
    return red_flags.kept(state) if state.talk.what == "urgent" else ()


def meant(intent: Intent, state: State) -> Told | None:
    """The product that "it" means: that of the message replied to, else the last one."""
    return state.about(intent.replies_to) or (state.told[-1] if state.told else None)


def about(told: Told, say: Tongue, *, ask: bool = False) -> str:
    """What was said of a product; `ask` adds to send another one's label."""
    words = msg("About {product} I said: {answer}. If you mean another product, send me its label.") if ask else _MEANT
    return say(words, product=told.product, answer=say(telling.TITLES[tone(told)]))


def tone(told: Told) -> Tone:
    """The tone of an earlier answer."""
    if told.verdict == Verdict.CAUTION:
        return kind_tone(CautionKind(told.kind) if told.kind else None)
    return Tone(told.verdict.lower()) if told.verdict else Tone.SKIPPED


# ------------------------------------------------------------------ one by one


def _why(it: _Before) -> list[str]:
    """The reason in full: of a name its rule's, else why needled skin is another matter."""
    if it.state.talk.names:
        report = single.judge_name(Asked(it.state.talk.names[0], True), it.policy)
        reasons = telling.reasons(report, it.say)
        if reasons:
            return [reasons, guidance.why(it.say)]
    topic = next((t for t in it.state.talk.topics if t in _WITH_REASON), None)
    return [it.say(guidance.ANSWERS[Topic(topic)].why)] if topic else [guidance.why(it.say)]


_WITH_REASON = frozenset(
    t.value for t in (Topic.RETINOIDS, Topic.RETINOID_WHEN, Topic.PREGNANCY, Topic.BREAST, Topic.EXOSOME, Topic.DISINFECT)
)


def _judged(it: _Before) -> Told | None:
    """The product that is meant, where it has a verdict and no other topic was spoken of since."""
    known = meant(it.intent, it.state)
    return known if known is not None and known.verdict and (it.state.talk.names or not it.state.talk.topics) else None


def _sure(it: _Before) -> list[str]:
    if known := _judged(it):
        return [about(known, it.say), it.say(_SURE)]
    if it.state.talk.first:
        return [it.state.talk.first, it.say(_SURE)]
    return [guidance.written(Topic.ACCURACY, it.say)]


def _simple(it: _Before) -> list[str]:
    if it.state.talk.first:
        return [it.state.talk.first]
    known = meant(it.intent, it.state)
    return [about(known, it.say)] if known is not None and known.verdict else [guidance.help_text(it.say)]


def _other(it: _Before) -> list[str]:
    """What was said of the product before the last one, once there are two; else which one is meant."""
    judged = [t for t in it.state.told if t.verdict]
    return [about(judged[-2], it.say), it.say(_WHICH)] if len(judged) > 1 else [it.say(_WHICH)]


def _wait(it: _Before) -> list[str]:
    topic = Topic.INFECTION if _DOCTOR & set(it.state.talk.topics) or it.state.talk.used_at else Topic.POSTPONE
    return guidance.closed([guidance.written(topic, it.say)], it.say)


def _number(it: _Before) -> list[str]:
    return [it.say(_NUMBER)]


def _which(it: _Before) -> list[str]:
    if known := _judged(it):
        return [about(known, it.say)]
    return [it.state.talk.first] if it.state.talk.first else [it.say(_WHICH)]


def _bad(it: _Before) -> list[str]:
    """How grave it is, or what to do now: of what was used what to do, of a product what was said, else which one is meant."""
    if it.state.talk.used_at:
        return [*guidance.used(it.say, numbing=True)]
    if known := _judged(it):
        return [about(known, it.say), it.say(_ILL_NOW)]
    return [it.state.talk.first, it.say(_ILL_NOW)] if it.state.talk.first else [it.say(_WHICH), it.say(_ILL_NOW)]


def _sources(it: _Before) -> list[str]:
    return [guidance.sources(it.state.talk.sources or ("FOUNDING", "LM_LIDO", "PORE_H"), it.say)]


_ABOUT = {
    Follow.WHY: _why,
    Follow.SURE: _sure,
    Follow.SIMPLE: _simple,
    Follow.OTHER: _other,
    Follow.WAIT: _wait,
    Follow.NUMBER: _number,
    Follow.WHICH: _which,
    Follow.BAD: _bad,
    Follow.SOURCES: _sources,
}
