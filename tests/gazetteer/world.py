"""A small store for tests, made by the same writer as the one that ships."""

from __future__ import annotations

from pathlib import Path

from geo.gazetteer.embedded import CAPITALS, EmbeddedGazetteer
from geo.gazetteer.names import NameFlag, normalise
from geo.gazetteer.store import KINDS, StoreWriter, place_flags
from geo.types import BBox

PLACES = [
    # number, name, lat, lon, class, code, country, parent, population
    (6252001, "United States", 39.76, -98.5, "A", "PCLI", "US", None, 331_000_000),
    (3017382, "France", 46.0, 2.0, "A", "PCLI", "FR", None, 67_000_000),
    (2205218, "Fiji", -18.0, 178.0, "A", "PCLI", "FJ", None, 926_000),
    (4736286, "Texas", 31.25, -99.25, "A", "ADM1", "US", 6252001, 29_000_000),
    (3012874, "Île-de-France", 48.5, 2.5, "A", "ADM1", "FR", 3017382, 12_000_000),
    (2988507, "Paris", 48.85341, 2.3488, "P", "PPLC", "FR", 3012874, 2_138_551),
    (4717560, "Paris", 33.66094, -95.55551, "P", "PPL", "US", 4736286, 24_800),
    (2198148, "Suva", -18.14161, 178.44149, "P", "PPLC", "FJ", 2205218, 77_366),
    (2204582, "Labasa", -16.4332, 179.36451, "P", "PPL", "FJ", 2205218, 24_187),
    (1, "East of the line", -16.5, -179.9, "P", "PPL", "FJ", 2205218, None),
    (2, "Null Island", 0.0, 0.0, "P", "PPL", "", None, None),
    (3, "Pole", 90.0, 0.0, "P", "PPL", "", None, None),
]

NAMES = [
    (6252001, "US", "abbreviation", CAPITALS, 0.5),
    (6252001, "USA", "abbreviation", CAPITALS, 0.5),
    (6252001, "America", "alternate", 0, 0.5),
    (6252001, "American", "demonym", 0, 1.0),
    (2988507, "Lutetia", "alternate", 0, 0.1),
    (4717560, "Paris Texas", "alternate", 0, 0.1),
]


def write_world(path: Path) -> Path:
    """Write the store; the same bytes every time."""
    with StoreWriter(path) as store:
        masses = {}
        for n, name, lat, lon, fclass, code, country, parent, people in PLACES:
            store.add_place(
                n, name=name, lat=lat, lon=lon, code=(fclass, code), country=country, parent=parent,
                population=people, outline=code == "PCLI",
                bbox=BBox(177.0, -20.0, -178.0, -16.0) if n == 2205218 else None,
            )  # fmt: skip
            masses[n] = float((people or 0) + 300)
            flags = place_flags(fclass, code, people)
            store.add_names([(normalise(name), n, KINDS["exact"], flags, masses[n])])
        for n, name, kind, condition, share in NAMES:
            flag = {"demonym": NameFlag.DEMONYM, "abbreviation": NameFlag.ABBREVIATION}.get(kind, 0)
            store.add_names([(normalise(name), n, KINDS[kind] | condition, int(flag), masses[n] * share)])
        words = {"paris": NameFlag.GIVEN_NAME, "us": NameFlag.COMMON_WORD, "reading": NameFlag.COMMON_WORD}
        store.add_words((key, int(flag)) for key, flag in words.items())
        sea = store.add_slug("red-sea", 1)
        store.add_place(sea, name="Red Sea", lat=20.0, lon=38.0, code=("H", "SEA"), radius_km=900)
        store.add_names([("red sea", sea, KINDS["exact"], int(NameFlag.WATER), 1e7)])
        store.set_meta("version", "test-1")
        store.set_meta("sources", "tests")
    return path


def open_world(folder: Path) -> EmbeddedGazetteer:
    """The store, opened."""
    return EmbeddedGazetteer(write_world(folder / "world.sqlite"))
