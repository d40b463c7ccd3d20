"""The written answers about the treatment and what is put on the skin, short: first the answer, then why, with the ids of the sources.

Facts and figures are the founding article's and the clinical brief's. GENERAL among the sources says that it is general knowledge that was
not looked up.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from glidecheck.chat.tongue import msg
from glidecheck.chat.topics import Topic, Written

ADVICE: Mapping[Topic, Written] = MappingProxyType(
    {
        Topic.SAFE: Written(
            msg("Microneedling itself is held to be low risk while you are breastfeeding, if it is done cleanly."),
            msg(
                "What counts is what is put on: open channels let far more into the body. So: no retinoid (vitamin A); numbing cream "
                "on intact skin only, off before the first pass; on needled skin only plain, sterile hyaluronic acid. Many providers "
                "advise to wait until after breastfeeding."
            ),
            ("FOUNDING",),
        ),
        Topic.FEEDING: Written(
            msg(
                "You can go on breastfeeding right away: needling, and numbing cream on intact skin, are no reason to wait or to throw "
                "milk away."
            ),
            msg(
                "References ask for no pause after lidocaine; they speak of intact skin, for needled skin nothing was measured. Wash your "
                "hands first, put nothing on breast or nipple, and keep treated skin away from your baby's mouth and skin. One use of a "
                "cream by accident is no reason to stop either."
            ),
            ("LM_LIDO", "EL_LIDO", "FOUNDING"),
        ),
        Topic.CONTACT: Written(
            msg("Not on or against the treated skin: keep it away from your baby's mouth and skin for about 72 hours."),
            msg(
                "Longer if it is red, wet or crusted, or has anything on it. Cuddle with a clean cloth between, wash your hands, and go on "
                "breastfeeding as before. Did your baby lick or touch what was on you? Wipe your baby's mouth and hands, and call a poison "
                "line or a doctor."
            ),
            ("FOUNDING", "LM_TRET", "GENERAL"),
        ),
        Topic.SUPPLY: Written(
            msg("Needling itself is unlikely to change your milk, and the milk stays safe."),
            msg(
                "Pain and stress can hold back the let-down for a while: adrenaline works against oxytocin. Stress also raises "
                "cortisol in milk; what that means for the baby is not fully known. Feed or pump often, rest, ease the pain. Ask a "
                "midwife or doctor if it is not back in a few days, or if your baby has fewer wet nappies."
            ),
            ("FOUNDING", "GENERAL"),
        ),
        Topic.PAIN: Written(
            msg("It can hurt, and there is help that goes with breastfeeding."),
            msg(
                "Feed before the appointment, and ask for pauses and fewer passes. Numb intact skin only, and have the cream taken off "
                "before the first pass. A cool pack is fine, too. Strong pain can hold back the let-down for a while; the milk stays "
                "safe. It is fine to stop, or to choose another day."
            ),
            ("FOUNDING", "GENERAL"),
        ),
        Topic.AFTERCARE: Written(
            msg("After about 72 hours, not before, and later if the skin is still red, wet or crusted."),
            msg(
                "Until then nothing goes on it but a plain glide and what your provider gives you. No makeup, sunscreen or creams; no "
                "sweat, pool, sauna or sun. Lukewarm water and shade are fine. In a study the channels closed after 58 to 63 hours, on "
                "arm and belly. Retinoids wait until you no longer breastfeed."
            ),
            ("PORE_H", "FOUNDING", "GENERAL"),
        ),
        Topic.NUMBING: Written(
            msg("Only on intact skin, taken off before the first pass, and with your provider's word."),
            msg(
                "Lidocaine is generally held to go with breastfeeding, but needled skin takes up far more. A small area, for the time "
                "on the label, never on or near the nipple, never again between passes. Without a prescription no more than 4 % "
                "lidocaine, and none whose strength is not printed. Send me a photo of the box, and I check it."
            ),
            ("FOUNDING", "LM_LIDO", "FDA_LIDO"),
        ),
        Topic.NUMBING_USE: Written(
            msg("Only for the time on its label, and taken off completely before the first pass: not during the needling."),
            msg(
                "No second layer between passes, none on needled skin, no large area, never on or near the nipple. No cling film "
                "unless the label asks for it: film, heat and time push more into your blood. Numb mouth, metallic taste, ringing "
                "ears, dizziness or twitching? Wipe it off and call 112, 911 or your country's number."
            ),
            ("FOUNDING", "FDA_LIDO2", "LUZ"),
        ),
        Topic.GLIDE: Written(
            msg("Plain hyaluronic acid in water or salt water, with nothing else in it. It must be sterile, and for one use."),
            msg(
                "Plasma of your own blood is acceptable, too. Vitamin C, acids, peptides, plant extracts, perfume and preservatives "
                "make it no pure glide: lasting lumps were reported after needling with such serums. The front proves nothing: send me"
                " a photo of the whole ingredient list."
            ),
            ("FOUNDING", "EL_HA", "GRAN_HA"),
        ),
        Topic.HYALURON: Written(
            msg("Plain hyaluronic acid is fine while you breastfeed. But nothing else may be in the product, and it must be sterile."),
            msg(
                "It is a very large molecule that hardly reaches milk. But the name on the front says nothing of the rest: vitamin C, "
                "perfume or preservatives make it no pure glide. Send me a photo of the whole ingredient list, and I check it."
            ),
            ("EL_HA", "FOUNDING", "GRAN_HA"),
        ),
        Topic.CLAIMS: Written(
            msg("No: words on the front, or what a seller says, prove nothing."),
            msg(
                '"Natural", "clean", "vegan" or "pregnancy safe" say nothing about needled skin, and a retinoid can stand behind them.'
                " Only the whole ingredient list counts: send me a photo of it. If there is no list, or nobody tells you what is in "
                "it, do not let it be put on your skin."
            ),
            ("FOUNDING", "GENERAL"),
        ),
        Topic.RETINOIDS: Written(
            msg("AVOID: no retinoid before, during or after needling while you are breastfeeding, at any strength."),
            msg(
                "That is retinol, retinal, tretinoin, adapalene, all names with retinyl, and all that is called vitamin A. On intact "
                "skin references rate them as low risk. Needled skin is open, and what then reaches milk was not measured. One use by "
                "accident is by itself no reason to stop breastfeeding."
            ),
            ("FOUNDING", "LM_TRET", "SPS_ACNE"),
        ),
        Topic.RETINOID_WHEN: Written(
            msg("AVOID: retinoids wait until you no longer breastfeed, before needling as well as after it."),
            msg(
                "I know of no sourced number of days between the last use and needling. Tell your provider when it was, and wait until the "
                "skin is calm and no longer peels. Needled skin is open, and what then reaches milk was not measured. An earlier use is by "
                "itself no reason to stop breastfeeding."
            ),
            ("FOUNDING", "LM_TRET", "GENERAL"),
        ),
        Topic.RETINOID_INTACT: Written(
            msg("AVOID with needling; without it, references on breastfeeding rate retinoid creams as low risk."),
            msg(
                "Little passes through intact skin. Not on the breast, not where your baby's mouth or skin touches, and ask your doctor. "
                "Having used one so far is by itself no reason to stop breastfeeding. Needled skin is open: there, no retinoid before, "
                "during or after. Retinoid pills are another matter: they do not go with breastfeeding."
            ),
            ("LM_TRET", "SPS_ACNE", "FOUNDING"),
        ),
        Topic.PRP: Written(
            msg("Yes: plasma of your own blood (PRP, PRF) is held to be acceptable while breastfeeding, because it is your own."),
            msg(
                "Nothing was measured in milk. What matters is clean handling: in a spa without a licence people caught HIV. Ask that "
                "everything is sterile, opened before you and used once. Platelets, lysates or exosomes of other people are something "
                "else: not while breastfeeding."
            ),
            ("FOUNDING", "CDC_PRP", "EXO"),
        ),
        Topic.EXOSOME: Written(
            msg("No: exosomes, fluids of stem cells, and all that comes from other people's cells are AVOID while you breastfeed."),
            msg(
                "Nobody has studied them in breastfeeding, and they come from donors. Exosomes of plants, PDRN or salmon DNA, "
                "polynucleotides and growth factors are CAUTION: not cleared for needled skin. Accepted are plain, sterile hyaluronic acid "
                "and plasma of your own blood."
            ),
            ("EXO", "PDRN", "FOUNDING"),
        ),
        Topic.PAINKILLER: Written(
            msg("Most often ibuprofen or paracetamol (acetaminophen): both go with breastfeeding, at the dose on the pack."),
            msg(
                "Very little reaches milk. Ask a pharmacist or doctor first if you have another illness or take other medicine. Not "
                "without your doctor: codeine (also in Tylenol 3), tramadol and other opioids. They can make a baby too sleepy and slow"
                " its breathing. No regular aspirin either. A baby who is limp or hard to wake needs the emergency number at once."
            ),
            ("IBU_BI", "FDA_COD", "GENERAL"),
        ),
        Topic.ANTIBIOTIC: Written(
            msg("No, go on breastfeeding: most antibiotics that are given for skin go with it."),
            msg(
                "Tell the doctor and the pharmacist that you breastfeed, and take it to the end as prescribed. Keep creams off the "
                "breast and away from your baby. See a doctor the same day if redness spreads, with pus or fever, or if your baby gets"
                " a rash or bad diarrhoea."
            ),
            ("SPS_ABX", "MURASE", "GENERAL"),
        ),
        Topic.BOTOX: Written(
            msg("Ask the doctor who would inject it: after use in the face, next to nothing of it was found in milk."),
            msg(
                "The reference on breastfeeding asks for no special precautions, yet many wait, since it is not needed. It is an "
                "injection, no glide, and not for freshly needled skin. A doctor should do it, with a labelled product. I judge only "
                "what is put on the skin."
            ),
            ("LM_BOT", "MURASE", "TRIV17"),
        ),
        Topic.FILLER: Written(
            msg("Ask a doctor, and better wait: fillers were not studied while breastfeeding, and are not needed now."),
            msg(
                "Hyaluronic acid hardly reaches milk, but an injection can bleed, infect or close a vessel, and numbing agents are often "
                "mixed in. It is no glide: nothing of the kind on needled skin. I judge only what is put on the skin."
            ),
            ("EL_HA", "TRIV17", "GENERAL"),
        ),
        Topic.LASER: Written(
            msg("Light and lasers do not reach milk by themselves; ask the doctor who does it, and mind the numbing cream."),
            msg(
                "On large areas numbing cream can poison you. Without a prescription no more than 4 % lidocaine, on a small area, for "
                "the time on the label. Never near the nipple, and not on freshly needled skin. What is not needed can wait until after"
                " breastfeeding."
            ),
            ("TRIV17", "FDA_LIDO2", "GENERAL"),
        ),
        Topic.ALTERNATIVES: Written(
            msg("Yes: a gentle peel on intact skin (glycolic or lactic acid), a facial, or light therapy, instead of needling."),
            msg(
                "In its place, not together with it. Salicylic and TCA peels are to be avoided or used with care. A facial without "
                "vitamin A products. Or wait until after breastfeeding. Send me what would be put on: I judge it for needled skin, so "
                "a peel will not be cleared here."
            ),
            ("FOUNDING", "TRIV17"),
        ),
        Topic.POSTPONE: Written(
            msg("Yes, waiting is the safest way: many providers postpone what is not needed until after breastfeeding."),
            msg(
                "No guideline names a number of weeks after birth or weaning; ask your provider or midwife. If you do not want to wait:"
                " no retinoid, and new needles. Numbing cream only on intact skin, and off before the first pass. On needled skin only "
                "plain, sterile hyaluronic acid."
            ),
            ("FOUNDING",),
        ),
        Topic.HOME: Written(
            msg("Better not at home: do not needle yourself, and never share a roller or use one that was used before."),
            msg(
                "Alcohol does not make it sterile: germs and blood of others go into open skin, and you cannot see how deep you go. A "
                "trained provider with new needles is the safer way, or wait. On rolled skin nothing but plain sterile hyaluronic acid"
                " for 72 hours: no minoxidil, no vitamin C, no retinoid."
            ),
            ("FOUNDING", "CDC_PRP", "BFM_MINOX"),
        ),
        Topic.DEPTH: Written(
            msg("No depth is known to be safer for milk: it was not measured. Let a trained provider or doctor choose it."),
            msg(
                "Deeper needles open more and hurt more, but short ones open the skin, too: a 0.5 mm roller let clearly more numbing "
                "agent through. For your baby it counts more what is put on: no retinoid, numbing cream off before, only plain sterile"
                " hyaluronic acid."
            ),
            ("LUZ", "FOUNDING", "GENERAL"),
        ),
        Topic.PREGNANCY: Written(
            msg("Not while you are pregnant, and ask your doctor or midwife: my verdicts are for breastfeeding only."),
            msg(
                "Treatments that are not needed are postponed in pregnancy. No retinoid of any kind: by mouth they gravely harm an "
                "unborn child, and on the skin they are not used either. No numbing cream without your doctor. Was something used "
                "before you knew? Tell your doctor or midwife what it was, this week."
            ),
            ("TRIV17", "GENERAL"),
        ),
        Topic.BREAST: Written(
            msg("No: no needling and no cream of it on or near breast, nipple or areola while you breastfeed."),
            msg(
                "Your baby's mouth would meet it, numbing cream can numb and poison a baby, and broken skin there gets infected "
                "easily. That holds for retinoids, too. Stretch marks can wait until after weaning. For sore nipples ask a midwife or "
                "breastfeeding counsellor today."
            ),
            ("FOUNDING", "EL_LIDO", "EL_COSM"),
        ),
        Topic.SCAR: Written(
            msg("Away from the breast it can be done once the skin has long healed; ask the doctor who knows the scar."),
            msg(
                "The same rules hold: no retinoid, only plain sterile hyaluronic acid, new needles. Numbing cream on a small area of "
                "intact skin only, and off before the first pass. Not on wounds, active acne, cold sores, eczema, moles or keloids. I "
                "found no source for when a caesarean scar is ready."
            ),
            ("FOUNDING", "GENERAL"),
        ),
        Topic.INFECTION: Written(
            msg("See a doctor the same day for redness that spreads, pain or swelling that grows, pus, fever or feeling ill."),
            msg(
                "Tingling and grouped blisters after one or two days can be herpes. Say that you are breastfeeding: most creams against"
                " infection can be used. Swollen face, trouble breathing, numb mouth, ringing ears or fainting? A baby who is limp, "
                "blue or hard to wake? Call 112, 911 or your country's number now."
            ),
            ("FOUNDING", "SPS_ABX", "JCAD_HSV"),
        ),
        Topic.NORMAL: Written(
            msg("Usually yes: light redness, tightness, dryness or flaking that gets better from day to day is expected."),
            msg(
                "Put nothing on it for 72 hours but a plain glide and what your provider gave you. See a doctor the same day if redness "
                "spreads or grows after the second day, with pus, fever, growing pain or grouped blisters. Swollen face, hives, trouble "
                "breathing? Call 112, 911 or your country's number."
            ),
            ("FOUNDING", "JCAD_HSV", "GENERAL"),
        ),
        Topic.DIAGNOSIS: Written(
            msg("I cannot examine or diagnose: I am a program that checks labels. Show it to a doctor."),
            msg(
                "The same day if it is hot, spreads, oozes, hurts more or comes with fever; a breast that is hard, red and painful, too. "
                "Photos of skin are not judged here, only photos of labels."
            ),
            ("FOUNDING", "GENERAL"),
        ),
    }
)
