"""The same map as a still picture for print and social media: numbered marks, and beside them who is who.

Drawn by matplotlib (the extra ``image``) without a browser, in the fonts that come with it, so that a picture
is the same on every machine: see lettering.py for what they cannot letter.
"""

# ruff: noqa: E501  calls that draw one thing stand on one line

from __future__ import annotations

import io
import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from geo.errors import InputError
from geo.types import Document
from geo.webmap import context
from geo.webmap.build import opening_view, page_title
from geo.webmap.lettering import SANS, SERIF, Letterer, first_drawable, inert
from geo.webmap.model import PageModel, page_model
from geo.webmap.options import page_options
from geo.webmap.picture_base import COLOURS, draw_base, edges_of, fill, letter_base, stroke
from geo.webmap.picture_list import List, Mark, badge
from geo.webmap.plane import Plane, plane_for
from geo.webmap.rows import page_json
from geo.webmap.view import into_frame
from geo.webmap.window import in_window
from geo.webmap.words import date_words
from geo.webmap.world import country_names

if TYPE_CHECKING:
    from matplotlib.axes import Axes

FORMATS = ("png", "svg", "pdf")

PLAIN = 1600 * 1000
"""Pixels of the picture for which the sizes of letters and lines below were chosen; others are scaled to it."""

BESIDE = 1.2
"""Width to height from which on the list stands beside the map; a taller picture has it below."""

LEGEND_SHARE = 0.27
"""Of the width, for a list beside the map."""

LEGEND_BELOW = 0.3
"""Of the height, for a list below the map."""

HEAD = 84.0
FOOT = 28.0
"""Heights of title and sources there."""

CIRCLE_FROM = 5.0
"""Kilometres of doubt from which on a circle shows it, as in the page."""

WIDEST_CIRCLE = 0.14
"""Share of the map's width to which a circle may reach: a river's would else run around half a county."""

FILLING = 0.5
"""Share of the map from which on an area is washed but faintly: it is ground, no figure."""

SHORES = 4
"""Steps in which a sea's wash ends in open water: a sea has no line there."""


def draw_picture(
    document: Document, *, format: str = "png", width: int = 1600, height: int = 1000, **options: Any
) -> bytes:
    """The document's map as a picture of ``width`` by ``height`` pixels.

    In svg and pdf the proportions are those. Options are those of :func:`geo.webmap.draw_map`. The same document
    gives the same bytes with the same matplotlib. Raises InputError for a format that is not png, svg or pdf,
    for a size that is too small or large, and where matplotlib is not installed.
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
    asked = page_options(**options)
    settings: Any = {
        "svg.hashsalt": "geo",
        "svg.fonttype": "path",
        "pdf.fonttype": 42,
        "font.family": SANS,
        "hatch.linewidth": 0.7,
    }
    with matplotlib.rc_context(settings):
        dpi = 100 * min(6.0, max(0.6, math.sqrt(width * height / PLAIN)))
        figure = Figure(figsize=(width / dpi, height / dpi), dpi=dpi, facecolor=COLOURS["paper"])
        FigureCanvasAgg(figure)
        _compose(figure, document, asked)
        target = io.BytesIO()
        metadata = {"png": {"Software": None}, "svg": {"Date": None, "Creator": None}, "pdf": {"CreationDate": None, "Producer": None, "Creator": None}}[format]  # fmt: skip
        figure.savefig(target, format=format, metadata=metadata, dpi=dpi)
    return target.getvalue()


def _compose(figure: Any, document: Document, asked: Any) -> None:
    """Title, map, list and sources."""
    from geo.gazetteer.outlines import open_outlines

    outlines = open_outlines()
    model = page_model(document, asked)
    view, geometries = opening_view(model, outlines)
    marks = _marks(model, geometries)
    width, height = figure.get_size_inches() * 100  # in pixels of the plain picture
    head, foot = (0.0 if asked.embed else HEAD / height), FOOT / height
    beside = width >= BESIDE * height
    if beside:
        box = (0.0, foot, 1 - LEGEND_SHARE, 1 - head - foot)
        list_ = List(figure, (1 - LEGEND_SHARE, foot, LEGEND_SHARE, 1 - head - foot), len(marks), columns=1)
    else:
        box = (0.0, foot + LEGEND_BELOW, 1.0, 1 - head - foot - LEGEND_BELOW)
        list_ = List(figure, (0.0, foot, 1.0, LEGEND_BELOW), len(marks), columns=2)
    axes = figure.add_axes(box)
    plane = plane_for(view, box[2] * width / (box[3] * height))
    _frame(axes, plane)
    countries = draw_base(axes, plane, outlines, pixels=box[2] * width)
    _areas(axes, plane, marks)
    letterer = Letterer(axes)
    _spots(letterer, plane, marks, numbered=list_.holds)
    _scale(letterer, plane, asked.units)
    letter_base(
        letterer, plane, outlines, countries, pixels=box[2] * width, named={m.row["name"] for m in marks}
    )
    list_.draw(marks)
    _words(figure, document, model, asked)


def _marks(model: PageModel, geometries: dict[str, Any]) -> list[Mark]:
    """The story's places, those told from others last, as on the page."""
    names = country_names()
    rows = page_json(model, lambda code: names.get(code, code))["places"]
    shapes = [geometries[entry.place.id] for entry in model.places]
    shapes += [_told_shape(entry.relative.geometry) for entry in model.told]
    return [Mark(n, row, shape) for n, (row, shape) in enumerate(zip(rows, shapes, strict=True), start=1)]


def _told_shape(line: Sequence[tuple[float, float]]) -> Any:
    from shapely import LineString

    return LineString(line) if line else None


def _areas(axes: Axes, plane: Plane, marks: Sequence[Mark]) -> None:
    """What places cover: the largest outline lowest, lines above, circles of doubt."""
    parts = [(m, in_window(m.geometry, plane.window)) for m in marks if m.geometry is not None]
    parts = [(m, part) for m, part in parts if not part.is_empty]
    whole = plane.window.width * plane.window.height
    for mark, part in sorted(parts, key=lambda pair: (-pair[1].area, pair[0].number)):
        row = mark.row
        if "Line" in part.geom_type:
            dash: Any = (0, (4, 3)) if row["theme"] == "told" or row["doubtful"] else "-"
            stroke(axes, plane, part, colour=mark.colour, width=2.0, order=3, dash=dash)
        elif row["theme"] == "water":
            _wash(axes, plane, part, mark)
        else:
            alpha = 0.04 if row["light"] or part.area > FILLING * whole else 0.13
            fill(axes, plane, part, face=mark.colour, alpha=alpha, order=2, hatch=row["doubtful"])
            dash = ":" if row["light"] else "--" if row["doubtful"] else "-"
            stroke(
                axes, plane, edges_of(part, plane.window), colour=mark.colour, width=0.9, order=2, dash=dash
            )
    for mark in marks:
        if mark.geometry is None and mark.row["radius"] >= CIRCLE_FROM:
            ring = _circle(mark.row["at"], mark.row["radius"], plane)
            xs, ys = zip(*ring, strict=True)
            if max(xs) - min(xs) < 2 * WIDEST_CIRCLE * plane.size[0]:
                axes.plot(xs, ys, color=mark.colour, linewidth=0.9, linestyle=(0, (2, 3)), zorder=3)


def _wash(axes: Axes, plane: Plane, part: Any, mark: Mark) -> None:
    """A sea, softly, below the land: its edge in open water is a data's, and no line on the Earth. An ocean's
    would be a rectangle: it has its name and its number."""
    if mark.row["kind"] == "ocean":
        return
    lake = mark.row["kind"] in ("lake", "lakes", "reservoir", "lagoon")
    step = 0.0 if lake else 0.006 * plane.view.width
    for n in range(SHORES):
        wider = part.buffer(step * (n - 1), quad_segs=4) if step else part
        fill(axes, plane, wider, face=mark.colour, alpha=0.15 / SHORES, order=1.26 if lake else 0.8)


def _circle(at: Sequence[float], km: float, plane: Plane) -> list[tuple[float, float]]:
    """A circle on the Earth, in the plane."""
    from geopy.distance import great_circle

    lat, lon = at
    ends = [great_circle(kilometers=km).destination((lat, lon), bearing=b) for b in range(0, 361, 8)]
    middle = into_frame(lon, plane.view.centre[1])
    return plane.project([(into_frame(end.longitude, middle), end.latitude) for end in ends])


def _spots(letterer: Letterer, plane: Plane, marks: Sequence[Mark], *, numbered: int) -> None:
    """The marks, moved apart where one would hide another. Numbers stop where the list does: the rest are dots,
    below."""
    axes = letterer.axes
    taken: list[tuple[float, float]] = []
    size = plane.size[0] * 19 / (letterer.frame[2] - letterer.frame[0]) * letterer.dpi / 100
    for mark in marks:
        x, y = _spot(mark, plane)
        if not plane.holds(x, y):
            continue
        px, py = letterer.pixel((x, y))
        if mark.number > numbered:
            axes.plot(
                [x],
                [y],
                "o",
                markersize=4,
                color=mark.colour,
                markeredgecolor=COLOURS["paper"],
                markeredgewidth=0.6,
                zorder=4.5,
            )
            letterer.block((px - 5, py - 5, px + 5, py + 5))
            continue
        letterer.block((px - 8, py - 8, px + 8, py + 8))
        at = _free(x, y, taken, size)
        taken.append(at)
        if at != (x, y):
            axes.plot([x, at[0]], [y, at[1]], color=COLOURS["ink"], linewidth=0.7, zorder=5)
            axes.plot([x], [y], "o", markersize=2.6, color=mark.colour, zorder=5)
        badge(axes, at, mark)
        px, py = letterer.pixel(at)
        reach = 11 * letterer.dpi / 100
        letterer.block((px - reach, py - reach, px + reach, py + reach))


def _free(x: float, y: float, taken: Sequence[tuple[float, float]], room: float) -> tuple[float, float]:
    """The nearest spot for a mark that hides none before it: tried around the place in widening rings."""
    for ring in range(7):
        for step in range(max(1, ring * 6)):
            angle = 2 * math.pi * step / max(1, ring * 6)
            at = (x + ring * room * 0.55 * math.cos(angle), y + ring * room * 0.55 * math.sin(angle))
            if all((at[0] - a) ** 2 + (at[1] - b) ** 2 >= room * room for a, b in taken):
                return (x, y) if ring == 0 else at
    return x, y


def _spot(mark: Mark, plane: Plane) -> tuple[float, float]:
    """Where a place's number stands: at its point, or in the part of its area that is seen."""
    x, y = plane.point(*mark.row["at"])
    if mark.geometry is None or plane.holds(x, y):
        return x, y
    part = in_window(mark.geometry, plane.window.grown(-0.06))
    if part.is_empty or part.area <= 0:
        return x, y
    lon, lat, _ = context.label_points(part, 1)[0]
    return plane.project([(lon, lat)])[0]


def _frame(axes: Axes, plane: Plane) -> None:
    x, y, width, height = plane.box
    axes.set_xlim(x, x + width)
    axes.set_ylim(y, y + height)
    axes.set_autoscale_on(False)
    axes.set_xticks([])
    axes.set_yticks([])
    for spine in axes.spines.values():
        spine.set_visible(False)


def _scale(letterer: Letterer, plane: Plane, units: str) -> None:
    """A bar of a round length, true in the middle of the picture."""
    from geopy.distance import great_circle

    axes = letterer.axes
    lat, lon = plane.view.centre
    (x0, y0), (x1, y1) = plane.project([(lon - 0.05, lat), (lon + 0.05, lat)])
    km = great_circle((lat, lon - 0.05), (lat, lon + 0.05)).kilometers
    length = km if units == "km" else km / 1.609344
    across = letterer.frame[2] - letterer.frame[0]
    pixel = math.hypot(x1 - x0, y1 - y0) / plane.size[0] * across / length  # pixels a kilometre or mile
    most = 0.14 * across / pixel
    power = 10 ** math.floor(math.log10(most))
    round_ = next(n * power for n in (5, 2, 1) if n * power <= most)
    left, low = letterer.frame[0] + 12, letterer.frame[1] + 14
    ends = [letterer.point((left, low)), letterer.point((left + round_ * pixel, low))]
    axes.plot(*zip(*ends, strict=True), color=COLOURS["soft"], linewidth=1.4, zorder=6, solid_capstyle="butt")
    x, y = letterer.point((left + round_ * pixel / 2, low + 4))
    text = f"{round_:,.0f} {units}" if round_ >= 1 else f"{round_:g} {units}"
    axes.text(x, y, text, fontsize=7.5, color=COLOURS["soft"], ha="center", va="bottom", zorder=6)
    letterer.block((left - 6, low - 8, left + round_ * pixel + 6, low + 24))


def _words(figure: Any, document: Document, model: PageModel, asked: Any) -> None:
    """Title and date above, sources below."""
    width, height = figure.get_size_inches() * 100
    edge = 14 / width
    if not asked.embed:
        title = first_drawable((asked.title, document.title), page_title(model))
        figure.text(edge, 1 - 34 / height, inert(title, int(width / 13)), fontsize=18, fontweight="bold", color=COLOURS["ink"], va="center", family=SERIF)  # fmt: skip
        below = " · ".join(p for p in (asked.date or date_words(document.date), document.source) if p)
        figure.text(edge, 1 - 64 / height, inert(below, int(width / 8)), fontsize=9.5, color=COLOURS["soft"], va="center")  # fmt: skip
    credit = " · ".join(
        p
        for p in (asked.credit, "Places: GeoNames CC BY 4.0", "Outlines: Natural Earth, US Census Bureau")
        if p
    )
    figure.text(edge, 13 / height, inert(credit, int(width / 6)), fontsize=7.5, color=COLOURS["soft"], va="center")  # fmt: skip


__all__ = ["FORMATS", "draw_picture"]
