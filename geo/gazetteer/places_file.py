"""A user's own places, laid over the gazetteer: a bureau's sites, a novel's towns.

A CSV file has a header with ``name``, ``lat``, ``lon`` and, as wanted, ``id``, ``kind``, ``aliases``
(separated by ``|``), ``country``, ``population`` and ``priority``. A GeoJSON file is a FeatureCollection
whose features have the same in their properties (but for lat and lon) and any geometry.
"""

from __future__ import annotations

import csv
import hashlib
import json
import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from geo.errors import GazetteerError
from geo.gazetteer.cells import great_circle_km
from geo.gazetteer.embedded import EmbeddedGazetteer
from geo.gazetteer.feature_codes import class_of
from geo.gazetteer.names import NameFlag, normalise
from geo.gazetteer.store import place_flags
from geo.types import BBox, Candidate, Footprint, Place

PRIORITY = 0.95
"""The share of a name's uses that a user's place takes where the file does not say."""

KINDS = {
    "": ("P", "PPL"), "town": ("P", "PPL"), "city": ("P", "PPL"), "village": ("P", "PPL"),
    "country": ("A", "PCLI"), "division": ("A", "ADM1"), "region": ("L", "RGN"), "water": ("H", "LK"),
    "river": ("H", "STM"), "sea": ("H", "SEA"), "mountain": ("T", "MT"), "island": ("T", "ISL"),
    "facility": ("S", "BLDG"), "building": ("S", "BLDG"), "base": ("S", "INSM"), "airport": ("S", "AIRP"),
    "road": ("R", "RD"), "place": ("P", "PPL"),
}  # fmt: skip
"""Words for kinds that a file may use, besides GeoNames's feature codes."""


@dataclass(frozen=True, slots=True)
class OwnPlace:
    """One row of a user's file."""

    place: Place
    names: tuple[str, ...]
    priority: float


def read_places(path: Path) -> list[OwnPlace]:
    """The places of a CSV or GeoJSON file. Raises GazetteerError naming the file and the row."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise GazetteerError(f"{path.name}: {error.strerror or error}") from error
    except UnicodeDecodeError as error:
        raise GazetteerError(f"{path.name}: not UTF-8 text (byte {error.start})") from error
    geojson = path.suffix.lower() in (".json", ".geojson") or text.lstrip().startswith("{")
    rows = _features(path.name, text) if geojson else _rows(path.name, text)
    places: list[OwnPlace] = []
    seen: dict[str, str] = {}
    for where, cells, footprint in rows:
        own = _own(where, cells, footprint)
        if own.place.id in seen:
            raise GazetteerError(f"{where}: {own.place.id} stands in {seen[own.place.id]} already")
        seen[own.place.id] = where.partition(", ")[2]
        places.append(own)
    if not places:
        raise GazetteerError(f"{path.name}: no places in it")
    return places


def _rows(file: str, text: str) -> Iterator[tuple[str, Mapping[str, Any], Footprint]]:
    reader = csv.DictReader(text.splitlines(keepends=True))
    header = [column.strip().lower() for column in reader.fieldnames or ()]
    reader.fieldnames = header
    for column in ("name", "lat", "lon"):
        if column not in header:
            raise GazetteerError(f"{file}, row 1: no column “{column}” (there are: {', '.join(header)})")
    try:
        for cells in reader:
            where = f"{file}, row {reader.line_num}"
            if None in cells:
                raise GazetteerError(f"{where}: more cells than the header has columns")
            yield where, cells, _point(where, cells.get("lat"), cells.get("lon"))
    except csv.Error as error:
        raise GazetteerError(f"{file}, row {reader.line_num}: {error}") from error


def _features(file: str, text: str) -> Iterator[tuple[str, Mapping[str, Any], Footprint]]:
    from shapely.errors import ShapelyError
    from shapely.geometry import shape

    try:
        loaded = json.loads(text)
        features = loaded["features"] if loaded.get("type") == "FeatureCollection" else [loaded]
    except (ValueError, KeyError, AttributeError) as error:
        raise GazetteerError(f"{file}: not GeoJSON: {error}") from error
    for number, feature in enumerate(features, 1):
        where = f"{file}, feature {number}"
        try:
            geometry = shape(feature["geometry"])
            point = geometry.representative_point()
            west, south, east, north = geometry.bounds
        except (ShapelyError, KeyError, TypeError, ValueError, AttributeError) as error:
            raise GazetteerError(f"{where}: no usable geometry: {error}") from error
        flat = _point(where, point.y, point.x)
        if geometry.geom_type != "Point":
            flat = replace(flat, bbox=BBox(west, south, east, north))
        yield where, feature.get("properties") or {}, flat


def _point(where: str, lat: Any, lon: Any) -> Footprint:
    try:
        y, x = float(lat), float(lon)
    except (TypeError, ValueError):
        raise GazetteerError(f"{where}: lat {lat!r} and lon {lon!r} are not two numbers") from None
    if not (math.isfinite(y) and math.isfinite(x) and -90 <= y <= 90 and -180 <= x <= 180):
        raise GazetteerError(f"{where}: ({y}, {x}) is not on Earth: latitude, then longitude, in degrees")
    return Footprint(lat=y, lon=x)


def _own(where: str, cells: Mapping[str, Any], footprint: Footprint) -> OwnPlace:
    name = str(cells.get("name") or "").strip()
    if not normalise(name):
        raise GazetteerError(f"{where}: no name")
    aliases = cells.get("aliases") or ""
    listed = aliases if isinstance(aliases, list) else str(aliases).split("|")
    names = tuple(dict.fromkeys(str(n).strip() for n in (name, *listed) if normalise(str(n))))
    try:
        priority = float(cells.get("priority") or PRIORITY)
        population = int(float(cells["population"])) if cells.get("population") else None
    except ValueError as error:
        raise GazetteerError(f"{where}: {error}") from error
    if not 0 <= priority <= 1:
        raise GazetteerError(f"{where}: a priority is a share of the name's uses, 0 to 1, not {priority}")
    kind = str(cells.get("kind") or "").strip()
    fclass, code = KINDS.get(kind.lower(), (class_of(kind.upper()), kind.upper()))
    key = str(cells.get("id") or "").strip() or _slug(name, footprint)
    place = Place(
        id=key if ":" in key else f"places:{key}",
        name=name,
        footprint=footprint,
        feature_class=fclass,
        feature_code=code,
        country=str(cells.get("country") or "").strip().upper(),
        population=population,
    )
    return OwnPlace(place, names, priority)


def _slug(name: str, footprint: Footprint) -> str:
    slug = re.sub(r"\W+", "-", normalise(name))
    spot = hashlib.sha256(f"{footprint.lat},{footprint.lon}".encode()).hexdigest()
    return f"{slug}-{spot[:6]}"


class OverlaidGazetteer:
    """A gazetteer with a user's places on top: theirs come first, by their priority."""

    def __init__(self, below: EmbeddedGazetteer, places: Sequence[OwnPlace]) -> None:
        self.below = below
        self._places = {own.place.id: own.place for own in places}
        self._names: dict[str, list[tuple[OwnPlace, str]]] = {}
        for own in places:
            for name in own.names:
                self._names.setdefault(normalise(name), []).append((own, name))
        digest = hashlib.sha256(repr([(o.place, o.names, o.priority) for o in places]).encode())
        self._checksum = f"{below.checksum}+{digest.hexdigest()[:12]}"

    @property
    def version(self) -> str:
        """The version of the gazetteer below, and that places lie over it."""
        return f"{self.below.version}+places"

    @property
    def checksum(self) -> str:
        """The checksum of the gazetteer below, and of the places."""
        return self._checksum

    @property
    def meta(self) -> dict[str, str]:
        """What the gazetteer below says of itself."""
        return self.below.meta

    def lookup(self, names: Sequence[str], *, limit: int = 50) -> list[list[Candidate]]:
        """As the gazetteer below, with the user's places in it; a place of the same id replaces it."""
        return [
            self._merge(name, found, limit)
            for name, found in zip(names, self.below.lookup(names, limit=limit), strict=True)
        ]

    def _merge(self, name: str, found: list[Candidate], limit: int) -> list[Candidate]:
        own = self._names.get(normalise(name), [])
        if not own:
            return found
        # A guess below does not stand beside a place that is called so.
        kept = [c for c in found if c.match != "fuzzy" and not c.reasons and c.place.id not in self._places]
        claimed = min(1.0, sum(o.priority for o, _ in own))
        total = max(1.0, sum(o.priority for o, _ in own))
        ours = [
            Candidate(
                o.place, spelt, match="exact" if spelt == o.place.name else "alternate",
                score=round(o.priority / total, 6), reasons=("of your own places",),
            )
            for o, spelt in own
        ]  # fmt: skip
        rest = [replace(c, score=round(c.score * (1 - claimed), 6)) for c in kept]
        return sorted([*ours, *rest], key=lambda c: -c.score)[:limit]

    def get(self, ids: Iterable[str]) -> list[Place | None]:
        """The places of these ids, the user's before others."""
        wanted = list(ids)
        below = self.below.get(wanted)
        return [self._places.get(id_) or place for id_, place in zip(wanted, below, strict=True)]

    def flags(self, names: Sequence[str]) -> list[int]:
        """What each whole name can be, with the user's places counted."""
        return [
            flags | self._own_flags(normalise(name))
            for name, flags in zip(names, self.below.flags(names), strict=True)
        ]

    def _own_flags(self, key: str) -> int:
        flags = 0
        for own, _ in self._names.get(key, ()):
            flags |= place_flags(own.place.feature_class, own.place.feature_code, own.place.population)
        if any(other.startswith(f"{key} ") for other in self._names):
            flags |= NameFlag.PREFIX
        return flags

    def near(
        self, lat: float, lon: float, *, radius_km: float, limit: int, classes: str = "P"
    ) -> list[tuple[Place, float]]:
        """Places within a distance, the user's among them, nearest first."""
        found = self.below.near(lat, lon, radius_km=radius_km, limit=limit, classes=classes)
        for place in self._places.values():
            km = great_circle_km(lat, lon, place.footprint.lat, place.footprint.lon)
            if km <= radius_km and place.feature_class in classes:
                found.append((place, round(km, 3)))
        return sorted(found, key=lambda pair: (pair[1], pair[0].id))[:limit]

    def close(self) -> None:
        """Let the gazetteer below go."""
        self.below.close()


def overlay(gazetteer: EmbeddedGazetteer, path: Path | str) -> OverlaidGazetteer:
    """The gazetteer with the places of a user's file on top.

    Raises GazetteerError naming the file and the row that cannot be used.
    """
    return OverlaidGazetteer(gazetteer, read_places(Path(path)))
