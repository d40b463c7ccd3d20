"""What the modules of commands share: how a command becomes one of typer's, and the options that several take."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Annotated, ParamSpec

import typer

from glidecheck.errors import Exit

HELP = {"help_option_names": ["-h", "--help"]}
"""Every command's `context_settings`."""

Options = ParamSpec("Options")


def guarded(command: Callable[Options, Exit]) -> Callable[Options, None]:
    """`command` with every error turned into one line on stderr and its exit code: a traceback is never what a person sees."""

    @wraps(command)
    def run(*args: Options.args, **options: Options.kwargs) -> None:
        from glidecheck.cli import ending

        raise typer.Exit(int(ending.of(lambda: command(*args, **options))))

    return run


PolicyOption = Annotated[
    Path | None,
    typer.Option(
        "--policy",
        metavar="FILE",
        envvar="GLIDECHECK_POLICY",
        show_envvar=False,
        help="A clinic's own policy (YAML): may raise any class and allow a companion.",
    ),
]
EngineOption = Annotated[
    str | None,
    typer.Option(
        "--engine", metavar="NAME", envvar="GLIDECHECK_ENGINE", show_envvar=False, help="The OCR engine that reads first; see doctor."
    ),
]
QuietOption = Annotated[bool, typer.Option("--quiet", "-q", help="No progress and no summary on stderr; errors stay.")]


def _help(context: typer.Context, wanted: bool) -> None:
    if wanted:
        print(context.get_help())
        raise typer.Exit()


# A group's own --help option: typer's imports pydantic (a quarter of a second) when it is not given, and `scan --help` would wait for that.
HelpOption = Annotated[bool, typer.Option("--help", "-h", callback=_help, is_eager=True, help="Show this message and leave.")]
