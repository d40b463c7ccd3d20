"""The child process: reads and judges one product at a time, and dies with its parent. Photos are decoded here and nowhere else, so that
one that takes the process down costs only itself.

    python -m glidecheck.audit.child        started by `crew`; messages (see `frames`) on stdin and stdout
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from glidecheck.audit import frames, values
from glidecheck.audit.evidence import Evidence, crop, pixels_of
from glidecheck.audit.orders import Order
from glidecheck.errors import EngineMissing, GlidecheckError, InputError, LexiconError, ServiceError
from glidecheck.model import Severity

Answer = tuple[frames.Message, list[bytes]]


def main() -> int:
    """Answers until the parent is gone."""
    parent = os.getppid()
    _die_with_parent()
    if os.getppid() != parent:
        return 1
    # What a library prints must not stand between two messages.
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    frames.send(out, {"ready": True})
    for header, blobs in iter(_requests(sys.stdin.buffer), None):
        told, parts = answer(header, blobs)
        try:
            frames.send(out, {**told, "rss_mb": rss_mb()}, parts)
        except OSError:
            return 1
    return 0


def _requests(pipe: BinaryIO) -> Callable[[], tuple[frames.Message, list[bytes]] | None]:
    """Gives back what gets the next request. A thread reads ahead: it sees the parent go while a photo is being read."""
    import queue

    waiting: queue.SimpleQueue[tuple[frames.Message, list[bytes]] | None] = queue.SimpleQueue()

    def watch() -> None:
        while (got := frames.receive(pipe)) is not None:
            waiting.put(got)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
    return waiting.get


def _die_with_parent() -> None:
    """The kernel's part on Linux, for a child deep in a library; the thread that watches the pipe does it elsewhere."""
    if sys.platform == "linux":
        with contextlib.suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG
        with contextlib.suppress(OSError):  # when memory runs out, this process goes, and not the audit
            Path("/proc/self/oom_score_adj").write_text("800")


def rss_mb() -> int:
    """Megabytes of memory that this process holds; 0 where that cannot be told."""
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[1])
    except (OSError, ValueError, IndexError):
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE") // 2**20


def answer(header: frames.Message, blobs: list[bytes]) -> Answer:
    """What is to be said to a request: its outcome, or why there is none."""
    try:
        match header["do"]:
            case "read":
                return _read(header)
            case "judge":
                return _judge(header, blobs)
            case _:
                return _crop(header, blobs)
    except (EngineMissing, LexiconError) as error:
        return _failed("setup", error), []
    except GlidecheckError as error:
        from glidecheck.audit.product import Gone

        return _failed("passing" if isinstance(error, Gone | ServiceError) else "photo", error), []
    except MemoryError:
        return _failed("passing", InputError("there was not enough memory to read it", "Use fewer --jobs, or a smaller picture.")), []
    except Exception as error:  # noqa: BLE001 - told as a row of the audit and counted as a bug; the other products are still judged
        reason = f"a bug of glidecheck ({type(error).__name__}: {error})"
        return _failed("bug", InputError(reason, "Please report it, with the photo if you can.")), []


def _failed(kind: str, error: GlidecheckError) -> frames.Message:
    return {"failed": kind, "error": type(error).__name__, "reason": str(error), "next": error.next}


def _read(header: frames.Message) -> Answer:
    from glidecheck.audit import product

    readings, pictures = product.read(Order.loads(header["order"]))
    told = {
        "photos": [p.sha256 for p in readings.photos],
        "barcode": readings.barcode,
        "evidence": [[e.photo, e.left, e.top, e.scale] for e in pictures],
    }
    return told, [product.pack(readings), *(e.jpeg for e in pictures)]


def _judge(header: frames.Message, blobs: list[bytes]) -> Answer:
    from glidecheck.audit import product

    judged = product.judge([product.unpack(b) for b in blobs], header["product"], header["names"], product.policy_of(header["policy"]))
    report = judged.report
    told = {
        "wants_second": judged.wants_second,
        "verdict": report.verdict,
        "cuts": [[cut.id, values.dump(cut)] for cut in judged.cuts],
        "outcome": [
            report.verdict,
            report.caution_kind,
            report.reading,
            sorted(
                [f.rule, *([] if f.ingredient is None else [s.id for s in report.ingredients[f.ingredient].substances])]
                for f in report.findings
                if f.severity is not Severity.INFO
            ),
        ],
    }
    return told, [product.pack_report(report)]


def _crop(header: frames.Message, blobs: list[bytes]) -> Answer:
    from glidecheck.audit.product import Cut

    kept = {e[0]: Evidence(e[0], e[1], e[2], e[3], blob) for e, blob in zip(header["evidence"], blobs, strict=True)}
    pixels = {photo: pixels_of(e) for photo, e in kept.items()}
    made, out = [], []
    for name, data in header["cuts"]:
        cut = values.load(Cut, data)
        picture = crop(kept[cut.photo], pixels[cut.photo], cut.box, cut.colour) if cut.photo in kept else None
        if picture is not None:
            made.append([name, cut.photo])
            out.append(picture)
    return {"made": made}, out


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to answer
    raise SystemExit(main())
