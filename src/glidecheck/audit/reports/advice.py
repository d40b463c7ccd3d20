"""What several products of an audit are told in the same words: it is said once, by number, and each product names the number.

Four hundred labels share a dozen lines of advice; repeated beside each, they bury the lines that differ.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from glidecheck.model import Report
from glidecheck.report.answer import Answer, sentence
from glidecheck.report.view import plain, said

TITLE = "Advice"
ABOUT = "What more than one product is told, said once. The products name these lines by their numbers."


@dataclass(frozen=True, slots=True)
class Shared:
    """The lines told of two products at least: their number, from 1, the answers' own before the rules', and how many products each is
    told of."""

    numbers: Mapping[str, int]
    products: Mapping[str, int]

    def apart(self, lines: Iterable[str]) -> tuple[tuple[int, ...], tuple[str, ...]]:
        """The numbers of those of `lines` that are shared, and the others."""
        told = tuple(dict.fromkeys(line for line in lines if line))
        return tuple(sorted(self.numbers[x] for x in told if x in self.numbers)), tuple(x for x in told if x not in self.numbers)

    def words(self, lines: Iterable[str]) -> str:
        """`lines` in one cell: what differs, and the numbers of the rest."""
        numbers, own = self.apart(lines)
        return " ".join((*own, *((f"{TITLE} {', '.join(map(str, numbers))}.",) if numbers else ())))


class Counting:
    """Counts the lines of one product after the other."""

    def __init__(self) -> None:
        self._care: Counter[str] = Counter()
        self._rules: Counter[str] = Counter()

    def add(self, report: Report, told: Answer) -> None:
        """The lines of one product."""
        answers = dict.fromkeys(care(told), 1)
        self._care.update(answers)
        self._rules.update({line: 1 for line in _of_findings(report) if line not in answers})

    def shared(self) -> Shared:
        """What more than one of the products was told."""
        often = {line: n + self._rules[line] for line, n in self._care.items() if n + self._rules[line] > 1}
        often |= {line: n for line, n in self._rules.items() if n > 1 and line not in often}
        return Shared(MappingProxyType({line: n for n, line in enumerate(often, 1)}), MappingProxyType(often))


def care(told: Answer) -> tuple[str, ...]:
    """What the answer says that helps besides, as sentences."""
    return tuple(sentence(line) for line in told.care)


def _of_findings(report: Report) -> Iterator[str]:
    by_rule: dict[str, list[int]] = {}
    for n, finding in enumerate(report.findings):
        by_rule.setdefault(finding.rule, []).append(n)
    for places in by_rule.values():
        findings = [report.findings[n] for n in places]
        for texts in ([f.advice_clinic for f in findings], [f.advice for f in findings]):
            yield from said(report, findings, texts)
            yield from (plain(t) for t in texts if t)
