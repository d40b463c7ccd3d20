"""Photos to products: a folder is one product; beside other folders, what shares a name; and later, what shares a barcode.

A folder that holds photos and no folder with photos is one product. Where photos lie beside such folders, and in the shelf's own top
folder, each photo is a product of its own, but for those that share a name (`naming`).
"""

from __future__ import annotations

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from glidecheck.shelf.model import Product, Shot, merged
from glidecheck.shelf.naming import Name, natural, parse
from glidecheck.text import fold

MANY = 9
"""Photos in one folder from which it is asked whether they really show one product: a shelf's photos thrown into one folder are many."""


def group(shots: Iterable[Shot], beside: Iterable[Shot] = ()) -> tuple[Product, ...]:
    """The products that `shots` show, in the order of their names, each photo in one of them.

    `beside` are files that cannot be opened as photos (a PDF). One that lies with a product's photos, or has their name, is one of its
    photos all the same: what it shows is missing, and no glide may rest on the others. Alone it makes no product.
    """
    folders: dict[str, list[Shot]] = defaultdict(list)
    for shot in shots:
        folders[shot.path.rpartition("/")[0]].append(shot)
    strange = {shot.path: shot for shot in beside}
    for shot in strange.values():
        folder = shot.path.rpartition("/")[0]
        if folder in folders:
            folders[folder].append(shot)
    above = {parent for folder in folders for parent in _parents(folder)}
    products: list[Product] = []
    for folder, held in folders.items():
        if folder and folder not in above:
            products.append(Product(_key(folder) + "/", folder.rsplit("/", 1)[-1], ordered(held), why="subfolder"))
        else:
            products.extend(_by_name(folder, held))
    shown = [p for p in products if any(shot.path not in strange for shot in p.shots)]
    return told_apart(unique(sorted(shown, key=lambda p: natural(p.key))))


def unique(products: Sequence[Product]) -> tuple[Product, ...]:
    """`products`, with another key for each whose key was taken: two photos whose names differ in their capitals alone."""
    taken: set[str] = set()
    out = []
    for product in products:
        key, n = product.key, 1
        while key in taken:
            n += 1
            key = f"{product.key} #{n}"
        taken.add(key)
        out.append(replace(product, key=key))
    return tuple(out)


def _parents(folder: str) -> list[str]:
    parts = folder.split("/")
    return ["/".join(parts[:n]) for n in range(len(parts))]


def _by_name(folder: str, shots: Sequence[Shot]) -> list[Product]:
    named = [(parse(_file(s)), s) for s in shots]
    alike: dict[str, list[tuple[Name, Shot]]] = defaultdict(list)
    alone: list[tuple[Name, Shot]] = []
    for name, shot in named:
        if name.camera:
            alone.append((name, shot))
        else:
            alike[name.stem].append((name, shot))
    base = f"{_key(folder)}/" if folder else ""
    products = []
    for stem, members in alike.items():
        # A last digit counts photos only where the digits count up: vitamin-c-5 and vitamin-c-1 are two strengths.
        together = [m for m in members if m[0].number <= len(members)]
        if len(members) == 1 or len(together) == 1:
            together = []
        if together:
            title = min((n.title for n, _ in together), key=lambda t: (len(t), t))
            products.append(Product(base + stem, title, ordered(s for _, s in together), why="name"))
        alone.extend(m for m in members if m not in together)
    for name, shot in alone:
        whole = _bare(unicodedata.normalize("NFC", _file(shot)))
        if name.camera or name.number or len(alike[name.stem]) > 1:
            products.append(Product(base + fold(whole), whole, (shot,)))
        else:  # the key stays when a second side of it is photographed later
            products.append(Product(base + name.stem, name.title, (shot,)))
    return products


def ordered(shots: Iterable[Shot]) -> tuple[Shot, ...]:
    """The photos of one product: front before back, then by name."""
    return tuple(sorted(shots, key=lambda s: (parse(_file(s)).order, natural(s.path))))


def told_apart(products: Sequence[Product]) -> tuple[Product, ...]:
    """`products` with their folder in front of names that several of them have."""
    count = Counter(fold(p.name) for p in products)
    return tuple(replace(p, name=_with_folder(p)) if count[fold(p.name)] > 1 and p.why != "manifest" else p for p in products)


def _with_folder(product: Product) -> str:
    path = unicodedata.normalize("NFC", product.shots[0].path)
    parts = path.split("/")[:-1]
    if product.why == "subfolder":
        return " / ".join(parts)
    return " / ".join((*parts, product.name)) if parts else product.name


def _file(shot: Shot) -> str:
    return shot.path.rsplit("/", 1)[-1]


def _bare(file: str) -> str:
    return file.rsplit(".", 1)[0] if "." in file[1:] else file


def _key(folder: str) -> str:
    return unicodedata.normalize("NFC", folder).casefold()


# ------------------------------------------------------------------ barcodes


def join_by_barcode(products: Sequence[Product], codes: Mapping[str, str]) -> tuple[Product, ...]:
    """`products` with those of one barcode joined; `codes` are the barcodes read, by `Shot.path`.

    The first of them that a manifest names, else the first, gives key, name and columns. Nothing is joined where it is not sure what
    belongs together: a product whose photos show two codes, or a code on products that a manifest gives two names.
    """
    of: dict[str, list[int]] = defaultdict(list)
    for index, product in enumerate(products):
        read = {codes[s.path] for s in product.shots if codes.get(s.path)}
        if len(read) == 1:
            of[read.pop()].append(index)
    into: dict[int, list[int]] = {}
    for members in of.values():
        listed = [i for i in members if products[i].why == "manifest"]
        if len(members) > 1 and len({fold(products[i].name) for i in listed}) <= 1:
            into[(listed or members)[0]] = members
    gone = {i for first, members in into.items() for i in members if i != first}
    return tuple(_joined(p, [products[n] for n in into[i]]) if i in into else p for i, p in enumerate(products) if i not in gone)


def _joined(first: Product, members: Sequence[Product]) -> Product:
    shots = ordered({s.path: s for p in members for s in p.shots}.values())
    columns = merged(column for product in (first, *members) for column in product.columns)
    named = next((p.name for p in (first, *members) if p.why == "manifest" or not parse(f"{p.name}.jpg").camera), first.name)
    return replace(first, name=named, shots=shots, columns=columns, why="barcode")
