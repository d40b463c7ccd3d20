"""One product down the house, with engines that say what the test says: which second readings let a GLIDE through."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pytest
import zxingcpp
from PIL import Image

from glidecheck.errors import EngineFailed, InputError
from glidecheck.lexicon import load
from glidecheck.model import Box, Line, Page, PhotoFacts, PhotoReading, Quality, Reading, Readings, Report, Section, Verdict, Word
from glidecheck.ocr import recorded
from glidecheck.ocr.whole_pictures import WholePictures
from glidecheck.pipeline import judge, judging, merge, read, regions, scan, scan_text, skipped, understand

GLIDE = ("Ingredients: Aqua, Sodium Hyaluronate,", "Sodium Chloride, Disodium Phosphate.")
SERUM = ("Ingredients: Aqua, Glycerin, Retinol,", "Sodium Hyaluronate, Phenoxyethanol.")


SIZE = (1600, 1200)  # large enough to be read at its own size


def picture(width: int = SIZE[0], height: int = SIZE[1]) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (width, height), (200, 200, 200)).save(out, "PNG")
    return out.getvalue()


def page(*texts: str, reader: str = "a", left: float = 100) -> Page:
    lines = tuple(Line(t, 0.99, Box.of(left, 100 + 26 * n, left + 9 * len(t), 120 + 26 * n), reader=reader) for n, t in enumerate(texts))
    return Page(lines, *SIZE, reader)


@dataclass(frozen=True)
class Says(WholePictures):
    """An engine that reads the same from every picture, or breaks."""

    name: str
    network: str
    answer: Callable[[], Page]
    version: str = "0"

    def glance(self, pixels: object) -> Page:
        return self.answer()


def broken() -> Page:
    raise EngineFailed("the engine broke", "Try another engine.")


FACTS = PhotoFacts("photo", "0", Quality(1000.0, 0.0), *SIZE)
FIRST = Says("a", "net-a", lambda: page(*GLIDE))


def judged(second: Says | str) -> Report:
    return scan(picture(), engine=FIRST, second=second, product="ampoule")


# ------------------------------------------------------------------ GLIDE needs two


def test_two_networks_that_agree_let_a_glide_through() -> None:
    report = judged(Says("b", "net-b", lambda: page(*GLIDE, reader="b")))
    assert (report.verdict, report.reading) == (Verdict.GLIDE, Reading.COMPLETE)
    assert len(report.engines) == 2


@pytest.mark.parametrize(
    "second",
    [
        "none",
        Says("b", "net-b", lambda: page(reader="b")),
        Says("b", "net-b", broken),
        Says("b", "net-a", lambda: page(*GLIDE, reader="b")),
        Says("b", "net-b", lambda: page(GLIDE[0], "Sodium Chloride.", reader="b")),
        Says("b", "net-b", lambda: page(GLIDE[0], "Sodium Chloride, Disodium Phosphate, Xyzzyl.", reader="b")),
        Says("b", "net-b", lambda: page("Key ingredients: Aqua, Sodium Hyaluronate", reader="b")),
    ],
    ids=["no second", "empty", "crashed", "same network", "a name less", "an unknown name", "no list"],
)
def test_any_other_second_reading_ends_in_review_or_worse(second: Says | str) -> None:
    assert judged(second).verdict is Verdict.REVIEW


def test_a_list_that_the_second_reader_reads_otherwise_is_not_complete() -> None:
    """The first reads "Alcohol" where the second reads "Cetyl Alcohol": the second is asked for, as another name is in doubt."""
    first = Says("a", "net-a", lambda: page("Ingredients: Aqua, Alcohol,", "Trisodkim Ethylenediamine Disuccinate, Parfum."))
    once, _ = read([picture()], engine=first, second="none")

    def beside(name: str) -> Report:
        other = page(f"Ingredients: Aqua, {name},", "Trisodium Ethylenediamine Disuccinate, Parfum.", reader="b")
        return judge(replace(once, second=(other,), witnessed=True, networks=("net-a", "net-b")))

    same, apart = beside("Alcohol"), beside("Cetyl Alcohol")
    assert same.reading is Reading.COMPLETE
    assert apart.reading is Reading.PARTIAL
    assert any("Cetyl Alcohol" in line for line in apart.retake)


def test_what_may_be_a_glide_is_not_complete_where_the_two_readings_differ() -> None:
    less = judged(Says("b", "net-b", lambda: page(GLIDE[0], "Sodium Chloride.", reader="b")))
    assert less.reading is Reading.PARTIAL
    assert any("two readings do not agree" in line for line in less.retake)


@pytest.mark.parametrize(
    ("unknown", "reading"),
    [
        ("Xyzzylium Quorfate", Reading.COMPLETE),  # clear print of something that no list of ours has
        ("Parfua", Reading.PARTIAL),  # a known name, misread
        ("Sodium", Reading.PARTIAL),  # the beginning of one
        ("Lavandula Angu Extract", Reading.PARTIAL),  # one with a hole in it
        ("OH", Reading.PARTIAL),  # no name
    ],
)
def test_an_unknown_name_leaves_a_list_complete_only_where_it_is_a_whole_other_one(unknown: str, reading: Reading) -> None:
    seen = page("Ingredients: Aqua, Glycerin,", f"{unknown}, Citric Acid.")
    clear = tuple(replace(ln, words=(Word(ln.text, ln.box, 0.99, 0, len(ln.text)),)) for ln in seen.lines if ln.box)
    report = judge(twice((replace(seen, lines=clear),)))
    assert report.reading is reading
    assert "At least CAUTION" in report.headline


def test_a_retinoid_that_only_the_second_reader_saw_counts() -> None:
    report = judged(Says("b", "net-b", lambda: page(GLIDE[0], "Sodium Chloride, Retinol.", reader="b")))
    assert report.verdict is Verdict.AVOID


def test_a_list_with_a_retinoid_is_not_read_again() -> None:
    asked: list[int] = []

    def second() -> Page:
        asked.append(1)
        return page(*SERUM)

    report = scan(picture(), engine=Says("a", "net-a", lambda: page(*SERUM)), second=Says("b", "net-b", second))
    assert report.verdict is Verdict.AVOID
    assert asked == []


def test_a_list_cut_by_the_edge_is_never_a_glide() -> None:
    left = SIZE[0] - 9 * len(GLIDE[0])
    cut = Says("a", "net-a", lambda: page(*GLIDE, left=left))
    report = scan(picture(), engine=cut, second=Says("b", "net-b", lambda: page(*GLIDE, reader="b", left=left)))
    assert report.verdict is Verdict.REVIEW
    assert any("edge" in line for line in report.retake)


# ------------------------------------------------------------------ photos of a product


def test_the_second_look_begins_at_the_heading() -> None:
    listed = Line("Ingredients: Aqua, Glycerin, Sodium Hyaluronate.", 0.99, Box.of(100, 300, 580, 330))
    above = Line("Night serum, 30 ml", 0.99, Box.of(20, 100, 300, 130))
    seen = Page((above, listed), *SIZE, "a")
    (panel,) = understand([seen], load()).layout.panels
    assert panel.lines[0].box.left > 190
    (region,) = regions(understand([seen], load()).layout, seen)
    assert (region.left, region.right) == (100 - 60, 580 + 60)
    assert regions(understand([seen], load()).layout, replace(seen, photo=1)) == ()


def test_a_photo_on_which_nothing_is_read_is_named_and_ends_no_glide() -> None:
    @dataclass(frozen=True)
    class Looks(Says):
        def glance(self, pixels: object) -> Page:
            return page(*GLIDE) if max(np.shape(pixels)) == SIZE[0] else page("ll", "- -")

    front = scan(picture(), picture(900, 1200), engine=Looks("a", "net-a", broken), second=Says("b", "net-b", lambda: page(*GLIDE)))
    assert (front.verdict, front.reading) == (Verdict.REVIEW, Reading.PARTIAL)
    assert any("nothing could be read" in line for line in front.retake)


def test_a_photo_whose_second_reading_fails_ends_every_glide() -> None:
    """What hides a name on it was not looked for: the front's failed reading is not a clean one."""
    both = merge([PhotoReading(FACTS, page(*GLIDE), ("a", "b"), ("1", "2"), second=page(*GLIDE, reader="b"), witnessed=True)] * 2)
    assert judge(both).verdict is Verdict.GLIDE
    front = PhotoReading(FACTS, page("Hyaluronic Acid Serum"), ("a", ""), ("1",), witnessed=True)
    listed = PhotoReading(FACTS, page(*GLIDE), ("a", "b"), ("1", "2"), second=page(*GLIDE, reader="b"), witnessed=True)
    assert judge(merge([front, listed])).verdict is Verdict.REVIEW


def test_a_photo_that_cannot_be_opened_is_named_and_the_rest_judged() -> None:
    report = scan(picture(), b"not a picture", engine=FIRST, second=Says("b", "net-b", lambda: page(*GLIDE, reader="b")), product="ampoule")
    assert report.verdict is Verdict.REVIEW
    assert report.retake


def twice(pages: tuple[Page, ...]) -> Readings:
    """Photos that two networks read alike."""
    facts = tuple(PhotoFacts(f"{n}.jpg", "", Quality(sharpness=1000.0, glare=0.0), *SIZE) for n in range(len(pages)))
    return Readings(facts, pages, pages, witnessed=True, networks=("net-a", "net-b"))


def test_two_photos_with_different_whole_lists_are_no_product() -> None:
    pages = [page(*GLIDE), page("Ingredients: Aqua, Sodium Hyaluronate,", "Sodium Chloride, Citric Acid.")]
    both = tuple(replace(p, photo=n, lines=tuple(replace(ln, photo=n) for ln in p.lines)) for n, p in enumerate(pages))
    report = judge(twice(both))
    assert report.verdict is Verdict.REVIEW
    assert any("different lists" in line for line in report.retake)
    same = (both[0], replace(both[0], photo=1, lines=tuple(replace(ln, photo=1) for ln in both[0].lines)))
    assert judge(twice(same)).verdict is Verdict.GLIDE


def branded(name: str, height: float, photo: int) -> Page:
    """A whole list beneath a name in print so many times as high."""
    listed = page(*GLIDE).lines
    high = listed[0].box.height * height
    title = Line(name, 0.99, Box.of(100, 20, 500, 20 + high), reader="test")
    return replace(page(*GLIDE), photo=photo, lines=tuple(replace(ln, photo=photo) for ln in (title, *listed)))


@pytest.mark.parametrize(
    ("names", "height", "verdict"),
    [
        (("Lumara", "Lumara"), 2.5, Verdict.GLIDE),
        (("Lumara Dew", "umara De"), 2.5, Verdict.GLIDE),  # a part of it, around the bottle
        (("Lumara", "Directions"), 2.5, Verdict.GLIDE),  # a heading is no brand
        (("Lumara", "50 ml"), 2.5, Verdict.GLIDE),
        (("Lumara", "Verasol"), 1.0, Verdict.REVIEW),  # no larger than the list: not two brands, but one of them is not understood
        (("Lumara", "Verasol"), 2.5, Verdict.REVIEW),
    ],
)
def test_photos_of_a_list_under_two_brands_are_no_product(names: tuple[str, str], height: float, verdict: Verdict) -> None:
    report = judge(twice(tuple(branded(name, height, n) for n, name in enumerate(names))))
    assert report.verdict is verdict
    assert any("different names (Lumara; Verasol)" in line for line in report.retake) is (verdict is Verdict.REVIEW and height > 1)


def coded(ean: str) -> bytes:
    """A photo with a barcode on it."""
    bars = zxingcpp.create_barcode(ean, zxingcpp.BarcodeFormat.EAN13).to_image(scale=4)
    shot = Image.new("RGB", SIZE, (255, 255, 255))
    shot.paste(Image.fromarray(np.array(bars)), (100, 700))
    out = io.BytesIO()
    shot.save(out, "PNG")
    return out.getvalue()


def test_two_barcodes_are_two_products() -> None:
    asked = {"engine": FIRST, "second": Says("b", "net-b", lambda: page(*GLIDE, reader="b"))}
    one, other = coded("4005808158003"), coded("5901234123457")
    same = scan(one, one, **asked)
    assert (same.verdict, same.barcode) == (Verdict.GLIDE, "4005808158003")
    mixed = scan(one, other, **asked)
    assert (mixed.verdict, mixed.barcode) == (Verdict.REVIEW, None)
    assert any("different barcodes" in line for line in mixed.retake)


def test_no_photo_that_opens_is_an_input_error() -> None:
    with pytest.raises(InputError):
        scan(b"not a picture", engine=FIRST)
    with pytest.raises(InputError):
        scan(engine=FIRST)


def test_skipped_is_a_report_without_a_verdict() -> None:
    report = skipped("serum.jpg", InputError("it is empty", "Take it again."))
    assert (report.verdict, report.product) == (None, "serum")
    assert report.skipped is not None
    assert report.skipped.next == "Take it again."


# ------------------------------------------------------------------ kept readings


@pytest.mark.parametrize("lines", [GLIDE, SERUM, ("Retinol-free serum",), ()], ids=["glide", "serum", "front", "nothing"])
def test_kept_readings_are_judged_like_the_photo(lines: tuple[str, ...]) -> None:
    asked = {"engine": Says("a", "net-a", lambda: page(*lines)), "second": Says("b", "net-b", lambda: page(*lines, reader="b"))}
    kept, _ = read([picture(), b"not a picture"], **asked)
    again = recorded.load_readings(json.loads(json.dumps(recorded.dump_readings(kept))))
    assert replace(scan(picture(), b"not a picture", **asked), elapsed_s=0.0) == judge(kept) == judge(again)


def test_what_was_read_once_and_may_be_a_glide_is_to_be_read_again() -> None:
    once, _ = read([picture()], engine=FIRST, second="none")
    assert judging.wants_second(judging.case(once), None)
    assert judge(once).verdict is Verdict.REVIEW
    assert not judging.wants_second(judging.case(replace(once, witnessed=True)), None)
    alone = read([picture()], engine=Says("a", "net-a", lambda: page(*SERUM)), second="none")[0]
    assert not judging.wants_second(judging.case(alone), None)


@pytest.mark.parametrize("spoil", [{"schema": "other/1"}, {"pages": [{}]}, {"networks": ["one"]}, {"photos": None}])
def test_kept_readings_that_do_not_hold_together_are_refused(spoil: dict[str, object]) -> None:
    kept = recorded.dump_readings(read([picture()], engine=FIRST, second="none")[0])
    with pytest.raises(EngineFailed):
        recorded.load_readings({**kept, **spoil})


# ------------------------------------------------------------------ pasted text


def test_pasted_glide_is_of_the_text_given() -> None:
    report = scan_text("Ingredients: Aqua, Sodium Hyaluronate, Sodium Chloride.")
    assert report.verdict is Verdict.GLIDE
    assert "of the text you gave" in report.headline


@pytest.mark.parametrize("text", ["", "  \n ", "x" * 1_000_001])
def test_text_that_cannot_be_judged(text: str) -> None:
    with pytest.raises(InputError):
        scan_text(text)


def test_front_and_list_are_kept_apart() -> None:
    report = scan_text("Retinol-free serum\nIngredients: Aqua, Bakuchiol, Squalane.")
    assert [m.mention.section for m in report.ingredients] == [Section.LIST] * 3


def test_every_stage_is_traced() -> None:
    seen: list[str] = []
    scan_text("Ingredients: Aqua.", trace=lambda name, value: seen.append(name))
    assert seen == ["panels", "mentions", "matches", "notices", "judgement"]


def test_a_photo_read_twice_is_understood_once_a_reading(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Page] = []

    def counted(pages: Sequence[Page], *rest: Any) -> judging.Understood:
        asked.extend(pages)
        return understand(pages, *rest)

    monkeypatch.setattr(judging, "understand", counted)
    report = scan(picture(), engine=FIRST, second=Says("b", "net-b", lambda: page(*GLIDE, reader="b")))
    assert report.verdict is Verdict.GLIDE
    assert [p.reader for p in asked] == ["a", "b"]
