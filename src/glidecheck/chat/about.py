"""The written answers for clinics, and about the bot itself."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from glidecheck.chat.tongue import LANGUAGES, msg
from glidecheck.chat.topics import Topic, Written
from glidecheck.model import Message

_NAMES = tuple(LANGUAGES.values())

CLINIC: Mapping[Topic, Written] = MappingProxyType(
    {
        Topic.CLINIC_GLIDE: Written(
            msg("Plain hyaluronic acid in water or salt water. It must be sterile, in ampoules for one use, with the whole list printed."),
            msg(
                "Without preservative, perfume, vitamin C, peptides or plant extracts. The package must say sterile and show batch and"
                " expiry date. I recommend no brand: send me photos of front and list before you buy, and take only what comes out as "
                "GLIDE. Plasma of the client's own blood is the other choice."
            ),
            ("FOUNDING", "EL_HA", "GRAN_HA"),
        ),
        Topic.CLINIC_STERILE: Written(
            msg("Only the package can tell: the word sterile, an unbroken seal, a batch number and an expiry date that has not passed."),
            msg(
                "No ingredient list and no photo proves it. Once open, use it at once, for one client, and throw the rest away. Past "
                "its date, or with a broken seal: do not use it. Write batch and expiry date into the client's record, so that a "
                "recall can be followed, and ask the maker when in doubt."
            ),
            ("CDC_PRP", "GENERAL"),
        ),
        Topic.STERILE: Written(
            msg("Yes: needles must be sterile, for one use, and opened before your eyes."),
            msg(
                "Ask also for clean hands, new gloves, a clean surface, and that only sterile material touches needled skin. Ask what your "
                "skin is cleaned with: not with iodine, which passes through open skin and gathers in milk. If it looks dirty, leave. "
                "Whether a product is sterile stands on its package, not in its ingredients."
            ),
            ("FOUNDING", "CDC_PRP", "EL_PVPI"),
        ),
        Topic.DISINFECT: Written(
            msg("Not with iodine (povidone-iodine, Betadine): it passes through open skin and gathers in milk."),
            msg(
                "Use a skin antiseptic that your infection rules name, such as alcohol or chlorhexidine. Use it on intact skin only, "
                "away from eyes and breast, and let it dry before the first pass. On needled skin only sterile salt solution. Was "
                "iodine used once? No reason to stop breastfeeding; tell your baby's doctor, above all for a newborn."
            ),
            ("EL_PVPI", "GENERAL"),
        ),
        Topic.CLINIC_AUDIT: Written(
            msg("With an audit: one command judges a whole shelf and writes a report to sign."),
            msg(
                "Photograph front and ingredient list of each product. Put the photos into one folder, a subfolder a product. Then run:"
                " glidecheck audit shelf/ -o audit.html -o audit.xlsx. What was not judged stands first; run it again, and only new "
                "photos are read. Here in the chat, send one product at a time, front and list together."
            ),
        ),
        Topic.CLINIC_FORM: Written(
            msg("I have no form to give you: let your insurer or a lawyer word the consent. This is what to ask and to write down."),
            msg(
                "Ask: is the client breastfeeding or pregnant, the baby's age, born early, a blood disorder (G6PD), allergies, "
                "medicines, retinoids, cold sores. Write down: every product with strength, batch and expiry date, the area, and when "
                "numbing cream went on and off. Tell her the warning signs, and that waiting is the safest way."
            ),
            ("FOUNDING", "EMLA_HK", "GENERAL"),
        ),
        Topic.CLINIC_POLICY: Written(
            msg("Your clinic may be stricter: I know of no guideline that forbids needling while breastfeeding, or names a date."),
            msg(
                "The treatment is held to be low risk; many providers postpone it all the same. A sound policy: no retinoids, numbing "
                "cream on intact skin only, only sterile plain hyaluronic acid, new needles, everything written down. Your own rules "
                "can be laid over mine: glidecheck audit shelf/ --policy clinic.yaml."
            ),
            ("FOUNDING",),
        ),
    }
)

BOT: Mapping[Topic, Written] = MappingProxyType(
    {
        Topic.WHO: Written(
            msg("I am a program, not a person and not a doctor."),
            msg(
                "I check labels of skin care and numbing creams for needled skin while breastfeeding, by fixed rules and published "
                "sources. For a person, ask your provider, midwife or doctor; in an emergency call 112, 911 or your country's number."
            ),
        ),
        Topic.ACCURACY: Written(
            msg("I am a program and I can be wrong; nothing here was reviewed by a clinician."),
            msg(
                "Where I am in doubt I say REVIEW or worse. GLIDE needs the whole list, read twice with the same result. Compare what "
                'I read with the label, and ask your provider. Write "sources" to see what an answer rests on.'
            ),
        ),
        Topic.KEEP: Written(
            msg("I delete your photos once I have answered, and I pass nothing on."),
            msg(
                "For a day I keep the names of products and what I said of them. For an hour I keep what we last spoke about. I keep "
                "your language, but not your name or number. /forget deletes it all. What the messenger itself keeps is up to the "
                "messenger."
            ),
        ),
        Topic.LANGUAGES: Written(
            msg("I speak eleven languages. Just write in yours."),
            Message(
                "Or set one of them, with /language es for instance: {names}, {more}.",
                names=", ".join(_NAMES[:6]),
                more=", ".join(_NAMES[6:]),
            ),
        ),
        Topic.OFFTOPIC: Written(
            msg("I cannot help with that: I only know about needling while breastfeeding, and what may be put on the skin for it."),
            msg("For food, medicines and your baby's health ask a midwife, doctor or pharmacist; for prices and dates ask your clinic."),
        ),
        Topic.INJECTION: Written(
            msg("I am a program: my answers follow the label and published sources, not orders in a message."),
            msg("Send me a photo of a label, an ingredient list, a name or a question."),
        ),
        Topic.RUDE: Written(
            msg("I am sorry that this did not help. I am a program, and I do not understand everything."),
            msg(
                'Ask it once more in other words, short: "How long until I can nurse?", "Is retinal ok?"; or send a photo of the '
                "ingredient list. If you or your baby feel ill, do not wait for me: call a doctor."
            ),
        ),
    }
)
