"""Where to put what no gazetteer lists: a school, a street, a creek, placed at the place that the text
puts it in, marked approximate with a radius and never as exact.

The text puts a name somewhere by what stands behind it ("Kincaid Park in Anchorage"), by a name inside
it that the text also uses ("Alexandria Airport"), by the place of the same sentence, or, for names that
are plainly local, by being about one town beyond doubt.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from geo.gazetteer.names import normalise
from geo.resolution import words
from geo.resolution.entries import distance_km, is_country
from geo.resolution.features import best_rows
from geo.resolution.kinds import ABROAD_WORDS, FAMILIES, LOCAL_WORDS
from geo.resolution.ranker import DECIMALS
from geo.resolution.table import Group, Table
from geo.types import Candidate, Footprint, Place

NIL_DOUBT = 0.6
"""A name whose candidates are this likely all wrong is treated as if the gazetteer did not have it."""
FAR_DOUBT = 0.3
"""The same for a school, a park or a street whose candidate lies far from every place of the text."""
OUTLET_DOUBT = 0.1
"""The same where the caller tells the outlet's home; these by their meaning, as no corpus tells homes."""
FAR_KM = 100.0
FAMOUS_SHARE = 0.6
FAMOUS_POPULATION = 20_000
"""Share of a name's uses, and a town's inhabitants, from which it is meant anywhere ("Palm Springs")."""
LANDMARK_SHARE = 0.3
"""That share for the landmarks of our own tables, which are there because readers know them."""
KNOWN_POPULATION = 50_000
"""Inhabitants of a town that readers elsewhere may know."""
SURE = 0.5
"""Least belief in a place that something is put at."""
OUTLET = 4.0
"""What the outlet's home weighs where the caller tells it, in mentions of a town."""
SENTENCE_CHARS = 300
"""How far the place of the same sentence may stand from the name."""
HOME_SHARE = 0.4
"""Least share of the text's towns and counties, by weight, that makes one of them the text's own."""

SCORES = {"behind": 0.76, "inside": 0.87, "sentence": 0.75, "home": 0.45, "part": 0.46, "division": 0.44}
"""How often a name so placed was within 161 km of the truth, in cross-validation on the corpora that the
ranker is trained on, rounded down (of 30, 33, 110, 58, 2 and 18 names). The last three, .64, .5 and .61 when
measured, are kept below what is drawn as sure: the text says nothing of the name itself."""


@dataclass(frozen=True, slots=True)
class StandIn:
    """A place that stands in for an unlisted one."""

    candidate: Candidate
    score: float
    note: str
    how: str
    leads: bool = False
    """Goes before what the gazetteer offers, whatever their scores: it knows only a part of the name (a
    hospital is seldom in the far town that it is named after), or a namesake far from the outlet's home."""


class Fallback:
    """Finds stand-ins in one settled document."""

    def __init__(
        self, text: str, table: Table, belief: NDArray[np.float64], nil: NDArray[np.float64]
    ) -> None:
        self._text = text
        self._table = table
        self._nil = np.round(nil, DECIMALS)
        self._best = best_rows(table, belief)
        self._belief = np.round(belief, DECIMALS)
        places = (self._place(g)[0] for g in range(len(table.groups)))
        self._settled = {place.id for place in places if place is not None}
        """The places that names of the text were settled on, those known in part not among them."""
        firm = self._best[self._best >= 0]
        self._firm = firm[(self._belief[firm] >= SURE) & table.point[firm]]
        """Rows of the places with a point that the text surely speaks of."""
        homes = (self._place(g)[0] for g, group in enumerate(table.groups) if group.home)
        self._outlet = {place.id for place in homes if place is not None}
        self._home = self._own_town()
        self._at: dict[int, list[int]] = {}
        for index, (_, _, g) in enumerate(table.positions):
            self._at.setdefault(g, []).append(index)

    def find(self, g: int, *, facility: bool, always: bool = False) -> StandIn | None:
        """The stand-in for a group, or None if it needs none or the text puts it nowhere.

        ``facility``: the recogniser calls it one; ``always``: take the text's own town for any name.
        """
        group = self._table.groups[g]
        said = {word.lower() for word in words.WORD.findall(group.name)}
        local = facility or group.fuzzy or bool(said & LOCAL_WORDS)
        if not self._unlisted(g, local=local):
            return None
        found = self._anchored(g, said, near=local or always)
        abroad = bool(self._outlet) and local and self._far_from_all(g)
        return replace(found, leads=group.fuzzy or abroad) if found is not None else None

    def _anchored(self, g: int, said: set[str], *, near: bool) -> StandIn | None:
        """The stand-in by the first way that finds one; ``near``: the text's own town will do."""
        group = self._table.groups[g]
        anchor = self._behind(group)
        if anchor is not None:
            return self._stand_in(group, anchor, "behind", f"the text puts it in {anchor.name}")
        inside = self._inside(g) if group.fuzzy and not said & ABROAD_WORDS else None
        if inside is not None and inside.id in self._settled:
            return self._stand_in(group, inside, "inside", f"it is named after {inside.name}")
        anchor = self._sentence(g)
        if anchor is not None and near:
            return self._stand_in(group, anchor, "sentence", f"the same sentence names {anchor.name}")
        if inside is not None and (is_country(inside) or inside.feature_code == "ADM1"):
            return self._stand_in(group, inside, "part", f"it is named after {inside.name}")
        if self._home is not None and near:
            anchor, how = self._home
            why = "is the outlet's home" if anchor.id in self._outlet else "is what the text is about"
            return self._stand_in(group, anchor, how, f"that {why}")
        if inside is not None:
            return self._stand_in(group, inside, "part", f"it is named after {inside.name}")
        return None

    def _unlisted(self, g: int, *, local: bool) -> bool:
        """Whether the gazetteer does not have what the name means.

        That all candidates are wrong is believed of a village's or a facility's name; a large place of
        the name stays the better answer, however little the text says for it.
        """
        group = self._table.groups[g]
        if not group.entry.candidates or group.fuzzy:
            return True
        row = int(self._best[g])
        if _is_landmark(self._table.candidate(row)):
            return False
        if local and self._far_from_all(g):
            return float(self._nil[g]) >= (OUTLET_DOUBT if self._outlet else FAR_DOUBT)
        if float(self._nil[g]) < NIL_DOUBT or _has_own_kind(group):
            return False
        return local or not any(_is_known(candidate.place) for candidate in group.entry.candidates)

    def _far_from_all(self, g: int) -> bool:
        """Whether the text is about a town, and what the name is taken for lies far from all it speaks of,
        and is nothing that every reader knows."""
        row, table = int(self._best[g]), self._table
        if self._home is None or self._home[1] != "home" or row < 0 or _is_famous(table.candidate(row)):
            return False
        rows = self._firm[self._firm != row]
        return bool((distance_km(table.xyz[rows], table.xyz[row]) > FAR_KM).all())

    # -- evidence ------------------------------------------------------------------------------

    def _place(self, g: int) -> tuple[Place | None, float]:
        """What a group was settled on, and how firmly."""
        row = int(self._best[g])
        group = self._table.groups[g]
        if row < 0 or group.fuzzy:
            return None, 0.0
        return self._table.candidate(row).place, float(self._belief[row])

    def _behind(self, group: Group) -> Place | None:
        found: list[Place] = []
        for other in dict.fromkeys([*group.direct, *group.before]):
            place, belief = self._place(other)
            if place is not None and belief >= SURE:
                found.append(place)
        local = [place for place in found if _is_local(place)]
        wide = [place for place in found if not is_country(place)]
        return next(iter(local or wide), None)

    def _inside(self, g: int) -> Place | None:
        """What a part of the name means."""
        row = int(self._best[g])
        if row < 0:
            return None
        place = self._table.candidate(row).place
        return place if float(self._belief[row]) >= SURE or place.id in self._settled else None

    def _sentence(self, g: int) -> Place | None:
        positions = self._table.positions
        found: list[tuple[int, int, Place]] = []
        for at in self._at.get(g, [])[:3]:
            start, end, _ = positions[at]
            for step in (1, -1):
                other = at + step
                while 0 <= other < len(positions):
                    a, b, k = positions[other]
                    gap = self._text[b:start] if step < 0 else self._text[end:a]
                    if b > len(self._text) or len(gap) > SENTENCE_CHARS or words.sentence_break(gap):
                        break
                    place, belief = self._place(k)
                    town = place is not None and _is_local(place) and place.feature_class != "S"
                    if k != g and place is not None and town and belief >= SURE:
                        found.append((len(gap), other, place))
                        break
                    other += step
        return min(found, key=lambda f: f[:2])[2] if found else None

    def _own_town(self) -> tuple[Place, str] | None:
        """The town or county that the text is about, else its division, if beyond doubt."""
        local: dict[str, tuple[float, Place]] = {}
        for g, group in enumerate(self._table.groups):
            place, belief = self._place(g)
            if place is None or belief < SURE or place.feature_class == "S":
                continue
            if not (_is_local(place) or place.feature_code == "ADM1"):
                continue
            weight = (len(group.mentions) or 0.3) + (1.0 if group.dateline else 0.0)
            weight += OUTLET if group.home else 0.0
            local[place.id] = (local.get(place.id, (0.0, place))[0] + weight, place)
        towns = [(w, p) for w, p in local.values() if _is_local(p)]
        if towns:
            weight, place = max(towns, key=lambda item: (round(item[0], 6), item[1].id))
            if weight >= HOME_SHARE * sum(w for w, _ in towns):
                return place, "home"
        divisions = [(w, p) for w, p in local.values() if p.feature_code == "ADM1"]
        if divisions:
            weight, place = max(divisions, key=lambda item: (round(item[0], 6), item[1].id))
            if weight >= 0.6 * sum(w for w, _ in divisions):
                return place, "division"
        return None

    # -- the stand-in --------------------------------------------------------------------------

    def _stand_in(self, group: Group, anchor: Place, how: str, why: str) -> StandIn:
        slug = normalise(group.name).replace(" ", "-") or "unnamed"
        place = Place(
            id=f"near:{anchor.id}/{slug}",
            name=group.name,
            footprint=Footprint(
                lat=anchor.footprint.lat,
                lon=anchor.footprint.lon,
                radius_km=extent_km(anchor),
                quality="approximate",
            ),
            feature_class="S",
            feature_code="",
            country=anchor.country,
            admin=(*anchor.admin, anchor.name),
            within=(*anchor.within, anchor.id),
        )
        note = f"not in the gazetteer; put at {anchor.name}, for {why}"
        candidate = Candidate(
            place=place, matched_name=anchor.name, match="fuzzy", score=SCORES[how], reasons=(note,)
        )
        return StandIn(candidate, SCORES[how], note, how)


def _has_own_kind(group: Group) -> bool:
    """Whether the gazetteer has the whole name, as what the name says it is ("Korean Peninsula")."""
    if not group.own_family:
        return False
    return bool(group.entry.families[:, FAMILIES.index(group.own_family)].any())


def _is_known(place: Place) -> bool:
    """Whether the place is one that a text may name without saying where it is."""
    if place.feature_class in {"L", "H"} or place.feature_code in {"ADM1", "PPLC", "PPLA", "CONT"}:
        return True
    return is_country(place) or place.feature_class == "T" or (place.population or 0) >= KNOWN_POPULATION


def _is_famous(candidate: Candidate) -> bool:
    """Whether a name so means this place that a text far from it may mean it too ("the White House")."""
    place = candidate.place
    large = place.feature_class != "P" or (place.population or 0) >= FAMOUS_POPULATION
    return _is_landmark(candidate) or (candidate.score >= FAMOUS_SHARE and large)


def _is_landmark(candidate: Candidate) -> bool:
    """Whether it is a landmark of our own tables and the name usually means it."""
    own = candidate.place.id.startswith("curated:") and candidate.place.feature_class not in "PA"
    return own and candidate.score >= LANDMARK_SHARE


def _is_local(place: Place) -> bool:
    """Whether the place is small enough that being in it says where something is."""
    if place.feature_class in {"P", "S"} or place.feature_code in {"ADM2", "ADM3", "ADM4", "ADMD"}:
        return True
    return place.feature_class in {"T", "H"} and place.footprint.radius_km <= 60.0


def extent_km(place: Place) -> float:
    """About how far something in the place may lie from its label point, km."""
    if place.footprint.radius_km > 0:
        return round(max(place.footprint.radius_km, 3.0), 1)
    if place.feature_code == "ADM1":
        return 200.0
    if place.feature_class == "A":
        return 40.0
    # a town of 10,000 reaches some 3 km, one of a million some 25 km
    return round(min(30.0, max(3.0, 0.025 * math.sqrt(place.population or 1000))), 1)
