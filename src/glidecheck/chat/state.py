"""What is kept of one chat between its messages: no photo, no number, nothing of the person.

Of a product its name, barcode and verdict are kept, and the message ids by which a reply is known, for a day; of photos that still wait for
their album, the platform's handles; of what was spoken about, the topics and names of the last answer for an hour.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from glidecheck import serialise
from glidecheck.chat.model import Incoming

KEPT = 24 * 3600.0  # seconds for which a product that was answered about is remembered
MOST = 8  # products remembered at once
MOST_IDS = 24  # message ids remembered with a product

TALK = 3600.0  # seconds for which what was spoken about last is remembered

FORM = "glidecheck.talk/1"
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Taken:
    """Print that was taken for a name by likeness, and told so; `undone` once the person has said that it is not that name."""

    printed: str
    name: str
    undone: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """A verdict and the kind of a CAUTION."""

    verdict: str
    kind: str | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """A product that was judged in this chat. `named` says that its name stood on the label; `at` is seconds since 1970. `ids` are the ids
    of the messages that showed it, and the album's. `taken` are the corrections that may be undone, by the
    numbers they were told with, and `without` the verdict without each set of them: of the set with numbers a, b (from 0) at 2^a + 2^b."""

    product: str
    verdict: str | None
    kind: str | None
    at: float
    named: bool = False
    barcode: str | None = None
    ids: tuple[str, ...] = ()
    taken: tuple[Taken, ...] = ()
    without: tuple[Outcome, ...] = ()


@dataclass(frozen=True, slots=True)
class Talk:
    """What the last answer was about, for an hour: its `topics` and `names`, `first` sentence and `sources` (ids). `used_at` is when the
    person said that something is on her skin, 0 for never; `what` is the kind of the last intent. Times in seconds since 1970."""

    at: float = 0.0
    what: str = ""
    topics: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    first: str = field(default="", repr=False)
    sources: tuple[str, ...] = ()
    used_at: float = 0.0


@dataclass(frozen=True, slots=True)
class State:
    """One chat. `chosen` says that the person set the language; `pending` are photos that wait for the rest of their album, with what was
    written meanwhile; `told` are the products answered about, the latest last. `alarm` are the red flags answered about last, and `context`
    what kinds of product were named, for an hour (`red_flags.remember`). `country` (ISO 3166) is told when help is asked for; `foreign` is
    a language that was heard and is not spoken."""

    language: str | None = None
    chosen: bool = False
    pending: tuple[Incoming, ...] = field(default=(), repr=False)
    told: tuple[Told, ...] = ()
    talk: Talk = Talk()
    alarm: tuple[str, ...] = ()
    alarm_at: float = 0.0
    context: tuple[str, ...] = ()
    context_at: float = 0.0
    country: str | None = None
    foreign: str | None = None

    def about(self, ids: Iterable[str]) -> Told | None:
        """The last product that one of the messages `ids` spoke of."""
        wanted = set(ids)
        return next((t for t in reversed(self.told) if wanted & set(t.ids)), None)

    def at(self, now: float) -> State:
        """The same without the products of more than a day ago, and the talk and the alarms of more than an hour ago."""
        told = tuple(t for t in self.told if now - t.at < KEPT)
        talk = self.talk if now - self.talk.at < TALK else Talk()
        kept = self if now - self.alarm_at < TALK else replace(self, alarm=(), alarm_at=0.0, country=None)
        kept = kept if now - kept.context_at < TALK else replace(kept, context=(), context_at=0.0)
        return replace(kept, told=told, talk=talk if now - talk.used_at < TALK else replace(talk, used_at=0.0))

    def speaking(self, now: float, what: str, *, used: bool = False, **about: Any) -> State:
        """The same after an answer: `about` are the fields of Talk that it changes; all others are empty again, but `used_at` stays."""
        return replace(self, talk=Talk(now, what, used_at=now if used else self.talk.used_at, **about))

    def with_told(self, told: Told) -> State:
        """The same with one more product, the oldest dropped where there are too many."""
        return replace(self, told=(*self.told, told)[-MOST:])

    def to_json(self) -> dict[str, Any]:
        """As plain JSON. Where an answer goes stands in it only while a photo waits for its album."""
        return serialise.dump(self, FORM)

    @classmethod
    def from_json(cls, data: Mapping[str, Any] | None) -> State:
        """What `to_json` wrote; a fresh chat for None. Of what another version wrote, all that can be understood: above all the photos that
        wait for their album, each of which was acknowledged."""
        if not data:
            return cls()
        return cls(
            language=data.get("language"),
            chosen=bool(data.get("chosen")),
            pending=tuple(_understood(Incoming, data.get("pending"))),
            told=tuple(_understood(Told, data.get("told"))),
            talk=next(_understood(Talk, [data.get("talk")]), Talk()),
            alarm=tuple(_understood(str, data.get("alarm"))),
            alarm_at=float(data.get("alarm_at") or 0.0),
            context=tuple(_understood(str, data.get("context"))),
            context_at=float(data.get("context_at") or 0.0),
            country=data.get("country"),
            foreign=data.get("foreign"),
        )


def _understood(kind: type[_T], values: object) -> Iterator[_T]:
    for value in values if isinstance(values, list) else ():
        with suppress(ValueError):
            yield serialise.load(kind, value)
