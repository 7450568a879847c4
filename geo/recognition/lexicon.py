"""Names of the gazetteer found in a text, in context: the recogniser that needs no model runtime.

Every stretch that the gazetteer knows, and every stretch that is a place's name by its own words
("Kincaid Park"), is weighed by the facts around it (:mod:`geo.recognition.evidence`); those that come
out as likely are mentions. The weights are a table, ``lists/weights.csv``, fitted by
``geo.training.lexicon_weights``; a fact without a weight counts nothing.
"""

from __future__ import annotations

import csv
import math
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path

from geo.gazetteer.names import NameFlag
from geo.recognition.compounds import shaped, swallowed
from geo.recognition.cues import CLASS, FUNCTION_WORDS, MONTHS_DAYS, NO_PLACES, NO_WORDS
from geo.recognition.evidence import ADMIN, COMMON, GIVEN, SURNAME, facts, remember
from geo.recognition.kinds import Kinds
from geo.recognition.spans import (
    MIXED,
    NORMAL,
    SMALL,
    TITLE,
    UPPER,
    FlagCache,
    Flagger,
    Reading,
    Span,
    look_up,
    read,
)
from geo.types import Mention

WEIGHTS = Path(__file__).resolve().parent / "lists" / "weights.csv"

THRESHOLD = 0.5
"""Likelihood from which a stretch is a mention; the best overlap F1 on the open halves of LGL, TR-News
and GWN in cross-validation lay between 0.45 and 0.5."""

ECHO = 0.25
"""Likelihood from which a stretch is a mention if its name is one elsewhere in the text."""
SURELY = 0.85
"""Likelihood that makes a name surely a place elsewhere."""

SWALLOWERS = frozenset({"ship", "operation", "credit", "media", "company"})
"""Names inside such names are never mentions, whatever else speaks for them."""

TYPE_WORDS = frozenset(
    {"street", "nature", "facility", "airport", "hospital", "school", "police", "court", "gov"}
)
"""Classes of words that alone name no place ("Street", "Hospital"), whatever village is called so."""

EXPECTING = frozenset(
    ["in", "near", "at", "from", "to", "outside", "around", "of", "toward", "towards", "and", ","]
)
"""Words after which a capitalised word that no list knows may be a place."""

SURE = int(NameFlag.COUNTRY | NameFlag.LARGE_PLACE)

CHUNK = 200_000
"""Code points read at a time: memory stays flat however long a text is."""


@lru_cache(maxsize=1)
def weights() -> dict[str, float]:
    """The table of weights: fact -> log-odds."""
    with WEIGHTS.open(encoding="utf-8", newline="") as stream:
        return {fact: float(weight) for fact, weight in csv.reader(stream)}


class LexiconRecognizer:
    """Finds the names of places by gazetteer and context alone.

    Args:
        gazetteer: what answers ``flags(names)``.
        demonyms: whether words for peoples are mentions.
        nested: whether names inside names of bodies ("Springfield City Council") are mentions.
    """

    def __init__(self, gazetteer: Flagger, *, demonyms: bool = True, nested: bool = True) -> None:
        self._cache = FlagCache(gazetteer)
        self._demonyms = demonyms
        self._nested = nested

    def recognize(self, texts: Sequence[str]) -> list[list[Mention]]:
        """The mentions of each text, in its order; spans do not overlap."""
        return [
            [mention for begin, part in chunks(text) for mention in self._part(part, begin)] for text in texts
        ]

    def _part(self, text: str, begin: int) -> Iterator[Mention]:
        reading = read(text)
        look_up(reading, self._cache)
        for span, score in weigh(reading):
            kind = Kinds(reading).kind(span)
            if kind == "demonym" and not self._demonyms:
                continue
            first, last = reading.words[span.start], reading.words[span.end - 1]
            yield Mention(begin + first.start, begin + last.end, text[first.start : last.end], kind, score)


def chunks(text: str, size: int = CHUNK) -> Iterator[tuple[int, str]]:
    """A long text in parts with their offsets, cut at line ends where there are any, else at spaces."""
    begin = 0
    while len(text) - begin > size:
        cut = -1
        for mark in ("\n", ". ", " "):
            cut = text.rfind(mark, begin + size // 2, begin + size)
            if cut != -1:
                break
        cut = begin + size if cut == -1 else cut + 1
        yield begin, text[begin:cut]
        begin = cut
    if begin == 0 or begin < len(text):
        yield begin, text[begin:] if begin else text


def candidates(reading: Reading) -> list[Span]:
    """What may be a mention: the longest known stretch at each place, and the shaped ones."""
    found = shaped(reading)
    taken = {(s.start, s.end) for s in found}
    end = 0
    i = 0
    matches = reading.matches
    while i < len(matches):
        j = i
        while j + 1 < len(matches) and matches[j + 1].start == matches[i].start:
            j += 1
        best = matches[j]
        if best.start >= end and not _idle(reading, best):
            end = best.end
            if (best.start, best.end) not in taken:
                found.append(best)
        i = j + 1
    found += unknown(reading, found)
    found.sort(key=lambda s: (s.start, -s.end))
    return found


def unknown(reading: Reading, found: Sequence[Span]) -> list[Span]:
    """Runs of capitals that no gazetteer knows where a place is expected: "in X", "near X", "X, Ohio"."""
    covered = {i for span in found for i in range(span.start, span.end)}
    runs: list[Span] = []
    i, n = 0, len(reading.words)
    while i < n:
        end = i
        while end < n and end not in covered and _plain(reading, end) and (end == i or reading.joined(end)):
            end += 1
        if i < end <= i + 3 and _place_expected(reading, i, end):
            runs.append(Span(i, end, 0, known=False))
        i = end + 1
    return runs


def _plain(reading: Reading, i: int) -> bool:
    """Whether the word is a capitalised one of no known class, which an unknown name is made of."""
    lower = reading.lower[i]
    return (
        reading.case[i] in (TITLE, UPPER, MIXED)
        and reading.mode(i) == NORMAL
        and lower not in FUNCTION_WORDS
        and lower not in MONTHS_DAYS
        and lower not in NO_WORDS
        and lower not in CLASS
        and not reading.flags[i] & GIVEN
        and (
            i + 1 == len(reading.words)
            or reading.words[i + 1].start > reading.words[i].end
            or reading.words[i + 1].text in ",.;:)-'’'s’s\"”"
        )
    )


def _place_expected(reading: Reading, start: int, end: int) -> bool:
    if start and not reading.first[start] and reading.joined(start):
        if reading.lower[start - 1] in EXPECTING:
            return not (end < len(reading.words) and reading.joined(end) and reading.capital(end))
        if reading.capital(start - 1):
            return False
    comma = end + 1 < len(reading.words) and reading.words[end].text == ","
    return comma and bool(reading.flags[end + 1] & ADMIN) and reading.joined(end + 1)


def _idle(reading: Reading, span: Span) -> bool:
    """Whether the stretch is a lone month, day or type word, or in a text without capitals a common word."""
    if span.end - span.start > 1:
        return " ".join(reading.lower[span.start : span.end]) in NO_PLACES
    lower = reading.lower[span.start]
    if lower in MONTHS_DAYS or lower in NO_WORDS:
        return True
    if CLASS.get(lower) in TYPE_WORDS and not span.flags & SURE:
        return True
    return reading.mode(span.start) == SMALL and bool(span.flags & (COMMON | GIVEN | SURNAME))


def weigh(reading: Reading) -> list[tuple[Span, float]]:
    """The accepted stretches with their likelihood, in order, without overlaps."""
    table = weights()
    marks = swallowed(reading)
    memory = remember(reading)
    likely: list[tuple[Span, float]] = []
    for span in candidates(reading):
        if any(marks[i] in SWALLOWERS for i in (span.start, span.end - 1)):
            continue
        total = table.get("bias", 0.0)
        for fact in facts(reading, span, memory, marks):
            total += table.get(fact, 0.0)
        score = round(1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, total)))), 4)
        likely.append((span, score))
    return _apart(_echoed(reading, likely))


def _echoed(reading: Reading, weighed: Sequence[tuple[Span, float]]) -> list[tuple[Span, float]]:
    """Those likely by themselves, and those likely enough whose name is surely a place elsewhere."""
    best: dict[str, float] = {}
    for span, score in weighed:
        name = " ".join(reading.lower[span.start : span.end])
        best[name] = max(score, best.get(name, 0.0))
    kept: list[tuple[Span, float]] = []
    for span, score in weighed:
        if score >= THRESHOLD:
            kept.append((span, score))
        elif score >= ECHO and best[" ".join(reading.lower[span.start : span.end])] >= SURELY:
            kept.append((span, THRESHOLD))
    return kept


def _apart(likely: list[tuple[Span, float]]) -> list[tuple[Span, float]]:
    """Of stretches that overlap the longest, then the likelier one."""
    chosen: list[tuple[Span, float]] = []
    taken: set[int] = set()
    for span, score in sorted(likely, key=lambda s: (s[0].start - s[0].end, -s[1], s[0].start)):
        if taken.isdisjoint(range(span.start, span.end)):
            taken.update(range(span.start, span.end))
            chosen.append((span, score))
    chosen.sort(key=lambda s: s[0].start)
    return chosen
