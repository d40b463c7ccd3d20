"""Bytes to photo: what is opened, what is refused and what is said then."""

from __future__ import annotations

import hashlib
import io
import struct
import zlib
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from glidecheck.errors import InputError
from glidecheck.image import pages, photo
from glidecheck.image.quality import blank
from glidecheck.model import Photo


def encoded(image: Image.Image, kind: str, **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)  # type: ignore[arg-type]
    return out.getvalue()


def quarters() -> Image.Image:
    """Red top left, green top right, blue bottom left, white bottom right: shows every turn and mirror."""
    image = Image.new("RGB", (64, 48), "white")
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, 31, 23), fill="red")
    draw.rectangle((32, 0, 63, 23), fill="lime")
    draw.rectangle((0, 24, 31, 47), fill="blue")
    return image


def corners(pixels: np.ndarray) -> str:
    """r, g, b or w of the four corners, from the top left in reading order."""
    names = {(1, 0, 0): "r", (0, 1, 0): "g", (0, 0, 1): "b", (1, 1, 1): "w"}
    return "".join(names[tuple(int(v > 127) for v in pixels[y, x])] for y in (4, -5) for x in (4, -5))


PNG = encoded(quarters(), "PNG")
JPEG = encoded(quarters(), "JPEG", quality=95)


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "TIFF", "GIF"])
def test_a_plain_picture_comes_back_as_it_is(kind: str) -> None:
    opened = photo.load(encoded(quarters(), kind), "label")
    assert opened.pixels.shape == (48, 64, 3)
    assert opened.pixels.dtype == np.uint8
    assert corners(opened.pixels) == "rgbw"
    assert opened.source == "label"


def test_iphone_photos_have_a_decoder() -> None:
    """pi_heif only reads, so there is nothing here to write a HEIC photo with."""
    pytest.importorskip("pi_heif")
    assert "HEIF" in photo._formats()


EXIF = [(1, "rgbw"), (2, "grwb"), (3, "wbgr"), (4, "bwrg"), (5, "rbgw"), (6, "brwg"), (7, "wgbr"), (8, "gwrb")]


@pytest.mark.parametrize(("orientation", "expected"), EXIF)
def test_the_camera_orientation_is_undone(orientation: int, expected: str) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    assert corners(photo.load(encoded(quarters(), "JPEG", exif=exif, quality=95)).pixels) == expected


def test_transparent_parts_are_white() -> None:
    image = Image.new("RGBA", (32, 32), (0, 0, 0, 0))
    assert photo.load(encoded(image, "PNG")).pixels.min() == 255


def test_a_palette_with_a_transparent_colour_is_white_there() -> None:
    image = Image.new("P", (32, 32), 1)
    image.putpalette([255, 0, 0, 0, 0, 0])
    assert photo.load(encoded(image, "PNG", transparency=1)).pixels.min() == 255


def test_sixteen_bits_keep_the_print() -> None:
    grey = np.full((40, 40), 40_000, np.uint16)
    grey[10:30, 10:30] = 5_000
    pixels = photo.load(encoded(Image.fromarray(grey), "PNG")).pixels
    assert pixels[20, 20].max() < 100 < 200 < pixels[2, 2].min()


def test_printers_colours_become_red_green_blue() -> None:
    pixels = photo.load(encoded(quarters().convert("CMYK"), "JPEG", quality=95)).pixels
    assert corners(pixels) == "rgbw"


def blue() -> Image.Image:
    return Image.new("RGB", (64, 48), "blue")


def paged(kind: str, *more: Image.Image, **options: object) -> bytes:
    return encoded(quarters(), kind, save_all=True, append_images=list(more), **options)


@pytest.mark.parametrize("kind", ["TIFF", "MPO"])
def test_every_picture_of_a_file_is_opened(kind: str) -> None:
    opened = photo.load_all(paged(kind, blue(), quarters()), "label")
    assert [p.source for p in opened.photos] == ["label", "label (2)", "label (3)"]
    assert [corners(p.pixels) for p in opened.photos] == ["rgbw", "bbbb", "rgbw"]
    assert len({p.sha256 for p in opened.photos}) == 3  # readings are kept by it
    assert opened.lost == ()
    assert photo.load(paged(kind, blue())).sha256 == hashlib.sha256(paged(kind, blue())).hexdigest()


def test_pictures_of_a_file_that_are_not_opened_are_named() -> None:
    many = photo.load_all(paged("TIFF", *[Image.new("RGB", (64, 48), (n, 0, 0)) for n in range(9)]), "label")
    assert len(many.photos) == photo.LIMITS.max_pages
    assert "more than 6 pictures" in str(many.lost[0])
    full = photo.load_all(paged("TIFF", blue()), "label", room=64 * 48)
    assert [str(e) for e in full.lost] == ["label (2) was not looked at: the pictures have too many pixels together."]
    noise = paged("MPO", Image.effect_noise((640, 480), 90).convert("RGB"))
    for torn in (photo.load_all(noise[: len(noise) // 2], "label"), photo.load_all(broken_tiff(), "label")):
        assert len(torn.photos) == 1
        assert str(torn.lost[0]).startswith("label (2)")


def broken_tiff() -> bytes:
    """Two pages, the strips of the second beyond the file's end."""
    data = bytearray(paged("TIFF", blue()))
    with Image.open(io.BytesIO(data)) as image:
        image.seek(1)
        strip = image.tag_v2[273][0]
    at = data.rindex(struct.pack("<I", strip))
    data[at : at + 4] = struct.pack("<I", 1 << 24)
    return bytes(data)


def test_a_camera_s_own_small_copy_adds_nothing() -> None:
    """A TIFF's reduced page is left out where it looks like the first one, and read where it does not."""
    from PIL import TiffImagePlugin

    tags = TiffImagePlugin.ImageFileDirectory_v2()
    tags[254] = 1
    for other, count in ((quarters().resize((32, 24)), 1), (Image.new("RGB", (32, 24), "blue"), 2)):
        other.encoderinfo = {"tiffinfo": tags}  # type: ignore[attr-defined]
        assert len(photo.load_all(paged("TIFF", other)).photos) == count


def test_the_picture_that_viewers_show_comes_first_and_none_is_left_out() -> None:
    class Held:
        """As pi_heif hands out a HEIC of three pictures whose second is the primary one."""

        format, n_frames = "HEIF", 3

        def tell(self) -> int:
            return 1

        def seek(self, place: int) -> None:
            pass

    beyond: list[int] = []
    assert list(pages.places(Held(), 6, lambda: beyond.append(1))) == [1, 0, 2]  # type: ignore[arg-type]
    assert list(pages.places(Held(), 2, lambda: beyond.append(1))) == [1, 0]  # type: ignore[arg-type]
    assert beyond == [1]


def test_a_file_of_a_million_pages_is_not_counted() -> None:
    """A TIFF's pages are a chain that has no end one could look up."""
    one = b"II*\0" + struct.pack("<I", 8)
    chain = b"".join(struct.pack("<HHHIII", 1, 256, 3, 1, 64, 8 + 18 * (n + 1)) for n in range(200_000))
    with pytest.raises(InputError):
        photo.load_all(one + chain + struct.pack("<HI", 0, 0), "label")


def test_an_open_file_gives_its_name(tmp_path: Path) -> None:
    path = tmp_path / "serum.png"
    path.write_bytes(PNG)
    with path.open("rb") as file:
        assert photo.load(file).source == "serum.png"
    assert photo.load(path).sha256 == photo.load(PNG).sha256


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def bomb(side: int) -> bytes:
    """A small PNG whose header promises side x side pixels."""
    header = struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(bytes(1000))) + chunk(b"IEND", b"")


def animated(kind: str) -> bytes:
    return encoded(quarters(), kind, save_all=True, append_images=[Image.new("RGB", (64, 48), "blue")], duration=100)


REFUSED = [
    ("nothing", b"", "empty"),
    ("a text", b"Aqua, Glycerin, Retinol", "not a picture"),
    ("a PDF", b"%PDF-1.7\n...", "PDF"),
    ("a drawing", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "SVG"),
    ("a drawing behind a byte order mark", b"\xef\xbb\xbf <SVG/>", "SVG"),
    ("an office document", b"PK\x03\x04....", "zip"),
    ("a JPEG cut short", JPEG[: len(JPEG) // 2], "damaged"),
    ("a PNG cut short", PNG[: len(PNG) // 2], "damaged"),
    ("a JPEG of nothing but its first bytes", JPEG[:20], ""),
    ("a PNG of nothing but its first bytes", PNG[:20], ""),
    ("81 megapixels in a kilobyte", bomb(9_000), "megapixels"),
    ("more pixels than Pillow itself allows", bomb(60_000), "megapixels"),
    ("a speck", encoded(Image.new("RGB", (8, 8)), "PNG"), "8 x 8"),
    ("an animated GIF", animated("GIF"), "animation"),
    ("an animated WebP", animated("WEBP"), "animation"),
    ("an animated PNG", animated("PNG"), "animation"),
    ("a bitmap", encoded(quarters(), "BMP"), "not a picture"),
]


@pytest.mark.parametrize(("what", "data", "said"), REFUSED, ids=[r[0] for r in REFUSED])
def test_what_cannot_be_read_is_refused_in_one_line_with_a_next_step(what: str, data: bytes, said: str) -> None:
    with pytest.raises(InputError) as caught:
        photo.load(data, "label.jpg")
    assert said in str(caught.value)
    assert str(caught.value).startswith("label.jpg")
    assert "\n" not in str(caught.value)
    assert caught.value.next


def test_too_many_bytes_are_refused_unread() -> None:
    with pytest.raises(InputError, match="50 MB"):
        photo.load(bytes(photo.LIMITS.max_bytes + 1), "huge.jpg")


def test_paths_that_hold_no_photo(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="is a folder"):
        photo.load(tmp_path)
    with pytest.raises(InputError, match=r"gone\.jpg does not exist"):
        photo.load(tmp_path / "gone.jpg")
    with pytest.raises(InputError, match="cannot be opened"):
        photo.load(tmp_path / "nul\0.jpg")


def test_an_error_names_the_file_and_not_where_it_lies(tmp_path: Path) -> None:
    path = tmp_path / "label.jpg"
    path.write_text("no photo")
    with pytest.raises(InputError) as caught:
        photo.load(path)
    assert str(tmp_path) not in str(caught.value)


def test_a_file_that_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "label.jpg"
    path.write_bytes(JPEG)

    def denied(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", denied)  # the tests may run as root, who may read everything
    with pytest.raises(InputError, match="may not be read"):
        photo.load(path)


def loads(data: bytes) -> None:
    try:
        outcome: Photo | InputError = photo.load(data)
    except InputError as refused:
        outcome = refused
    if isinstance(outcome, Photo):
        assert outcome.pixels.ndim == 3
    else:
        assert str(outcome)
        assert outcome.next


@given(st.binary(max_size=2_000))
def test_any_bytes_give_a_photo_or_a_refusal(data: bytes) -> None:
    loads(data)


@pytest.mark.slow
@settings(suppress_health_check=[HealthCheck.too_slow], max_examples=150)
@given(
    st.sampled_from([PNG, JPEG, encoded(quarters(), "WEBP"), encoded(quarters(), "TIFF"), encoded(quarters(), "GIF")]),
    st.lists(st.tuples(st.integers(0, 10_000), st.integers(0, 255)), max_size=8),
    st.integers(0, 10_000),
)
def test_any_damage_to_a_picture_gives_a_photo_or_a_refusal(data: bytes, hits: list[tuple[int, int]], cut: int) -> None:
    damaged = bytearray(data)
    for place, value in hits:
        damaged[place % len(damaged)] = value
    loads(bytes(damaged[: max(1, len(damaged) - cut % len(damaged))] if cut % 3 == 0 else damaged))


def test_a_blurred_photo_is_less_sharp_and_a_burnt_one_has_glare() -> None:
    rng = np.random.default_rng(1)
    grain = np.repeat(rng.integers(40, 200, (300, 400, 1), np.uint8), 3, axis=2)
    import cv2

    blurred = np.asarray(cv2.GaussianBlur(grain, (0, 0), 3), np.uint8)
    burnt = grain.copy()
    burnt[50:150, 100:200] = 255
    assert photo.quality(blurred).sharpness < photo.quality(grain).sharpness / 5
    assert photo.quality(grain).glare == 0
    assert 0.05 < photo.quality(burnt).glare < 0.1


@pytest.mark.parametrize(("ink", "empty"), [(255, True), (253, True), (245, False)])
def test_a_picture_of_one_colour_is_blank(ink: int, empty: bool) -> None:
    page = np.full((60, 80, 3), 255, np.uint8)
    page[30, 40] = (ink, 255, 255)  # in one colour alone
    assert blank(page) is empty


@pytest.mark.parametrize("slip", [TypeError("ours"), KeyError("ours")])
def test_a_slip_of_ours_is_not_told_as_a_damaged_photo(slip: Exception, monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(image: Image.Image) -> None:
        raise slip

    code = failing.__code__.replace(co_filename=photo.__file__)
    monkeypatch.setattr(photo, "_pixels", type(failing)(code, {"slip": slip}, "failing", None, failing.__closure__))
    with pytest.raises(type(slip)):
        photo.load(PNG, "label.png")


def test_the_same_from_a_decoder_is_a_damaged_photo(monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(image: Image.Image) -> None:
        raise TypeError

    monkeypatch.setattr(photo, "_pixels", failing)
    with pytest.raises(InputError, match="damaged"):
        photo.load(PNG, "label.png")
