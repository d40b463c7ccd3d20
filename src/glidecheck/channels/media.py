"""Fetching a photo whose address somebody else chose, without being led into the clinic's own network.

Refused before a byte is sent: any scheme but https, any port but 443, names and passwords in the address, address literals in every
spelling, hosts that are not on the channel's list; after the name was looked up: private, loopback, link-local, carrier, multicast,
reserved and IPv4-in-IPv6 addresses. The connection is made to the very address that was checked, so that a name that resolves differently
a moment later leads nowhere else, while TLS still verifies the name. Each redirect is a new address and is checked like the first.
"""

from __future__ import annotations

import ipaddress
import queue
import re
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from urllib.parse import urljoin

import httpcore
import httpx

from glidecheck.channels.base import MediaRefused, MediaUnreachable, Why
from glidecheck.image.signatures import HEAD, is_photo

MAX_BYTES = 20_000_000
"""Of one photo: what Telegram's bots may load; the other platforms stay below."""
SECONDS = 20.0
"""For one photo, redirects and all."""
REDIRECTS = 3  # followed for one photo: no platform needs more than one
_HOST = re.compile(r"(?=.{1,253}\Z)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?", re.ASCII)

Resolver = Callable[[str, int], list[str]]
"""A name and a port to the addresses it stands for."""

# The parts of 2000::/3 that carry another address inside (6to4, Teredo and the rest of the special block) or are documentation.
_GLOBAL_V6 = ipaddress.IPv6Network("2000::/3")
_SPECIAL_V6 = tuple(ipaddress.IPv6Network(n) for n in ("2001::/23", "2002::/16", "2001:db8::/32", "3fff::/20"))
_SPECIAL_V4 = tuple(ipaddress.IPv4Network(n) for n in ("192.0.0.0/24", "192.88.99.0/24", "168.63.129.16/32"))


def resolve(host: str, port: int) -> list[str]:
    """The addresses of `host`, by the machine's own resolver. Raises OSError."""
    return list(dict.fromkeys(str(info[4][0]) for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)))


def public(address: str) -> bool:
    """Whether `address` is one of the open Internet: anything else is ours, or somebody's, and is not to be reached from outside."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return False
    if isinstance(found, ipaddress.IPv4Address):
        return found.is_global and not found.is_multicast and not found.is_reserved and not any(found in net for net in _SPECIAL_V4)
    return found in _GLOBAL_V6 and found.is_global and not any(found in net for net in _SPECIAL_V6)


@dataclass(frozen=True, slots=True)
class Guard:
    """What may be reached.

    `hosts` are names, or "*.name" for every name below it; "*" alone allows every public host. `test_host` is one "host:port" reached by
    plain http whatever its address: for a fake platform on loopback, and refused by the settings outside test mode.
    """

    hosts: tuple[str, ...]
    test_host: str | None = None
    resolver: Resolver = field(default=resolve, repr=False)
    max_bytes: int = MAX_BYTES
    seconds: float = SECONDS

    def check(self, address: str) -> httpx.URL:
        """`address` where it may be asked for at all. Raises MediaRefused, without the address in its text."""
        try:
            url = httpx.URL(address)
        except (httpx.InvalidURL, ValueError, UnicodeError):
            raise _refused("the photo's address is not one") from None
        if url.userinfo:
            raise _refused("the photo's address carries a name or a password")
        if self.is_test(url):
            return url
        if url.scheme != "https":
            raise _refused("the photo's address is not https")
        if url.port not in (None, 443):
            raise _refused("the photo's address names a port")
        host = url.raw_host.decode("ascii", "replace")
        if not _HOST.fullmatch(host):
            raise _refused("the photo's address has no host name")
        if not self.allows(host):
            raise _refused("the photo lies on a host that is not the platform's")
        return url

    def allows(self, host: str) -> bool:
        return any(h == "*" or host == h or (h.startswith("*.") and host.endswith(h[1:])) for h in self.hosts)

    def is_test(self, url: httpx.URL) -> bool:
        return self.test_host is not None and url.scheme == "http" and f"{url.host}:{url.port or 80}" == self.test_host

    def address_of(self, host: str, port: int, seconds: float | None = None) -> str:
        """The address to connect to, found within `seconds` (the guard's own). Every address of the name must be public: a name that has
        both kinds is a trap. Raises MediaRefused, MediaUnreachable."""
        if f"{host}:{port}" == self.test_host:
            return host
        found = _looked_up(self.resolver, host, port, self.seconds if seconds is None else seconds)
        if not found or not all(public(a) for a in found):
            raise _refused("the photo's host leads into a private network")
        return found[0]


_LOOKING = threading.BoundedSemaphore(32)
"""Look-ups under way: one that hangs cannot be broken off, and holds a thread until the machine's resolver gives up."""


def _looked_up(resolver: Resolver, host: str, port: int, seconds: float) -> list[str]:
    """What `resolver` finds within so many seconds: the machine's own has no deadline, and may take half a minute."""
    until = time.monotonic() + seconds
    found: queue.SimpleQueue[list[str] | None] = queue.SimpleQueue()

    def look() -> None:
        addresses = None
        try:
            addresses = resolver(host, port)
        except (OSError, UnicodeError):
            pass
        finally:
            _LOOKING.release()
            found.put(addresses)

    if not _LOOKING.acquire(timeout=max(0.0, seconds)):
        raise MediaUnreachable("too many hosts are being looked up")
    threading.Thread(target=look, daemon=True, name="glidecheck-look-up").start()
    try:
        addresses = found.get(timeout=max(0.001, until - time.monotonic()))
    except queue.Empty:
        raise MediaUnreachable("the photo's host was not found in time") from None
    if addresses is None:
        raise MediaUnreachable("the photo's host is not known")
    return addresses


def _refused(reason: str) -> MediaRefused:
    return MediaRefused(Why.ADDRESS, reason)


# ------------------------------------------------------------------ the connection


class _Deadline:
    """One clock for a whole fetch: a server that sends a byte every few seconds does not outlive it."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds

    def left(self, timeout: float | None) -> float:
        left = self._end - time.monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout("the photo took too long")
        return left if timeout is None else min(left, timeout)


class _Stream(httpcore.NetworkStream):
    """A connection whose every wait ends with the deadline."""

    def __init__(self, inner: httpcore.NetworkStream, deadline: _Deadline) -> None:
        self._inner = inner
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._inner.read(max_bytes, self._deadline.left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, self._deadline.left(timeout))

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        return _Stream(self._inner.start_tls(ssl_context, server_hostname, self._deadline.left(timeout)), self._deadline)

    def get_extra_info(self, info: str) -> object:
        return self._inner.get_extra_info(info)


class _Backend(httpcore.NetworkBackend):
    """Connects to the address that the guard has checked, and to no other."""

    def __init__(self, guard: Guard, deadline: _Deadline) -> None:
        self._guard = guard
        self._deadline = deadline
        self._inner = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        address = self._guard.address_of(host, port, self._deadline.left(timeout))
        stream = self._inner.connect_tcp(address, port, self._deadline.left(timeout), local_address, socket_options)
        return _Stream(stream, self._deadline)

    def sleep(self, seconds: float) -> None:
        self._inner.sleep(self._deadline.left(seconds))


class _Transport(httpx.HTTPTransport):
    """httpx over the guarded connections; no proxy of the environment, which would look names up itself."""

    def __init__(self, backend: httpcore.NetworkBackend) -> None:
        super().__init__(trust_env=False, verify=tls())
        self._pool = httpcore.ConnectionPool(ssl_context=tls(), network_backend=backend, max_connections=2, keepalive_expiry=0)


@cache
def tls() -> ssl.SSLContext:
    """The certificates, read once: that takes longer than a request."""
    return httpx.create_ssl_context(trust_env=False)


def client(guard: Guard) -> httpx.Client:
    """An httpx client for one fetch or one post: guarded, without proxies, redirects or cookies of its own."""
    deadline = _Deadline(guard.seconds)
    return httpx.Client(transport=_Transport(_Backend(guard, deadline)), trust_env=False, follow_redirects=False, timeout=guard.seconds)


# ------------------------------------------------------------------ fetching


def fetch(address: str, guard: Guard, headers: Mapping[str, str] | None = None) -> bytes:
    """The photo at `address`, at most `guard.max_bytes`.

    `headers` (a token) go to the first host alone, never to one that it redirects to. Raises MediaRefused for what will not change, and
    MediaUnreachable for what may.
    """
    url = guard.check(address)
    first = (url.scheme, url.host, url.port)
    try:
        with client(guard) as http:
            for _ in range(REDIRECTS + 1):
                sent = {"Accept-Encoding": "identity", **((headers or {}) if (url.scheme, url.host, url.port) == first else {})}
                with http.stream("GET", url, headers=sent) as response:
                    if response.is_redirect:
                        url = guard.check(urljoin(str(url), response.headers.get("location", "")))
                        continue
                    return _read(response, guard)
    except (httpx.TransportError, httpcore.NetworkError, httpcore.TimeoutException, httpcore.ProtocolError, ssl.SSLError, OSError):
        raise MediaUnreachable("the platform did not hand the photo out in time") from None
    except (httpx.InvalidURL, httpx.StreamError, ValueError, UnicodeError):
        raise _refused("the photo's address leads nowhere") from None
    raise _refused("the photo's address redirects too often")


def _read(response: httpx.Response, guard: Guard) -> bytes:
    status = response.status_code
    if status in (401, 403, 404, 410):
        raise MediaRefused(Why.GONE, "the platform does not have the photo any more")
    if status == 413:
        raise MediaRefused(Why.TOO_LARGE, "the photo is too large")
    if status != 200:
        raise MediaUnreachable(f"the platform answered {status} for the photo")
    if response.headers.get("content-encoding", "identity").lower() not in ("", "identity"):
        raise MediaRefused(Why.NOT_A_PHOTO, "the photo is packed")  # a kilobyte may unpack to a gigabyte
    length = response.headers.get("content-length", "")
    if length.isascii() and length.isdigit() and len(length) < 18 and int(length) > guard.max_bytes:
        raise MediaRefused(Why.TOO_LARGE, f"the photo is larger than {guard.max_bytes // 1_000_000} MB")
    data = bytearray()
    for chunk in response.iter_raw(65_536):
        data += chunk
        if len(data) > guard.max_bytes:
            raise MediaRefused(Why.TOO_LARGE, f"the photo is larger than {guard.max_bytes // 1_000_000} MB")
    return photo(bytes(data))


def photo(data: bytes) -> bytes:
    """`data` where its first bytes are those of a photo: a page that says "please log in" is none. Raises MediaRefused."""
    if not is_photo(data[:HEAD]):
        raise MediaRefused(Why.NOT_A_PHOTO, "what the platform handed out is not a photo")
    return data
