"""A user's own places over the gazetteer."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from geo.errors import GazetteerError
from geo.gazetteer.embedded import EmbeddedGazetteer
from geo.gazetteer.names import NameFlag
from geo.gazetteer.places_file import overlay, read_places
from tests.gazetteer.world import open_world


@pytest.fixture
def below(tmp_path: Path) -> Iterator[EmbeddedGazetteer]:
    opened = open_world(tmp_path)
    yield opened
    opened.close()


def write(folder: Path, text: str, name: str = "sites.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_own_places_come_first(tmp_path: Path, below: EmbeddedGazetteer) -> None:
    path = write(
        tmp_path,
        "Name,lat,lon,id,kind,aliases,country,population,priority\n"
        "Paris,45.0,5.0,novel,town,Paris-on-Sea|Lutetia Nova,fr,12,0.9\n"
        "Bureau,0,0,,facility,,,,\n",
    )
    gazetteer = overlay(below, path)
    paris = gazetteer.lookup(["Paris"])[0]
    assert [c.place.id for c in paris] == ["places:novel", "geonames:2988507", "geonames:4717560"]
    assert paris[0].score == 0.9 and sum(c.score for c in paris) <= 1
    assert gazetteer.lookup(["paris on sea"])[0][0].matched_name == "Paris-on-Sea"
    bureau = gazetteer.lookup(["Bureau"])[0][0].place
    assert bureau.feature_class == "S" and (bureau.footprint.lat, bureau.footprint.lon) == (0, 0)
    assert gazetteer.get(["places:novel", "geonames:2988507", "places:no"])[0] is paris[0].place
    assert NameFlag.FACILITY in NameFlag(gazetteer.flags(["Bureau"])[0])
    assert [p.name for p, _ in gazetteer.near(45, 5, radius_km=1, limit=3)] == ["Paris"]
    assert gazetteer.checksum != below.checksum and gazetteer.version == "test-1+places"
    assert gazetteer.lookup(["Suva"])[0] == below.lookup(["Suva"])[0]


def test_a_feature_of_geojson_keeps_its_box(tmp_path: Path, below: EmbeddedGazetteer) -> None:
    square = [[[10, 50], [12, 50], [12, 51], [10, 51], [10, 50]]]
    features = [
        {
            "type": "Feature",
            "properties": {"name": "The Site", "aliases": ["Site"]},
            "geometry": {"type": "Polygon", "coordinates": square},
        }
    ]
    path = write(tmp_path, json.dumps({"type": "FeatureCollection", "features": features}), "a.geojson")
    place = overlay(below, path).lookup(["site"])[0][0].place
    box = place.footprint.bbox
    assert box is not None and (box.west, box.south, box.east, box.north) == (10, 50, 12, 51)
    assert box.contains(place.footprint.lat, place.footprint.lon)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("name,lat\nA,1\n", "sites.csv, row 1: no column “lon”"),
        ("name,lat,lon\nA,1,2\nB,north,2\n", "sites.csv, row 3: lat 'north'"),
        ("name,lat,lon\nA,91,2\n", "sites.csv, row 2: .* not on Earth"),
        ("name,lat,lon\nA,nan,2\n", "sites.csv, row 2: .* not on Earth"),
        ("name,lat,lon\n,1,2\n", "sites.csv, row 2: no name"),
        ("name,lat,lon\nA,1,2,3\n", "sites.csv, row 2: more cells"),
        ("name,lat,lon,priority\nA,1,2,7\n", "sites.csv, row 2: a priority"),
        ("name,lat,lon,population\nA,1,2,many\n", "sites.csv, row 2: "),
        ("name,lat,lon,id\nA,1,2,x\nB,1,2,x\n", "sites.csv, row 3: places:x stands in row 2 already"),
        ("name,lat,lon\n", "sites.csv: no places"),
        ("", "sites.csv, row 1: no column “name”"),
        ('{"type": "FeatureCollection", "features": [{"geometry": null}]}', "feature 1: no usable geometry"),
        ('{"type": "FeatureCollection"', "not GeoJSON"),
    ],
)
def test_a_bad_file_is_told_by_row(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(GazetteerError, match=message):
        read_places(write(tmp_path, text))


def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(GazetteerError, match=r"none\.csv"):
        read_places(tmp_path / "none.csv")
    latin = tmp_path / "latin.csv"
    latin.write_bytes("name,lat,lon\nZürich,47,8\n".encode("latin-1"))
    with pytest.raises(GazetteerError, match="not UTF-8"):
        read_places(latin)
