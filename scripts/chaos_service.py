"""Two services that are hurt for minutes or hours, and what became of every message: a seed gives the same harm again.

    python scripts/chaos_service.py --minutes 60 --seed 1                        SQLite
    python scripts/chaos_service.py --minutes 60 --seed 1 --postgres             PostgreSQL (Debian's package; started here, on loopback)

Texts and photos come from a fake platform at a steady rate, each from another chat, each sent again until it is acknowledged and then once
more. Meanwhile: kill -9, SIGSTOP, a clock an hour off (libfaketime), a full and a read-only disk (tmpfs, needs root), a locked store,
PostgreSQL stopped and crashed, a platform that is slow, down, or takes a message and says that it did not.

    lost                acknowledged, and neither answered nor given up aloud
    doubled             answered twice, though the platform never said that it had not taken the first
    readiness wrong     looks at /readyz that said ready though the store or the disk was gone for longer than --grace seconds, or the other
                        way round; /metrics that did not answer counts as well

Readings are recorded ones: what is tried is everything around them. Exit code 1 where a number is not what it should be.
"""

from __future__ import annotations

import argparse
import base64
import os
import random
import re
import signal
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack, suppress
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from audit import postgres  # noqa: E402 - the tests' folder was put on the path above
from channels.fake_platform import Platform, Told, running  # noqa: E402
from chaos.harm import Clock, Disk, locked_file, locked_tables, stopped  # noqa: E402
from chaos.street import Crowd, Watch  # noqa: E402
from service.street import Street  # noqa: E402

OFF = dict.fromkeys(("line_token", "slack_token", "twilio_sid", "whatsapp_token", "messenger_token"), "")


class Chaos:
    """The harm, one after the other."""

    def __init__(self, given: argparse.Namespace, stack: ExitStack, folder: Path, platform: Platform) -> None:
        self.rng = random.Random(given.seed)
        self.server = stack.enter_context(postgres.running()) if given.postgres else None
        self.clock = Clock(folder)
        self.disk = Disk(folder / "disk")
        stack.callback(self.disk.remove)
        store = self.server.url if self.server else str(folder / "disk" / "serve.db")
        self.database = folder / "disk" / "serve.db"
        self.streets: list[Street] = []
        for n in range(given.services):
            home = folder / f"service-{n}"
            home.mkdir()
            street = Street(platform, home, db=store, spool=str(folder / "disk" / "photos"), jobs="1", **OFF)
            street.environment |= self.clock.environment
            stack.callback(street.close)
            self.streets.append(street)
        self.crowd = Crowd(platform, random.Random(given.seed + 1))
        self.crowd.photo = base64.b64encode((self.streets[0].folder / "label.png").read_bytes()).decode()
        self.watch = Watch(self.streets, given.grace)
        self.done: Counter[str] = Counter()
        self.heaviest: Counter[str] = Counter()

    def weigh(self) -> None:
        """The most that each kind of file has held, in bytes: what grows is not forgotten."""
        held: Counter[str] = Counter()
        for path in self.disk.folder.rglob("*"):
            with suppress(OSError):
                if path.is_file() and path.name != ".ballast":
                    held[path.name if path.parent == self.disk.folder else "photos"] += path.stat().st_size
        self.heaviest |= held

    def start(self) -> None:
        for street in self.streets:
            street.start()
        self.watch.start()

    def can(self, harm: str) -> bool:
        """Whether it can be done here: what cannot is not counted as done."""
        wants = {
            "restart": self.server is not None,
            "full": self.disk.possible,
            "read_only": self.disk.possible and self.server is not None,
            "set_clock": self.clock.possible,
        }
        return wants.get(harm, True)

    # ------------------------------------------------------------------ one harm each

    def kill(self) -> None:
        n = self.rng.randrange(len(self.streets))
        self.watch.down.add(n)
        self.streets[n].kill()
        self.streets[n].start()
        self.watch.whole_since = time.monotonic()
        self.watch.down.discard(n)

    def stop(self) -> None:
        """One of them. It may have SQLite's only pen in hand: then the others are right to say that they cannot write."""
        process = self.rng.choice(self.streets).process
        assert process is not None
        self.watch.down |= set(range(len(self.streets)))
        stopped(process.pid, self.rng.uniform(3, 20))
        self.watch.whole_since = time.monotonic()
        self.watch.down.clear()

    def sleep(self) -> None:
        """As when the lid of a laptop is closed: all of them."""
        self.watch.down |= set(range(len(self.streets)))
        groups = [os.getpgid(s.process.pid) for s in self.streets if s.process]
        for group in groups:
            os.killpg(group, signal.SIGSTOP)
        time.sleep(self.rng.uniform(8, 20))
        for group in groups:
            os.killpg(group, signal.SIGCONT)
        self.watch.whole_since = time.monotonic()
        self.watch.down.clear()

    def lock(self) -> None:
        if self.server:
            with locked_tables(self.server.url, "chats", "chat_services"):
                self._broken(self.rng.uniform(5, 25))
        else:
            with locked_file(self.database):
                self._broken(self.rng.uniform(5, 25))

    def restart(self) -> None:
        assert self.server is not None
        self.server.stop(self.rng.choice((signal.SIGINT, signal.SIGQUIT)))
        self._broken(self.rng.uniform(1, 20), after=self.server.start)

    def full(self) -> None:
        self.disk.fill()
        self._broken(self.rng.uniform(5, 25), after=self.disk.empty)

    def read_only(self) -> None:
        if self.disk.read_only(True):
            self._broken(self.rng.uniform(5, 25), after=lambda: self.disk.read_only(False))

    def set_clock(self) -> None:
        self.clock.set(self.rng.choice((-3600, 3600, -10, 10, 86_400)))
        time.sleep(self.rng.uniform(5, 15))
        self.clock.set(0)

    def slow(self) -> None:
        self.crowd.mood = lambda _: time.sleep(self.rng.uniform(0, 3))  # type: ignore[func-returns-value]
        time.sleep(self.rng.uniform(5, 15))
        self.crowd.mood = lambda _: None

    def platform_down(self) -> None:
        self.crowd.mood = lambda _: Told(502, b"<html>bad gateway</html>")
        time.sleep(self.rng.uniform(3, 10))
        self.crowd.mood = lambda _: None

    def lie(self) -> None:
        self.crowd.mood = lambda _: Told(500, b"{}", {"X-Taken": "yes"})
        time.sleep(self.rng.uniform(1, 3))
        self.crowd.mood = lambda _: None

    def _broken(self, seconds: float, after: Callable[[], object] = lambda: None) -> None:
        self.watch.broken = time.monotonic()
        time.sleep(seconds)
        after()
        self.watch.broken, self.watch.whole_since = None, time.monotonic()


HARMS = ("kill", "kill", "stop", "sleep", "lock", "restart", "full", "read_only", "set_clock", "slow", "platform_down", "lie")


def drained(chaos: Chaos, crowd: Crowd, seconds: float) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until and (crowd.unanswered() or any(s.depth() for s in chaos.streets)):
        time.sleep(0.5)
    time.sleep(2.0)


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--minutes", type=float, default=5.0)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--postgres", action="store_true")
    options.add_argument("--services", type=int, default=2)
    options.add_argument("--rate", type=float, default=2.0, help="messages a second")
    options.add_argument("--grace", type=float, default=10.0, help="seconds after which readiness must have followed")
    options.add_argument("--only", default="", help="these harms alone, separated by commas")
    options.add_argument("--keep-log", type=Path, help="where the services' logs are appended to")
    given = options.parse_args()
    harms = tuple(given.only.split(",")) if given.only else HARMS
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="chaos-")))
        platform = stack.enter_context(running())
        chaos = Chaos(given, stack, folder, platform)
        crowd = chaos.crowd
        harms = tuple(harm for harm in harms if chaos.can(harm))
        chaos.start()
        until = time.monotonic() + 60 * given.minutes
        writers = [threading.Thread(target=crowd.write, args=(chaos.streets, until, given.rate / 4), daemon=True) for _ in range(4)]
        for writer in writers:
            writer.start()
        while time.monotonic() < until:
            harm = chaos.rng.choice(harms)
            chaos.watch.note(harm)
            getattr(chaos, harm)()
            chaos.watch.note(f"{harm} is over")
            chaos.done[harm] += 1
            chaos.weigh()
            time.sleep(chaos.rng.uniform(2, 8))
        for writer in writers:
            writer.join(120)
        drained(chaos, crowd, 180)
        chaos.watch.ended.set()
        logs = "".join((s.folder / "serve.log").read_text("utf-8", "replace") for s in chaos.streets)
        if given.keep_log:
            with given.keep_log.open("a") as file:
                file.write(logs + "\n".join(chaos.watch.notes) + "\n")
        return report(chaos, crowd, logs)


def report(chaos: Chaos, crowd: Crowd, logs: str) -> int:
    lost, doubled, kills = len(crowd.unanswered()), crowd.doubled(), chaos.done["kill"]
    given_up = len(re.findall(r"is given up|are given up", logs))
    bugs = len(re.findall(r"a bug of glidecheck| bug: ", logs))
    print(f"harm             {', '.join(f'{name} {count}' for name, count in sorted(chaos.done.items()))}")
    print(f"messages         {len(crowd.acknowledged)} acknowledged of {crowd.sent}, {sum(crowd.lied.values())} answers lied about")
    print(f"lost             {lost} ({given_up} given up aloud)")
    print(f"doubled          {doubled} with {kills} kills {crowd.twice()}")
    for moment in (m for pair in crowd.twice() for m in pair.split(" and ")):
        print(f"  before {moment}  {[note for note in chaos.watch.notes if note < moment][-2:]}")
    print(f"readiness wrong  {len(chaos.watch.wrong)} of {chaos.watch.looks} looks {sorted(Counter(chaos.watch.wrong).items())[:8]}")
    print(f"disk, at most    {', '.join(f'{name} {size / 1e6:.1f} MB' for name, size in sorted(chaos.heaviest.items()))}")
    print(f"bugs             {bugs}")
    return int(lost > given_up or doubled > max(1, kills // 100) * bool(kills) or bool(chaos.watch.wrong) or bool(bugs))


if __name__ == "__main__":
    sys.exit(main())
