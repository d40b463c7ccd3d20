"""What lies in a folder: photos, what cannot be one, what is passed over; and the clinic's own list."""

from __future__ import annotations

import csv
import os
from pathlib import Path

import pytest
from openpyxl import Workbook

from glidecheck.errors import InputError, UsageError
from glidecheck.shelf import find, open_shot
from glidecheck.shelf.model import Product, Shot

JPEG = b"\xff\xd8\xff\xe0 a photo"
HEIC = b"\0\0\0\x18ftypheic\0\0\0\0"


def put(folder: Path, *names: str, data: bytes = JPEG) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def paths(products: tuple[Product, ...]) -> list[list[str]]:
    return [[s.path for s in p.shots] for p in products]


def test_an_empty_folder_is_an_empty_shelf(tmp_path: Path) -> None:
    shelf = find(str(tmp_path))
    assert (shelf.products, shelf.refused, shelf.other, shelf.notes) == ((), (), (), ())
    assert shelf.name == tmp_path.name


def test_what_is_passed_over(tmp_path: Path) -> None:
    put(tmp_path, ".hidden.jpg", "._elta.jpg", "@eaDir/elta.jpg", "__MACOSX/elta.jpg", ".glidecheck/crop.jpg", "Thumbs.db", "~$list.xlsx")
    assert find(str(tmp_path)).products == ()


def test_photos_by_ending_and_in_doubt_by_their_bytes(tmp_path: Path) -> None:
    put(tmp_path, "a.JPG", "b.jfif", "c.webp", "d.tiff", "e", "f.jpg_large", "empty.png")
    put(tmp_path, "g.0", data=HEIC)
    put(tmp_path, "empty.png", "h", data=b"")
    put(tmp_path, "notes.txt", "clip.mov", "prices.xlsx", "i", data=b"no photo")
    shelf = find(str(tmp_path))
    assert sorted(s.path for p in shelf.products for s in p.shots) == [
        "a.JPG",
        "b.jfif",
        "c.webp",
        "d.tiff",
        "e",
        "empty.png",
        "f.jpg_large",
        "g.0",
    ]
    assert shelf.other == ("clip.mov", "h", "i", "notes.txt", "prices.xlsx")
    assert shelf.refused == ()


@pytest.mark.parametrize("name", ["leaflet.pdf", "label.svg", "label.BMP", "raw.dng", "label.avif", "photos.zip"])
def test_a_label_in_a_form_that_is_not_opened_is_told(name: str, tmp_path: Path) -> None:
    put(tmp_path, "elta.jpg", name)
    (refused,) = find(str(tmp_path)).refused
    assert (refused.path, refused.reason[: len(name) + 4]) == (name, f"{name} is ")
    assert refused.next


def test_a_shot_knows_its_size_and_opens(tmp_path: Path) -> None:
    put(tmp_path, "room 1/Crème.jpg")
    (product,) = find(str(tmp_path)).products
    (shot,) = product.shots
    assert (shot.path, shot.size, product.key, product.name) == ("room 1/Crème.jpg", len(JPEG), "room 1/", "room 1")
    assert shot.changed > 0
    assert open_shot(shot) == JPEG


def test_links_in_a_circle_end(tmp_path: Path) -> None:
    put(tmp_path, "elta/front.jpg")
    (tmp_path / "elta" / "again").symlink_to(tmp_path)
    (tmp_path / "aaa").symlink_to(tmp_path / "elta")
    (tmp_path / "self.jpg").symlink_to(tmp_path / "self.jpg")
    shelf = find(str(tmp_path))
    assert paths(shelf.products) == [["elta/front.jpg"], ["self.jpg"]]
    with pytest.raises(InputError):
        open_shot(shelf.products[1].shots[0])


def test_a_pipe_stops_nothing(tmp_path: Path) -> None:
    put(tmp_path, "elta.jpg")
    os.mkfifo(tmp_path / "pipe.jpg")
    shelf = find(str(tmp_path))
    assert paths(shelf.products) == [["elta.jpg"]]
    assert [r.path for r in shelf.refused] == ["pipe.jpg"]
    with pytest.raises(InputError, match="no file"):
        open_shot(Shot("pipe.jpg", str(tmp_path / "pipe.jpg")))


def test_a_name_that_is_no_text_is_told(tmp_path: Path) -> None:
    (tmp_path / os.fsdecode(b"elta\xff.jpg")).write_bytes(JPEG)
    shelf = find(str(tmp_path))
    assert shelf.products == ()
    assert [r.reason for r in shelf.refused] == ["its name is not UTF-8"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_folder_that_may_not_be_read_is_a_row(tmp_path: Path) -> None:
    put(tmp_path, "elta.jpg", "locked/emla.jpg")
    (tmp_path / "locked").chmod(0)
    try:
        shelf = find(str(tmp_path))
    finally:
        (tmp_path / "locked").chmod(0o755)
    assert [r.path for r in shelf.refused] == ["locked"]
    assert paths(shelf.products) == [["elta.jpg"]]


def test_no_shelf(tmp_path: Path) -> None:
    put(tmp_path, "elta.jpg")
    for root, words in (
        (tmp_path / "none", "does not exist"),
        (tmp_path / "elta.jpg", "a file, not a folder"),
        ("a\0b", "cannot be opened"),
    ):
        with pytest.raises(InputError, match=words):
            find(str(root))


@pytest.mark.parametrize(
    ("root", "words"),
    [
        ("nosuch://x", "no kind of address"),
        ("sftp://me:secret@host/shelf", "password"),
        ("gs://bucket/shelf", r"library that is not installed"),
    ],
)
def test_addresses_that_cannot_be(root: str, words: str) -> None:
    if root.startswith("gs:"):
        try:
            import gcsfs  # noqa: F401
        except ImportError:
            pass
        else:
            pytest.skip("the gs extra is installed")
    with pytest.raises(UsageError, match=words) as raised:
        find(root)
    assert "secret" not in str(raised.value)


def test_a_photo_that_went_away(tmp_path: Path) -> None:
    put(tmp_path, "elta.jpg")
    (product,) = find(str(tmp_path)).products
    (tmp_path / "elta.jpg").unlink()
    with pytest.raises(InputError, match=r"elta\.jpg is no longer there"):
        open_shot(product.shots[0])


def test_a_file_address_and_other_addresses(tmp_path: Path) -> None:
    import fsspec

    put(tmp_path, "elta-front.jpg", "elta-back.jpg")
    assert paths(find(tmp_path.as_uri()).products) == [["elta-front.jpg", "elta-back.jpg"]]
    memory = fsspec.filesystem("memory")
    for name in ("shelf-of-tests/elta/front.jpg", "shelf-of-tests/elta/back.jpg", "shelf-of-tests/.trash/x.jpg"):
        memory.pipe(f"/{name}", JPEG)
    shelf = find("memory://shelf-of-tests")
    assert paths(shelf.products) == [["elta/front.jpg", "elta/back.jpg"]]
    assert open_shot(shelf.products[0].shots[1]) == JPEG
    with pytest.raises(InputError, match="does not exist"):
        find("memory://shelf-of-nobody")


def test_a_crowded_folder_is_noted(tmp_path: Path) -> None:
    put(tmp_path, *(f"all/IMG_{n:04}.jpg" for n in range(12)))
    assert "12 photos" in find(str(tmp_path)).notes[0]


# ------------------------------------------------------------------ the clinic's list


def listed(tmp_path: Path, text: str | bytes, name: str = "list.csv"):
    path = tmp_path / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
    return find(str(tmp_path), manifest=str(path))


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    put(tmp_path, "IMG_1.jpg", "IMG_2.jpg", "room 2/Crème.jpg")
    return tmp_path


ROWS = [["product", "photo", "Location", "lot"], ["Elta UV", "IMG_1.jpg", "room 1", "=1+1"], ["Elta UV", "IMG_2.jpg", "", "B7"]]
EXPECTED = [["IMG_1.jpg", "IMG_2.jpg"], ["room 2/Crème.jpg"]]
COLUMNS = (("Location", "room 1"), ("lot", "=1+1 | B7"))


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_any_sane_csv(delimiter: str, encoding: str, shelf: Path) -> None:
    with (shelf / "list.csv").open("w", encoding=encoding, newline="") as out:
        csv.writer(out, delimiter=delimiter).writerows([*ROWS, [], ["Crème", "ROOM 2\\crème.JPG"]])
    found = find(str(shelf), manifest=str(shelf / "list.csv"))
    assert paths(found.products) == EXPECTED
    assert [(p.name, p.why) for p in found.products] == [("Elta UV", "manifest"), ("Crème", "manifest")]
    assert found.products[0].columns == COLUMNS
    assert (found.refused, found.other, found.notes) == ((), (), ())


def test_a_workbook(shelf: Path) -> None:
    import datetime

    book = Workbook()
    book.active.append(["nothing here"])
    sheet = book.create_sheet("list")
    for row in [["Produkt", "Foto", "Charge", "Verfall"], ["Elta UV", "IMG_1.jpg; IMG_2.jpg", 7.0, datetime.datetime(2027, 1, 31)]]:
        sheet.append(row)
    book.save(shelf / "list.xlsx")
    found = find(str(shelf), manifest=str(shelf / "list.xlsx"))
    assert paths(found.products) == EXPECTED
    assert found.products[0].columns == (("Charge", "7"), ("Verfall", "2027-01-31"))
    assert found.notes == ("1 photos are not in list.xlsx: judged by their folders and names",)


def test_a_photo_that_is_not_there_is_a_row_and_its_product_is_not_read_whole(shelf: Path) -> None:
    found = listed(shelf, "product,photo,lot\nElta,IMG_1.jpg,7\nElta,IMG_9.jpg,7\nEmla,gone.jpg,8\n")
    assert [(r.path, r.name, r.columns) for r in found.refused] == [
        ("IMG_9.jpg", "Elta", (("lot", "7"),)),
        ("gone.jpg", "Emla", (("lot", "8"),)),
    ]
    assert "list.csv line 3" in found.refused[0].reason
    elta = found.products[0]
    assert [s.path for s in elta.shots] == ["IMG_1.jpg", "IMG_9.jpg"]
    with pytest.raises(InputError, match=r"IMG_9\.jpg is no longer there"):
        open_shot(elta.shots[1])


def test_a_name_in_two_folders_needs_its_folder(shelf: Path) -> None:
    put(shelf, "a/x.jpg", "b/x.jpg")
    found = listed(shelf, "product,photo\nElta,x.jpg\nEmla,b/x.jpg\nCrème,crème.jpg\n")
    assert "lies in 2 folders" in found.refused[0].reason
    assert [p.name for p in found.products][:2] == ["Emla", "Crème"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "is empty"),
        ("\n\n", "is empty"),
        ("product;foo\nElta;IMG_1.jpg\n", "no column photo; its first line says: product, foo"),
        ("photo\nIMG_1.jpg\n", "no column product"),
        ("product,photo,picture,image\n", "names no photo"),
        ("name,picture,image\nElta,IMG_1.jpg,IMG_2.jpg\n", "2 columns for photo"),
        ("product,photo,lot,lot\nElta,IMG_1.jpg,1,2\n", "two columns lot"),
        ("product,photo\n", "names no photo"),
        ("product,photo\n\nElta,IMG_1.jpg\n,IMG_2.jpg\n", "line 4 names no product"),
        ("product,photo\nElta,\n", "line 2 names no photo of Elta"),
        ('product,photo\n"El\nta",IMG_1.jpg\nEmla,\n', "line 4 names no photo of Emla"),
        ("product,photo\nElta,IMG_1.jpg\nEmla,img_1.JPG\n", "line 3 gives img_1.JPG to Emla, line 2 to another"),
        ("product,photo\nElta,../IMG_1.jpg\n", "line 2: ../IMG_1.jpg does not lie below"),
        ("product,photo\nElta,/etc/passwd\n", "does not lie below"),
        (b"product,photo\0\n", "is no text"),
        (b"PK\x03\x04 no workbook", "no workbook"),
        ("product,photo\n" + "x" * 200_000 + ",a.jpg", "line 2"),
    ],
)
def test_a_list_with_a_mistake_stops_before_a_photo_is_read(text: str | bytes, words: str, shelf: Path) -> None:
    with pytest.raises(UsageError, match=words) as raised:
        listed(shelf, text)
    assert raised.value.next
    assert "\n" not in str(raised.value)


def test_a_list_that_is_not_there(shelf: Path) -> None:
    with pytest.raises(InputError, match=r"none\.csv does not exist"):
        find(str(shelf), manifest=str(shelf / "none.csv"))


def test_a_list_on_the_shelf_is_pointed_out(shelf: Path) -> None:
    put(shelf, "manifest.csv", data=b"product,photo\n")
    assert "--manifest" in find(str(shelf)).notes[0]


def test_a_file_that_is_no_photo_is_one_of_its_products_all_the_same(tmp_path: Path) -> None:
    """A PDF that lies with a product's photos, or has their name: the list may stand in it."""
    for name in ("elta/front.jpg", "elta/leaflet.pdf", "velunia.jpg", "velunia.pdf", "IMG_1234.jpg", "catalogue.pdf", "orsini/scan.pdf",
                 "marbeck/1.jpg", "marbeck/papers/order.pdf"):  # fmt: skip
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(JPEG if name.endswith("jpg") else b"%PDF-1.7")
    shelf = find(str(tmp_path))
    assert {p.name: [s.path for s in p.shots] for p in shelf.products} == {
        "elta": ["elta/front.jpg", "elta/leaflet.pdf"],
        "IMG_1234": ["IMG_1234.jpg"],
        "marbeck": ["marbeck/1.jpg"],
        "velunia": ["velunia.jpg", "velunia.pdf"],
    }
    assert len(shelf.refused) == 5  # and each is named for itself
