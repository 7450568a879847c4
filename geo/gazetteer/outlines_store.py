"""Writes ``geo/data/outlines.sqlite``: shapes with their geometries, land, inland waters and towns.

A geometry is stored once, however many rows it serves: unions are lists of their members, counties lists of
the borders that they share, a lake that our tables name is the base map's own.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from geo.gazetteer.outlines import SCHEMA, STEPS
from geo.gazetteer.outlines_codec import encode, encode_arcs, encode_union
from geo.gazetteer.outlines_geometry import bbox_of, label_point
from geo.gazetteer.outlines_shores import Shores

TABLES = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE shapes (id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, name TEXT NOT NULL,
  kind TEXT NOT NULL, country TEXT NOT NULL, rank INTEGER NOT NULL, quality TEXT NOT NULL,
  lat INTEGER NOT NULL, lon INTEGER NOT NULL,
  west INTEGER NOT NULL, south INTEGER NOT NULL, east INTEGER NOT NULL, north INTEGER NOT NULL,
  overview INTEGER NOT NULL, coarse INTEGER NOT NULL, fine INTEGER NOT NULL, shore INTEGER);
CREATE TABLE kinds (kind TEXT PRIMARY KEY, first INTEGER NOT NULL, last INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE geometries (id INTEGER PRIMARY KEY, data BLOB NOT NULL);
CREATE TABLE land (id INTEGER PRIMARY KEY,
  west INTEGER NOT NULL, south INTEGER NOT NULL, east INTEGER NOT NULL, north INTEGER NOT NULL,
  data BLOB NOT NULL);
CREATE TABLE waters (id INTEGER PRIMARY KEY, kind TEXT NOT NULL, size INTEGER NOT NULL,
  west INTEGER NOT NULL, south INTEGER NOT NULL, east INTEGER NOT NULL, north INTEGER NOT NULL,
  geometry INTEGER NOT NULL);
CREATE TABLE towns (id INTEGER PRIMARY KEY, name TEXT NOT NULL, lat INTEGER NOT NULL, lon INTEGER NOT NULL,
  population INTEGER NOT NULL, capital INTEGER NOT NULL, country TEXT NOT NULL);
"""

LARGE_POINTS = 60
"""Points from which an island is stored by itself; smaller ones go together."""
LAND_CELL = 15.0
"""Degrees of the neighbourhoods in which islands are stored together."""


@dataclass(frozen=True, slots=True)
class Outline:
    """One row of the table to be written."""

    key: str
    name: str
    kind: str
    country: str
    rank: int
    quality: str
    coarse: Any
    fine: Any
    label: tuple[float, float] | None = None
    """Latitude and longitude; None to have it computed."""
    overview: Any = None
    """A third, roughest level; None to have the coarse one serve."""
    members: tuple[str, ...] = ()
    """Keys of the outlines whose union it is; it is then stored as their list."""
    rest: tuple[Any, Any] | None = None
    """What the union holds besides its members, coarse and fine."""
    arcs: list[list[list[int]]] | None = None
    """The arcs that its fine level's rings consist of, as :func:`geo.gazetteer.outlines_codec.encode_arcs`
    takes them."""


@dataclass(frozen=True, slots=True)
class Inland:
    """A lake or a river of the base map."""

    kind: str
    """``lake`` or ``river``."""
    size: float
    """Square kilometres of a lake, kilometres of a river."""
    geometry: Any


def write(
    output: Path,
    outlines: Sequence[Outline],
    *,
    version: str,
    land: Sequence[Any] = (),
    waters: Sequence[Inland] = (),
    towns: Sequence[tuple[Any, ...]] = (),
    arcs: Sequence[Any] = (),
    shores: Shores | None = None,
) -> dict[str, int]:
    """Write all rows to a new file and move it to ``output``; returns the number of rows of each kind.

    ``land`` is the coarse land's polygons, ``arcs`` the lines that outlines with ``arcs`` consist of,
    ``shores`` the countries' finest. The sources' versions stand in ``version``.
    """
    output.parent.mkdir(parents=True, exist_ok=True)
    fresh = output.with_name(output.name + ".new")
    fresh.unlink(missing_ok=True)
    store = sqlite3.connect(fresh)
    store.executescript("PRAGMA page_size = 4096; PRAGMA journal_mode = OFF;" + TABLES)
    facts = {"schema": str(SCHEMA), "version": version}
    store.executemany("INSERT INTO meta VALUES (?, ?)", sorted(facts.items()))
    counts: dict[str, int] = {}
    kept = [outline for outline in outlines if not outline.fine.is_empty]
    kept.sort(key=lambda o: (o.kind, o.rank, o.key))
    geometries = _Geometries(store)
    numbers = geometries.of(kept, arcs)
    for outline in kept:
        row = (outline.key, outline.name, outline.kind, outline.country, outline.rank, outline.quality)
        label = outline.label or label_point(outline.fine)
        assert label is not None
        store.execute(
            "INSERT INTO shapes (key, name, kind, country, rank, quality, lat, lon, west, south, east,"
            " north, overview, coarse, fine, shore) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
            (
                *row,
                *(round(x * STEPS) for x in label),
                *_edges(outline.fine),
                *numbers[outline.key],
                geometries.shore(outline.key, shores),
            ),
        )
        counts[outline.kind] = counts.get(outline.kind, 0) + 1
    # Shapes are written by kind, so that the first and the last of each serve as well as an index.
    store.execute("INSERT INTO kinds SELECT kind, MIN(id), MAX(id) FROM shapes GROUP BY kind")
    store.executemany(
        "INSERT INTO land (west, south, east, north, data) VALUES (?,?,?,?,?)",
        ((*_edges(parts), encode(parts)) for parts in _chunks(land)),
    )
    for water in waters:
        store.execute(
            "INSERT INTO waters (kind, size, west, south, east, north, geometry) VALUES (?,?,?,?,?,?,?)",
            (
                water.kind,
                round(water.size),
                *_edges(water.geometry),
                geometries.number(encode(water.geometry)),
            ),
        )
    store.executemany(
        "INSERT INTO towns (name, lat, lon, population, capital, country) VALUES (?,?,?,?,?,?)", towns
    )
    store.commit()
    store.execute("VACUUM")
    store.close()
    fresh.replace(output)
    return counts | {"land": len(land), "waters": len(waters), "towns": len(towns)}


def _edges(geometry: Any) -> tuple[int, ...]:
    """The box round a geometry in steps, west, south, east, north."""
    box = bbox_of(geometry)
    assert box is not None
    return tuple(round(edge * STEPS) for edge in (box.west, box.south, box.east, box.north))


def _chunks(land: Sequence[Any]) -> Iterator[Any]:
    """The land's polygons, large ones alone and islands gathered by their neighbourhood."""
    import shapely

    cells: dict[tuple[int, int], list[Any]] = {}
    for part in land:
        middle = part.centroid
        if shapely.get_num_coordinates(part) > LARGE_POINTS:
            yield part
        else:
            cells.setdefault((int(middle.x // LAND_CELL), int(middle.y // LAND_CELL)), []).append(part)
    for cell in sorted(cells):
        yield shapely.multipolygons(cells[cell])


class _Geometries:
    """The table of geometries, each once."""

    def __init__(self, store: sqlite3.Connection) -> None:
        self.store = store
        self.stored: dict[bytes, int] = {}
        self.lines: dict[int, int] = {}

    def number(self, data: bytes) -> int:
        """The number of a record, which is written if it is new."""
        if data not in self.stored:
            self.stored[data] = len(self.stored) + 1
            self.store.execute("INSERT INTO geometries VALUES (?, ?)", (self.stored[data], data))
        return self.stored[data]

    def shore(self, key: str, shores: Shores | None) -> int | None:
        """The number of a country's shores, or None."""
        if shores is None or key not in shores.countries:
            return None
        return self.number(encode_arcs(self._lines(shores.arcs, rough=True), shores.countries[key]))

    def _lines(self, arcs: Sequence[Any], *, rough: bool) -> int:
        """The number of the record of these arcs, which is made once."""
        import shapely

        if id(arcs) not in self.lines:
            parts = shapely.multilinestrings([shapely.linestrings(arc) for arc in arcs])
            self.lines[id(arcs)] = self.number(encode(parts, rough=rough))
        return self.lines[id(arcs)]

    def of(self, outlines: Sequence[Outline], arcs: Sequence[Any]) -> dict[str, tuple[int, int, int]]:
        """For each key the numbers of its overview, coarse and fine geometry."""
        numbers: dict[str, tuple[int, int, int]] = {}
        for outline in outlines:
            if outline.arcs is not None:
                fine = self.number(encode_arcs(self._lines(arcs, rough=False), outline.arcs))
                coarse = fine if outline.coarse is outline.fine else self.number(encode(outline.coarse))
                numbers[outline.key] = (coarse, coarse, fine)
            elif not outline.members:
                levels = (outline.overview or outline.coarse, outline.coarse, outline.fine)
                rough, coarse, fine = (self.number(encode(level)) for level in levels)
                numbers[outline.key] = (rough, coarse, fine)
        joint = {outline.key: outline for outline in outlines if outline.members}
        for key in sorted(joint):
            self._joint(key, joint, numbers)
        return numbers

    def _joint(
        self, key: str, joint: Mapping[str, Outline], numbers: dict[str, tuple[int, int, int]]
    ) -> tuple[int, ...]:
        """The numbers of a union's records; its members may be unions themselves."""
        if key in numbers or key not in joint:
            return numbers.get(key, ())
        outline = joint[key]
        parts = [found for member in outline.members if (found := self._joint(member, joint, numbers))]
        made = []
        for level in (1, 1 if outline.fine is outline.coarse else 2):
            ids = {part[level] for part in parts}
            if outline.rest is not None:
                ids.add(self.number(encode(outline.rest[level - 1])))
            made.append(self.number(encode_union(sorted(ids))))
        numbers[key] = (made[0], made[0], made[1])
        return numbers[key]
