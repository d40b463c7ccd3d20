"""Several readings of one photo, several photos of one product -> one list of matches.

Names are fused, not strings: two readers that spell a name differently and mean the same substance agree. Where they disagree, a certain
name
outdoes a doubtful one; of two certain ones a dangerous one is kept beside the other, so that the worse counts.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import replace
from difflib import SequenceMatcher

from glidecheck.model import Box, Match, Witness
from glidecheck.text import key

WHOLE = 0.6  # letters of a print that a name must have to stand for it
SAME_PLACE = 0.5  # share of the smaller box that two mentions must share to be one


def _shared(a: Box, b: Box) -> float:
    """The part of the smaller of two boxes that lies in the other, as a share of its area (upright rectangles)."""
    width = min(a.right, b.right) - max(a.left, b.left)
    height = min(a.bottom, b.bottom) - max(a.top, b.top)
    if width <= 0 or height <= 0:
        return 0.0
    areas = ((a.right - a.left) * (a.bottom - a.top), (b.right - b.left) * (b.bottom - b.top))
    return width * height / max(1.0, min(areas))


def _ids(match: Match) -> frozenset[str]:
    return frozenset(s.id for s in match.substances)


def dangerous(match: Match) -> bool:
    """Whether a match is of a retinoid or an anaesthetic."""
    return any(c in ("retinoid", "anaesthetic") for s in match.substances for c in s.classes)


def _readers(*matches: Match) -> tuple[str, ...]:
    return tuple(dict.fromkeys(r for m in matches for r in m.mention.readers))


def _agreeing(kept: Match, other: Match) -> Match:
    """`kept`, with the other's readers; by the stronger method of the two."""
    strong = kept if (kept.certain, kept.score) >= (other.certain, other.score) else other
    place = kept.mention if kept.mention.box is not None else other.mention
    return replace(
        strong,
        mention=replace(
            strong.mention,
            readers=_readers(kept, other),
            section=kept.mention.section,
            photo=place.photo,
            box=place.box,
            pieces=place.pieces,
        ),
        told=kept.told or other.told or bool(kept.substances),  # two networks, each by itself, come to the same name
    )


def _insert(matches: list[Match], extra: Match) -> None:
    """`extra` behind the match that stands before it on the label: the nearest one whose box is left of it in its row, or above it."""
    box = extra.mention.box
    at = len(matches)
    if box is not None:
        height = box.height
        for n, m in enumerate(matches):
            other = m.mention.box
            if other is None or m.mention.photo != extra.mention.photo:
                continue
            below = other.centre[1] - box.centre[1]
            if below > 0.6 * height or (abs(below) <= 0.6 * height and other.left > box.left):
                at = n
                break
    matches.insert(at, extra)


def numbered(matches: Iterable[Match]) -> tuple[Match, ...]:
    """The matches with positions that count from 1."""
    return tuple(replace(m, mention=replace(m.mention, position=n)) for n, m in enumerate(matches, 1))


def matches(first: Sequence[Match], second: Sequence[Match]) -> tuple[Match, ...]:
    """The matches of two readings of the same photos as one list, renumbered.

    Both lists run in reading order, so they are laid beside one another by what they name; only what is left over is compared by its
    place. A name that
    both saw keeps both readers. A name that only one saw is kept: the second reader's only when it is certain, or when it stands where
    the first
    reader was in doubt.
    """
    out = list(first)
    free, spare = _aligned(out, second)
    for m in spare:
        doubtful = [n for n in sorted(free) if _near(out[n], m) and not out[n].certain and (dangerous(m) or as_long(m, out[n]))]
        if doubtful and (m.certain or m.score > max(out[n].score for n in doubtful)):
            n = doubtful[0]
            out[n] = replace(m, mention=replace(m.mention, readers=_readers(m), section=out[n].mention.section))
            free.discard(n)
        elif m.certain and (dangerous(m) or not any(_near(o, m) and o.certain for o in out)):
            _insert(out, m)
            free = {n + (n >= out.index(m)) for n in free}
    return numbered(out)


def unheard(fused: Iterable[Match], second: Iterable[Match]) -> tuple[str, ...]:
    """The names of a list that the second reading is certain of and that `matches` left out, for others at their place, as printed."""
    kept = frozenset(i for m in fused for i in _ids(m))
    return tuple(m.mention.printed for m in second if m.certain and m.substances and m.listed and not _ids(m) <= kept)


def dangers(joined: Sequence[Match], apart: Iterable[Match]) -> tuple[Match, ...]:
    """The matches of a list stitched from several photos, and every dangerous name that its parts showed and the whole lost."""
    kept = frozenset(i for m in joined if dangerous(m) for i in _ids(m))
    lost: dict[frozenset[str], Match] = {}
    for m in apart:
        if dangerous(m) and not _ids(m) <= kept:
            lost.setdefault(_ids(m), m)
    return numbered((*joined, *lost.values()))


def _aligned(out: list[Match], second: Sequence[Match]) -> tuple[set[int], list[Match]]:
    """Lets the names on which both readings agree keep both readers, in `out`; returns the places of `out` that nothing of the second
    reading stands
    for, and the second reading's named matches that stand for nothing in `out`."""
    kinds = [_kind(m) for m in out], [_kind(m) for m in second]
    pairs = [(a + n, b + n) for a, b, size in SequenceMatcher(None, *kinds, autojunk=False).get_matching_blocks() for n in range(size)]
    free = set(range(len(out))) - {a for a, _ in pairs}
    rest = [b for b in range(len(second)) if b not in {b for _, b in pairs}]
    for b in list(rest):  # panels in another order
        a = next((a for a in sorted(free) if kinds[0][a] == kinds[1][b]), None)
        if a is not None:
            pairs.append((a, b))
            free.discard(a)
            rest.remove(b)
    for a, b in pairs:
        out[a] = _agreeing(out[a], second[b])
    named = [second[b] for b in rest if second[b].substances]
    # A list that the second reader did not know for one, its heading misread, is no second mention of its names in the text.
    return free, [m for m in named if not any(_ids(m) <= _ids(o) and _told(o, m) for o in out)]


def _kind(match: Match) -> Hashable:
    """What two matches must share to be the same name: the substances and whether it was listed or claimed. An unknown name is
    like no other."""
    return (_ids(match), match.listed) if match.substances else object()


def _near(a: Match, b: Match) -> bool:
    return at_one_place(a, b) and a.listed == b.listed


def _told(kept: Match, other: Match) -> bool:
    """Whether `kept` says what the other says: a listed name is never given up for a claimed one."""
    return _near(kept, other) if other.listed else at_one_place(kept, other)


def as_long(m: Match, kept: Match) -> bool:
    """Whether a name stands for what is kept, and not for a part of it: "C10-30 alkyl acrylate" of a crosspolymer's name."""
    return len(key(m.mention.printed)) >= WHOLE * len(key(kept.mention.printed))


def at_one_place(a: Match, b: Match) -> bool:
    """Whether two mentions stand at the same place of the same photo."""
    if a.mention.photo != b.mention.photo or a.mention.box is None or b.mention.box is None:
        return False
    return _shared(a.mention.box, b.mention.box) >= SAME_PLACE


def witness(reader: str, network: str, matches: Sequence[Match] | None) -> Witness:
    """What one reading alone says of the list: the substances it names, and whether each name is certain."""
    if not matches:
        return Witness(reader, network, None)
    listed = [m for m in matches if m.listed]
    if not listed:
        return Witness(reader, network, None)
    return Witness(reader, network, frozenset(s.id for m in listed for s in m.substances), all(m.certain for m in listed))
