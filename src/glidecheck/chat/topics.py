"""What can be asked: the questions that have a written answer, and how grave each is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType


class Topic(StrEnum):
    """A question that has a written answer, the gravest first: of several questions those that come first here are answered."""

    PREGNANCY = "pregnancy"
    BREAST = "breast"
    ANTIBIOTIC = "antibiotic"
    INFECTION = "infection"
    NORMAL = "normal"
    DIAGNOSIS = "diagnosis"
    NUMBING_USE = "numbing_use"
    NUMBING = "numbing"
    RETINOID_WHEN = "retinoid_when"
    RETINOID_INTACT = "retinoid_intact"
    RETINOIDS = "retinoids"
    FEEDING = "feeding"
    CONTACT = "contact"
    PAINKILLER = "painkiller"
    HOME = "home"
    EXOSOME = "exosome"
    PRP = "prp"
    DISINFECT = "disinfect"
    GLIDE = "glide"
    HYALURON = "hyaluron"
    CLAIMS = "claims"
    SUPPLY = "supply"
    PAIN = "pain"
    AFTERCARE = "aftercare"
    SCAR = "scar"
    DEPTH = "depth"
    BOTOX = "botox"
    FILLER = "filler"
    LASER = "laser"
    STERILE = "sterile"
    SAFE = "safe"
    POSTPONE = "postpone"
    ALTERNATIVES = "alternatives"
    CLINIC_GLIDE = "clinic_glide"
    CLINIC_STERILE = "clinic_sterile"
    CLINIC_AUDIT = "clinic_audit"
    CLINIC_FORM = "clinic_form"
    CLINIC_POLICY = "clinic_policy"
    KEEP = "keep"
    ACCURACY = "accuracy"
    WHO = "who"
    LANGUAGES = "languages"
    OFFTOPIC = "offtopic"
    INJECTION = "injection"
    RUDE = "rude"


@dataclass(frozen=True, slots=True)
class Written:
    """One written answer. `short` is the answer in a sentence, `why` the rest of it, `sources` ids of sources."""

    short: str
    why: str
    sources: tuple[str, ...] = ()


_LABELS: Mapping[str, Topic] = MappingProxyType(
    {
        "feed": Topic.FEEDING,
        "ha": Topic.HYALURON,
        "ret_when": Topic.RETINOID_WHEN,
        "ret_intact": Topic.RETINOID_INTACT,
        "antibiotics": Topic.ANTIBIOTIC,
        "signs": Topic.INFECTION,
        "c_glide": Topic.CLINIC_GLIDE,
        "c_sterile": Topic.CLINIC_STERILE,
        "c_audit": Topic.CLINIC_AUDIT,
        "c_form": Topic.CLINIC_FORM,
        "c_clean": Topic.DISINFECT,
        "c_policy": Topic.CLINIC_POLICY,
    }
)

MINOR = frozenset({Topic.KEEP, Topic.ACCURACY, Topic.WHO, Topic.LANGUAGES, Topic.OFFTOPIC, Topic.INJECTION, Topic.RUDE, Topic.SAFE})
"""Questions that are dropped where the same message asks a graver one."""


class Follow(StrEnum):
    """What is said about the answer before."""

    WHY = "f_why"
    SURE = "f_sure"
    SIMPLE = "f_simple"
    OTHER = "f_other"
    WAIT = "f_wait"
    NUMBER = "f_number"
    WHICH = "f_which"
    BAD = "f_bad"
    SOURCES = "sources"


_TOPICS = frozenset(t.value for t in Topic)
FOLLOWS = frozenset(f.value for f in Follow)


def of_label(label: str) -> Topic | None:
    """The topic that a label of the classifier stands for; None for a label that is no question with a written answer."""
    if label in _LABELS:
        return _LABELS[label]
    return Topic(label) if label in _TOPICS else None


def ranked(topics: list[Topic]) -> tuple[Topic, ...]:
    """Each of `topics` once, the gravest first; small talk only where there is nothing else."""
    order = list(Topic)
    once = sorted(dict.fromkeys(topics), key=order.index)
    grave = [t for t in once if t not in MINOR]
    return tuple(grave or once)
