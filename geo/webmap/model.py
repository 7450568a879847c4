"""A document as the page's data: places with their mentions, evidence, alternatives; names not placed.

Pure: no folium, no geometry. Offsets leave here in UTF-16 units, which is what JavaScript counts in.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from geo.types import LITERAL_KINDS, Candidate, Document, Place, Toponym
from geo.webmap.dates import FEWEST, TextDate, date_label, text_dates
from geo.webmap.options import PageOptions
from geo.webmap.sentences import quote_spans
from geo.webmap.words import DOUBTFUL, gazetteer_link, kind_words, score_words, theme, where

ALTERNATIVES = 6
"""Other candidates that a panel lists: more than anyone weighs by eye; the exports hold them all."""

LONG_NAME = 22
"""Letters from which on a place's full name is too long for a map: "Simón Bolívar International Airport"."""

SCORE_DIGITS = 3
"""Scores are rounded before they are compared or written, so that a processor's last bit changes nothing."""

CountryName = Callable[[str], str]


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
class PageModel:
    """What the page shows of a document."""

    text: str
    """The article, or, without it, the sentences quoted as evidence, one a line."""
    whole_text: bool
    mentions: list[dict[str, Any]]
    sentences: list[tuple[int, int]]
    places: list[PlacedPlace]
    """By importance: literal first, then by mentions, score and id."""
    unplaced: list[dict[str, Any]]
    published: str = ""
    """The article's ISO date, from which relative dates are reckoned."""

    def _dates(self) -> list[tuple[TextDate, int]]:
        """The dates in the quoted sentences, each with the number of its sentence."""
        return [
            (date, number)
            for date in text_dates(self.text, self.published)
            for number, (low, high) in enumerate(self.sentences)
            if low <= date.start and date.end <= high
        ]

    def _times(self) -> list[dict[str, Any]]:
        """The strip of time: each date that shares a sentence with places, in order, and those places.

        Empty if there are too few dates to make a strip.
        """
        times: dict[tuple[Any, str], set[int]] = {}
        for date, number in self._dates():
            placed = {m["p"] for m in self.mentions if m["q"] == number and m["p"] >= 0}
            if placed:
                times.setdefault((date.when, date.precision), set()).update(placed)
        if len(times) < FEWEST:
            return []
        return [
            {"day": when.toordinal(), "label": date_label(when, precision), "places": sorted(placed)}
            for (when, precision), placed in sorted(times.items())
        ]

    def to_json(self, country_name: CountryName) -> dict[str, Any]:
        """The JSON that the page's scripts read; see assets/model.js for the reader's side."""
        offset = utf16_offsets(self.text)
        mentions = [dict(m, s=offset(m["s"]), e=offset(m["e"])) for m in self.mentions]
        return {
            "text": self.text,
            "whole": self.whole_text,
            "sentences": [[offset(s), offset(e)] for s, e in self.sentences],
            "mentions": mentions,
            "times": self._times(),
            "dates": [[number, date_label(d.when, d.precision)] for d, number in self._dates()],
            "places": [_place_json(p, country_name) for p in self.places],
            "unplaced": [
                dict(u, alternatives=[_candidate_json(c, country_name) for c in u["alternatives"]])
                for u in self.unplaced
            ],
        }


def page_model(document: Document, options: PageOptions) -> PageModel:
    """Group a document's toponyms by place, and find the sentence behind each."""
    toponyms = [t for t in document.toponyms if options.kinds is None or t.mention.kind in options.kinds]
    spans = [(t.mention.start, t.mention.end) for t in toponyms]
    quotes = quote_spans(document.text, spans)
    text, spans, quotes = (
        (document.text, spans, quotes)
        if options.text and not options.embed
        else _excerpt(document.text, spans, quotes)
    )
    sentences = sorted(set(quotes))
    number = {span: i for i, span in enumerate(sentences)}

    placed: dict[str, PlacedPlace] = {}
    unplaced: dict[tuple[str, str], dict[str, Any]] = {}
    mentions: list[dict[str, Any]] = []
    for i, toponym in enumerate(toponyms):
        reason = _why_not(toponym, options)
        mention: dict[str, Any] = {
            "s": spans[i][0],
            "e": spans[i][1],
            "k": toponym.mention.kind,
            "q": number[quotes[i]],
            "v": round(toponym.score, SCORE_DIGITS),
            "n": toponym.note,
        }
        if reason is None and toponym.place is not None:
            entry = placed.setdefault(toponym.place.id, PlacedPlace(toponym.place))
            entry.toponyms.append(toponym)
            entry.mentions.append(i)
            mention["place"] = toponym.place.id
        else:
            key = (toponym.mention.text, reason or "")
            row = unplaced.setdefault(
                key,
                {"name": toponym.mention.text, "reason": reason, "mentions": [], "alternatives": []},
            )
            row["mentions"].append(i)
            row["alternatives"] = row["alternatives"] or list(toponym.candidates[:ALTERNATIVES])
        mentions.append(mention)

    places = sorted(placed.values(), key=_importance)
    order = {entry.place.id: i for i, entry in enumerate(places)}
    for mention in mentions:
        mention["p"] = order.get(mention.pop("place", ""), -1)
    for number_of, row in enumerate(unplaced.values()):
        for i in row["mentions"]:
            mentions[i]["u"] = number_of
    return PageModel(
        text=text,
        whole_text=options.text and not options.embed,
        mentions=mentions,
        sentences=sentences,
        places=places,
        unplaced=list(unplaced.values()),
        published=document.date,
    )


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


def _place_json(entry: PlacedPlace, country_name: CountryName) -> dict[str, Any]:
    place = entry.place
    footprint = place.footprint
    best = max(entry.toponyms, key=lambda t: (round(t.score, SCORE_DIGITS), -t.mention.start))
    chosen = [c for t in entry.toponyms for c in t.candidates if c.place.id == place.id]
    reasons = list(dict.fromkeys(r for c in chosen for r in c.reasons))
    notes = list(dict.fromkeys(t.note for t in entry.toponyms if t.note))
    return {
        "id": place.id,
        "name": place.name,
        "label": _map_name(entry),
        "where": where(place, country_name(place.country)),
        "country": place.country,
        "kind": kind_words(place),
        "theme": theme(place),
        "at": [round(footprint.lat, 5), round(footprint.lon, 5)],
        "radius": round(footprint.radius_km, 1),
        "quality": footprint.quality,
        "population": place.population,
        "link": gazetteer_link(place),
        "score": entry.score,
        "words": score_words(entry.score),
        "note": best.note,
        "reasons": [r for r in [*notes, *reasons] if r != best.note],
        "alternatives": [_candidate_json(c, country_name) for c in _others(entry)],
        "mentions": entry.mentions,
        "kinds": sorted({t.mention.kind for t in entry.toponyms}),
        "literal": entry.literal,
        "light": entry.light,
        "doubtful": entry.doubtful,
    }


def _map_name(entry: PlacedPlace) -> str:
    """The name on the map: the place's own, or, where that is long, a shorter one that the text uses."""
    name = entry.place.name
    if len(name) <= LONG_NAME:
        return name
    used = [t.mention.text for t in entry.toponyms if t.mention.kind in LITERAL_KINDS]
    shorter = [text for text in used if len(text) < len(name) and "\n" not in text]
    return min(
        shorter, key=lambda text: (-len(text) if len(text) <= LONG_NAME else len(text), text), default=name
    )


def _others(entry: PlacedPlace) -> list[Candidate]:
    """What else the place's mentions may mean, best first."""
    best: dict[str, Candidate] = {}
    for toponym in entry.toponyms:
        for candidate in toponym.candidates:
            known = best.get(candidate.place.id)
            if candidate.place.id != entry.place.id and (known is None or known.score < candidate.score):
                best[candidate.place.id] = candidate
    ranked = sorted(best.values(), key=lambda c: (-round(c.score, SCORE_DIGITS), c.place.id))
    return ranked[:ALTERNATIVES]


def _candidate_json(candidate: Candidate, country_name: CountryName) -> dict[str, Any]:
    place = candidate.place
    return {
        "id": place.id,
        "name": place.name,
        "where": where(place, country_name(place.country)),
        "kind": kind_words(place),
        "at": [round(place.footprint.lat, 5), round(place.footprint.lon, 5)],
        "score": round(candidate.score, SCORE_DIGITS),
        "reasons": list(candidate.reasons),
        "link": gazetteer_link(place),
    }
