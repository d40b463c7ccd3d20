"""Whatever is handed in, through the whole command: one line that says what to do, the right exit code, and nothing else lost."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import bad_inputs
import pytest
from golden.samples import replay

from glidecheck.errors import Exit

UNPRIVILEGED = 65534  # nobody, where tests run as root


def scan(
    *arguments: str | Path, env: dict[str, str] | None = None, user: int | None = None, **how: object
) -> subprocess.CompletedProcess[bytes]:
    """`glidecheck scan` in a process of its own."""
    command = [sys.executable, "-m", "glidecheck", "scan", *map(str, arguments)]
    return subprocess.run(command, env={**os.environ, **(env or {})}, capture_output="stdout" not in how, user=user, timeout=120, **how)  # type: ignore[call-overload, no-any-return]


def lines(raw: bytes) -> list[str]:
    return raw.decode().splitlines()


def answers(done: subprocess.CompletedProcess[bytes]) -> list[dict[str, object]]:
    return [json.loads(line) for line in lines(done.stdout)]


def refused(done: subprocess.CompletedProcess[bytes], reason: str) -> None:
    """One line on stderr that names the reason, one answer on stdout that is not clean, exit 3."""
    (said,) = lines(done.stderr)
    assert said.startswith("glidecheck: ")
    assert reason in said
    (answer,) = answers(done)
    assert answer["verdict"] is None
    assert answer["skipped"]["reason"]  # type: ignore[index]
    assert answer["skipped"]["next"]  # type: ignore[index]
    assert done.returncode == Exit.UNJUDGED


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("cut.jpg", bad_inputs.truncated_jpeg, "damaged or cut short"),
        ("notes.jpg", bad_inputs.text_named_jpg, "not a picture"),
        ("vast.png", bad_inputs.vast_png, "megapixels"),
        ("empty.jpg", bytes, "empty"),
        ("moving.gif", bad_inputs.animated_gif, "PNG"),
        ("leaflet.pdf", bad_inputs.pdf, "PNG"),
        ("leaflet.jpg", bad_inputs.pdf, "PNG"),
    ],
)
def test_a_file_that_is_no_photo(tmp_path: Path, name: str, content: Callable[[], bytes], reason: str) -> None:
    photo = tmp_path / name
    photo.write_bytes(content())
    refused(scan("--format", "json", photo), reason)


def test_the_vast_picture_is_small_as_a_file() -> None:
    assert len(bad_inputs.vast_png()) < 25_000


def test_a_folder(tmp_path: Path) -> None:
    refused(scan("--format", "json", tmp_path), "folder")


def test_a_missing_file(tmp_path: Path) -> None:
    refused(scan("--format", "json", tmp_path / "gone.jpg"), "does not exist")


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that another user may enter: pytest's own are closed."""
    folder = Path(tempfile.mkdtemp(prefix="glidecheck-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


def starts_for(user: int) -> bool:
    command = [sys.executable, "-c", "import glidecheck"]
    try:
        return subprocess.run(command, user=user, cwd="/", check=False, capture_output=True).returncode == 0
    except PermissionError:
        return False


def test_a_file_that_may_not_be_read(open_folder: Path) -> None:
    user = UNPRIVILEGED if os.geteuid() == 0 else None
    if user and not starts_for(user):
        pytest.skip("root's interpreter is closed to other users")
    photo = open_folder / "private.jpg"
    photo.write_bytes(b"\xff\xd8")
    photo.chmod(0)
    refused(scan("--format", "json", photo, user=user, cwd="/"), "may not be read")


# ------------------------------------------------------------------ photos without a list


def test_a_photo_without_text(tmp_path: Path) -> None:
    photo = tmp_path / "table.jpg"
    photo.write_bytes(bad_inputs.blank_photo())
    env = replay(tmp_path / "readings", {photo: ()})
    done = scan("--format", "json", "--engine", "recorded", "--second", "none", photo, env=env)
    (answer,) = answers(done)
    assert (answer["verdict"], answer["reading"]) == ("REVIEW", "no_list")
    assert answer["retake"]
    assert done.returncode == Exit.UNJUDGED


def test_a_photo_without_a_list(tmp_path: Path) -> None:
    photo = tmp_path / "front.jpg"
    photo.write_bytes(bad_inputs.blank_photo())
    env = replay(tmp_path / "readings", {photo: ("Halden Skin", "Overnight mask", "50 ml")})
    done = scan("--format", "json", "--engine", "recorded", "--second", "none", photo, env=env)
    (answer,) = answers(done)
    assert (answer["verdict"], answer["reading"]) == ("REVIEW", "no_list")
    assert done.returncode == Exit.UNJUDGED


# ------------------------------------------------------------------ engines


def without(tmp_path: Path, module: str) -> dict[str, str]:
    """An environment in which `module` is not installed."""
    (tmp_path / f"{module}.py").write_text(f"raise ModuleNotFoundError('No module named {module}', name='{module}')\n", "utf-8")
    return {"PYTHONPATH": os.pathsep.join(filter(None, (str(tmp_path), os.environ.get("PYTHONPATH"))))}


@pytest.mark.parametrize(("engine", "module"), [("rapidocr", "rapidocr"), ("paddle-tiny", "faster_paddle"), ("tesseract", "pytesseract")])
def test_an_engine_that_is_not_installed(tmp_path: Path, engine: str, module: str) -> None:
    done = scan("--engine", engine, bad_inputs.SAMPLES / "retinol-serum.jpg", env=without(tmp_path, module))
    (said,) = lines(done.stderr)
    assert said.startswith("glidecheck: ")
    assert "Traceback" not in said
    assert done.returncode == Exit.ENGINE


def test_the_recorded_engine_is_refused_outside_tests() -> None:
    done = scan("--engine", "recorded", bad_inputs.SAMPLES / "retinol-serum.jpg", env={"GLIDECHECK_ALLOW_RECORDED": ""})
    assert len(lines(done.stderr)) == 1
    assert done.returncode == Exit.ENGINE


# ------------------------------------------------------------------ pipes


def test_nothing_on_stdin() -> None:
    refused(scan("--format", "json", "-", stdin=subprocess.DEVNULL), "stdin")


def test_half_a_photo_on_stdin() -> None:
    refused(scan("--format", "json", "-", input=bad_inputs.truncated_jpeg()), "damaged or cut short")


def test_stdin_is_closed() -> None:
    command = 'exec "$0" -m glidecheck scan --format json - <&-'
    refused(subprocess.run(["sh", "-c", command, sys.executable], capture_output=True, check=False, timeout=120), "stdin")


def test_nobody_reads_stdout(tmp_path: Path) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    done = scan("--format", "json", tmp_path / "gone.jpg", stdout=writer, stderr=subprocess.PIPE)
    os.close(writer)
    assert "Traceback" not in done.stderr.decode()
    assert done.returncode == Exit.UNJUDGED


# ------------------------------------------------------------------ one among others


def test_one_bad_photo_of_five_leaves_four_answers(tmp_path: Path) -> None:
    photos = [tmp_path / f"{n}.jpg" for n in range(5)]
    for n, photo in enumerate(photos):
        photo.write_bytes(bad_inputs.truncated_jpeg() if n == 2 else bad_inputs.blank_photo(n))
    told = ("Ingredients: Aqua, Retinol.", "Ingredients: Aqua, Glycerin.", "", "Lidocaine 4 % cream", "Ingredients: Aqua, Resorcinol.")
    env = replay(tmp_path / "readings", {photo: (told[n],) for n, photo in enumerate(photos) if n != 2})
    done = scan("--format", "json", "--quiet", "--engine", "recorded", "--second", "none", *photos, env=env)
    got = answers(done)
    assert [a["source"] for a in got] == [[str(photo)] for photo in photos]
    assert [a["verdict"] for a in got] == ["AVOID", "CAUTION", None, "CAUTION", "CAUTION"]
    (said,) = lines(done.stderr)
    assert "2.jpg" in said
    assert done.returncode == Exit.FOUND
