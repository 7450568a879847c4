"""What ships, held against what is known of the world: inhabitants of divisions, villages, universities."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from geo.gazetteer import EmbeddedGazetteer
from geo.gazetteer.cells import great_circle_km

SHARED = Path(__file__).resolve().parents[2] / ".." / "shared" / "geonames"


@pytest.mark.parametrize(
    ("name", "kind", "least", "most"),
    [
        ("New York", "US ADM1", 15e6, 21e6),
        ("California", "US ADM1", 30e6, 41e6),
        ("England", "GB ADM1", 45e6, 58e6),
        ("Shanghai", "CN ADM1", 20e6, 29e6),
        ("Istanbul", "TR ADM1", 12e6, 17e6),
        ("Los Angeles County", "US ADM2", 8e6, 11e6),
        ("Cambridge", "AU ADM2", 0, 60e3),
    ],
)
def test_a_division_has_about_the_people_that_it_has(
    shipped: EmbeddedGazetteer, name: str, kind: str, least: float, most: float
) -> None:
    """Towns of the list leave some people out; boroughs counted twice would be too many."""
    [found] = [
        c.place
        for c in shipped.lookup([name])[0]
        if f"{c.place.country} {c.place.feature_code}" == kind and c.place.name == name
    ]
    assert least <= (found.population or 0) <= most


@pytest.mark.skipif(not SHARED.is_dir(), reason="GeoNames's lists of divisions lie beside the repository")
def test_no_division_has_more_people_than_what_holds_it(shipped: EmbeddedGazetteer) -> None:
    wrong = []
    for table in ("admin1CodesASCII.txt", "admin2Codes.txt"):
        lines = (SHARED / table).read_text(encoding="utf-8").splitlines()
        ids = [f"geonames:{line.split(chr(9))[3]}" for line in lines]
        for place in filter(None, shipped.get(ids)):
            [holder] = shipped.get(place.within[:1]) if place.within else [None]
            if holder is None or not place.population or place.population < SLACK:
                continue
            if place.population > 1.3 * (holder.population or 0):
                wrong.append(f"{place.name}, {place.country}: {place.population} in {holder.population}")
    assert wrong == []


SLACK = 100_000
"""Inhabitants of a division that may lie in a list of towns otherwise than the first-order one does."""

VILLAGES = """
    Elterwater GB 54.43 -3.04
    Radway GB 52.13 -1.46
    Swithland GB 52.71 -1.18
    Ellastone GB 52.98 -1.83
    Elloughton GB 53.74 -0.57
    Karen KE -1.32 36.71
    Milnerton ZA -33.87 18.50
    Kembla Heights AU -34.43 150.81
    Heathcote Junction AU -37.37 145.03
    Swanson NZ -36.87 174.58
    Ukhia BD 21.22 92.10
    Madyan PK 35.14 72.54
"""


@pytest.mark.parametrize("line", VILLAGES.strip().splitlines())
def test_villages_lie_where_maps_have_them(shipped: EmbeddedGazetteer, line: str) -> None:
    """Points read off maps, not of the list that the villages are from."""
    name, country, lat, lon = re.fullmatch(r"\s*(.+) ([A-Z]{2}) (\S+) (\S+)", line).groups()  # type: ignore[union-attr]
    assert any(
        great_circle_km(float(lat), float(lon), c.place.footprint.lat, c.place.footprint.lon) < 6
        for c in shipped.lookup([name])[0]
        if c.place.country == country
    )


@pytest.mark.parametrize(
    ("name", "first"),
    [
        ("Miami University", "Miami University"),
        ("Duke University", "Duke University"),
        ("Mullingar", "An Muileann gCearr"),
        ("Mecca", "Makkah"),
        ("Gomel", "Homyel'"),
        ("LAX", "Los Angeles International Airport"),
        ("Reagan National Airport", "Ronald Reagan Washington National Airport"),
        ("Dubai airport", "Dubai International Airport"),
        ("Changi Airport", "Singapore Changi International Airport"),
        ("Shoshone National Forest", "Shoshone National Forest"),
        ("Belem", "Belém"),
    ],
)
def test_what_a_name_means_first(shipped: EmbeddedGazetteer, name: str, first: str) -> None:
    assert shipped.lookup([name])[0][0].place.name == first


def test_no_hamlet_stands_for_an_institution(shipped: EmbeddedGazetteer) -> None:
    for candidate in shipped.lookup(["Duke Hospital"])[0]:
        assert (candidate.place.population or 0) >= 2_000
