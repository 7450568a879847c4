"""The whole line on the zoo of hard cases, and on whatever hypothesis makes of them."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geo import export
from geo.types import MENTION_KINDS, Document
from tests.zoo import TEXTS


def check(document: Document) -> None:
    """What holds of every parsed document."""
    last = (-1, 0)
    for toponym in document.toponyms:
        mention = toponym.mention
        assert 0 <= mention.start < mention.end <= len(document.text)
        assert document.text[mention.start : mention.end] == mention.text
        assert mention.kind in MENTION_KINDS
        assert 0 <= mention.score <= 1 and 0 <= toponym.score <= 1
        assert round(toponym.score, 4) == toponym.score
        assert (mention.start, -mention.end) > last, "mentions are in order and none stands twice"
        last = (mention.start, -mention.end)
        if toponym.place:
            assert -90 <= toponym.place.footprint.lat <= 90 and -180 <= toponym.place.footprint.lon <= 180
            assert (toponym.place.footprint.lat, toponym.place.footprint.lon) != (
                0,
                0,
            ) or mention.kind == "coordinates"
        else:
            assert toponym.note, f"{mention.text!r} is not placed and nobody says why"


@pytest.mark.parametrize("name", TEXTS)
def test_zoo(geoparser, name):
    document = geoparser.parse(TEXTS[name])
    check(document)
    for text in (export.to_json(document), export.to_geojson_text(document), export.to_jsonl([document])):
        json.loads(text)
        text.encode("utf-8")
    table = export.to_table(document) + export.to_explanation(document)
    assert all(char.isprintable() or char == "\n" for char in table)
    export.to_csv([document])


@given(st.lists(st.sampled_from(sorted(TEXTS.values())) | st.text(max_size=20), max_size=4))
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
def test_offsets_hold_in_any_text(geoparser, parts):
    check(geoparser.parse("\n".join(part[:300] for part in parts)))


def names(geoparser, text, **options):
    return {t.mention.text: t.place and t.place.name for t in geoparser.parse(text, **options).toponyms}


def test_what_the_zoo_is_for(geoparser):
    found = names(geoparser, TEXTS["two of one name"])
    assert found
    by_place = [
        t.place.country
        for t in geoparser.parse(TEXTS["two of one name"]).toponyms
        if t.place and "Paris" in t.mention.text
    ]
    assert by_place[0] == "US" and by_place[-1] == "FR"
    assert "Denzel Washington" not in names(geoparser, TEXTS["persons"])
    assert not {"Reading", "Of", "March", "Nice"} & set(names(geoparser, TEXTS["common words"]))
    assert set(names(geoparser, TEXTS["hyphens"])) >= {
        "Paris",
        "U.S.",
        "Mexico",
        "Port-au-Prince",
        "Guinea-Bissau",
    }


def test_points_across_the_antimeridian(geoparser):
    document = geoparser.parse(TEXTS["antimeridian"])
    at = {t.place.name: t.place.footprint.lon for t in document.toponyms if t.place}
    assert at["Suva"] > 170 and at["Apia"] < -170


def test_coordinates_are_places(geoparser):
    [toponym] = [
        t
        for t in geoparser.parse("The buoy drifts at 10°36'N 66°59'W.").toponyms
        if t.mention.kind == "coordinates"
    ]
    assert toponym.place.footprint.lat == pytest.approx(10.6, abs=0.01)
    assert toponym.place.footprint.lon == pytest.approx(-66.983, abs=0.01)


def test_geojson_is_rfc_7946(geoparser):
    from shapely.geometry import shape

    text = "Ships left Fiji for the Pacific and the Caribbean, and Venezuela, Bogotá and Russia for Qqzworth."
    collection = export.to_geojson(geoparser.parse(text))
    assert collection["type"] == "FeatureCollection"
    kinds = {f["properties"]["name"]: f["geometry"] and f["geometry"]["type"] for f in collection["features"]}
    assert kinds["Bogotá"] == "Point" and "Polygon" in kinds["Venezuela"]
    for feature in collection["features"]:
        if feature["geometry"] is None:
            continue
        geometry = shape(feature["geometry"])
        west, south, east, north = geometry.bounds
        assert -180 <= west <= east <= 180 and -90 <= south <= north <= 90
        for part in getattr(geometry, "geoms", [geometry]):
            if part.geom_type == "Polygon":
                assert part.exterior.is_ccw
                assert part.bounds[2] - part.bounds[0] <= 360
    pacific = next(f for f in collection["features"] if "Pacific" in f["properties"]["name"])
    assert pacific["properties"]["label_point"] and pacific["geometry"]["type"] == "MultiPolygon"
