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
from itertools import pairwise
from typing import Protocol

from geo.gazetteer.names import NameFlag
from geo.recognition.candidates import DOUBTFUL_ENDS
from geo.recognition.cues import CLASS, COMPASS, POWERS
from geo.recognition.kinds import Kinds
from geo.recognition.lexicon import Weighed
from geo.recognition.spans import LOWER, OTHER, SMALL, Reading, Span

PLACE_LABELS = frozenset({"LOC", "NEST", "FAC", "DEM"})
CLOSED = int(NameFlag.COUNTRY | NameFlag.ABBREVIATION | NameFlag.DEMONYM)

DEMONYM = int(NameFlag.DEMONYM)
OTHER_THAN_PLACE = int(NameFlag.GIVEN_NAME | NameFlag.SURNAME | NameFlag.COMMON_WORD | NameFlag.PREFIX)

FACILITY_WORDS = frozenset(word for word, name in CLASS.items() if name in ("facility", "airport", "street"))

NEVER = frozenset({"credit", "ship", "operation"})
"""Names in a picture's credit, a ship's or an operation's name are no mentions, whoever proposes them."""

CITIES = frozenset({"P6", "P7"})
"""Towns of a hundred thousand and more, as :func:`geo.recognition.spans.sort_of` says."""

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
class Part:
    """One name of several that the tagger gave as a single stretch."""

    start: int
    end: int
    label: str
    score: float
    place: float
    associative: float


JOINERS = frozenset({"and", "or", "&", "-", "–", "—", "/", ","})
"""What stands between two names in "the Pacific and the Caribbean", "the U.S.-Mexico border"."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A stretch of text that may be a mention."""

    start: int
    end: int
    kind: str
    score: float
    nested: bool = False


SEEN = {
    "bias": -0.6,
    "place": 0.46,
    "lexicon": 0.48,
    "unknown": -1.0,
    "closed": 0.0,
    "LOC": 0.6,
    "NEST": -0.45,
    "FAC": -0.4,
    "DEM": 0.3,
    "swallowed": -1.0,
}
"""Weights for a stretch that the tagger calls a place: of the log-odds of both, and of what it is.
Between two logistic regressions on LGL, TR-News and GWN (open halves, the lexicon cross-validated): one
with a tagger that had seen none of their text, one on the fold held out from the adapted tagger.
``swallowed`` is set by policy, and ``unknown`` is kept milder than fitted (-1.6): their places are
nearly all in gazetteers, a stranger's need not be."""

UNSEEN = {
    "bias": -0.6,
    "lexicon": 0.7,
    "place": 0.3,
    "closed": 0.5,
    "city": 0.5,
    "shape": 0.0,
    "PER": -0.2,
    "ORG": -0.5,
    "MISC": 0.4,
    "O": -0.3,
    "people": 0.6,
    "people PER": -0.2,
    "people ORG": 0.0,
    "people MISC": 0.3,
    "people O": 0.0,
}
"""Weights for a stretch that only the lexicon sees, fitted likewise; labels count by the tagger's
probability."""


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
        found = [
            self._seen(part)
            for span in self._spans
            for part in self._parts(span)
            if span.label in PLACE_LABELS and not any(self._marks[i] in NEVER for i in self._words_of(span))
        ]
        for weighed in self._weighed:
            if weighed[1] >= LEAST and not any(t.label in PLACE_LABELS for t in self._labels(weighed[0])):
                found.append(self._unseen(weighed))
        return found

    def _parts(self, span: Tagged) -> list[Tagged]:
        """The span itself, or its names where it joins several known ones and is not known as a whole."""
        words = self._words_of(span)
        joints = [i for i in words if self._reading.lower[i] in JOINERS]
        if not joints or span.label not in ("LOC", "DEM"):
            return [span]
        known = {(w[0].start, w[0].end) for i in words for w in self._by_word.get(i, ()) if w[0].known}
        if any(first <= words.start and words.stop <= last for first, last in known):
            return [span]
        parts: list[Tagged] = []
        for first, last in pairwise([words.start - 1, *joints, words.stop]):
            begin = first + 1 + (self._reading.lower[first + 1] == "the" if first + 1 < last else 0)
            if (begin, last) not in known:
                return [span]
            start, end = self._starts[begin], self._ends[last - 1]
            parts.append(Part(start, end, span.label, span.score, span.place, span.associative))
        return parts

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
        total = sum(SEEN[name] * value for name, value in self.seen_facts(span, best).items())
        same = next((w for w in met if self._chars(w[0]) == (span.start, span.end)), None)
        longer = next((w for w in met if self._whole(w, span)), None) if same is None else None
        exact = longer or same or self._core(words, met)
        start, end = self._chars(exact[0]) if exact else self._trimmed(words)
        return Proposal(
            start=start,
            end=end,
            kind=self._kind(span, exact or best),
            score=likelihood(total),
            nested=span.label == "NEST" and not longer,
        )

    def _core(self, words: range, met: Sequence[Weighed]) -> Weighed | None:
        """The known name in a stretch that only a compass point, a number or "City" makes longer.

        "Western Massachusetts", "U.S. 95", "Springfield City Council" as the corpora cut them.
        """
        for weighed in met:
            span = weighed[0]
            rest = [i for i in words if not span.start <= i < span.end]
            if span.known and weighed[1] >= THRESHOLD and rest and all(self._is_extra(i) for i in rest):
                return weighed
        return None

    def _small_or_number(self, i: int) -> bool:
        reading = self._reading
        small = reading.case[i] == LOWER and reading.mode(i) != SMALL
        return small or reading.words[i].text.isdigit()

    def _is_extra(self, i: int) -> bool:
        reading = self._reading
        word = reading.lower[i]
        return word in COMPASS or word in DOUBTFUL_ENDS or reading.case[i] in (LOWER, OTHER)

    def _trimmed(self, words: range) -> tuple[int, int]:
        """A stretch without small words at its ends: "central Turkey", "Sichuan province", "Syrian-"."""
        reading = self._reading
        first, last = words.start, words.stop - 1
        while first < last and self._small_or_number(first):
            first += 1
        while last > first and reading.case[last] in (LOWER, OTHER) and reading.mode(last) != SMALL:
            if reading.lower[last] in FACILITY_WORDS or reading.words[last].text[0].isdigit():
                break
            last -= 1
        return self._starts[first], self._ends[last]

    def _whole(self, weighed: Weighed, span: Tagged) -> bool:
        """Whether a stretch is the whole of the name that the tagger has cut short."""
        start, end = self._chars(weighed[0])
        inside = start <= span.start and span.end <= end
        return inside and weighed[1] >= THRESHOLD and (weighed[0].known or weighed[0].shape == "airport")

    def seen_facts(self, span: Tagged, best: Weighed | None) -> dict[str, float]:
        """What is weighed of a stretch that the tagger calls a place."""
        told = {"bias": 1.0, "place": log_odds(span.place), span.label: 1.0}
        if span.label == "DEM":
            told["place"] = log_odds(span.score)
        if best and (best[0].known or best[0].shape):
            told["lexicon"] = log_odds(best[1])
        else:
            told["unknown"] = 1.0
        if best and best[0].flags & CLOSED:
            told["closed"] = 1.0
        if any(self._marks[i] for i in self._words_of(span)):
            told["swallowed"] = 1.0
        return told

    def unseen_facts(self, weighed: Weighed) -> dict[str, float]:
        """What is weighed of a stretch that only the lexicon sees."""
        span, score, _ = weighed
        people = bool(span.flags & DEMONYM) and not span.flags & ~(DEMONYM | OTHER_THAN_PLACE)
        told = {"bias": 1.0, "lexicon": log_odds(score)}
        if people:
            told["people"] = 1.0
        elif span.flags & CLOSED:
            told["closed"] = 1.0
        elif span.sort in CITIES:
            told["city"] = 1.0
        if span.shape:
            told["shape"] = 1.0
        labels = {t.label: t.score for t in self._labels(span)}
        for label in ("PER", "ORG", "MISC"):
            if label in labels:
                told[f"people {label}" if people else label] = labels[label]
        if not labels:
            told["people O" if people else "O"] = 1.0
        elif not people:
            told["place"] = log_odds(max(t.place for t in self._labels(span)))
        return told

    def _kind(self, span: Tagged, weighed: Weighed | None) -> str:
        if weighed and weighed[0].shape == "airport":
            return "facility"
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
        span, _, told = weighed
        start, end = self._chars(span)
        total = sum(UNSEEN[name] * value for name, value in self.unseen_facts(weighed).items())
        if weighed[1] >= THRESHOLD and self._reading.lower[span.start] in POWERS:
            total = max(total, 0.1)
        return Proposal(start, end, self._kinds.kind(span, told), likelihood(total), self._kinds.nested(span))
