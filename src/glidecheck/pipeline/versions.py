"""One list a language: several lists of one label that say the same thing, each read for itself.

Lists support one another: where one was read whole, the same list in another language, which the picture cuts, hides nothing. A name in
one that another lacks is told; and where everything else is a glide, all of them must be read and name the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from glidecheck.layout.completeness import NO_END
from glidecheck.lexicon.declarations import opening
from glidecheck.match import merge
from glidecheck.match.merge import numbered
from glidecheck.model import Box, Layout, Match, Message, Panel, Section
from glidecheck.pipeline.limits import Languages
from glidecheck.text import key, script_of

LIMITS = Languages()
DIFFERS = "the lists of this label differ: {names} stands in one and not in the other; ask the provider what the product holds"
_WHOLE = (Section.LIST, Section.ACTIVE)


@dataclass(frozen=True, slots=True)
class _List:
    """A panel with the matches that stand in it."""

    panel: Panel
    matches: tuple[Match, ...]

    @property
    def ids(self) -> frozenset[str]:
        return frozenset(s.id for m in self.matches for s in m.substances)

    @property
    def read(self) -> bool:
        """Whether it is in the picture whole, with every name read."""
        return bool(self.matches) and self.panel.begun and self.panel.ended and not self.panel.gaps and all(m.read for m in self.matches)

    @property
    def feared(self) -> bool:
        """Whether what was not read of it may be a retinoid or an anaesthetic."""
        return any(merge.dangerous(replace(m, substances=m.candidates)) for m in self.matches if not m.read)

    @property
    def known(self) -> bool:
        return bool(self.matches) and all(m.certain for m in self.matches)


def _lists(layout: Layout, listed: Sequence[Match]) -> list[_List]:
    """The whole lists of a label. A match belongs to the panel that holds its place; of pasted text, to that with its heading."""
    mine: list[list[Match]] = [[] for _ in layout.panels]
    for m in listed:
        n = _place(layout.panels, m)
        if n is not None and m.mention.section is not Section.MAY_CONTAIN:
            mine[n].append(m)
    return [_List(p, tuple(found)) for p, found in zip(layout.panels, mine, strict=True) if p.section in _WHOLE and found]


def _place(panels: Sequence[Panel], match: Match) -> int | None:
    """Which panel holds a match: on a photo that with the line nearest to its first letters, of pasted text that with its heading."""
    mention = match.mention
    if mention.box is None:
        first = key(mention.printed.split()[0])
        same = (n for n, p in enumerate(panels) if mention.heading == p.heading and any(first in key(line.text) for line in p.lines))
        return next(same, None)
    x, y = (mention.pieces or (mention.box,))[0].centre
    lines = ((n, line.box) for n, p in enumerate(panels) for line in p.lines if line.photo == mention.photo and line.box is not None)
    near = min(((abs(_level(box, x) - y), box.height, n) for n, box in lines if box.left - 1 <= x <= box.right + 1), default=None)
    return near[2] if near is not None and near[0] <= near[1] else None


def _level(box: Box, x: float) -> float:
    """Where the middle of a line, which may be slanted, passes at `x`."""
    (ax, ay), (bx, by), (cx, cy), (dx, dy) = box.points
    left, right = ((ax + dx) / 2, (ay + dy) / 2), ((bx + cx) / 2, (by + cy) / 2)
    along = (x - left[0]) / (right[0] - left[0]) if right[0] > left[0] else 0.0
    return left[1] + along * (right[1] - left[1])


def _pairs(layout: Layout, listed: Sequence[Match]) -> Iterator[tuple[_List, _List]]:
    """Lists of one photo, two by two, under headings that differ: one product's, in two languages."""
    for a, b in combinations(_lists(layout, listed), 2):
        photos = {line.photo for line in a.panel.lines} & {line.photo for line in b.panel.lines}
        if photos and key(a.panel.heading or "") != key(b.panel.heading or ""):
            yield a, b


def supported(layout: Layout, matches: Sequence[Match]) -> tuple[Layout, tuple[Match, ...]]:
    """The layout without the gaps of a list that is, as far as it was read, one that was read whole in another language, and the matches
    without the pieces of names that its cut left. What is named beside the lists in that list's script is taken for a part of it."""
    listed = [m for m in matches if m.listed]
    closed: list[_List] = []
    for a, b in _pairs(layout, listed):
        for whole, part in ((a, b), (b, a)):
            ids = part.ids | _beside(whole, part, matches)
            enough = min(LIMITS.shared, len(whole.ids))
            if whole.read and not part.read and ids <= whole.ids and len(ids) >= enough and not part.feared:
                closed.append(part)
    if not closed:
        return layout, tuple(matches)
    done = [part.panel for part in closed]
    panels = tuple(
        Panel(p.section, p.lines, p.heading, True, True, (), p.filled) if any(p is c for c in done) else p for p in layout.panels
    )
    scraps = [m for part in closed for m in part.matches if not m.read]
    return Layout(panels, layout.rest), numbered(m for m in matches if not any(m is s for s in scraps))


def _beside(whole: _List, part: _List, matches: Sequence[Match]) -> frozenset[str]:
    """What is named in no list, on the photo of `part` and in its script; nothing where both lists are in one script."""
    script = _script(part.panel)
    if script == _script(whole.panel):
        return frozenset()
    photos = {line.photo for line in part.panel.lines}
    claims = (m for m in matches if not m.listed and m.mention.photo in photos)
    return frozenset(s.id for m in claims if script_of(m.mention.printed) == script for s in m.substances)


def _script(panel: Panel) -> str:
    return script_of(" ".join(line.text for line in panel.lines))


def cut_short(layout: Layout, listed: Sequence[Match]) -> tuple[str, ...]:
    """A gap where a declaration gives the strength of every name but its last, which is no water: something covers the rest of the line."""
    for one in _lists(layout, listed):
        if one.panel.heading is None or not opening().search(one.panel.heading):
            continue
        dissolved = [m for m in one.matches if any(s.id == "water" for s in m.substances)]
        *before, last = [m.mention.amount is not None for m in one.matches if m not in dissolved] or [True]
        if not last and len(before) > 1 and all(before) and one.matches[-1] not in dissolved:
            return (NO_END,)
    return ()


def differing(layout: Layout, listed: Sequence[Match]) -> tuple[str, ...]:
    """The names that one language's list has and another lacks, each read whole; as the lexicon calls them."""
    names: dict[str, None] = {}
    for a, b in _pairs(layout, listed):
        if not (a.read and b.read and a.known and b.known):
            continue
        apart, alike = a.ids ^ b.ids, len(a.ids & b.ids)
        if apart and alike >= LIMITS.alike * max(len(a.ids), len(b.ids)):
            names.update((s.name, None) for one in (a, b) for m in one.matches for s in m.substances if s.id in apart)
    return tuple(names)


def apart(layout: Layout, listed: Sequence[Match]) -> tuple[str, ...]:
    """A gap where two lists of a label do not name the same, whatever they share. Asked only of what may be a glide."""
    names: dict[str, None] = {}
    for a, b in combinations(_lists(layout, listed), 2):
        names.update((s.name, None) for one in (a, b) for m in one.matches for s in m.substances if s.id in a.ids ^ b.ids)
    return (Message(DIFFERS, names=", ".join(list(names)[: LIMITS.told])),) if names else ()
