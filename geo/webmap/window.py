"""Cutting the Earth's outlines to the part and the detail that one page shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from geo.types import BBox
from geo.webmap.encoding import polygons_of
from geo.webmap.view import View, into_frame

VIEW_PIXELS = 900.0
"""Width of the map in a desktop window."""

DETAIL_PIXELS = 0.45
"""What may be simplified away in the opening view, in pixels: under one pixel still a zoom step in."""

COARSEST = 0.12
"""Degrees of tolerance in the widest neighbourhood."""

FINE_FROM = 0.06
"""Degrees of tolerance under which the fine outlines are needed; the coarse ones are good to about that."""


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


def base_tolerance(view: View, pixels: float) -> tuple[float, str]:
    """Degrees to simplify by where the view is ``pixels`` wide, and the detail of outlines to start from."""
    tolerance = min(COARSEST, max(0.0004, view.width / pixels * DETAIL_PIXELS))
    return tolerance, "fine" if tolerance < FINE_FROM else "coarse"


def grid_steps(tolerance: float) -> int:
    """Grid steps a degree: a step of at most half the tolerance, from a short list."""
    return next((s for s in (20, 50, 100, 200, 500, 1000, 2000, 5000) if 1 / s <= tolerance / 1.6), 5000)


def to_bbox(view: View) -> BBox:
    """A view as a box of longitudes within -180..180."""
    if view.width >= 359:
        return BBox(-180.0, view.south, 180.0, view.north)
    return BBox(into_frame(view.west, 0), view.south, into_frame(view.east, 0), view.north)


def in_window(geometry: Any, window: View) -> Any:
    """The part of a stored geometry within a window of continuous longitudes; empty if there is none.

    What is stored is cut at the antimeridian; in a window across it the parts are joined.
    """
    import numpy as np
    import shapely

    low, south, high, north = geometry.bounds
    if window.west <= low and high <= window.east and window.south <= south and north <= window.north:
        return geometry
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
    return polygonal(part) if part.geom_type == "GeometryCollection" else part


def simplify_together(geometries: Sequence[Any], tolerance: float) -> list[Any]:
    """Simplified so that neighbours still share their borders to the last digit."""
    import numpy as np
    import shapely

    if not geometries:
        return []
    return list(shapely.coverage_simplify(np.array(list(geometries), dtype=object), tolerance))


def polygonal(geometry: Any) -> Any:
    """The polygons in a geometry as one; empty if there are none."""
    import shapely

    parts = list(polygons_of(geometry))
    return parts[0] if len(parts) == 1 else shapely.MultiPolygon(parts)
