"""Outlines for our own tables: regions, states that are gone, waters that Natural Earth lacks, islands.

A region is the union of its members less what is taken from it, or what was drawn by hand, cut by the
coast. A bay, strait or sound without a drawing is the water within its radius of its point, as far
as it hangs together; an island is the part of the land that its point lies on, if that is of the
size the table says. Quality tells them apart: ``surveyed`` unions of true outlines, ``approximate``
all else.
"""

from __future__ import annotations

import csv
import logging
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from geo.gazetteer.outlines_codec import QUANTUM
from geo.gazetteer.outlines_geometry import area_km2, cut, distance_km, same_dimension, union

log = logging.getLogger(__name__)

Levels = tuple[Any, Any]
"""The coarse and the fine geometry of one thing."""

ENCLOSED = {"BAY", "STRT", "GULF", "SD", "INLT", "FJD", "LGN", "ESTY", "HBR", "CHNM", "BGHT"}
"""Feature codes of waters that a coast holds, so that a circle cut by the coast has their shape."""
LAKE_CODES = ("LK", "LKN", "LKI", "LKC", "LKNI", "LKS", "RSV")
"""Feature codes of lakes."""
LEAST_WATER_KM = 8.0
"""Waters of a smaller radius are below what the coast of 1:10m shows."""
LEAST_SHARE = 0.08
"""Of a circle round a water's point, the share that must be water: less is a river or a mistake."""
PART_SHARE = 0.15
"""A second body of water within the circle counts from this share of the largest."""
ISLAND_SIZE = (0.4, 1.8)
"""An island's half extent, as a share of the table's radius: outside this the part is another one."""
KILOMETRES_A_DEGREE = 111.195
RECENT = 1900
"""Year from which on a state's end is recent."""
LARGE_KM2 = 400_000.0
"""Regions larger than this keep one outline for both levels: no view of a whole one is fine."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """An outline of one row."""

    key: str
    name: str
    kind: str
    country: str
    rank: int
    quality: str
    levels: Levels
    label: tuple[float, float] | None
    members: tuple[str, ...] = ()
    """Keys of the outlines that this one is the plain union of, if it is."""


class Land:
    """The land of one level, ready to cut things by."""

    def __init__(self, parts: Sequence[Any]) -> None:
        import shapely

        self.parts = list(parts)
        self.tree = shapely.STRtree(self.parts)

    def near(self, area: Any) -> Any:
        """The land within the box round an area; the rest of a continent is cut off first, since it
        costs the most."""
        import shapely

        found = [self.parts[i] for i in sorted(self.tree.query(area).tolist())]
        west, south, east, north = area.bounds
        pieces = [shapely.clip_by_rect(p, west - 0.1, south - 0.1, east + 0.1, north + 0.1) for p in found]
        return shapely.union_all([p if p.is_valid else shapely.make_valid(p) for p in pieces])


def read_rows(folder: Path, name: str) -> list[dict[str, str]]:
    """The rows of a curated table; none if it is not there."""
    path = folder / name
    if not path.is_file():
        return []
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def key_of(row: Mapping[str, str]) -> str:
    """The place's id: GeoNames's number where the table gives one."""
    number = (row.get("geonameid") or "").strip()
    return f"geonames:{number}" if number else f"curated:{row['id']}"


def points(text: str) -> list[tuple[float, float]]:
    """``lon lat; lon lat`` as pairs, longitudes running on over the antimeridian."""
    made: list[tuple[float, float]] = []
    for pair in filter(None, (part.strip() for part in text.split(";"))):
        lon, lat = map(float, pair.split())
        if made:
            lon += 360.0 * round((made[-1][0] - lon) / 360.0)
        made.append((lon, lat))
    return made


def drawing(text: str) -> Any:
    """The area drawn by a table's polygon, valid and within -180..180."""
    import shapely

    corners = points(text)
    middle = sum(lon for lon, _ in corners) / len(corners)
    turn = 360.0 * round(middle / 360.0)
    area = shapely.make_valid(shapely.Polygon([(lon - turn, lat) for lon, lat in corners]))
    return cut(same_dimension(area, 2))


def _country(row: Mapping[str, str]) -> str:
    codes = [code for code in (row.get("countries") or "").split("|") if code]
    return codes[0] if len(codes) == 1 else ""


def drawn_row(
    row: Mapping[str, str], kind: str, quality: str, levels: Levels, members: tuple[str, ...] = ()
) -> Drawn:
    """What a row of a table says of a place, with its outline."""
    key, rank = key_of(row), int(row.get("rank") or 4)
    label = (float(row["lat"]), float(row["lon"])) if row.get("lat") and row.get("lon") else None
    return Drawn(key, row["name"], kind, _country(row), rank, quality, levels, label, members)


def rounded(geometry: Any) -> Any:
    """A geometry on the stored grid and valid there; empty if nothing of it is left."""
    import shapely

    dimension = int(shapely.get_dimensions(geometry))
    return same_dimension(shapely.set_precision(geometry, QUANTUM), dimension)


@dataclass(frozen=True, slots=True)
class Found:
    """A region, or a member of one."""

    quality: str
    levels: Levels
    keys: tuple[str, ...]
    """The stored outlines that it is the union of; empty if it is none's."""


def regions(
    rows: Sequence[Mapping[str, str]],
    known: Callable[[str], Levels | None],
    land: tuple[Land, Land],
    keys: Callable[[str], tuple[str, ...]] = lambda member: (),
) -> list[Drawn]:
    """The regions' outlines. ``known`` gives the levels of a member that is no region: ``IQ``,
    ``UA.14``, ``continent:AF`` or ``curated:slug``, and ``keys`` the outlines that it stands for."""
    by_slug = {row["id"]: row for row in rows}
    made: dict[str, Found | None] = {}

    def find(member: str, row: str) -> Found | None:
        slug = member.removeprefix("curated:")
        levels = known(member)
        if levels is None and slug != member and slug in by_slug:
            return make(slug)
        if levels is None:
            log.warning("region %s: no outline for its member %s", row, member)
            return None
        return Found("surveyed", levels, keys(member))

    def make(slug: str) -> Found | None:
        if slug in made:
            return made[slug]
        made[slug] = None  # a region that holds itself comes out empty and is reported
        row = by_slug[slug]
        made[slug] = _region(row, lambda member: find(member, slug), land)
        return made[slug]

    drawn = []
    for slug, row in by_slug.items():
        found = make(slug)
        if found is None:
            log.warning("region %s has no outline", slug)
        else:
            kind = "lake" if row["code"] in LAKE_CODES else "region"
            drawn.append(drawn_row(row, kind, found.quality, found.levels, found.keys))
    return drawn


def former(rows: Sequence[Mapping[str, str]]) -> list[Mapping[str, str]]:
    """The rows of states that are gone whose ground today's units still tell: those that lasted into
    :data:`RECENT`. What an older empire held is no union of them."""
    ends = ((row, row["years"].rpartition("-")[2]) for row in rows if row["members"])
    return [row for row, end in ends if not end or (end.isdigit() and int(end) >= RECENT)]


def _region(
    row: Mapping[str, str], find: Callable[[str], Found | None], land: tuple[Land, Land]
) -> Found | None:
    import shapely

    members, minus = (
        [found for member in (row[column] or "").split("|") if member and (found := find(member.strip()))]
        for column in ("members", "minus")
    )
    drawn = drawing(row["polygon"]) if row["polygon"] else None
    if not members and drawn is None:
        return None
    plain = drawn is None and not minus and row["clip"] not in ("land", "sea")
    levels = []
    for level in (0, 1):
        if members:
            area = union([found.levels[level] for found in members])
            area = area if drawn is None else shapely.intersection(area, drawn)
        else:
            area = drawn
        if minus:
            area = shapely.difference(area, union([found.levels[level] for found in minus]))
        if row["clip"] in ("land", "sea"):
            area = _clip(area, land[level], row["clip"])
        area = same_dimension(area, 2)
        levels.append(area if plain else rounded(_without_slivers(area)))
    if levels[1].is_empty:
        return None
    if levels[0].is_empty:
        levels[0] = levels[1]
    if area_km2(levels[0]) > LARGE_KM2:
        levels[1] = levels[0]
    true = drawn is None and all(found.quality == "surveyed" for found in members + minus)
    shared = plain and all(found.keys for found in members)
    return Found(
        "surveyed" if true else "approximate",
        (levels[0], levels[1]),
        tuple(sorted({key for found in members for key in found.keys})) if shared else (),
    )


def _clip(area: Any, land: Land, to: str) -> Any:
    import shapely

    if area.is_empty:
        return area
    near = land.near(area)
    return shapely.intersection(area, near) if to == "land" else shapely.difference(area, near)


def _without_slivers(area: Any) -> Any:
    """Parts that a hand's stroke cut off by mistake (below a thousandth of the whole) go, islands of
    their own stay: a sliver is thin, an island round."""
    import shapely

    parts = shapely.get_parts(area).tolist()
    whole = sum(part.area for part in parts)
    kept = [
        part
        for part in parts
        if part.area > 1e-3 * whole or part.area > 0.05 * part.length * part.length / (4 * math.pi)
    ]
    return union(kept)


def waters(
    rows: Sequence[Mapping[str, str]],
    drawn: Mapping[str, Mapping[str, str]],
    known: Callable[[str], Levels | None],
    land: tuple[Land, Land],
) -> list[Drawn]:
    """The outlines of waters that ``known`` has none for. ``drawn`` gives, by id, rows of
    ``polygon`` and ``within`` (waters whose part inside the polygon it is) drawn by hand."""
    found = []
    for row in rows:
        if known(f"curated:{row['id']}") is not None:
            continue
        levels = _drawn_water(drawn[row["id"]], known, land) if row["id"] in drawn else None
        kind = "lake" if row["code"] in LAKE_CODES else "sea"
        if levels is None and row["code"] in ENCLOSED and row["id"] not in drawn:
            levels = _round_water(row, land)
        if levels is not None:
            found.append(drawn_row(row, kind, "approximate", levels))
    return found


def _drawn_water(
    row: Mapping[str, str], known: Callable[[str], Levels | None], land: tuple[Land, Land]
) -> Levels | None:
    import shapely

    within = [known(key) for key in (row["within"] or "").split("|") if key]
    levels = []
    for level in (0, 1):
        area = drawing(row["polygon"]) if row["polygon"] else None
        held = [one[level] for one in within if one is not None]
        if held:
            area = union(held) if area is None else shapely.intersection(union(held), area)
        if area is None:
            return None
        if row.get("clip") != "none":
            area = _clip(area, land[level], "sea")
        levels.append(rounded(same_dimension(area, 2)))
    return (levels[0], levels[1]) if not levels[0].is_empty and not levels[1].is_empty else None


def circle(lat: float, lon: float, radius_km: float) -> Any:
    """The circle on the sphere, as a polygon of 48 corners in the stored form."""
    import shapely

    high = radius_km / KILOMETRES_A_DEGREE
    wide = high / max(0.05, math.cos(math.radians(lat)))
    turns = [2 * math.pi * n / 48 for n in range(48)]
    corners = [
        (lon + wide * math.sin(turn), max(-90.0, min(90.0, lat + high * math.cos(turn)))) for turn in turns
    ]
    return cut(shapely.Polygon(corners))


def _round_water(row: Mapping[str, str], land: tuple[Land, Land]) -> Levels | None:
    import shapely

    lat, lon, radius = float(row["lat"]), float(row["lon"]), float(row["radius_km"] or 0)
    if radius < LEAST_WATER_KM:
        return None
    whole = circle(lat, lon, radius)
    levels = []
    for level in (1, 0):
        water = same_dimension(_clip(whole, land[level], "sea"), 2)
        if area_km2(water) < LEAST_SHARE * area_km2(whole):
            break
        parts = sorted(shapely.get_parts(water).tolist(), key=area_km2, reverse=True)
        spot = shapely.Point(lon, lat)
        home = min(parts[:4], key=lambda part: part.distance(spot))
        kept = [part for part in parts if part is home or part.area > PART_SHARE * parts[0].area]
        levels.append(rounded(union(kept)))
    if not levels:
        return None
    return (levels[-1], levels[0])


def islands(rows: Sequence[Mapping[str, str]], land: tuple[Land, Land]) -> list[Drawn]:
    """Outlines of islands and archipelagos that the land has; ``land`` its polygons at both levels."""
    import shapely

    found = []
    for row in rows:
        code, radius = row["code"], float(row["radius_km"] or 0)
        if code not in ("ISL", "ISLS", "ATOL", "ISLET") or radius <= 0:
            continue
        fine = _island(row, land[1], radius) if code == "ISL" else _group(row, land[1], radius)
        if fine is None or fine.is_empty:
            continue
        near = [land[0].parts[i] for i in sorted(land[0].tree.query(fine).tolist())]
        same = [part for part in near if part.intersection(fine).area > 0.5 * part.area]
        rough = union(same) if same and len(shapely.get_parts(fine)) == len(same) else fine.simplify(0.01)
        found.append(drawn_row(row, "island", "surveyed", (rounded(rough), fine)))
    return found


def _half_extent(part: Any) -> float:
    west, south, east, north = part.bounds
    return distance_km(south, west, north, east) / 2


def _island(row: Mapping[str, str], land: Land, radius: float) -> Any:
    import shapely

    spot = shapely.Point(float(row["lon"]), float(row["lat"]))
    reach = min(0.3, max(0.03, radius / KILOMETRES_A_DEGREE))
    nearby = [
        land.parts[i] for i in sorted(land.tree.query(spot, predicate="dwithin", distance=reach).tolist())
    ]
    fitting = [p for p in nearby if ISLAND_SIZE[0] <= _half_extent(p) / radius <= ISLAND_SIZE[1]]
    return min(fitting, key=lambda part: (part.distance(spot), -part.area), default=None)


def _group(row: Mapping[str, str], land: Land, radius: float) -> Any:
    lat, lon = float(row["lat"]), float(row["lon"])
    kept = []
    for index in sorted(land.tree.query(circle(lat, lon, radius * 1.1)).tolist()):
        part = land.parts[index]
        middle = part.centroid
        near = distance_km(lat, lon, middle.y, middle.x) <= radius * 1.1
        if near and _half_extent(part) <= radius:
            kept.append(part)
    return union(kept) if kept else None
