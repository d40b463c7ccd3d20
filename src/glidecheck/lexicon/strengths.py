"""How labels print strengths: "0,05 %", "25 mg", "4% w/w", "5 mg/g", "400 mg per 10 g", "1 g contains 25 mg", "50,000 ppm", "5 per cent",
Turkish "%5", "1,000 IU/g", the X and C of homeopathy.

What a label gives per another quantity than 1 g, 1 ml or 100 of them is turned into per cent here. "1:20" is left alone: it may be a
dilution, a ratio of two ingredients, or a batch.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from glidecheck.model import Amount

_THOUSANDS = r"\d{1,3}(?:[ ,.’']\d{3})+(?=\s*(?:IU|I\.U|UI|IE|МЕ|ppm)\b)"
_PLAIN_NUMBER = r"\d{1,6}(?:[.,·]\d+)?|(?<!\.)[.,]\d+"
_NUMBER = rf"(?<![\w,])(?<!(?<!\.)\.)(?:\d+(?:[.,]\d+)?\s?[-–]\s?)?(?P<value>{_THOUSANDS}|{_PLAIN_NUMBER})"
_MASS = r"(?:mcg|µg|μg|мкг|mg|мг|kg|кг|g|г)"
# "per", in the languages of the brief: "25 mg pro 1 g", "5 g sur 100 g", "400 mg in 10 g".
_RATIO = (
    rf"(?P<mass>{_MASS})\s?(?:/|(?<=\s)(?:per|pro|par|pour|por|na|in|je|auf|sur|op|en|em|su|в|на)\s)\s?"
    r"(?P<n>\d{1,4}(?:[.,]\d+)?)?\s?(?P<of>kg|кг|g|г|ml|мл|l|л)\b"
)
_PERCENT = (
    r"(?:%|％|٪)(?:\s?\(?[wvm]\s?/\s?[wvm]\)?)?|"
    r"(?:per\s?cent|pct|prozent|pour\s?cent|por\s?cien?to|per\s?cento|procent\w{0,2}|процент\w{0,3})\b"
)
_UNITS = (
    ("%", _PERCENT),
    ("ratio", _RATIO),
    ("ppm", r"ppm\b"),
    ("IU/g", r"(?:IU|I\.U\.|UI|IE|МЕ)\s?/\s?g\b"),
    ("IU", r"(?:IU|I\.U\.|UI|IE|МЕ)(?!\w)"),
    ("mcg", r"(?:mcg|µg|μg|мкг)\b"),
    ("mg", r"(?:mg|мг)\b"),
    ("g", r"(?:g|г)\b"),
    ("ml", r"(?:ml|мл)\b"),
)
_AMOUNT = re.compile(_NUMBER + r"\s?(?:" + "|".join(f"(?P<u{n}>{p})" for n, (_, p) in enumerate(_UNITS)) + ")", re.IGNORECASE)
# Turkish writes the sign first. Not behind a figure, whose sign it would be ("70 % 2 ml").
_SIGN_FIRST = re.compile(r"(?<![\d%])(?<!\d\s)[%％]\s?(?P<value>\d{1,3}(?:[.,]\d+)?)(?![\d%％]|\s?[%％]|[.,]\d)")
_POTENCY = re.compile(r"(?<![\w.,-])(?P<value>\d{1,4})\s?(?P<unit>[XC])(?:\s?HPUS)?(?![\w-])")
# "1 g contains", "1 g Creme enthält", "each gram contains", "1 мл содержит", "10 g contain": what follows in mg is mg per that
# (phrases of kind strength_per_gram).
_PER = re.compile(
    r"\b(?:(?P<n>\d{1,4})\s?(?P<unit>g|ml|г|мл|gram|gramm?e?|gramo)|(?:each|every|per|pro|cada|chaque|jedes?)\s(?P<word>g|gram|gramme?|gramo|ml))\b[^.;,:\n\d]{0,40}?"
    r"(?:contains?|enthält|enthalten|contient|contiene|contienen|contém|zawiera|содержит|містить|bevat)\b\s*:?",
    re.IGNORECASE,
)
_PLAIN = {"г": "g", "мл": "ml", "gram": "g", "gramm": "g", "gramme": "g", "gramo": "g", "кг": "kg", "л": "l", "мг": "mg", "мкг": "mcg"}
_MILLIGRAMS = {
    "mcg": Decimal("0.001"),
    "µg": Decimal("0.001"),
    "μg": Decimal("0.001"),
    "mg": Decimal(1),
    "g": Decimal(1000),
    "kg": Decimal(10**6),
}
_LARGE = {"kg": ("g", 1000), "l": ("ml", 1000)}
_KEPT = {("mg", "g", 1): "mg/g", ("mg", "ml", 1): "mg/ml", ("g", "g", 100): "g/100g", ("g", "ml", 100): "g/100ml"}
"""Ratios that keep the label's own unit; all others become per cent."""


def _read(m: re.Match[str], per: tuple[Decimal, str] | None) -> Amount:
    unit = next(u for n, (u, _) in enumerate(_UNITS) if m.group(f"u{n}"))
    value = m.group("value")
    if unit.startswith("IU") or unit == "ppm":
        value = re.sub(r"[ ,.’'](?=\d{3}\b)", "", value)
    number = _number(value)
    if unit == "ppm":
        number, unit = number / 10_000, "%"
    elif unit == "ratio":
        per = _number(m.group("n") or "1"), _plain(m.group("of"))
        number, unit = _per(number, _plain(m.group("mass")), per)
    elif per and unit in ("mg", "g", "mcg"):
        number, unit = _per(number, unit, per)
    elif per and (unit, per) == ("IU", (Decimal(1), "g")):
        unit = "IU/g"
    return Amount(number, unit, " ".join(m.group().split()))


def _per(value: Decimal, mass: str, per: tuple[Decimal, str]) -> tuple[Decimal, str]:
    """`value` of `mass` in so much, as the label's unit where that is one of ours, else as per cent by weight. More than there is of the
    whole is a misreading, and stays a mere mass."""
    count, of = per
    if (kept := _KEPT.get((mass, of, int(count)))) is not None and count == int(count):
        return value, kept
    if of in _LARGE:
        of, times = _LARGE[of]
        count *= times
    if not count:
        return value, mass
    share = value * _MILLIGRAMS[mass] / (count * 10)
    return (share.normalize() + 0, "%") if share <= 100 else (value, mass)


def _number(text: str) -> Decimal:
    text = text.replace(",", ".").replace("·", ".")
    return Decimal(text if text[0] != "." else "0" + text)


def _plain(unit: str) -> str:
    unit = unit.casefold()
    return _PLAIN.get(unit, unit)


@dataclass(frozen=True, slots=True)
class Found:
    """An amount in characters `start:end`; None for a phrase that says what the amounts behind it are per ("1 g contains")."""

    start: int
    end: int
    amount: Amount | None


def find(text: str) -> Iterator[Found]:
    """Every amount; the phrase "1 g contains" is found too and makes mg behind it mg/g, up to the end of its sentence."""
    per: list[tuple[int, int, tuple[Decimal, str]]] = []
    for m in _PER.finditer(text):
        stop = re.compile(r"\.\s|\Z").search(text, m.end())
        of = Decimal(m.group("n") or 1), _plain(m.group("unit") or m.group("word") or "g")
        per.append((m.start(), stop.start() if stop else len(text), of))
        yield Found(m.start(), m.end(), None)
    for m in _AMOUNT.finditer(text):
        yield Found(m.start(), m.end(), _read(m, next((p for a, b, p in per if a <= m.start() < b), None)))
    for m in _SIGN_FIRST.finditer(text):
        yield Found(m.start(), m.end(), Amount(_number(m.group("value")), "%", " ".join(m.group().split())))
    for m in _POTENCY.finditer(text):
        yield Found(m.start(), m.end(), Amount(Decimal(m.group("value")), m.group("unit"), m.group()))
