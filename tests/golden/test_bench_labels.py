"""The yardstick itself: the same case is the same picture, the truth fits it, a stopped run goes on, and scores count what they say."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import bench_labels
import numpy as np
import pytest
from labels import cases, design, readers, score, sheet

pytestmark = pytest.mark.usefixtures("fonts")


# ------------------------------------------------------------------ design


@pytest.mark.parametrize("count", [60, 1000])
def test_any_first_cases_are_balanced(count: int) -> None:
    labels = [design.plan("labels", 1, i) for i in range(count)]
    near = [design.plan("near-glides", 1, i) for i in range(count)]
    slack = 0.05 if count < 100 else 0.01
    for of, shares, plans in (
        ("content", design.CONTENTS, labels),
        ("difficulty", design.DIFFICULTIES, labels),
        ("hidden", design.HIDDEN, near),
        ("way", design.WAYS, near),
    ):
        for name, share in shares:
            assert sum(getattr(p, of) == name for p in plans) / count == pytest.approx(share, abs=slack)


def test_seeds_differ() -> None:
    assert [design.plan("labels", 1, i).content for i in range(40)] != [design.plan("labels", 2, i).content for i in range(40)]


# ------------------------------------------------------------------ pictures and truth


@pytest.mark.parametrize(("kind", "index"), [("labels", 1), ("labels", 2), ("near-glides", 3)])
def test_a_case_is_drawn_the_same_twice(kind: design.Kind, index: int) -> None:
    plan = design.plan(kind, 1, index)
    first, second = cases.build(plan), cases.build(plan)
    assert first.jpeg == second.jpeg
    assert first.truth == second.truth
    t = first.truth
    picture = cases.picture(first)
    assert picture.shape == (t["height"], t["width"], 3)
    json.dumps(t)
    assert t["names"]
    for name in t["names"]:
        assert name["inci"]
        assert name["seen"] in ("whole", "part", "hidden")
        if name["seen"] == "whole":
            corners = np.array(name["pieces"])
            assert (corners > -2).all()
            assert (corners[..., 0] < t["width"] + 2).all()
            assert (corners[..., 1] < t["height"] + 2).all()


def test_print_stands_where_the_truth_says() -> None:
    """The ink within a whole name's corners is another colour than the label around it."""
    case = cases.build(design.plan("labels", 1, 10))
    grey = cases.picture(case).mean(axis=2)
    for name in case.truth["names"]:
        for piece in name["pieces"]:
            (left, top), (right, bottom) = np.min(piece, axis=0).astype(int), np.max(piece, axis=0).astype(int)
            inside = grey[top:bottom, left:right]
            assert np.ptp(inside) > 90, name["name"]
            assert 0.03 < (abs(inside - np.median(grey[top:bottom])) > 60).mean() < 0.7, name["name"]


@pytest.mark.parametrize("index", range(14))
def test_a_hidden_name_is_hidden_and_a_shown_one_is_shown(index: int) -> None:
    plan = design.plan("near-glides", 3, index)
    t = cases.build(plan).truth
    other = [n for n in t["names"] if n["critical"] or n["lost"] > 0.3 or n["section"] == "claim"]
    assert t["right"] == "not GLIDE"
    if plan.way in ("last line", "second column", "language", "front"):
        assert t["list_complete_in_photo"]
        assert all(n["seen"] == "whole" for n in t["names"])
    else:
        assert other
        assert not t["list_complete_in_photo"]
        assert all(n["seen"] != "whole" for n in t["names"] if n["critical"])


@pytest.mark.parametrize("turn", range(4))
def test_places_turn_with_the_picture(turn: int) -> None:
    picture = np.zeros((40, 60))
    picture[5:8, 50:54] = 1
    points = cases.turned(np.array([[50.0, 5.0], [54.0, 8.0]]), cases.Frame(0, 0, 60, 40), turn)
    low, high = points.min(axis=0).astype(int), points.max(axis=0).astype(int)
    found = np.rot90(picture, turn)
    assert found[low[1] : high[1], low[0] : high[0]].all()
    assert found.sum() == (high - low).prod()


def test_a_fold_without_a_share_left_out_changes_nothing() -> None:
    places = np.linspace(0, 20, 41)
    assert np.allclose(sheet.Fold(5, 3, left=1.0).lies(places), places)


def test_what_a_fold_shows_lies_where_it_is_shown() -> None:
    fold = sheet.Fold(5, 3, left=0.1)
    places = np.linspace(0, 20, 41)
    assert np.allclose(fold.shows(fold.lies(places)), places)
    assert fold.lies(np.array([20.0]))[0] == pytest.approx(20 - 3 * 0.9)


# ------------------------------------------------------------------ a run


def reading(verdict: str | None = "REVIEW", complete: bool = False, names: Any = (), classes: Any = ()) -> dict[str, Any]:
    return {
        "verdict": verdict,
        "reading": "complete" if complete else "partial",
        "names": [list(n) for n in names],
        "classes": list(classes),
        "retake": [],
    }


def test_a_stopped_run_goes_on_where_it_stopped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    read: list[str] = []

    def engine(path: Path) -> dict[str, Any]:
        if len(read) == 3:
            raise KeyboardInterrupt
        read.append(path.name)
        return reading()

    monkeypatch.setitem(readers.ENGINES, "ours", engine)
    monkeypatch.setattr(readers, "identity", lambda engine: "a version")
    command = ["--kind", "near-glides", "--sample", "5", "--work", str(tmp_path)]
    with pytest.raises(KeyboardInterrupt):
        bench_labels.main(command)
    results = next(tmp_path.glob("*/results.jsonl"))
    assert len(results.read_text("utf-8").splitlines()) == 3
    with results.open("a", encoding="utf-8") as torn:
        torn.write('{"key": "near-gl')
    before, read[:] = list(read), []
    assert bench_labels.main(command) == 0
    assert len(read) == 2
    assert not set(read) & set(before)
    assert "REVIEW 5" in capsys.readouterr().out
    monkeypatch.setattr(readers, "identity", lambda engine: "another version")
    read[:] = [""] * 4  # past the kill
    assert bench_labels.main(command) == 0
    assert len(read) == 4 + 5
    assert results.with_name("worst.html").read_text("utf-8").startswith("<!doctype html>")


def test_an_engine_that_is_not_there_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert bench_labels.main(["--engines", "eyes"]) == 2
    assert "eyes" in capsys.readouterr().err


# ------------------------------------------------------------------ scores


def name(inci: str, seen: str = "whole", section: str = "list", critical: str | None = None) -> dict[str, Any]:
    return {"name": inci.title(), "inci": [inci], "section": section, "amount": None, "critical": critical, "seen": seen, "pieces": []}


def right(*names: dict[str, Any], glide: bool = False, complete: bool = True, difficulty: str = "easy") -> dict[str, Any]:
    return {
        "file": "x.jpg", "kind": "labels", "difficulty": difficulty, "content": "other", "defects": [], "traps": [], "way": "",
        "right": "GLIDE" if glide else "not GLIDE", "list_complete_in_photo": complete, "names": list(names),
    }  # fmt: skip


WATER, HA, RETINOL = name("WATER"), name("SODIUM HYALURONATE"), name("RETINOL", critical="retinoid")
BOTH = [("Aqua", "WATER", "list"), ("Sodium Hyaluronate", "SODIUM HYALURONATE", "list")]


@pytest.mark.parametrize(
    ("truth", "result", "expected"),
    [
        (right(WATER, HA, glide=True), reading("GLIDE", True, BOTH), {"false_glide": False, "overstated": False, "found": 2, "right": 2}),
        (right(WATER, HA, RETINOL), reading("GLIDE", True, BOTH), {"false_glide": True, "overstated": True, "missed": ("retinoid",)}),
        (right(WATER, HA, glide=False, complete=False), reading("GLIDE", True, BOTH), {"false_glide": True, "overstated": False}),
        (
            right(WATER, HA, name("PARFUM", "hidden"), glide=False, complete=False),
            reading("GLIDE", True, BOTH),
            {"false_glide": True, "overstated": True, "missing": ()},
        ),
        (right(WATER, HA), reading("REVIEW", True, BOTH[:1]), {"overstated": True, "missing": ("Sodium Hyaluronate",)}),
        (
            right(WATER, RETINOL),
            reading("AVOID", True, [BOTH[0], ("Retinol", "RETINOL", "claim")], ["retinoid"]),
            {"missing": ("Retinol",), "overstated": False},
        ),
        (right(WATER), reading("REVIEW", False, BOTH), {"overstated": False, "wrong": ("Sodium Hyaluronate",), "results": 2, "right": 1}),
        (right(WATER), reading("REVIEW", True, BOTH), {"overstated": True}),
        (right(WATER, name("RETINOL", "hidden", critical="retinoid")), reading(), {"critical": (), "missed": (), "names": 1}),
        (
            right(WATER, name("RETINOL", "part", critical="retinoid")),
            reading(names=[("Reti", None, "list")]),
            {"wrong": (), "missing": ("Water",)},
        ),
        (right(WATER, RETINOL), reading("AVOID", classes=["retinoid"]), {"told": ("retinoid",), "invented": ()}),
        (right(WATER), reading("AVOID", classes=["retinoid"]), {"invented": ("retinoid",)}),
        (
            right(WATER, name("RETINOL", section="claim", critical="retinoid")),
            reading("AVOID", False, [BOTH[0], ("Retinol", "RETINOL", "list")], ["retinoid"]),
            {"wrong": (), "names": 1, "told": ("retinoid",)},
        ),
        (right(WATER), reading("REVIEW", False, [BOTH[0], ("Retinol", "RETINOL", "claim")]), {"results": 1, "wrong": ()}),
    ],
)
def test_an_outcome_counts(truth: dict[str, Any], result: dict[str, Any], expected: dict[str, Any]) -> None:
    o = score.outcome(truth, result)
    assert {k: getattr(o, k) for k in expected} == expected


@pytest.mark.parametrize(
    ("events", "of", "expected"),
    [(0, 0, 1.0), (0, 1, 0.95), (0, 1000, 0.0029912), (0, 2000, 0.0014968), (1, 1000, 0.0047343), (3, 100, 0.0757056), (5, 5, 1.0)],
)
def test_the_bound_is_that_of_clopper_and_pearson(events: int, of: int, expected: float) -> None:
    assert score.bound(events, of) == pytest.approx(expected, rel=1e-3)


def test_the_worst_comes_first() -> None:
    wrong = score.outcome(right(WATER, RETINOL), reading("GLIDE", True, BOTH[:1]))
    missed = score.outcome(right(WATER, RETINOL), reading("REVIEW", False, BOTH[:1]))
    fine = score.outcome(right(WATER), reading("CAUTION", True, BOTH[:1]))
    assert score.gravity(wrong) < score.gravity(missed) < score.gravity(fine)
    lines = score.table(score.groups([wrong, missed, fine], "difficulty")).splitlines()
    assert lines[2].startswith("| easy | 3 | 1 (< ")
    assert "0.0 % (0/2)" in lines[2]


# ------------------------------------------------------------------ the plain baseline


@pytest.mark.parametrize(
    ("text", "verdict", "names"),
    [
        ("", "REVIEW", []),
        ("Ingredients: Aqua, Sodium Hyaluronate, Sodium Chloride.", "GLIDE", ["WATER", "SODIUM HYALURONATE", "SODIUM CHLORIDE"]),
        ("INGREDIENTS: Aqua,\nRetinyl\nPalmitate", "AVOID", ["WATER", "RETINYL PALMITATE"]),
        ("Ingredients: Aqua, Qwrtzx", "REVIEW", ["WATER", None]),
    ],
)
def test_the_baseline_splits_at_commas(text: str, verdict: str, names: list[str | None]) -> None:
    said = readers.plain(text)
    assert said["verdict"] == verdict
    assert [n[1] for n in said["names"]] == names
