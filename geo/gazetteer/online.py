"""geopy, both ways: our store as a geopy geocoder, and any geopy geocoder as a gazetteer.

:class:`GazetteerGeocoder` lets code written for geopy run offline. :class:`OnlineGazetteer` asks a
service for the names that the gazetteer below it lacks; it is used only when a user asks for it, since
names of the text then leave the machine.
"""

from __future__ import annotations

import json
import logging
import sqlite3
import warnings
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Protocol

from geopy.exc import GeocoderQueryError, GeopyError
from geopy.extra.rate_limiter import RateLimiter
from geopy.geocoders import get_geocoder_for_service
from geopy.geocoders.base import DEFAULT_SENTINEL, Geocoder
from geopy.location import Location
from geopy.point import Point

from geo.errors import GazetteerError, InputError, ServiceError
from geo.gazetteer.names import normalise
from geo.types import BBox, Candidate, Footprint, Place

REVERSE_KM = 100.0
"""A reverse look-up answers with the nearest town within this distance."""
REVERSE_LIMIT = 10
"""Towns that a reverse look-up with ``exactly_one=False`` answers with."""

SECONDS_BETWEEN_QUERIES = 1.0
"""What the public servers of Nominatim allow: one query a second."""

log = logging.getLogger(__name__)

TERMS = {
    "nominatim": "OpenStreetMap's usage policy: at most one query a second, results are ODbL,"
    " attribution to OpenStreetMap contributors",
}
"""What a user of a service agrees to, in one line."""


class Gazetteer(Protocol):
    """What both classes here need of a gazetteer."""

    def lookup(self, names: Sequence[str], *, limit: int = ...) -> list[list[Candidate]]: ...
    def get(self, ids: Iterable[str]) -> list[Place | None]: ...
    def near(
        self, lat: float, lon: float, *, radius_km: float, limit: int, classes: str = ...
    ) -> list[tuple[Place, float]]: ...
    def flags(self, names: Sequence[str]) -> list[int]: ...
    @property
    def version(self) -> str: ...
    @property
    def checksum(self) -> str: ...


class GazetteerGeocoder(Geocoder):  # type: ignore[misc]
    """A gazetteer of ours as a geopy geocoder: ``GazetteerGeocoder(open_gazetteer())``.

    ``raw`` of a location is a dictionary with id, name, class, code, country, population, score,
    match, admin, within and reasons.
    """

    def __init__(self, gazetteer: Gazetteer, *, timeout: Any = DEFAULT_SENTINEL) -> None:
        super().__init__(timeout=timeout, user_agent="geo")
        self.gazetteer = gazetteer

    def geocode(
        self, query: str, *, exactly_one: bool = True, timeout: Any = DEFAULT_SENTINEL, limit: int = 50
    ) -> Location | list[Location] | None:
        """Places of a name, best first; "Springfield, Illinois" holds them to what follows the comma.

        One Location, or a list of them with ``exactly_one=False``; None where there is none, as with
        geopy's own geocoders. ``timeout`` is there for geopy's sake: nothing here waits.
        """
        if not isinstance(query, str):
            raise GeocoderQueryError(f"a query is a string, not {type(query).__name__}")
        found = self.find(query, limit=limit)
        if not found:
            return None
        if exactly_one:
            return _location(found[0])
        return [_location(candidate) for candidate in found]

    def find(self, query: str, *, limit: int = 50) -> list[Candidate]:
        """The candidates behind :meth:`geocode`."""
        name, *holders = [part.strip() for part in query.split(",")]
        whole = self.gazetteer.lookup([query], limit=limit)[0] if holders else []
        if whole and whole[0].match != "fuzzy" and not whole[0].reasons:
            return whole
        candidates = self.gazetteer.lookup([name], limit=limit)[0]
        for holder in filter(None, holders):
            outer = {c.place.id for c in self.gazetteer.lookup([holder], limit=limit)[0]}
            candidates = [c for c in candidates if outer & {*c.place.within, c.place.id}]
        return candidates

    def reverse(
        self, query: Any, *, exactly_one: bool = True, timeout: Any = DEFAULT_SENTINEL
    ) -> Location | list[Location] | None:
        """The nearest town to a point (a geopy Point, a pair, or "lat, lon"); None beyond 100 km."""
        found = self.nearest(query, limit=1 if exactly_one else REVERSE_LIMIT)
        if not found:
            return None
        locations = [_location(Candidate(place, place.name), distance_km=km) for place, km in found]
        return locations[0] if exactly_one else locations

    def nearest(self, query: Any, *, limit: int) -> list[tuple[Place, float]]:
        """The towns behind :meth:`reverse`, with their distances in km."""
        if query is None or (isinstance(query, str) and not query.strip()):
            raise GeocoderQueryError("not a point: nothing")  # geopy's Point would make (0, 0) of it
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # what Point warns of it refuses as well, and that is told
                point = Point(query)
        except (ValueError, TypeError) as error:
            raise GeocoderQueryError(f"not a point: {error}") from error
        return self.gazetteer.near(point.latitude, point.longitude, radius_km=REVERSE_KM, limit=limit)


def address(place: Place) -> str:
    """A place with what holds it: "Paris, Lamar County, Texas, US"."""
    parts = [place.name, *reversed(place.admin), place.country]
    return ", ".join(dict.fromkeys(part for part in parts if part))


def record(candidate: Candidate) -> dict[str, Any]:
    """A candidate as one flat record: address, lat and lon, and what ``Location.raw`` has."""
    spot = candidate.place.footprint
    return {"address": address(candidate.place), "lat": spot.lat, "lon": spot.lon, **_raw(candidate)}


def _raw(candidate: Candidate) -> dict[str, Any]:
    place = candidate.place
    return {
        "id": place.id,
        "name": place.name,
        "class": place.feature_class,
        "code": place.feature_code,
        "country": place.country,
        "population": place.population,
        "admin": list(place.admin),
        "within": list(place.within),
        "match": candidate.match,
        "score": candidate.score,
        "reasons": list(candidate.reasons),
    }


def _location(candidate: Candidate, **more: Any) -> Location:
    spot = candidate.place.footprint
    return Location(address(candidate.place), (spot.lat, spot.lon), {**_raw(candidate), **more})


class OnlineGazetteer:
    """A geopy geocoder laid under a gazetteer: asked only for names that the gazetteer lacks.

    ``cache`` is a file that keeps the answers (SQLite, made when missing), so that no name is asked
    twice; None keeps them in memory. Raises ServiceError when the service fails.
    """

    def __init__(
        self,
        geocoder: Any,
        *,
        below: Gazetteer,
        service: str,
        cache: Path | None = None,
        min_delay_seconds: float = SECONDS_BETWEEN_QUERIES,
        max_retries: int = 2,
    ) -> None:
        self.below = below
        self.service = service
        self._ask = RateLimiter(
            geocoder.geocode,
            min_delay_seconds=min_delay_seconds,
            max_retries=max_retries,
            error_wait_seconds=max(5.0, min_delay_seconds) if min_delay_seconds else 0.0,
            swallow_exceptions=False,
        )
        self._places: dict[str, Place] = {}
        try:
            self._cache = sqlite3.connect(cache if cache is not None else ":memory:")
            self._cache.execute(
                "CREATE TABLE IF NOT EXISTS answer (service TEXT, name TEXT, found TEXT,"
                " PRIMARY KEY (service, name)) WITHOUT ROWID"
            )
        except sqlite3.Error as error:
            raise GazetteerError(f"the cache {cache and cache.name} cannot be used: {error}") from error

    @property
    def version(self) -> str:
        """The version of the gazetteer below, and the service."""
        return f"{self.below.version}+{self.service}"

    @property
    def checksum(self) -> str:
        """The checksum of the gazetteer below: a service's data has none."""
        return self.below.checksum

    def lookup(self, names: Sequence[str], *, limit: int = 50) -> list[list[Candidate]]:
        """As the gazetteer below answers; where it has nothing but guesses, as the service does."""
        found = self.below.lookup(names, limit=limit)
        return [
            own if _is_sure(own) else (self._online(name)[:limit] or own)
            for name, own in zip(names, found, strict=True)
        ]

    def get(self, ids: Iterable[str]) -> list[Place | None]:
        """Places of the gazetteer below, and those that the service answered with before."""
        wanted = list(ids)
        return [own or self._places.get(id_) for id_, own in zip(wanted, self.below.get(wanted), strict=True)]

    def flags(self, names: Sequence[str]) -> list[int]:
        """As the gazetteer below answers: a service says nothing of what a name can be."""
        return self.below.flags(names)

    def near(
        self, lat: float, lon: float, *, radius_km: float, limit: int, classes: str = "P"
    ) -> list[tuple[Place, float]]:
        """As the gazetteer below answers."""
        return self.below.near(lat, lon, radius_km=radius_km, limit=limit, classes=classes)

    def close(self) -> None:
        """Let the cache go."""
        self._cache.close()

    def _online(self, name: str) -> list[Candidate]:
        key = normalise(name)
        if not key:
            return []
        row = self._cache.execute(
            "SELECT found FROM answer WHERE service = ? AND name = ?", (self.service, key)
        ).fetchone()
        answers: list[dict[str, Any]] = json.loads(row[0]) if row else self._query(name, key)
        candidates = []
        for rank, answer in enumerate(answers, 1):
            place = _place(self.service, answer)
            self._places[place.id] = place
            candidates.append(
                Candidate(
                    place, name, match="exact" if normalise(place.name) == key else "alternate",
                    score=round(0.5 / rank / len(answers), 6), reasons=(f"found by {self.service}",),
                )
            )  # fmt: skip
        return candidates

    def _query(self, name: str, key: str) -> list[dict[str, Any]]:
        try:
            found = self._ask(name, exactly_one=False)
        except GeopyError as error:
            raise ServiceError(
                f"{self.service} failed for “{name}”: {type(error).__name__}: {error};"
                " without the online option geo works offline"
            ) from error
        answers = [_answer(location) for location in found or []]
        with self._cache:
            self._cache.execute(
                "INSERT OR REPLACE INTO answer VALUES (?,?,?)",
                (self.service, key, json.dumps(answers, ensure_ascii=False, sort_keys=True)),
            )
        return answers


def open_online(
    service: str, *, below: Gazetteer, cache: Path | None = None, **options: Any
) -> OnlineGazetteer:
    """One of geopy's services by its name ("nominatim", "photon", ...) as a gazetteer.

    ``options`` go to the service's class (``api_key``, ``domain``, ...). Raises InputError if geopy has
    no such service, or if it lacks an option.
    """
    try:
        maker = get_geocoder_for_service(service)
        if service == "nominatim":
            options.setdefault("user_agent", "geo-geoparser")
        geocoder = maker(**options)
    except (GeopyError, TypeError) as error:
        raise InputError(f"the online service {service} cannot be used: {error}") from error
    log.warning(
        "names that the gazetteer lacks are sent to %s%s",
        service,
        f" ({TERMS[service]})" if service in TERMS else "",
    )
    return OnlineGazetteer(geocoder, below=below, service=service, cache=cache)


def _is_sure(candidates: Sequence[Candidate]) -> bool:
    """Whether a gazetteer knows the name itself, not only something like it."""
    return any(c.match != "fuzzy" and not c.reasons for c in candidates)


def _answer(location: Location) -> dict[str, Any]:
    raw = location.raw if isinstance(location.raw, dict) else {}
    keys = ("place_id", "osm_type", "osm_id", "id", "geonameId", "name", "class", "type", "boundingbox")
    kept = {key: raw[key] for key in keys if isinstance(raw.get(key), str | int | float | list)}
    return {
        "address": location.address or "",
        "lat": location.latitude,
        "lon": location.longitude,
        "raw": kept,
    }


_CLASSES = {"boundary": "A", "place": "P", "natural": "T", "waterway": "H", "water": "H", "highway": "R"}
"""OpenStreetMap's keys in GeoNames's classes; everything else that has a key is a facility."""


def _place(service: str, answer: dict[str, Any]) -> Place:
    raw = answer["raw"]
    key = raw.get("osm_id") or raw.get("geonameId") or raw.get("id") or raw.get("place_id")
    key = key or f"{answer['lat']:.5f},{answer['lon']:.5f}"
    fclass = _CLASSES.get(str(raw.get("class", "place")), "S")
    return Place(
        id=f"{service}:{str(raw.get('osm_type', ''))[:1]}{key}",
        name=str(raw.get("name") or answer["address"].split(",")[0]),
        footprint=Footprint(answer["lat"], answer["lon"], bbox=_bbox(raw.get("boundingbox"))),
        feature_class=fclass,
        feature_code=str(raw.get("type", "")).upper()[:10],
        admin=tuple(part.strip() for part in reversed(answer["address"].split(",")[1:])),
    )


def _bbox(edges: Any) -> BBox | None:
    """Nominatim's box: south, north, west, east as strings."""
    try:
        south, north, west, east = (float(edge) for edge in edges)
    except (TypeError, ValueError):
        return None
    return BBox(west, south, east, north)
