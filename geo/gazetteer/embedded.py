"""The store that ships: one file, opened read-only, asked by normalised name.

:mod:`geo.gazetteer.tables` reads the file; here is what a name means in it.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import replace
from operator import itemgetter
from pathlib import Path

from geo.errors import GazetteerError
from geo.gazetteer.cells import KM_PER_DEGREE, cells_around, great_circle_km
from geo.gazetteer.names import NameFlag, is_capitalised, is_capitals, normalise
from geo.gazetteer.packing import SHARE
from geo.gazetteer.quick import quick
from geo.gazetteer.tables import Tables
from geo.gazetteer.variants import Variant, inner_names, variants
from geo.types import Candidate, Place

NEAR_FIRST_KM = 12.0
"""The radius in which a search for near places begins."""

SPOT_KM = 0.7
"""How far a place may lie from where its cell says that it lies: 256ths of a degree, both ways."""

MATCH_NAMES = ("exact", "alternate", "abbreviation", "demonym")
CAPITALS = 16
"""Condition bit: holds only for a spelling in capitals ("IN", "US", "U.S.")."""
CAPITALISED = 32
"""Condition bit: holds only for a spelling with a capital first letter ("Calif.", "Miss.")."""

MAX_CANDIDATES = 50
"""No name answers with more places than this: beyond it lie villages that no text means."""

FUZZY_SHARE = 0.3
"""What a name one letter off is worth, of 1 for the name itself; half of it for two letters."""
FUZZY_LENGTH = 5
"""Letters that a name must have for a spelling one letter off to be taken for it."""
FUZZY_TWO_LENGTH = 10
"""Letters from which on two letters may be off."""
FUZZY_PREFIX = 3
"""First letters that must be right: what makes the search short."""
FUZZY_LONG = 8
"""Letters from which on one letter more must be right."""

AIRPORT_TOWNS = 5
"""Towns of a name whose airport "X airport" may mean."""
AIRPORT_KM = 40.0
"""How far an airport may lie from the town that it is called by."""

_COMMON_WORD = int(NameFlag.COMMON_WORD)

_worth = itemgetter(0)
_candidate = quick(Candidate)

SLIP_SHARE = 0.3
"""What is left of an abbreviation's share where it is not written as it must be."""


class EmbeddedGazetteer:
    """Names to places, from one file. Safe to share between calls, not between threads."""

    def __init__(self, path: Path) -> None:
        if not path.is_file():
            raise GazetteerError(f"no gazetteer at {path.name}: build or install it first")
        self.path = path
        self.tables = Tables(path)
        self.meta = self.tables.meta
        self._place, self._entries, self._meant = self.tables.place, self.tables.name, self.tables.meant

    @property
    def version(self) -> str:
        """What the store was made from, as one word."""
        return self.meta["version"]

    @property
    def checksum(self) -> str:
        """Twelve hexadecimal digits that stand for the store's content."""
        return self.meta["checksum"]

    def lookup(self, names: Sequence[str], *, limit: int = MAX_CANDIDATES) -> list[list[Candidate]]:
        """The places that each name may mean, aligned with the names, best first by prior.

        A candidate's score is its prior share of the name's uses; the shares of one name's candidates
        sum to at most 1. A name that nothing answers to gives an empty list.
        """
        return [self._lookup(name, limit) for name in names]

    def _lookup(self, name: str, limit: int) -> list[Candidate]:
        key = normalise(name)
        if not key:
            return []
        (_, places), place = self._meant(key)
        if place is not None and places[0][1] < CAPITALS and limit:
            # The answer of most names, which are one place's and hold in any spelling, by a short way.
            match = MATCH_NAMES[places[0][1]]
            called = place.name if name == place.name else _matched(place, key, match)
            return [_candidate(place, called, match, 1.0, ())]
        exact = self._answers(name, key, limit) if places else None
        if exact:
            return exact
        found = self._first_of(variants(name), limit) or self._fuzzy(key, limit)
        return found or self._first_of(inner_names(name), limit)

    def _first_of(self, readings: Iterable[Variant], limit: int) -> list[Candidate]:
        """Candidates of the first reading that has any."""
        for variant in readings:
            key, airport = normalise(variant.name), variant.match == "airport"
            if found := (
                self._airport(variant, limit) if airport else self._answers(variant.name, key, limit, variant)
            ):
                return found
        return []

    def _answers(self, name: str, key: str, limit: int, variant: Variant | None = None) -> list[Candidate]:
        """Candidates of one key, under the spelling's conditions and the variant's."""
        flags, found = self._entries(key)
        if not found:
            return []
        # Where a name is no word, capitals left out are a slip or a habit: "usa", "uk".
        slip = SLIP_SHARE if not flags & _COMMON_WORD else 0.0
        open_to = []
        for n, kind, share in found:
            left = share if kind < CAPITALS or _holds(kind, name) else share * slip
            if left:
                open_to.append((left, n, kind))
        if not open_to:
            return []
        open_to.sort(key=_worth, reverse=True)
        # What the spelling rules out leaves its share to the rest.
        whole = sum(share for _, _, share in found)
        held = sum(share for share, _, _ in open_to)
        scale = whole / held * (variant.share if variant else 1.0) / max(whole, SHARE)
        reasons = (variant.reason,) if variant else ()
        candidates = []
        for worth, n, kind in open_to:
            place = self._place(n)
            if place is None or (variant and not variant.allows(place)):
                continue
            match = MATCH_NAMES[kind & 15]
            candidates.append(
                _candidate(
                    place,
                    place.name if name == place.name else _matched(place, key, match),
                    variant.match if variant and variant.match == "fuzzy" else match,
                    round(worth * scale, 6),
                    reasons,
                )
            )
            if len(candidates) == limit:
                break
        return candidates

    def _airport(self, variant: Variant, limit: int) -> list[Candidate]:
        """The airports nearest to the towns of a name: "Palm Beach airport"."""
        candidates: dict[str, Candidate] = {}
        for town in self._answers(variant.name, normalise(variant.name), AIRPORT_TOWNS):
            if town.place.feature_class not in "PA":
                continue
            spot = town.place.footprint
            for place, km in self.near(spot.lat, spot.lon, radius_km=AIRPORT_KM, limit=20, classes="S"):
                if place.feature_code in variant.classes.split():
                    share = round(town.score * variant.share, 6)
                    reason = f"{km:.0f} km from {town.place.name}"
                    candidates.setdefault(
                        place.id, Candidate(place, place.name, "alternate", share, (reason,))
                    )
                    break
        return list(candidates.values())[:limit]

    def _fuzzy(self, key: str, limit: int) -> list[Candidate]:
        """Places whose name is one letter off, in the same script and with the same first letters."""
        if len(key) < FUZZY_LENGTH:
            return []
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        start = key[: FUZZY_PREFIX + (len(key) >= FUZZY_LONG)]
        end = start[:-1] + chr(ord(start[-1]) + 1)
        nearby = self.tables.keys(start, end, len(key) - 1, len(key) + 1)
        allowed = 2 if len(key) >= FUZZY_TWO_LENGTH else 1
        matches = process.extract(key, nearby, scorer=OSA.distance, score_cutoff=allowed, limit=None)
        nearest = min((distance for _, distance, _ in matches), default=0)
        weighed: dict[str, tuple[float, Candidate]] = {}
        for other, distance, _ in matches:
            if distance == nearest:
                variant = Variant(other, 1.0, match="fuzzy", reason=f"spelt {other.title()}")
                for candidate in self._answers(other.title(), other, limit, variant):
                    # Shares of one name say nothing of another: places of several names are weighed by
                    # how many people live there.
                    weight = candidate.score * ((candidate.place.population or 0) + 300)
                    weighed.setdefault(candidate.place.id, (weight, candidate))
        total = sum(weight for weight, _ in weighed.values()) or 1.0
        worth = FUZZY_SHARE / max(1, nearest)
        ranked = [replace(c, score=round(worth * weight / total, 6)) for weight, c in weighed.values()]
        ranked.sort(key=lambda c: (-c.score, c.place.id))
        return ranked[:limit]

    def get(self, ids: Iterable[str]) -> list[Place | None]:
        """The places of these ids, aligned; None where an id is not known."""
        return [self._by_id(id_) for id_ in ids]

    def _by_id(self, id_: str) -> Place | None:
        source, _, key = id_.partition(":")
        if source == "geonames" and key.isascii() and key.isdigit() and len(key) < 10:
            return self._place(int(key))
        if source == "curated":
            number = self.tables.numbered(key)
            return self._place(number) if number is not None else None
        return None

    def flags(self, names: Sequence[str]) -> list[int]:
        """What each whole name can be, as :class:`NameFlag` bits; 0 for a name unknown."""
        return [self._flags(name) for name in names]

    def _flags(self, name: str) -> int:
        key = normalise(name)
        if not key:
            return 0
        packed = self.tables.flags(key)
        flags = packed & 0xFFFF
        if packed >> 16 and is_capitalised(name):
            flags |= packed >> 16 & 0xFFFF
        if packed >> 32 and is_capitals(name):
            flags |= packed >> 32
        return flags

    def kinds(self) -> dict[str, int]:
        """How many places there are of each feature code, the commonest first."""
        return self.tables.kinds()

    def near(
        self, lat: float, lon: float, *, radius_km: float, limit: int, classes: str = "P"
    ) -> list[tuple[Place, float]]:
        """Places of these feature classes within a distance, with the distance in km, nearest first.

        Distances are great circles on a sphere (within 0.5 % of the geodesic).
        """
        wanted = {ord(letter) for letter in classes}
        # Near places first: most calls want one or two of them.
        reach = min(radius_km, NEAR_FIRST_KM)
        found = self._around(lat, lon, reach, wanted)
        while len(found) < limit and reach < radius_km:
            reach = min(radius_km, reach * 4)
            found = self._around(lat, lon, reach, wanted)
        exact = []
        # What is rough may stand in a wrong order by twice its error.
        last = found[limit - 1][0] + 2 * SPOT_KM if 0 < limit <= len(found) else math.inf
        for away, n in found if limit > 0 else ():
            place = self._place(n) if away <= last else None
            if place is not None:
                km = great_circle_km(lat, lon, place.footprint.lat, place.footprint.lon)
                if km <= radius_km:
                    exact.append((place, round(km, 3)))
        exact.sort(key=lambda pair: (pair[1], pair[0].id))
        return exact[:limit]

    def _around(self, lat: float, lon: float, radius_km: float, classes: set[int]) -> list[tuple[float, int]]:
        """Rough distance and number of the places of these classes within a radius, nearest first."""
        rough = []
        reach = (radius_km + SPOT_KM) / KM_PER_DEGREE
        for cell in cells_around(lat, lon, radius_km + SPOT_KM):
            south, west = cell // 360 - 90 + 0.5 / 256, cell % 360 - 180 + 0.5 / 256
            for n, y, x, fclass in self.tables.spots(cell):
                north = south + y / 256
                if fclass in classes and abs(north - lat) <= reach:
                    away = great_circle_km(lat, lon, north, west + x / 256)
                    if away <= radius_km + SPOT_KM:
                        rough.append((away, n))
        rough.sort()
        return rough

    def close(self) -> None:
        """Let the file go."""
        self.tables.close()


def _holds(conditions: int, name: str) -> bool:
    """Whether an entry's conditions on the spelling hold for this one."""
    if conditions & CAPITALS:
        return is_capitals(name)
    return not conditions & CAPITALISED or is_capitalised(name)


def _matched(place: Place, key: str, match: str) -> str:
    """The gazetteer's name that was met. Alternates are stored by key alone, to keep the store small."""
    if normalise(place.name) == key:
        return place.name
    return key.upper() if match == "abbreviation" and len(key) <= 4 else key.title()
