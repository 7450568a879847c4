"""Text in, trustworthy map out: place names found, resolved and drawn, offline.

    >>> import geo
    >>> document = geo.parse("Flights from Caracas to Bogotá resumed.")
    >>> [toponym.place.name for toponym in document.toponyms]
    ['Caracas', 'Bogotá']

Nothing heavy is imported until it is used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

_HOMES = {
    "parse": "geo.pipeline",
    "Geoparser": "geo.pipeline",
    "open_gazetteer": "geo.gazetteer",
    "read": "geo.reading",
    "draw_map": "geo.webmap",
    "evaluate": "geo.evaluation",
    "BBox": "geo.types",
    "Candidate": "geo.types",
    "Document": "geo.types",
    "Footprint": "geo.types",
    "Mention": "geo.types",
    "Place": "geo.types",
    "Toponym": "geo.types",
    "GeoError": "geo.errors",
}

__all__ = [
    "BBox",
    "Candidate",
    "Document",
    "Footprint",
    "GeoError",
    "Geoparser",
    "Mention",
    "Place",
    "Toponym",
    "__version__",
    "draw_map",
    "evaluate",
    "open_gazetteer",
    "parse",
    "read",
]

if TYPE_CHECKING:
    from geo.errors import GeoError as GeoError
    from geo.evaluation import evaluate as evaluate
    from geo.gazetteer import open_gazetteer as open_gazetteer
    from geo.pipeline import Geoparser as Geoparser
    from geo.pipeline import parse as parse
    from geo.reading import read as read
    from geo.types import BBox as BBox
    from geo.types import Candidate as Candidate
    from geo.types import Document as Document
    from geo.types import Footprint as Footprint
    from geo.types import Mention as Mention
    from geo.types import Place as Place
    from geo.types import Toponym as Toponym
    from geo.webmap import draw_map as draw_map


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'geo' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return __all__
