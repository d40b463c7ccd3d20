"""Terms of the data as regular expressions."""

from __future__ import annotations

import re
from collections.abc import Iterable


def either(terms: Iterable[str], *, blank: str = r"\s") -> str:
    """A group that matches any of `terms`, the longest first: `*` is further letters, a blank what `blank` says, an apostrophe straight or
    curved."""
    ordered = sorted(set(terms), key=lambda t: (-len(t), t))
    return "(?:" + "|".join(_one(t).replace(r"\ ", blank) for t in ordered) + ")"


def _one(term: str) -> str:
    return re.escape(term).replace(r"\*", r"\w*").replace("'", "['\u2019]")
