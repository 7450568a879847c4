"""A document as the page's data: places with their mentions, evidence, alternatives; names not placed.

Pure: no folium, no geometry. Offsets leave here in UTF-16 units, which is what JavaScript counts in.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from geo.types import LITERAL_KINDS, Document, Place, Relative, Toponym
from geo.webmap.dates import FEWEST, TextDate, date_label, text_dates
from geo.webmap.options import PageOptions
from geo.webmap.sentences import quote_spans
from geo.webmap.words import DOUBTFUL

ALTERNATIVES = 6
"""Other candidates that a panel lists: more than anyone weighs by eye; the exports hold them all."""

SCORE_DIGITS = 3
"""Scores are rounded before they are compared or written, so that a processor's last bit changes nothing."""


@dataclass(slots=True)
class PlacedPlace:
    """A place and everything in the text that was decided to mean it."""

    place: Place
    toponyms: list[Toponym] = field(default_factory=list)
    mentions: list[int] = field(default_factory=list)
    """Indices into :attr:`PageModel.mentions`."""

    @property
    def score(self) -> float:
        return max(round(t.score, SCORE_DIGITS) for t in self.toponyms)

    @property
    def literal(self) -> int:
        """How many mentions speak of the place itself, not of its government or people."""
        return sum(t.mention.kind in LITERAL_KINDS for t in self.toponyms)

    @property
    def light(self) -> bool:
        """Met only as associative or demonym: drawn lighter, and may be switched off."""
        return self.literal == 0

    @property
    def doubtful(self) -> bool:
        return self.score < DOUBTFUL


@dataclass(slots=True)
class ToldPlace:
    """A place that the text tells from others: "30 km north of Kherson". Drawn apart from its anchors."""

    relative: Relative
    anchors: list[PlacedPlace]
    """The places that it is told from, in the order of the text."""
    mentions: list[int] = field(default_factory=list)

    @property
    def score(self) -> float:
        """No surer than the least sure of its anchors."""
        return min(anchor.score for anchor in self.anchors)

    @property
    def doubtful(self) -> bool:
        return self.score < DOUBTFUL

    @property
    def around(self) -> bool:
        """Whether it is the ground around its anchor's own point, and no point or line of its own."""
        spot = self.relative.footprint
        own = self.anchors[0].place.footprint
        return not self.relative.geometry and (spot.lat, spot.lon) == (round(own.lat, 5), round(own.lon, 5))


@dataclass(slots=True)
class PageModel:
    """What the page shows of a document."""

    text: str
    """The article, or, without it, the sentences quoted as evidence, one a line."""
    whole_text: bool
    mentions: list[dict[str, Any]]
    """In the order of the text, those of told places among them; a nested one follows what holds it."""
    sentences: list[tuple[int, int]]
    places: list[PlacedPlace]
    """By importance: literal first, then by mentions, score and id."""
    told: list[ToldPlace]
    """In the order of the text. Mentions count them after the places."""
    unplaced: list[dict[str, Any]]
    published: str = ""
    """The article's ISO date, from which relative dates are reckoned."""

    def dates(self) -> list[tuple[TextDate, int]]:
        """The dates in the quoted sentences, each with the number of its sentence."""
        return [
            (date, number)
            for date in text_dates(self.text, self.published)
            for number, (low, high) in enumerate(self.sentences)
            if low <= date.start and date.end <= high
        ]

    def times(self) -> list[dict[str, Any]]:
        """The strip of time: each date that shares a sentence with places, in order, and those places.

        Empty if there are too few dates to make a strip.
        """
        times: dict[tuple[Any, str], set[int]] = {}
        for date, number in self.dates():
            placed = {m["p"] for m in self.mentions if m["q"] == number and m["p"] >= 0}
            if placed:
                times.setdefault((date.when, date.precision), set()).update(placed)
        if len(times) < FEWEST:
            return []
        return [
            {"day": when.toordinal(), "label": date_label(when, precision), "places": sorted(placed)}
            for (when, precision), placed in sorted(times.items())
        ]


def page_model(document: Document, options: PageOptions) -> PageModel:
    """Group a document's toponyms by place, and find the sentence behind each."""
    said = _said(document, options)
    spans = [(start, end) for start, end, _ in said]
    quotes = quote_spans(document.text, spans)
    text, spans, quotes = (
        (document.text, spans, quotes)
        if options.text and not options.embed
        else _excerpt(document.text, spans, quotes)
    )
    sentences = sorted(set(quotes))
    number = {span: i for i, span in enumerate(sentences)}
    mentions: list[dict[str, Any]] = [
        {"s": start, "e": end, "q": number[quote], "p": -1}
        for (start, end), quote in zip(spans, quotes, strict=True)
    ]
    groups = _Groups(options)
    for i, (_, _, toponym) in enumerate(said):
        if isinstance(toponym, Toponym):
            mentions[i] |= {
                "k": toponym.mention.kind,
                "v": round(toponym.score, SCORE_DIGITS),
                "n": toponym.note,
            }
            groups.add(i, toponym)
    for i, (_, _, relative) in enumerate(said):
        if isinstance(relative, Relative):
            mentions[i] |= {"k": "told", "v": groups.tell(i, relative), "n": relative.note}
    places = sorted(groups.placed.values(), key=_importance)
    told = list(groups.told.values())
    drawn: list[PlacedPlace | ToldPlace] = [*places, *told]
    for index, entry in enumerate(drawn):
        for i in entry.mentions:
            mentions[i]["p"] = index
    for index, row in enumerate(groups.unplaced.values()):
        for i in row["mentions"]:
            mentions[i]["u"] = index
    return PageModel(
        text=text,
        whole_text=options.text and not options.embed,
        mentions=mentions,
        sentences=sentences,
        places=places,
        told=told,
        unplaced=list(groups.unplaced.values()),
        published=document.date,
    )


def _said(document: Document, options: PageOptions) -> list[tuple[int, int, Toponym | Relative]]:
    """Everything that names or tells a place, in the order of the text."""
    toponyms = [t for t in document.toponyms if options.kinds is None or t.mention.kind in options.kinds]
    known = {t.place.id for t in toponyms if t.place is not None}
    said: list[tuple[int, int, Toponym | Relative]] = [(t.mention.start, t.mention.end, t) for t in toponyms]
    said += [(r.start, r.end, r) for r in document.relatives if r.anchors and known.issuperset(r.anchors)]
    return sorted(said, key=lambda entry: (entry[0], -entry[1]))


class _Groups:
    """Mentions gathered by the place that they mean."""

    def __init__(self, options: PageOptions) -> None:
        self.options = options
        self.placed: dict[str, PlacedPlace] = {}
        self.told: dict[tuple[Any, ...], ToldPlace] = {}
        self.unplaced: dict[tuple[str, str], dict[str, Any]] = {}

    def add(self, index: int, toponym: Toponym) -> None:
        reason = _why_not(toponym, self.options)
        if reason is None and toponym.place is not None:
            entry = self.placed.setdefault(toponym.place.id, PlacedPlace(toponym.place))
            entry.toponyms.append(toponym)
            entry.mentions.append(index)
        else:
            row = self._left_out(index, toponym.mention.text, reason or "")
            row["alternatives"] = row["alternatives"] or list(toponym.candidates[:ALTERNATIVES])

    def tell(self, index: int, relative: Relative) -> float:
        """Adds a told place once its anchors are all in; its score."""
        anchors = [self.placed[key] for key in relative.anchors if key in self.placed]
        if len(anchors) < len(relative.anchors):
            self._left_out(index, relative.text, "the place that it is told from is left out")
            return 0.0
        key = (relative.relation, relative.anchors, relative.footprint, relative.geometry)
        entry = self.told.setdefault(key, ToldPlace(relative, anchors))
        entry.mentions.append(index)
        return entry.score

    def _left_out(self, index: int, name: str, reason: str) -> dict[str, Any]:
        row = self.unplaced.setdefault(
            (name, reason), {"name": name, "reason": reason, "mentions": [], "alternatives": []}
        )
        row["mentions"].append(index)
        return row


def utf16_offsets(text: str) -> Callable[[int], int]:
    """A function from code-point offsets to offsets in UTF-16 units."""
    wide = [i for i, c in enumerate(text) if ord(c) > 0xFFFF]
    return lambda offset: offset + bisect_right(wide, offset - 1)


def _importance(entry: PlacedPlace) -> tuple[Any, ...]:
    return (entry.light, entry.doubtful, -len(entry.toponyms), -entry.score, entry.place.id)


def _why_not(toponym: Toponym, options: PageOptions) -> str | None:
    """Why a toponym is not drawn, in words; None if it is."""
    if toponym.place is None:
        return toponym.note or "no place of this name fits the text"
    if round(toponym.score, SCORE_DIGITS) < options.min_score:
        return f"score {toponym.score:.2f} is under the {options.min_score:.2f} asked for"
    if options.countries is not None and toponym.place.country not in options.countries:
        return "outside the countries asked for"
    return None


def _excerpt(
    text: str, spans: Sequence[tuple[int, int]], quotes: Sequence[tuple[int, int]]
) -> tuple[str, list[tuple[int, int]], list[tuple[int, int]]]:
    """Only the quoted sentences, one a line, and where mentions and quotes lie in that."""
    moved: dict[tuple[int, int], int] = {}
    pieces: list[str] = []
    length = 0
    for low, high in sorted(set(quotes)):
        moved[low, high] = length - low
        pieces.append(text[low:high])
        length += high - low + 1
    new_spans = [(s + moved[q], e + moved[q]) for (s, e), q in zip(spans, quotes, strict=True)]
    new_quotes = [(q[0] + moved[q], q[1] + moved[q]) for q in quotes]
    return "\n".join(pieces), new_spans, new_quotes
