"""The candidates of one name as arrays: looked up once, kept for the texts that follow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from geo.resolution.kinds import FAMILIES, fits
from geo.types import MATCHES, Candidate, Place

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]

STATIC = (
    "match_exact",
    "match_alternate",
    "match_abbreviation",
    "match_demonym",
    "match_fuzzy",
    "prior",  # share of the name's uses, from the gazetteer
    "prior_log",
    "prior_to_best",  # log of the share over the largest share of the name
    "rank",  # log2(1 + rank) by the gazetteer's order
    "own_name",  # the name met is the place's own first name
    "country",
    "first",
    "second",
    "lower_division",
    "town",
    "capital",
    "seat",
    "water",
    "relief",
    "region",
    "facility",
    "continent",
    "curated",
    "population",  # log10(1 + inhabitants) / 7
    "population_unknown",
    "population_rank",  # log2(1 + rank by population among the candidates)
    "population_to_best",
    "radius",  # log10(1 + radius_km)
)
"""Columns that depend on the name and its candidates alone."""

_SEATS = frozenset({"PPLA", "PPLA2", "PPLC", "PPLG"})
_LOST = 1e-4
"""The least share of uses that a candidate is given, so that logarithms stay finite."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One name's candidates, best first, and what is known of them before any text is read."""

    candidates: tuple[Candidate, ...]
    static: Floats
    """(n, len(STATIC))"""
    xyz: NDArray[np.float64]
    """(n, 3) unit vectors."""
    keys: Ints
    """(n, 4): place, country, first-order division, second-order division; -1 where unknown."""
    held: Ints
    """(n, 3): the places of ``within``, country first; -1 where unknown."""
    holds: NDArray[np.bool_]
    """(n,): whether the place can hold others: countries, divisions, islands, regions."""
    reach: NDArray[np.float64]
    """(n,): radius in km within which a place without divisions of its own holds others; 0 if none."""
    point: NDArray[np.bool_]
    """(n,): whether distances to its label point mean something: no country, sea or continent."""
    families: NDArray[np.bool_]
    """(n, len(FAMILIES)): which kind words fit it."""


EARTH_KM = 6371.0088
"""Mean radius of the Earth, km."""


class Interner:
    """Small integers for ids. Only equality of the integers is ever used, so history changes nothing."""

    def __init__(self) -> None:
        self._known: dict[str, int] = {}

    def __call__(self, key: str) -> int:
        return self._known.setdefault(key, len(self._known)) if key else -1


def unit_vectors(points: Sequence[tuple[float, float]]) -> NDArray[np.float64]:
    """(n, 3) unit vectors of (lat, lon) pairs in degrees."""
    degrees = np.radians(np.asarray(points, dtype=np.float64).reshape(-1, 2))
    lat, lon = degrees[:, 0], degrees[:, 1]
    return np.stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)], axis=1)


def distance_km(a: NDArray[np.float64], b: NDArray[np.float64]) -> NDArray[np.float64]:
    """Great-circle distance of unit vectors along the last axis."""
    x, y, z = (a[..., k] - b[..., k] for k in range(3))
    chord = np.sqrt(x * x + y * y + z * z)
    km: NDArray[np.float64] = 2.0 * EARTH_KM * np.arcsin(np.minimum(chord / 2.0, 1.0))
    return km


def make_entry(lists: Sequence[Sequence[Candidate]], intern: Interner, *, fuzzy: bool = False) -> Entry:
    """The entry of a name from the candidates of one or more spellings, the closest spelling first.

    ``fuzzy`` marks candidates that only a part of the name met.
    """
    merged: dict[str, Candidate] = {}
    for candidates in lists:
        for candidate in candidates:
            merged.setdefault(candidate.place.id, candidate)
    chosen = tuple(merged.values())
    if fuzzy:
        chosen = tuple(replace(candidate, match="fuzzy") for candidate in chosen)
    places = [candidate.place for candidate in chosen]
    return Entry(
        candidates=chosen,
        static=_static(chosen),
        xyz=unit_vectors([(p.footprint.lat, p.footprint.lon) for p in places]),
        keys=np.array([_keys(p, intern) for p in places], dtype=np.int64).reshape(-1, 4),
        held=np.array(
            [[intern(key) for key in (*p.within[:3], "", "", "")[:3]] for p in places], dtype=np.int64
        ).reshape(-1, 3),
        holds=np.array([_holds(p) for p in places], dtype=bool),
        reach=np.array([_reach(p) for p in places], dtype=np.float64),
        point=np.array([_is_point(p) for p in places], dtype=bool),
        families=np.array(
            [_families(p.feature_class, p.feature_code) for p in places],
            dtype=bool,
        ).reshape(-1, len(FAMILIES)),
    )


def is_country(place: Place) -> bool:
    """Whether the place is a country or a dependency."""
    return place.feature_class == "A" and (
        place.feature_code.startswith("PCL") or place.feature_code == "TERR"
    )


def is_first(place: Place) -> bool:
    """Whether the place is a first-order division."""
    return place.feature_code == "ADM1"


def _keys(place: Place, intern: Interner) -> tuple[int, int, int, int]:
    first = place.id if is_first(place) else (place.within[1] if len(place.within) > 1 else "")
    second = place.id if place.feature_code == "ADM2" else (place.within[2] if len(place.within) > 2 else "")
    country = f"country:{place.country}" if place.country else ""
    return intern(place.id), intern(country), intern(first), intern(second)


@lru_cache(maxsize=1000)
def _families(feature_class: str, feature_code: str) -> tuple[bool, ...]:
    return tuple(fits(family, feature_class, feature_code) for family in FAMILIES)


def _holds(place: Place) -> bool:
    return place.feature_class in {"A", "L"} or place.feature_code.startswith(("ISL", "PEN", "CONT", "ADM"))


def _reach(place: Place) -> float:
    if place.feature_class == "A" or not _holds(place):
        return 0.0
    # an area without an outline here is taken as a disc of its radius
    return max(place.footprint.radius_km, 50.0)


def _is_point(place: Place) -> bool:
    if is_country(place) or place.feature_code in {"CONT", "SEA", "OCN"}:
        return False
    return place.footprint.radius_km <= 400.0


def _static(candidates: Sequence[Candidate]) -> Floats:
    count = len(candidates)
    out = np.zeros((count, len(STATIC)), dtype=np.float32)
    if not count:
        return out
    column = {name: k for k, name in enumerate(STATIC)}
    prior = np.array([max(c.score, 0.0) for c in candidates])
    shares = np.maximum(prior, _LOST)
    population = np.array([float(c.place.population or 0) for c in candidates])
    logs = np.log10(1.0 + population) / 7.0
    order = np.argsort(-population, kind="stable")
    ranks = np.empty(count)
    ranks[order] = np.arange(count)
    for row, candidate in enumerate(candidates):
        place = candidate.place
        code, kind = place.feature_code, place.feature_class
        out[row, MATCHES.index(candidate.match)] = 1.0
        out[row, column["own_name"]] = candidate.matched_name == place.name
        out[row, column["country"]] = is_country(place)
        out[row, column["first"]] = is_first(place)
        out[row, column["second"]] = code == "ADM2"
        out[row, column["lower_division"]] = code.startswith("ADM") and code not in {"ADM1", "ADM2"}
        out[row, column["town"]] = kind == "P"
        out[row, column["capital"]] = code == "PPLC"
        out[row, column["seat"]] = code in _SEATS
        out[row, column["water"]] = kind == "H"
        out[row, column["relief"]] = kind in {"T", "V", "U"}
        out[row, column["region"]] = kind == "L"
        out[row, column["facility"]] = kind in {"S", "R"}
        out[row, column["continent"]] = code == "CONT"
        out[row, column["curated"]] = place.id.startswith("curated:")
        out[row, column["population_unknown"]] = place.population is None
        out[row, column["radius"]] = np.log10(1.0 + place.footprint.radius_km)
    out[:, column["prior"]] = prior
    out[:, column["prior_log"]] = np.log(shares)
    out[:, column["prior_to_best"]] = np.log(shares / shares.max())
    out[:, column["rank"]] = np.log2(1.0 + np.arange(count))
    out[:, column["population"]] = logs
    out[:, column["population_rank"]] = np.log2(1.0 + ranks)
    out[:, column["population_to_best"]] = logs - logs.max()
    return out
