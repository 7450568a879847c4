"""First-order divisions: where GeoNames puts them, and what they are called besides their main name."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from geo.errors import GazetteerError
from geo.gazetteer.build_curated import CURATED, read_rows
from geo.gazetteer.build_names import (
    COUNTY_SHORT_SHARE,
    SHORT_FORM_SHARE,
    Row,
    division_names,
    is_noise,
    is_variant,
    short_form,
)
from geo.gazetteer.build_world import Row as PlaceRow
from geo.gazetteer.build_world import World
from geo.gazetteer.names import normalise
from geo.gazetteer.store import KINDS

LANGUAGES = ("en", "ar", "de", "es", "fr", "he", "hi", "it", "ja", "pt", "ru", "zh")
"""Languages of which names of divisions are taken."""

KIND_SHARE = 0.5
"""A division called with the English word for its kind: "Donetsk Oblast"."""


def take_points(world: World, path: Path = CURATED / "division_points.csv", *, key: str = "admin1") -> None:
    """Give divisions, or countries (``key`` "iso2"), the points that GeoNames has them at, where known.

    A large division's point by GeoNames lies up to some 400 km from the middle of its outline (Alberta's in
    the Rockies): without it, what names the division in GeoNames's way looks far off. The middle of a
    territory of islands far apart lies in the open sea.
    """
    for line, cells in read_rows(path):
        n = world.by_key.get(cells[key])
        if n is None:
            raise GazetteerError(f"{path.name}, line {line}: {cells[key]} is no division or country")
        row = world.rows[n]
        row.lat, row.lon, row.quality = float(cells["lat"]), float(cells["lon"]), "surveyed"


def division_rows(row: PlaceRow, flags: int, weight: float) -> Iterator[Row]:
    """What a division of the first or second order is called in English."""
    main = normalise(row.name)
    yield main, row.n, KINDS["exact"], flags, weight
    short = short_form(main)
    first = row.code[1] == "ADM1"
    if short != main:
        share = SHORT_FORM_SHARE if first else COUNTY_SHORT_SHARE
        yield short, row.n, KINDS["alternate"], flags, weight * share
    for key in division_names(main, KIND_OF_DIVISION.get(row.country, "")) if first else ():
        yield key, row.n, KINDS["alternate"], flags, weight * KIND_SHARE
    if _RAION.search(main):
        # English news writes "Shebekinsky district" where GeoNames has "Shebekinskiy Rayon".
        stem = _RAION.sub("", main)
        yield f"{stem}sky district", row.n, KINDS["alternate"], flags, weight
        yield f"{stem}sky", row.n, KINDS["alternate"], flags, weight * SHORT_FORM_SHARE
    for name in row.alternates:
        yield normalise(name), row.n, KINDS["exact"], flags, weight


_RAION = re.compile(r"s[kc](?:yy|yi|iy|ij|yj) (?:rayon|raion|rajon)$")


def foreign_names(world: World, path: Path) -> Iterator[tuple[PlaceRow, str]]:
    """First-order divisions with their names in other languages, as keys.

    ``path`` is data/names_geonames.json of npm's iso3166-2-db: ``{number: {language: name}}``.
    Raises GazetteerError if it is something else.
    """
    try:
        names: dict[str, dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))
        numbers = sorted(map(int, names))
        names = dict(names)
    except (ValueError, TypeError) as error:
        raise GazetteerError(f"{path.name}: no names of divisions by number ({error})") from error
    for n in numbers:
        row = world.rows.get(n)
        if row is None or row.code[1] != "ADM1":
            continue
        main = normalise(row.name)
        seen = {main, short_form(main)}
        for language in LANGUAGES:
            name = names[str(n)].get(language)
            key = normalise(name) if isinstance(name, str) else ""
            # A spelling one letter off is found by the fuzzy look-up; it needs no room here.
            if key and key not in seen and not is_noise(str(name), row.name) and not is_variant(key, main):
                seen.add(key)
                yield row, key


KIND_OF_DIVISION = {
    "US": "state", "AU": "state", "BR": "state", "DE": "state", "IN": "state", "MX": "state", "NG": "state",
    "VE": "state", "MY": "state", "UA": "oblast", "RU": "oblast", "KZ": "oblast", "BG": "oblast", "GB": "",
    "IE": "county", "SE": "county", "NO": "county", "HU": "county", "RO": "county", "HR": "county",
    "KE": "county", "EE": "county", "LR": "county", "TW": "county", "CO": "department", "PE": "department",
    "BO": "department", "UY": "department", "PY": "department", "GT": "department", "HN": "department",
    "SV": "department", "NI": "department", "HT": "department", "EG": "governorate", "SY": "governorate",
    "IQ": "governorate", "JO": "governorate", "LB": "governorate", "YE": "governorate", "TN": "governorate",
    "OM": "governorate", "KW": "governorate", "BH": "governorate", "PS": "governorate", "JP": "prefecture",
    "GR": "region", "CH": "canton", "PL": "voivodeship", "AE": "emirate", "SD": "state", "SS": "state",
    "MM": "state", "ET": "region", "GH": "region", "CL": "region", "IT": "region", "FR": "region",
    "MA": "region", "SO": "region", "ML": "region", "NA": "region", "UG": "district", "LK": "district",
}  # fmt: skip
"""What English calls a country's first-order divisions; where nothing stands, "province"."""
