"""Geometry in few bytes: rings and lines as text, read back by assets/codec.js.

Coordinates are rounded to whole steps of a grid, then written as differences from the point before,
each as one to four characters of a 64-letter alphabet (five bits each and one that says "more follows").
A vertex of a coast takes about three characters; as GeoJSON it takes about twenty.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray

ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
"""Safe in JSON, in HTML and in a template: no quote, no backslash, no angle bracket."""

_CHUNK = 5
_MORE = 1 << _CHUNK
_MASK = _MORE - 1
_LONGEST = 6
"""Characters of one difference: 30 bits, more than 360 degrees in the finest grid."""

LEAST_RING = 4
"""Points of a ring, the last being the first again, under which it has vanished on the grid."""

_LETTERS = np.frombuffer(ALPHABET.encode("ascii"), dtype=np.uint8)


def grid(coordinates: Any, steps: int) -> NDArray[np.int64]:
    """(n, 2) longitudes and latitudes as whole steps of 1/steps degree, repeated points dropped."""
    whole: NDArray[np.int64] = np.rint(np.asarray(coordinates, dtype=float)[:, :2] * steps).astype(np.int64)
    if len(whole) > 1:
        keep = np.ones(len(whole), dtype=bool)
        keep[1:] = (whole[1:] != whole[:-1]).any(axis=1)
        whole = whole[keep]
    return whole


def encode_line(coordinates: Any, steps: int) -> str:
    """One line or ring as text; empty where fewer than two points are left on the grid."""
    whole = grid(coordinates, steps)
    return write_line(whole) if len(whole) > 1 else ""


def write_line(whole: NDArray[np.int64]) -> str:
    """A line of whole grid steps (n, 2) as text."""
    return write_numbers(np.diff(whole, axis=0, prepend=np.zeros((1, 2), dtype=np.int64)).ravel())


def write_numbers(numbers: NDArray[np.int64]) -> str:
    """Whole numbers as text: the sign in the lowest bit, then five bits a character, the lowest first."""
    rest = np.where(numbers >= 0, numbers << 1, (-numbers << 1) - 1)
    letters = np.zeros((len(rest), _LONGEST), dtype=np.uint8)
    used = np.zeros((len(rest), _LONGEST), dtype=bool)
    going = np.ones(len(rest), dtype=bool)
    for i in range(_LONGEST):
        more = going & (rest > _MASK)
        letters[:, i] = _LETTERS[(rest & _MASK) | np.where(more, _MORE, 0)]
        used[:, i] = going
        going, rest = more, rest >> _CHUNK
        if not going.any():
            break
    return letters[used].tobytes().decode("ascii")


def encode_polygons(geometry: Any, steps: int) -> list[list[str]]:
    """Every polygon of a geometry as its rings, the outer one first; those that vanish on the grid go.

    Other parts than polygons are passed over; an empty geometry gives an empty list.
    """
    return [[write_line(ring) for ring in rings] for rings in polygon_grids(geometry, steps)]


def polygon_grids(geometry: Any, steps: int) -> list[list[NDArray[np.int64]]]:
    """The same in whole grid steps, each ring (n, 2)."""
    polygons = []
    for polygon in polygons_of(geometry):
        outer, *holes = [grid(ring.coords, steps) for ring in (polygon.exterior, *polygon.interiors)]
        if len(outer) >= LEAST_RING:
            polygons.append([outer, *(hole for hole in holes if len(hole) >= LEAST_RING)])
    return polygons


def encode_lines(geometry: Any, steps: int) -> list[str]:
    """Every line of a geometry."""
    return [text for line in lines_of(geometry) if (text := encode_line(line.coords, steps))]


def polygons_of(geometry: Any) -> Iterable[Any]:
    """The polygons in a geometry of any type; none for None."""
    if geometry is None or geometry.is_empty:
        return
    if geometry.geom_type == "Polygon":
        yield geometry
    elif hasattr(geometry, "geoms"):
        for part in geometry.geoms:
            yield from polygons_of(part)


def lines_of(geometry: Any) -> Iterable[Any]:
    """The lines in a geometry of any type; none for None."""
    if geometry is None or geometry.is_empty:
        return
    if geometry.geom_type in ("LineString", "LinearRing"):
        yield geometry
    elif hasattr(geometry, "geoms"):
        for part in geometry.geoms:
            yield from lines_of(part)
