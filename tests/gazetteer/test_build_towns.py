"""Small towns of postal lists, inhabitants of divisions, codes of counties, airports' names."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from geo.errors import GazetteerError
from geo.gazetteer.build_airports import _names, _same, _shown, airports
from geo.gazetteer.build_counties import add_counties
from geo.gazetteer.build_towns import postal_places
from geo.gazetteer.build_world import Row, World, inhabitants, reach_km
from geo.gazetteer.builder import Builder, shared_name
from geo.gazetteer.embedded import EmbeddedGazetteer
from geo.gazetteer.store import StoreWriter


def place(name: str, lat: float, lon: float, people: int, number: int = 1) -> dict[str, Any]:
    return {
        "geonameid": number, "name": name, "alternatenames": [], "latitude": lat, "longitude": lon,
        "population": people, "countrycode": "AU", "admin1code": "08",
    }  # fmt: skip


def britain() -> World:
    world = World()
    world.add(Row(1, "United Kingdom", 54.0, -2.0, ("A", "PCLI"), country="GB", key="GB"))
    world.add(Row(2, "England", 52.5, -1.5, ("A", "ADM1"), country="GB", parent=1, key="GB.ENG"))
    world.add(Row(3, "Hull", 53.74, -0.34, ("P", "PPL"), country="GB", parent=2, population=267_000))
    world.rows[3].alternates.append("Kingston")
    return world


def postal(tmp_path: Path, *places: tuple[str, str, float, float, float], state: str = "England") -> Path:
    path = tmp_path / "postal.jsonl.gz"
    with gzip.open(path, "wt", encoding="utf-8") as stream:
        for country, city, lat, lon, accuracy in places:
            entry = {
                "country_code": country, "postal_code": "X", "city": city, "state": state,
                "latitude": lat, "longitude": lon, "accuracy": accuracy, "source": "allCountries",
            }  # fmt: skip
            stream.write(json.dumps(entry) + "\n")
    return path


def test_villages_of_postal_codes_that_the_world_lacks(tmp_path: Path) -> None:
    path = postal(
        tmp_path,
        ("GB", "Elloughton", 53.74, -0.57, 4.0),
        ("GB", "Elloughton", 53.76, -0.57, 4.0),
        ("GB", "Hull", 53.75, -0.35, 4.0),  # known
        ("GB", "Battle", 53.74, -0.57, 4.0),  # a common word
        ("GB", "Guessed", 53.74, -0.57, 1.0),  # its point is a guess
        ("GB", "Hull (Delivery)", 53.74, -0.57, 4.0),  # no name of a place
        ("GB", "Far Away", 57.5, -5.5, 4.0),  # far from any town
        ("GB", "Kingston", 53.6, -0.8, 4.0),  # a town's name, put astray
        ("FR", "Ailleurs", 47.0, 2.0, 4.0),  # of another country
    )
    slugs: list[str] = []

    def number(slug: str) -> int:
        slugs.append(slug)
        return -len(slugs)

    (village,) = postal_places(britain(), path, number, common=frozenset({"battle"}))
    assert (village.name, village.lat, village.lon) == ("Elloughton", 53.75, -0.57)
    assert (village.parent, village.code, slugs) == (2, ("P", "PPL"), ["gb-elloughton"])


def test_a_village_lies_in_the_division_told_or_else_in_that_of_the_nearest_town(
    tmp_path: Path,
) -> None:
    elloughton = ("GB", "Elloughton", 53.74, -0.57, 4.0)
    for state, homes in (("England", [2]), ("", [2]), ("Scotland", []), ("Ruritania", [])):
        path = postal(tmp_path, elloughton, state=state)
        assert [row.parent for row in postal_places(britain(), path, lambda slug: -1)] == homes, state


def test_villages_of_one_name_stay_apart_and_a_post_towns_point_is_no_villages(tmp_path: Path) -> None:
    world = britain()
    world.add(Row(5, "Derby", 52.92, -1.47, ("P", "PPL"), country="GB", parent=2, population=255_000))
    path = postal(
        tmp_path,
        ("GB", "Risley", 52.91, -1.31, 4.0),
        ("GB", "Risley", 53.70, -0.50, 4.0),
        *(("GB", name, 52.92, -1.40, 4.0) for name in ("Ockbrook", "Borrowash", "Draycott")),
    )
    found = [(row.name, row.lat, row.lon) for row in postal_places(world, path, lambda slug: -1)]
    assert found == [("Risley", 52.91, -1.31), ("Risley", 53.70, -0.50)]


@pytest.mark.parametrize("content", [b"no gzip", gzip.compress(b"{}\n"), gzip.compress(b"")])
def test_what_is_no_list_of_postal_codes_is_named(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "other.gz"
    path.write_bytes(content)
    with pytest.raises(GazetteerError, match=r"other\.gz"):
        list(postal_places(britain(), path, lambda slug: -1))


def test_boroughs_are_counted_once() -> None:
    new_york = place("New York City", 40.714, -74.006, 8_800_000, 1)
    brooklyn = place("Brooklyn", 40.65, -73.95, 2_700_000, 2)
    buffalo = place("Buffalo", 42.886, -78.878, 278_000, 3)
    assert inhabitants([brooklyn, new_york, buffalo]) == 9_078_000
    assert 15 < reach_km(8_800_000) < 30


def test_a_metropolis_says_nothing_of_a_quarter_that_is_listed_to_hold_it(tmp_path: Path) -> None:
    world = World()
    world.add(
        Row(1, "Western Australia", -25.0, 122.0, ("A", "ADM1"), country="AU", radius_km=900, key="AU.08")
    )
    (tmp_path / "admin2Codes.txt").write_text(
        "AU.08.1\tCambridge\tCambridge\t11\nAU.08.2\tBunbury\tBunbury\t12\n", encoding="utf-8"
    )
    (tmp_path / "places.csv").write_text(
        "lat,lon,name,admin1,admin2,cc\n-31.95,115.86,Perth,Western Australia,Cambridge,AU\n",
        encoding="utf-8",
    )
    coded = tmp_path / "cities.json"
    bunbury = {"name": "Bunbury", "lat": "-33.33", "lng": "115.64", "country": "AU", "admin1": "08"}
    coded.write_text(json.dumps([bunbury | {"admin2": "2"}]), encoding="utf-8")
    cities = [
        place("Perth", -31.95, 115.86, 2_390_000, 21), place("Bunbury", -33.33, 115.64, 75_000, 22)
    ]  # fmt: skip
    homes = add_counties(world, tmp_path, tmp_path / "places.csv", cities, coded_cities=coded)
    assert homes == {21: 11, 22: 12}
    assert world.rows[11].population is None and world.rows[12].population == 75_000
    coded.write_text('{"no": "list"}', encoding="utf-8")
    with pytest.raises(GazetteerError, match=r"cities\.json"):
        add_counties(world, tmp_path, tmp_path / "places.csv", cities, coded_cities=coded)


def test_airports_are_shown_as_readers_expect_them() -> None:
    maiquetia = {
        "name": "Maiquetia (Simon Bolivar Internacional) Airport",
        "city": "Maiquetia",
        "iata": "CCS",
    }
    assert _shown(maiquetia) == "Simon Bolivar International Airport (Maiquetia)"
    assert (
        _shown({"name": "Oxford (Kidlington) Airport", "city": "Kidlington"}) == "Oxford (Kidlington) Airport"
    )
    assert _shown({"name": "", "city": "Lima"}) == "Lima Airport"
    field = {"name": "Miami University Airport", "city": "Oxford", "iata": "OXD"}
    assert "miami university airport" in {key for key, *_ in _names(field, "oxford", 1.0)}
    assert "miami university" not in {key for key, *_ in _names(field, "oxford", 1.0)}


def test_a_village_of_a_postal_list_is_no_match_for_a_towns_other_name(tmp_path: Path) -> None:
    world = britain()
    world.add(
        Row(4, "An Muileann gCearr", 53.53, -7.34, ("P", "PPLA"), country="GB", parent=2, population=22_667,
            alternates=["Mullingar"])
    )  # fmt: skip
    path = postal(tmp_path, ("GB", "Mullingar", 53.8, -0.5, 4.0))
    with StoreWriter(tmp_path / "store.sqlite") as store:
        builder = Builder(store, world)
        builder.add_postal_places(path, None)
        builder.add_world()
        store.set_meta("version", "test")
        store.set_meta("sources", "tests")
    gazetteer = EmbeddedGazetteer(tmp_path / "store.sqlite")
    assert [c.place.name for c in gazetteer.lookup(["Mullingar"])[0]] == ["An Muileann gCearr", "Mullingar"]
    gazetteer.close()


def test_a_town_is_not_called_by_its_division_unless_they_share_a_name(tmp_path: Path) -> None:
    world = World()
    for n, name in ((1, "Pará"), (2, "Durango"), (3, "Gomel Oblast"), (4, "Geneva"), (5, "Mecca Region")):
        world.add(Row(n, name, 0.0, 0.0, ("A", "ADM1"), country="XX"))
    with StoreWriter(tmp_path / "store.sqlite") as store:
        builder = Builder(store, world)
        store.set_meta("version", "test")
        store.set_meta("sources", "tests")

    def town(name: str, parent: int, *alternates: str) -> Row:
        return Row(
            9, name, 0.0, 0.0, ("P", "PPLA"), parent=parent, alternates=[*alternates], population=400_000
        )

    assert builder._own_alternates(town("Belém", 1, "Para", "Pará", "Belem do Para")) == ["Belem do Para"]
    for name, parent, other in (
        ("Victoria de Durango", 2, "Durango"), ("Homyel'", 3, "Gomel"), ("Genève", 4, "Geneva"),
        ("Makkah", 5, "Mecca"),
    ):  # fmt: skip
        assert builder._own_alternates(town(name, parent, other)) == [other]
        assert shared_name(world, town(name, parent, other)) == other.lower()
    assert shared_name(world, town("Belém", 1, "Para")) is None


def test_a_citys_airport_is_no_air_base_by_it() -> None:
    pytest.importorskip("airportsdata", reason="airportsdata, which only the build needs, is not installed")
    world = World()
    world.add(Row(1, "United Arab Emirates", 24.0, 54.0, ("A", "PCLI"), country="AE", key="AE"))
    names = {
        row.name: {key for key, *_ in found}
        for _, row, found in airports(world, lambda slug: -1)
        if row.country == "AE"
    }
    assert "dubai airport" in names["Dubai International Airport"]
    assert "dubai airport" not in names["Al Minhad Air Base"]


def test_what_airlines_fly_to_is_no_base() -> None:
    base = Row(-1, "Los Angeles Air Force Base", 33.918, -118.38, ("S", "AIRB"), country="US")
    field = Row(-2, "Wake Island Airfield", 19.28, 166.64, ("S", "AIRF"), country="UM")
    cells = {(34, -118): [base], (19, 167): [field]}
    assert _same(cells, 33.942, -118.408, military=False) is None
    assert _same(cells, 33.942, -118.408, military=True) is base
    assert _same(cells, 19.282, 166.636, military=False) is field
