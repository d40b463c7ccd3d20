"""What a person has seen of a product and no ingredient list can show: sterile, single use, use by, lot.

Facts are only ever entered, never inferred, and never change glidecheck's verdict. They are tied to the photos they were entered beside:
other photos may show another bottle, so that they are dropped then, with a notice.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

from glidecheck.audit.model import Facts, Row
from glidecheck.audit.review import KEY, basis_of, checked, table
from glidecheck.errors import InputError

STERILE, SINGLE_USE, EXPIRY, LOT = "Sterile (seen)", "Single use (seen)", "Use by (seen)", "Lot (seen)"
SEEN_BY, SEEN_ON = "Seen by", "Seen on"
ITEM = "item"
"""Titles of the workbook's columns from which facts are read back; ITEM is hidden."""

_WORDS = {True: "yes", False: "no", None: ""}
_YES = frozenset({"yes", "y", "true", "1", "x"})
_NO = frozenset({"no", "n", "false", "0"})


def item_of(photos: Iterable[str]) -> str:
    """What facts about a product are tied to, as 32 hex digits: its photos alone."""
    return basis_of(photos, None)


def entered(
    *, sterile: str = "", single_use: str = "", expiry: str | date = "", lot: str = "", initials: str, on: str | date, item: str = "",
    today: date | None = None,
) -> Facts:  # fmt: skip
    """Facts as a person gave them, tidied.

    Raises:
        InputError: nothing was said, a part cannot be understood, or initials or day are missing.
    """
    told = checked("facts", initials, on, today=today)
    facts = Facts(_flag(sterile, "sterile"), _flag(single_use, "single use"), _expiry(expiry), _lot(lot), told.initials, told.on, item)
    if facts.sterile is None and facts.single_use is None and not facts.expiry and not facts.lot:
        raise InputError("no fact was given", "Say whether it is sterile or for single use, until when it may be used, or its lot.")
    return facts


def _flag(word: str, what: str) -> bool | None:
    told = " ".join(word.split()).casefold()
    if not told:
        return None
    if told in _YES or told in _NO:
        return told in _YES
    raise InputError(f"{word[:40]!r} does not say whether it is {what}", "Write yes or no.")


def _expiry(given: str | date) -> str:
    """YYYY-MM-DD or YYYY-MM, empty without one."""
    text = given.isoformat()[:10] if isinstance(given, date) else " ".join(given.split())
    if not text:
        return ""
    try:
        if re.fullmatch(r"\d{4}-\d{2}", text):
            return date.fromisoformat(f"{text}-01").isoformat()[:7]
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise InputError(f"{text[:40]} is no date", "Write it as 2027-03 or 2027-03-31.") from None


def _lot(text: str) -> str:
    clean = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    if len(clean) > 60:
        raise InputError("the lot is too long", "At most 60 characters.")
    return clean


def expired(facts: Facts, day: str) -> bool:
    """Whether its use-by has passed on `day` (YYYY-MM-DD); a month ends with its last day."""
    return bool(facts.expiry) and day[: len(facts.expiry)] > facts.expiry


def words(facts: Facts, day: str = "") -> str:
    """Facts in one line, with who entered them and when; `day` is the day of the report, for what has expired by then."""
    late = " (PASSED)" if day and expired(facts, day) else ""
    told = (
        ("sterile", _WORDS[facts.sterile]),
        ("single use", _WORDS[facts.single_use]),
        ("use by", f"{facts.expiry}{late}" if facts.expiry else ""),
        ("lot", facts.lot),
    )
    return ", ".join(f"{name}: {value}" for name, value in told if value) + f" ({facts.initials}, {facts.on})"


def cells(facts: Facts | None) -> tuple[str, ...]:
    """Facts as the workbook's cells: sterile, single use, use by, lot, by whom, when."""
    if facts is None:
        return ("",) * 6
    return (_WORDS[facts.sterile], _WORDS[facts.single_use], facts.expiry, facts.lot, facts.initials, facts.on)


def carry(kept: Mapping[str, Facts], rows: Iterable[Row]) -> Iterator[Row]:
    """`rows` with the facts that still hold in `facts`, or those of other photos in `outdated`. `kept` are the latest, by product key."""
    for row in rows:
        facts = kept.get(row.product.key)
        if facts is None:
            yield row
        else:
            holds = facts.item == row.item
            yield replace(row, facts=facts if holds else None, outdated=None if holds else facts)


def read_workbook(path: Path, known: Container[str], today: date | None = None) -> tuple[dict[str, Facts], tuple[str, ...]]:
    """The facts that people wrote into the workbook at `path`, by product key, and what is wrong with each line that could not be taken.

    A line keeps the `item` that the workbook shows: entered beside other photos, its facts will not hold. Raises InputError as
    `review.read_workbook`.
    """
    taken: dict[str, Facts] = {}
    problems: list[str] = []
    for where, line in table(path, (KEY,)):
        told = {title: line.get(title, "") for title in (STERILE, SINGLE_USE, EXPIRY, LOT)}
        key = line[KEY]
        if not any(told.values()) or key not in known:
            continue
        try:
            taken[key] = entered(
                sterile=told[STERILE], single_use=told[SINGLE_USE], expiry=told[EXPIRY], lot=told[LOT], initials=line.get(SEEN_BY, ""),
                on=line.get(SEEN_ON, ""), item=line.get(ITEM, ""), today=today,
            )  # fmt: skip
        except InputError as error:
            problems.append(f"{where} ({key}): {error}. {error.next}")
    return taken, tuple(problems)
