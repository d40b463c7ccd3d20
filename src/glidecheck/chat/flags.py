"""What a red flag is: a kind of danger, and whom it is about."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Danger(StrEnum):
    """What kind of help is due, the gravest first."""

    CRISIS = "crisis"
    BABY_ILL = "baby_ill"
    EMERGENCY = "emergency"
    TOXIC = "toxic"
    ALLERGY = "allergy"
    EXPOSED = "exposed"
    EYES = "eyes"
    OVERDOSE = "overdose"
    SWALLOWED = "swallowed"
    BLOOD = "blood"
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
    """One danger: `sign` names what was understood ("limp", "mouthed"), `asked` says that it is only feared ("what if ...")."""

    danger: Danger
    who: Who
    sign: str
    asked: bool = False
