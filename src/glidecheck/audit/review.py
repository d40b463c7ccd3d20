"""A person's decisions about products: what they are tied to, how they are carried to the next audit, and read from the workbook."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from types import MappingProxyType

from glidecheck.audit.model import Review, Row
from glidecheck.errors import InputError
from glidecheck.model import CautionKind, Verdict
from glidecheck.shelf import workbook

SHEET = "Products"
DECISION, INITIALS, DATE, NOTE = "Decision (clinic)", "Initials", "Date", "Note"
KEY, BASIS = "key", "basis"
"""Titles of the workbook's columns by which decisions are read back, wherever a person has moved them."""

SUGGESTED = ("may be used", "only as noted", "not to be used", "photograph again")
"""Decisions offered in the workbook; others may be written."""

MAX_TEXT = 1_000
"""Characters of a note; of a decision and of initials far fewer."""


@dataclass(frozen=True, slots=True)
class Decisions:
    """What a workbook says: decisions by the product's key, and for each line that could not be taken what is wrong with it."""

    reviews: Mapping[str, Review]
    problems: tuple[str, ...] = ()


# ------------------------------------------------------------------ from audit to audit


def basis_of(photos: Iterable[str], verdict: Verdict | None, kind: CautionKind | None = None) -> str:
    """What a decision is tied to, as 32 hex digits: the photos (their hashes, in any order, each once) and the verdict with its kind.

    A moisturiser and a numbing cream are both a CAUTION: a decision about one does not hold for the other.
    """
    parts = [*sorted(set(photos)), "verdict", verdict.value if verdict else "none", kind.value if kind else "none"]
    return hashlib.sha256("\n".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:32]


def carry(reviews: Mapping[str, Review], rows: Iterable[Row]) -> Iterator[Row]:
    """`rows`, one at a time, each with the decision that still holds for it in `review`, or the one that no longer does in `dropped`.

    `reviews` are the latest decisions, by the product's key.
    """
    for row in rows:
        review = reviews.get(row.product.key)
        if review is None:
            yield row
        elif review.basis == row.basis:
            yield replace(row, review=review, dropped=None)
        else:
            yield replace(row, review=None, dropped=review)


def checked(decision: str, initials: str, on: str | date, note: str = "", basis: str = "", today: date | None = None) -> Review:
    """A decision as a person gave it, tidied.

    Raises:
        InputError: a part is missing, too long, or no date.
    """
    decision, initials, note = _tidy(decision), _tidy(initials), _tidy(note)
    if not decision:
        raise InputError("there is no decision", f"Write one, such as: {', '.join(SUGGESTED)}.")
    if not initials:
        raise InputError("there are no initials", "Write the initials of the person who decided.")
    if len(decision) > 200 or len(initials) > 40 or len(note) > MAX_TEXT:
        raise InputError("it is too long", f"At most 200 characters of decision, 40 of initials, {MAX_TEXT} of note.")
    day = _day(on)
    if day > (today or date.today()):
        raise InputError(f"{day.isoformat()} has not come yet", "Write the day of the decision as YYYY-MM-DD.")
    return Review(decision, initials, day.isoformat(), note, basis)


def _day(on: str | date) -> date:
    if isinstance(on, datetime):
        return on.date()
    if isinstance(on, date):
        return on
    text = _tidy(on)
    try:
        if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
            raise ValueError
        return date.fromisoformat(text)
    except ValueError:
        what = f"{text[:40]} is no date" if text else "there is no date"
        raise InputError(what, "Write the day of the decision as YYYY-MM-DD.") from None


def _tidy(text: str) -> str:
    clean = "".join(c if unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Zl", "Zp") else " " for c in unicodedata.normalize("NFC", text))
    return " ".join(clean.split())


# ------------------------------------------------------------------ from the workbook


def read_workbook(path: Path, known: Container[str] | None = None, today: date | None = None) -> Decisions:
    """The decisions that people wrote into the workbook at `path`, a report that `reports.write` made.

    `known` are the keys of the audit's products; a decision about another product is a problem. A line that cannot be taken stops none of
    the others. A decision keeps the `basis` that the workbook shows: if the product changed since, it will not hold.

    Raises:
        InputError: the file is missing, no workbook, or not one of an audit.
    """
    reviews: dict[str, Review] = {}
    problems: list[str] = []
    for where, line in table(path, (DECISION, INITIALS, DATE, KEY)):
        decision, initials, on, note = (line.get(title, "") for title in (DECISION, INITIALS, DATE, NOTE))
        if not (decision or initials or on or note):
            continue
        key = line[KEY]
        if not key:
            problems.append(f"{where}: its hidden column {KEY} is empty: copy the decision to the product's own line")
        elif known is not None and key not in known:
            problems.append(f"{where}: {key} is no product of this audit")
        elif key in reviews:
            problems.append(f"{where}: {key} has a decision further up already")
        else:
            try:
                reviews[key] = checked(decision, initials, on, note, line.get(BASIS, ""), today)
            except InputError as error:
                problems.append(f"{where} ({key}): {error}. {error.next}")
    return Decisions(MappingProxyType(reviews), tuple(problems))


def table(path: Path, needed: Iterable[str]) -> Iterator[tuple[str, dict[str, str]]]:
    """Each line of the workbook's products: where it stands, and its cells as text by their titles; a day is YYYY-MM-DD. The key stands
    as it was written: a file's name may hold two blanks.

    Raises InputError as `read_workbook`.
    """
    lines = _lines(path)
    titles = {str(t).strip(): n for n, t in reversed(list(enumerate(lines[0] if lines else ()))) if t is not None}
    if missing := [t for t in needed if t not in titles]:
        raise InputError(f"{path.name} has no column {', '.join(missing)} on its sheet {SHEET}.", "Use the workbook that an audit wrote.")
    for number, line in enumerate(lines[1:], 2):
        cells = {title: line[at] for title, at in titles.items() if at < len(line)}
        told = {t: _words(v) if t == KEY else _tidy(_words(v)) for t, v in cells.items()}
        yield f"{path.name} line {number}", {title: told.get(title, "") for title in titles}


def _words(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()[:10]
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if value is None else str(value)


def _lines(path: Path) -> workbook.Lines:
    try:
        with path.open("rb") as file:
            return next(iter(workbook.sheets(file, SHEET)), [])
    except FileNotFoundError:
        raise InputError(f"{path} does not exist.", "Check the path.") from None
    except workbook.Unreadable:
        raise InputError(f"{path.name} is no workbook that can be read.", "Use the workbook that an audit wrote, saved as XLSX.") from None
    except OSError as error:
        raise InputError(
            f"{path} cannot be opened: {error.strerror or error}.", "Check the path, and close it in other programs."
        ) from None
