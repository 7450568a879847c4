"""Ground that one state claims and another holds, at build time: Natural Earth 1:50m's breakaway and disputed
areas (public domain), as Debian's ``marble-qt-data`` carries them.

Most such grounds are units of the 1:10m states and provinces already; these are not.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from geo.gazetteer.outlines_curated import Levels, rounded
from geo.gazetteer.outlines_geometry import same_dimension
from geo.gazetteer.outlines_inland import read_areas

HELD = {
    "curated:south-ossetia": ("South Ossetia", "region", 44.05, 42.35, ("geonames:614540",)),
    "geonames:858889": ("Stinga Nistrului", "division", 29.63, 46.85, ("geonames:617790",)),
    "curated:aksai-chin": (
        "Aksai Chin", "region", 79.2, 35.2, ("geonames:1814991", "geonames:1269750"),
    ),
}  # fmt: skip
"""Key to name, kind, a point inside (longitude, latitude), and the countries that the ground is cut by, so
that its outer border is theirs."""


def held(path: Path, known: Mapping[str, Levels]) -> dict[str, tuple[str, str, Levels]]:
    """Key to name, kind, coarse and fine geometry, from ``ne_50m_admin_0_breakaway_disputed_areas.pn2``.

    ``known`` gives countries by their keys. A ground that the file lacks is left out.
    """
    import shapely

    areas = [same_dimension(shapely.make_valid(area), 2) for area in read_areas(path)]
    found = {}
    for key, (name, kind, lon, lat, countries) in HELD.items():
        spot = shapely.Point(lon, lat)
        around = sorted((area for area in areas if area.intersects(spot)), key=lambda area: area.area)
        if around:
            levels = [
                _within(around[0], [known[country][level] for country in countries]) for level in (0, 1)
            ]
            found[key] = (name, kind, (levels[0], levels[1]))
    return found


def _within(area: Any, countries: Sequence[Any]) -> Any:
    import shapely

    return rounded(same_dimension(shapely.intersection(area, shapely.union_all(countries)), 2))
