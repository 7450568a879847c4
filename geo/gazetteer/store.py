"""Writing a store that :mod:`geo.gazetteer.embedded` reads: streaming, swapped in whole, same bytes.

Places and names are staged on disk as they come, then sorted, folded and written in order, so memory
stays flat however many there are.
"""

from __future__ import annotations

import hashlib
import json
import math
import os
import sqlite3
from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from types import TracebackType
from typing import Any

from geo.gazetteer.cells import cell_of, fractions
from geo.gazetteer.embedded import (
    CAPITALISED,
    CAPITALS,
    COORDINATE,
    ENTRY,
    MATCH_NAMES,
    SCHEMA,
    SHARE,
    SINGLE,
    SPOT,
    slug_number,
)
from geo.gazetteer.facts import Numbers
from geo.gazetteer.names import NameFlag
from geo.types import QUALITIES, BBox

_TABLES = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE code (n INTEGER PRIMARY KEY, class TEXT NOT NULL, code TEXT NOT NULL);
CREATE TABLE place (
    n INTEGER PRIMARY KEY, name TEXT NOT NULL, lat INTEGER NOT NULL, lon INTEGER NOT NULL,
    code INTEGER NOT NULL, country TEXT, parent INTEGER, population INTEGER, more INTEGER);
CREATE TABLE grid (cell INTEGER PRIMARY KEY, places BLOB NOT NULL);
CREATE TABLE slug (n INTEGER PRIMARY KEY, slug TEXT NOT NULL, rank INTEGER, same INTEGER);
CREATE TABLE bbox (n INTEGER PRIMARY KEY, w INTEGER, s INTEGER, e INTEGER, n_ INTEGER);
CREATE TABLE name (key TEXT PRIMARY KEY, flags INTEGER NOT NULL, places BLOB) WITHOUT ROWID;
"""
_STAGING = """
CREATE TABLE staged.alias (key TEXT, n INTEGER, kind INTEGER, flags INTEGER, mass REAL);
CREATE TABLE staged.place (
    n INTEGER, name TEXT, lat INTEGER, lon INTEGER, code INTEGER, country TEXT, parent INTEGER,
    population INTEGER, more INTEGER, cell INTEGER, y INTEGER, x INTEGER);
"""

AS_SHIPPED = 64
"""Bit of a kind of match, in staged rows only: this is how the name means the place in the store that
ships, whatever a dump says of the two."""

CACHE_KIB = 65_536
"""What SQLite may keep in memory while it writes, and while it sorts: 64 MiB each. With twice that, 13
million places and 26 million names took 1.06 GB at most; they are to fit in one."""

BATCH = 20_000  # rows handed to SQLite at a time

MOST_ENTRIES = 64
"""Places kept of one name: the 50 that a look-up returns, and some that its spelling may rule out."""


class StoreWriter:
    """Collects places and names, then writes them as one file: ``with StoreWriter(path) as store``.

    The file takes its place only when the block ends without an error; what stood there before
    stays until then.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
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
        self._db.executescript(_TABLES + _STAGING)
        self._db.execute("BEGIN")
        self._codes: dict[tuple[str, str], int] = {}
        self._meta: dict[str, str] = {}
        self._seen = Numbers()
        self._places: list[tuple[object, ...]] = []
        self._names: list[tuple[str, int | None, int, int, float]] = []
        self._parents: dict[int, int] = {}

    def add_slug(self, slug: str, rank: int = 0, same: int | None = None) -> int:
        """Add the id of a curated row, and its rank; returns the row's number.

        ``same`` is GeoNames's number where GeoNames has the place, which then is the row's number.
        """
        number = slug_number(slug)
        while known := self._db.execute("SELECT slug FROM slug WHERE n = ?", (number,)).fetchone():
            if known[0] == slug:
                break
            number -= 1
        self._db.execute("INSERT OR IGNORE INTO slug VALUES (?, ?, ?, ?)", (number, slug, rank or None, same))
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
        number = self._codes.get(code)
        if number is None:
            number = self._codes[code] = len(self._codes) + 1
        self._places.append(
            (
                n,
                name,
                round(lat * COORDINATE),
                round(lon * COORDINATE),
                number,
                country or None,
                parent,
                population,
                round(radius_km) * 8 + QUALITIES.index(quality) * 2 + outline or None,
                cell_of(lat, lon),
                *fractions(lat, lon),
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
        self._db.executemany(f"INSERT INTO staged.place VALUES ({','.join('?' * 12)})", self._places)
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
        staged = self._db.execute("SELECT key, n, kind, flags, mass FROM staged.alias ORDER BY key")
        self._db.executemany("INSERT INTO name VALUES (?,?,?)", _folded(staged, digest))
        spots = self._db.execute("SELECT cell, n, y, x, code FROM staged.place ORDER BY cell, n")
        self._db.executemany(
            "INSERT INTO grid VALUES (?,?)",
            (
                (cell, b"".join(SPOT.pack(*row[1:]) for row in rows))
                for cell, rows in groupby(spots, key=itemgetter(0))
            ),
        )
        places = self._db.execute(
            "SELECT n, name, lat, lon, code, country, parent, population, more FROM staged.place ORDER BY n"
        )
        self._db.executemany("INSERT INTO place VALUES (?,?,?,?,?,?,?,?,?)", self._placed(places, digest))
        self._db.executemany("INSERT INTO code VALUES (?,?,?)", ((n, *c) for c, n in self._codes.items()))
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

    def _placed(self, rows: Iterable[tuple[Any, ...]], digest: hashlib._Hash) -> Iterator[tuple[Any, ...]]:
        """Staged places in order of their numbers, each in what was last said to hold it."""
        for row in rows:
            parent = self._parents.get(row[0])
            place = row if parent is None else (*row[:6], parent, *row[7:])
            digest.update(repr(place).encode())
            yield place

    def _write_meta(self, checksum: str) -> None:
        counts = {
            f"{fclass}": count
            for fclass, count in self._db.execute(
                "SELECT class, count(*) FROM place JOIN code ON place.code = code.n GROUP BY 1 ORDER BY 1"
            )
        }
        names = self._db.execute("SELECT count(*) FROM name").fetchone()[0]
        meta = {
            **self._meta,
            "schema": str(SCHEMA),
            "checksum": checksum,
            "counts": json.dumps(counts),
            "names": str(names),
        }
        self._db.executemany("INSERT INTO meta VALUES (?,?)", sorted(meta.items()))


def _folded(
    staged: Iterator[tuple[str, int | None, int, int, float]], digest: hashlib._Hash
) -> Iterator[tuple[str, int, bytes | None]]:
    """Staged rows in order of key -> rows of the name table."""
    for key, rows in groupby(staged, key=itemgetter(0)):
        if not key:
            continue
        best: dict[int, tuple[int, float, int]] = {}
        plain = capitalised = capitals = 0
        for _, n, kind, flags, mass in rows:
            if kind & CAPITALS:
                capitals |= flags
            elif kind & CAPITALISED:
                capitalised |= flags
            else:
                plain |= flags
            if n is None:
                continue
            # A place met by several kinds of name counts by its strongest; as it ships, if it does.
            worth = (kind & AS_SHIPPED, mass, -(kind & ~AS_SHIPPED))
            if n not in best or worth > best[n]:
                best[n] = worth
        if not best and not plain & ~NameFlag.COMMON_WORD:
            # That a word is common matters only where it is a name as well.
            continue
        if len(best) == 1:
            [(n, (_, _, kind))] = best.items()
            blob = SINGLE.pack(n, -kind)
        else:
            total = math.fsum(mass for _, mass, _ in best.values())  # the same in any order
            order = sorted((-mass, n, -kind) for n, (_, mass, kind) in best.items())[:MOST_ENTRIES]
            blob = b"".join(
                ENTRY.pack(n, kind, max(1, min(SHARE, int(-mass / total * SHARE)))) for mass, n, kind in order
            )
        packed = plain | capitalised << 16 | capitals << 32
        digest.update(key.encode() + packed.to_bytes(8, "big") + blob)
        yield key, packed, blob or None


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
