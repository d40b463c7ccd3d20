"""The command line: what goes where, and what the exit code says."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import subprocess
import sys
import time
import tomllib
from pathlib import Path

import jsonschema
import pytest
from PIL import Image

from glidecheck.cli.doctor import PACKAGES
from glidecheck.report import jsonform

HERE = Path(__file__).parent
NO_TTY = {k: v for k, v in os.environ.items() if k not in ("FORCE_COLOR", "COLUMNS", "GLIDECHECK_DEBUG")}


def run(*args: str, cwd: Path | None = None, stdin: bytes | None = None, env: dict[str, str] | None = None, **more):
    """The command line over `named_pipeline`, in a process of its own."""
    call = [sys.executable, str(HERE / "named_pipeline.py"), *args]
    given = {"input": stdin} if stdin is not None else {"stdin": subprocess.DEVNULL}
    done = subprocess.run(call, cwd=cwd, capture_output=True, env={**NO_TTY, **(env or {})}, timeout=60, check=False, **given, **more)
    done.out, done.err = done.stdout.decode("utf-8"), done.stderr.decode("utf-8")
    assert "Traceback" not in done.err
    return done


def lines(done) -> list[dict[str, object]]:
    made = [json.loads(line) for line in done.out.splitlines()]
    for line in made:
        jsonschema.validate(line, jsonform.schema())
    return made


EXITS = [
    (["glide-1.jpg"], 0),
    (["glide-1.jpg", "glide-2.jpg"], 0),
    (["retinol-1.jpg"], 1),
    (["emla-1.jpg"], 1),
    (["moisturiser-1.jpg"], 1),
    (["partial-1.jpg"], 3),
    (["skipped-1.jpg"], 3),
    (["missing-1.jpg"], 3),
    (["broken-1.jpg"], 3),
    (["memory-1.jpg"], 3),
    (["glide-1.jpg", "missing-1.jpg"], 3),
    (["partial-1.jpg", "missing-1.jpg", "retinol-1.jpg"], 1),
    (["lexicon-1.jpg"], 4),
    (["engine-1.jpg"], 5),
    (["bug-1.jpg"], 70),
    (["retinol-1.jpg", "bug-1.jpg"], 70),
    (["interrupt-1.jpg"], 130),
]


@pytest.mark.parametrize(("photos", "code"), EXITS, ids=[" ".join(p) for p, _ in EXITS])
def test_exit_code(photos: list[str], code: int) -> None:
    assert run("scan", *photos, "--format", "json").returncode == code


USAGE = [
    [],
    ["scan"],
    ["scan", "glide-1.jpg", "--format", "xml"],
    ["scan", "glide-1.jpg", "--nope"],
    ["scan", "glide-1.jpg", "--product", " "],
    ["scan", "-", "-"],
    ["scan", "glide-1.jpg", "-o", "no/such/folder/out.json"],
    ["scan", "glide-1.jpg", "-o", "glide-1.jpg"],
    ["scan", "glide-1.jpg", "--annotate", "./glide-1.jpg"],
    ["scan", "glide-1.jpg", "--annotate", "out.txt"],
    ["scan", "glide-1.jpg", "--annotate", "no/such/out.jpg"],
    ["scan", "glide-1.jpg", "--annotate", "out.png", "-o", "out.png"],
    ["text"],
    ["glide-1.jpg"],
]


@pytest.mark.parametrize("args", USAGE, ids=[" ".join(a) or "nothing" for a in USAGE])
def test_usage_errors_are_two_and_write_nothing(args: list[str], tmp_path: Path) -> None:
    done = run(*args, cwd=tmp_path)
    assert done.returncode == 2
    assert done.err
    assert list(tmp_path.iterdir()) == []


def test_four_of_five_are_answered_in_the_order_given() -> None:
    done = run("scan", "retinol-1.jpg", "missing-2.jpg", "glide-3.jpg", "bug-4.jpg", "emla-5.jpg", "--format", "json")
    made = lines(done)
    assert [(m["source"], m["verdict"]) for m in made] == [
        (["retinol-1.jpg"], "AVOID"),
        (["missing-2.jpg"], None),
        (["glide-3.jpg"], "GLIDE"),
        (["bug-4.jpg"], None),
        (["emla-5.jpg"], "CAUTION"),
    ]
    assert "missing.jpg does not exist" in made[1]["skipped"]["reason"]
    errors = done.err.splitlines()
    assert len([e for e in errors if "missing-2.jpg: missing.jpg does not exist. Check the path." in e]) == 1
    assert len([e for e in errors if "bug-4.jpg: a bug of glidecheck: ValueError: math domain error" in e]) == 1
    assert errors[-1] == "glidecheck: 5 products: 1 AVOID, 1 CAUTION, 1 GLIDE, 2 not judged"


def test_quiet_keeps_errors_only() -> None:
    done = run("scan", "retinol-1.jpg", "missing-2.jpg", "--quiet", "--format", "json")
    assert done.err.splitlines() == ["glidecheck: missing-2.jpg: missing.jpg does not exist. Check the path."]


def test_one_product_says_nothing_on_stderr() -> None:
    assert run("scan", "retinol-1.jpg").err == ""


def test_results_are_written_as_they_come() -> None:
    call = [sys.executable, str(HERE / "named_pipeline.py"), "scan", "glide-1.jpg", "glide-slow.jpg", "glide-slow2.jpg", "--format", "json"]
    with subprocess.Popen(call, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL) as process:
        assert process.stdout is not None
        json.loads(process.stdout.readline())
        first = time.monotonic()
        process.stdout.read()
        assert time.monotonic() - first > 0.5
    assert process.returncode == 0


def test_several_photos_of_one_product() -> None:
    (made,) = lines(run("scan", "glide-front.jpg", "glide-back.jpg", "--product", "My serum", "--format", "json"))
    assert (made["source"], made["product"]) == (["glide-front.jpg", "glide-back.jpg"], "My serum")


def test_photos_keep_the_names_they_were_given_by() -> None:
    args = ("a/glide.jpg", "missing.jpg", "b/glide.jpg")
    (made,) = lines(run("scan", *args, "--product", "x", "--format", "json"))
    assert made["source"] == ["a/glide.jpg", "b/glide.jpg"]


# ------------------------------------------------------------------ stdin, stdout


def test_a_photo_from_stdin() -> None:
    (made,) = lines(run("scan", "-", "--format", "json", stdin=b"a photo"))
    assert (made["source"], made["product"], made["verdict"]) == (["piped photo"], "piped photo", "AVOID")


@pytest.mark.parametrize(("command", "name"), [("scan", "piped photo"), ("text", "pasted text")])
def test_empty_stdin(command: str, name: str) -> None:
    done = run(command, "-", "--format", "json", stdin=b"")
    assert done.returncode == 3
    assert done.err == f"glidecheck: {name}: nothing came on stdin. Pipe the file in, or give its name.\n"
    assert lines(done)[0]["verdict"] is None


def _sh(words: str) -> subprocess.CompletedProcess[bytes]:
    call = f'exec 2>&1; "$PY" "$MAIN" {words}'
    env = {**NO_TTY, "PY": sys.executable, "MAIN": str(HERE / "named_pipeline.py")}
    return subprocess.run(["bash", "-c", call], env=env, capture_output=True, timeout=60, check=False)


@pytest.mark.parametrize("command", ["scan", "text"])
def test_stdin_closed(command: str) -> None:
    done = _sh(f"{command} - --quiet <&-")
    assert done.returncode == 3
    assert b"stdin is closed" in done.stdout
    assert b"Traceback" not in done.stdout


def test_stdout_closed() -> None:
    done = _sh("scan glide-1.jpg >&-")
    assert done.returncode == 6
    assert done.stdout == b"glidecheck: stdout is closed. Write to a file with -o.\n"


@pytest.mark.parametrize(
    ("photos", "code"), [("glide-1.jpg glide-slow2.jpg glide-slow3.jpg", 3), ("retinol-1.jpg glide-slow2.jpg glide-slow3.jpg", 1)]
)
@pytest.mark.parametrize("face", ["json", "text", "csv"])
def test_a_reader_that_leaves_early(photos: str, code: int, face: str) -> None:
    call = f'"$PY" "$MAIN" scan {photos} --format {face} | head -1; echo "exit ${{PIPESTATUS[0]}}"'
    env = {**NO_TTY, "PY": sys.executable, "MAIN": str(HERE / "named_pipeline.py")}
    done = subprocess.run(["bash", "-c", call], env=env, capture_output=True, timeout=60, check=False)
    assert done.stderr == b""
    assert done.stdout.splitlines()[-1] == f"exit {code}".encode()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_disk_is_told() -> None:
    told = "glidecheck: the answer cannot be written: No space left on device. Make room, or write elsewhere with -o.\n"
    done = run("scan", "glide-1.jpg", "-o", "/dev/full")
    assert (done.returncode, done.err) == (6, told)
    for words in ("scan glide-1.jpg", "scan glide-1.jpg --format json", "lexicon stats", "explain retinol"):
        done = _sh(f"{words} >/dev/full")
        assert (done.returncode, done.stdout.decode()) == (6, told)


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252"])
@pytest.mark.parametrize("face", ["text", "json", "csv", "html"])
def test_any_terminal_encoding(encoding: str, face: str) -> None:
    done = run("scan", "hostile-1.jpg", "retinol-2.jpg", "--format", face, env={"PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"})
    assert done.returncode == 1


# ------------------------------------------------------------------ faces and files


def test_csv_has_one_header_for_all() -> None:
    done = run("scan", "retinol-1.jpg", "skipped-2.jpg", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(done.out)))
    assert [r["source"] for r in rows] == ["retinol-1.jpg"] * 3 + ["skipped-2.jpg"]


def test_html_to_a_file_with_crops(tmp_path: Path) -> None:
    target = tmp_path / "page.html"
    done = run("scan", "retinol-1.jpg", "missing-2.jpg", "--format", "html", "-o", str(target))
    assert done.out == ""
    text = target.read_text(encoding="utf-8")
    assert text.count("<article") == 2
    assert text.count("data:image/jpeg;base64,") == 1


@pytest.mark.parametrize("face", ["text", "json", "csv"])
def test_a_file_holds_what_stdout_would(face: str, tmp_path: Path) -> None:
    target = tmp_path / "out"
    run("scan", "retinol-1.jpg", "--format", face, "-o", str(target))
    printed = run("scan", "retinol-1.jpg", "--format", face, env={"COLUMNS": "100"}).out
    assert target.read_text(encoding="utf-8") == printed


def test_annotate_one_photo(tmp_path: Path) -> None:
    run("scan", "retinol-1.jpg", "--annotate", str(tmp_path / "out.png"))
    with Image.open(tmp_path / "out.png") as image:
        assert image.width == 640


def test_annotate_several_photos_by_their_place(tmp_path: Path) -> None:
    done = run("scan", "retinol-1.jpg", "missing-2.jpg", "glide-3.jpg", "--annotate", str(tmp_path / "out.jpg"))
    assert sorted(p.name for p in tmp_path.iterdir()) == ["out-1.jpg", "out-3.jpg"]
    assert "missing-2.jpg: no picture to annotate" in done.err


def test_annotate_both_photos_of_a_product(tmp_path: Path) -> None:
    run("scan", "retinol-a.jpg", "retinol-b.jpg", "--product", "x", "--annotate", str(tmp_path / "out.jpg"))
    assert sorted(p.name for p in tmp_path.iterdir()) == ["out-1.jpg", "out-2.jpg"]


def test_annotate_into_a_folder_overwrites_no_photo(tmp_path: Path) -> None:
    photo = tmp_path / "retinol.jpg"
    photo.write_bytes(b"the photo itself")
    run("scan", str(photo), "a/glide.jpg", "b/glide.jpg", "--annotate", str(tmp_path))
    assert sorted(p.name for p in tmp_path.iterdir()) == ["glide-2.jpg", "glide.jpg", "retinol-2.jpg", "retinol.jpg"]
    assert photo.read_bytes() == b"the photo itself"


def test_trace_goes_to_stderr() -> None:
    done = run("text", "-", "--trace", "--format", "json", stdin=b"Aqua, Retinol")
    assert "== matches" in done.err
    assert "RETINOL (retinoid, none), fuzzy 0.96, next RETINAL" in done.err
    assert len(lines(done)) == 1


# ------------------------------------------------------------------ text


@pytest.mark.parametrize(
    ("data", "verdict"),
    [
        (b"Aqua, Retinol", "AVOID"),
        ("\ufeffAqua, Retinol".encode(), "AVOID"),
        ("Aqua, Retinol".encode("utf-16"), "AVOID"),
        (b"Aqua, Sodium Hyaluronate", "GLIDE"),
        (b"\xff\xd8\xff\xe0 a photo", None),
        (b"Aqua\0Retinol", None),
        (b" \n ", None),
        (b"\xc3\x28", None),
    ],
)
def test_text_files(data: bytes, verdict: str | None, tmp_path: Path) -> None:
    file = tmp_path / "label.txt"
    file.write_bytes(data)
    (made,) = lines(run("text", str(file), "--format", "json"))
    assert made["verdict"] == verdict


@pytest.mark.parametrize("name", ["missing", "my label.txt", "labels/my serum", "a, b.txt", "serum.md"])
def test_a_text_file_that_is_missing(name: str) -> None:
    done = run("text", name)
    assert done.returncode == 3
    assert done.err == (
        f"glidecheck: {name}: cannot be read: No such file or directory."
        " Give a text file, the text itself in quotes, or - and the text on stdin; one name alone is for glidecheck explain.\n"
    )


@pytest.mark.parametrize(
    "text",
    ["Ingredients: Aqua, Retinol.", "Aqua/Water, Retinol", "Ingredients:\nAqua\nRetinol", "Night cream retinol", "Retinol 0.5 %, Aqua"],
)
def test_a_text_in_quotes(text: str) -> None:
    (made,) = lines(run("text", text, "--format", "json"))
    assert (made["source"], made["product"], made["verdict"]) == (["pasted text"], "pasted text", "AVOID")


def test_a_long_text_in_quotes_is_no_name_of_a_file() -> None:
    (made,) = lines(run("text", "Ingredients: " + "Aqua, " * 200 + "Retinol.", "--format", "json"))
    assert made["verdict"] == "AVOID"


def test_a_file_that_is_there_is_read_whatever_its_name(tmp_path: Path) -> None:
    (tmp_path / "Aqua, Glycerin").write_text("Ingredients: Aqua, Retinol.", "utf-8")
    (made,) = lines(run("text", "Aqua, Glycerin", "--format", "json", cwd=tmp_path))
    assert (made["source"], made["verdict"]) == (["Aqua, Glycerin"], "AVOID")


# ------------------------------------------------------------------ errors


def test_a_bug_is_one_line_and_its_whole_on_demand() -> None:
    call = [sys.executable, str(HERE / "named_pipeline.py"), "scan", "bug-1.jpg", "--quiet"]
    quiet = subprocess.run(call, capture_output=True, env=NO_TTY, check=False)
    assert len(quiet.stderr.splitlines()) == 1
    loud = subprocess.run(call, capture_output=True, env={**NO_TTY, "GLIDECHECK_DEBUG": "1"}, check=False)
    assert b"Traceback" in loud.stderr
    assert quiet.returncode == loud.returncode == 70


def test_a_hostile_file_name_reaches_no_terminal() -> None:
    done = run("scan", "missing-\x1b[31m\u202e.jpg", "--format", "json")
    assert "\x1b" not in done.err + done.out
    assert "\u202e" not in done.err + done.out


def test_an_interrupt_keeps_what_was_judged() -> None:
    done = run("scan", "retinol-1.jpg", "interrupt-2.jpg", "glide-3.jpg", "--format", "json")
    assert [m["verdict"] for m in lines(done)] == ["AVOID"]
    assert done.err == "glidecheck: interrupted: 1 of 3 products were judged\n"


# ------------------------------------------------------------------ what is known


def test_version() -> None:
    from glidecheck import __version__
    from glidecheck.lexicon import load

    assert run("--version").out == f"glidecheck {__version__}, lexicon {load().version}\n"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("retinol", "retinoid"),
        ("Ret inol", "retinoid"),
        ("68-26-8", "RETINOL"),
        ("EMLA", "PRILOCAINE"),
        ("squalane", "111-01-3"),
    ],
)
def test_explain(name: str, expected: str) -> None:
    done = run("explain", name)
    assert done.returncode == 0
    assert expected in done.out
    assert "reviewed by a clinician: no" in done.out


def test_explain_takes_a_name_of_several_words_without_quotes() -> None:
    assert run("explain", "sodium", "hyaluronate").out == run("explain", "sodium hyaluronate").out


def test_explain_a_rule_and_an_unknown_name() -> None:
    from glidecheck.lexicon import load

    rules = [r["id"] for r in load().rules_json]
    assert rules
    assert run("explain", rules[0].lower()).out.startswith(rules[0])
    done = run("explain", "lidocane")
    assert (done.returncode, done.out) == (2, "")
    assert "LIDOCAINE (94 % alike)" in done.err
    stem = run("explain", "retinyl nonsensate")
    assert stem.returncode == 2
    assert "by its stem it would be taken for VITAMIN A" in stem.err


def test_lexicon_commands(tmp_path: Path) -> None:
    from glidecheck.lexicon import CARRIED

    assert "retinoid" in run("lexicon", "stats").out
    found = run("lexicon", "search", "hyaluronate").out
    assert "SODIUM HYALURONATE  [glide]" in found
    assert run("lexicon", "search", "xqzzy").returncode == 2
    same = run("lexicon", "diff", str(CARRIED), str(CARRIED)).out
    assert "substances: 0 changed" in same
    assert run("lexicon", "diff", str(CARRIED), str(tmp_path / "none.zip")).returncode == 4
    assert run("lexicon", "check", "--folder", str(tmp_path)).returncode == 2


def test_doctor_names_no_path_and_no_person() -> None:
    done = run("doctor")
    assert done.returncode == 0, done.out
    assert "engine rapidocr     works" in done.out
    assert "lexicon sha256:" in done.out
    assert str(Path.home()) not in done.out
    assert sys.prefix not in done.out


def test_doctor_tells_each_package_that_the_project_asks_for() -> None:
    asked = tomllib.loads((HERE.parents[1] / "pyproject.toml").read_text("utf-8"))["project"]["dependencies"]
    assert list(PACKAGES) == [re.split(r"[<>=; ]", one)[0] for one in asked]


@pytest.mark.parametrize("command", [[], ["scan"], ["lexicon"], ["lexicon", "search"]])
def test_help_imports_nothing_heavy(command: list[str]) -> None:
    code = f"""
import sys
from glidecheck.cli import main
sys.argv = ["glidecheck", *{command!r}, "--help"]
try:
    main()
except SystemExit as end:
    assert end.code in (0, None), end.code
heavy = {{"numpy", "PIL", "cv2", "onnxruntime", "rapidfuzz", "pydantic", "rich", "ruamel", "glidecheck.pipeline", "glidecheck.lexicon"}}
sys.exit(f"imported {{heavy & set(sys.modules)}}" if heavy & set(sys.modules) else 0)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    assert "Usage: glidecheck" in done.stdout
