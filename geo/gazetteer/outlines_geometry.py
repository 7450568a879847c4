"""Geometry on a round Earth drawn flat: boxes, clips and label points that mind the antimeridian.

All geometries are shapely's, in degrees, x the longitude. Stored shapes lie within -180..180 and are
cut at the antimeridian; the functions here join the cut where a box, a view or a label needs it.
An empty geometry gives None where a box or a point is asked for, and an empty one elsewhere.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any

from geo.types import BBox

WORLD = BBox(-180.0, -90.0, 180.0, 90.0)
EARTH_RADIUS_KM = 6371.0088
"""Mean radius of the Earth (IUGG)."""
ROUND_LIMIT = 340.0
"""Degrees of longitude from which a box is called the whole round: Antarctica, the Arctic Ocean."""


def wrap(lon: float) -> float:
    """A longitude brought into -180..180; 180 stays 180."""
    if -180.0 <= lon <= 180.0:
        return lon
    return (lon + 180.0) % 360.0 - 180.0


def distance_km(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Great-circle distance in kilometres (haversine; within 0.5 % of the ellipsoid's)."""
    a, b = math.radians(lat1), math.radians(lat2)
    half = math.sin((b - a) / 2) ** 2
    half += math.cos(a) * math.cos(b) * math.sin(math.radians(lon2 - lon1) / 2) ** 2
    return 2 * EARTH_RADIUS_KM * math.asin(min(1.0, math.sqrt(half)))


def bbox_of_intervals(spans: Iterable[tuple[float, float]]) -> tuple[float, float] | None:
    """The shortest arc (west, east) that holds all arcs given as (west, east) within -180..180.

    West > east says that it crosses the antimeridian, in the arguments and in the result. Of arcs
    equally short, the one that does not cross is taken. None when there are none.
    """
    flat: list[tuple[float, float]] = []
    for west, east in spans:
        flat += [(west, east)] if west <= east else [(west, 180.0), (-180.0, east)]
    if not flat:
        return None
    flat.sort()
    merged = [flat[0]]
    for west, east in flat[1:]:
        if west <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], east))
        else:
            merged.append((west, east))
    # The widest gap is what the box leaves out; the gap over the antimeridian comes first, so that
    # a tie leaves the box uncrossed.
    best, gap = (merged[0][0], merged[-1][1]), merged[0][0] + 360.0 - merged[-1][1]
    for left, right in pairwise(merged):
        if right[0] - left[1] > gap + 1e-9:
            best, gap = (right[0], left[1]), right[0] - left[1]
    if 360.0 - gap >= ROUND_LIMIT:
        return (-180.0, 180.0)
    return best


def bbox_of(*geometries: Any) -> BBox | None:
    """The smallest box round all the geometries, the shorter way round the Earth."""
    import shapely

    spans, south, north = [], math.inf, -math.inf
    for geometry in geometries:
        if geometry is None or geometry.is_empty:
            continue
        for west, low, east, high in shapely.bounds(shapely.get_parts(geometry)).tolist():
            if math.isnan(west):
                continue
            spans.append((west, east) if east - west < 360.0 else (-180.0, 180.0))
            south, north = min(south, low), max(north, high)
    arc = bbox_of_intervals(spans)
    return None if arc is None else BBox(arc[0], south, arc[1], north)


def bbox_of_points(points: Iterable[tuple[float, float]]) -> BBox | None:
    """The smallest box round (lat, lon) points, the shorter way round the Earth."""
    listed = [(lat, wrap(lon)) for lat, lon in points]
    arc = bbox_of_intervals((lon, lon) for _, lon in listed)
    if arc is None:
        return None
    return BBox(arc[0], min(lat for lat, _ in listed), arc[1], max(lat for lat, _ in listed))


def bbox_union(boxes: Iterable[BBox]) -> BBox | None:
    """The smallest box that holds all the boxes; None when there are none."""
    listed = list(boxes)
    arc = bbox_of_intervals((box.west, box.east) for box in listed)
    if arc is None:
        return None
    return BBox(arc[0], min(box.south for box in listed), arc[1], max(box.north for box in listed))


def bbox_grow(box: BBox, degrees: float) -> BBox:
    """The box grown on all sides, held within the poles, round the antimeridian where it reaches it."""
    south, north = max(-90.0, box.south - degrees), min(90.0, box.north + degrees)
    if width(box) + 2 * degrees >= 360.0:
        return BBox(-180.0, south, 180.0, north)
    west, east = box.west - degrees, box.east + degrees
    if box.west == -180.0 and box.east == 180.0:
        return BBox(-180.0, south, 180.0, north)
    return BBox(wrap(west), south, wrap(east), north)


def width(box: BBox) -> float:
    """Degrees of longitude from west to east."""
    return box.east - box.west + (360.0 if box.crosses_antimeridian else 0.0)


def boxes_meet(a: BBox, b: BBox) -> bool:
    """Whether two boxes share a point."""
    if a.south > b.north or b.south > a.north:
        return False
    return any(w1 <= e2 and w2 <= e1 for w1, e1 in _flat(a) for w2, e2 in _flat(b))


def _flat(box: BBox) -> list[tuple[float, float]]:
    if box.crosses_antimeridian:
        return [(box.west, 180.0), (-180.0, box.east)]
    return [(box.west, box.east)]


def clip(geometry: Any, box: BBox) -> Any:
    """The part of a geometry (stored form) within a box, which may cross the antimeridian.

    The result stays in -180..180, cut at the antimeridian. Empty in, empty out.
    """
    import shapely

    made = []
    for west, east in _flat(box):
        piece = shapely.clip_by_rect(geometry, west, box.south, east, box.north)
        if not piece.is_empty and not piece.is_valid:
            piece = shapely.make_valid(piece)
        if not piece.is_empty:
            made.append(piece)
    if not made:
        return shapely.GeometryCollection()
    return made[0] if len(made) == 1 else union(made)


def union(geometries: Sequence[Any]) -> Any:
    """The union of geometries of one dimension; points and lines that areas leave where they touch
    are dropped, so that a union of areas is an area."""
    import shapely

    parts = [part for geometry in geometries if geometry is not None for part in _flat_parts(geometry)]
    if not parts:
        return shapely.GeometryCollection()
    highest = max(shapely.get_dimensions(parts).tolist())
    return same_dimension(shapely.union_all(parts), highest)


def same_dimension(geometry: Any, dimension: int) -> Any:
    """Only the parts of a geometry that have the dimension (0 points, 1 lines, 2 areas)."""
    import shapely

    parts = [part for part in _flat_parts(geometry) if shapely.get_dimensions(part) == dimension]
    if not parts:
        return shapely.GeometryCollection()
    if len(parts) == 1:
        return parts[0]
    made = {0: shapely.multipoints, 1: shapely.multilinestrings, 2: shapely.multipolygons}
    return made[dimension](parts)


def _flat_parts(geometry: Any) -> list[Any]:
    import shapely

    flat: list[Any] = []
    for part in shapely.get_parts(geometry).tolist():
        if part.geom_type.startswith(("Multi", "GeometryCollection")):
            flat += _flat_parts(part)
        elif not part.is_empty:
            flat.append(part)
    return flat


def around(geometry: Any, lon: float) -> Any:
    """The geometry with its longitudes within ``lon`` ± 180, its cut at the antimeridian healed.

    For drawing a view that crosses the antimeridian, and for measuring: Fiji comes out in one piece,
    with longitudes from 177 to 182. What reaches over ``lon`` ± 180 is cut there instead.
    """
    import shapely

    if geometry is None or geometry.is_empty:
        return geometry
    west, east = lon - 180.0, lon + 180.0
    low, _, high, _ = geometry.bounds
    if west <= low and high <= east:
        return geometry
    dimension = int(shapely.get_dimensions(geometry))
    made = []
    for shift in (-360.0, 0.0, 360.0):
        if low + shift > east or high + shift < west:
            continue
        moved = shifted(geometry, shift) if shift else geometry
        piece = shapely.clip_by_rect(moved, west, -91.0, east, 91.0)
        if not piece.is_empty:
            made.append(piece if piece.is_valid else shapely.make_valid(piece))
    if dimension == 0:
        return union(made)
    joined = union(made)
    return shapely.line_merge(joined) if dimension == 1 else joined


def shifted(geometry: Any, degrees: float) -> Any:
    """The geometry moved east by so many degrees, without wrapping."""
    import numpy as np
    import shapely

    return shapely.transform(geometry, lambda xy: xy + np.array([degrees, 0.0]))


def cut(geometry: Any) -> Any:
    """The stored form of a geometry whose longitudes run beyond ±180: cut and brought within."""
    return around(geometry, 0.0)


def area_km2(geometry: Any) -> float:
    """Area in square kilometres on a sphere; 0 for points, lines and empty geometries."""
    import numpy as np
    import shapely

    if geometry is None or geometry.is_empty:
        return 0.0

    def equal_area(xy: Any) -> Any:
        y = np.degrees(np.sin(np.radians(np.clip(xy[:, 1], -90.0, 90.0))))
        return np.stack([xy[:, 0], y], axis=1)

    degree = math.radians(1.0) * EARTH_RADIUS_KM
    return float(shapely.area(shapely.transform(geometry, equal_area))) * degree * degree


def largest_part(geometry: Any) -> Any:
    """The part of the greatest area, or of a line the longest; the first of several points."""
    parts = _flat_parts(geometry)
    return max(parts, key=lambda part: (area_km2(part), part.length)) if parts else geometry


def label_point(geometry: Any, *, inside: str = "centroid") -> tuple[float, float] | None:
    """(lat, lon) for a geometry's label: the centroid of its largest part, moved inside if it lies
    without; with ``inside="pole"`` the point farthest from the edges, which suits seas' names.

    A line gives its middle. None for an empty geometry.
    """
    import shapely

    if geometry is None or geometry.is_empty:
        return None
    box = bbox_of(geometry)
    assert box is not None
    middle = wrap(box.west + width(box) / 2)
    part = largest_part(around(geometry, middle))
    if part.geom_type == "LineString":
        point = part.interpolate(0.5, normalized=True)
    elif part.geom_type == "Point":
        point = part
    elif inside == "pole":
        point = shapely.get_point(shapely.maximum_inscribed_circle(part, tolerance=0.05), 0)
    else:
        point = part.centroid
        if not part.intersects(point):
            point = part.representative_point()
    return (round(float(point.y), 4), round(wrap(float(point.x)), 4))
