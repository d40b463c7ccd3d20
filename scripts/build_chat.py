"""Builds the chat's word lists: lexicon/chat/*.yaml -> src/glidecheck/chat/data/words.json. --check says whether they are built."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

from ruamel.yaml import YAML

from glidecheck.chat.heard import flat
from glidecheck.chat.wordlists import WORDS
from glidecheck.lexicon import load
from glidecheck.text import key

FOLDER = Path(__file__).resolve().parents[1] / "lexicon" / "chat"


def built() -> str:
    """What words.json must hold: for each file, for each list, the words of all languages."""
    out: dict[str, dict[str, list[str]]] = {}
    for path in sorted(FOLDER.glob("*.yaml")):
        told = YAML(typ="safe").load(path.read_text(encoding="utf-8"))
        out[path.stem] = {name: words(by_language) for name, by_language in told.items()}
    out["vocabulary"] = vocabulary()
    return json.dumps(out, ensure_ascii=False, indent=0, sort_keys=True) + "\n"


def vocabulary() -> dict[str, list[str]]:
    """Every word of the utterances, of all languages and by language: none is taken for an ingredient's name without more reason."""
    out: dict[str, list[str]] = {}
    for path in sorted((FOLDER / "utterances").glob("*.yaml")):
        told = YAML(typ="safe").load(path.read_text(encoding="utf-8"))
        texts = [*told["topics"].values(), *(one for choices in told["slots"].values() for one in choices)]
        plain = [flat(re.sub(r"\{\w+\}", " ", text)) for text in texts]
        out[path.stem] = sorted({word for text in plain for word in re.findall(r"[^\W_]+(?:[-'][^\W_]+)*", text)})
    ordinary = {word for words in out.values() for word in words} | frightened()
    return {"all": sorted(ordinary), **{k: v for k, v in out.items() if k != "other"}}


def frightened() -> set[str]:
    """The words of what people write when it is urgent, without its slots, and without any that the lexicon has as a name."""
    lexicon = load()
    found: set[str] = set()
    for path in sorted((FOLDER / "urgent").glob("*.yaml")):
        told = YAML(typ="safe").load(path.read_text(encoding="utf-8"))
        for text in (*told["dangers"].values(), *told["none"].values()):
            found.update(re.findall(r"[^\W\d_]+(?:[-'][^\W\d_]+)*", flat(re.sub(r"\{\w+\}", " ", text))))
    return {word for word in found if not lexicon.lookup(key(word))}


def words(by_language: object) -> list[str]:
    """The words of a list: {language: "a b c"} or {language: [phrases]}."""
    if not isinstance(by_language, dict):
        raise SystemExit(f"not a list by language: {by_language!r}")
    found: dict[str, None] = {}
    for told in by_language.values():
        found.update(dict.fromkeys(told.split() if isinstance(told, str) else told))
    return list(found)


def main() -> int:
    made = built()
    if "--check" in sys.argv:
        fresh = WORDS.is_file() and WORDS.read_text(encoding="utf-8") == made
        print("words.json is " + ("what the files say" if fresh else "stale: python scripts/build_chat.py"))
        return 0 if fresh else 1
    WORDS.parent.mkdir(exist_ok=True)
    WORDS.write_text(made, encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
