"""What is weighed where tagger and lexicon meet: named facts with values, added up by a table of weights.

A fact is a name and a number: how sure the tagger is (log-odds), how sure the lexicon is, what the name
could be besides a place, what stands beside it, and what the rest of the text says of the same name.
Facts of stretches that the tagger calls a place begin with its label ("LOC z"), those that only the
lexicon sees with "new". The weights, ``lists/meeting.csv``, are fitted by
``geo.training.meeting_weights`` on predictions of taggers and lexicons that had not seen the text.
"""

from __future__ import annotations

import csv
import math
import re
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Protocol

from geo.gazetteer.names import NameFlag
from geo.recognition.compounds import run_left, run_right
from geo.recognition.cues import CLASS
from geo.recognition.evidence import PARTIES, type_of
from geo.recognition.spans import LOWER, NORMAL, SMALL, Reading, Span, word_class

WEIGHTS = Path(__file__).resolve().parent / "lists" / "meeting.csv"

Facts = list[tuple[str, float]]

FULL_NAME = 0.8
"""Probability from which a person's full name, as the tagger sees it, speaks for its parts."""
MOST = 5.0
"""Log-odds beyond which no source is believed more: one part in a hundred and fifty is noise."""

CLOSED = int(NameFlag.COUNTRY | NameFlag.ABBREVIATION | NameFlag.DEMONYM)
DEMONYM = int(NameFlag.DEMONYM)
OTHER_THAN_PLACE = int(NameFlag.GIVEN_NAME | NameFlag.SURNAME | NameFlag.COMMON_WORD | NameFlag.PREFIX)

_OTHER_SENSES = (
    (int(NameFlag.GIVEN_NAME), "given"),
    (int(NameFlag.SURNAME), "surname"),
    (int(NameFlag.COMMON_WORD), "common"),
)
_STOOD_IN = re.compile(
    r"\b(?:[Ii]n|[Nn]ear|[Ff]rom|into|across|outside|(?:north|south|east|west)\w* of) (\w+)\b(?![’']s| [A-Z])"
)


class Tagged(Protocol):
    """A labelled stretch, as the tagger gives it (offsets into the text)."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def label(self) -> str: ...
    @property
    def score(self) -> float: ...
    @property
    def place(self) -> float: ...
    @property
    def associative(self) -> float: ...


@lru_cache(maxsize=1)
def weights() -> dict[str, float]:
    """The table of weights: fact -> log-odds a unit."""
    with WEIGHTS.open(encoding="utf-8", newline="") as stream:
        return {fact: float(weight) for fact, weight in csv.reader(stream)}


def log_odds(chance: float) -> float:
    """The logarithm of the odds, within :data:`MOST`."""
    chance = min(max(chance, 1e-4), 1 - 1e-4)
    return max(-MOST, min(MOST, math.log(chance / (1 - chance))))


def likelihood(facts: Facts) -> float:
    """The chance that facts add up to, rounded so that no processor's last bit decides."""
    table = weights()
    total = sum(table.get(name, 0.0) * value for name, value in facts)
    return round(1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, total)))), 4)


_NATION = int(NameFlag.COUNTRY | NameFlag.DEMONYM)
_NATIONS, _NATION_WORDS = 2, 4


class Text:
    """What a whole text says of its names, as the tagger reads them."""

    def __init__(self, text: str, spans: Iterable[Tagged]) -> None:
        self._places: dict[str, list[float]] = {}
        self._persons: dict[str, float] = {}
        self._parts: set[str] = set()
        for span in spans:
            name = text[span.start : span.end].casefold()
            if span.label == "PER":
                self._persons[name] = self._persons.get(name, 0.0) + span.score
                words = name.split()
                if len(words) > 1 and span.score >= FULL_NAME:
                    self._parts.update((words[0], words[-1]))
            elif span.label in ("LOC", "NEST", "FAC"):
                self._places.setdefault(name, []).append(log_odds(span.place))
        self._located = {match[1].casefold() for match in _STOOD_IN.finditer(text)}

    def of_person(self, name: str) -> bool:
        """Whether the text gives a person's name of which this is the first or last word."""
        return name.casefold() in self._parts

    def located(self, name: str) -> bool:
        """Whether one is, goes or comes from a place of the name in the text."""
        return name.casefold() in self._located

    def facts(self, name: str, own: float | None) -> Facts:
        """What the text's other mentions of ``name`` say; ``own`` is this one's log-odds, where the
        tagger gave it.
        """
        name = name.casefold()
        found: Facts = []
        told = list(self._places.get(name, ()))
        if own in told:
            told.remove(own)
        if name in self._parts:
            found.append(("part of a person", 1.0))
            if name in self._located:
                found.append(("part of a person, stood in", 1.0))
        elif told:
            found.append(("elsewhere", sum(told) / len(told)))
            found.append(("elsewhere most", max(told)))
        else:
            found.append(("only here", 1.0))
        persons = self._persons.get(name, 0.0)
        if persons:
            found.append(("person elsewhere", persons / (persons + len(told))))
        return found


def of_nations(reading: Reading) -> bool:
    """Whether a text names two countries or peoples: one in which a capital may stand for its government."""
    named = {
        reading.lower[m.start]
        for m in reading.matches
        if m.flags & _NATION and reading.capital(m.start) and m.end - m.start <= _NATION_WORDS
    }
    return len(named) >= _NATIONS


def beside(reading: Reading, span: Span) -> Facts:
    """What stands beside a stretch, and what its words are."""
    found: Facts = []
    last = CLASS.get(reading.lower[span.end - 1], "")
    if last:
        found.append((f"head {last}", 1.0))
    i = span.start
    if i and reading.joined(i):
        before = word_class(reading, i - 1)
        if before:
            found.append((f"before {before}", 1.0))
        if i > 1 and reading.lower[i - 1] == "-" and reading.lower[i - 2] in PARTIES:
            found.append(("party", 1.0))
    for j in (span.end - 1, span.end):
        kind = CLASS.get(reading.lower[j]) if j == span.end - 1 or reading.joined(j) else ""
        if kind in ("division", "city") and reading.case[j] == LOWER and reading.mode(j) != SMALL:
            found.append(("kind word", 1.0))
    right = [word_class(reading, j) for j in run_right(reading, span.end)]
    found += [(f"right {cls or 'X'}", 1.0) for cls in dict.fromkeys(right[-1:])]
    left = [word_class(reading, j) for j in run_left(reading, i)]
    if left:
        found.append((f"left {left[0] or 'X'}", 1.0))
    if reading.mode(i) != NORMAL:
        found.append((f"mode {reading.mode(i)}", 1.0))
    if reading.first[i]:
        found.append(("first", 1.0))
    return found


def senses(span: Span) -> Facts:
    """What the gazetteer says that the name can be."""
    found: Facts = [(f"type {type_of(span.flags)}", 1.0)]
    if span.sort:
        found.append((f"sort {span.sort}", 1.0))
    if span.end - span.start == 1:
        found += [(name, 1.0) for bit, name in _OTHER_SENSES if span.flags & bit]
    if span.flags & CLOSED:
        found.append(("closed", 1.0))
    return found


def is_people(span: Span) -> bool:
    """Whether a name is a word for a people, and no place's."""
    return bool(span.flags & DEMONYM) and not span.flags & ~(DEMONYM | OTHER_THAN_PLACE)


def prefixed(prefix: str, facts: Facts) -> Facts:
    """The facts under a prefix: one weight for each label of the tagger."""
    return [(f"{prefix} {name}", value) for name, value in facts]
