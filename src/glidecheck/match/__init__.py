"""Mentions and what the lexicon makes of them: every name on the label, known or not, in the order of the print.

`segment` finds the names, `standing` what each stands for, `items` which of them are one mention ("Water (Aqua)", "Camellia Sinensis
(Green Tea) Leaf Extract") and which are several ("Iron Oxides (CI 77491, CI 77492)"), `mentions` on what evidence each is known. A retinoid
or an anaesthetic is always a mention of its own.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from glidecheck.lexicon import Lexicon, strengths
from glidecheck.lexicon.nearest import Nearest
from glidecheck.match.items import Item, items_of, worth
from glidecheck.match.mentions import match_of
from glidecheck.match.prints import printed
from glidecheck.match.segment import segments
from glidecheck.match.standing import shared, stands_for, weighed, wholes
from glidecheck.model import Amount, Match, Stream

__all__ = ["resolve"]


def resolve(streams: Stream | Iterable[Stream], lexicon: Lexicon, *, first: int = 1) -> tuple[Match, ...]:
    """The mentions of these panels, in order, each with what the lexicon makes of it; positions are numbered from `first`."""
    nearest = Nearest.of(lexicon)
    out: list[Match] = []
    for s in (streams,) if isinstance(streams, Stream) else streams:
        out.extend(_stream(s, lexicon, nearest, first + len(out)))
    return tuple(out)


def _stream(s: Stream, lexicon: Lexicon, nearest: Nearest, first: int) -> Iterable[Match]:
    found = [weighed(stands_for(g, s, lexicon, nearest), s, lexicon, nearest) for g in segments(s, lexicon, nearest)]
    found = wholes(shared(found, s, lexicon), s, lexicon, nearest)
    items = [i for i in items_of(found, s, nearest) if worth(i, s)]
    amounts: dict[int, Amount] = {}
    for strength in s.strengths:
        n = next((k for k, i in enumerate(items) if i.first <= strength.token < i.last), None)
        if n is not None:
            amounts.setdefault(n, strength.amount)
    amounts |= strengths.in_series(s.text, [(i.begin, i.end) for i in items])
    position = first
    for n, i in enumerate(items):
        for part, amount in _each(i, s) or ((i, amounts.get(n)),):
            yield match_of(part, s, lexicon, position, amount)
            position += 1


def _each(i: Item, s: Stream) -> tuple[tuple[Item, Amount], ...]:
    """Each of the substances that a name stands for, where each has its own strength behind it: "BLT 20/6/4"."""
    hits = i.found.hits
    if len(hits) < 2 or hits[0].kind != "combination":
        return ()
    own = strengths.of_each(printed(s, i.begin, i.end), [h.substance.name for h in hits], s.text, i.end)
    return tuple((replace(i, found=replace(i.found, hits=(h,))), own[h.substance.name]) for h in hits if own)
