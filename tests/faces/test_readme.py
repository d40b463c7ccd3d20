"""README.md and docs/: short, whole, and every command on every page is run, or looked up where it needs a network or never ends."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from golden import samples
from PIL import Image

from glidecheck import cli, pipeline

ROOT = Path(__file__).resolve().parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
EVERY = [*PAGES, *sorted(p for p in ROOT.glob("*.md") if p.name != "README.md"), *(ROOT / f / "README.md" for f in ("lexicon", "samples"))]
"""The pages for people who change glidecheck, too."""
FENCE = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)
ELSEWHERE = ("commands.md",)
"""The page of what --help says, which is made by a script and compared with it."""
ENDLESS = ("serve", "worker", "doctor")
"""Commands that do not end, or try every engine: their options are looked up."""
LABELS = {
    "serum.jpg": ("NIGHT SERUM", "Ingredients: Aqua, Glycerin, Retinol, Phenoxyethanol."),
    "cream.jpg": ("DAY CREAM", "Ingredients: Aqua, Glycerin, Panthenol, Carbomer."),
    "front.jpg": ("SERUM X",),
    "back.jpg": ("Ingredients: Aqua, Glycerin, Retinyl Palmitate, Carbomer.",),
    "samples/retinol-serum.jpg": ("NIGHT RENEWAL SERUM", "Ingredients: Aqua, Propanediol, Retinol."),
    "shelf/retinol.jpg": ("NIGHT SERUM", "Ingredients: Aqua, Glycerin, Retinol."),
    "shelf/gel.jpg": ("CLEAR GEL", "Ingredients: Aqua, Sodium Hyaluronate, Glycerin."),
}


def blocks(kind: str) -> Iterator[tuple[str, str]]:
    """Page and line of every fenced block of this kind."""
    for page in PAGES:
        if page.name not in ELSEWHERE:
            for found, body in FENCE.findall(page.read_text("utf-8")):
                if found == kind:
                    yield from ((page.name, line.strip()) for line in body.splitlines() if line.strip())


def commands() -> dict[str, set[str]]:
    """Every command of the command line, as it is typed, with its options."""

    def walk(command: object, name: str) -> Iterator[tuple[str, set[str]]]:
        yield name, {o for p in command.params for o in (*p.opts, *p.secondary_opts)}  # type: ignore[attr-defined]
        for child, one in getattr(command, "commands", {}).items():
            yield from walk(one, f"{name} {child}".strip())

    from typer.main import get_command

    return dict(walk(get_command(cli.app), ""))


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str]]:
    """A folder with what the pages name: photos whose reading is recorded, a shelf, a text, a policy."""
    folder = tmp_path_factory.mktemp("shop")
    (folder / "shelf").mkdir()
    (folder / "samples").mkdir()
    for n, name in enumerate(LABELS):
        picture = Image.new("RGB", (1600, 400), "white")
        picture.paste((10 * n + 5, 90, 200), (0, 0, 40 + 10 * n, 300))
        picture.save(folder / name, quality=90)
    (folder / "label.txt").write_text("Ingredients: Aqua, Glycerin, Retinol.\n", "utf-8")
    (folder / "clinic.yaml").write_bytes((ROOT / "samples" / "clinic.yaml").read_bytes())
    recorded = samples.replay(folder / "recorded", {folder / name: lines for name, lines in LABELS.items()})
    return folder, {**recorded, "GLIDECHECK_ENGINE": "recorded", "GLIDECHECK_SECOND": "none"}


def typed(line: str) -> tuple[list[str], str]:
    """The arguments of the glidecheck of a shell's line, and what is piped into it."""
    before, pipe, after = line.partition("| glidecheck ")
    given = shlex.split(before)[1] + "\n" if pipe else ""
    call = f"glidecheck {after}" if pipe else line
    return shlex.split(re.split(r" (?:\||>) ", call)[0])[1:], given


def test_every_command_is_run(
    shop: tuple[Path, dict[str, str]], monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    folder, recorded = shop
    monkeypatch.chdir(folder)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(folder))
    for name, value in recorded.items():
        monkeypatch.setenv(name, value)
    known = commands()
    shown = [line.removeprefix("./scripts/") for _, line in blocks("text")]  # with what each is for behind it
    lines = [line for _, line in blocks("sh")] + [re.split(" {3,}| &$", line)[0] for line in shown if line.startswith("glidecheck ")]
    lines = list(dict.fromkeys(lines))
    assert len(lines) >= 24
    wrong = []
    for line in lines:
        words, given = typed(line)
        if words[0] in ENDLESS and not {"--check", "--print-webhook-setup"} & set(words):
            assert {w for w in words if w.startswith("-")} <= known[words[0]], line
            continue
        monkeypatch.setattr(sys, "argv", ["glidecheck", *words])
        (folder / "piped").write_text(given, "utf-8")
        with (folder / "piped").open(encoding="utf-8") as stdin:
            monkeypatch.setattr(sys, "stdin", stdin)
            code = _run()
        said = capfd.readouterr()
        if code not in (0, 1, 3):
            wrong.append((line, code, said.err[-300:]))
    assert wrong == []
    written = {"glidecheck-demo.html", "audit.html", "audit.xlsx", "changed.html", "cards.html", "serum.html", "boxed.jpg", "again.html"}
    assert written <= {p.name for p in folder.iterdir()}


def _run() -> int:
    try:
        cli.main()
    except SystemExit as left:
        return int(left.code or 0)
    return 0


def test_what_is_only_shown_exists() -> None:
    known = commands()
    shown = [line.split("      ")[0] for _, line in blocks("text") if "glidecheck " in line and not line.startswith(("export", "message"))]
    inline = [c for p in PAGES if p.name not in ELSEWHERE for c in re.findall(r"`(glidecheck [^`]+)`", p.read_text("utf-8"))]
    assert len(shown + inline) >= 6
    for line in (*shown, *inline):
        words = line.split("glidecheck ", 1)[1].split()
        name = " ".join(w for w in words[:2] if re.fullmatch("[a-z]+", w) and w in {part for c in known for part in c.split()})
        assert name in known, line
        options = {w.partition("=")[0] for w in words if w.startswith("-")}
        assert options <= known[name] | known[""], line


@pytest.mark.parametrize(
    "line",
    ["python scripts/catalogues.py check", "python scripts/reading_level.py --worst 20", "python scripts/measure.py"],
)
def test_scripts_that_only_look_run_as_the_page_says(line: str) -> None:
    assert line in [shown for _, shown in blocks("text")]
    done = subprocess.run([sys.executable, *line.split()[1:]], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout


@pytest.mark.parametrize("page", EVERY, ids=lambda p: str(p.relative_to(ROOT)))
def test_every_script_that_is_named_is_there_with_its_options(page: Path) -> None:
    for script, rest in re.findall(r"(?:\./|python3? |`)(scripts/\w+(?:\.py)?)(?![\w*])([^`\n]*)", page.read_text("utf-8")):
        assert (ROOT / script).is_file(), script
        if script == "scripts/glidecheck":  # its commands are run above
            continue
        words = (ROOT / script).read_text("utf-8")
        for option in re.findall(r"(?<!\S)--[a-z][a-z-]+", rest.split("  ")[0]):
            assert option in words, (script, option)


def test_the_library_s_lines_run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    made = pipeline.scan_text("Ingredients: Aqua, Retinol.")
    monkeypatch.setattr(pipeline, "scan", lambda *photos, **more: made)
    pieces = [body for p in PAGES for kind, body in FENCE.findall(p.read_text("utf-8")) if kind == "python"]
    assert len(pieces) >= 2
    for piece in pieces:
        exec(compile(piece, "page", "exec"), {})
    assert "AVOID" in capsys.readouterr().out


def test_the_readme_is_of_one_screen_and_its_picture_small() -> None:
    assert len((ROOT / "README.md").read_text("utf-8").splitlines()) <= 120
    assert (ROOT / "docs" / "label.jpg").stat().st_size < 100_000


@pytest.mark.parametrize("page", EVERY, ids=lambda p: str(p.relative_to(ROOT)))
def test_every_link_leads_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)", page.read_text("utf-8")) + re.findall(r'src="([^"]+)"', page.read_text("utf-8")):
        assert target.startswith("http") or (page.parent / target).exists(), target


def test_help_blocks_are_what_help_prints() -> None:
    call = [sys.executable, str(ROOT / "scripts" / "readme_help.py"), "--check"]
    bare = {k: v for k, v in os.environ.items() if not k.startswith("GLIDECHECK_")}
    done = subprocess.run(call, capture_output=True, encoding="utf-8", check=False, env=bare)
    assert done.returncode == 0, done.stderr
