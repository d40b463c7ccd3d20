"""Mentions as matches: where each stands, how it is printed, and on what evidence it is known."""

from __future__ import annotations

import re

from glidecheck.layout import headings
from glidecheck.lexicon import Lexicon, substances_of
from glidecheck.lexicon.nearest import Nearest
from glidecheck.match.items import Item
from glidecheck.match.prints import parts_of, printed
from glidecheck.match.slips import Slips
from glidecheck.match.standing import CLEARLY
from glidecheck.model import Amount, Box, Match, Mention, Stream
from glidecheck.text import key

STRANGE, MISREAD = 4, 0.2
"""Letters that it must have, and errors a letter within which it may be a known one misread."""
_UNREADABLE = re.compile(r"[#?\ufffd]")  # a glyph that could not be read (parse)


def match_of(i: Item, s: Stream, lexicon: Lexicon, position: int, amount: Amount | None) -> Match:
    token = s.tokens[i.first]
    parts = parts_of(s, i.begin, i.end)
    boxes = tuple(p.box for p in parts if p.box is not None and p.photo == parts[0].photo)  # a stitched list may go on on another photo
    words = [w.confidence for p in parts for w in p.words] or [p.confidence for p in parts]
    mention = Mention(
        printed=printed(s, i.begin, i.end),
        section=token.section,
        position=position,
        amount=amount,
        box=Box.around(*boxes) if len(boxes) > 1 else boxes[0] if boxes else None,
        pieces=boxes if len(boxes) > 1 else (),
        photo=parts[0].photo if parts else 0,
        confidence=round(sum(words) / len(words), 4) if words else 0.0,
        readers=tuple(dict.fromkeys(p.reader for p in parts)),
        heading=token.heading,
    )
    f = i.found
    g = f.guess
    if not f.hits:
        named = [lexicon.lookup(k) for k in g.keys] if g is not None else []
        return Match(
            mention,
            runner_up=" | ".join(dict.fromkeys(h[0].name.upper() for h in named)) or None,
            candidates=tuple(dict.fromkeys(h.substance for hits in named for h in hits[:1])),
            told=(g is None or g.part)
            and min(words if boxes else [1.0], default=0.0) >= CLEARLY
            and _stranger(mention.printed, tuple(s.tokens[n].key for n in range(i.first, i.last)), lexicon),
        )
    substances = substances_of(f.hits)
    other = [h[0].substance.name for k in (g.keys[1:] if g is not None else ()) if (h := lexicon.lookup(k))]
    if g is None:
        other = [h.substance.name for h in f.hits[1:]]
    return Match(
        mention,
        substances,
        f.method,
        f.score,
        runner_up=next((o for o in other if o not in [x.name for x in substances]), None),
        glyphs_only=g is not None and g.glyphs_only,
        told=f.told,
    )


def _stranger(printed: str, words: tuple[str, ...], lexicon: Lexicon) -> bool:
    """Whether an unknown print is a whole name of something else: it holds words, and is no heading, no piece of a name, and no name with
    slips in it."""
    k, nearest = key(printed), Nearest.of(lexicon)
    worded = sum(map(str.isalpha, k)) >= STRANGE or any(c > "\u2e7f" for c in k)
    if not worded or _UNREADABLE.search(printed) or headings.find(printed) or nearest.torn(printed):
        return False
    slips = Slips.of(lexicon, nearest)
    return not any(near.distance <= MISREAD * len(k) and slips.explain(words, near.key, common=True) for near in nearest.search(k, 1))
