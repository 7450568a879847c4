"""Outlines as text, and what their edges are: written in Python, read back by the page."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely import box

from geo.webmap.edges import BORDER, COAST, CUT, TWIN, edge_runs
from geo.webmap.encoding import ALPHABET, encode_line, encode_polygons
from tests.webmap.browser import require_node

JS = Path(__file__).parent / "js"
Ring = list[tuple[int, int]]
Cuts = tuple[float, ...]


@given(
    st.lists(
        st.tuples(st.floats(-400, 400, allow_nan=False), st.floats(-90, 90, allow_nan=False)),
        min_size=2,
        max_size=30,
    ),
    st.sampled_from([20, 100, 5000]),
)
def test_lines_are_coded_in_safe_letters(points: list[tuple[float, float]], steps: int) -> None:
    text = encode_line(points, steps)
    assert set(text) <= set(ALPHABET)
    decoded = _decode(text)
    wanted = [(round(x * steps), round(y * steps)) for x, y in points]
    for got, want in zip(
        decoded, [w for i, w in enumerate(wanted) if i == 0 or w != wanted[i - 1]], strict=False
    ):
        assert got == pytest.approx(want, abs=1)


def test_polygons_that_vanish_are_left_out() -> None:
    assert encode_polygons(box(0, 0, 0.001, 0.001), 100) == []
    assert encode_polygons(None, 100) == []
    assert len(encode_polygons(box(0, 0, 4, 4).difference(box(1, 1, 2, 2)), 100)[0]) == 2


def _numbers(text: str) -> list[int]:
    values = []
    number = shift = 0
    for letter in text:
        value = ALPHABET.index(letter)
        number |= (value & 31) << shift
        shift += 5
        if value < 32:
            values.append(-(number + 1) // 2 if number & 1 else number // 2)
            number = shift = 0
    return values


def _decode(text: str) -> list[tuple[int, int]]:
    values = _numbers(text)
    points = []
    x = y = 0
    for i in range(0, len(values), 2):
        x, y = x + values[i], y + values[i + 1]
        points.append((x, y))
    return points


def test_javascript_reads_what_python_wrote() -> None:
    node = require_node()
    line = [(0.0, 0.0), (0.01, -0.01), (4.0, 0.9), (-1.8, -0.9), (180.0, 90.0), (-180.0, -90.0)]
    script = (
        f"const {{codec}} = require({json.dumps(str(JS / 'load.js'))});"
        f"console.log(JSON.stringify([...codec.decode({json.dumps(encode_line(line, 100))}, 100)]))"
    )
    out = subprocess.run([node, "-e", script], capture_output=True, text=True, check=True).stdout
    assert json.loads(out) == [round(100 * n) for point in line for n in point]


def square(x: int, y: int, side: int = 10) -> Ring:
    return [(x, y), (x + side, y), (x + side, y + side), (x, y + side), (x, y)]


def kinds(*rings: Ring, longitudes: Cuts = (), latitudes: Cuts = ()) -> list[list[int]]:
    """The kind of every edge of every ring; a step of the grid is a degree."""
    texts = edge_runs([np.array(ring) for ring in rings], longitudes=longitudes, latitudes=latitudes, steps=1)
    told = []
    for ring, text in zip(rings, texts, strict=True):
        runs = _numbers(text) if text else [COAST + 4 * (len(ring) - 1)]
        told.append([run % 4 for run in runs for _ in range(run // 4)])
        assert len(told[-1]) == len(ring) - 1
    return told


def test_the_edge_of_two_neighbours_is_a_border_listed_once_and_all_others_are_coasts() -> None:
    west, east = kinds(square(0, 0), square(10, 0))
    assert west == [COAST, BORDER, COAST, COAST]
    assert east == [COAST, COAST, COAST, TWIN]
    assert kinds(square(0, 0), square(40, 0)) == [[COAST] * 4] * 2
    assert edge_runs([], longitudes=(), latitudes=(), steps=1) == []
    assert edge_runs([np.array(square(0, 0))], longitudes=(), latitudes=(), steps=1) == [""], (
        "coasts need no text"
    )


def test_an_edge_on_a_cut_is_neither() -> None:
    assert kinds(square(0, 0), longitudes=(0,)) == [[COAST, COAST, COAST, CUT]]
    assert kinds(square(0, 0), longitudes=(10.9,)) == [[COAST, CUT, COAST, COAST]], "rounded by a step"
    assert kinds(square(0, 0), longitudes=(12,), latitudes=(10,)) == [[COAST, COAST, CUT, COAST]]
    assert kinds(square(0, 0), square(10, 0), longitudes=(10,))[0][1] == CUT, "though two share it"


def test_edges_at_the_far_ends_of_the_earth_are_told_apart() -> None:
    far = 180 * 5000
    told = kinds(square(-far, -450_000), square(far - 10, 449_990), square(-far, 449_990))
    assert told == [[COAST] * 4] * 3


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), min_size=1, max_size=12, unique=True))
def test_each_shared_edge_is_one_border_and_one_twin(cells: list[tuple[int, int]]) -> None:
    told = kinds(*[square(10 * x, 10 * y) for x, y in cells])
    flat = [kind for ring in told for kind in ring]
    shared = sum((x + 1, y) in cells for x, y in cells) + sum((x, y + 1) in cells for x, y in cells)
    assert flat.count(BORDER) == flat.count(TWIN) == shared
    assert flat.count(COAST) == 4 * len(cells) - 2 * shared
