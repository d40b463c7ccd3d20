"""What the second network's print says for a correction of the first's, though by itself it names nothing.

Two networks that misread one name misread it differently. Where the print of each is nearest to one name and no other is about as near,
that name was read. No GLIDE rests on it: the match stays one by likeness.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from glidecheck.lexicon import Lexicon
from glidecheck.lexicon.nearest import Nearest
from glidecheck.match.limits import Backing
from glidecheck.match.merge import as_long, at_one_place, dangerous
from glidecheck.model import Match
from glidecheck.text import key

LIMITS = Backing()


def backed(fused: Sequence[Match], second: Sequence[Match], lexicon: Lexicon) -> tuple[Match, ...]:
    """The matches of two readings, those corrected names read that an unknown print of the second reading is nearest to."""
    unknown = [m for m in second if not m.substances]
    return tuple(replace(m, told=True) if _backed(m, unknown, lexicon) else m for m in fused)


def _backed(m: Match, unknown: Sequence[Match], lexicon: Lexicon) -> bool:
    if m.read or not m.substances or dangerous(m):
        return False
    return any(
        at_one_place(m, o) and as_long(o, m) and key(o.mention.printed) != key(m.mention.printed) and _nearest(m, o, lexicon)
        for o in unknown
    )


def _nearest(m: Match, other: Match, lexicon: Lexicon) -> bool:
    """Whether the name that `m` was taken for is nearest to the other print, and no other substance about as near."""
    printed = key(other.mention.printed)
    mine = {s.id for s in m.substances}
    found = [(n.distance / len(printed), {h.substance.id for h in lexicon.lookup(n.key)}) for n in Nearest.of(lexicon).search(printed)]
    own = min((far for far, ids in found if ids & mine), default=1.0)
    rival = min((far for far, ids in found if not ids & mine), default=1.0)
    return own <= LIMITS.near and rival - own >= LIMITS.ahead
