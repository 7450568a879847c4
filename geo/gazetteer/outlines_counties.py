"""Counties and states of the United States, at build time: npm's ``us-atlas`` (US Census, public domain).

The file is a TopoJSON: borders as arcs, each once, and counties as rings of arcs. It is kept like that: the
arcs are one record of the store and a county is a list of their numbers, a quarter of the bytes of rings.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from geo.errors import DataError
from geo.gazetteer.outlines_codec import QUANTUM, rings_of_arcs

TERRITORIES = {"Puerto Rico": "PR"}
"""States of the Census that are countries in GeoNames, with municipalities of the same FIPS numbers as their
first-order divisions."""
CAPITAL = ("District of Columbia", "US.DC")
"""The Census's name of the state that GeoNames calls Washington, D.C."""


@dataclass(frozen=True, slots=True)
class County:
    """One county, parish, borough or municipality."""

    code: str
    """GeoNames's code: ``US.NY.113`` for a county, ``PR.127`` for a municipality of Puerto Rico."""
    key: str
    """The place's id: ``geonames:5142886``."""
    name: str
    """GeoNames's: ``Warren County``."""
    refs: list[list[list[int]]]
    """Polygons, rings, arcs: the arc's number, or its complement (``~number``) where it runs backwards."""


@dataclass(frozen=True, slots=True)
class Counties:
    """All counties and the arcs that their borders consist of."""

    arcs: list[Any]
    """(n, 2) arrays of longitudes and latitudes on the stored grid."""
    rows: list[County]
    states: list[County]
    """States, of the same arcs, so that their borders are their counties'."""

    def geometry(self, county: County) -> Any:
        """The county's polygon or polygons."""
        return rings_of_arcs(self.arcs, county.refs)


def read_counties(path: Path, tables: Path, old: Sequence[Mapping[str, str]]) -> Counties:
    """``counties-10m.json`` keyed to GeoNames's ids by FIPS number.

    ``tables`` is a folder with admin1CodesASCII.txt and admin2Codes.txt. ``old`` gives rows of our own table
    for counties that GeoNames's list has given up: Connecticut's, which news still names.
    Raises DataError for a file that is not what it should be.
    """
    import numpy as np

    source, objects = read_topology(path)
    try:
        counties, states = objects["counties"]["geometries"], objects["states"]["geometries"]
    except KeyError as error:
        raise DataError(f"{path.name} has no {error}: not us-atlas's TopoJSON of counties") from error
    arcs = [np.round(np.rint(arc / QUANTUM) * QUANTUM, 4) for arc in source]
    known = _divisions(tables)
    state_of = _states(states, known)
    ours = {row["name"]: f"curated:{row['id']}" for row in old if row["countries"] == "US"}
    rows = []
    for item in counties:
        state = state_of.get(item["id"][:2], "")
        code = f"{state}.{item['id'][2:]}"
        key, name = known.get(code, ("", ""))
        if not key and state == "US.CT":
            name = f"{item['properties']['name']} County"
            key = ours.get(name, "")
        if key:
            rows.append(County(code, key, name, _polygons(item)))
    whole = [(state_of.get(item["id"], ""), item) for item in states]
    made = [County(code, *known[code], _polygons(item)) for code, item in whole if code in known]
    return Counties(arcs, _sorted(rows), _sorted(made))


def read_topology(path: Path) -> tuple[list[Any], dict[str, Any]]:
    """A TopoJSON's arcs as (n, 2) arrays in degrees, and its objects. Raises DataError for another file."""
    import numpy as np

    try:
        topology = json.loads(path.read_text(encoding="utf-8"))
        scale, shift = (np.array(topology["transform"][part]) for part in ("scale", "translate"))
        return [np.cumsum(arc, axis=0) * scale + shift for arc in topology["arcs"]], topology["objects"]
    except (ValueError, KeyError, TypeError) as error:
        raise DataError(f"{path.name} is no quantised TopoJSON: {error}") from error


def _sorted(rows: Sequence[County]) -> list[County]:
    return sorted(rows, key=lambda county: county.code)


def _polygons(item: Mapping[str, Any]) -> list[list[list[int]]]:
    return [item["arcs"]] if item["type"] == "Polygon" else list(item["arcs"])


def _states(states: Sequence[Mapping[str, Any]], known: Mapping[str, tuple[str, str]]) -> dict[str, str]:
    """FIPS number of a state to GeoNames's code (``US.NY``), or the country's code of a territory."""
    by_name = {name: code for code, (_, name) in known.items() if code.count(".") == 1 and code[:3] == "US."}
    by_name |= {CAPITAL[0]: CAPITAL[1]} | TERRITORIES
    found = ((item["id"], by_name.get(item["properties"]["name"], "")) for item in states)
    return {number: code for number, code in found if code}


def _divisions(tables: Path) -> dict[str, tuple[str, str]]:
    """Code to id and name of GeoNames's divisions of the United States and Puerto Rico."""
    found: dict[str, tuple[str, str]] = {}
    for name in ("admin1CodesASCII.txt", "admin2Codes.txt"):
        with (tables / name).open(encoding="utf-8", newline="") as stream:
            for row in csv.reader(stream, delimiter="\t", quoting=csv.QUOTE_NONE):
                if row and row[0][:3] in ("US.", "PR."):
                    found[row[0]] = (f"geonames:{row[3]}", row[1])
    return found
