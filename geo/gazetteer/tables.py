"""The file of a gazetteer: its tables, how names and places are packed in them, and how they are read.

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
"""

from __future__ import annotations

import sqlite3
import sys
import zlib
from array import array
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path
from struct import Struct
from typing import Any, NamedTuple

from geo.errors import GazetteerError
from geo.gazetteer.names import NameFlag
from geo.gazetteer.quick import quick
from geo.types import QUALITIES, BBox, Footprint, Place

SCHEMA = 7
"""Raised when a reader of an older store could not read it any more."""

NOWHERE, SEVERAL = -1, -2
"""Kinds of a manner that are no kind of match: the name is no place's, or is several places'."""

ENTRY = Struct("<iBH")
"""One place of several of a name: number, match and conditions, share of the uses in 65535ths."""
SHARE = 65535
"""What a stored share is told in parts of."""

Entry = tuple[int, int, int]
"""A place of a name: number, match and conditions, share of the uses in 65535ths."""
Name = tuple[int, tuple[Entry, ...]]
"""What a name can be, as bits of :class:`geo.gazetteer.names.NameFlag`, and its places, best first."""
Chain = tuple[tuple[str, ...], tuple[str, ...]]
"""Names of the divisions, and ids of all places, that hold a place, outermost first."""

RECORD = Struct("<QiIHB")
"""What a place begins with: where and what (see :func:`pack_place`), its holder's number or 0, inhabitants
or 0, radius in km, country. Its text follows."""

SPOT = Struct("<iBBB")
"""One place of a cell: number, latitude and longitude within the cell in 256ths of a degree, and the
feature class's letter."""

COORDINATE = 100_000
"""Coordinates are stored as whole numbers of 1e-5 degrees (about a metre)."""
_SOUTH, _WEST = -90 * COORDINATE, -180 * COORDINATE
CODES, COUNTRIES = 1 << 10, 1 << 8
"""Codes and countries that there can be: GeoNames has some 690 and 252."""

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

_NAME = "SELECT manner, places FROM name WHERE key = ?"
_NAME_AND_PLACE = (
    "SELECT manner, places, packed FROM name LEFT JOIN place ON place.n = name.places WHERE key = ?"
)
_LONGER = "SELECT 1 FROM name WHERE key > ? AND key < ? LIMIT 1"
_KEYS = (
    "SELECT key FROM name WHERE key >= ? AND key < ? AND length(key) BETWEEN ? AND ? AND places IS NOT NULL"
)
_PLACE = "SELECT packed FROM place WHERE n = ?"


class Stored(NamedTuple):
    """One place as its row holds it."""

    n: int
    name: str
    slug: str
    """The id of a row of ours; empty for a place of GeoNames's."""
    rank: int
    """The rank of a row of ours; 0 for none."""
    lat: int
    """In 1e-5 degrees."""
    lon: int
    code: int
    country: int
    parent: int
    """The number of the innermost place that holds it, or 0."""
    population: int
    """Inhabitants, or 0."""
    radius_km: int
    quality: int
    """Number of :data:`geo.types.QUALITIES`."""
    outline: bool


def slug_number(slug: str) -> int:
    """The number of a row of ours: negative, made of its id, so that no table needs both ways.

    Where it is taken by another id, the next one below is used.
    """
    return -1 - (zlib.crc32(slug.encode()) & 0x7FFFFFFE)


def pack_entries(entries: Sequence[Entry]) -> int | bytes | None:
    """The places of a name as they are stored: a number, several packed, or nothing."""
    if len(entries) < 2:
        return entries[0][0] if entries else None
    return b"".join(ENTRY.pack(*entry) for entry in entries)


def pack_place(p: Stored) -> bytes:
    """A place as it is stored.

    64 bits say the latitude (25) and longitude (26) from the south pole and the antimeridian, the code
    (10), the quality (2), and whether there is an outline. The text is the name, for a row of ours with
    its id and rank.
    """
    where = (p.lat - _SOUTH) << 39 | (p.lon - _WEST) << 13 | p.code << 3 | p.quality << 1 | p.outline
    text = f"{p.name}\t{p.slug}\t{p.rank}" if p.n < 0 else p.name
    return RECORD.pack(where, p.parent, p.population, p.radius_km, p.country) + text.encode()


def unpack_place(n: int, packed: bytes) -> Stored:
    """The place of a number, from what is stored of it."""
    where, parent, population, radius, country = RECORD.unpack_from(packed)
    name, _, ours = packed[RECORD.size :].decode().partition("\t")
    slug, _, rank = ours.partition("\t")
    return Stored(
        n, name, slug, int(rank or 0), (where >> 39) + _SOUTH, (where >> 13 & 0x3FFFFFF) + _WEST,
        where >> 3 & 0x3FF, country, parent, population, radius, where >> 1 & 3, bool(where & 1),
    )  # fmt: skip


class HoldingPlaces:
    """What there is to say of a place that holds others, for each of them in order of their numbers.

    It says nothing that their rows do not say. But half of the places that are met for the first time lie
    in a division that none before them did, and another query for it took as long as the one for them.
    """

    def __init__(self, packed: dict[str, bytes] | None = None) -> None:
        self.numbers, self.parents, self.codes, self.ends = (array(kind) for kind in "iiHI")
        self.texts = bytearray()
        if packed is not None:
            self.texts += packed["texts"]
            for what in self.COLUMNS:
                column = getattr(self, what)
                column.frombytes(packed[what])
                if sys.byteorder == "big":
                    column.byteswap()

    COLUMNS = ("numbers", "parents", "codes", "ends")

    def add(self, p: Stored) -> None:
        """Add the next place."""
        self.texts += (f"{p.name}\t{p.slug}" if p.n < 0 else p.name).encode()
        for what, value in zip(self.COLUMNS, (p.n, p.parent, p.code, len(self.texts)), strict=True):
            getattr(self, what).append(value)

    def packed(self) -> dict[str, bytes]:
        """The rows of the table."""
        rows: dict[str, Any] = {"texts": self.texts}
        for what in self.COLUMNS:
            column = getattr(self, what)
            rows[what] = array(column.typecode, column)
            if sys.byteorder == "big":
                rows[what].byteswap()
        return {what: bytes(row) for what, row in sorted(rows.items())}


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
        except sqlite3.DatabaseError as error:
            raise GazetteerError(f"{path.name} is not a gazetteer of geo: {error}") from error
        # One cursor for the queries that answer with one row: making one takes as long as half a query.
        self._one = self._db.cursor().execute
        divisions = ("ADM", "RGN", "ISL")
        self._divisions = {n for n, (_, code) in self.codes.items() if code.startswith(divisions)}
        self._names: dict[str, Name] = {}
        self._places: dict[int, Place] = {}
        self._holders: dict[int, Chain] = {}

    def name(self, key: str) -> Name:
        """What a name can be, and its places, best first."""
        known = self._names.get(key)
        if known is None:
            row = self._one(_NAME, (key,)).fetchone()
            if row is not None:
                known = self._unpacked(*row)
            else:
                known = (PREFIX if self._one(_LONGER, (key + " ", key + "!")).fetchone() else 0), ()
            if len(self._names) >= CACHED:
                self._names.clear()
            self._names[key] = known
        return known

    def meant(self, key: str) -> tuple[Name, Place | None]:
        """What :meth:`name` says, and the place if it is the only one."""
        known = self._names.get(key)
        if known is not None:
            return known, self.place(known[1][0][0]) if len(known[1]) == 1 else None
        row = self._one(_NAME_AND_PLACE, (key,)).fetchone()
        if row is None:
            return self.name(key), None
        manner, n, packed = row
        known = self._unpacked(manner, n)
        if len(self._names) >= CACHED:
            self._names.clear()
        self._names[key] = known
        if packed is None:
            return known, None
        return known, self._places.get(n) or self._made(n, packed)

    def _unpacked(self, manner: int, places: Any) -> Name:
        """A row of the name table; its places are a number, several packed, or None."""
        flags, kind = self._manners[manner]
        if kind >= 0:
            return flags, ((places, kind, SHARE),)
        return flags, tuple(ENTRY.iter_unpack(places)) if places else ()

    def keys(self, begin: str, end: str, fewest: int, most: int) -> list[str]:
        """The keys from one to before another, of so many letters, that are names of places."""
        return [key for (key,) in self._db.execute(_KEYS, (begin, end, fewest, most))]

    def names(self) -> Iterator[tuple[str, int, tuple[Entry, ...]]]:
        """All names in order: key, what it can be, and its places, best first."""
        for key, manner, places in self._db.execute("SELECT key, manner, places FROM name ORDER BY key"):
            yield key, *self._unpacked(manner, places)

    def places(self) -> Iterator[Stored]:
        """All places in order of their numbers."""
        for n, packed in self._db.execute("SELECT n, packed FROM place ORDER BY n"):
            yield unpack_place(n, packed)

    def place(self, n: int) -> Place | None:
        """The place of a number, or None."""
        place = self._places.get(n)
        if place is None:
            row = self._one(_PLACE, (n,)).fetchone()
            if row is not None:
                place = self._made(n, row[0])
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
        lat, lon = (where >> 39) + _SOUTH, (where >> 13 & 0x3FFFFFF) + _WEST
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
