"""Outlines of countries, divisions, seas and regions, as shapely geometry, read from what ships.

``geo/data/outlines.sqlite`` is made by :mod:`geo.gazetteer.outlines_build` from Natural Earth (public
domain) and our own tables. Every shape is kept at two levels: ``coarse`` (about 1:50m, simplified with
shared borders kept together) and ``fine`` (1:10m); countries have a rougher ``overview`` too. All lie
within -180..180 and are cut at the antimeridian; :func:`around` joins the cut for a view across it.
"""

from __future__ import annotations

import sqlite3
import threading
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from geo.datafiles import data_path
from geo.errors import DataError
from geo.gazetteer.outlines_geometry import (
    WORLD,
    area_km2,
    around,
    bbox_grow,
    bbox_of,
    bbox_of_points,
    bbox_union,
    boxes_meet,
    clip,
    cut,
    distance_km,
    label_point,
    largest_part,
    union,
    width,
    wrap,
)
from geo.types import BBox

__all__ = [
    "DETAILS", "WORLD", "Outlines", "Shape", "Town", "Water", "area_km2", "around", "bbox_grow", "bbox_of",
    "bbox_of_points", "bbox_union", "boxes_meet", "clip", "cut", "distance_km", "label_point",
    "largest_part", "open_outlines", "union", "width", "wrap",
]  # fmt: skip

DETAILS = ("overview", "coarse", "fine")
"""Levels of detail: about 1:110m (countries and land; other shapes give their coarse one), 1:50m, 1:10m."""
SCHEMA = 4
"""The layout of the file; a file of another is refused."""
STEPS = 10_000
"""Steps of stored boxes and points in a degree; whole numbers take half the room of real ones."""
OF_KIND = (
    "shapes.id BETWEEN (SELECT first FROM kinds WHERE kind = ?) AND (SELECT last FROM kinds WHERE kind = ?)"
)
"""The condition that a row is of a kind: rows of one kind lie together."""
KEPT = 256
"""Decoded geometries kept in memory; a page draws some three hundred shapes, most of them once."""


@dataclass(frozen=True, slots=True)
class Shape:
    """An outline with what a map says of it."""

    key: str
    """The place's id: ``geonames:3625428``, ``curated:caribbean-sea``."""
    name: str
    kind: str
    """``country``, ``division``, ``county``, ``sea``, ``lake``, ``region``, ``island``, ``line``
    or ``disputed``."""
    country: str
    """ISO 3166-1 alpha-2 code, or empty."""
    geometry: Any
    """shapely geometry at the asked-for detail."""
    rank: int
    """From 1, drawn and named first, to 6."""
    label: tuple[float, float] | None = None
    """(latitude, longitude) for the name."""
    quality: str = "surveyed"
    """One of :data:`geo.types.QUALITIES`; ``approximate`` outlines are drawn as such."""


@dataclass(frozen=True, slots=True)
class Water:
    """A lake or a river of the base map, without a name."""

    kind: str
    """``lake`` or ``river``."""
    size: float
    """Square kilometres of a lake, kilometres of a river's stretch."""
    geometry: Any


@dataclass(frozen=True, slots=True)
class Town:
    """A populated place, for a map's context."""

    name: str
    lat: float
    lon: float
    population: int
    code: str
    """GeoNames's feature code: ``PPLC`` for a capital, else ``PPL``."""
    country: str = ""
    """ISO 3166-1 alpha-2 code."""


@lru_cache(maxsize=4)
def open_outlines(path: Path | None = None) -> Outlines:
    """The outlines that ship, or those of another file; opened once a process.

    Raises DataError if the file is missing, damaged or of another layout.
    """
    return Outlines(path or data_path("outlines.sqlite"))


class Outlines:
    """A read-only store of outlines; one object serves all threads."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._local = threading.local()
        self._lock = threading.Lock()
        self._decoded: OrderedDict[int, Any] = OrderedDict()
        self._lines: dict[int, list[Any]] = {}
        try:
            row = self._rows("SELECT value FROM meta WHERE key = 'schema'")
        except sqlite3.DatabaseError as error:
            raise DataError(f"{path.name} is damaged ({error}); install geo again") from error
        if not row or row[0][0] != str(SCHEMA):
            raise DataError(f"{path.name} is of another version of geo; install geo again")

    def has(self, key: str) -> bool:
        """Whether the place has an outline."""
        return bool(self._rows("SELECT 1 FROM shapes WHERE key = ?", (key,)))

    def get(self, key: str, detail: str = "coarse") -> Any:
        """The place's geometry, or None if it has no outline."""
        shape = self.shape(key, detail)
        return None if shape is None else shape.geometry

    def shape(self, key: str, detail: str = "coarse") -> Shape | None:
        """The place's outline with its name, kind, label point and quality, or None."""
        shapes = self._shapes("key = ?", (key,), detail)
        return shapes[0] if shapes else None

    def bbox(self, key: str) -> BBox | None:
        """The box round the place's fine outline, without decoding it."""
        rows = self._rows("SELECT west, south, east, north FROM shapes WHERE key = ?", (key,))
        return BBox(*(edge / STEPS for edge in rows[0])) if rows else None

    def label_point(self, key: str) -> tuple[float, float] | None:
        """(lat, lon): the centroid of the largest part, moved inside; for seas the innermost point."""
        rows = self._rows("SELECT lat, lon FROM shapes WHERE key = ?", (key,))
        return (rows[0][0] / STEPS, rows[0][1] / STEPS) if rows else None

    def quality(self, key: str) -> str | None:
        """How good the outline is: one of :data:`geo.types.QUALITIES`; None without an outline."""
        rows = self._rows("SELECT quality FROM shapes WHERE key = ?", (key,))
        return rows[0][0] if rows else None

    def keys(self, kind: str | None = None) -> list[str]:
        """The ids of all places with an outline, or of those of one kind, in order."""
        where, values = ("WHERE kind = ?", (kind,)) if kind else ("", ())
        return [row[0] for row in self._rows(f"SELECT key FROM shapes {where} ORDER BY key", values)]

    def contains(self, key: str, lat: float, lon: float) -> bool:
        """Whether the point lies in the place's fine outline, its edge included.

        False for a place without an outline.
        """
        import shapely

        box = self.bbox(key)
        if box is None or not box.contains(lat, lon):
            return False
        return bool(shapely.intersects_xy(self.get(key, "fine"), wrap(lon), lat))

    def countries(self, bbox: BBox | None = None, detail: str = "coarse") -> list[Shape]:
        """The countries and territories whose box meets ``bbox``, all of them without one."""
        return self._kind("country", bbox, detail)

    def shores(self, bbox: BBox) -> list[Shape]:
        """The countries whose box meets ``bbox``, with the finest shores that there are (1:10m, about twice
        the points of ``fine``) and only those polygons whose box meets it too. For drawing; what lies in
        what is asked of the other levels."""
        from geo.gazetteer.outlines_codec import arc_refs, rings_of_arcs

        where, values = _meets(bbox)
        rows = self._rows(
            "SELECT key, name, kind, country, rank, quality, geometries.id, data FROM shapes JOIN geometries "
            f"ON geometries.id = COALESCE(shore, fine) WHERE {OF_KIND} AND {where} ORDER BY shapes.id",
            ("country", "country", *values),
        )
        made = []
        for key, name, kind, country, rank, quality, stored, data in rows:
            if refs := arc_refs(data):
                arcs = self._arcs(refs[0])
                near = [rings for rings in refs[1] if _ring_meets([arcs[max(n, ~n)] for n in rings[0]], bbox)]
                geometry = rings_of_arcs(arcs, near)
            else:
                geometry = self._geometry(stored, data)
            if not geometry.is_empty:
                made.append(Shape(key, name, kind, country, geometry, rank, None, quality))
        return made

    def divisions(self, bbox: BBox, detail: str = "coarse") -> list[Shape]:
        """The first-order divisions whose box meets ``bbox``."""
        return self._kind("division", bbox, detail)

    def seas(self, bbox: BBox | None = None, detail: str = "coarse") -> list[Shape]:
        """The seas, gulfs, straits and bays whose box meets ``bbox``, with their label points."""
        return self._kind("sea", bbox, detail)

    def disputed(self, bbox: BBox | None = None) -> list[Shape]:
        """The disputed border lines whose box meets ``bbox``."""
        return self._kind("disputed", bbox, "fine")

    def lakes(self, bbox: BBox | None = None, detail: str = "coarse") -> list[Shape]:
        """The lakes of our own tables whose box meets ``bbox``, with their names; :meth:`waters` has all."""
        return self._kind("lake", bbox, detail)

    def counties(self, bbox: BBox) -> list[Shape]:
        """The counties (of the United States) whose box meets ``bbox``; one level of detail."""
        return self._kind("county", bbox, "fine")

    def waters(self, kind: str, bbox: BBox | None = None, least: float = 0.0) -> list[Water]:
        """The lakes (``lake``) or rivers (``river``) of the base map whose box meets ``bbox`` and that are
        no smaller than ``least`` (:attr:`Water.size`), the largest first; of about 1:50m.

        Land and countries hold the lakes, so these go on top.
        """
        where, values = _meets(bbox)
        rows = self._rows(
            "SELECT kind, size, geometries.id, data FROM waters JOIN geometries ON geometries.id = geometry "
            f"WHERE kind = ? AND size >= ? AND {where} ORDER BY size DESC, waters.id",
            (kind, least, *values),
        )
        return [Water(kind, size, self._geometry(stored, data)) for kind, size, stored, data in rows]

    def regions(self, bbox: BBox | None = None, detail: str = "coarse") -> list[Shape]:
        """The regions of our own tables whose box meets ``bbox``."""
        return self._kind("region", bbox, detail)

    def land(self, bbox: BBox | None = None, detail: str = "coarse") -> Any:
        """The land, clipped to ``bbox`` if one is given: a Polygon, MultiPolygon or empty.

        Coarse land is stored; the other levels are united from the countries, which takes a second
        for the whole world and milliseconds for a part of it.
        """
        import shapely

        if detail == "coarse":
            where, values = _meets(bbox)
            rows = self._rows(f"SELECT id, data FROM land WHERE {where} ORDER BY id", values)
            parts = [self._geometry(-row[0], row[1]) for row in rows]
        else:
            parts = [shape.geometry for shape in self.countries(bbox, detail)]
        if bbox is not None:
            parts = [clip(part, bbox) for part in parts]
        polygons = [p for part in parts for p in shapely.get_parts(part).tolist() if p.geom_type == "Polygon"]
        if not polygons:
            return shapely.GeometryCollection()
        if detail == "coarse":
            return polygons[0] if len(polygons) == 1 else shapely.multipolygons(polygons)
        return union(polygons)

    def towns(self, bbox: BBox | None = None, limit: int = 50) -> list[Town]:
        """The towns in ``bbox``, the largest first, at most ``limit``."""
        where, values = "1", list[Any]()
        if bbox is not None:
            lon = "(lon >= ? OR lon <= ?)" if bbox.crosses_antimeridian else "lon BETWEEN ? AND ?"
            edges = (bbox.south, bbox.north, bbox.west, bbox.east)
            where, values = f"lat BETWEEN ? AND ? AND {lon}", [round(edge * STEPS) for edge in edges]
        rows = self._rows(
            f"SELECT name, lat, lon, population, capital, country FROM towns WHERE {where} "
            "ORDER BY id LIMIT ?",
            (*values, limit),
        )
        return [
            Town(name, lat / STEPS, lon / STEPS, people, "PPLC" if capital else "PPL", country)
            for name, lat, lon, people, capital, country in rows
        ]

    @property
    def version(self) -> str:
        """What the file was made from, in one line."""
        return str(self._rows("SELECT value FROM meta WHERE key = 'version'")[0][0])

    def close(self) -> None:
        """Close this thread's connection; the next question opens it anew."""
        store = getattr(self._local, "store", None)
        if store is not None:
            store.close()
            self._local.store = None

    def _kind(self, kind: str, bbox: BBox | None, detail: str) -> list[Shape]:
        where, values = _meets(bbox)
        return self._shapes(f"{OF_KIND} AND {where}", (kind, kind, *values), detail)

    def _shapes(self, where: str, values: Sequence[Any], detail: str) -> list[Shape]:
        level = DETAILS[DETAILS.index(detail)]
        rows = self._rows(
            "SELECT key, name, kind, country, rank, lat, lon, quality, geometries.id, data FROM shapes "
            f"JOIN geometries ON geometries.id = {level} WHERE {where} ORDER BY shapes.id",
            values,
        )
        made = []
        for key, name, kind, country, rank, lat, lon, quality, stored, data in rows:
            label = (lat / STEPS, lon / STEPS)
            made.append(Shape(key, name, kind, country, self._geometry(stored, data), rank, label, quality))
        return made

    def _geometry(self, stored: int, data: bytes) -> Any:
        """The geometry of a row, from memory if it was decoded before."""
        from geo.gazetteer.outlines_codec import arc_refs, decode, rings_of_arcs, union_ids

        with self._lock:
            if stored in self._decoded:
                self._decoded.move_to_end(stored)
                return self._decoded[stored]
        if members := union_ids(data):
            marks = ",".join("?" * len(members))
            rows = self._rows(f"SELECT id, data FROM geometries WHERE id IN ({marks}) ORDER BY id", members)
            geometry = union([self._geometry(*row) for row in rows])
        elif refs := arc_refs(data):
            geometry = rings_of_arcs(self._arcs(refs[0]), refs[1])
        else:
            geometry = decode(data)
        with self._lock:
            self._decoded[stored] = geometry
            if len(self._decoded) > KEPT:
                self._decoded.popitem(last=False)
        return geometry

    def _arcs(self, stored: int) -> list[Any]:
        """The lines of a record, kept as long as this object: a page asks for dozens of counties."""
        from geo.gazetteer.outlines_codec import decode_lines

        if stored not in self._lines:
            rows = self._rows("SELECT data FROM geometries WHERE id = ?", (stored,))
            self._lines[stored] = decode_lines(rows[0][0])
        return self._lines[stored]

    def _rows(self, query: str, values: Sequence[Any] = ()) -> list[Any]:
        store = getattr(self._local, "store", None)
        if store is None:
            uri = f"{self._path.resolve().as_uri()}?mode=ro&immutable=1"
            store = self._local.store = sqlite3.connect(uri, uri=True)
        return list(store.execute(query, tuple(values)))


def _ring_meets(lines: Sequence[Any], bbox: BBox) -> bool:
    """Whether the box round a ring's lines ((n, 2) arrays) meets ``bbox``."""
    lows, highs = [line.min(axis=0) for line in lines], [line.max(axis=0) for line in lines]
    west, south = (float(min(low[n] for low in lows)) for n in (0, 1))
    east, north = (float(max(high[n] for high in highs)) for n in (0, 1))
    return boxes_meet(BBox(west, south, east, north), bbox)


def _meets(bbox: BBox | None) -> tuple[str, list[float]]:
    """The condition that a row's box meets ``bbox``, and its values."""
    if bbox is None:
        return "1", []
    plain = "(west <= ? AND east >= ?)"
    over = "(west > east AND (west <= ? OR east >= ?))"
    spans = [(bbox.west, bbox.east)]
    if bbox.crosses_antimeridian:
        spans = [(bbox.west, 180.0), (-180.0, bbox.east)]
    tests = " OR ".join(f"{plain} OR {over}" for _ in spans)
    values = [value for west, east in spans for value in (east, west, east, west)]
    edges = [edge * STEPS for edge in (bbox.south, bbox.north, *values)]
    return f"north >= ? AND south <= ? AND ({tests})", edges
