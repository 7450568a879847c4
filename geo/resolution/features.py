"""A document's candidates as a named float32 matrix.

One row a candidate, and behind them one row a group for "none of these" (NIL). :mod:`columns` names the
columns; :class:`Evidence` fills them. What the text says of a candidate (columns after ``STATIC``)
depends on what is believed of the other names, so it is computed again in every round from the
beliefs of the round before (``belief`` is None in the first).

Cost is linear in rows: counters by country and division, a bounded number of anchors, and a bounded
window of neighbours; nothing is computed for all pairs of names.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from geo.gazetteer.names import NameFlag
from geo.resolution.columns import COLUMNS, CONTEXT, GROUP
from geo.resolution.counters import Counter, codes_in, codes_of
from geo.resolution.entries import EARTH_KM, STATIC, distance_km
from geo.resolution.kinds import FAMILIES
from geo.resolution.links import company, fellow_pairs, held_links, window_pairs
from geo.resolution.signs import signs
from geo.resolution.table import Table

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

FAR = math.log1p(math.pi * EARTH_KM)
"""ln(1 + half the circumference): distances are given as ln(1 + km) / FAR, 0 here to 1 antipodes."""
UNKNOWN_DISTANCE = 1.1
"""Where there is nothing to measure from."""
ANCHORS = 96
"""Most places that distances are measured from; the heaviest names of a text. More changed nothing on
texts of news; the bound keeps long reports linear."""
ONE_PLACE_KM = 2.0
"""Towns and divisions that lie nearer to each other are one place to a reader: a town and its commune."""
COUNTRY_KM2 = 2.0e6
"""Peopled area of a large country, km²: namesakes within it are taken to lie anywhere."""
REACHES_KM = (40.0, 161.0, 500.0)

_AT = {name: k for k, name in enumerate(COLUMNS)}
_KINDS = [_AT[name] for name in ("country", "first", "second", "lower_division", "town", "water", "relief")]
_KINDS += [_AT[name] for name in ("region", "facility", "continent")]
_SETTLED = [STATIC.index(name) for name in ("country", "first", "second", "lower_division", "town")]
_PERSON = int(NameFlag.GIVEN_NAME | NameFlag.SURNAME)


def _scaled(km: Floats) -> Floats:
    scaled: Floats = np.log1p(km) / FAR
    return scaled


class Evidence:
    """The matrix of one document's table, round by round."""

    def __init__(self, table: Table) -> None:
        self.table = table
        count, groups = table.rows, len(table.groups)
        self._weights = np.array([group.weight for group in table.groups], dtype=np.float64)
        self._matrix = np.zeros((count + groups, len(COLUMNS)), dtype=np.float32)
        self.group = np.concatenate([table.group, np.arange(groups, dtype=np.int64)])
        """(rows + groups,) the group of each row of the matrix; the last ``groups`` rows are NIL."""
        # ids to small numbers of this document, once
        self._country, self._countries = codes_in(table.keys[:, 1])
        self._first, self._firsts = codes_in(table.keys[:, 2])
        self._second, self._seconds = codes_in(table.keys[:, 3])
        flat = np.concatenate([table.keys[:, :1], table.held], axis=1)
        codes, self._places = codes_in(flat.reshape(-1))
        self._place, self._held = codes.reshape(-1, 4)[:, 0], codes.reshape(-1, 4)[:, 1:]
        self._kin, _ = codes_of([group.kin or group.name for group in table.groups])
        # what must not support itself: all groups of one kin
        kin = self._kin[table.group]
        self._by_country = Counter(self._country, self._countries, kin)
        self._by_first = Counter(self._first, self._firsts, kin)
        self._by_second = Counter(self._second, self._seconds, kin)
        self._by_place = Counter(self._place, self._places, kin, *self._held.T)
        self._counts = np.diff(table.start)
        self._filled = self._counts > 0
        """(groups,) which of them have candidates."""
        self._links = held_links(table)
        self._window = window_pairs(table)
        self._fellows = fellow_pairs(table)
        self._kind = table.static[:, _KINDS].argmax(axis=1)
        self._settled = np.asarray(table.static[:, _SETTLED].max(axis=1) > 0)
        """(rows,) which are divisions and towns."""
        self._static()
        self._groups()

    def matrix(self, belief: Floats | None) -> NDArray[np.float32]:
        """(rows + groups, columns) under the beliefs of the round before: (rows,), a share of each
        group that sums to at most 1. None: only what needs no other name's meaning."""
        if belief is not None and self.table.rows:
            self._context(belief)
        self._nil_rows()
        return self._matrix

    # -- what does not change ------------------------------------------------------------------

    def _put(self, name: str, values: NDArray[np.floating] | float) -> None:
        self._matrix[: self.table.rows, _AT[name]] = values

    def _static(self) -> None:
        table = self.table
        self._matrix[: table.rows, : len(STATIC)] = table.static
        near, own = [], []
        for group in table.groups:
            fit = group.entry.families
            near.append(_kind_column(fit, group.families))
            own.append(_kind_column(fit, {group.own_family: 1} if group.own_family else {}))
        if table.rows:
            self._put("kind_near", np.concatenate(near))
            self._put("kind_own", np.concatenate(own))
            home = any(group.home for group in table.groups)
            self._put("home_given", float(home))
            self._put("dateline", np.array([g.dateline for g in table.groups], dtype=float)[table.group])
            for name, values in (*self._links.items(), *signs(table).items()):
                self._put(name, values)
            fellows = company(table, self._kin)
            self._speech()
            self._put("company", np.log1p(fellows))
            self._put("company_to_best", np.log((fellows + 0.1) / (self._best_of_group(fellows) + 0.1)))
        for name in CONTEXT:
            self._matrix[:, _AT[name]] = UNKNOWN_DISTANCE if name in _DISTANCES else 0.0

    def _speech(self) -> None:
        """What the text's English says of each candidate's country, and how many namesakes lie in it."""
        table = self.table
        key = self._country.astype(np.int64) + 1 + table.group * (self._countries + 1)
        _, inverse, counts = np.unique(key, return_inverse=True, return_counts=True)
        self._namesakes = counts[inverse].astype(np.float64)
        self._put("namesakes", np.log1p(self._namesakes))
        if not table.speech:
            return
        codes, firsts = np.unique(self._country, return_index=True)
        told = np.zeros(self._countries + 1)
        for code, row in zip(codes.tolist(), firsts.tolist(), strict=True):
            told[code + 1] = table.speech.get(table.candidate(row).place.country, 0.0)
        cues, most = told[self._country + 1], max(table.speech.values())
        self._put("speech", cues / (most + 1.0))
        self._put("speech_to_best", np.log((cues + 0.5) / (most + 0.5)))

    def _groups(self) -> None:
        table = self.table
        rows = []
        for group in table.groups:
            prior = np.maximum(group.entry.static[:, STATIC.index("prior")], 1e-6).astype(np.float64)
            shares = prior / prior.sum() if len(prior) else prior
            rows.append(
                (
                    0.0,
                    math.log1p(len(prior)),
                    math.log1p(len(group.mentions)),
                    len(group.name.split()),
                    min(len(group.name), 40) / 10.0,
                    float(group.name.isupper()),
                    float(bool(group.flags & _PERSON)),
                    float(bool(group.flags & int(NameFlag.COMMON_WORD))),
                    float(-(shares * np.log(shares)).sum()) if len(prior) else 0.0,
                    math.log1p(len(table.groups)),
                    0.0,
                    0.0,
                )
            )
        if rows:
            self._matrix[:, _AT["nil"] : _AT["nil"] + len(GROUP)] = np.array(rows, dtype=np.float32)[
                self.group
            ]
            self._matrix[table.rows :, _AT["nil"]] = 1.0

    def _nil_rows(self) -> None:
        """ "None of these" sees the best that its group's candidates have to show, column by column."""
        table = self.table
        filled = np.flatnonzero(self._filled)
        width = _AT["nil"]
        block = self._matrix[table.rows :]
        block[:, :width] = 0.0
        if len(filled):
            starts = table.start[:-1][filled]
            rows = self._matrix[: table.rows, :width]
            best = np.maximum.reduceat(rows, starts, axis=0)
            least = np.minimum.reduceat(rows, starts, axis=0)
            best[:, _DISTANCE_AT] = least[:, _DISTANCE_AT]
            block[filled, :width] = best

    # -- what the beliefs change ---------------------------------------------------------------

    def _context(self, belief: Floats) -> None:
        table = self.table
        mass = belief * self._weights[table.group]
        total = mass.sum()
        kin = self._kin[table.group]
        others = total - np.bincount(kin, mass, minlength=len(table.groups))[kin]
        self._put("context_weight", np.log1p(others))
        safe = np.maximum(others, 1e-9)

        country, (country_own,) = self._by_country(mass)
        first, (first_own,) = self._by_first(mass)
        second, (second_own,) = self._by_second(mass)
        for name, codes, sums, own in (
            ("country", self._country, country, country_own),
            ("first", self._first, first, first_own),
            ("second", self._second, second, second_own),
        ):
            weight = np.where(codes >= 0, sums[np.maximum(codes, 0)] - own, 0.0)
            weight = np.maximum(weight, 0.0)
            self._put(f"{name}_share", weight / safe)
            self._put(f"{name}_weight", np.log1p(weight))
            if name != "second":
                ranks = np.empty(len(sums))
                ranks[np.argsort(-np.round(sums, 6), kind="stable")] = np.arange(len(sums))
                self._put(
                    f"{name}_rank", np.where(codes >= 0, np.log2(1.0 + ranks[np.maximum(codes, 0)]), 5.0)
                )
        self._matrix[:, _AT["main_country"]] = country.max(initial=0.0) / max(total, 1e-9)
        self._matrix[:, _AT["main_first"]] = first.max(initial=0.0) / max(total, 1e-9)

        named, (own, *own_held) = self._by_place(mass)
        self._put("same_place", np.log1p(np.maximum(named[self._place] - own, 0.0)))
        names = ("country_named", "first_named", "second_named")
        for name, codes, own in zip(names, self._held.T, own_held, strict=True):
            there = np.where(codes >= 0, named[np.maximum(codes, 0)] - own, 0.0)
            self._put(name, np.log1p(np.maximum(there, 0.0)))
        self._put("belief", belief)
        self._put("belief_to_best", np.log((belief + 1e-4) / (self._best_of_group(belief) + 1e-4)))
        self._distances(belief)

    def _best_of_group(self, values: Floats) -> Floats:
        """(rows,) the largest value of each row's group."""
        best = np.maximum.reduceat(values, self.table.start[:-1][self._filled])
        return np.repeat(best, self._counts[self._filled])

    def _distances(self, belief: Floats) -> None:
        table = self.table
        best = best_rows(table, belief)
        sure = np.where(best >= 0, belief[np.maximum(best, 0)], 0.0)
        usable = (best >= 0) & (table.point[np.maximum(best, 0)])
        strength = np.round(np.where(usable, self._weights * sure, 0.0), 6)
        chosen = np.argsort(-strength, kind="stable")[:ANCHORS]
        chosen = chosen[strength[chosen] > 0.05]
        if len(chosen):
            km = distance_km(table.xyz[:, None, :], table.xyz[best[chosen]][None, :, :])
            rows = best[chosen]
            # a place that the text calls otherwise says nothing for a second name of it
            other = (self._kin[table.group][:, None] != self._kin[chosen][None, :]) & ~(
                (self._place[:, None] == self._place[rows][None, :])
                | (self._settled[:, None] & self._settled[rows][None, :] & (km <= ONE_PLACE_KM))
            )
            weight = strength[chosen][None, :] * other
            sums = weight.sum(axis=1)
            some = sums > 0
            safe = np.maximum(sums, 1e-9)
            masked = np.where(weight > 0, km, np.pi * EARTH_KM)
            self._put("nearest", np.where(some, _scaled(masked.min(axis=1)), UNKNOWN_DISTANCE))
            self._put("chance", self._chance(masked.min(axis=1), (weight > 0).sum(axis=1)))
            mean = (_scaled(km) * weight).sum(axis=1) / safe
            self._put("mean_distance", np.where(some, mean, UNKNOWN_DISTANCE))
            kernel = (np.exp(-km / 100.0) * weight).sum(axis=1)
            self._put("kernel", np.log1p(kernel))
            self._put("kernel_to_best", np.log((kernel + 0.01) / (self._best_of_group(kernel) + 0.01)))
            for reach in REACHES_KM:
                self._put(f"share_{reach:.0f}", ((km <= reach) * weight).sum(axis=1) / safe)
        self._neighbours(best, sure)
        self._parallels(best, sure)
        for name, flag in (("dateline_distance", "dateline"), ("home_distance", "home")):
            marked = [g for g, item in enumerate(table.groups) if getattr(item, flag) and best[g] >= 0]
            if marked:
                g = marked[0]
                km_one = distance_km(table.xyz, table.xyz[best[g]])
                self._put(name, np.where(table.group == g, UNKNOWN_DISTANCE, _scaled(km_one)))
                if flag == "dateline":
                    same = (self._first == self._first[best[g]]) & (self._first >= 0)
                    self._put("dateline_first", np.where(table.group == g, 0.0, same.astype(float)))

    def _chance(self, nearest: Floats, anchors: Ints) -> Floats:
        """(rows,) log10 of how many places of the name would lie so near to any settled place by chance.

        The more places a text names and the more namesakes there are, the less says nearness to one.
        """
        disc = math.pi * (nearest + ONE_PLACE_KM) ** 2 / COUNTRY_KM2
        chance: Floats = np.log10(np.clip(disc * anchors * self._namesakes, 1e-4, 1e2))
        return chance

    def _neighbours(self, best: Ints, sure: Floats) -> None:
        """Distances to what the names just before and behind mean, and whether they share a country."""
        table = self.table
        rows, other, weight = self._beside(self._window, best, sure)
        if not len(rows):
            return
        km = _scaled(distance_km(table.xyz[rows], table.xyz[other]))
        pointed = table.point[other]
        nearest = np.full(table.rows, UNKNOWN_DISTANCE)
        np.minimum.at(nearest, rows[pointed], km[pointed])
        self._put("window_nearest", nearest)
        sums = np.bincount(rows, weight, minlength=table.rows)
        safe = np.maximum(sums, 1e-9)
        mean = np.bincount(rows, weight * km, minlength=table.rows) / safe
        self._put("window_mean", np.where(sums > 0, mean, UNKNOWN_DISTANCE))
        for name, codes in (("window_country", self._country), ("window_first", self._first)):
            same = (codes[rows] == codes[other]) & (codes[rows] >= 0)
            self._put(name, np.bincount(rows, weight * same, minlength=table.rows) / safe)

    def _beside(self, pairs: Ints, best: Ints, sure: Floats) -> tuple[Ints, Ints, Floats]:
        """Pairs of groups as rows of the one, the best row of the other, and how sure that is."""
        if len(pairs):
            known = (best[pairs[:, 1]] >= 0) & (self._counts[pairs[:, 0]] > 0)
            pairs = pairs[known & (self._kin[pairs[:, 0]] != self._kin[pairs[:, 1]])]
        length = self._counts[pairs[:, 0]]
        offset = np.concatenate([[0], np.cumsum(length)])[:-1]
        within = np.arange(int(length.sum())) - np.repeat(offset, length)
        rows = np.repeat(self.table.start[pairs[:, 0]], length) + within
        return rows, np.repeat(best[pairs[:, 1]], length), np.repeat(sure[pairs[:, 1]], length)

    def _parallels(self, best: Ints, sure: Floats) -> None:
        """Whether a list's other members are places of the same kind: towns stand with towns."""
        rows, other, weight = self._beside(self._fellows, best, sure)
        if not len(rows):
            return
        same = self._kind[rows] == self._kind[other]
        times = np.maximum(np.bincount(rows, minlength=self.table.rows), 1)
        for name, which in (("fellow_kind", same), ("fellow_other", ~same)):
            self._put(name, np.bincount(rows, weight * which, minlength=self.table.rows) / times)


_DISTANCES = frozenset(
    {"nearest", "mean_distance", "window_nearest", "window_mean", "dateline_distance", "home_distance"}
)
_DISTANCE_AT = [_AT[name] for name in COLUMNS if name in _DISTANCES]


def best_rows(table: Table, belief: Floats) -> Ints:
    """(groups,) the row that each group believes in most; -1 for a group without candidates."""
    out = np.full(len(table.groups), -1, dtype=np.int64)
    rounded = np.round(belief, 6)
    # stable: of equals the gazetteer's order decides
    order = np.lexsort((np.arange(table.rows), -rounded, table.group))
    filled = np.diff(table.start) > 0
    out[filled] = order[table.start[:-1][filled]]
    return out


def _kind_column(fit: NDArray[np.bool_], families: dict[str, int]) -> Floats:
    out = np.zeros(len(fit))
    if not families or not len(fit):
        return out
    weights = np.array([families.get(name, 0) for name in FAMILIES], dtype=float)
    share = fit @ weights / weights.sum()
    # a word that no candidate fits says nothing ("York county" with towns alone)
    return 2.0 * share - 1.0 if share.max() > 0 else out
