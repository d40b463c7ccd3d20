"""A fake platform on loopback: hands media out, takes answers, and remembers every request."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

JPEG = b"\xff\xd8\xff\xe0" + b"\0" * 60


@dataclass(frozen=True)
class Asked:
    """One request that reached the platform."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Told:
    """What the platform answers."""

    status: int = 200
    body: bytes = b"{}"
    headers: dict[str, str] = field(default_factory=dict)


Answerer = Callable[[Asked], Told]


class Platform:
    """Routes by "METHOD /path"; a path may end in "*"."""

    def __init__(self) -> None:
        self.asked: list[Asked] = []
        self.routes: dict[str, Told | Answerer] = {}
        self._lock = threading.Lock()
        self.server: ThreadingHTTPServer

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.server.server_address[1]}"

    @property
    def url(self) -> str:
        return f"http://{self.host}"

    def on(self, route: str, told: Told | Answerer) -> None:
        self.routes[route] = told

    def to(self, path: str) -> list[Asked]:
        """The requests to paths that begin so."""
        return [a for a in self.asked if a.path.startswith(path)]

    def answer(self, asked: Asked) -> Told:
        with self._lock:
            self.asked.append(asked)
        wanted = f"{asked.method} {asked.path.partition('?')[0]}"
        for route, told in self.routes.items():
            if wanted == route or (route.endswith("*") and wanted.startswith(route[:-1])):
                return told(asked) if callable(told) else told
        return Told(404, b'{"error": "no such thing"}')


@contextmanager
def running() -> Iterator[Platform]:
    platform = Platform()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _any(self) -> None:
            if self.headers.get("Transfer-Encoding", "").lower() == "chunked":
                body = b""
                while size := int(self.rfile.readline().strip() or b"0", 16):
                    body += self.rfile.read(size)
                    self.rfile.readline()
                self.rfile.readline()
            else:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            told = platform.answer(Asked(self.command, self.path, {k.lower(): v for k, v in self.headers.items()}, body))
            self.send_response(told.status)
            headers = {"Content-Type": "application/json", "Content-Length": str(len(told.body)), **told.headers}
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            try:
                self.wfile.write(told.body)
            except OSError:
                self.close_connection = True  # the client has seen enough

        do_GET = do_POST = do_PUT = do_DELETE = _any  # noqa: N815 - the names the standard library calls

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, request: object, client_address: object) -> None:
            pass  # a client that hangs up is what some tests are about

    platform.server = Server(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=platform.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield platform
    finally:
        platform.server.shutdown()
        platform.server.server_close()
        thread.join()
