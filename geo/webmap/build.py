"""From a document to the page's data: model, view, base map and outlines put together."""

from __future__ import annotations

import hashlib
from typing import Any

from geo.types import Document
from geo.webmap.basemap import base_map
from geo.webmap.model import PageModel, PlacedPlace, ToldPlace, page_model
from geo.webmap.options import PageOptions
from geo.webmap.rows import page_json
from geo.webmap.shapes import bounds_interval, framed, main_part, place_geometry, shape_json, view_item
from geo.webmap.view import Item, View, fit, into_frame, middle_meridian
from geo.webmap.words import date_words
from geo.webmap.world import country_names

PAGE_TITLE_PLACES = 3
"""Places that a page without a title is named after."""


def page_data(document: Document, options: PageOptions, outlines: Any) -> tuple[dict[str, Any], View]:
    """Everything that the page's scripts read, as JSON values, and the opening view."""
    model = page_model(document, options)
    view, geometries = opening_view(model, outlines)
    base = base_map(view, outlines)
    names = country_names()
    data = page_json(model, lambda code: names.get(code, code))
    for row in data["places"]:
        row["countryName"] = names.get(row["country"], "")
        for at in (row["at"], *row.get("line", ())):
            at[1] = round(into_frame(at[1], base.centre), 5)
    for entry, row in zip(model.places, data["places"][: len(model.places)], strict=True):
        shape = shape_json(entry.place, geometries[entry.place.id], base=base, view=view)
        if shape is not None:
            row["shape"] = shape
    data.update(
        title=options.title or document.title or page_title(model),
        date=options.date or date_words(document.date),
        source=document.source,
        credit=options.credit,
        lang=str(document.meta.get("language", "")),
        correctable=not options.embed,
        fingerprint=hashlib.sha256(document.text.encode("utf-8", "surrogatepass")).hexdigest()[:16],
        units=options.units,
        inset=options.inset,
        view=[round(n, 4) for n in (view.west, view.south, view.east, view.north)],
        pole=view.pole,
        base=base.json,
        versions={k: v for k, v in sorted(document.meta.items()) if isinstance(v, str)},
    )
    return data, view


def opening_view(model: PageModel, outlines: Any) -> tuple[View, dict[str, Any]]:
    """The opening view, and each place's geometry as the store gives it (None for points)."""
    stored = {e.place.id: place_geometry(e.place, outlines) for e in model.places}
    intervals = []
    for entry in model.places:
        footprint = entry.place.footprint
        geometry = stored[entry.place.id]
        if geometry is not None and "Polygon" in geometry.geom_type:
            west, east = bounds_interval(geometry)
            if (east - west) % 360 < 120:
                intervals.append((west, east))
                continue
        intervals.append((footprint.lon, footprint.lon))
    intervals += [(t.relative.footprint.lon, t.relative.footprint.lon) for t in model.told]
    centre = middle_meridian(intervals)
    items = [_item(entry, stored[entry.place.id], centre) for entry in model.places]
    items += [_told_item(entry, centre) for entry in model.told]
    view = fit(items, centre)
    return view, stored


def _item(entry: PlacedPlace, geometry: Any, centre: float) -> Item:
    if geometry is not None and geometry.geom_type.endswith("LineString"):
        geometry = geometry.buffer(0.05)
    outline = framed(geometry, centre)
    return view_item(
        entry.place,
        main_part(outline) if outline is not None else None,
        centre=centre,
        weight=len(entry.toponyms),
        light=entry.light or entry.doubtful,
    )


def _told_item(entry: ToldPlace, centre: float) -> Item:
    """A told place asks for its middle only: its anchors, which lie beside it, set the view."""
    spot = entry.relative.footprint
    return Item(
        lat=spot.lat,
        lon=into_frame(spot.lon, centre),
        weight=len(entry.mentions),
        light=entry.doubtful or all(anchor.light for anchor in entry.anchors),
    )


def page_title(model: PageModel) -> str:
    """What a page without a title is called: after its places."""
    names = [entry.place.name for entry in model.places[:PAGE_TITLE_PLACES]]
    more = len(model.places) - len(names)
    if not names:
        return "A text without places"
    if more:
        return f"{', '.join(names)} and {more} more"
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
