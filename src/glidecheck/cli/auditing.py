"""`audit`, `worker` and `audits`: their options and help. What they do is imported when they run (`audits`)."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from glidecheck.cli.options import HELP, EngineOption, HelpOption, PolicyOption, QuietOption, guarded
from glidecheck.errors import Exit

EXAMPLES = """\b
Examples:
  glidecheck audit shelf/ --dry-run                which photos are one product
  glidecheck audit shelf/ -o audit.html -o audit.xlsx
  glidecheck audit shelf/ --since LAST -o changed.html
  glidecheck audits cards shelf/ -o cards.pdf      a card a product

"""
EXITS = """\b
Exit codes:
  0    every product was judged, and none is beyond --fail-on
  1    something to AVOID, or to be careful with (CAUTION); --fail-on
       moves this line
  2    usage
  3    something was not judged: REVIEW, or a photo that cannot be used
       (1 outranks 3)
  4    lexicon or policy
  5    OCR engine missing
  6    the database is locked, full or out of reach, or a report could
       not be written
  70   a bug of glidecheck
  130  interrupted: the same command goes on where it was"""


class FailOn(StrEnum):
    """From which verdict on the exit code is 1."""

    AVOID = "avoid"
    CAUTION = "caution"
    REVIEW = "review"


ShelfArgument = Annotated[
    str, typer.Argument(metavar="SHELF", help="A folder, or an address such as s3://bucket/shelf (with its extra).", show_default=False)
]
WhichArgument = Annotated[str | None, typer.Argument(metavar="[SHELF]", help="The shelf that was audited.", show_default=False)]
DbOption = Annotated[
    str | None,
    typer.Option(
        "--db",
        metavar="FILE|URL",
        help="Where audits are kept: a file, or postgresql://... for many machines. Default: .glidecheck/audit.db on the shelf; "
        "a shelf behind an address has none.",
    ),
]
NameOption = Annotated[
    str | None, typer.Option("--name", metavar="NAME", help="Tells shelves in one database apart; by default, where the shelf lies.")
]
JobsOption = Annotated[
    int | None,
    typer.Option("--jobs", "-j", metavar="N", min=1, max=256, help="Photos read at once, one core each. Default: the cores there are."),
]
ReportsOption = Annotated[
    list[Path] | None,
    typer.Option("-o", "--output", metavar="FILE", help="Write a report; its ending says which: html, xlsx, csv, jsonl, pdf. Repeatable."),
]


group = typer.Typer(rich_markup_mode=None)


@group.callback(no_args_is_help=True, context_settings={"help_option_names": []})
def _audits(help: HelpOption = False) -> None:  # noqa: A002
    """List, show, forget and sign off audits; enter what was seen, print cards."""


def audit(
    shelf: ShelfArgument,
    manifest: Annotated[
        str | None,
        typer.Option("--manifest", metavar="FILE", help="Which photos show which product: CSV or XLSX, with columns of your own."),
    ] = None,
    db: DbOption = None,
    policy: PolicyOption = None,
    engine: EngineOption = None,
    jobs: JobsOption = None,
    output: ReportsOption = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Print which photos make which product, and read nothing.")] = False,
    since: Annotated[
        str | None,
        typer.Option("--since", metavar="LAST|ID", help="Show what is new, gone and changed since an earlier audit, and why."),
    ] = None,
    wait: Annotated[bool, typer.Option("--wait", help="Read nothing here: wait for the workers on the same --db.")] = False,
    fail_on: Annotated[FailOn, typer.Option("--fail-on", help="From which verdict on the exit code is 1.")] = FailOn.CAUTION,
    name: NameOption = None,
    retry: Annotated[bool, typer.Option("--retry", help="Try photos once more that failed before.")] = False,
    quiet: QuietOption = False,
) -> Exit:
    """Judge every product of a shelf of photos.

    Broken off, it goes on where it was; a second time, only new photos are
    read. No photo is sent anywhere, and none is kept: only what was read of
    it, and small pictures of the print that proves it.
    """
    from glidecheck.audit.settings import Settings
    from glidecheck.cli import audits

    settings = Settings(
        shelf, manifest, db, policy, engine, jobs=jobs, since=since, wait=wait, name=name, retry=retry
    )  # fmt: skip
    if dry_run:
        return audits.dry_run(settings)
    return audits.run_audit(settings, tuple(output or ()), fail_on.value, quiet=quiet)


def worker(
    db: Annotated[str, typer.Option("--db", metavar="URL", help="The database of the audits: postgresql://..., or a file.")],
    slot: Annotated[
        str | None,
        typer.Option("--slot", metavar="NAME", help="This worker's name, kept after a restart. Default: the machine's, numbered."),
    ] = None,
    jobs: JobsOption = None,
    engine: EngineOption = None,
    quiet: QuietOption = False,
) -> Exit:
    """Read photos for audits, until it is stopped.

    Run it on as many machines as you like. Each must see the shelf where the
    audit sees it: the same path, or the same address. Stopped or killed, it
    loses nothing: the others take over what it had.
    """
    from glidecheck.cli import audits

    return audits.run_worker(db, slot, jobs, engine, quiet=quiet)


@group.command("list", context_settings=HELP)
@guarded
def list_(shelf: WhichArgument = None, db: DbOption = None, name: NameOption = None) -> Exit:
    """List the audits that are kept."""
    from glidecheck.cli import kept_audits

    return kept_audits.list_audits(shelf, db, name)


@group.command(epilog=EXITS, context_settings=HELP)
@guarded
def show(
    shelf: WhichArgument = None,
    id: Annotated[str, typer.Option("--id", metavar="LAST|ID", help="Which audit.")] = "LAST",  # noqa: A002
    db: DbOption = None,
    name: NameOption = None,
    output: ReportsOption = None,
    fail_on: Annotated[FailOn, typer.Option("--fail-on", help="From which verdict on the exit code is 1.")] = FailOn.CAUTION,
) -> Exit:
    """Show an audit again, as it was judged then, with the decisions of today."""
    from glidecheck.cli import kept_audits

    return kept_audits.show(shelf, db, name, id, tuple(output or ()), fail_on.value)


@group.command(context_settings=HELP)
@guarded
def forget(
    shelf: WhichArgument = None,
    id: Annotated[list[str] | None, typer.Option("--id", metavar="ID", help="An audit to forget. Repeatable.")] = None,  # noqa: A002
    all: Annotated[bool, typer.Option("--all", help="Forget every audit of the shelf.")] = False,  # noqa: A002
    db: DbOption = None,
    name: NameOption = None,
) -> Exit:
    """Remove audits, with the readings and pictures that no other one rests on."""
    from glidecheck.cli import kept_audits

    return kept_audits.forget(shelf, db, name, tuple(id or ()), all_of_them=all)


@group.command(context_settings=HELP)
@guarded
def review(
    shelf: WhichArgument = None,
    workbook: Annotated[
        Path | None, typer.Option("--from", metavar="FILE.xlsx", help="Take the decisions from the workbook of an audit.")
    ] = None,
    product: Annotated[str | None, typer.Option("--product", metavar="NAME", help="The product that is decided about.")] = None,
    decision: Annotated[str | None, typer.Option("--decision", metavar="TEXT", help="What was decided, in the clinic's words.")] = None,
    initials: Annotated[str | None, typer.Option("--initials", metavar="XY", help="Who decided.")] = None,
    on: Annotated[str | None, typer.Option("--on", metavar="YYYY-MM-DD", help="When; today by default.")] = None,
    note: Annotated[str, typer.Option("--note", metavar="TEXT", help="Anything else.")] = "",
    take_back: Annotated[bool, typer.Option("--take-back", help="Remove the decision about --product.")] = False,
    db: DbOption = None,
    name: NameOption = None,
) -> Exit:
    """Enter a person's decisions, or list them.

    A decision holds for the photos and the verdict that it was given for:
    when either changes it is dropped, with a notice in the next report. It
    never changes glidecheck's own verdict.
    """
    from glidecheck.cli import kept_audits

    given = kept_audits.Decision(product, decision, initials, on, note, take_back)
    return kept_audits.review(shelf, db, name, workbook, given)


@group.command(context_settings=HELP)
@guarded
def facts(
    shelf: WhichArgument = None,
    product: Annotated[str | None, typer.Option("--product", metavar="NAME", help="The product that was looked at.")] = None,
    sterile: Annotated[str, typer.Option("--sterile", metavar="yes|no", help="Whether the pack says that it is sterile.")] = "",
    single_use: Annotated[str, typer.Option("--single-use", metavar="yes|no", help="Whether it is for one use.")] = "",
    expiry: Annotated[str, typer.Option("--use-by", metavar="YYYY-MM[-DD]", help="Until when it may be used.")] = "",
    lot: Annotated[str, typer.Option("--lot", metavar="TEXT", help="Its lot.")] = "",
    initials: Annotated[str, typer.Option("--initials", metavar="XY", help="Who looked.")] = "",
    on: Annotated[str | None, typer.Option("--on", metavar="YYYY-MM-DD", help="When; today by default.")] = None,
    take_back: Annotated[bool, typer.Option("--take-back", help="Remove what was seen of --product.")] = False,
    db: DbOption = None,
    name: NameOption = None,
) -> Exit:
    """Enter what a person has seen: sterile, single use, use by, lot.

    These are never read off a photo and never change a verdict. They hold
    for the photos of the product; other photos may show another bottle.
    """
    from glidecheck.cli import kept_audits

    return kept_audits.facts(shelf, db, name, kept_audits.Seen(product, sterile, single_use, expiry, lot, initials, on, take_back))


@group.command(context_settings=HELP)
@guarded
def cards(
    output: Annotated[Path, typer.Option("-o", "--output", metavar="FILE", help="Where to write: .html, or .pdf with its extra.")],
    shelf: WhichArgument = None,
    id: Annotated[str, typer.Option("--id", metavar="LAST|ID", help="Which audit.")] = "LAST",  # noqa: A002
    db: DbOption = None,
    name: NameOption = None,
) -> Exit:
    """Write a card of A6 for each product, to be printed and put on the shelf."""
    from glidecheck.cli import kept_audits

    return kept_audits.cards(shelf, db, name, id, output)
