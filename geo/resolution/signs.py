"""The columns that no network sees (:data:`columns.HAND`): plain signs, too seldom in corpora to be learned.

Telephone numbers, what a town alone has, an agency's dateline, an article that rivers need, capitals of an
abbreviation. The prior ranker weighs them.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from geo.resolution.entries import STATIC
from geo.resolution.table import Group, Table
from geo.resolution.words import is_code

Floats = NDArray[np.float64]

TOLD_NAME = 0.1
"""What each name of a text weighs beside one telephone number of it: in a digest of many places a number says
little of the others."""
LAND_SHARE = 0.02
"""Least share of a name's uses by which a river's name is a state's or country's too, as in a list of states
(:data:`namesakes.LIST_SHARE`)."""
SHORT = 3
"""Most letters of a name whose capitals tell an abbreviation from a word: "EU" is not Eu in Normandy."""
LONG = 6
"""Least letters of a name in which one of them is little."""
_FIRST, _TOWN, _WATER = STATIC.index("first"), STATIC.index("town"), STATIC.index("water")
_PRIOR, _TO_BEST = STATIC.index("prior"), STATIC.index("prior_to_best")
_LAND = [STATIC.index("country"), _FIRST]
_WIDE = [STATIC.index(name) for name in ("country", "region", "continent")]


def signs(table: Table) -> dict[str, Floats]:
    """The name of each column that says anything -> (rows,) its values."""
    static, out = table.static, {}
    if table.told:
        out["told"] = _told(table)
    if any(group.towns for group in table.groups):
        town = (static[:, _TOWN] > 0) * 1.0 - (static[:, _WIDE].max(axis=1) > 0)
        out["town_told"] = town * _shares(table, [group.towns for group in table.groups])
    if any(group.wired for group in table.groups):
        out["wire"] = static[:, _TO_BEST] * _shares(
            table, [group.wired for group in table.groups], whole=True
        )
    water = static[:, _WATER] > 0
    if water.any():
        land = (static[:, _LAND].max(axis=1) > 0) & (static[:, _PRIOR] >= LAND_SHARE)
        shared = np.bincount(table.group, land, minlength=len(table.groups))[table.group] > 0
        if (shared & water).any():
            out["bare_river"] = (shared & water) * _shares(table, [group.bare for group in table.groups])
    codes = [g for g, group in enumerate(table.groups) if is_code(group.name) and not group.flown]
    if codes:
        out["code_alone"] = np.zeros(table.rows)
        for g in codes:
            out["code_alone"][int(table.start[g]) : int(table.start[g + 1])] = _codes(table.groups[g])
    alike = [_spelt_alike(group) for group in table.groups]
    if any(map(len, alike)):
        out["spelt_alike"] = np.zeros(table.rows)
        out["spelt_alike"][[int(table.start[g]) + k for g, found in enumerate(alike) for k in found]] = 1.0
    if any(len(group.name) <= SHORT for group in table.groups):
        out["capitals_other"] = np.concatenate([_capitals_other(group) for group in table.groups])
    return out


def _shares(table: Table, counts: Sequence[int], *, whole: bool = False) -> Floats:
    """(rows,) a count of each group's spans as a share of them; ``whole``: as it is."""
    share = np.array(counts, dtype=np.float64)
    if not whole:
        share /= np.array([len(group.spans) for group in table.groups])
    return np.asarray(share[table.group])


def _told(table: Table) -> Floats:
    """(rows,) what of all that the text says its numbers say for the first-order division."""
    total = sum(table.told.values()) + TOLD_NAME * len(table.groups)
    codes, firsts, inverse = np.unique(table.keys[:, 2], return_index=True, return_inverse=True)
    said = np.zeros(len(codes))
    for at, row in enumerate(firsts.tolist()):
        place = table.candidate(row).place
        name = place.name if table.static[row, _FIRST] else next(iter(place.admin), "")
        said[at] = table.told.get((place.country, name), 0.0) / total if codes[at] >= 0 else 0.0
    return np.asarray(said[inverse])


def _capitals_other(group: Group) -> Floats:
    candidates = group.entry.candidates
    if len(group.name) > SHORT or not group.name.isupper():
        return np.zeros(len(candidates))
    words = [c.matched_name == c.place.name and not c.matched_name.isupper() for c in candidates]
    other = np.array(words, dtype=np.float64)
    return np.asarray(other * (other.min(initial=1.0) == 0.0))


def _codes(group: Group) -> Floats:
    """Which candidates are airports that only their code names."""
    airports = [c.match == "abbreviation" and c.place.feature_code == "AIRP" for c in group.entry.candidates]
    return np.array(airports, dtype=np.float64)


def _spelt_alike(group: Group) -> list[int]:
    """Which candidates' own names differ by one letter from the text's, where a usual one bears that.

    Gazetteers know Pittsburg in California as "Pittsburgh" too; who writes that means the one with the h.
    """
    entry, name = group.entry, group.name
    if len(entry.candidates) < 2 or len(name) < LONG or entry.candidates[0].place.name != name:
        return []
    usual = entry.static[:, _PRIOR]
    return [
        k
        for k, candidate in enumerate(entry.candidates)
        if candidate.match == "alternate"
        and usual[k] < usual[0]
        and _one_letter_apart(candidate.place.name, name)
    ]


def _one_letter_apart(one: str, other: str) -> bool:
    """Whether a letter left out, put in or changed makes one of the other, below their first."""
    if abs(len(one) - len(other)) > 1 or one[:1] != other[:1] or one == other:
        return False
    longer, shorter = (one, other) if len(one) >= len(other) else (other, one)
    at = next((k for k, (a, b) in enumerate(zip(longer, shorter, strict=False)) if a != b), len(shorter))
    return longer[at + 1 :] == shorter[at + (len(one) == len(other)) :]
