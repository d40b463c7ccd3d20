"""Page -> panels: which lines are the ingredient list, and which part of it; every other line is the label's prose.

A list is found by its heading, in the languages of labels, and runs on until another heading, an address, a sentence or an empty space; or,
where a photo shows no heading, by what it holds. Whether the list is whole (begun, ended, without gaps) is judged in `completeness`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from glidecheck.layout.blocks import blocks
from glidecheck.layout.completeness import Evidence, Typed, judge, wraps
from glidecheck.layout.fullness import begins
from glidecheck.layout.headings import Heading, HeadingKind
from glidecheck.layout.headings import find as headings
from glidecheck.layout.likeness import contact, legible, likeness, names, prose, sized, turns
from glidecheck.layout.list_ends import (
    LIMITS,
    SEPARATORS,
    Open,
    continues,
    ends_sentence,
    goes_on,
    headings_of,
    in_column,
    in_row,
    pitch,
    pointers,
    runs_over,
    tag_of,
    trim,
)
from glidecheck.layout.stitch import stitch
from glidecheck.model import Layout, Line, Page, Panel, Section
from glidecheck.model.rows import Placed, Row

if TYPE_CHECKING:
    from glidecheck.lexicon import Lexicon

__all__ = ["find", "stitch"]

_BETWEEN = "/|:：-–— "  # what may stand between a heading in one language and in the next


def _prose_here(line: Line, like: float, ahead: float, before: Line) -> str:
    """Why `line` can no longer be of the list that `before` belongs to: "prose", "unsure" (weak evidence: the list's end is then not
    shown), or "".

    `ahead` is the best likeness of the next few lines: badly read names do not end a list that goes on below them.
    """
    text, sentence = line.text, prose(line.text)
    stopped = ends_sentence(before) and (
        before.confidence > LIMITS.clear or sentence > 0
    )  # a full stop in a badly read line may be a comma
    if (
        contact(text)
        or (like < LIMITS.foreign and sized(text))
        or sentence >= LIMITS.sentence
        or (sentence >= LIMITS.phrase and like < LIMITS.unlike)
    ):
        return "prose"
    if stopped and (
        not legible(text)
        or sentence >= LIMITS.phrase
        or (like < LIMITS.unlike and (sentence or (ahead < LIMITS.like and line.confidence > LIMITS.clear)))
    ):
        return "prose"
    joins = before.text.rstrip().endswith((",", "-", "/", ";", "(", "&")) or any(c in text for c in SEPARATORS)
    worded = sum(c.isalpha() for c in text) >= LIMITS.worded
    if like < LIMITS.foreign and ahead < LIMITS.like and worded and not joins and line.confidence > LIMITS.clear:
        return "unsure"
    return ""


class _Sorter:
    """Walks one block's rows and gathers panels."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self.panels: list[Open] = []
        self.rest: list[Line] = []
        self.beside: list[tuple[int, Line]] = []  # parts of lines that are not of a list, with the id of the whole line
        self.open: Open | None = None
        self.used: set[int] = set()  # ids of lines that a panel or its heading took
        self.ahead = 0.0  # the best likeness of the lines that follow the present one

    def close(self, why: str, after: Placed | None = None) -> None:
        if self.open is not None:
            self.open.stopped, self.open.after = why, after
            self.open = None

    def start(self, section: Section, heading: Heading | None, left: float) -> None:
        current = self.open
        if current is not None and not current.lines and heading is not None:
            # "Состав / Ingredients:", "Active / Ingredient": one heading in two words keeps the more telling section.
            if section is not Section.LIST or current.section is Section.LIST:
                current.section, current.heading = section, heading
            return
        if current is not None:
            current.stopped = "heading"
        self.open = Open(section, heading, left=left)
        self.panels.append(self.open)

    def take(self, placed: Placed, line: Line) -> None:
        current = self.open
        if not line.text.strip(_BETWEEN if current is not None and not current.lines else None):
            return  # nothing, or what stands between two headings
        if current is None:
            self.leave(placed, line)
            return
        if current.purpose is not None and line.box is not None and in_column(placed, current.purpose, current.left):
            self.leave(placed, line)  # the column of purposes beside the active ingredients
            return
        like = likeness(line.text, self.lexicon)
        if current.section is Section.ACTIVE and current.lines and like < LIMITS.foreign and in_row(placed, current.placed[-1]):
            self.leave(placed, line)  # what the active ingredient is for, without a heading of its own
            return
        at = turns(current.lines[-1].text, line.text) if current.lines else -1
        if at >= 0 and self.ahead < LIMITS.like and likeness(line.text[at:], self.lexicon) < LIMITS.foreign:
            # Print in another script that names nothing is not of a Latin list; weak evidence, for it may be names badly read.
            if ends_sentence(current.lines[-1]) or likeness(line.text[:at], self.lexicon) < LIMITS.foreign:
                at = 0
            else:
                current.lines.append(line.part(0, at))
                current.placed.append(placed)
                self.used.add(id(placed.line))
            self.close("unsure", placed)
            self.leave(placed, line.part(at, len(line.text)))
            return
        if current.lines and not runs_over(current.lines[-1].text, line.text, self.lexicon):
            last = current.placed[-1]
            gap = placed.top - last.bottom
            if (line.box is not None and gap > 1.0 * last.height and (like < LIMITS.like or ends_sentence(current.lines[-1]))) or (
                line.box is not None
                and like < LIMITS.unlike
                and self.ahead < LIMITS.like
                and placed.middle - last.middle > LIMITS.paragraph * pitch(current.placed)
            ):
                self.close("space")
            elif why := _prose_here(line, like, self.ahead, current.lines[-1]):
                self.close(why, placed)
            if self.open is None:
                self.leave(placed, line)
                return
        current.lines.append(line)
        current.placed.append(placed)
        self.used.add(id(placed.line))

    def leave(self, placed: Placed, line: Line) -> None:
        """Keeps a line, or a part of one, that is not of a list."""
        self.rest.append(line)
        self.beside.append((id(placed.line), line))

    def line(self, placed: Placed, below: str) -> None:
        line, found = placed.line, headings_of(placed.line.text, self.lexicon, below)
        at = 0
        for h in found:
            sign = h.printed[0] in "+±["
            if h.section is Section.MAY_CONTAIN and (self.open is None if sign else not any(p.lines for p in self.panels)):
                continue  # "four (+/-) pumps", "may contain traces": only a list is followed by what it may contain
            within = h.kind is HeadingKind.STOP and h.start > 0 and self.open is not None and "purpose" not in h.printed.casefold()
            if within and not line.text[: h.start].rstrip().endswith("."):
                continue  # inside a list's line only a sentence of its own ends it: "..., Store" may be a cut name
            self.take(placed, line.part(at, h.start))
            at = h.end
            if h.kind is not HeadingKind.STOP:
                self.used.add(id(line))
            if h.kind is HeadingKind.STOP:
                if h.printed.casefold().startswith("purpose") and self.open is not None and self.open.section is Section.ACTIVE:
                    self.open.purpose = placed if placed.line.box is not None and h.start == 0 else None
                    if h.start > 0 or placed.line.box is None:
                        at = len(line.text)
                    continue
                self.close("heading")
                at = h.start
            elif h.kind is HeadingKind.PARTIAL:
                self.start(Section.LIST, h, placed.left)
            else:
                assert h.section is not None
                self.start(h.section, h, placed.left)
        self.take(placed, line.part(at, len(line.text)))

    def block(self, rows: Sequence[Row]) -> None:
        first = rows[0][0]
        if first.line.box is not None and not headings(first.line.text) and likeness(first.line.text, self.lexicon) >= LIMITS.like:
            self.open = next((p for p in reversed(self.panels) if p.lines and goes_on(p, first)), None)
            if self.open is not None:
                self.open.torn = True
        every = [placed for row in rows for placed in row]
        likes = [likeness(p.line.text, self.lexicon) for p in every]
        # What stands behind the next heading is of another list.
        opening = {n for n, p in enumerate(every) if any(h.start == 0 for h in headings(p.line.text))}
        for n, placed in enumerate(every):
            if n + 1 < len(every) and tag_of(placed.line, every[n + 1].line):
                self.leave(placed, placed.line)
                self.used.add(id(placed.line))
                continue
            further = next((m for m in range(n + 1, n + 1 + LIMITS.ahead) if m >= len(every) or m in opening), n + 1 + LIMITS.ahead)
            self.ahead = max(likes[n + 1 : further], default=0.0)
            self.line(placed, every[n + 1].line.text.lstrip() if n + 1 < len(every) else "")
        if self.open is not None and self.open.lines:
            self.close("")

    def headless(self, rows: Sequence[Row]) -> None:
        """Panels of a block that no heading opens: runs of lines that look like a list."""
        every = [p for row in rows for p in row]
        run: list[Placed] = []
        for placed, like in zip([*every, None], [*self._alike(every), False], strict=True):
            if placed and like:
                run.append(placed)
                continue
            while run and not any(c in SEPARATORS for c in run[0].line.text):
                self.rest.append(run.pop(0).line)  # a title above the list: names in it, but no list
            whole = ", ".join(p.line.text for p in run)
            enough = LIMITS.headless if run and run[0].line.box is not None else LIMITS.pasted
            if names(whole, self.lexicon) >= enough and sum(c in SEPARATORS for c in whole) >= enough - 1:
                opened = Open(Section.LIST, None, [p.line for p in run], run, left=run[0].left, stopped="prose" if placed else "")
                self.panels.append(opened)
            else:
                self.rest += [p.line for p in run]
            run = []
            if placed:
                self.rest.append(placed.line)

    def _alike(self, every: Sequence[Placed]) -> list[bool]:
        """Of each line whether it is like one of a list; a strange one with separators is between two that are."""
        texts = [p.line.text for p in every]
        told = [prose(t) < 2 and not contact(t) for t in texts]
        like = [ok and likeness(t, self.lexicon) >= LIMITS.like for ok, t in zip(told, texts, strict=True)]
        for n in range(1, len(every) - 1):
            if like[n - 1] and like[n + 1] and told[n] and not like[n] and any(c in SEPARATORS for c in texts[n]):
                like[n] = every[n].line.confidence > LIMITS.clear and every[n].top - every[n - 1].bottom < every[n].height
        return like


def _typed(panel: Open, order: Mapping[int, int], apart: Mapping[int, Line]) -> Typed:
    """The lines of a text that are in no panel, right before this one, within it and right behind it."""
    places = [order[id(p.line)] for p in panel.placed]
    first, last = min(places), max(places)
    behind = [apart[n] for n in range(last, len(order)) if n in apart]
    return Typed(
        apart.get(first - 1) if panel.heading is None else None,
        tuple(apart[n] for n in range(first + 1, last) if n in apart),
        behind[0] if behind and (last + 1 in apart or last in apart) else None,
    )


def find(pages: Sequence[Page], lexicon: Lexicon) -> Layout:
    """The panels of one product's pages (one page a photo, in order), and all other lines.

    A panel's lines keep their photo, box and evidence; the heading is cut off the line that held it.
    """
    panels: list[Panel] = []
    rest: list[Line] = []
    for page in pages:
        found = blocks(page.lines)
        sorter = _Sorter(lexicon)
        for rows in found:
            sorter.block(rows)
        gathered = [p for p in sorter.panels if p.lines]
        further = _Sorter(lexicon)
        for rows in found:
            further.headless([kept for row in rows if (kept := tuple(p for p in row if id(p.line) not in sorter.used))])
        if not gathered and not further.panels and (run := pointers([p for rows in found for row in rows for p in row], lexicon)):
            further.panels.append(Open(Section.LIST, None, [p.line for p in run], run, left=run[0].left))
            further.rest = [line for line in further.rest if not any(line is p.line for p in run)]
        order = {id(p.line): n for n, p in enumerate(p for rows in found for row in rows for p in row)}
        apart = [
            *((order[whole], line) for whole, line in sorter.beside if whole in sorter.used),
            *((order[id(n)], n) for n in further.rest),
        ]
        left = [line for _, line in sorted(apart, key=lambda pair: pair[0])]
        for piece in further.panels:
            if not continues(gathered, piece):
                gathered.append(piece)
        rest += left
        for p in gathered:
            if page.width and (behind := trim(p, lexicon)) is not None:
                left.append(behind)
                rest.append(behind)
            begun, ended, gaps = judge(
                Evidence(
                    page,
                    p.section,
                    p.heading,
                    tuple(p.lines),
                    tuple(p.placed),
                    p.stopped,
                    p.after,
                    tuple(left),
                    tuple(q.section for q in gathered),
                    p.torn,
                    None if page.width else _typed(p, order, dict(apart)),
                ),
                lexicon,
            )
            heading = p.heading.printed if p.heading else None
            panels.append(Panel(p.section, tuple(p.lines), heading, begun, ended, gaps, wraps(p.placed) and begins(p.placed)))
    return Layout(tuple(panels), tuple(rest))
