"""The rules of the build: which names are kept, what they weigh, how divisions are called."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from geo.errors import GazetteerError
from geo.gazetteer.build_counties import add_counties
from geo.gazetteer.build_curated import CURATED, condition, read_rows, tables
from geo.gazetteer.build_divisions import division_rows, foreign_names, take_points
from geo.gazetteer.build_names import (
    ALTERNATE_SHARE,
    city_rows,
    division_names,
    is_noise,
    is_variant,
    romanised,
    scripts_of,
    short_form,
)
from geo.gazetteer.build_world import Row, World
from geo.gazetteer.embedded import CAPITALISED, CAPITALS, MATCH_NAMES
from geo.gazetteer.prior import mass, share_by_kind


@pytest.mark.parametrize("name", ["lun dun", "x", "Q", "http://a.b", "Ab", "12", "", "atʼlantʼa", "Ø"])
def test_noise_among_alternate_names(name: str) -> None:
    assert is_noise(name, "London")


@pytest.mark.parametrize("name", ["Londres", "LON", "N.Y.", "'s-Gravenhage", "Лондон", "京", "Étaples"])
def test_names_that_stay(name: str) -> None:
    assert not is_noise(name, "London")


def kept(main: str, alternates: list[str], **options: object) -> dict[str, tuple[str, float]]:
    rows = city_rows(1, main, alternates, flags=8, mass=100.0, **{"scripts": None, **options})  # type: ignore[arg-type]
    return {key: (MATCH_NAMES[kind & 15], weight) for key, _, kind, _, weight in rows}


def test_a_city_by_its_bare_name_weighs_as_by_its_main_one() -> None:
    names = kept("New York City", ["New York", "NYC", "PAR", "Nueva York", "new york"])
    assert names["new york"] == ("exact", 100.0)
    assert names["nueva york"] == ("alternate", 100.0 * ALTERNATE_SHARE)
    assert names["nyc"][0] == "abbreviation" and "par" not in names


def test_a_part_that_our_tables_rank_does_not_take_the_bare_name() -> None:
    names = kept("City of London", ["London"], bare_mass=8.0)
    assert names["city of london"] == ("exact", 100.0) and names["london"] == ("exact", 8.0)


def test_a_small_town_keeps_the_names_of_its_own_scripts() -> None:
    alternates = ["Ансомвиль", "Ansomvil", "昂索姆维尔", "Anceaumevile", "Villa Ancelmi"]
    assert set(kept("Anceaumeville", alternates, scripts=scripts_of("fr-FR,oc"))) == {
        "anceaumeville",
        "villa ancelmi",
    }
    assert "ансомвиль" in kept("Anceaumeville", alternates, scripts=scripts_of("ru,tt"))
    assert set(kept("Anceaumeville", alternates, scripts=frozenset(), hamlet=True)) == {"anceaumeville"}


def test_transcriptions_and_variants() -> None:
    assert romanised("юркюит") == "jurkjuit"
    assert is_variant("hudyaa", "hudyae") and not is_variant("kiev", "kyiv")
    assert "CYRILLIC" in scripts_of("kk,ru") and "CJK" in scripts_of("ja") and not scripts_of("en-US,es")


def test_divisions_with_and_without_their_kind() -> None:
    assert short_form("anderson county") == "anderson"
    assert short_form("provincia de biobio") == "biobio"
    assert short_form("county") == "county"
    assert {"donetsk oblast", "oblast of donetsk"} == set(division_names("donetsk", "oblast"))
    assert "county cork" in set(division_names("cork", "county"))


def test_masses_put_the_famous_sense_first() -> None:
    country, state = mass(("A", "PCLI"), 3_700_000), mass(("A", "ADM1"), 10_700_000)
    assert country > state > mass(("P", "PPL"), 500_000)
    capital = mass(("P", "PPLC"), 700_000, country_population=331_000_000)
    assert capital > mass(("A", "ADM1"), 7_700_000)
    assert mass(("S", "BLDG"), None, rank=1) > mass(("P", "PPL"), 12_000) > mass(("S", "BLDG"), None)
    assert share_by_kind("short", weak=True) < share_by_kind("former", weak=False) < 1


def test_the_condition_of_an_exact_spelling() -> None:
    assert condition("US", "exact") == CAPITALS and condition("U.S.", "exact") == CAPITALS
    assert condition("Calif.", "exact") == CAPITALISED and condition("America", "") == 0


def test_curated_tables_can_be_read_and_a_bad_row_is_named(tmp_path: Path) -> None:
    assert len(tables()) > 10
    for path in tables():
        least = 2 if path.name == "country_points.csv" else 10
        assert sum(1 for _ in read_rows(path)) > least, path.name
    bad = tmp_path / "bad.csv"
    bad.write_text("id,name\na,b\nc\n", encoding="utf-8")
    with pytest.raises(GazetteerError, match=r"bad\.csv, line 3"):
        list(read_rows(bad))


def small_world() -> World:
    world = World()
    world.add(
        Row(5883102, "Alberta", 55.2, -114.5, ("A", "ADM1"), country="CA", quality="derived", key="CA.01")
    )
    world.add(
        Row(2951839, "Bavaria", 48.9, 11.4, ("A", "ADM1"), country="DE", quality="derived", key="DE.02")
    )
    return world


def test_a_division_takes_the_point_that_geonames_gives_it(tmp_path: Path) -> None:
    world = small_world()
    table = tmp_path / "points.csv"
    table.write_text("admin1,division,lat,lon,source\nCA.01,Alberta,52.3,-117.5,x\n", encoding="utf-8")
    take_points(world, table)
    assert (world.rows[5883102].lat, world.rows[5883102].quality) == (52.3, "surveyed")
    assert world.rows[2951839].quality == "derived"
    table.write_text("admin1,division,lat,lon,source\nXX.01,Nowhere,1,1,x\n", encoding="utf-8")
    with pytest.raises(GazetteerError, match=r"points\.csv, line 2: XX\.01"):
        take_points(world, table)


def test_points_of_divisions_lie_in_or_by_their_outlines() -> None:
    """Held against Natural Earth's outlines, which have nothing to do with where the points are from."""
    from shapely import Point

    outlines = pytest.importorskip("geo.gazetteer.outlines").open_outlines()
    from geo.gazetteer import open_gazetteer

    gazetteer, off, met = open_gazetteer(), [], 0
    for _, cells in read_rows(CURATED / "division_points.csv"):
        lat, lon = float(cells["lat"]), float(cells["lon"])
        named = gazetteer.lookup([cells["division"]])[0]
        found = [
            c.place
            for c in named
            if c.place.feature_code == "ADM1" and c.place.country == cells["admin1"][:2]
        ]
        outline = outlines.get(found[0].id) if found else None
        if outline is None:
            continue
        met += 1
        degrees = outline.distance(Point(lon, lat))
        off += [cells["division"]] if degrees > OUTSIDE_DEGREES else []
    gazetteer.close()
    assert met >= 70 and off == []


OUTSIDE_DEGREES = 0.5
"""How far outside its outline a division's point may lie: Hawaii's is between two islands."""


def test_names_of_divisions_in_other_languages(tmp_path: Path) -> None:
    table = tmp_path / "names.json"
    names = {
        "2951839": {"de": "Bayern", "it": "Baviera", "ru": "Бавария", "en": "Bavaria", "xx": "Q", "fr": None},
        "1": {"de": "Nirgends"},
        "5883102": {"es": "Alberta", "pt": "Albertá", "he": "אלברטה"},
    }
    table.write_text(json.dumps(names), encoding="utf-8")
    found = {(row.name, key) for row, key in foreign_names(small_world(), table)}
    assert found == {
        ("Bavaria", "bayern"), ("Bavaria", "baviera"), ("Bavaria", "бавария"), ("Alberta", "אלברטה")
    }  # fmt: skip
    table.write_text("[1]", encoding="utf-8")
    with pytest.raises(GazetteerError, match=r"names\.json"):
        list(foreign_names(small_world(), table))


def test_a_russian_district_answers_to_how_english_news_spells_it() -> None:
    row = Row(1, "Shebekinskiy Rayon", 50.4, 36.9, ("A", "ADM2"), country="RU")
    assert {"shebekinskiy rayon", "shebekinskiy", "shebekinsky district", "shebekinsky"} == {
        key for key, *_ in division_rows(row, 2, 100.0)
    }


def test_points_of_second_order_divisions(tmp_path: Path) -> None:
    world = World()
    world.add(
        Row(1, "Nouvelle-Aquitaine", 45.2, 0.2, ("A", "ADM1"), country="FR", radius_km=150, key="FR.75")
    )
    world.add(Row(2, "Belgorod", 50.7, 37.5, ("A", "ADM1"), country="RU", radius_km=150, key="RU.09"))
    (tmp_path / "admin2Codes.txt").write_text(
        "FR.75.86\tVienne\tVienne\t11\nRU.09.1\tShebekinskiy Rayon\tShebekinskiy Rayon\t12\n"
        "RU.09.2\tNezdeshniy Rayon\tNezdeshniy Rayon\t13\n",
        encoding="utf-8",
    )
    (tmp_path / "places.csv").write_text(
        "lat,lon,name,admin1,admin2,cc\n46.58,0.34,Poitiers,Poitou-Charentes,Departement de la Vienne,FR\n",
        encoding="utf-8",
    )
    cities = [
        {"geonameid": 21, "name": "Shebekino", "alternatenames": [], "latitude": 50.41, "longitude": 36.91,
         "countrycode": "RU", "admin1code": "09", "population": 43_000},
        {"geonameid": 22, "name": "Poitiers", "alternatenames": [], "latitude": 46.58, "longitude": 0.34,
         "countrycode": "FR", "admin1code": "75", "population": 89_000},
    ]  # fmt: skip
    homes = add_counties(world, tmp_path, tmp_path / "places.csv", cities)
    vienne, raion = world.rows[11], world.rows[12]
    assert (vienne.lat, vienne.quality, vienne.population) == (46.58, "derived", 89_000)
    assert (raion.lat, raion.radius_km) == (50.41, 30.0)
    assert 13 not in world.rows and homes == {22: 11}
