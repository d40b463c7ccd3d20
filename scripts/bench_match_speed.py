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
from statistics import median

from rapidfuzz import fuzz, process

from glidecheck import lexicon
from glidecheck.lexicon.nearest import Nearest
from glidecheck.match.names import guess

CHUNKS = 20


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


def timed(*asked: tuple[Callable[[str], object], list[str]]) -> list[float]:
    """Milliseconds of processor time a query, of each thing asked: the median over CHUNKS, in each of which all take turns, so that a
    processor that slows down for a while slows all of them. Each is asked everything once before, unmeasured."""
    took: list[list[float]] = [[] for _ in asked]
    for n in range(-1, CHUNKS):
        for (ask, queries), times in zip(asked, took, strict=True):
            part = queries[n::CHUNKS] if n >= 0 else queries[:: 1 + len(queries) // 2000]
            began = time.process_time()
            for q in part:
                ask(q)
            if n >= 0:
                times.append(1e3 * (time.process_time() - began) / len(part))
    return [median(times) for times in took]


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
    reference, own, whole = timed(
        (lambda q: process.extractOne(q, keys, scorer=fuzz.ratio, score_cutoff=80), few),
        (lambda q: plain.search(q, 1), asked),
        (lambda q: guess((q,), nearest, known), asked),
    )
    right = 0
    for name, query in queries:
        got = plain.search(query, 1)
        answer = got[0].key if got else None
        if answer == name:
            right += 1
            continue
        best = process.extractOne(query, keys, scorer=fuzz.ratio, score_cutoff=80)
        right += best is None or (answer is not None and fuzz.ratio(query, answer) >= best[1])
    print(f"extractOne {reference:.3f} ms, search {own:.3f} ms (x{reference / own:.1f})")
    print(f"with the asymmetric decision, which extractOne does not make, {whole:.3f} ms (x{reference / whole:.1f})")
    print(f"right {right / len(queries):.4f} of {len(queries)} at {a.errors:g} % errors")
    if a.times > 1:
        big = Nearest(larger(keys, known, a.times, rng))
        much, little = timed((lambda q: big.search(q, 1), asked), (lambda q: plain.search(q, 1), asked))
        print(f"{len(big)} names: {much:.3f} ms, x{much / little:.2f}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
