"""Adding up beliefs by country, division and place, without what a name says for itself."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


class Counter:
    """Mass by code, and the part of it that a row's own kin gave: what it must not count as support.

    Codes and kin stand for a document, so the sorting is done once and each round only adds up.
    """

    def __init__(self, codes: Ints, size: int, kin: Ints, *asked: Ints) -> None:
        self._codes, self._size = codes, max(size, 1)
        stride = size + 1
        keys, self._inverse = np.unique(kin * stride + codes, return_inverse=True)
        self._queries = []
        for wanted in (codes, *asked):
            key = kin * stride + wanted
            at = np.minimum(np.searchsorted(keys, key), len(keys) - 1)
            self._queries.append((at, (keys[at] == key) & (wanted >= 0)))

    def __call__(self, mass: Floats) -> tuple[Floats, list[Floats]]:
        """(codes,) the mass of each code; and for the rows' own codes, then for each array of codes
        asked, (rows,) the mass that the row's kin gave to that code."""
        sums: Floats = np.bincount(self._codes + 1, mass, minlength=self._size + 1)[1:].astype(np.float64)
        own = np.bincount(self._inverse, mass)
        return sums, [np.where(hit, own[at], 0.0) for at, hit in self._queries]


def codes_of(names: Sequence[str]) -> tuple[Ints, int]:
    """Equal names as equal small codes, numbered by first appearance."""
    known: dict[str, int] = {}
    return np.array([known.setdefault(name, len(known)) for name in names], dtype=np.int64), len(known)


def codes_in(keys: Ints) -> tuple[Ints, int]:
    """Keys as small codes (-1 stays -1) and how many there are."""
    if not len(keys):
        return keys.astype(np.int64), 0
    # numbered by first appearance, so that the interner's history cannot show
    known: dict[int, int] = {}
    out = np.array([-1 if k < 0 else known.setdefault(k, len(known)) for k in keys.tolist()], dtype=np.int64)
    return out, len(known)
