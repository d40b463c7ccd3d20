"""Makes .venv beside src/ and installs one lock into it: `environment.py requirements.lock`, run by the interpreter to build upon.

Only one set-up runs at a time (the kernel's lock on the directory, which a killed process cannot leave behind); one that was interrupted is
begun anew. glidecheck itself is put on the path by a relative .pth file: no build backend, no network, and the checkout may be moved.
"""

import fcntl
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
BEGUN = VENV / "set-up-begun"
"""There while a set-up runs; found by the next one, it says that the last was interrupted."""

EXIT_MISSING = 5
EXIT_INTERRUPTED = 130


def run(*command: str | Path) -> None:
    """Runs with stdout on stderr: the scan's own output stays clean. PIP_USER would be refused inside an environment."""
    subprocess.run(command, check=True, stdout=sys.stderr, env={**os.environ, "PIP_USER": "0"})


def works() -> bool:
    """Whether .venv holds an interpreter that starts."""
    return PYTHON.exists() and subprocess.run([PYTHON, "-c", ""], check=False, capture_output=True).returncode == 0


def make(uv: str | None) -> None:
    # The resolved interpreter: when the system's python3 moves on to another version, .venv is found broken and made again.
    base = Path(getattr(sys, "_base_executable", sys.executable)).resolve()
    if uv:
        run(uv, "venv", "--quiet", "--allow-existing", "--no-python-downloads", "--python", base, VENV)
    else:
        run(base, "-P", "-m", "venv", VENV)


def install(lock: Path, uv: str | None) -> None:
    """The lock names everything, so nothing is resolved; only wheels, so nothing is compiled."""
    options = ("--require-hashes", "--no-deps", "--only-binary", ":all:", "--quiet", "--requirement", lock)
    if uv:
        run(uv, "pip", "install", "--python", PYTHON, *options)
        return
    if subprocess.run([PYTHON, "-P", "-m", "pip", "--version"], check=False, capture_output=True).returncode:
        run(PYTHON, "-P", "-m", "ensurepip")  # an environment that uv once made has no pip
    run(PYTHON, "-P", "-m", "pip", "install", "--disable-pip-version-check", "--no-input", *options)


def on_the_path() -> None:
    site = subprocess.run(
        [PYTHON, "-P", "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"], check=True, capture_output=True, text=True
    ).stdout.strip()
    (Path(site) / "glidecheck-src.pth").write_text(os.path.relpath(ROOT / "src", site) + "\n", "utf-8")


def set_up(lock: Path) -> None:
    uv = shutil.which("uv")
    if VENV.exists() and (BEGUN.exists() or not works()):
        shutil.rmtree(VENV)
    if not VENV.exists():
        VENV.mkdir()
        BEGUN.touch()
        make(uv)
    BEGUN.touch()
    install(lock, uv)
    on_the_path()
    for done in {lock, ROOT / "requirements.lock"}:  # the development lock holds all of the other
        shutil.copyfile(done, VENV / done.name)
    BEGUN.unlink()


def main() -> int:
    lock = ROOT / sys.argv[1]
    try:
        held = os.open(ROOT, os.O_RDONLY)
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print("glidecheck: another set-up is under way, waiting for it", file=sys.stderr)
            fcntl.flock(held, fcntl.LOCK_EX)
        stamp = VENV / lock.name
        if not BEGUN.exists() and works() and stamp.exists() and stamp.read_bytes() == lock.read_bytes():
            return 0
        print(f"glidecheck: setting up .venv from {lock.name} (once; some 400 MB to fetch)", file=sys.stderr)
        set_up(lock)
    except KeyboardInterrupt:
        return EXIT_INTERRUPTED
    except subprocess.CalledProcessError as error:
        step = " ".join(Path(str(part)).name for part in error.cmd[:5])
        print(f"glidecheck: the set-up stopped at `{step} ...`; what it said is above. Run the same command to try again", file=sys.stderr)
        return EXIT_MISSING
    except OSError as error:
        print(f"glidecheck: the set-up stopped: {error}", file=sys.stderr)
        return EXIT_MISSING
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
