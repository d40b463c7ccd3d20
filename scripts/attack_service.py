"""A service under each cheap way to make it slow, one after the other, and what its chat costs meanwhile.

    python scripts/attack_service.py --seconds 30              recorded readings: forms, limits, decoders and queues
    python scripts/attack_service.py --seconds 60 --engines    the real engines, on samples/retinol-serum.jpg

The service is a process of its own; each attacker is one as well, at the lowest priority, so that they share nothing but the machine.
Meanwhile a platform sends texts and photos of a chat at a steady rate. Printed for each way: how long webhooks took to be acknowledged, how
long a photo of the chat took to its answer, the most memory of the service with its children (shared pages counted once), and what the
attackers were told.
Exit code 1 where something is above what is asked: 250 ms (99 in 100), 30 s, 1,500 MB, one webhook that is not acknowledged.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import re
import socket
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import httpx

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from channels import senders  # noqa: E402 - the tests' folder was put on the path above
from channels.fake_platform import Asked, Platform, Told, running  # noqa: E402
from service import hostile  # noqa: E402
from service.street import Street  # noqa: E402

ACK_S, ANSWER_S, MEMORY_MB = 0.25, 30.0, 1500.0
FIRST = 700_000
SIDE = 7_681
"""Pixels: a square of 59 megapixels, just below what is taken."""
_CHAT = re.compile(rb'chat_id"?[=:\s]+(\d+)')
"""In a form, in parts or in JSON."""
Attack = Callable[[str, float, "multiprocessing.Queue[str]"], None]
FORM = {"Content-Type": hostile.TYPE}


# ------------------------------------------------------------------ the attackers, each in a process of its own


def _again(url: str, until: float, told: multiprocessing.Queue[str], body: Callable[[], object], headers: dict[str, str] = FORM) -> None:
    """One upload after the other; a refusal is answered by the next one at once, as an attacker does."""
    with httpx.Client(base_url=url, timeout=60, trust_env=False) as http:
        while time.time() < until:
            try:
                told.put(str(http.post("/v1/scan", content=body(), headers=headers).status_code))  # type: ignore[arg-type]
            except httpx.HTTPError as error:
                told.put(type(error).__name__)
            time.sleep(0.05)


def boundaries(url: str, until: float, told: multiprocessing.Queue[str]) -> None:
    """57 MB of boundaries in one form."""
    piece = f"--{hostile.EDGE}\r\n".encode()
    body = piece * (57_000_000 // len(piece))
    _again(url, until, told, lambda: body)


def endless(url: str, until: float, told: multiprocessing.Queue[str]) -> None:
    """A body without a length, 401 MB if it is listened to."""

    def chunks() -> Iterator[bytes]:
        for _ in range(401):
            yield b"x" * 1_000_000

    _again(url, until, told, chunks)


def large(url: str, until: float, told: multiprocessing.Queue[str]) -> None:
    """A form of photos of 57 MB in all, noise."""
    noise = bytes(9_500_000)
    body = hostile.form([b"\xff\xd8\xff" + noise] * 6)
    _again(url, until, told, lambda: body)


def white(url: str, until: float, told: multiprocessing.Queue[str]) -> None:
    """Six white pictures of 59 megapixels, about a megabyte in all."""
    picture = hostile.white(SIDE)
    body = hostile.form([picture] * 6)
    _again(url, until, told, lambda: body)


def photos(url: str, until: float, told: multiprocessing.Queue[str]) -> None:
    """Whole photos of a label, as many as are taken."""
    body = hostile.form([(ROOT / "samples" / "retinol-serum.jpg").read_bytes()])
    _again(url, until, told, lambda: body)


def unsigned(url: str, until: float, told: multiprocessing.Queue[str]) -> None:
    """Webhooks with a wrong signature."""
    with httpx.Client(base_url=url, timeout=60, trust_env=False) as http:
        while time.time() < until:
            with suppress(httpx.HTTPError):
                told.put(str(http.post("/webhooks/telegram", content=b"{}", headers={"X-Telegram-Bot-Api-Secret-Token": "no"}).status_code))
            time.sleep(0.02)


def half_sent(url: str, until: float, told: multiprocessing.Queue[str]) -> None:
    """200 connections whose headers never end; each that is closed is opened anew."""
    address = ("127.0.0.1", int(url.rpartition(":")[2]))
    held: list[tuple[socket.socket, float]] = []
    while time.time() < until:
        while len(held) < 200:
            s = socket.create_connection(address, 5)
            s.settimeout(0.0)
            s.send(b"POST /v1/scan HTTP/1.1\r\nHost: a\r\n")
            held.append((s, time.time()))
        time.sleep(0.2)
        kept = []
        for s, begun in held:
            try:
                s.send(b"X-A: b\r\n")
                if s.recv(100) == b"":
                    raise ConnectionResetError
            except BlockingIOError:
                kept.append((s, begun))
            except OSError:
                told.put(f"closed after {round((time.time() - begun) / 5) * 5} s")
                s.close()
            else:
                told.put(f"answered after {round((time.time() - begun) / 5) * 5} s")
                s.close()
        held = kept
    for s, _ in held:
        s.close()


def elsewhere(attack: Attack, url: str, until: float, told: multiprocessing.Queue[str]) -> None:
    """What an attacker computes is done on a machine of his own: here it takes only what nobody else wants of the processor."""
    os.nice(19)
    attack(url, until, told)


@dataclass(frozen=True)
class Way:
    """How many attackers of a kind at once."""

    run: Attack
    at_once: int


WAYS = {
    "nothing": Way(unsigned, 0),
    "57 MB of boundaries, one at a time": Way(boundaries, 1),
    "57 MB of boundaries, four at once": Way(boundaries, 4),
    "a body that never ends, four at once": Way(endless, 4),
    "57 MB of photos, twenty at once": Way(large, 20),
    "six white pictures of 59 megapixels, three at once": Way(white, 3),
    "whole photos, eight at once": Way(photos, 8),
    "wrong signatures, from the platform's own address": Way(unsigned, 1),
    "200 connections with half a header": Way(half_sent, 1),
}


# ------------------------------------------------------------------ the chat, meanwhile


@dataclass
class Chat:
    """A platform that sends at a steady rate, and sees the answers."""

    street: Street
    rate: float
    first: int
    """The number of the first chat: none writes twice."""
    acks: list[float] = field(default_factory=list)
    failed: Counter[str] = field(default_factory=Counter)
    sent: dict[int, float] = field(default_factory=dict)
    answered: dict[int, float] = field(default_factory=dict)

    def hear(self, asked: Asked) -> Told:
        if found := _CHAT.search(asked.body):
            self.answered.setdefault(int(found[1]), time.monotonic())
        return Told(body=b'{"ok":true,"result":{"message_id":1}}')

    def talk(self, seconds: float) -> None:
        """Every fourth message is a photo."""
        began, n = time.monotonic(), 0
        with httpx.Client(base_url=self.street.http.base_url, timeout=30, trust_env=False) as http:
            while (at := time.monotonic() - began) < seconds:
                if at < n / self.rate:
                    time.sleep(n / self.rate - at)
                chat, n = self.first + n, n + 1
                what = "photo" if n % 4 == 0 else "text"
                request = senders.made("telegram", what, key=f"m{chat}", chat=str(chat))
                begun = time.monotonic()
                try:
                    status = http.post("/webhooks/telegram", content=request.body, headers=request.headers).status_code
                except httpx.HTTPError as error:
                    self.failed[type(error).__name__] += 1
                    continue
                self.acks.append(time.monotonic() - begun)
                if status != 200:
                    self.failed[str(status)] += 1
                elif what == "photo":
                    self.sent[chat] = begun

    def slowest(self, most: float) -> float:
        """Seconds from a photo to its answer, the slowest; at most `most` seconds are waited for what is missing."""
        until = time.monotonic() + most
        while time.monotonic() < until and not self.sent.keys() <= self.answered.keys():
            time.sleep(0.1)
        return max((self.answered.get(chat, float("inf")) - begun for chat, begun in self.sent.items()), default=0.0)


def memory_mb(pid: int) -> float:
    """Of a process and all below it, shared pages counted once."""
    total = 0.0
    with suppress(OSError, ValueError):
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
        total = next(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024
        for task in Path(f"/proc/{pid}/task").iterdir():
            total += sum(memory_mb(int(child)) for child in (task / "children").read_text().split())
    return total


def tried(street: Street, chat: Chat, way: Way, seconds: float) -> tuple[float, Counter[str]]:
    """The most memory, and what the attackers were told."""
    assert street.process is not None
    told: multiprocessing.Queue[str] = multiprocessing.Queue()
    given = (str(street.http.base_url).rstrip("/"), time.time() + seconds, told)
    attackers = [multiprocessing.Process(target=elsewhere, args=(way.run, *given), daemon=True) for _ in range(way.at_once)]
    for attacker in attackers:
        attacker.start()
    talking = threading.Thread(target=chat.talk, args=(seconds,))
    talking.start()
    most, heard = 0.0, Counter[str]()
    while talking.is_alive():
        most = max(most, memory_mb(street.process.pid))
        while not told.empty():
            heard[told.get()] += 1
        time.sleep(0.3)
    for attacker in attackers:
        attacker.terminate()
        attacker.join(10)
    while not told.empty():
        heard[told.get()] += 1
    return most, heard


def report(name: str, chat: Chat, most: float, heard: Counter[str], slowest: float) -> list[str]:
    """What is above what is asked."""
    acks = sorted(chat.acks)
    share = {name: acks[min(len(acks) - 1, int(part * len(acks)))] for name, part in (("p50", 0.5), ("p99", 0.99), ("max", 1.0))}
    print(f"{name}\n    {len(acks)} webhooks, ms: {', '.join(f'{key} {1000 * value:.0f}' for key, value in share.items())}", end="")
    print(
        f"; {sum(chat.failed.values())} failed {dict(chat.failed) or ''}; slowest photo {slowest:.1f} s of {len(chat.sent)}; {most:.0f} MB"
    )
    print(f"    attackers: {', '.join(f'{count} x {what}' for what, count in heard.most_common(6)) or 'none'}", flush=True)
    asked = {"p99": share["p99"] > ACK_S, "failed": bool(chat.failed), "answer": slowest > ANSWER_S, "memory": most > MEMORY_MB}
    return [f"{name}: {what}" for what, above in asked.items() if above]


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--seconds", type=float, default=30.0, help="for each way")
    options.add_argument("--rate", type=float, default=5.0, help="messages of the chat a second")
    options.add_argument("--engines", action="store_true", help="the real ones; one message in two seconds then")
    options.add_argument("--only", default="", help="ways with this in their name")
    given = options.parse_args()
    rate = 0.5 if given.engines else given.rate
    above: list[str] = []
    with running() as platform, tempfile.TemporaryDirectory() as folder:
        street = _street(platform, Path(folder), engines=given.engines)
        begun = time.monotonic()
        street.start()
        print(f"ready after {time.monotonic() - begun:.1f} s, one channel")
        try:
            for number, (name, way) in enumerate(WAYS.items()):
                if given.only in name:
                    chat = Chat(street, rate, FIRST + 1000 * number)
                    platform.on("POST " + senders.ANSWERS["telegram"], chat.hear)
                    platform.on("POST " + senders.PICTURES["telegram"], chat.hear)
                    most, heard = tried(street, chat, way, given.seconds)
                    above += report(name, chat, most, heard, chat.slowest(2 * ANSWER_S))
        finally:
            street.close()
    print("above what is asked: " + ("; ".join(above) or "nothing"))
    return int(bool(above))


def _street(platform: Platform, folder: Path, *, engines: bool) -> Street:
    off = dict.fromkeys(("line_token", "slack_token", "twilio_sid", "whatsapp_token", "messenger_token", "generic_secret"), "")
    real = {"engine": "", "second": ""} if engines else {}
    street = Street(platform, folder, address_limit="60/minute", **off, **real)
    if engines:
        senders.serve(platform, Told(body=(ROOT / "samples" / "retinol-serum.jpg").read_bytes()))
    return street


if __name__ == "__main__":
    multiprocessing.set_start_method("spawn")
    sys.exit(main())
