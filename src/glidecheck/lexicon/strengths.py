"""How labels print strengths: "0,05 %", "25 mg", "4% w/w", "5 mg/g", "1 g contains 25 mg", "1,000 IU/g", the X and C of homeopathy."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from glidecheck.model import Amount

_NUMBER = (
    r"(?<![\w,])(?<!(?<!\.)\.)(?:\d+(?:[.,]\d+)?\s?[-–]\s?)?"
    r"(?P<value>\d{1,3}(?:[ ,.’']\d{3})+(?=\s*(?:IU|I\.U|UI|IE|МЕ)\b)|\d{1,6}(?:[.,·]\d+)?|(?<!\.)[.,]\d+)"
)
_UNITS = (
    ("%", r"(?:%|％)(?:\s?\(?[wvm]\s?/\s?[wvm]\)?)?"),
    ("mg/g", r"(?:mg|мг)\s?/\s?(?:1\s?)?(?:g|г)\b"),
    ("mg/ml", r"(?:mg|мг)\s?/\s?(?:1\s?)?(?:ml|мл)\b"),
    ("mg/g", r"mg\s(?:per|pro|par|por|na)\s(?:1\s?)?g\b|мг\sв\s(?:1\s?)?г\b"),
    ("g/100g", r"g\s?/\s?100\s?g\b|г\s?/\s?100\s?г\b"),
    ("g/100ml", r"g\s?/\s?100\s?ml\b|г\s?/\s?100\s?мл\b"),
    ("IU/g", r"(?:IU|I\.U\.|UI|IE|МЕ)\s?/\s?g\b"),
    ("IU", r"(?:IU|I\.U\.|UI|IE|МЕ)(?!\w)"),
    ("mcg", r"(?:mcg|µg|μg|мкг)\b"),
    ("mg", r"(?:mg|мг)\b"),
    ("g", r"(?:g|г)\b"),
    ("ml", r"(?:ml|мл)\b"),
)
_AMOUNT = re.compile(_NUMBER + r"\s?(?:" + "|".join(f"(?P<u{n}>{p})" for n, (_, p) in enumerate(_UNITS)) + ")", re.IGNORECASE)
_POTENCY = re.compile(r"(?<![\w.,-])(?P<value>\d{1,4})\s?(?P<unit>[XC])(?:\s?HPUS)?(?![\w-])")
# "1 g contains", "1 g Creme enthält", "each gram contains", "1 мл содержит": what follows in mg is mg per g (phrases of kind
# strength_per_gram).
_PER = re.compile(
    r"\b(?:(?P<n>1|100)\s?(?P<unit>g|ml|г|мл|gram|gramm?e?|gramo)|(?:each|every|per|pro|cada|chaque|jedes?)\s(?P<word>g|gram|gramme?|gramo|ml))\b[^.;,:\n\d]{0,40}?"
    r"(?:contains?|enthält|enthalten|contient|contiene|contienen|contém|zawiera|содержит|містить|bevat)\b\s*:?",
    re.IGNORECASE,
)
_PLAIN = {"г": "g", "мл": "ml", "gram": "g", "gramm": "g", "gramme": "g", "gramo": "g"}


def _read(m: re.Match[str], per: str | None) -> Amount:
    unit = next(u for n, (u, _) in enumerate(_UNITS) if m.group(f"u{n}"))
    value = m.group("value")
    if unit.startswith("IU"):
        value = re.sub(r"[ ,.’'](?=\d{3}\b)", "", value)
    value = value.replace(",", ".").replace("·", ".")
    if per:
        unit = {("mg", "1g"): "mg/g", ("mg", "1ml"): "mg/ml", ("g", "100g"): "g/100g", ("g", "100ml"): "g/100ml", ("IU", "1g"): "IU/g"}.get(
            (unit, per), unit
        )
    return Amount(Decimal(value if value[0] != "." else "0" + value), unit, " ".join(m.group().split()))


@dataclass(frozen=True, slots=True)
class Found:
    """An amount in characters `start:end`; None for a phrase that says what the amounts behind it are per ("1 g contains")."""

    start: int
    end: int
    amount: Amount | None


def find(text: str) -> Iterator[Found]:
    """Every amount; the phrase "1 g contains" is found too and makes mg behind it mg/g, up to the end of its sentence."""
    per: list[tuple[int, int, str]] = []
    for m in _PER.finditer(text):
        unit = (m.group("unit") or m.group("word") or "g").casefold()
        stop = re.compile(r"\.\s|\Z").search(text, m.end())
        per.append((m.start(), stop.start() if stop else len(text), f"{m.group('n') or 1}{_PLAIN.get(unit, unit)}"))
        yield Found(m.start(), m.end(), None)
    for m in _AMOUNT.finditer(text):
        yield Found(m.start(), m.end(), _read(m, next((p for a, b, p in per if a <= m.start() < b), None)))
    for m in _POTENCY.finditer(text):
        yield Found(m.start(), m.end(), Amount(Decimal(m.group("value")), m.group("unit"), m.group()))
