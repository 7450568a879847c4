"""Writing a store that :mod:`geo.gazetteer.embedded` reads: streaming, swapped in whole, same bytes.

Names are staged on disk and folded by key at the end, so memory stays flat however many there are.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path
from types import TracebackType

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
CREATE TABLE staged.word (key TEXT, flags INTEGER);
CREATE TABLE staged.spot (cell INTEGER, n INTEGER, y INTEGER, x INTEGER, code INTEGER);
"""

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
        for leftover in (self._new, self._staged):
            leftover.unlink(missing_ok=True)
        self._db = sqlite3.connect(self._new, isolation_level=None)
        self._db.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA page_size=16384;")
        self._db.execute("ATTACH ? AS staged", (str(self._staged),))
        self._db.executescript("PRAGMA staged.journal_mode=OFF; PRAGMA staged.synchronous=OFF;")
        self._db.executescript(_TABLES + _STAGING)
        self._db.execute("BEGIN")
        self._codes: dict[tuple[str, str], int] = {}
        self._code_list: list[tuple[str, str]] = []
        self._meta: dict[str, str] = {}

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
        number = self._codes.get(code)
        if number is None:
            self._code_list.append(code)
            number = self._codes[code] = len(self._code_list)
        added = self._db.execute(
            "INSERT OR IGNORE INTO place VALUES (?,?,?,?,?,?,?,?,?)",
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
            ),
        )
        if added.rowcount == 0:
            return False
        cell = cell_of(lat, lon)
        self._db.execute(
            "INSERT INTO staged.spot VALUES (?,?,?,?,?)", (cell, n, *fractions(lat, lon), number)
        )
        if bbox is not None:
            edges = (bbox.west, bbox.south, bbox.east, bbox.north)
            self._db.execute(
                "INSERT INTO bbox VALUES (?,?,?,?,?)", (n, *(round(e * COORDINATE) for e in edges))
            )
        return True

    def place(self, n: int) -> tuple[str, str, str, int | None] | None:
        """Name, feature class, code and inhabitants of a place that was added, or None."""
        row = self._db.execute("SELECT name, code, population FROM place WHERE n = ?", (n,)).fetchone()
        return (row[0], *self._code_list[row[1] - 1], row[2]) if row else None

    def add_names(self, rows: Iterable[tuple[str, int, int, int, float]]) -> None:
        """Add names: key, place's number, kind of match with conditions, flags, mass of uses."""
        self._db.executemany("INSERT INTO staged.alias VALUES (?,?,?,?,?)", rows)

    def add_words(self, rows: Iterable[tuple[str, int]]) -> None:
        """Add what a name can be besides a place: key, flags."""
        self._db.executemany("INSERT INTO staged.word VALUES (?,?)", rows)

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

    def _abandon(self) -> None:
        self._db.close()
        self._new.unlink(missing_ok=True)
        self._staged.unlink(missing_ok=True)

    def _finish(self) -> None:
        digest = hashlib.sha256()
        self._db.execute("COMMIT")
        self._db.execute("BEGIN")
        staged = self._db.execute(
            "SELECT key, n, kind, flags, mass FROM staged.alias"
            " UNION ALL SELECT key, NULL, 0, flags, 0 FROM staged.word ORDER BY 1, 2, 3, 4, 5"
        )
        self._db.executemany("INSERT INTO name VALUES (?,?,?)", _folded(staged, digest))
        spots = self._db.execute("SELECT * FROM staged.spot ORDER BY cell, n")
        self._db.executemany(
            "INSERT INTO grid VALUES (?,?)",
            (
                (cell, b"".join(SPOT.pack(*row[1:]) for row in rows))
                for cell, rows in groupby(spots, key=lambda row: row[0])
            ),
        )
        self._db.executemany("INSERT INTO code VALUES (?,?,?)", ((n, *c) for c, n in self._codes.items()))
        for row in self._db.execute("SELECT * FROM place ORDER BY n"):
            digest.update(json.dumps(row).encode())
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
            "checksum": digest.hexdigest()[:12],
            "counts": json.dumps(counts),
            "names": str(names),
        }
        self._db.executemany("INSERT INTO meta VALUES (?,?)", sorted(meta.items()))
        self._db.execute("COMMIT")
        self._db.execute("DETACH staged")
        self._staged.unlink(missing_ok=True)
        self._db.execute("VACUUM")
        self._db.close()
        self._new.replace(self.path)


def _folded(
    staged: Iterator[tuple[str, int | None, int, int, float]], digest: hashlib._Hash
) -> Iterator[tuple[str, int, bytes | None]]:
    """Staged rows in order of key -> rows of the name table."""
    for key, rows in groupby(staged, key=lambda row: row[0]):
        if not key:
            continue
        best: dict[int, tuple[float, int]] = {}
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
            # A place met by several kinds of name counts by its strongest.
            if n not in best or (mass, -kind) > (best[n][0], -best[n][1]):
                best[n] = (mass, kind)
        if not best and not plain & ~NameFlag.COMMON_WORD:
            # That a word is common matters only where it is a name as well.
            continue
        total = sum(mass for mass, _ in best.values())
        order = sorted(best.items(), key=lambda item: (-item[1][0], item[0]))[:MOST_ENTRIES]
        if len(best) == 1:
            blob = SINGLE.pack(order[0][0], order[0][1][1])
        else:
            blob = b"".join(
                ENTRY.pack(n, kind, max(1, min(SHARE, int(mass / total * SHARE))))
                for n, (mass, kind) in order
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
