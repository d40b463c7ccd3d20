"""What labels say beside their lists: brands that do not exist, directions, warnings, addresses, claims. All of it invented."""

from __future__ import annotations

import numpy as np

Rng = np.random.Generator

HEADS = (
    "Ode",
    "Lum",
    "Ver",
    "Kal",
    "Nor",
    "Syl",
    "Aur",
    "Bel",
    "Cor",
    "Del",
    "Fen",
    "Hal",
    "Ivo",
    "Jun",
    "Mer",
    "Ol",
    "Pel",
    "Ros",
    "Tal",
    "Wil",
)
TAILS = ("ela", "inne", "ora", "ique", "and", "eva", "ina", "ette", "is", "ona", "ava", "ane", "illo", "mer", "wyn", "ista")
HOUSES = (
    "Skin Works",
    "Derma",
    "Laboratories",
    "Botanics",
    "Cosmetics",
    "Skin",
    "Pharma",
    "Beauty Ltd",
    "Care",
    "Paris",
    "Labs",
    "Naturals",
)
CREAMS = (
    "Day Cream", "Night Cream", "Face Serum", "Eye Contour Gel", "Body Lotion", "Hand Cream", "Cleansing Milk", "Toning Lotion",
    "Hydrating Mask",
    "Recovery Balm", "Lift Concentrate", "Renewal Fluid", "Calming Mist", "Overnight Treatment", "Daily Moisturiser", "Barrier Cream",
)  # fmt: skip
GLIDES = ("HA Glide", "Hyaluronic Ampoule", "Pure HA Serum", "Sterile HA Gel", "Hyaluron Glide Gel", "HA Essence", "Hyaluronate Solution")
RETINOID_FRONTS = (
    "Retinol {p} %",
    "{p}% Retinol Serum",
    "Retinal {p} %",
    "Tretinoin Cream {q} %",
    "Adapalene Gel 0.1 %",
    "with {p} % pure retinol",
)
NUMB_FRONTS = ("Lidocaine {s} %", "Numbing Cream {s} % Lidocaine", "Lidocaine {s}% Cream", "Benzocaine 20 % Gel", "with {s} % lidocaine")
CLAIMS = (
    "Dermatologically tested.", "For all skin types.", "Vegan formula.", "Against the signs of fatigue.", "With a marine complex.",
    "Ophthalmologist tested.",
    "Visible results after 4 weeks.", "Light texture, absorbs quickly.", "Not tested on animals.", "pH 5.5", "With 3 % plant complex.",
)  # fmt: skip
TRAPS = {
    "free-from": (
        "Retinol-free.", "Free from parabens, fragrance and mineral oil.", "No retinol. No fragrance.", "Lidocaine-free",
        "Without parabens or fragrance.",
        "Sans parfum, sans rétinol.", "Ohne Parfüm, ohne Retinol.", "Contains no retinol.", "0 % alcohol, 0 % retinol",
    ),
    "alternative": (
        "A gentle retinol alternative.", "Works like retinol.", "The plant-based alternative to retinol.",
        "Phyto-retinol effect with bakuchiol.",
    ),
    "keep-apart": ("Do not use together with retinol.", "Do not combine with retinoids or acids.", "Not to be used with tretinoin."),
}  # fmt: skip
DIRECTIONS = {
    "en": (
        "Apply two or three drops to clean, dry skin in the evening.", "Massage a small amount into the face and neck.",
        "Avoid contact with the eyes.",
        "Keep out of reach of children.", "Store below 25 °C, away from light.", "For external use only.",
        "Use sun protection during the day.",
        "Shake well before opening.", "If irritation occurs, rinse with water and stop using.", "Close tightly after use.",
    ),
    "fr": (
        "Appliquer matin et soir sur une peau propre.", "Éviter le contact avec les yeux.", "Tenir hors de portée des enfants.",
        "Conserver au frais et au sec.",
        "Usage externe uniquement.",
    ),
    "de": (
        "Morgens und abends auf die gereinigte Haut auftragen.", "Kontakt mit den Augen vermeiden.", "Für Kinder unzugänglich aufbewahren.",
        "Kühl und trocken lagern.", "Nur zur äußerlichen Anwendung.",
    ),
    "es": ("Aplicar mañana y noche sobre la piel limpia.", "Evitar el contacto con los ojos.", "Mantener fuera del alcance de los niños."),
    "it": ("Applicare mattina e sera sulla pelle pulita.", "Evitare il contatto con gli occhi.", "Tenere fuori dalla portata dei bambini."),
    "pl": ("Nakładać rano i wieczorem na oczyszczoną skórę.", "Unikać kontaktu z oczami.", "Przechowywać w chłodnym miejscu."),
}  # fmt: skip
HEADINGS = (
    ("Ingredients:", 8), ("INGREDIENTS:", 8), ("Ingredients", 2), ("INGREDIENTS (INCI):", 2), ("Ingrédients:", 2), ("Inhaltsstoffe:", 2),
    ("Ingredientes:", 1), ("Ingredienti:", 1), ("Składniki:", 1), ("Ingredients/Ingrédients:", 2),
    ("Ingredients / Inhaltsstoffe / Ingrédients:", 2),
    ("Ingredients/Ingrédients/Inhaltsstoffe/Ingredientes/Składniki:", 2), ("Full ingredients list:", 1), ("INCI:", 1),
)  # fmt: skip
TOWNS = ("Lyon", "Brno", "Leeds", "Turin", "Gdańsk", "Malmö", "Porto", "Utrecht", "Graz", "Austin, TX", "Dayton, OH", "Cork")
STREETS = ("Mill Lane", "Rue des Tilleuls", "Lindenweg", "Via Roma", "Harbour Road", "Elm Street", "Brunnengasse")


def pick(rng: Rng, from_: tuple[str, ...]) -> str:
    return from_[int(rng.integers(len(from_)))]


def brand(rng: Rng) -> str:
    return pick(rng, HEADS) + pick(rng, TAILS)


def product(rng: Rng, of: tuple[str, ...] = CREAMS) -> str:
    return pick(rng, of)


def heading(rng: Rng) -> str:
    words, weights = zip(*HEADINGS, strict=True)
    share = np.array(weights, float)
    return str(words[int(rng.choice(len(words), p=share / share.sum()))])


def directions(rng: Rng, sentences: int, languages: tuple[str, ...] = ("en",)) -> str:
    """Sentences of use, in one language or, each behind its letters, in several."""
    out = []
    for language in languages:
        known = DIRECTIONS[language]
        chosen = rng.permutation(len(known))[:sentences]
        mark = f"**{language.upper()}** " if len(languages) > 1 else ""
        out.append(mark + " ".join(known[int(i)] for i in sorted(chosen)))
    return " ".join(out)


def address(rng: Rng, of: str) -> str:
    """Who made it where, in what size, and for how long: two or three lines of small print."""
    size = pick(rng, ("30 ml ℮ 1.0 fl. oz.", "15 ml ℮ 0.5 fl. oz.", "50 ml ℮ 1.7 fl. oz.", "10 ml", "100 ml ℮", "2 ml x 10"))
    made = pick(rng, ("Made in the EU", "Made in France", "Made in Korea", "Product of Poland", "Made in the UK"))
    who = pick(rng, ("Distributed by ", "Manufactured by ", "", "Resp. person: "))
    town = f"{pick(rng, STREETS)} {int(rng.integers(1, 199))}, {pick(rng, TOWNS)}"
    lot = f"LOT {int(rng.integers(1000, 99999))}   EXP {int(rng.integers(1, 13)):02d}/20{int(rng.integers(27, 31))}"
    return "\n".join(line for line in (f"{who}{of} {pick(rng, HOUSES)}", town, f"{size}   {made}   12M", lot) if rng.random() < 0.8) or size


def barcode(rng: Rng) -> str:
    """In-store numbers: they belong to no product."""
    return "20" + "".join(str(d) for d in rng.integers(0, 10, 10))
