"""Other readings of a name that the gazetteer lacks."""

from __future__ import annotations

from pathlib import Path

import pytest

from geo.gazetteer.variants import inner_names, variants
from tests.gazetteer.world import open_world


def read(name: str) -> list[str]:
    return [variant.name for variant in variants(name)]


@pytest.mark.parametrize(
    ("name", "reading"),
    [
        ("Suva's", "Suva"),
        ("Lamar County", "Lamar"),
        ("town of Labasa", "Labasa"),
        ("northern Fiji", "Fiji"),
        ("the Labasa area", "Labasa"),
        ("SanFrancisco", "San Francisco"),
    ],
)
def test_a_name_is_read_without_what_stands_round_it(name: str, reading: str) -> None:
    assert any(found.removeprefix("the ") == reading for found in read(name))


@pytest.mark.parametrize(
    ("now", "before"),
    [
        ("Avdiivka", "Avdiyivka"),
        ("Kupiansk", "Kupyansk"),
        ("Huliaipole", "Hulyaypole"),
        ("Dzhankoi", "Dzhankoy"),
        ("Starokostiantyniv", "Starokostyantyniv"),
        ("Ilovaisk", "Ilovaysk"),
    ],
)
def test_ukrainian_names_are_read_in_both_ways_of_writing_them(now: str, before: str) -> None:
    assert before in read(now)
    assert now in read(before)


def test_places_within_a_name_go_from_the_longest_to_the_shortest_and_no_bare_kind_is_one() -> None:
    assert [v.name for v in inner_names("Dubai World Trade Centre")] == [
        "Dubai World Trade",
        "World Trade Centre",
        "Dubai World",
        "Trade Centre",
        "Dubai",
    ]
    assert next(v.name for v in inner_names("University of Suva")) == "Suva"
    assert next(v.name for v in inner_names("embassy in Paris")) == "Paris"
    assert not list(inner_names("Suva")) and not list(inner_names("city hall"))


def test_a_place_within_a_name_is_the_last_thing_tried(tmp_path: Path) -> None:
    gazetteer = open_world(tmp_path)
    cathedral, typo, known = gazetteer.lookup(["Suva Cathedral", "East of the lime", "Red Sea"])
    gazetteer.close()
    assert cathedral[0].place.name == "Suva" and cathedral[0].score < 0.5
    assert cathedral[0].reasons == ("named within it: Suva",)
    assert typo[0].match == "fuzzy" and typo[0].place.name == "East of the line"
    assert known[0].match == "exact"
