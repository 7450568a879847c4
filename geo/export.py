"""A document as data: GeoJSON for maps, JSON lines for pipes and evaluation, CSV for tables.

Numbers are rounded to what they can mean (coordinates to five decimals, about a metre; scores to
four), so that the same document gives the same bytes everywhere.
"""

from __future__ import annotations

import csv
import io
import json
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from geo.types import Document, Place, Toponym

if TYPE_CHECKING:
    from geo.gazetteer.outlines import Outlines

ATTRIBUTION = (
    "Place names: GeoNames (geonames.org), CC BY 4.0. "
    "Outlines: Natural Earth and US Census Bureau, public domain."
)

_DEGREES = 5
_SCORE = 4


def to_record(document: Document) -> dict[str, Any]:
    """The document as the evaluation's schema has it, one entry a mention, all JSON values.

    ``geonameid`` is an integer or null; ``lat`` and ``lon`` are null where nothing was placed.
    """
    return {
        "id": document.id,
        "toponyms": [_toponym_record(toponym) for toponym in document.toponyms],
        **({"relatives": [_relative_record(r) for r in document.relatives]} if document.relatives else {}),
        **({"focus": _focus(document)} if document.focus else {}),
        "meta": dict(document.meta),
    }


def to_json(document: Document) -> str:
    """One document as indented JSON, its text included."""
    record = {
        "title": document.title,
        "date": document.date,
        "source": document.source,
        "text": document.text,
    }
    return _dumps({**to_record(document), **{k: v for k, v in record.items() if v}}, indent=1) + "\n"


def to_jsonl(documents: Iterable[Document]) -> str:
    """One line a document, in their order."""
    return "".join(_dumps(to_record(document)) + "\n" for document in documents)


def to_geojson(document: Document) -> dict[str, Any]:
    """The document's places as an RFC 7946 feature collection.

    One feature a place with all its mentions; an area's geometry is its outline, with the label
    point in the properties. A name that was not placed is a feature with null geometry.
    """
    groups: dict[str, list[Toponym]] = {}
    for toponym in document.toponyms:
        key = toponym.place.id if toponym.place else f"\0{toponym.mention.text.casefold()}"
        groups.setdefault(key, []).append(toponym)
    features = [_feature(toponyms) for toponyms in groups.values()]
    return {
        "type": "FeatureCollection",
        "features": features,
        "title": document.title,
        "attribution": ATTRIBUTION,
        "focus": _focus(document),
        "relatives": [_relative_record(relative) for relative in document.relatives],
        "meta": dict(document.meta),
    }


def to_geojson_text(document: Document) -> str:
    """:func:`to_geojson` as text, one feature a line."""
    collection = to_geojson(document)
    features = collection.pop("features")
    head = _dumps(collection)[:-1]
    lines = ",\n".join(_dumps(feature) for feature in features)
    return f'{head}, "features": [\n{lines}\n]}}\n'


CSV_COLUMNS = (
    "document", "start", "end", "text", "kind", "name", "admin", "country", "feature_code",
    "lat", "lon", "geonameid", "place", "score", "note",
)  # fmt: skip


def to_csv(documents: Iterable[Document], *, header: bool = True) -> str:
    """One row a mention under :data:`CSV_COLUMNS`; RFC 4180, safe to open in a spreadsheet."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    if header:
        writer.writerow(CSV_COLUMNS)
    for document in documents:
        for toponym in document.toponyms:
            entry = _toponym_record(toponym)
            place = toponym.place
            entry["document"] = document.id
            entry["admin"] = ", ".join(reversed(place.admin)) if place else ""
            writer.writerow([_cell(entry.get(column)) for column in CSV_COLUMNS])
    return stream.getvalue()


def to_table(document: Document) -> str:
    """The document's places as a table for a terminal, one line a place, in the order of the text."""
    groups: dict[tuple[str, str], list[Toponym]] = {}
    for toponym in document.toponyms:
        key = toponym.place.id if toponym.place else toponym.mention.text.casefold()
        groups.setdefault((key, toponym.mention.kind), []).append(toponym)
    rows = [("place", "where", "kind", "as written", "times", "lat", "lon", "score")]
    for (_, kind), toponyms in groups.items():
        best = max(toponyms, key=lambda toponym: toponym.score)
        place = best.place
        spellings = list(dict.fromkeys(" ".join(t.mention.text.split()) for t in toponyms))
        rows.append(
            (
                place.name if place else "(not placed)",
                ", ".join([*place.holders, place.country]).strip(", ") if place else "",
                kind,
                " / ".join(spellings[:3]),
                str(len(toponyms)),
                f"{place.footprint.lat:.4f}" if place else "",
                f"{place.footprint.lon:.4f}" if place else "",
                f"{best.score:.2f}" if place else "",
            )
        )
    if len(rows) == 1:
        return "no places found\n"
    cells = [[_fitted(cell) for cell in row] for row in rows]
    widths = [max(map(_columns, column)) for column in zip(*cells, strict=True)]
    return "".join(
        "  ".join(
            " " * (w - _columns(c)) + c if i >= _FIRST_NUMBER else c + " " * (w - _columns(c))
            for i, (c, w) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        + "\n"
        for row in cells
    )


def to_explanation(document: Document) -> str:
    """Every mention with all its candidates, their scores and reasons, for ``geo parse --explain``."""
    lines = []
    for toponym in document.toponyms:
        mention = toponym.mention
        lines.append(
            f"{printable(mention.text)!r} at {mention.start}-{mention.end}, {mention.kind}, "
            f"mention {mention.score:.2f}: {printable(toponym.note) or 'no note'}"
        )
        for number, candidate in enumerate(toponym.candidates, 1):
            place = candidate.place
            chosen = "*" if toponym.place is not None and place.id == toponym.place.id else " "
            where = ", ".join([place.name, *place.holders, place.country]).rstrip(", ")
            lines.append(
                f" {chosen}{number:3d} {candidate.score:.4f}  {where}  [{place.feature_code}, {place.id}, "
                f"{candidate.match} {printable(candidate.matched_name)!r}]"
            )
            lines.extend(f"        - {printable(reason)}" for reason in candidate.reasons)
    return "\n".join(lines) + "\n" if lines else "no places found\n"


_FIRST_NUMBER = 4  # the table's columns from "times" on are numbers, set flush right
_WIDEST = 44  # code points of a cell, so that a table stays within a terminal


def _fitted(cell: str) -> str:
    visible = printable(cell)
    return visible if len(visible) <= _WIDEST else visible[: _WIDEST - 1] + "…"


def _columns(text: str) -> int:
    """How many columns a terminal gives a text: wide letters two, combining marks none."""
    return sum(
        0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text
    )


def printable(text: str) -> str:
    """A text that cannot steer a terminal: control, direction and unassigned characters replaced."""
    return "".join(c if c.isprintable() else "\ufffd" for c in text)


def _cell(value: Any) -> Any:
    # A spreadsheet runs a cell that begins like a formula: a leading apostrophe makes it text.
    if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r"):
        return "'" + value
    return value


def _toponym_record(toponym: Toponym) -> dict[str, Any]:
    mention, place = toponym.mention, toponym.place
    record: dict[str, Any] = {
        "start": mention.start,
        "end": mention.end,
        "text": mention.text,
        "kind": mention.kind,
        "lat": None,
        "lon": None,
        "geonameid": None,
        "score": round(toponym.score, _SCORE),
    }
    if place is not None:
        record.update(
            lat=round(place.footprint.lat, _DEGREES),
            lon=round(place.footprint.lon, _DEGREES),
            geonameid=place.geonameid,
            place=place.id,
            name=place.name,
            country=place.country,
            feature_code=place.feature_code,
        )
        if place.footprint.radius_km:
            record["radius_km"] = round(place.footprint.radius_km, 1)
    if toponym.note:
        record["note"] = toponym.note
    return record


def _feature(toponyms: list[Toponym]) -> dict[str, Any]:
    place = toponyms[0].place
    best = max(toponyms, key=lambda toponym: toponym.score)
    properties: dict[str, Any] = {
        "name": place.name if place else toponyms[0].mention.text,
        "score": round(best.score, _SCORE),
        "note": best.note,
        "mentions": [
            {
                "start": t.mention.start,
                "end": t.mention.end,
                "text": t.mention.text,
                "kind": t.mention.kind,
                "score": round(t.score, _SCORE),
            }
            for t in toponyms
        ],
        "alternatives": [
            {"id": c.place.id, "name": c.place.name, "admin": list(c.place.admin),
             "country": c.place.country, "score": round(c.score, _SCORE), "reasons": list(c.reasons)}
            for c in best.candidates
            if place is None or c.place.id != place.id
        ][:5],
    }  # fmt: skip
    if place is None:
        return {"type": "Feature", "geometry": None, "properties": properties}
    footprint = place.footprint
    lat, lon = round(footprint.lat, _DEGREES), round(footprint.lon, _DEGREES)
    properties.update(
        geonameid=place.geonameid,
        feature_class=place.feature_class,
        feature_code=place.feature_code,
        country=place.country,
        admin=list(place.admin),
        population=place.population,
        label_point=[lon, lat],
        radius_km=round(footprint.radius_km, 1),
        quality=footprint.quality,
    )
    shape = _geometry(place)
    feature = {"type": "Feature", "id": place.id, "geometry": shape, "properties": properties}
    if shape is None:
        feature["geometry"] = {"type": "Point", "coordinates": [lon, lat]}
    return feature


def _geometry(place: Place) -> dict[str, Any] | None:
    """The outline as GeoJSON, exterior rings counter-clockwise as RFC 7946 asks; None for a point."""
    if place.footprint.outline is None:
        return None
    from shapely import get_coordinates, is_empty, set_coordinates
    from shapely.geometry import mapping
    from shapely.geometry.polygon import orient

    geometry = _outlines().get(place.footprint.outline, detail="coarse")
    if geometry is None or is_empty(geometry):
        return None
    parts = [part for part in getattr(geometry, "geoms", [geometry]) if not is_empty(part)]
    parts = [orient(part) if part.geom_type == "Polygon" else part for part in parts]
    rounded = [mapping(set_coordinates(part, get_coordinates(part).round(3))) for part in parts]
    if len(rounded) == 1:
        return dict(rounded[0])
    kinds = {shape["type"] for shape in rounded}
    if len(kinds) > 1:
        return {"type": "GeometryCollection", "geometries": rounded}
    return {"type": f"Multi{kinds.pop()}", "coordinates": [shape["coordinates"] for shape in rounded]}


@lru_cache(maxsize=1)
def _outlines() -> Outlines:
    from geo.gazetteer.outlines import open_outlines

    return open_outlines()


def _relative_record(relative: Any) -> dict[str, Any]:
    return {
        "start": relative.start,
        "end": relative.end,
        "text": relative.text,
        "relation": relative.relation,
        "anchors": list(relative.anchors),
        "lat": round(relative.footprint.lat, _DEGREES),
        "lon": round(relative.footprint.lon, _DEGREES),
        "radius_km": round(relative.footprint.radius_km, 1),
        "line": [[round(lon, _DEGREES), round(lat, _DEGREES)] for lon, lat in relative.geometry],
        "note": relative.note,
    }


def _focus(document: Document) -> list[dict[str, Any]]:
    return [
        {"level": f.level, "place": f.place.id, "name": f.place.name, "share": round(f.share, _SCORE),
         "evidence": f.evidence}
        for f in document.focus
    ]  # fmt: skip


def _dumps(value: Any, *, indent: int | None = None) -> str:
    text = json.dumps(value, ensure_ascii=False, indent=indent, allow_nan=False)
    if any("\ud800" <= char <= "\udfff" for char in text):  # lone surrogates have no UTF-8
        text = json.dumps(value, ensure_ascii=True, indent=indent, allow_nan=False)
    return text
