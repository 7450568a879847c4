"""The outlines of the places that a text names, as the page draws them."""

from __future__ import annotations

from typing import Any

from geo.types import Place
from geo.webmap.basemap import Base
from geo.webmap.encoding import encode_lines, encode_polygons, polygons_of
from geo.webmap.view import Item, View, into_frame
from geo.webmap.window import VIEW_PIXELS, in_window
from geo.webmap.words import theme

BIG_OUTLINE = 25.0
"""Degrees of width from which a place's coarse outline serves the page as well as the fine one."""

CLIP_MARGIN = 0.6
"""How far past the neighbourhood an outline is kept, as a share of its size."""

SEA_TOLERANCE_PIXELS = 2.0
"""Seas are drawn under the land and with a soft edge, so their outlines may be rough."""

SEA_STEPS = 100
"""Grid steps a degree at most for seas, for the same reason."""


def place_geometry(place: Place, outlines: Any) -> Any:
    """The place's outline or line as stored, or None where it is a point."""
    key = place.footprint.outline
    if not key or not key.isascii() or not outlines.has(key):  # keys are ASCII; others may be anything
        return None
    geometry = outlines.get(key, "coarse")
    if geometry is None or geometry.is_empty:
        return None
    west, south, east, north = geometry.bounds
    if max(east - west, north - south) < BIG_OUTLINE:
        geometry = outlines.get(key, "fine") or geometry
    return geometry


def view_item(place: Place, geometry: Any, *, centre: float, weight: int, light: bool) -> Item:
    """What the fitted view must know of a place: of an outline, only its main part counts."""
    footprint = place.footprint
    return Item(
        lat=footprint.lat,
        lon=into_frame(footprint.lon, centre),
        weight=weight,
        light=light,
        area=geometry,
    )


def framed(geometry: Any, centre: float) -> Any:
    """A stored geometry with all longitudes within 180 degrees of ``centre``; None stays None."""
    from geo.gazetteer.outlines_geometry import around

    return None if geometry is None else around(geometry, centre)


def main_part(geometry: Any) -> Any:
    """The largest polygon and those not much smaller: a country without its far islands."""
    from shapely import MultiPolygon

    parts = sorted(polygons_of(geometry), key=lambda p: -p.area)
    if len(parts) < 2:
        return geometry
    return MultiPolygon([p for p in parts if p.area >= 0.2 * parts[0].area])


def shape_json(place: Place, geometry: Any, *, base: Base, view: View) -> dict[str, Any] | None:
    """How the page draws the place: ``{"base": key}`` (a country of the base map), ``{"area": ...}``,
    ``{"line": ...}``, or None for a point."""
    import shapely

    if geometry is None:
        return None
    if place.footprint.outline in base.keys:
        return {"base": place.footprint.outline}
    part = in_window(geometry, base.near.grown(CLIP_MARGIN))
    if part.is_empty:  # named, but far outside the view
        part = framed(geometry, base.centre)
    part = base.fitted(place.footprint.outline or "", part)
    if "Line" in part.geom_type:
        return {"steps": base.steps, "line": encode_lines(shapely.simplify(part, base.tolerance), base.steps)}
    tolerance, steps = base.tolerance, base.steps
    if theme(place) == "water":
        # Pushed under the land, so that no gap shows between a rough sea and a fine coast.
        tolerance = max(tolerance, SEA_TOLERANCE_PIXELS * view.width / VIEW_PIXELS)
        steps = min(steps, SEA_STEPS)
        part = shapely.buffer(shapely.simplify(part, tolerance), tolerance * 1.5, quad_segs=2)
    polygons = encode_polygons(shapely.simplify(part, tolerance), steps)
    return {"steps": steps, "area": polygons} if polygons else None


def bounds_interval(geometry: Any) -> tuple[float, float]:
    """(west, east) of a stored geometry's main part on the circle; west > east across the antimeridian."""
    from geo.gazetteer.outlines_geometry import bbox_of

    box = bbox_of(main_part(geometry))
    return (box.west, box.east) if box is not None else (0.0, 0.0)
