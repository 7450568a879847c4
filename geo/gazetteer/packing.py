"""How a name and a place are packed in their rows, written by :mod:`geo.gazetteer.store`, read by
:mod:`geo.gazetteer.tables`.
"""

from __future__ import annotations

import sys
import zlib
from array import array
from collections.abc import Sequence
from itertools import accumulate
from struct import Struct, pack, unpack_from
from typing import Any, NamedTuple

NOWHERE, SEVERAL, CARRIED = -1, -2, -3
"""Kinds of a manner that are no kind of match: the name is no place's, or is several places', or is
several places' and its row carries their records."""

ENTRY = Struct("<iBH")
"""One place of several of a name: number, match and conditions, share of the uses in 65535ths."""
SHARE = 65535
"""What a stored share is told in parts of."""

Entry = tuple[int, int, int]
"""A place of a name: number, match and conditions, share of the uses in 65535ths."""

_NUMBER = Struct("<i")

LONGEST_CARRIED = 900
"""Bytes of a record that is carried, at most: of 64 such the last one ends within 65,536. GeoNames's
longest name, of 200 characters, takes 619; what is longer is read from the place's own row."""

OF_ITS_OWN = 200
"""Bytes of places with their records from which on they have a row of their own, that the name's row points
to: three places or so. A row of an ordered table also stands on the pages that lead to its leaves: with
those of 64 places, 3,000 bytes each, there were six levels of pages instead of four in a table of 11 million
names, and a query took a tenth to a quarter longer."""

RECORD = Struct("<QiIHB")
"""What a place begins with: where and what (see :func:`pack_place`), its holder's number or 0, inhabitants
or 0, radius in km, country. Its text follows."""

SPOT = Struct("<iBBB")
"""One place of a cell: number, latitude and longitude within the cell in 256ths of a degree, and the
feature class's letter."""

COORDINATE = 100_000
"""Coordinates are stored as whole numbers of 1e-5 degrees (about a metre)."""
SOUTH, WEST = -90 * COORDINATE, -180 * COORDINATE
"""Where coordinates are counted from."""
CODES, COUNTRIES = 1 << 10, 1 << 8
"""Codes and countries that there can be: GeoNames has some 690 and 252."""


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


def pack_entries(
    entries: Sequence[Entry], records: Sequence[bytes] | None = None, key: str = ""
) -> int | bytes | None:
    """The places of a name as they are stored: a number, several packed, or nothing.

    Where their records are to be carried (as :func:`pack_place` makes them; empty for a place that is not
    known): the number and the record of the only one, or how many there are (one byte), the places, where
    each record ends (two bytes), and the records. The record of a place whose name is the key, with
    capitals, goes without it: a tenth of the file.
    """
    if not entries:
        return None
    if records is None:
        return entries[0][0] if len(entries) == 1 else b"".join(ENTRY.pack(*entry) for entry in entries)
    if key.isascii():  # of other letters, what their capitals are may change with Unicode
        title = key.title().encode()
        records = [r[: RECORD.size] if r[RECORD.size :] == title else r for r in records]
    if len(entries) == 1:
        return _NUMBER.pack(entries[0][0]) + records[0]
    count = len(entries)
    _, *ends = accumulate(map(len, records), initial=1 + (ENTRY.size + 2) * count)
    packed = (ENTRY.pack(*entry) for entry in entries)
    return b"".join((bytes((count,)), *packed, pack(f"<{count}H", *ends), *records))


def unpack_only(places: bytes, key: str) -> tuple[int, bytes]:
    """The only place of a name, and its record, where that is carried."""
    number, record = _NUMBER.unpack_from(places)[0], places[_NUMBER.size :]
    return number, (record + key.title().encode() if len(record) == RECORD.size else record)


def unpack_entries(kind: int, places: Any, key: str) -> tuple[tuple[Entry, ...], Sequence[bytes]]:
    """The places of a name, best first, and the records that are carried, from what is stored of them."""
    if kind >= 0:
        if isinstance(places, int):
            return ((places, kind, SHARE),), ()
        number, record = unpack_only(places, key)
        return ((number, kind, SHARE),), (record,)
    if kind == SEVERAL:
        return tuple(ENTRY.iter_unpack(places)), ()
    if kind == NOWHERE:
        return (), ()
    count, title, records = places[0], key.title().encode(), []
    middle = 1 + ENTRY.size * count
    begin = middle + 2 * count
    for end in unpack_from(f"<{count}H", places, middle):
        record = places[begin:end]
        records.append(record + title if end - begin == RECORD.size else record)
        begin = end
    return tuple(ENTRY.iter_unpack(places[1:middle])), records


def pack_place(p: Stored) -> bytes:
    """A place as it is stored.

    64 bits say the latitude (25) and longitude (26) from the south pole and the antimeridian, the code
    (10), the quality (2), and whether there is an outline. The text is the name, for a row of ours with
    its id and rank.
    """
    where = (p.lat - SOUTH) << 39 | (p.lon - WEST) << 13 | p.code << 3 | p.quality << 1 | p.outline
    text = f"{p.name}\t{p.slug}\t{p.rank}" if p.n < 0 else p.name
    return RECORD.pack(where, p.parent, p.population, p.radius_km, p.country) + text.encode()


def unpack_place(n: int, packed: bytes) -> Stored:
    """The place of a number, from what is stored of it."""
    where, parent, population, radius, country = RECORD.unpack_from(packed)
    name, _, ours = packed[RECORD.size :].decode().partition("\t")
    slug, _, rank = ours.partition("\t")
    return Stored(
        n, name, slug, int(rank or 0), (where >> 39) + SOUTH, (where >> 13 & 0x3FFFFFF) + WEST,
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
