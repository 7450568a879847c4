"""The file of a gazetteer: its tables, and how they are read.

Tables of the SQLite file (written by :mod:`geo.gazetteer.store`)::

    name     key -> its manner, and its place: a number, or several packed, best first
    manner   number -> what a name can be (flags), and how its only place is called so (match, conditions)
    place    number -> the place, packed; the number is GeoNames's, or negative for a row of ours
    holder   what holds other places once more, in columns: numbers, holders, codes, ends of texts, texts
    slug     number of an id of ours, where GeoNames has the place -> the id, its rank, GeoNames's number
    bbox     place's number -> the box of its outline
    code     number -> feature class and code, and how many places are of it
    country  number -> ISO code
    grid     one-degree cell -> its places packed: number, where in the cell, class
    meta     version, sources, counts

In a store that is built from a dump, a name carries its places: what is packed there of each of them stands
beside its number once more, so that a name is answered from a page or two, of gigabytes, however many places
it has. Few of them stand in the name's own row, more in another that the row has the number of::

    carried  number -> places of a name, best first, and their records, packed
"""

from __future__ import annotations

import sqlite3
from bisect import bisect_left
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Any

from geo.errors import GazetteerError
from geo.gazetteer.names import NameFlag
from geo.gazetteer.packing import (
    CARRIED,
    COORDINATE,
    NOWHERE,
    RECORD,
    SHARE,
    SOUTH,
    SPOT,
    WEST,
    Entry,
    HoldingPlaces,
    Stored,
    slug_number,
    unpack_entries,
    unpack_only,
    unpack_place,
)
from geo.gazetteer.quick import quick
from geo.types import QUALITIES, BBox, Footprint, Place

SCHEMA = 7
"""Raised when a reader of an older store could not read it any more."""

Name = tuple[int, tuple[Entry, ...]]
"""What a name can be, as bits of :class:`geo.gazetteer.names.NameFlag`, and its places, best first."""
Row = tuple[int, int, Any]
"""A row of the name table: what the name can be, the kind of its manner, and its places, packed."""
Chain = tuple[tuple[str, ...], tuple[str, ...]]
"""Names of the divisions, and ids of all places, that hold a place, outermost first."""

PREFIX = int(NameFlag.PREFIX)

MAPPED = 1 << 31
"""Bytes of the file that SQLite reads as memory, at most: no copy is made of them, and only pages that
were read take room. It is also the most that SQLite maps."""

_NOWHERE: Chain = ((), ())

CACHED = 8_192
"""Places, names, and what holds places, kept in memory, each: some 15 MB in all, and more than the names
of a long text. A memory that is full begins anew: to forget one by one takes longer."""

_RECORD, _TEXT = RECORD.unpack_from, RECORD.size
_footprint, _place = quick(Footprint), quick(Place)

_NAME = "SELECT manner, places, NULL FROM name WHERE key = ?"
_LONGER = "SELECT 1 FROM name WHERE key > ? AND key < ? LIMIT 1"
_WITH_PLACE = "SELECT manner, places, packed FROM name LEFT JOIN place ON place.n = name.places WHERE key = ?"
_WITH_CARRIED = _WITH_PLACE.replace("place ON place.n", "carried ON carried.n")
_CARRIED = "SELECT packed FROM carried WHERE n = ?"
_KEYS = (
    "SELECT key FROM name WHERE key >= ? AND key < ? AND length(key) BETWEEN ? AND ? AND places IS NOT NULL"
)
_PLACE = "SELECT packed FROM place WHERE n = ?"


class Tables:
    """The file, opened read-only. Safe to share between calls, not between threads."""

    def __init__(self, path: Path) -> None:
        uri = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
        try:
            self._db = sqlite3.connect(uri, uri=True, check_same_thread=False, isolation_level=None)
            self._db.execute(f"PRAGMA mmap_size={MAPPED}")
            self._db.execute("PRAGMA cache_size=-4096")
            # One reading for all queries: to begin and end its own takes each a tenth of its time.
            self._db.execute("BEGIN")
            self.meta: dict[str, str] = dict(self._db.execute("SELECT key, value FROM meta"))
            if self.meta.get("schema") != str(SCHEMA):
                raise GazetteerError(
                    f"{path.name} has schema {self.meta.get('schema')}, this geo reads {SCHEMA}: "
                    "build it again"
                )
            self.codes = {n: (fclass, code) for n, fclass, code, _ in self._db.execute("SELECT * FROM code")}
            self.countries = dict(self._db.execute("SELECT * FROM country"))
            self._manners = self._db.execute("SELECT flags, kind FROM manner ORDER BY n").fetchall()
            carries = self._db.execute("SELECT 1 FROM sqlite_master WHERE name = 'carried'").fetchone()
        except sqlite3.DatabaseError as error:
            raise GazetteerError(f"{path.name} is not a gazetteer of geo: {error}") from error
        self._meaning = _WITH_CARRIED if carries else _WITH_PLACE
        # One cursor for the queries that answer with one row: making one takes as long as half a query.
        self._one = self._db.cursor().execute
        divisions = ("ADM", "RGN", "ISL")
        self._divisions = {n for n, (_, code) in self.codes.items() if code.startswith(divisions)}
        self._rows: dict[str, Row] = {}
        self._names: dict[str, Name] = {}
        self._carried: dict[int, bytes] = {}
        self._places: dict[int, Place] = {}
        self._holders: dict[int, Chain] = {}

    def flags(self, key: str) -> int:
        """What a name can be. Its places stay packed: most words of a text are asked for nothing else."""
        known = self._names.get(key) or self._rows.get(key)
        if known is None:
            if len(self._rows) >= CACHED:
                self._rows.clear()
            known = self._rows[key] = self._row(key, _NAME)
        return known[0]

    def name(self, key: str) -> Name:
        """What a name can be, and its places, best first."""
        return self._names.get(key) or self._unpacked(key, _NAME)

    def meant(self, key: str) -> tuple[Name, Place | None]:
        """What :meth:`name` says, and the place if it is the only one."""
        known = self._names.get(key) or self._unpacked(key, self._meaning)
        return known, self.place(known[1][0][0]) if len(known[1]) == 1 else None

    def _row(self, key: str, query: str) -> Row:
        """The row of a key, or what there is to say of one that has none."""
        found = self._one(query, (key,)).fetchone()
        if found is None:
            longer = self._one(_LONGER, (key + " ", key + "!")).fetchone()
            return PREFIX if longer else 0, NOWHERE, None
        manner, places, joined = found
        flags, kind = self._manners[manner]
        if joined is not None:
            if kind == CARRIED:
                return flags, kind, joined
            self._carried[places] = joined
        return flags, kind, places

    def _packed(self, kind: int, places: Any) -> Any:
        """The places of a row, packed: they may stand in another."""
        if kind == CARRIED and isinstance(places, int):
            return self._one(_CARRIED, (places,)).fetchone()[0]
        return places

    def _unpacked(self, key: str, query: str) -> Name:
        """What the row of a key says; it is kept in memory, and the records that came with it until they
        are asked for."""
        if len(self._carried) >= CACHED:
            self._carried.clear()
        row = self._rows.pop(key) if key in self._rows else self._row(key, query)
        flags, kind, places = row
        entries: tuple[Entry, ...]
        if kind >= 0:
            if isinstance(places, bytes):
                places, record = unpack_only(places, key)
                self._carried[places] = record
            entries = ((places, kind, SHARE),)
        else:
            entries, records = unpack_entries(kind, self._packed(kind, places), key)
            for (n, _, _), record in zip(entries, records, strict=False) if records else ():
                self._carried[n] = record
        if len(self._names) >= CACHED:
            self._names.clear()
        known = self._names[key] = flags, entries
        return known

    def keys(self, begin: str, end: str, fewest: int, most: int) -> list[str]:
        """The keys from one to before another, of so many letters, that are names of places."""
        return [key for (key,) in self._db.execute(_KEYS, (begin, end, fewest, most))]

    def names(self) -> Iterator[tuple[str, int, tuple[Entry, ...]]]:
        """All names in order: key, what it can be, and its places, best first."""
        for key, manner, places in self._db.execute("SELECT key, manner, places FROM name ORDER BY key"):
            flags, kind = self._manners[manner]
            yield key, flags, unpack_entries(kind, self._packed(kind, places), key)[0]

    def places(self) -> Iterator[Stored]:
        """All places in order of their numbers."""
        for n, packed in self._db.execute("SELECT n, packed FROM place ORDER BY n"):
            yield unpack_place(n, packed)

    def place(self, n: int) -> Place | None:
        """The place of a number, or None."""
        place = self._places.get(n)
        if place is None:
            record = self._carried.pop(n, None)
            if not record:
                row = self._one(_PLACE, (n,)).fetchone()
                if row is None:
                    return None
                record = row[0]
            place = self._made(n, record)
        return place

    def _made(self, n: int, packed: bytes) -> Place:
        """The place of a number, from what is stored of it; it is kept in memory."""
        where, parent, population, radius, country = _RECORD(packed)
        name = packed[_TEXT:].decode()
        if n > 0:
            id_ = f"geonames:{n}"
        else:
            name, slug, _ = name.split("\t")
            id_ = f"curated:{slug}"
        admin, within = (self._holders.get(parent) or self.holders(parent)) if parent else _NOWHERE
        fclass, code = self.codes[where >> 3 & 0x3FF]
        box, outline = (self.box(n), id_) if where & 1 else (None, None)
        lat, lon = (where >> 39) + SOUTH, (where >> 13 & 0x3FFFFFF) + WEST
        quality = QUALITIES[where >> 1 & 3]
        footprint = _footprint(lat / COORDINATE, lon / COORDINATE, box, outline, float(radius), quality)
        place = _place(
            id_, name, footprint, fclass, code, self.countries[country], admin, within, population or None
        )
        if len(self._places) >= CACHED:
            self._places.clear()
        self._places[n] = place
        return place

    @cached_property
    def _held(self) -> HoldingPlaces:
        return HoldingPlaces(dict(self._db.execute("SELECT what, packed FROM holder")))

    def holders(self, n: int) -> Chain:
        """``admin`` and ``within`` of what lies in the place of a number."""
        if n in self._holders:
            return self._holders[n]
        held = self._held
        numbers, ends = held.numbers, held.ends
        at = bisect_left(numbers, n)
        if at == len(numbers) or numbers[at] != n:
            return _NOWHERE
        name = held.texts[ends[at - 1] if at else 0 : ends[at]].decode()
        parent = held.parents[at]
        admin, within = _NOWHERE
        if parent:
            admin, within = self._holders.get(parent) or self.holders(parent)
        if n > 0:
            id_ = f"geonames:{n}"
        else:
            name, slug = name.split("\t")
            id_ = f"curated:{slug}"
        # A country, a continent and a town are no division.
        if held.codes[at] in self._divisions:
            admin = (*admin, name)
        chain = admin, (*within, id_)
        if len(self._holders) >= CACHED:
            self._holders.clear()
        self._holders[n] = chain
        return chain

    def box(self, n: int) -> BBox | None:
        """The box of a place's outline."""
        edges = self._one("SELECT w, s, e, n_ FROM bbox WHERE n = ?", (n,)).fetchone()
        return BBox(*(edge / COORDINATE for edge in edges)) if edges else None

    def boxes(self) -> dict[int, BBox]:
        """The boxes of all outlines, by the place's number."""
        rows = self._db.execute("SELECT n, w, s, e, n_ FROM bbox")
        return {n: BBox(*(edge / COORDINATE for edge in edges)) for n, *edges in rows}

    def numbered(self, slug: str) -> int | None:
        """The number of the place that an id of ours means, if it is known."""
        number = slug_number(slug)
        while True:
            row = self._one(_PLACE, (number,)).fetchone()
            if row is not None:
                known, place = unpack_place(number, row[0]).slug, number
            else:
                row = self._one("SELECT slug, same FROM slug WHERE n = ?", (number,)).fetchone()
                if row is None:
                    return None
                known, place = row
            if known == slug:
                return place
            number -= 1

    def slugs(self) -> list[tuple[int, str, int, int]]:
        """Ids of ours where GeoNames has the place: the id's number, the id, its rank, GeoNames's number."""
        return self._db.execute("SELECT n, slug, rank, same FROM slug ORDER BY n").fetchall()

    def kinds(self) -> dict[str, int]:
        """How many places there are of each feature code, the commonest first."""
        rows = self._db.execute("SELECT code, sum(places) FROM code GROUP BY 1 ORDER BY 2 DESC, 1")
        return dict(rows.fetchall())

    def spots(self, cell: int) -> Iterator[tuple[int, int, int, int]]:
        """The places of a one-degree cell: number, latitude and longitude in it, class as a code point."""
        row = self._one("SELECT places FROM grid WHERE cell = ?", (cell,)).fetchone()
        return SPOT.iter_unpack(row[0]) if row else iter(())

    def close(self) -> None:
        """Let the file go."""
        self._db.close()
