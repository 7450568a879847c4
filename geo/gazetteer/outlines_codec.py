"""Geometries as few bytes: whole steps of a grid, differences, varints, zlib.

One record holds one geometry. Coordinates are rounded to :data:`QUANTUM` degrees and written as the
zigzag varints of their differences, one stream for the whole record, so that a border of a hundred
points takes some three hundred bytes and is read back with a handful of numpy calls.

Layout before zlib: kind, number of parts, number of rings of each part, number of points of each
ring (closing point left out), then the differences of longitudes, then those of latitudes.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

QUANTUM = 1e-4
"""Degrees in one step of the grid: 11 m at the equator, far below the sources' own 1 km."""

EMPTY, POINTS, LINES, POLYGONS = range(4)
"""The kinds of record; a geometry of one part and one of many are written alike."""

Integers = npt.NDArray[np.int64]


def encode(geometry: Any) -> bytes:
    """A shapely point, line or polygon, single or multiple, as bytes. None is written as empty."""
    kind, parts = _parts(geometry)
    rings: list[npt.NDArray[np.float64]] = []
    counts: list[int] = []
    for part in parts:
        counts.append(len(part))
        rings += part
    header = np.array([kind, len(counts), *counts, *(len(ring) for ring in rings)], dtype=np.int64)
    if rings:
        steps = np.rint(np.concatenate(rings) / QUANTUM).astype(np.int64)
        moves = np.diff(steps, axis=0, prepend=np.zeros((1, 2), dtype=np.int64))
    else:
        moves = np.zeros((0, 2), dtype=np.int64)
    body = np.concatenate([header, _zigzag(moves[:, 0]), _zigzag(moves[:, 1])])
    return zlib.compress(_varints(body), 9)


def decode(data: bytes) -> Any:
    """The shapely geometry that :func:`encode` wrote.

    Returns a Point, LineString or Polygon where there is one part, else the Multi form; an empty
    record gives an empty GeometryCollection.
    """
    import shapely

    values = _from_varints(zlib.decompress(data))
    kind, parts = int(values[0]), int(values[1])
    if kind == EMPTY or parts == 0:
        return shapely.GeometryCollection()
    rings_of = values[2 : 2 + parts]
    rings = int(rings_of.sum())
    sizes = values[2 + parts : 2 + parts + rings]
    moves = values[2 + parts + rings :]
    half = len(moves) // 2
    moves = (moves >> 1) ^ -(moves & 1)
    steps = np.stack([np.cumsum(moves[:half]), np.cumsum(moves[half:])], axis=1)
    coordinates = steps * QUANTUM
    # Steps of a power of ten leave a last bit behind; rounding gives the same text everywhere.
    coordinates = np.round(coordinates, 4)
    of_ring = np.repeat(np.arange(rings), sizes)
    of_part = np.repeat(np.arange(parts), rings_of)
    if kind == POINTS:
        made = shapely.points(coordinates)
        return made[0] if parts == 1 else shapely.multipoints(made)
    if kind == LINES:
        made = shapely.linestrings(coordinates, indices=of_ring)
        return made[0] if parts == 1 else shapely.multilinestrings(made)
    made = shapely.polygons(shapely.linearrings(coordinates, indices=of_ring), indices=of_part)
    return made[0] if parts == 1 else shapely.multipolygons(made)


UNION = b"U"
"""First byte of a record that stands for the union of other records (zlib's first byte is ``x``)."""


def encode_union(ids: Sequence[int]) -> bytes:
    """A record that is the union of the records of these numbers."""
    return UNION + _varints(np.array(sorted(ids), dtype=np.int64))


def union_ids(data: bytes) -> list[int]:
    """The numbers that :func:`encode_union` wrote; empty for a record of a geometry of its own."""
    return [int(n) for n in _from_varints(data[1:])] if data[:1] == UNION else []


def _parts(geometry: Any) -> tuple[int, list[list[npt.NDArray[np.float64]]]]:
    import shapely

    if geometry is None or geometry.is_empty:
        return EMPTY, []
    singles = shapely.get_parts(geometry)
    kinds = {single.geom_type for single in singles}
    if kinds == {"Point"}:
        return POINTS, [[shapely.get_coordinates(single)] for single in singles]
    if kinds <= {"LineString", "LinearRing"}:
        return LINES, [[shapely.get_coordinates(single)] for single in singles]
    if kinds != {"Polygon"}:
        raise ValueError(f"cannot write a geometry of {sorted(kinds)}")
    parts = []
    for polygon in singles:
        rings = [polygon.exterior, *polygon.interiors]
        parts.append([shapely.get_coordinates(ring)[:-1] for ring in rings])
    return POLYGONS, parts


def _zigzag(values: Integers) -> Integers:
    """Signed to unsigned, small for small: 0, -1, 1, -2 become 0, 1, 2, 3."""
    return (values << 1) ^ (values >> 63)


def _varints(values: Integers) -> bytes:
    """Seven bits a byte, the lowest first; the high bit says that more follow."""
    out = bytearray()
    for value in values.tolist():
        rest = value
        while rest > 0x7F:
            out.append(rest & 0x7F | 0x80)
            rest >>= 7
        out.append(rest)
    return bytes(out)


def _from_varints(data: bytes) -> Integers:
    octets = np.frombuffer(data, dtype=np.uint8)
    ends = np.flatnonzero(octets < 0x80)
    starts = np.concatenate([[0], ends[:-1] + 1])
    place = np.arange(len(octets)) - np.repeat(starts, ends - starts + 1)
    shifted = (octets & 0x7F).astype(np.int64) << (7 * place)
    result: Integers = np.add.reduceat(shifted, starts)
    return result
