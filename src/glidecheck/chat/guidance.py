"""What is answered without a label: "I already used it", the questions of the founding article, help and failures.

Facts and figures are the founding article's and the clinical brief's; each answer names its sources. A paragraph is one message of the
catalogue, so that a translator sees it whole.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from types import MappingProxyType

from glidecheck.chat.asks import Topic
from glidecheck.chat.tongue import ENGLISH, LANGUAGES, Tongue, msg
from glidecheck.report.knowledge import Citation, cite
from glidecheck.report.view import CLOSING

MOST_SOURCES = 3
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
    }
)
"""Sources of answers that no rule cites, so that the lexicon does not carry them."""

URGENT_SIGNS = msg(
    "Get help at once for: numb mouth or tongue, metallic taste, ringing ears, dizziness, twitching or a seizure, trouble "
    "breathing, chest pain, blue or grey "
    "skin, a swollen face. And if your baby is limp, blue or hard to wake."
)
NOW = msg("If you or your baby have any of this now, do not wait for an answer here: get medical help.")

# ------------------------------------------------------------------ questions

_INFECTION = (
    msg(
        "Signs of infection after needling, mostly within days: redness that spreads, swelling or pain that grows, warmth, pus or "
        "other discharge, fever, "
        "feeling ill. Tingling and grouped blisters after one or two days can be herpes."
    ),
    msg(
        "See a doctor the same day and say that you are breastfeeding: most creams against infection can be used then. Left alone, "
        "an infection that spreads "
        "can mean a hospital stay."
    ),
    URGENT_SIGNS,
    NOW,
)

_ANSWERS: Mapping[Topic, tuple[tuple[str, ...], tuple[str, ...]]] = MappingProxyType(
    {
        Topic.INFECTION: (_INFECTION, ("FOUNDING", "SPS_ABX", "JCAD_HSV")),
        Topic.SAFE: (
            (
                msg(
                    "Microneedling itself works on the skin alone and is held to be of low risk while breastfeeding when it is "
                    "done cleanly; it is unlikely to "
                    "change your milk. What counts is what is put on: open channels let far more into the body."
                ),
                msg(
                    "So: no retinoid (vitamin A) of any kind; numbing cream on intact skin only, taken off before the first pass; "
                    "on needled skin only plain, "
                    "sterile hyaluronic acid, or plasma of your own blood. Many providers advise to wait until after breastfeeding."
                ),
                msg("Send me photos of what is to be used, front and ingredient list, and I check them."),
            ),
            ("FOUNDING",),
        ),
        Topic.NUMBING: (
            (
                msg(
                    "Numbing cream: ask your provider, and tell them that you are breastfeeding. Lidocaine is generally held to go "
                    "with breastfeeding; but needled "
                    "skin takes up far more of it than intact skin."
                ),
                msg(
                    "On intact skin only, on a small area, for the time on its label, and taken off completely before the first "
                    "pass. Never on or near nipple or "
                    "areola, never on needled skin, never again between passes."
                ),
                msg(
                    "Not without a prescription: more than 4 % lidocaine. Not at all: a cream whose strength is not printed. Send "
                    "me a photo of the box, and I "
                    "check it."
                ),
                URGENT_SIGNS,
            ),
            ("FOUNDING", "LM_LIDO", "FDA_LIDO"),
        ),
        Topic.GLIDE: (
            (
                msg(
                    "What may glide: plain hyaluronic acid (sodium hyaluronate) in water or salt solution, sterile and for one "
                    "use, with nothing else in it. Plasma "
                    "of your own blood is acceptable, too."
                ),
                msg(
                    "Vitamin C, acids, peptides, plant extracts, fragrance and preservatives make it no pure glide: lasting skin "
                    "reactions were reported after "
                    "needling with such serums."
                ),
                msg('"Hyaluronic acid" on the front proves nothing. Photograph the whole ingredient list, and I check it.'),
            ),
            ("FOUNDING", "EL_HA", "GRAN_HA"),
        ),
        Topic.PRP: (
            (
                msg(
                    "Platelet-rich plasma (PRP) of your own blood is held to be acceptable while breastfeeding, because it is your "
                    "own; no measurement in milk was "
                    "found."
                ),
                msg(
                    "What matters is how it is handled: in a spa without a licence, people caught HIV through such treatments. Ask "
                    "that everything is sterile, opened "
                    "before you and used once. Platelets, lysates or exosomes of other people are something else: not while breastfeeding."
                ),
            ),
            ("FOUNDING", "CDC_PRP", "EXO"),
        ),
        Topic.RETINOIDS: (
            (
                msg(
                    "Retinoids are AVOID before, during and after needling while you are breastfeeding, at any strength: retinol, "
                    "retinal, retinyl palmitate and other "
                    "esters, tretinoin, adapalene, everything called vitamin A."
                ),
                msg(
                    "References on breastfeeding rate them as low risk on intact skin. Needled skin is open, and what then reaches "
                    "milk has not been measured: this is "
                    "a precaution. One use by accident is by itself no reason to stop breastfeeding."
                ),
            ),
            ("FOUNDING", "LM_TRET", "SPS_ACNE"),
        ),
        Topic.ALTERNATIVES: (
            (
                msg(
                    "Instead of needling, while you are breastfeeding: a gentle peel on intact skin (glycolic or lactic acid), a "
                    "facial, light therapy. In its place, "
                    "not together with it. Or wait until after breastfeeding."
                ),
                msg("Show me what would be put on your skin: I judge it for needled skin, so a peel will not be cleared here."),
            ),
            ("FOUNDING", "TRIV17"),
        ),
        Topic.POSTPONE: (
            (
                msg(
                    (
                        "Waiting is the safest way: many providers advise to postpone a treatment that is not needed, such as "
                        "microneedling, until after breastfeeding."
                    )
                ),
                msg(
                    "If you do not want to wait: no retinoid, numbing cream only on intact skin and off before the first pass, "
                    "only plain sterile hyaluronic acid on "
                    "needled skin, sterile single-use needles."
                ),
            ),
            ("FOUNDING",),
        ),
        Topic.PAIN: (
            (
                msg(
                    "Pain and stress matter: a rush of adrenaline can hold back oxytocin, and with it the let-down, for a while. "
                    "Stress also raises cortisol in milk; "
                    "what that means for the baby is not fully known, and the milk stays safe and nourishing."
                ),
                msg(
                    "What can help: feed before the appointment, ask for pauses and fewer passes, numb intact skin only and have "
                    "it taken off before needling, and take "
                    "quiet time with your baby afterwards. It is fine to stop, or to choose another day."
                ),
            ),
            ("FOUNDING", "GENERAL"),
        ),
        Topic.STERILE: (
            (
                msg(
                    "Needling opens the skin to germs. Ask for sterile single-use needles that are opened before you, clean hands "
                    "and new gloves, and that only sterile "
                    "material touches needled skin. Do not needle yourself with a roller that was used before."
                ),
                msg(
                    "Ask what your skin is cleaned with: not with iodine, which passes through open skin and gathers in milk. "
                    "Whether a product is sterile cannot be "
                    "read from its ingredients."
                ),
            ),
            ("FOUNDING", "CDC_PRP", "EL_PVPI"),
        ),
        Topic.AFTERCARE: (
            (
                msg(
                    "For 72 hours after needling put nothing on the treated skin but a plain glide and what your provider gives "
                    "you; longer while the skin is red, wet "
                    "or crusted."
                ),
                msg(
                    "Why 72 hours: in a study on people the channels closed after 58 to 63 hours on average, on arm and belly, not "
                    "on the face. It is inferred from "
                    "that, no guideline. Greasy or airtight covers can keep them open longer."
                ),
                msg(
                    "Keep treated skin away from your baby's mouth and skin, and wash your hands before you feed. Retinoids wait until "
                    "you no longer breastfeed."
                ),
            ),
            ("PORE_H", "PORE_R", "FOUNDING"),
        ),
        Topic.FEEDING: (
            (
                msg(
                    "You can go on breastfeeding: neither needling nor one use of a cream by accident is by itself a reason to "
                    "stop, or to throw milk away. Ask your "
                    "doctor if you are not sure."
                ),
                msg(
                    "Put nothing on breast or nipple, wash your hands, and keep treated skin away from your baby's mouth and skin. "
                    "References ask for no pause after "
                    "lidocaine; they speak of intact skin, and for needled skin nothing was measured."
                ),
                URGENT_SIGNS,
            ),
            ("LM_LIDO", "EL_LIDO", "FOUNDING"),
        ),
    }
)


def question(topic: Topic, say: Tongue) -> str:
    """The written answer to a question, with its sources."""
    paragraphs, ids = _ANSWERS[topic]
    return "\n\n".join([*(say(p) for p in paragraphs), sources(ids, say), say(CLOSING)])


# ------------------------------------------------------------------ already used

_USED = (
    msg(
        "Now: put on no more of it. If it is still on your skin, take it off gently with clean water or sterile salt solution, "
        "without rubbing. Wash your hands. Keep "
        "that skin away from your baby's mouth and skin, and put nothing on breast or nipple."
    ),
    msg(
        "If the needling has not begun: say so before it does; your skin can be cleaned, or another day chosen. If it is done: "
        "tell your provider what it was, its "
        "strength, when and how much."
    ),
    msg(
        "For 72 hours nothing else on that skin but a plain glide, longer while it is red, wet or crusted: the channels need about "
        "that long to close (inferred from a "
        "study, no guideline)."
    ),
    msg("One use by accident is by itself no reason to stop breastfeeding. Ask your doctor if you are not sure."),
)


def used(say: Tongue) -> str:
    """What to do when a product is on the skin already, without sources and closing line: the verdict follows, if there is one."""
    return "\n\n".join(say(p) for p in (*_USED, URGENT_SIGNS))


USED_SOURCES = ("PORE_H", "FOUNDING")

# ------------------------------------------------------------------ help and other messages

_HELP = (
    msg("I check labels of skin care and numbing creams: may this touch freshly microneedled skin while you are breastfeeding?"),
    msg(
        'Send me:\n- photos of the front and of the ingredient list, together\n- or the ingredient list as text\n- or a name: "Is '
        'retinal ok?"\n'
        '- or a question: numbing cream, what glide, signs of infection, alternatives, postponing, pain, sterile work\n- or "I '
        'already used it"'
    ),
    msg(
        "I answer AVOID (do not use it), CAUTION (ask first, and I say what it is), REVIEW (too little was read or is known: not "
        "cleared) or GLIDE (suitable as a "
        "gliding medium)."
    ),
    msg(
        "/language changes the language. /forget deletes what I keep of this chat: names of products and verdicts, for a day. "
        "Photos are deleted after the answer."
    ),
)
_UNREVIEWED = msg("This translation was not reviewed by a clinician.")


def help_text(say: Tongue) -> str:
    """What can be sent, what the four words mean, what is kept."""
    unreviewed = () if say.code == ENGLISH else (say(_UNREVIEWED),)
    return "\n\n".join([*(say(p) for p in _HELP), " ".join((say(CLOSING), *unreviewed)), say(URGENT_SIGNS)])


class Notice(StrEnum):
    """A message that judges nothing."""

    READING = "reading"
    FORGOTTEN = "forgotten"
    LANGUAGE = "language"
    NO_LANGUAGE = "no_language"
    OTHER_KIND = "other_kind"
    RATE_LIMITED = "rate_limited"
    TOO_LARGE = "too_large"
    EXPIRED = "expired"
    NOT_A_PHOTO = "not_a_photo"
    UNREADABLE = "unreadable"
    ENGINE = "engine"
    TOO_SLOW = "too_slow"
    TOO_LONG = "too_long"


_NOTICES: Mapping[Notice, str] = MappingProxyType(
    {
        Notice.READING: msg("I am still reading your photo. The answer comes here; you need not send it again."),
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
        Notice.UNREADABLE: msg("The photo could not be opened: it is damaged or cut short. Send it again, as the camera made it."),
        Notice.ENGINE: msg(
            "The photo could not be read because something broke here. It was not judged: treat the product as not cleared, and send "
            "it again later."
        ),
        Notice.TOO_SLOW: msg(
            "Reading took too long, and I gave up. It was not judged: treat the product as not cleared. Send a photo of the ingredient "
            "list alone."
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
