"""Options that several commands take."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

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
