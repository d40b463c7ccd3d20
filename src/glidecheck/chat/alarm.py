"""What is urgent in a message, and what may be: the rules and the classifier together.

The rules (`red_flags`) know what was written down, the classifier (`urgency`) what sounds like it. Where both say so, or the classifier
surely, it is urgent; where one doubts, what to do in case is said before anything else. A rule is overruled only by near certainty; a
question that the bot understands is told as urgent only by certainty.
"""

from __future__ import annotations

from dataclasses import dataclass

from glidecheck.chat import asks, meaning, names, red_flags, urgency
from glidecheck.chat.flags import Danger, Flag, Who
from glidecheck.chat.intents import What
from glidecheck.chat.model import Incoming
from glidecheck.chat.slotted import hear
from glidecheck.chat.state import State

# Probabilities by the classifier, 0 to 1. Chosen on messages that were kept out of the training (`scripts/train_urgency.py --thresholds`).
SURE = 0.33  # from which a message without a red flag is urgent
PART = 0.85  # the same for one sentence of several
CERTAIN = 0.9  # the same for a question that the bot understands (UNDERSTOOD)
FLAGGED = 0.15  # from which one with a red flag is
BRIEF = 0.04  # the same of a sentence of so few words that a classifier has nothing to go by: "grey skin" has .06
FEW_WORDS = 2  # words of such a sentence, at most
PERHAPS = 0.12  # from which one without may be
FAINT = 0.08  # from which one that is not understood otherwise may be
MOSTLY = 0.7  # share of one danger among all from which it leads, where it is graver than what the rules found
CALM = 0.02  # below which even one with a red flag is harmless
# Probabilities that a message is one of the bot's own questions, by the other classifier (`meaning`).
LIKELY = 0.5  # from which it is not told in case where it is below SURE
UNDERSTOOD = 0.75  # from which it is told in case rather than as urgent
CLEAR = 0.85  # from which it is not told so either


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
    if not asks.supposed(message.text):
        return heard
    feared = heard.flags or heard.perhaps or red_flags.find(message.text, state, now)
    return heard if heard.flags and any(f.danger is Danger.CRISIS for f in feared) else Alarm((), feared)


def _alarm(text: str, state: State, now: float) -> Alarm:
    found = red_flags.find(text, state, now)
    if not text.strip() or names.is_list(text):
        return Alarm(found)
    if found:
        sounds = _sounds(text, found)
        least = BRIEF if any(len(part.split()) <= FEW_WORDS for part in _flagged(text)) else FLAGGED
        return Alarm(_graver(text, found)) if sounds >= least else Alarm((), found if sounds >= CALM else ())
    if state.talk.used_at and asks.unwell(text, again=state.talk.what == What.URGENT):
        return Alarm((Flag(Danger.TOXIC, Who.SELF, "unwell"),))
    whole = urgency.weigh(text)
    said = hear(text)
    if said.of("past") and not said.of("now") and whole.danger is not Danger.CRISIS and whole.probability >= PERHAPS:
        return Alarm((), (urgency.flag(text, whole),))  # "had it years ago, all fine now"
    known = _understood(text)
    if whole.probability >= (CERTAIN if known >= UNDERSTOOD else SURE):
        return Alarm((urgency.flag(text, whole),))
    for part in urgency.parts(text):
        weighed = urgency.weigh(part)
        if weighed.probability >= PART:
            return Alarm((urgency.flag(text, weighed),))
    if whole.probability < FAINT or known >= (CLEAR if whole.probability >= SURE else LIKELY):
        return Alarm()
    seen = (urgency.flag(text, whole),)
    return Alarm((), seen) if whole.probability >= PERHAPS else Alarm(faint=seen)


def _graver(text: str, found: tuple[Flag, ...]) -> tuple[Flag, ...]:
    """`found` by the rules, behind what the classifier surely holds for graver: "ten weeks, 38.6" is a baby's, though none is named."""
    weighed = urgency.weigh(text)
    order = list(Danger)
    graver = weighed.probability >= SURE and weighed.share >= MOSTLY and order.index(weighed.danger) < order.index(found[0].danger)
    return (urgency.flag(text, weighed), *found) if graver else found


def _understood(text: str) -> float:
    """How likely `text` is a question that the bot answers: 0 where something else is likelier, or a sign of trouble."""
    guesses = meaning.guesses(names.masked(text, names.found(text)))
    return guesses[0].probability if guesses and not guesses[0].label.startswith(_NO_QUESTION) else 0.0


_NO_QUESTION = ("u_", "f_", "none", "offtopic", "help", "hello", "thanks", "name", "diagnosis", "signs")
"""How the labels of `meaning` begin that are no question with an answer of its own."""


def _sounds(text: str, found: tuple[Flag, ...]) -> float:
    """How urgent by the classifier what the rules `found` is: as a whole, or the most urgent sentence that they flag. What rests on what
    was said before is not its business, and 1."""
    if red_flags.find(text) != found:
        return 1.0
    return max(urgency.weigh(one).probability for one in (text, *_flagged(text)))


def _flagged(text: str) -> list[str]:
    """The sentences of `text` that the rules flag; all of it where it is one."""
    return [part for part in urgency.parts(text, 1) or (text,) if red_flags.find(part)]
