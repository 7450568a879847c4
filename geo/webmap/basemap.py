"""The base map of one page: the view's neighbourhood in detail, around it the Earth coarsely, in few bytes.

The neighbourhood is cut out by a box and drawn in the detail that the opening view needs; the rest comes from
:mod:`geo.webmap.world`, the same for all pages. assets/base.js tells coasts from borders: an edge that two
countries share is a border, one of a single country is a coast, and one on a cut is neither.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from geo.types import BBox
from geo.webmap.encoding import encode_lines, encode_polygons, polygons_of
from geo.webmap.view import View, into_frame
from geo.webmap.world import world

NEIGHBOURHOOD = 0.5
"""How far the fine part reaches past the opening view, as a share of its size on each side: a desktop window
that is wider than the view, and a reader who drags once, stay in it."""

VIEW_PIXELS = 900.0
"""Width of the map in a desktop window."""

DETAIL_PIXELS = 0.45
"""What may be simplified away in the opening view, in pixels: under one pixel still a zoom step in."""

COARSEST = 0.12
"""Degrees of tolerance in the widest neighbourhood."""

FINE_FROM = 0.06
"""Degrees of tolerance under which the fine outlines are needed; the coarse ones are good to about that."""

WORLD_WIDTH = 200.0
"""Degrees of width of a neighbourhood from which on the coarse Earth serves alone."""

DIVISIONS_SPAN = 45.0
"""Degrees of width up to which the borders of states and provinces are drawn as context."""

TOWNS_SPAN = 30.0
"""Degrees of width up to which towns are drawn as context."""

TOWNS_LIMIT = 90
"""Context towns in a page; the labels that fit without overlap are far fewer."""

LEAST_LAKE = 4.0
"""Pixels across from which on a lake is drawn."""

SEAM = 179.89
"""Longitude from which on a vertex of an outline is taken to lie on the antimeridian."""

ANTARCTICA = -60.0
"""Latitude, south of which a view shows Antarctica."""

POLAR_REACH = 12.0
"""Latitude to which a view around a pole is drawn: past the corners of any window."""


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
    centre: float
    """The meridian in the middle of the page's world."""


@dataclass(frozen=True, slots=True)
class Grid:
    """How finely a part of the map is kept."""

    window: View
    tolerance: float
    steps: int
    detail: str

    @property
    def box(self) -> BBox:
        """The window as the outlines are asked for it."""
        return to_bbox(self.window)


def base_map(view: View, outlines: Any) -> Base:
    """The base map for a view."""
    centre = frame_centre(view)
    near = view.grown(NEIGHBOURHOOD)
    if view.pole:
        reach = (POLAR_REACH, 90.0) if view.pole == "north" else (-90.0, -POLAR_REACH)
        near = View(centre - 180, reach[0], centre + 180, reach[1])
    tolerance, detail = base_tolerance(view, VIEW_PIXELS)
    grid = Grid(near, tolerance, _steps(tolerance), detail)
    alone = near.width > WORLD_WIDTH and not view.pole
    rows = [] if alone else _countries(outlines, grid)
    lines: list[str] = []
    names: list[dict[str, Any]] = []
    if view.width <= DIVISIONS_SPAN and not view.pole:
        lines, names = _divisions(outlines, grid)
    return Base(
        json={
            "centre": centre,
            "near": {"steps": grid.steps, "countries": rows},
            "far": {"steps": 1, "countries": []} if view.pole else world(),
            "window": None if alone else [near.west, near.south, near.east, near.north],
            "turns": 0 if view.pole else 1,
            # In Mercator larger than all else: drawn only where the view reaches it.
            "antarctica": view.south < ANTARCTICA,
            "divisions": lines,
            "names": names,
            "lakes": [] if alone else _lakes(outlines, grid),
            "disputed": [] if alone else _disputed(outlines, grid),
            "seas": _sea_names(outlines, grid),
            "towns": _towns(outlines, view, centre),
        },
        steps=grid.steps,
        tolerance=tolerance,
        keys=frozenset(row["key"] for row in (rows if view.pole else world()["countries"])),
        near=near,
        centre=centre,
    )


def base_tolerance(view: View, pixels: float) -> tuple[float, str]:
    """Degrees to simplify by where the view is ``pixels`` wide, and the detail of outlines to start from."""
    tolerance = min(COARSEST, max(0.0004, view.width / pixels * DETAIL_PIXELS))
    return tolerance, "fine" if tolerance < FINE_FROM else "coarse"


def frame_centre(view: View) -> float:
    """The meridian in the middle of the page's world: the view's, in whole tens of degrees."""
    return float(round(view.centre[1] / 10) * 10)


def _steps(tolerance: float) -> int:
    """Grid steps a degree: a step of at most half the tolerance, from a short list."""
    return next((s for s in (20, 50, 100, 200, 500, 1000, 2000, 5000) if 1 / s <= tolerance / 1.6), 5000)


def to_bbox(view: View) -> BBox:
    """A view as a box of longitudes within -180..180."""
    if view.width >= 359:
        return BBox(-180.0, view.south, 180.0, view.north)
    return BBox(into_frame(view.west, 0), view.south, into_frame(view.east, 0), view.north)


def in_window(geometry: Any, window: View) -> Any:
    """The part of a stored geometry within a window of continuous longitudes; empty if there is none.

    Natural Earth's simplified shapes stop 0.1 degrees short of the antimeridian: what ends there is pulled up
    to it first, so that an island across it has no gap.
    """
    import numpy as np
    import shapely

    low, south, high, north = geometry.bounds
    if window.west <= low and high <= window.east and window.south <= south and north <= window.north:
        return geometry
    if window.west < -SEAM or window.east > SEAM:
        geometry = to_the_seam(geometry)
    pieces = []
    for turn in (-360.0, 0.0, 360.0):
        west, east = window.west - turn, window.east - turn
        if low <= east and high >= west:
            piece = shapely.clip_by_rect(geometry, west, window.south, east, window.north)
            if not piece.is_empty:
                pieces.append(
                    shapely.transform(piece, lambda xy, by=turn: np.add(xy, (by, 0.0))) if turn else piece
                )
    if not pieces:
        return shapely.GeometryCollection()
    part = pieces[0]
    if len(pieces) > 1:
        part = shapely.union_all([p if p.is_valid else shapely.make_valid(p) for p in pieces])
    # What touches the window's edge may leave lines and points beside the polygons.
    return _polygonal(part) if part.geom_type == "GeometryCollection" else part


def to_the_seam(geometry: Any) -> Any:
    """The geometry with vertices near the antimeridian moved onto it."""
    import numpy as np
    import shapely

    west, _, east, _ = geometry.bounds
    if west >= -SEAM and east <= SEAM:
        return geometry

    def pulled(xy: Any) -> Any:
        x = xy[:, 0]
        return np.column_stack([np.where(np.abs(x) >= SEAM, np.sign(x) * 180.0, x), xy[:, 1]])

    return shapely.transform(geometry, pulled)


def _countries(outlines: Any, grid: Grid) -> list[dict[str, Any]]:
    pairs = []
    for shape in sorted(outlines.countries(grid.box, detail=grid.detail), key=lambda s: s.key):
        part = in_window(shape.geometry, grid.window)
        if not part.is_empty:
            pairs.append((shape, part))
    smallest = 2 * grid.tolerance * grid.tolerance
    return country_rows(pairs, tolerance=grid.tolerance, steps=grid.steps, smallest=smallest)


def country_rows(
    pairs: Sequence[tuple[Any, Any]], *, tolerance: float, steps: int, smallest: float
) -> list[dict[str, Any]]:
    """Countries, as (shape, geometry), in the page's JSON; islands under ``smallest`` square degrees go,
    unless nothing would be left."""
    parts = [_polygonal(geometry) for _, geometry in pairs]
    rows = []
    for (shape, _), part in zip(pairs, simplify_together(parts, tolerance), strict=True):
        polygons = encode_polygons(_without_specks(part, smallest), steps)
        if polygons:
            head = {"key": shape.key, "name": shape.name, "code": shape.country, "rank": shape.rank}
            rows.append({**head, "g": polygons})
    return rows


def simplify_together(geometries: Sequence[Any], tolerance: float) -> list[Any]:
    """Simplified so that neighbours still share their borders to the last digit."""
    import numpy as np
    import shapely

    if not geometries:
        return []
    return list(shapely.coverage_simplify(np.array(list(geometries), dtype=object), tolerance))


def _without_specks(geometry: Any, smallest: float) -> Any:
    import shapely

    parts = list(polygons_of(geometry))
    seen = [p for p in parts if p.area > smallest]
    if not seen and parts:
        seen = [max(parts, key=lambda p: p.area)]
    return shapely.MultiPolygon(seen) if seen else geometry


def _polygonal(geometry: Any) -> Any:
    import shapely

    parts = list(polygons_of(geometry))
    return parts[0] if len(parts) == 1 else shapely.MultiPolygon(parts)


def _divisions(outlines: Any, grid: Grid) -> tuple[list[str], list[dict[str, Any]]]:
    """Borders between divisions as lines, and the divisions' names with their label points."""
    parts, shapes = [], []
    for shape in sorted(outlines.divisions(grid.box, detail=grid.detail), key=lambda s: s.key):
        part = in_window(shape.geometry, grid.window)
        if not part.is_empty and part.area > 0:
            parts.append(_polygonal(part))
            shapes.append(shape)
    simple = simplify_together(parts, grid.tolerance * 1.5)
    names = []
    for shape, part in zip(shapes, simple, strict=True):
        if not part.is_empty:
            point = part.representative_point()
            at = [round(point.y, 3), round(point.x, 3)]
            names.append({"n": shape.name, "at": at, "a": round(part.area**0.5, 3)})
    return encode_lines(shared_edges(simple), grid.steps), names


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


def _lakes(outlines: Any, grid: Grid) -> list[list[str]]:
    """Lakes of at least LEAST_LAKE pixels across, as polygons: the outlines of countries run over them."""
    pixel = grid.tolerance / DETAIL_PIXELS
    polygons = []
    for shape in sorted(outlines.lakes(grid.box, detail=grid.detail), key=lambda s: s.key):
        part = in_window(shape.geometry, grid.window)
        if part.area > (LEAST_LAKE * pixel) ** 2:
            polygons += encode_polygons(part.simplify(grid.tolerance), grid.steps)
    return polygons


def _disputed(outlines: Any, grid: Grid) -> list[str]:
    lines = []
    for shape in sorted(outlines.disputed(grid.box), key=lambda s: s.key):
        part = in_window(shape.geometry, grid.window)
        lines += encode_lines(part.boundary if "Polygon" in part.geom_type else part, grid.steps)
    return lines


def _sea_names(outlines: Any, grid: Grid) -> list[dict[str, Any]]:
    """Names of the waters in the neighbourhood, with some points where the name may stand and the room there
    (degrees), the best first."""
    rows = []
    for shape in sorted(outlines.seas(grid.box), key=lambda s: s.key):
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


def _towns(outlines: Any, view: View, centre: float) -> list[list[Any]]:
    """Context towns as [name, lat, lon, population], largest first; none in a wide view."""
    if view.width > TOWNS_SPAN or view.pole:
        return []
    towns = outlines.towns(to_bbox(view.grown(0.3)), TOWNS_LIMIT)
    return [[t.name, round(t.lat, 3), round(into_frame(t.lon, centre), 3), t.population or 0] for t in towns]
