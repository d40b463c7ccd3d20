"""Pieces of HTML that every page is made of: text made safe, marks, colours, lists and links.

Every text is escaped, and label text beyond ASCII stands in `<bdi>`, so that a right-to-left name cannot reorder what stands beside it.
"""

from __future__ import annotations

import html as markup
from collections.abc import Iterable

from glidecheck.model import Finding, Report
from glidecheck.report.knowledge import Citation
from glidecheck.report.view import LOOKS, Tone, doubt, doubted, plain


def text(words: str) -> str:
    """`words` as text, in one line, whatever stands in them."""
    return markup.escape(plain(words))


def doubt_line(report: Report, finding: Finding) -> str:
    """How the name that a finding is about was matched, a paragraph; empty where that is certain."""
    match = doubted(report, finding)
    return f"<p class=meta>{label(match.mention.printed)}: {text(doubt(match))}</p>\n" if match else ""


def label(words: str) -> str:
    """`words` of a label, of a file name, or with such words in them, kept apart from their neighbours where they may run leftwards."""
    safe = text(words)
    return safe if safe.isascii() else f"<bdi>{safe}</bdi>"


def mark(tone: Tone) -> str:
    """The sign that tells a tone apart without colour; screen readers pass it over, since the tone's words stand beside it."""
    return f"<span class=mark aria-hidden=true>{LOOKS[tone].mark}</span>"


def tones() -> str:
    """CSS: the colours of every tone, for elements of the class `t-<tone>`."""
    return "".join(f".t-{tone}{{--tone:{look.colour};--tone-dark:{look.dark}}}" for tone, look in LOOKS.items())


def items(title: str, lines: Iterable[str], level: int = 3) -> str:
    """A heading and a list of `lines`; empty without lines."""
    listed = "".join(f"<li>{label(line)}</li>\n" for line in lines)
    return f"<h{level}>{text(title)}</h{level}>\n<ul>\n{listed}</ul>\n" if listed else ""


def link(cited: Citation) -> str:
    """A source by its title, with its address where it has one."""
    if cited.url is None:
        return text(cited.title)
    return f'<a href="{text(cited.url)}" rel="noopener noreferrer">{text(cited.title)}</a>'


def head(title: str, style: str, policy: str) -> str:
    """The beginning of a page, up to what it shows. Nothing is fetched, and `policy` (its Content-Security-Policy) forbids it."""
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="color-scheme" content="light dark">\n<meta name="referrer" content="no-referrer">\n'
        f"<title>{text(title)} - glidecheck</title>\n<style>{style}</style>\n</head>\n<body>\n<main>\n"
    )
