"""A shelf whose audits are hurt, again and again, and what the last one says of every photo: a seed gives the same harm again.

    python scripts/chaos_audit.py --minutes 10 --photos 500 --seed 1             SQLite, beside the shelf
    python scripts/chaos_audit.py --minutes 10 --photos 500 --seed 1 --postgres  PostgreSQL, two workers, audits that wait

Small photos with recorded readings, under names of every kind (blanks, quotes, line ends, other scripts, 200 letters). Meanwhile: kill -9
of an audit or a worker, SIGSTOP, PostgreSQL stopped and crashed, two audits of one shelf at once, photos that vanish, change and come back,
readings damaged within their rows. When the time is over the shelf is made whole again and audited once more, undisturbed.

    lost           photos of the shelf that the last audit does not name
    dropped        products without a verdict and without a reason
    doubled        products that stand twice in it
    wrong          verdicts that differ from those of the same photo in an audit that nobody hurt
    odd ends       audits that ended otherwise than said in `audit --help`, or with a bug

Exit code 1 where a number is not 0.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import ExitStack, closing, suppress
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))
sys.path.insert(0, str(ROOT / "tests" / "audit"))

import postgres  # noqa: E402 - the tests' folders were put on the path above
import replays  # noqa: E402
from chaos.harm import stopped  # noqa: E402

DRIVER = str(ROOT / "tests" / "audit" / "driver.py")
ENDS = {0, 1, 3, 6, -signal.SIGKILL}
"""How an audit may end here: judged, out of a slot that another has, or killed."""
ODD = ("{}", "{} with blanks", "-{}", "'{}'", "{}\nline", "\u00e9t\u00e9 {}", "\u30bb\u30e9\u30e0{}", "x" * 180 + "{}", "{};rm", "%s{}%n")


class Shelf:
    """The photos, what was recorded of them, and which verdict each must get."""

    def __init__(self, folder: Path, count: int, rng: random.Random) -> None:
        self.folder, self.recordings = folder / "shelf", folder / "recordings"
        self.folder.mkdir()
        self.recordings.mkdir()
        self.rng = rng
        self.photos: dict[str, tuple[str, bytes]] = {}
        samples = list(replays.names())
        for n in range(count):
            sample = samples[n % len(samples)]
            photo = replays.small(sample, n)
            replays.record(self.recordings, photo, sample)
            self.photos[f"{rng.choice(ODD).format(f'p{n:04}')}.jpg"] = (sample, photo)
        self.whole()

    def whole(self) -> None:
        for name, (_, photo) in self.photos.items():
            path = self.folder / name
            if not path.is_file() or path.read_bytes() != photo:
                path.write_bytes(photo)

    def hurt(self) -> None:
        """Some photos vanish, and some are others for a while."""
        for name in self.rng.sample(sorted(self.photos), 5):
            (self.folder / name).unlink(missing_ok=True)
        for name in self.rng.sample(sorted(self.photos), 3):
            (self.folder / name).write_bytes(self.rng.randbytes(400))


class Chaos:
    def __init__(self, given: argparse.Namespace, stack: ExitStack, folder: Path) -> None:
        self.rng = random.Random(given.seed)
        self.shelf = Shelf(folder, given.photos, self.rng)
        self.server = stack.enter_context(postgres.running()) if given.postgres else None
        self.environment = {**os.environ, **replays.environment(self.shelf.recordings), "OMP_NUM_THREADS": "1", "SLOW": "0.02"}
        self.database = self.shelf.folder / ".glidecheck" / "audit.db"
        self.folder = folder
        self.done: Counter[str] = Counter()
        self.odd: list[str] = []
        self.workers: list[subprocess.Popen[bytes]] = []
        stack.callback(self.end)
        for _ in range(2 if self.server else 0):
            self._worker()

    # ------------------------------------------------------------------ processes

    def audit(self, output: Path | None = None) -> subprocess.Popen[bytes]:
        where = ["--db", self.server.url, "--wait", "--name", "shelf"] if self.server else []
        out = ["-o", str(output)] if output else []
        return self._start("audit", str(self.shelf.folder), "--engine", "recorded", "-j", "2", *where, *out)

    def _worker(self) -> None:
        assert self.server is not None
        self.workers.append(self._start("worker", "--db", self.server.url, "--engine", "recorded", "-j", "1"))

    def _start(self, *words: str) -> subprocess.Popen[bytes]:
        log = (self.folder / "log").open("ab")
        return subprocess.Popen(
            [sys.executable, DRIVER, *words], env=self.environment, stdout=subprocess.DEVNULL, stderr=log, start_new_session=True
        )

    def ended(self, process: subprocess.Popen[bytes], seconds: float) -> None:
        """Waits for an audit, and notes an end that is none of those it may have."""
        try:
            code = process.wait(seconds)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait(30)
            self.odd.append("hung")
            return
        if code not in ENDS:
            self.odd.append(f"ended with {code}")

    def end(self) -> None:
        for worker in self.workers:
            with suppress(ProcessLookupError):
                os.killpg(worker.pid, signal.SIGKILL)
            worker.wait(30)

    # ------------------------------------------------------------------ one harm each, under an audit

    def kill(self, audit: subprocess.Popen[bytes]) -> None:
        victim = self.rng.choice([audit, *self.workers])
        with suppress(ProcessLookupError):
            os.killpg(victim.pid, signal.SIGKILL)
        if victim in self.workers:
            victim.wait(30)
            self.workers.remove(victim)
            self._worker()

    def stop(self, audit: subprocess.Popen[bytes]) -> None:
        with suppress(ProcessLookupError):
            stopped(self.rng.choice([audit, *self.workers]).pid, self.rng.uniform(1, 10))

    def restart(self, _: subprocess.Popen[bytes]) -> None:
        if self.server:
            self.server.stop(self.rng.choice((signal.SIGINT, signal.SIGQUIT)))
            time.sleep(self.rng.uniform(0.5, 10))
            self.server.start()

    def second(self, _: subprocess.Popen[bytes]) -> None:
        self.ended(self.audit(), 300)

    def vanish(self, _: subprocess.Popen[bytes]) -> None:
        self.shelf.hurt()
        time.sleep(self.rng.uniform(0, 3))
        self.shelf.whole()

    def damage(self, audit: subprocess.Popen[bytes]) -> None:
        """A row of the last audit, between two audits."""
        self.ended(audit, 600)
        change = "UPDATE glidecheck_readings SET data = {} WHERE seq % 50 = {}"
        seq = self.rng.randrange(50)
        if self.server:
            import psycopg

            with psycopg.connect(self.server.url) as server:
                server.execute(change.format(r"'\x00'", seq).encode())
                server.execute(b"DELETE FROM glidecheck_judgements")
        elif self.database.is_file():
            with closing(sqlite3.connect(self.database, timeout=60)) as c, c:
                c.execute(change.format("x'00'", seq))
                c.execute("DELETE FROM glidecheck_judgements")


HARMS = ("kill", "kill", "stop", "restart", "second", "vanish", "damage")


def rows(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def _number(name: str) -> str:
    """What tells a photo apart, however its name is shown."""
    found = re.search(r"p\d{4}", name)
    return found[0] if found else name


def truth(shelf: Shelf) -> dict[str, object]:
    """The verdict of each sample, by an audit of one photo each that nobody hurts."""
    with tempfile.TemporaryDirectory() as folder:
        calm = Path(folder) / "shelf"
        calm.mkdir()
        once = dict(shelf.photos.values())
        for sample, photo in once.items():
            (calm / f"{sample}.jpg").write_bytes(photo)
        environment = {**os.environ, **replays.environment(shelf.recordings)}
        out = Path(folder) / "a.jsonl"
        command = [sys.executable, DRIVER, "audit", str(calm), "--engine", "recorded", "-q", "-o", str(out)]
        subprocess.run(command, env=environment, check=False)
        return {str(Path(row["source"][0]).stem): row["verdict"] for row in rows(out)}  # type: ignore[index]


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--minutes", type=float, default=3.0)
    options.add_argument("--photos", type=int, default=200)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--postgres", action="store_true")
    given = options.parse_args()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="chaos-")))
        chaos = Chaos(given, stack, folder)
        wanted = truth(chaos.shelf)
        until = time.monotonic() + 60 * given.minutes
        while time.monotonic() < until:
            audit = chaos.audit()
            time.sleep(chaos.rng.uniform(1, 10))
            harm = chaos.rng.choice(HARMS)
            getattr(chaos, harm)(audit)
            chaos.done[harm] += 1
            chaos.ended(audit, 600)
        chaos.shelf.whole()
        out = folder / "last.jsonl"
        chaos.ended(chaos.audit(out), 900)
        return report(chaos, rows(out), wanted, (folder / "log").read_text("utf-8", "replace"))


def report(chaos: Chaos, last: list[dict[str, object]], wanted: dict[str, object], log: str) -> int:
    ours = {_number(name): sample for name, (sample, _) in chaos.shelf.photos.items()}
    named = Counter(_number(str(row["source"][0])) for row in last)  # type: ignore[index]
    lost = [number for number in ours if not named[number]]
    dropped = [row for row in last if row["verdict"] is None and not row.get("skipped")]
    doubled = [name for name, count in named.items() if count > 1]
    wrong = [
        (number, row["verdict"])
        for row in last
        if row["verdict"] != wanted[ours[number := _number(str(row["source"][0]))]]  # type: ignore[index]
    ]
    bugs = log.count("a bug of glidecheck")
    print(f"harm      {', '.join(f'{name} {count}' for name, count in sorted(chaos.done.items()))}")
    print(f"photos    {len(chaos.shelf.photos)}, rows {len(last)}")
    print(f"lost      {len(lost)} {lost[:3]}")
    print(f"dropped   {len(dropped)}")
    print(f"doubled   {len(doubled)}")
    print(f"wrong     {len(wrong)} {wrong[:3]}")
    print(f"odd ends  {len(chaos.odd)} {sorted(Counter(chaos.odd).items())}, bugs {bugs}")
    if bugs or chaos.odd:
        print("\n".join(line for line in log.splitlines() if "bug" in line)[-2000:])
    return int(bool(lost or dropped or doubled or wrong or chaos.odd or bugs))


if __name__ == "__main__":
    sys.exit(main())
