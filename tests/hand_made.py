"""Hand-made matches, readings and a lexicon with the rules as the files say, for tests of rules and verdicts."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from glidecheck import classify
from glidecheck.lexicon import Hit, load, rule_schema
from glidecheck.model import Amount, Judgement, Match, Mention, Method, Notice, NoticeKind, Reading, Section, Witness
from glidecheck.text import key

RULES = Path(__file__).resolve().parents[1] / "lexicon" / "rules"


class Knowledge:
    """The carried lexicon's names, with the rules of lexicon/rules as they are now, built or not."""

    rules_json: list[dict[str, Any]] = rule_schema.read(RULES)

    @staticmethod
    def lookup(key: str, /) -> Sequence[Hit]:
        return load().lookup(key)


KNOWLEDGE = Knowledge()


@cache
def rule_ids() -> tuple[str, ...]:
    return tuple(r["id"] for r in KNOWLEDGE.rules_json)


def amount(printed: str | None) -> Amount | None:
    """ "5 %" or "25 mg/g" or "25 mg" as an amount."""
    if printed is None:
        return None
    value, unit = printed.split()
    return Amount(Decimal(value), unit, printed)


def named(
    printed: str,
    section: Section = Section.LIST,
    strength: str | None = None,
    *,
    position: int = 1,
    method: Method = Method.EXACT,
    glyphs_only: bool = False,
    **more: Any,
) -> Match:
    """A match of this name, known or not, as the matcher would give it for a print that is exactly so."""
    hits = load().lookup(key(printed))
    together = hits if hits and hits[0].kind == "combination" else hits[:1]
    substances = tuple(h.substance for h in together)
    return Match(
        Mention(printed, section, position, amount(strength)),
        substances,
        method if substances else Method.NONE,
        1.0 if substances else 0.0,
        glyphs_only=glyphs_only,
        **more,
    )


def label(*names: str | Match | tuple[str, Section] | tuple[str, Section, str]) -> tuple[Match, ...]:
    """Matches from names, numbered in order."""
    out = []
    for position, name in enumerate(names, 1):
        if isinstance(name, Match):
            out.append(name)
        elif isinstance(name, str):
            out.append(named(name, position=position))
        else:
            out.append(named(*name, position=position))
    return tuple(out)


def notice(kind: NoticeKind, printed: str = "printed words") -> Notice:
    return Notice(kind, printed)


def judge(matches: tuple[Match, ...], *, reading: Reading = Reading.COMPLETE, **more: Any) -> Judgement:
    """The judgement on a pasted text, unless `more` says otherwise."""
    more.setdefault("from_text", True)
    more.setdefault("lexicon", KNOWLEDGE)
    return classify.judge(matches, reading=reading, **more)


def agreeing(matches: tuple[Match, ...]) -> tuple[Witness, ...]:
    """Two readings by different networks that name what the list names."""
    ids = frozenset(s.id for m in matches if m.mention.section is not Section.CLAIM for s in m.substances)
    return Witness("rapidocr", "small", ids, True), Witness("paddle-tiny", "tiny", ids, True)


def found(judgement: Judgement) -> set[str]:
    return {f.rule for f in judgement.findings}
