"""Which photos show one product: never one list joined from two."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import pytest
from golden.samples import NETWORKS, page_of

from glidecheck.chat.albums import Judged, Taken, judge
from glidecheck.chat.intents import Intent, What
from glidecheck.chat.left_out import left_out
from glidecheck.chat.product_name import name_of
from glidecheck.errors import EngineFailed, EngineMissing, InputError
from glidecheck.model import Box, Line, Page, Photo, PhotoFacts, PhotoReading, Quality, Reading, Report, Shot, Verdict
from glidecheck.pipeline import judging, merge

HA = ("Ingredients: Aqua, Sodium Hyaluronate,", "Sodium Chloride, Citric Acid.", "", "")
RETINOL = ("Ingredients: Aqua, Glycerin, Retinol,", "Squalane, Tocopherol, Carbomer.", "", "")
BACK = ("Velunia Face Gel", *HA)
OTHER_BACK = ("Marbeck Night Oil", *RETINOL)


def front(*lines: str) -> Page:
    """A front: its first line the tallest."""
    boxes = (Box.of(100, 200 + 150 * n, 100 + 30 * len(t), 200 + 150 * n + (90 if n == 0 else 34)) for n, t in enumerate(lines))
    return Page(tuple(Line(t, 0.99, b) for t, b in zip(lines, boxes, strict=True)), 1200, 1600, "rapidocr")


def back(lines: tuple[str, ...]) -> Page:
    return page_of(lines, 1200, 1600)


def titled(name: str, lines: tuple[str, ...]) -> Page:
    """A back with the product's name above the list, in print twice as high: as a brand is told from other words."""
    page = page_of((name, *lines), 1200, 1600)
    first = replace(page.lines[0], box=Box.of(40, 10, 40 + 24 * len(name), 62))
    return replace(page, lines=(first, *page.lines[1:]))


@dataclass
class Labels:
    """Knows what each photo says, as two networks would read it. `opened` are the photos in the order in which they were read, `asked` the
    products that were judged."""

    pages: dict[bytes, Page]
    barcodes: dict[bytes, str] = field(default_factory=dict)
    opened: list[bytes] = field(default_factory=list)
    asked: list[tuple[bytes, ...]] = field(default_factory=list)

    def read(self, photo: bytes, name: str) -> Taken:
        self.opened.append(photo)
        page = self.pages[photo]
        facts = PhotoFacts(name, photo.hex(), Quality(1000.0, 0.0), page.width, page.height)
        reading = PhotoReading(facts, page, NETWORKS, NETWORKS, self.barcodes.get(photo), page, witnessed=True)
        return Taken((Shot(Photo(name, photo.hex(), np.zeros((1, 1, 3), np.uint8), facts.quality), reading),))

    def judge(self, shots: Sequence[Shot], lost: Sequence[str]) -> Report:
        self.asked.append(tuple(bytes.fromhex(s.photo.sha256) for s in shots))
        return judging.judge(merge([s.reading for s in shots], lost))


def groups(judged: Sequence[Judged]) -> list[tuple[int, ...]]:
    return [j.photos for j in judged]


def test_no_photo_no_product() -> None:
    assert judge([], Labels({})) == ()


def test_one_photo_is_judged_once() -> None:
    labels = Labels({b"a": back(BACK)})
    (one,) = judge([b"a"], labels)
    assert one.report.verdict is Verdict.GLIDE
    assert labels.asked == [(b"a",)]


@pytest.mark.parametrize("joined", [True, False])
def test_two_lists_are_two_products_even_in_one_album(joined: bool) -> None:
    judged = judge([b"a", b"b"], Labels({b"a": back(BACK), b"b": back(OTHER_BACK)}), joined=joined)
    assert groups(judged) == [(0,), (1,)]
    assert [j.report.verdict for j in judged] == [Verdict.GLIDE, Verdict.AVOID]


def test_a_front_and_a_back_that_share_a_name_are_one_product() -> None:
    labels = Labels({b"f": front("Velunia", "Face Gel", "30 ml"), b"b": back(BACK)})
    judged = judge([b"f", b"b"], labels)
    assert groups(judged) == [(0, 1)]
    assert labels.asked == [(b"f", b"b")]  # judged together, as the command line does
    assert labels.opened == [b"f", b"b"]  # and each read once


def test_what_was_sent_and_not_looked_at_ends_every_glide() -> None:
    """An album of more photos than are read: nobody knows which product the others show."""
    all_seen = Intent(What.PHOTOS, "en", "test", "1")
    assert left_out(all_seen) == ()
    for intent in (replace(all_seen, beyond=3), replace(all_seen, files=1), replace(all_seen, refused=2)):
        (one,) = judge([b"a"], Labels({b"a": back(BACK)}), joined=True, lost=left_out(intent))
        assert (one.report.verdict, one.report.reading) == (Verdict.REVIEW, Reading.PARTIAL)
        assert set(left_out(intent)) <= set(one.report.retake)


def test_a_front_and_a_back_without_a_common_word_are_one_only_as_an_album() -> None:
    pages = {b"f": front("Orsini", "30 ml"), b"b": back(HA)}
    assert groups(judge([b"f", b"b"], Labels(pages), joined=True)) == [(0, 1)]
    assert groups(judge([b"f", b"b"], Labels(pages), joined=False)) == [(0,), (1,)]


def test_a_front_that_names_a_retinoid_is_not_that_of_a_whole_list_without_one() -> None:
    pages = {b"f": front("Orsini Retinol", "30 ml"), b"b": back(HA)}
    judged = judge([b"f", b"b"], Labels(pages), joined=True)
    assert groups(judged) == [(0,), (1,)]
    assert judged[0].report.verdict is Verdict.AVOID


def test_the_same_list_twice_is_one_product() -> None:
    assert groups(judge([b"a", b"b"], Labels({b"a": back(BACK), b"b": back(HA)}))) == [(0, 1)]


def test_barcodes_decide() -> None:
    pages = {b"a": back(HA), b"b": back(HA), b"f": front("Orsini", "30 ml")}
    apart = Labels(pages, {b"a": "4006381333931", b"b": "4006381333948"})
    assert groups(judge([b"a", b"b"], apart, joined=True)) == [(0,), (1,)]
    one = Labels(pages, {b"a": "4006381333931", b"f": "4006381333931"})
    assert groups(judge([b"f", b"a"], one)) == [(0, 1)]


def test_two_products_front_and_back_each() -> None:
    pages = {
        b"1": front("Velunia", "Face Gel"),
        b"2": back(BACK),
        b"3": front("Marbeck", "Night Oil"),
        b"4": back(OTHER_BACK),
    }
    assert groups(judge([b"1", b"2", b"3", b"4"], Labels(pages))) == [(0, 1), (2, 3)]


def test_no_glide_comes_from_two_lists_joined() -> None:
    """Whatever the order, the retinol list never hides behind the other one."""
    pages = {b"a": back(HA), b"b": back(RETINOL)}
    for order in ([b"a", b"b"], [b"b", b"a"]):
        verdicts = {j.report.verdict for j in judge(order, Labels(pages), joined=True)}
        assert Verdict.AVOID in verdicts


@pytest.mark.parametrize("error", [InputError("not a photo", "Send another."), EngineFailed("broke", "Again.")])
def test_a_bad_photo_stops_no_other_and_is_missing_from_each(error: Exception) -> None:
    """It may be the back of any of them: none is a glide without it."""

    class Breaks(Labels):
        def read(self, photo: bytes, name: str) -> Taken:
            if photo == b"bad":
                raise error
            return super().read(photo, name)

    judged = judge([b"bad", b"a"], Breaks({b"a": back(BACK)}), joined=True)
    assert groups(judged) == [(0,), (1,)]
    assert [j.report.verdict for j in judged] == [None, Verdict.REVIEW]
    assert judged[1].report.reading is Reading.PARTIAL


def test_a_missing_engine_is_no_bad_photo() -> None:
    class Missing(Labels):
        def read(self, photo: bytes, name: str) -> Taken:
            raise EngineMissing("no engine", "Install one.")

    with pytest.raises(EngineMissing):
        judge([b"a"], Missing({}))


@pytest.mark.parametrize(
    ("page", "name"),
    [
        (back(HA), None),
        (front("Velunia", "Face Gel", "30 ml"), "Velunia"),
        (front("Serum", "30 ml"), None),
        (front("Apply two or three drops to the face at night"), None),
    ],
)
def test_what_a_product_is_called(page: Page, name: str | None) -> None:
    (one,) = judge([b"a"], Labels({b"a": page}))
    assert name_of(one.report) == name
