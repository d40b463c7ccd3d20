"""The command line. Only options and their help stand here: what a command does is imported when it runs, so that `--help` is quick.

    scan  text  explain  lexicon  doctor  audit  audits  worker  chat  serve  backup  restore

Results go to stdout or to `-o`, everything else to stderr. Exit codes are those of `glidecheck.errors.Exit`.
"""

from __future__ import annotations

import os
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from glidecheck._version import __version__
from glidecheck.cli import auditing, chatting, keeping, serving
from glidecheck.cli.options import HELP, EngineOption, HelpOption, PolicyOption, QuietOption, guarded
from glidecheck.errors import Exit, GlidecheckError

_SCAN = """\b
Examples:
  glidecheck scan serum.jpg                        one photo, one product
  glidecheck scan --product serum a.jpg b.jpg      two photos of one product
  glidecheck scan *.jpg -f json | jq .verdict      one line a product
  glidecheck scan serum.jpg -f html -o serum.html --annotate boxed.jpg

"""
_TEXT = """\b
Examples:
  glidecheck text "Ingredients: Aqua, Retinol."    the text itself, in quotes
  glidecheck text label.txt --full                 a text file
  echo "Ingredients: Aqua." | glidecheck text -    what another command says

"""
_SETTINGS = """

\b
Environment:
  GLIDECHECK_POLICY, _ENGINE, _SECOND, _FORMAT      as the options; a file
  ~/.config/glidecheck/config.toml says the same: policy = "clinic.yaml"
  NO_COLOR                                         no colours
"""

EXITS = """\b
Exit codes:
  0    every product was judged, and each is a GLIDE
  1    something to AVOID, or to be careful with (CAUTION)
  2    usage
  3    something was not judged: REVIEW, or a photo that cannot be used
       (1 outranks 3)
  4    lexicon or policy
  5    OCR engine missing
  6    the answer could not be written
  70   a bug of glidecheck
  130  interrupted"""


def _version(wanted: bool) -> None:
    if wanted:
        from glidecheck.lexicon import load

        print(f"glidecheck {__version__}, lexicon {load().version}")
        raise typer.Exit()


def _demo(wanted: bool) -> None:
    if wanted:
        from glidecheck.cli import demo, ending

        raise typer.Exit(int(ending.of(demo.demo)))


VersionOption = Annotated[
    bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and the lexicon's, and leave.")
]

DemoOption = Annotated[
    bool,
    typer.Option("--demo", callback=_demo, is_eager=True, help="Audit the samples that come along into glidecheck-demo.html, and leave."),
]

# rich_markup_mode=None: plain help, since rich takes longer to import than the help may take.
app = typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False, add_completion=False)
lexicon = typer.Typer(rich_markup_mode=None)


@app.callback(no_args_is_help=True, epilog=EXITS, context_settings={"help_option_names": []})
def _root(
    context: typer.Context,
    version: VersionOption = False,  # noqa: ARG001 - these three have done their work when this is called
    demo: DemoOption = False,  # noqa: ARG001
    help: HelpOption = False,  # noqa: A002, ARG001 - the option's name
) -> None:
    """May this product touch freshly microneedled skin while breastfeeding?

    Reads the photo of a label and says AVOID, CAUTION, REVIEW or GLIDE, which
    ingredient did it, and on whose word. Not medical advice: ask your provider.
    """
    from glidecheck.cli import config

    if not {"-h", "--help"} & set(sys.argv):  # help is there whatever the file says
        context.default_map = config.defaults()


@lexicon.callback(no_args_is_help=True, context_settings={"help_option_names": []})
def _lexicon(help: HelpOption = False) -> None:  # noqa: A002
    """Check, build, compare and search what is known about names."""


class Format(StrEnum):
    """The faces of a report. `json` is one object a line, of the schema glidecheck.scan/1."""

    TEXT = "text"
    JSON = "json"
    CSV = "csv"
    HTML = "html"


_COMPLETE = "_GLIDECHECK_COMPLETE"
"""The variable by which a shell asks for completions."""

FormatOption = Annotated[
    Format,
    typer.Option(
        "--format",
        "-f",
        envvar="GLIDECHECK_FORMAT",
        show_envvar=False,
        help="How to answer; json is one object a line, one line a product.",
    ),
]
OutputOption = Annotated[Path | None, typer.Option("-o", "--output", metavar="FILE", help="Write the answer to FILE instead of stdout.")]
FullOption = Annotated[bool, typer.Option("--full", help="Show the rest too: findings in the clinic's terms, sources, ingredients.")]
TraceOption = Annotated[bool, typer.Option("--trace", help="Print what every stage made to stderr.")]


@app.command(epilog=_SCAN + EXITS + _SETTINGS, context_settings=HELP)
@guarded
def scan(
    photos: Annotated[
        list[str],
        typer.Argument(metavar="PHOTO", help="Photos: JPEG, PNG, WebP, HEIC or TIFF; - reads one from stdin.", show_default=False),
    ],
    product: Annotated[
        str | None,
        typer.Option("--product", metavar="NAME", help="All photos show one product, NAME. Without it, each photo is a product."),
    ] = None,
    format: FormatOption = Format.TEXT,  # noqa: A002 - the option's name
    annotate: Annotated[
        Path | None,
        typer.Option(
            "--annotate",
            metavar="PICTURE",
            help="Write the photo, upright, with every ingredient boxed and coloured by its finding. With several photos PICTURE out.jpg "
            "becomes out-1.jpg, out-2.jpg ... in the order given; a folder gets one picture a photo, by its name.",
        ),
    ] = None,
    engine: EngineOption = None,
    second: Annotated[
        str | None,
        typer.Option(
            "--second",
            metavar="NAME",
            envvar="GLIDECHECK_SECOND",
            show_envvar=False,
            help="The engine of the second reading, which a GLIDE needs.",
        ),
    ] = None,
    policy: PolicyOption = None,
    output: OutputOption = None,
    full: FullOption = False,
    quiet: QuietOption = False,
    trace: TraceOption = False,
) -> Exit:
    """Read the photos of labels and judge each product."""
    from glidecheck.cli.scanning import Job, run_scan

    return run_scan(
        photos,
        Job(format=format.value, output=output, quiet=quiet, trace=trace, policy=policy, full=full),
        product=product,
        annotate=annotate,
        engine=engine,
        second=second,
    )


@app.command(epilog=_TEXT + EXITS + _SETTINGS, context_settings=HELP)
@guarded
def text(
    given: Annotated[
        str,
        typer.Argument(metavar="TEXT|FILE|-", help="The text in quotes, a text file (UTF-8), or - for stdin.", show_default=False),
    ],
    format: FormatOption = Format.TEXT,  # noqa: A002
    policy: PolicyOption = None,
    output: OutputOption = None,
    full: FullOption = False,
    quiet: QuietOption = False,
    trace: TraceOption = False,
) -> Exit:
    """Judge a label text: front and ingredient list together."""
    from glidecheck.cli.scanning import Job, run_text

    return run_text(given, Job(format=format.value, output=output, quiet=quiet, trace=trace, policy=policy, full=full))


@app.command(context_settings=HELP)
@guarded
def explain(
    name: Annotated[
        list[str], typer.Argument(metavar="NAME_OR_RULE", help="An ingredient as a label prints it, a lexicon id, or a rule's id.")
    ],
) -> Exit:
    """Show what is known of an ingredient, or a rule.

    Its names, class, rules, sources and the nearest other names.
    """
    from glidecheck.cli.knowing import explain as run

    return run(" ".join(name))  # a name of several words needs no quotes


class Shell(StrEnum):
    """The shells that complete commands and options."""

    BASH = "bash"
    ZSH = "zsh"
    FISH = "fish"
    POWERSHELL = "powershell"


@app.command(context_settings=HELP)
@guarded
def completion(shell: Annotated[Shell, typer.Argument(metavar="SHELL", help="bash, zsh, fish or powershell.", show_default=False)]) -> Exit:
    """Print what makes a shell complete commands and options.

    bash: eval "$(glidecheck completion bash)" in ~/.bashrc. zsh: the same in
    ~/.zshrc. fish: glidecheck completion fish > ~/.config/fish/completions/glidecheck.fish
    """
    from typer.completion import get_completion_script  # type: ignore[attr-defined]

    print(get_completion_script(prog_name="glidecheck", complete_var=_COMPLETE, shell=shell.value))
    return Exit.GLIDE


@app.command(context_settings=HELP)
@guarded
def doctor() -> Exit:
    """Show what is installed, and whether it works."""
    from glidecheck.cli.doctor import doctor as run

    return run()


FolderOption = Annotated[Path | None, typer.Option("--folder", metavar="FOLDER", help="The lexicon's files; ./lexicon by default.")]


@lexicon.command("check", context_settings=HELP)
@guarded
def lexicon_check(folder: FolderOption = None) -> Exit:
    """Check entries, rules, sources and the built index."""
    from glidecheck.cli.knowing import lexicon_check as run

    return run(folder)


@lexicon.command("build", context_settings=HELP)
@guarded
def lexicon_build(
    folder: FolderOption = None,
    output: Annotated[Path | None, typer.Option("-o", "--output", metavar="FILE", help="Write to FILE, not into the package.")] = None,
) -> Exit:
    """Build the index from the files in lexicon/."""
    from glidecheck.cli.knowing import lexicon_build as run

    return run(folder, output)


@lexicon.command("diff", context_settings=HELP)
@guarded
def lexicon_diff(
    old: Annotated[Path, typer.Argument(metavar="OLD", help="A built index.")],
    new: Annotated[Path, typer.Argument(metavar="NEW", help="Another one.")],
) -> Exit:
    """Show what changed between two built indexes."""
    from glidecheck.cli.knowing import lexicon_diff as run

    return run(old, new)


@lexicon.command("stats", context_settings=HELP)
@guarded
def lexicon_stats() -> Exit:
    """Count what the lexicon holds."""
    from glidecheck.cli.knowing import lexicon_stats as run

    return run()


@lexicon.command("search", context_settings=HELP)
@guarded
def lexicon_search(words: Annotated[list[str], typer.Argument(metavar="TEXT", help="A name, a part of one, or a CAS number.")]) -> Exit:
    """Find entries by name, part of a name, or CAS number."""
    from glidecheck.cli.knowing import lexicon_search as run

    return run(" ".join(words))


app.add_typer(lexicon, name="lexicon")
app.command(epilog=auditing.EXAMPLES + auditing.EXITS, context_settings=HELP)(guarded(auditing.audit))
app.command(context_settings=HELP)(guarded(auditing.worker))
app.add_typer(auditing.group, name="audits")
app.command(epilog=chatting.EXITS, context_settings=HELP)(guarded(chatting.chat))
app.command(epilog=serving.EXITS, context_settings=HELP)(guarded(serving.serve))
app.command(epilog=keeping.EXITS, context_settings=HELP)(guarded(keeping.backup))
app.command(epilog=keeping.EXITS, context_settings=HELP)(guarded(keeping.restore))


def main() -> None:
    """The `glidecheck` command."""
    if _COMPLETE in os.environ:
        from typer.completion import completion_init  # type: ignore[attr-defined]

        completion_init()
    try:
        app(prog_name="glidecheck")
    except KeyboardInterrupt:
        sys.exit(Exit.INTERRUPTED)
    except GlidecheckError as error:  # raised outside a command: while options were read
        print(f"glidecheck: {error}", file=sys.stderr)
        sys.exit(error.exit)
