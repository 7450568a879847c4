"""How names and places are packed in the file, and read back."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import pytest

from geo.errors import GazetteerError
from geo.gazetteer import tables as t
from geo.gazetteer.embedded import CAPITALS
from geo.gazetteer.facts import Numbers
from geo.gazetteer.names import NameFlag
from geo.gazetteer.quick import quick
from geo.gazetteer.store import KINDS, StoreWriter
from geo.types import BBox, Candidate, Footprint, Place
from tests.gazetteer.world import write_world


@pytest.fixture
def tables(tmp_path: Path) -> Iterator[t.Tables]:
    opened = t.Tables(write_world(tmp_path / "world.sqlite"))
    yield opened
    opened.close()


def stored(n: int = 7, **changes: object) -> t.Stored:
    plain = t.Stored(n, "Nowhere", "", 0, 0, 0, 0, 0, 0, 0, 0, 0, False)
    return plain._replace(**changes)


@pytest.mark.parametrize(
    "place",
    [
        stored(),
        stored(name="Țăndărei 中国 \N{EARTH GLOBE AMERICAS}"),
        stored(lat=90 * t.COORDINATE, lon=180 * t.COORDINATE, code=t.CODES - 1, country=t.COUNTRIES - 1),
        stored(lat=-90 * t.COORDINATE, lon=-180 * t.COORDINATE, quality=2, outline=True, radius_km=65_535),
        stored(n=2**31 - 1, parent=-(2**31), population=4_294_967_295),
        stored(n=-5, name="Red Sea", slug="red-sea", rank=4, parent=2**31 - 1),
    ],
)
def test_a_place_comes_back_as_it_was_stored(place: t.Stored) -> None:
    assert t.unpack_place(place.n, t.pack_place(place)) == place


def test_a_name_has_no_place_one_or_several() -> None:
    assert t.pack_entries([]) is None
    assert t.pack_entries([(12, 0, t.SHARE)]) == 12
    several = t.pack_entries([(12, 0, 40_000), (-7, CAPITALS, 25_535)])
    assert isinstance(several, bytes) and len(several) == 2 * t.ENTRY.size


def test_names_as_they_were_written(tables: t.Tables) -> None:
    names = {key: (NameFlag(flags & 0xFFFF), places) for key, flags, places in tables.names()}
    assert list(names) == sorted(names)
    assert names["paris"][0] & NameFlag.PREFIX and [n for n, _, _ in names["paris"][1]] == [2988507, 4717560]
    assert names["paris texas"][1] == ((4717560, KINDS["alternate"], t.SHARE),)
    assert names["us"][1] == ((6252001, KINDS["abbreviation"] | CAPITALS, t.SHARE),)
    assert "reading" not in names  # a common word that is no name


def test_what_a_longer_name_begins_with(tables: t.Tables) -> None:
    """Also a word that is no name itself, and not half a word."""
    assert tables.name("red") == tables.name("east of the") == (NameFlag.PREFIX, ())
    assert tables.name("re") == tables.name("red sea coast") == tables.name("zz") == (0, ())


def test_a_name_and_its_only_place_at_once(tables: t.Tables) -> None:
    known, place = tables.meant("suva")
    assert place is not None and place.name == "Suva" and tables.meant("suva") == (known, place)
    assert tables.place(2198148) is place and tables.name("suva") == known
    assert tables.meant("paris")[1] is None and len(tables.meant("paris")[0][1]) == 2
    assert tables.meant("zzz") == ((0, ()), None)


def test_what_holds_a_place(tables: t.Tables) -> None:
    assert tables.holders(4736286) == (("Texas",), ("geonames:6252001", "geonames:4736286"))
    assert tables.holders(6252001) == ((), ("geonames:6252001",))
    assert tables.holders(99) == ((), ())


def test_a_row_of_ours_can_hold_a_place(tmp_path: Path) -> None:
    with StoreWriter(tmp_path / "a.sqlite") as store:
        sea = store.add_slug("sea", 2)
        store.add_place(sea, name="A Sea", lat=1, lon=2, code=("H", "SEA"))
        store.add_place(5, name="An Isle", lat=1, lon=2, code=("T", "ISL"), parent=sea)
        store.set_meta("version", "1")
    tables = t.Tables(tmp_path / "a.sqlite")
    isle = tables.place(5)
    assert isle is not None and isle.within == ("curated:sea",) and isle.admin == ()
    assert tables.holders(sea) == ((), ("curated:sea",))
    assert [p.rank for p in tables.places()] == [2, 0]
    tables.close()


def test_ids_of_one_number_give_way_to_each_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import geo.gazetteer.store as writing

    for module in (writing, t):
        monkeypatch.setattr(module, "slug_number", lambda slug: -9)
    with StoreWriter(tmp_path / "a.sqlite") as store:
        assert store.add_slug("known", 1, same=77) == 77
        assert [store.add_slug(slug) for slug in ("first", "second", "first")] == [-10, -11, -10]
        for n in (77, -10, -11):
            store.add_place(n, name=f"Place {n}", lat=0, lon=0, code=("P", "PPL"))
    tables = t.Tables(tmp_path / "a.sqlite")
    assert [tables.numbered(slug) for slug in ("known", "first", "second", "third")] == [77, -10, -11, None]
    assert tables.slugs() == [(-9, "known", 1, 77)]
    tables.close()


def test_a_memory_that_is_full_begins_anew(tables: t.Tables, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(t, "CACHED", 2)
    answers = [tables.name(key) for key in ("suva", "paris", "labasa", "suva", "texas", "zzz")]
    assert answers[0] == answers[3] and len(answers[1][1]) == 2 and answers[5] == (0, ())


def test_counts_by_code(tables: t.Tables) -> None:
    assert tables.kinds() == {"PPL": 5, "PCLI": 3, "ADM1": 2, "PPLC": 2, "SEA": 1}


def test_a_file_of_an_older_layout_is_told_in_one_line(tmp_path: Path) -> None:
    old = tmp_path / "old.sqlite"
    with sqlite3.connect(old) as db:
        db.execute("CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT)")
        db.execute("INSERT INTO meta VALUES ('schema', '6')")
    db.close()
    with pytest.raises(GazetteerError, match=r"^old\.sqlite has schema 6, this geo reads 7: build it again$"):
        t.Tables(old)


def test_more_countries_than_fit_are_an_error(tmp_path: Path) -> None:
    with pytest.raises(GazetteerError, match="256 countries"), StoreWriter(tmp_path / "a.sqlite") as store:
        for n in range(300):
            store.add_place(n + 1, name="A", lat=0, lon=0, code=("P", "PPL"), country=f"{n:03}")
    assert not list(tmp_path.iterdir())


def test_numbers_know_what_was_added() -> None:
    numbers = Numbers()
    added = [0, 7, 8, 4095, 4096, 2**31 - 1, -1, -(2**31)]
    assert [numbers.add(n) for n in added] == [True] * 8 and not numbers.add(4096)
    assert all(n in numbers for n in added) and not any(n in numbers for n in (1, 6, 9, 4097, -2))


def test_what_is_made_quickly_is_what_the_class_makes() -> None:
    where = (1.5, -2.5, BBox(1, 2, 3, 4), "geonames:1", 2.0, "derived")
    spot = Footprint(*where)
    assert quick(Footprint)(*where) == spot and hash(quick(Footprint)(*where)) == hash(spot)
    facts = ("geonames:1", "A", spot, "P", "PPL", "FR", ("B",), ("geonames:2",), 3)
    place = quick(Place)(*facts)
    assert place == Place(*facts) and repr(place) == repr(Place(*facts))
    with pytest.raises(AttributeError):
        place.name = "C"
    with pytest.raises(TypeError):
        quick(Candidate)(place, "A")
    assert len(fields(Candidate)) == 5
