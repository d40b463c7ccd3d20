"""Names that were asked about, each judged alone: never a GLIDE, since a name says nothing of a product."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from glidecheck import pipeline
from glidecheck.chat import telling
from glidecheck.chat.names import Asked
from glidecheck.chat.tongue import Tongue
from glidecheck.model import Line, Page, Readings, Report, Verdict
from glidecheck.report.view import Tone, verdict_tone

if TYPE_CHECKING:
    from pathlib import Path

    from glidecheck.lexicon.policy import Policy

NEAR = 84  # rapidfuzz ratio from which a known name is offered for an unknown one
MOST_NAMES = 6  # names judged in one message
_LONG = 2  # names of which each is told with its reason; of more, each in a line


@dataclass(frozen=True, slots=True)
class JudgedNames:
    """What is said of names: `paragraphs`, the gravest first, the `verdict` and `kind` of the gravest, ids of the sources, and what all of
    them are `called` together."""

    paragraphs: tuple[str, ...]
    verdict: str | None
    kind: str | None
    sources: tuple[str, ...]
    called: str


def judge_name(asked: Asked, policy: Path | Policy | None = None) -> Report:
    """The report of one name, which is never GLIDE: what `glidecheck explain` knows of it, judged as a name without its label."""
    page = Page((Line(f"Ingredients: {asked.name}.", 1.0),), 0, 0, "text")
    return pipeline.judge(Readings((), (page,), from_text=True), product=asked.name, policy=policy, single_name=True)


def judged(asked: Sequence[Asked], say: Tongue, policy: Path | Policy | None = None, *, lines: bool = False) -> JudgedNames:
    """What is said of `asked` (at least one). `lines` says each in its first line alone."""
    reports = [(a, judge_name(a, policy)) for a in asked[:MOST_NAMES]]
    reports.sort(key=lambda pair: list(Tone).index(verdict_tone(pair[1])))
    paragraphs, ids = [], []
    for name, report in reports:
        words, cited = telling.single(report, name.name, say, short=lines or len(reports) > _LONG)
        near = [] if name.known or any(m.substances for m in report.ingredients) else _near(name.name)
        if near:
            words += "\n" + say("Did you mean: {names}?", names=", ".join(near))
        paragraphs.append(words)
        ids += cited[:2]
    if not lines and any(
        r.verdict is Verdict.AVOID and "anaesthetic" in s.classes for _, r in reports for m in r.ingredients for s in m.substances
    ):
        paragraphs.append(say("Is it on your skin already? Take it off now, and tell your provider."))
    if len(asked) > MOST_NAMES:
        paragraphs.append(say("I judged the first {n} names. Send a whole ingredient list to have it judged whole.", n=str(MOST_NAMES)))
    elif len(reports) == 1 and reports[0][1].verdict is Verdict.CAUTION and not lines:
        paragraphs.append(say("A name says nothing of a whole product: send a photo of its ingredient list."))
    worst = reports[0][1]
    return JudgedNames(
        tuple(paragraphs),
        worst.verdict.value if worst.verdict else None,
        worst.caution_kind.value if worst.caution_kind else None,
        tuple(dict.fromkeys(ids)),
        ", ".join(a.name for a in asked[:MOST_NAMES]),
    )


def _near(name: str) -> list[str]:
    """Known names that are written almost so."""
    from rapidfuzz import fuzz, process

    from glidecheck.lexicon import load
    from glidecheck.text import key

    lexicon = load()
    hits = process.extract(key(name), list(lexicon.keys), scorer=fuzz.ratio, score_cutoff=NEAR, limit=3)
    return list(dict.fromkeys(hit.name for near, _, _ in hits for hit in lexicon.lookup(near)[:1]))
