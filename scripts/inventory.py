"""The two INCI inventories -> lexicon/inci.csv: one row a name, cleaned and merged.

    python scripts/inventory.py FOLDER      FOLDER holds cosing.csv.gz, inci_2024.csv.gz and frequency.csv.gz

Names with the same key are one row, under the spelling of the newer CosIng entry. CAS numbers with a wrong check digit are dropped.
`lists` counts the retail lists of frequency.csv.gz that hold the name: a figure, used as a prior.
"""

from __future__ import annotations

import csv
import gzip
import re
import sys
from pathlib import Path

from glidecheck.text import key

CAS = re.compile(r"(?<!\d)(\d{2,7}-\d\d-\d)(?!\d)")
EC = re.compile(r"(?<!\d)(\d{3}-\d{3}-\d)(?!\d)")
COLUMNS = ("name", "cas", "ec", "functions", "updated", "inn", "in", "lists")


def rows(path: Path) -> list[dict[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def clean(name: str) -> str:
    """Single spaces, none around slashes or inside brackets, capitals."""
    name = " ".join(name.split()).upper()
    return re.sub(r"\( ", "(", re.sub(r" \)", ")", re.sub(r" ?/ ?", "/", name)))


def valid(cas: str) -> bool:
    digits = cas.replace("-", "")
    return digits[0] != "0" and sum(int(d) * n for n, d in enumerate(reversed(digits[:-1]), 1)) % 10 == int(digits[-1])


def unique(found: list[str]) -> str:
    return " ".join(dict.fromkeys(found))


def inn(text: str) -> str:
    """The names of CosIng's INN column, without their registers: "Adenosine [USAN:BAN]" is "adenosine"."""
    bare = re.sub(r"[\[({][^\])}]*[\])}]", " ", text)
    return "|".join(dict.fromkeys(" ".join(p.split()).lower() for p in re.split(r" / |;", bare) if p.strip()))


def main(folder: Path, out: Path) -> None:
    merged: dict[str, dict[str, str]] = {}
    cosing = sorted(
        rows(folder / "cosing.csv.gz"), key=lambda r: (tuple(reversed(r["updated"].split("/"))), r["cosing_ref"].zfill(9)), reverse=True
    )
    for row in cosing:
        name = clean(row["inci"])
        functions = "|".join(sorted({f.strip() for f in row["function"].split(",") if f.strip() and f.strip() != "NOT REPORTED"}))
        found = {
            "name": name,
            "cas": unique([c for c in CAS.findall(row["cas"]) if valid(c)]),
            "ec": unique(EC.findall(row["ec"])),
            "functions": functions,
            "updated": row["updated"],
            "inn": "|".join(dict.fromkeys(filter(None, [*inn(row["inn"]).split("|"), *inn(row["ph_eur"]).split("|")]))),
            "in": "cosing",
            "lists": "",
        }
        merged.setdefault(key(name), found)
    for row in rows(folder / "inci_2024.csv.gz"):
        name = clean(re.sub(r"\(formaldehyde releaser\)", "", row["name"]))
        cas = unique([c for c in CAS.findall(row["casNo"]) if valid(c)])
        known = merged.get(key(name))
        if known is None:
            merged[key(name)] = dict.fromkeys(COLUMNS, "") | {"name": name, "cas": cas, "ec": unique(EC.findall(row["ecNo"])), "in": "2024"}
        elif "2024" not in known["in"]:
            known["in"] += "|2024"
            known["cas"] = known["cas"] or cas
            known["ec"] = known["ec"] or unique(EC.findall(row["ecNo"]))
    for row in rows(folder / "frequency.csv.gz"):
        if (known := merged.get(key(clean(row["inci"])))) is not None:
            known["lists"] = row["lists"]
    with out.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(sorted(merged.values(), key=lambda r: r["name"]))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(__file__).resolve().parent.parent / "lexicon" / "inci.csv")
