"""Outlines of our own tables: unions, differences, the coast, circles of water, islands."""

from __future__ import annotations

import pytest
import shapely

from geo.datafiles import DATA
from geo.gazetteer.outlines import Outlines, area_km2, open_outlines
from geo.gazetteer.outlines_curated import (
    Land,
    circle,
    drawing,
    former,
    islands,
    points,
    regions,
    waters,
)

WEST, EAST = shapely.box(0, 0, 10, 10), shapely.box(10, 0, 20, 10)
ISLAND = shapely.box(30, 5, 31, 6)
LAND = (Land([shapely.box(0, 0, 20, 10), ISLAND]), Land([shapely.box(0, 0, 20, 10), ISLAND]))
KNOWN = {"AA": (WEST, WEST), "BB": (EAST, EAST)}

ROW = {
    "id": "x", "name": "X", "code": "RGN", "lat": "5", "lon": "5", "countries": "AA", "radius_km": "50",
    "rank": "2", "geonameid": "", "members": "", "minus": "", "polygon": "", "clip": "none",
}  # fmt: skip


def row(**cells: str) -> dict[str, str]:
    return ROW | cells


def test_points_run_on_over_the_antimeridian() -> None:
    assert points("170 0; -170 5; -160 5") == [(170, 0), (190, 5), (200, 5)]
    assert points("-170 0; 170 5") == [(-170, 0), (-190, 5)]
    assert points("") == []


def test_a_drawing_over_the_antimeridian_is_cut() -> None:
    area = drawing("170 0; -170 0; -170 10; 170 10")
    assert area.area == pytest.approx(200)
    assert area.bounds == (-180, 0, 180, 10)
    assert drawing("170 0; 190 0; 190 10; 170 10").equals(area)


def test_a_region_is_its_members_less_what_is_taken() -> None:
    table = [
        row(id="both", members="AA|BB"),
        row(id="less", members="curated:both", minus="BB"),
        row(id="part", members="BB", polygon="9 0; 15 0; 15 10; 9 10"),
        row(id="coast", polygon="18 -5; 40 -5; 40 20; 18 20", clip="land"),
        row(id="bight", polygon="18 -5; 40 -5; 40 20; 18 20", clip="sea"),
    ]
    made = {one.key: one for one in regions(table, KNOWN.get, LAND)}
    assert made["curated:both"].levels[1].equals(shapely.box(0, 0, 20, 10))
    assert made["curated:both"].quality == "surveyed"
    assert made["curated:less"].levels[1].equals(WEST)
    assert made["curated:part"].levels[1].equals(shapely.box(10, 0, 15, 10))
    assert made["curated:part"].quality == "approximate"
    assert made["curated:coast"].levels[1].area == pytest.approx(2 * 10 + 1)
    assert made["curated:bight"].levels[1].area == pytest.approx(22 * 25 - 21)


def test_a_region_that_holds_itself_or_nothing_has_no_outline() -> None:
    table = [row(id="loop", members="curated:loop"), row(id="lost", members="ZZ"), row(id="none")]
    assert regions(table, KNOWN.get, LAND) == []


def test_a_bay_is_the_water_near_its_point() -> None:
    table = [row(id="bay", code="BAY", lat="5", lon="20.3", radius_km="60")]
    (bay,) = waters(table, {}, {}.get, LAND)
    assert bay.kind == "sea" and bay.quality == "approximate"
    assert not bay.levels[1].intersects(shapely.Point(19.9, 5))
    assert bay.levels[1].contains(shapely.Point(20.3, 5))
    inland = [row(id="bay", code="BAY", lat="5", lon="10", radius_km="60")]
    assert waters(inland, {}, {}.get, LAND) == []


def test_a_drawn_water_is_part_of_another() -> None:
    sea = shapely.box(20, 0, 30, 10)
    drawn = {
        "west": {"id": "west", "polygon": "0 0; 25 0; 25 10; 0 10", "within": "curated:sea", "clip": "sea"}
    }
    known = {"curated:sea": (sea, sea)}
    (water,) = waters([row(id="west", code="SEA")], drawn, known.get, LAND)
    assert water.levels[1].equals(shapely.box(20, 0, 25, 10))
    assert waters([row(id="sea", code="SEA")], {}, known.get, LAND) == []


def test_an_island_is_the_land_it_lies_on_if_the_size_is_right() -> None:
    isle = row(id="isle", code="ISL", lat="5.5", lon="30.5", radius_km="80")
    (found,) = islands([isle], LAND)
    assert found.levels[1].equals(ISLAND)
    assert islands([isle | {"radius_km": "5"}], LAND) == []
    assert islands([isle | {"lat": "5", "lon": "5"}], LAND) == []


def test_an_archipelago_leaves_the_mainland_out() -> None:
    (group,) = islands([row(id="isles", code="ISLS", lat="5", lon="26", radius_km="700")], LAND)
    assert group.levels[1].equals(ISLAND)


def test_a_circle_is_round_on_the_sphere() -> None:
    for lat in (0.0, 45.0, 70.0):
        assert area_km2(circle(lat, 100, 100)) == pytest.approx(3.14159 * 100**2, rel=0.02)
    assert circle(0, 180, 500).bounds[0] == -180
    assert circle(89.9, 0, 50).is_valid


def test_a_state_that_ended_long_ago_is_no_union_of_todays_units() -> None:
    table = [row(id=name, members="GE", years=years) for name, years in (
        ("gone", "1922-1991"), ("old", "882-1240"), ("bc", "814-146 BC"), ("held", "1991-"))]  # fmt: skip
    assert [found["id"] for found in former(table)] == ["gone", "held"]
    assert former([row(id="unknown", years="1922-1991")]) == []


def test_a_lake_drawn_by_hand_is_a_lake() -> None:
    (lake,) = regions([row(id="lake", code="LK", polygon="0 0; 1 0; 1 1; 0 1")], KNOWN.get, LAND)
    assert (lake.kind, lake.quality) == ("lake", "approximate")


@pytest.fixture(scope="module")
def outlines() -> Outlines:
    if not (DATA / "outlines.sqlite").exists():
        pytest.skip("outlines.sqlite is not built in this checkout")
    return open_outlines()


@pytest.mark.parametrize(
    ("key", "inside", "outside"),
    [
        ("geonames:6255148", (55.8, 37.6), (56.8, 65.0)),  # Europe
        ("geonames:6255147", (66.0, -172.0), (55.8, 37.6)),  # Asia
        ("geonames:6255146", (0.3, 32.6), (31.8, 35.2)),  # Africa
        ("curated:middle-east", (33.3, 44.4), (28.6, 77.2)),
        ("curated:balkans", (43.9, 18.4), (48.2, 16.4)),
        ("curated:donbas", (48.0, 37.8), (50.4, 30.5)),
        ("curated:sahel", (13.5, 2.1), (-1.3, 36.8)),
        ("curated:siberia", (62.0, 129.7), (55.8, 37.6)),
        ("curated:strait-of-hormuz", (26.5, 56.4), (25.3, 55.4)),
        ("curated:bering-strait", (65.8, -168.9), (60.0, -170.0)),
        ("curated:eastern-mediterranean", (34.0, 30.0), (40.0, 5.0)),
        ("curated:mediterranean-sea", (38.5, 25.5), (43.0, 35.0)),
    ],
)
def test_regions_and_waters_lie_where_they_should(
    outlines: Outlines, key: str, inside: tuple[float, float], outside: tuple[float, float]
) -> None:
    assert outlines.contains(key, *inside)
    assert not outlines.contains(key, *outside)
