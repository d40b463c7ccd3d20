"""A sentence that can be said in another language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence


class Message(str):
    """An English sentence that still knows its `template` and the `values` in it, so that a face can say it in another language.

    It is the English text to everybody who does not ask. Values that are `Message` themselves are translated too, plain strings (names,
    print) stand as they are. `head` marks the part of the template before its first ": ". Templates are collected by scripts/catalogues.py.
    """

    __slots__ = ("head", "template", "values")
    template: str
    values: Mapping[str, str]
    head: bool

    def __new__(cls, template: str, /, **values: str) -> Message:
        return cls.worded(template.format_map(values), template, values)

    @classmethod
    def worded(cls, english: str, template: str, values: Mapping[str, str], *, head: bool = False) -> Message:
        """The same where the English text was shortened or tidied after its values were filled in."""
        self = super().__new__(cls, english)
        self.template, self.values, self.head = template, dict(values), head
        return self

    def __reduce__(self) -> tuple[object, ...]:
        return _said, (str(self), self.template, self.values, self.head)


def _said(english: str, template: str, values: Mapping[str, str], head: bool) -> Message:
    return Message.worded(english, template, values, head=head)


def joined(separator: str, parts: Sequence[str]) -> str:
    """`separator.join(parts)` that stays translatable part by part."""
    if not parts:
        return ""
    whole, *rest = parts
    for part in rest:
        whole = Message(f"{{first}}{separator}{{then}}", first=whole, then=part)
    return whole


def several(names: Iterable[str], most: int) -> str:
    """These names, each once: the first `most` and how many more, or all where no more than one would be left out."""
    told = list(dict.fromkeys(names))
    if len(told) <= most + 1:
        return ", ".join(told)
    return Message("{names} and {n} more", names=", ".join(told[:most]), n=str(len(told) - most))
