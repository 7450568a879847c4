"""Small towns of the United States that GeoNames's list of cities lacks, from the list of post offices.

A ZIP code's city is a place that people there write on letters: hamlets, villages and towns below 500
inhabitants among them. Its point is that of the ZIP code's area.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from geo.errors import GazetteerError
from geo.gazetteer.build_world import Row, World
from geo.gazetteer.cells import great_circle_km
from geo.gazetteer.names import normalise

KNOWN_KM = 25.0
"""A town of the same name this near is the same town: post offices lie somewhere in a wide area."""

RADIUS_KM = 8.0
"""How far a town may lie from the middle of its ZIP code's area."""

_ENTRY = re.compile(r"\{[^{}]*\}")


def post_towns(world: World, path: Path, number: Callable[[str], int]) -> Iterator[Row]:
    """Towns of npm's ``zipcodes`` (lib/codes.js) that the world lacks; ``number`` numbers them."""
    offices = _offices(path)
    known = defaultdict(list)
    for row in world.rows.values():
        if row.country == "US" and row.code[0] == "P":
            for name in (row.name, *row.alternates):
                known[normalise(name)].append((row.lat, row.lon))
    for (state, key), (name, points) in sorted(offices.items()):
        lat = sum(y for y, _ in points) / len(points)
        lon = sum(x for _, x in points) / len(points)
        division = world.by_key.get(f"US.{state}")
        if division is None or any(great_circle_km(lat, lon, y, x) < KNOWN_KM for y, x in known[key]):
            continue
        yield Row(
            number(f"us-{state.lower()}-{key.replace(' ', '-')}"), name, round(lat, 4), round(lon, 4),
            ("P", "PPL"), country="US", parent=division, radius_km=RADIUS_KM, quality="derived",
        )  # fmt: skip


def airport_towns(world: World, number: Callable[[str], int]) -> Iterator[Row]:
    """Towns that an airport or airfield is named for and that the world lacks, near it.

    Airports of airlines come first; then the small fields, whose towns are hamlets and farms of the Americas
    and Africa that lists by population leave out.
    """
    import airportsdata

    known = defaultdict(list)
    for row in world.rows.values():
        if row.code[0] in "PA":
            for name in (row.name, *row.alternates):
                known[row.country, normalise(name)].append((row.lat, row.lon))
    for code, airport in _by_code(airportsdata):
        # "Mineola/Quitman" serves two towns, "Anchorage, Birchwood" is told with what holds it.
        city = re.split("/|, ", airport["city"])[0].strip()
        key, country = normalise(city), world.by_key.get(airport["country"])
        lat, lon = airport["lat"], airport["lon"]
        towns = known[airport["country"], key]
        if (
            not key
            or country is None
            or any(great_circle_km(lat, lon, y, x) < AIRPORT_KNOWN_KM for y, x in towns)
        ):
            continue
        towns.append((lat, lon))
        yield Row(
            number(f"town-of-{code.lower()}"), city, lat, lon, ("P", "PPL"),
            country=airport["country"], parent=country, radius_km=AIRPORT_RADIUS_KM, quality="approximate",
        )  # fmt: skip


def _by_code(airportsdata: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    """Airports by code: those of airlines by IATA's, then the rest by ICAO's."""
    yield from sorted(airportsdata.load("IATA").items())
    yield from ((code, a) for code, a in sorted(airportsdata.load("ICAO").items()) if not a["iata"])


AIRPORT_KNOWN_KM = 80.0
"""A place of the town's name this near is the town, or a division named for it."""

AIRPORT_RADIUS_KM = 20.0
"""How far a town may lie from its airport."""


def _offices(path: Path) -> dict[tuple[str, str], tuple[str, list[tuple[float, float]]]]:
    """State and key of each post office's city -> its name and the points of its ZIP codes."""
    offices: dict[tuple[str, str], tuple[str, list[tuple[float, float]]]] = {}
    for found in _ENTRY.findall(path.read_text(encoding="utf-8")):
        try:
            entry = json.loads(found)
            point = (float(entry["latitude"]), float(entry["longitude"]))
        except (ValueError, KeyError, TypeError):
            continue
        # A point at zero is how the list says that it knows none; military post has no place.
        if entry.get("country") == "US" and point[0] and entry["city"] and len(entry["state"]) == 2:
            key = normalise(entry["city"])
            offices.setdefault((entry["state"], key), (entry["city"], []))[1].append(point)
    if not offices:
        raise GazetteerError(f"{path.name}: no ZIP codes in it")
    return offices
