"""Distances on the sphere, and the one-degree cells that places are kept in."""

from __future__ import annotations

import math
from collections.abc import Iterable

KM_PER_DEGREE = 111.195
"""Length of a degree of a meridian on a sphere of radius 6371.0088 km."""


def great_circle_km(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Kilometres between two points on a sphere of the Earth's mean radius (haversine)."""
    y1, y2 = math.radians(lat1), math.radians(lat2)
    half = math.sin((y2 - y1) / 2) ** 2
    half += math.cos(y1) * math.cos(y2) * math.sin(math.radians(lon2 - lon1) / 2) ** 2
    return 2 * 6371.0088 * math.asin(min(1.0, math.sqrt(half)))


def cell_of(lat: float, lon: float) -> int:
    """The number of the one-degree cell that holds a point."""
    return min(179, math.floor(lat) + 90) * 360 + (math.floor(lon) + 180) % 360


def fractions(lat: float, lon: float) -> tuple[int, int]:
    """Where in its cell a point lies, in 256ths of a degree."""
    y = lat - min(89, math.floor(lat))
    return min(255, int(y * 256)), min(255, int((lon - math.floor(lon)) * 256))


def cells_around(lat: float, lon: float, radius_km: float) -> Iterable[int]:
    """The cells that a circle may touch."""
    reach = radius_km / KM_PER_DEGREE
    south, north = max(-90.0, lat - reach), min(90.0, lat + reach)
    widest = math.cos(math.radians(max(abs(south), abs(north))))
    span = 180.0 if widest < 1e-6 or reach / widest >= 180 else reach / widest
    if span >= 180:
        columns: Iterable[int] = range(360)
    else:
        first, last = math.floor(lon - span), math.floor(lon + span)
        columns = sorted({(x + 180) % 360 for x in range(first, last + 1)})
    for row in range(math.floor(south) + 90, min(179, math.floor(north) + 90) + 1):
        for column in columns:
            yield row * 360 + column
