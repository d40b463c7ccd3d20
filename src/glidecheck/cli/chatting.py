"""`chat`: its options and help. What it does is imported when it runs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from glidecheck.errors import Exit

EXITS = """\b
For instance:
  glidecheck chat
  glidecheck chat --json < lines.jsonl > answers.jsonl
where a line of lines.jsonl is
  {"chat": "a", "text": "is this ok?", "photos": ["front.jpg"], "language": "es"}
and its answer
  {"chat": "a", "answers": ["..."]}
\b
Exit codes:
  0    every message was answered
  2    usage
  3    a line or a photo could not be used; all others were answered
  4    lexicon or policy
  5    OCR engine missing
  6    the answer could not be written
  70   a bug of glidecheck
  130  interrupted"""


def chat(
    json: Annotated[
        bool,
        typer.Option("--json", help="One JSON object a line on stdin, one on stdout: chat and text, and where wanted photos and language."),
    ] = False,
    language: Annotated[
        str | None,
        typer.Option("--language", metavar="CODE", help="What a platform would tell of a sender: en, es, fr, de, pt, id, or another code."),
    ] = None,
    engine: Annotated[str | None, typer.Option("--engine", metavar="NAME", help="The OCR engine that reads first; see doctor.")] = None,
    second: Annotated[
        str | None, typer.Option("--second", metavar="NAME", help="The engine of the second reading, which a GLIDE needs.")
    ] = None,
    policy: Annotated[Path | None, typer.Option("--policy", metavar="FILE", help="A clinic's own policy (YAML).")] = None,
) -> Exit:
    """Talk to the chat bot here, without any platform.

    Type a question, a name or a pasted list; the path of a photo sends it,
    with the rest of the line as its caption. An empty line or Ctrl-D ends.
    Nothing is kept after that, and nothing leaves this machine.
    """
    from glidecheck.chat.session import Session
    from glidecheck.cli import talk

    session = Session(engine=engine, second=second, policy=policy)
    return talk.lines(session, language) if json else talk.person(session, language)
