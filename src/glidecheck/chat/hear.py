"""What to do about the messages of one chat. Pure: messages and state in, intents and state out; nothing is fetched, judged or sent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from glidecheck.chat import asks, names, questions, red_flags
from glidecheck.chat.detect import changes, language_of
from glidecheck.chat.model import Incoming, Kind, Media
from glidecheck.chat.names import Asked
from glidecheck.chat.questions import Question
from glidecheck.chat.red_flags import Danger, Flag, Who
from glidecheck.chat.state import State
from glidecheck.chat.tongue import ENGLISH, LANGUAGES, country, known
from glidecheck.chat.topics import Follow, Topic

QUIET = 3.0  # seconds without a further photo after which those that came are taken for all
LONGEST = 15.0  # seconds after its first photo at which an album is closed, whatever still comes
MOST_PHOTOS = 10  # photos of one album that are looked at; the others are named
MOST_WAITING = 40  # photos of a chat that wait; beyond, they are only counted


class What(StrEnum):
    """What a message asks for."""

    URGENT = "urgent"
    PHOTOS = "photos"
    LIST = "list"
    NAMES = "names"
    USED = "used"
    QUESTION = "question"
    FOLLOW = "follow"
    LANGUAGE = "language"
    FORGET = "forget"
    HELP = "help"
    THANKS = "thanks"
    LISTENING = "listening"
    LOST = "lost"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Intent:
    """One thing to answer, in `language`. `ids` are the platform's ids of the messages that it settles, `chat` and `channel` theirs,
    `reply` the latest reply handle among them.

    PHOTOS: `media` in the order in which they came; `joined` says that they were sent as one album; `text` is the caption, `used` whether
    it says that the product is on the skin already. LIST: `text`. NAMES and USED: `names` (for USED also without one). QUESTION: `topics`,
    the gravest first, and `names` (USED may have `topics`, too). FOLLOW: `follow`, what is said about the answer before. LOST: not
    understood; LISTENING: told, and nothing asked yet.
    URGENT: `flags`, and `country`, an ISO 3166 code, None where it is not known. `foreign` is the language it was written in where that
    is not spoken. LANGUAGE: `language` is the new one, `understood` whether
    it was one we speak. FORGET: `media` of photos that waited. `replies_to` are the ids of earlier messages that these are replies to.

    What came and is not looked at, so that it can be named: `beyond` photos above a limit, `files` that are no photos, `refused` photos
    that could not be fetched.
    """

    what: What
    language: str
    channel: str
    chat: str = field(repr=False)
    ids: tuple[str, ...] = ()
    reply: str | None = field(default=None, repr=False)
    text: str = field(default="", repr=False)
    media: tuple[Media, ...] = ()
    album: str | None = None
    joined: bool = False
    names: tuple[Asked, ...] = ()
    topics: tuple[Topic, ...] = ()
    follow: Follow | None = None
    flags: tuple[Flag, ...] = ()
    country: str | None = None
    foreign: str | None = None
    used: bool = False
    understood: bool = True
    replies_to: tuple[str, ...] = ()
    beyond: int = 0
    files: int = 0
    refused: int = 0


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
    waiting = {m.id for m in pending}
    before = state.foreign
    for message in incoming:
        if message.id in waiting:
            continue
        state = _language(message, state)
        found = _flags(message, state, now)
        state = red_flags.remember(message.text, found, state, now)
        if found:
            intents.append(
                replace(_intent(What.URGENT, (message,), state, flags=found), country=state.country or country(message.language))
            )
        if message.media or message.withheld or (message.files and (message.album or not found)):
            # A file that is no photo waits, too: it may belong to an album, which is then not all that was sent.
            pending.append(_bounded(message, pending))
            waiting.add(message.id)
        elif message.kind is Kind.TEXT:
            # An urgent answer stands alone: what else the message asks can be asked again.
            said = () if found else _text(message, state, bool(pending))
            if said is None and pending:
                pending.append(message)  # "is this ok?" behind a photo is its caption
                waiting.add(message.id)
            if said and said[0].what is What.FORGET:
                # What waits is forgotten with the rest: its photos are deleted before that is said.
                said = (replace(said[0], media=tuple(one for m in pending for one in m.media)),)
                pending.clear()
            intents += said or ()
            state = _spoken(_forgotten(state, said), found, said or (), now)
        elif not found:
            intents.append(_intent(What.OTHER, (message,), state))
    due, later, wake = _albums(pending, now)
    for album in due:
        photos = _photos(album, state)
        if not photos.media:
            intents += [_intent(What.OTHER, album, state)] if photos.files else []
            continue
        intents.append(photos)
        if names.is_list(photos.text):
            intents.append(_intent(What.LIST, album, state, text=photos.text))
    if before is not None and before == state.foreign:  # that it is not spoken is said once
        intents = [i if i.what is What.URGENT else replace(i, foreign=None) for i in intents]
    # Sorting is stable: the urgent first, everything else as it came.
    intents.sort(key=lambda i: i.what is not What.URGENT)
    return Heard(tuple(intents), replace(state, pending=tuple(later)), wake)


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
    for intent in said or ():
        if intent.what is What.FORGET:
            return State()
        if intent.what is What.LANGUAGE and intent.understood:
            return replace(state, language=intent.language, chosen=True)
    return state


def _spoken(state: State, flags: Sequence[Flag], said: Sequence[Intent], now: float) -> State:
    """The state that knows of an alarm and of a product on the skin, before either is answered: the next message may rest on it."""
    if flags:
        return state.speaking(now, What.URGENT)
    if any(i.what is What.USED for i in said):
        return state.speaking(now, What.USED, used=True)
    return state


def _text(message: Incoming, state: State, photos: bool) -> tuple[Intent, ...] | None:
    """The intents of a message without a photo and without a red flag; None for one that says nothing beside a photo."""
    text = message.text.strip()
    command = asks.command(text)
    if command == ("forget", None):
        return (_intent(What.FORGET, (message,), state),)
    if command is not None and command[0] == "language":
        chosen = command[1]
        return (
            replace(
                _intent(What.LANGUAGE, (message,), state, understood=chosen is not None),
                language=chosen or state.language or ENGLISH,
                foreign=None,
            ),
        )
    if command is not None:
        return (_intent(What.HELP, (message,), state),)
    if names.is_list(text):
        used = (_intent(What.USED, (message,), state),) if asks.used(text) else ()
        return (*used, _intent(What.LIST, (message,), state, text=text))
    asked = questions.understood(text)
    if asked.small == "forget" and not (asked.topics or asked.names):
        return (_intent(What.FORGET, (message,), state),)
    # Beside a photo that waits, what is no question of its own is the photo's caption.
    if photos and not (asked.used or asked.topics or asked.names):
        return None
    return (_asked(message, state, asked),)


def _asked(message: Incoming, state: State, asked: Question) -> Intent:
    """The one intent of a message that is neither a command nor a list."""
    if asked.used:
        return _intent(What.USED, (message,), state, names=tuple(a for a in asked.names if a.known), topics=asked.topics, text=message.text)
    if asked.topics:
        return _intent(What.QUESTION, (message,), state, topics=asked.topics, names=asked.names)
    if asked.names:
        return _intent(What.NAMES, (message,), state, names=asked.names)
    if asked.follow is not None:
        return _intent(What.FOLLOW, (message,), state, follow=asked.follow)
    small = {"thanks": What.THANKS, "hello": What.HELP, "help": What.HELP, "none": What.LISTENING}
    return _intent(small.get(asked.small or "", What.LOST), (message,), state)


_ALARMS = {
    "u_exposed": (Danger.EXPOSED, Who.BABY),
    "u_ill": (Danger.BABY_ILL, Who.BABY),
    "u_overdose": (Danger.TOXIC, Who.SELF),
    "u_infection": (Danger.INFECTION, Who.SELF),
    "u_allergy": (Danger.ALLERGY, Who.SELF),
    "u_crisis": (Danger.CRISIS, Who.SELF),
    "u_oral": (Danger.PILLS, Who.SELF),
}
"""What the classifier is trained to see of urgent messages: a second net under the red flags."""


def _flags(message: Incoming, state: State, now: float) -> tuple[Flag, ...]:
    """What is urgent in a message: its red flags; else a feeling soon after something was put on; else what the classifier is nearly sure
    of."""
    found = red_flags.find(message.text, state, now)
    if found or not message.text.strip() or names.is_list(message.text):
        return found
    if state.talk.used_at and asks.unwell(message.text, again=state.talk.what == What.URGENT):
        return (Flag(Danger.TOXIC, Who.SELF, "unwell"),)
    alarm = _ALARMS.get(questions.understood(message.text).urgent or "")
    return (Flag(*alarm, "classifier"),) if alarm else ()


def _albums(pending: Sequence[Incoming], now: float) -> tuple[list[tuple[Incoming, ...]], list[Incoming], float | None]:
    """Albums that are whole, messages that still wait, and until when. A gap of QUIET between two photos without an album parts them."""
    groups: list[list[Incoming]] = []
    for message in pending:
        same = message.album and next((g for g in groups if any(m.album == message.album for m in g)), None)
        last = groups[-1] if groups else None
        if same:
            same.append(message)
        elif last and (message.kind is Kind.TEXT or (_album(last) is None and message.album is None and message.at - last[-1].at < QUIET)):
            last.append(message)
        else:
            groups.append([message])
    due, later = [], []
    wakes = []
    for group in groups:
        ends = min(group[-1].at + QUIET, group[0].at + LONGEST)
        # A clock of the platform that is ahead of ours must not hold an album for ever. One that is full waits all the same: what still
        # comes is a part of it.
        if now >= ends or ends - now > LONGEST:
            due.append(tuple(group))
        else:
            later += group
            wakes.append(ends)
    return due, later, min(wakes, default=None)


def _album(group: Sequence[Incoming]) -> str | None:
    return next((m.album for m in group if m.album), None)


def _photos(album: Sequence[Incoming], state: State) -> Intent:
    media = tuple(one for m in album for one in m.media)
    beyond = len(media[MOST_PHOTOS:]) + sum(m.withheld for m in album)
    caption = "\n".join(m.text.strip() for m in album if m.text.strip())
    # Several photos of one message are one album, too.
    joined = _album(album) is not None or any(len(m.media) > 1 for m in album)
    intent = _intent(What.PHOTOS, album, state, text=caption)
    return replace(
        intent,
        media=media[:MOST_PHOTOS],
        joined=joined,
        album=_album(album),
        used=asks.used(caption),
        beyond=beyond,
        files=sum(m.files for m in album),
    )


def _bounded(message: Incoming, pending: Sequence[Incoming]) -> Incoming:
    """The message, its photos only counted where very many wait already."""
    room = max(0, MOST_WAITING - sum(len(m.media) for m in pending))
    return replace(message, media=message.media[:room], withheld=message.withheld + len(message.media[room:]))


def _intent(
    what: What,
    messages: Sequence[Incoming],
    state: State,
    *,
    text: str = "",
    names: tuple[Asked, ...] = (),
    topics: tuple[Topic, ...] = (),
    follow: Follow | None = None,
    flags: tuple[Flag, ...] = (),
    understood: bool = True,
) -> Intent:
    return Intent(
        what=what,
        language=state.language or ENGLISH,
        foreign=state.foreign,
        channel=messages[0].channel,
        chat=messages[0].chat,
        ids=tuple(m.id for m in messages),
        reply=next((m.reply for m in reversed(messages) if m.reply), None),
        text=text,
        names=names,
        topics=topics,
        follow=follow,
        flags=flags,
        understood=understood,
        replies_to=tuple(m.replies_to for m in messages if m.replies_to),
    )
