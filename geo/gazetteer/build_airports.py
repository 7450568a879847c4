"""Airports and air bases by every usual name: code, full name, its city, with and without "International"."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import Any

from geo.gazetteer.build_names import short_form
from geo.gazetteer.build_world import Row, World
from geo.gazetteer.cells import great_circle_km
from geo.gazetteer.embedded import CAPITALS
from geo.gazetteer.names import normalise
from geo.gazetteer.store import KINDS

SAME_PLACE_KM = 6.0
"""A curated airport or base this near is the same one and takes the names."""

CITY_SHARE = 0.05
"""An airport's mass: this share of its city's inhabitants, since more is written of a hub."""
AIRPORT_FLOOR = 3e3
BARE_SHARE = 0.05
"""An airport called by its bare name: "Heathrow", but also "Kennedy"."""
CODE_SHARE = 0.3

_MILITARY = re.compile(
    r"\b(?:air base|air force|afb|air station|naval|army|airbase|aaf|nas)\b", re.IGNORECASE
)
_FORCES = re.compile(
    r"\b(?:space force|ns|naf|arb|angb|jngb|mcas|mcaf|raf|raaf|rnas|rnzaf|rmaf|cfb|cfs)\b", re.IGNORECASE
)
"""What airfields of forces are called besides."""
_CIVIL = re.compile(r"\b(?:international|regional|municipal|metro|county|civil)\b", re.IGNORECASE)
"""What airfields that forces share with airlines are called."""
_KIND = re.compile(
    r" (?:international|intercontinental|regional|municipal|domestic|county|executive|national|memorial"
    r"|airfield|airport|air base|airbase|air force base|aerodrome|afb|field|airpark)$"
)
_WORLD_WIDE = re.compile(r"interna[cz]?[tc]?ion", re.IGNORECASE)
"""International, internacional, internazionale."""
_WORLD_WIDE_WORD = re.compile(r"interna[cz]?[tc]?ional", re.IGNORECASE)
_OWN_NAME = re.compile(r"(?P<town>[^()]+) \((?P<own>[^()]+)\) Airport")
"""A town, and its airport's own name in brackets."""
_BRACKET = re.compile(r"\(([^)]*)\)")


def airports(
    world: World, number: Callable[[str], int]
) -> Iterator[tuple[str, Row, list[tuple[str, int, float]]]]:
    """Each airport's IATA code, its row and its names (key, kind of match, mass).

    ``number`` gives a new row its number.
    """
    import airportsdata

    towns = _towns(world)
    near = _facilities(world)
    divisions = {
        (row.country, short_form(normalise(row.name))): row.n
        for row in world.rows.values()
        if row.code[1] == "ADM1"
    }
    table: dict[str, Any] = airportsdata.load("ICAO")
    for icao, entry in sorted(table.items()):
        airport = {**entry, "name": re.sub(r"\bNtl\b", "National", entry["name"])}
        if not airport["iata"] and not _MILITARY.search(airport["name"]):
            continue
        lat, lon = airport["lat"], airport["lon"]
        military = not airport["iata"] or bool(_MILITARY.search(airport["name"]))
        row = _same(near, lat, lon, military=military or bool(_FORCES.search(airport["name"])))
        if row is None:
            country = world.by_key.get(airport["country"])
            division = divisions.get((airport["country"], short_form(normalise(airport["subd"]))))
            name = _shown(airport)
            row = Row(
                number(f"airport-{(airport['iata'] or icao).lower()}"), name, lat, lon,
                ("S", "AIRB" if military and not airport["iata"] else "AIRP"),
                country=airport["country"] if country else "", parent=division or country,
            )  # fmt: skip
        # "Dubai airport" is where airlines fly to, and no air base that lies by Dubai.
        base = (military or _FORCES.search(airport["name"])) and not _CIVIL.search(airport["name"])
        city = "" if base else normalise(airport["city"])
        population = towns.get((airport["country"], city), 0)
        weight = AIRPORT_FLOOR + CITY_SHARE * population
        yield airport["iata"], row, _names(airport, city, weight)


def _shown(airport: dict[str, Any]) -> str:
    """An airport's name as a reader of English expects it.

    "Maiquetia (Simon Bolivar Internacional) Airport" is "Simon Bolivar International Airport (Maiquetia)".
    """
    name: str = airport["name"] or f"{airport['city']} Airport"
    own = _OWN_NAME.fullmatch(name)
    if own is None or not _WORLD_WIDE.search(own["own"]):
        return name
    return f"{_WORLD_WIDE_WORD.sub('International', own['own'])} Airport ({own['town']})"


def _names(airport: dict[str, Any], city: str, weight: float) -> list[tuple[str, int, float]]:
    exact, alternate = KINDS["exact"], KINDS["alternate"]
    keys: dict[str, tuple[int, float]] = {}
    world_wide = bool(_WORLD_WIDE.search(airport["name"]))
    spellings = [_BRACKET.sub(" ", airport["name"]), *_BRACKET.findall(airport["name"])]
    for spelling in spellings:
        for part in (spelling, *spelling.split("/")):
            full = normalise(part)
            if len(full) < 3:
                continue
            core = _core(full)
            keys.setdefault(full, (exact, weight))
            for short in {core, core.removeprefix(f"{city} ")} - {city, ""}:
                keys.setdefault(f"{short} airport", (alternate, weight))
                if world_wide:
                    keys.setdefault(f"{short} international airport", (alternate, weight))
                # "Miami University" is the university, not its airfield.
                if len(short) > 3 and airport["iata"] and not short.endswith(("university", "college")):
                    keys.setdefault(short, (alternate, weight * BARE_SHARE))
    if city:
        keys.setdefault(f"{city} airport", (alternate, weight))
        if world_wide:
            keys.setdefault(f"{city} international airport", (alternate, weight))
    named = [(key, kind, mass) for key, (kind, mass) in keys.items()]
    if airport["iata"]:
        code = KINDS["abbreviation"] | CAPITALS
        named.append((normalise(airport["iata"]), code, weight * CODE_SHARE))
    return named


def _core(key: str) -> str:
    """An airport's key without the words for its kind."""
    while (short := _KIND.sub("", key)) != key:
        key = short
    return key


def _towns(world: World) -> dict[tuple[str, str], int]:
    """Inhabitants of the largest town of each name and country."""
    towns: dict[tuple[str, str], int] = {}
    for row in world.rows.values():
        if row.code[0] == "P" and row.population:
            spot = (row.country, normalise(row.name))
            towns[spot] = max(towns.get(spot, 0), row.population)
    return towns


def _facilities(world: World) -> dict[tuple[int, int], list[Row]]:
    """Curated airports and bases by cell of one degree."""
    cells = defaultdict(list)
    for row in world.rows.values():
        if row.code[1] in ("AIRP", "AIRB", "AIRF", "MILB", "NVB", "INSM"):
            cells[round(row.lat), round(row.lon)].append(row)
    return cells


def _same(cells: dict[tuple[int, int], list[Row]], lat: float, lon: float, *, military: bool) -> Row | None:
    """The curated row that is this airport: what airlines fly to is no base, though one lies beside it."""
    around = (
        row for y in (-1, 0, 1) for x in (-1, 0, 1) for row in cells.get((round(lat) + y, round(lon) + x), ())
    )
    away = [
        (great_circle_km(lat, lon, row.lat, row.lon), row.n, row)
        for row in around
        if military or row.code[1] in ("AIRP", "AIRF")
    ]
    nearest = min(away, key=lambda item: item[:2], default=None)
    return nearest[2] if nearest is not None and nearest[0] <= SAME_PLACE_KM else None
