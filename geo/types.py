"""The nouns that every stage shares.

Units and conventions, everywhere: WGS84 degrees, kilometres, and offsets in Unicode code points,
half-open (``document.text[start:end]``). All types are frozen: a stage returns new objects
(:func:`dataclasses.replace`) and never changes what it was given.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

MENTION_KINDS = ("place", "facility", "associative", "demonym", "coordinates")
"""What a mention can be, in the order in which listings show them."""

LITERAL_KINDS = ("place", "facility", "coordinates")
"""The kinds that speak of somewhere on Earth, not of a government, a team or a people."""

MATCHES = ("exact", "alternate", "abbreviation", "demonym", "fuzzy")
"""How a name in a text met a name in a gazetteer, the surest first."""

QUALITIES = ("surveyed", "derived", "approximate")
"""How good a footprint is: read from a gazetteer, computed from other places, or a rough guess."""


@dataclass(frozen=True, slots=True)
class BBox:
    """A box of longitudes and latitudes; ``west > east`` says that it crosses the antimeridian."""

    west: float
    south: float
    east: float
    north: float

    @property
    def crosses_antimeridian(self) -> bool:
        return self.west > self.east

    def contains(self, lat: float, lon: float) -> bool:
        """Whether the point lies in the box, its edges included."""
        if not self.south <= lat <= self.north:
            return False
        if self.crosses_antimeridian:
            return lon >= self.west or lon <= self.east
        return self.west <= lon <= self.east


@dataclass(frozen=True, slots=True)
class Footprint:
    """Where a place lies, and how exactly that is known."""

    lat: float
    """Latitude of the label point, -90 to 90."""
    lon: float
    """Longitude of the label point, -180 to 180."""
    bbox: BBox | None = None
    """The box around the whole place, where an outline is known."""
    outline: str | None = None
    """The key of the place's geometry in :mod:`geo.gazetteer.outlines`."""
    radius_km: float = 0.0
    """How far from the point the truth may lie; 0 is exact."""
    quality: str = "surveyed"
    """One of :data:`QUALITIES`."""


@dataclass(frozen=True, slots=True)
class Place:
    """One place on Earth, as a gazetteer knows it."""

    id: str
    """Source and key: ``geonames:3646738``, ``curated:caribbean-sea``."""
    name: str
    """The name that a reader expects, in English where it has one."""
    footprint: Footprint
    feature_class: str
    """GeoNames's letter: A division, P populated, H water, T relief, L region, S building, R road,
    U undersea, V vegetation."""
    feature_code: str
    """GeoNames's feature code (``PPLC``, ``ADM1``, ``SEA``, ...)."""
    country: str = ""
    """ISO 3166-1 alpha-2 code; empty for a place of no country or of several."""
    admin: tuple[str, ...] = ()
    """Names of the divisions that hold it, outermost first, without the country."""
    within: tuple[str, ...] = ()
    """Ids of the places that hold it, outermost first: country, first-order division, second-order
    division, as far as they are known. A place is not within itself."""
    population: int | None = None
    """Inhabitants; None where nobody says (never 0 for "unknown")."""

    @property
    def geonameid(self) -> int | None:
        """GeoNames's number for the place, or None if it is not one of GeoNames's."""
        source, _, key = self.id.partition(":")
        return int(key) if source == "geonames" and key.isdigit() else None

    @property
    def holders(self) -> tuple[str, ...]:
        """The names in ``admin`` for a reader: innermost first, none that only says a name again.

        Geneva lies in Geneva in Geneva; accents and capitals make no other name.
        """
        seen = {_plain(self.name)}
        kept = []
        for name in reversed(self.admin):
            plain = _plain(name)
            if plain not in seen:
                seen.add(plain)
                kept.append(name)
        return tuple(kept)


def _plain(name: str) -> str:
    letters = unicodedata.normalize("NFKD", name)
    return "".join(c for c in letters if not unicodedata.combining(c)).casefold()


@dataclass(frozen=True, slots=True)
class Mention:
    """A stretch of text that names a place."""

    start: int
    """First code point."""
    end: int
    """One past the last code point."""
    text: str
    """``document.text[start:end]``, to the letter."""
    kind: str = "place"
    """One of :data:`MENTION_KINDS`."""
    score: float = 1.0
    """How sure the recogniser is that this names a place, 0 to 1."""
    antecedent: int | None = None
    """First code point of the earlier mention that this one stands for ("the Gulf" after "Gulf of
    Mexico"), or None: it means what that one means."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place that a mention may mean."""

    place: Place
    matched_name: str
    """The gazetteer's name that was met, as the gazetteer writes it."""
    match: str = "exact"
    """One of :data:`MATCHES`."""
    score: float = 0.0
    """From a gazetteer: the prior share of this name's uses, 0 to 1. From a resolver: the
    probability that the mention means this place."""
    reasons: tuple[str, ...] = ()
    """Why it stands where it stands, in words for a reader."""


@dataclass(frozen=True, slots=True)
class Toponym:
    """A mention and what was decided of it."""

    mention: Mention
    candidates: tuple[Candidate, ...] = ()
    """The places it may mean, best first."""
    place: Place | None = None
    """The place decided on; None is "not placed" (NIL)."""
    score: float = 0.0
    """How sure the resolver is of ``place``, 0 to 1, calibrated."""
    note: str = ""
    """Why this place, or why none, in words for a reader."""


@dataclass(frozen=True, slots=True)
class Relative:
    """A place given by its relation to others: "30 km north of Kherson", "off Venezuela's coast"."""

    start: int
    end: int
    text: str
    relation: str
    """``distance``, ``direction``, ``between``, ``border``, ``coast`` or ``near``."""
    anchors: tuple[str, ...]
    """Ids of the places that it is told from."""
    footprint: Footprint
    geometry: tuple[tuple[float, float], ...] = ()
    """(longitude, latitude) pairs of a line, where the place is one; empty for a point."""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Focus:
    """What a text is about, at one level."""

    level: str
    """``country``, ``division`` or ``place``."""
    place: Place
    share: float
    """The share of the text's places that speak for it, 0 to 1."""
    evidence: str
    """One sentence for a reader."""


@dataclass(frozen=True, slots=True)
class Document:
    """A text and the places found in it."""

    id: str
    text: str
    title: str = ""
    date: str = ""
    """ISO 8601 date of publication, or empty."""
    source: str = ""
    """Who published it, or empty. Never a path of the machine that read it."""
    near: str | None = None
    """The outlet's home ("Victoria, Texas"), or None."""
    toponyms: tuple[Toponym, ...] = ()
    """In the order of the text; nested mentions follow the one that holds them."""
    relatives: tuple[Relative, ...] = ()
    focus: tuple[Focus, ...] = ()
    meta: Mapping[str, Any] = field(default_factory=dict)
    """Versions and checksums of gazetteer and models, warnings, language: JSON values only."""
