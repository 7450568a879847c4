"""The same map as a still picture for print and social media: numbered marks, and beside them who is who.

Drawn by matplotlib (the extra ``image``) without a browser. Letters are those of DejaVu Sans, which comes with
matplotlib, so that a picture is the same on every machine; it has no letters for some scripts of Asia.
"""

# ruff: noqa: E501  calls that draw one thing stand on one line

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from geo.errors import InputError
from geo.types import Document
from geo.webmap.basemap import base_tolerance, in_window
from geo.webmap.build import opening_view, page_title
from geo.webmap.encoding import lines_of, polygons_of
from geo.webmap.model import PageModel, PlacedPlace, page_model
from geo.webmap.options import page_options
from geo.webmap.plane import Plane, plane_for
from geo.webmap.view import View
from geo.webmap.words import date_words, kind_words, theme, where
from geo.webmap.world import country_names

if TYPE_CHECKING:
    from matplotlib.axes import Axes

FORMATS = ("png", "svg", "pdf")

DPI = 100
"""Dots an inch: a width of 1200 pixels is 12 inches, at which the sizes of letters below were chosen."""

LEGEND_SHARE = 0.27
"""Of the width, for the list of places."""

MOST_ROWS = 34
"""Places that the list holds at a height of 800 pixels; the last row counts the rest."""

COLOURS = {
    "paper": "#fdfcf8",
    "ink": "#1d1d1b",
    "soft": "#5f5d57",
    "water": "#d6e4ec",
    "land": "#f6f2e8",
    "coast": "#a9b8bf",
    "border": "#b4aa97",
    "place": "#b2402b",
    "facility": "#6d4aa0",
    "sea": "#1f6b93",
    "light": "#77736a",
}
"""The page's own in light (assets/page.css)."""


def draw_picture(
    document: Document, *, format: str = "png", width: int = 1200, height: int = 800, **options: Any
) -> bytes:
    """The document's map as a picture of ``width`` by ``height`` pixels (a hundredth of an inch each in svg and pdf).

    Options are those of :func:`geo.webmap.draw_map`. The same document gives the same bytes. Raises InputError
    for a format that is not png, svg or pdf, for a size that is too small or large, and where matplotlib is
    not installed.
    """
    if format not in FORMATS:
        raise InputError(f"a picture is png, svg or pdf, not {format!r}")
    if not (300 <= width <= 8000 and 200 <= height <= 8000):
        raise InputError(f"a picture of {width} by {height} pixels is too small or too large (300 to 8000)")
    try:
        import matplotlib
        from matplotlib.backends.backend_agg import FigureCanvasAgg
        from matplotlib.figure import Figure
    except ImportError as error:
        raise InputError("pictures need matplotlib: pip install 'geo[image]'") from error
    from geo.gazetteer.outlines import open_outlines

    asked = page_options(**options)
    outlines = open_outlines()
    model = page_model(document, asked)
    view, geometries = opening_view(model, outlines)
    settings: Any = {
        "svg.hashsalt": "geo",
        "svg.fonttype": "path",
        "pdf.fonttype": 42,
        "font.family": "DejaVu Sans",
    }
    with matplotlib.rc_context(settings):
        figure = Figure(figsize=(width / DPI, height / DPI), dpi=DPI, facecolor=COLOURS["paper"])
        FigureCanvasAgg(figure)
        head = 0.0 if asked.embed else 74 / height
        foot = 26 / height
        axes = figure.add_axes((0.0, foot, 1 - LEGEND_SHARE, 1 - head - foot))
        plane = plane_for(view, (1 - LEGEND_SHARE) * width / ((1 - head - foot) * height))
        _base(axes, plane, outlines, scale=(1 - LEGEND_SHARE) * width)
        _places(axes, plane, model, geometries)
        _frame(axes, plane)
        _legend(figure, model, rows=int(MOST_ROWS * height / 800))
        _words(figure, document, model, asked, height)
        target = io.BytesIO()
        metadata = {"png": {"Software": None}, "svg": {"Date": None, "Creator": None}, "pdf": {"CreationDate": None, "Producer": None, "Creator": None}}[format]  # fmt: skip
        figure.savefig(target, format=format, metadata=metadata)
    return target.getvalue()


def _base(axes: Axes, plane: Plane, outlines: Any, *, scale: float) -> None:
    """Land, coasts and borders."""
    tolerance, detail = base_tolerance(plane.view, scale)
    from geo.webmap.basemap import to_bbox

    axes.set_facecolor(COLOURS["water"])
    for shape in outlines.countries(to_bbox(plane.window), detail=detail):
        part = in_window(shape.geometry, plane.window)
        if not part.is_empty:
            _fill(
                axes, plane, part.simplify(tolerance), face=COLOURS["land"], edge=COLOURS["coast"], line=0.5
            )
    for shape in outlines.lakes(to_bbox(plane.window), detail=detail):
        part = in_window(shape.geometry, plane.window)
        if part.area > (6 * tolerance) ** 2:
            _fill(
                axes, plane, part.simplify(tolerance), face=COLOURS["water"], edge=COLOURS["coast"], line=0.4
            )


def _fill(
    axes: Axes,
    plane: Plane,
    geometry: Any,
    *,
    face: str,
    edge: str,
    line: float,
    alpha: float = 1.0,
    order: int = 1,
) -> None:
    """One geometry's polygons as a single patch, so that holes are holes and an alpha is even."""
    from matplotlib.patches import PathPatch
    from matplotlib.path import Path

    vertices: list[tuple[float, float]] = []
    codes: list[Any] = []
    for polygon in polygons_of(geometry):
        for ring in (polygon.exterior, *polygon.interiors):
            points = plane.project(ring.coords)
            vertices += points
            codes += [Path.MOVETO, *[Path.LINETO] * (len(points) - 2), Path.CLOSEPOLY]
    if vertices:
        path = Path(vertices, codes)
        axes.add_patch(
            PathPatch(path, facecolor=face, edgecolor="none", alpha=alpha, zorder=order, linewidth=0)
        )
        axes.add_patch(PathPatch(path, facecolor="none", edgecolor=edge, linewidth=line, zorder=order))


def _places(axes: Axes, plane: Plane, model: PageModel, geometries: dict[str, Any]) -> None:
    """Outlines below, the largest first; marks with their numbers above."""
    areas = []
    for number, entry in enumerate(model.places, start=1):
        geometry = geometries[entry.place.id]
        part = in_window(geometry, plane.window) if geometry is not None else None
        if part is not None and not part.is_empty:
            areas.append((-part.area, number, entry, part))
    for _, _, entry, part in sorted(areas, key=lambda area: area[:2]):
        colour = _colour(entry)
        if "Line" in part.geom_type:
            for line in lines_of(part):
                xs, ys = zip(*plane.project(line.coords), strict=True)
                axes.plot(xs, ys, color=colour, linewidth=1.8, zorder=3)
            continue
        alpha = 0.06 if entry.light else 0.14
        edge = "none" if theme(entry.place) == "water" else colour
        _fill(axes, plane, part, face=colour, edge=edge, line=0.7, alpha=alpha, order=2)
    spots = [(_spot(entry, plane, geometries[entry.place.id]), entry) for entry in model.places]
    taken: list[tuple[float, float]] = []
    for number, ((x, y), entry) in enumerate(spots, start=1):
        if not plane.holds(x, y):
            continue
        at = _free(x, y, taken, plane.size[0] * 0.021)
        taken.append(at)
        if at != (x, y):
            axes.plot([x, at[0]], [y, at[1]], color=COLOURS["ink"], linewidth=0.6, zorder=5)
        _mark(axes, at, number, entry)


def _free(x: float, y: float, taken: Sequence[tuple[float, float]], room: float) -> tuple[float, float]:
    """The nearest spot for a mark that hides none before it: tried around the place in widening rings."""
    import math

    for ring in range(7):
        for step in range(max(1, ring * 6)):
            angle = 2 * math.pi * step / max(1, ring * 6)
            at = (x + ring * room * 0.55 * math.cos(angle), y + ring * room * 0.55 * math.sin(angle))
            if all((at[0] - a) ** 2 + (at[1] - b) ** 2 >= room * room for a, b in taken):
                return (x, y) if ring == 0 else at
    return x, y


def _spot(entry: PlacedPlace, plane: Plane, geometry: Any) -> tuple[float, float]:
    """Where a place's number stands: at its point, or in the part of its area that is seen."""
    footprint = entry.place.footprint
    x, y = plane.point(footprint.lat, footprint.lon)
    if geometry is None or plane.holds(x, y):
        return x, y
    from geo.webmap.basemap import label_points

    part = in_window(geometry, plane.window.grown(-0.06))
    if part.is_empty or part.area <= 0:
        return x, y
    lon, lat, _ = label_points(part, 1)[0]
    return plane.project([(lon, lat)])[0]


def _mark(axes: Axes, at: tuple[float, float], number: int, entry: PlacedPlace) -> None:
    colour = _colour(entry)
    hollow = entry.doubtful or entry.light
    axes.text(
        at[0],
        at[1],
        str(number),
        color=colour if hollow else COLOURS["paper"],
        fontsize=8,
        fontweight="bold",
        ha="center",
        va="center",
        zorder=6,
        bbox={
            "boxstyle": "square,pad=0.32" if theme(entry.place) == "facility" else "circle,pad=0.28",
            "facecolor": COLOURS["paper"] if hollow else colour,
            "edgecolor": colour if hollow else COLOURS["paper"],
            "linestyle": ":" if entry.light else "-",
            "linewidth": 1.1,
        },
    )


def _colour(entry: PlacedPlace) -> str:
    if entry.light:
        return COLOURS["light"]
    return COLOURS[{"water": "sea"}.get(theme(entry.place), theme(entry.place))]


def _frame(axes: Axes, plane: Plane) -> None:
    x, y, width, height = plane.box
    axes.set_xlim(x, x + width)
    axes.set_ylim(y, y + height)
    axes.set_xticks([])
    axes.set_yticks([])
    for spine in axes.spines.values():
        spine.set_visible(False)


def _legend(figure: Any, model: PageModel, *, rows: int) -> None:
    """The list of places: number, name, what and where."""
    names = country_names()
    axes = figure.add_axes((1 - LEGEND_SHARE + 0.012, 0.04, LEGEND_SHARE - 0.02, 0.85))
    axes.set_axis_off()
    axes.set_xlim(0, 1)
    axes.set_ylim(0, rows)
    shown = model.places if len(model.places) <= rows // 2 else model.places[: rows // 2 - 1]
    for i, entry in enumerate(shown):
        y = rows - 1 - 2 * i
        doubt = "?" if entry.doubtful else ""
        place = entry.place
        rest = ", ".join(
            p for p in (kind_words(place), where(place, names.get(place.country, place.country))) if p
        )
        axes.text(
            0.06, y, str(i + 1), fontsize=9, fontweight="bold", color=_colour(entry), ha="right", va="center"
        )
        axes.text(0.1, y, _shortened(place.name + doubt, 34), fontsize=9.5, fontweight="bold", color=COLOURS["ink"], va="center")  # fmt: skip
        axes.text(0.1, y - 0.85, _shortened(rest, 46), fontsize=7.5, color=COLOURS["soft"], va="center")
    if len(shown) < len(model.places):
        axes.text(0.1, rows - 1 - 2 * len(shown), f"and {len(model.places) - len(shown)} more", fontsize=8.5, color=COLOURS["soft"])  # fmt: skip


def _words(figure: Any, document: Document, model: PageModel, asked: Any, height: int) -> None:
    """Title and date above, sources below."""
    if not asked.embed:
        title = asked.title or document.title or page_title(model)
        figure.text(0.012, 1 - 30 / height, _shortened(title, 78), fontsize=17, fontweight="bold", color=COLOURS["ink"], va="center")  # fmt: skip
        below = " · ".join(p for p in (asked.date or date_words(document.date), document.source) if p)
        figure.text(0.012, 1 - 57 / height, _shortened(below, 120), fontsize=9.5, color=COLOURS["soft"], va="center")  # fmt: skip
    credit = " · ".join(
        p for p in (asked.credit, "Places: GeoNames CC BY 4.0", "Outlines: Natural Earth") if p
    )
    figure.text(0.012, 12 / height, _shortened(credit, 150), fontsize=7.5, color=COLOURS["soft"], va="center")


def _shortened(text: str, most: int) -> str:
    """On one line, and inert: no control characters, and no dollar signs, which matplotlib would typeset."""
    clean = "".join(c if c.isprintable() else " " for c in text).strip()
    clean = clean if len(clean) <= most else clean[: most - 1].rstrip() + "…"
    return clean.replace("$", r"\$")


__all__ = ["FORMATS", "View", "draw_picture"]
