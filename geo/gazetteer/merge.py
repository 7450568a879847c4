"""One store's places and names into another: what a dump lacks comes from the store that ships."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from geo.gazetteer.build_names import ALTERNATE_SHARE, INITIALS_SHARE, Row
from geo.gazetteer.embedded import COORDINATE, MATCH_NAMES, EmbeddedGazetteer
from geo.gazetteer.names import NameFlag
from geo.gazetteer.prior import mass
from geo.gazetteer.store import StoreWriter, place_flags
from geo.types import QUALITIES, BBox

SHARES = {"exact": 1.0, "alternate": ALTERNATE_SHARE, "abbreviation": INITIALS_SHARE, "demonym": 1.0}
"""How much of a place's uses a copied name stands for, by its kind of match: a store keeps shares of
names, not of places."""


def copy_shipped(store: StoreWriter, shipped: EmbeddedGazetteer) -> None:
    """Copy all places that ``store`` lacks, and the names of all, with flags of words."""
    with sqlite3.connect(f"{shipped.path.resolve().as_uri()}?mode=ro&immutable=1", uri=True) as db:
        codes = {n: (fclass, code) for n, fclass, code in db.execute("SELECT * FROM code")}
        ranks = {}
        for n, slug, rank, same in db.execute("SELECT n, slug, rank, same FROM slug ORDER BY n DESC"):
            store.add_slug(slug, rank or 0, same)
            ranks[same or n] = rank or 0
        boxes = {
            n: BBox(*(edge / COORDINATE for edge in edges))
            for n, *edges in db.execute("SELECT n, w, s, e, n_ FROM bbox")
        }
        facts: dict[int, tuple[int, float]] = {}
        for n, name, lat, lon, code, country, parent, people, more in db.execute(
            "SELECT n, name, lat, lon, code, country, parent, population, more FROM place ORDER BY n"
        ):
            packed = more or 0
            rank = ranks.get(n, 0)
            facts[n] = (place_flags(*codes[code], people), mass(codes[code], people, rank=rank))
            store.add_place(
                n, name=name, lat=lat / COORDINATE, lon=lon / COORDINATE, code=codes[code],
                country=country or "", parent=parent, population=people,
                radius_km=packed >> 3,
                quality=QUALITIES[packed >> 1 & 3], bbox=boxes.get(n), outline=bool(packed & 1),
            )  # fmt: skip
        for key, flags in db.execute("SELECT key, flags FROM name"):
            words = flags & (NameFlag.GIVEN_NAME | NameFlag.SURNAME | NameFlag.COMMON_WORD)
            if words:
                store.add_words([(key, words)])
        store.add_names(_names(shipped, db, facts))


def _names(
    shipped: EmbeddedGazetteer,
    db: sqlite3.Connection,
    facts: dict[int, tuple[int, float]],
) -> Iterator[Row]:
    for (key,) in db.execute("SELECT key FROM name WHERE places IS NOT NULL ORDER BY key"):
        entries = shipped.entries(key)
        # Shares of a name are to each other as masses: one mass that is known gives the others.
        anchor = next((e for e in entries if e[1] == 0), entries[0])
        scale = facts[anchor[0]][1] * SHARES[MATCH_NAMES[anchor[1] & 15]] / max(1, anchor[2])
        for n, kind, share in entries:
            flags = facts[n][0]
            match = MATCH_NAMES[kind & 15]
            if match == "demonym":
                flags = int(NameFlag.DEMONYM)
            elif match == "abbreviation":
                flags = int(NameFlag.ABBREVIATION)
            yield key, n, kind, flags, share * scale
