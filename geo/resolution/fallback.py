"""Where to put what no gazetteer lists: a school, a street, a creek, placed at the place that the text
puts it in, marked approximate with a radius and never as exact.

The text puts a name somewhere by what stands behind it ("Kincaid Park in Anchorage"), by a name inside
it that the text also uses ("Alexandria Airport"), or, for names that are plainly local, by the towns
around it (:mod:`geo.resolution.anchors`). A village of another state that bears a creek's name, or a
creek far from all that the text speaks of, is not what a local story means.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from geo.gazetteer.names import normalise
from geo.resolution import words
from geo.resolution.anchors import Anchors
from geo.resolution.entries import distance_km, is_country
from geo.resolution.features import best_rows
from geo.resolution.kinds import (
    ABROAD_WORDS,
    FAMILIES,
    LOCAL_WORDS,
    NAMED_AFTER,
    NATURE_KINDS,
    SELDOM_TOWNS,
    fits,
)
from geo.resolution.ranker import DECIMALS
from geo.resolution.table import Group, Table
from geo.types import Candidate, Document, Footprint, Place

NIL_DOUBT = 0.6
"""A name whose candidates are this likely all wrong is treated as if the gazetteer did not have it."""
FAR_DOUBT = 0.3
"""The same for a school, a park or a street whose candidate lies far from every place of the text."""
OUTLET_DOUBT = 0.1
"""The same where the caller tells the outlet's home; these by their meaning, as no corpus tells homes."""
FAR_KM = 100.0
"""From every place of the text: nothing that a local story means without saying where."""
NAMESAKE_KM, OTHER_NAME_KM = 75.0, 40.0
"""From every town of the text: a village that only shares a creek's or a hill's name, and one of which it
is but a second name. Nearer villages are named after the creek."""
FAMOUS_SHARE = 0.6
FAMOUS_POPULATION = 20_000
"""Share of a name's uses, and a town's inhabitants, from which it is meant anywhere ("Palm Springs")."""
LANDMARK_SHARE = 0.3
"""That share for the landmarks of our own tables, which are there because readers know them."""
KNOWN_POPULATION = 50_000
"""Inhabitants of a town that readers elsewhere may know."""
SURE = 0.5
"""Least belief in a place that something is put at."""
HOME_SHARE = 0.4
"""Least share of all that speaks for the text's towns that makes one of them the text's own."""

SCORES = {"behind": 0.76, "inside": 0.87, "sentence": 0.75, "home": 0.45, "part": 0.46, "division": 0.44}
"""How sure a name so placed is, set by cross-validation on the corpora that the ranker is trained on. With
the anchors of now the given spans of their open halves so placed were within 161 km in .90, .96, .75, .74,
1.0 and 1.0 (of 30, 28, 32, 77, 2 and 5 names), within 40 km in .87, .89, .69, .68, 1.0 and 0. The last three
are kept below what is drawn as sure: the text says nothing of the name itself."""
REACH_KM = {"water": 20.0, "relief": 12.0}
"""Least radius of a stand-in by what its name says: a creek is long, and a hill stands outside its town."""


@dataclass(frozen=True, slots=True)
class StandIn:
    """A place that stands in for an unlisted one."""

    candidate: Candidate
    score: float
    note: str
    how: str
    leads: bool = False
    """Goes before what the gazetteer offers, whatever their scores: it knows only a part of the name (a
    hospital is seldom in the far town that it is named after), or a namesake far from the text's towns."""


class Fallback:
    """Finds stand-ins in one settled document."""

    def __init__(
        self, document: Document, table: Table, belief: NDArray[np.float64], nil: NDArray[np.float64]
    ) -> None:
        self._table = table
        self._nil = np.round(nil, DECIMALS)
        self._best = best_rows(table, belief)
        self._belief = np.round(belief, DECIMALS)
        places = [self._place(g) for g in range(len(table.groups))]
        self._settled = {place.id for place, _ in places if place is not None}
        """The places that names of the text were settled on, those known in part not among them."""
        firm = self._best[self._best >= 0]
        self._firm = firm[(self._belief[firm] >= SURE) & table.point[firm]]
        """Rows of the places with a point that the text surely speaks of."""
        self._outlet = {p.id for group, (p, _) in zip(table.groups, places, strict=True) if group.home and p}
        towns = [
            place if place is not None and belief >= SURE and _is_town(place) and self._is_told(g) else None
            for g, (place, belief) in enumerate(places)
        ]
        self._anchors = Anchors(document.text, table, towns, title=document.title)
        self._home = self._own_town()

    def find(self, g: int, *, facility: bool, always: bool = False) -> StandIn | None:
        """The stand-in for a group, or None if it needs none or the text puts it nowhere.

        ``facility``: the recogniser calls it one; ``always``: take the text's own town for any name.
        """
        group = self._table.groups[g]
        said = _words(group.name)
        kind = _nature(group.name)
        local = facility or group.fuzzy or bool(said & LOCAL_WORDS) or bool(kind)
        namesake = self._is_namesake(g, kind, facility=facility)
        if not namesake and not self._unlisted(g, local=local):
            return None
        unknown = bool(self._outlet) and not group.entry.candidates
        found = self._anchored(g, said, kind, near=local or always or unknown)
        abroad = bool(self._outlet) and local and self._far_from_all(g)
        return replace(found, leads=group.fuzzy or abroad or namesake) if found is not None else None

    def is_nowhere(self, g: int, *, facility: bool) -> bool:
        """Whether all that speaks for what a local name is taken for is that a village shares it, or a
        place of which the text says nothing ("Washington Elementary")."""
        group = self._table.groups[g]
        if self._best[g] < 0:
            return False
        if group.fuzzy:
            part = self._table.candidate(int(self._best[g])).place
            return bool(_words(group.name) & NAMED_AFTER) and part.id not in self._settled
        if self._anchors.places:
            return False
        return self._is_namesake(g, _nature(group.name), facility=facility)

    def _anchored(self, g: int, said: set[str], kind: str, *, near: bool) -> StandIn | None:
        """The stand-in by the first way that finds one; ``near``: the text's own town will do."""
        group = self._table.groups[g]
        anchor = self._behind(group)
        if anchor is not None:
            return self._stand_in(group, anchor, "behind", f"the text puts it in {anchor.name}", kind)
        inside = self._inside(g) if group.fuzzy and not said & ABROAD_WORDS else None
        wide = inside is not None and (is_country(inside) or inside.feature_code == "ADM1")
        if inside is not None and inside.id in self._settled and not wide:
            return self._stand_in(group, inside, "inside", f"it is named after {inside.name}", kind)
        told = self._anchors.best(g) if near else None
        if told is not None and (told.how == "sentence" or told.share >= HOME_SHARE or self._outlet):
            return self._stand_in(group, told.place, told.how, self._why(told.how, told.place), kind)
        if inside is not None and (inside.id in self._settled or not said & NAMED_AFTER):
            how = "inside" if inside.id in self._settled else "part"
            return self._stand_in(group, inside, how, f"it is named after {inside.name}", kind)
        if self._home is not None and near:
            anchor, how = self._home
            return self._stand_in(group, anchor, how, self._why(how, anchor), kind)
        return None

    def _why(self, how: str, anchor: Place) -> str:
        if how == "sentence":
            return f"the same sentence names {anchor.name}"
        return "that is the outlet's home" if anchor.id in self._outlet else "that is what the text is about"

    def _is_namesake(self, g: int, kind: str, *, facility: bool) -> bool:
        """Whether what the gazetteer has is only a namesake of what a local story means.

        A town that bears the name of a creek, a hill or a park and lies beyond the text's towns; or a
        creek of the name far from all of them.
        """
        group, row = self._table.groups[g], int(self._best[g])
        if row < 0 or group.fuzzy or self._is_held(group, row):
            return False
        candidate = self._table.candidate(row)
        place = candidate.place
        family = kind or ("facility" if facility or group.own_family == "facility" else "")
        if not family:
            return False
        agrees = fits(family, place.feature_class, place.feature_code) or place.feature_class in "HTSRLUV"
        if place.feature_class not in "P" and not agrees:
            return False
        if not agrees and (_is_meant(candidate) or self._anchors.has_people(g)):
            return False
        if not agrees and kind and not _words(group.name) & SELDOM_TOWNS:
            # many towns end in Springs or Hills, and more begin with Lake or Mount
            fronted = group.name.split()[-1].lower() not in NATURE_KINDS
            least = FAR_DOUBT if not self._outlet else OUTLET_DOUBT * fronted
            if self._nil[g] < least:
                return False
        if _is_landmark(candidate) and not _is_told_apart(candidate) and self._nil[g] < NIL_DOUBT:
            return False
        xyz = self._anchors.xyz
        if not len(xyz):
            return not agrees and family != "facility"
        km = float(distance_km(xyz, self._table.xyz[row]).min())
        if not agrees:
            own = normalise(candidate.matched_name) == normalise(place.name)
            return km > (NAMESAKE_KM if own else OTHER_NAME_KM)
        return km > FAR_KM and self._home is not None and self._home[1] == "home"

    def _is_told(self, g: int) -> bool:
        """Whether a name that may be a creek's or a park's is surely the town's that it was settled on."""
        group, row = self._table.groups[g], int(self._best[g])
        if not _nature(group.name) and group.own_family != "facility":
            return True
        if group.dateline or group.home or self._is_held(group, row):
            return True
        return _is_meant(self._table.candidate(row))

    def _is_held(self, group: Group, row: int) -> bool:
        """Whether the text names behind it, or before it, what holds the place."""
        within = self._table.candidate(row).place.within
        for other in {*group.direct, *group.before}:
            place, belief = self._place(other)
            if place is not None and belief >= SURE and place.id in within:
                return True
        return False

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

    def _own_town(self) -> tuple[Place, str] | None:
        """The town or county that the text is about, else its division, if beyond doubt."""
        own = self._anchors.best(None)
        if own is not None and own.share >= HOME_SHARE:
            return own.place, "home"
        divisions: dict[str, tuple[float, Place]] = {}
        for g, group in enumerate(self._table.groups):
            place, belief = self._place(g)
            if place is not None and belief >= SURE and place.feature_code == "ADM1":
                weight = (len(group.mentions) or 0.3) + (1.0 if group.dateline else 0.0)
                divisions[place.id] = (divisions.get(place.id, (0.0, place))[0] + weight, place)
        if divisions:
            weight, place = max(divisions.values(), key=lambda item: (round(item[0], 6), item[1].id))
            if weight >= 0.6 * sum(w for w, _ in divisions.values()):
                return place, "division"
        return None

    # -- the stand-in --------------------------------------------------------------------------

    def _stand_in(self, group: Group, anchor: Place, how: str, why: str, kind: str) -> StandIn:
        slug = normalise(group.name).replace(" ", "-") or "unnamed"
        place = Place(
            id=f"near:{anchor.id}/{slug}",
            name=group.name,
            footprint=Footprint(
                lat=anchor.footprint.lat,
                lon=anchor.footprint.lon,
                radius_km=max(extent_km(anchor), REACH_KM.get(kind, 0.0)),
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


def _words(name: str) -> set[str]:
    return {word.lower() for word in words.WORD.findall(name)}


def _nature(name: str) -> str:
    """The family of a water or a height that the name's own words tell, or ""."""
    parts = [word.lower() for word in words.WORD.findall(name)]
    if len(parts) < 2:
        return ""
    front = parts[0] if parts[0] in {"lake", "mount", "mt"} else ""
    return NATURE_KINDS.get(parts[-1], "") or NATURE_KINDS.get(front, "")


def _is_meant(candidate: Candidate) -> bool:
    """Whether a town is known by a name that a creek or a hill may bear too ("Battle Creek")."""
    name = candidate.matched_name
    if normalise(name) != normalise(candidate.place.name) or candidate.score < FAMOUS_SHARE:
        return False
    seldom = name.split()[-1].lower() in SELDOM_TOWNS
    return (candidate.place.population or 0) >= (KNOWN_POPULATION if seldom else FAMOUS_POPULATION)


def _is_town(place: Place) -> bool:
    """Whether something may be put at the place: a town or a county."""
    return place.feature_class != "S" and _is_local(place) and place.feature_class not in "HT"


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


def _is_told_apart(candidate: Candidate) -> bool:
    """Whether our tables tell the place from others of the very name: "Hyde Park (London)"."""
    bare, bracket, _ = candidate.place.name.partition(" (")
    return bool(bracket) and normalise(bare) == normalise(candidate.matched_name)


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
