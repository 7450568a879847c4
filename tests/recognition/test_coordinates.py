"""Coordinates in text: two hundred that are, four hundred that look as if, and no time lost on junk."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.recognition.coordinates import parse_coordinates

SET = [
    json.loads(line) for line in Path(__file__).with_name("coordinates.jsonl").read_text("utf-8").splitlines()
]
POSITIVES = [case for case in SET if "form" in case]
NEGATIVES = [case for case in SET if "form" not in case]

NEAR = 2e-4
"""Degrees: some twenty metres, less than the rounding of the coarsest form that gives seconds."""


def test_the_set_is_whole() -> None:
    assert len(POSITIVES) == 200
    assert len(NEGATIVES) == 400
    assert {case["form"] for case in POSITIVES} == {
        "dms", "dm", "dd", "aviation", "iso6709", "geo-uri", "link", "mgrs", "utm",
    }  # fmt: skip


@pytest.mark.parametrize("case", POSITIVES, ids=lambda case: case["text"][case["start"] : case["end"]])
def test_positives(case: dict[str, Any]) -> None:
    (found,) = parse_coordinates(case["text"])
    assert (found.start, found.end, found.form) == (case["start"], case["end"], case["form"])
    assert abs(found.lat - case["lat"]) < NEAR
    assert abs(found.lon - case["lon"]) < NEAR


def test_negatives() -> None:
    wrong = [case["text"] for case in NEGATIVES if parse_coordinates(case["text"])]
    assert wrong == []


def test_the_reading_that_others_get_wrong() -> None:
    (found,) = parse_coordinates("The tower is at 48 51 30 N, 2 17 40 E.")
    assert (round(found.lat, 4), round(found.lon, 4)) == (48.8583, 2.2944)


def test_nought_and_the_date_line_are_answers() -> None:
    assert parse_coordinates("0°N, 0°E")[0][2:4] == (0.0, 0.0)
    assert parse_coordinates("16°30′S 180°00′W")[0][2:4] == (-16.5, -180.0)


@pytest.mark.parametrize("text", ["91°N, 10°E", "10°N, 181°E", "10°61′N 20°00′E", "10°N, 20°N", "10°E, 20°W"])
def test_what_lies_nowhere_is_none(text: str) -> None:
    assert parse_coordinates(text) == []


@given(st.text(alphabet="0123456789°'\"′″ NSEWnsew.,;-+/:@=latlongUTM\n"))
@settings(max_examples=300, deadline=None)
def test_found_lie_in_the_text_and_on_earth(text: str) -> None:
    at = 0
    for found in parse_coordinates(text):
        assert at <= found.start < found.end <= len(text)
        assert -90 <= found.lat <= 90
        assert -180 <= found.lon <= 180
        at = found.end


@pytest.mark.parametrize(
    "unit", ["1", "1.5 ", "10°N ", "lat ", "https://maps.x/@", "33U 500000 ", "N 1 ", "1 2 3 "]
)
def test_time_is_linear(unit: str) -> None:
    def seconds(size: int) -> float:
        text = unit * (size // len(unit))
        begin = time.process_time()
        parse_coordinates(text)
        return time.process_time() - begin

    small, large = seconds(20_000), seconds(200_000)
    assert large < 40 * max(small, 0.002)
