"""Which segments of a list are one mention: "Water (Aqua)" is, "Iron Oxides (CI 77491, CI 77492)" is not."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from glidecheck.lexicon.nearest import Nearest
from glidecheck.match.prints import descriptive, printed
from glidecheck.match.segment import STRONG, Segment
from glidecheck.match.standing import Found
from glidecheck.model import Method, Stream

_CODE = re.compile(r"E[\s-]?\d{3,4}[a-f]?|\d{2,7}-\d\d-\d")


@dataclass(slots=True)
class Item:
    """A mention to be: the segment that names it, the tokens it covers, and its characters."""

    found: Found
    first: int
    last: int
    begin: int
    end: int

    @classmethod
    def of(cls, f: Found) -> Item:
        g = f.segment
        return cls(f, g.first, g.last, g.begin, g.end)

    def take(self, g: Segment) -> None:
        """Reaches to the end of a further segment."""
        self.last, self.end = g.last, g.end


def items_of(found: list[Found], s: Stream, nearest: Nearest) -> list[Item]:
    grave = {id(f): max((nearest.grave_of(h.substance) for h in f.hits), default=0) for f in found}
    inside: dict[int, int] = {}
    for a, b in s.brackets:
        inside.setdefault(a, b)
    out: list[Item] = []
    n = 0
    while n < len(found):
        head = found[n]
        item = Item.of(head)
        if not head.hits and n + 1 < len(found) and found[n + 1].hits and found[n + 1].segment.first == item.last:
            after = s.tokens[item.last]
            if after.stop >= 0.5 and after.cross < 1 and descriptive(head.segment, s):
                item.found = found[n + 1]
                item.take(found[n + 1].segment)
                n += 1
        out.append(item)
        n += 1
        while n < len(found):
            here = found[n].segment
            gap = _gap(s, here.first)
            if here.first in inside and _attached(gap, "([{\uff08\u3010\uff3b"):
                end = inside[here.first]
                group = [f for f in found[n:] if f.segment.first < end]
                more = _bracket(item, group, grave, s)
                out.extend(more)
                n += len(group)
                # What follows a closed bracket without a separator belongs to an unknown head: "Camellia Xyz (Green Tea) Leaf Extract".
                if (
                    n < len(found)
                    and not found[n].hits
                    and not item.found.hits
                    and found[n].segment.first == end
                    and s.tokens[end].stop >= 0.2
                    and s.tokens[end].cross < 1
                ):
                    item.take(found[n].segment)
                    n += 1
                if more:
                    break
                continue
            if re.fullmatch(r"\s*[)\]]?\s*/\s*", gap) and _alias(item.found, found[n], grave, bracket=False):
                item.take(here)
                if not item.found.hits and found[n].hits:
                    item.found = found[n]
                n += 1
                continue
            if not found[n].hits and s.tokens[here.first].stop >= 0.2 and descriptive(found[n].segment, s):
                item.take(here)
                n += 1
                continue
            break
    return out


def _bracket(item: Item, group: list[Found], grave: dict[int, int], s: Stream) -> list[Item]:
    """What a bracket behind a name holds: other words for it (they join the mention), or ingredients of their own, which come back."""
    listed = any(s.tokens[f.segment.first].stop <= STRONG for f in group[1:])  # "(Peptide Matrix - Collagen & Elastin)" is no list
    own = [f for f in group if not _made(f, s) and not _alias(item.found, f, grave, bracket=not listed)]
    if not own:
        item.take(group[-1].segment)
        if not item.found.hits:
            named = next((f for f in group if f.hits), None)
            if named is not None:
                item.found = replace(named, method=Method.FUZZY, score=min(0.9, named.score), strong=False)
        return []
    # An alias before or between them joins the head where it stands next to it.
    for f in group:
        if f in own:
            break
        item.take(f.segment)
    return [Item.of(f) for f in own]


def _alias(head: Found, other: Found, grave: dict[int, int], *, bracket: bool) -> bool:
    """Whether `other`, in a bracket or behind a slash, is another word for `head`."""
    if head.ids & other.ids:
        return True
    if grave[id(other)] > grave.get(id(head), 0):
        return False
    if not other.hits:
        # Beside a name that may stand in a GLIDE, a word that nobody knows may not hide. A suspect of something grave never may.
        return not head.strict and not (other.guess is not None and other.guess.critical)
    if not head.hits:
        return bracket and not other.strict and grave[id(other)] < 2
    if head.strict or other.strict:
        return head.strict and other.strict and bracket
    return bracket


def _gap(s: Stream, n: int) -> str:
    return s.text[s.tokens[n - 1].end : s.tokens[n].start] if n else ""


def _attached(gap: str, opening: str) -> bool:
    before = next((gap[:i] for i, c in enumerate(gap) if c in opening), None)
    return before is not None and not re.search(r"[,;:\u2022\u00b7\u25cf|\u3001\uff0c]|\.\s", before)


def _made(f: Found, s: Stream) -> bool:
    """Whether a bracket's words say how its head was made ("(low molecular weight)"), and name nothing."""
    return not f.hits and not (f.guess is not None and f.guess.critical) and descriptive(f.segment, s)


def worth(i: Item, s: Stream) -> bool:
    """Whether an unknown stretch is a mention: not a product's title, not a lone letter or figure."""
    if i.found.hits or (i.found.guess is not None and i.found.guess.critical):
        return True
    if all(s.tokens[n].title for n in range(i.first, i.last)):
        return False
    letters = "".join(s.tokens[n].key for n in range(i.first, i.last))
    if _CODE.fullmatch(printed(s, i.begin, i.end)):
        return True  # an additive's or a CAS number that nobody knows
    if len(letters) == 1 and letters.isalpha() and _alone(i.first, s):
        return True  # a letter between two separators stands for something: "[A, C, E]"
    return sum(c.isalpha() for c in letters) >= 2 or "?" in letters or any(c > "\u2e7f" for c in letters)


def _alone(n: int, s: Stream) -> bool:
    """Whether token `n` stands between two separators."""
    gaps = s.text[s.tokens[n - 1].end if n else 0 : s.tokens[n].start], s.text[s.tokens[n].end :][:2]
    after = n + 1 == len(s.tokens) or s.tokens[n + 1].stop <= STRONG
    return (not n or bool(re.search(r"[,;\u2022(\[]", gaps[0]))) and (after or bool(re.match(r"\s?[,;\u2022)\]]", gaps[1])))
