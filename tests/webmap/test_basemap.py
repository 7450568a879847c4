"""The base map's layers: what a view holds of shores, borders, counties, rivers and lakes."""

from __future__ import annotations

import itertools
from types import SimpleNamespace
from typing import Any

import pytest
import shapely

from geo.datafiles import DATA
from geo.gazetteer.outlines import Outlines, open_outlines
from geo.webmap.basemap import base_map, widened
from geo.webmap.context import divisions, lakes, rivers
from geo.webmap.view import View
from geo.webmap.window import Grid

shipped = pytest.mark.skipif(
    not (DATA / "outlines.sqlite").exists(), reason="outlines.sqlite is not built in this checkout"
)
GRID = Grid(View(0, 0, 10, 10), 0.005, 1000, "fine")


def shape(name: str, country: str, geometry: Any) -> Any:
    return SimpleNamespace(key=name, name=name, country=country, geometry=geometry)


def decoded(text: str, steps: int) -> list[tuple[float, float]]:
    """A line as the page's codec reads it."""
    from geo.webmap.encoding import ALPHABET

    numbers, number, shift = [], 0, 0
    for letter in text:
        value = ALPHABET.index(letter)
        number |= (value & 31) << shift
        shift += 5
        if value < 32:
            numbers.append(-(number + 1) // 2 if number % 2 else number // 2)
            number, shift = 0, 0
    points, x, y = [], 0, 0
    for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
        x, y = x + dx, y + dy
        points.append((x / steps, y / steps))
    return points


def test_a_river_beside_a_border_runs_along_it_and_one_that_crosses_is_left() -> None:
    border = shapely.LineString([(0, 5), (5, 5), (10, 5)])
    beside = shapely.LineString([(1, 5.03), (9, 5.03)])
    across = shapely.LineString([(2, 1), (2, 9)])
    store = SimpleNamespace(
        waters=lambda kind, box, least: [SimpleNamespace(geometry=g) for g in (beside, across)]
    )
    lines = [decoded(text, 1000) for text in rivers(store, GRID, [border])]
    flat = [line for line in lines if len({y for _, y in line}) == 1]
    assert {y for line in flat for _, y in line} == {5.0}
    assert [(2.0, 1.0), (2.0, 9.0)] in lines
    free = [decoded(text, 1000) for text in rivers(store, GRID, [])]
    assert free == [[(1.0, 5.03), (9.0, 5.03)], [(2.0, 1.0), (2.0, 9.0)]]


def test_a_mesh_of_tiny_divisions_is_left_out() -> None:
    tiny = [shape(f"s{n}", "SI", shapely.box(n / 20, 0, (n + 1) / 20, 0.05)) for n in range(9)]
    large = [shape("w", "AT", shapely.box(0, 2, 5, 8)), shape("e", "AT", shapely.box(5, 2, 10, 8))]
    store = SimpleNamespace(divisions=lambda box, detail: [*tiny, *large])
    borders, names = divisions(store, GRID)
    assert sorted(row["n"] for row in names) == ["e", "w"]
    assert borders.equals(shapely.LineString([(5, 2), (5, 8)]))


def test_a_lake_that_is_open_water_is_not_drawn_twice() -> None:
    lake = shapely.box(2, 2, 4, 4)
    store = SimpleNamespace(waters=lambda kind, box: [SimpleNamespace(geometry=lake)])
    assert len(lakes(store, GRID, [shapely.box(0, 0, 10, 10)])) == 1
    assert lakes(store, GRID, [shapely.box(0, 0, 10, 10).difference(lake)]) == []


def test_a_view_is_widened_to_a_windows_shape_and_no_further() -> None:
    tall = widened(View(0, -5, 1, 5))
    assert tall.width == pytest.approx(13) and (tall.south, tall.north) == (-5, 5)
    flat = widened(View(0, -1, 40, 1))
    assert flat.height == pytest.approx(32) and (flat.west, flat.east) == (0, 40)
    fit = View(0, -5, 14, 5)
    assert widened(fit).height == pytest.approx(14 * 0.8)
    assert widened(View(0, 70, 160, 84)).north == 90


@shipped
def test_a_local_view_has_counties_and_a_wide_one_has_not() -> None:
    outlines: Outlines = open_outlines()
    local = base_map(View(-84.9, 39.0, -83.5, 40.0), outlines).json
    assert "Warren County" in {row["n"] for row in local["names"]}
    assert local["counties"] and local["divisions"] and local["rivers"] and local["towns"]
    wide = base_map(View(-100, 30, -75, 45), outlines).json
    assert wide["counties"] == [] and wide["divisions"] and wide["rivers"] and wide["lakes"]
    world = base_map(View(-180, -56, 180, 74), outlines).json
    assert world["divisions"] == [] and len(world["rivers"]) < 120 and world["window"] is None


@shipped
def test_a_local_view_has_finer_shores_than_the_outlines() -> None:
    outlines: Outlines = open_outlines()
    base = base_map(View(5.9, 58.9, 6.9, 59.6), outlines)  # Stavanger's fjords
    (norway,) = [row for row in base.json["near"]["countries"] if row["code"] == "NO"]
    points = sum(len(decoded(ring, base.steps)) for polygon in norway["g"] for ring in polygon)
    fine = shapely.intersection(outlines.get("geonames:3144096", "fine"), shapely.box(*base.json["window"]))
    assert points > 1.2 * shapely.get_num_coordinates(fine)


@shipped
def test_a_division_takes_the_maps_shores() -> None:
    outlines: Outlines = open_outlines()
    base = base_map(View(5.9, 58.9, 6.9, 59.6), outlines)
    key = next(
        s.key for s in outlines.divisions(GRID.box.__class__(6, 59, 6.1, 59.1)) if s.name == "Rogaland"
    )
    part = outlines.get(key, "fine")
    fitted = base.fitted(key, part)
    land = shapely.union_all([s.geometry for s in outlines.shores(GRID.box.__class__(5, 58, 8, 60.5))])
    window = shapely.box(*base.json["window"])
    assert fitted.intersection(window).difference(land.buffer(0.001)).area < 1e-4
    assert part.intersection(window).difference(land.buffer(0.001)).area > 1e-4
    assert base.fitted("geonames:3144096", part) is part


@shipped
def test_fiji_has_no_seam() -> None:
    base = base_map(View(176.5, -20, 187, -13), open_outlines())
    (fiji,) = [row for row in base.json["near"]["countries"] if row["code"] == "FJ"]
    rings = [decoded(ring, base.steps) for polygon in fiji["g"] for ring in polygon]
    over = [ring for ring in rings if min(x for x, _ in ring) < 179.95 and max(x for x, _ in ring) > 180.01]
    assert over
    for ring in rings:
        along = [
            abs(b[1] - a[1]) for a, b in itertools.pairwise(ring) if abs(a[0] - 180) < 0.002 and a[0] == b[0]
        ]
        assert sum(along) < 0.02
