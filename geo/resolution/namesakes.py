"""Five rules for places of one name that corpora show too seldom to be learned.

A bare name that a town shares with the division around it means the town ("Kherson", "Odessa",
"Hama"), unless the words say otherwise; and where a word beside the name tells the kind, a candidate
of that kind goes before one that is not ("Washington state", "the city of New York"). A water, range or
region that the text names in full is what the short name means ("the Caribbean" beside "Caribbean Sea").
In a list of states a name is the state's ("Alabama, Louisiana and Mississippi"). And of two lands of one
name it is the one in which the text's other places lie ("Congo" beside Brazzaville).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from geo.gazetteer.names import normalise
from geo.resolution.columns import COLUMNS
from geo.resolution.entries import STATIC, distance_km
from geo.resolution.features import best_rows
from geo.resolution.table import Table

STATES = frozenset({"US", "CA"})
"""Where a division's bare name is as usual as its namesake town's: New York, Washington, Quebec."""
TOLD = 0.02
"""Least belief in a candidate of the kind that the text tells."""
LARGE = 100_000
"""Inhabitants of a town that outshines the division of its name, seat or not."""
NEAR_KM = 40.0
"""How far from the point of a second-order division its town may lie."""
OWN_NAME = 0.02
"""Least share of the name's uses that makes the town a namesake and not a place with an odd other name."""
LIST_SHARE = 0.02
"""Least share of the name's uses that the state of a list has: "Paris" beside states is no state."""
LISTED = 2
"""Least other states in a list of states."""
LONG_LIST = 60
"""Most names of one list that are looked at."""
BESIDE_KM = 161.0
"""A town that lies as near to a list's states may be meant beside them: Washington, Maryland, Virginia."""
BESIDE_SHARE = 0.25
"""Share of the list's states that it must lie by: a list of thirty has Virginia and Washington too."""
NATURE = frozenset("HTLU")
_SEATS = frozenset({"PPLC", "PPLA", "PPLA2"})
_NEAR = COLUMNS.index("kind_near")
_HOLDS = COLUMNS.index("holds_direct")
_COUNTY_NAMED = COLUMNS.index("second_named")
_COUNTRY, _TOWN = (STATIC.index("country"), STATIC.index("town"))
_FIRST, _SECOND, _PRIOR = (STATIC.index("first"), STATIC.index("second"), STATIC.index("prior"))


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
            other = _town_of_division(table, matrix, best, rows, row)
        if other is None:
            other = _named_in_full(table, best, rows, row)
        if other is None:
            other = _state_of_list(table, matrix, best, rows, row)
        if other is None:
            other = _holder_of_named(table, best, rows, row)
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
    table: Table, matrix: NDArray[np.float32], best: NDArray[np.int64], rows: NDArray[np.int64], row: int
) -> int | None:
    group = table.groups[int(table.group[row])]
    if not (table.static[row, _FIRST] or table.static[row, _SECOND]) or group.fuzzy:
        return None
    first = bool(table.static[row, _FIRST])
    # a dateline is a town's, whatever state bears its name
    alike = first and table.candidate(row).place.country in STATES and not group.dateline
    if alike or matrix[row, _HOLDS] > 0:
        return None
    if matrix[row, _NEAR] > 0.5 or group.own_family in {"first", "division", "region"}:
        return None
    if first and _among_divisions(table, best, row):
        return None
    named = set(table.keys[best[best >= 0], 0].tolist()) if first else set()
    inside = _inside(table, rows, row)
    if not first:
        # "Morrow" in a story of Warren County is its village Morrow, and not a county across the state
        inside |= (table.keys[rows, 2] == table.keys[row, 2]) & (matrix[rows, _COUNTY_NAMED] > 0)
    for other in rows[inside].tolist():
        place = table.candidate(other).place
        large = place.feature_class == "P" and (place.population or 0) >= LARGE
        # "Bihar" is hardly ever Bihar Sharif
        usual = table.static[other, _PRIOR] >= OWN_NAME or (large and place.feature_code in {"PPLC", "PPLA"})
        # a county lends its bare name to a village too ("Monterey"), a province to its seat or a city
        if table.keys[other, 0] in named:
            continue  # the text calls that town otherwise: "Para" beside "Belem"
        oftener = table.static[other, _PRIOR] >= table.static[row, _PRIOR]
        town = place.feature_class == "P" and (oftener or not first)
        if usual and (place.feature_code in _SEATS or large or town):
            return int(other)
    return None


def _inside(table: Table, rows: NDArray[np.int64], row: int) -> NDArray[np.bool_]:
    """(rows,) which of a name's candidates lie in the division of the name.

    Not every town tells its second-order division: one of the same first-order division lies in it if it
    lies near.
    """
    if table.static[row, _FIRST]:
        first: NDArray[np.bool_] = table.keys[rows, 2] == table.keys[row, 0]
        return first
    near = distance_km(table.xyz[rows], table.xyz[row]) <= NEAR_KM
    beside = (table.keys[rows, 2] == table.keys[row, 2]) & (table.keys[row, 2] >= 0) & near
    second: NDArray[np.bool_] = (table.keys[rows, 3] == table.keys[row, 0]) | beside
    return second


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


def _state_of_list(
    table: Table, matrix: NDArray[np.float32], best: NDArray[np.int64], rows: NDArray[np.int64], row: int
) -> int | None:
    """The first-order division of the name, where all names of its list are divisions of its country."""
    if table.static[row, _FIRST] or matrix[row, _NEAR] > 0.5:
        return None
    fit = (table.static[rows, _FIRST] > 0) & (table.static[rows, _PRIOR] >= LIST_SHARE)
    for other in rows[fit].tolist():
        if _among_divisions(table, best, other, beside=row):
            return int(other)
    return None


def _among_divisions(table: Table, best: NDArray[np.int64], row: int, *, beside: int | None = None) -> bool:
    """Whether the other names of a division's list are divisions of its country.

    ``beside``: another candidate of the name, which must lie by few of them.
    """
    fellows = _list_of(table, int(table.group[row]))
    meant = best[fellows] if fellows else best[:0]
    if len(meant) < LISTED or (meant < 0).any() or not table.static[meant, _FIRST].all():
        return False
    if (table.keys[meant, 1] != table.keys[row, 1]).any():
        return False
    if beside is None or not table.point[beside]:
        return True
    near = distance_km(table.xyz[meant], table.xyz[beside]) <= BESIDE_KM
    return bool(near.mean() <= BESIDE_SHARE)


def _list_of(table: Table, g: int) -> list[int]:
    """The other groups of the lists in which a group stands, by a walk along neighbours."""
    seen = {g: None}
    walk = [g]
    while walk and len(seen) < LONG_LIST:
        for other in table.groups[walk.pop()].fellows:
            if other not in seen:
                seen[other] = None
                walk.append(other)
    return list(seen)[1:]


def _holder_of_named(table: Table, best: NDArray[np.int64], rows: NDArray[np.int64], row: int) -> int | None:
    """The country or division of the name that holds a place of the text, where the one chosen holds none."""
    land = (table.static[rows, _COUNTRY] + table.static[rows, _FIRST]) > 0
    if not land[row - rows[0]] or land.sum() < 2:
        return None
    others = best[(best >= 0) & (best != row)]
    held = [_holds(table, int(k), others) for k in (row, *rows[land & (rows != row)].tolist())]
    if held[0]:
        return None
    for other, holds in zip(rows[land & (rows != row)].tolist(), held[1:], strict=True):
        if holds and table.static[other, _PRIOR] >= LIST_SHARE:
            return int(other)
    return None


def _holds(table: Table, row: int, others: NDArray[np.int64]) -> bool:
    """Whether a country or first-order division holds the town of any of these rows."""
    column = 1 if table.static[row, _COUNTRY] else 2
    same = table.keys[others, column] == table.keys[row, column]
    return bool((same & (table.static[others, _TOWN] > 0)).any())
