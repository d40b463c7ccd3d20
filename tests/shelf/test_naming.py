"""What a file name says: sides that are taken off, and names that join nothing."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glidecheck.shelf.naming import BACK, BOX, FRONT, INGREDIENTS, PLAIN, SIDE, natural, parse

WHOLE = """decaf.jpg x eltafront.jpg elta10.jpg elta-10.jpg tretinoin-0.5.jpg serum2.jpg P50.jpg signal.gel.jpg cream-face.jpg
    sam-hyaluronic.jpg new-serum.jpg line-smoother.jpg 30ml.jpg"""


@pytest.mark.parametrize("file", WHOLE.split())
def test_nothing_is_taken_off_a_whole_name(file: str) -> None:
    name = parse(file)
    assert (name.rank, name.number, name.camera) == (PLAIN, 0, False)


@pytest.mark.parametrize(
    ("file", "stem", "rank", "number"),
    [
        ("elta-front.jpg", "elta", FRONT, 0),
        ("elta-back.jpg", "elta", BACK, 0),
        ("elta_2.heic", "elta", PLAIN, 2),
        ("elta (2).jpg", "elta", PLAIN, 2),
        ("elta(2).jpg", "elta", PLAIN, 2),
        ("elta.front.jpg", "elta", FRONT, 0),
        ("Elta MD_Ingredients.PNG", "elta md", INGREDIENTS, 0),
        ("elta-back-2.jpg", "elta", BACK, 2),
        ("elta-back2.jpg", "elta", BACK, 2),
        ("elta front 1.jpg", "elta", FRONT, 1),
        ("vitamin-c-5.jpg", "vitamin c", PLAIN, 5),
        ("crema_caja.jpg", "crema", BOX, 0),
        ("crema-trasera.jpg", "crema", BACK, 0),
        ("crème arrière.jpg", "creme", BACK, 0),
        (unicodedata.normalize("NFD", "crème Rückseite.jpg"), "creme", BACK, 0),
        ("creme-inhaltsstoffe.jpg", "creme", INGREDIENTS, 0),
        ("creme-seite.jpg", "creme", SIDE, 0),
        ("creme-composição.jpg", "creme", INGREDIENTS, 0),
        ("krim depan.jpg", "krim", FRONT, 0),
        ("krim-komposisi.jpg", "krim", INGREDIENTS, 0),
        ("krim-kotak.jpg", "krim", BOX, 0),
    ],
)
def test_a_known_suffix_is_taken_off(file: str, stem: str, rank: int, number: int) -> None:
    name = parse(file)
    assert (name.stem, name.rank, name.number, name.camera) == (stem, rank, number, False)


@pytest.mark.parametrize(
    "file",
    """IMG_0001.jpg|IMG_0001 (2).jpg|IMG_E0001.HEIC|IMG_0001-front.jpg|DSC_0001.JPG|_DSC0001.jpg|DSCN0001.jpg|DSCF0001.jpg|P1010001.JPG
    |PXL_20260101_120000123.jpg|PXL_20260101_120000123.MP.jpg|MVIMG_20260101_120000.jpg|GOPR0001.JPG|DJI_0001.JPG|FB_IMG_1234567.jpg
    |WhatsApp Image 2026-01-01 at 10.00.00.jpeg|WhatsApp Image 2026-01-01 at 10.00.00 (1).jpeg|WhatsApp-Bild 2026-01-01 um 10.00.00.jpg
    |Imagen de WhatsApp 2026-01-01 a las 10.00.00.jpg|Gambar WhatsApp 2026-01-01 pukul 10.00.00.jpg|IMG-20260101-WA0001.jpg
    |Screenshot_20260101-120000.png|Screenshot 2026-01-01 at 10.00.00 AM.png|Capture d’écran 2026-01-01 à 10.00.00.png
    |Captura de pantalla 2026-01-01.png|Bildschirmfoto 2026-01-01 um 10.00.00.png|photo_2026-01-01_12-00-00.jpg
    |photo_2026-01-01_12-00-00 (2).jpg|signal-2026-01-01-120000_002.jpeg|image0.jpeg|image (3).png|20260101_120000.jpg
    |2026-01-01 12.00.00.jpg|4006381333931.jpg|1.jpg|550e8400-e29b-41d4-a716-446655440000.jpg|d41d8cd98f00b204e9800998ecf8427e.jpg
    |unnamed (1).jpg|download (1).jpg|scan_1.jpg|photo-front.jpg|front.jpg|back-2.jpg|Foto 12.01.26, 12 00 00.jpg""".split("|"),
)
def test_a_camera_or_a_messenger_names_no_product(file: str) -> None:
    assert parse(file.strip()).camera


def test_the_side_is_known_where_the_name_is_nothing_else() -> None:
    assert [parse(f).rank for f in ("front.jpg", "1.jpg", "back.jpg", "INCI.jpg")] == [FRONT, PLAIN, BACK, INGREDIENTS]


@given(st.text(max_size=255))
def test_any_name_can_be_taken_apart(file: str) -> None:
    name = parse(file)
    assert FRONT <= name.rank <= BOX
    assert 0 <= name.number <= 9
    natural(file)


@pytest.mark.parametrize("file", ["1" * 240 + "x", "IMG" + " 1" * 120 + "!", "a-" * 120, "e1" * 120 + "?", "9h" * 120 + "!"])
def test_no_name_takes_long(file: str) -> None:
    parse(file)


def test_ten_comes_after_two() -> None:
    assert sorted(["e10", "E2", "e1"], key=natural) == ["e1", "E2", "e10"]
