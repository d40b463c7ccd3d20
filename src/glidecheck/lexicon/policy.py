"""A clinic's own policy over the rules: raise a class or a substance, allow a companion, add a note. It can never make anything milder than
the founding rules, and nothing it says reaches GLIDE past an anaesthetic, an AVOID, an unknown name or an incomplete reading.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from glidecheck.model import Severity, Substance


@dataclass(frozen=True, slots=True)
class Raised:
    """What a policy raises something to (avoid, caution or review), and the clinic's reason."""

    to: Severity
    note: str = ""


@dataclass(frozen=True, slots=True)
class Policy:
    """A policy, with names resolved to the lexicon's ids.

    `classes` and `substances` are what is raised; `allowed` maps the ids of allowed companions to the clinic's reason; `notes` go into
    every report. `sha256` is the hash of the file's bytes, as hex.
    """

    name: str
    sha256: str
    classes: Mapping[str, Raised] = field(default_factory=dict)
    substances: Mapping[str, Raised] = field(default_factory=dict)
    allowed: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """As it stands in every report: "name sha256:..."."""
        return f"{self.name} sha256:{self.sha256}"

    def raised(self, substance: Substance) -> Raised | None:
        """The gravest that this policy raises the substance to, None when it says nothing of it."""
        found = [r for r in (self.substances.get(substance.id), *(self.classes.get(c) for c in substance.classes)) if r is not None]
        return min(found, key=lambda r: r.to.rank, default=None)
