"""Which photos become one product, in which order, and under which key."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glidecheck.shelf import join_by_barcode
from glidecheck.shelf.grouping import group
from glidecheck.shelf.model import Product, Shot


def shots(*paths: str) -> list[Shot]:
    return [Shot(p, f"/shelf/{p}") for p in paths]


def grouped(*paths: str) -> dict[str, tuple[str, ...]]:
    return {p.key: tuple(s.path for s in p.shots) for p in group(shots(*paths))}


@pytest.mark.parametrize(
    "paths",
    [
        ("elta.jpg",),
        ("elta.jpg", "emla.jpg"),
        ("IMG_0001.jpg", "IMG_0002.jpg", "IMG_0001 (2).jpg"),
        ("WhatsApp Image 2026-01-01 at 10.00.00.jpeg", "WhatsApp Image 2026-01-01 at 10.00.00 (1).jpeg"),
        ("front.jpg", "back.jpg"),
        ("1.jpg", "2.jpg", "3.jpg"),
        ("tretinoin-0.5.jpg", "tretinoin-0.1.jpg"),
        ("vitamin-c-5.jpg", "vitamin-c-8.jpg"),
        ("vitamin-b.jpg", "vitamin-b-5.jpg"),
        ("serum10.jpg", "serum20.jpg"),
        ("room 1/IMG_1.jpg", "room 2/IMG_1.jpg"),
        ("room/a/elta-front.jpg", "room/b/elta-back.jpg"),
        ("A-7.jpg", "a-7.jpg"),
    ],
)
def test_what_stays_apart(paths: tuple[str, ...]) -> None:
    products = group(shots(*paths))
    assert sorted(s.path for p in products for s in p.shots) == sorted(paths)
    assert [len(p.shots) for p in products] == [1] * len(paths)
    assert len({p.key for p in products}) == len(paths)


@pytest.mark.parametrize(
    ("paths", "expected"),
    [
        (("elta-back.jpg", "elta_2.heic", "elta-front.jpg"), {"elta": ("elta-front.jpg", "elta_2.heic", "elta-back.jpg")}),
        (("Elta-Back.JPG", "elta front.jpg"), {"elta": ("elta front.jpg", "Elta-Back.JPG")}),
        (("elta.jpg", "elta (2).jpg"), {"elta": ("elta.jpg", "elta (2).jpg")}),
        (("elta-10/b.jpg", "elta-10/a.jpg"), {"elta-10/": ("elta-10/a.jpg", "elta-10/b.jpg")}),
        (("Elta/back.jpg", "Elta/front.jpg"), {"elta/": ("Elta/front.jpg", "Elta/back.jpg")}),
        (("Elta/IMG_10.jpg", "Elta/IMG_9.jpg"), {"elta/": ("Elta/IMG_9.jpg", "Elta/IMG_10.jpg")}),
        # nested: the deepest folder with photos; what lies beside such folders goes by name
        (
            ("r/elta/1.jpg", "r/elta/2.jpg", "r/emla-front.jpg", "r/emla-box.jpg", "r/IMG_0001.jpg"),
            {
                "r/elta/": ("r/elta/1.jpg", "r/elta/2.jpg"),
                "r/emla": ("r/emla-front.jpg", "r/emla-box.jpg"),
                "r/img_0001": ("r/IMG_0001.jpg",),
            },
        ),
        # one digit astray does not part the others
        (
            ("c-front.jpg", "c-back.jpg", "c-9.jpg"),
            {"c": ("c-front.jpg", "c-back.jpg"), "c-9": ("c-9.jpg",)},
        ),
    ],
)
def test_what_belongs_together(paths: tuple[str, ...], expected: dict[str, tuple[str, ...]]) -> None:
    assert grouped(*paths) == expected


def test_a_lone_photo_is_called_by_all_of_its_name_but_the_side() -> None:
    assert [p.name for p in group(shots("Vitamin-C-5.jpg", "elta-back.jpg", "IMG_0001.jpg"))] == ["elta", "IMG_0001", "Vitamin-C-5"]


def test_a_second_side_keeps_the_key() -> None:
    assert set(grouped("elta-back.jpg")) == set(grouped("elta-back.jpg", "elta-front.jpg"))


def test_products_of_one_name_are_told_apart_by_their_folder() -> None:
    assert [p.name for p in group(shots("room 1/elta/a.jpg", "room 2/elta/a.jpg", "emla.jpg"))] == [
        "emla",
        "room 1 / elta",
        "room 2 / elta",
    ]


@given(st.text("abAB12-_ /.(", min_size=1, max_size=6) | st.text(min_size=1), st.data())
def test_no_photo_is_lost_or_taken_twice(one: str, data: st.DataObject) -> None:
    paths = data.draw(
        st.sets(st.sampled_from([one, f"{one}-front.jpg", f"{one}-back.jpg", f"x/{one}", "x/1.jpg", "x/y/2.jpg", "IMG_1.jpg"]))
    )
    products = group(shots(*paths))
    assert sorted(s.path for p in products for s in p.shots) == sorted(paths)
    assert len({p.key for p in products}) == len(products)


# ------------------------------------------------------------------ barcodes


def product(key: str, *paths: str, why: str = "alone", columns: tuple[tuple[str, str], ...] = ()) -> Product:
    return Product(key, key, tuple(shots(*paths)), columns, why)


A, B, C = product("elta", "a.jpg"), product("IMG_2", "b.jpg"), product("emla", "c.jpg")
LISTED = product("Elta UV", "l.jpg", why="manifest", columns=(("lot", "7"),))
OTHER = product("Elta Clear", "m.jpg", why="manifest")


@pytest.mark.parametrize(
    ("products", "codes"),
    [
        ((A, B, C), {}),
        ((A, B, C), {"a.jpg": "1", "b.jpg": "2"}),
        ((A, B), {"a.jpg": "1", "b.jpg": ""}),
        ((LISTED, OTHER), {"l.jpg": "1", "m.jpg": "1"}),
        ((LISTED, OTHER, A), {"l.jpg": "1", "m.jpg": "1", "a.jpg": "1"}),
        ((product("two", "a.jpg", "b.jpg"), C), {"a.jpg": "1", "b.jpg": "2", "c.jpg": "2"}),
    ],
)
def test_barcodes_that_join_nothing(products: tuple[Product, ...], codes: dict[str, str]) -> None:
    assert join_by_barcode(products, codes) == products


def test_a_barcode_joins() -> None:
    (joined, other) = join_by_barcode((B, A, C), {"a.jpg": "1", "b.jpg": "1"})
    assert (joined.key, joined.name, joined.why, [s.path for s in joined.shots]) == ("IMG_2", "elta", "barcode", ["a.jpg", "b.jpg"])
    assert other == C


def test_the_manifest_names_what_a_barcode_joins() -> None:
    (joined,) = join_by_barcode((A, LISTED), {"a.jpg": "1", "l.jpg": "1"})
    assert (joined.key, joined.name, joined.columns) == ("Elta UV", "Elta UV", (("lot", "7"),))
