"""geopy, both ways, without a network: a service is played by geopy's own adapter seam."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from geopy.adapters import BaseSyncAdapter
from geopy.distance import distance
from geopy.exc import GeocoderQueryError, GeocoderServiceError, GeocoderTimedOut
from geopy.extra.rate_limiter import RateLimiter
from geopy.geocoders import Nominatim
from geopy.geocoders.base import Geocoder
from geopy.location import Location
from geopy.point import Point

from geo.errors import GazetteerError, InputError, ServiceError
from geo.gazetteer.embedded import EmbeddedGazetteer
from geo.gazetteer.online import TERMS, GazetteerGeocoder, OnlineGazetteer, open_online
from tests.gazetteer.world import open_world

ANSWERS = {
    "Atlantis": [
        {
            "place_id": 1, "osm_type": "node", "osm_id": 77, "lat": "31.5", "lon": "-24.5", "class": "place",
            "type": "town", "display_name": "Atlantis, Azores, Portugal", "name": "Atlantis",
            "boundingbox": ["31.4", "31.6", "-24.6", "-24.4"],
        }
    ],
}  # fmt: skip


class Played(BaseSyncAdapter):  # type: ignore[misc]
    """Answers from a table; counts what it was asked."""

    asked: list[str]
    failure: Exception | None = None

    def __init__(self, *, proxies: Any, ssl_context: Any) -> None:
        super().__init__(proxies=proxies, ssl_context=ssl_context)
        self.asked = []

    def get_json(self, url: str, *, timeout: float, headers: dict[str, str]) -> Any:
        self.asked.append(url)
        if self.failure is not None:
            raise self.failure
        return next((answer for name, answer in ANSWERS.items() if f"q={name}" in url), [])

    def get_text(self, url: str, *, timeout: float, headers: dict[str, str]) -> str:
        return json.dumps(self.get_json(url, timeout=timeout, headers=headers))


@pytest.fixture
def below(tmp_path: Path) -> Iterator[EmbeddedGazetteer]:
    opened = open_world(tmp_path)
    yield opened
    opened.close()


def online(below: EmbeddedGazetteer, cache: Path | None = None) -> tuple[OnlineGazetteer, Played]:
    service = Nominatim(user_agent="geo-tests", adapter_factory=Played)
    gazetteer = OnlineGazetteer(
        service, below=below, service="nominatim", cache=cache, min_delay_seconds=0, max_retries=0
    )
    return gazetteer, service.adapter


def test_a_service_is_asked_only_for_what_is_lacking(below: EmbeddedGazetteer) -> None:
    gazetteer, played = online(below)
    paris, atlantis, nothing = gazetteer.lookup(["Paris", "Atlantis", "Qqqqq"])
    assert [c.place.id for c in paris] == ["geonames:2988507", "geonames:4717560"]
    place = atlantis[0].place
    assert place.id == "nominatim:n77" and place.admin == ("Portugal", "Azores")
    assert place.footprint.bbox is not None and place.footprint.bbox.contains(31.5, -24.5)
    assert atlantis[0].reasons == ("found by nominatim",) and 0 < atlantis[0].score <= 1
    assert nothing == [] and len(played.asked) == 2
    assert gazetteer.get(["nominatim:n77", "geonames:2"])[0] == place
    assert gazetteer.version == "test-1+nominatim" and gazetteer.checksum == below.checksum
    gazetteer.close()


def test_answers_are_kept_also_none(below: EmbeddedGazetteer, tmp_path: Path) -> None:
    cache = tmp_path / "cache.sqlite"
    first, played = online(below, cache)
    answers = first.lookup(["Atlantis", "Qqqqq"])
    first.close()
    second, silent = online(below, cache)
    silent.failure = AssertionError("the service was asked again")
    assert second.lookup(["ATLANTIS", "Qqqqq"])[0][0].place == answers[0][0].place
    assert len(played.asked) == 2 and silent.asked == []
    second.close()


@pytest.mark.parametrize("failure", [GeocoderTimedOut("slow"), GeocoderServiceError("down")])
def test_a_failure_is_one_error_of_ours(below: EmbeddedGazetteer, failure: Exception) -> None:
    gazetteer, played = online(below)
    played.failure = failure
    with pytest.raises(ServiceError, match="nominatim failed for “Atlantis”"):
        gazetteer.lookup(["Atlantis"])
    gazetteer.close()


def test_services_by_name(below: EmbeddedGazetteer, tmp_path: Path) -> None:
    assert open_online("nominatim", below=below).service == "nominatim"
    assert "nominatim" in TERMS
    with pytest.raises(InputError, match="no-such-service"):
        open_online("no-such-service", below=below)
    with pytest.raises(GazetteerError, match="cache"):
        open_online("nominatim", below=below, cache=tmp_path / "no" / "folder.sqlite")


def test_geocode_is_as_geopy_says(below: EmbeddedGazetteer) -> None:
    geocoder = GazetteerGeocoder(below)
    paris = geocoder.geocode("Paris")
    assert isinstance(paris, Location)
    assert paris.address == "Paris, Île-de-France, FR"
    assert (paris.latitude, paris.longitude) == (48.85341, 2.3488)
    assert paris.raw["id"] == "geonames:2988507" and paris.raw["match"] == "exact"
    every = geocoder.geocode("Paris", exactly_one=False)
    assert isinstance(every, list) and [p.raw["country"] for p in every] == ["FR", "US"]
    assert len(geocoder.geocode("Paris", exactly_one=False, limit=1)) == 1
    assert geocoder.geocode("Qqqqqqq") is None and geocoder.geocode("Qqqqqqq", exactly_one=False) is None
    assert geocoder.geocode("") is None


def test_what_follows_a_comma_holds_it(below: EmbeddedGazetteer) -> None:
    geocoder = GazetteerGeocoder(below)
    assert geocoder.geocode("Paris, United States").raw["id"] == "geonames:4717560"
    assert geocoder.geocode("Paris, Texas, US").raw["id"] == "geonames:4717560"
    assert geocoder.geocode("Paris, Fiji") is None


def test_reverse(below: EmbeddedGazetteer) -> None:
    geocoder = GazetteerGeocoder(below)
    for query in (Point(48.9, 2.3), (48.9, 2.3), "48.9, 2.3"):
        found = geocoder.reverse(query)
        assert found.raw["id"] == "geonames:2988507" and found.raw["distance_km"] == pytest.approx(
            6.3, abs=0.3
        )
    assert isinstance(geocoder.reverse((48.9, 2.3), exactly_one=False), list)
    assert geocoder.reverse((-60, -120)) is None
    assert geocoder.reverse((0.0, 0.0)).raw["name"] == "Null Island"
    with pytest.raises(GeocoderQueryError):
        geocoder.reverse("nowhere")
    with pytest.raises(GeocoderQueryError):
        geocoder.geocode(42)


def test_code_written_for_geopy_runs_with_it(below: EmbeddedGazetteer) -> None:
    """What geopy documents of a geocoder: options by keyword, helpers that wrap it, locations that unpack,
    points in any of its forms."""
    geocoder = GazetteerGeocoder(below, timeout=3)
    assert isinstance(geocoder, Geocoder) and geocoder.timeout == 3
    assert geocoder.geocode(query="Paris", exactly_one=True, timeout=1).raw["country"] == "FR"
    assert geocoder.reverse(query=(48.9, 2.3), exactly_one=True, timeout=None).raw["country"] == "FR"
    limited = RateLimiter(geocoder.geocode, min_delay_seconds=0)
    assert [limited(name) and limited(name).raw["id"] for name in ("Suva", "Qqqqqqq")] == [
        "geonames:2198148",
        None,
    ]
    suva, labasa = geocoder.geocode("Suva"), geocoder.geocode("Labasa")
    assert distance(suva.point, labasa.point).km == pytest.approx(213.02, abs=0.1)
    address, (lat, lon) = suva  # a Location unpacks as geopy's do
    assert address == suva.address == str(suva) and (lat, lon) == (suva.latitude, suva.longitude)
    assert suva.altitude == 0 and json.loads(json.dumps(suva.raw)) == suva.raw
    # The forms of a point that geopy takes: degrees with marks, signs, three numbers.
    for query in ("18 08m 30s S, 178 26m 29s E", "-18.1416,178.4415", [-18.1416, 178.4415, 0.0], suva.point):
        assert geocoder.reverse(query).raw["name"] == "Suva", query
    for wrong in ("", "Suva", (95.0, 5.0), None):
        with pytest.raises(GeocoderQueryError):
            geocoder.reverse(wrong)
