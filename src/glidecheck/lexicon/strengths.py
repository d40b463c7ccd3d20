"""How labels print strengths: "0,05 %", "25 mg", "4% w/w", "5 mg/g", "400 mg per 10 g", "1 g contains 25 mg", "50,000 ppm", "5 per cent",
Turkish "%5", "1,000 IU/g", the X and C of homeopathy.

What a label gives per another quantity than 1 g, 1 ml or 100 of them is turned into per cent here. "1:20" is left alone: it may be a
dilution, a ratio of two ingredients, or a batch.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from glidecheck.lexicon import declarations
from glidecheck.lexicon.terms import either
from glidecheck.model import Amount

# "O.4 mg": the nought before a comma is often read as a letter.
_PLAIN_NUMBER = r"\d{1,6}(?:[.,·]\d+)?|(?<!\.)[.,]\d+|(?<!\w)o[.,·]\d+"
# In front of a number: no letter or figure; or at least three letters that it is glued to ("Lidocaine10%").
_FREE = r"(?:(?<![\w,])|(?<=[^\W\d_]{3}))(?<!(?<!\.)\.)"
# The sign, and what OCR makes of it.
_SIGN = r"(?:%|％|٪|﹪|[°º]/[o0°]|o/o|(?<=\s)0/0(?!\d))"
# Figures that OCR took for letters, where only a strength can stand: "1O%", "l0 %", "IO%".
_TAKEN = str.maketrans("OoIl|", "00111")
_MISREAD = re.compile(rf"(?<![^\W_])(?P<value>(?=[0-9OoIl|]*[OoIl|])(?:[0-9OoIl|]{{2,3}}|\d[.,][0-9OoIl|]+))\s?{_SIGN}")
# Turkish writes the sign first. Not behind a figure, whose sign it would be ("70 % 2 ml").
_SIGN_FIRST = re.compile(r"(?<![\d%])(?<!\d\s)[%％]\s?(?P<value>\d{1,3}(?:[.,]\d+)?)(?![\d%％]|\s?[%％]|[.,]\d)")
_POTENCY = re.compile(r"(?<![\w.,-])(?P<value>\d{1,4})\s?(?P<unit>[XC])(?:\s?HPUS)?(?![\w-])")
_MILLIGRAMS = {"mcg": Decimal("0.001"), "mg": Decimal(1), "g": Decimal(1000), "kg": Decimal(10**6)}
_LOOSE = r"\s?"
_LARGE = {"kg": ("g", 1000), "l": ("ml", 1000)}
_KEPT = {("mg", "g", 1): "mg/g", ("mg", "ml", 1): "mg/ml", ("g", "g", 100): "g/100g", ("g", "ml", 100): "g/100ml"}
"""Ratios that keep the label's own unit; all others become per cent."""


@dataclass(frozen=True, slots=True)
class _Words:
    """The words of lexicon/strengths.yaml as patterns. `amount` has a group for each of `units`, in their order; `worded` is a number in
    words with "per cent" behind it, `before` what may stand before an amount, `joined` what may stand between two."""

    amount: re.Pattern[str]
    units: tuple[str, ...]
    plain: Mapping[str, str]
    worded: re.Pattern[str]
    before: re.Pattern[str]
    joined: re.Pattern[str]
    numbers: Mapping[str, int]


@cache
def _words() -> _Words:
    from glidecheck.lexicon import load

    words = load().strength_words
    said, whole = words["units"], words["whole"]
    numbers = {word: n for by_word in words["numbers"].values() for word, n in by_word.items()}
    mass = either(w for unit in _MILLIGRAMS for w in said[unit])
    of = either((*(w for unit in ("g", "kg", "ml", "l") for w in said[unit]), *(w for told in whole.values() for w in told)))
    iu, number = either(said["iu"]), either(numbers, blank=" ")
    percent = rf"{_SIGN}(?:\s?\(?[wvm]\s?/\s?[wvm]\)?)?|{either(words['percent'], blank=_LOOSE)}\b"
    per = rf"(?:/|(?<=\s){either(words['ratio'])}\s)"
    units = {
        "%": percent,
        "ratio": rf"(?P<mass>{mass})\s?{per}\s?(?P<n>\d{{1,4}}(?:[.,]\d+)?)?\s?(?P<of>{of})\b",
        "ppm": r"ppm\b",
        "IU/g": rf"{iu}\s?/\s?g\b",
        "IU": rf"{iu}(?!\w)",
        **{unit: rf"{either(said[unit])}\b" for unit in ("mcg", "mg", "g", "ml")},
    }
    small = either((*said["iu"], "ppm", *said["mcg"], *said["mg"]))
    thousands = rf"\d{{1,3}}(?:[ ,.’']\d{{3}})+(?=\s*{small}(?!\w))"
    value = rf"{_FREE}(?:\d+(?:[.,]\d+)?\s?[-–]\s?)?(?P<value>{thousands}|{_PLAIN_NUMBER})\)?"
    return _Words(
        amount=re.compile(rf"{value}\s?(?:" + "|".join(f"(?P<u{n}>{p})" for n, p in enumerate(units.values())) + ")", re.IGNORECASE),
        units=tuple(units),
        plain={w.casefold(): unit for told in (said, whole) for unit, terms in told.items() for w in terms},
        worded=re.compile(rf"(?<!\w)(?P<word>{number})[\s-]+(?:{percent})", re.IGNORECASE),
        before=re.compile(rf"(?<!\w)(?:{either(words['qualifiers'])}\s*)?(?:{number}\s*)?\(?$", re.IGNORECASE),
        joined=re.compile(rf"[\s)\]]*(?:[/+&,;]|\b{either(load().terms('both'))}\b)?[\s(\[]*", re.IGNORECASE),
        numbers=numbers,
    )


def _read(m: re.Match[str], per: tuple[Decimal, str] | None) -> Amount:
    unit, plain = next(u for n, u in enumerate(_words().units) if m.group(f"u{n}")), _words().plain
    printed = " ".join(m.group().split())
    if unit.startswith("IU") or unit == "ppm":
        number = _number(_GROUPED.sub("", m.group("value")))
        if unit == "ppm":
            return Amount(number / 10_000, "%", printed)
        return Amount(number, "IU/g" if (unit, per) == ("IU", (Decimal(1), "g")) else unit, printed)
    if unit in ("%", "ml"):
        return Amount(_number(m.group("value")), unit, printed)
    mass = unit
    if unit == "ratio":
        mass, per = plain[m.group("mass").casefold()], (_number(m.group("n") or "1"), plain[m.group("of").casefold()])
    return Amount(*_mass(m.group("value"), mass, per), printed)


_GROUPED = re.compile(r"[ ,.’'](?=\d{3}\b)")
_THREE = re.compile(r"[1-9]\d{0,2}(?:[ ,.’']\d{3})+")


def _mass(value: str, mass: str, per: tuple[Decimal, str] | None) -> tuple[Decimal, str]:
    """A mass, per so much where that is told. Three figures behind a comma or a point are thousands, as the larger reading is the one to
    fear, unless there would be more of it than of the whole."""
    readings = [_number(_GROUPED.sub("", value))] if _THREE.fullmatch(value) else []
    if not readings or " " not in value:
        readings.append(_number(value))
    if per is None:
        return readings[0], mass
    return next((_per(n, mass, per) for n in readings if _share(n, mass, per) <= 100), (readings[-1], mass))


def _whole(per: tuple[Decimal, str]) -> Decimal:
    """Grams or millilitres of the whole."""
    count, of = per
    return count * _LARGE[of][1] if of in _LARGE else count


def _share(value: Decimal, mass: str, per: tuple[Decimal, str]) -> Decimal:
    """Per cent by weight; more than 100 where the whole is nothing."""
    whole = _whole(per)
    return value * _MILLIGRAMS[mass] / (whole * 10) if whole else Decimal(1000)


def _per(value: Decimal, mass: str, per: tuple[Decimal, str]) -> tuple[Decimal, str]:
    """`value` of `mass` in so much, as the label's unit where that is one of ours, else as per cent by weight."""
    count, of = per
    if (kept := _KEPT.get((mass, of, int(count)))) is not None and count == int(count):
        return value, kept
    return _share(value, mass, per).normalize() + 0, "%"


def _number(text: str) -> Decimal:
    text = text.replace(",", ".").replace("·", ".").translate(_TAKEN)
    return Decimal(text if text[0] != "." else "0" + text)


@dataclass(frozen=True, slots=True)
class Found:
    """An amount in characters `start:end`; None for a phrase that says what the amounts behind it are per ("1 g contains")."""

    start: int
    end: int
    amount: Amount | None


_REACH = 32
"""Characters before an amount in which words that belong to it are looked for."""


def find(text: str) -> Iterator[Found]:
    """Every amount, with the words that belong to it ("up to 10 %", "thirty (30) %").

    The phrase "1 g contains" is found too and makes mg behind it mg/g, up to the end of its sentence.
    """
    per: list[tuple[int, int, tuple[Decimal, str]]] = []
    for m in declarations.opening().finditer(text):
        stop = re.compile(r"\.\s|\Z").search(text, m.end())
        count, unit = declarations.measure(m)
        per.append((m.start(), stop.start() if stop else len(text), (Decimal(count), unit)))
        yield Found(m.start(), m.end(), None)
    for m in _words().amount.finditer(text):
        yield Found(_begins(text, m.start()), m.end(), _read(m, next((p for a, b, p in per if a <= m.start() < b), None)))
    for m in _SIGN_FIRST.finditer(text):
        yield Found(m.start(), m.end(), Amount(_number(m.group("value")), "%", " ".join(m.group().split())))
    for m in _MISREAD.finditer(text):
        yield Found(m.start(), m.end(), Amount(_number(m.group("value").translate(_TAKEN)), "%", m.group()))
    for m in _words().worded.finditer(text):
        yield Found(m.start(), m.end(), Amount(Decimal(_words().numbers[m.group("word").lower()]), "%", " ".join(m.group().split())))
    for m in _POTENCY.finditer(text):
        yield Found(m.start(), m.end(), Amount(Decimal(m.group("value")), m.group("unit"), m.group()))


def _begins(text: str, at: int) -> int:
    """Where an amount begins, with the words before it."""
    if at and text[at - 1].isalnum():
        return at
    m = _words().before.search(text, max(0, at - _REACH), at)
    return m.start() if m is not None and m.group().strip() else at


_BARE = re.compile(r"[\W_]{0,3}(\d{1,2}(?:[.,]\d+)?(?:\s?%?\s?[/:|-]\s?\d{1,2}(?:[.,]\d+)?)+)(?!\d)\s?%?")


def in_series(text: str, names: Sequence[tuple[int, int]]) -> dict[int, Amount]:
    """Of names that stand in a row with as many strengths behind them ("lidocaine/prilocaine 10%/5%") each name's own, by its number.

    `names` are the first and last character of each, in order."""
    found = sorted((f for f in find(text) if f.amount is not None), key=lambda f: f.start)
    out: dict[int, Amount] = {}
    for n in range(1, len(names)):
        run = _run(text, names[n][1], found)
        if len(run) < 2 or len(run) > n + 1:
            continue
        row = range(n - len(run) + 1, n + 1)
        if all(_words().joined.fullmatch(text, names[k][1], names[k + 1][0]) for k in row[:-1]):
            out.update(zip(row, run, strict=True))
    return out


def _run(text: str, at: int, found: Sequence[Found]) -> list[Amount]:
    """The strengths that follow one another from character `at` on."""
    run: list[Amount] = []
    for f in found:
        if f.start < at:
            continue
        gap = text[at : f.start]
        if f.amount is None or not (_words().joined.fullmatch(gap) if run else re.fullmatch(r"[\W_]{0,3}", gap)):
            break
        run.append(f.amount)
        at = f.end
    return run


def of_each(printed: str, names: Sequence[str], text: str, at: int) -> dict[str, Amount]:
    """The own strength of each substance that one name stands for, where as many follow it at character `at`: "BLT 20/6/4",
    "Lidocaine/Prilocaine 10%/5%". {} where it cannot be told which is whose."""
    row = _bare_row(text, at)
    if len(row) != len(names):
        row = _run(text, at, sorted((f for f in find(text) if f.amount is not None), key=lambda f: f.start))
    if len(row) != len(names) or len(names) < 2:
        return {}
    low = printed.casefold()
    places = {name: low.find(name.casefold()[:5]) for name in names}
    if min(places.values()) < 0:
        letters = "".join(c for c in low if c.isalpha())
        places = {name: letters.find(name[0].casefold()) for name in names}
        if sorted(places.values()) != list(range(len(letters[: len(names)]))):
            return {}
    return dict(zip(sorted(names, key=places.__getitem__), row, strict=True))


def _bare_row(text: str, at: int) -> list[Amount]:
    m = _BARE.match(text, at)
    return [Amount(_number(f), "%", f + " %") for f in re.findall(r"\d+(?:[.,]\d+)?", m.group(1))] if m is not None else []
