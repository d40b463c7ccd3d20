"""`scan` and `text`: photos in, reports out as they come, and one exit code for all of them."""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path

from glidecheck.cli import ending
from glidecheck.cli.output import open_output
from glidecheck.cli.pictures import Annotations
from glidecheck.errors import EngineFailed, Exit, GlidecheckError, InputError, UsageError
from glidecheck.model import Photo, Report, Skipped, Verdict

Trace = Callable[[str, object], None]

STDIN = "-"
PASTED = "pasted text"
"""What a text is called that came without a file."""

PIPED = "piped photo"
"""What a photo is called that came on stdin."""

_LIST = re.compile(r"[,;\n]|:\s")
_FILE = re.compile(r"\.[A-Za-z][A-Za-z0-9]{1,4}$")
MAX_STDIN = 64 * 2**20
"""Bytes read from stdin for one photo. The photo stage has its own, lower limit: this one keeps an endless pipe out of memory."""

MAX_TEXT = 4 * 2**20
"""Bytes of a label text. The longest retail list is under 10 kB; a megabyte of hostile text must still be answered."""


@dataclass(frozen=True, slots=True)
class Job:
    """What `scan` and `text` have in common: the face, where it goes, and what is told on the way."""

    format: str
    output: Path | None = None
    quiet: bool = False
    trace: bool = False
    policy: Path | None = None
    full: bool = False


@dataclass(frozen=True, slots=True)
class Task:
    """One product to be judged: what it was given by, and how. `judge` hands every stage's value to its argument, and gives back the report
    and the photos that opened."""

    source: tuple[str, ...]
    judge: Callable[[Trace | None], tuple[Report, tuple[Photo, ...]]]


def exit_of(reports: Sequence[Report]) -> Exit:
    """0 when all are a GLIDE, 1 when one is AVOID or CAUTION, else 3: what was not judged is never clean."""
    verdicts = {r.verdict for r in reports}
    if verdicts & {Verdict.AVOID, Verdict.CAUTION}:
        return Exit.FOUND
    return Exit.GLIDE if verdicts == {Verdict.GLIDE} else Exit.UNJUDGED


def run_scan(photos: list[str], job: Job, *, product: str | None, annotate: Path | None, engine: str | None, second: str | None) -> Exit:
    """Scan `photos`, each as a product or all as the product `product`. Returns the exit code for all of them."""
    _refuse_overwriting(photos, job.output, annotate)
    if photos.count(STDIN) > 1:
        raise UsageError("- stands for stdin and can be given only once", "Give the other photos by their names.")
    if product is not None and not product.strip():
        raise UsageError("--product needs a name", "For instance --product serum.")

    def task(group: tuple[str, ...]) -> Task:
        def judge(trace: Trace | None) -> tuple[Report, tuple[Photo, ...]]:
            from glidecheck import pipeline

            given = [_stdin_photo() if p == STDIN else Path(p) for p in group]
            made = pipeline.examine(*given, product=product, engine=engine, second=second, policy=job.policy, trace=trace)
            named = replace(made.report, source=_as_given(made.report.source, group))
            return (named if product or STDIN not in group else replace(named, product=PIPED)), made.photos

        return Task(_names(group), judge)

    groups = [tuple(photos)] if product is not None else [(p,) for p in photos]
    return _run([task(g) for g in groups], job, Annotations.plan(annotate, _names(photos)) if annotate else None)


def run_text(given: str, job: Job) -> Exit:
    """Judge a label text: that of the file `given`, that on stdin, or `given` itself. Returns the exit code."""
    typed = _is_text(given)
    _refuse_overwriting([] if typed else [given], job.output, None)
    source = (PASTED if typed or given == STDIN else given,)

    def judge(trace: Trace | None) -> tuple[Report, tuple[Photo, ...]]:
        from glidecheck import pipeline

        return pipeline.scan_text(given if typed else _label_text(given), name=source[0], policy=job.policy, trace=trace), ()

    return _run([Task(source, judge)], job, None)


# ------------------------------------------------------------------ the loop


def _run(tasks: list[Task], job: Job, annotations: Annotations | None) -> Exit:
    done: list[Report] = []
    bugs = 0
    many = len(tasks) > 1
    with open_output(job.format, job.output, full=job.full) as output:
        try:
            for number, task in enumerate(tasks, 1):
                with _progress(f"{number} of {len(tasks)}: {task.source[0]}") if many and not job.quiet else nullcontext():
                    report, photos, bug = _judged(task, _print_stage if job.trace else None)
                bugs += bug
                done.append(report)
                if report.skipped and not bug:
                    ending.say(_reason(task.source, report.skipped))
                if annotations is not None:
                    annotations.write(report, photos, task.source)
                output.add(report, photos)
            output.finish()
        except BrokenPipeError:
            # What could not be told counts as not judged; what was found stays found.
            raise ending.OutputClosed(Exit.FOUND if exit_of(done) is Exit.FOUND else Exit.UNJUDGED) from None
        except KeyboardInterrupt:
            output.finish()
            ending.say(f"interrupted: {len(done)} of {len(tasks)} products were judged")
            return Exit.INTERRUPTED
    if many and not job.quiet:
        _summary(done)
    return Exit.BUG if bugs else exit_of(done)


def _judged(task: Task, trace: Trace | None) -> tuple[Report, tuple[Photo, ...], bool]:
    """The report and its photos, or what stands for it where its photo cannot be used; and whether that was a bug. No photo stops the
    others."""
    from glidecheck import pipeline

    error: GlidecheckError
    try:
        return *task.judge(trace), False
    except (InputError, EngineFailed) as bad:
        error, bug = bad, False
    except MemoryError:
        error, bug = InputError("there was not enough memory to read it", "Send a smaller picture, or close other programs."), False
    except GlidecheckError:
        raise  # lexicon, engine, policy: the same for every photo
    except Exception as unforeseen:  # noqa: BLE001 - told below, counted as a bug in the exit code, and the other photos are still answered
        ending.bug(unforeseen, task.source[0])
        error, bug = (
            GlidecheckError(f"a bug of glidecheck ({type(unforeseen).__name__})", "Please report it, with the photo if you can."),
            True,
        )
    return pipeline.skipped(task.source, error), (), bug


def _print_stage(stage: str, value: object) -> None:
    """One stage's value on stderr, for --trace."""
    if sys.stderr is not None:
        from glidecheck.report.trace import readable

        print(readable(stage, value), file=sys.stderr, flush=True)


# ------------------------------------------------------------------ what comes in


def _names(group: Sequence[str]) -> tuple[str, ...]:
    return tuple(PIPED if p == STDIN else p for p in group)


def _as_given(opened: Sequence[str], group: Sequence[str]) -> tuple[str, ...]:
    """The names by which the photos that could be opened were given: two folders may hold a front.jpg each.

    `opened` is in the order of `group`, by the last part of each path, and lacks those that could not be opened.
    """
    out, rest = [], list(group)
    for name in opened:
        place = next((n for n, p in enumerate(rest) if name == _called(p)), None)
        if place is None:
            out.append(name)
        else:
            out.append(_names(rest)[place])
            rest = rest[place + 1 :]
    return tuple(out)


def _called(given: str) -> str:
    """What the photo stage calls the photo that was given as `given`."""
    return "".join(c if c.isprintable() else "?" for c in Path(_names((given,))[0]).name)


def _reason(source: tuple[str, ...], skipped: Skipped) -> str:
    """Why a product was skipped, in one line that names it once."""
    reason = f"{skipped.reason.rstrip('.')}. {skipped.next}"
    return reason if len(source) == 1 and reason.startswith(_called(source[0])) else f"{source[0]}: {reason}"


def _stdin(limit: int) -> bytes:
    """All bytes of stdin. Raises InputError when there are none, or more than `limit`."""
    if sys.stdin is None:
        raise InputError("stdin is closed", "Pipe the file in, or give its name.")
    try:
        data = sys.stdin.buffer.read(limit + 1)
    except (OSError, ValueError) as error:
        raise InputError(f"stdin cannot be read: {error}", "Pipe the file in, or give its name.") from None
    if not data:
        raise InputError("nothing came on stdin", "Pipe the file in, or give its name.")
    if len(data) > limit:
        raise InputError(f"more than {limit // 2**20} MB came on stdin", "Give one photo, or the text of one label.")
    return data


def _stdin_photo() -> BytesIO:
    photo = BytesIO(_stdin(MAX_STDIN))
    photo.name = PIPED  # what the photo stage calls it, in its errors too
    return photo


def _is_text(given: str) -> bool:
    """Whether `given` is a label's text and no file's name: there is no such file, it is not written like a file's name, and it has the
    marks of a list or several words."""
    if given == STDIN:
        return False
    try:
        if Path(given).exists():
            return False
    except (OSError, ValueError):  # too long for a name, or a NUL
        pass
    if _FILE.search(given):
        return False
    return bool(_LIST.search(given)) or (len(given.split()) > 1 and not {"/", "\\"} & set(given))


def _label_text(file: str) -> str:
    """The text in `file`. Raises InputError when it is missing, empty, too long, or no text."""
    if file == STDIN:
        if sys.stdin is not None and sys.stdin.isatty():
            ending.say("paste the label's text, then press Ctrl-D on a line of its own")
        data = _stdin(MAX_TEXT)
    else:
        try:
            with Path(file).open("rb") as stream:
                data = stream.read(MAX_TEXT + 1)
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or str(error)
            raise InputError(
                f"cannot be read: {reason}",
                "Give a text file, the text itself in quotes, or - and the text on stdin; one name alone is for glidecheck explain.",
            ) from None
    if len(data) > MAX_TEXT:
        raise InputError(f"is longer than {MAX_TEXT // 2**20} MB", "Give the text of one label.")
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        raise InputError("is not text in UTF-8", "Save it as UTF-8; for a photo use glidecheck scan.") from None
    if "\0" in text:
        raise InputError("is not text", "For a photo use glidecheck scan.")
    if not text.strip():
        raise InputError("is empty", "Give the label's text: front lines and ingredient list.")
    return text


def _refuse_overwriting(inputs: list[str], output: Path | None, annotate: Path | None) -> None:
    targets = [p.resolve() for p in (output, annotate) if p is not None and not p.is_dir()]
    if len(set(targets)) < len(targets):
        raise UsageError("-o and --annotate name the same file", "Give them two names.")
    for given in inputs:
        if given != STDIN and "\0" not in given and Path(given).resolve() in targets:
            raise UsageError(f"{given} would be overwritten", "Write to another name.")


# ------------------------------------------------------------------ what is told on the way


@contextmanager
def _progress(words: str) -> Iterator[None]:
    """A moving line on stderr while one product is read; nothing where stderr is no terminal."""
    if sys.stderr is None or not sys.stderr.isatty():
        yield
        return
    from rich.console import Console
    from rich.text import Text

    from glidecheck.report.view import plain

    with Console(stderr=True).status(Text(plain(words), overflow="ellipsis", no_wrap=True)):
        yield


def _summary(reports: Sequence[Report]) -> None:
    counts = Counter(str(r.verdict.value) if r.verdict else "not judged" for r in reports)
    order = [*(v.value for v in Verdict), "not judged"]
    ending.say(f"{len(reports)} products: " + ", ".join(f"{counts[v]} {v}" for v in order if counts[v]))
