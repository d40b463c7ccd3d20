"""The XLSX form: products with room for a person's decisions, findings with their pictures, what to photograph again, what it rests on.

No text of a label is ever a formula or a link: every cell is written as a string. `review.read_workbook` reads the decisions back.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from glidecheck.audit import facts
from glidecheck.audit.model import Audit, Row
from glidecheck.audit.reports.advice import ABOUT, TITLE
from glidecheck.audit.reports.files import replacing
from glidecheck.audit.reports.words import Survey, about, review_words, survey
from glidecheck.audit.reports.workbook_cells import LAST_ROW, Sheet, cell, date_of, height_of, insert, let_go, pictures_of
from glidecheck.audit.review import BASIS, DATE, DECISION, INITIALS, KEY, NOTE, SHEET, SUGGESTED
from glidecheck.errors import StoreError
from glidecheck.model import Finding
from glidecheck.report import view
from glidecheck.report.knowledge import cite

if TYPE_CHECKING:
    from xlsxwriter import Workbook  # type: ignore[import-untyped]
    from xlsxwriter.format import Format  # type: ignore[import-untyped]

CROPS = 48_000_000
"""Bytes of pictures in one workbook; a spreadsheet program keeps them all in memory."""


def write(audit: Audit, path: Path) -> None:
    """The workbook, at `path`."""
    from xlsxwriter import Workbook
    from xlsxwriter.exceptions import XlsxWriterException  # type: ignore[import-untyped]

    with replacing(path) as part, tempfile.TemporaryDirectory(prefix=".audit-", suffix=".part", dir=path.parent) as beside:
        options = {
            "constant_memory": True,  # lines go to disk as they are written
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "tmpdir": beside,
        }
        book = Workbook(str(part), options)
        try:
            _Book(book, audit).write()
            book.close()
        except XlsxWriterException as error:
            cause = error.__cause__ or error.__context__ or error.args[0]
            if isinstance(cause, OSError):
                raise cause from None
            raise StoreError(f"{path} cannot be written: {error}.", "Write it as csv or html.") from None
        finally:
            let_go(book)


class _Book:
    def __init__(self, book: Workbook, audit: Audit) -> None:
        self._book = book
        self._audit = audit
        self._seen: Survey = survey(audit)
        self._formats: dict[str, Format] = {}
        book.set_properties({"title": f"Shelf audit: {cell(audit.shelf)}", "comments": "Not medical advice: ask your provider."})

    def write(self) -> None:
        seen = self._seen
        if seen.unjudged or seen.uncleared:
            self._not_judged()
        self._products()
        findings, ingredients = self._sheets_of_findings()
        self._found(findings, ingredients)
        self._advice()
        self._again()
        if self._audit.since is not None:
            self._changes()
        self._about()
        # It opens where a person decides; what was not judged is the first tab, and red.
        for sheet in self._book.worksheets():
            if sheet.get_name() == SHEET:
                sheet.activate()

    # -------------------------------------------------------------- sheets

    def _not_judged(self) -> None:
        sheet = self._sheet("Not judged", (("Verdict", 26), ("Product", 34), ("Why", 70), ("What to do", 60), ("Photos", 40)))
        sheet.sheet.set_tab_color(view.LOOKS[view.Tone.AVOID].colour)
        for e in (*self._seen.unjudged, *self._seen.uncleared):
            how = e.next or "; ".join(e.retake) or "Ask your provider; treat it as not cleared."
            self._line(sheet, (e.verdict, e.name, e.headline, how, ", ".join(e.pictures)), tones={0: e.tone})

    def _products(self) -> None:
        own = self._seen.columns
        since = self._audit.since is not None
        titles = [
            ("Verdict", 26),
            ("Product", 34),
            ("What to do", 50),
            ("Why", 60),
            ("For the patient", 40),
            ("In one line", 60),
            ("Reading", 30),
        ]
        titles += [(c, 16) for c in own]
        titles += [("Changed", 20), ("Verdict before", 16)] if since else []
        first = len(titles)
        titles += [(DECISION, 20), (INITIALS, 9), (DATE, 12), (NOTE, 40), ("Decision that no longer holds", 34)]
        seen = len(titles)
        titles += [(facts.STERILE, 9), (facts.SINGLE_USE, 9), (facts.EXPIRY, 12), (facts.LOT, 14), (facts.SEEN_BY, 9), (facts.SEEN_ON, 12)]
        titles += [("Seen beside other photos", 34), ("Photograph again", 50), ("Photos", 40), (KEY, 20), (BASIS, 20), (facts.ITEM, 20)]
        theirs = (*range(first, first + 4), *range(seen, seen + 6))
        sheet = self._sheet(SHEET, titles, theirs=theirs)
        sheet.sheet.set_column(len(titles) - 3, len(titles) - 1, 20, None, {"hidden": True})
        day = self._book.add_format({"num_format": "yyyy-mm-dd", "valign": "top", "bg_color": "#fff9e5", "align": "left"})
        for e in self._seen.entries:
            values = dict(e.columns)
            cells = [e.verdict, e.name, e.do, e.why, self._seen.advice.words(e.care), e.headline, e.reading]
            cells += [values.get(c, "") for c in own]
            cells += [e.change, e.before] if since else []
            review = e.review
            cells += [review.decision, review.initials, "", review.note] if review else ["", "", "", ""]
            cells += [review_words(e.dropped) if e.dropped else "", *facts.cells(e.facts), facts.words(e.outdated) if e.outdated else ""]
            cells += ["; ".join(e.retake), ", ".join(e.pictures), e.key, e.basis, e.item]
            line = self._line(sheet, cells, tones={0: e.tone}, theirs=theirs, skip=(first + 2,))
            if line is None:
                continue
            if review and (on := date_of(review.on)):
                sheet.sheet.write_datetime(line, first + 2, on, day)
            else:
                sheet.sheet.write_blank(line, first + 2, None, day)
        last = max(1, len(self._seen.entries))
        sheet.sheet.data_validation(
            1, first, last, first,
            {"validate": "list", "source": list(SUGGESTED), "error_type": "information", "input_title": "The clinic's decision",
             "input_message": "Yours, not glidecheck's. Fill in initials and date too."},
        )  # fmt: skip
        for column in (seen, seen + 1):
            sheet.sheet.data_validation(1, column, last, column, {"validate": "list", "source": ["yes", "no"]})
        sheet.sheet.data_validation(
            1, first + 2, last, first + 2,
            {"validate": "date", "criteria": ">=", "value": date(2020, 1, 1), "error_message": "Write a day, such as 2026-01-31."},
        )  # fmt: skip

    def _sheets_of_findings(self) -> tuple[Sheet, Sheet]:
        findings = self._sheet(
            "Findings",
            (("Verdict", 26), ("Product", 34), ("Severity", 26), ("What", 40), ("Picture", 42), ("Summary", 60), ("For the clinic", 60),
             ("For the patient", 60), ("Rule", 10), ("Basis", 26), ("Sources", 60), ("Photo", 30)),
        )  # fmt: skip
        ingredients = self._sheet(
            "Ingredients",
            (("Product", 34), ("#", 5), ("Where", 14), ("Printed", 40), ("Lexicon", 40), ("Amount", 12), ("Finding", 22), ("Doubt", 50)),
        )
        return findings, ingredients

    def _found(self, findings: Sheet, ingredients: Sheet) -> None:
        allowance = max(1, CROPS // max(1, len(self._seen.entries)))
        for row in self._audit.rows:
            name = view.plain(row.product.name)
            pictures = pictures_of(row, allowance)
            for finding in view.ordered(row.report):
                cells = self._finding(row, name, finding)
                line = self._line(findings, cells, tones=self._finding_tones(row, finding))
                jpeg = pictures.get(id(finding))
                if line is not None and jpeg:
                    insert(findings.sheet, line, 4, jpeg, view.heading_of(row.report, finding), height_of(cells, findings.widths))
            for index, match in enumerate(row.report.ingredients):
                tone = view.ingredient_tone(row.report, index)
                mention = match.mention
                told = (
                    name, str(mention.position), view.SECTIONS[mention.section], mention.printed, view.lexicon_name(match) or "",
                    view.amount_words(mention.amount), f"{view.LOOKS[tone].mark} {view.LOOKS[tone].short}", view.doubt(match),
                )  # fmt: skip
                self._line(ingredients, told, tones={6: tone} if tone is not view.Tone.KNOWN else {})

    def _finding(self, row: Row, name: str, finding: Finding) -> Sequence[str]:
        (_, words), shared = view.headed(row.report, finding), self._seen.advice
        shots = row.report.source  # those that were opened: a photo that was not shifts the numbers
        photo = finding.photo if finding.photo is not None else 0
        where = shots[photo] if finding.box is not None and photo < len(shots) else ""
        return (
            view.LOOKS[view.verdict_tone(row.report)].words, name, words, view.heading_of(row.report, finding), "", finding.summary,
            shared.words((view.plain(finding.advice_clinic),)), shared.words((view.plain(finding.advice),)), finding.rule,
            view.BASES[finding.basis], "; ".join(cite(s).title for s in finding.sources), where,
        )  # fmt: skip

    def _finding_tones(self, row: Row, finding: Finding) -> dict[int, view.Tone]:
        return {0: view.verdict_tone(row.report), 2: view.finding_tone(row.report, finding)}

    def _advice(self) -> None:
        """The lines that several products are told: those on the findings' sheet name them by number."""
        sheet = self._sheet(TITLE, (("No.", 6), ("What to do", 110), ("Products", 10)), filtered=False)
        self._line(sheet, ("", ABOUT, ""))
        for line, number in self._seen.advice.numbers.items():
            self._line(sheet, (str(number), line, str(self._seen.advice.products[line])))

    def _again(self) -> None:
        own = self._seen.columns
        titles = [("Product", 34), ("Photos", 40), *((c, 16) for c in own), ("How", 90), ("Done", 8)]
        sheet = self._sheet("Photograph again", titles)
        for e in self._seen.again:
            values = dict(e.columns)
            self._line(sheet, (e.name, ", ".join(e.pictures), *(values.get(c, "") for c in own), "; ".join(e.retake), ""))

    def _changes(self) -> None:
        sheet = self._sheet("Changed", (("Product", 34), ("Verdict before", 26), ("Verdict now", 30), ("Why", 40)))
        for e in self._seen.changed:
            self._line(sheet, (e.name, e.before, e.verdict, e.change), tones={2: e.tone})
        for g in self._audit.gone:
            self._line(sheet, (g.name, g.before.value if g.before else view.LOOKS[view.Tone.SKIPPED].words, "", "gone from the shelf"))

    def _about(self) -> None:
        sheet = self._sheet("About", (("What", 34), ("", 110)), filtered=False)
        for name, value in (*about(self._audit), ("", view.EXTRAPOLATION)):
            self._line(sheet, (name, value))
        for tone, count in self._seen.counts.items():
            self._line(sheet, (view.LOOKS[tone].words, str(count)), tones={0: tone})

    # -------------------------------------------------------------- lines

    def _sheet(self, name: str, titles: Iterable[tuple[str, float]], theirs: Iterable[int] = (), *, filtered: bool = True) -> Sheet:
        columns = tuple(titles)
        sheet = self._book.add_worksheet(name)
        sheet.freeze_panes(1, 2 if name in (SHEET, "Findings") else 1)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
        sheet.set_footer("&L&8glidecheck. Not medical advice: ask your provider.&R&8&P / &N")
        head = self._format("head", {"bold": True, "bg_color": "#e9ebee", "bottom": 1, "text_wrap": True, "valign": "top"})
        own = self._format("own", {"bold": True, "bg_color": "#ffe9a8", "bottom": 1, "text_wrap": True, "valign": "top"})
        for at, (title, width) in enumerate(columns):
            sheet.set_column(at, at, width)
            sheet.write_string(0, at, cell(title), own if at in tuple(theirs) else head)
        if filtered:
            sheet.autofilter(0, 0, self._length(name), len(columns) - 1)
        return Sheet(sheet, tuple(w for _, w in columns), [0])

    def _length(self, name: str) -> int:
        """The last line that a filter must reach: known beforehand for most sheets, else the last there can be."""
        seen = self._seen
        known = {
            "Not judged": len(seen.unjudged) + len(seen.uncleared),
            SHEET: len(seen.entries),
            "Photograph again": len(seen.again),
            "Changed": len(seen.changed) + len(self._audit.gone),
            "Findings": seen.findings,
            "Ingredients": seen.ingredients,
        }
        return max(1, min(LAST_ROW, known[name]))

    def _line(
        self,
        sheet: Sheet,
        cells: Sequence[str],
        tones: dict[int, view.Tone] | None = None,
        theirs: Iterable[int] = (),
        skip: tuple[int, ...] = (),
    ) -> int | None:
        """Writes `cells`; None where the sheet is full."""
        if sheet.full:
            return None
        line = sheet.next()
        sheet.sheet.set_row_pixels(line, height_of(cells, sheet.widths))
        ordinary = self._format("cell", {"text_wrap": True, "valign": "top"})
        person = self._format("person", {"text_wrap": True, "valign": "top", "bg_color": "#fff9e5"})
        own = tuple(theirs)
        for at, words in enumerate(cells):
            if at in skip:
                continue
            look = self._tone(tones[at]) if tones and at in tones else person if at in own else ordinary
            text = cell(words)
            if tones and at in tones and text:
                mark = view.LOOKS[tones[at]].mark
                text = text if text.startswith(mark) else f"{mark} {text}"
            if text:
                sheet.sheet.write_string(line, at, text, look)
            elif at in own:
                sheet.sheet.write_blank(line, at, None, look)
        return line

    def _tone(self, tone: view.Tone) -> Format:
        return self._format(tone, {"bold": True, "font_color": view.LOOKS[tone].colour, "text_wrap": True, "valign": "top"})

    def _format(self, name: str, properties: dict[str, Any]) -> Format:
        if name not in self._formats:
            self._formats[name] = self._book.add_format(properties)
        return self._formats[name]
