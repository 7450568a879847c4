"""The base map of a still picture: land, borders, lakes, and the quiet names around the story's places."""

# ruff: noqa: E501  calls that draw one thing stand on one line

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from geo.webmap import context
from geo.webmap.encoding import lines_of, polygons_of
from geo.webmap.lettering import SANS, SERIF, Letterer, drawable, inert
from geo.webmap.plane import Plane
from geo.webmap.view import View
from geo.webmap.window import (
    Grid,
    base_tolerance,
    grid_steps,
    in_window,
    polygonal,
    simplify_together,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes

COLOURS = {
    "paper": "#fdfcf8", "ink": "#1d1d1b", "soft": "#5f5d57", "water": "#d6e4ec", "land": "#f6f2e8",
    "coast": "#a9b8bf", "border": "#b4aa97", "division": "#d3cab8", "graticule": "#c6d8e2", "place": "#b2402b",
    "facility": "#6d4aa0", "sea": "#1f6b93", "told": "#3f3c36", "light": "#77736a", "quiet": "#77746b", "division_ink": "#8f8b80",
}  # fmt: skip
"""The page's own in light (assets/page.css)."""

DIVISIONS_SPAN = 45.0
"""Degrees of width up to which divisions are drawn, as in the page."""

MOST_LABELS = 46
"""Context names in a picture of 1600 by 1000: more would compete with the story."""

MOST_DIVISIONS = 28
"""Divisions and counties of which the names are tried, the largest first."""

FILLED = 0.72
"""Share of the picture that a country fills when its name says nothing."""

COUNTIES_SPAN = 9.0
"""Degrees of width up to which counties are drawn, as in the page."""

CUT = 1e-3
"""Degrees within which an edge lies on the window's own."""

LEAST_LAKE = 5.0
"""Pixels across from which on a lake is drawn."""

ROOM = 1.15
"""How much wider than the room around its middle a name may be: names are long and low."""


def draw_base(axes: Axes, plane: Plane, outlines: Any, *, pixels: float) -> list[tuple[Any, Any]]:
    """Water, graticule, land, borders and lakes; gives the countries that are seen, with their parts."""
    grid = grid_for(plane, pixels)
    axes.set_facecolor(COLOURS["water"])
    _graticule(axes, plane)
    pairs = []
    for shape in sorted(outlines.countries(grid.box, detail=grid.detail), key=lambda s: s.key):
        part = in_window(shape.geometry, grid.window)
        if not part.is_empty and part.area > 0:
            pairs.append((shape, polygonal(part)))
    simple = simplify_together([part for _, part in pairs], grid.tolerance)
    for part in simple:
        fill(axes, plane, part, face=COLOURS["land"])
        stroke(axes, plane, edges_of(part, grid.window), colour=COLOURS["coast"], width=0.6, order=1.1)
    stroke(axes, plane, context.shared_edges(simple), colour=COLOURS["border"], width=0.8, order=1.3)
    inner = []
    if plane.view.width <= COUNTIES_SPAN and not plane.view.pole:
        inner.append((outlines.counties(grid.box), 0.6, (0, (1.5, 2.5))))
    if plane.view.width <= DIVISIONS_SPAN and not plane.view.pole:
        inner.append((outlines.divisions(grid.box, detail=grid.detail), 0.8, (0, (4, 3))))
    for shapes, line, dash in inner:
        parts = [in_window(shape.geometry, grid.window) for shape in sorted(shapes, key=lambda s: s.key)]
        parts = [polygonal(p) for p in parts if not p.is_empty and p.area > 0]
        edges = context.shared_edges(simplify_together(parts, grid.tolerance * 1.5))
        stroke(axes, plane, edges, colour=COLOURS["division"], width=line, order=1.2, dash=dash)
    for shape in sorted(outlines.lakes(grid.box, detail=grid.detail), key=lambda s: s.key):
        part = in_window(shape.geometry, grid.window)
        if part.area > (LEAST_LAKE * grid.tolerance * 2) ** 2:
            lake = part.simplify(grid.tolerance)
            fill(axes, plane, lake, face=COLOURS["water"], order=1.25)
            stroke(axes, plane, edges_of(lake, grid.window), colour=COLOURS["coast"], width=0.5, order=1.26)
    for shape in sorted(outlines.disputed(grid.box), key=lambda s: s.key):
        part = in_window(shape.geometry, grid.window)
        line = part.boundary if "Polygon" in part.geom_type else part
        stroke(axes, plane, line, colour=COLOURS["land"], width=1.6, order=1.4)
        stroke(axes, plane, line, colour=COLOURS["border"], width=0.9, order=1.41, dash=(0, (3, 2.5)))
    return [(shape, part) for (shape, _), part in zip(pairs, simple, strict=True)]


def grid_for(plane: Plane, pixels: float) -> Grid:
    """How finely the picture's part of the Earth is drawn."""
    tolerance, detail = base_tolerance(plane.view, pixels)
    return Grid(plane.window, tolerance, grid_steps(tolerance), detail)


def letter_base(
    letterer: Letterer,
    plane: Plane,
    outlines: Any,
    countries: list[tuple[Any, Any]],
    *,
    pixels: float,
    named: set[str],
) -> None:
    """Names of countries, seas, towns and divisions where there is room; ``named`` are the story's
    own, which as towns have their marks."""
    grid = grid_for(plane, pixels)
    left = MOST_LABELS
    window_area = plane.window.width * plane.window.height
    for shape, part in sorted(countries, key=lambda pair: (-pair[1].area, pair[0].key)):
        if left <= 0 or (part.area > FILLED * window_area and not plane.view.pole):
            continue
        left -= _area_name(
            letterer,
            plane,
            shape.name.upper(),
            part,
            style={"fontsize": 7.5, "color": COLOURS["quiet"], "family": SANS, "zorder": 4},
        )
    for row in context.sea_names(outlines, grid):
        points = [
            plane.project([(lon, lat)])[0]
            for lat, lon, room in row["at"]
            if _room(letterer, plane, lat, lon, room) > 24
        ]
        if left > 0 and points and drawable(row["n"]):
            left -= letterer.within(
                inert(row["n"], 40),
                points,
                fontsize=9.5,
                style="italic",
                color=COLOURS["sea"],
                alpha=0.85,
                family=SERIF,
                zorder=4,
            )
    for name, lat, lon, _ in context.towns(outlines, plane.view, plane.view.centre[1])[:left]:
        at = plane.point(lat, lon)
        if name not in named and plane.holds(*at) and drawable(name):
            _town(letterer, name, at)
    if plane.view.width <= DIVISIONS_SPAN and not plane.view.pole:
        _, names = context.divisions(outlines, grid)
        if plane.view.width <= COUNTIES_SPAN:
            names = names + context.counties(outlines, grid)[1]
        for row in sorted(names, key=lambda row: (-row["a"], row["n"]))[:MOST_DIVISIONS]:
            lat, lon = row["at"]
            if _room(letterer, plane, lat, lon, row["a"]) > 4.2 * len(row["n"]) and drawable(row["n"]):
                letterer.within(
                    inert(row["n"], 40),
                    [plane.project([(lon, lat)])[0]],
                    fontsize=7,
                    color=COLOURS["division_ink"],
                    family=SANS,
                    zorder=4,
                )


def _town(letterer: Letterer, name: str, at: tuple[float, float]) -> None:
    x, y = letterer.pixel(at)
    if not letterer.free((x - 3, y - 3, x + 3, y + 3)):  # a name covers it, or it is the story's own place
        return
    if letterer.beside(inert(name, 40), at, 2.5, fontsize=7.2, color=COLOURS["soft"], family=SANS, zorder=4):
        letterer.axes.plot([at[0]], [at[1]], "o", markersize=2.4, color=COLOURS["soft"], zorder=4)
        letterer.block((x - 3, y - 3, x + 3, y + 3))


def _area_name(letterer: Letterer, plane: Plane, name: str, part: Any, *, style: dict[str, Any]) -> bool:
    """Letter an area if it has room for its name."""
    if not drawable(name):
        return False
    main = max(polygons_of(part), key=lambda p: p.area)
    half = 3.1 * len(name) * letterer.dpi / 100
    points = [
        plane.project([(lon, lat)])[0]
        for lon, lat, room in context.label_points(main, 6)
        if _room(letterer, plane, lat, lon, room) * ROOM * 2 > half
    ]
    return letterer.within(inert(name, 40), points, **style)


def _room(letterer: Letterer, plane: Plane, lat: float, lon: float, degrees: float) -> float:
    """How many pixels some degrees are, at a place."""
    ax, ay = letterer.pixel(plane.project([(lon, lat)])[0])
    bx, by = letterer.pixel(plane.project([(lon, lat - math.copysign(degrees, lat))])[0])
    return math.hypot(bx - ax, by - ay)


def _graticule(axes: Axes, plane: Plane) -> None:
    """Meridians and parallels at round figures, some six across."""
    window = plane.window
    span = 60.0 if plane.view.pole else window.width
    step = next((s for s in (0.1, 0.25, 0.5, 1, 2, 5, 10, 15, 30) if span / s <= 9), 30)
    low, high = max(-85.0, window.south), min(85.0, window.north)
    lines = []
    for i in range(math.ceil(window.west / step), math.floor(window.east / step) + 1):
        lines.append([(i * step, low + (high - low) * k / 60) for k in range(61)])
    for i in range(math.ceil(low / step), math.floor(high / step) + 1):
        lines.append([(window.west + window.width * k / 180, i * step) for k in range(181)])
    _collect(axes, plane, lines, colour=COLOURS["graticule"], width=0.6, order=0.5)


def edges_of(geometry: Any, window: View) -> Any:
    """The edges of polygons without those that only the window cuts: around a pole they run through the picture."""
    import shapely

    lines = shapely.boundary(shapely.MultiPolygon(list(polygons_of(geometry))))
    return shapely.clip_by_rect(
        lines, window.west + CUT, window.south + CUT, window.east - CUT, window.north - CUT
    )


def fill(
    axes: Axes,
    plane: Plane,
    geometry: Any,
    *,
    face: str,
    alpha: float = 1.0,
    order: float = 1,
    hatch: bool = False,
) -> None:
    """One geometry's polygons as a single patch, so that holes are holes and an alpha is even."""
    from matplotlib.collections import PathCollection
    from matplotlib.path import Path

    vertices: list[tuple[float, float]] = []
    codes: list[Any] = []
    for polygon in polygons_of(geometry):
        for ring in (polygon.exterior, *polygon.interiors):
            points = plane.project(ring.coords)
            vertices += points
            codes += [Path.MOVETO, *[Path.LINETO] * (len(points) - 2), Path.CLOSEPOLY]
    if not vertices:
        return
    path = Path(vertices, codes)
    style: Any = (
        {"facecolors": "none", "edgecolors": face, "hatch": "////", "alpha": min(1.0, alpha * 3)}
        if hatch
        else {"facecolors": face, "edgecolors": "none", "alpha": alpha}
    )
    axes.add_collection(PathCollection([path], linewidths=0, zorder=order, **style), autolim=False)


def stroke(
    axes: Axes, plane: Plane, geometry: Any, *, colour: str, width: float, order: float, dash: Any = "-"
) -> None:
    """Every line of a geometry."""
    lines = [line.coords for line in lines_of(geometry)]
    _collect(axes, plane, lines, colour=colour, width=width, order=order, dash=dash)


def _collect(
    axes: Axes, plane: Plane, lines: Any, *, colour: str, width: float, order: float, dash: Any = "-"
) -> None:
    from matplotlib.collections import LineCollection

    paths = [plane.project(line) for line in lines]
    axes.add_collection(
        LineCollection(
            paths, colors=colour, linewidths=width, linestyles=[dash], zorder=order, capstyle="round"
        ),
        autolim=False,
    )
