"""What people expect of a command line: version, completion, a file for what is typed every time, a demo, packages that build."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

from glidecheck.cli import config
from glidecheck.errors import UsageError
from glidecheck.lexicon import load

ROOT = Path(__file__).resolve().parents[2]
BARE = {k: v for k, v in os.environ.items() if not k.startswith(("GLIDECHECK_", "XDG_"))}


def run(*args: str, cwd: Path | None = None, stdin: str = "", **env: str) -> subprocess.CompletedProcess[str]:
    call = [sys.executable, "-m", "glidecheck", *args]
    return subprocess.run(call, cwd=cwd, input=stdin, capture_output=True, encoding="utf-8", env=BARE | env, timeout=120, check=False)


def test_the_version_tells_the_lexicon_s() -> None:
    assert run("--version").stdout.endswith(f", lexicon {load().version}\n")


@pytest.mark.parametrize(("line", "wanted"), [("glidecheck expl", "explain"), ("glidecheck scan --ann", "--annotate")])
def test_a_shell_completes(line: str, wanted: str) -> None:
    asked = {"_GLIDECHECK_COMPLETE": "complete_bash", "COMP_WORDS": line, "COMP_CWORD": str(len(line.split()) - 1)}
    assert run(**asked).stdout.split() == [wanted]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish", "powershell"])
def test_completion_prints_what_a_shell_needs(shell: str) -> None:
    done = run("completion", shell)
    assert done.returncode == 0
    assert "_GLIDECHECK_COMPLETE" in done.stdout


def test_what_is_typed_counts_before_the_environment_and_this_before_the_file(tmp_path: Path) -> None:
    file = tmp_path / "c.toml"
    file.write_text('format = "csv"\nfull = true\n', "utf-8")
    text = "Ingredients: Aqua, Retinol."
    assert run("text", "-", stdin=text, GLIDECHECK_CONFIG=str(file)).stdout.startswith("source,")
    assert run("text", "-", stdin=text, GLIDECHECK_CONFIG=str(file), GLIDECHECK_FORMAT="json").stdout.startswith("{")
    typed = run("text", "-", "-f", "text", stdin=text, GLIDECHECK_CONFIG=str(file), GLIDECHECK_FORMAT="json").stdout
    assert "For the clinic:" in typed  # `full` of the file


def test_a_policy_in_the_file_lies_beside_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "glidecheck").mkdir()
    (tmp_path / "glidecheck" / "config.toml").write_text('policy = "clinic.yaml"\ndb = "a.db"\n', "utf-8")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.delenv("GLIDECHECK_CONFIG", raising=False)
    told = config.defaults()
    assert told["scan"] == {"policy": str(tmp_path / "glidecheck" / "clinic.yaml")}
    assert told["audits"]["show"] == {"db": "a.db"}


@pytest.mark.parametrize("words", ["color = true", "full = 1", "jobs = '2'", "full ="])
def test_what_a_file_may_not_say(words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "c.toml").write_text(words, "utf-8")
    monkeypatch.setenv("GLIDECHECK_CONFIG", str(tmp_path / "c.toml"))
    with pytest.raises(UsageError):
        config.defaults()


def test_help_is_there_whatever_the_file_says(tmp_path: Path) -> None:
    assert run("scan", "--help", GLIDECHECK_CONFIG=str(tmp_path / "none.toml")).returncode == 0
    assert run("doctor", GLIDECHECK_CONFIG=str(tmp_path / "none.toml")).returncode == 2


def test_no_colour_goes_into_a_pipe() -> None:
    assert "\x1b" not in run("text", "-", stdin="Ingredients: Aqua, Retinol.").stdout


def test_the_demo_writes_one_report_and_nothing_else(tmp_path: Path) -> None:
    done = run("--demo", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert [p.name for p in tmp_path.iterdir()] == ["glidecheck-demo.html"]
    page = (tmp_path / "glidecheck-demo.html").read_text("utf-8")
    assert page.count('<details class="row') == len(list((ROOT / "samples").glob("*.jpg")))
    assert "data:image/jpeg" in page


def test_wheel_and_sdist_build_and_hold_what_they_must(tmp_path: Path) -> None:
    checkout = tmp_path / "checkout"
    shutil.copytree(
        ROOT, checkout, ignore=shutil.ignore_patterns(".git", ".venv", ".*_cache", ".hypothesis", "__pycache__", "build", "dist")
    )
    # What an audit and a scan of one's own leave behind is nobody else's.
    for stray in ("audit.html", "mine/serum.jpg", "samples/.glidecheck/audit.db"):
        (checkout / stray).parent.mkdir(exist_ok=True)
        (checkout / stray).write_bytes(b"mine")
    call = [sys.executable, "-m", "hatchling", "build", "-d", str(tmp_path)]
    done = subprocess.run(call, cwd=checkout, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    (wheel,), (sdist,) = tmp_path.glob("*.whl"), tmp_path.glob("*.tar.gz")
    names = set(zipfile.ZipFile(wheel).namelist())
    wanted = ["py.typed", "lexicon/data/index.zip", "demo/samples/retinol-serum.jpg", "demo/readings/retinol-serum.rapidocr.json"]
    wanted += ["report/scan.schema.json", "service/page/page.js", "chat/locale/de/LC_MESSAGES/glidecheck.mo"]
    assert {f"glidecheck/{name}" for name in wanted} <= names
    with tarfile.open(sdist) as packed:
        held = {name.partition("/")[2] for name in packed.getnames()}
    assert {"pyproject.toml", "LICENSE", "lexicon/sources.yaml", "src/glidecheck/py.typed"} <= held
    assert not {n for n in names | held if n.endswith(("audit.html", "mine/serum.jpg", "audit.db"))}
