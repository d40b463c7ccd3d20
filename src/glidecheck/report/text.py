"""The terminal's form of a report: verdict first, then why, then everything that was read.

Label text never passes through rich's markup: only `Text` objects are printed, and of the label only what `plain` leaves.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from io import StringIO
from typing import Literal, NamedTuple

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from glidecheck.model import Finding, Report, Severity, Verdict
from glidecheck.report.knowledge import cite
from glidecheck.report.view import (
    BASES,
    CLOSING,
    LOOKS,
    READINGS,
    SECTIONS,
    Tone,
    amount_words,
    doubt,
    finding_tone,
    grouped,
    heading_of,
    ingredient_tone,
    lexicon_name,
    lexicon_short,
    looked_for,
    plain,
    said,
    source_name,
    unread,
    verdict_tone,
)

MAX_WIDTH = 100
"""Columns: longer lines are hard to read."""

_INDENT = 2

# Terminals of 16 colours: the nearest of them to a dark green is grey.
_SIXTEEN = {
    Tone.AVOID: "red",
    Tone.ANAESTHETIC: "yellow",
    Tone.ACTIVE: "yellow",
    Tone.COMPANION: "yellow",
    Tone.SKIPPED: "bright_black",
    Tone.REVIEW: "blue",
    Tone.KNOWN: "bright_black",
    Tone.GLIDE: "green",
}


class _Style(NamedTuple):
    """What a terminal can show: whether only ASCII, whether only 16 colours."""

    ascii_only: bool
    sixteen: bool

    def mark(self, tone: Tone) -> str:
        return LOOKS[tone].ascii if self.ascii_only else LOOKS[tone].mark

    def colour(self, tone: Tone) -> str:
        return _SIXTEEN[tone] if self.sixteen else LOOKS[tone].colour


def as_text(report: Report, console: Console) -> str:
    """`report` as `console` would show it: as wide as it is, at most MAX_WIDTH columns, with colour and signs where it has them."""
    shown = StringIO()  # not console.capture(), which writes to the console's own file
    copy = Console(
        file=shown,
        width=min(console.width, MAX_WIDTH),
        force_terminal=console.is_terminal,
        color_system=_colours(console),
        no_color=console.no_color,
        legacy_windows=False,
    )
    copy.print(Group(*_parts(report, _Style(not _unicode(console), console.color_system in ("standard", "windows")))))
    text = shown.getvalue()
    # Blanks at line ends are only of use to a coloured background.
    return text if console.is_terminal else "".join(f"{line.rstrip()}\n" for line in text.splitlines())


def _colours(console: Console) -> Literal["standard", "256", "truecolor", "windows"] | None:
    match console.color_system:
        case "standard" | "256" | "truecolor" | "windows" as system:
            return system
        case _:
            return None


def _unicode(console: Console) -> bool:
    try:
        "✖▲△◇∅●·─".encode(console.encoding)
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def _parts(report: Report, style: _Style) -> Iterator[RenderableType]:
    tone = verdict_tone(report)
    yield _banner(report, tone, style)
    if report.skipped:
        yield _text(plain(report.skipped.reason), "bold")
        yield _text(plain(report.skipped.next))
        yield Text()
        return
    yield _text(plain(report.headline), "bold")
    engines = ", ".join(plain(e) for e in report.engines)
    yield _text(f"Reading: {READINGS[report.reading]}" + (f" ({engines})" if engines else ""), "dim")
    if report.barcode:
        yield _text(f"Barcode: {plain(report.barcode)}", "dim")
    if report.findings:
        yield _heading("Why" if report.verdict is not Verdict.GLIDE else "Noted")
        for findings in grouped(report):
            yield from _group(report, findings, style)
    if looked := looked_for(report):
        yield _heading("Looked for and not found")
        yield from _bullets(looked)
    if missing := unread(report):
        yield _heading("Not read, or not known")
        yield from _bullets(missing)
    if report.retake:
        yield _heading("For a better photo")
        yield from _bullets(map(plain, report.retake))
    if report.ingredients:
        yield _heading(f"Ingredients ({len(report.ingredients)})")
        yield _ingredients(report, style)
    yield Text()
    version = f"Lexicon {lexicon_short(report)}" + (f", policy {plain(report.policy)}" if report.policy else "")
    yield _text(f"{CLOSING} {version}.", "dim")
    yield Text()


def _banner(report: Report, tone: Tone, style: _Style) -> RenderableType:
    bar = Table.grid(expand=True, padding=(0, 1))
    bar.add_column(no_wrap=True)
    bar.add_column(justify="right", overflow="fold")
    bar.add_row(Text(f" {style.mark(tone)} {LOOKS[tone].words}"), Text(f"{source_name(report)} "))
    rule = Text(("=" if style.ascii_only else "━") * MAX_WIDTH, style=style.colour(tone), no_wrap=True, overflow="crop")
    return Group(rule, Padding(bar, 0, style=f"bold white on {style.colour(tone)}"), rule)


def _heading(words: str) -> RenderableType:
    return Padding(Text(words, style="bold underline"), (1, 0, 0, 0))


def _text(words: str, style: str = "") -> Text:
    return Text(words, style=style, overflow="fold")


def _bullets(lines: Iterable[str]) -> Iterator[RenderableType]:
    for line in lines:
        grid = Table.grid(padding=(0, 1))
        grid.add_column(no_wrap=True)
        grid.add_column(overflow="fold")
        grid.add_row(Text("-"), _text(line))
        yield Padding(grid, (0, 0, 0, _INDENT))


def _group(report: Report, findings: Sequence[Finding], style: _Style) -> Iterator[RenderableType]:
    first = findings[0]
    tone = finding_tone(report, first)
    words = "NOTE" if first.severity is Severity.INFO else LOOKS[tone].words
    head = Text(f"{style.mark(tone)} {words}", style=f"bold {style.colour(tone)}")
    head.append(f"  {'; '.join(dict.fromkeys(heading_of(report, f) for f in findings))}", style="bold default")
    yield Padding(head, (0, 0, 0, _INDENT))
    for summary in said(report, findings, [f.summary for f in findings]):
        yield from _indented(summary)
    for finding in findings:
        if finding.ingredient is not None and doubt(report.ingredients[finding.ingredient]):
            match = report.ingredients[finding.ingredient]
            yield from _indented(f"{plain(match.mention.printed)}: {doubt(match)}", "dim")
    for advice in said(report, findings, [f.advice for f in findings]):
        yield from _indented(f"For you: {advice}")
    for advice in said(report, findings, [f.advice_clinic for f in findings]):
        yield from _indented(f"For the clinic: {advice}")
    sources = "; ".join(plain(cite(s).title) for s in first.sources)
    yield from _indented(f"{first.rule}, {BASES[first.basis]}. Sources: {sources or 'none given'}", "dim")


def _indented(words: str, style: str = "") -> Iterator[RenderableType]:
    if words:
        yield Padding(_text(words, style), (0, 0, 0, 2 * _INDENT))


def _ingredients(report: Report, style: _Style) -> RenderableType:
    table = Table(box=None, padding=(0, 1, 0, 0), show_edge=False, header_style="dim", expand=False)
    table.add_column("#", justify="right", no_wrap=True)
    table.add_column("", no_wrap=True)
    for column in ("printed", "lexicon", "finding"):
        table.add_column(column, overflow="fold")
    sections = {m.mention.section for m in report.ingredients}
    for index, match in enumerate(report.ingredients):
        mention = match.mention
        tone = ingredient_tone(report, index)
        printed, name = plain(mention.printed), lexicon_name(match)
        amount = amount_words(mention.amount)
        if amount and amount not in printed:
            printed += f" {amount}"
        if len(sections) > 1:
            printed += f" [{SECTIONS[mention.section]}]"
        known = "" if name is None or name.casefold() == printed.casefold() else name
        words = "" if tone is Tone.KNOWN else LOOKS[tone].short
        table.add_row(
            str(mention.position),
            Text(style.mark(tone), style=style.colour(tone)),
            _text(printed),
            _text(f"{known} ({doubt(match)})" if name and doubt(match) else known),
            _text(words, "" if tone in (Tone.KNOWN, Tone.GLIDE) else style.colour(tone)),
        )
    return table
