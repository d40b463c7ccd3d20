"""A person says that print was not the name it was taken for: the correction is undone, and no product is cleared by that.

What the verdict then is was worked out when the product was judged (`outcomes`), as nothing of its label is kept. What was taken for a
retinoid or an anaesthetic stays one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations
from typing import TYPE_CHECKING

from glidecheck.chat import asks, following, telling
from glidecheck.chat.intents import Intent
from glidecheck.chat.state import Outcome, State, Taken, Told
from glidecheck.chat.tongue import Tongue, msg
from glidecheck.model import Report
from glidecheck.pipeline import judging
from glidecheck.report.view import plain
from glidecheck.text import key

if TYPE_CHECKING:
    from pathlib import Path

    from glidecheck.lexicon.policy import Policy

_NOTHING = msg("There is nothing to undo: I took no print for another name, or you have undone it. A danger that I named stays.")
_UNDONE = msg("Undone: “{printed}” is not {name}. It is a name that I do not know: ask your provider what it is.")
_STAYS = msg("My answer about {product} stays: {answer}.")
_CHANGED = msg("My answer about {product} is now: {answer}.")


def outcomes(report: Report, policy: Path | Policy | None) -> tuple[tuple[Taken, ...], tuple[Outcome, ...]]:
    """The corrections of a report that may be undone, and the verdict without each set of them (see Told). Raises LexiconError."""
    free, _ = telling.taken(report)
    taken = tuple(Taken(plain(m.mention.printed), m.substances[0].name) for m in free)
    if not taken or report.verdict is None:
        return (), ()
    out: dict[int, Outcome] = {}
    for size in range(len(free) + 1):
        for chosen in combinations(range(len(free)), size):
            judged = judging.without(report, [free[n].mention.printed for n in chosen], policy) if chosen else report
            out[sum(1 << n for n in chosen)] = Outcome(str(judged.verdict), judged.caution_kind and judged.caution_kind.value)
    return taken, tuple(out[n] for n in range(len(out)))


def named(intent: Intent, state: State) -> bool:
    """Whether what a message wants undone is a correction of the product that it speaks of."""
    told = _product(intent, state)
    return told is not None and bool(_chosen(intent.text, told.taken))


def answer(intent: Intent, state: State, say: Tongue) -> tuple[tuple[str, ...], State]:
    """The message that says what is undone and what the answer then is, and the state that knows of it."""
    told = _product(intent, state)
    chosen = [n for n in _chosen(intent.text, told.taken) if not told.taken[n].undone] if told is not None else []
    if told is None or not chosen:
        return (say(_NOTHING),), state
    taken = tuple(replace(t, undone=True) if n in chosen else t for n, t in enumerate(told.taken))
    then = told.without[sum(1 << n for n, t in enumerate(taken) if t.undone)]
    new = replace(told, verdict=then.verdict, kind=then.kind, taken=taken)
    same = (new.verdict, new.kind) == (told.verdict, told.kind)
    lines = [say(_UNDONE, printed=told.taken[n].printed, name=told.taken[n].name) for n in chosen]
    now = say(_STAYS if same else _CHANGED, product=told.product, answer=say(telling.TITLES[following.tone(new)]))
    kept = replace(state, told=tuple(new if t is told else t for t in state.told))
    return ("\n".join((*lines, now)),), kept


def _product(intent: Intent, state: State) -> Told | None:
    """The product that is spoken of: that of the message replied to, else the last one of which something may be undone."""
    return state.about(intent.replies_to) or next((t for t in reversed(state.told) if any(not one.undone for one in t.taken)), None)


def _chosen(text: str, taken: Sequence[Taken]) -> tuple[int, ...]:
    """The numbers (from 0) of the corrections that `text` names by number, print or name; all of them where it names none."""
    if not text or asks.everything(text):
        return tuple(range(len(taken)))
    if text.isdecimal():
        return (int(text) - 1,) if 0 < int(text) <= len(taken) else ()
    return tuple(n for n, t in enumerate(taken) if key(text) in (key(t.printed), key(t.name)))
