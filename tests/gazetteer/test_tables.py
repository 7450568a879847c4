"""How names and places are packed in the file, and read back."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import pytest

from geo.errors import GazetteerError
from geo.gazetteer import packing as p
from geo.gazetteer import tables as t
from geo.gazetteer.embedded import CAPITALS
from geo.gazetteer.facts import Numbers, Records
from geo.gazetteer.folding import MOST_ENTRIES
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


def stored(n: int = 7, **changes: object) -> p.Stored:
    plain = p.Stored(n, "Nowhere", "", 0, 0, 0, 0, 0, 0, 0, 0, 0, False)
    return plain._replace(**changes)


@pytest.mark.parametrize(
    "place",
    [
        stored(),
        stored(name="Țăndărei 中国 \N{EARTH GLOBE AMERICAS}"),
        stored(lat=90 * p.COORDINATE, lon=180 * p.COORDINATE, code=p.CODES - 1, country=p.COUNTRIES - 1),
        stored(lat=-90 * p.COORDINATE, lon=-180 * p.COORDINATE, quality=2, outline=True, radius_km=65_535),
        stored(n=2**31 - 1, parent=-(2**31), population=4_294_967_295),
        stored(n=-5, name="Red Sea", slug="red-sea", rank=4, parent=2**31 - 1),
    ],
)
def test_a_place_comes_back_as_it_was_stored(place: p.Stored) -> None:
    assert p.unpack_place(place.n, p.pack_place(place)) == place


def test_a_name_has_no_place_one_or_several() -> None:
    assert p.pack_entries([]) is None
    assert p.pack_entries([(12, 0, p.SHARE)]) == 12
    several = p.pack_entries([(12, 0, 40_000), (-7, CAPITALS, 25_535)])
    assert isinstance(several, bytes) and len(several) == 2 * p.ENTRY.size


@pytest.mark.parametrize(
    "entries",
    [
        [(12, 0, p.SHARE)],
        [(-7, CAPITALS | KINDS["abbreviation"], p.SHARE)],
        [(12, 0, 40_000), (-7, CAPITALS, 25_535)],
        [(2**31 - 1 - k, k % 4, 1) for k in range(MOST_ENTRIES)],
    ],
)
def test_a_name_may_carry_the_records_of_its_places(entries: list[p.Entry]) -> None:
    names = ("Țăndărei\0", "Tandarei", "TANDAREI", "Tandarei Și")
    records = [
        p.pack_place(stored(n, name=names[n % 4], slug="s" * (n < 0), population=n & 1)) for n, *_ in entries
    ]
    kind = entries[0][1] if len(entries) == 1 else p.CARRIED
    longest = [bytes(p.LONGEST_CARRIED)] * len(entries)
    # Of a place that is not known there is no record.
    for given in (records, longest, [b"", *records[1:]]):
        for key in ("tandarei", "țăndărei", ""):
            packed = p.pack_entries(entries, given, key)
            assert isinstance(packed, bytes)
            found, carried = p.unpack_entries(kind, packed, key)
            assert found == tuple(entries) and [*carried] == given


def test_a_name_that_is_spelt_as_its_key_is_not_carried() -> None:
    entries, record = [(12, 0, 40_000), (13, 0, 9)], p.pack_place(stored(name="Bad Ems"))
    packed, other = (p.pack_entries(entries, [record] * 2, key) for key in ("bad ems", "ems"))
    assert isinstance(packed, bytes) and isinstance(other, bytes)
    assert len(other) - len(packed) == 2 * len("Bad Ems")


def test_names_as_they_were_written(tables: t.Tables) -> None:
    names = {key: (NameFlag(flags & 0xFFFF), places) for key, flags, places in tables.names()}
    assert list(names) == sorted(names)
    assert names["paris"][0] & NameFlag.PREFIX and [n for n, _, _ in names["paris"][1]] == [2988507, 4717560]
    assert names["paris texas"][1] == ((4717560, KINDS["alternate"], p.SHARE),)
    assert names["us"][1] == ((6252001, KINDS["abbreviation"] | CAPITALS, p.SHARE),)
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
    assert [place.rank for place in tables.places()] == [2, 0]
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


def test_what_a_name_can_be_is_told_alone(tables: t.Tables) -> None:
    """Before its places are asked for, and after."""
    for key in ("suva", "paris", "red", "zzz"):
        flags = tables.flags(key)
        assert tables.name(key)[0] == flags == tables.flags(key)
    assert tables.flags("texas") and tables.meant("texas")[1] is tables.place(4736286)


def carrying(path: Path, names: int = 3) -> Path:
    """A store whose names carry their places: each place has one name of its own, and one is of all, so
    that it has a row of its own for them."""
    with StoreWriter(path, carry=True) as store:
        sea = store.add_slug("sea", 2)
        store.add_place(
            sea, name="A Sea", lat=1, lon=2, code=("H", "SEA"), bbox=BBox(1, 2, 3, 4), outline=True
        )
        for n in range(1, names + 1):
            store.add_place(n, name=f"Isle {n}", lat=n, lon=2, code=("T", "ISL"), parent=sea)
            store.add_names([(f"isle {n}", n, 0, 32, 1.0), ("isle", n, 1, 32, 1.0 + names - n)])
        long = "Long " * 200
        store.add_place(99, name=long, lat=0, lon=0, code=("T", "ISL"))
        store.add_names([("sea", sea, 0, 16, 1.0), ("long", 99, 0, 32, 1.0), ("isle", 99, 0, 32, 99.0)])
        store.add_place(98, name="", lat=0, lon=0, code=("T", "ISL"))
        store.add_names([("nameless", 98, 0, 32, 1.0)])
        store.add_names([("lost", 7_777, 0, 32, 1.0), ("isle", 7_777, 0, 32, 98.0)])
        store.set_meta("version", "1")
    return path


def test_a_place_that_a_name_carries_is_the_place_of_its_row(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = carrying(tmp_path / "a.sqlite")
    by_name, by_row = t.Tables(path), t.Tables(path)
    assert [key for key, flags, _ in by_name.names() if flags != by_row.flags(key)] == []
    for key in ("isle 1", "sea", "isle", "long", "lost", "nameless"):
        _, entries = by_name.name(key)
        for n, _, _ in entries:
            assert by_name.place(n) == by_row.place(n)
            assert (n == 7_777) == (by_row.place(n) is None)
    assert [n for n, _, _ in by_row.name("isle")[1]] == [99, 7_777, 1, 2, 3]
    known, place = by_row.meant("sea")
    assert place is by_row.place(known[1][0][0]) and place is not None and place.footprint.bbox is not None
    assert by_row.meant("lost") == ((32, ((7_777, 0, p.SHARE),)), None)
    assert by_row.meant("isle")[1] is None
    monkeypatch.setattr(t, "CACHED", 2)
    small = t.Tables(path)
    for key in ("isle", "isle 1", "isle 2", "sea", "isle"):
        assert [small.place(n) for n, _, _ in small.name(key)[1]] == [
            by_row.place(n) for n, _, _ in by_row.name(key)[1]
        ]
    for opened in (by_name, by_row, small):
        opened.close()


def test_the_place_of_a_carrying_name_needs_no_other_row(tmp_path: Path) -> None:
    """What a name carries is read from its own row alone: the rows of places are gone here."""
    path = carrying(tmp_path / "a.sqlite")
    with sqlite3.connect(path) as db:
        db.execute("DELETE FROM place WHERE n < 99")
    db.close()
    tables = t.Tables(path)
    assert [tables.place(n) and n for n, _, _ in tables.name("isle")[1]] == [99, None, 1, 2, 3]
    sea = tables.meant("sea")[1]
    assert sea is not None and sea.name == "A Sea" and tables.place(1) is tables.meant("isle 1")[1]
    tables.close()


def test_a_name_of_very_many_places_carries_the_best(tmp_path: Path) -> None:
    tables = t.Tables(carrying(tmp_path / "a.sqlite", names=90))
    entries = tables.name("isle")[1]
    assert len(entries) == MOST_ENTRIES and [n for n, _, _ in entries[:4]] == [99, 7_777, 1, 2]
    tables.close()


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


def test_records_are_kept_on_disk(tmp_path: Path) -> None:
    kept = Records(tmp_path)
    records = {n: bytes([n % 251]) * (n % 900) for n in (0, 1, 94, 95, 4_095, 4_096, 2**31 - 1, -1, -(2**31))}
    for n, record in records.items():
        kept.add(n, record)
    assert kept.of([*reversed(records), 2, -2, 99_999_999]) == [*reversed(records.values()), b"", b"", b""]
    kept.close()
    assert not list(tmp_path.iterdir())
