"""Where the trained tagger and the lexicon meet: one likelihood for each stretch that either names.

The tagger reads a sentence as a whole, the lexicon knows which names exist. For a stretch that the
tagger calls a place, the lexicon's likelihood confirms or lowers it; a name that the gazetteer lacks
keeps the tagger's word. A stretch that only the lexicon sees needs more: countries, abbreviations and
peoples count most, and a person's or newspaper's name that the tagger sees there counts against it.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from geo.gazetteer.names import NameFlag
from geo.recognition.kinds import Kinds
from geo.recognition.lexicon import Weighed
from geo.recognition.spans import Reading, Span

PLACE_LABELS = frozenset({"LOC", "NEST", "FAC", "DEM"})
CLOSED = int(NameFlag.COUNTRY | NameFlag.ABBREVIATION | NameFlag.DEMONYM)

THRESHOLD = 0.5
"""Likelihood from which a stretch is a mention."""
LEAST = 0.2
"""Stretches less likely by the lexicon are not looked at unless the tagger names them."""


class Tagged(Protocol):
    """A labelled stretch, as the tagger gives it (offsets into the whole text)."""

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


@dataclass(frozen=True, slots=True)
class Proposal:
    """A stretch of text that may be a mention."""

    start: int
    end: int
    kind: str
    score: float
    nested: bool = False


SEEN = {
    "bias": 0.0,
    "place": 0.8,
    "lexicon": 0.45,
    "unknown": -0.6,
    "NEST": -0.2,
    "FAC": -0.4,
    "DEM": 0.4,
    "swallowed": -2.0,
}
"""Weights for a stretch that the tagger calls a place: of the log-odds of both, and of what it is."""

UNSEEN = {
    "bias": -1.6,
    "lexicon": 0.8,
    "closed": 1.2,
    "PER": -2.5,
    "ORG": -0.3,
    "MISC": -1.0,
    "shape": -0.3,
}
"""Weights for a stretch that only the lexicon sees; labels count by the tagger's probability."""


def log_odds(chance: float) -> float:
    """The logarithm of the odds, within four decimals of certainty."""
    chance = min(max(chance, 1e-4), 1 - 1e-4)
    return math.log(chance / (1 - chance))


def likelihood(total: float) -> float:
    """The chance behind log-odds, rounded so that no processor's last bit decides."""
    return round(1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, total)))), 4)


class Meeting:
    """The proposals of one text, from its reading, the lexicon's stretches and the tagger's spans."""

    def __init__(
        self, reading: Reading, weighed: Sequence[Weighed], spans: Sequence[Tagged], marks: Sequence[str]
    ) -> None:
        self._reading = reading
        self._weighed = weighed
        self._spans = spans
        self._marks = marks
        self._kinds = Kinds(reading)
        self._starts = [w.start for w in reading.words]
        self._ends = [w.end for w in reading.words]
        self._by_word: dict[int, list[Weighed]] = {}
        for item in weighed:
            for i in range(item[0].start, item[0].end):
                self._by_word.setdefault(i, []).append(item)
        self._tagged: dict[int, list[Tagged]] = {}
        for tagged in spans:
            for i in self._words_of(tagged):
                self._tagged.setdefault(i, []).append(tagged)

    def proposals(self) -> list[Proposal]:
        """All stretches with their likelihood, those of the tagger first."""
        found = [self._seen(span) for span in self._spans if span.label in PLACE_LABELS]
        for weighed in self._weighed:
            if weighed[1] >= LEAST and not any(t.label in PLACE_LABELS for t in self._labels(weighed[0])):
                found.append(self._unseen(weighed))
        return found

    def _words_of(self, span: Tagged) -> range:
        """The words that a tagger's span covers."""
        return range(bisect_right(self._ends, span.start), bisect_left(self._starts, span.end))

    def _labels(self, span: Span) -> list[Tagged]:
        """The tagger's spans on any word of a stretch."""
        return [tagged for i in range(span.start, span.end) for tagged in self._tagged.get(i, ())]

    def _chars(self, span: Span) -> tuple[int, int]:
        return self._starts[span.start], self._ends[span.end - 1]

    def _seen(self, span: Tagged) -> Proposal:
        words = self._words_of(span)
        met = [w for i in words for w in self._by_word.get(i, ())]
        best = max(met, key=lambda w: (w[1], -w[0].start), default=None)
        total = SEEN["bias"] + SEEN["place"] * log_odds(span.place) + SEEN.get(span.label, 0.0)
        total += SEEN["lexicon"] * log_odds(best[1]) if best else SEEN["unknown"]
        first = bisect_right(self._starts, span.start) - 1
        last = bisect_left(self._ends, span.end)
        if first >= 0 and last < len(self._marks) and (self._marks[first] or self._marks[last]):
            total += SEEN["swallowed"]
        start, end = span.start, span.end
        same = next((w for w in met if self._chars(w[0]) == (span.start, span.end)), None)
        if same is None and best and best[0].known and best[0].end - best[0].start > 1:
            lex_start, lex_end = self._chars(best[0])
            if lex_start <= start and end <= lex_end:  # the gazetteer knows the longer name
                start, end = lex_start, lex_end
        return Proposal(start, end, self._kind(span, same or best), likelihood(total), span.label == "NEST")

    def _kind(self, span: Tagged, weighed: Weighed | None) -> str:
        if span.label in ("FAC", "DEM"):
            return "facility" if span.label == "FAC" else "demonym"
        if span.label == "NEST":
            return "associative"
        if weighed:
            sure = self._kinds.sure(weighed[0])
            if sure in ("facility", "place", "demonym"):
                return sure
        return "associative" if round(span.associative, 4) >= 0.5 else "place"

    def _unseen(self, weighed: Weighed) -> Proposal:
        span, score, told = weighed
        start, end = self._chars(span)
        total = UNSEEN["bias"] + UNSEEN["lexicon"] * log_odds(score)
        if span.flags & CLOSED:
            total += UNSEEN["closed"]
        if span.shape:
            total += UNSEEN["shape"]
        against = {t.label: t.score for t in self._labels(span) if t.label in UNSEEN}
        total += sum(UNSEEN[label] * against[label] for label in sorted(against))
        return Proposal(start, end, self._kinds.kind(span, told), likelihood(total), self._kinds.nested(span))
