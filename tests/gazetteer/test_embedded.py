"""The store: names to places, ids to places, what is near, and what a name can be."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from geo.errors import GazetteerError
from geo.gazetteer.embedded import EmbeddedGazetteer
from geo.gazetteer.names import NameFlag
from geo.gazetteer.store import StoreWriter
from tests.gazetteer.world import PLACES, open_world, write_world


@pytest.fixture
def gazetteer(tmp_path: Path) -> Iterator[EmbeddedGazetteer]:
    opened = open_world(tmp_path)
    yield opened
    opened.close()


def ids(gazetteer: EmbeddedGazetteer, name: str) -> list[str]:
    return [c.place.id for c in gazetteer.lookup([name])[0]]


def test_the_larger_place_comes_first_and_shares_sum_to_one(gazetteer: EmbeddedGazetteer) -> None:
    found = gazetteer.lookup(["Paris"])[0]
    assert [c.place.id for c in found] == ["geonames:2988507", "geonames:4717560"]
    assert 0.97 < found[0].score < 1 and 0.999 < sum(c.score for c in found) <= 1
    assert found[0].match == "exact" and found[0].matched_name == "Paris"


def test_answers_are_aligned_with_the_names(gazetteer: EmbeddedGazetteer) -> None:
    found = gazetteer.lookup(["Suva", "Qqqqqqqq", "", "paris"])
    assert [len(candidates) for candidates in found] == [1, 0, 0, 2]


def test_limit(gazetteer: EmbeddedGazetteer) -> None:
    assert len(gazetteer.lookup(["Paris"], limit=1)[0]) == 1


@pytest.mark.parametrize("name", ["US", "U.S.", "U. S.", "the US"[4:]])
def test_an_abbreviation_holds_in_capitals(gazetteer: EmbeddedGazetteer, name: str) -> None:
    found = gazetteer.lookup([name])[0]
    assert found[0].place.id == "geonames:6252001" and found[0].match == "abbreviation"
    assert found[0].matched_name == "US"


def test_small_letters_are_no_sure_abbreviation(gazetteer: EmbeddedGazetteer) -> None:
    assert gazetteer.flags(["us"]) == [NameFlag.COMMON_WORD]
    assert gazetteer.lookup(["us", "Us"]) == [[], []]
    assert gazetteer.flags(["usa"]) == [0]
    assert [c.place.id for c in gazetteer.lookup(["usa"])[0]] == ["geonames:6252001"]


def test_demonyms_are_marked(gazetteer: EmbeddedGazetteer) -> None:
    found = gazetteer.lookup(["American", "AMERICAN"])
    assert [c.match for candidates in found for c in candidates] == ["demonym", "demonym"]


def test_a_place_knows_what_holds_it(gazetteer: EmbeddedGazetteer) -> None:
    paris = gazetteer.get(["geonames:4717560"])[0]
    assert paris is not None
    assert paris.within == ("geonames:6252001", "geonames:4736286")
    assert paris.admin == ("Texas",) and paris.country == "US" and paris.population == 24_800
    assert (paris.footprint.lat, paris.footprint.lon) == (33.66094, -95.55551)


def test_ids_of_all_kinds(gazetteer: EmbeddedGazetteer) -> None:
    found = gazetteer.get(["curated:red-sea", "geonames:99", "curated:none", "geonames:x", "", "geonames:2"])
    assert [p and p.name for p in found] == ["Red Sea", None, None, None, None, "Null Island"]
    sea = found[0]
    assert sea is not None and sea.geonameid is None and sea.footprint.radius_km == 900


def test_zero_zero_and_unknown_population_are_answers(gazetteer: EmbeddedGazetteer) -> None:
    place = gazetteer.lookup(["Null Island"])[0][0].place
    assert (place.footprint.lat, place.footprint.lon, place.population) == (0.0, 0.0, None)


def test_the_box_of_an_outline_may_cross_the_antimeridian(gazetteer: EmbeddedGazetteer) -> None:
    fiji = gazetteer.get(["geonames:2205218"])[0]
    assert fiji is not None and fiji.footprint.bbox is not None
    assert fiji.footprint.bbox.crosses_antimeridian and fiji.footprint.outline == fiji.id


def test_flags(gazetteer: EmbeddedGazetteer) -> None:
    paris, us, american, sea, reading, unknown = (
        NameFlag(f) for f in gazetteer.flags(["Paris", "US", "American", "Red Sea", "Reading", "Zzz"])
    )
    assert paris == NameFlag.LARGE_PLACE | NameFlag.SMALL_PLACE | NameFlag.GIVEN_NAME | NameFlag.PREFIX
    assert NameFlag.ABBREVIATION in us and NameFlag.DEMONYM in american and NameFlag.WATER in sea
    assert reading == 0 and unknown == 0


def test_near_is_nearest_first_and_crosses_the_antimeridian(gazetteer: EmbeddedGazetteer) -> None:
    found = gazetteer.near(-16.5, 179.9, radius_km=100, limit=5)
    assert [p.name for p, _ in found] == ["East of the line", "Labasa"]
    assert found[0][1] == pytest.approx(21.3, abs=0.3)
    assert gazetteer.near(-16.5, 179.9, radius_km=5, limit=5) == []
    assert [p.name for p, _ in gazetteer.near(89.9, 120.0, radius_km=50, limit=1)] == ["Pole"]
    assert gazetteer.near(20.0, 38.0, radius_km=10, limit=1) == []
    assert len(gazetteer.near(20.0, 38.0, radius_km=10, limit=1, classes="H")) == 1


@pytest.mark.parametrize(
    ("name", "first", "reason"),
    [
        ("France's", "geonames:3017382", "possessive"),
        ("northern France", "geonames:3017382", "a part of it"),
        ("downtown Paris", "geonames:2988507", "named with its kind"),
        ("Paris, Texas", "geonames:4717560", ""),
        ("Americans", "geonames:6252001", "plural"),
        ("NullIsland", "geonames:2", "written together"),
        ("Texas state", "geonames:4736286", "named with its kind"),
        ("Suva city", "geonames:2198148", "named with its kind"),
    ],
)
def test_other_ways_to_write_a_name(gazetteer: EmbeddedGazetteer, name: str, first: str, reason: str) -> None:
    found = gazetteer.lookup([name])[0]
    assert found[0].place.id == first
    assert found[0].reasons == ((reason,) if reason else ())
    assert found[0].score < 1 or not reason


def test_a_slip_of_the_pen_is_found_and_marked(gazetteer: EmbeddedGazetteer) -> None:
    found = gazetteer.lookup(["Ameirca", "Labsaa"])
    assert found[0][0].place.name == "United States" and found[0][0].match == "fuzzy"
    assert found[1][0].place.name == "Labasa" and found[1][0].score < 0.5


def test_the_same_rows_give_the_same_bytes(tmp_path: Path) -> None:
    first, second = (write_world(tmp_path / name).read_bytes() for name in ("a.sqlite", "b.sqlite"))
    assert first == second


def test_a_failed_build_leaves_what_stood_there(tmp_path: Path) -> None:
    path = write_world(tmp_path / "world.sqlite")
    before = path.read_bytes()
    with pytest.raises(RuntimeError), StoreWriter(path) as store:
        store.add_place(1, name="Half", lat=0, lon=0, code=("P", "PPL"))
        raise RuntimeError("interrupted")
    assert path.read_bytes() == before
    assert [p.name for p in tmp_path.iterdir()] == ["world.sqlite"]


def test_a_file_that_is_no_store_is_named(tmp_path: Path) -> None:
    with pytest.raises(GazetteerError, match="no gazetteer at none"):
        EmbeddedGazetteer(tmp_path / "none.sqlite")
    bad = tmp_path / "bad.sqlite"
    bad.write_text("not a database, and long enough to be looked at by anyone" * 30)
    with pytest.raises(GazetteerError, match=r"bad\.sqlite is not a gazetteer"):
        EmbeddedGazetteer(bad)
    old = write_world(tmp_path / "old.sqlite")
    with sqlite3.connect(old) as db:
        db.execute("UPDATE meta SET value = '0' WHERE key = 'schema'")
    db.close()
    with pytest.raises(GazetteerError, match="schema 0"):
        EmbeddedGazetteer(old)


def test_every_place_of_the_small_world_is_found_by_its_name(gazetteer: EmbeddedGazetteer) -> None:
    for n, name, *_ in PLACES:
        assert f"geonames:{n}" in ids(gazetteer, name)
