"""Hostile uploads against the HTTP API: forms, pictures and polyglots, each of a seed, until one is not handled or costs too much.

    python scripts/fuzz_uploads.py --count 1000 [--seed 0] [--engines]

The service is served on loopback by this process, with its reading processes in their sandbox. Without --engines nothing is read of what
opens (the recorded engine, with no recordings): forms, limits and decoders are what is tried. Exit 1 at the first upload that is answered
with 500 or with no problem+json, that takes the service down, that is called GLIDE, or that is above a budget of time or memory.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

import httpx
import jsonschema
from service import hostile, house

from glidecheck.report import jsonform
from glidecheck.service import problems
from glidecheck.service.app import Service
from glidecheck.service.readers import Readers

BUDGET_S = 20.0
"""Seconds from the first byte to the answer, without engines. A whole picture of 59 megapixels takes 3 to unpack on a busy core."""
ENGINES_S = 150.0
"""The same with engines: the readers' own limit, and what surrounds it."""
SERVICE_MB, READER_MB = 600, 1500
"""Memory: of this process, and of one reading process."""


def memory(pid: int) -> int:
    """Megabytes that a process holds."""
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    except (OSError, ValueError, IndexError):
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE") // 2**20


def children() -> list[int]:
    try:
        return [int(p) for t in Path("/proc/self/task").iterdir() for p in (t / "children").read_text().split()]
    except OSError:
        return []


def wrong(response: httpx.Response) -> str:
    """What is wrong with an answer, "" where nothing is."""
    if response.status_code == 200:
        scan = response.json()
        jsonschema.validate(scan, jsonform.schema())
        return "GLIDE" if scan["verdict"] == "GLIDE" else ""
    if response.status_code not in (400, 413, 415, 422, 503):
        return f"status {response.status_code}"
    if response.headers.get("content-type") != problems.MEDIA_TYPE:
        return f"{response.status_code} without a problem"
    jsonschema.validate(response.json(), problems.SCHEMA)
    return ""


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--count", type=int, default=1000)
    options.add_argument("--seed", type=int, default=0)
    options.add_argument("--engines", action="store_true")
    given = options.parse_args()
    budget = ENGINES_S if given.engines else BUDGET_S
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"GLIDECHECK_ALLOW_RECORDED": "1", "GLIDECHECK_RECORDED": folder}
        settings = house.settings(None, Path(folder), client_seconds=0)
        engine = None if given.engines else "recorded"
        readers = Readers(1, 8, engine=engine, second=None if given.engines else "none")
        http = house.client(Service(settings, {}, house.Memory(), readers))
        http.timeout = budget + 30
        rng, statuses, kinds, slowest, most = random.Random(given.seed), Counter[str](), Counter[str](), (0.0, ""), [0, 0]
        started = time.perf_counter()
        for number in range(given.count):
            sent = hostile.upload(rng)
            begun = time.perf_counter()
            try:
                response = http.post("/v1/scan", content=sent.body, headers={"Content-Type": sent.content_type})
                fault, status = wrong(response), str(response.status_code)
            except (httpx.WriteError, httpx.ReadError, httpx.RemoteProtocolError) as error:
                fault, status = ("" if http.get("/healthz").status_code == 200 else "down"), f"hung up ({type(error).__name__})"
            except (jsonschema.ValidationError, json.JSONDecodeError) as error:
                fault, status = f"an answer of another shape ({type(error).__name__})", "?"
            took = time.perf_counter() - begun
            most = [max(most[0], memory(os.getpid())), max(most[1], *map(memory, children()), 0)]
            if took > budget:
                fault = fault or f"{took:.1f} s"
            if most[0] > SERVICE_MB or most[1] > READER_MB:
                fault = fault or f"{most[0]} MB here, {most[1]} MB in a reading process"
            if fault:
                print(
                    f"upload {number}, seed {given.seed} ({sent.kind}): {fault}\n{sent.content_type}\n{sent.body[:500]!r}", file=sys.stderr
                )
                return 1
            statuses[status] += 1
            kinds[sent.kind.partition("+")[0].partition(":")[0]] += 1
            slowest = max(slowest, (took, sent.kind))
        house.close()
        readers.close()
    told = ", ".join(f"{count} x {what}" for what, count in statuses.most_common())
    print(f"{given.count} uploads in {time.perf_counter() - started:.0f} s, 0 unhandled, 0 above the budgets ({budget:g} s): {told}")
    print("kinds: " + ", ".join(f"{count} {kind}" for kind, count in kinds.most_common()))
    print(f"slowest {slowest[0]:.1f} s ({slowest[1]}); memory at most {most[0]} MB here, {most[1]} MB in a reading process")
    return 0


if __name__ == "__main__":
    sys.exit(main())
