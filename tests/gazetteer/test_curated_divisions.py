"""Our tables of divisions, held against GeoNames's lists of codes and Natural Earth's outlines."""

from __future__ import annotations

import csv
import math
from functools import cache
from pathlib import Path

import pytest

from geo.datafiles import DATA
from geo.gazetteer import open_gazetteer
from geo.gazetteer.build_names import short_form
from geo.gazetteer.names import normalise

CURATED = Path(__file__).resolve().parents[2] / "geo" / "gazetteer" / "curated"
SHARED = Path(__file__).resolve().parents[2] / ".." / "shared" / "geonames"
BORDER_KM = 25.0
"""How far outside the outline of the first-order division that holds it a point may lie, at 1:10m."""
POINT_KM = 60.0
"""The same for GeoNames's point of a first-order division: that of Hawaii is between two islands."""

BEYOND = {"yanam-in-22", "mahe-in-22", "mitwaba-cd-14", "north-coast-regional-district-ca-02"}
"""Each looked at: exclaves of Puducherry on other coasts, a province drawn by towns, islands off a coast."""


@cache
def rows(table: str) -> list[dict[str, str]]:
    with (CURATED / f"{table}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@cache
def listed(table: str) -> dict[str, list[str]]:
    """GeoNames's number -> code and names."""
    path = SHARED / table
    if not path.is_file():
        pytest.skip("GeoNames's lists of divisions are not beside the repository")
    lines = path.read_text(encoding="utf-8").splitlines()
    return {cells[3]: cells for cells in (line.split("\t") for line in lines)}


def km_outside(number: str, lat: float, lon: float) -> float | None:
    """From a point to the outline of a division; None where it has none."""
    if not (DATA / "outlines.sqlite").is_file():
        pytest.skip("the outlines are not built")
    import shapely

    from geo.gazetteer.outlines import open_outlines

    geometry = open_outlines().get(f"geonames:{number}")
    if geometry is None:
        return None
    wide = max(0.05, math.cos(math.radians(lat)))
    flat = shapely.transform(geometry, lambda xy: (xy - [lon, lat]) * [wide, 1.0])
    return float(flat.distance(shapely.Point(0, 0))) * 111.195


def test_numbers_of_counties_are_those_of_the_list() -> None:
    second = listed("admin2Codes.txt")
    wrong, met = [], 0
    for row in rows("counties"):
        if not row["geonameid"]:
            continue
        met += 1
        cells = second.get(row["geonameid"], ["", "", "", ""])
        ours = {short_form(normalise(name.strip("?"))) for name in (row["name"], *row["aliases"].split("|"))}
        theirs = {short_form(normalise(name)) for name in cells[1:3]}
        akin = any(a.startswith(b) or b.startswith(a) for a in ours for b in theirs if a and b)
        wrong += [] if cells[0][:2] == row["countries"] and akin else [(row["id"], cells)]
    assert wrong == []
    assert met >= 280


def test_counties_lie_in_the_divisions_that_hold_them() -> None:
    first = {cells[0]: number for number, cells in listed("admin1CodesASCII.txt").items()}
    second = listed("admin2Codes.txt")
    wrong, met = [], 0
    for row in rows("counties"):
        if row["geonameid"]:
            holder = first.get(second[row["geonameid"]][0].rsplit(".", 1)[0], "")
            off = km_outside(holder, float(row["lat"]), float(row["lon"]))
            met += off is not None
            far = off is not None and off > BORDER_KM and row["id"] not in BEYOND
            wrong += [(row["id"], f"{off:.0f} km")] if far else []
    assert wrong == []
    assert met >= 270


def test_points_of_first_order_divisions_lie_in_or_by_their_outlines() -> None:
    first = {cells[0]: number for number, cells in listed("admin1CodesASCII.txt").items()}
    wrong, met = [], 0
    for row in rows("division_points"):
        off = km_outside(first[row["admin1"]], float(row["lat"]), float(row["lon"]))
        met += off is not None
        wrong += [(row["division"], f"{off:.0f} km")] if off is not None and off > POINT_KM else []
    assert wrong == []
    assert met >= 70


def test_ids_of_counties_are_told_once() -> None:
    ids = [row["id"] for row in rows("counties")]
    assert len(ids) == len(set(ids))
    numbers = [row["geonameid"] for row in rows("counties") if row["geonameid"]]
    assert len(numbers) == len(set(numbers))


def test_points_of_countries_lie_in_or_by_their_outlines() -> None:
    gazetteer = open_gazetteer()
    for row in rows("country_points"):
        named = [c.place for c in gazetteer.lookup([row["country"]])[0] if c.place.country == row["iso2"]]
        place = next(p for p in named if p.feature_code.startswith(("PCL", "TERR")))
        assert (place.footprint.lat, place.footprint.lon) == (float(row["lat"]), float(row["lon"]))
        off = km_outside(place.id.removeprefix("geonames:"), place.footprint.lat, place.footprint.lon)
        assert off is not None and off < 60, row["country"]
