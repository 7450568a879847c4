"""Boxes, clips and label points at the hard places: the antimeridian, the poles, nothing at all."""

from __future__ import annotations

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geo.gazetteer import outlines as o
from geo.types import BBox

FIJI = shapely.MultiPolygon([shapely.box(177, -19, 180, -16), shapely.box(-180, -17, -178, -16)])
EMPTY = shapely.GeometryCollection()


def test_a_box_takes_the_shorter_way_round() -> None:
    assert o.bbox_of(FIJI) == BBox(177, -19, -178, -16)
    assert o.bbox_of(shapely.box(-10, 40, 30, 60)) == BBox(-10, 40, 30, 60)
    assert o.bbox_of(shapely.box(-180, -90, 180, -60)) == BBox(-180, -90, 180, -60)
    assert o.bbox_of(EMPTY) is None
    assert o.bbox_of() is None
    assert o.bbox_of(None, FIJI, EMPTY) == BBox(177, -19, -178, -16)


def test_a_box_of_points_knows_fiji_from_the_rest() -> None:
    suva, apia = (-18.14, 178.44), (-13.83, -171.77)
    assert o.bbox_of_points([suva, apia]) == BBox(178.44, -18.14, -171.77, -13.83)
    assert o.bbox_of_points([(0, 0)]) == BBox(0, 0, 0, 0)
    assert o.bbox_of_points([(90, 10), (-90, 10)]) == BBox(10, -90, 10, 90)
    assert o.bbox_of_points([]) is None


def test_boxes_unite_over_the_antimeridian() -> None:
    fiji, samoa = BBox(177, -19, -178, -16), BBox(-172.8, -14.1, -171.4, -13.4)
    assert o.bbox_union([fiji, samoa]) == BBox(177, -19, -171.4, -13.4)
    assert o.bbox_union([BBox(0, 0, 1, 1)]) == BBox(0, 0, 1, 1)
    assert o.bbox_union([]) is None
    quarters = [BBox(lon, -5, lon + 5, 5) for lon in range(-180, 180, 10)]
    assert o.bbox_union(quarters) == BBox(-180, -5, 180, 5)


@given(st.lists(st.tuples(st.floats(-90, 90), st.floats(-180, 180)), min_size=1, max_size=8))
def test_a_box_of_points_holds_every_point(points: list[tuple[float, float]]) -> None:
    box = o.bbox_of_points(points)
    assert box is not None
    assert all(box.contains(lat, lon) for lat, lon in points)
    assert 0 <= o.width(box) <= 360


def test_a_box_grows_round_the_antimeridian_and_stops_at_the_poles() -> None:
    assert o.bbox_grow(BBox(175, -20, 179, -15), 2) == BBox(173, -22, -179, -13)
    assert o.bbox_grow(BBox(0, 80, 10, 89), 5) == BBox(-5, 75, 15, 90)
    assert o.bbox_grow(BBox(-178, 0, 178, 1), 3) == BBox(-180, -3, 180, 4)


def test_boxes_meet() -> None:
    assert o.boxes_meet(BBox(170, -20, -170, 0), BBox(-175, -10, -160, 10))
    assert not o.boxes_meet(BBox(170, -20, -170, 0), BBox(0, -10, 10, 10))
    assert not o.boxes_meet(BBox(0, 0, 1, 1), BBox(0, 2, 1, 3))


def test_a_clip_crosses_the_antimeridian() -> None:
    whole = shapely.box(-180, -10, 180, 10)
    piece = o.clip(whole, BBox(175, -5, -175, 5))
    assert piece.area == pytest.approx(100)
    assert o.bbox_of(piece) == BBox(175, -5, -175, 5)
    assert o.clip(FIJI, BBox(0, 0, 10, 10)).is_empty
    assert o.clip(EMPTY, BBox(0, 0, 10, 10)).is_empty


def test_a_cut_shape_is_joined_for_its_view() -> None:
    joined = o.around(FIJI, 179)
    assert joined.geom_type == "Polygon"
    assert joined.bounds == (177, -19, 182, -16)
    assert o.cut(joined).equals(FIJI)
    assert o.around(EMPTY, 100).is_empty
    line = shapely.MultiLineString([[(170, 0), (180, 5)], [(-180, 5), (-170, 6)]])
    assert o.around(line, 180).geom_type == "LineString"


def test_a_label_lies_inside_the_largest_part() -> None:
    assert o.label_point(FIJI) == pytest.approx((-17.318, 178.955), abs=0.01)
    horseshoe = shapely.Polygon([(0, 0), (10, 0), (10, 9), (9, 9), (9, 1), (1, 1), (1, 9), (0, 9)])
    lat, lon = o.label_point(horseshoe) or (99, 99)
    assert horseshoe.contains(shapely.Point(lon, lat))
    assert not horseshoe.contains(horseshoe.centroid)
    assert o.label_point(EMPTY) is None
    assert o.label_point(shapely.Point(0, 0)) == (0, 0)
    assert o.label_point(shapely.LineString([(170, 0), (178, 0)])) == (0, 174)


def test_area_is_of_the_sphere() -> None:
    octant = shapely.box(0, 0, 90, 90)
    assert o.area_km2(octant) == pytest.approx(510_065_622 / 8, rel=1e-4)
    assert o.area_km2(EMPTY) == 0
    # A degree square near the pole is a sliver, whatever it looks like on a flat map.
    polar, small = shapely.box(0, 88, 10, 89), shapely.box(20, 0, 22, 2)
    assert o.largest_part(shapely.MultiPolygon([polar, small])).equals(small)


def test_distance_crosses_the_antimeridian_and_the_pole() -> None:
    assert o.distance_km(0, 179.5, 0, -179.5) == pytest.approx(111.2, abs=0.1)
    assert o.distance_km(89, 0, 89, 180) == pytest.approx(222.4, abs=0.1)
    assert o.distance_km(10, 10, 10, 10) == 0


def test_a_union_of_areas_is_an_area() -> None:
    touching = [shapely.box(0, 0, 1, 1), shapely.box(1, 0, 2, 1), shapely.LineString([(5, 5), (6, 6)])]
    assert o.union(touching).equals(shapely.box(0, 0, 2, 1))
    assert o.union([]).is_empty
    assert o.union([None, EMPTY]).is_empty
