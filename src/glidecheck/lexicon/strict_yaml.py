"""Rule and policy files: no duplicate keys, and what a schema refuses said in words a person can act on."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from glidecheck.errors import LexiconError

Form = TypeVar("Form", bound=BaseModel)


def load(path: Path) -> Any:
    """The plain values of a YAML file. Raises LexiconError when it is missing or no clean YAML (a duplicate key, a tab), naming the
    line."""
    try:
        return YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise LexiconError(f"{path}: {error.strerror}", "Give the path of a YAML file") from None
    except UnicodeDecodeError:
        raise LexiconError(f"{path.name} is not UTF-8 text", "Save it as UTF-8") from None
    except YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f", line {mark.line + 1}" if mark is not None else ""
        problem = " ".join(str(getattr(error, "problem", None) or error).split())
        raise LexiconError(
            f"{path.name}{line}: {problem}", "Write every key once, indent with spaces, and quote texts that hold a colon or a #"
        ) from None


def validate(form: type[Form], data: Any, file: str, entry: Callable[[tuple[int | str, ...]], str]) -> Form:
    """`data` as a `form`. Raises LexiconError for its first fault: `file`, what `entry` calls the place, the fault, and what to write."""
    try:
        # Through JSON, because strict pydantic takes "avoid" for an enum there and not from Python values.
        return form.model_validate_json(json.dumps(data))
    except ValidationError as error:
        fault = error.errors(include_url=False)[0]
        where = ".".join(str(part) for part in fault["loc"] if not isinstance(part, int)) or "the file"
        given = json.dumps(fault["input"], ensure_ascii=False)
        given = given if len(given) <= 60 else given[:57] + "..."
        match fault["type"]:
            case "extra_forbidden":
                said, write = f"{where} is not a key here", f"Remove {fault['loc'][-1]!s}, or look at its spelling"
            case "missing":
                said, write = f"{where} is missing", f"Write {fault['loc'][-1]!s}: ..."
            case "enum" | "literal_error":
                said, write = f"{where} is {given}", f"Write one of: {fault.get('ctx', {}).get('expected', '')}"
            case _:
                said, write = f"{where} is {given}", fault["msg"].removeprefix("Value error, ")
        raise LexiconError(f"{file}: {entry(fault['loc'])}: {said}", write) from None
    except (TypeError, ValueError) as error:  # json.dumps: a date or another value of YAML that no rule or policy needs
        raise LexiconError(f"{file}: {error}", "Write plain texts, numbers, lists and keys; put dates in quotes") from None
