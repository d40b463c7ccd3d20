"""The HTML form: one file, no network, to be read in a browser, filtered, printed and signed.

Ten thousand products must open and filter: each is a line that opens, what all share (sources, versions) is said once, and pictures are
decoded when they come into view. Without a script everything is there to be read; with it, it can be filtered and sorted.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TextIO

from glidecheck.audit.model import Audit
from glidecheck.audit.reports.advice import ABOUT
from glidecheck.audit.reports.advice import TITLE as ADVICE
from glidecheck.audit.reports.files import replacing
from glidecheck.audit.reports.page_findings import body
from glidecheck.audit.reports.page_style import CSS as OWN
from glidecheck.audit.reports.page_style import PAPER, SCRIPT, hashed
from glidecheck.audit.reports.words import (
    ASIDE,
    DROPPED,
    ORDER,
    TITLE,
    Entry,
    Survey,
    about,
    moment,
    review_words,
    survey,
    tally,
)
from glidecheck.report.knowledge import cite
from glidecheck.report.markup import head, label, link, mark, text, tones
from glidecheck.report.style import CSS
from glidecheck.report.view import (
    CLOSING,
    EXTRAPOLATION,
    LOOKS,
    Tone,
    plain,
)

CROPS = 64_000_000
"""Bytes of pictures in one page: a browser keeps twice as much, and more could not be sent on. A large shelf shows fewer a product."""


MAX_COLUMNS = 3
"""The clinic's own columns that stand in a product's line; the others stand below it."""


def write(audit: Audit, path: Path) -> None:
    """The page, at `path`."""
    with replacing(path) as part, part.open("w", encoding="utf-8", newline="\n") as out:
        render(audit, out)


def render(audit: Audit, out: TextIO, *, paper: bool = False, lines: bool = True, findings: bool = True) -> None:
    """Writes the page to `out`; for `paper`, without script and with all findings in the open.

    Without `findings` each product has one line, without `lines` none: the front, what to photograph again and the sign-off are left.
    """
    seen = survey(audit)
    style = f"{CSS}{tones()}{OWN}{_grid(audit, seen)}{PAPER if paper else ''}"
    out.write(_head(audit, style, paper))
    out.writelines(_front(audit, seen))
    sources: dict[str, int] = {}
    allowance = max(1, CROPS // max(1, len(seen.entries)))
    out.write("<h2>All products</h2>\n")
    if not paper:
        out.write(_tools(audit, seen))
    if not (lines and findings):
        what = "Each in one line: their findings" if lines else "The products, their findings"
        out.write(f"<p>{what}, pictures and sources are in the html and xlsx reports of a shelf of this size.</p>\n")
    out.write(f"{_columns(audit, seen)}<div id=rows>\n")
    # Bodies are made in the order of the rows and shown in the order of the verdicts: a file stands between, not the memory.
    with tempfile.TemporaryFile() as spool:
        places = {}
        for number, row in enumerate(audit.rows if lines and findings else (), 1):
            start = spool.tell()
            spool.write(body(row, audit, set(_shown_columns(seen)), sources, allowance, seen.advice).encode("utf-8"))
            places[number] = start, spool.tell() - start
        for entry in seen.entries if lines else ():
            start, size = places.get(entry.number, (0, 0))
            spool.seek(start)
            out.write(_line(audit, seen, entry) + spool.read(size).decode("utf-8") + "</details>\n")
    out.write("</div>\n")
    out.writelines(_back(audit, seen, sources))
    if not paper:
        out.write(f"<script>{SCRIPT}</script>\n")
    out.write("</main>\n</body>\n</html>\n")


# ------------------------------------------------------------------ before the products


def _head(audit: Audit, style: str, paper: bool) -> str:
    script = "" if paper else f"; script-src {hashed(SCRIPT)}"
    policy = f"default-src 'none'; img-src data:; style-src {hashed(style)}{script}; base-uri 'none'; form-action 'none'"
    return head(f"{TITLE}: {audit.shelf}", style, policy)


def _front(audit: Audit, seen: Survey) -> Iterable[str]:
    yield f"<p class=lead>{text(ASIDE)}</p>\n<h1>{text(TITLE)}: {label(audit.shelf)}</h1>\n"
    yield f"<p>{len(seen.entries)} products, {text(moment(audit.made))}.</p>\n<p class=notice><b>{text(CLOSING)}</b></p>\n"
    if seen.unjudged or seen.uncleared:
        yield "<section class=alarm>\n"
        if seen.unjudged:
            yield f"<h2>Not judged: {len(seen.unjudged)} of {len(seen.entries)} products</h2>\n"
            yield "<p>These have no verdict. Do not take them for clean.</p>\n"
            yield _table(("Product", "Why", "What to do"), ((_to(e), label(e.reason), label(e.next)) for e in seen.unjudged))
        if seen.uncleared:
            yield f"<h2>Not cleared: {len(seen.uncleared)} in REVIEW</h2>\n"
            yield "<p>Not read whole, or with a name that is not known. Treat them as not cleared.</p>\n"
            yield _table(("Product", "In one line"), ((_to(e), label(e.headline)) for e in seen.uncleared))
        yield "</section>\n"
    yield f"<h2>Verdicts</h2>\n<ul class=chart>\n{_chart(seen)}</ul>\n"
    yield from _changes(audit, seen)
    if seen.undecided_again:
        yield f"<h2>Decisions to be made again: {len(seen.undecided_again)}</h2>\n<p>{text(DROPPED)}.</p>\n"
        rows = ((_to(e), label(review_words(e.dropped)), _verdict(e)) for e in seen.undecided_again if e.dropped)
        yield _table(("Product", "Decision then", "Verdict now"), rows)


def _chart(seen: Survey) -> str:
    most = max(seen.counts.values(), default=0) or 1
    return "".join(
        f"<li class=t-{tone}><span class=verdict>{mark(tone)} {text(LOOKS[tone].words)}</span>"
        '<svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden=true>'
        f'<rect width="{max(0.5, 100 * n / most):.1f}" height="10" fill="{LOOKS[tone].colour}"/></svg>'
        f"<b>{n}</b></li>\n"
        for tone, n in tally(seen.counts)
    )


def _changes(audit: Audit, seen: Survey) -> Iterable[str]:
    if audit.since is None:
        return
    yield f"<h2>What changed since audit {text(audit.since)}</h2>\n"
    if not seen.changed and not audit.gone:
        yield "<p>Nothing: the same products with the same verdicts.</p>\n"
    if seen.changed:
        rows = ((_to(e), text(e.before or "-"), _verdict(e), text(e.change)) for e in seen.changed)
        yield _table(("Product", "Then", "Now", "Why"), rows)
    if audit.gone:
        yield f"<h3>Gone from the shelf: {len(audit.gone)}</h3>\n"
        rows_gone = ((label(g.name), text(g.before.value if g.before else LOOKS[Tone.SKIPPED].words)) for g in audit.gone)
        yield _table(("Product", "Verdict then"), rows_gone)


def _table(columns: Sequence[str], rows: Iterable[Sequence[str]], cls: str = "flat") -> str:
    body = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>\n" for row in rows)
    titles = "".join(f"<th>{text(t)}</th>" for t in columns)
    return f'<table class="{cls}"><thead><tr>{titles}</tr></thead>\n<tbody>\n{body}</tbody></table>\n'


def _to(entry: Entry) -> str:
    return f'<a href="#p{entry.number}">{label(entry.name)}</a>'


def _verdict(entry: Entry) -> str:
    return f'<span class="verdict t-{entry.tone}">{mark(entry.tone)} {text(entry.verdict)}</span>'


# ------------------------------------------------------------------ the products


def _shown_columns(seen: Survey) -> tuple[str, ...]:
    return seen.columns[:MAX_COLUMNS]


def _grid(audit: Audit, seen: Survey) -> str:
    columns = "12rem minmax(8rem,1.3fr) minmax(11rem,2.2fr)" + " minmax(4.5rem,.8fr)" * len(_shown_columns(seen))
    columns += " minmax(6rem,.9fr)" if audit.since else ""
    return f".cols,.row>summary{{grid-template-columns:{columns} minmax(6rem,1fr)}}"


def _titles(audit: Audit, seen: Survey) -> tuple[str, ...]:
    return ("Verdict", "Product", "In one line", *_shown_columns(seen), *(("Changed",) if audit.since else ()), "Clinic's decision")


def _columns(audit: Audit, seen: Survey) -> str:
    titles = "".join(
        f'<span><button type=button disabled value={n} aria-pressed={"true" if n == 0 else "false"} title="Sort by this column">'
        f"{text(title)}</button></span>"
        for n, title in enumerate(_titles(audit, seen))
    )
    return f"<div class=cols>{titles}</div>\n"


def _tools(audit: Audit, seen: Survey) -> str:
    boxes = "".join(
        f'<label class="verdict t-{tone}"><input type=checkbox value={tone} checked> {mark(tone)} {text(LOOKS[tone].words)} ({n})</label>\n'
        for tone, n in tally(seen.counts)
    )
    choices = [("", "All of them"), ("u", "without a decision"), ("d", "with a decision"), ("a", "to be photographed again")]
    choices += [("c", "changed")] if audit.since else []
    options = "".join(f'<option value="{value}">{text(words)}</option>' for value, words in choices)
    return (
        "<div id=tools hidden>\n<label>Search <input type=search id=find autocomplete=off spellcheck=false></label>\n"
        f"<label>Show <select id=only>{options}</select></label>\n{boxes}</div>\n<p id=shown role=status></p>\n"
    )


def _line(audit: Audit, seen: Survey, entry: Entry) -> str:
    own = dict(entry.columns)
    state = ("d" if entry.review else "u") + ("a" if entry.retake else "") + ("c" if entry.change else "")
    cells = [f"<span>{label(own[c]) if own.get(c) else ''}</span>" for c in _shown_columns(seen)]
    if audit.since:
        cells.append(f"<span>{text(entry.change)}</span>")
    cells.append(f"<span>{label(plain(entry.review.decision)) if entry.review else ''}</span>")
    return (
        f'<details class="row t-{entry.tone}" id=p{entry.number} data-t={entry.tone} data-s={state}><summary>'
        f"<span class=verdict>{mark(entry.tone)} {text(entry.verdict)}</span><span class=name>{label(entry.name)}</span>"
        f"<span>{label(entry.headline)}</span>{''.join(cells)}</summary>\n"
    )


# ------------------------------------------------------------------ behind the products


def _back(audit: Audit, seen: Survey, sources: dict[str, int]) -> Iterable[str]:
    again = seen.again
    yield f"<h2 class=paged>To be photographed again: {len(again)}</h2>\n"
    if again:
        titles = ("Product", "Photos", *_shown_columns(seen), "How", "Done")
        rows = (
            (
                _to(e),
                ", ".join(label(p) for p in e.pictures),
                *(label(dict(e.columns).get(c, "")) for c in _shown_columns(seen)),
                "<br>".join(label(r) for r in e.retake),
                "&#9744;",
            )
            for e in again
        )
        yield _table(titles, rows, "flat again")
    else:
        yield "<p>Nothing: every label was read whole, or is to be avoided whatever the rest of it says.</p>\n"
    if seen.advice.numbers and sources:
        yield f"<h2>{text(ADVICE)}</h2>\n<p>{text(ABOUT)}</p>\n<ol>\n"
        for line, number in seen.advice.numbers.items():
            yield f"<li id=a{number}>{label(line)} <small>({seen.advice.products[line]} products)</small></li>\n"
        yield "</ol>\n"
    marks = ", ".join(f"{LOOKS[t].mark} {text(LOOKS[t].words)}" for t in ORDER)
    yield f"<h2>Signs</h2>\n<p>{marks}. Names in the ingredient lists without a sign have no finding.</p>\n"
    if sources:
        yield "<h2>Sources</h2>\n<ol>\n"
        for source in sources:
            yield f"<li id=s{sources[source]}>{text(source)}: {link(cite(source))}</li>\n"
        yield "</ol>\n"
    facts = "".join(f"<dt>{text(name)}</dt><dd>{label(value)}</dd>\n" for name, value in about(audit))
    yield f"<h2>What this rests on</h2>\n<dl class=facts>\n{facts}</dl>\n<p class=meta>{text(EXTRAPOLATION)}</p>\n"
    yield "<section class=last><h2>Sign-off</h2>\n"
    yield f"<p>The clinic has decided on {seen.decided} of {len(seen.entries)} products. A decision is the clinic's own; "
    yield "glidecheck's verdict stays as it is beside it.</p>\n"
    yield "<div class=sign><p>Name and role</p><p>Signature</p><p>Date</p></div></section>\n"
