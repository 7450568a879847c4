"""One store's places and names into another: what ships lies on top of a dump."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing

from geo.gazetteer.build_names import ALTERNATE_SHARE, INITIALS_SHARE, Row
from geo.gazetteer.embedded import COORDINATE, MATCH_NAMES, EmbeddedGazetteer, unpacked
from geo.gazetteer.facts import Facts
from geo.gazetteer.names import NameFlag
from geo.gazetteer.prior import mass
from geo.gazetteer.store import AS_SHIPPED, StoreWriter, place_flags
from geo.types import QUALITIES, BBox

SHARES = {"exact": 1.0, "alternate": ALTERNATE_SHARE, "abbreviation": INITIALS_SHARE, "demonym": 1.0}
"""How much of a place's uses a copied name stands for, by its kind of match: a store keeps shares of
names, not of places."""


def copy_shipped(store: StoreWriter, shipped: EmbeddedGazetteer) -> Facts:
    """Copy all places and names, with flags of words, as they ship; returns what is known of the places."""
    facts = Facts()
    with closing(sqlite3.connect(f"{shipped.path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)) as db:
        codes = {n: (fclass, code) for n, fclass, code in db.execute("SELECT * FROM code")}
        ranks = {}
        for n, slug, rank, same in db.execute("SELECT n, slug, rank, same FROM slug ORDER BY n DESC"):
            store.add_slug(slug, rank or 0, same)
            ranks[same or n] = rank or 0
        boxes = {
            n: BBox(*(edge / COORDINATE for edge in edges))
            for n, *edges in db.execute("SELECT n, w, s, e, n_ FROM bbox")
        }
        for n, name, lat, lon, code, country, parent, people, more in db.execute(
            "SELECT n, name, lat, lon, code, country, parent, population, more FROM place ORDER BY n"
        ):
            packed = more or 0
            weight = mass(codes[code], people, rank=ranks.get(n, 0))
            facts.add(n, mass=weight, flags=place_flags(*codes[code], people), parent=parent)
            store.add_place(
                n, name=name, lat=lat / COORDINATE, lon=lon / COORDINATE, code=codes[code],
                country=country or "", parent=parent, population=people,
                radius_km=packed >> 3,
                quality=QUALITIES[packed >> 1 & 3], bbox=boxes.get(n), outline=bool(packed & 1),
            )  # fmt: skip
        for key, flags, packed in db.execute("SELECT key, flags, places FROM name"):
            words = flags & (NameFlag.GIVEN_NAME | NameFlag.SURNAME | NameFlag.COMMON_WORD)
            if words:
                store.add_words([(key, words)])
            if packed:
                store.add_names(_names(key, unpacked(packed), facts))
    return facts


def _names(key: str, entries: Sequence[tuple[int, int, int]], facts: Facts) -> Iterator[Row]:
    # Shares of a name are to each other as masses: one mass that is known gives the others.
    anchor = next((e for e in entries if e[1] == 0), entries[0])
    scale = facts.of(anchor[0])[0] * SHARES[MATCH_NAMES[anchor[1] & 15]] / max(1, anchor[2])
    for n, kind, share in entries:
        flags = facts.of(n)[1]
        match = MATCH_NAMES[kind & 15]
        if match == "demonym":
            flags = int(NameFlag.DEMONYM)
        elif match == "abbreviation":
            flags = int(NameFlag.ABBREVIATION)
        yield key, n, kind | AS_SHIPPED, flags, share * scale
