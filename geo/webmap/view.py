"""Which part of the Earth the page opens on: pure computation, no folium.

Longitudes inside this module are continuous: a view across the antimeridian runs from 177 to 190, never
from 177 to -170; :func:`geo.gazetteer.outlines_geometry.around` brings geometry into the same frame.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

LEAST_SPAN = 1.2
"""Degrees of latitude that a view shows at least: about 130 km, enough to see where a town lies."""

AREA_GROWTH = 2.2
"""How far (in the mean of width and height) an area place may stretch the view that the points ask for. With
2.2 a sea between two named cities comes in whole, and a continent-wide country named beside them does not."""

SHOWN_SHARE = 0.05
"""Share of the view that a larger area must fill, so that it is seen and there is room for its name."""

LIGHT_GROWTH = 1.5
"""How far a doubtful or merely associated place may stretch the view."""

WORLD_SPAN = 170.0
"""Degrees of longitude from which on the view simply is the world."""

ROUND_SPAN = 300.0
"""Degrees of longitude that places must take up so that no meridian is a better middle than Greenwich."""

POLAR_CENTRE = 67.0
"""Latitude of the middle of a view from which on it is drawn around the pole."""

POLAR_EDGE = 84.0
"""Latitude past which Mercator cannot show a place at all (it ends at 85.05)."""


@dataclass(frozen=True, slots=True)
class Item:
    """Something to be seen: a point, or an area by the box and the geometry of its main part."""

    lat: float
    lon: float
    weight: int = 1
    """Mentions."""
    light: bool = False
    """Doubtful, or met only as associative or demonym."""
    area: Any = None
    """shapely geometry, or None for a point."""


@dataclass(frozen=True, slots=True)
class View:
    """A box of continuous longitudes: ``west < east``, and either may lie beyond 180."""

    west: float
    south: float
    east: float
    north: float

    @property
    def width(self) -> float:
        return self.east - self.west

    @property
    def height(self) -> float:
        return self.north - self.south

    @property
    def centre(self) -> tuple[float, float]:
        """Latitude and longitude of the middle."""
        return (self.south + self.north) / 2, (self.west + self.east) / 2

    @property
    def pole(self) -> str:
        """``north`` or ``south`` where the view is to be drawn around that pole, else empty."""
        middle = self.centre[0]
        if self.south > 45 and (middle >= POLAR_CENTRE or self.north > POLAR_EDGE):
            return "north"
        if self.north < -45 and (middle <= -POLAR_CENTRE or self.south < -POLAR_EDGE):
            return "south"
        return ""

    def hull(self, other: View) -> View:
        return View(
            min(self.west, other.west),
            min(self.south, other.south),
            max(self.east, other.east),
            max(self.north, other.north),
        )

    def grown(self, share: float) -> View:
        """Wider by a share of its size on every side, within the poles and one turn of the Earth."""
        dx = min(self.width * share, (360 - self.width) / 2)
        dy = self.height * share
        return View(self.west - dx, max(-90.0, self.south - dy), self.east + dx, min(90.0, self.north + dy))

    def at_least(self, span: float) -> View:
        """The same middle, but at least ``span`` degrees of latitude high and wide."""
        lat, lon = self.centre
        dx, dy = max(self.width, span) / 2, max(self.height, span) / 2
        return View(lon - dx, max(-90.0, lat - dy), lon + dx, min(90.0, lat + dy))


WORLD = View(-180.0, -56.0, 180.0, 74.0)
"""Opened on when the text names no place, or places all over the Earth."""


def middle_meridian(intervals: Sequence[tuple[float, float]]) -> float:
    """The longitude in the middle of some intervals on the circle: opposite to their widest gap.

    An interval (west, east) with west > east crosses the antimeridian. None at all give 0.
    """
    if not intervals:
        return 0.0
    opened = sorted((west % 360, west % 360 + (east - west) % 360) for west, east in intervals)
    widest, start, reach = -1.0, 0.0, opened[0][1]
    for west, east in [*opened[1:], (opened[0][0] + 360, 0.0)]:
        if west - reach > widest:
            widest, start = west - reach, west
        reach = max(reach, east)
    if widest <= 0:
        return 0.0
    return (start + (360 - widest) / 2 + 180) % 360 - 180


def into_frame(lon: float, centre: float) -> float:
    """The longitude, moved by whole turns to lie within 180 degrees of ``centre``."""
    return (lon - centre + 180) % 360 - 180 + centre


def fit(items: Sequence[Item], centre: float) -> View:
    """The view that shows what the text names: points first, then areas as far as they do not drown them.

    ``items`` are in the frame of ``centre``, the most important first. Every literal, likely point is in the
    view; an area is in it whole if it does not stretch the view past AREA_GROWTH, and else as far as it needs
    to be seen.
    """
    points = [i for i in items if i.area is None]
    areas = [i for i in items if i.area is not None]
    firm = [i for i in points if not i.light] or ([] if any(not a.light for a in areas) else points)
    view: View | None = None
    for item in firm:
        view = _point(item) if view is None else view.hull(_point(item))
    if view is None:
        solid = [a for a in areas if not a.light] or areas
        if not solid:
            return WORLD
        # No points: the area named most is the map's subject.
        view = _box(solid[0].area)
    core = view.at_least(LEAST_SPAN)
    view = core
    for item in areas:
        view = _with_area(view, core, item)
    for item in points:
        if item.light:
            wider = view.hull(_point(item))
            if _growth(wider, view) <= LIGHT_GROWTH and not _becomes_world(wider, core):
                view = wider
    if view.width >= WORLD_SPAN and not view.pole:
        # All around the Earth there is no better middle than the one that readers know.
        middle = centre if view.width < ROUND_SPAN else 0.0
        # By what lies in the south, not by oceans that reach there: with Antarctica a third of it is ice.
        south = min(WORLD.south, min(item.lat for item in items) - 4)
        north = max(WORLD.north, view.north + 4)
        return View(middle - 180, max(-85.0, south), middle + 180, min(84.0, north))
    return view.grown(0.04)


def _point(item: Item) -> View:
    return View(item.lon, item.lat, item.lon, item.lat)


def _box(geometry: Any) -> View:
    return View(*geometry.bounds)


def _growth(wider: View, view: View) -> float:
    """How many times wider, in the geometric mean of both directions."""
    width = max(view.width, LEAST_SPAN)
    height = max(view.height, LEAST_SPAN)
    return float(((max(wider.width, LEAST_SPAN) / width) * (max(wider.height, LEAST_SPAN) / height)) ** 0.5)


def _becomes_world(wider: View, core: View) -> bool:
    """Whether a place beside the story's points makes a map of the world out of one of an ocean."""
    return wider.width >= WORLD_SPAN > core.width


def _with_area(view: View, core: View, item: Item) -> View:
    from shapely import clip_by_rect

    whole = view.hull(_box(item.area))
    limit = LIGHT_GROWTH if item.light else AREA_GROWTH
    if _growth(whole, core) <= limit and not _becomes_world(whole, core):
        return whole
    if item.light:
        return view
    towards = view.hull(_point(item))
    for step in range(11):
        share = step / 10
        trial = View(
            *(
                a + (b - a) * share
                for a, b in zip(
                    (view.west, view.south, view.east, view.north),
                    (towards.west, towards.south, towards.east, towards.north),
                    strict=True,
                )
            )
        )
        seen = clip_by_rect(item.area, trial.west, trial.south, trial.east, trial.north).area
        if seen >= min(SHOWN_SHARE * trial.width * trial.height, 0.5 * item.area.area):
            return trial
    return towards
