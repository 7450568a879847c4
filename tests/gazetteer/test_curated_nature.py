"""Our tables of waters, lands and regions, held against outlines, towns and each other.

A row is a claim of ours. What these tests hold it against is other people's work: Natural Earth's outlines
of countries and seas, GeoNames's towns and codes.
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

CURATED = Path(__file__).resolve().parents[2] / "geo" / "gazetteer" / "curated"
SHARED = Path(__file__).resolve().parents[2] / ".." / "shared" / "geonames"
POINTS = ("islands", "lakes", "lands", "mountains", "parks", "regions", "rivers", "seas")
COLUMN_LINE = "id,name,aliases,code,lat,lon,countries,near,radius_km,rank,geonameid,source"
CODE_LIST = """
ANS AREA ASPH ATOL BAR BAY BCH BDLD BGHT BNK BOG BSND BSNP BTL CAPE CAPG CAVE CHNM CHNN CLDA CLF CMN CNL
CNLI CNYN COLF CONT COVE CRDR CRKT CRTR CST DEPU DLTA DOMG DPR DSRT DUNE ERG ESTY FJD FLLS FRST FRZU GAP
GLCR GRGE GRSLD GULF GYSR HBR HDLD HLL HLLS HTH INLT INTF ISL ISLET ISLF ISLS ISLT ISTH KRST LAVA LBED
LGN LK LKC LKI LKN LKNI LKS MDW MGV MNA MOOR MRSH MRSHN MT MTS OAS OCN OILF PAN PASS PEN PLAT PLN PLTU
PND PRK PT RDGE RDGU RES RESN RESV RESW RF RGN RGNE RGNH RISU RK RKS RPDS RSV SALT SD SEA SHOL SMSU SPIT
SPNG STM STMI STMM STRT SWMP TRGU TRL TRNU TRR UPLD VAL VLC WAD WTLD
"""
CODES = set(CODE_LIST.split())
"""GeoNames's feature codes that the tables use, each read in its list."""
BORDER_SLACK_KM = 60.0
"""How far beyond its own radius a point may lie from its countries: waters off a coast, outlines of 1:10m."""
OFFSHORE = {"ATOL", "BNK", "ISL", "ISLET", "ISLS", "RF", "SHOL"}
OFFSHORE_KM = 370.4
"""200 nautical miles: how far from the land that the outlines show a country's islands and reefs lie."""
REMOTE_LIST = """
austral-islands bajo-nuevo-bank baker-island banaba bassas-da-india bikini-atoll cargados-carajos
chesterfield-islands chichijima chuuk cocos-island enewetak europa-island fangataufa
french-frigate-shoals gambier-islands gilbert-islands glorioso-islands gough-island howland-island
hunga-tonga-hunga-haapai isla-de-aves iwo-jima jan-mayen juan-de-nova-island kermadec-islands kwajalein
lord-howe-island makin minamitorishima mururoa nishinoshima northwestern-hawaiian-islands
ogasawara-islands okinotorishima penon-de-velez-de-la-gomera peter-i-island phoenix-islands
pratas-island rongelap saint-peter-and-saint-paul-archipelago suribachi suwarrow tarawa
trindade-and-martim-vaz tromelin-island woleai
"""
REMOTE = set(REMOTE_LIST.split())
"""Islands of the open ocean that the outlines leave out, each looked at."""
PARTS = {"luzon-strait", "scotia-sea", "tatar-strait"}
"""Waters of which Natural Earth's polygon is a sliver or one end."""
TOWN_REACH_KM = 300.0
"""A town named as near is within this, or within the feature's own radius."""
KILOMETRES_A_DEGREE = 111.195


@cache
def rows(table: str) -> list[dict[str, str]]:
    with (CURATED / f"{table}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def everything() -> list[tuple[str, dict[str, str]]]:
    return [(table, row) for table in POINTS for row in rows(table)]


def spot(row: dict[str, str]) -> tuple[float, float]:
    return float(row["lat"]), float(row["lon"])


def distance_km(one: tuple[float, float], other: tuple[float, float]) -> float:
    (lat, lon), (lat2, lon2) = one, other
    across = math.sin(math.radians(lon2 - lon) / 2) ** 2
    along = math.sin(math.radians(lat2 - lat) / 2) ** 2
    part = along + math.cos(math.radians(lat)) * math.cos(math.radians(lat2)) * across
    return 2 * 6371.0 * math.asin(min(1.0, math.sqrt(part)))


def corners(text: str) -> list[tuple[float, float]]:
    return [(float(lon), float(lat)) for lon, lat in (pair.split() for pair in text.split(";"))]


def km_to(geometry: Any, lat: float, lon: float) -> float:
    """From a point to a geometry, in a plane round the point that is true there."""
    import shapely

    wide = max(0.05, math.cos(math.radians(lat)))
    if geometry.distance(shapely.Point(lon, lat)) * wide * KILOMETRES_A_DEGREE > 3000:
        return math.inf
    flat = shapely.transform(geometry, lambda xy: (xy - [lon, lat]) * [wide, 1.0])
    return float(flat.distance(shapely.Point(0, 0))) * KILOMETRES_A_DEGREE


def test_there_is_as_much_as_promised() -> None:
    nature = sum(len(rows(table)) for table in POINTS if table != "regions")
    assert nature >= 4000
    assert len(rows("regions")) >= 900
    assert len(rows("rivers")) >= 600
    assert sum(len(corners(row["course"])) >= 4 for row in rows("lines")) >= 200


def test_columns_and_identity() -> None:
    ids = Counter(row["id"] for _, row in everything())
    assert [key for key, times in ids.items() if times > 1] == []
    assert [key for key in ids if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", key)] == []
    for table in POINTS:
        assert ",".join(rows(table)[0]).startswith(COLUMN_LINE)
    for table, row in everything():
        cells = [value for value in row.values() if value is None or value != value.strip()]
        assert not cells, (table, row["id"])
        assert all(unicodedata.is_normalized("NFC", value) for value in row.values()), row["id"]
        assert row["name"] and row["source"] and "?" not in row["name"], row["id"]


def test_names_are_not_said_twice_of_one_place() -> None:
    wrong = []
    for table, row in everything():
        names = [name.removeprefix("?").strip() for name in [row["name"], *row["aliases"].split("|")] if name]
        doubled = [name for name, times in Counter(names).items() if times > 1]
        wrong += [(table, row["id"], doubled)] if doubled or "" in names else []
    assert wrong == []


def test_codes_points_radius_and_rank() -> None:
    wrong = []
    for table, row in everything():
        lat, lon = spot(row)
        good = row["code"] in CODES and -90 <= lat <= 90 and -180 <= lon <= 180
        good = good and 0 < float(row["radius_km"]) <= 10_000 and row["rank"] in ("1", "2", "3", "4")
        good = good and all(re.fullmatch("[A-Z]{2}", code) for code in row["countries"].split("|") if code)
        good = good and (not row["near"] or re.fullmatch(r".+, [A-Z]{2}", row["near"]) is not None)
        wrong += [] if good else [(table, row["id"])]
    assert wrong == []


def test_codes_and_members_are_those_of_geonames() -> None:
    if not (SHARED / "featureCodes_en.txt").is_file():
        pytest.skip("GeoNames's lists of codes are not beside the repository")
    lines = (SHARED / "featureCodes_en.txt").read_text(encoding="utf-8").splitlines()
    listed = {line.split("\t")[0].partition(".")[2] for line in lines}
    assert listed >= CODES
    lines = (SHARED / "admin1CodesASCII.txt").read_text(encoding="utf-8").splitlines()
    known = {line.split("\t")[0] for line in lines}
    numbers = {line.split("\t")[3] for line in lines}
    assert [
        row["id"] for _, row in everything() if row["geonameid"] and row["geonameid"] not in numbers
    ] == []
    lines = (SHARED / "countryInfo.txt").read_text(encoding="utf-8").splitlines()
    known |= {line.split("\t")[0] for line in lines if not line.startswith("#")}
    known |= {f"continent:{code}" for code in ("AF", "AN", "AS", "EU", "NA", "OC", "SA")}
    known |= {f"curated:{row['id']}" for _, row in everything()}
    wrong = [
        (row["id"], member)
        for row in rows("regions")
        for member in (row["members"] + "|" + row["minus"]).split("|")
        if member and member not in known
    ]
    assert wrong == []
    assert [
        row["id"] for _, row in everything() if not set(filter(None, row["countries"].split("|"))) <= known
    ] == []


def test_regions_have_a_shape_and_drawings_are_valid() -> None:
    import shapely

    wrong = []
    for row in rows("regions"):
        assert row["clip"] in ("land", "sea", "none"), row["id"]
        if row["polygon"]:
            area = shapely.Polygon(corners(row["polygon"]))
            inside = area.is_valid and area.contains(shapely.Point(float(row["lon"]), float(row["lat"])))
            # The corners of a box round the Earth or a pole lie on the point's meridian.
            wrong += [] if inside else [row["id"]]
        elif not row["members"]:
            wrong.append(row["id"])
    assert wrong == []


def test_courses_belong_to_rivers_and_pass_their_points() -> None:
    import shapely

    named = {row["id"]: row for table in ("rivers", "seas") for row in rows(table)}
    ids = Counter(row["id"] for row in rows("lines"))
    assert [key for key, times in ids.items() if times > 1 or key not in named] == []
    wrong = []
    for row in rows("lines"):
        river, course = named[row["id"]], shapely.LineString(corners(row["course"]))
        off = km_to(course, *spot(river))
        ends = corners(row["course"])
        reach = distance_km((ends[0][1], ends[0][0]), (ends[-1][1], ends[-1][0])) / 2
        # A course drawn with few points passes a point of the river at some distance.
        if off > 60 or reach > 1.3 * float(river["radius_km"]) + 20:
            wrong.append((row["id"], f"{off:.0f} km", f"{reach:.0f} km"))
    assert wrong == []


@pytest.fixture(scope="module")
def outlines() -> Any:
    if not (DATA / "outlines.sqlite").is_file():
        pytest.skip("the outlines are not built")
    from geo.gazetteer.outlines import open_outlines

    return open_outlines()


@pytest.fixture(scope="module")
def gazetteer() -> Any:
    if not (DATA / "gazetteer.sqlite").is_file():
        pytest.skip("the gazetteer is not built")
    from geo.gazetteer import open_gazetteer

    return open_gazetteer()


def test_points_lie_in_or_by_their_countries(outlines: Any) -> None:
    countries: dict[str, list[Any]] = {}
    for shape in outlines.countries():
        countries.setdefault(shape.country, []).append(shape.geometry)
    wrong = []
    for table, row in everything():
        codes = [code for code in row["countries"].split("|") if code]
        known = [part for code in codes for part in countries.get(code, [])]
        if not known or abs(float(row["lat"])) == 90 or row["id"] in REMOTE:
            continue
        off = min(km_to(part, *spot(row)) for part in known)
        slack = OFFSHORE_KM if row["code"] in OFFSHORE else BORDER_SLACK_KM
        if off > float(row["radius_km"]) + slack:
            wrong.append((table, row["id"], row["countries"], f"{off:.0f} km"))
    assert wrong == []


def test_seas_lie_in_their_outlines(outlines: Any) -> None:
    """Natural Earth's waters hold our points, where it has them whole."""
    wrong = []
    for row in rows("seas"):
        shape = outlines.shape(f"curated:{row['id']}")
        # What is not surveyed was drawn from these very tables.
        if shape is None or shape.quality != "surveyed" or row["id"] in PARTS:
            continue
        off = km_to(shape.geometry, *spot(row))
        if off > max(30.0, 0.25 * float(row["radius_km"])):
            wrong.append((row["id"], f"{off:.0f} km"))
    assert wrong == []


def test_regions_hold_their_label_points(outlines: Any) -> None:
    """Members by a wrong code lie elsewhere, and this shows it."""
    wrong = []
    for row in rows("regions"):
        shape = outlines.shape(f"curated:{row['id']}")
        if shape is None:
            continue
        off = km_to(shape.geometry, *spot(row))
        if off > max(25.0, 0.3 * float(row["radius_km"])):
            wrong.append((row["id"], f"{off:.0f} km"))
    assert wrong == []


def test_towns_named_as_near_are_near(gazetteer: Any) -> None:
    asked = [(table, row) for table, row in everything() if row["near"]]
    found = gazetteer.lookup([row["near"].rpartition(",")[0] for _, row in asked], limit=50)
    wrong, met = [], 0
    for (table, row), candidates in zip(asked, found, strict=True):
        iso = row["near"].rpartition(", ")[2]
        towns = [
            candidate.place.footprint
            for candidate in candidates
            if candidate.place.feature_class in "PA"
            and candidate.place.country == iso
            and candidate.match != "fuzzy"
            # A town within an unknown town's name ("Study Butte" in Texas) is another.
            and not any(reason.startswith("named within") for reason in candidate.reasons)
        ]
        if not towns:
            continue
        met += 1
        off = min(distance_km(spot(row), (town.lat, town.lon)) for town in towns)
        if off > max(TOWN_REACH_KM, float(row["radius_km"])):
            wrong.append((table, row["id"], row["near"], f"{off:.0f} km"))
    assert wrong == []
    assert met > 0.9 * len(asked)
