"""Three rules for places of one name that corpora show too seldom to be learned.

A bare name that a town shares with the division around it means the town ("Kherson", "Odessa",
"Hama"), unless the words say otherwise; and where a word beside the name tells the kind, a candidate
of that kind goes before one that is not ("Washington state", "the city of New York"). A water, range or
region that the text names in full is what the short name means ("the Caribbean" beside "Caribbean Sea").
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from geo.gazetteer.names import normalise
from geo.resolution.entries import STATIC
from geo.resolution.features import COLUMNS, best_rows
from geo.resolution.table import Table

STATES = frozenset({"US", "CA"})
"""Where a division's bare name is as usual as its namesake town's: New York, Washington, Quebec."""
TOLD = 0.1
"""Least belief in a candidate of the kind that the text tells."""
LARGE = 100_000
"""Inhabitants of a town that outshines the division of its name, seat or not."""
OWN_NAME = 0.02
"""Least share of the name's uses that makes the town a namesake and not a place with an odd other name."""
NATURE = frozenset("HTLU")
_SEATS = frozenset({"PPLC", "PPLA", "PPLA2"})
_NEAR = COLUMNS.index("kind_near")
_HOLDS = COLUMNS.index("holds_direct")
_FIRST, _SECOND, _PRIOR = STATIC.index("first"), STATIC.index("second"), STATIC.index("prior")


def settle_namesakes(
    table: Table, matrix: NDArray[np.float32], belief: NDArray[np.float64]
) -> NDArray[np.float64]:
    """The beliefs with those of two namesakes exchanged where a rule says so."""
    out = belief.copy()
    best = best_rows(table, belief)
    for g, row in enumerate(best.tolist()):
        if row < 0 or not table.groups[g].mentions:
            continue
        rows = np.arange(int(table.start[g]), int(table.start[g + 1]))
        other = _of_told_kind(matrix, out, rows, row)
        if other is None:
            other = _town_of_division(table, matrix, rows, row)
        if other is None:
            other = _named_in_full(table, best, rows, row)
        if other is not None:
            out[row], out[other] = out[other], out[row]
    return out


def _of_told_kind(
    matrix: NDArray[np.float32], belief: NDArray[np.float64], rows: NDArray[np.int64], row: int
) -> int | None:
    if matrix[row, _NEAR] > -0.5:
        return None
    told = rows[(matrix[rows, _NEAR] > 0.5) & (np.round(belief[rows], 4) >= TOLD)]
    if not len(told):
        return None
    return int(told[np.argmax(np.round(belief[told], 6))])


def _town_of_division(
    table: Table, matrix: NDArray[np.float32], rows: NDArray[np.int64], row: int
) -> int | None:
    group = table.groups[int(table.group[row])]
    if not (table.static[row, _FIRST] or table.static[row, _SECOND]) or group.fuzzy:
        return None
    if table.candidate(row).place.country in STATES or matrix[row, _HOLDS] > 0:
        return None
    if matrix[row, _NEAR] > 0.5 or group.own_family in {"first", "division"}:
        return None
    key = 2 if table.static[row, _FIRST] else 3
    for other in rows[table.keys[rows, key] == table.keys[row, 0]].tolist():
        if table.static[other, _PRIOR] < OWN_NAME:
            continue  # "Bihar" is hardly ever Bihar Sharif
        place = table.candidate(other).place
        if place.feature_code in _SEATS or (place.feature_class == "P" and (place.population or 0) >= LARGE):
            return int(other)
    return None


def _named_in_full(table: Table, best: NDArray[np.int64], rows: NDArray[np.int64], row: int) -> int | None:
    short = normalise(table.groups[int(table.group[row])].name) + " "
    full = {
        table.candidate(int(other)).place.id
        for k, other in enumerate(best.tolist())
        if other >= 0 and normalise(table.groups[k].name).startswith(short)
    }
    for other in rows.tolist():
        place = table.candidate(other).place
        if other != row and place.id in full and place.feature_class in NATURE:
            return int(other)
    return None
