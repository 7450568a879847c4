"""A town beside the outlet's home goes before a far state of its name: "Indiana" in a paper of Pittsburgh."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from geo.resolution.entries import STATIC, distance_km
from geo.resolution.features import best_rows
from geo.resolution.table import Table

HOME_KM = 100.0
"""How far from the outlet's home, km, a town may lie, in the same first-order division: what a local paper
covers."""
HOME_TOWN = 5000
"""Least inhabitants of such a town; a village that bears a state's name is called "the village of"."""
_FIRST = STATIC.index("first")


def settle_home(table: Table, belief: NDArray[np.float64]) -> NDArray[np.float64]:
    """The beliefs (rows,) with a state's exchanged for its namesake's near the outlet's home.

    Not where the text names anything else of that state, nor for the home's own name.
    """
    best = best_rows(table, belief)
    homes = [int(best[g]) for g, group in enumerate(table.groups) if group.home and best[g] >= 0]
    towns = [home for home in homes if not table.static[home, _FIRST] and table.point[home]]
    if not towns:
        return belief
    out = belief.copy()
    for g, row in enumerate(best.tolist()):
        group = table.groups[g]
        if row < 0 or group.home or not group.mentions or not table.static[row, _FIRST]:
            continue
        others = best[(best >= 0) & (np.arange(len(best)) != g)]
        if group.families.get("first") or (table.keys[others, 2] == table.keys[row, 0]).any():
            continue
        town = _town(table, g, towns[0])
        if town is not None:
            out[row], out[town] = out[town], out[row]
    return out


def _town(table: Table, g: int, home: int) -> int | None:
    """The group's town in the home's division and within its reach, the gazetteer's first."""
    for row in range(int(table.start[g]), int(table.start[g + 1])):
        place = table.candidate(row).place
        if place.feature_class != "P" or (place.population or 0) < HOME_TOWN:
            continue
        beside = table.keys[row, 2] == table.keys[home, 2]
        if beside and float(distance_km(table.xyz[row], table.xyz[home])) <= HOME_KM:
            return row
    return None
