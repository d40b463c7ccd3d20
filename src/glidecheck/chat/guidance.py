"""What is answered without a label: "I already used it", questions, help and failures; and the line that closes an answer.

Facts and figures are the founding article's and the clinical brief's; each answer names its sources when it is asked for them. A paragraph
is one message of the catalogue, so that a translator sees it whole.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from types import MappingProxyType

from glidecheck.chat.about import BOT, CLINIC
from glidecheck.chat.advice import ADVICE
from glidecheck.chat.tongue import ENGLISH, LANGUAGES, Tongue, msg
from glidecheck.chat.topics import Topic, Written
from glidecheck.report.knowledge import Citation, cite

MOST_SOURCES = 3  # sources named under one answer
GENERAL = "GENERAL"
"""The source of what was not looked up: named where there is no other."""

_HERE: Mapping[str, Citation] = MappingProxyType(
    {
        "PORE_H": Citation(
            "PORE_H", "Closure of skin micropores in people (PMC8259462)", "https://pmc.ncbi.nlm.nih.gov/articles/PMC8259462"
        ),
        "JCAD_HSV": Citation(
            "JCAD_HSV",
            "Herpetic infections after aesthetic procedures, King, JCAD (2017)",
            "https://jcadonline.com/aesthetic-complications-herpetic-infections/",
        ),
        "FDA_COD": Citation(
            "FDA_COD", "Warning for nursing mothers taking codeine, FDA", "https://www.fda.gov/ForConsumers/ConsumerUpdates/ucm048740.htm"
        ),
        "IBU_BI": Citation(
            "IBU_BI",
            "Does ibuprofen affect breast milk supply?, Biology Insights, after LactMed",
            "https://biologyinsights.com/does-ibuprofen-affect-breast-milk-supply",
        ),
    }
)
"""Sources of answers that no rule cites, so that the lexicon does not carry them. Copies were read, not the live pages."""

# ------------------------------------------------------------------ questions

ANSWERS: Mapping[Topic, Written] = MappingProxyType({**ADVICE, **CLINIC, **BOT})

_FOLDED = msg('Not medical advice, not reviewed by a clinician. Write "sources" for where this is from.')


def written(topic: Topic, say: Tongue) -> str:
    """The answer to a question: first the answer, then why; without the closing line."""
    one = ANSWERS[topic]
    return f"{say(one.short)}\n\n{say(one.why)}"


def closed(paragraphs: Sequence[str], say: Tongue) -> list[str]:
    """The paragraphs of an answer with the line that closes it, which folds the sources away."""
    return [*paragraphs, say(_FOLDED)]


# Sources: FOUNDING, PORE_H.
_WHY = msg(
    "Needling opens thousands of channels. What is put on the skin can then reach the blood, and perhaps the milk; how much"
    " has not been measured. So only plain, sterile hyaluronic acid, or plasma of your own blood, may go there. All else "
    "waits until the channels have closed."
)


def why(say: Tongue) -> str:
    """Why anything on needled skin is looked at so closely."""
    return say(_WHY)


# ------------------------------------------------------------------ already used

_USED = (
    msg("Put on no more of it. Is it still on your skin? Take it off gently with clean water, without rubbing. Wash your hands."),
    msg(
        "One use by accident is by itself no reason to stop breastfeeding. Keep that skin away from your baby's mouth and skin. Tell "
        "your provider what it was, its strength and when, before any needling. After needling nothing else on it for 72 hours but a "
        "plain glide."
    ),
)
_USED_NUMBING = msg(
    "Numb mouth or tongue, metallic taste, ringing ears, dizziness, twitching or trouble breathing? Wipe it off and call 112, 911 or your "
    "country's number now."
)
USED_SOURCES = ("PORE_H", "FOUNDING")


def used(say: Tongue, *, numbing: bool = False) -> list[str]:
    """What to do when a product is on the skin already, without closing line: the verdict follows, if there is one."""
    return [*(say(p) for p in _USED), *([say(_USED_NUMBING)] if numbing else [])]


# ------------------------------------------------------------------ help and other messages

_HELP = msg(
    "Send photos of front and ingredient list, a pasted list, a name or a question. I answer AVOID, CAUTION, REVIEW or GLIDE. /forget "
    "deletes what I keep. Urgent? Call 112 or 911."
)
_UNREVIEWED = msg("This translation was not reviewed by a clinician.")
_LOST = msg(
    "I did not understand that. Ask in a few words about needling while breastfeeding, or send a name, an ingredient list, or a photo of "
    "the label. Do you or your baby feel ill? Do not wait for me: call a doctor, or 112, 911 or your country's number."
)


def help_text(say: Tongue) -> str:
    """What can be sent, and what comes back."""
    return say(_HELP) if say.code == ENGLISH else f"{say(_HELP)} {say(_UNREVIEWED)}"


def lost(say: Tongue) -> str:
    """That a message was not understood, and what to do."""
    return say(_LOST)


class Notice(StrEnum):
    """A message that judges nothing."""

    FORGOTTEN = "forgotten"
    LANGUAGE = "language"
    NO_LANGUAGE = "no_language"
    OTHER_KIND = "other_kind"
    RATE_LIMITED = "rate_limited"
    TOO_LARGE = "too_large"
    EXPIRED = "expired"
    NOT_A_PHOTO = "not_a_photo"
    ENGINE = "engine"
    TOO_LONG = "too_long"
    WELCOME = "welcome"
    LISTENING = "listening"


_NOTICES: Mapping[Notice, str] = MappingProxyType(
    {
        Notice.FORGOTTEN: msg(
            "Done: I have deleted what I kept of this chat. Treat earlier answers as gone; send a product again to have it checked."
        ),
        Notice.LANGUAGE: msg("I now write in English."),
        Notice.NO_LANGUAGE: msg("I do not speak that language. I speak: {languages}. For instance: /language es"),
        Notice.OTHER_KIND: msg(
            "I can read photos and text, not this kind of message. Send a photo of the label, or type its ingredient list."
        ),
        Notice.RATE_LIMITED: msg(
            "That is more than I can read at once. Wait a few minutes, then send the photos again, one product at a time."
        ),
        Notice.TOO_LARGE: msg("The photo is too large for me. Crop it to the label, or send it smaller."),
        Notice.EXPIRED: msg("The photo is no longer there to be fetched. Send it again."),
        Notice.NOT_A_PHOTO: msg("This is not a photo that I can read. Send the label as a JPEG, PNG, WebP or HEIC photo."),
        Notice.ENGINE: msg(
            "The photo could not be read because something broke here. It was not judged: treat the product as not cleared, and send "
            "it again later."
        ),
        Notice.WELCOME: msg("You are welcome. If you or your baby feel unwell, do not wait: call a doctor."),
        Notice.LISTENING: msg(
            "Noted. What would you like to know? Ask in a few words, or send the name or a photo of what is to be used on your skin."
        ),
        Notice.TOO_LONG: msg("The text is too long for one label. Send the ingredient list of one product."),
    }
)


def notice(which: Notice, say: Tongue) -> str:
    """The words of a message that judges nothing."""
    if which is Notice.NO_LANGUAGE:
        return say(_NOTICES[which], languages=", ".join(f"{name} ({code})" for code, name in LANGUAGES.items()))
    return say(_NOTICES[which])


# ------------------------------------------------------------------ sources


def sources(ids: Sequence[str], say: Tongue, most: int = MOST_SOURCES) -> str:
    """A line for each of the first `most` sources, under their heading; empty without any."""
    looked_up = list(dict.fromkeys(i for i in ids if i != GENERAL))
    cited = [_HERE.get(i) or cite(i) for i in looked_up or list(ids)[:1]][:most]
    lines = [f"- {say(c.title)}" + (f" {c.url}" if c.url else "") for c in cited]
    return "\n".join((say("Sources:"), *lines)) if lines else ""
