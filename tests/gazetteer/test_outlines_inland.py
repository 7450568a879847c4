"""Lakes and rivers: the file format, and which lake or river a row of our tables means."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest
import shapely

from geo.errors import DataError
from geo.gazetteer.outlines_held import held
from geo.gazetteer.outlines_inland import (
    INNER,
    LINE,
    OUTER,
    Network,
    length_km,
    lines,
    match_lakes,
    read_areas,
    read_inland,
    read_pn2,
    single,
)


def record(kind: int, number: int, *points: tuple[int, int]) -> bytes:
    """One record: the first point absolute, the others as differences from it, in steps of 1/120 degree."""
    lon, lat = points[0]
    moves = b"".join(struct.pack(">bb", y - lat, x - lon) for x, y in points[1:])
    return struct.pack(">BII", kind, number, 1) + struct.pack(">hhh", lat, lon, len(points) - 1) + moves


def pn2(path: Path, *records: bytes, version: int = 2) -> Path:
    path.write_bytes(struct.pack(">BIB", version, len(records), 0) + b"".join(records))
    return path


SQUARE = [(0, 0), (120, 0), (120, 120), (0, 120), (0, 0)]
HOLE = [(30, 30), (60, 30), (60, 60), (30, 60), (30, 30)]


def test_records_are_read_with_groups_and_holes(tmp_path: Path) -> None:
    group = struct.pack(">BIB", 4, 7, 2)
    path = pn2(tmp_path / "x.pn2", record(OUTER, 1, *SQUARE), record(INNER, 1, *HOLE), group,
               record(LINE, 7, (0, 0), (60, 12)))  # fmt: skip
    kinds = [(kind, number) for kind, number, _ in read_pn2(path)]
    assert kinds == [(OUTER, 1), (INNER, 1), (LINE, 7)]
    assert read_pn2(path)[2][2] == [(0.0, 0.0), (0.5, 0.1)]
    (area,) = read_areas(path)
    assert area.equals(shapely.box(0, 0, 1, 1).difference(shapely.box(0.25, 0.25, 0.5, 0.5)))


def test_another_format_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="version 1"):
        read_pn2(pn2(tmp_path / "old.pn2", version=1))
    cut = pn2(tmp_path / "cut.pn2", record(OUTER, 1, *SQUARE)[:-3])
    with pytest.raises(DataError, match=r"cut\.pn2"):
        read_pn2(cut)


def test_the_largest_come_first(tmp_path: Path) -> None:
    small = [(240 + x // 4, y // 4) for x, y in SQUARE]
    pn2(tmp_path / "ne_50m_lakes.pn2", record(OUTER, 1, *small), record(OUTER, 2, *SQUARE))
    pn2(
        tmp_path / "ne_50m_rivers_lake_centerlines.pn2",
        record(LINE, 1, (0, 0), (12, 0)),
        record(LINE, 2, (0, 0), (60, 0)),
        record(LINE, 2, (60, 0), (90, 0)),
    )
    found = read_inland(tmp_path)
    assert [round(lake.area, 3) for lake in found.lakes] == [1.0, 0.062]
    assert [round(length_km(river)) for river in found.rivers] == [83, 11]


def row(**values: str) -> dict[str, str]:
    blank = {"id": "x", "name": "X", "code": "LK", "lat": "0.5", "lon": "0.5", "radius_km": "80",
             "countries": "", "geonameid": "", "rank": "3"}  # fmt: skip
    return blank | values


def test_a_lake_is_the_one_at_the_point_if_its_size_is_right() -> None:
    great, pond = shapely.box(0, 0, 1, 1), shapely.box(1.05, 0, 1.1, 0.05)
    assert match_lakes([row()], [great, pond]) == {"x": great}
    assert match_lakes([row(lon="5")], [great, pond]) == {}
    assert match_lakes([row(radius_km="4", lon="1.02", lat="0.02")], [great, pond]) == {"x": pond}
    assert match_lakes([row(code="LKS")], [great]) == {}
    assert match_lakes([row(), row(id="y", lon="0.6")], [great]) == {"x": great}


def test_a_group_of_lakes_is_no_lake_of_its_own() -> None:
    west, east, pond = shapely.box(0, 0, 1, 1), shapely.box(2, 0, 3, 1), shapely.box(0.1, 0.1, 0.2, 0.2)
    assert single([shapely.union_all([west, east]), west, east, pond]) == [west, east, pond]


RIVER = shapely.LineString([(x / 10, 0.1 * (x % 2)) for x in range(81)])
TRIBUTARY = shapely.LineString([(4.0, 0.05), (4.5, 1.5), (5.0, 3.0)])


def test_a_course_is_traced_along_the_network_and_kept_where_that_ends() -> None:
    network = Network([RIVER, TRIBUTARY])
    traced = network.trace([(0, 0), (4, 0.1), (8, 0.1)])
    assert traced is not None and len(traced) > 70
    assert max(y for _, y in traced) < 0.2
    longer = network.trace([(0, 0), (8, 0), (10, 1.5)])
    assert longer is not None and longer[-1] == (10, 1.5) and longer[0] == (0.0, 0.0)
    assert network.trace([(0, 5), (8, 5)]) is None
    assert network.trace([(4, 0), (5, 0), (6, 9), (7, 18)]) is None


def test_a_traced_line_is_surveyed_and_a_drawn_one_approximate() -> None:
    table = [{"id": "x", "course": "0 0; 4 0; 8 0"}, {"id": "y", "course": "20 0; 21 1; 22 0"}]
    named = {"x": row(code="STM"), "y": row(id="y", code="STM")}
    traced, drawn = lines(table, named, [RIVER])
    assert (traced.kind, traced.quality, drawn.quality) == ("line", "surveyed", "approximate")
    assert shapely.get_num_coordinates(drawn.levels[0]) == 3
    assert lines([{"id": "z", "course": "0 0; 1 1"}], named, [RIVER]) == []


def test_held_ground_ends_at_its_countries_border(tmp_path: Path) -> None:
    ground = [
        (int(x * 120), int(y * 120)) for x, y in ((43.6, 42), (44.6, 42), (44.6, 43), (43.6, 43), (43.6, 42))
    ]
    path = pn2(tmp_path / "held.pn2", record(OUTER, 2, *ground))
    georgia = shapely.box(40, 41, 46, 42.6)
    found = held(path, {"geonames:614540": (georgia, georgia)})
    assert list(found) == ["curated:south-ossetia"]
    name, kind, (coarse, fine) = found["curated:south-ossetia"]
    assert (name, kind) == ("South Ossetia", "region")
    assert fine.equals(shapely.box(43.6, 42, 44.6, 42.6)) and coarse.equals(fine)
