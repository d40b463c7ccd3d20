"""Every value that passes from one stage to the next.

    photos -> page -> panel -> mentions -> matches -> findings -> report

Frozen, slotted dataclasses and enums; tuples, never lists. This room imports nothing of glidecheck and nothing heavy, so that
`import glidecheck` and `--help` stay fast. Lengths are pixels of the upright photo (after EXIF and after the page was turned), origin top
left, x to the right and y down, unless a docstring says otherwise. Confidences and scores run from 0 to 1.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from glidecheck.model.findings import Basis, CautionKind, Finding, Judgement, Reading, Report, Severity, Skipped, Verdict, Witness, Worded
from glidecheck.model.geometry import Box, Point
from glidecheck.model.label import (
    EXCLUDED,
    Amount,
    GlideRole,
    Layout,
    Match,
    Mention,
    Method,
    Notice,
    NoticeKind,
    Panel,
    Section,
    Stream,
    Strength,
    Substance,
    Token,
)
from glidecheck.model.message import Message, joined, several
from glidecheck.model.not_for_skin import not_for_skin, says_not_for_skin
from glidecheck.model.page import Engine, Evidence, Line, Page, Photo, Quality, Word
from glidecheck.model.readings import PhotoFacts, PhotoReading, Readings, Shot

if TYPE_CHECKING:
    from glidecheck.model.page import Pixels

__all__ = [
    "EXCLUDED",
    "Amount",
    "Basis",
    "Box",
    "CautionKind",
    "Engine",
    "Evidence",
    "Finding",
    "GlideRole",
    "Judgement",
    "Layout",
    "Line",
    "Match",
    "Mention",
    "Message",
    "Method",
    "Notice",
    "NoticeKind",
    "Page",
    "Panel",
    "Photo",
    "PhotoFacts",
    "PhotoReading",
    "Pixels",
    "Point",
    "Quality",
    "Reading",
    "Readings",
    "Report",
    "Section",
    "Severity",
    "Shot",
    "Skipped",
    "Stream",
    "Strength",
    "Substance",
    "Token",
    "Verdict",
    "Witness",
    "Word",
    "Worded",
    "joined",
    "not_for_skin",
    "says_not_for_skin",
    "several",
]
