"""One coverage of all land at two levels, and the divisions, countries and land that it makes up."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from geo.gazetteer.outlines_codec import QUANTUM
from geo.gazetteer.outlines_geometry import area_km2, same_dimension, union
from geo.gazetteer.outlines_join import Joined, country_of
from geo.gazetteer.outlines_sources import Unit

COARSE_TOLERANCE = 0.06
"""Degrees: corners that cut off less than a triangle of this width squared go (Visvalingam-Whyatt).
Found by eye: 0.06 gives the look and the number of points of Natural Earth's 1:50m."""
HAIR = 0.001
"""Degrees: gaps narrower than this between neighbours come from rounding (steps of 0.0001)."""
SNAP = 0.0003
"""Degrees within which corners are made one: three steps of the grid, a thirtieth of the sources' own
distance between corners."""
CLEANINGS = 4
"""Rounds of cleaning and rounding at most; the sources at hand need two."""
OVERVIEW_TOLERANCE = 0.4
"""The same for the overview (about 1:110m), which serves maps of the world and locator insets."""
OVERVIEW_ISLAND_KM2 = 2_500.0
"""Islands below this go from the overview, unless their country has no larger part."""
COARSE_ISLAND_KM2 = 60.0
"""Islands smaller than this go from the coarse level, unless their division has no larger part."""

OWN_COUNTRIES = {
    "SOL": ("curated:somaliland", "Somaliland"),
    "CYN": ("curated:northern-cyprus", "Northern Cyprus"),
}
"""States that hold their ground without being GeoNames's countries: within the country that GeoNames
counts them to, and with an outline of their own beside it."""

NO_COUNTRY = {
    "KAS": ("curated:siachen-glacier", "Siachen Glacier"),
    "PGA": ("curated:spratly-islands", "Spratly Islands"),
}
"""Ground of no country, so that the land has no hole there."""

GONE_COUNTRIES = {"AN": ("CW", "SX", "BQ"), "CS": ("RS", "ME", "XK")}
"""Countries that GeoNames still lists and that are no more: what they were."""


Key = tuple[str, str, str]
"""What a piece of ground belongs to: ISO code of the country, GeoNames's code of the division, and the
Natural Earth code of a state or ground that has an outline of its own; each may be empty."""


@dataclass(frozen=True, slots=True)
class Cover:
    """The world's land, cut up at two levels."""

    countries: dict[str, tuple[str, str, Any, Any]]
    """Key to ISO code, name, coarse and fine geometry."""
    overview: dict[str, Any]
    """Key of a country to its roughest geometry."""
    divisions: dict[str, tuple[Any, Any]]
    """GeoNames's code (``FR.76``) to coarse and fine geometry."""
    land: tuple[list[Any], list[Any]]
    """The land's polygons, coarse and fine, from the largest."""


def cover(
    units: Sequence[Unit], joined: Sequence[Joined], countries: Mapping[str, Any], *, vatican: Any
) -> Cover:
    """Group the units into divisions and what is left of countries, simplify once, and unite."""
    import shapely

    groups: dict[Key, list[Any]] = defaultdict(list)
    for key, geometry in _atoms(units, joined):
        groups[key].append(shapely.transform(geometry, _to_grid))
    keys = sorted(groups)
    united = [same_dimension(shapely.make_valid(shapely.union_all(groups[key])), 2) for key in keys]
    fine = clean(united)
    levels = (dict(zip(keys, simplify(fine), strict=True)), dict(zip(keys, fine, strict=True)))
    divisions = _divisions(joined, levels)
    made = _countries(keys, levels, countries)
    made["geonames:3164670"] = ("VA", "Vatican", vatican, vatican)
    land = tuple(_polygons(union(list(level.values()))) for level in levels)
    return Cover(dict(sorted(made.items())), _overview(made), divisions, (land[0], land[1]))


def _to_grid(xy: Any) -> Any:
    """Points moved to the steps that are stored. The source ends a tenth of a degree short of the pole
    and of the antimeridian; its last points are moved onto them, so that Fiji's islands meet again."""
    import numpy as np

    xy = np.round(np.rint(xy / QUANTUM) * QUANTUM, 4)
    xy[:, 1] = np.where(xy[:, 1] < -89.8, -90.0, xy[:, 1])
    xy[:, 0] = np.where(np.abs(xy[:, 0]) > 179.895, np.copysign(180.0, xy[:, 0]), xy[:, 0])
    return xy


def clean(shapes: Sequence[Any]) -> list[Any]:
    """The shapes as a coverage on the stored grid, without gaps and overlaps.

    Where a unit was cut up, its neighbours lack the new corners, and rounding leaves hairs between
    the parts. Rounding what was cleaned may leave new ones, so it is done until none are left.
    """
    import shapely

    for _ in range(CLEANINGS):
        cleaned = shapely.coverage_clean(list(shapes), gap_width=HAIR, snapping_distance=SNAP)
        shapes = [_valid(shape) for shape in shapely.transform(cleaned, _to_grid).tolist()]
        if shapely.coverage_is_valid(shapes, gap_width=HAIR):
            break
    return list(shapes)


def _valid(shape: Any) -> Any:
    import shapely

    return shape if shape.is_valid else same_dimension(shapely.make_valid(shape), 2)


def _overview(countries: Mapping[str, tuple[str, str, Any, Any]]) -> dict[str, Any]:
    """The present countries' coarse outlines, simplified together once more."""
    gone = {"", "VA", *GONE_COUNTRIES}
    keys = sorted(key for key, row in countries.items() if row[0] not in gone)
    rough = simplify([countries[key][2] for key in keys], OVERVIEW_TOLERANCE, OVERVIEW_ISLAND_KM2)
    return dict(zip(keys, rough, strict=True))


def simplify(
    shapes: Sequence[Any], tolerance: float = COARSE_TOLERANCE, island_km2: float = COARSE_ISLAND_KM2
) -> list[Any]:
    """The shapes of a coverage with fewer points, shared borders kept together, islets dropped."""
    import shapely

    plain = shapely.coverage_simplify(list(shapes), tolerance)
    kept = []
    for shape in plain.tolist():
        parts = sorted(shapely.get_parts(shape).tolist(), key=area_km2, reverse=True)
        if not parts:
            kept.append(shape)
            continue
        parts = [part for n, part in enumerate(parts) if n == 0 or area_km2(part) >= island_km2]
        kept.append(parts[0] if len(parts) == 1 else shapely.multipolygons(parts))
    return kept


def _atoms(units: Sequence[Unit], joined: Sequence[Joined]) -> Iterator[tuple[Key, Any]]:
    """Every unit, or the parts it was cut into, with what it belongs to."""
    import shapely

    whole = {fid: item.division.code for item in joined for fid in item.fids}
    cut: dict[int, list[tuple[str, Any]]] = defaultdict(list)
    for item in joined:
        for fid, area in item.pieces:
            cut[fid].append((item.division.code, area))
    for unit in units:
        own = unit.part if unit.part in OWN_COUNTRIES or unit.part in NO_COUNTRY else ""
        country = country_of(unit)
        if unit.fid not in cut:
            yield (country, whole.get(unit.fid, ""), own), unit.geometry
            continue
        for code, area in cut[unit.fid]:
            yield (country, code, own), area
        rest = shapely.difference(unit.geometry, shapely.union_all([area for _, area in cut[unit.fid]]))
        if area_km2(rest) > 1.0:
            yield (country, "", own), same_dimension(rest, 2)


def _divisions(
    joined: Sequence[Joined], levels: tuple[dict[Key, Any], dict[Key, Any]]
) -> dict[str, tuple[Any, Any]]:
    of: dict[str, list[Key]] = defaultdict(list)
    for key in levels[0]:
        of[key[1]].append(key)
    found = {}
    for item in joined:
        code = item.division.code
        if of[code]:
            coarse, fine = (union([level[key] for key in of[code]]) for level in levels)
            found[code] = (coarse, fine)
    return found


def _countries(
    keys: Sequence[Key], levels: tuple[dict[Key, Any], dict[Key, Any]], countries: Mapping[str, Any]
) -> dict[str, tuple[str, str, Any, Any]]:
    of: dict[str, list[Key]] = defaultdict(list)
    own: dict[str, list[Key]] = defaultdict(list)
    for key in keys:
        of[key[0]].append(key)
        own[key[2]].append(key)
    of |= {gone: [key for code in parts for key in of[code]] for gone, parts in GONE_COUNTRIES.items()}
    made: dict[str, tuple[str, str, Any, Any]] = {}
    for code, row in countries.items():
        if of.get(code):
            coarse, fine = (union([level[key] for key in of[code]]) for level in levels)
            made[f"geonames:{row['geonameid']}"] = (code, row["name"], coarse, fine)
    for part, (place, name) in (OWN_COUNTRIES | NO_COUNTRY).items():
        coarse, fine = (union([level[key] for key in own[part]]) for level in levels)
        made[place] = ("", name, coarse, fine)
    return made


def _polygons(land: Any) -> list[Any]:
    import shapely

    parts = shapely.get_parts(land).tolist()
    return sorted(parts, key=lambda part: (-area_km2(part), part.bounds))
