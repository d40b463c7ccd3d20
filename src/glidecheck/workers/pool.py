"""The children of one process: as many as there are cores, each doing one product at a time. One that dies is replaced."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from queue import Empty, SimpleQueue

from glidecheck.errors import GlidecheckError, InputError
from glidecheck.workers import messages
from glidecheck.workers.limits import Children

LIMITS = Children()


_THREADS = ("OMP_NUM_THREADS", "OMP_THREAD_LIMIT", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
"""One thread a child, and as many children as cores: two halves of a core are slower than one."""

ENDED, AGAIN = "the work was ended", "Run it again: it goes on where it was."


_SIGNALS = {
    signal.SIGKILL: "was killed, most likely because memory ran out",
    getattr(signal, "SIGSEGV", None): "crashed (segmentation fault)",
    getattr(signal, "SIGABRT", None): "broke off",
    getattr(signal, "SIGBUS", None): "crashed (bus error)",
}


class Died(InputError):  # noqa: N818 - the house names states, not "errors"
    """The process that had this product died of it, or had to be ended."""


class Closed(GlidecheckError):  # noqa: N818
    """The pool was closed while a product was being read: it is read the next time."""


class Child:
    """One child process."""

    def __init__(self, command: Sequence[str], environment: Mapping[str, str] | None) -> None:
        environment = {**(os.environ if environment is None else environment), **dict.fromkeys(_THREADS, "1")}
        quiet = None if os.environ.get("GLIDECHECK_DEBUG") else subprocess.DEVNULL
        # A session of its own: a Ctrl-C in the terminal reaches the parent alone, which knows what to do about it.
        self.process = subprocess.Popen(
            list(command), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=quiet, env=environment, start_new_session=True
        )
        self.done = 0
        self.rss_mb = 0
        self.overdue = False
        if self._receive(LIMITS.start_s) is None:
            raise self.death(LIMITS.start_s)

    def ask(self, header: messages.Message, blobs: Sequence[bytes], limit_s: float) -> tuple[messages.Message, list[bytes]] | None:
        """The answer; None when it died over it, or had to be ended after `limit_s` seconds."""
        assert self.process.stdin is not None
        self.done += 1
        try:
            messages.send(self.process.stdin, header, blobs)
        except OSError:
            return None
        got = self._receive(limit_s)
        if got is not None:
            self.rss_mb = int(got[0].get("rss_mb", 0))
        return got

    def _receive(self, limit_s: float) -> tuple[messages.Message, list[bytes]] | None:
        assert self.process.stdout is not None

        def end() -> None:
            self.overdue = True
            self.process.kill()

        timer = threading.Timer(limit_s, end)
        timer.daemon = True
        timer.start()
        try:
            return messages.receive(self.process.stdout)
        finally:
            timer.cancel()

    def death(self, limit_s: float) -> Died:
        """Why it died, in words."""
        code = self.process.wait(10)
        self.end()
        again = "Photograph it anew, or export it smaller; audit --retry tries it once more."
        if self.overdue:
            return Died(f"reading it took longer than {limit_s:.0f} seconds", again)
        how = _SIGNALS.get(-code, f"ended with code {code}") if code < 0 else f"ended with code {code}"
        return Died(f"the process that read it {how}", again)

    def end(self) -> None:
        with suppress(OSError):
            self.process.kill()
        self.process.wait(10)
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None:
                with suppress(OSError):
                    pipe.close()


class Pool:
    """At most `size` children. `ask` may be called from many threads; one that finds all children busy waits.

    `environment` is all that they see of it; by default this process's.
    """

    def __init__(self, size: int, command: Sequence[str], environment: Mapping[str, str] | None = None) -> None:
        self.size = size
        self._command = command
        self._environment = environment
        self._idle: SimpleQueue[Child] = SimpleQueue()
        self._places = threading.Semaphore(size)
        self._lock = threading.Lock()
        self._living: set[Child] = set()
        self._closed = False
        # Linux ends a child with the thread that started it, not with the process: so one thread starts them all, and stays.
        self._starter = ThreadPoolExecutor(1, thread_name_prefix="glidecheck-starter")

    def ask(self, header: messages.Message, blobs: Sequence[bytes] = (), limit_s: float = 600.0) -> tuple[messages.Message, list[bytes]]:
        """The answer of a child.

        Raises Died when the process died over it: at once when it was a fresh one, else after a second try in a fresh one, since what
        others left behind may have been the cause. Raises Closed.
        """
        with self._places:
            child = self._child()
            fresh = child.done == 0
            got = child.ask(header, blobs, limit_s)
            if got is None and not fresh and not child.overdue and not self._closed:
                self._bury(child, limit_s)
                child = self._child(fresh=True)
                got = child.ask(header, blobs, limit_s)
            if got is None:
                death = self._bury(child, limit_s)
                if self._closed:
                    raise Closed(ENDED, AGAIN)
                raise death
            if child.done >= LIMITS.recycle or child.rss_mb >= LIMITS.recycle_mb or self._closed:
                self._dismiss(child)
            else:
                self._idle.put(child)
            return got

    def _child(self, *, fresh: bool = False) -> Child:
        while not fresh:
            try:
                child = self._idle.get_nowait()
            except Empty:
                break
            if child.process.poll() is None:
                return child
            self._dismiss(child)  # it died while it had nothing to do: nobody's fault
        if self._closed:
            raise Closed(ENDED, AGAIN)
        try:
            child = self._starter.submit(Child, self._command, self._environment).result()
        except RuntimeError:  # the starter was shut down a moment ago
            raise Closed(ENDED, AGAIN) from None
        with self._lock:
            self._living.add(child)
        return child

    def _bury(self, child: Child, limit_s: float) -> Died:
        with self._lock:
            self._living.discard(child)
        return child.death(limit_s)

    def _dismiss(self, child: Child) -> None:
        with self._lock:
            self._living.discard(child)
        child.end()

    def close(self) -> None:
        """End all children, at once: what they were doing is not done."""
        self._closed = True
        with self._lock:
            living = tuple(self._living)
        for child in living:
            with suppress(OSError):
                child.process.kill()
        until = time.monotonic() + 5
        while self._living and time.monotonic() < until:
            try:
                self._dismiss(self._idle.get_nowait())
            except Empty:
                time.sleep(0.01)  # its thread buries it
                for child in living:
                    if child.process.poll() is not None and child in self._living:
                        self._dismiss(child)
        self._starter.shutdown(wait=True)
