"""The PDF form, an extra: the page as it is printed, with every product's findings in the open."""

from __future__ import annotations

import io
from pathlib import Path

from glidecheck.audit.model import Audit
from glidecheck.audit.reports.files import replacing
from glidecheck.audit.reports.page import render
from glidecheck.errors import UsageError

FULL, LINES = 400, 2_000
"""Products up to which all findings are printed, and up to which each has one line. A product takes some 0.3 s and 3 MB to lay out with its
findings, 0.02 s and 0.3 MB as a line (WeasyPrint 70): ten thousand would be a book that nobody signs."""


def available() -> None:
    """Raises UsageError when the pdf extra, or a library of the system that it needs, is missing."""
    try:
        import weasyprint  # type: ignore[import-untyped]  # noqa: F401
    except ImportError:
        raise UsageError(
            "A PDF report needs the pdf extra.", "Install it: pip install 'glidecheck[pdf]', or print the html report."
        ) from None
    except OSError as error:
        words = " ".join(str(error).split())[:120]
        raise UsageError(
            f"A PDF report needs the library Pango: {words}", "On Debian: apt install libpango-1.0-0 libpangoft2-1.0-0."
        ) from None


def write(audit: Audit, path: Path) -> None:
    """The PDF, at `path`."""
    available()
    page = io.StringIO()
    count = len(audit.rows)
    render(audit, page, paper=True, lines=count <= LINES, findings=count <= FULL)
    with replacing(path) as part:
        printed(page.getvalue(), part, audit.id)


def printed(page: str, path: Path, identifier: str) -> None:
    """Lays `page` out and writes it to `path` as a PDF; of addresses only the page's own pictures are opened."""
    import weasyprint

    document = weasyprint.HTML(string=page, url_fetcher=_inline_only())
    document.write_pdf(path, pdf_identifier=identifier.encode("utf-8"), pdf_tags=True)


def _inline_only() -> object:
    """A fetcher that opens the page's own pictures and no address: a label must not make this machine call anywhere."""
    from weasyprint.urls import URLFetcher  # type: ignore[import-untyped]

    return URLFetcher(allowed_protocols=("data",))
