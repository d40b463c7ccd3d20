"""Judging a shelf from what is kept: no photo is opened. What was judged before by the same lexicon, policy and code is taken as it was."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from itertools import islice
from typing import Any

from glidecheck.audit.evidence import places
from glidecheck.audit.store import Failure, Store
from glidecheck.workers.pool import Died, Pool

DAMAGED = "damaged"
"""The kind of a Failure whose kept reading is damaged: its photos are to be read again."""


@dataclass(frozen=True, slots=True)
class Case:
    """A product to be judged: the works that were read of it, what its photos (by hash) are called, and its name."""

    key: str
    name: str
    works: tuple[str, ...]
    names: tuple[tuple[str, str], ...]

    def id(self, version: str) -> str:
        """The same while nothing that makes the answer has changed."""
        return hashlib.sha256(json.dumps([version, self.key, self.name, self.works, self.names]).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Judged:
    """A case judged and kept under `id`. `head` says in short what it is: verdict, outcome, wants_second, crops."""

    id: str
    head: Mapping[str, Any]


def judge_all(
    cases: Iterable[Case],
    store: Store,
    pool: Pool,
    *,
    version: str,
    reader: str,
    policy: str | None,
    told: Callable[[int], None] = lambda _: None,
) -> dict[str, Judged | Failure]:
    """Every case judged and kept, or why not, by product key. `told` is called with the number done so far. Raises StoreError."""
    ids = {case.id(version): case for case in cases}
    out: dict[str, Judged | Failure] = {}
    for id_, head in store.heads(list(ids)):
        out[ids[id_].key] = Judged(id_, head)
    told(len(out))
    left = iter([(id_, case) for id_, case in ids.items() if case.key not in out])

    def one(id_: str, case: Case) -> tuple[str, Judged | Failure]:
        return case.key, _judge(id_, case, store, pool, reader, policy)

    with ThreadPoolExecutor(pool.size, thread_name_prefix="glidecheck-judge") as threads:
        running: set[Future[tuple[str, Judged | Failure]]] = set()
        while True:
            running.update(threads.submit(one, *case) for case in islice(left, 2 * pool.size - len(running)))
            if not running:
                return out
            try:
                ended, running = wait(running, return_when=FIRST_COMPLETED)
            except KeyboardInterrupt:
                store.patience.ended.set()  # nobody waits for a server any more
                raise
            out.update(future.result() for future in ended)
            told(len(out))


def _judge(id_: str, case: Case, store: Store, pool: Pool, reader: str, policy: str | None) -> Judged | Failure:
    kept = store.data(case.works)
    if len(kept) < len(case.works):
        return Failure("passing", "its reading was forgotten while the audit ran", "Run the audit again.")
    request = {"do": "judge", "product": case.name, "names": dict(case.names), "policy": policy}
    try:
        told, blobs = pool.ask(request, [kept[w] for w in case.works])
        if "failed" in told:
            kind = DAMAGED if told.get("error") == "Damaged" else told["failed"]
            return Failure(kind, told["reason"], told["next"])
        made = _cut(told["cuts"], store, pool, reader)
    except Died as death:
        return Failure("died", f"judging it failed: {death}", death.next)
    head = {
        "verdict": told["verdict"],
        "outcome": told["outcome"],
        "wants_second": told["wants_second"],
        "crops": [[cut["finding"], name] for name, cut in told["cuts"]],
    }
    store.keep_judgement(id_, head, blobs[0], made)
    return Judged(id_, head)


def _cut(cuts: Sequence[tuple[str, dict[str, Any]]], store: Store, pool: Pool, reader: str) -> Mapping[str, tuple[str, bytes]]:
    """The crops that are not there yet, cut from the pictures kept: photo and JPEG by id."""
    known = store.crops_known([name for name, _ in cuts])
    missing = [(name, cut) for name, cut in cuts if name not in known]
    if not missing:
        return {}
    pictures = store.evidence([cut["photo"] for _, cut in missing], reader)
    told, blobs = pool.ask({"do": "crop", "cuts": missing, "evidence": places(pictures)}, [e.jpeg for e in pictures])
    if "failed" in told:
        return {}  # a picture of the proof is missing; the verdict stands
    return {name: (photo, jpeg) for (name, photo), jpeg in zip(told["made"], blobs, strict=True)}
