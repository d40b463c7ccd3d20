"""Texts in which something dangerous, or something unknown, hides from the list: none may be a GLIDE. And plain ones, which must stay one.

Each line is a way in which a wrong GLIDE was once had, most of them by a tester who knew the README alone.
"""

from __future__ import annotations

from itertools import product

import pytest

from glidecheck.model import Verdict
from glidecheck.pipeline import scan_text

DANGERS = ("retinol", "Retinyl Palmitate", "Tretinoin 0.05 %", "lidocaine", "Lidocaine HCl 4%", "ретинол")
AROUND = (
    "Ingredients ({}): Aqua, Sodium Hyaluronate.",
    "INCI ({}): Aqua, Sodium Hyaluronate.",
    "Zutaten ({}): Aqua, Sodium Hyaluronate.",
    "Ingredients({})\nAqua, Sodium Hyaluronate.",
    "Full ingredient list ({}): Aqua, Sodium Hyaluronate.",
    "Ingredients [{}]: Aqua, Sodium Hyaluronate.",
    "{} Ingredients: Aqua, Sodium Hyaluronate.",
    "Ingredients: Aqua ({}). Water. Sodium Hyaluronate",
    "Ingredients: Water - ({}) - Aqua - Sodium Hyaluronate",
    "Ingredients: Aqua, Sodium ({}) Hyaluronate.",
    "Ingredients: Aqua | {} I Sodium Hyaluronate l Citric Acid | Sodium Chloride",
    "Ingredients:\nAqua\n{}\nSodium Hyaluronate",
    "Ingredients: Aqua, Sodium Hyaluronate.\nAlso contains {}",
    "Distributed by {} GmbH\nIngredients: Aqua, Sodium Hyaluronate.",
)
UNKNOWN = (
    "RETYNOL",
    "Foobarium",
    "A-Palmitat",
    "Lyeocain 4%",
    "glyceryn extrect",
    "and Retynol",
    "Udocaine",
    "Vitaminas A",
    "ვიტამინი",
    "ויטמין A",
    "เรตินอยด์",
    "rctinoic a(id",
    "s o d i u m   r e t i n o y l",
    "???",
    "�����",
    "■■■■■",
    "ⓁⒾⒹⓄⒸⒶⒾⓃⒺ 4%",
    "🅡🅔🅣🅘🅝🅞🅛",
    "0.3%",
)
LAST = (
    "Ingredients:\nAqua\nSodium Hyaluronate\n{}",
    "Ingredients:\nAqua\n{}\nSodium Hyaluronate",
    "Ingredients:\n\nAqua\n\nSodium Hyaluronate\n\n{}",
    "Ingredients: Aqua, {}, Sodium Hyaluronate",
)
FRONTS = (
    "Our best Retin-A cream",
    "Pairs well with our Retin-A serum",
    "Brand Retin-A micro for face",
    "Zenatane",
    "Retynol Serum",
    "Hetinol 1%",
    "Udocaine cream",
    "ret!nol serum",
    "re†inol",
    "r3tin0l",
    "retinøl serum",
    "ʀᴇᴛɪɴᴏʟ",
    "رتينول",
    "X Serum with Re-\ntinol.",
    "With lido-\ncaine.",
    "Anesthésique local",
    "обезболивающий крем",
    "麻酔クリーム",
    "마취크림",
    "Purpose: Topical analgesic",
    "Never without retinol",
    "Never look old again with retinol",
    "Do not apply on sunny days with retinol inside",
    "Do not use this serum with retinol on irritated skin",
    "nie mehr Falten mit Retinol",
    "no envejezcas con retinol",
    "ne vieillissez jamais avec le rétinol",
    "não envelheça com retinol",
    "non invecchiare con il retinolo",
    "nooit meer rimpels met retinol",
    "Do not use with other retinoids",
    "Nicht mit anderen Retinoiden verwenden",
    "Do not use without lidocaine",
    "nie ohne Retinol",
    "jamais sans rétinol",
    "nunca sin retinol",
    "mai senza retinolo",
    "sans rétinol 1%",
    "Retinol Free gift inside",
    "Retinol free your skin",
    "Lidocain frei verkäuflich",
    "1 0% retinol",
    "0%\nretinol 1%",
    "no retinol? Think again",
    "Works like retinol 1%",
    "Made in France with vit. A",
    "Numb 520",
    "tret 0.025",
    "Filler with 0.3% lido",
    "bio-retinol",
    "Betäubungscreme",
    "krim anestesi",
    "adormece la piel",
    "engourdissant",
    "Numbimg gel",
    "Topical Anestetic",
    "Pain relief cream",
    "CAS 302-79-4",
    "137-58-6",
    "Serum VitA 30 ml",
    "ⓡⓔⓣⓘⓝⓞⓛ",
    "not free of retinol",
    "retinol-free? No!",
    "TWYNEO",
    "Крем Эмла",
    "Salicylic",
    "with essential oils",
    "Rose scented",
    "hydroquinon",
    "TCA peel",
    "早C晚A",
    "No retinol is stronger than ours",
    "Without retinol there is no glow",
    "Ohne Retinol geht es nicht",
    "Isn't retinol-free",
    "Formerly retinol-free",
    "Ask for our retinol-free version",
    "Also available without lidocaine",
    "Vollständige Liste siehe Faltschachtel",
    "Liste complète sur l'étui",
    "continues on base",
    "page 1 of 2",
    "mit Kamille",
    "Schmerzfrei in 10 Minuten",
    "Painless microneedling gel",
    "TINOL SERUM",
    "CAS No 137 58 6",
    "Do not use if pregnant\nor breastfeeding",
    "NOT RECOMMENDED FOR NURSING MOTHERS",
    "Nicht in der Stillzeit anwenden",
    "Déconseillé pendant l'allaitement",
    "No usar durante el embarazo o la lactancia",
    "Jangan digunakan oleh ibu menyusui",
    "授乳中の方は使用しないでください",
    "Prescription medicine",
    "Apothekenpflichtig",
    "Lipolysis ampoule",
    "Hyaluronic Acid 2% + B5",
    "Juvederm Ultra XC",
    "Dermal filler with BDDE",
    "Sunburn alert: contains AHA",
    "Multivitamin ampoule",
    "Whitening cream",
    "Delay spray for men",
    "Placenta ampoule",
)
OTHERS = (
    "Ingredients:\n1. Aqua\n2. Sodium Hyaluronate\n4. Citric Acid",
    "Ingredients: 1. Aqua 2. Sodium Hyaluronate 3. Xyloquent",
    "Ingredients: 2. Aqua 3. Sodium Hyaluronate",
    "Ingredients: Aqua, Lidocaine free base, Sodium Hyaluronate.",
    "Ingredients: Aqua, Lidocaine\nfree base 4%, Sodium Hyaluronate.",
    "Ingredients: Aqua, Retinol free form, Sodium Hyaluronate.",
    "Active ingredient: Lidocaine free base\nIngredients: Aqua, Sodium Hyaluronate.",
    "Ingredients: Aqua, Without retinol 1%, Sodium Hyaluronate.",
    "Ingredients (inactive): Aqua, Sodium Hyaluronate.",
    "Ingredients (key): Aqua, Sodium Hyaluronate.",
    "Ingredients: Aqua, Sodium Hyaluronate, 1%.",
    "Ingredients: Aqua, Sodium Hyaluronate (plant).  Retynol",
    "Ingredients: Aqua (plant derived retynol), Sodium Hyaluronate.",
    "Ingredients: Aqua, Sodium Hyaluronate (natural fragance).",
    "Ingredients (???): Aqua, Sodium Hyaluronate.",
    "Ingredients (🅡🅔🅣): Aqua, Sodium Hyaluronate.",
    "Ingredients: Aqua, ..., Sodium Hyaluronate",
    "Ingredients: Aqua, Sodium Hyaluronate, ____",
    "Ingredients: Aqua, Sodium Hyaluronate [...]",
    "Foobarium\n• Hyaluronic Acid\n• Citric Acid\n• Sodium Hydroxide",
    "Contains reti\nnol. Ingredients: Aqua, Sodium Hyaluronate.",
    "成分(レチノール):水、ヒアルロン酸Na",
    "Ingrédients: Sodium Hyaluronate * (EUPIV|ACAINE) * Hyaluronic Acid *organic",
)
PLAIN = (
    "Ingredients:\n1. Aqua\n2. Sodium Hyaluronate\n",
    "Ingredients: 1) Aqua 2) Sodium Hyaluronate",
    "Ingredients: Aqua, Sodium Hyaluronate.",
    "Ingredients: Aqua, Sodium Hyaluronate",
    "Ingredients (INCI): Aqua, Sodium Hyaluronate.",
    "Ingredients (EU): Aqua, Sodium Hyaluronate.",
    "Ingredients:\nAqua\nSodium Hyaluronate\nSodium Chloride",
    "Ingredients: Aqua, Sodium Hyaluronate (low molecular weight).",
    "Ingredients: Aqua (purified), Sodium Hyaluronate (medium molecular weight), Hyaluronic Acid.",
    "Bahan-bahan: Aqua, Sodium Hyaluronate.",
    "Gliding cream\nIngredients: Aqua, Sodium Hyaluronate.",
    "Ingredients: Aqua, Sodium Hyaluronate\n\nDirections: apply to the skin.",
    "Ingredients: Aqua, Sodium Hyaluronate\nKeep out of reach of children.",
    "Ingredients: Aqua, Sodium Hyaluronate\n30 ml",
    "Ingredients: Aqua | Sodium Hyaluronate I Citric Acid | Sodium Chloride",
    "Hyaluronic acid, CAS 9004-61-9. Unscented.\nIngredients: Aqua, Sodium Hyaluronate.",
    "HA Serum 1 %\nIngredients: Aqua (Water), Sodium Hyaluronate 1.5 %, Citric Acid.",
    "Halona HA Essence\nIngredients: Aqua, Sodium Hyaluronate.\nClose tightly after use.\n10 ml Made in the EU 12M\nLOT 17018 EXP 02/2030",
)
DENIED = (
    "Retinol-free",
    "Alcohol free. Retinol free. Vegan.",
    "Lidocaine-free formula.",
    "Free of retinol, parabens and perfume",
    "0% retinol",
    "Without retinol",
    "sans rétinol",
    "ohne Retinol",
    "retinolfrei",
    "A gentle alternative to retinol",
    "Enthält kein Retinol.",
    "Ne contient pas de rétinol.",
    "Does not contain retinol, parabens or perfume.",
    "Tanpa retinol, tanpa parfum",
    "Ohne Duftstoffe",
    "If irritation continues, stop.",
    "Do not use with retinol.",
    "Wait 24 hours after using retinol.",
    "Nicht zusammen mit Retinol verwenden.",
    "Ne pas associer au rétinol.",
    "Evitar el uso simultáneo con retinol.",
    "Non utilizzare con retinolo.",
    "Não usar em conjunto com retinol.",
    "Niet combineren met retinol.",
    "Nie łączyć z retinolem.",
    "Jangan gunakan bersama retinol.",
    "Не использовать вместе с ретинолом.",
    "If pregnant, ask a doctor.",
    "Suitable for nursing mothers.",
    "For acne-prone skin.",
    "In der Stillzeit geeignet.",
    "Convient pendant l'allaitement.",
    "Aman untuk ibu menyusui.",
)


@pytest.mark.parametrize("text", [way.format(name) for way, name in product(AROUND, DANGERS)])
def test_a_danger_beside_or_within_the_list(text: str) -> None:
    assert scan_text(text).verdict is not Verdict.GLIDE


@pytest.mark.parametrize("text", [way.format(name) for way, name in product(LAST, UNKNOWN)])
def test_a_name_that_nobody_knows(text: str) -> None:
    assert scan_text(text).verdict is not Verdict.GLIDE


@pytest.mark.parametrize("front", FRONTS)
def test_a_front_that_speaks_of_danger(front: str) -> None:
    assert scan_text(f"{front}\nIngredients: Aqua, Sodium Hyaluronate.").verdict is not Verdict.GLIDE


@pytest.mark.parametrize("text", OTHERS)
def test_what_a_list_may_hide(text: str) -> None:
    assert scan_text(text).verdict is not Verdict.GLIDE


@pytest.mark.parametrize("text", [*PLAIN, *(f"{front}\nIngredients: Aqua, Sodium Hyaluronate." for front in DENIED)])
def test_a_plain_list_stays_a_glide(text: str) -> None:
    assert scan_text(text).verdict is Verdict.GLIDE
