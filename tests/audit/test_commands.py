"""`glidecheck audit` and `audits` as a person types them: what is printed where, exit codes, and decisions from audit to audit."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
import replays
from benches import Bench

from glidecheck.cli import kept_audits
from glidecheck.cli.kept_audits import Decision, exit_of
from glidecheck.errors import Exit, InputError, UsageError


@pytest.mark.parametrize(
    ("counts", "codes"),
    [
        ({}, (0, 0, 0)),
        ({"GLIDE": 3}, (0, 0, 0)),
        ({"GLIDE": 1, "REVIEW": 1}, (3, 3, 1)),
        ({"GLIDE": 1, None: 1}, (3, 3, 1)),
        ({"CAUTION": 1}, (0, 1, 1)),
        ({"CAUTION": 1, "REVIEW": 1}, (3, 1, 1)),
        ({"AVOID": 1, None: 1}, (1, 1, 1)),
    ],
)
def test_the_exit_code_is_that_of_the_worst(counts: dict[str | None, int], codes: tuple[int, int, int]) -> None:
    assert tuple(exit_of(counts, line) for line in ("avoid", "caution", "review")) == codes


def test_a_dry_run_prints_the_grouping_and_touches_nothing(bench: Bench) -> None:
    photos = bench.photos(("ha-gel-tube", "retinol-serum"))
    (bench.shelf / "elta-front.jpg").write_bytes(photos["ha-gel-tube-lota.jpg"])
    (bench.shelf / "elta-back.jpg").write_bytes(photos["retinol-serum-lota.jpg"])
    (bench.shelf / "notes.txt").write_text("no photo")
    done = bench.run("audit", str(bench.shelf), "--dry-run")
    assert done.returncode == Exit.GLIDE
    assert "elta (2 photos, one name)\n    elta-front.jpg\n    elta-back.jpg\n" in done.stdout
    assert "no photo: notes.txt" in done.stdout
    assert "3 products, 4 photos" in done.stderr
    assert not (bench.shelf / ".glidecheck").exists()
    assert bench.read() == []


def test_the_answer_goes_to_stdout_or_into_reports_and_the_rest_to_stderr(bench: Bench) -> None:
    bench.photos(("ha-gel-tube", "retinol-serum"))
    words = ("audit", str(bench.shelf), "--engine", "recorded", "-j", "1")
    done = bench.run(*words)
    assert done.returncode == Exit.FOUND
    assert [line.split()[0] for line in done.stdout.splitlines()] == ["AVOID", "GLIDE"]
    assert "read now" in done.stderr
    report = bench.shelf / "audit.jsonl"
    quiet = bench.run(*words, "-q", "-o", str(report), "--since", "LAST")
    assert (quiet.returncode, quiet.stdout, quiet.stderr) == (Exit.FOUND, "", "")
    told = [json.loads(line) for line in report.read_text("utf-8").splitlines()]
    assert [t["verdict"] for t in told] == ["GLIDE", "AVOID"]
    assert [t["audit"]["change"] for t in told] == [None, None]
    assert len(bench.read()) == 2


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("audit", "{shelf}", "-o", "a.doc"), Exit.USAGE, "ending"),
        (("audit", "{shelf}", "-o", "a.jsonl", "-o", "./a.jsonl"), Exit.USAGE, "twice"),
        (("audit", "{shelf}/nowhere"), Exit.UNJUDGED, "does not exist"),
        (("audit", "s3://bucket/shelf"), Exit.USAGE, "--db"),
        (("audits", "list"), Exit.USAGE, "neither"),
        (("audits", "list", "{shelf}"), Exit.UNJUDGED, "no audits"),
        (("audits", "forget", "{shelf}"), Exit.USAGE, "which audits"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(bench: Bench, words: tuple[str, ...], code: Exit, said: str) -> None:
    bench.photos(("ha-gel-tube",))
    done = bench.run(*(w.format(shelf=bench.shelf) for w in words))
    assert done.returncode == code, done.stderr
    assert said in done.stderr
    assert done.stderr.count("\n") == 1
    assert done.stdout == ""


def test_decisions_are_kept_until_the_product_changes(bench: Bench, capsys: pytest.CaptureFixture[str]) -> None:
    bench.photos(("ha-gel-tube", "retinol-serum"))
    bench.audit()
    shelf = str(bench.shelf)
    given = Decision("Retinol-Serum-LotA", "not to be used", "AB", "2026-01-31")
    assert kept_audits.review(shelf, None, None, None, given) is Exit.GLIDE
    kept_audits.review(shelf, None, None, None, Decision())
    assert capsys.readouterr().out == "retinol-serum-lota: not to be used  AB 2026-01-31\n"
    _, rows = bench.audit()
    assert [r.review and r.review.decision for r in rows] == [None, "not to be used"]
    photo = replays.small("ha-ampoule-glass")
    replays.record(bench.recordings, photo, "ha-ampoule-glass")
    (bench.shelf / "retinol-serum-lota.jpg").write_bytes(photo)
    done, rows = bench.audit()
    assert done.dropped == ("retinol-serum-lota",)
    assert rows[1].review is None
    assert rows[1].dropped is not None
    assert (rows[1].dropped.initials, rows[1].report.verdict) == ("AB", "GLIDE")
    kept_audits.review(shelf, None, None, None, Decision("retinol-serum-lota", take_back=True))
    assert bench.audit()[0].dropped == ()


def test_a_decision_that_cannot_be_taken_is_refused(bench: Bench, capsys: pytest.CaptureFixture[str]) -> None:
    bench.photos(("ha-gel-tube",))
    bench.audit()
    for wrong in (
        Decision("no such thing", "x", "AB"),
        Decision("ha-gel-tube-lota", "x"),
        Decision("ha-gel-tube-lota", None, "AB"),
        Decision("ha-gel-tube-lota", "x", "AB", "31.1.2026"),
        Decision("ha-gel-tube-lota", "x", "AB", f"{date.today().year + 1}-01-01"),
    ):
        with pytest.raises((UsageError, InputError)):
            kept_audits.review(str(bench.shelf), None, None, None, wrong)
    kept_audits.review(str(bench.shelf), None, None, None, Decision())
    assert capsys.readouterr().out == ""


def test_what_is_forgotten_is_gone_from_the_file(bench: Bench, capsys: pytest.CaptureFixture[str]) -> None:
    bench.photos(("ha-gel-tube", "retinol-serum"))
    shelf = str(bench.shelf)
    first, _ = bench.audit()
    (bench.shelf / "retinol-serum-lota.jpg").unlink()
    bench.audit()
    file = bench.shelf / ".glidecheck" / "audit.db"
    assert b"retinol-serum-lota" in _all(file)
    kept_audits.list_audits(shelf, None, None)
    assert len(capsys.readouterr().out.splitlines()) == 2
    assert kept_audits.forget(shelf, None, None, (first.audit.id,), all_of_them=False) is Exit.GLIDE
    assert b"retinol-serum-lota" not in _all(file)
    assert kept_audits.show(shelf, None, None, "LAST", (), "caution") is Exit.GLIDE
    assert capsys.readouterr().out.startswith("GLIDE ")
    assert bench.audit()[0].read == 0
    kept_audits.forget(shelf, None, None, (), all_of_them=True)
    assert bench.audit()[0].read == 1


def _all(file: Path) -> bytes:
    return b"".join(p.read_bytes() for p in file.parent.glob(file.name + "*") if p.is_file())
