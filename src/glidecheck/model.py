"""Every value that passes from one stage to the next.

    photos -> page -> panel -> mentions -> matches -> findings -> report

Frozen, slotted dataclasses and enums; tuples, never lists. This module imports nothing of glidecheck and nothing heavy, so that
`import glidecheck` and `--help` stay fast. Lengths are pixels of the upright photo (after EXIF and after the page was turned), origin top
left,
x to the right and y down, unless a docstring says otherwise. Confidences and scores run from 0 to 1.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy as np
    import numpy.typing as npt

    Pixels: TypeAlias = npt.NDArray[np.uint8]
    """(height, width, 3), RGB."""

Point = tuple[float, float]


# ------------------------------------------------------------------ what is said


class Said(str):
    """An English sentence that still knows its `template` and the `values` in it, so that a face can say it in another language.

    It is the English text to everybody who does not ask. Values that are `Said` themselves are translated too, plain strings (names, print)
    stand as they are. `head` marks the part of the template before its first ": ". Templates are collected by scripts/catalogues.py.
    """

    __slots__ = ("head", "template", "values")
    template: str
    values: Mapping[str, str]
    head: bool

    def __new__(cls, template: str, /, **values: str) -> Said:
        return cls.worded(template.format_map(values), template, values)

    @classmethod
    def worded(cls, english: str, template: str, values: Mapping[str, str], *, head: bool = False) -> Said:
        """The same where the English text was shortened or tidied after its values were filled in."""
        self = super().__new__(cls, english)
        self.template, self.values, self.head = template, dict(values), head
        return self

    def __reduce__(self) -> tuple[object, ...]:
        return _said, (str(self), self.template, self.values, self.head)


def _said(english: str, template: str, values: Mapping[str, str], head: bool) -> Said:
    return Said.worded(english, template, values, head=head)


def joined(separator: str, parts: Sequence[str]) -> str:
    """`separator.join(parts)` that stays translatable part by part."""
    if not parts:
        return ""
    whole, *rest = parts
    for part in rest:
        whole = Said(f"{{first}}{separator}{{then}}", first=whole, then=part)
    return whole


# ------------------------------------------------------------------ what was photographed


@dataclass(frozen=True, slots=True)
class Quality:
    """How well a photo could be read, measured on its pixels.

    `sharpness` is the variance of the Laplacian of the grey picture scaled to 1 megapixel; `glare` the share (0 to 1) of burnt-out pixels.
    """

    sharpness: float
    glare: float


@dataclass(frozen=True, slots=True)
class Photo:
    """One decoded photo, upright by its EXIF. `source` is the name it was given by; `sha256` that of its bytes, as hex."""

    source: str
    sha256: str
    pixels: Pixels = field(repr=False, compare=False)
    quality: Quality


@dataclass(frozen=True, slots=True)
class PhotoFacts:
    """What is kept of a photo once it was read: everything but its pixels. `width` and `height` in pixels, upright by its EXIF."""

    source: str
    sha256: str
    quality: Quality
    width: int
    height: int


# ------------------------------------------------------------------ what was read


@dataclass(frozen=True, slots=True)
class Box:
    """A quadrilateral: four corners clockwise in reading direction, from the top left of the text."""

    points: tuple[Point, Point, Point, Point]

    @classmethod
    def of(cls, left: float, top: float, right: float, bottom: float) -> Box:
        """An upright rectangle."""
        return cls(((left, top), (right, top), (right, bottom), (left, bottom)))

    @classmethod
    def around(cls, *boxes: Box) -> Box:
        """The upright rectangle that holds all of `boxes` (at least one)."""
        return cls.of(min(b.left for b in boxes), min(b.top for b in boxes), max(b.right for b in boxes), max(b.bottom for b in boxes))

    @classmethod
    def between(cls, box: Box, start: float, end: float) -> Box:
        """The part of `box` from `start` to `end`, as shares (0 to 1) of its length in reading direction."""
        (ax, ay), (bx, by), (cx, cy), (dx, dy) = box.points

        def along(p: Point, q: Point, t: float) -> Point:
            return p[0] + (q[0] - p[0]) * t, p[1] + (q[1] - p[1]) * t

        a, b, c, d = (ax, ay), (bx, by), (cx, cy), (dx, dy)
        return cls((along(a, b, start), along(a, b, end), along(d, c, end), along(d, c, start)))

    @property
    def left(self) -> float:
        return min(x for x, _ in self.points)

    @property
    def right(self) -> float:
        return max(x for x, _ in self.points)

    @property
    def top(self) -> float:
        return min(y for _, y in self.points)

    @property
    def bottom(self) -> float:
        return max(y for _, y in self.points)

    @property
    def centre(self) -> Point:
        return sum(x for x, _ in self.points) / 4, sum(y for _, y in self.points) / 4

    @property
    def height(self) -> float:
        """Mean length of the two sides across the reading direction: the height of the line, whatever its slant."""
        (ax, ay), (bx, by), (cx, cy), (dx, dy) = self.points
        return float(((ax - dx) ** 2 + (ay - dy) ** 2) ** 0.5 + ((bx - cx) ** 2 + (by - cy) ** 2) ** 0.5) / 2

    @property
    def width(self) -> float:
        """Mean length of the two sides along the reading direction."""
        (ax, ay), (bx, by), (cx, cy), (dx, dy) = self.points
        return float(((ax - bx) ** 2 + (ay - by) ** 2) ** 0.5 + ((dx - cx) ** 2 + (dy - cy) ** 2) ** 0.5) / 2


class Evidence(Protocol):
    """What the recognition network saw in one line, kept so that a doubtful string can be asked again."""

    def log_likelihood(self, text: str, start: int, end: int) -> float:
        """Natural log of the probability, per character, that characters `start:end` of the line's own text really say `text`
        (CTC forward over that span). At most 0; -inf when a character of `text` is not in the network's dictionary."""
        ...

    def log_likelihoods(self, texts: Sequence[str], start: int, end: int) -> tuple[float, ...]:
        """The same of several texts at once, which costs little more than one."""
        ...


@dataclass(frozen=True, slots=True)
class Word:
    """One OCR word. `start` and `end` are its character offsets in its line's text."""

    text: str
    box: Box
    confidence: float
    start: int
    end: int

    def part(self, line: str, start: int, end: int, offset: int) -> Word:
        """Characters `start:end` of the text `line` that this word stands in, with offsets counted from `offset`."""
        size = max(1, self.end - self.start)
        whole = (start, end) == (self.start, self.end)
        box = self.box if whole else Box.between(self.box, (start - self.start) / size, (end - self.start) / size)
        return Word(line[start:end], box, self.confidence, start - offset, end - offset)


@dataclass(frozen=True, slots=True)
class Line:
    """One OCR line. `box` is None only for pasted text. `photo` is the index of its photo within the product."""

    text: str
    confidence: float
    box: Box | None = None
    words: tuple[Word, ...] = ()
    reader: str = "text"
    photo: int = 0
    evidence: Evidence | None = field(default=None, repr=False, compare=False)

    def part(self, start: int, end: int) -> Line:
        """Characters `start:end` of this line as a line of their own: its words, its share of the box, its evidence."""
        if start <= 0 and end >= len(self.text):
            return self
        words = tuple(w.part(self.text, max(w.start, start), min(w.end, end), start) for w in self.words if w.start < end and w.end > start)
        box = self.box
        if words:  # from the first word to the last: on a bent line the line's own box would miss them
            box = Box((words[0].box.points[0], words[-1].box.points[1], words[-1].box.points[2], words[0].box.points[3]))
        elif box is not None:
            box = Box.between(box, start / len(self.text), end / len(self.text))
        evidence = _Shifted(self.evidence, start) if self.evidence else None
        return replace(self, text=self.text[start:end], box=box, words=words, evidence=evidence)


@dataclass(frozen=True, slots=True)
class _Shifted:
    """The evidence of a part of a line."""

    whole: Evidence
    by: int

    def log_likelihood(self, text: str, start: int, end: int) -> float:
        return self.whole.log_likelihood(text, start + self.by, end + self.by)

    def log_likelihoods(self, texts: Sequence[str], start: int, end: int) -> tuple[float, ...]:
        return self.whole.log_likelihoods(texts, start + self.by, end + self.by)


@dataclass(frozen=True, slots=True)
class Page:
    """What one reader made of one photo: lines in reading order.

    `width` and `height` are those of the upright photo, `turned` the clockwise turn (0, 90, 180, 270) that made it upright after EXIF,
    `mirrored` whether it had to be mirrored. `unread` are places where text was found and nothing could be made of it, `overlooked` those
    outside the list whose print was not understood, asked of what may be a glide.
    """

    lines: tuple[Line, ...]
    width: int
    height: int
    reader: str
    photo: int = 0
    turned: int = 0
    mirrored: bool = False
    unread: tuple[Box, ...] = ()
    overlooked: tuple[Box, ...] = ()


@dataclass(frozen=True, slots=True)
class Readings:
    """Everything that was read of one product's photos. A report is judged from it alone, now or after the lexicon has changed.

    `pages` are the first reader's, one a photo; `second` those of another network, in the same coordinates, None where there is none.
    `witnessed` says that a second reading was tried (it may have failed). `networks` are the two recognition networks, `engines` the
    readers' versions, `lost` what is missing beside (a photo of the product that could not be opened), `shaded` what darkens the paper of
    a list: that speaks against a glide alone. A pasted text is one page, `from_text`.
    """

    photos: tuple[PhotoFacts, ...]
    pages: tuple[Page, ...]
    second: tuple[Page, ...] | None = None
    witnessed: bool = False
    networks: tuple[str, str] = ("", "")
    engines: tuple[str, ...] = ()
    barcode: str | None = None
    lost: tuple[str, ...] = ()
    from_text: bool = False
    shaded: tuple[str, ...] = ()


class Engine(Protocol):
    """A reader of pictures. Two readings count as two only when their `network` differs."""

    @property
    def name(self) -> str:
        """As given to --engine: rapidocr, paddle-tiny, tesseract, recorded."""
        ...

    @property
    def version(self) -> str:
        """Library and model, for the report: it is part of a reading's identity."""
        ...

    @property
    def network(self) -> str:
        """The recognition network, such as PP-OCRv6-small."""
        ...

    def read(self, pixels: Pixels) -> Page:
        """Lines and words of `pixels` as it stands (no turning). Raises EngineFailed when the engine breaks on this picture."""
        ...


# ------------------------------------------------------------------ the ingredient list


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
    glyph that
    could not be read. `stop` is the price of letting a name begin here (0: a comma stands in front), `cross` that of a name running on
    into it
    (0: a blank, 3: a comma). `title` marks words in front of a colon at the start of a line: a product's name, unless they are an
    ingredient's."""

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
    panel that are
    no names (sentences, directions, addresses): they are to be searched as claims are.
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


@dataclass(frozen=True, slots=True)
class Notice:
    """A phrase found in the label's prose: its kind, its words as printed, and where they stand."""

    kind: NoticeKind
    printed: str
    box: Box | None = None
    photo: int = 0


# ------------------------------------------------------------------ what it is


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
    def certain(self) -> bool:
        """Whether the name is beyond doubt: exact, a sourced synonym, look-alike glyphs only. GLIDE and permission rest on such alone."""
        return bool(self.substances) and (self.method in (Method.EXACT, Method.SYNONYM) or self.glyphs_only)

    @property
    def read(self) -> bool:
        """Whether the print was read, be the name certain or not: a list of such names is complete."""
        return self.certain or self.told


# ------------------------------------------------------------------ what follows from it


class Severity(StrEnum):
    """Of one finding."""

    AVOID = "avoid"
    CAUTION = "caution"
    REVIEW = "review"
    INFO = "info"


class Basis(StrEnum):
    """Whether a finding stands on the founding article or on what was added to it."""

    FOUNDING = "founding"
    EXTENSION = "extension"


class Verdict(StrEnum):
    """Worst first."""

    AVOID = "AVOID"
    CAUTION = "CAUTION"
    REVIEW = "REVIEW"
    GLIDE = "GLIDE"


class CautionKind(StrEnum):
    """Which kind of CAUTION, gravest first."""

    ANAESTHETIC = "anaesthetic"
    ACTIVE = "active"
    COMPANION = "companion"


class Reading(StrEnum):
    """How well the label was read."""

    COMPLETE = "complete"
    PARTIAL = "partial"
    UNREADABLE = "unreadable"
    NO_LIST = "no_list"


@dataclass(frozen=True, slots=True)
class Finding:
    """A rule that fired. `ingredient` is an index into the report's matches, from 0, or None where the label's prose did it."""

    rule: str
    cls: str
    severity: Severity
    basis: Basis
    summary: str
    advice: str
    advice_clinic: str
    sources: tuple[str, ...]
    ingredient: int | None = None
    box: Box | None = None
    photo: int | None = None


@dataclass(frozen=True, slots=True)
class Witness:
    """What the second reading says, for the rule that GLIDE needs two: `network` of the reader, and the names (substance ids) it found,
    None where it crashed or read nothing."""

    reader: str
    network: str
    named: frozenset[str] | None
    all_certain: bool = False


@dataclass(frozen=True, slots=True)
class Skipped:
    """Why a product could not be judged, and what to do next. It is a value, and never counts as clean."""

    reason: str
    next: str


@dataclass(frozen=True, slots=True)
class Judgement:
    """What `classify` makes of one product: the only place where a verdict is made."""

    verdict: Verdict
    caution_kind: CautionKind | None
    reading: Reading
    headline: str
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """One product, judged or skipped: the same for every face. `verdict` is None exactly when `skipped` is given.

    `pages` are the readings the report rests on (for annotation and crops; not part of the JSON form). `from_text` marks pasted text.
    """

    source: tuple[str, ...]
    product: str
    verdict: Verdict | None
    caution_kind: CautionKind | None
    reading: Reading
    headline: str
    ingredients: tuple[Match, ...] = ()
    findings: tuple[Finding, ...] = ()
    retake: tuple[str, ...] = ()
    notices: tuple[Notice, ...] = ()
    barcode: str | None = None
    skipped: Skipped | None = None
    lexicon: str = ""
    policy: str | None = None
    engines: tuple[str, ...] = ()
    elapsed_s: float = 0.0
    from_text: bool = False
    pages: tuple[Page, ...] = field(default=(), repr=False, compare=False)
