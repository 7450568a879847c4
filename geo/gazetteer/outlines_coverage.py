"""One coverage of all land at two levels, and the divisions, countries and land that it makes up."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from geo.gazetteer.outlines_codec import QUANTUM
from geo.gazetteer.outlines_geometry import area_km2, same_dimension, union
from geo.gazetteer.outlines_join import Joined, country_of
from geo.gazetteer.outlines_sources import Unit

COARSE_TOLERANCE = 0.06
"""Degrees: corners that cut off less than a triangle of this width squared go (Visvalingam-Whyatt).
Found by eye: 0.06 gives the look and the number of points of Natural Earth's 1:50m."""
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


@dataclass(frozen=True, slots=True)
class Cover:
    """The world's land, cut up at two levels."""

    countries: dict[str, tuple[str, str, Any, Any]]
    """Key to ISO code, name, coarse and fine geometry."""
    divisions: dict[str, tuple[Any, Any]]
    """GeoNames's code (``FR.76``) to coarse and fine geometry."""
    land: tuple[list[Any], list[Any]]
    """The land's polygons, coarse and fine, from the largest."""


def cover(
    units: Sequence[Unit], joined: Sequence[Joined], countries: Mapping[str, Any], *, vatican: Any
) -> Cover:
    """Group the units into divisions and what is left of countries, simplify once, and unite."""
    import shapely

    group_of = {fid: item.division.code for item in joined for fid in item.fids}
    groups: dict[tuple[str, str], list[Any]] = defaultdict(list)
    for unit in units:
        grid = shapely.transform(unit.geometry, _to_grid)
        name = unit.part if unit.part in OWN_COUNTRIES or unit.part in NO_COUNTRY else ""
        groups[country_of(unit), group_of.get(unit.fid, "") or name].append(grid)
    keys = sorted(groups)
    fine = [same_dimension(shapely.make_valid(shapely.union_all(groups[key])), 2) for key in keys]
    coarse = simplify(fine)
    levels = (dict(zip(keys, coarse, strict=True)), dict(zip(keys, fine, strict=True)))
    divisions = _divisions(joined, levels)
    made = _countries(keys, levels, countries)
    made["geonames:3164670"] = ("VA", "Vatican", vatican, vatican)
    land = tuple(_polygons(union(list(level.values()))) for level in levels)
    return Cover(dict(sorted(made.items())), divisions, (land[0], land[1]))


def _to_grid(xy: Any) -> Any:
    """Points moved to the steps that are stored; the source's Antarctica ends short of the pole."""
    import numpy as np

    xy = np.round(np.rint(xy / QUANTUM) * QUANTUM, 4)
    xy[:, 1] = np.where(xy[:, 1] < -89.8, -90.0, xy[:, 1])
    return xy


def simplify(shapes: Sequence[Any]) -> list[Any]:
    """The shapes of a coverage with fewer points, shared borders kept together, islets dropped."""
    import shapely

    plain = shapely.coverage_simplify(list(shapes), COARSE_TOLERANCE)
    kept = []
    for shape in plain.tolist():
        parts = sorted(shapely.get_parts(shape).tolist(), key=area_km2, reverse=True)
        parts = [part for n, part in enumerate(parts) if n == 0 or area_km2(part) >= COARSE_ISLAND_KM2]
        kept.append(parts[0] if len(parts) == 1 else shapely.multipolygons(parts))
    return kept


def _divisions(joined: Sequence[Joined], levels: tuple[dict[Any, Any], dict[Any, Any]]) -> dict[str, Any]:
    import shapely

    found: dict[str, tuple[Any, Any]] = {}
    for item in joined:
        key = (item.division.country, item.division.code)
        if key in levels[0]:
            found[item.division.code] = (levels[0][key], levels[1][key])
        else:
            rough = shapely.simplify(item.geometry, 0.02)
            found[item.division.code] = (rough if not rough.is_empty else item.geometry, item.geometry)
    return found


def _countries(
    keys: Sequence[tuple[str, str]],
    levels: tuple[dict[Any, Any], dict[Any, Any]],
    countries: Mapping[str, Any],
) -> dict[str, tuple[str, str, Any, Any]]:
    of: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for key in keys:
        of[key[0]].append(key)
    of |= {gone: [key for code in parts for key in of[code]] for gone, parts in GONE_COUNTRIES.items()}
    made: dict[str, tuple[str, str, Any, Any]] = {}
    for code, row in countries.items():
        if of.get(code):
            coarse, fine = (union([level[key] for key in of[code]]) for level in levels)
            made[f"geonames:{row['geonameid']}"] = (code, row["name"], coarse, fine)
    for key in keys:
        if key[1] in OWN_COUNTRIES | NO_COUNTRY:
            place, name = (OWN_COUNTRIES | NO_COUNTRY)[key[1]]
            made[place] = ("", name, levels[0][key], levels[1][key])
    return made


def _polygons(land: Any) -> list[Any]:
    import shapely

    parts = shapely.get_parts(land).tolist()
    return sorted(parts, key=lambda part: (-area_km2(part), part.bounds))
