"""The outlines that ship: each where it should be, neighbours without gaps, seas without land."""

from __future__ import annotations

import sqlite3
import threading
from pathlib import Path

import pytest
import shapely

from geo.datafiles import DATA
from geo.errors import DataError
from geo.gazetteer.outlines import (
    DETAILS,
    Outlines,
    area_km2,
    around,
    boxes_meet,
    clip,
    open_outlines,
    union,
)
from geo.types import BBox

pytestmark = pytest.mark.skipif(
    not (DATA / "outlines.sqlite").exists(), reason="outlines.sqlite is not built in this checkout"
)

LEVELS = ("coarse", "fine")
VENEZUELA, FRANCE, RUSSIA, UKRAINE, FIJI = (
    f"geonames:{n}" for n in (3625428, 3017382, 2017370, 690791, 2205218)
)
ENGLAND, SCOTLAND, WALES, ULSTER = (f"geonames:{n}" for n in (6269131, 2638360, 2634895, 2641364))


@pytest.fixture(scope="module")
def outlines() -> Outlines:
    return open_outlines()


@pytest.mark.parametrize(
    ("key", "lat", "lon"),
    [
        (VENEZUELA, 10.49, -66.88),
        (FRANCE, 48.85, 2.35),
        (RUSSIA, 66.0, -172.0),
        (FIJI, -16.5, 179.3),
        (UKRAINE, 45.35, 34.5),
        (ENGLAND, 51.51, -0.12),
        (SCOTLAND, 55.95, -3.2),
        ("geonames:4155751", 26.7, -80.1),  # Florida
        ("geonames:3012874", 48.85, 2.35),  # Île-de-France
        ("curated:caribbean-sea", 14.0, -75.0),
        ("curated:pacific-ocean", 10.0, 180.0),
        ("curated:pacific-ocean", -20.0, -120.0),
        ("curated:bering-sea", 58.0, -179.9),
        ("curated:black-sea", 43.5, 34.0),
    ],
)
def test_a_place_holds_what_lies_in_it(outlines: Outlines, key: str, lat: float, lon: float) -> None:
    assert outlines.has(key)
    assert outlines.contains(key, lat, lon)
    assert not outlines.contains(key, 80.0, lon + 130)


def test_an_unknown_place_has_no_outline(outlines: Outlines) -> None:
    assert not outlines.has("geonames:1")
    assert outlines.get("geonames:1") is None
    assert outlines.shape("geonames:1") is None
    assert outlines.label_point("geonames:1") is None
    assert outlines.bbox("geonames:1") is None
    assert not outlines.contains("geonames:1", 0, 0)


@pytest.mark.parametrize("detail", DETAILS)
def test_every_geometry_is_valid_and_within_the_world(outlines: Outlines, detail: str) -> None:
    shapes = [*outlines.countries(detail=detail), *outlines.seas(detail=detail)]
    shapes += outlines.divisions(BBox(-180, -90, 180, 90), detail)
    broken = [shape.key for shape in shapes if not shape.geometry.is_valid or shape.geometry.is_empty]
    assert broken == []
    bounds = shapely.total_bounds([shape.geometry for shape in shapes])
    assert bounds.tolist() == [-180, -90, 180, 90]


@pytest.mark.parametrize("detail", LEVELS)
def test_the_four_countries_make_up_the_united_kingdom(outlines: Outlines, detail: str) -> None:
    parts = [outlines.get(key, detail) for key in (ENGLAND, SCOTLAND, WALES, ULSTER)]
    kingdom = outlines.get("geonames:2635167", detail)
    assert union(parts).symmetric_difference(kingdom).area < 1e-6 * kingdom.area
    assert sum(part.area for part in parts) == pytest.approx(kingdom.area, rel=1e-6)


@pytest.mark.parametrize("detail", DETAILS)
def test_neighbours_neither_gap_nor_overlap(outlines: Outlines, detail: str) -> None:
    europe = [shape for shape in outlines.countries(BBox(-10, 36, 40, 60), detail) if shape.country]
    europe = [shape for shape in europe if shape.country not in ("VA", "AN", "CS")]
    assert shapely.coverage_is_valid([shape.geometry for shape in europe])
    together = union([shape.geometry for shape in europe])
    assert sum(shape.geometry.area for shape in europe) == pytest.approx(together.area, rel=1e-6)


def test_seas_are_clipped_at_the_coast(outlines: Outlines) -> None:
    for detail in LEVELS:
        sea = outlines.get("curated:caribbean-sea", detail)
        land = outlines.land(outlines.bbox("curated:caribbean-sea"), detail)
        assert sea.intersection(land).area < 1e-4 * sea.area
        # No strip of unnamed water between the sea and the coast of Venezuela.
        coast = shapely.Point(-66.9, 10.61).buffer(0.15)
        left = coast.difference(shapely.union_all([sea, land]))
        assert left.area < 0.02 * coast.area


def test_a_box_across_the_antimeridian_finds_both_sides(outlines: Outlines) -> None:
    found = {shape.country for shape in outlines.countries(BBox(176, -20, -170, -12))}
    assert {"FJ", "WS", "TO", "WF"} <= found
    assert not found & {"FR", "BR", "AU"}
    assert outlines.bbox(FIJI) == outlines.bbox(FIJI)
    box = outlines.bbox(FIJI)
    assert box is not None and box.crosses_antimeridian and box.contains(-17, 179.99)


def test_what_the_antimeridian_cuts_meets_there(outlines: Outlines) -> None:
    for key in (FIJI, RUSSIA, "curated:pacific-ocean"):
        west, _, east, _ = outlines.get(key, "fine").bounds
        assert (west, east) == (-180, 180), key
    taveuni = shapely.Point(179.97, -16.85).buffer(0.3)
    fiji = shapely.intersection(around(outlines.get(FIJI, "fine"), 180), taveuni)
    assert any(part.bounds[0] < 180 < part.bounds[2] for part in shapely.get_parts(fiji).tolist())


def test_the_boxes_asked_for_are_the_boxes_given(outlines: Outlines) -> None:
    for box in (BBox(170, -50, -160, 20), BBox(-6, 49, 3, 60), BBox(-180, 60, 180, 90), BBox(0, 0, 0, 0)):
        for shape in outlines.divisions(box):
            whole = outlines.bbox(shape.key)
            assert whole is not None and boxes_meet(whole, box)


def test_labels_lie_in_their_shapes(outlines: Outlines) -> None:
    for shape in [*outlines.countries(detail="fine"), *outlines.divisions(BBox(-180, -90, 180, 90), "fine")]:
        assert shape.label is not None
        lat, lon = shape.label
        assert shape.geometry.distance(shapely.Point(lon, lat)) < 0.01, shape.key


def test_coarse_is_lighter_than_fine(outlines: Outlines) -> None:
    points = {
        detail: sum(shapely.get_num_coordinates(s.geometry) for s in outlines.countries(detail=detail))
        for detail in DETAILS
    }
    assert points["coarse"] * 2 < points["fine"]
    coarse, fine = (outlines.get(VENEZUELA, detail) for detail in LEVELS)
    assert area_km2(coarse) == pytest.approx(area_km2(fine), rel=0.01)
    assert area_km2(fine) == pytest.approx(912_000, rel=0.02)


def test_land_is_clipped(outlines: Outlines) -> None:
    box = BBox(-5, 49, 2, 52)
    land = outlines.land(box, "fine")
    assert land.is_valid
    west, south, east, north = land.bounds
    assert west >= -5 and south >= 49 and east <= 2 and north <= 52
    assert outlines.land(BBox(-140, -30, -139, -29)).is_empty
    assert outlines.land(BBox(178, -19, -178, -16), "fine").area > 0.5


def test_counties_fill_their_state(outlines: Outlines) -> None:
    ohio = outlines.shape("geonames:5165418", "fine")
    assert ohio is not None and ohio.name == "Ohio"
    counties = outlines.counties(BBox(-84.9, 38.3, -80.5, 42.4))
    inside = [c for c in counties if ohio.geometry.contains(shapely.Point(c.label[1], c.label[0]))]
    assert len(inside) == 88
    together = union([county.geometry for county in inside])
    assert together.symmetric_difference(ohio.geometry).area < 1e-6
    assert outlines.counties(BBox(0, 40, 10, 50)) == []


def test_waters_come_by_size(outlines: Outlines) -> None:
    rivers = outlines.waters("river", BBox(20, -5, 40, 32), 1000)
    assert rivers and all(river.size >= 1000 and river.kind == "river" for river in rivers)
    assert [lake.size for lake in outlines.waters("lake")][:3] == sorted(
        (lake.size for lake in outlines.waters("lake")), reverse=True
    )[:3]
    (superior,) = outlines.waters("lake", BBox(-88, 47.6, -87.5, 47.8))
    assert superior.size == pytest.approx(82_000, rel=0.05)


def test_named_lakes_and_rivers_have_true_outlines(outlines: Outlines) -> None:
    assert outlines.contains("curated:lake-geneva", 46.45, 6.5)
    assert not outlines.contains("curated:lake-geneva", 46.52, 6.9)
    assert outlines.quality("curated:lake-geneva") == "surveyed"
    danube = outlines.get("curated:danube")
    assert danube.distance(shapely.Point(19.05, 47.5)) < 0.05  # Budapest
    assert shapely.get_num_coordinates(danube) > 150
    assert outlines.contains("curated:great-lakes", 44.0, -87.0)


def test_states_that_are_gone_and_ground_that_is_held_have_outlines(outlines: Outlines) -> None:
    assert outlines.contains("curated:soviet-union", 41.3, 69.2)
    assert not outlines.contains("curated:soviet-union", 52.2, 21.0)
    assert outlines.contains("curated:south-ossetia", 42.23, 43.97)
    assert not outlines.contains("curated:south-ossetia", 41.98, 44.11)  # Gori
    assert outlines.contains("geonames:858889", 46.84, 29.63)


def test_the_finest_shores_are_the_same_land(outlines: Outlines) -> None:
    box = BBox(4, 58, 12, 63)
    fine = {s.key: clip(s.geometry, box) for s in outlines.countries(box, "fine")}
    for shape in outlines.shores(box):
        finest = clip(shape.geometry, box)
        assert finest.symmetric_difference(fine[shape.key]).area < 0.04 * fine[shape.key].area
    (norway,) = [s for s in outlines.shores(box) if s.country == "NO"]
    assert shapely.get_num_coordinates(clip(norway.geometry, box)) > 1.2 * shapely.get_num_coordinates(
        fine[norway.key]
    )
    assert {s.country for s in outlines.shores(BBox(-60, -80, -50, -75))} == {"AQ"}
    assert "UA" in {s.country for s in outlines.shores(BBox(34, 45, 34.5, 45.3))}  # Crimea


def test_towns_come_by_size(outlines: Outlines) -> None:
    towns = outlines.towns(BBox(-0.6, 51.2, 0.4, 51.8), 5)
    assert towns[0].name == "London" and towns[0].code == "PPLC" and towns[0].country == "GB"
    assert [t.population for t in towns] == sorted((t.population for t in towns), reverse=True)
    assert outlines.towns(BBox(-140, -60, -139, -59), 5) == []
    pacific = {t.country for t in outlines.towns(BBox(175, -20, -170, -12), 50)}
    assert {"FJ", "WS"} <= pacific


def test_disputed_borders_are_lines(outlines: Outlines) -> None:
    lines = outlines.disputed(BBox(70, 25, 100, 40))
    assert {line.kind for line in lines} == {"disputed"}
    assert {line.geometry.geom_type for line in lines} <= {"LineString", "MultiLineString"}
    assert len(lines) >= 10


def test_many_threads_read_one_store(outlines: Outlines) -> None:
    fresh = Outlines(DATA / "outlines.sqlite")
    keys = fresh.keys("division")[:120]
    found: list[float] = []

    def read() -> None:
        found.append(sum(fresh.get(key).area for key in keys))
        fresh.close()

    threads = [threading.Thread(target=read) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 6 and len(set(found)) == 1


def test_a_damaged_file_is_named(tmp_path: Path) -> None:
    bad = tmp_path / "outlines.sqlite"
    bad.write_bytes(b"SQLite format 3\0" + b"\xff" * 400)
    with pytest.raises(DataError, match=r"outlines\.sqlite"):
        Outlines(bad)
    other = tmp_path / "other.sqlite"
    with sqlite3.connect(other) as store:
        store.execute("CREATE TABLE meta (key TEXT, value TEXT)")
    with pytest.raises(DataError, match="another version"):
        Outlines(other)
