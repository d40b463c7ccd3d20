"""Red flags: what is urgent in a message, found before anything else is asked of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from glidecheck.chat import signs
from glidecheck.chat.signs import INFECTION, Sign
from glidecheck.chat.state import State


class Danger(StrEnum):
    """What kind of help is due."""

    CRISIS = "crisis"
    BABY_ILL = "baby_ill"
    TOXIC = "toxic"
    ALLERGY = "allergy"
    EXPOSED = "exposed"
    EYES = "eyes"
    OVERDOSE = "overdose"
    PILLS = "pills"
    BABY_DOCTOR = "baby_doctor"
    BREAST = "breast"
    INFECTION = "infection"


class Who(StrEnum):
    """Whom it is about. ADULT is anybody but the writer and her baby: a client, a husband."""

    BABY = "baby"
    SELF = "self"
    ADULT = "adult"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Flag:
    """One danger: `sign` names what was understood ("limp", "licked"), `asked` says that it is only feared ("what if ...")."""

    danger: Danger
    who: Who
    sign: str
    asked: bool = False


def find(text: str, state: State | None = None) -> tuple[Flag, ...]:
    """The red flags of `text`, the gravest first; empty where there is none. `state` is what was said before in this chat."""
    del state
    return tuple(_of(sign) for sign in signs.urgent(text))


def _of(sign: Sign) -> Flag:
    if sign is Sign.BABY:
        return Flag(Danger.BABY_ILL, Who.BABY, sign.value)
    if sign in INFECTION:
        return Flag(Danger.INFECTION, Who.SELF, sign.value)
    return Flag(Danger.ALLERGY if sign is Sign.FACE else Danger.TOXIC, Who.SELF, sign.value)
