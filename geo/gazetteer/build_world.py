"""Places on their way into the store, and the arithmetic of many points."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

from geo.errors import GazetteerError
from geo.types import BBox


@dataclass(slots=True)
class Row:
    """A place on its way into the store."""

    n: int
    name: str
    lat: float
    lon: float
    code: tuple[str, str]
    country: str = ""
    parent: int | None = None
    """The number of the innermost place that holds it."""
    population: int | None = None
    radius_km: float = 0.0
    quality: str = "surveyed"
    outline: bool = False
    bbox: BBox | None = None
    alternates: list[str] = field(default_factory=list)
    languages: str = ""
    key: str = ""
    """How tables of ours call it: ``UA``, ``UA.14``, ``continent:AF``."""


@dataclass(slots=True)
class World:
    """All places of GeoNames that the embedded store carries, by their numbers and by their keys."""

    rows: dict[int, Row] = field(default_factory=dict)
    by_key: dict[str, int] = field(default_factory=dict)

    def add(self, row: Row) -> None:
        self.rows[row.n] = row
        if row.key:
            self.by_key[row.key] = row.n


def read_table(path: Path, *, columns: int) -> Iterator[list[str]]:
    """Rows of a tab-separated table of GeoNames. Raises GazetteerError naming a short row."""
    with path.open(encoding="utf-8", newline="\n") as stream:
        for number, line in enumerate(stream, 1):
            cells = line.rstrip("\n").split("\t")
            if len(cells) < columns:
                raise GazetteerError(f"{path.name}, row {number}: {len(cells)} columns, not {columns}")
            yield cells


def centre(places: list[dict[str, Any]]) -> tuple[float, float]:
    """The median latitude and longitude of places: robust against islands far away."""
    if not places:
        return 0.0, 0.0
    lons = [p["longitude"] for p in places]
    # Unrolled at the antimeridian where the places lie on both sides of it.
    if max(lons) - min(lons) > 180:
        lons = [lon + 360 if lon < 0 else lon for lon in lons]
    lon = median(lons)
    return round(median(p["latitude"] for p in places), 5), round(lon - 360 if lon > 180 else lon, 5)


def spread(lat: float, lon: float, places: list[dict[str, Any]]) -> float:
    """Kilometres from the point within which nine tenths of the places lie."""
    from geo.gazetteer.cells import great_circle_km

    away = sorted(great_circle_km(lat, lon, p["latitude"], p["longitude"]) for p in places)
    return away[int(len(away) * 0.9)] if len(away) > 1 else (away[0] if away else 100.0)


CITY_DENSITY = 6_000
"""Inhabitants of a square kilometre of a large city, for its reach: New York's 8.8 million reach 22 km, which
holds Brooklyn and the Bronx."""

LARGE_CITY = 100_000
"""Inhabitants from which on the quarters of a city are listed beside it."""


def reach_km(people: int) -> float:
    """The radius of a city of so many inhabitants."""
    return math.sqrt(people / CITY_DENSITY / math.pi)


def inhabitants(places: list[dict[str, Any]]) -> int:
    """How many people live in places, those of a large city's boroughs and quarters counted once.

    GeoNames lists boroughs, quarters and swallowed towns with their inhabitants beside the city that counts
    them too: what lies within the reach of a larger place is taken for a part of it.
    """
    from geo.gazetteer.cells import great_circle_km

    large: list[tuple[float, float, float]] = []
    total = 0
    for place in sorted(places, key=lambda p: (-p["population"], p["geonameid"])):
        people, lat, lon = place["population"], place["latitude"], place["longitude"]
        # Half a degree of latitude is beyond the reach of any city: most pairs need no distance.
        if any(abs(lat - y) < 0.5 and great_circle_km(lat, lon, y, x) < reach for y, x, reach in large):
            continue
        total += people
        if people >= LARGE_CITY:
            large.append((lat, lon, reach_km(people)))
    return total
