"""The ingredient list, and what stands beside it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from glidecheck.model.geometry import Box
from glidecheck.model.page import Line, Page


class Section(StrEnum):
    """Where on the label a name stands."""

    LIST = "list"
    ACTIVE = "active"
    INACTIVE = "inactive"
    MAY_CONTAIN = "may_contain"
    CLAIM = "claim"


@dataclass(frozen=True, slots=True)
class Panel:
    """Lines that together are one ingredient list, or one part of one, in reading order.

    `heading` is the heading as printed (already cut from the first line's text), None where the panel was found by what it holds.
    `begun` and `ended` say that the list's first and last name are known to be in the picture; `gaps` say in words what was not read
    of it, each something a person can act on ("the list's end is outside the picture"). `filled` says that no line ends so short that a
    name may be hidden behind it.
    """

    section: Section
    lines: tuple[Line, ...]
    heading: str | None = None
    begun: bool = True
    ended: bool = True
    gaps: tuple[str, ...] = ()
    filled: bool = True

    def on(self, page: Page) -> list[Line]:
        """Its lines on that photo, those whose place is not known left out."""
        return [line for line in self.lines if line.photo == page.photo and line.box is not None]


@dataclass(frozen=True, slots=True)
class Layout:
    """One product's text, sorted: the panels in order, and every other line (fronts, claims, directions, warnings)."""

    panels: tuple[Panel, ...]
    rest: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Amount:
    """A strength: `value` in `unit` ("%", "mg/g", "mg/ml", "IU/g", "mg"...), and as printed."""

    value: Decimal
    unit: str
    printed: str

    @property
    def percent(self) -> Decimal | None:
        """The same in per cent by weight (mg/g and mg/ml divided by 10, g/100 g as it is); None for a unit that has no such reading."""
        match self.unit:
            case "%" | "g/100g" | "g/100ml":
                return self.value
            case "mg/g" | "mg/ml":
                return self.value / 10
            case _:
                return None


@dataclass(frozen=True, slots=True)
class Mention:
    """One name as the label prints it. `position` counts from 1 within the product; `readers` are the readings that saw it.

    `box` is where it stands on the photo; where a line's end breaks it, the rectangle around its `pieces`, one a line (none on one line).
    """

    printed: str
    section: Section
    position: int
    amount: Amount | None = None
    box: Box | None = None
    photo: int = 0
    confidence: float = 1.0
    readers: tuple[str, ...] = ()
    heading: str | None = None
    pieces: tuple[Box, ...] = ()


@dataclass(frozen=True, slots=True)
class Token:
    """A run of letters and digits of a panel: characters `start:end` of the stream's text, and its `text.key`, in which "?" stands for a
    glyph that could not be read. `stop` is the price of letting a name begin here (0: a comma stands in front), `cross` that of a name
    running on into it (0: a blank, 3: a comma). `title` marks words in front of a colon at the start of a line: a product's name, unless
    they are an ingredient's."""

    start: int
    end: int
    key: str
    stop: float
    cross: float
    section: Section
    heading: str | None = None
    title: bool = False


@dataclass(frozen=True, slots=True)
class Strength:
    """An amount and what it belongs to: the name that holds token `token` (the nearest token before or behind it)."""

    token: int
    amount: Amount


@dataclass(frozen=True, slots=True)
class Stream:
    """A panel's text as one run of tokens. `text` is the lines' text joined by line feeds; `starts` holds each line's offset in it.

    `brackets` are (first token inside, first token behind) of each balanced bracket, the outermost first. `prose` are the parts of the
    panel that are no names (sentences, directions, addresses): they are to be searched as claims are.
    """

    text: str
    lines: tuple[Line, ...]
    starts: tuple[int, ...]
    tokens: tuple[Token, ...]
    brackets: tuple[tuple[int, int], ...] = ()
    strengths: tuple[Strength, ...] = ()
    prose: tuple[Line, ...] = ()


class NoticeKind(StrEnum):
    """What a label's prose says that a rule asks for (lexicon/phrases.yaml)."""

    RX = "rx_marker"
    DRUG_FACTS = "drug_facts"
    NDC = "ndc"
    USE_STAGE = "use_stage"
    SITE = "site_instruction"
    BRAND_WARNED = "fda_brand_2024"
    VITAMIN_A_WARNING = "positive_warning"
    NEGATION = "negation"
    COMPARISON = "comparison"
    INCOMPATIBILITY = "incompatibility"
    PRP = "prp"
    STERILE = "sterile"
    NUMBING = "numbing"
    NOT_NURSING = "not_nursing"
    BROKEN_SKIN = "broken_skin"
    NOT_NEEDLING = "not_needling"
    NOT_STERILE = "not_sterile"
    OTHER_USE = "other_use"
    SPOKEN_OF = "spoken_of"
    NOT_UNDERSTOOD = "not_understood"
    UNREAD_SCRIPT = "unread_script"
    TAKEN_FOR_BRAND = "taken_for_brand"
    LISTS_DIFFER = "lists_differ"


EXCLUDED = frozenset({
    NoticeKind.NOT_NURSING, NoticeKind.BROKEN_SKIN, NoticeKind.NOT_NEEDLING, NoticeKind.NOT_STERILE, NoticeKind.OTHER_USE,
    NoticeKind.SPOKEN_OF,
})  # fmt: skip
"""What the maker excludes, and what is said of other products: rules of their own speak for it."""


@dataclass(frozen=True, slots=True)
class Notice:
    """A phrase found in the label's prose: its kind, its words as printed, and where they stand."""

    kind: NoticeKind
    printed: str
    box: Box | None = None
    photo: int = 0


class GlideRole(StrEnum):
    """What an ingredient does to a glide: `core` and `silent` may stand in a GLIDE, `companion` and `none` may not."""

    CORE = "core"
    SILENT = "silent"
    COMPANION = "companion"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Substance:
    """One entry of the lexicon. `name` is the INCI name (or INN where there is none), in capitals; `classes` are ids of
    lexicon/substances/*.yaml (retinoid, anaesthetic, glide, ...), empty for the long tail of inci.csv."""

    id: str
    name: str
    classes: tuple[str, ...] = ()
    role: GlideRole = GlideRole.NONE
    cas: tuple[str, ...] = ()


class Method(StrEnum):
    """How a name was matched, from the strongest to none."""

    EXACT = "exact"
    SYNONYM = "synonym"
    STEM = "stem"
    FUZZY = "fuzzy"
    POSTERIOR = "posterior"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Match:
    """A mention and what the lexicon makes of it.

    `substances` is empty when the name is unknown, and holds more than one only where one name stands for several (EMLA is lidocaine and
    prilocaine). `candidates` names what an ambiguous or damaged name may be (it is then unknown, and the worst of them counts for danger).
    `glyphs_only` says that print and name differ in look-alike glyphs alone (RET1NOL): such a match may stand in a GLIDE, another fuzzy
    one not.
    """

    mention: Mention
    substances: tuple[Substance, ...] = ()
    method: Method = Method.NONE
    score: float = 0.0
    runner_up: str | None = None
    candidates: tuple[Substance, ...] = ()
    glyphs_only: bool = False
    told: bool = False

    @property
    def listed(self) -> bool:
        """Whether it stands in a list, not in the text beside it."""
        return self.mention.section is not Section.CLAIM

    @property
    def certain(self) -> bool:
        """Whether the name is beyond doubt: exact, a sourced synonym, look-alike glyphs only. GLIDE and permission rest on such alone."""
        return bool(self.substances) and (self.method in (Method.EXACT, Method.SYNONYM) or self.glyphs_only)

    @property
    def read(self) -> bool:
        """Whether the print was read, be the name certain or not: a list of such names is complete."""
        return self.certain or self.told
