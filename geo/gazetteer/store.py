"""Writing a store that :mod:`geo.gazetteer.tables` reads: streaming, swapped in whole, same bytes.

Places and names are staged on disk as they come, then sorted, folded and written in order, so memory
stays flat however many there are.
"""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from types import TracebackType
from typing import Any, TypeVar

from geo.errors import GazetteerError
from geo.gazetteer.cells import cell_of, fractions
from geo.gazetteer.embedded import MATCH_NAMES
from geo.gazetteer.facts import Numbers, Records
from geo.gazetteer.folding import counted, folded, numbered_manners
from geo.gazetteer.names import NameFlag
from geo.gazetteer.packing import (
    CARRIED,
    CODES,
    COORDINATE,
    COUNTRIES,
    LONGEST_CARRIED,
    OF_ITS_OWN,
    RECORD,
    SEVERAL,
    SPOT,
    Entry,
    HoldingPlaces,
    Stored,
    pack_entries,
    pack_place,
    slug_number,
)
from geo.gazetteer.tables import SCHEMA
from geo.types import QUALITIES, BBox

T = TypeVar("T")

_TABLES = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE code (n INTEGER PRIMARY KEY, class TEXT NOT NULL, code TEXT NOT NULL, places INTEGER NOT NULL);
CREATE TABLE country (n INTEGER PRIMARY KEY, iso TEXT NOT NULL);
CREATE TABLE place (n INTEGER PRIMARY KEY, packed BLOB NOT NULL);
CREATE TABLE holder (what TEXT PRIMARY KEY, packed BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE grid (cell INTEGER PRIMARY KEY, places BLOB NOT NULL);
CREATE TABLE slug (n INTEGER PRIMARY KEY, slug TEXT NOT NULL, rank INTEGER NOT NULL, same INTEGER NOT NULL);
CREATE TABLE bbox (n INTEGER PRIMARY KEY, w INTEGER, s INTEGER, e INTEGER, n_ INTEGER);
CREATE TABLE name (key TEXT PRIMARY KEY, manner INTEGER NOT NULL, places) WITHOUT ROWID;
CREATE TABLE manner (n INTEGER PRIMARY KEY, flags INTEGER NOT NULL, kind INTEGER NOT NULL);
"""
_CARRIED = "CREATE TABLE carried (n INTEGER PRIMARY KEY, packed BLOB NOT NULL);"
_STAGING = """
CREATE TABLE staged.alias (key TEXT, n INTEGER, kind INTEGER, flags INTEGER, mass REAL);
CREATE TABLE staged.place (
    n INTEGER, name TEXT, lat INTEGER, lon INTEGER, code INTEGER, country INTEGER, parent INTEGER,
    population INTEGER, radius INTEGER, quality INTEGER, outline INTEGER,
    cell INTEGER, y INTEGER, x INTEGER, class INTEGER);
"""

CACHE_KIB = 65_536
"""What SQLite may keep in memory while it writes, and while it sorts: 64 MiB each. With twice that, 13
million places and 26 million names took 1.06 GB at most; they are to fit in one."""

BATCH = 20_000  # rows handed to SQLite at a time


class StoreWriter:
    """Collects places and names, then writes them as one file: ``with StoreWriter(path) as store``.

    The file takes its place only when the block ends without an error; what stood there before
    stays until then. With ``carry``, rows of names carry what is stored of their places: the file is
    two thirds larger, and a name is answered from one row, however large the file is and however many
    places the name has. What ships needs no such thing: all of it is in memory after some hundred names.
    """

    def __init__(self, path: Path, *, carry: bool = False) -> None:
        self.path = path
        self._records = Records(path.parent) if carry else None
        self._new = path.with_name(path.name + ".new")
        self._staged = path.with_name(path.name + ".staged")
        self._ready = path.with_name(path.name + ".ready")
        self._remove_leftovers()
        self._db = sqlite3.connect(self._new, isolation_level=None)
        self._db.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA page_size=16384;")
        self._db.execute(f"PRAGMA cache_size=-{CACHE_KIB}")
        # What is sorted lies beside the store: a system's folder for temporary files may be small.
        folder = str(path.resolve().parent).replace("'", "''")
        self._db.execute(f"PRAGMA temp_store_directory='{folder}'")
        self._db.execute("ATTACH ? AS staged", (str(self._staged),))
        self._db.executescript("PRAGMA staged.journal_mode=OFF; PRAGMA staged.synchronous=OFF;")
        self._db.executescript(_TABLES + (_CARRIED if carry else "") + _STAGING)
        self._db.execute("BEGIN")
        self._codes: dict[tuple[str, str], int] = {}
        self._counts: Counter[tuple[str, str]] = Counter()
        self._countries: dict[str, int] = {"": 0}
        self._slugs: dict[int, tuple[str, int, int | None]] = {}
        self._meta: dict[str, str] = {}
        self._seen = Numbers()
        self._places: list[tuple[object, ...]] = []
        self._names: list[tuple[str, int | None, int, int, float]] = []
        self._parents: dict[int, int] = {}
        self._hold = Numbers()

    def add_slug(self, slug: str, rank: int = 0, same: int | None = None) -> int:
        """Add the id of a curated row, and its rank; returns the row's number.

        ``same`` is GeoNames's number where GeoNames has the place, which then is the row's number.
        """
        number = slug_number(slug)
        while number in self._slugs and self._slugs[number][0] != slug:
            number -= 1
        self._slugs.setdefault(number, (slug, rank, same))
        return same or number

    def add_place(
        self,
        n: int,
        *,
        name: str,
        lat: float,
        lon: float,
        code: tuple[str, str],
        country: str = "",
        parent: int | None = None,
        population: int | None = None,
        radius_km: float = 0.0,
        quality: str = "surveyed",
        bbox: BBox | None = None,
        outline: bool = False,
    ) -> bool:
        """Add one place, unless its number is there already; whether it was added.

        ``parent`` is the number of the innermost place that holds it.
        """
        if not self._seen.add(n):
            return False
        self._counts[code] += 1
        if parent:
            self._hold.add(parent)
        self._places.append(
            (
                n,
                name,
                round(lat * COORDINATE),
                round(lon * COORDINATE),
                _numbered(self._codes, code, CODES, "feature codes"),
                _numbered(self._countries, country, COUNTRIES, "countries"),
                parent or 0,
                population or 0,
                round(radius_km),
                QUALITIES.index(quality),
                outline,
                cell_of(lat, lon),
                *fractions(lat, lon),
                ord(code[0]),
            )
        )
        if len(self._places) >= BATCH:
            self._flush()
        if bbox is not None:
            edges = (bbox.west, bbox.south, bbox.east, bbox.north)
            self._db.execute(
                "INSERT INTO bbox VALUES (?,?,?,?,?)", (n, *(round(e * COORDINATE) for e in edges))
            )
        return True

    def move(self, n: int, parent: int) -> None:
        """Say of a place that was added that ``parent`` is the innermost place that holds it."""
        self._parents[n] = parent
        self._hold.add(parent)

    def add_names(self, rows: Iterable[tuple[str, int, int, int, float]]) -> None:
        """Add names: key, place's number, kind of match with conditions, flags, mass of uses."""
        for row in rows:
            self._names.append(row)
            if len(self._names) >= BATCH:
                self._flush()

    def add_words(self, rows: Iterable[tuple[str, int]]) -> None:
        """Add what a name can be besides a place: key, flags."""
        for key, flags in rows:
            self._names.append((key, None, 0, flags, 0.0))
            if len(self._names) >= BATCH:
                self._flush()

    def _flush(self) -> None:
        self._db.executemany("INSERT INTO staged.alias VALUES (?,?,?,?,?)", self._names)
        self._db.executemany(f"INSERT INTO staged.place VALUES ({','.join('?' * 15)})", self._places)
        self._names.clear()
        self._places.clear()

    def set_meta(self, key: str, value: str) -> None:
        """Write a line about the store."""
        self._meta[key] = value

    def __enter__(self) -> StoreWriter:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: object, trace: TracebackType | None) -> None:
        try:
            if kind is None:
                self._finish()
        except BaseException:
            self._abandon()
            raise
        if kind is not None:
            self._abandon()

    def _close(self) -> None:
        if self._records:
            self._records.close()
        self._db.execute("PRAGMA temp_store_directory=''")  # it holds for the whole process
        self._db.close()

    def _abandon(self) -> None:
        self._close()
        self._remove_leftovers()

    def _remove_leftovers(self) -> None:
        """Files of a build that was broken off: this one, or one that was killed."""
        for leftover in (self._new, self._staged, self._ready):
            leftover.unlink(missing_ok=True)

    def _finish(self) -> None:
        self._flush()
        digest = hashlib.sha256()
        self._db.execute("COMMIT")
        self._db.execute("BEGIN")
        # What names carry must be there before them. What ships has its names first, and its checksum.
        steps = [self._write_names, self._write_places]
        for step in reversed(steps) if self._records else steps:
            step(digest)
        spots = self._db.execute("SELECT cell, n, y, x, class FROM staged.place ORDER BY cell, n")
        self._db.executemany(
            "INSERT INTO grid VALUES (?,?)",
            (
                (cell, b"".join(SPOT.pack(*row[1:]) for row in rows))
                for cell, rows in groupby(spots, key=itemgetter(0))
            ),
        )
        self._db.executemany(
            "INSERT INTO code VALUES (?,?,?,?)", ((n, *c, self._counts[c]) for c, n in self._codes.items())
        )
        self._db.executemany("INSERT INTO country VALUES (?,?)", ((n, c) for c, n in self._countries.items()))
        same = ((n, *row) for n, row in sorted(self._slugs.items()) if row[2])
        self._db.executemany("INSERT INTO slug VALUES (?,?,?,?)", same)
        self._write_meta(digest.hexdigest()[:12])
        self._db.execute("COMMIT")
        self._db.execute("DETACH staged")
        self._staged.unlink(missing_ok=True)
        # Pages come out full and in order.
        self._db.execute("VACUUM INTO ?", (str(self._ready),))
        self._close()
        with self._ready.open("rb+") as ready:
            os.fsync(ready.fileno())
        self._ready.replace(self.path)
        self._remove_leftovers()

    def _write_names(self, digest: hashlib._Hash) -> None:
        staged = self._db.execute("SELECT key, n, kind, flags, mass FROM staged.alias ORDER BY key")
        manners: dict[tuple[int, int], int] = {}
        several = CARRIED if self._records else SEVERAL
        names = counted(numbered_manners(folded(staged), manners, several=several), self._meta)
        if self._records:
            rows = self._carrying(_told(names, digest), self._records)
        else:
            rows = _told(((key, manner, pack_entries(entries)) for key, manner, entries in names), digest)
        self._db.executemany("INSERT INTO name VALUES (?,?,?)", rows)
        self._db.executemany("INSERT INTO manner VALUES (?,?,?)", ((n, *m) for m, n in manners.items()))

    def _carrying(
        self, names: Iterable[tuple[str, int, list[Entry]]], records: Records
    ) -> Iterator[tuple[str, int, int | bytes | None]]:
        """Rows of names that carry their places; where those are long, they go into rows of their own."""
        own: list[tuple[int, int | bytes | None]] = []
        number = 0
        for key, manner, entries in names:
            packed = pack_entries(entries, records.of(n for n, _, _ in entries), key)
            if isinstance(packed, bytes) and len(packed) >= OF_ITS_OWN and len(entries) > 1:
                number += 1
                own.append((number, packed))
                packed = number
            yield key, manner, packed
            if len(own) >= BATCH:
                self._db.executemany("INSERT INTO carried VALUES (?,?)", own)
                own.clear()
        self._db.executemany("INSERT INTO carried VALUES (?,?)", own)

    def _write_places(self, digest: hashlib._Hash) -> None:
        places = self._db.execute(
            "SELECT n, name, lat, lon, code, country, parent, population, radius, quality, outline"
            " FROM staged.place ORDER BY n"
        )
        holding = HoldingPlaces()
        rows = self._kept((p.n, pack_place(p)) for p in self._placed(places, holding))
        self._db.executemany("INSERT INTO place VALUES (?,?)", _told(rows, digest))
        self._db.executemany("INSERT INTO holder VALUES (?,?)", holding.packed().items())

    def _kept(self, rows: Iterable[tuple[int, bytes]]) -> Iterator[tuple[int, bytes]]:
        """Rows of places as they are; what names are to carry of them is kept at hand.

        That is not one without a name, which would be taken for one that has the name of the key.
        """
        for n, record in rows:
            if self._records and RECORD.size < len(record) <= LONGEST_CARRIED:
                self._records.add(n, record)
            yield n, record

    def _placed(self, rows: Iterable[tuple[Any, ...]], holding: HoldingPlaces) -> Iterator[Stored]:
        """Staged places in order of their numbers, each in what was last said to hold it."""
        for n, name, lat, lon, code, country, said, *rest in rows:
            slug, rank, _ = self._slugs.get(n, ("", 0, None))
            parent = self._parents.get(n, said)
            place = Stored(n, name, slug, rank, lat, lon, code, country, parent, *rest)
            if n in self._hold:
                holding.add(place)
            yield place

    def _write_meta(self, checksum: str) -> None:
        counts: Counter[str] = Counter()
        for (fclass, _), count in self._counts.items():
            counts[fclass] += count
        meta = {
            **self._meta,
            "schema": str(SCHEMA),
            "checksum": checksum,
            "counts": json.dumps(dict(sorted(counts.items()))),
        }
        self._db.executemany("INSERT INTO meta VALUES (?,?)", sorted(meta.items()))


def _numbered(numbers: dict[Any, int], what: Any, most: int, title: str) -> int:
    """The number of a code or country, the next one if it is new. Raises GazetteerError if all are used."""
    number = numbers.setdefault(what, len(numbers))
    if number >= most:
        raise GazetteerError(f"a store holds {most} {title}; {what} is one more")
    return number


def _told(rows: Iterable[T], digest: hashlib._Hash) -> Iterator[T]:
    """Rows as they are, told to a digest."""
    for row in rows:
        digest.update(repr(row).encode())
        yield row


KINDS = {name: number for number, name in enumerate(MATCH_NAMES)}
"""The number of each kind of match."""


def place_flags(fclass: str, code: str, population: int | None) -> int:
    """The flags that a place gives to its names."""
    if fclass == "A":
        return NameFlag.COUNTRY if code.startswith(("PCL", "TERR")) else NameFlag.DIVISION
    if fclass == "P":
        large = code == "PPLC" or (population or 0) >= 100_000
        return NameFlag.LARGE_PLACE if large else NameFlag.SMALL_PLACE
    if fclass in "HU":
        return NameFlag.WATER
    if fclass in "TLV":
        return NameFlag.RELIEF_REGION
    return NameFlag.FACILITY
