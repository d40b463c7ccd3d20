"""The list that goes around a bottle: parts of it on several photos become one panel again.

Nothing is joined on a guess. The same print has the same rows on every photo, so two parts are laid over one another row by row, and
every row that both show must agree where they overlap: in letters, with at least three whole names in all. What one photo's edge cut off
must begin like what the other shows there. Where anything speaks against it, the parts stay apart, and the list incomplete.
"""

from __future__ import annotations

from collections.abc import Sequence
from difflib import Match
from itertools import pairwise
from typing import TYPE_CHECKING

from rapidfuzz.distance import LCSseq

from glidecheck.layout.completeness import CUT, NO_END, NO_START, UNREAD, UNREAD_ONE, separated, stopped, unread
from glidecheck.layout.likeness import names
from glidecheck.layout.strips import _SEPARATOR, LIMITS, Made, Row, Strip, alike, common
from glidecheck.model import Message, Panel, Section

if TYPE_CHECKING:
    from glidecheck.lexicon import Lexicon

_RIGHT, _LEFT, _UPPER, _LOWER = (Message(CUT, side=Message(side)) for side in ("right", "left", "upper", "lower"))


def _joint(a: Row, b: Row) -> Match | None:
    """Where two rows are one print, None where they are not."""
    found = common(a.letters, b.letters)
    if found.size < min(LIMITS.core, len(a.letters), len(b.letters)) or not found.size:
        return None
    heads = a.letters[: found.a][::-1], b.letters[: found.b][::-1]
    tails = a.letters[found.a + found.size :], b.letters[found.b + found.size :]
    if not (alike(*heads) and alike(*tails)):
        return None
    before, behind = min(map(len, heads)), min(map(len, tails))
    shown = (
        a.letters[found.a - before : found.a + found.size + behind],
        b.letters[found.b - before : found.b + found.size + behind],
    )
    return found if LCSseq.normalized_similarity(*shown) >= LIMITS.alike else None


def _seam(left: Row, right: Row, run: int, other: int, size: int) -> tuple[int, int] | None:
    """Where to go over from one row into the other, within the run that they share: behind a separator, else between words."""
    between = [n for n in range(size, -1, -1) if run + n > 0 and left.gap(run + n) and right.gap(other + n)]
    separated = [n for n in between if _SEPARATOR.search(left.gap(run + n))]
    for n in (*separated, *between):
        return run + n, other + n
    return None


def _titled(title: str, surplus: str) -> bool:
    """Whether what one photo shows before a row is the end of the heading that the other has in front of it."""
    return bool(title) and alike(title[::-1], surplus[::-1]) and len(surplus) <= len(title)


def _made(a: Row, b: Row, joint: Match) -> Made | None:
    """The whole row: what reaches further to the left from the one, what reaches further to the right from the other."""
    heads = joint.a - joint.b
    if heads and _titled((a if heads < 0 else b).title, (b if heads < 0 else a).letters[: abs(heads)]):
        heads = -heads
    tails = (len(a.letters) - joint.a) - (len(b.letters) - joint.b)
    begins, ends = ("a" if heads > 0 else "b" if heads else ""), ("a" if tails > 0 else "b" if tails else "")
    if "b" not in (begins, ends):
        return Made(a, begins, ends)
    if "a" not in (begins, ends):
        return Made(b, begins, ends)
    left, right, run, other = (a, b, joint.a, joint.b) if begins == "a" else (b, a, joint.b, joint.a)
    seam = _seam(left, right, run, other, joint.size)
    return Made(Row.of((*left.head(seam[0]), *right.tail(seam[1])), left.title), begins, ends) if seam else None


def _laid(a: Strip, b: Strip, offset: int, lexicon: Lexicon) -> tuple[Made, ...] | None:
    """All rows of both, with row n of `b` laid over row n + offset of `a`; None where they do not agree."""
    over = range(max(0, offset), min(len(a.rows), len(b.rows) + offset))
    made: list[Made] = []
    shared = fitting = 0
    for n in range(min(0, offset), max(len(a.rows), len(b.rows) + offset)):
        if n not in over:
            made.append(Made(a.rows[n], "a", "a") if 0 <= n < len(a.rows) else Made(b.rows[n - offset], "b", "b"))
            continue
        mine, theirs = a.rows[n], b.rows[n - offset]
        joint = _joint(mine, theirs)
        whole = _made(mine, theirs, joint) if joint else None
        if joint is None or whole is None:
            # A row that the picture's edge cuts lengthwise cannot be read; the other photo shows it whole.
            if n == len(a.rows) - 1 and offset + len(b.rows) > len(a.rows) and _LOWER in a.panel.gaps:
                whole = Made(theirs, "b", "b")
            elif n == offset and offset > 0 and _UPPER in b.panel.gaps:
                whole = Made(mine, "a", "a")
            else:
                return None
        else:
            fitting += 1
            shared += _names(mine, joint, lexicon)
        made.append(whole)
    return tuple(made) if fitting and shared >= LIMITS.names else None


def _names(row: Row, joint: Match, lexicon: Lexicon) -> int:
    """Whole names of the lexicon in the run that both photos show of a row."""
    text = "".join(row.letters[n] + row.gap(n + 1) for n in range(joint.a, joint.a + joint.size))
    return names(text, lexicon)


def _closed(strip: Strip, mark: str, made: Sequence[Made], first: int, other: Strip) -> set[str]:
    """The gaps of one part that the other photo closes: what its edges cut off stands there."""
    theirs = other.panel.gaps
    closed: set[str] = set()
    mine = list(zip(made[first : first + len(strip.rows)], strip.rows, strict=True))
    reach = max(_side(row, 1) for row in strip.rows), min(_side(row, 0) for row in strip.rows)

    def shown(side: str, end: str) -> bool:
        return end not in (mark, "") or (end == "" and side not in theirs)

    if all(shown(_RIGHT, m.ends) or _side(row, 1) < reach[0] - LIMITS.indent * row.height for m, row in mine):
        closed.add(_RIGHT)
    if all(shown(_LEFT, m.begins) or _side(row, 0) > reach[1] + LIMITS.indent * row.height for m, row in mine):
        closed.add(_LEFT)
    if first + len(strip.rows) < len(made) or (made[-1].ends != mark and _LOWER not in theirs):
        closed.add(_LOWER)
    if first > 0 or (made[0].begins != mark and _UPPER not in theirs):
        closed.add(_UPPER)
    return closed


def _side(row: Row, end: int) -> float:
    """Where a row begins (0) or ends (1) on the photo that shows that end of it, in pixels."""
    box = row.pieces[-end].box
    assert box is not None
    return box.right if end else box.left


def _filled(made: Sequence[Row]) -> bool:
    """Whether the next row's first word would not have fitted behind any row, counted in letters: two photos have no common scale."""
    texts = [" ".join((row.title, *(p.text.strip() for p in row.pieces))).strip() for row in made]
    if not any(map(separated, texts)):
        return True
    widest = max(map(len, texts))
    enough = (1 - LIMITS.spare) * widest
    return all(t.endswith(("-", "‐")) or len(t) + 1 + len(after.split()[0]) >= enough for t, after in pairwise(texts) if after)


def _owners(mark: str, a: Strip, b: Strip) -> tuple[Panel, ...]:
    """The panels whose row begins or ends furthest out: one, or both where both show the same."""
    return {"a": (a.panel,), "b": (b.panel,)}.get(mark, (a.panel, b.panel))


def _ended(panels: Sequence[Panel]) -> bool:
    """Whether those who show the list's last letters know it to end there; whose picture ends there cannot know."""
    return any(p.ended for p in panels) and all(p.ended or _LOWER in p.gaps for p in panels)


def _merged(a: Strip, b: Strip, made: Sequence[Made], offset: int) -> Strip | None:
    """Both parts as one. None where one of them begins, or ends with a full stop, in the middle of the other.

    An empty space below does not count: where the list's last row is short, the photo that shows the right of it shows nothing.
    """
    tops, ends = (max(0, -offset), max(0, offset)), (len(a.rows) + max(0, -offset), len(b.rows) + max(0, offset))
    for strip, top, end in zip((a, b), tops, ends, strict=True):
        if (strip.panel.begun and top > 0) or (stopped(strip.panel.lines) and end < len(made)):
            return None
    begun = any(p.begun for p in _owners(made[0].begins, a, b))  # the heading is seen once
    ended = _ended(_owners(made[-1].ends, a, b))
    still = [*_open(a, "a", made, tops[0], b), *_open(b, "b", made, tops[1], a)]
    lines = tuple(piece for m in made for piece in m.row.pieces)
    gaps = [
        *dict.fromkeys(still),
        *unread(lines),
        *([] if begun else [NO_START]),
        *([] if ended else [NO_END]),
    ]
    holes = a.holed or b.holed
    heading = a.panel.heading or b.panel.heading
    panel = Panel(a.panel.section, lines, heading, begun, ended, tuple(gaps), _filled([m.row for m in made]) and not holes)
    return Strip(panel, tuple(m.row for m in made), holes)


def _open(strip: Strip, mark: str, made: Sequence[Made], first: int, other: Strip) -> list[str]:
    """The gaps of one part that stay open; those that are judged anew on the whole are left out."""
    closed = _closed(strip, mark, made, first, other)
    anew = (NO_START, NO_END, UNREAD_ONE)
    return [g for g in strip.panel.gaps if g not in closed and g not in anew and getattr(g, "template", "") != UNREAD]


def _join(a: Strip, b: Strip, lexicon: Lexicon) -> Strip | None:
    """Two parts as one panel, None where they are not parts of one print."""
    if a.panel.section is not b.panel.section or a.panel.section is Section.ACTIVE or a.photos & b.photos:
        return None
    if not (_part(a.panel) or _part(b.panel)):
        return None  # two whole lists: that they are the same is judged by their names
    for offset in sorted(range(1 - len(b.rows), len(a.rows)), key=abs):
        made = _laid(a, b, offset, lexicon)
        if made is not None and (whole := _merged(a, b, made, offset)) is not None:
            return whole
    return None


def _part(panel: Panel) -> bool:
    """Whether a panel is only a part of a list, as far as its photo shows."""
    return not (panel.begun and panel.ended) or any(g in (_RIGHT, _LEFT, _UPPER, _LOWER) for g in panel.gaps)


def stitch(panels: Sequence[Panel], lexicon: Lexicon) -> tuple[Panel, ...]:
    """The panels, with those that are parts of one list on several photos joined; as they are where none are.

    A joined panel holds lines of several photos. Its gaps are those of its parts that no other photo fills.
    """
    if len({line.photo for p in panels for line in p.lines}) < 2:
        return tuple(panels)
    strips: list[Strip | Panel] = [Strip.of(p) if all(line.box is not None for line in p.lines) else p for p in panels]
    n = 0
    while n < len(strips):
        mine = strips[n]
        for m in range(n + 1, len(strips)):
            theirs = strips[m]
            if isinstance(mine, Strip) and isinstance(theirs, Strip) and (whole := _join(mine, theirs, lexicon)):
                strips[n] = whole
                del strips[m]
                n = -1
                break
        n += 1
    return tuple(s.panel if isinstance(s, Strip) else s for s in strips)
