"""Our own tables of facts (``curated/*.csv``) into the store, read by their columns."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

from geo.errors import GazetteerError
from geo.gazetteer.build_world import Row, World
from geo.gazetteer.cells import great_circle_km
from geo.gazetteer.embedded import CAPITALISED, CAPITALS
from geo.gazetteer.names import normalise

CURATED = Path(__file__).resolve().parent / "curated"


def tables() -> list[Path]:
    """All curated tables, in order of name."""
    return sorted(CURATED.glob("*.csv"))


def read_rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """Line number and cells of each row. Raises GazetteerError naming a row of the wrong width."""
    with path.open(encoding="utf-8", newline="") as stream:
        reader = csv.DictReader(stream)
        for row in reader:
            if None in row or None in row.values():
                raise GazetteerError(f"{path.name}, line {reader.line_num}: wrong number of columns")
            yield reader.line_num, {key: value.strip() for key, value in row.items()}


def condition(name: str, case: str) -> int:
    """The condition on its spelling under which a name holds."""
    if case != "exact":
        return 0
    return CAPITALS if name.isupper() else CAPITALISED


SAME_TOWN_KM = 12.0
"""A town of GeoNames's with the same name this near is the one that a curated row speaks of."""


SAME_COUNTY_KM = 50.0
"""The same for a county, whose points are told in many ways."""


class Towns:
    """Towns and counties by name, to find the one that a curated row without a number speaks of."""

    def __init__(self, world: World) -> None:
        self._towns: dict[tuple[str, str, str], list[Row]] = {}
        for row in world.rows.values():
            if row.code[0] == "P" or row.code[1] == "ADM2":
                self._towns.setdefault((row.code[0], row.country, normalise(row.name)), []).append(row)

    def find(
        self, fclass: str, country: str, name: str, lat: float, lon: float, *, within: float = 0.0
    ) -> int:
        """The number of the town (P) or second-order division (A), or 0 if none is within so many km."""
        within = within or (SAME_TOWN_KM if fclass == "P" else SAME_COUNTY_KM)
        towns = self._towns.get((fclass, country, normalise(name)), ())
        away = [(great_circle_km(lat, lon, town.lat, town.lon), town.n) for town in towns]
        nearest = min(away, default=(within + 1, 0))
        return nearest[1] if nearest[0] <= within else 0


WELL_KNOWN = 50_000
"""Inhabitants of a town that our tables may call by any of its names."""


class References:
    """What a curated table's column ``place`` speaks of: ``UA``, ``US.TX``, ``city:Aleppo, SY``, ..."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._cities: dict[tuple[str, str], tuple[int, int]] = {}
        for n, row in world.rows.items():
            if row.code[0] == "P":
                # Of small towns no alternate name is worth the time that it takes.
                others = row.alternates if (row.population or 0) >= WELL_KNOWN else ()
                names = {normalise(row.name), *map(normalise, others)}
                for name in names:
                    # A main name goes before alternates, then the larger place.
                    weight = (row.population or 0) * (100 if normalise(row.name) == name else 1)
                    spot = (row.country, name)
                    if spot not in self._cities or self._cities[spot][0] < weight:
                        self._cities[spot] = (weight, n)

    def find(self, reference: str) -> int | None:
        """The place's number, or None if there is no such place."""
        if reference.startswith("city:"):
            name, _, iso = reference[5:].rpartition(",")
            found = self._cities.get((iso.strip(), normalise(name)))
            return found[1] if found else None
        if reference.startswith("geonames:"):
            n = int(reference[9:])
            return n if n in self._world.rows else None
        return self._world.by_key.get(reference)
