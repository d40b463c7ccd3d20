"""The terminal's form of a report: what to do, why, what could change it; then, when it is asked for, everything that was read.

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

from glidecheck.model import Finding, Report
from glidecheck.report import view
from glidecheck.report.answer import Answer, answer, by_class, by_rule, reason, sentence
from glidecheck.report.knowledge import cite, everyday

MAX_WIDTH = 100
"""Columns: longer lines are hard to read."""

_INDENT = 2  # columns

# Terminals of 16 colours: the nearest of them to a dark green is grey.
_SIXTEEN = {
    view.Tone.AVOID: "red",
    view.Tone.ANAESTHETIC: "yellow",
    view.Tone.ACTIVE: "yellow",
    view.Tone.COMPANION: "yellow",
    view.Tone.SKIPPED: "bright_black",
    view.Tone.REVIEW: "blue",
    view.Tone.KNOWN: "bright_black",
    view.Tone.GLIDE: "green",
}


class _Style(NamedTuple):
    """What a terminal can show: whether only ASCII, whether only 16 colours."""

    ascii_only: bool
    sixteen: bool

    def mark(self, tone: view.Tone) -> str:
        return view.LOOKS[tone].ascii if self.ascii_only else view.LOOKS[tone].mark

    def colour(self, tone: view.Tone) -> str:
        return _SIXTEEN[tone] if self.sixteen else view.LOOKS[tone].colour


def as_text(report: Report, console: Console, *, full: bool = True) -> str:
    """`report` as `console` would show it: as wide as it is, at most MAX_WIDTH columns, with colour and signs where it has them.

    Without `full` the rest (findings for the clinic, sources, ingredients) is counted, so that what to do stays on the screen.
    """
    shown = StringIO()  # not console.capture(), which writes to the console's own file
    copy = Console(
        file=shown,
        width=min(console.width, MAX_WIDTH),
        force_terminal=console.is_terminal,
        color_system=_colours(console),
        no_color=console.no_color,
        legacy_windows=False,
    )
    style = _Style(not _unicode(console), console.color_system in ("standard", "windows"))
    copy.print(Group(*_parts(report, style, full)))
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


def _parts(report: Report, style: _Style, full: bool) -> Iterator[RenderableType]:
    told = answer(report)
    yield _banner(report, told, style)
    yield from _answer(report, told)
    if report.skipped:
        yield Text()
        return
    if full:
        yield from _rest(report, style)
    elif counted := _counted(report):
        yield _heading("The rest")
        yield from _indented(f"{counted}: add --full.", "dim")
    yield Text()
    version = f"Lexicon {view.lexicon_short(report)}" + (f", policy {view.plain(report.policy)}" if report.policy else "")
    yield _text(f"{view.CLOSING} {version}.", "dim")
    yield Text()


def _answer(report: Report, told: Answer) -> Iterator[RenderableType]:
    """What to do, the one thing that decided it, what could change it, what else helps."""
    yield _text(sentence(told.do), "bold")
    yield _heading("Why")
    yield from _indented(reason(report, told))
    if told.printed:
        place = f" on photo {told.decided[0].photo + 1}" if len(report.source) > 1 and told.decided[0].photo is not None else ""
        yield from _indented(f'The label says{place}: "{told.printed}"', "dim")
    for advice in told.advice:
        yield from _indented(sentence(advice))
    if told.change:
        yield _heading("What to do next" if report.skipped else "What could change this")
        yield from _bullets(map(sentence, told.change))
    if told.care:
        yield _heading("Good to know")
        yield from _bullets(map(sentence, told.care))


def _counted(report: Report) -> str:
    """How much of the report is folded away."""
    parts = [(len(report.ingredients), "ingredient"), (len(report.findings), "finding")]
    return ", ".join(f"{n} {word}{'s' * (n != 1)}" for n, word in parts if n)


def _rest(report: Report, style: _Style) -> Iterator[RenderableType]:
    """For the clinic, and for who wants to know all of it."""
    yield _heading("The rest, in the clinic's terms")
    yield from _indented(view.plain(report.headline))
    engines = ", ".join(view.plain(e) for e in report.engines)
    yield from _indented(f"Reading: {view.READINGS[report.reading]}" + (f" ({engines})" if engines else ""), "dim")
    if report.barcode:
        yield from _indented(f"Barcode: {view.plain(report.barcode)}", "dim")
    for findings in by_class(report):
        yield Text()
        yield from _group(report, findings, style)
    if looked := view.looked_for(report):
        yield _heading("Looked for and not found")
        yield from _bullets(looked)
    if missing := view.unread(report):
        yield _heading("Not read, or not known")
        yield from _bullets(missing)
    if report.retake:
        yield _heading("For a better photo")
        yield from _bullets(map(sentence, report.retake))
    if report.ingredients:
        yield _heading(f"Ingredients ({len(report.ingredients)})")
        yield _ingredients(report, style)


def _banner(report: Report, told: Answer, style: _Style) -> RenderableType:
    tone = told.tone
    bar = Table.grid(expand=True, padding=(0, 1))
    bar.add_column(no_wrap=True)
    bar.add_column(justify="right", overflow="fold")
    bar.add_row(Text(f" {style.mark(tone)} {view.LOOKS[tone].words}"), Text(f"{view.source_name(report)} "))
    rule = Text(("=" if style.ascii_only else "━") * MAX_WIDTH, style=style.colour(tone), no_wrap=True, overflow="crop")
    ground = f"on {style.colour(tone)}"
    beside = Padding(Text(f"   {told.plain}", overflow="fold"), 0, style=f"white {ground}")
    return Group(rule, Padding(bar, 0, style=f"bold white {ground}"), beside, rule)


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
    """The findings of one class: their names in one head, then each rule's words once."""
    tone, words = view.headed(report, findings[0])
    head = Text(f"{style.mark(tone)} {words}", style=f"bold {style.colour(tone)}")
    head.append(f"  {'; '.join(dict.fromkeys(view.heading_of(report, f) for f in findings))}", style="bold default")
    yield Padding(head, (0, 0, 0, _INDENT))
    for rule in by_rule(findings):
        yield from _rule(report, rule)


def _rule(report: Report, findings: Sequence[Finding]) -> Iterator[RenderableType]:
    for summary in view.said(report, findings, [f.summary for f in findings]):
        yield from _indented(summary)
    for finding in findings:
        if match := view.doubted(report, finding):
            yield from _indented(f"{view.plain(match.mention.printed)}: {view.doubt(match)}", "dim")
    for advice in view.said(report, findings, [f.advice for f in findings]):
        yield from _indented(f"For you: {advice}")
    for advice in view.said(report, findings, [f.advice_clinic for f in findings]):
        yield from _indented(f"For the clinic: {advice}")
    first = findings[0]
    sources = "; ".join(view.plain(cite(s).title) for s in first.sources)
    yield from _indented(f"{first.rule}, {view.BASES[first.basis]}. Sources: {sources or 'none given'}", "dim")


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
        tone = view.ingredient_tone(report, index)
        printed, name = view.plain(mention.printed), view.lexicon_name(match)
        amount = view.amount_words(mention.amount)
        if amount and amount not in printed:
            printed += f" {amount}"
        if len(sections) > 1:
            printed += f" [{view.SECTIONS[mention.section]}]"
        known = "" if name is None or name.casefold() == printed.casefold() else name
        known = " ".join(filter(None, (known, f"({word})" if (word := everyday(match)) else "")))
        words = "" if tone is view.Tone.KNOWN else view.LOOKS[tone].short
        table.add_row(
            str(mention.position),
            Text(style.mark(tone), style=style.colour(tone)),
            _text(printed),
            _text(f"{known} ({view.doubt(match)})" if name and view.doubt(match) else known),
            _text(words, "" if tone in (view.Tone.KNOWN, view.Tone.GLIDE) else style.colour(tone)),
        )
    return table
