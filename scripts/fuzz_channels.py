"""Damaged payloads against every channel's parser, until one raises something else than a refusal.

    python scripts/fuzz_channels.py --count 100000 [--seed 0] [--channel telegram]

Each channel gets its share of the count. Exit 1, and the payload on stderr, at the first unhandled exception.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
import traceback
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from channels import fuzzing


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--count", type=int, default=100_000)
    options.add_argument("--seed", type=int, default=0)
    options.add_argument("--channel", choices=sorted(fuzzing.senders.NAMES))
    given = options.parse_args()
    every = fuzzing.every()
    names = [given.channel] if given.channel else list(every)
    for name in names:
        rng, outcomes, started = random.Random(f"{given.seed}:{name}"), Counter[str](), time.perf_counter()
        for number in range(given.count // len(names)):
            delivery = fuzzing.mutated(name, rng)
            try:
                found = fuzzing.tried(every[name], delivery)
                fuzzing.hold(found or ())
            except Exception:  # noqa: BLE001 - finding one is what this is for
                print(f"{name}, input {number}, seed {given.seed}:\n{delivery.body[:3000]!r}\n{delivery.headers!r}", file=sys.stderr)
                traceback.print_exc()
                return 1
            outcomes["refused" if found is None else "messages" if found else "nothing to answer"] += 1
        told = ", ".join(f"{count} {what}" for what, count in sorted(outcomes.items()))
        print(f"{name:<10} {sum(outcomes.values())} inputs in {time.perf_counter() - started:.0f} s: {told}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
