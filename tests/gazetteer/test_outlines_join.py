"""Units of Natural Earth and divisions of GeoNames: unions, cuts, names and the coverage they make."""

from __future__ import annotations

import pickle
import sqlite3
from pathlib import Path
from typing import Any

import pytest
import shapely

from geo.errors import DataError
from geo.gazetteer.outlines_coverage import clean
from geo.gazetteer.outlines_join import Division, Joined, country_of, fold, join
from geo.gazetteer.outlines_sources import Unit, from_rings, read_primitives, slug


def unit(fid: int, names: tuple[str, ...], box: tuple[float, ...], fips: str = "", part: str = "AAA") -> Unit:
    return Unit(fid, "AA", names, fips, "AAA", part, shapely.box(*box))


def town(number: int, lon: float, lat: float, admin1: str, population: int = 1000) -> dict[str, Any]:
    return {
        "geonameid": number, "longitude": lon, "latitude": lat, "countrycode": "AA",
        "admin1code": admin1, "population": population, "name": f"T{number}",
    }  # fmt: skip


def joined(units: list[Unit], divisions: list[Division], towns: list[dict[str, Any]]) -> dict[str, Joined]:
    return {item.division.code: item for item in join(units, divisions, towns, {"AA": "AA"})}


def test_towns_unite_districts_into_a_division() -> None:
    units = [
        unit(1, ("Kent",), (0, 0, 1, 1)),
        unit(2, ("Surrey",), (1, 0, 2, 1)),
        unit(3, ("Fife",), (0, 1, 2, 2)),
    ]
    divisions = [Division("AA.E", "England", "England", 1), Division("AA.S", "Scotland", "Scotland", 2)]
    towns = [town(1, 0.5, 0.5, "E"), town(2, 1.5, 0.5, "E"), town(3, 1.5, 1.5, "S"), town(4, 0.5, 1.5, "S")]
    found = joined(units, divisions, towns)
    assert found["AA.E"].fids == (1, 2) and found["AA.E"].quality == "surveyed"
    assert found["AA.S"].fids == (3,)


def test_a_unit_without_towns_fills_the_union_round_it() -> None:
    units = [unit(1, ("A",), (0, 0, 1, 1)), unit(2, ("B",), (1, 0, 2, 1)), unit(3, ("C",), (0, 1, 2, 2))]
    found = joined(
        units, [Division("AA.E", "East", "East", 1)], [town(1, 0.5, 0.5, "E"), town(2, 1.5, 0.5, "E")]
    )
    assert found["AA.E"].fids == (1, 2, 3)


def test_a_name_stands_against_a_stray_town() -> None:
    units = [unit(1, ("Karuzi",), (0, 0, 1, 1)), unit(2, ("Gitega",), (1, 0, 2, 1))]
    divisions = [
        Division("AA.K", "Karuzi Province", "Karuzi Province", 1),
        Division("AA.G", "Gitega", "Gitega", 2),
    ]
    towns = [town(1, 0.9, 0.5, "G"), *(town(n, 1.5, n / 10, "G") for n in range(2, 8))]
    found = joined(units, divisions, towns)
    assert found["AA.K"].fids == (1,) and found["AA.G"].fids == (2,)


def test_an_old_unit_is_cut_up_among_new_divisions() -> None:
    units = [unit(1, ("Andhra Pradesh",), (0, 0, 2, 1), "AA02")]
    divisions = [
        Division("AA.02", "Andhra Pradesh", "Andhra Pradesh", 1),
        Division("AA.40", "Telangana", "Telangana", 2),
    ]
    towns = [town(n, 1.5, n / 10, "02") for n in range(1, 6)] + [
        town(n, 0.5, (n - 5) / 10, "40") for n in range(6, 11)
    ]
    found = joined(units, divisions, towns)
    assert {item.quality for item in found.values()} == {"derived"}
    ((fid, west),) = found["AA.40"].pieces
    assert fid == 1
    assert west.symmetric_difference(shapely.box(0, 0, 1, 1)).area == pytest.approx(0, abs=0.02)


def test_kinds_of_division_and_marks_do_not_part_names() -> None:
    assert fold("Provincia de Córdoba") == fold("Cordoba") == fold("Córdoba Province")
    assert fold("Muhafazat Baghdad") == fold("Baghdad Governorate")
    assert fold("City") == "city"


def test_crimea_and_the_overseas_are_where_geonames_has_them() -> None:
    box = shapely.box(0, 0, 1, 1)
    assert country_of(Unit(1, "RU", ("Crimea",), "UP11", "RUS", "RUS", box)) == "UA"
    assert country_of(Unit(2, "FR", ("Guadeloupe",), "", "FRA", "GLP", box)) == "GP"
    assert country_of(Unit(3, "-1", ("Somaliland",), "", "SOL", "SOL", box)) == "SO"
    assert country_of(Unit(4, "-1", ("Kashmir",), "", "KAS", "KAS", box)) == ""


def test_cleaning_closes_hairs_and_gives_neighbours_their_corners() -> None:
    left = shapely.Polygon([(0, 0), (1, 0), (1, 0.5), (1, 1), (0, 1)])
    right = shapely.Polygon([(1.0002, 0), (2, 0), (2, 1), (1.0002, 1)])
    assert not shapely.coverage_is_valid([left, right], gap_width=0.001)
    made = clean([left, right])
    assert shapely.coverage_is_valid(made, gap_width=0.001)
    assert shapely.union_all(made).area == pytest.approx(2)


def test_rings_are_read_as_drawn() -> None:
    outer, hole = [(0, 0), (9, 0), (9, 9), (0, 9), (0, 0)], [(1, 1), (2, 1), (2, 2), (1, 2), (1, 1)]
    assert from_rings([(None, outer), (None, hole)]).area == pytest.approx(80)
    assert from_rings([(None, [(179.9999, 0), (170, 0), (170, 5), (179.9999, 0)])]).bounds[2] == 180


def test_a_pickle_that_runs_something_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "cache.pkl"
    path.write_bytes(pickle.dumps({"marine": [], "countries": []}))
    assert read_primitives(path) == {"marine": [], "countries": []}
    path.write_bytes(pickle.dumps(sqlite3.Row))
    with pytest.raises(DataError, match="plain values"):
        read_primitives(path)
    path.write_bytes(b"")
    with pytest.raises(DataError):
        read_primitives(path)


def test_slugs() -> None:
    assert slug("Bras d'Or Lake") == "bras-dor-lake"
    assert slug("Øresund") == "oresund"
    assert slug("Golfo de Panamá") == "golfo-de-panama"
