"""Geometries as few bytes: whole steps of a grid, differences, varints, zlib.

One record holds one geometry. Coordinates are rounded to :data:`QUANTUM` degrees and written as the
zigzag varints of their differences, one stream for the whole record, so that a border of a hundred
points takes some three hundred bytes and is read back with a handful of numpy calls.

Layout before deflating: kind, number of parts, number of rings of each part, number of points of each
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

RAW = -15
"""zlib's way to say: deflate alone, without six bytes of header and checksum to each of its thousands."""

EMPTY, POINTS, LINES, POLYGONS = range(4)
"""The kinds of record; a geometry of one part and one of many are written alike."""

Integers = npt.NDArray[np.int64]


ROUGH = 4
"""Added to the kind of a record in steps of ten quanta, for shapes that are no better than that."""


def encode(geometry: Any, *, rough: bool = False) -> bytes:
    """A shapely point, line or polygon, single or multiple, as bytes. None is written as empty."""
    kind, parts = _parts(geometry)
    rings: list[npt.NDArray[np.float64]] = []
    counts: list[int] = []
    for part in parts:
        counts.append(len(part))
        rings += part
    quantum = 10 * QUANTUM if rough else QUANTUM
    header = np.array(
        [kind + ROUGH * rough, len(counts), *counts, *(len(ring) for ring in rings)], dtype=np.int64
    )
    if rings:
        steps = np.rint(np.concatenate(rings) / quantum).astype(np.int64)
        moves = np.diff(steps, axis=0, prepend=np.zeros((1, 2), dtype=np.int64))
    else:
        moves = np.zeros((0, 2), dtype=np.int64)
    body = np.concatenate([header, _zigzag(moves[:, 0]), _zigzag(moves[:, 1])])
    packer = zlib.compressobj(9, zlib.DEFLATED, RAW, 9)
    return packer.compress(_varints(body)) + packer.flush()


def decode(data: bytes) -> Any:
    """The shapely geometry that :func:`encode` wrote.

    Returns a Point, LineString or Polygon where there is one part, else the Multi form; an empty
    record gives an empty GeometryCollection.
    """
    import shapely

    kind, parts, rings_of, sizes, coordinates = _read(data)
    if kind == EMPTY or parts == 0:
        return shapely.GeometryCollection()
    rings = len(sizes)
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


def decode_lines(data: bytes) -> list[npt.NDArray[np.float64]]:
    """The lines of a record as (n, 2) arrays, in the order they were written in."""
    *_, sizes, coordinates = _read(data)
    return np.split(coordinates, np.cumsum(sizes)[:-1])


def _read(data: bytes) -> tuple[int, int, Integers, Integers, npt.NDArray[np.float64]]:
    """Kind, number of parts, rings of each part, points of each ring, and all points."""
    values = _from_varints(zlib.decompress(data, RAW))
    rough, kind = divmod(int(values[0]), ROUGH)
    parts = int(values[1])
    rings_of = values[2 : 2 + parts]
    rings = int(rings_of.sum())
    sizes = values[2 + parts : 2 + parts + rings]
    moves = values[2 + parts + rings :]
    half = len(moves) // 2
    moves = (moves >> 1) ^ -(moves & 1)
    steps = np.stack([np.cumsum(moves[:half]), np.cumsum(moves[half:])], axis=1)
    # Steps of a power of ten leave a last bit behind; rounding gives the same text everywhere.
    return kind, parts, rings_of, sizes, np.round(steps * (10 * QUANTUM if rough else QUANTUM), 4)


UNION = b"W"
"""First byte of a record that stands for the union of other records. No deflated record begins like this: the
three lowest bits would be of a kind of block that there is not (RFC 1951)."""


def encode_union(ids: Sequence[int]) -> bytes:
    """A record that is the union of the records of these numbers."""
    return UNION + _varints(np.array(sorted(ids), dtype=np.int64))


def union_ids(data: bytes) -> list[int]:
    """The numbers that :func:`encode_union` wrote; empty for a record of a geometry of its own."""
    return [int(n) for n in _from_varints(data[1:])] if data[:1] == UNION else []


LEAST_RING = 3
"""Points, the first repeated as the last, that no ring can be made of: an islet or a hole that
the source's own rounding has closed."""
ARCS = b"G"
"""First byte, chosen likewise, of a record whose rings are put together from the lines of another record."""


def encode_arcs(record: int, polygons: Sequence[Sequence[Sequence[int]]]) -> bytes:
    """A record of polygons whose rings consist of the lines of the record of this number, each named by its
    index, or by its complement (``~index``) where it runs backwards: a border of two areas is stored once."""
    rings = [ring for polygon in polygons for ring in polygon]
    header = [record, len(polygons), *map(len, polygons), *map(len, rings)]
    arcs = _zigzag(np.array([arc for ring in rings for arc in ring], dtype=np.int64))
    return ARCS + _varints(np.concatenate([np.array(header, dtype=np.int64), arcs]))


def arc_refs(data: bytes) -> tuple[int, list[list[list[int]]]] | None:
    """What :func:`encode_arcs` was given; None for a record of another kind."""
    if data[:1] != ARCS:
        return None
    values = _from_varints(data[1:]).tolist()
    record, parts = values[0], values[1]
    rings_of = values[2 : 2 + parts]
    at = 2 + parts + sum(rings_of)
    sizes = iter(values[2 + parts : at])
    polygons = []
    for count in rings_of:
        rings = []
        for _ in range(count):
            size = next(sizes)
            rings.append([(n >> 1) ^ -(n & 1) for n in values[at : at + size]])
            at += size
        polygons.append(rings)
    return record, polygons


def rings_of_arcs(arcs: Sequence[Any], polygons: Sequence[Sequence[Sequence[int]]]) -> Any:
    """The polygon or polygons whose rings are made of ``arcs`` ((n, 2) arrays), as :func:`encode_arcs` names
    them; invalid rings, which rounding may leave, are made valid."""
    import shapely

    made = []
    for rings in polygons:
        lines = [_ring(arcs, ring) for ring in rings]
        if len(lines[0]) > LEAST_RING:
            made.append(shapely.Polygon(lines[0], [line for line in lines[1:] if len(line) > LEAST_RING]))
    if not made:
        return shapely.GeometryCollection()
    whole = made[0] if len(made) == 1 else shapely.MultiPolygon(made)
    if whole.is_valid:
        return whole
    from geo.gazetteer.outlines_geometry import same_dimension

    return same_dimension(shapely.make_valid(whole), 2)


def _ring(arcs: Sequence[Any], refs: Sequence[int]) -> npt.NDArray[np.float64]:
    parts = [arcs[n] if n >= 0 else arcs[~n][::-1] for n in refs]
    return np.concatenate([parts[0], *(part[1:] for part in parts[1:])])


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
