#!/usr/bin/env python3
"""How fast a damaged name is looked up, against rapidfuzz.process.extractOne(scorer=ratio, score_cutoff=80) over the same names.

    bench_match_speed.py [--queries N] [--errors 5] [--seed N] [--times 10]

Queries are names of the lexicon with that share of their characters wrong (as scripts/bench_text.py damages them). An answer is right when
it is the name before the damage, or extractOne's own answer, or has as high a ratio. With --times N the same is done over N times as many
names (made of the words of real ones), to see how the price grows. Memory is what the index's arrays, lists and strings add.
"""

from __future__ import annotations

import argparse
import importlib.util
import random
import sys
import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path

from rapidfuzz import fuzz, process

from glidecheck import lexicon
from glidecheck.lexicon.nearest import Nearest
from glidecheck.match.names import guess


def damager(known: lexicon.Lexicon, rng: random.Random) -> Callable[[str, float], str]:
    """`Damage.word` of the script beside this one."""
    spec = importlib.util.spec_from_file_location("bench_text", Path(__file__).with_name("bench_text.py"))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["bench_text"] = module
    spec.loader.exec_module(module)
    word: Callable[[str, float], str] = module.Damage(known, rng).word
    return word


def timed(ask: Callable[[str], object], queries: list[str]) -> float:
    """Milliseconds of processor time a query, the better of two passes."""
    best = float("inf")
    for _ in range(2):
        began = time.process_time()
        for q in queries:
            ask(q)
        best = min(best, time.process_time() - began)
    return 1e3 * best / len(queries)


def larger(keys: list[str], known: lexicon.Lexicon, times: int, rng: random.Random) -> list[str]:
    """`times` as many keys: the real ones, and others made of one to four words of theirs."""
    words = [w.casefold() for s in known.substances() for w in s.name.replace("/", " ").replace("-", " ").split()]
    words = [w for w in words if w.isalnum() and w.isascii()]
    out = set(keys)
    while len(out) < times * len(keys):
        out.add("".join(rng.choice(words) for _ in range(rng.randint(1, 4))))
    return sorted(out)


def main() -> int:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--queries", type=int, default=2000)
    ap.add_argument("--errors", type=float, default=5, help="per cent of characters that are wrong")
    ap.add_argument("--seed", type=int, default=1)
    ap.add_argument("--times", type=int, default=10)
    a = ap.parse_args()
    rng = random.Random(a.seed)
    began = time.perf_counter()
    known = lexicon.load()
    loaded = time.perf_counter()
    nearest = Nearest.of(known)
    built = time.perf_counter()
    print(f"load {1e3 * (loaded - began):.0f} ms, index {1e3 * (built - loaded):.0f} ms for {len(nearest)} names")
    tracemalloc.start()
    keys = [k for k in known.keys if k.isascii()]
    plain = Nearest(keys)
    print(f"memory {tracemalloc.get_traced_memory()[0] / 2**20:.1f} MB")
    tracemalloc.stop()

    damage = damager(known, rng)
    queries: list[tuple[str, str]] = []
    while len(queries) < a.queries:
        name = rng.choice(keys)
        query = damage(name, a.errors / 100)
        if 5 <= len(name) <= 80 and query != name and query not in known.keys:
            queries.append((name, query))
    asked = [q for _, q in queries]
    few = asked[: max(200, len(asked) // 10)]
    reference = timed(lambda q: process.extractOne(q, keys, scorer=fuzz.ratio, score_cutoff=80), few)
    own = timed(lambda q: plain.search(q, 1), asked)
    whole = timed(lambda q: guess((q,), nearest, known), asked)
    right = 0
    for name, query in queries:
        got = plain.search(query, 1)
        answer = got[0].key if got else None
        if answer == name:
            right += 1
            continue
        best = process.extractOne(query, keys, scorer=fuzz.ratio, score_cutoff=80)
        right += best is None or (answer is not None and fuzz.ratio(query, answer) >= best[1])
    print(f"extractOne {reference:.3f} ms, search {own:.3f} ms (x{reference / own:.1f}), with the asymmetric decision {whole:.3f} ms")
    print(f"right {right / len(queries):.4f} of {len(queries)} at {a.errors:g} % errors")
    if a.times > 1:
        big = Nearest(larger(keys, known, a.times, rng))
        much = timed(lambda q: big.search(q, 1), asked)
        print(f"{len(big)} names: {much:.3f} ms, x{much / own:.2f}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
