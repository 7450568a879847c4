"""The quiet context of a map: divisions and counties, inland waters, names of seas, towns."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from geo.webmap.encoding import encode_lines, encode_polygons, lines_of
from geo.webmap.view import View, into_frame
from geo.webmap.window import DETAIL_PIXELS, Grid, in_window, polygonal, simplify_together, to_bbox

TOWNS_SPAN = 30.0
"""Degrees of width up to which towns are drawn as context."""

TOWNS_LIMIT = 90
"""Context towns in a page; the labels that fit without overlap are far fewer."""

LEAST_DIVISION = 14.0
"""Pixels across from which on a country's divisions are drawn."""

LEAST_LAKE = 4.0
"""Pixels across from which on a lake is drawn."""

OPEN_WATER = 0.5
"""Share of a lake that must be drawn as land, so that it is drawn upon it."""

LEAST_RIVER = 60.0
"""Pixels of length from which on a river is drawn."""

BESIDE = 0.05
"""Degrees within which a river of 1:50m and a border of 1:10m are the same course."""

LEAST_BESIDE = 0.3
"""Degrees of such a stretch at least; shorter ones are crossings."""

KILOMETRES_A_DEGREE = 111.195


def divisions(outlines: Any, grid: Grid) -> tuple[Any, list[dict[str, Any]]]:
    """Borders between divisions, as one geometry, and the divisions' names with their label points."""
    parts, shapes = [], []
    for shape in sorted(outlines.divisions(grid.box, detail=grid.detail), key=lambda s: s.key):
        part = in_window(shape.geometry, grid.window)
        if not part.is_empty and part.area > 0:
            parts.append(polygonal(part))
            shapes.append(shape)
    meshes = _meshes(shapes, parts, LEAST_DIVISION * grid.tolerance / DETAIL_PIXELS)
    shapes = [shape for shape, mesh in zip(shapes, meshes, strict=True) if not mesh]
    parts = [part for part, mesh in zip(parts, meshes, strict=True) if not mesh]
    simple = simplify_together(parts, grid.tolerance * 1.5)
    names = [_name(shape, part) for shape, part in zip(shapes, simple, strict=True) if not part.is_empty]
    return shared_edges(simple), names


def _meshes(shapes: Sequence[Any], parts: Sequence[Any], least: float) -> list[bool]:
    """For each division whether its country's divisions are too small for a map: Slovenia's two hundred
    municipalities would be a mesh. ``least`` is the root of their area in the middle, in degrees."""
    sizes: dict[str, list[float]] = {}
    for shape, part in zip(shapes, parts, strict=True):
        sizes.setdefault(shape.country, []).append(part.area**0.5)
    small = {country for country, listed in sizes.items() if sorted(listed)[len(listed) // 2] < least}
    return [shape.country in small for shape in shapes]


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


def counties(outlines: Any, grid: Grid) -> tuple[list[str], list[dict[str, Any]]]:
    """Borders between counties as lines, and the counties' names with their label points."""
    shapes = outlines.counties(grid.box)
    parts = [in_window(shape.geometry, grid.window) for shape in shapes]
    seen = [(shape, polygonal(part)) for shape, part in zip(shapes, parts, strict=True) if part.area > 0]
    lines = shared_edges(simplify_together([part for _, part in seen], grid.tolerance * 1.5))
    return encode_lines(lines, grid.steps), [_name(shape, part) for shape, part in seen]


def _name(shape: Any, part: Any) -> dict[str, Any]:
    """A name, a point of the area for it, and the root of the area's size in square degrees."""
    point = part.representative_point()
    at = [round(point.y, 3), round(point.x, 3)]
    return {"n": shape.name, "at": at, "a": round(part.area**0.5, 3)}


def lakes(outlines: Any, grid: Grid, land: Any) -> list[list[str]]:
    """Lakes of at least LEAST_LAKE pixels across, as polygons: the outlines of countries run over them.

    ``land`` is what is drawn as land; a lake that is no part of it is drawn by its shores already.
    """
    import shapely

    pixel = grid.tolerance / DETAIL_PIXELS
    polygons = []
    for water in outlines.waters("lake", grid.box):
        part = in_window(water.geometry, grid.window)
        if part.area <= (LEAST_LAKE * pixel) ** 2:
            continue
        dry = sum(shapely.intersection(part, ground).area for ground in land if part.intersects(ground))
        if dry > OPEN_WATER * part.area:
            polygons += encode_polygons(part.simplify(grid.tolerance), grid.steps)
    return polygons


def rivers(outlines: Any, grid: Grid, borders: Sequence[Any]) -> list[str]:
    """Rivers long enough for the view, as lines; along one of ``borders`` (geometries of lines), which is
    finer, the border's line."""
    import shapely

    pixel = grid.tolerance / DETAIL_PIXELS
    every = shapely.union_all(list(borders)) if borders else None
    lines = []
    for water in outlines.waters("river", grid.box, LEAST_RIVER * pixel * KILOMETRES_A_DEGREE):
        part = in_window(water.geometry, grid.window)
        if not part.is_empty:
            course = _along(part, every) if borders else part
            lines += encode_lines(course.simplify(grid.tolerance), grid.steps)
    return lines


def _along(river: Any, borders: Any) -> Any:
    """The river, its stretches beside a border replaced by the border's."""
    import shapely

    near = shapely.buffer(borders, BESIDE)
    beside = [part for part in lines_of(shapely.intersection(river, near)) if part.length > LEAST_BESIDE]
    if not beside:
        return river
    stretch = shapely.union_all([shapely.buffer(part, BESIDE) for part in beside])
    rest = shapely.difference(river, shapely.union_all([shapely.buffer(part, 1e-6) for part in beside]))
    bank = shapely.intersection(borders, stretch)
    ends = [shapely.Point(xy) for part in beside for xy in (part.coords[0], part.coords[-1])]
    joints = [line for end in ends if (line := shapely.shortest_line(end, bank)) and line.length < BESIDE]
    return shapely.MultiLineString([*lines_of(rest), *lines_of(bank), *joints])


def disputed(outlines: Any, grid: Grid) -> list[str]:
    """Disputed borders, as lines."""
    lines = []
    for shape in sorted(outlines.disputed(grid.box), key=lambda s: s.key):
        part = in_window(shape.geometry, grid.window)
        lines += encode_lines(part.boundary if "Polygon" in part.geom_type else part, grid.steps)
    return lines


def sea_names(outlines: Any, grid: Grid) -> list[dict[str, Any]]:
    """Names of the waters in the neighbourhood, with some points where the name may stand and the room there
    (degrees), the best first."""
    rows = []
    shapes = [*outlines.seas(grid.box), *outlines.lakes(grid.box)]
    for shape in sorted(shapes, key=lambda s: s.key):
        if shape.quality == "approximate":  # drawn by us for texts that name it: no map letters it unasked
            continue
        part = in_window(shape.geometry, grid.window)
        if part.is_empty or part.area <= 0:
            continue
        points = [[round(y, 2), round(x, 2), round(room, 2)] for x, y, room in label_points(part, 6)]
        rows.append({"key": shape.key, "n": shape.name, "a": round(part.area**0.5, 2), "at": points})
    names = {row["n"] for row in rows}
    halves = {row["n"] for row in rows if row["n"].partition(" ")[2] in names}
    kept = [row for row in rows if row["n"] not in halves]  # no "North Atlantic" beside "Atlantic"
    return sorted(kept, key=lambda row: (-row["a"], row["key"]))


def label_points(geometry: Any, count: int) -> list[tuple[float, float, float]]:
    """Up to ``count`` (x, y, distance to the edge) well inside a geometry and apart from each other, the
    roomiest first."""
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
        return [(point.x, point.y, 0.0)]
    room = shapely.distance(shapely.boundary(geometry), inside)
    order = np.lexsort((shapely.get_y(inside), shapely.get_x(inside), -np.round(room, 4)))
    chosen: list[tuple[float, float, float]] = []
    apart = max((east - west), (north - south)) / 5
    for i in order:
        x, y = float(shapely.get_x(inside[i])), float(shapely.get_y(inside[i]))
        if all((x - a) ** 2 + (y - b) ** 2 >= apart * apart for a, b, _ in chosen):
            chosen.append((x, y, float(room[i])))
            if len(chosen) == count:
                break
    return chosen


def towns(outlines: Any, view: View, centre: float) -> list[list[Any]]:
    """Context towns as [name, lat, lon, population], largest first; none in a wide view."""
    if view.width > TOWNS_SPAN or view.pole:
        return []
    towns = outlines.towns(to_bbox(view.grown(0.3)), TOWNS_LIMIT)
    return [[t.name, round(t.lat, 3), round(into_frame(t.lon, centre), 3), t.population or 0] for t in towns]
