"""One language: what is said in English elsewhere, said in another one through its gettext catalogue.

Catalogues are locale/<code>/LC_MESSAGES/glidecheck.po for translators, and the compiled .mo beside each, which is all that is read here.
scripts/catalogues.py extracts, updates, compiles and checks them.
"""

from __future__ import annotations

import gettext
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from types import MappingProxyType

from glidecheck.chat.wordlists import words_of
from glidecheck.model import Message, Report
from glidecheck.report.view import plain

DOMAIN = "glidecheck"
LOCALES = Path(__file__).parent / "locale"
ENGLISH = "en"

_CODES = (ENGLISH, "es", "fr", "de", "pt", "id", "it", "pl", "uk", "ru", "ar")

LANGUAGES: Mapping[str, str] = MappingProxyType({code: words_of("languages")[code][0] for code in _CODES})
"""Codes, and how each language calls itself."""

_OLD_CODES = {"in": "id"}  # what Android still calls Indonesian
_NAMELESS = re.compile(r"\{\w+\}")
_PHOTO = re.compile(r"photo(?: (\d+))?")
_LONGEST = 90  # characters of a name or of print within a sentence: a damaged list can be one name of thousands


def msg(text: str) -> str:
    """`text`, marked for the catalogues: a template that is said later."""
    return text


@dataclass(frozen=True, slots=True)
class Tongue:
    """Says things in the language `code`."""

    code: str
    _catalogue: gettext.NullTranslations

    def __call__(self, text: str, /, **values: str) -> str:
        """`text`, a template of the catalogue or something already said in English, in this language, with `values` filled in.

        Of a `Message` the template is looked up and its values are translated too; any other text is looked up as it stands. What the
        catalogue does not have stays English. Names and print are made harmless to show.
        """
        if not isinstance(text, Message):
            told = self._look_up(text)
            return told.format_map({k: self(v) if isinstance(v, Message) else v for k, v in values.items()}) if values else told
        if self.code == ENGLISH:
            return plain(text)
        template = self._look_up(text.template)
        if text.head:
            template = template.split(": ")[0].rstrip(". \u00a0")
        return " ".join(template.format_map({k: self._value(k, v) for k, v in text.values.items()}).split())

    def _value(self, name: str, value: str) -> str:
        """A value of something said: translated where it is said itself, else as it stands, not too long."""
        if isinstance(value, Message):
            return self(value)
        photo = _PHOTO.fullmatch(value) if name == "photo" else None
        if photo:
            return self(msg("photo {n}"), n=photo[1]) if photo[1] else self(msg("photo"))
        value = plain(value)
        return value if len(value) <= _LONGEST else value[: _LONGEST - 1].rstrip() + "…"

    def _look_up(self, template: str) -> str:
        if not template or not any(map(str.isalpha, _NAMELESS.sub("", template))):
            return template
        return self._catalogue.gettext(template)


@cache
def tongue(code: str) -> Tongue:
    """The language `code`, one of LANGUAGES; English for any other."""
    if code == ENGLISH or code not in LANGUAGES:
        return Tongue(ENGLISH, gettext.NullTranslations())
    with (LOCALES / code / "LC_MESSAGES" / f"{DOMAIN}.mo").open("rb") as file:
        return Tongue(code, gettext.GNUTranslations(file))


def known(code: str | None) -> str | None:
    """The language of LANGUAGES that a platform's code means ("es-419", "pt_BR", "in"), None for none of them.

    >>> known("pt_BR"), known("in"), known("nb"), known(None)
    ('pt', 'id', None, None)
    """
    base = re.split(r"[-_]", (code or "").strip().lower())[0]
    base = _OLD_CODES.get(base, base)
    return base if base in LANGUAGES else None


def country(code: str | None) -> str | None:
    """The country of a platform's code, as ISO 3166 writes it; None where it names none.

    >>> country("pt_BR"), country("zh-Hant-TW"), country("es-419"), country("de"), country(None)
    ('BR', 'TW', None, None, None)
    """
    parts = re.split(r"[-_.@]", (code or "").strip())[1:]
    return next((part.upper() for part in parts if len(part) == 2 and part.isalpha()), None)


def named(word: str) -> str | None:
    """The language that a person means by `word`: its code, its own name or its English name.

    >>> named("es"), named("español"), named("German"), named("bahasa"), named("Klingon")
    ('es', 'es', 'de', 'id', None)
    """
    word = " ".join(word.split()).casefold()
    return _NAMES.get(word) or known(word if len(word) < 8 else None)


_NAMES: Mapping[str, str] = MappingProxyType({name.casefold(): code for code in LANGUAGES for name in words_of("languages")[code]})


def localised(report: Report, say: Tongue) -> Report:
    """`report` with everything that is told in words in the language of `say`: headline, findings, retake lines, why it was skipped.

    Names, print and verdict are the same. For faces that show a report as it is (the annotated photo, the phone page).
    """
    if say.code == ENGLISH:
        return report
    return replace(
        report,
        headline=say(report.headline),
        findings=tuple(
            replace(f, summary=say(f.summary), advice=say(f.advice), advice_clinic=say(f.advice_clinic)) for f in report.findings
        ),
        retake=tuple(say(r) for r in report.retake),
        skipped=report.skipped and replace(report.skipped, reason=say(report.skipped.reason), next=say(report.skipped.next)),
    )
