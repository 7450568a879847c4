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

from geo.recognition.articles import whole
from geo.recognition.candidates import candidates
from geo.recognition.compounds import NEVER, swallowed
from geo.recognition.cues import EARTH, LANDMARKS
from geo.recognition.evidence import facts, remember
from geo.recognition.kinds import Kinds
from geo.recognition.spans import SMALL, FlagCache, Flagger, Reading, Span, look_up, read
from geo.types import Mention

WEIGHTS = Path(__file__).resolve().parent / "lists" / "weights.csv"
SMALL_WEIGHTS = WEIGHTS.with_name("small.csv")
"""The table for texts without capitals."""

THRESHOLD = 0.5
"""Likelihood from which a stretch is a mention; the best overlap F1 on the open halves of LGL, TR-News
and GWN in cross-validation lay between 0.45 and 0.5."""

ECHO = 0.25
"""Likelihood from which a stretch is a mention if its name is one elsewhere in the text."""
SURELY = 0.85
"""Likelihood that makes a name surely a place elsewhere."""

SWALLOWERS = NEVER | {"company"}
"""Names inside such names are never mentions, whatever else speaks for them."""

CHUNK = 200_000
"""Code points read at a time: memory stays flat however long a text is."""


@lru_cache(maxsize=1)
def weights() -> dict[str, float]:
    """Both tables of weights: fact -> log-odds; facts of texts without capitals begin with "small"."""
    table: dict[str, float] = {}
    for path in (WEIGHTS, SMALL_WEIGHTS):
        with path.open(encoding="utf-8", newline="") as stream:
            table.update((fact, float(weight)) for fact, weight in csv.reader(stream))
    return table


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
        kinds = Kinds(reading)
        for span, score, told in weigh(reading):
            kind = kinds.kind(span, told)
            if (kind == "demonym" and not self._demonyms) or (not self._nested and kinds.nested(span)):
                continue
            first, last = reading.words[span.start], reading.words[span.end - 1]
            start = whole(text, first.start, last.end)
            if start is not None:
                yield Mention(begin + start, begin + last.end, text[start : last.end], kind, score)


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


Weighed = tuple[Span, float, list[str]]
"""A stretch, its likelihood, and the facts that made it."""


def weigh(reading: Reading) -> list[Weighed]:
    """The accepted stretches, in order, without overlaps."""
    return _apart(_echoed(reading, scored(reading, swallowed(reading))))


def scored(reading: Reading, marks: list[str]) -> list[Weighed]:
    """All stretches that might be mentions, likely or not; none inside what ``marks`` says is swallowed."""
    table = weights()
    memory = remember(reading)
    likely: list[Weighed] = []
    for span in candidates(reading):
        if any(marks[i] in SWALLOWERS for i in (span.start, span.end - 1)):
            continue
        told = facts(reading, span, memory, marks)
        bias = "small bias" if reading.mode(span.start) == SMALL else "bias"
        total = table.get(bias, 0.0) + sum(table.get(fact, 0.0) for fact in told)
        name = " ".join(reading.lower[span.start : span.end])
        if name in LANDMARKS or (name in EARTH and told[-1] == "alone"):
            total = max(total, 1.0)
        score = round(1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, total)))), 4)
        likely.append((span, score, told))
    return likely


def _echoed(reading: Reading, weighed: Sequence[Weighed]) -> list[Weighed]:
    """Those likely by themselves, and those likely enough whose name is surely a place elsewhere."""
    best: dict[str, float] = {}
    for span, score, _ in weighed:
        name = " ".join(reading.lower[span.start : span.end])
        best[name] = max(score, best.get(name, 0.0))
    kept: list[Weighed] = []
    for span, score, told in weighed:
        if score >= THRESHOLD:
            kept.append((span, score, told))
        elif score >= ECHO and best[" ".join(reading.lower[span.start : span.end])] >= SURELY:
            kept.append((span, THRESHOLD, told))
    return kept


def _apart(likely: list[Weighed]) -> list[Weighed]:
    """Of stretches that overlap the longest, then the likelier one."""
    chosen: list[Weighed] = []
    taken: set[int] = set()
    for span, score, told in sorted(likely, key=lambda s: (s[0].start - s[0].end, -s[1], s[0].start)):
        if taken.isdisjoint(range(span.start, span.end)):
            taken.update(range(span.start, span.end))
            chosen.append((span, score, told))
    chosen.sort(key=lambda s: s[0].start)
    return chosen
