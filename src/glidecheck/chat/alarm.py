"""What is urgent in a message, and what may be: the rules and the classifier together.

The rules (`red_flags`) know what was written down, the classifier (`urgency`) what sounds like it. Where both say so, or one of them
surely, it is urgent; where one doubts, what to do in case is said before anything else. A rule is overruled only by near certainty.
"""

from __future__ import annotations

from dataclasses import dataclass

from glidecheck.chat import asks, names, red_flags, urgency
from glidecheck.chat.flags import Danger, Flag, Who
from glidecheck.chat.intents import What
from glidecheck.chat.model import Incoming
from glidecheck.chat.slotted import hear
from glidecheck.chat.state import State

# Probabilities by the classifier, 0 to 1. Chosen on templates that were left out of the training (`scripts/train_urgency.py --held-out`).
SURE = 0.7  # from which a message without a red flag is urgent
PART = 0.9  # the same for one sentence of several
FLAGGED = 0.5  # from which one with a red flag is
PERHAPS = 0.35  # from which one without may be
FAINT = 0.12  # from which one that is not understood otherwise may be
CALM = 0.1  # below which even one with a red flag is harmless: of 204 urgent messages that nobody trained on none was below 0.38


@dataclass(frozen=True, slots=True)
class Alarm:
    """`flags` are urgent; `perhaps` (where there are none) may be; `faint` (where there is neither) may be if the message asks nothing."""

    flags: tuple[Flag, ...] = ()
    perhaps: tuple[Flag, ...] = ()
    faint: tuple[Flag, ...] = ()


def alarm(message: Incoming, state: State, now: float) -> Alarm:
    """What is urgent in `message`, or may be, after what was said before (`state`, at `now` in seconds since 1970).

    What is only supposed ("what if ...? just asking") may be urgent at most, unless it is about a life."""
    heard = _alarm(message.text, state, now)
    supposed = heard.flags and asks.supposed(message.text) and all(f.danger is not Danger.CRISIS for f in heard.flags)
    return Alarm((), heard.flags) if supposed else heard


def _alarm(text: str, state: State, now: float) -> Alarm:
    found = red_flags.find(text, state, now)
    if not text.strip() or names.is_list(text):
        return Alarm(found)
    if found:
        sounds = _sounds(text, found)
        return Alarm(found) if sounds >= FLAGGED else Alarm((), found if sounds >= CALM else ())
    if state.talk.used_at and asks.unwell(text, again=state.talk.what == What.URGENT):
        return Alarm((Flag(Danger.TOXIC, Who.SELF, "unwell"),))
    whole = urgency.weigh(text)
    said = hear(text)
    if said.of("past") and not said.of("now") and whole.danger is not Danger.CRISIS and whole.probability >= PERHAPS:
        return Alarm((), (urgency.flag(text, whole),))  # "had it years ago, all fine now"
    if whole.probability >= SURE:
        return Alarm((urgency.flag(text, whole),))
    for part in urgency.parts(text):
        weighed = urgency.weigh(part)
        if weighed.probability >= PART:
            return Alarm((urgency.flag(text, weighed),))
    if whole.probability < FAINT:
        return Alarm()
    seen = (urgency.flag(text, whole),)
    return Alarm((), seen) if whole.probability >= PERHAPS else Alarm(faint=seen)


def _sounds(text: str, found: tuple[Flag, ...]) -> float:
    """How urgent by the classifier what the rules `found` is: as a whole, or the most urgent sentence that they flag. What rests on what
    was said before is not its business, and 1."""
    if red_flags.find(text) != found:
        return 1.0
    flagged = [part for part in urgency.parts(text, 1) if red_flags.find(part)]
    return max(urgency.weigh(one).probability for one in (text, *flagged))
