"""What became of a shelf since an earlier audit, and why."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from glidecheck.audit.model import Cause, Change, Gone
from glidecheck.model import Verdict

Told = Mapping[str, Any]
"""What is kept of a row beside its judgement."""


def change(now: Told, before: Told | None) -> Change | None:
    """What became of a product, None when nothing did: its photos are the same, and so is what was found.

    What was found is the same when verdict, reading and the rules that fired, each for which substances, are the same. A cause is named
    when it is other than before; a new lexicon is no change of a product that it left alone.
    """
    if before is None:
        return Change((Cause.NEW,))
    photos = list(now["photos"]) != list(before["photos"])
    if not photos and now["outcome"] == before["outcome"]:
        return None
    causes = [Cause.PHOTO] if photos else []
    if now["outcome"] != before["outcome"]:
        rests, rested = now["rests"], before["rests"]
        causes += [Cause.LEXICON] if rests["lexicon"] != rested["lexicon"] else []
        causes += [Cause.POLICY] if rests["policy"] != rested["policy"] else []
        # Engines, or glidecheck's own code: whatever else makes an answer.
        causes += [Cause.READER] if rests["reader"] != rested["reader"] or not causes else []
    return Change(tuple(causes), verdict_of(before))


def gone(key: str, before: Told) -> Gone:
    """A product of the earlier audit that is no longer on the shelf."""
    return Gone(key, before["product"]["name"], verdict_of(before))


def verdict_of(told: Told) -> Verdict | None:
    verdict = told["outcome"][0] if told["outcome"] else None
    return Verdict(verdict) if verdict else None
