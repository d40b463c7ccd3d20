"""What is kept comes back as it was: reports, orders, joined readings, files' identities."""

from __future__ import annotations

import ast
import os
import time
from importlib import resources
from pathlib import Path

import pytest
import replays
from golden.samples import FIRST, SECOND, names, reading
from hypothesis import given
from hypothesis import strategies as st

from glidecheck import serialise
from glidecheck.audit import identity, product, versions
from glidecheck.audit.orders import Order, Piece, queue_of
from glidecheck.audit.store import Store
from glidecheck.jobs.database import open_database
from glidecheck.model import Report, Verdict
from glidecheck.shelf import find, places


@pytest.mark.parametrize("sample", names())
def test_a_report_comes_back_whole(sample: str) -> None:
    whole = replays.of(reading(sample, FIRST), reading(sample, SECOND))
    assert product.judge([product.unpack(product.pack(whole))], sample, {}, None) == (judged := product.judge([whole], sample, {}, None))
    assert product.unpack_report(product.pack_report(judged.report)) == judged.report


def test_what_a_report_of_another_version_lacks_or_has_more_is_borne() -> None:
    whole = replays.of(reading("retinol-serum", FIRST), None)
    report = product.judge([whole], "retinol", {}, None).report
    told = serialise.dump(report)
    assert serialise.load(Report, {**told, "of tomorrow": 1}) == report
    del told["headline"]
    with pytest.raises(ValueError, match="headline"):
        serialise.load(Report, told)


PIECES = st.lists(st.builds(Piece, st.text(max_size=20), st.text(max_size=20), st.text("0123456789abcdef", min_size=4)), max_size=4)


@given(PIECES, st.lists(st.text(max_size=20), max_size=2), st.booleans())
def test_an_order_comes_back_and_is_known_by_photos_and_reader_alone(pieces: list[Piece], lost: list[str], again: bool) -> None:
    order = Order(tuple(pieces), "reader 1", "rapidocr", None, tuple(lost), again, "name: clinic")
    assert Order.loads(order.dumps()) == order
    moved = Order(tuple(Piece("x", "y", p.sha256) for p in pieces), "reader 1", lost=tuple(lost), again=again)
    assert moved.id == order.id
    assert order.id != Order(tuple(pieces), "reader 2", lost=tuple(lost), again=again).id
    assert order.id != Order((*pieces, Piece("a", "b", "ffff")), "reader 1", lost=tuple(lost), again=again).id


def test_a_lexicon_or_a_policy_is_no_part_of_the_reader() -> None:
    assert versions.judge("one") != versions.judge("two")
    assert queue_of("one") != queue_of("two")


def test_whatever_looks_at_pixels_is_part_of_the_reader() -> None:
    """A reading keeps what these stages found: were one left out, its change would leave old readings as they are."""
    package = resources.files("glidecheck")
    assert isinstance(package, Path)
    looking = {
        path.relative_to(package).as_posix()
        for path in package.rglob("*.py")
        if "import cv2" in (source := path.read_text("utf-8")) or "import zxingcpp" in source
    }
    judged_only = {name for name in looking if not name.startswith((*versions.READING, *versions._NEITHER))}
    assert len(looking) > 5
    assert judged_only == set()


# ------------------------------------------------------------------ joining


def test_one_part_is_left_as_it_is() -> None:
    part = replays.of(reading("ha-gel-tube", FIRST), None)
    assert product.joined([part]) is part


@pytest.mark.parametrize(
    ("samples", "verdict"),
    [
        (("ha-gel-tube", "tretinoin-front"), Verdict.AVOID),
        (("tretinoin-front", "ha-gel-tube"), Verdict.AVOID),
        (("ha-gel-tube", "retinol-serum"), Verdict.AVOID),
        (("ha-gel-tube", "list-cut-by-edge"), Verdict.REVIEW),
    ],
)
def test_a_joined_product_is_at_least_as_bad_as_its_worst_part(samples: tuple[str, ...], verdict: Verdict) -> None:
    whole = product.joined([replays.of(reading(s, FIRST), reading(s, SECOND)) for s in samples])
    report = product.judge([whole], "joined", {}, None).report
    assert report.verdict is verdict
    assert {m.mention.photo for m in report.ingredients} <= {0, 1}
    assert [p.photo for p in whole.pages] == [0, 1]


def test_a_part_that_no_second_network_saw_is_no_glide() -> None:
    seen = replays.of(reading("ha-gel-tube", FIRST), reading("ha-gel-tube", SECOND))
    unseen = replays.of(reading("ha-ampoule-glass", FIRST), None)
    assert product.judge([product.joined([seen, unseen])], "joined", {}, None).report.verdict is Verdict.REVIEW


# ------------------------------------------------------------------ which photo is which


def test_only_what_was_touched_is_opened_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shelf = tmp_path / "shelf"
    shelf.mkdir()
    for name in ("a.jpg", "b.jpg", "c.jpg"):
        (shelf / name).write_bytes(name.encode() * 10)
    monkeypatch.setattr(identity, "GRAIN_S", 0.2)
    time.sleep(0.3)
    opened: list[str] = []
    fetch = places.fetch

    def noted(where: str, limit: int, first: int | None = None) -> bytes:
        opened.append(Path(where).name)
        return fetch(where, limit, first)

    monkeypatch.setattr(places, "fetch", noted)
    database = open_database(tmp_path / "audit.db")
    store = Store(database)

    def look() -> dict[str, str | None]:
        opened.clear()
        shots = [s for p in find(str(shelf)).products for s in p.shots]
        return {Path(w).name: i.sha256 for w, i in identity.identify(shots, store).items()}

    first = look()
    assert sorted(opened) == ["a.jpg", "b.jpg", "c.jpg"]
    assert look() == first
    assert opened == []
    about = (shelf / "b.jpg").stat()
    (shelf / "b.jpg").write_bytes(b"B.JPG" * 10)
    os.utime(shelf / "b.jpg", ns=(about.st_atime_ns, about.st_mtime_ns))  # same size, same date
    (shelf / "c.jpg").unlink()
    second = look()
    assert opened == ["b.jpg"]
    assert (second["a.jpg"], "c.jpg" in second) == (first["a.jpg"], False)
    assert second["b.jpg"] != first["b.jpg"]
    look()
    assert opened == ["b.jpg"], "it was hashed within its clock's grain: not yet to be trusted"
    database.close()


def test_a_readings_version_follows_from_all_that_makes_it() -> None:
    """What a module of the reading rooms imports is of them too, or is what a reading is told in: no list is kept by hand."""
    source = resources.files("glidecheck")
    told_in = ("model/", "errors.py", "text.py", "serialise.py")
    asked = ("lexicon/", "pipeline/")  # where a list stands is judged, for the second look alone: a new lexicon reads no photo again
    root = Path(str(source))
    for path in root.rglob("*.py"):
        name = path.relative_to(root).as_posix()
        if name.startswith(versions.READING):
            used = {place(root, module) for module in imported(path)} - {"__init__.py"}
            assert not [u for u in used if not u.startswith((*versions.READING, *told_in, *asked))], name


def imported(path: Path) -> set[str]:
    """The modules of the package that a file names, wherever in it."""
    out: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("glidecheck"):
            out |= {f"{node.module}.{alias.name}" for alias in node.names}
    return out


def place(root: Path, module: str) -> str:
    """The file of a module, or of what holds a name."""
    parts = module.split(".")[1:]
    for n in range(len(parts), 0, -1):
        for path in (root.joinpath(*parts[:n]).with_suffix(".py"), root.joinpath(*parts[:n], "__init__.py")):
            if path.is_file():
                return path.relative_to(root).as_posix()
    return "__init__.py"


def test_the_last_audit_is_the_last_by_the_clock_and_not_by_its_writing(tmp_path: Path) -> None:
    """The second is made half an hour after the first, in the hour after the clocks were set back."""
    database = open_database(str(tmp_path / "audit.db"))
    store = Store(database)
    ids = [
        store.keep_audit("s", "shelf", made, {"n": n}, [])
        for n, made in enumerate(("2026-10-25T02:40:00+02:00", "2026-10-25T02:10:00+01:00"))
    ]
    assert [audit.id for audit in store.audits("s")] == ids
    database.close()
