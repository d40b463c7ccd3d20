#!/usr/bin/env python3
"""What each part of the reader earns: every part off in turn, the rest as it is.

    python scripts/ablation.py reading                  the dev photos of ../shared: recall, lists, dangers, time
    python scripts/ablation.py reading --parts "closer look" mirror --kinds list drug_facts
    python scripts/ablation.py rendered --sample 300    rendered labels: names in large scenes and on turned photos, pure glides told
    python scripts/ablation.py guards --sample 300      rendered near-glides and pure glides: GLIDEs that each guard takes back

`reading` scans the photos once for each part, and scores them with ../shared/eval/score_photos.py. `rendered` does so with those of the
first --sample labels of scripts/bench_labels.py that are what the parts are for. `guards` reads each picture once and judges what was read
once for each guard. Rendered pictures stay in --work.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any
from unittest.mock import patch

sys.path.insert(0, str(Path(__file__).resolve().parent))

from bench_scan import LISTS, PICTURES, SHARED, truths, write_lines

ALL = "nothing"
"""The part whose absence is not felt: everything is on."""

Off = Callable[[ExitStack], None]


def _patched(target: str, value: object) -> Off:
    def off(stack: ExitStack) -> None:
        stack.enter_context(patch(target, value))

    return off


def _limited(module: str, **fields: object) -> Off:
    """With other limits."""
    return lambda stack: stack.enter_context(patch(f"{module}.LIMITS", replace(import_module(module).LIMITS, **fields)))


def _deaf(stack: ExitStack) -> None:
    """Names are matched by their spelling alone."""
    from glidecheck.pipeline import judging

    find = judging.panels.find

    def spelt(pages: Any, lexicon: Any) -> Any:
        return find([replace(p, lines=tuple(replace(line, evidence=None) for line in p.lines)) for p in pages], lexicon)

    stack.enter_context(patch("glidecheck.pipeline.judging.panels.find", spelt))


def _upright(stack: ExitStack) -> None:
    """No photo is turned or mirrored."""
    from glidecheck.ocr.orientation import Way

    stack.enter_context(patch("glidecheck.ocr.orientation.lies", lambda *_: Way(0)))


def _unbent(stack: ExitStack) -> None:
    """The second reader sees the page as it is."""
    from glidecheck.image import dewarp

    level = dewarp.level
    stack.enter_context(patch("glidecheck.image.dewarp.level", lambda _lines, part, scale: level((), part, scale)))


READING: dict[str, Off] = {
    ALL: lambda _: None,
    "the second reader": _patched("glidecheck.pipeline.judging.wants_second", lambda *_: False),
    "levelling for the second reader": _unbent,
    "closer look": _patched("glidecheck.ocr.closer.look_closer", lambda regions, *_: tuple(regions)),
    "glimpse of a photo with little print": _patched("glidecheck.ocr.rapid.Rapid.glimpse", lambda *_: None),
    "quarters of a large photo": _limited("glidecheck.ocr.by_lines", few=-1),
    "turning by reading, mirror images": _upright,
    "widened condensed lines": _limited("glidecheck.ocr.by_lines", doubtful=0.0),
    "lines in other scripts": _patched("glidecheck.ocr.other_scripts.reread", lambda *_: {}),
    "reading order": _patched("glidecheck.layout.blocks._ordered", lambda group: [(p,) for p in sorted(group, key=lambda p: p.middle)]),
    "places without print": _patched("glidecheck.ocr.by_lines._inked", lambda _pixels, unread, _read: list(unread)),
    "the network's evidence": _deaf,
}

GUARDS: dict[str, Off] = {
    ALL: lambda _: None,
    "two networks": lambda _: None,  # of this and the next four the readings tell, see `_judged`
    "lines that end early, holes": _patched("glidecheck.pipeline.doubts.short", lambda *_: ()),
    "folds": lambda _: None,
    "smears": lambda _: None,
    "what lies over a line's end": lambda _: None,
    "print that was overlooked": lambda _: None,
    "scraps left over": _patched("glidecheck.pipeline.doubts.residue", lambda *_: ()),
    "names beside the list": _patched("glidecheck.label_text.suspects.beside", lambda *_: ()),
    "words beside it that are nearly a danger's": _patched("glidecheck.label_text.suspects.suspects", lambda *_: ()),
    "a list that is elsewhere": _patched("glidecheck.pipeline.doubts.elsewhere", lambda *_: ()),
    "numbing without an anaesthetic": _patched("glidecheck.pipeline.doubts.numbing", lambda *_: ()),
    "what the two readings differ in": _patched("glidecheck.match.merge.unheard", lambda *_: ()),
    "gaps of the panel": _patched("glidecheck.layout.panels.judge", lambda *_: (True, True, ())),
}


@contextmanager
def without(parts: dict[str, Off], part: str) -> Iterator[None]:
    with ExitStack() as stack:
        parts[part](stack)
        yield


# ------------------------------------------------------------------ reading


def scanned(part: str, photo: Path) -> tuple[str, float]:
    """The report of one photo as JSON, and the processor seconds it took."""
    from glidecheck import scan
    from glidecheck.errors import GlidecheckError
    from glidecheck.pipeline import skipped
    from glidecheck.report.jsonform import to_json

    began = time.process_time()
    with without(READING, part):
        try:
            report = scan(photo)
        except GlidecheckError as error:
            report = skipped(str(photo), error)
    return json.dumps(to_json(report), ensure_ascii=False), time.process_time() - began


def reading(a: argparse.Namespace) -> int:
    wanted = [t for t in truths(a.truth) if not a.kinds or t["kind"] in a.kinds]
    names = {t["file"].rsplit("/", 1)[-1] for t in wanted}
    photos = [p for p in sorted(a.photos.iterdir()) if p.suffix.lower() in PICTURES and p.name in names]
    print("| off | recall | lists at .95 | precision | misnamed | dangers missed | invented | understated | wrong GLIDE | processor s |")
    print("|---|---|---|---|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder, ProcessPoolExecutor(a.jobs) as pool:
        truth = write_lines(Path(folder) / "truth.jsonl", [json.dumps(t, ensure_ascii=False) for t in wanted])
        for part in dict.fromkeys([ALL, *(a.parts or READING)]):
            answers = list(pool.map(partial(scanned, part), photos))
            results = write_lines(Path(folder) / "results.jsonl", [line for line, _ in answers])
            summary = Path(folder) / "summary.json"
            command = [sys.executable, str(a.scorer), "--truth", str(truth), "--results", str(results), "--json", str(summary)]
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
            s = json.loads(summary.read_text("utf-8"))
            print(
                f"| {part} | {s['recall']:.3f} | {s['photos_95']}/{s['photos_with_list']} | {s['precision']:.3f} | {s['misnamed']} "
                f"| {s['missed']}/{s['critical']} | {s['invented']} | {s['understated']} | {s['false_glide']} "
                f"| {sum(seconds for _, seconds in answers):.0f} |",
                flush=True,
            )
    return 0


# ------------------------------------------------------------------ rendered labels


def _answer(part: str, picture: Path) -> Any:
    """What a rendered label is told to be."""
    from labels import readers

    with without(READING, part):
        return readers.ours(picture)


def _drawn(work: Path, seed: int, index: int) -> tuple[Path, Any]:
    """The picture of a label and its truth."""
    from bench_labels import drawn
    from labels import design

    picture = drawn(work, design.plan("labels", seed, index))
    return picture, json.loads(picture.with_suffix(".json").read_text("utf-8"))


def rendered(a: argparse.Namespace) -> int:
    from labels import score

    sets = {
        "scenes of 12 megapixels": lambda t: "12-megapixel scene" in t["defects"],
        "turned": lambda t: "turned" in t["defects"],
        "two columns": lambda t: "two columns" in t["traps"],
    }
    (a.work / "pictures").mkdir(parents=True, exist_ok=True)
    with ProcessPoolExecutor(a.jobs) as pool:
        made = pool.map(partial(_drawn, a.work, a.seed), range(a.sample))
        cases = [(p, t) for p, t in made if t["right"] == "GLIDE" or any(wanted(t) for wanted in sets.values())]
        pure = sum(t["right"] == "GLIDE" for _, t in cases)
        heads = [f"names, {name} ({sum(map(wanted, (t for _, t in cases)))})" for name, wanted in sets.items()]
        print("| off | " + " | ".join(heads) + f" | GLIDE of {pure} pure glides | wrong GLIDE of {len(cases) - pure} | dangers missed |")
        print("|---" * (len(sets) + 4) + "|")
        for part in dict.fromkeys([ALL, *(a.parts or READING)]):
            answers = pool.map(partial(_answer, part), [p for p, _ in cases])
            outcomes = [score.outcome(t, r) for (_, t), r in zip(cases, answers, strict=True)]
            shares = []
            for wanted in sets.values():
                some = [o for o in outcomes if wanted(o.truth)]
                shares.append(f"{sum(o.found for o in some) / max(1, sum(o.names for o in some)):.3f}")
            told = sum(o.glide and o.pure for o in outcomes)
            wrong = sum(o.false_glide for o in outcomes)
            missed = f"{sum(len(o.missed) for o in outcomes)}/{sum(len(o.critical) for o in outcomes)}"
            print(f"| {part} | " + " | ".join(shares) + f" | {told} | {wrong} | {missed} |", flush=True)
    return 0


# ------------------------------------------------------------------ guards


def _judged(part: str, readings: Any) -> bool:
    """Whether the product would be called a GLIDE without this guard."""
    from glidecheck.guards import folds, occlusions, smudges, unread_text
    from glidecheck.model import Verdict
    from glidecheck.pipeline import judging

    shades = {
        "folds": folds.CREASE,
        "smears": smudges.SMEAR,
        "what lies over a line's end": occlusions.COVERED,
        "print that was overlooked": unread_text.UNREAD,
    }
    if part in shades:
        shaded = tuple(s for s in readings.shaded if s != shades[part])
        return judging.judge(replace(readings, shaded=shaded)).verdict is Verdict.GLIDE
    if part == "two networks":  # the first reader's word counts for both
        case = judging.case(readings)
        same = replace(readings, second=readings.pages, networks=("one", "other"))
        return judging.judge(judging.Case(same, case.first, case.first)).verdict is Verdict.GLIDE
    with without(GUARDS, part):
        return judging.judge(readings).verdict is Verdict.GLIDE


def guarded(work: Path, kind: str, seed: int, index: int) -> tuple[str, list[str]]:
    """What is right of one case ("GLIDE" or not), and the guards without which it would be a GLIDE; `ALL` where it is one with all."""
    from bench_labels import drawn
    from labels import design

    from glidecheck.errors import GlidecheckError
    from glidecheck.pipeline import read

    plan = design.plan(kind, seed, index)  # type: ignore[arg-type]  # one of KINDS
    picture = drawn(work, plan)
    right = json.loads(picture.with_suffix(".json").read_text("utf-8"))["right"]
    try:
        readings, _ = read([picture])
    except GlidecheckError:
        return right, []
    return right, [part for part in GUARDS if _judged(part, readings)]


def guards(a: argparse.Namespace) -> int:
    from bench_labels import KINDS
    from labels import design

    cases = [("near-glides", n) for n in range(a.sample) if a.way in (None, design.plan("near-glides", a.seed, n).way)]
    cases += [("labels", n) for n in range(0 if a.way else 5 * a.sample) if design.plan("labels", a.seed, n).content == "glide"]
    assert set(KINDS) >= {kind for kind, _ in cases}
    a.work.mkdir(parents=True, exist_ok=True)
    (a.work / "pictures").mkdir(exist_ok=True)
    glides: dict[bool, Counter[str]] = {True: Counter(), False: Counter()}
    of: Counter[bool] = Counter()
    with ProcessPoolExecutor(a.jobs) as pool:
        done = pool.map(guarded, *zip(*((a.work, kind, a.seed, n) for kind, n in cases), strict=True))
        for right, parts in done:
            of[right == "GLIDE"] += 1
            glides[right == "GLIDE"].update(parts)
    print(f"| off | wrong GLIDE of {of[False]} near-glides | right GLIDE of {of[True]} pure glides |")
    print("|---|---|---|")
    for part in GUARDS:
        print(f"| {part} | {glides[False][part]} | {glides[True][part]} |")
    return 0


def main() -> int:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("what", choices=("reading", "rendered", "guards"))
    ap.add_argument("--parts", nargs="+", choices=sorted(READING), help="reading, rendered: only these, and nothing off")
    ap.add_argument("--kinds", nargs="+", help=f"reading: only photos of these kinds, such as {' '.join(LISTS)}")
    ap.add_argument("--photos", type=Path, default=SHARED / "photos" / "dev")
    ap.add_argument("--truth", type=Path, default=SHARED / "photos" / "truth.jsonl")
    ap.add_argument("--scorer", type=Path, default=SHARED / "eval" / "score_photos.py")
    ap.add_argument("--sample", type=int, default=200, help="rendered: labels; guards: near-glides (default 200)")
    ap.add_argument("--way", help="guards: only near-glides that hide the name this way, such as blur")
    ap.add_argument("--seed", type=int, default=1)
    ap.add_argument("--work", type=Path, default=Path(tempfile.gettempdir()) / "glidecheck-ablation", help="rendered, guards: the pictures")
    ap.add_argument("--jobs", type=int, default=2)
    a = ap.parse_args()
    os.environ.setdefault("OMP_NUM_THREADS", "1")  # before onnxruntime: --jobs is how cores are used
    if a.what == "reading":
        for path in (a.photos, a.truth, a.scorer):
            if not path.exists():
                print(f"ablation: {path} is not there", file=sys.stderr)
                return 3
    return {"reading": reading, "rendered": rendered, "guards": guards}[a.what](a)


if __name__ == "__main__":
    raise SystemExit(main())
