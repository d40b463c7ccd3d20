"""What is said first when something is urgent: whom to call, what to do at once, what to say there.

Each answer stands alone, without a verdict on a product, and holds at most 90 words; its first sentence is what to do now.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from glidecheck.chat.emergency import numbers
from glidecheck.chat.flags import Danger, Flag, Who
from glidecheck.chat.tongue import ENGLISH, Tongue, msg, tongue

_CRISIS = msg(
    "You are not alone, and there is help now. If you might harm yourself or your baby, call now: {emergency}. {crisis} Ask someone you "
    "trust to stay with you and your baby, and put pills and blades out of reach. Such thoughts can come from an illness after a birth "
    "(postpartum depression or psychosis). It can be treated: tell a doctor or midwife today."
)
_EXPOSED = msg(
    "Wipe your baby's mouth, tongue, hands and skin now with a clean wet cloth. Do not make your baby vomit. Then call, even if your baby "
    "seems well: {poison}. Say which product, its strength, how much and when. Is your baby limp, blue, hard to wake, jerking or breathing "
    "badly? Call now: {emergency}. Wash the product off your skin and hands before you feed or hold your baby again."
)
_BABY_ILL = msg(
    "Call now: {emergency}. What you write can be an emergency for your baby. Stay with your baby; the person or doctor on the phone "
    "tells you what to do. Wipe any cream from your baby's mouth and hands. Give nothing by mouth to a baby who is limp or hard to wake. "
    "Say what was on your skin or in your baby's mouth, how strong it was and when, and keep the package at hand."
)
_BABY_DOCTOR = msg(
    "Have your baby seen by a doctor today, or ask a midwife or nurse line now. Under three months, 38 °C (100.4 °F) or more needs a "
    "hospital at once. Wash any product off your skin and your baby's, and say what it was. Does your baby become limp, blue, hard to "
    "wake, jerking, breathe badly or drink nothing? Call now: {emergency}."
)
_TOXIC = msg(
    "Call now: {emergency}, and do not stay alone. These can be signs of too much numbing agent in your blood. Is numbing cream still on "
    "your skin? Wipe it off now, and no more needling. Let someone else hold your baby, and do not drive. Say which product it was, its "
    "strength, how much and when, and that you are breastfeeding. If it passes, see a doctor today all the same."
)
_OVERDOSE = msg(
    "Wipe it off now and wash the skin with water: too much numbing cream, or for too long, can poison you. Then call, even if you feel "
    "well: {poison}. Numb mouth, metallic taste, ringing ears, dizziness, twitching, a racing heart or trouble breathing? Call now: "
    "{emergency}. Do not stay alone, and put on no more. Say which product it was, its strength, how much and when."
)
_SWALLOWED = msg(
    "Spit out what is left, rinse your mouth with water, and do not make yourself vomit. Then call, even if you feel well: {poison}. Say "
    "which product, its strength, how much and when, and that you are breastfeeding. Numb mouth, dizziness, twitching, a racing heart, "
    "trouble breathing or a swollen throat? Call now: {emergency}."
)
_SWALLOWED_OTHER = msg(
    "Let them spit out what is left and rinse the mouth with water; no vomiting. Then call, even if they feel well: {poison}. Say who "
    "swallowed which product, its strength, how much and when. Very sleepy, twitching, a racing heart, trouble breathing or a swollen "
    "throat? Call now: {emergency}. Wash your hands, and keep the product away from your baby."
)
_ALLERGY = msg(
    "Call now: {emergency}, if face, lips, tongue or throat swell, if breathing is hard, or if there are hives all over or faintness. This "
    "can be a severe allergic reaction. Use an adrenaline pen if there is one. Wash the product off, and do not use it again. Only a small "
    "itchy spot? See a doctor today."
)
_EYES = msg(
    "Rinse the eye now with clean lukewarm water for 15 minutes, the lids held open; contact lenses out, no rubbing. Then call: {poison}. "
    "Strong pain, worse sight or a cloudy eye? Go to an emergency department or call now: {emergency}. For a baby's eye the same, and "
    "have your baby seen today."
)
_INFECTION = msg(
    "See a doctor today: this may be an infection of the treated skin, and it should not wait. Say that you had microneedling and that you "
    "are breastfeeding: there are antibiotics that go with it, and you can go on breastfeeding. Keep that skin clean and away from your "
    "baby. Shaking chills, confusion, a racing heart, or redness that spreads by the hour? Call now: {emergency}."
)
_BREAST = msg(
    "See a doctor today: a hard, red, hot or painful breast, above all with fever, may be mastitis. Go on breastfeeding or empty the "
    "breast gently. Put nothing from the treatment on breast or nipple. Shaking chills, pus, or redness that spreads by the hour? Go to an "
    "emergency department or call now: {emergency}."
)
_PILLS = msg(
    "Isotretinoin by mouth (capsules such as Accutane or Roaccutane) does not go with breastfeeding. Take no more of it and"
    " call your doctor or pharmacist today, before the next feed. They say how long to wait and how to keep your milk "
    "going. It can gravely harm an unborn child: say so if you could be pregnant. No microneedling meanwhile."
)
_EMERGENCY = msg(
    "Call now: {emergency}. What you write can be an emergency, above all in the weeks after a birth. Do not stay alone, and do not drive. "
    "Does it bleed? Press on it with a clean cloth. Is something harsh on the skin? Rinse it with running water for 20 minutes. Let "
    "someone else hold your baby. Say on the phone when you gave birth and what was done or used today."
)
_BLOOD = msg(
    "Wash the place now with soap and running water; do not squeeze or scrub. Then go to an emergency department or a "
    "doctor today, at best within hours. Treatment that prevents HIV must start within 72 hours, and there is protection "
    "against hepatitis B, too. Say whose blood it may be, when it happened, and that you are breastfeeding: they say "
    "whether to pause. Needles are for one person."
)
_CASE_BABY = msg(
    "Has it happened, or does your baby seem ill? First wipe your baby's mouth, hands and skin, then call {poison}. Limp, blue, hard to "
    "wake, jerking or breathing badly? Call now: {emergency}."
)
_CASE_SELF = msg(
    "Is it happening now? Hard breathing, fainting, twitching, numb mouth, swelling face or heavy bleeding: call now: {emergency}. Wipe "
    "off what is on the skin. Swallowed, in the eye, or too much of it: {poison}. Fever or pus: a doctor today."
)
_CASE_CRISIS = msg(
    "If you might harm yourself or your baby, or somebody harms you, you are not alone with it: call now: {emergency}. {crisis}"
)
_WHAT = msg("Is it you or your baby, and what happened? Write me that.")
_WHO = msg("Is it you or your baby? Write me that while you get help.")

_LOCAL = msg("the emergency number where you are (112 or 911 in many places)")
_POISON = msg("your poison line or a doctor")
_WHERE = msg("Write me your country, and I name its numbers.")
_OURS = msg("Crisis line: {line}.")
_LINE = msg("A crisis line of your country listens, day and night.")

_TEXTS: Mapping[Danger, str] = MappingProxyType(
    {
        Danger.CRISIS: _CRISIS,
        Danger.BABY_ILL: _BABY_ILL,
        Danger.EMERGENCY: _EMERGENCY,
        Danger.TOXIC: _TOXIC,
        Danger.ALLERGY: _ALLERGY,
        Danger.EXPOSED: _EXPOSED,
        Danger.EYES: _EYES,
        Danger.OVERDOSE: _OVERDOSE,
        Danger.SWALLOWED: _SWALLOWED,
        Danger.BLOOD: _BLOOD,
        Danger.PILLS: _PILLS,
        Danger.BABY_DOCTOR: _BABY_DOCTOR,
        Danger.BREAST: _BREAST,
        Danger.INFECTION: _INFECTION,
    }
)
"""The gravest first: the one text that is said of several dangers is the first of them."""

_OF_OTHERS: Mapping[Danger, str] = MappingProxyType({Danger.SWALLOWED: _SWALLOWED_OTHER})
"""What is said instead where it is about another adult."""

SOURCES: Mapping[Danger, tuple[str, ...]] = MappingProxyType(
    {
        Danger.EMERGENCY: ("AID_HEARHER", "AID_PPH", "AID_STROKE", "AID_CHEM"),
        Danger.BLOOD: ("AID_NEEDLE", "AID_HIV", "AID_HBV"),
    }
)
"""Where it was read, ids of sources; what stands here without is general knowledge."""


_CASES: Mapping[Danger, str] = MappingProxyType(
    {
        Danger.CRISIS: _CASE_CRISIS,
        Danger.BABY_ILL: _CASE_BABY,
        Danger.EXPOSED: _CASE_BABY,
        Danger.BABY_DOCTOR: _CASE_BABY,
    }
)
"""What is said first where it is not sure that anything is urgent; _CASE_SELF of all other dangers."""


WITH_ENGLISH = frozenset(("it", "pl", "uk", "ru", "ar"))
"""Languages whose first aid is the newest and was read by no native speaker: the English text follows, for whoever is asked."""


def answer(flags: Sequence[Flag], say: Tongue, country: str | None = None) -> tuple[str, ...]:
    """The messages that answer `flags` (at least one), the gravest danger's text first; `country` is an ISO 3166 code, None if unknown.

    Of several dangers the gravest is answered, and a second one in a message of its own where it is about another person or a crisis. In
    the languages of `WITH_ENGLISH` it is said in English too, in messages of its own.
    """
    told = _answer(flags, say, country)
    if say.code not in WITH_ENGLISH:
        return told
    return (*told, *_answer(flags, tongue(ENGLISH), country))


def _answer(flags: Sequence[Flag], say: Tongue, country: str | None) -> tuple[str, ...]:
    known = numbers(country)
    values = _values(country, say)
    dangers = [d for d in _TEXTS if any(f.danger is d for f in flags)]
    texts = [say(_text(d, flags), **values) for d in dangers[: 2 if dangers[0] is Danger.CRISIS else 1]]
    if all(f.who is Who.UNKNOWN for f in flags if f.danger is dangers[0]) and dangers[0] is not Danger.CRISIS:
        texts[-1] += "\n\n" + say(_WHO)
    elif known.emergency is None:
        texts[-1] += "\n\n" + say(_WHERE)
    return tuple(texts)


def sources(flags: Sequence[Flag]) -> tuple[str, ...]:
    """The ids of the sources of what is said of `flags`."""
    return tuple(dict.fromkeys(i for f in flags for i in SOURCES.get(f.danger, ("GENERAL",))))


def _text(danger: Danger, flags: Sequence[Flag]) -> str:
    others = all(f.who is Who.ADULT for f in flags if f.danger is danger)
    return _OF_OTHERS.get(danger, _TEXTS[danger]) if others else _TEXTS[danger]


def in_case(flags: Sequence[Flag], say: Tongue, country: str | None = None, *, alone: bool = True) -> str:
    """What to do in case the gravest of `flags` (at least one) is meant. `alone`: nothing is said behind it, and what happened is asked."""
    gravest = next(d for d in _TEXTS if any(f.danger is d for f in flags))
    text = say(_CASES.get(gravest, _CASE_SELF), **_values(country, say))
    return f"{text}\n\n{say(_WHAT)}" if alone else text


def _values(country: str | None, say: Tongue) -> dict[str, str]:
    """Whom to call in `country`, or how to find out."""
    known = numbers(country)
    return {
        "emergency": known.emergency or say(_LOCAL),
        "poison": known.poison or say(_POISON),
        "crisis": say(_OURS, line=known.crisis) if known.crisis else say(_LINE),
    }
