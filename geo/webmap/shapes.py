"""The outlines of the places that a text names, as the page draws them."""

from __future__ import annotations

from typing import Any

from geo.types import Place
from geo.webmap.basemap import SEA_TOLERANCE_PIXELS, VIEW_PIXELS, Base
from geo.webmap.encoding import encode_lines, encode_polygons, polygons_of
from geo.webmap.view import Item, View, into_frame
from geo.webmap.words import theme

BIG_OUTLINE = 25.0
"""Degrees of width from which a place's coarse outline serves the page as well as the fine one."""

CLIP_MARGIN = 1.2
"""How far past the neighbourhood an outline is kept, as a share of its size: what lies beyond is not drawn
finely anyway."""


def place_geometry(place: Place, outlines: Any) -> Any:
    """The place's outline or line as stored, or None where it is a point."""
    key = place.footprint.outline
    if not key or not outlines.has(key):
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


def main_part(geometry: Any) -> Any:
    """The largest polygon with those that are not much smaller or lie close: a country without its far islands."""
    from shapely import MultiPolygon

    parts = sorted(polygons_of(geometry), key=lambda p: -p.area)
    if len(parts) < 2:
        return geometry
    largest = parts[0]
    kept = [p for p in parts if p.area >= 0.2 * largest.area]
    return MultiPolygon(kept)


def shape_json(place: Place, geometry: Any, *, base: Base, view: View) -> dict[str, Any] | None:
    """How the page draws the place: ``{"base": key}`` (a country of the base map), ``{"area": ...}``,
    ``{"line": ...}``, or None for a point."""
    import shapely

    if geometry is None:
        return None
    if place.footprint.outline in base.keys:
        return {"base": place.footprint.outline}
    window = base.near.grown(CLIP_MARGIN)
    part = shapely.clip_by_rect(geometry, window.west, window.south, window.east, window.north)
    if part.is_empty:
        part = geometry
    water = theme(place) == "water"
    if "Line" in part.geom_type:
        return {"line": encode_lines(shapely.simplify(part, base.tolerance), base.steps)}
    tolerance = base.tolerance
    if water:
        # Pushed under the land, so that no gap shows between a rough sea and a fine coast.
        pixel = view.width / VIEW_PIXELS
        tolerance = max(tolerance, SEA_TOLERANCE_PIXELS * pixel)
        part = shapely.buffer(shapely.simplify(part, tolerance), tolerance * 1.5, quad_segs=2)
    part = shapely.simplify(part, tolerance)
    steps = base.steps if not water else min(base.steps, 100)
    polygons = encode_polygons(part, steps)
    return {"area": polygons, "steps": steps, "size": round(geometry.area**0.5, 3)} if polygons else None


def bounds_interval(geometry: Any) -> tuple[float, float]:
    """(west, east) of a stored geometry's main part on the circle; west > east across the antimeridian."""
    from geo.gazetteer.outlines_geometry import bbox_of

    box = bbox_of(main_part(geometry))
    return (box.west, box.east) if box is not None else (0.0, 0.0)


def country_names(outlines: Any) -> dict[str, str]:
    """Names by ISO code; of several shapes with one code, the one drawn first."""
    names: dict[str, str] = {}
    for shape in sorted(outlines.countries(None, detail="coarse"), key=lambda s: (s.rank, s.key)):
        names.setdefault(shape.country, shape.name)
    return names
