"""One self-contained page for one or more reports: to be read on a phone, printed, or sent on.

No script, no font, no address is fetched, and the page forbids it to itself (Content-Security-Policy). Every text is escaped, and label
text stands in `<bdi>`, so that a right-to-left name cannot reorder what stands beside it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from glidecheck.model import Finding, Report
from glidecheck.report import view
from glidecheck.report.answer import answer, by_class, by_rule, reason, sentence
from glidecheck.report.knowledge import cite, everyday
from glidecheck.report.markup import doubt_line, head, items, link, mark, tones
from glidecheck.report.markup import label as _label
from glidecheck.report.markup import text as _e
from glidecheck.report.picture import crop, data_uri, fits, upright
from glidecheck.report.style import CSS

if TYPE_CHECKING:
    from PIL import Image

    from glidecheck.model import Pixels

MAX_CROPS = 24
"""Crops a product: a moisturiser with forty companions needs no forty pictures, and the page stays small enough to send."""


def html(reports: Sequence[Report], pictures: Mapping[str, Image.Image] | None = None) -> str:
    """The page of `reports`.

    `pictures` are the photos, upright by their EXIF, by their name in `Report.source`; a photo that is not given, or has not the size
    that was read, is not shown.
    """
    import numpy as np

    sections = []
    for number, report in enumerate(reports, 1):
        given = {n: (pictures or {}).get(source) for n, source in enumerate(report.source)}
        pixels = {n: np.asarray(image.convert("RGB")) for n, image in given.items() if image is not None}
        sections.append((report, section(report, number, pixels)))
    return page(sections)


def page(sections: Sequence[tuple[Report, str]]) -> str:
    """The page around `sections`, with an overview where there is more than one."""
    reports = [r for r, _ in sections]
    title = (
        f"{view.LOOKS[view.verdict_tone(reports[0])].words}: {view.short_name(reports[0])}"
        if len(reports) == 1
        else f"{len(reports)} products"
    )
    return "".join(
        (
            head(title, f"{CSS}{tones()}", "default-src 'none'; img-src data:; style-src 'unsafe-inline'"),
            "<p class=lead>On freshly microneedled skin, while breastfeeding</p>\n",
            _overview(reports) if len(reports) > 1 else "",
            *(s for _, s in sections),
            f"<footer>{_e(view.CLOSING)} {_e(view.EXTRAPOLATION)}</footer>\n</main>\n</body>\n</html>\n",
        )
    )


def section(report: Report, number: int, pixels: Mapping[int, Pixels]) -> str:
    """The part of the page for one product; `number` counts from 1. `pixels` are its photos, upright by their EXIF, by their index."""
    told = answer(report)
    tone = told.tone
    turned = {n: upright(p, report, n) for n, p in pixels.items()}
    usable = {n: p for n, p in turned.items() if fits(p, report, n)}
    seen: set[object] = set()  # the print already shown
    out = [
        f'<article class="product t-{tone}" id="p{number}">\n<header>{mark(tone)}<h2>{_e(view.LOOKS[tone].words)}</h2>',
        f"<p class=beside>{_e(told.plain)}</p><p class=source><bdi>{_e(view.short_name(report))}</bdi></p></header>\n",
        f"<p class=headline>{_label(sentence(told.do))}</p>\n<h3>Why</h3>\n<p>{_label(reason(report, told))}</p>\n",
        _crops(report, told.decided[:1], usable, seen),
        *(f"<p>{_label(sentence(a))}</p>\n" for a in told.advice),
        items("What to do next" if report.skipped else "What could change this", map(sentence, told.change)),
        items("Good to know", map(sentence, told.care)),
    ]
    if not report.skipped:
        out.append(f"<details><summary>The rest, in the clinic's terms</summary>\n{_rest(report, usable, seen)}</details>\n")
    return "".join((*out, "</article>\n"))


def _rest(report: Report, usable: Mapping[int, Pixels], seen: set[object]) -> str:
    """What is folded away: findings with their sources, what was not read, every ingredient, and what it rests on."""
    out = [f"<p><b>{_label(report.headline)}</b></p>\n<p class=meta>{_e(view.READINGS[report.reading].capitalize())}.</p>\n"]
    if report.findings:
        found = "".join(_group(report, findings, usable, seen) for findings in by_class(report))
        out.append(f"<h3>Findings</h3>\n<ul class=findings>\n{found}</ul>\n")
    out.append(items("Looked for and not found", view.looked_for(report)))
    out.append(items("Not read, or not known", view.unread(report)))
    out.append(items("For a better photo", map(sentence, report.retake)))
    if report.ingredients:
        out.append(_ingredients(report))
    out.append(f"<p class=meta>{_provenance(report)}</p>\n")
    return "".join(out)


# ------------------------------------------------------------------ parts


def _overview(reports: Sequence[Report]) -> str:
    toned = [(r, view.verdict_tone(r)) for r in reports]
    rows = "".join(
        f'<tr class="t-{tone}"><td class=verdict>{mark(tone)} {_e(view.LOOKS[tone].words)}</td>'
        f'<td><a href="#p{n}"><bdi>{_e(view.short_name(r))}</bdi></a></td><td>{_label(sentence(answer(r).do))}</td></tr>\n'
        for n, (r, tone) in enumerate(toned, 1)
    )
    return f"<table class=overview><thead><tr><th>Verdict<th>Product<th>What to do</tr></thead>\n<tbody>\n{rows}</tbody></table>\n"


def _group(report: Report, findings: Sequence[Finding], pixels: Mapping[int, Pixels], seen: set[object]) -> str:
    """The findings of one class: their names and prints together, then each rule's words once."""
    tone, words = view.headed(report, findings[0])
    named = list(dict.fromkeys(view.heading_of(report, f) for f in findings))
    out = [f'<li class="finding t-{tone}"><p class=what>{mark(tone)} <strong>{_e(words)}</strong> ']
    out.append(", ".join(_label(n) for n in named) + "</p>\n" + _crops(report, findings, pixels, seen))
    out.extend(_rule(report, rule) for rule in by_rule(findings))
    return "".join((*out, "</li>\n"))


def _rule(report: Report, findings: Sequence[Finding]) -> str:
    first = findings[0]
    out = [f"<p>{_label(s)}</p>\n" for s in view.said(report, findings, [f.summary for f in findings])]
    out.extend(doubt_line(report, f) for f in findings)
    out.extend(f"<p><b>For you:</b> {_label(s)}</p>\n" for s in view.said(report, findings, [f.advice for f in findings]))
    out.extend(f"<p><b>For the clinic:</b> {_label(s)}</p>\n" for s in view.said(report, findings, [f.advice_clinic for f in findings]))
    sources = "; ".join(link(cite(s)) for s in first.sources) or "none given"
    out.append(f"<p class=meta>{_e(first.rule)}, {_e(view.BASES[first.basis])}. Sources: {sources}</p>\n")
    return "".join(out)


def _crops(report: Report, findings: Sequence[Finding], pixels: Mapping[int, Pixels], seen: set[object]) -> str:
    figures = []
    for finding in findings:
        photo, boxes = shown = report.place_of(finding)
        picture = pixels.get(photo)
        cut = None
        if picture is not None and boxes and shown not in seen and len(seen) < MAX_CROPS:
            cut = crop(picture, boxes, view.LOOKS[view.finding_tone(report, finding)].colour)
        if cut is not None:
            seen.add(shown)
            said = view.heading_of(report, finding)
            figures.append(f'<img src="{data_uri(cut)}" width={cut.width} height={cut.height} alt="The print on the photo: {_e(said)}">')
    return f"<figure>{''.join(figures)}</figure>\n" if figures else ""


def _ingredients(report: Report) -> str:
    rows = []
    several = len({m.mention.section for m in report.ingredients}) > 1
    for index, match in enumerate(report.ingredients):
        tone = view.ingredient_tone(report, index)
        mention, name = match.mention, view.lexicon_name(match)
        section_ = f" <small>{_e(view.SECTIONS[mention.section])}</small>" if several else ""
        rows.append(
            f'<tr class="t-{tone}"><td>{mention.position}</td><td>{_label(mention.printed)}{section_}</td><td>{_e(name or "")}'
            f"{f' ({_e(word)})' if (word := everyday(match)) else ''}"
            f"{f' <small>{_e(doubt)}</small>' if (doubt := view.doubt(match)) else ''}</td><td>{_e(view.amount_words(mention.amount))}</td>"
            f"<td class=verdict>{mark(tone)} {_e(view.LOOKS[tone].short)}</td></tr>\n"
        )
    top = "<tr><th>#<th>Printed<th>Lexicon<th>Amount<th>Finding</tr>"
    return f"<h3>Ingredients ({len(rows)})</h3>\n<table class=ingredients><thead>{top}</thead>\n<tbody>\n{''.join(rows)}</tbody></table>\n"


def _provenance(report: Report) -> str:
    parts = [f"Lexicon {view.lexicon_short(report)}"]
    if report.policy:
        parts.append(f"policy {report.policy}")
    if report.barcode:
        parts.append(f"barcode {report.barcode}")
    if report.engines:
        parts.append(f"read by {', '.join(report.engines)}")
    return _e("; ".join(parts)) + "."


# ------------------------------------------------------------------ a notebook


def notebook(report: Report) -> str:
    """The answer as a piece of a notebook's page: no style sheet, which would reach the notebook itself; the findings are folded away."""
    told = answer(report)
    look = view.LOOKS[told.tone]
    lines = [
        f'<div style="border-left:6px solid {look.colour};padding:.2em .9em">',
        f'<p><b style="color:{look.colour}">{look.mark} {_e(look.words)}: {_e(told.plain)}</b> ',
        f"<small>{_label(view.short_name(report))}</small></p>",
        f"<p><b>{_label(sentence(told.do))}</b></p><p>{_label(reason(report, told))}</p>",
        *(f"<p>{_label(sentence(words))}</p>" for words in told.change),
    ]
    if not report.skipped:
        lines.append(f"<details><summary>The rest</summary>{_rest(report, {}, set())}</details>")
    return "".join((*lines, f"<p><small>{_e(view.CLOSING)}</small></p></div>"))
