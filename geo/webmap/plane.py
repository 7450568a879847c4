"""The plane that a still picture is drawn in: Mercator, or stereographic about a pole."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from geo.webmap.view import View, into_frame

MERCATOR_EDGE = 85.0
"""Latitude at which Mercator is cut."""


SOUTH, NORTH = -58.0, 82.0
"""Latitudes between which a map of the Earth shows what readers look for."""


@dataclass(frozen=True, slots=True)
class Plane:
    """A projection and the box of it that is drawn."""

    view: View
    """What must be seen."""
    box: tuple[float, float, float, float]
    """x, y, width, height in the plane: the view, widened to the picture's shape."""
    window: View
    """What is seen of the Earth, at most: longitudes and latitudes to clip by."""

    @property
    def size(self) -> tuple[float, float]:
        return self.box[2], self.box[3]

    def holds(self, x: float, y: float) -> bool:
        left, low, width, height = self.box
        return left <= x <= left + width and low <= y <= low + height

    def point(self, lat: float, lon: float) -> tuple[float, float]:
        """A place, with its longitude brought into the view's frame."""
        return self.project([(into_frame(lon, self.view.centre[1]), lat)])[0]

    def project(self, coordinates: Iterable[tuple[float, ...]]) -> list[tuple[float, float]]:
        """(longitude, latitude) pairs in the plane."""
        return _projected(coordinates, self.view)


def _projected(coordinates: Iterable[tuple[float, ...]], view: View) -> list[tuple[float, float]]:
    if view.pole:
        sign = 1 if view.pole == "north" else -1
        middle = view.centre[1]
        points = []
        for lon, lat, *_ in coordinates:
            rho = math.tan(math.pi / 4 - math.radians(max(-60.0, sign * lat)) / 2)
            turn = math.radians(lon - middle)
            points.append((rho * math.sin(turn), -sign * rho * math.cos(turn)))
        return points
    return [(math.radians(lon), _mercator(lat)) for lon, lat, *_ in coordinates]


def _mercator(lat: float) -> float:
    held = max(-MERCATOR_EDGE, min(MERCATOR_EDGE, lat))
    return math.asinh(math.tan(math.radians(held)))


def plane_for(view: View, aspect: float) -> Plane:
    """The plane for a view in a picture ``aspect`` times as wide as high."""
    edge = [(view.west + view.width * i / 24, lat) for i in range(25) for lat in (view.south, view.north)]
    points = _projected(edge, view)
    left, right = min(x for x, _ in points), max(x for x, _ in points)
    low, high = min(y for _, y in points), max(y for _, y in points)
    if view.pole and view.width > 180:
        reach = max(abs(left), abs(right), abs(low), abs(high))
        left, right, low, high = -reach, reach, -reach, reach
    width, height = max(right - left, 1e-6) * 1.06, max(high - low, 1e-6) * 1.06
    if width < height * aspect:
        width = height * aspect
    else:
        height = width / aspect
    x, y = (left + right - width) / 2, (low + high - height) / 2
    if not view.pole:
        if width > math.tau:  # the Earth once, and no blank beside it
            width, height = math.tau, math.tau / aspect
            x, y = math.radians(view.centre[1]) - math.pi, (low + high - height) / 2
        # What a view of the Earth has to spare goes to the north, where the land is, and not to Antarctica.
        if view.south > SOUTH:
            y += max(0.0, min(_mercator(SOUTH) - y, _mercator(NORTH) - (y + height)))
    if view.pole:
        window = View(view.centre[1] - 180, 12.0, view.centre[1] + 180, 90.0)
        if view.pole == "south":
            window = View(window.west, -90.0, window.east, -12.0)
    else:
        south, north = (math.degrees(math.atan(math.sinh(v))) for v in (y, y + height))
        west = max(math.degrees(x), view.centre[1] - 180)
        east = min(math.degrees(x + width), view.centre[1] + 180)
        window = View(west, max(-90.0, south), east, min(90.0, north))
    # A little beyond, so that no cut edge is drawn within the picture.
    return Plane(view=view, box=(x, y, width, height), window=window.grown(0.02))
