"""What a message asks for, as one intent after another: what passes from hearing to answering."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from glidecheck.chat.flags import Flag
from glidecheck.chat.model import Incoming, Media
from glidecheck.chat.names import Asked
from glidecheck.chat.state import State
from glidecheck.chat.tongue import ENGLISH
from glidecheck.chat.topics import Follow, Topic


class What(StrEnum):
    """What a message asks for."""

    URGENT = "urgent"
    PERHAPS = "perhaps"
    PHOTOS = "photos"
    LIST = "list"
    NAMES = "names"
    USED = "used"
    QUESTION = "question"
    FOLLOW = "follow"
    LANGUAGE = "language"
    FORGET = "forget"
    UNDO = "undo"
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
    understood; LISTENING: told, and nothing asked yet. URGENT and PERHAPS: `flags`, and `country`, an ISO 3166 code, None where it is not
    known; of PERHAPS `understood` says that what else the message asks is answered behind it. `foreign` is the language it was written in
    where that is not spoken. UNDO: `text` names the correction, or is empty. LANGUAGE: `language` is the new one, `understood` whether it
    was one we speak. FORGET: `media` of photos that waited. `replies_to` are the ids of earlier messages that these are replies to.

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


def intent(
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
    """The intent `what` of `messages` (at least one) in the language of `state`."""
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
