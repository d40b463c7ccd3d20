"""How a command ends: errors to one line on stderr, and the exit code."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from glidecheck.errors import Exit, GlidecheckError, StoreError
from glidecheck.report.view import plain


class OutputClosed(Exception):  # noqa: N818 - not an error: the reader of our output has had enough
    """Nobody reads stdout any more (`| head -1`). `reached` is the exit code of what had been judged until then."""

    def __init__(self, reached: Exit) -> None:
        super().__init__()
        self.reached = reached


def say(words: str) -> None:
    """One line on stderr, whatever state stderr is in. Nothing from a label or a file name reaches the terminal as a control sequence."""
    if sys.stderr is None:
        return
    encoding = sys.stderr.encoding or "utf-8"
    line = f"glidecheck: {plain(words)}"
    try:
        print(line.encode(encoding, "replace").decode(encoding), file=sys.stderr, flush=True)
    except OSError:
        close_quietly()


def write(*lines: str, at_once: bool = False) -> None:
    """Lines on stdout, whatever letters it can show. Raises StoreError."""
    if sys.stdout is None:
        raise StoreError("stdout is closed", "Leave it open.")
    encoding = sys.stdout.encoding or "utf-8"
    with writing():
        for line in lines:
            print(plain(line).encode(encoding, "replace").decode(encoding), flush=at_once)


def of(command: Callable[[], Exit]) -> Exit:
    """The exit code of `command`, its errors told on stderr."""
    try:
        code = command()
        with writing():
            if sys.stdout is not None:
                sys.stdout.flush()  # now, while a failure can still be told
    except GlidecheckError as error:
        say(f"{str(error).rstrip('.')}. {error.next}")
        return error.exit
    except OutputClosed as closed:
        return closed.reached
    except BrokenPipeError:
        return Exit.UNJUDGED
    except KeyboardInterrupt:
        say("interrupted")
        return Exit.INTERRUPTED
    except Exception as error:  # noqa: BLE001 - the last resort of a face: told in one line, and counted as a bug
        bug(error)
        return Exit.BUG
    finally:
        close_quietly()
    return code


def bug(error: BaseException, where: str = "") -> None:
    """Tell of an error that is ours, in one line; the whole of it when GLIDECHECK_DEBUG is set."""
    place = f"{where}: " if where else ""
    kind = type(error).__name__
    say(f"{place}a bug of glidecheck: {kind}: {error}. --trace shows how far it came, GLIDECHECK_DEBUG=1 the whole error")
    if os.environ.get("GLIDECHECK_DEBUG") and sys.stderr is not None:
        traceback.print_exception(error, file=sys.stderr)


@contextmanager
def writing() -> Iterator[None]:
    """Turns the errors of writing an answer into StoreError, but for a reader that left: BrokenPipeError."""
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        raise StoreError(f"the answer cannot be written: {error.strerror}", "Make room, or write elsewhere with -o.") from None


def close_quietly() -> None:
    """Point stdout and stderr, where they cannot be written any more, at nothing: the interpreter flushes them once more as it leaves."""
    for stream in (sys.stdout, sys.stderr):
        if stream is None:
            continue
        try:
            stream.flush()
        except OSError:
            nothing = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nothing, stream.fileno())
            os.close(nothing)
