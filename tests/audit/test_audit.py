"""An audit from folder to rows: what is read and what is not, what cannot be judged, and what is told of earlier audits."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
import replays
from benches import Bench, found
from faces import bad_inputs

from glidecheck.audit import versions
from glidecheck.audit.model import Cause
from glidecheck.audit.run import auditing
from glidecheck.errors import InputError, LexiconError, UsageError
from glidecheck.model import Verdict

FOUR = ("retinol-serum", "ha-gel-tube", "ha-glycerin-serum", "eutectic-cream")
VERDICTS = {"retinol-serum": "AVOID", "ha-gel-tube": "GLIDE", "ha-glycerin-serum": "CAUTION", "eutectic-cream": "CAUTION"}


def test_every_product_is_judged_as_a_scan_judges_it(bench: Bench) -> None:
    bench.photos(FOUR)
    done, rows = bench.audit()
    assert {r.product.name.removesuffix("-lota"): r.report.verdict for r in rows} == VERDICTS
    assert done.read == 4
    assert done.counts == {"AVOID": 1, "GLIDE": 1, "CAUTION": 2}
    assert all(r.report.lexicon and r.report.engines for r in rows)


def test_an_unchanged_shelf_is_not_read_again(bench: Bench) -> None:
    bench.photos(FOUR)
    _, first = bench.audit()
    before = bench.read()
    done, again = bench.audit(since="LAST")
    assert (done.read, bench.read()) == (0, before)
    assert found(again) == found(first)
    assert done.audit.stored == 4
    assert [r.change for r in again] == [None] * 4


def test_the_same_photo_twice_is_read_once(bench: Bench) -> None:
    photos = bench.photos(("retinol-serum",))
    (photo,) = photos.values()
    (bench.shelf / "Copy of it.jpg").write_bytes(photo)
    (bench.shelf / "folder").mkdir()
    for name in ("front.jpg", "back.jpg"):
        (bench.shelf / "folder" / name).write_bytes(photo)
    _, rows = bench.audit()
    assert len(rows) == 3
    assert len(bench.read()) == 1
    assert {r.report.verdict for r in rows} == {Verdict.AVOID}
    assert {r.report.source for r in rows} == {("retinol-serum-lota.jpg",), ("Copy of it.jpg",), ("folder/front.jpg",)}


def test_a_renamed_photo_is_not_read_again(bench: Bench) -> None:
    bench.photos(("ha-gel-tube",))
    bench.audit()
    (bench.shelf / "ha-gel-tube-lota.jpg").rename(bench.shelf / "another name.jpg")
    done, (row,) = bench.audit()
    assert (done.read, row.product.name, row.report.verdict) == (0, "another name", Verdict.GLIDE)


def test_a_photo_changed_behind_its_date_is_noticed(bench: Bench) -> None:
    bench.photos(("ha-gel-tube",))
    path = bench.shelf / "ha-gel-tube-lota.jpg"
    bench.audit()
    about = path.stat()
    other = replays.small("retinol-serum")
    other += b"\0" * (about.st_size - len(other)) if len(other) < about.st_size else b""
    replays.record(bench.recordings, other, "retinol-serum")
    path.write_bytes(other)
    os.utime(path, ns=(about.st_atime_ns, about.st_mtime_ns))
    done, (row,) = bench.audit(since="LAST")
    assert (done.read, row.report.verdict) == (1, Verdict.AVOID)
    assert row.change is not None
    assert (row.change.causes, row.change.before) == ((Cause.PHOTO,), Verdict.GLIDE)


def test_kept_readings_are_counted_as_what_they_are(bench: Bench) -> None:
    """Of four products: two were read before, one is new, one cannot be read. Failures and what was read now were once subtracted twice."""
    bench.photos(("ha-gel-tube", "retinol-serum"))
    (bench.shelf / "half.jpg").write_bytes(bad_inputs.truncated_jpeg())
    done, _ = bench.audit()
    assert (done.read, done.audit.stored) == (3, 0)  # the broken one was tried, too
    bench.photos(("eutectic-cream",))
    done, rows = bench.audit()
    assert len(rows) == 4
    assert (done.read, done.audit.stored) == (1, 2)
    done, _ = bench.audit()
    assert (done.read, done.audit.stored) == (0, 3)


# ------------------------------------------------------------------ judging anew


def test_another_policy_judges_anew_and_reads_nothing(bench: Bench) -> None:
    bench.photos(FOUR)
    bench.audit()
    before = bench.read()
    done, rows = bench.audit(policy=replays.SAMPLES / "clinic.yaml", since="LAST")
    assert (done.read, bench.read()) == (0, before)
    changed = {r.product.name.removesuffix("-lota"): (r.change.causes, r.report.verdict) for r in rows if r.change}
    assert changed["ha-glycerin-serum"] == ((Cause.POLICY,), Verdict.AVOID)
    assert "ha-gel-tube" not in changed
    assert all(r.report.policy for r in rows)


def test_another_lexicon_judges_anew_and_reads_nothing(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    bench.photos(FOUR)
    _, first = bench.audit()
    before = bench.read()
    monkeypatch.setattr(versions, "judge", lambda policy: "of another lexicon")
    judged = []
    with auditing(bench.settings(), lambda *told: judged.append(told)) as done:
        rows = list(done.audit.rows)
    assert (done.read, bench.read()) == (0, before)
    assert ("judge", 0, 4) in judged
    assert found(rows) == found(first)


def test_what_may_be_a_glide_now_is_read_once_more(bench: Bench) -> None:
    photo = replays.small("ha-gel-tube")
    (bench.shelf / "gel.jpg").write_bytes(photo)
    replays.record(bench.recordings, photo, "ha-gel-tube", second=False)
    done, (row,) = bench.audit()
    assert (done.read, row.report.verdict) == (1, Verdict.REVIEW)  # one product, read twice by one network: never a glide
    replays.record(bench.recordings, photo, "ha-gel-tube")
    done, (row,) = bench.audit()
    assert (done.read, row.report.verdict) == (0, Verdict.REVIEW)  # and not for ever


def test_photos_of_one_barcode_are_one_product(bench: Bench) -> None:
    for name, sample in (("IMG_0001", "tretinoin-front"), ("IMG_0002", "ha-gel-tube"), ("IMG_0003", "ha-ampoule-glass")):
        photo = replays.small(sample)
        (bench.shelf / f"{name}.jpg").write_bytes(photo)
        replays.record(bench.recordings, photo, sample, barcode=None if name == "IMG_0003" else "4006381333931")
    done, rows = bench.audit()
    assert done.read == 2  # products, not photos
    assert [(len(r.product.shots), r.report.verdict) for r in rows] == [(2, Verdict.AVOID), (1, Verdict.GLIDE)]
    assert rows[0].report.barcode == "4006381333931"
    assert rows[0].product.why == "barcode"
    assert rows[0].report.source == ("IMG_0001.jpg", "IMG_0002.jpg")
    assert bench.audit()[0].read == 0


# ------------------------------------------------------------------ what cannot be judged


BAD = {
    "empty.jpg": lambda: b"",
    "half.jpg": bad_inputs.truncated_jpeg,
    "text.jpg": bad_inputs.text_named_jpg,
    "vast.png": bad_inputs.vast_png,
    "moving.gif": bad_inputs.animated_gif,
    "leaflet.pdf": bad_inputs.pdf,
}


def test_bad_files_are_rows_with_a_reason_and_stop_nothing(bench: Bench) -> None:
    bench.photos(FOUR)
    for name, make in BAD.items():
        (bench.shelf / name).write_bytes(make())
    (bench.shelf / "link.jpg").symlink_to("nowhere.jpg")
    done, rows = bench.audit()
    judged = {r.product.name.removesuffix("-lota"): r.report.verdict for r in rows if r.report.verdict}
    assert judged == VERDICTS
    skipped = {r.product.shots[0].path if r.product.shots else r.product.name: r.report.skipped for r in rows if r.report.skipped}
    assert set(skipped) == {*BAD, "link.jpg"}
    assert all(s.reason and s.next for s in skipped.values())
    assert done.bugs == 0
    again, rows_again = bench.audit()
    assert again.read == 0, "a photo that cannot be used is not tried for ever"
    assert found(rows_again) == found(rows)


def test_a_bad_photo_beside_a_good_one_leaves_the_product_unread_in_part(bench: Bench) -> None:
    photo = replays.small("ha-gel-tube")
    replays.record(bench.recordings, photo, "ha-gel-tube")
    (bench.shelf / "gel-front.jpg").write_bytes(b"no photo")
    (bench.shelf / "gel-back.jpg").write_bytes(photo)
    _, (row,) = bench.audit()
    assert row.report.verdict is Verdict.REVIEW
    assert any("gel-front.jpg" in line for line in row.report.retake)


POISON = [("segv", "segmentation fault"), ("hang", "longer than 2 seconds"), ("bug", "ZeroDivisionError")]


@pytest.mark.parametrize(("poison", "words"), POISON)
def test_a_photo_that_takes_its_process_down_costs_only_itself(
    bench: Bench, monkeypatch: pytest.MonkeyPatch, poison: str, words: str
) -> None:
    photos = bench.photos(FOUR)
    bad = replays.record(bench.recordings, photos["retinol-serum-lota.jpg"], "retinol-serum")
    monkeypatch.setenv("POISON", f"{bad}={poison}")
    done, rows = bench.audit(limit_s=2.0)
    assert [r.product.name for r in rows if r.report.skipped] == ["retinol-serum-lota"]
    (skipped,) = [r.report.skipped for r in rows if r.report.skipped]
    assert words in skipped.reason
    assert bench.read().count(bad) <= 2  # a child that had read others gets a second try in a fresh one, and no third
    assert done.bugs == (poison == "bug")
    tries = len(bench.read())
    monkeypatch.setenv("POISON", "")
    done, rows = bench.audit()
    if poison == "bug":  # not the photo's fault: tried again each time
        assert done.read == 1
    else:
        assert (done.read, len(bench.read())) == (0, tries)
        done, rows = bench.audit(retry=True)
    assert {r.product.name.removesuffix("-lota"): r.report.verdict for r in rows} == VERDICTS


def test_a_photo_deleted_in_between_is_a_row_and_comes_back(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    photos = bench.photos(FOUR)
    path = bench.shelf / "eutectic-cream-lota.jpg"

    def told(stage: str, done: int, total: int) -> None:
        if stage == "read" and not done:
            path.unlink()

    with auditing(bench.settings(), told) as done:
        rows = list(done.audit.rows)
    assert {r.product.name.removesuffix("-lota") for r in rows if r.report.verdict} == set(VERDICTS) - {"eutectic-cream"}
    assert [r.report.skipped.reason for r in rows if r.report.skipped] == ["eutectic-cream-lota.jpg is no longer there."]
    path.write_bytes(photos["eutectic-cream-lota.jpg"])
    done, rows = bench.audit()
    assert {r.product.name.removesuffix("-lota"): r.report.verdict for r in rows} == VERDICTS
    assert done.read == 1


def test_a_photo_changed_in_between_is_not_kept_as_what_it_was(bench: Bench) -> None:
    bench.photos(("ha-gel-tube",))
    path = bench.shelf / "ha-gel-tube-lota.jpg"
    other = replays.small("retinol-serum")
    replays.record(bench.recordings, other, "retinol-serum")

    def told(stage: str, done: int, total: int) -> None:
        if stage == "read" and not done:
            path.write_bytes(other)

    with auditing(bench.settings(), told) as done:
        (row,) = done.audit.rows
    assert row.report.skipped is not None
    assert "changed while the audit ran" in row.report.skipped.reason
    assert bench.audit()[1][0].report.verdict is Verdict.AVOID


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"since": "20200101-1"}, UsageError),
        ({"db": "mysql://clinic@localhost/audits"}, UsageError),
        ({"policy": Path("no such policy.yaml")}, LexiconError),
    ],
)
def test_what_cannot_begin_says_so(bench: Bench, changed: dict[str, object], error: type[Exception]) -> None:
    bench.photos(("ha-gel-tube",))
    with pytest.raises(error):
        bench.audit(**changed)


def test_an_empty_folder_is_no_shelf(bench: Bench) -> None:
    with pytest.raises(InputError, match="no photo"):
        bench.audit()


# ------------------------------------------------------------------ over time


def test_new_gone_and_changed_products(bench: Bench) -> None:
    bench.photos(("ha-gel-tube", "eutectic-cream", "retinol-serum"))
    bench.audit()
    (bench.shelf / "eutectic-cream-lota.jpg").unlink()
    bench.photos(("phloretin-serum",))
    photo = replays.small("ha-gel-tube", 77)
    replays.record(bench.recordings, photo, "ha-gel-tube")
    (bench.shelf / "ha-gel-tube-lota.jpg").write_bytes(photo)
    done, rows = bench.audit(since="LAST")
    became = {r.product.name.removesuffix("-lota"): r.change for r in rows}
    assert became["retinol-serum"] is None
    assert became["phloretin-serum"].causes == (Cause.NEW,)
    assert (became["ha-gel-tube"].causes, became["ha-gel-tube"].before) == ((Cause.PHOTO,), Verdict.GLIDE)
    assert [(g.name.removesuffix("-lota"), g.before) for g in done.audit.gone] == [("eutectic-cream", Verdict.CAUTION)]
    assert done.changes == {"new": 1, "changed": 1}
