"""Many documents as one page: every place that they name, with the documents and sentences that name it.

The places travel as one GeoJSON text, compressed, which the page unpacks and draws on a canvas in clusters
(assets/corpus.js); fifty thousand places open in a second or two. A page never carries whole texts: at most
QUOTES sentences a place, fewer where the page would grow past LARGEST.
"""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from geo.errors import InputError
from geo.types import LITERAL_KINDS, Document, Place, Toponym
from geo.webmap.model import SCORE_DIGITS, utf16_offsets
from geo.webmap.options import PageOptions, page_options
from geo.webmap.sentences import quote_spans
from geo.webmap.view import View, into_frame, middle_meridian
from geo.webmap.words import DOUBTFUL, date_words, kind_words, theme, where
from geo.webmap.world import country_names

QUOTES = 5
"""Documents quoted for a place, a sentence each: as a panel shows without much scrolling. All are counted."""

LARGEST = 7_200_000
"""Bytes of packed places that a page holds: with the base map and the scripts it stays under 8 MB."""

NOT_PLACED = 200
"""Names without a place that the page lists, the most frequent first. All are counted."""

TRIMMED = 0.02
"""Share of the mentions that the opening view may leave out on each of its four sides, so that a local
paper's map does not open on the Earth because of one dispatch from abroad."""

WIDE_COUNTRY = 1.5
"""Degrees from which on a country is drawn as its outline; a smaller one would never be seen or met so on a
map of the Earth, and is a mark among marks."""

LONGEST_TITLE = 110
"""Letters of a document's title; a text without one is called by its first line."""


@dataclass(slots=True)
class Quote:
    """A sentence that names a place, and where the name stands in it (UTF-16 units)."""

    document: int
    sentence: str
    start: int
    end: int
    rank: tuple[Any, ...]
    """The best first: literal before associative, sure before doubtful, then as the documents came."""


@dataclass(slots=True)
class Tally:
    """What many documents say of one place."""

    place: Place
    mentions: int = 0
    literal: int = 0
    documents: int = 0
    score: float = 0.0
    quotes: list[Quote] = field(default_factory=list)

    @property
    def importance(self) -> tuple[Any, ...]:
        return (-self.mentions, -self.documents, self.place.id)


class Corpus:
    """Documents added up place by place; keeps a few sentences of each, and no whole text."""

    def __init__(self, options: PageOptions | None = None) -> None:
        self.options = options or PageOptions()
        self.tallies: dict[str, Tally] = {}
        self.not_placed: dict[str, int] = {}
        self.heads: list[dict[str, str]] = []
        """Title, date and source of every document, in order."""
        self.versions: dict[str, str] = {}

    def add(self, document: Document) -> None:
        """Count one document's toponyms."""
        number = len(self.heads)
        self.heads.append(_head(document, number))
        self.versions.update({str(k): str(v) for k, v in dict(document.meta.get("versions", {})).items()})
        wanted = self.options.kinds
        toponyms = [t for t in document.toponyms if wanted is None or t.mention.kind in wanted]
        placed: dict[str, list[Toponym]] = {}
        for toponym in toponyms:
            if not self._drawn(toponym):
                name = " ".join(toponym.mention.text.split())
                self.not_placed[name] = self.not_placed.get(name, 0) + 1
            elif toponym.place is not None:
                placed.setdefault(toponym.place.id, []).append(toponym)
        best = {key: max(group, key=_quotable) for key, group in placed.items()}
        spans = quote_spans(document.text, [(t.mention.start, t.mention.end) for t in best.values()])
        for (key, toponym), span in zip(best.items(), spans, strict=True):
            self._count(key, placed[key], _quote(document.text, number, toponym, span))

    def _drawn(self, toponym: Toponym) -> bool:
        if toponym.place is None or round(toponym.score, SCORE_DIGITS) < self.options.min_score:
            return False
        countries = self.options.countries
        return countries is None or toponym.place.country in countries

    def _count(self, key: str, group: Sequence[Toponym], quote: Quote) -> None:
        assert group[0].place is not None
        tally = self.tallies.setdefault(key, Tally(group[0].place))
        tally.mentions += len(group)
        tally.literal += sum(t.mention.kind in LITERAL_KINDS for t in group)
        tally.documents += 1
        tally.score = max(tally.score, *(round(t.score, SCORE_DIGITS) for t in group))
        tally.quotes.append(quote)
        if len(tally.quotes) > QUOTES:
            tally.quotes.remove(max(tally.quotes, key=lambda q: q.rank))

    def ranked(self) -> list[Tally]:
        """All places, the most named first."""
        return sorted(self.tallies.values(), key=lambda tally: tally.importance)

    def to_geojson(self, *, quotes: int = QUOTES, centre: float | None = None) -> dict[str, Any]:
        """One feature a place (RFC 7946), with the quoted sentences and their documents as foreign members.

        ``quotes`` is how many sentences a place keeps. ``centre`` moves longitudes into the frame of a
        meridian, for a map across the antimeridian; None keeps them within -180..180. A feature's ``quotes``
        are [number of sentence, start, end of the name in it in UTF-16 units]; a sentence is [number of
        document, text].
        """
        names = country_names()
        documents: dict[int, int] = {}
        sentences: dict[tuple[int, str], int] = {}
        features = []
        for tally in self.ranked():
            rows = []
            for quote in sorted(tally.quotes, key=lambda q: q.rank)[:quotes]:
                document = documents.setdefault(quote.document, len(documents))
                number = sentences.setdefault((document, quote.sentence), len(sentences))
                rows.append([number, quote.start, quote.end])
            features.append(_feature(tally, rows, names, centre))
        return {
            "type": "FeatureCollection",
            "features": features,
            "documents": [self.heads[number] for number in documents],
            "sentences": [list(key) for key in sentences],
        }


def render_corpus(documents: Iterable[Document] | Corpus, **options: Any) -> str:
    """The page of many documents as one self-contained HTML file.

    ``documents`` are parsed documents, taken one by one, or a :class:`Corpus` of them. Options are title,
    credit, date, units, min_score, kinds and countries of :class:`geo.webmap.options.PageOptions`. The same
    documents give the same bytes with the same zlib. Raises InputError for an option that cannot be used,
    DataError if the page would load anything from a network.
    """
    from geo.gazetteer.outlines import open_outlines
    from geo.webmap.basemap import base_map
    from geo.webmap.corpus_page import corpus_page

    asked = page_options(**options)
    if asked.tiles:
        raise InputError("tiles are for the map of one article; a corpus is drawn on geo's own base map")
    if isinstance(documents, Corpus):
        corpus = documents
    else:
        corpus = Corpus(asked)
        for document in documents:
            corpus.add(document)
    view = corpus_view(corpus.ranked())
    outlines = open_outlines()
    base = base_map(view, outlines)
    packed, quotes = _packed(corpus, base.centre)
    missing = sorted(corpus.not_placed.items(), key=lambda item: (-item[1], item[0]))
    data = {
        "title": asked.title or f"Places in {_counted(len(corpus.heads), 'document')}",
        "date": date_words(asked.date),
        "credit": asked.credit,
        "units": asked.units,
        "view": [round(n, 4) for n in (view.west, view.south, view.east, view.north)],
        "pole": view.pole,
        "base": base.json,
        "documents": len(corpus.heads),
        "mentions": sum(tally.mentions for tally in corpus.tallies.values()),
        "quotes": quotes,
        "areas": _wide_countries(corpus, base.keys, outlines),
        "missing": missing[:NOT_PLACED],
        "missingNames": len(missing),
        "versions": dict(sorted(corpus.versions.items())),
    }
    return corpus_page(data, packed, view=view, embed=asked.embed)


def corpus_view(tallies: Sequence[Tally]) -> View:
    """The box that holds the mentions, but for a small share on every side."""
    from geo.webmap.view import WORLD, WORLD_SPAN

    points = [t for t in tallies if t.place.feature_code not in ("OCN", "CONT")] or list(tallies)
    if not points:
        return WORLD
    centre = middle_meridian([(t.place.footprint.lon, t.place.footprint.lon) for t in points])
    # A corpus of the whole Earth has places everywhere: the widest gap means nothing there.
    weights = [t.mentions for t in points]
    lons = [into_frame(t.place.footprint.lon, centre) for t in points]
    lats = [t.place.footprint.lat for t in points]
    west, east = _quantiles(lons, weights)
    south, north = _quantiles(lats, weights)
    view = View(west, south, east, north).at_least(2.0)
    if view.width >= WORLD_SPAN and not view.pole:
        return WORLD
    return view.grown(0.08)


def _quantiles(values: Sequence[float], weights: Sequence[int]) -> tuple[float, float]:
    """The values between which all but TRIMMED of the weight on each side lies."""
    order = sorted(range(len(values)), key=lambda i: values[i])
    spare = TRIMMED * sum(weights)
    ends = []
    for direction in (order, order[::-1]):
        passed = 0
        for i in direction:
            passed += weights[i]
            if passed > spare:
                ends.append(values[i])
                break
    return ends[0], ends[1]


def _packed(corpus: Corpus, centre: float) -> tuple[str, int]:
    """The GeoJSON compressed, in base64, with as many sentences a place as fit; and how many those are."""
    text = ""
    for quotes in (*range(QUOTES, 1, -2), 1, 0):
        whole = json.dumps(
            corpus.to_geojson(quotes=quotes, centre=centre), ensure_ascii=False, separators=(",", ":")
        )
        press = zlib.compressobj(9, zlib.DEFLATED, -15)
        raw = press.compress(whole.encode("utf-8", "replace")) + press.flush()
        text = base64.b64encode(raw).decode("ascii")
        if len(text) <= LARGEST or quotes == 0:
            return text, quotes
    raise AssertionError("the last of the tries always returns")


def _wide_countries(corpus: Corpus, keys: frozenset[str], outlines: Any) -> list[str]:
    """Ids of the countries among the places that the base map can draw as outlines."""
    wide = []
    for key in sorted(keys & corpus.tallies.keys()):
        geometry = outlines.get(key)
        if geometry is not None and not geometry.is_empty:
            west, south, east, north = geometry.bounds
            if max(east - west, north - south) >= WIDE_COUNTRY:
                wide.append(key)
    return wide


def _feature(
    tally: Tally, quotes: list[list[int]], names: dict[str, str], centre: float | None
) -> dict[str, Any]:
    place = tally.place
    lat, lon = place.footprint.lat, place.footprint.lon
    properties: dict[str, Any] = {
        "name": place.name,
        "where": where(place, names.get(place.country, place.country)),
        "kind": kind_words(place),
        "theme": theme(place),
        "country": place.country,
        "mentions": tally.mentions,
        "documents": tally.documents,
        "score": tally.score,
    }
    # Only what is so: most places are neither, and the page is one of fifty thousand of them.
    if tally.literal == 0:
        properties["light"] = True
    if tally.score < DOUBTFUL:
        properties["doubtful"] = True
    properties["quotes"] = quotes
    shown = lon if centre is None else into_frame(lon, centre)
    point = {"type": "Point", "coordinates": [round(shown, 4), round(lat, 4)]}
    return {"type": "Feature", "id": place.id, "geometry": point, "properties": properties}


def _quotable(toponym: Toponym) -> tuple[Any, ...]:
    return (toponym.mention.kind in LITERAL_KINDS, round(toponym.score, SCORE_DIGITS), -toponym.mention.start)


def _quote(text: str, number: int, toponym: Toponym, span: tuple[int, int]) -> Quote:
    low, high = span
    sentence = text[low:high]
    offset = utf16_offsets(sentence)
    literal, score, _ = _quotable(toponym)
    return Quote(
        document=number,
        sentence=sentence,
        start=offset(max(0, toponym.mention.start - low)),
        end=offset(min(len(sentence), toponym.mention.end - low)),
        rank=(not literal, -score, number),
    )


def _head(document: Document, number: int) -> dict[str, str]:
    """What a document is called in lists."""
    first = next((line.strip() for line in document.text.splitlines() if line.strip()), "")
    title = " ".join((document.title or first or document.id or f"document {number + 1}").split())
    if len(title) > LONGEST_TITLE:
        title = title[: LONGEST_TITLE - 1].rstrip() + "…"
    head = {"id": document.id, "title": title, "date": date_words(document.date), "source": document.source}
    return {key: value for key, value in head.items() if value}


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


__all__ = ["Corpus", "corpus_view", "render_corpus"]
