"""Where the trained tagger and the lexicon meet: one likelihood for each stretch that either names.

The tagger reads a sentence as a whole, the lexicon knows which names exist. For a stretch that the
tagger calls a place, the lexicon's likelihood confirms or lowers it; a name that the gazetteer lacks
keeps the tagger's word. A stretch that only the lexicon sees needs more: countries, abbreviations and
peoples count most, and a person's or newspaper's name that the tagger sees there counts against it.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from geo.recognition.candidates import DOUBTFUL_ENDS, never
from geo.recognition.compounds import NEVER
from geo.recognition.cues import (
    ARTICLED,
    CLASS,
    COMPASS,
    CUSTODY,
    FUNCTION_WORDS,
    LANDMARKS,
    NESTING,
    ON_ROADS,
    POWERS,
    ROADS,
    SPEAKING,
    TONGUES,
)
from geo.recognition.hosts import hosts, initials, is_letters
from geo.recognition.kinds import Kinds
from geo.recognition.lexicon import Weighed
from geo.recognition.spans import LOWER, OTHER, SMALL, Reading, Span
from geo.recognition.weighing import (
    CLOSED,
    Facts,
    Tagged,
    Text,
    beside,
    is_people,
    likelihood,
    log_odds,
    of_nations,
    prefixed,
    senses,
)

PLACE_LABELS = frozenset({"LOC", "NEST", "FAC", "DEM"})
FACILITY_WORDS = frozenset(word for word, name in CLASS.items() if name in ("facility", "airport", "street"))

WHOLE = frozenset({"airport", "street"})
"""Shapes that tell where a name ends also to a tagger that saw less: "Palm Beach airport", "Calle 11"."""

THRESHOLD = 0.5
"""Likelihood by the lexicon from which it is believed about where a name begins and ends."""
SURE = 0.8
"""Likelihood by the lexicon that makes a country, abbreviation or people that the tagger passes over one."""
FLOOR = 0.525
"""Likelihood that such a name is given."""
CEILING = 0.475
"""Likelihood at most of what the text itself tells to be a person or a body."""
OPENING = frozenset({"in", "from", "near", "at"})
"""Words that no name begins with, also where they begin a sentence."""
LANDS = frozenset({"ADM1", "PCLI"})
"""What a name means first of all that tells the town before it."""
LEAST = 0.2
"""Stretches less likely by the lexicon are not looked at unless the tagger names them."""


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
        self._small = "small " if SMALL in reading.modes else ""
        self._rest = Text(reading.text, spans)
        self._bodies = initials(reading, spans)
        self._hosts = {host.start: host for host in hosts(reading)}
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
        found = [self._seen(part) for part in self._proposed()]
        found += [self._unseen(weighed) for weighed in self._overlooked()]
        return found + [self._host(host) for host in self._hosts.values()]

    def training(self) -> Iterator[tuple[Facts, int, int]]:
        """The facts and offsets of every stretch that is weighed, for the fitting of their weights."""
        for part in self._proposed():
            met = [w for i in self._words_of(part) for w in self._by_word.get(i, ())]
            best = max(met, key=lambda w: (w[1], -w[0].start), default=None)
            yield self.seen_facts(part, best), part.start, part.end
        for weighed in self._overlooked():
            yield self.unseen_facts(weighed), *self._chars(weighed[0])

    def _proposed(self) -> Iterator[Tagged]:
        """The tagger's places, one name each; none in a credit, a ship's or an operation's name."""
        whole: Tagged | None = None
        for span in self._spans:
            words = self._words_of(span)
            if span.label not in PLACE_LABELS or not words or any(self._marks[i] in NEVER for i in words):
                continue
            if whole is not None and span.start < whole.end:
                continue
            if self._never(words) or any(self._never(self._words_of(t)) for t in self._tagged[words.start]):
                continue
            if self._people(span, words) and self._language(words.start, words.stop):
                continue
            whole = self._with_next(span, words)
            yield from self._parts(whole or span)

    def _never(self, words: range) -> bool:
        return never(self._reading, words.start, words.stop)

    def _with_next(self, span: Tagged, words: range) -> Tagged | None:
        """The name that the tagger cut in two: "St." and "Thomas", "Lake" and "Manassas"."""
        if span.label not in ("LOC", "NEST") or words.stop >= len(self._starts):
            return None
        for other in self._tagged.get(words.stop, ()):
            if other.label not in ("LOC", "NEST") or not self._reading.joined(words.stop):
                continue
            both = (words.start, self._words_of(other).stop)
            if any((w[0].start, w[0].end) == both for w in self._by_word.get(words.start, ())):
                score, place = min(span.score, other.score), min(span.place, other.place)
                return Part(span.start, other.end, span.label, score, place, span.associative)
        return None

    def _overlooked(self) -> Iterator[Weighed]:
        """What only the lexicon sees."""
        for weighed in self._weighed:
            labels = self._labels(weighed[0])
            if weighed[1] < LEAST or any(t.label in PLACE_LABELS or self._medium(t) for t in labels):
                continue
            if not (is_people(weighed[0]) and self._language(weighed[0].start, weighed[0].end)):
                yield weighed

    def _people(self, span: Tagged, words: range) -> bool:
        """Whether a stretch is a word for a people, by the tagger or first of all by the gazetteer."""
        met = self._by_word.get(words.start, ())
        return span.label == "DEM" or any(w[0].sort == "D" and w[0].end == words.stop for w in met)

    def _language(self, start: int, stop: int) -> bool:
        """Whether a word for a people means their language: "fluent French", "said in Turkish,"."""
        reading = self._reading
        before = reading.lower[start - 1] if reading.joined(start) else ""
        after = reading.lower[stop] if reading.joined(stop) else ""
        if before in SPEAKING or after in TONGUES:
            return True
        if after == "-" and reading.joined(stop + 1):
            return reading.lower[stop + 1] == "speaking"
        return before in ("in", "into") and (not after[:1].isalnum() or after in FUNCTION_WORDS)

    def _medium(self, span: Tagged) -> bool:
        """Whether the tagger sees the name of a newspaper or station, in which no name is a mention."""
        last = self._words_of(span).stop - 1
        return span.label == "ORG" and CLASS.get(self._reading.lower[last]) == "media"

    def _parts(self, span: Tagged) -> list[Tagged]:
        """The span itself, or its names where it joins several known ones and is not known as a whole."""
        words = self._without_kind(self._words_of(span))
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

    def _without_kind(self, words: range) -> range:
        """The words less small ones at their end: "the U.S.-Mexico [border]"."""
        stop = words.stop
        while stop - 1 > words.start and self._small_or_number(stop - 1):
            stop -= 1
        return range(words.start, stop)

    def _words_of(self, span: Tagged) -> range:
        """The words that a tagger's span covers."""
        return range(bisect_right(self._ends, span.start), bisect_left(self._starts, span.end))

    def _labels(self, span: Span) -> list[Tagged]:
        """The tagger's spans on any word of a stretch."""
        return [tagged for i in range(span.start, span.end) for tagged in self._tagged.get(i, ())]

    def _chars(self, span: Span) -> tuple[int, int]:
        return self._starts[span.start], self._ends[span.end - 1]

    def _host(self, span: Span) -> Proposal:
        """The place in an event's name: "the [Cannes] Film Festival"."""
        marked = any(self._marks[i] in NEVER for i in range(span.start, span.end))
        return Proposal(*self._chars(span), "associative", 0.0 if marked else FLOOR, nested=True)

    def _seen(self, span: Tagged) -> Proposal:
        words = self._words_of(span)
        if (host := self._hosts.get(words.start)) and host.end < words.stop:
            return self._host(host)
        met = [w for i in words for w in self._by_word.get(i, ())]
        best = max(met, key=lambda w: (w[1], -w[0].start), default=None)
        if span.label == "FAC" and (place := self._body(span, words)):
            score = likelihood(self.seen_facts(span, best))
            return Proposal(place.start, place.end, "associative", score, nested=True)
        same = next((w for w in met if self._chars(w[0]) == (span.start, span.end)), None)
        longer = next((w for w in met if self._whole(w, span)), None) if same is None else None
        exact = longer or same or self._core(words, met)
        if road := self._road(words):
            return Proposal(*road, "facility", likelihood(self.seen_facts(span, best)))
        start, end = self._chars(exact[0]) if exact else self._trimmed(words)
        kind, score = self._kind(span, exact or best), likelihood(self.seen_facts(span, best))
        if exact and exact[1] >= THRESHOLD and self._listed(exact[0]):
            score = max(score, FLOOR)
        if self._is_other(span, words):
            score = min(score, CEILING)
        return Proposal(start, end, kind, score, nested=span.label == "NEST" and not longer)

    def _road(self, words: range) -> tuple[int, int] | None:
        """The whole of "U.S. 95": a road, and not the United States; in "the U.S. 20 died" it is they."""
        reading, end = self._reading, words.stop
        if not reading.words[end - 1].text.isdigit():
            if not (reading.joined(end) and reading.words[end].text.isdigit()):
                return None
            end += 1
        number = reading.words[end - 1]
        before = reading.lower[words.start - 1] if words.start else ""
        if end - words.start != 2 or reading.lower[words.start] not in ROADS or len(number.text) > 3:
            return None
        return (self._starts[words.start], number.end) if before in ON_ROADS else None

    def _core(self, words: range, met: Sequence[Weighed]) -> Weighed | None:
        """The known name that only a compass point, a number or "City" makes longer, as corpora cut it."""
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
        plain = reading.case[i] in (LOWER, OTHER) and reading.mode(i) != SMALL
        return plain or word in COMPASS or word in DOUBTFUL_ENDS

    def _trimmed(self, words: range) -> tuple[int, int]:
        """A stretch without small words at its ends: "central Turkey", "Sichuan province", "Syrian-"."""
        reading = self._reading
        first, last = words.start, words.stop - 1
        while first < last and (self._small_or_number(first) or reading.lower[first] in OPENING):
            first += 1
        while last > first and reading.case[last] in (LOWER, OTHER) and reading.mode(last) != SMALL:
            if reading.lower[last] in FACILITY_WORDS or reading.words[last].text[0].isdigit():
                break
            last -= 1
        return self._starts[first], self._ends[last]

    def _body(self, span: Tagged, words: range) -> Tagged | None:
        """The place in the name of a body that the tagger calls a facility: "[Laurel County] Jail"."""
        last = self._reading.lower[words.stop - 1]
        if CLASS.get(last) not in NESTING - {"airport"} and last not in CUSTODY:
            return None
        for other in self._tagged.get(words.start, ()):
            if other.label == "NEST" and other.end < span.end:
                return other
        return None

    def _whole(self, weighed: Weighed, span: Tagged) -> bool:
        """Whether a stretch is the whole of the name that the tagger has cut short."""
        start, end = self._chars(weighed[0])
        if weighed[1] < THRESHOLD or not start <= span.start < span.end <= end:
            return False
        return weighed[0].known or weighed[0].shape in WHOLE

    def seen_facts(self, span: Tagged, best: Weighed | None) -> Facts:
        """What is weighed of a stretch that the tagger calls a place."""
        label, reading = span.label, self._reading
        z = log_odds(span.score if label == "DEM" else span.place)
        told: Facts = [("", 1.0), ("z", z)]
        if best and (best[0].known or best[0].shape):
            told.append(("lexicon", log_odds(best[1])))
        else:
            told += [("unknown", 1.0), ("unknown z", z)]
        words = self._words_of(span)
        if any(self._marks[i] for i in words):
            told.append(("swallowed", 1.0))
        told += self._holder(span, words)
        label = self._small + label
        if span.label == "DEM":
            return prefixed(label, told)
        more = self._rest.facts(reading.text[span.start : span.end], log_odds(span.place))
        if self._before_land(words):
            more = [fact for fact in more if "person" not in fact[0]]
        stretch = best[0] if best else Span(words.start, words.stop, 0)
        more += senses(stretch) + beside(reading, Span(words.start, words.stop, 0))
        return prefixed(label, told) + prefixed(f"{self._small}seen", more)

    def _is_other(self, span: Tagged, words: range) -> bool:
        """Whether one word is a person's first or last name in this text, or the letters of a body."""
        if len(words) != 1 or span.label == "DEM":
            return False
        if is_letters(self._reading, words.start, self._bodies):
            return True
        name = self._reading.text[span.start : span.end]
        return self._rest.of_person(name) and not self._rest.located(name) and not self._before_land(words)

    def _before_land(self, words: range) -> bool:
        """Whether a comma and a state or country follow, as behind no person: "Jones, of Austin, Texas"."""
        reading, at = self._reading, words.stop + 1
        if not reading.joined(words.stop) or reading.lower[words.stop] != "," or not reading.joined(at):
            return False
        return any(
            w[0].start == at and w[0].sort in LANDS and w[1] >= SURE for w in self._by_word.get(at, ())
        )

    def _holder(self, span: Tagged, words: range) -> Facts:
        """What is said of the name that a stretch is nested in."""
        for other in self._tagged.get(words.start, ()):
            if other.label not in ("ORG", "FAC", "MISC", "PER") or other is span or other.end < span.end:
                continue
            around = self._words_of(other)
            last = CLASS.get(self._reading.lower[around.stop - 1], "X")
            where = "start" if around.start == words.start else "later"
            if where == "later" and around.stop == words.stop:
                where = "end of" if self._reading.lower[words.start - 1] in ("of", "in", "at") else "end"
            return [
                (f"in {other.label}", 1.0),
                (f"in {other.label} score", log_odds(other.score)),
                (f"in {last}", 1.0),
                (f"in {where}", 1.0),
            ]
        return []

    def unseen_facts(self, weighed: Weighed) -> Facts:
        """What is weighed of a stretch that only the lexicon sees."""
        span, score, _ = weighed
        people = is_people(span)
        prefix = self._small + ("people" if people else "new")
        told: Facts = [("", 1.0), ("lexicon", log_odds(score))]
        labels = self._labels(span)
        for tagged in labels:
            told += [(tagged.label, 1.0), (f"{tagged.label} score", log_odds(tagged.score))]
            whole = self._chars(span) == (tagged.start, tagged.end)
            told.append((f"{tagged.label} {'whole' if whole else 'part'}", 1.0))
        if labels:
            told.append(("z", log_odds(max(t.place for t in labels))))
        else:
            told.append(("O", 1.0))
        if people:
            return prefixed(prefix, told)
        start, end = self._chars(span)
        told += self._rest.facts(self._reading.text[start:end], None) + senses(span)
        told += beside(self._reading, span)
        if span.shape:
            told.append((f"shape {span.shape}", 1.0))
        return prefixed(prefix, told)

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

    def _listed(self, span: Span) -> bool:
        return " ".join(self._reading.lower[span.start : span.end]) in LANDMARKS or self._articled(span)

    def _articled(self, span: Span) -> bool:
        """Whether a company's name stands with an article and without a noun: "the Amazon is drying"."""
        reading, at = self._reading, span.end
        if span.end - span.start > 1 or reading.lower[span.start] not in ARTICLED or span.start == 0:
            return False
        noun = at < len(reading.words) and reading.words[at].text.isalpha()
        return reading.lower[span.start - 1] == "the" and not (
            noun and reading.lower[at] not in FUNCTION_WORDS
        )

    def _unseen(self, weighed: Weighed) -> Proposal:
        (span, _, told), (start, end) = weighed, self._chars(weighed[0])
        score = likelihood(self.unseen_facts(weighed))
        lower, labels = self._reading.lower, self._labels(span)
        listed = lower[span.start] in POWERS or self._listed(span)
        if listed and any(t.label == "PER" for t in labels):
            # "that Washington has sent": no person's, where the text is of nations and names no such person
            listed = of_nations(self._reading) and not self._rest.of_person(lower[span.start])
        closed = weighed[1] >= SURE and span.flags & CLOSED and not labels
        if closed or (listed and weighed[1] >= THRESHOLD):
            score = max(score, FLOOR)
        if span.end - span.start == 1 and is_letters(self._reading, span.start, self._bodies):
            score = min(score, CEILING)
        return Proposal(start, end, self._kinds.kind(span, told), score, self._kinds.nested(span))
