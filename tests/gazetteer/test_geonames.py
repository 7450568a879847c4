"""A dump of GeoNames into a store: real rows of four countries, and rows that are wrong."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from geo.errors import GazetteerError
from geo.gazetteer import geonames
from geo.gazetteer.embedded import EmbeddedGazetteer
from geo.gazetteer.facts import Facts, Numbers
from geo.gazetteer.geonames import build_from_dump, dump_files
from geo.gazetteer.names import NameFlag
from geo.gazetteer.packing import CARRIED, NOWHERE, SEVERAL
from geo.gazetteer.store import StoreWriter
from tests.gazetteer.world import PLACES, write_world

ROOT = Path(__file__).parents[2]
SHARED = ROOT / ".." / "shared" / "geonames"
NOT_THERE = "GeoNames's files do not lie beside the repository"

ROW = "{n}\t{name}\t{name}\t{others}\t{lat}\t{lon}\tP\tPPL\tNL\t\t07\t\t\t\t{people}\t\t1\tzone\t2020-01-01"


def row(n: int, name: str, *, lat: float = 52.0, lon: float = 5.0, others: str = "", people: int = 0) -> str:
    return ROW.format(n=n, name=name, lat=lat, lon=lon, others=others, people=people)


def test_malformed_rows_are_counted_and_named_and_do_not_stop_it(tmp_path: Path) -> None:
    shipped = write_world(tmp_path / "shipped.sqlite")
    lines = [
        row(101, "Goeddorp", others="Gooddorp,gud dorp,GDP", people=500),
        "102\ttoo\tshort",
        row(103, "Ver", lat=152.0),
        row(104, "Noord").replace("\t52.0\t", "\tnorth\t"),
        row(105, "!!!"),
        row(101, "Goeddorp again"),
        row(106, "Anderdorp"),
    ]
    (tmp_path / "NL.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    target = tmp_path / "full.sqlite"
    report = build_from_dump(tmp_path, target, shipped=shipped)
    assert report.places == 2 and sum(report.skipped.values()) == 5
    assert report.faults[0] == "NL.txt, row 2: 3 columns, not 19"
    assert any("row 3: (152.0, 5.0) is not on Earth" in fault for fault in report.faults)
    gazetteer = EmbeddedGazetteer(target)
    assert gazetteer.lookup(["Gooddorp"])[0][0].place.id == "geonames:101"
    assert gazetteer.flags(["gud dorp", "Anderdorp"])[0] == 0
    # What the dump lacks is there as it ships: the world, our own rows, and what is no place.
    assert gazetteer.lookup(["Paris"])[0][0].place.id == "geonames:2988507"
    assert gazetteer.lookup(["Red Sea"])[0][0].place.id == "curated:red-sea"
    assert gazetteer.lookup(["American"])[0][0].match == "demonym"
    assert NameFlag.GIVEN_NAME in NameFlag(gazetteer.flags(["Paris"])[0])
    assert [p.name for p, _ in gazetteer.near(52, 5, radius_km=5, limit=9)] == ["Goeddorp", "Anderdorp"]
    gazetteer.close()


def test_alternate_names_with_languages(tmp_path: Path) -> None:
    shipped = write_world(tmp_path / "shipped.sqlite")
    (tmp_path / "NL.txt").write_text(row(101, "Den Haag", people=500_000) + "\n", encoding="utf-8")
    names = [
        "1\t101\ten\tThe Hague\t1\t\t\t\t\t",
        "2\t101\tnl\t's-Gravenhage\t\t\t\t\t\t",
        "3\t101\tlink\thttps://example.org\t\t\t\t\t\t",
        "4\t101\tiata\tHAG\t\t\t\t\t\t",
        "5\t999\ten\tNowhere\t\t\t\t\t\t",
        "6\tx\ten\tBroken\t\t\t\t\t\t",
        "7\t101",
    ]
    (tmp_path / "alternateNamesV2.txt").write_text("\n".join(names), encoding="utf-8")
    target = tmp_path / "full.sqlite"
    report = build_from_dump(tmp_path, target, shipped=shipped)
    assert report.skipped == {"alternateNamesV2.txt": 2}
    gazetteer = EmbeddedGazetteer(target)
    found = gazetteer.lookup(["The Hague", "’s-Gravenhage", "HAG", "Nowhere"])
    assert [[c.match for c in answers] for answers in found] == [
        ["exact"],
        ["alternate"],
        ["abbreviation"],
        [],
    ]
    assert all(c.place.id == "geonames:101" for answers in found for c in answers)
    gazetteer.close()


def test_preferred_short_and_historic_names_are_weighed(tmp_path: Path) -> None:
    shipped = write_world(tmp_path / "shipped.sqlite")
    lines = [row(n, name, people=9_000) for n, name in ((101, "Eerste"), (102, "Tweede"), (103, "Derde"))]
    (tmp_path / "NL.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    names = [
        # id, place, language, name, preferred, short, colloquial, historic, from, to
        "1\t101\ten\tSamename\t\t\t\t1\t\t",
        "2\t102\ten\tSamename\t\t1\t\t\t\t",
        "3\t103\tde\tSamename\t1\t\t\t\t\t",
    ]
    (tmp_path / "alternateNamesV2.txt").write_text("\n".join(names), encoding="utf-8")
    build_from_dump(tmp_path, tmp_path / "full.sqlite", shipped=shipped)
    gazetteer = EmbeddedGazetteer(tmp_path / "full.sqlite")
    found = gazetteer.lookup(["Samename"])[0]
    # Short in English, then preferred in another language, then what it was called once.
    assert [c.place.name for c in found] == ["Tweede", "Derde", "Eerste"]
    assert [c.match for c in found] == ["exact", "alternate", "alternate"]
    gazetteer.close()


def test_hierarchy_puts_a_part_of_a_town_into_it(tmp_path: Path) -> None:
    shipped = write_world(tmp_path / "shipped.sqlite")
    part = row(203, "Noord").replace("PPL\t", "PPLX\t")
    province = row(201, "Utrecht").replace("\tP\tPPL\t", "\tA\tADM1\t").replace("\t07\t", "\t09\t")
    stad = row(202, "Stad").replace("\t07\t", "\t09\t")
    lines = [part.replace("\t07\t", "\t09\t"), province, stad, row(204, "Elders")]
    (tmp_path / "NL.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (tmp_path / "admin1CodesASCII.txt").write_text("NL.09\tUtrecht\tUtrecht\t201\n")
    (tmp_path / "hierarchy.txt").write_text(
        "202\t203\t\n"  # the part lies in the town
        "203\t202\t\n"  # and not the town in its part as well
        "202\t202\tADM\n"
        "202\t204\ttourism\n"  # a user's list is no holder
        "202\t999\tADM\n"
        "broken\t204\tADM\nbroken\n"
    )
    report = build_from_dump(tmp_path, tmp_path / "full.sqlite", shipped=shipped, classes="P")
    assert report.held == 1 and report.skipped == {"hierarchy.txt": 2}
    gazetteer = EmbeddedGazetteer(tmp_path / "full.sqlite")
    noord, stad_, elders = gazetteer.get(["geonames:203", "geonames:202", "geonames:204"])
    assert noord is not None and noord.within == ("geonames:201", "geonames:202")
    # The division came along, though only populated places were asked for.
    assert noord.admin == ("Utrecht",)
    assert stad_ is not None and stad_.within == ("geonames:201",)
    assert elders is not None and elders.within == ()
    gazetteer.close()


def test_what_ships_stays_on_top(tmp_path: Path) -> None:
    """Ids agree; the outline, the name and the shares are what ships, whatever the dump says."""
    shipped = write_world(tmp_path / "shipped.sqlite")
    other = row(3017382, "République française", people=1, others="France,Frankrijk")
    texas = row(4736286, "Tejas", people=9_000_000, others="Paris")
    (tmp_path / "FR.txt").write_text(f"{other}\n{texas}\n", encoding="utf-8")
    report = build_from_dump(tmp_path, tmp_path / "full.sqlite", shipped=shipped)
    assert report.places == 2 and not report.skipped
    small, full = EmbeddedGazetteer(shipped), EmbeddedGazetteer(tmp_path / "full.sqlite")
    france = full.lookup(["France"])[0]
    assert france == small.lookup(["France"])[0] and france[0].place.footprint.outline == "geonames:3017382"
    assert full.lookup(["Frankrijk"])[0][0].place.id == "geonames:3017382"
    ids = [f"geonames:{n}" for n, *_ in PLACES]
    assert full.get([*ids, "curated:red-sea"]) == small.get([*ids, "curated:red-sea"])
    for name in ("Paris", "US", "American", "Red Sea", "America"):
        first, again = small.lookup([name])[0][0], full.lookup([name])[0][0]
        assert (again.place, again.match, again.matched_name) == (
            first.place,
            first.match,
            first.matched_name,
        )
    small.close()
    full.close()


def test_a_municipality_comes_after_the_town_that_it_is_called_by(tmp_path: Path) -> None:
    shipped = write_world(tmp_path / "shipped.sqlite")
    municipality = row(301, "Goeddorp", people=52_000).replace("\tP\tPPL\t", "\tA\tADM4\t")
    (tmp_path / "NL.txt").write_text(f"{municipality}\n{row(302, 'Goeddorp', people=50_000)}\n")
    build_from_dump(tmp_path, tmp_path / "full.sqlite", shipped=shipped)
    gazetteer = EmbeddedGazetteer(tmp_path / "full.sqlite")
    assert [c.place.feature_code for c in gazetteer.lookup(["Goeddorp"])[0]] == ["PPL", "ADM4"]
    gazetteer.close()


def test_countries_and_classes_hold_it_to_some(tmp_path: Path) -> None:
    shipped = write_world(tmp_path / "shipped.sqlite")
    hill = row(301, "Hoogte").replace("\tP\tPPL\t", "\tT\tHLL\t")
    belgian = row(302, "Elders").replace("\tNL\t", "\tBE\t")
    (tmp_path / "allCountries.txt").write_text("\n".join([hill, belgian, row(303, "Dorp")]) + "\n")
    target = tmp_path / "full.sqlite"

    def built(**held: Any) -> list[int]:
        build_from_dump(tmp_path, target, shipped=shipped, **held)
        gazetteer = EmbeddedGazetteer(target)
        places = gazetteer.get([f"geonames:{n}" for n in (301, 302, 303)])
        gazetteer.close()
        return [301 + k for k, place in enumerate(places) if place is not None]

    assert built() == [301, 302, 303]
    assert built(countries=["NL"]) == [301, 303]
    assert built(classes="P") == [302, 303]
    assert built(countries=["NL"], classes="T") == [301]


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL])
def test_a_build_that_is_killed_leaves_the_old_store(tmp_path: Path, how: signal.Signals) -> None:
    write_world(tmp_path / "shipped.sqlite")
    target = write_world(tmp_path / "full.sqlite")
    before = target.read_bytes()
    # A dump without an end: the build reads from a pipe that stays open.
    os.mkfifo(tmp_path / "NL.txt")
    pipe = os.open(tmp_path / "NL.txt", os.O_RDWR)
    os.write(pipe, "".join(f"{row(n, f'Dorp {n}')}\n" for n in range(100, 400)).encode())
    (tmp_path / "shipped.sqlite").rename(tmp_path / "gazetteer.sqlite")
    code = (
        "import sys; from geo import datafiles; from pathlib import Path; from geo.cli import main;"
        f"datafiles.DATA = Path({str(tmp_path)!r});"
        f"sys.exit(main(['gazetteer', 'build', '--from', {str(tmp_path)!r}, '-o', {str(target)!r}]))"
    )
    build = subprocess.Popen([sys.executable, "-c", code], stderr=subprocess.PIPE, cwd=ROOT)
    deadline = time.monotonic() + 60
    while not (tmp_path / "full.sqlite.staged").exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    build.send_signal(how)
    _, said = build.communicate(timeout=60)
    os.close(pipe)
    assert build.returncode == (1 if how == signal.SIGTERM else -how), said
    assert target.read_bytes() == before
    left = {path.name for path in tmp_path.iterdir()} - {"NL.txt", "full.sqlite", "gazetteer.sqlite"}
    assert not left or how == signal.SIGKILL
    # What a killed build left does not stand in the way of the next.
    (tmp_path / "NL.txt").unlink()
    (tmp_path / "NL.txt").write_text(row(101, "Goeddorp") + "\n")
    build_from_dump(tmp_path, target, shipped=tmp_path / "gazetteer.sqlite")
    assert target.read_bytes() != before
    assert not [path.name for path in tmp_path.iterdir() if path.name.startswith("full.sqlite.")]


def test_numbers_far_apart_take_little(tmp_path: Path) -> None:
    """Facts are kept in pages: a stray number, or a curated row's, does not take gigabytes."""
    facts = Facts()
    for n in (1, 2**31 - 1, -5, -(2**31)):
        assert facts.add(n, mass=2.5, flags=8, parent=1) and not facts.add(n, mass=1, flags=0, parent=None)
        assert facts.of(n) == (2.5, 8) and facts.parent(n) == 1
    assert facts.of(2) == facts.of(-6) == facts.of(99_999_999) == (0.0, 0)
    numbers = Numbers()
    assert [numbers.add(n) for n in (7, 8, 7, -7, -7, 2**31 - 1, 2**31 - 1)] == [1, 1, 0, 1, 0, 1, 0]


def test_an_interrupted_build_leaves_the_old_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(geonames, "EVERY", 1_000)
    shipped = write_world(tmp_path / "shipped.sqlite")
    target = write_world(tmp_path / "full.sqlite")
    before = target.read_bytes()
    (tmp_path / "NL.txt").write_text("\n".join(row(n, f"Dorp {n}") for n in range(100, 2_000)))

    def stop(file: str, rows: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build_from_dump(tmp_path, target, shipped=shipped, progress=stop)
    assert target.read_bytes() == before
    assert not list(tmp_path.glob("full.sqlite.*"))


def test_a_folder_without_a_dump_is_told(tmp_path: Path) -> None:
    with pytest.raises(GazetteerError, match=r"neither allCountries\.txt"):
        dump_files(tmp_path)
    with pytest.raises(GazetteerError, match="no such folder"):
        dump_files(tmp_path / "none")


class PlainWriter(StoreWriter):
    """A writer of a store whose names do not carry their places."""

    def __init__(self, path: Path, *, carry: bool) -> None:
        super().__init__(path)


def answers(path: Path) -> list[object]:
    """All that a store answers: names, places, what is near, what a name can be."""
    store = EmbeddedGazetteer(path)
    keys = [key for key, _, _ in store.tables.names()]
    spelt = [*keys, *(key.upper() for key in keys[::7]), *(key.title() for key in keys)]
    places = [*store.tables.places()]
    ids = [f"curated:{p.slug}" if p.slug else f"geonames:{p.n}" for p in places]
    said = [
        # What a name can be is asked before its places, as for a text, and after.
        store.flags(spelt[::2]), store.lookup(spelt), store.flags(spelt),
        store.lookup([f"{key}s" for key in keys[::50]]), places, store.get(ids),
        [store.near(p.lat / 1e5, p.lon / 1e5, radius_km=30, limit=5) for p in places[::10]],
        [*store.tables.names()], store.kinds(), store.tables.slugs(), store.tables.boxes(),
    ]  # fmt: skip
    store.close()
    # Asked for in another order, and with nothing in memory: by their numbers alone.
    store = EmbeddedGazetteer(path)
    said += [store.get(reversed(ids)), store.lookup([*reversed(spelt)], limit=3)]
    store.close()
    return said


def made_dump(folder: Path) -> Path:
    """Six hundred places that share names: of one, of a few and of very many, in divisions and a town."""
    folder.mkdir()
    codes = ("P\tPPL", "H\tSTM", "T\tHLL", "S\tSCH")
    lines = [row(201, "Utrecht").replace("\tP\tPPL\t", "\tA\tADM1\t")]
    for n in range(1_000, 1_600):
        name = "Dorp" if n % 4 == 0 else f"Paris {n % 37}" if n % 3 else f"Eigen {n}"
        lat, lon = 50 + n * 7 % 100 / 40, 4 + n * 13 % 100 / 30
        made = row(n, name, lat=lat, lon=lon, people=n * 31 % 1_000 * (n % 5 == 0))
        lines.append(made.replace("P\tPPL", codes[n % 4 - 1]))
    (folder / "NL.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (folder / "admin1CodesASCII.txt").write_text("NL.07\tUtrecht\tUtrecht\t201\n")
    (folder / "hierarchy.txt").write_text("".join(f"1000\t{n}\t\n" for n in range(1_001, 1_050)))
    languages, others = ("en", "nl", "iata", "zh", ""), ("Texas", "Lutetia", "Ander", "大新石", "DRP")
    names = [f"{n}\t{n}\t{languages[n % 5]}\t{others[n % 7 % 5]}\t\t\t\t\t\t" for n in range(1_000, 1_600, 2)]
    (folder / "alternateNamesV2.txt").write_text("\n".join(names) + "\n", encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    "real", [False, pytest.param(True, marks=pytest.mark.skipif(not SHARED.is_dir(), reason=NOT_THERE))]
)
def test_what_names_carry_changes_no_answer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, real: bool
) -> None:
    """A dump's store answers as one whose names do not carry their places, as in the store that ships."""
    shipped, dump = write_world(tmp_path / "shipped.sqlite"), SHARED if real else made_dump(tmp_path / "dump")
    countries, kinds = ("AD", "MC", "SG") if real else (), []
    for name in ("carrying", "plain"):
        build_from_dump(dump, tmp_path / name, shipped=shipped, countries=countries)
        with closing(sqlite3.connect(tmp_path / name)) as db:
            kinds.append(
                {kind for (kind,) in db.execute("SELECT kind FROM manner WHERE kind < ?", (NOWHERE,))}
            )
        monkeypatch.setattr(geonames, "StoreWriter", PlainWriter)
    assert kinds == [{CARRIED}, {SEVERAL}]
    for one, other in zip(answers(tmp_path / "carrying"), answers(tmp_path / "plain"), strict=True):
        assert one == other


@pytest.mark.skipif(not SHARED.is_dir(), reason=NOT_THERE)
def test_real_rows_of_small_countries(tmp_path: Path) -> None:
    shipped = write_world(tmp_path / "shipped.sqlite")
    target = tmp_path / "full.sqlite"
    report = build_from_dump(SHARED, target, shipped=shipped, countries=("AD", "MC", "SG"))
    assert report.places > 5_000 and not report.skipped
    gazetteer = EmbeddedGazetteer(target)
    monaco = gazetteer.lookup(["Monte Carlo"])[0][0].place
    assert monaco.id == "geonames:2992741" and monaco.within[0] == "geonames:2993457"
    andorra = gazetteer.lookup(["Andorra la Vella"])[0][0].place
    assert andorra.feature_code == "PPLC" and andorra.within[0] == "geonames:3041565"
    assert gazetteer.lookup(["Singapore"])[0][0].place.country == "SG"
    assert gazetteer.near(43.7325, 7.4189, radius_km=3, limit=3)
    gazetteer.close()
