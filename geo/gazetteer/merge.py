"""One store's places and names into another: what ships lies on top of a dump."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from geo.gazetteer.build_names import ALTERNATE_SHARE, INITIALS_SHARE, Row
from geo.gazetteer.embedded import MATCH_NAMES, EmbeddedGazetteer
from geo.gazetteer.facts import Facts
from geo.gazetteer.folding import AS_SHIPPED
from geo.gazetteer.names import NameFlag
from geo.gazetteer.packing import COORDINATE, Entry
from geo.gazetteer.prior import mass
from geo.gazetteer.store import StoreWriter, place_flags
from geo.types import QUALITIES

SHARES = {"exact": 1.0, "alternate": ALTERNATE_SHARE, "abbreviation": INITIALS_SHARE, "demonym": 1.0}
"""How much of a place's uses a copied name stands for, by its kind of match: a store keeps shares of
names, not of places."""


def copy_shipped(store: StoreWriter, shipped: EmbeddedGazetteer) -> Facts:
    """Copy all places and names, with flags of words, as they ship; returns what is known of the places."""
    facts, tables = Facts(), shipped.tables
    ranks, slugs = {}, tables.slugs()
    for _, _, rank, same in slugs:
        ranks[same] = rank
    slugs += [(p.n, p.slug, p.rank, 0) for p in tables.places() if p.slug]
    # In the order in which ids of the same number gave way to each other when the store was made.
    for _, slug, rank, same in sorted(slugs, reverse=True):
        store.add_slug(slug, rank, same or None)
    boxes = tables.boxes()
    for p in tables.places():
        code, people = tables.codes[p.code], p.population or None
        weight = mass(code, people, rank=p.rank or ranks.get(p.n, 0))
        facts.add(p.n, mass=weight, flags=place_flags(*code, people), parent=p.parent)
        store.add_place(
            p.n, name=p.name, lat=p.lat / COORDINATE, lon=p.lon / COORDINATE, code=code,
            country=tables.countries[p.country], parent=p.parent, population=people,
            radius_km=p.radius_km, quality=QUALITIES[p.quality], bbox=boxes.get(p.n), outline=p.outline,
        )  # fmt: skip
    for key, flags, entries in tables.names():
        words = flags & (NameFlag.GIVEN_NAME | NameFlag.SURNAME | NameFlag.COMMON_WORD)
        if words:
            store.add_words([(key, words)])
        if entries:
            store.add_names(_names(key, entries, facts))
    return facts


def _names(key: str, entries: Sequence[Entry], facts: Facts) -> Iterator[Row]:
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
