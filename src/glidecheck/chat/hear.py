"""What to do about the messages of one chat. Pure: messages and state in, intents and state out; nothing is fetched, judged or sent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from glidecheck.chat import asks, first_aid, names, questions, red_flags, undo, waiting
from glidecheck.chat.alarm import Alarm, alarm
from glidecheck.chat.detect import changes, language_of
from glidecheck.chat.intents import Intent, What, intent
from glidecheck.chat.model import Incoming, Kind
from glidecheck.chat.questions import Question
from glidecheck.chat.red_flags import Flag, Who
from glidecheck.chat.slotted import hear
from glidecheck.chat.state import State
from glidecheck.chat.tongue import ENGLISH, LANGUAGES, country, known

__all__ = ["Heard", "Intent", "What", "understand"]

_ABOUT = 9  # words of a message with "it" in it that is about the photo before
_ORDER = (What.URGENT, What.PERHAPS)
"""What is answered first."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What is to be answered, the urgent first; the state to keep; and when to call `understand` again without a message (seconds since
    1970), None where nothing waits."""

    intents: tuple[Intent, ...]
    state: State
    wake: float | None


def understand(incoming: Sequence[Incoming], state: State, now: float) -> Heard:
    """What to do about `incoming`, the new messages of one chat in the order in which they came, and about what waits in `state`.

    Photos wait until their album is whole: QUIET seconds without another one, at most LONGEST after the first. Everything else is settled
    at once; an urgent sign also in the caption of a photo that waits. A message whose id is pending already is not taken twice.
    """
    state = state.at(now)
    intents: list[Intent] = []
    pending = list(state.pending)
    taken = {m.id for m in pending}
    before = state.foreign
    for message in incoming:
        if message.id in taken:
            continue
        state = _language(message, state)
        heard = alarm(message, state, now)
        found = heard.flags
        state = red_flags.remember(message.text, found, state, now)
        if found:
            intents.append(_alarmed(What.URGENT, message, found, state))
        if message.media or message.withheld or (message.files and (message.album or not found)):
            if heard.perhaps:
                intents.append(_alarmed(What.PERHAPS, message, heard.perhaps, state))
            # A file that is no photo waits, too: it may belong to an album, which is then not all that was sent.
            pending.append(waiting.bounded(message, pending))
            taken.add(message.id)
        elif message.kind is Kind.TEXT:
            # An urgent answer stands alone: what else the message asks can be asked again.
            said = () if found else _text(message, state, bool(pending))
            if not heard.perhaps and _unheard(said) and (still := _still(state, now)):
                # A country that nobody knows, "ok", a word in passing: what was urgent is not over because it was not understood.
                intents.append(_alarmed(What.URGENT, message, still, state))
                said = ()
            if said is None and pending:
                pending.append(message)  # "is this ok?" behind a photo is its caption
                taken.add(message.id)
            if said and said[0].what is What.FORGET:
                # What waits is forgotten with the rest: its photos are deleted before that is said.
                said = (replace(said[0], media=tuple(one for m in pending for one in m.media)),)
                pending.clear()
            state = _spoken(_forgotten(state, said), found, said or (), now)
            doubt, said, state = _doubted(message, heard, said, state, now)
            intents += doubt
            intents += said or ()
        elif not found:
            intents.append(intent(What.OTHER, (message,), state))
    due, later, wake = waiting.albums(pending, now)
    for album in due:
        photos = waiting.photos(album, state)
        if not photos.media:
            intents += [intent(What.OTHER, album, state)] if photos.files else []
            continue
        intents.append(photos)
        if names.is_list(photos.text):
            intents.append(intent(What.LIST, album, state, text=photos.text))
    if before is not None and before == state.foreign:  # that it is not spoken is said once
        intents = [i if i.what in _ORDER else replace(i, foreign=None) for i in intents]
    # Sorting is stable: the urgent first, what may be so next, everything else as it came.
    intents.sort(key=lambda i: _ORDER.index(i.what) if i.what in _ORDER else len(_ORDER))
    return Heard(tuple(intents), replace(state, pending=tuple(later)), wake)


def _alarmed(what: What, message: Incoming, flags: Sequence[Flag], state: State) -> Intent:
    return replace(intent(what, (message,), state, flags=tuple(flags)), country=state.country or country(message.language))


def _doubted(
    message: Incoming, heard: Alarm, said: tuple[Intent, ...] | None, state: State, now: float
) -> tuple[tuple[Intent, ...], tuple[Intent, ...] | None, State]:
    """Where `message` may be urgent: what to do in case; what of `said` is answered behind that; and the state that knows of it."""
    flags = heard.perhaps or (heard.faint if _lost(said) else ())
    if not flags or asks.command(message.text):
        return (), said, state
    doubt = _alarmed(What.PERHAPS, message, flags, state)
    if said is None:  # the caption of a photo that waits
        return (doubt,), None, state
    kept = _beside(said)
    sure = red_flags.kept(state) and now - state.alarm_at < red_flags.HOUR  # a doubt does not take the place of what was urgent
    state = state if kept or sure else red_flags.remember(message.text, _unsure(flags), state, now)
    return (replace(doubt, understood=bool(kept)),), kept, state


def _beside(said: Sequence[Intent]) -> tuple[Intent, ...]:
    """What of `said` is answered behind "in case it is urgent": what was understood, and no word that nobody knows taken for a name."""
    none = (What.LOST, What.LISTENING, What.THANKS, What.HELP)
    return tuple(i for i in said if i.what not in none and (i.what is not What.NAMES or any(a.known for a in i.names)))


def _lost(said: Sequence[Intent] | None) -> bool:
    """Whether nothing was understood of a message, or a word that nobody knows was taken for a name."""
    return bool(said) and all(i.what is What.LOST or (i.what is What.NAMES and not any(a.known for a in i.names)) for i in said or ())


def _unheard(said: Sequence[Intent] | None) -> bool:
    """Whether a message asked nothing that was understood."""
    return _lost(said) or (bool(said) and all(i.what is What.LISTENING for i in said or ()))


def _still(state: State, now: float) -> tuple[Flag, ...]:
    """The red flags of the answer before, where that was about one and is not older than an hour."""
    return red_flags.kept(state) if state.talk.what == What.URGENT and now - state.alarm_at < red_flags.HOUR else ()


def _unsure(flags: Sequence[Flag]) -> tuple[Flag, ...]:
    """What may be urgent, kept as somebody's unknown: who it is is asked, and the answer makes it urgent."""
    return tuple(replace(flag, who=Who.UNKNOWN) for flag in flags)


def _language(message: Incoming, state: State) -> State:
    """The state with the language in which this message is to be answered: the one the person chose; that of its words, where they are
    sure and enough to change the one spoken before; else that one, the platform's, or a guess. A language that is not spoken is kept as
    `foreign`."""
    if state.chosen:
        return replace(state, foreign=None)
    text = "" if names.is_list(message.text) else message.text
    sure = language_of(text)
    before = state.language or known(message.language)
    here = questions.spoken(text)
    if sure and sure not in LANGUAGES and here:  # all its words are of a language that we speak
        sure = here
    guess = None if message.media else language_of(text, guess=True)  # a caption may be a product's name
    heard = sure if sure and (before is None or changes(text, sure)) else before or here or guess
    foreign = heard if heard and heard not in LANGUAGES else state.foreign if heard is None or not sure else None
    return replace(state, language=heard if heard in LANGUAGES else before, foreign=foreign)


def _forgotten(state: State, said: Sequence[Intent] | None) -> State:
    for one in said or ():
        if one.what is What.FORGET:
            return State()
        if one.what is What.LANGUAGE and one.understood:
            return replace(state, language=one.language, chosen=True)
    return state


def _spoken(state: State, flags: Sequence[Flag], said: Sequence[Intent], now: float) -> State:
    """The state that knows of an alarm and of a product on the skin, before either is answered: the next message may rest on it."""
    if flags:
        return state.speaking(now, What.URGENT, sources=first_aid.sources(flags))
    if any(i.what is What.USED for i in said):
        return state.speaking(now, What.USED, used=True)
    return state


def _text(message: Incoming, state: State, photos: bool) -> tuple[Intent, ...] | None:
    """The intents of a message without a photo and without a red flag; None for one that says nothing beside a photo."""
    text = message.text.strip()
    command = asks.command(text)
    if command == ("forget", None):
        return (intent(What.FORGET, (message,), state),)
    if command is not None and command[0] == "language":
        chosen = command[1]
        return (
            replace(
                intent(What.LANGUAGE, (message,), state, understood=chosen is not None),
                language=chosen or state.language or ENGLISH,
                foreign=None,
            ),
        )
    if command is not None and command[0] == "undo":
        asked_back = intent(What.UNDO, (message,), state, text=command[1] or "")
        if command[1] is None or undo.named(asked_back, state):
            return (asked_back,)
    elif command is not None:
        return (intent(What.HELP, (message,), state),)
    if names.is_list(text):
        used = (intent(What.USED, (message,), state),) if asks.used(text) else ()
        return (*used, intent(What.LIST, (message,), state, text=text))
    asked = questions.understood(text)
    if asked.small == "forget" and not (asked.topics or asked.names):
        return (intent(What.FORGET, (message,), state),)
    # Beside a photo that waits, what is no question of its own is the photo's caption; "can they use it under the needles" is about it.
    about_it = len(text.split()) <= _ABOUT and bool(hear(text).of("it")) and not asked.names
    if photos and not asked.used and (about_it or not (asked.topics or asked.names)):
        return None
    return (_asked(message, state, asked),)


def _asked(message: Incoming, state: State, asked: Question) -> Intent:
    """The one intent of a message that is neither a command nor a list."""
    if asked.used:
        return intent(What.USED, (message,), state, names=tuple(a for a in asked.names if a.known), topics=asked.topics, text=message.text)
    if asked.topics:
        return intent(What.QUESTION, (message,), state, topics=asked.topics, names=asked.names)
    if asked.names:
        return intent(What.NAMES, (message,), state, names=asked.names)
    if asked.follow is not None:
        return intent(What.FOLLOW, (message,), state, follow=asked.follow)
    small = {"thanks": What.THANKS, "hello": What.HELP, "help": What.HELP, "none": What.LISTENING}
    return intent(small.get(asked.small or "", What.LOST), (message,), state)
