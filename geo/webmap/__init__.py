"""A document as one HTML page, built on folium.

:func:`draw_map` gives the :class:`folium.Map`, for notebooks and for layers of one's own; :func:`render`
gives the finished, self-contained file, which loads nothing from a network and comes out the same, byte for
byte, for the same document and options.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from geo.errors import InputError
from geo.types import Document

if TYPE_CHECKING:
    import folium

__all__ = ["draw_map", "render"]


def draw_map(document: Document, **options: Any) -> folium.Map:
    """The document's places as a folium map with the page around it.

    Options are those of :class:`geo.webmap.options.PageOptions`, by name. Text in layers that you add to the
    map yourself must go through :func:`geo.webmap.escape.escape`: folium escapes nothing. Raises InputError
    for an option that cannot be used.
    """
    from geo.gazetteer.outlines import open_outlines
    from geo.webmap.build import page_data
    from geo.webmap.options import page_options
    from geo.webmap.page import PageFigure, PlaceMap, Story
    from geo.webmap.tiles import tiles_of

    asked = page_options(**options)
    tiles = tiles_of(asked.tiles) if asked.tiles else None
    data, view = page_data(document, asked, open_outlines())
    if tiles is not None and view.pole:
        raise InputError("tiles are in Mercator, which cannot show the pole that this text is about")
    data["tiles"] = tiles.credit if tiles else ""
    figure = PageFigure(title=data["title"], embed=asked.embed)
    points = sum("shape" not in place for place in data["places"])
    map_ = PlaceMap(centre=view.centre, pole=view.pole, figure=figure, cluster=points > CLUSTER_FROM)
    if tiles is not None:
        from folium import TileLayer

        layer = TileLayer(tiles.provider, control=False)
        layer._id = "tiles"
        map_.add_child(layer, name="tiles")
    map_.add_child(Story(data), name="story")
    return map_


def render(document: Document, **options: Any) -> str:
    """The document's page as one self-contained HTML file; see :func:`draw_map` for options and errors.

    Raises DataError if the page would load anything from a network.
    """
    from geo.webmap.page import finished
    from geo.webmap.tiles import tiles_of

    origin = tiles_of(options["tiles"]).origin if options.get("tiles") else ""
    return finished(draw_map(document, **options), pictures=origin)


CLUSTER_FROM = 500
"""Marks from which on they are gathered into clusters: as in assets/places.js."""
