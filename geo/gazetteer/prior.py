"""How often a text means a place: a mass in equivalent inhabitants, from kind, population and rank.

The share of a name's uses that a place gets is its mass times the share of the name among the
place's names (:mod:`geo.gazetteer.build_names`), over the sum for the name. Tuned on the open halves
of LGL, TR-News, GWN and WikToR.
"""

from __future__ import annotations

SETTLEMENT_FLOOR = 300
"""Inhabitants counted for a town of which no population is known."""
COUNTRY_BASE = 40e6
COUNTRY_PER_HEAD = 2.0
DIVISION_BASE = 150e3
DIVISION_PER_HEAD = 0.45
COUNTY_BASE = 5e3
COUNTY_PER_HEAD = 0.2
CONTINENT = 400e6
CAPITAL_BASE = 1e6
CAPITAL_PER_COUNTRYMAN = 0.05
"""A capital stands for its government: it counts for a twentieth of its country's people besides
its own."""
RANKS = {1: 40e6, 2: 3e6, 3: 250e3, 4: 20e3}
"""Curated rows: 1 world-famous ... 4 local."""
GONE_STATE = 10e6


def mass(
    code: tuple[str, str], population: int | None, *, rank: int = 0, country_population: int = 0
) -> float:
    """Equivalent inhabitants of a place."""
    people = population or 0
    fclass, feature = code
    if rank:
        return RANKS.get(rank, RANKS[4]) + people
    if feature.startswith("PCL"):
        return COUNTRY_BASE * (0.1 if feature == "PCLD" else 1.0) + COUNTRY_PER_HEAD * people
    if feature == "ADM1":
        return DIVISION_BASE + DIVISION_PER_HEAD * people
    if fclass == "A":
        return COUNTY_BASE + COUNTY_PER_HEAD * people
    if feature == "CONT":
        return CONTINENT
    if feature == "PPLC":
        return CAPITAL_BASE + people + CAPITAL_PER_COUNTRYMAN * country_population
    return SETTLEMENT_FLOOR + people


def share_by_kind(kind: str, *, weak: bool) -> float:
    """The share of a place's uses that a curated name of this kind stands for."""
    return (WEAK_SHARE if weak else 1.0) * _KIND_SHARES.get(kind, 0.3)


WEAK_SHARE = 0.004
"""A name that means the place only in fitting context."""
_KIND_SHARES = {
    "short": 1.0,
    "official": 1.0,
    "abbreviation": 0.6,
    "native": 0.3,
    "former": 0.2,
    "colloquial": 0.4,
}
