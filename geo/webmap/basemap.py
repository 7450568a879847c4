"""The base map of one page: the view's neighbourhood in detail, around it the Earth coarsely, in few bytes.

The neighbourhood is cut out by a box and drawn in the detail that the opening view needs; the rest comes from
:mod:`geo.webmap.world`, the same for all pages. Each ring comes with what its edges are: coast, border or a
cut of the data (:mod:`geo.webmap.edges`).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from geo.webmap import context
from geo.webmap.edges import edge_runs
from geo.webmap.encoding import encode_lines, polygon_grids, polygons_of, write_line
from geo.webmap.view import View
from geo.webmap.window import (
    VIEW_PIXELS,
    Grid,
    base_tolerance,
    grid_steps,
    in_window,
    polygonal,
    simplify_together,
)
from geo.webmap.world import world

NEIGHBOURHOOD = 0.5
"""How far the fine part reaches past the opening view, as a share of its size on each side: a desktop window
that is wider than the view, and a reader who drags once, stay in it."""

WORLD_WIDTH = 200.0
"""Degrees of width of a neighbourhood from which on the coarse Earth serves alone."""

DIVISIONS_SPAN = 60.0
"""Degrees of width up to which the borders of states and provinces are drawn as context."""

SHORES_SPAN = 20.0
"""Degrees of width up to which the finest shores are drawn: wider, and a pixel holds all they have more."""

COUNTIES_SPAN = 9.0
"""Degrees of width up to which counties are drawn: wider, and they are a mesh of a few pixels."""

BORDER_STRIP = 0.12
"""Degrees along a country's neighbours where its border stays as it is: the two sources of outlines stray
from each other by up to a tenth of a degree."""

WHOLE = View(-180.0, -85.0, 180.0, 85.0)
"""The part of the Earth whose lakes and rivers a map of the world shows."""

DESKTOP, PHONE = 1.3, 0.8
"""Width to height of the map in a desktop's window, and height to width in a phone's."""

SHORE_REACH = 0.04
"""Degrees by which the divisions' shores stray from the finest ones, at most."""

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
    fitted: Callable[[str, Any], Any] = lambda key, part: part
    """Gives a division's part in the neighbourhood, by its outline's key, the shores that the map has."""


def base_map(view: View, outlines: Any) -> Base:
    """The base map for a view."""
    centre = frame_centre(view)
    shown = view if view.pole else widened(view)
    near = shown.grown(NEIGHBOURHOOD)
    if view.pole:
        reach = (POLAR_REACH, 90.0) if view.pole == "north" else (-90.0, -POLAR_REACH)
        near = View(centre - 180, reach[0], centre + 180, reach[1])
    tolerance, detail = base_tolerance(shown, VIEW_PIXELS)
    alone = near.width > WORLD_WIDTH and not view.pole
    grid = Grid(WHOLE if alone else near, tolerance, grid_steps(tolerance), detail)
    span = 360.0 if view.pole else shown.width
    pairs = [] if alone else _countries(outlines, grid, span)
    rows = country_rows(
        pairs,
        tolerance=tolerance,
        steps=grid.steps,
        smallest=2 * tolerance * tolerance,
        window=near,
        centre=centre,
    )
    ground = outlines.land(detail="coarse").geoms if alone else [part for _, part in pairs]
    return Base(
        json={
            "centre": centre,
            "near": {"steps": grid.steps, "countries": rows},
            "far": {"steps": 1, "countries": []} if view.pole else world(),
            "window": None if alone else [near.west, near.south, near.east, near.north],
            "turns": 0 if view.pole else 1,
            # In Mercator larger than all else: drawn only where the view reaches it.
            "antarctica": view.south < ANTARCTICA,
            **_inside(outlines, grid, span, pairs),
            "lakes": context.lakes(outlines, grid, ground),
            "disputed": [] if alone else context.disputed(outlines, grid),
            "seas": context.sea_names(outlines, grid),
            "towns": context.towns(outlines, shown, centre),
        },
        steps=grid.steps,
        tolerance=tolerance,
        keys=frozenset(row["key"] for row in (rows if view.pole else world()["countries"])),
        near=near,
        centre=centre,
        fitted=partial(_fitted, outlines, grid, pairs if span <= SHORES_SPAN else []),
    )


def widened(view: View) -> View:
    """The view as a window shows it whose shape is not the view's: a desktop's is wide, a phone's is not."""
    # Degrees of latitude that are as long as one of longitude, on a Mercator map.
    shrink = max(0.2, math.cos(math.radians(view.centre[0])))
    x = max(0.0, view.height / shrink * DESKTOP - view.width) / 2
    y = max(0.0, view.width * shrink * PHONE - view.height) / 2
    return View(view.west - x, max(-90.0, view.south - y), view.east + x, min(90.0, view.north + y))


def _inside(outlines: Any, grid: Grid, span: float, pairs: Sequence[tuple[Any, Any]]) -> dict[str, Any]:
    """The borders and names of what lies inside the countries, where the view is small enough for them, and
    the rivers."""
    borders: Any = None
    shown: dict[str, Any] = {"divisions": [], "counties": [], "names": []}
    if span <= DIVISIONS_SPAN:
        borders, shown["names"] = context.divisions(outlines, grid)
        shown["divisions"] = encode_lines(borders, grid.steps)
    if span <= COUNTIES_SPAN:
        shown["counties"], names = context.counties(outlines, grid)
        shown["names"] = shown["names"] + names
        states = context.shared_edges([polygonal(part) for _, part in pairs])
        shown["rivers"] = context.rivers(outlines, grid, [borders, states])
    else:
        shown["rivers"] = context.rivers(outlines, grid, [])
    return shown


def frame_centre(view: View) -> float:
    """The meridian in the middle of the page's world: the view's, in whole tens of degrees."""
    return float(round(view.centre[1] / 10) * 10)


def _countries(outlines: Any, grid: Grid, span: float) -> list[tuple[Any, Any]]:
    """The countries in the neighbourhood, each with its part there. Where counties are drawn, their shores
    are the country's, which are finer."""
    if span <= SHORES_SPAN:
        shapes = outlines.shores(grid.box)
    else:
        shapes = outlines.countries(grid.box, detail=grid.detail)
    pairs = []
    for shape in sorted(shapes, key=lambda s: s.key):
        part = in_window(shape.geometry, grid.window)
        if not part.is_empty:
            pairs.append((shape, part))
    if span > COUNTIES_SPAN:
        return pairs
    found = [in_window(county.geometry, grid.window) for county in outlines.counties(grid.box)]
    found = [part for part in found if not part.is_empty]
    return [(s, _finer(part, found, pairs) if found and s.country == "US" else part) for s, part in pairs]


def _finer(part: Any, counties: Sequence[Any], pairs: Sequence[tuple[Any, Any]]) -> Any:
    """The country's part with its counties' shores; towards its neighbours it keeps the border they share."""
    import shapely

    others = [other for shape, other in pairs if shape.country != "US"]
    whole = shapely.union_all(list(counties))
    if others:
        rest = shapely.union_all(others)
        strip = shapely.intersection(part, shapely.buffer(rest, BORDER_STRIP, quad_segs=2))
        whole = shapely.difference(shapely.union_all([whole, strip]), rest)
    return polygonal(whole)


def _fitted(outlines: Any, grid: Grid, pairs: Sequence[tuple[Any, Any]], key: str, part: Any) -> Any:
    """A division's part, grown by SHORE_REACH into what no other division has, and cut by its country's
    shores; other outlines, and where there are no finer shores, as they are."""
    import shapely

    shape = outlines.shape(key) if pairs else None
    land = [ground for other, ground in pairs if shape is not None and other.country == shape.country]
    if shape is None or shape.kind != "division" or shape.country == "US" or not land:
        return part
    grown = shapely.buffer(part, SHORE_REACH, quad_segs=2)
    divisions = outlines.divisions(grid.box, detail="fine")
    rest = [in_window(other.geometry, grid.window) for other in divisions if other.key != key]
    near = [other for other in rest if other.intersects(grown)]
    seen = shapely.intersection(shapely.difference(grown, shapely.union_all(near)), land[0])
    window = shapely.box(grid.window.west, grid.window.south, grid.window.east, grid.window.north)
    return polygonal(shapely.union_all([seen, shapely.difference(part, window)]))


def country_rows(
    pairs: Sequence[tuple[Any, Any]],
    *,
    tolerance: float,
    steps: int,
    smallest: float,
    window: View,
    centre: float = 0.0,
) -> list[dict[str, Any]]:
    """Countries, as (shape, geometry), in the page's JSON; islands under ``smallest`` square degrees go,
    unless nothing would be left. ``window`` and the antimeridian of a world around ``centre`` are where the
    geometry may have been cut."""
    parts = [polygonal(geometry) for _, geometry in pairs]
    rows, rings = [], []
    for (shape, _), part in zip(pairs, simplify_together(parts, tolerance), strict=True):
        polygons = polygon_grids(_without_specks(part, smallest), steps)
        if polygons:
            head = {"key": shape.key, "name": shape.name, "code": shape.country, "rank": shape.rank}
            rows.append({**head, "g": [[write_line(ring) for ring in polygon] for polygon in polygons]})
            rings += [ring for polygon in polygons for ring in polygon]
    meridians = [window.west, window.east, -180, 180, centre - 180, centre + 180]
    parallels = [window.south, window.north, -90, 90]
    runs = iter(edge_runs(rings, longitudes=meridians, latitudes=parallels, steps=steps))
    for row in rows:
        kinds = [[next(runs) for _ in polygon] for polygon in row["g"]]
        if any(text for polygon in kinds for text in polygon):
            row["e"] = kinds
    return rows


def _without_specks(geometry: Any, smallest: float) -> Any:
    import shapely

    parts = list(polygons_of(geometry))
    seen = [p for p in parts if p.area > smallest]
    if not seen and parts:
        seen = [max(parts, key=lambda p: p.area)]
    return shapely.MultiPolygon(seen) if seen else geometry
