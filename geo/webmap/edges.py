"""Which edges of neighbouring outlines are coasts and which are borders.

Countries come as rings of whole grid steps that share their borders to the last step. An edge that two rings
share is a border, one of a single ring is a coast, and one on a cut of the data is neither. This is told
here, once, so that a page need not compare tens of thousands of edges each time it is opened.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from geo.webmap.encoding import write_numbers

COAST, BORDER, TWIN, CUT = range(4)
"""Kinds of edges, as assets/geometry.js names them. A border is drawn once: found again, it is a twin."""

NEAR_CUT = 1
"""Grid steps within which an edge along a cut lies on it: rounding moves it by as much."""


def edge_runs(
    rings: Sequence[NDArray[np.int64]],
    *,
    longitudes: Sequence[float],
    latitudes: Sequence[float],
    steps: int,
) -> list[str]:
    """For each ring, (n, 2) in whole steps of 1/steps degree, the kinds of its edges as text.

    The text holds ``kind + 4 * edges`` for each run of edges of one kind, all along the ring; it is empty
    where the whole ring is coast. ``longitudes`` and ``latitudes`` are the cuts, in degrees.
    """
    if not rings:
        return []
    edges = np.concatenate([np.hstack([ring[:-1], ring[1:]]) for ring in rings])
    kinds = _kinds(edges)
    kinds[_on_cut(edges, longitudes, latitudes, steps)] = CUT
    ends = np.cumsum([len(ring) - 1 for ring in rings])
    return [_runs(part) for part in np.split(kinds, ends[:-1])]


def _kinds(edges: NDArray[np.int64]) -> NDArray[np.int64]:
    """Coast, border or twin for each of the edges (n, 4)."""
    flip = (edges[:, 0] > edges[:, 2]) | ((edges[:, 0] == edges[:, 2]) & (edges[:, 1] > edges[:, 3]))
    ways = edges.copy()
    ways[flip] = ways[flip][:, [2, 3, 0, 1]]
    _, first, which, counts = np.unique(
        ways, axis=0, return_index=True, return_inverse=True, return_counts=True
    )
    which = which.ravel()  # numpy 2.0 gave it the shape of its input
    kinds = np.where(counts[which] > 1, TWIN, COAST)
    kinds[first[counts > 1]] = BORDER
    return kinds.astype(np.int64)


def _on_cut(
    edges: NDArray[np.int64], longitudes: Sequence[float], latitudes: Sequence[float], steps: int
) -> NDArray[np.bool_]:
    """Which edges run along a meridian or a parallel at which the data was cut."""
    on = np.zeros(len(edges), dtype=bool)
    for axis, cuts in ((0, longitudes), (1, latitudes)):
        along = edges[:, axis] == edges[:, axis + 2]
        for cut in cuts:
            on |= along & (np.abs(edges[:, axis] - cut * steps) <= NEAR_CUT)
    return on


def _runs(kinds: NDArray[np.int64]) -> str:
    if not kinds.any():  # coasts all along
        return ""
    starts = np.flatnonzero(np.diff(kinds, prepend=-1))
    lengths = np.diff(starts, append=len(kinds))
    return write_numbers(kinds[starts] + 4 * lengths)
