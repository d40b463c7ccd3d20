"""What the lines beside a list need to be told: where its front ends, and the strengths that the list states."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from glidecheck.model import GlideRole, Layout, Match, Page


def stated(listed: Sequence[Match]) -> Iterator[Decimal]:
    """The strengths of the listed hyaluronates, in per cent."""
    for m in listed:
        amount = m.mention.amount
        if amount is not None and any(s.role is GlideRole.CORE for s in m.substances):
            if amount.unit in ("%", "g/100g", "g/100ml"):
                yield amount.value.normalize()
            elif amount.unit in ("mg/ml", "mg/g"):
                yield (amount.value / 10).normalize()


def front(layout: Layout, pages: Sequence[Page]) -> int:
    """How many of the lines beside the list stand before it, from the first line of the label on."""
    count = 0
    for line in (line for page in pages for line in page.lines if line.text.strip()):
        if count == len(layout.rest) or line.text.strip() != layout.rest[count].text.strip():
            break
        count += 1
    return count
