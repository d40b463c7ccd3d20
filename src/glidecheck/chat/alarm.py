"""What is urgent in a message, and what may be: the rules and the classifier together.

The rules (`red_flags`) know what was written down, the classifier (`urgency`) what sounds like it. Where both say so, or one of them
surely, it is urgent; where one doubts, what to do in case is said before anything else. A rule is never wholly overruled.
"""

from __future__ import annotations

from dataclasses import dataclass

from glidecheck.chat import asks, names, red_flags, urgency
from glidecheck.chat.flags import Danger, Flag, Who
from glidecheck.chat.intents import What
from glidecheck.chat.model import Incoming
from glidecheck.chat.state import State

# Probabilities by the classifier, 0 to 1. Chosen on templates that were left out of the training (`scripts/train_urgency.py --held-out`).
SURE = 0.6  # from which a message without a red flag is urgent
PART = 0.9  # the same for one sentence of several
FLAGGED = 0.5  # from which one with a red flag is
PERHAPS = 0.35  # from which one without may be


@dataclass(frozen=True, slots=True)
class Alarm:
    """`flags` are urgent; `perhaps` (where there are none) may be."""

    flags: tuple[Flag, ...] = ()
    perhaps: tuple[Flag, ...] = ()


def alarm(message: Incoming, state: State, now: float) -> Alarm:
    """What is urgent in `message`, or may be, after what was said before (`state`, at `now` in seconds since 1970)."""
    text = message.text
    found = red_flags.find(text, state, now)
    if not text.strip() or names.is_list(text):
        return Alarm(found)
    if found:
        return Alarm((), found) if _excused(text, found) else Alarm(found)
    if state.talk.used_at and asks.unwell(text, again=state.talk.what == What.URGENT):
        return Alarm((Flag(Danger.TOXIC, Who.SELF, "unwell"),))
    whole = urgency.weigh(text)
    if whole.probability >= SURE:
        return Alarm((urgency.flag(text, whole),))
    for part in urgency.parts(text):
        weighed = urgency.weigh(part)
        if weighed.probability >= PART:
            return Alarm((urgency.flag(text, weighed),))
    return Alarm((), (urgency.flag(text, whole),)) if whole.probability >= PERHAPS else Alarm()


def _excused(text: str, found: tuple[Flag, ...]) -> bool:
    """Whether the classifier holds what the rules `found` for harmless: the whole message, and each sentence that they take for urgent.
    What rests on what was said before is not its business."""
    if red_flags.find(text) != found:
        return False
    flagged = [part for part in urgency.parts(text, 1) if red_flags.find(part)]
    return all(urgency.weigh(one).probability < FLAGGED for one in (text, *flagged))
