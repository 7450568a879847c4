"""Every geometry comes back from its bytes as it went in, to the grid's step."""

from __future__ import annotations

import pytest
import shapely

from geo.gazetteer.outlines_codec import QUANTUM, decode, encode, encode_union, union_ids

ZOO = [
    shapely.Point(0, 0),
    shapely.Point(-180, -90),
    shapely.MultiPoint([(180, 90), (-180, 0)]),
    shapely.LineString([(179.9999, 1), (180, 2), (-0.0001, -3)]),
    shapely.MultiLineString([[(0, 0), (1, 1)], [(5, 5), (6, 6), (7, 5)]]),
    shapely.box(-180, -90, 180, 90),
    shapely.Polygon([(0, 0), (9, 0), (9, 9), (0, 9)], [[(1, 1), (2, 1), (2, 2)], [(4, 4), (5, 4), (5, 5)]]),
    shapely.MultiPolygon([shapely.box(177, -19, 180, -16), shapely.box(-180, -17, -178, -16)]),
]


@pytest.mark.parametrize("geometry", ZOO, ids=lambda g: g.geom_type)
def test_round_trip(geometry: shapely.Geometry) -> None:
    back = decode(encode(geometry))
    assert back.geom_type == geometry.geom_type
    assert back.equals_exact(geometry, QUANTUM / 2)
    assert encode(back) == encode(geometry)


def test_nothing_is_written_as_empty() -> None:
    assert decode(encode(None)).is_empty
    assert decode(encode(shapely.Polygon())).is_empty


def test_mixed_collections_are_refused() -> None:
    with pytest.raises(ValueError, match="LineString"):
        encode(shapely.GeometryCollection([shapely.Point(0, 0), shapely.LineString([(0, 0), (1, 1)])]))


def test_a_border_costs_few_bytes() -> None:
    border = shapely.Point(10, 50).buffer(1, quad_segs=64)
    assert len(encode(border)) < 4 * shapely.get_num_coordinates(border)


def test_a_union_is_a_list_of_numbers() -> None:
    assert union_ids(encode_union([300, 7, 70_000])) == [7, 300, 70_000]
    assert union_ids(encode(shapely.Point(0, 0))) == []
