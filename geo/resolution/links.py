"""Names that stand by a name: which of its candidates lie in which of theirs, and which are neighbours."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from geo.resolution.entries import STATIC, Entry, distance_km
from geo.resolution.table import Table

Doubles = NDArray[np.float64]
Ints = NDArray[np.int64]

WINDOW = 3
"""Names to each side that count as neighbours."""
WINDOW_SPANS = 8
"""Mentions of one name whose neighbours are read."""


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
    names = ("held_direct", "held_direct_other", "held_before", "held_phrase", "holds_direct")
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
