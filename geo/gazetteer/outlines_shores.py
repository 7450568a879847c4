"""Shores at the full detail of Natural Earth's 1:10m countries, at build time, for maps of a small area.

npm's ``world-atlas`` (public domain data) keeps them as a TopoJSON, whose arcs are stored here once,
simplified a little. They are for drawing alone: what lies in what is asked of the outlines of the other
levels, which are one coverage of countries, divisions and seas.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from geo.gazetteer.outlines_codec import rings_of_arcs
from geo.gazetteer.outlines_counties import read_topology
from geo.gazetteer.outlines_geometry import cut, same_dimension

TOLERANCE = 0.002
"""Degrees that are simplified away: 220 m, under two pixels of the closest view that a page opens on."""
STEP = 1e-3
"""Degrees of the arcs' grid: 110 m, a pixel of that view."""
OWN_SHARE = 0.5
"""Share of a polygon that must lie in a country for it to be a part of it."""
JUMP = 180.0
"""Degrees of longitude between two points that only a ring over the antimeridian has."""
REACH = 0.5
"""Degrees from a country within which an islet that our outlines lack is its own."""


@dataclass(frozen=True, slots=True)
class Shores:
    """The arcs and what they make up."""

    arcs: list[Any]
    """(n, 2) arrays of longitudes and latitudes, in whole steps of :data:`STEP`."""
    countries: dict[str, list[list[list[int]]]]
    """Key of a country to its polygons' rings of arcs, as
    :func:`geo.gazetteer.outlines_codec.encode_arcs` takes them."""


def read_shores(path: Path, countries: Mapping[str, Any]) -> Shores:
    """``countries-10m.json``, its polygons given to the countries of our own outlines (key to geometry) that
    they lie in, whichever country the source counts them to. Raises DataError for another file."""
    arcs, objects = read_topology(path)
    rough = [_simplified(arc) for arc in arcs]
    keys = sorted(countries)
    finder = _Finder(keys, [countries[key] for key in keys])
    found: dict[str, list[list[list[int]]]] = defaultdict(list)
    for item in objects["countries"]["geometries"]:
        polygons = [item["arcs"]] if item["type"] == "Polygon" else item.get("arcs", [])
        polygons = [part for refs in polygons for part in _unstitched(rough, refs)]
        kept = [(refs, shape) for refs in polygons if not (shape := rings_of_arcs(rough, [refs])).is_empty]
        homes = [finder.homes(shape) for _, shape in kept]
        for (refs, shape), home in zip(kept, homes, strict=True):
            for key in home or finder.nearest(shape):
                found[key].append(refs)
    whole = {
        key: polygons
        for key, polygons in sorted(found.items())
        if rings_of_arcs(rough, polygons).area > OWN_SHARE * countries[key].area
    }
    return Shores(rough, whole)


def _unstitched(arcs: list[Any], refs: list[list[int]]) -> list[list[list[int]]]:
    """The polygon's rings of arcs, or, where it runs over the antimeridian, those of the parts that the cut
    there makes of it, as new arcs. A polygon round a pole has no such parts and is left out, and so is
    then the country."""
    import numpy as np
    import shapely

    if not any((np.abs(np.diff(arcs[max(n, ~n)][:, 0])) > JUMP).any() for ring in refs for n in ring):
        return [refs]
    rings = []
    for ring in refs:
        points = np.concatenate([arcs[n] if n >= 0 else arcs[~n][::-1] for n in ring])
        points[:, 0] = np.unwrap(points[:, 0], period=360.0)
        rings.append(points)
    if abs(rings[0][0, 0] - rings[0][-1, 0]) > JUMP:
        return []
    whole = same_dimension(shapely.make_valid(shapely.Polygon(rings[0], rings[1:])), 2)
    made = []
    for part in shapely.get_parts(cut(whole)).tolist():
        made.append([[len(arcs) + n] for n in range(1 + len(part.interiors))])
        for ring in (part.exterior, *part.interiors):
            arcs.append(np.round(np.rint(shapely.get_coordinates(ring) / STEP) * STEP, 4))
    return made


def _simplified(arc: Any) -> Any:
    """An arc with fewer points, its ends kept; a ring keeps four, so that no islet vanishes."""
    import numpy as np
    import shapely

    closed = len(arc) > 3 and bool((arc[0] == arc[-1]).all())
    line = shapely.linearrings(arc) if closed else shapely.linestrings(arc)
    points = shapely.get_coordinates(shapely.simplify(line, TOLERANCE, preserve_topology=True))
    steps = np.rint(points / STEP)
    keep = np.ones(len(steps), dtype=bool)
    keep[1:] = (steps[1:] != steps[:-1]).any(axis=1)
    if keep.sum() < 2:
        keep[-1] = True
    points = np.round(steps[keep] * STEP, 4)
    # The source ends a hair short of the antimeridian.
    points[:, 0] = np.where(np.abs(points[:, 0]) > 179.995, np.copysign(180.0, points[:, 0]), points[:, 0])
    return points


class _Finder:
    """Which of our countries a polygon lies in."""

    def __init__(self, keys: Sequence[str], shapes: Sequence[Any]) -> None:
        import shapely

        self.parts: list[Any] = []
        self.keys: list[str] = []
        for key, shape in zip(keys, shapes, strict=True):
            parts = shapely.get_parts(shape).tolist()
            self.parts += parts
            self.keys += [key] * len(parts)
        self.tree = shapely.STRtree(self.parts)

    def homes(self, shape: Any) -> list[str]:
        """The countries that hold most of the polygon: one, or two where one of ours lies within another."""
        import shapely

        shares: dict[str, float] = defaultdict(float)
        for n in sorted(self.tree.query(shape, predicate="intersects").tolist()):
            shares[self.keys[n]] += shapely.intersection(self.parts[n], shape).area
        best = max(shares.values(), default=0.0)
        whole = [key for key, share in shares.items() if share > OWN_SHARE * shape.area]
        return whole or [min(key for key, share in shares.items() if share == best)] if best else []

    def nearest(self, shape: Any) -> list[str]:
        """The country nearest to an islet, if one is near."""
        found = self.tree.query_nearest(shape, max_distance=REACH, all_matches=False).tolist()
        return [self.keys[found[0]]] if found else []
