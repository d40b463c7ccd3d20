"""The findings and ingredients of one product on the page."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Sequence

from glidecheck.audit import facts
from glidecheck.audit.model import Audit, Row
from glidecheck.audit.reports.advice import TITLE, Shared, care
from glidecheck.audit.reports.words import (
    DECISION,
    DROPPED,
    OUTDATED,
    SEEN,
    before_words,
    pictures,
    review_words,
)
from glidecheck.model import Finding, Match, Report, Section
from glidecheck.report import view
from glidecheck.report.answer import answer, by_class, by_rule, reason, sentence
from glidecheck.report.markup import doubt_line, label, mark, text

MAX_CROPS = 24
"""Crops a product, as on the page of a single scan."""


def body(row: Row, audit: Audit, above: set[str], sources: dict[str, int], allowance: int, shared: Shared) -> str:
    """What stands below the line of one product. Advice that other products are given too is named by its number."""
    report = row.report
    out = ["<div>", *_theirs(row, audit)]
    own = (f"{title}: {value}" for title, value in row.product.columns if view.plain(title) not in above)
    out.append(paragraph("", own, "meta"))
    told = answer(report)
    shown = Crops(row, allowance)
    out.append(f"<p><b>{text(sentence(told.do))}</b></p>\n<p>{label(reason(report, told))}</p>\n{shown.of(report, told.decided[:1])}")
    out.append(paragraph("What to do" if report.skipped else "What could change this", (sentence(c).rstrip(".") for c in told.change)))
    if not report.skipped:
        out.append(_advice("For the patient", care(told), shared))
        out.append(f"<p class=meta>{text(view.READINGS[report.reading].capitalize())}.</p>\n")
        if report.findings:
            found = "".join(group(report, findings, shown, sources, shared) for findings in by_class(report))
            more = f"<p class=meta>{shown.left} more pictures are in a report of fewer products.</p>\n" if shown.left else ""
            out.append(f"<ul class=findings>\n{found}</ul>\n{more}")
        out.append(paragraph("Looked for and not found", view.looked_for(report)))
        out.append(paragraph("Not read, or not known", view.unread(report)))
        out.append(paragraph("For a better photo", report.retake))
        out.append(ingredients(report))
    photos = ", ".join(label(p) for p in pictures(row))
    code = f" Barcode {text(report.barcode)}." if report.barcode else ""
    rest = f" Read by {text(', '.join(report.engines))}." if set(report.engines) - set(audit.engines) else ""
    out.append(f"<p class=meta>Photos: {photos}.{code}{rest}</p></div>")
    return "".join(out)


def _theirs(row: Row, audit: Audit) -> Iterable[str]:
    """What persons have said of a product, and what it was before."""
    told = (
        (DECISION, review_words(row.review) if row.review else ""),
        (DROPPED, review_words(row.dropped) if row.dropped else ""),
        (SEEN, facts.words(row.facts, audit.made[:10]) if row.facts else ""),
        (OUTDATED, facts.words(row.outdated) if row.outdated else ""),
    )
    for title, words in told:
        if words:
            yield f"<p class=decision><b>{text(title)}:</b> {label(words)}</p>\n"
    if row.change and before_words(row.change):
        yield f"<p class=meta>Before: {text(before_words(row.change))}.</p>\n"


def paragraph(title: str, lines: Iterable[str], cls: str = "") -> str:
    words = "; ".join(label(line) for line in lines)
    head = f"<b>{text(title)}:</b> " if title else ""
    return f"<p{f' class={cls}' if cls else ''}>{head}{words}.</p>\n" if words else ""


def _advice(title: str, lines: Iterable[str], shared: Shared) -> str:
    """`lines` of advice: those of this product alone, and the numbers of the others, which stand at the end of the report."""
    numbers, own = shared.apart(lines)
    words = " ".join((*map(label, own), *((f"{text(TITLE)} {_links(numbers)}.",) if numbers else ())))
    return f"<p><b>{text(title)}:</b> {words}</p>\n" if words else ""


def _links(numbers: Iterable[int]) -> str:
    return ", ".join(f'<a href="#a{n}">{n}</a>' for n in numbers)


class Crops:
    """The pictures of one product that the page has room for: each print once, the gravest finding's first."""

    def __init__(self, row: Row, allowance: int) -> None:
        self._row = row
        self._allowance = allowance
        self._shown: set[bytes] = set()
        self.left = 0

    def of(self, report: Report, findings: Sequence[Finding]) -> str:
        out = []
        for finding in findings:
            jpeg = self._row.picture(finding)
            if jpeg is None or jpeg in self._shown:
                continue
            if len(self._shown) >= MAX_CROPS or (self._shown and len(jpeg) > self._allowance):
                self.left += 1
                continue
            self._shown.add(jpeg)
            self._allowance -= len(jpeg)
            data = b64encode(jpeg).decode("ascii")
            said_of = text(view.heading_of(report, finding))
            out.append(f'<img decoding=async src="data:image/jpeg;base64,{data}" alt="The print on the photo: {said_of}">')
        return f"<figure>{''.join(out)}</figure>\n" if out else ""


def group(report: Report, findings: Sequence[Finding], crops: Crops, sources: dict[str, int], shared: Shared) -> str:
    """The findings of one class: their names and prints together, then each rule's words once."""
    tone, words = view.headed(report, findings[0])
    names = ", ".join(label(n) for n in dict.fromkeys(view.heading_of(report, f) for f in findings))
    head = f'<li class="finding t-{tone}"><p class=what>{mark(tone)} <strong>{text(words)}</strong> {names}</p>\n'
    # Of what merely makes a glide less plain, one print is enough: the list of ingredients names the others.
    pictured = findings[:1] if tone is view.Tone.COMPANION else findings
    return head + crops.of(report, pictured) + "".join(_rule(report, rule, sources, shared) for rule in by_rule(findings)) + "</li>\n"


def _rule(report: Report, findings: Sequence[Finding], sources: dict[str, int], shared: Shared) -> str:
    first = findings[0]
    out = [f"<p>{label(s)}</p>\n" for s in view.said(report, findings, [f.summary for f in findings])]
    out.extend(doubt_line(report, f) for f in findings)
    numbers = []
    for whom, texts in (("the clinic", [f.advice_clinic for f in findings]), ("the patient", [f.advice for f in findings])):
        often, own = shared.apart(view.said(report, findings, texts))
        out.extend(f"<p><b>For {whom}:</b> {label(line)}</p>\n" for line in own)
        numbers += [f"for {whom} {_links(often)}"] if often else []
    told = f" {text(TITLE)} {', '.join(numbers)}." if numbers else ""
    cited = ", ".join(f'<a href="#s{n}">{text(s)}</a>' for s in first.sources for n in [sources.setdefault(s, len(sources) + 1)])
    out.append(f"<p class=meta>{text(first.rule)}, {text(view.BASES[first.basis])}.{told} Sources: {cited or 'none given'}</p>\n")
    return "".join(out)


def ingredients(report: Report) -> str:
    if not report.ingredients:
        return ""
    words, section = [], Section.LIST
    for index, match in enumerate(report.ingredients):
        prefix = ""
        if match.mention.section is not section:
            section = match.mention.section
            prefix = f"<small>{text(view.SECTIONS[section])}:</small> "
        words.append(prefix + _ingredient(match, view.ingredient_tone(report, index)))
    return f"<p class=ing><b>Ingredients ({len(words)}):</b> {'; '.join(words)}.</p>\n"


def _ingredient(match: Match, tone: view.Tone) -> str:
    printed, name = view.plain(match.mention.printed), view.lexicon_name(match)
    words = label(printed)
    if name and name.casefold() != printed.casefold():
        words += f" = {text(name)}"
    if match.mention.amount and view.amount_words(match.mention.amount) not in printed:
        words += f" {text(view.amount_words(match.mention.amount))}"
    if view.doubt(match):
        words += f" ({text(view.doubt(match))})"
    return words if tone in (view.Tone.KNOWN, view.Tone.GLIDE) else f'<span class="t t-{tone}">{view.LOOKS[tone].mark} {words}</span>'
