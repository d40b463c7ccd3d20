"""Write the commands' help into docs/commands.md, between `<!-- help:scan -->` and `<!-- /help -->`.

python scripts/readme_help.py [--check]      --check writes nothing and exits with 1 when the page says something else than --help

`help:` alone is the help of glidecheck itself, `help:lexicon search` that of a subcommand.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

PAGE = Path(__file__).resolve().parent.parent / "docs" / "commands.md"
BLOCK = re.compile(r"<!-- help:(?P<command>[a-z ]*) -->\n.*?<!-- /help -->", re.DOTALL)


def help_of(command: str) -> str:
    """What `glidecheck COMMAND --help` prints in a terminal of 80 columns."""
    environment = {**os.environ, "COLUMNS": "80", "TERM": "dumb", "NO_COLOR": "1", "PYTHONIOENCODING": "utf-8"}
    call = [sys.executable, "-m", "glidecheck", *command.split(), "--help"]
    return subprocess.run(call, env=environment, capture_output=True, encoding="utf-8", check=True).stdout


def filled(text: str) -> str:
    """`text` with every block holding the help of its command."""
    commands = [found["command"] for found in BLOCK.finditer(text)]
    with ThreadPoolExecutor(4) as several:
        told = dict(zip(commands, several.map(help_of, commands), strict=True))

    def block(found: re.Match[str]) -> str:
        words = "\n".join(line.rstrip() for line in told[found["command"]].strip().splitlines())
        return f"<!-- help:{found['command']} -->\n```text\n{words}\n```\n<!-- /help -->"

    return BLOCK.sub(block, text)


def main() -> int:
    before = PAGE.read_text(encoding="utf-8")
    after = filled(before)
    if "--check" in sys.argv[1:]:
        if before != after:
            print("docs/commands.md does not say what --help says. Run: python scripts/readme_help.py", file=sys.stderr)
        return int(before != after)
    PAGE.write_text(after, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
