"""The shelf cards: one of A6 for each product, to be printed, signed and put beside the bottle.

A card says what the audit's other reports say, in their order: what to do, why, with the print that decided; then what the clinic has seen
and decided. It holds no more than fits: what is too long is cut, and the reports have it whole.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path

from glidecheck.audit import facts
from glidecheck.audit.model import Audit, Row
from glidecheck.audit.reports import paper
from glidecheck.audit.reports.files import replacing
from glidecheck.audit.reports.words import DECISION, SEEN, pictures, review_words
from glidecheck.errors import UsageError
from glidecheck.report.answer import answer, reason, sentence
from glidecheck.report.markup import label, mark, text, tones
from glidecheck.report.view import CLOSING, LOOKS, lexicon_short, plain

FORMS = (".html", ".pdf")

_NAME, _WHY, _LINE = 90, 190, 120
"""Characters of a name, of the reason and of a line of the clinic's that a card has room for."""

_END = 30
"""Characters of a long name's end that a card keeps: the sizes and strengths that tell two bottles apart stand there."""

_CSS = """
@page{size:105mm 148mm;margin:0}
*{box-sizing:border-box}
body{margin:0;background:#fff;color:#000;font:9.5pt/1.35 "Noto Sans","DejaVu Sans",Arial,sans-serif}
.card{width:105mm;height:147.5mm;overflow:hidden;position:relative;padding:0 6mm;break-after:page;break-inside:avoid}
.card:last-child{break-after:auto}
.top{margin:0 -6mm;padding:4mm 6mm 3mm;border-bottom:1.5mm solid var(--tone);color:var(--tone)}
.top b{font-size:17pt;line-height:1.15;display:block}
.top span{font-size:10.5pt}
h2{font-size:13pt;line-height:1.2;margin:3mm 0 2mm;overflow-wrap:anywhere}
ul{margin:0 0 2mm;padding-left:4mm}
p{margin:0 0 2mm;overflow-wrap:anywhere}
.do{font-weight:bold;font-size:11pt;line-height:1.3}
img{display:block;max-width:93mm;max-height:24mm;border:.2mm solid #999;margin:0 0 2mm}
.small{font-size:7.5pt;color:#333;line-height:1.3}
.foot{position:absolute;left:6mm;right:6mm;bottom:4mm}
.sign{display:block;border-top:.3mm solid #000;margin-top:9mm;padding-top:1mm}
@media screen{body{background:#ddd}.card{background:#fff;margin:4mm auto;box-shadow:0 0 2mm #888}}
"""


def check(path: Path) -> None:
    """Whether cards can be written to `path`. Raises UsageError."""
    if path.suffix.lower() not in FORMS:
        raise UsageError(f"{path.name} has no ending of cards.", f"End it with one of {', '.join(FORMS)}.")
    if not path.parent.is_dir():
        raise UsageError(f"{path.parent} is no folder.", "Make the folder first, or write the cards to another.")
    if path.suffix.lower() == ".pdf":
        paper.available()


def write(audit: Audit, path: Path) -> None:
    """The cards, at `path`, in the order of the audit. Raises UsageError as `check`, StoreError when it cannot be written."""
    check(path)
    page = "".join(render(audit))
    with replacing(path) as part:
        if path.suffix.lower() == ".pdf":
            paper.printed(page, part, audit.id)
        else:
            part.write_text(page, "utf-8", newline="\n")


def render(audit: Audit) -> Iterator[str]:
    """The page of all cards: nothing is fetched, nothing runs."""
    policy = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
    yield '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
    yield f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
    yield f"<title>Shelf cards: {text(audit.shelf)} - glidecheck</title>\n<style>{_CSS}{tones()}</style>\n</head>\n<body>\n"
    for row in audit.rows:
        yield _card(audit, row)
    yield "</body>\n</html>\n"


def _card(audit: Audit, row: Row) -> str:
    report = row.report
    told = answer(report)
    theirs = (
        (DECISION, review_words(row.review) if row.review else ""),
        (SEEN, facts.words(row.facts, audit.made[:10]) if row.facts else ""),
    )
    lines = "".join(f"<p class=small><b>{text(title)}:</b> {label(_cut(words, _LINE))}</p>" for title, words in theirs if words)
    photos = ", ".join(plain(p) for p in pictures(row))
    version = f"lexicon {lexicon_short(report)}" if report.lexicon else "not judged"
    rests = f"{audit.made[:10]}; audit {audit.id}; {version}; {photos}"
    change = "".join(f"<li>{label(_cut(sentence(words), _LINE))}</li>" for words in told.change[:2])
    return (
        f'<section class="card t-{told.tone}"><div class=top><b>{mark(told.tone)} {text(LOOKS[told.tone].words)}</b>'
        f"<span>{text(told.plain)}</span></div>\n<h2>{label(_named(row.product.name or report.product))}</h2>\n"
        f"<p class=do>{label(sentence(told.do))}</p>\n<p>{label(_cut(reason(report, told), _WHY))}</p>\n"
        f"{_print(row)}<ul>{change}</ul>\n{lines}\n"
        f"<div class=foot><span class=sign>Initials, date</span><p class=small>{label(_cut(rests, 170))}</p>"
        f"<p class=small><b>{text(CLOSING)}</b></p></div></section>\n"
    )


def _print(row: Row) -> str:
    """The print that decided, where the audit kept it."""
    for finding in answer(row.report).decided:
        if jpeg := row.picture(finding):
            return f'<img src="data:image/jpeg;base64,{b64encode(jpeg).decode("ascii")}" alt="The print on the photo">\n'
    return ""


def _named(name: str) -> str:
    """A product's name; of a long one the beginning and the end."""
    clean = plain(name)
    return clean if len(clean) <= _NAME else f"{clean[: _NAME - _END - 3].rstrip()} … {clean[-_END:].lstrip()}"


def _cut(words: str, most: int) -> str:
    clean = plain(words)
    return clean if len(clean) <= most else clean[: most - 1].rstrip() + "…"
