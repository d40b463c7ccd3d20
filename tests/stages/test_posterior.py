"""Names heard in the network's probabilities where the string spells none, with evidence that says what the test says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import inf

import pytest

from glidecheck import match, parse
from glidecheck.lexicon import load
from glidecheck.model import Box, Line, Match, Method, Panel, Section, Word


@dataclass(frozen=True)
class Hears:
    """Evidence that gives each of a few names its log-likelihood a letter, whole, and every other text next to none."""

    logs: Mapping[str, float]

    def log_likelihood(self, text: str, start: int, end: int) -> float:
        return self.log_likelihoods((text,), start, end)[0]

    def log_likelihoods(self, texts: Sequence[str], start: int, end: int) -> tuple[float, ...]:
        if end <= start:
            return (-inf,) * len(texts)
        return tuple(self.logs.get("".join(t.split()).upper(), -9.0) for t in texts)


def named(text: str, logs: Mapping[str, float], confidence: float = 0.8) -> dict[str, Match]:
    """The matches of one blurred line, by what is printed."""
    at = {w: text.index(w) for w in text.split()}
    words = tuple(Word(w, Box.of(9 * n, 0, 9 * (n + len(w)), 20), confidence, n, n + len(w)) for w, n in at.items())
    line = Line(text, confidence, Box.of(0, 0, 9 * len(text), 20), words, "test", evidence=Hears(logs))
    return {m.mention.printed: m for m in match.resolve(parse.stream(Panel(Section.LIST, (line,))), load())}


def names(m: Match) -> list[str]:
    return [s.name for s in m.substances]


def test_a_string_that_says_it_needs_no_evidence() -> None:
    (m,) = named("Cetearyl Olivate", {"GLYCERIN": -0.1}).values()
    assert (names(m), m.method) == (["CETEARYL OLIVATE"], Method.EXACT)


@pytest.mark.parametrize(
    ("logs", "confidence", "expected"),
    [
        ({}, 0.8, []),
        ({"CETEARYLOLIVATE": -0.8}, 0.8, ["CETEARYL OLIVATE"]),
        ({"CETEARYLOLIVATE": -2.5}, 0.8, []),  # too unlikely
        ({"CETEARYLOLIVATE": -0.8, "CETEARYLALCOHOL": -0.9}, 0.8, []),  # two names as likely
        ({"CETEARYLOLIVATE": -0.8}, 0.99, []),  # clear print: another name
    ],
)
def test_what_no_string_spells(logs: Mapping[str, float], confidence: float, expected: list[str]) -> None:
    (m,) = named("Crtxary Olhvotx", logs, confidence).values()
    assert names(m) == expected
    assert m.method is (Method.POSTERIOR if expected else Method.NONE)
    assert not m.certain


def test_a_retinoid_that_is_not_ruled_out_is_told() -> None:
    (m,) = named("Rxhiqzl Axelzte", {"RETINYLACETATE": -1.2, "VINYLACETATE": -0.9, "ETHYLACETATE": -0.9}).values()
    assert "RETINYL ACETATE" in (*names(m), *(s.name for s in m.candidates))


@pytest.mark.parametrize(("log", "told"), [(-0.3, True), (-1.2, False)])
def test_a_damaged_name_counts_as_read_when_the_evidence_carries_it(log: float, told: bool) -> None:
    (m,) = named("Gycerin", {"GLYCERIN": log, "GLYCERINE": log, "GLYCEROL": -3.0}).values()
    assert names(m) == ["GLYCERIN"]
    assert (m.read, m.certain) == (told, False)


@pytest.mark.parametrize(
    ("printed", "name", "said", "expected"),
    [
        ("Ammonivma", "AMMONIA", -0.1, []),  # no list holds it, and the network saw another word clearly
        ("Ammonivma", "AMMONIA", -0.8, ["AMMONIA"]),  # nor did it see that word clearly
        ("Glycxrvn", "GLYCERIN", -0.1, ["GLYCERIN"]),  # what stands on half of all labels may lie further behind
    ],
)
def test_how_far_behind_the_print_a_name_may_lie(printed: str, name: str, said: float, expected: list[str]) -> None:
    (m,) = named(printed, {name: -1.3, printed.upper(): said}).values()
    assert names(m) == expected
