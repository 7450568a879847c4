"""A dump of GeoNames into a store: real rows of four countries, and rows that are wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from geo.errors import GazetteerError
from geo.gazetteer.embedded import EmbeddedGazetteer
from geo.gazetteer.geonames import build_from_dump, dump_files
from geo.gazetteer.names import NameFlag
from tests.gazetteer.world import write_world

SHARED = Path(__file__).parents[2] / ".." / "shared" / "geonames"

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


def test_an_interrupted_build_leaves_the_old_store(tmp_path: Path) -> None:
    shipped = write_world(tmp_path / "shipped.sqlite")
    target = write_world(tmp_path / "full.sqlite")
    before = target.read_bytes()
    (tmp_path / "NL.txt").write_text("\n".join(row(n, f"Dorp {n}") for n in range(100, 200_200)))

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


@pytest.mark.skipif(not SHARED.is_dir(), reason="GeoNames's files do not lie beside the repository")
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
