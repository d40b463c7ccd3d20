"""`find`: what lies in a folder, a bucket or on a manifest's lines, as products, each with its photos."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from glidecheck.errors import InputError
from glidecheck.image.photo import LIMITS
from glidecheck.shelf import grouping, kinds, listing, naming, places
from glidecheck.shelf import manifest as lists
from glidecheck.shelf.model import Product, Refused, Shelf, Shot, merged
from glidecheck.text import fold

_EXPORT = "Export the label as a PNG or JPEG and put it in its place."


def find(root: str, manifest: str | None = None) -> Shelf:
    """The shelf at `root`, a folder or any fsspec address; its products by the list at `manifest`, where one is given.

    Files are only listed, and the first bytes of those read whose ending says nothing. Photos that a manifest does not name are grouped
    as without one: nothing on the shelf is passed over.

    Raises:
        InputError: the folder or bucket is not there, or may not be read.
        UsageError: a manifest that does not hold together, an address of an unknown kind, or an extra that is not installed.
        ServiceError: what holds the shelf cannot be reached.
    """
    listed = places.listing(root)
    photos: list[Shot] = []
    refused = [Refused(t.path, t.reason, t.next) for t in listed.troubles]
    other: list[str] = []
    beside: list[Shot] = []
    for file in sorted(listed.files, key=lambda f: naming.natural(f.path)):
        name = file.path.rsplit("/", 1)[-1]
        kind, head = kinds.by_name(name), b""
        if kind is kinds.Kind.UNKNOWN:
            head = _head(file)
            kind = kinds.by_head(head)
        match kind:
            case kinds.Kind.PHOTO:
                photos.append(Shot(file.path, file.where, file.size, file.changed))
            case kinds.Kind.REFUSED:
                refused.append(Refused(file.path, f"{name} is {kinds.refusal(name, head)}.", _EXPORT))
                beside.append(Shot(file.path, file.where, file.size, file.changed))
            case kinds.Kind.OTHER:
                other.append(file.path)
            case _:
                pass
    products: tuple[Product, ...] = ()
    notes: list[str] = []
    if manifest is not None:
        products, missing, photos, more = _listed(manifest, root, photos, other)
        refused += missing
        notes += more
        own = listing.local(manifest).name if not listing.is_address(manifest) else manifest.rsplit("/", 1)[-1]
        other = [o for o in other if o.rsplit("/", 1)[-1] != own]
    else:
        notes += [f"{o} lies on the shelf; to use it as the list of its products: --manifest {o}" for o in other if _like_a_list(o)]
    products = grouping.unique((*products, *grouping.group(photos, beside)))
    notes += _crowded(products)
    return Shelf(listing.shown(root), products, tuple(refused), tuple(other), tuple(notes))


def open_shot(shot: Shot) -> bytes:
    """The bytes of a photo.

    Raises:
        InputError: it is gone, may not be read, or is larger than the photo stage takes.
        ServiceError: what holds it cannot be reached; the same call may do later.
    """
    return places.fetch(shot.where, LIMITS.max_bytes)


def _head(file: listing.File) -> bytes:
    try:
        return places.fetch(file.where, LIMITS.max_bytes, first=kinds.HEAD)
    except InputError:
        return b""  # not readable, and nothing says that it is a photo


def _like_a_list(path: str) -> bool:
    folder, _, name = path.rpartition("/")
    return not folder and name.lower() in ("manifest.csv", "manifest.xlsx", "shelf.csv", "shelf.xlsx", "products.csv", "products.xlsx")


def _crowded(products: Iterable[Product]) -> list[str]:
    return [
        f"the folder {p.name} holds {len(p.shots)} photos and counts as one product: give each product a folder of its own"
        for p in products
        if p.why == "subfolder" and len(p.shots) >= grouping.MANY
    ]


# ------------------------------------------------------------------ by the clinic's list


def _listed(
    where: str, root: str, photos: Sequence[Shot], other: Sequence[str]
) -> tuple[tuple[Product, ...], list[Refused], list[Shot], list[str]]:
    """Products of the list, its photos that are missing, the photos that it does not name, and what to say of them."""
    book = lists.read(where)
    by_path = {lists.same(s.path): s for s in photos}
    by_name: dict[str, list[Shot]] = defaultdict(list)
    for shot in photos:
        by_name[lists.same(shot.path).rsplit("/", 1)[-1]].append(shot)
    taken: set[str] = set()
    shots: dict[str, list[Shot]] = defaultdict(list)
    lost: dict[str, list[tuple[lists.Entry, str]]] = defaultdict(list)
    columns: dict[str, list[tuple[str, str]]] = defaultdict(list)
    names: dict[str, str] = {}
    others = {lists.same(o) for o in other}
    for entry in book.entries:
        key = fold(entry.product)
        names.setdefault(key, entry.product)
        columns[key] += entry.columns
        lists.refuse_outside(entry, book.name)
        wanted = lists.same(entry.photo)
        alike = by_name.get(wanted, []) if "/" not in wanted else []
        found = by_path.get(wanted) or (alike[0] if len(alike) == 1 else None)
        if found is None:
            lost[key].append((entry, _why_lost(entry, len(alike), wanted in others)))
        elif found not in shots[key]:
            shots[key].append(found)
            taken.add(found.path)
    products, refused = [], []
    for key, name in names.items():
        kept = merged(columns[key])
        # A photo that is missing stays one of its product's: what it would show was not read, and a glide may not rest on the others.
        gone = tuple(Shot(e.photo, _joined(root, e.photo)) for e, _ in lost[key])
        if shots[key]:
            products.append(Product(f"list:{key}", name, (*grouping.ordered(shots[key]), *gone), kept, "manifest"))
        refused += [
            Refused(e.photo, f"{book.name} line {e.line} names a photo of {name} {why}.", _NEXT_LOST, name, kept) for e, why in lost[key]
        ]
    rest = [s for s in photos if s.path not in taken]
    notes = [f"{len(rest)} photos are not in {book.name}: judged by their folders and names"] if rest else []
    return tuple(products), refused, rest, notes


_NEXT_LOST = "Put the photo on the shelf, or correct its name in the list."


def _why_lost(entry: lists.Entry, alike: int, other: bool) -> str:
    if alike > 1:
        return f"({entry.photo}) that lies in {alike} folders: write its folder too"
    return f"({entry.photo}) that is no picture" if other else f"({entry.photo}) that is not on the shelf"


def _joined(root: str, photo: str) -> str:
    path = photo.replace("\\", "/")
    if listing.is_address(root):
        head, chain, rest = root.partition("::")
        return f"{head.rstrip('/')}/{path}{chain}{rest}"
    return str(listing.local(root).absolute() / path)
