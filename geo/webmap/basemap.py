"""The base map of one page: the whole Earth coarsely, the view's neighbourhood finely, in few bytes.

Everything is cut to two parts that meet along the edge of the neighbourhood's box: ``near`` in the detail
that the opening view needs (and two zoom steps more), ``far`` simplified for the locator and for whoever
zooms out. assets/base.js draws coasts and borders from the polygons: an edge that two countries share is a
border, one that belongs to a single country is a coast, and one on a cut is neither.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from geo.types import BBox
from geo.webmap.encoding import encode_lines, encode_polygons
from geo.webmap.view import View, into_frame

NEIGHBOURHOOD = 0.75
"""How far the fine part reaches past the opening view, as a share of its size on each side: a desktop window
that is wider than the view, and a reader who drags once, stay in it."""

VIEW_PIXELS = 900.0
"""Width of the map in a desktop window."""

DETAIL_PIXELS = 0.45
"""What may be simplified away in the opening view, in pixels: under one pixel still a zoom step in."""

FAR_TOLERANCE = 0.12
"""Degrees, for the part outside the neighbourhood: a third of a pixel in a world map."""

FINE_FROM = 0.06
"""Degrees of tolerance under which the finely kept outlines are needed; the coarse ones are good to about that."""

DIVISIONS_SPAN = 45.0
"""Degrees of width up to which the borders of states and provinces are drawn as context."""

TOWNS_SPAN = 30.0
"""Degrees of width up to which towns are drawn as context."""

TOWNS_LIMIT = 90
"""Context towns in a page; the labels that fit without overlap are far fewer."""

SEA_TOLERANCE_PIXELS = 2.0
"""Seas are drawn under the land and with a soft edge, so their outlines may be rough."""


@dataclass(frozen=True, slots=True)
class Base:
    """The base map, and what else the page needs to know of it."""

    json: dict[str, Any]
    steps: int
    """Grid steps a degree in the neighbourhood."""
    tolerance: float
    """Degrees that were simplified away there."""
    keys: frozenset[str]
    """Outline keys of the countries in it: a place with such a key is drawn from the base map itself."""
    near: View


def base_map(view: View, outlines: Any, *, looseness: float = 1.0) -> Base:
    """The base map for a view; ``looseness`` over 1 gives a smaller one (for a page that grew too heavy)."""
    from shapely import box

    near = view.grown(NEIGHBOURHOOD)
    centre = frame_centre(view)
    world = near.width > 200 or bool(view.pole and near.height > 60)
    if world:
        near = View(centre - 180, -90, centre + 180, 90)
    tolerance = min(FAR_TOLERANCE, max(0.0004, view.width / VIEW_PIXELS * DETAIL_PIXELS)) * looseness
    steps = _steps(tolerance)
    window = box(near.west, near.south, near.east, near.north)

    near_box = _bbox(near)
    detail = "fine" if tolerance < FINE_FROM else "coarse"
    countries = _in_frame(outlines.countries(None if world else near_box, detail=detail), centre)
    near_part = _countries(countries, window, tolerance, steps, inside=True)
    far_part: list[dict[str, Any]] = []
    if not world:
        whole = _in_frame(outlines.countries(None, detail="coarse"), centre)
        far_part = _countries(whole, window, FAR_TOLERANCE * looseness, _steps(FAR_TOLERANCE), inside=False)
    lines: list[str] = []
    divisions: list[dict[str, Any]] = []
    if view.width <= DIVISIONS_SPAN and not view.pole:
        lines, divisions = _divisions(outlines, near, near_box, centre, tolerance, steps)
    return Base(
        json={
            "centre": centre,
            "near": {"steps": steps, "countries": near_part},
            "far": {"steps": _steps(FAR_TOLERANCE), "countries": far_part},
            "window": [near.west, near.south, near.east, near.north],
            "divisions": lines,
            "names": divisions,
            "disputed": _disputed(outlines, near_box, window, centre, steps),
            "seas": _sea_names(outlines, near_box, near, centre),
            "towns": _towns(outlines, view, near_box, centre),
        },
        steps=steps,
        tolerance=tolerance,
        keys=frozenset(c["key"] for c in (*near_part, *far_part)),
        near=near,
    )


def frame_centre(view: View) -> float:
    """The meridian in the middle of the page's world: 0 unless that would cut the view or its surroundings."""
    lon = view.centre[1]
    if view.west > -160 and view.east < 160 and abs(lon) <= 30:
        return 0.0
    if view.west >= -180 and view.east <= 180 and view.width > 200:
        return 0.0
    return float(round(lon / 10) * 10)


def _steps(tolerance: float) -> int:
    """Grid steps a degree: a step of at most half the tolerance, from a short list."""
    return next((s for s in (20, 50, 100, 200, 500, 1000, 2000, 5000) if 1 / s <= tolerance / 1.6), 5000)


def _bbox(view: View) -> BBox:
    if view.width >= 359:
        return BBox(-180.0, view.south, 180.0, view.north)
    return BBox(into_frame(view.west, 0), view.south, into_frame(view.east, 0), view.north)


def _in_frame(shapes: Sequence[Any], centre: float) -> list[tuple[Any, Any]]:
    """(shape, geometry in the page's frame) of each, by key."""
    from geo.gazetteer.outlines_geometry import around

    return [(s, around(s.geometry, centre)) for s in sorted(shapes, key=lambda s: s.key)]


def simplify_together(geometries: Sequence[Any], tolerance: float) -> list[Any]:
    """Simplified so that neighbours still share their borders to the last digit.

    Geometries that are no clean coverage come out as good as simplification alone can make them.
    """
    import numpy as np
    import shapely

    if not geometries:
        return []
    made = shapely.coverage_simplify(np.array(list(geometries), dtype=object), tolerance)
    return list(made)


def _countries(
    pairs: Sequence[tuple[Any, Any]], window: Any, tolerance: float, steps: int, *, inside: bool
) -> list[dict[str, Any]]:
    """The countries' parts inside, or outside, the window, as the page's JSON."""
    import shapely

    kept, parts = [], []
    west, south, east, north = window.bounds
    for shape, geometry in pairs:
        if inside:
            part = shapely.clip_by_rect(geometry, west, south, east, north)
        else:
            part = geometry.difference(window)
        if not part.is_empty:
            kept.append(shape)
            parts.append(_polygonal(part))
    rows = []
    for shape, part in zip(kept, simplify_together(parts, tolerance), strict=True):
        polygons = encode_polygons(_without_specks(part, tolerance), steps)
        if polygons:
            rows.append(
                {
                    "key": shape.key,
                    "name": shape.name,
                    "code": shape.country,
                    "rank": shape.rank,
                    "g": polygons,
                }
            )
    return rows


def _without_specks(geometry: Any, tolerance: float) -> Any:
    """Without islands too small to be seen, unless that would leave nothing."""
    import shapely

    from geo.webmap.encoding import polygons_of

    parts = list(polygons_of(geometry))
    seen = [p for p in parts if p.area > tolerance * tolerance * 2]
    if not seen and parts:
        seen = [max(parts, key=lambda p: p.area)]
    return shapely.MultiPolygon(seen) if seen else geometry


def _polygonal(geometry: Any) -> Any:
    import shapely

    from geo.webmap.encoding import polygons_of

    parts = list(polygons_of(geometry))
    return parts[0] if len(parts) == 1 else shapely.MultiPolygon(parts)


def _divisions(
    outlines: Any, near: View, near_box: BBox, centre: float, tolerance: float, steps: int
) -> tuple[list[str], list[dict[str, Any]]]:
    """Borders between divisions as lines, and the divisions' names with their label points."""
    import shapely

    detail = "fine" if tolerance < FINE_FROM else "coarse"
    pairs = _in_frame(outlines.divisions(near_box, detail=detail), centre)
    parts, shapes = [], []
    for shape, geometry in pairs:
        part = shapely.clip_by_rect(geometry, near.west, near.south, near.east, near.north)
        if not part.is_empty and part.area > 0:
            parts.append(_polygonal(part))
            shapes.append(shape)
    simple = simplify_together(parts, tolerance * 1.5)
    lines = shared_edges(simple)
    names = []
    for shape, part in zip(shapes, simple, strict=True):
        if not part.is_empty:
            point = part.representative_point()
            names.append(
                {"n": shape.name, "at": [round(point.y, 3), round(point.x, 3)], "a": round(part.area**0.5, 3)}
            )
    return encode_lines(lines, steps), names


def shared_edges(geometries: Sequence[Any]) -> Any:
    """The edges that two of the polygons share, merged to lines."""
    import numpy as np
    import shapely

    segments = []
    for geometry in geometries:
        for ring in shapely.get_rings(geometry):
            xy = shapely.get_coordinates(ring)
            segments.append(np.hstack([xy[:-1], xy[1:]]))
    if not segments:
        return shapely.MultiLineString([])
    rows = np.concatenate(segments)
    flip = (rows[:, 0] > rows[:, 2]) | ((rows[:, 0] == rows[:, 2]) & (rows[:, 1] > rows[:, 3]))
    rows[flip] = rows[flip][:, [2, 3, 0, 1]]
    unique, counts = np.unique(np.round(rows, 7), axis=0, return_counts=True)
    shared = unique[counts > 1]
    return shapely.line_merge(shapely.multilinestrings(shapely.linestrings(shared.reshape(-1, 2, 2))))


def _disputed(outlines: Any, near_box: BBox, window: Any, centre: float, steps: int) -> list[str]:
    import shapely

    lines = []
    for _, geometry in _in_frame(outlines.disputed(near_box), centre):
        part = shapely.clip_by_rect(geometry, *window.bounds)
        lines += encode_lines(part.boundary if part.geom_type.endswith("Polygon") else part, steps)
    return lines


def _sea_names(outlines: Any, near_box: BBox, near: View, centre: float) -> list[dict[str, Any]]:
    """Names of the waters in the neighbourhood, with some points where the name may stand, the best first."""
    import shapely

    rows = []
    for shape, geometry in _in_frame(outlines.seas(near_box), centre):
        part = shapely.clip_by_rect(geometry, near.west, near.south, near.east, near.north)
        if part.is_empty or part.area <= 0:
            continue
        points = label_points(part, 6)
        rows.append(
            {
                "key": shape.key,
                "n": shape.name,
                "a": round(part.area**0.5, 2),
                "at": [[round(y, 2), round(x, 2)] for x, y in points],
            }
        )
    return sorted(rows, key=lambda row: (-row["a"], row["key"]))


def label_points(geometry: Any, count: int) -> list[tuple[float, float]]:
    """Up to ``count`` (x, y) points well inside a geometry and apart from each other, the roomiest first."""
    import numpy as np
    import shapely

    west, south, east, north = geometry.bounds
    xs = np.linspace(west, east, 14)[1:-1]
    ys = np.linspace(south, north, 12)[1:-1]
    grid = shapely.points([(x, y) for x in xs for y in ys])
    shapely.prepare(geometry)
    inside = grid[shapely.contains(geometry, grid)]
    if not len(inside):
        point = geometry.representative_point()
        return [(point.x, point.y)]
    room = shapely.distance(shapely.boundary(geometry), inside)
    order = np.lexsort((shapely.get_y(inside), shapely.get_x(inside), -np.round(room, 4)))
    chosen: list[tuple[float, float]] = []
    apart = max((east - west), (north - south)) / 5
    for i in order:
        x, y = float(shapely.get_x(inside[i])), float(shapely.get_y(inside[i]))
        if all((x - a) ** 2 + (y - b) ** 2 >= apart * apart for a, b in chosen):
            chosen.append((x, y))
            if len(chosen) == count:
                break
    return chosen


def _towns(outlines: Any, view: View, near_box: BBox, centre: float) -> list[list[Any]]:
    """Context towns as [name, lat, lon, population], largest first; none in a wide view."""
    if view.width > TOWNS_SPAN or view.pole:
        return []
    inner = _bbox(view.grown(0.3))
    towns = outlines.towns(inner, TOWNS_LIMIT)
    return [[t.name, round(t.lat, 3), round(into_frame(t.lon, centre), 3), t.population or 0] for t in towns]
