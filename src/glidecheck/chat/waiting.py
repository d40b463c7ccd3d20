"""Photos that wait for the rest of their album, and what is looked at of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from glidecheck.chat import asks
from glidecheck.chat.intents import Intent, What, intent
from glidecheck.chat.model import Incoming, Kind
from glidecheck.chat.state import State

QUIET = 3.0  # seconds without a further photo after which those that came are taken for all
LONGEST = 15.0  # seconds after its first photo at which an album is closed, whatever still comes
MOST_PHOTOS = 10  # photos of one album that are looked at; the others are named
MOST_WAITING = 40  # photos of a chat that wait; beyond, they are only counted


def albums(pending: Sequence[Incoming], now: float) -> tuple[list[tuple[Incoming, ...]], list[Incoming], float | None]:
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


def photos(album: Sequence[Incoming], state: State) -> Intent:
    """The intent to judge the photos of `album`."""
    media = tuple(one for m in album for one in m.media)
    beyond = len(media[MOST_PHOTOS:]) + sum(m.withheld for m in album)
    caption = "\n".join(m.text.strip() for m in album if m.text.strip())
    # Several photos of one message are one album, too.
    joined = _album(album) is not None or any(len(m.media) > 1 for m in album)
    one = intent(What.PHOTOS, album, state, text=caption)
    return replace(
        one,
        media=media[:MOST_PHOTOS],
        joined=joined,
        album=_album(album),
        used=asks.used(caption),
        beyond=beyond,
        files=sum(m.files for m in album),
    )


def bounded(message: Incoming, pending: Sequence[Incoming]) -> Incoming:
    """The message, its photos only counted where very many wait already."""
    room = max(0, MOST_WAITING - sum(len(m.media) for m in pending))
    return replace(message, media=message.media[:room], withheld=message.withheld + len(message.media[room:]))
