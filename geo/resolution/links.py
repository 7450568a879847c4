"""Names that stand by a name: which of its candidates lie in which of theirs, and which are neighbours."""

from __future__ import annotations

from itertools import product

import numpy as np
from numpy.typing import NDArray

from geo.resolution.entries import EARTH_KM, STATIC, Entry, distance_km
from geo.resolution.table import Table

Doubles = NDArray[np.float64]
Ints = NDArray[np.int64]

WINDOW = 3
"""Names to each side that count as neighbours."""
WINDOW_SPANS = 8
"""Mentions of one name whose neighbours are read."""
COMPANY_KM = 40.0
"""Edge of the cubes in which names keep company: a county."""
CUBES = 1024
"""More cubes than lie side by side across the Earth."""


def _held_in(inner: Entry, outer: Entry) -> NDArray[np.bool_]:
    """(n inner, m outer) whether a candidate lies in another name's candidate."""
    if not len(inner.candidates) or not len(outer.candidates):
        return np.zeros((len(inner.candidates), len(outer.candidates)), dtype=bool)
    place = outer.keys[:, 0]
    held = (inner.held[:, :, None] == place[None, None, :]).any(axis=1)
    for k in (1, 2):
        # a country or first-order division holds what carries its key, itself excepted
        is_it = outer.static[:, STATIC.index("country" if k == 1 else "first")] > 0
        same = inner.keys[:, k][:, None] == outer.keys[:, k][None, :]
        held |= same & is_it[None, :] & (outer.keys[:, k] >= 0)[None, :]
    held &= outer.holds[None, :]
    wide = np.flatnonzero(outer.reach > 0)
    for m in wide:
        held[:, m] |= distance_km(inner.xyz, outer.xyz[m]) <= outer.reach[m]
    other: NDArray[np.bool_] = inner.keys[:, 0][:, None] != place[None, :]
    inside: NDArray[np.bool_] = held & other
    return inside


def held_links(table: Table) -> dict[str, Doubles]:
    """The columns of containment in, and of, the names that stand beside a name."""
    names = (
        "held_direct",
        "held_direct_other",
        "held_before",
        "held_phrase",
        "held_list",
        "held_heading",
        "holds_direct",
    )
    out = {name: np.zeros(table.rows) for name in names}
    cache: dict[tuple[int, int], NDArray[np.bool_]] = {}
    holds_hits: dict[int, Doubles] = {}
    for g, group in enumerate(table.groups):
        rows = slice(int(table.start[g]), int(table.start[g + 1]))
        if rows.stop == rows.start:
            continue
        for name, linked in (
            ("held_direct", group.direct),
            ("held_before", group.before),
            ("held_phrase", group.phrase),
            ("held_list", group.listed),
            ("held_heading", group.headed),
        ):
            if not linked:
                continue
            counts = (
                {other: linked.count(other) for other in dict.fromkeys(linked)}
                if len(linked) < 64
                else (dict.fromkeys(linked, 1))
            )
            inside = np.zeros(rows.stop - rows.start)
            told = 0
            for other, times in counts.items():
                if (g, other) not in cache:
                    cache[g, other] = _held_in(group.entry, table.groups[other].entry)
                held = cache[g, other]
                if not held.any():
                    continue
                told += times
                inside += held.any(axis=1) * float(times)
                if name == "held_direct":
                    prior = np.maximum(group.entry.static[:, STATIC.index("prior")], 0.01)
                    backed = (held * prior[:, None]).max(axis=0)
                    holds_hits.setdefault(other, np.zeros(len(backed)))
                    holds_hits[other] = np.maximum(holds_hits[other], (backed > 0) * (0.5 + 0.5 * backed))
            if told:
                # several names may follow (county, state): the candidate in the most of them leads
                out[name][rows] = inside / max(inside.max(), 1.0)
                if name == "held_direct":
                    out["held_direct_other"][rows] = (inside < inside.max()) * 1.0
    for other, hits in holds_hits.items():
        out["holds_direct"][int(table.start[other]) : int(table.start[other + 1])] = hits
    return out


def window_pairs(table: Table) -> Ints:
    """(pairs, 2): a group and a group that stands near it in the text, each pair once."""
    members = [g for _, _, g in table.positions]
    seen: dict[int, int] = {}
    pairs: dict[tuple[int, int], None] = {}
    for at, g in enumerate(members):
        seen[g] = seen.get(g, 0) + 1
        if seen[g] > WINDOW_SPANS:
            continue
        for other in members[max(0, at - WINDOW) : at] + members[at + 1 : at + 1 + WINDOW]:
            if other != g:
                pairs[g, other] = None
    return np.array(list(pairs), dtype=np.int64).reshape(-1, 2)


def fellow_pairs(table: Table) -> Ints:
    """(pairs, 2): a group and a group beside it in a list, each pair once."""
    pairs = {(g, other): None for g, group in enumerate(table.groups) for other in group.fellows}
    return np.array(list(pairs), dtype=np.int64).reshape(-1, 2)


def company(table: Table, kin: Ints) -> Doubles:
    """(rows,) how many other names of the text could mean something nearby, whatever they do mean.

    Candidates fall into cubes of ``COMPANY_KM``; a row counts the names of other kin in its cube and the
    cubes around it, each by the square root of the share of its uses. Names of one neighbourhood so
    find each other before any of them is settled ("Edmonton", "Enfield"), at a cost that is linear in
    the rows.
    """
    out = np.zeros(table.rows)
    rows = np.flatnonzero(table.point)
    if not len(rows):
        return out
    worth = np.sqrt(np.maximum(table.static[rows, STATIC.index("prior")], 1e-4)).astype(np.float64)
    cube = np.floor(table.xyz[rows] * (EARTH_KM / COMPANY_KM)).astype(np.int64) + CUBES // 2
    place = (cube[:, 0] * CUBES + cube[:, 1]) * CUBES + cube[:, 2]
    own = kin[table.group[rows]]
    # the best candidate of each kin in each cube
    order = np.lexsort((-worth, own, place))
    first = np.ones(len(order), dtype=bool)
    first[1:] = (np.diff(place[order]) != 0) | (np.diff(own[order]) != 0)
    chosen = order[first]
    keys, where = np.unique(place[chosen], return_inverse=True)
    sums = np.bincount(where, worth[chosen])
    pairs = place[chosen] * len(table.groups) + own[chosen]  # sorted, as chosen is
    total = np.zeros(len(rows))
    for x, y, z in product((-1, 0, 1), repeat=3):
        beside = place + (x * CUBES + y) * CUBES + z
        at = np.minimum(np.searchsorted(keys, beside), len(keys) - 1)
        pair = beside * len(table.groups) + own
        mine = np.minimum(np.searchsorted(pairs, pair), len(pairs) - 1)
        total += np.where(keys[at] == beside, sums[at], 0.0)
        total -= np.where(pairs[mine] == pair, worth[chosen][mine], 0.0)
    out[rows] = np.round(np.maximum(total, 0.0), 6)
    return out
