"""Whole stories come out right: the user's own article where it is beside the checkout, and the examples."""

import json
from pathlib import Path

import pytest

from tests.conftest import ROOT

ARTICLE = Path(__file__).resolve().parents[2] / "shared" / "articles" / "venezuela.txt"

WANTED = {"Caribbean Sea", "Venezuela", "United States", "Mexico", "Colombia", "Pacific Ocean", "White House"}
NEVER = [
    "Ford",
    "Herald",
    "York Times",
    "Wall Street",
    "Chevron",
    "Isis",
    "Qaeda",
    "Grenell",
    "Hegseth",
    "Rubio",
    "Maduro",
    "Suns",
    "Getty",
    "GETTY",
    "REUTERS",
    "ANADOLU",
    "MATTEY",
    "BALISAGE",
    "CONNOR",
]


@pytest.mark.skipif(not ARTICLE.is_file(), reason="the user's article is not beside this checkout")
def test_the_users_article(main, tmp_path):
    code, _, err = main("map", ARTICLE, "-o", tmp_path / "map")
    assert (code, err) == (0, "")
    features = json.loads((tmp_path / "map" / "places.geojson").read_text())["features"]
    placed = {f["properties"]["name"]: f for f in features if f["geometry"]}
    assert placed.keys() >= WANTED
    for name in WANTED - {"White House"}:
        assert "Polygon" in placed[name]["geometry"]["type"], name
    written = [m["text"] for f in features for m in f["properties"]["mentions"]]
    sure = {m["text"]: f for f in features for m in f["properties"]["mentions"] if m["score"] >= 0.6}
    for text, lon, lat in (
        ("Palm Beach airport", -80.0956, 26.6832),
        ("Caracas international airport", -66.9906, 10.6031),
    ):
        assert sure[text]["geometry"]["coordinates"] == pytest.approx([lon, lat], abs=0.02), text
    assert "Washington" in written
    assert not [text for text in written if any(name in text for name in NEVER)]
    here = placed["White House"]["geometry"]["coordinates"]
    assert here == pytest.approx([-77.0365, 38.8977], abs=0.01)


RIGHT = {
    "caribbean": {
        "Caribbean": "curated:caribbean-sea",
        "Pacific": "curated:pacific-ocean",
        "Caracas": "geonames:3646738",
        "White House": "curated:white-house",
        "Palm Beach airport": "curated:airport-pbi",
        "San Juan": "geonames:4568127",
        "Simón Bolívar International Airport": "curated:airport-ccs",
    },
    "warren-county": {
        "Lebanon": "geonames:4516412",
        "Oxford": "geonames:4520760",
        "London": "geonames:4517009",
        "Hamilton": "geonames:4513575",
        "Wilmington": "geonames:4528463",
    },
    "brahmaputra": {
        "Brahmaputra": "curated:brahmaputra",
        "Bihar": "geonames:1275715",
        "Assam": "geonames:1278253",
        "Bay of Bengal": "curated:bay-of-bengal",
        "GUWAHATI": "geonames:1271476",
    },
    "north-pacific": {
        "Bering Strait": "curated:bering-strait",
        "Suva": "geonames:2198148",
        "Apia": "geonames:4035413",
        "Fiji": "geonames:2205218",
        "Chukchi Sea": "curated:chukchi-sea",
    },
}


@pytest.mark.parametrize("name", RIGHT)
def test_the_examples_are_right(name):
    features = json.loads((ROOT / "output" / name / "places.geojson").read_text(encoding="utf-8"))["features"]
    found = {m["text"]: f.get("id") for f in features for m in f["properties"]["mentions"]}
    assert {text: found.get(text) for text in RIGHT[name]} == RIGHT[name]
    assert not [f["properties"]["name"] for f in features if f["geometry"] is None], "a name is not placed"
