"""Load on loopback: webhooks of a fake platform at a fixed rate, on recorded readings or the real engines.

    python scripts/bench_service.py --rate 50 --seconds 60              errors, acknowledgement times, memory over time; recorded readings
    python scripts/bench_service.py --engines --messages 20             how fast the queue drains with the real engines

Messages are half photos, half questions, each from another sender. Prints one line a measurement.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import threading
import time
from pathlib import Path

import httpx

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from channels import senders  # noqa: E402 - the tests' folder was put on the path above
from channels.fake_platform import Told, running  # noqa: E402
from service.street import Street  # noqa: E402

QUIET = dict.fromkeys(("line_token", "slack_token", "twilio_sid", "whatsapp_token", "messenger_token", "generic_secret"), "")


def rss_mb(pid: int) -> float:
    """Megabytes held by the process."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) / 1024


def quantile(values: list[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


def load(street: Street, rate: int, seconds: int) -> None:
    """Sends at the rate, whatever comes back, from sixteen connections."""
    assert street.process is not None
    times: list[float] = []
    errors: list[str] = []
    memory: list[float] = []
    started = time.monotonic()
    total, lock, sent = rate * seconds, threading.Lock(), 0

    def platform() -> None:
        nonlocal sent
        with httpx.Client(base_url=street.http.base_url, timeout=30, trust_env=False) as http:
            while True:
                with lock:
                    n, sent = sent, sent + 1
                if n >= total:
                    return
                request = senders.made("telegram", "photo" if n % 2 else "text", key=f"m{n}", chat=str(100_000 + n))
                time.sleep(max(0.0, started + n / rate - time.monotonic()))
                begun = time.perf_counter()
                try:
                    status = http.post("/webhooks/telegram", content=request.body, headers=request.headers).status_code
                except httpx.HTTPError as error:
                    errors.append(type(error).__name__)
                    continue
                times.append(time.perf_counter() - begun)
                if status != 200:
                    errors.append(str(status))

    threads = [threading.Thread(target=platform) for _ in range(16)]
    for thread in threads:
        thread.start()
    while any(t.is_alive() for t in threads):
        memory.append(rss_mb(street.process.pid))
        time.sleep(1)
    took = time.monotonic() - started
    print(f"sent        {total} in {took:.1f} s ({total / took:.1f} a second), {len(errors)} errors {sorted(set(errors))}")
    shares = (("p50", 0.5), ("p95", 0.95), ("p99", 0.99), ("max", 1.0))
    told = ", ".join(f"{name} {1000 * quantile(times, share):.0f}" for name, share in shares)
    print(f"ack, ms     {told}")
    tenth = max(1, len(memory) // 10)
    print(f"memory, MB  {memory[0]:.0f} at the start, {max(memory[: 3 * tenth]):.0f} in the first third, {max(memory):.0f} at most")
    print(f"            {' '.join(f'{m:.0f}' for m in memory[::tenth])}")


def drain(street: Street, most: float) -> None:
    """How the queue empties."""
    assert street.process is not None
    begun, first = time.monotonic(), street.depth()
    while time.monotonic() - begun < most and (left := street.depth()) > 0:
        print(f"queue       {left:.0f} after {time.monotonic() - begun:.0f} s, {rss_mb(street.process.pid):.0f} MB", flush=True)
        time.sleep(10)
    took = time.monotonic() - begun
    print(f"drained     {first - street.depth():.0f} in {took:.0f} s ({(first - street.depth()) / max(took, 0.1):.2f} a second)")


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--rate", type=int, default=50)
    options.add_argument("--seconds", type=int, default=60)
    options.add_argument("--drain", type=float, default=60.0, help="seconds for which the queue is watched afterwards")
    options.add_argument("--jobs", default="2")
    options.add_argument("--engines", action="store_true", help="the real engines, on samples/retinol-serum.jpg")
    options.add_argument("--messages", type=int, default=20, help="photos, with --engines")
    given = options.parse_args()
    with running() as platform, tempfile.TemporaryDirectory() as folder:
        real = {"engine": "", "second": ""} if given.engines else {}
        street = Street(platform, Path(folder), jobs=given.jobs, **QUIET, **real)
        if given.engines:
            senders.serve(platform, Told(body=(ROOT / "samples" / "retinol-serum.jpg").read_bytes()))
        street.start()
        try:
            if given.engines:
                for n in range(given.messages):
                    assert street.post("telegram", "photo", key=f"m{n}", chat=str(100_000 + n))
            else:
                load(street, given.rate, given.seconds)
            drain(street, given.drain)
        finally:
            street.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
