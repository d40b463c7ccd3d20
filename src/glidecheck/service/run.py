"""`glidecheck serve`: the webhooks, the worker and the page in one process; as many of them as are wanted on PostgreSQL."""

from __future__ import annotations

import os
import signal
import socket
import sys
import tempfile
from collections.abc import Callable, Generator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from glidecheck.channels.spool import Spool
from glidecheck.errors import ServiceError, UsageError
from glidecheck.jobs.database import open_database
from glidecheck.service import logs, notify, sandbox, wiring
from glidecheck.service.app import Service, create
from glidecheck.service.clock import Clock
from glidecheck.service.connections import guarded
from glidecheck.service.logs import LOG
from glidecheck.service.metrics import Metrics
from glidecheck.service.readers import Readers
from glidecheck.service.settings import MODE_TEST, Settings
from glidecheck.service.talking import Talker, warm
from glidecheck.workers.signals import ended_by

if TYPE_CHECKING:
    import uvicorn
    from fastapi import FastAPI

LOOPBACK = ("127.0.0.1", "::1", "localhost")


def serve(settings: Settings, host: str, port: int, ready: Callable[[str], None] = lambda _: None) -> None:
    """Runs until it is told to stop. `ready` is called with the address once requests are taken.

    Raises StoreError, UsageError, and ServiceError when the port is taken.
    """
    if settings.mode == MODE_TEST and host not in LOOPBACK:
        raise UsageError("test mode is for this machine alone", "Leave --host out, or GLIDECHECK_MODE.")
    if settings.policy:
        from glidecheck.lexicon.policy_schema import read

        read(settings.policy)  # now, and not at the first message
    logs.configure(settings.log)
    sys.setswitchinterval(0.001)  # a platform that waits, and a message that is out and not noted yet, come before what is computed
    os.umask(0o077)  # database, photos: this user's alone
    sandbox.close()
    with ExitStack() as stack:
        listener = stack.enter_context(_listener(host, port))
        database = open_database(settings.db)
        stack.callback(database.close)
        clock = Clock(database)
        folder, seconds = settings.spool_folder, 60.0 * settings.keep_minutes
        spool, pictures = Spool(folder / "in", seconds, clock.now), Spool(folder / "out", min(seconds, 3600.0), clock.now)
        _temporary(folder / "tmp")
        metrics = Metrics()
        channels = wiring.channels(settings, spool, _publisher(settings, pictures))
        wiring.warm(channels)
        warm()
        readers = Readers(
            settings.jobs, settings.scan_queue, settings.policy, engine=settings.engine, second=settings.second, chat=bool(channels)
        )
        stack.callback(readers.close)
        talker = Talker(
            database,
            channels,
            readers,
            spool,
            metrics,
            pictures=pictures,
            memory_s=86400.0 * settings.memory_days,
            policy=settings.policy,
            clock=clock,
        )
        talker.start()
        stack.callback(lambda: talker.stop(5.0, readers.close))
        metrics.depth(talker.store.depth)
        app = create(Service(settings, channels, talker, readers, metrics, pictures))
        server = _server(app)
        caught: list[int] = []

        def end(number: int) -> None:
            caught.append(number)
            server.should_exit = True  # what is not answered then is answered after the next start

        stack.enter_context(ended_by(end))
        for line in wiring.check(settings):
            LOG.info("%s", line)
        address = f"http://{'[' + host + ']' if ':' in host else host}:{listener.getsockname()[1]}"
        LOG.info("listening on %s", address)
        ready(address)
        notify.tell("READY=1")
        stack.callback(notify.tell, "STOPPING=1")
        server.run([listener])
    if signal.SIGINT in caught:
        raise KeyboardInterrupt


def _temporary(folder: Path) -> None:
    """Where the machine has no folder for temporary files that can be written, one of ours: uploads above a megabyte pass through it."""
    try:
        with tempfile.TemporaryFile():
            return
    except OSError:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        tempfile.tempdir = os.environ["TMPDIR"] = str(folder)
        LOG.warning("there is no temporary folder that can be written: uploads pass through the folder of photos")


def _server(app: FastAPI) -> uvicorn.Server:
    """uvicorn's server with signals left to us: its own would end the process before what is being answered is put down."""
    import uvicorn

    config = uvicorn.Config(
        app,
        http=guarded(),
        proxy_headers=False,  # `clients.address` believes our own proxies alone
        access_log=False,
        log_config=None,
        server_header=False,
        timeout_keep_alive=15,
        timeout_graceful_shutdown=10,
        h11_max_incomplete_event_size=65_536,
        lifespan="off",
    )

    class Server(uvicorn.Server):
        @contextmanager
        def capture_signals(self) -> Generator[None, None, None]:
            yield

    return Server(config)


def _listener(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family)
    try:
        if sys.platform != "win32":
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen(2048)
    except (OSError, OverflowError) as error:
        listener.close()
        reason = getattr(error, "strerror", None) or "not a port"
        raise ServiceError(f"{host}:{port} cannot be listened on: {reason}", "Choose another --port, or end what uses it.") from None
    return listener


def _publisher(settings: Settings, pictures: Spool) -> Callable[[bytes, str], str] | None:
    """What puts a picture under an address that a platform can fetch for a while; None where the world cannot reach us."""
    base = settings.public_url
    return (lambda data, chat: f"{base}/pictures/{pictures.put(data, owner=chat)}.jpg") if base else None
