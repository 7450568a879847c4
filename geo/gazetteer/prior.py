"""How often a text means a place: a mass in equivalent inhabitants, from kind, population and rank.

The share of a name's uses that a place gets is its mass times the share of the name among the
place's names (:mod:`geo.gazetteer.build_names`), over the sum for the name. Tuned on the open halves
of LGL, TR-News, GWN and WikToR.
"""

from __future__ import annotations

SETTLEMENT_FLOOR = 300
"""Inhabitants counted for a town of which no population is known."""
CLASS_FLOORS = {"H": 200.0, "T": 200.0, "L": 150.0, "S": 60.0, "R": 60.0, "U": 20.0, "V": 60.0}
"""What a feature of GeoNames's other classes counts for: less than a town, since most are brooks and
hills and farms."""
COUNTRY_BASE = 5e6
COUNTRY_PER_HEAD = 3.0
TERRITORY_BASE = 1e6
DIVISION_BASE = 10e3
DIVISION_PER_HEAD = 0.4
NAMESAKE_SHARE = 0.3
"""A division called like a city in it (São Paulo, New York): most uses mean the city."""
COUNTIES = frozenset({"ADM2", "ADM3", "ADM4", "ADM5", "ADMD"})
"""Divisions below the first order: a bare name that a town has as well means the town."""
COUNTY_BASE = 300.0
COUNTY_PER_HEAD = 0.05
CONTINENT = 400e6
CAPITAL_BASE = 30e3
CAPITAL_PER_COUNTRYMAN = 0.05
"""A capital stands for its government: it counts for a twentieth of its country's people besides
its own."""
RANKS = {1: 20e6, 2: 2e6, 3: 150e3, 4: 15e3}
"""Curated rows: 1 world-famous ... 4 local."""


def mass(
    code: tuple[str, str], population: int | None, *, rank: int = 0, country_population: int = 0
) -> float:
    """Equivalent inhabitants of a place."""
    people = population or 0
    fclass, feature = code
    if feature == "PCLD":
        return TERRITORY_BASE + COUNTRY_PER_HEAD * people
    if feature == "PCLI":
        return COUNTRY_BASE + COUNTRY_PER_HEAD * people
    if feature == "CONT":
        return CONTINENT
    if feature == "ADM1":
        return DIVISION_BASE + DIVISION_PER_HEAD * people
    if feature in COUNTIES and not rank:
        return COUNTY_BASE + COUNTY_PER_HEAD * people
    if feature == "PPLC":
        return CAPITAL_BASE + people + CAPITAL_PER_COUNTRYMAN * country_population
    if rank:
        return RANKS.get(rank, RANKS[4]) + people * (COUNTY_PER_HEAD if feature in COUNTIES else 1.0)
    return CLASS_FLOORS.get(fclass, SETTLEMENT_FLOOR) + people


def share_by_kind(kind: str, *, weak: bool) -> float:
    """The share of a place's uses that a curated name of this kind stands for."""
    share = _KIND_SHARES.get(kind, 0.3)
    if weak:
        share *= WEAK_ABBREVIATION_SHARE if kind == "abbreviation" else WEAK_SHARE
    return share


WEAK_SHARE = 0.0003
"""A name that means the place only in fitting context ("the Union")."""
WEAK_ABBREVIATION_SHARE = 0.02
"""Postal codes of divisions and the like, in capitals."""
US_ABBREVIATION_FACTOR = 20.0
"""The codes of the states of the US are written in prose everywhere; those of other countries are not."""
_KIND_SHARES = {
    "short": 1.0,
    "official": 1.0,
    "abbreviation": 0.6,
    "native": 0.3,
    "former": 0.2,
    "colloquial": 0.4,
    "demonym": 1.0,
}
