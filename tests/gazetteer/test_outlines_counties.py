"""Counties: keyed by FIPS number, made of arcs that are stored once, and read back as they were."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import shapely

from geo.errors import DataError
from geo.gazetteer.outlines import Outlines
from geo.gazetteer.outlines_codec import arc_refs, decode_lines, encode, encode_arcs, rings_of_arcs
from geo.gazetteer.outlines_counties import Counties, read_counties
from geo.gazetteer.outlines_store import Inland, Outline, write
from geo.types import BBox

# Two squares side by side: arc 0 their border, 1 the west's other sides, 2 the east's.
ARCS = [[[1, 0], [0, 1]], [[1, 1], [-1, 0], [0, -1], [1, 0]], [[1, 0], [1, 0], [0, 1], [-1, 0]]]
WEST, EAST = [[0, 1]], [[2, ~0]]


@pytest.fixture
def atlas(tmp_path: Path) -> Counties:
    def area(number: str, name: str, arcs: list[list[int]]) -> dict[str, object]:
        return {"type": "Polygon", "id": number, "properties": {"name": name}, "arcs": arcs}

    topology = {
        "transform": {"scale": [1, 1], "translate": [0, 0]},
        "arcs": ARCS,
        "objects": {
            "counties": {"geometries": [area("36113", "Warren", WEST), area("09001", "Fairfield", EAST)]},
            "states": {"geometries": [area("36", "New York", WEST), area("09", "Connecticut", EAST)]},
        },
    }
    path = tmp_path / "counties.json"
    path.write_text(json.dumps(topology))
    (tmp_path / "admin1CodesASCII.txt").write_text(
        "US.NY\tNew York\tNew York\t1\nUS.CT\tConnecticut\tConnecticut\t2\n"
    )
    (tmp_path / "admin2Codes.txt").write_text("US.NY.113\tWarren County\tWarren County\t3\n")
    old = [{"id": "fairfield-county", "name": "Fairfield County", "countries": "US"}]
    return read_counties(path, tmp_path, old)


def test_counties_are_keyed_by_their_number(atlas: Counties) -> None:
    assert [(c.code, c.key, c.name) for c in atlas.rows] == [
        ("US.CT.001", "curated:fairfield-county", "Fairfield County"),
        ("US.NY.113", "geonames:3", "Warren County"),
    ]
    assert atlas.geometry(atlas.rows[1]).equals(shapely.box(0, 0, 1, 1))
    assert atlas.geometry(atlas.rows[0]).equals(shapely.box(1, 0, 2, 1))
    assert [state.key for state in atlas.states] == ["geonames:2", "geonames:1"]


def test_another_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x.json").write_text("{}")
    with pytest.raises(DataError, match=r"x\.json"):
        read_counties(tmp_path / "x.json", tmp_path, [])


def test_arcs_come_back_as_they_were_written() -> None:
    refs = [[[0, 1]], [[2, ~0], [5, ~300]]]
    assert arc_refs(encode_arcs(9, refs)) == (9, refs)
    assert arc_refs(encode(shapely.Point(1, 1))) is None
    made = decode_lines(encode(shapely.MultiLineString([[(0, 0), (1, 2)], [(3, 3), (4, 5), (-6, 7)]])))
    assert [line.tolist() for line in made] == [[[0, 0], [1, 2]], [[3, 3], [4, 5], [-6, 7]]]


def test_a_hole_that_rounding_closed_is_left_out() -> None:
    square = np.array([[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]], dtype=float)
    closed = np.array([[0.5, 0.5], [0.6, 0.5], [0.5, 0.5]])
    assert rings_of_arcs([square, closed], [[[0], [1]], [[1]]]).equals(shapely.box(0, 0, 1, 1))


def test_a_store_keeps_neighbours_border_once(atlas: Counties, tmp_path: Path) -> None:
    rows = []
    for county in atlas.rows:
        shape = atlas.geometry(county)
        rows.append(
            Outline(county.key, county.name, "county", "US", 6, "surveyed", shape, shape, arcs=county.refs)
        )
    lake, river = shapely.box(0.2, 0.2, 0.4, 0.4), shapely.LineString([(0, 0.5), (2, 0.5)])
    waters = [Inland("lake", 400.0, lake), Inland("river", 200.0, river), Inland("river", 20.0, river)]
    path = tmp_path / "outlines.sqlite"
    counts = write(path, rows, version="test", waters=waters, arcs=atlas.arcs)
    assert counts == {"county": 2, "land": 0, "waters": 3, "towns": 0}
    store = Outlines(path)
    assert store.get("geonames:3").equals(shapely.box(0, 0, 1, 1))
    east = store.counties(BBox(1.5, 0.2, 1.8, 0.4))
    assert [(shape.name, shape.kind) for shape in east] == [("Fairfield County", "county")]
    assert store.label_point("geonames:3") == (0.5, 0.5)
    assert [water.size for water in store.waters("river", least=100)] == [200]
    assert store.waters("lake", BBox(0, 0, 1, 1))[0].geometry.equals(lake)
    assert store.waters("lake", BBox(1.5, 0, 2, 1)) == []
