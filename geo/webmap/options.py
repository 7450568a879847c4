"""What a caller may ask of a page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from geo.errors import InputError
from geo.types import MENTION_KINDS

UNITS = ("km", "mi")


@dataclass(frozen=True, slots=True, kw_only=True)
class PageOptions:
    """The options of :func:`geo.webmap.draw_map` and :func:`geo.webmap.render`."""

    title: str = ""
    """Headline of the page; empty takes the document's title."""
    credit: str = ""
    """Who made the map, in small type beside the sources of the data."""
    date: str = ""
    """Date of publication as it is to be shown; empty takes the document's."""
    units: str = "km"
    """Of the scale bar and of distances: ``km`` or ``mi``."""
    text: bool = True
    """False leaves the article out and keeps only the sentences quoted as evidence."""
    embed: bool = False
    """A map alone, fit for an iframe in another page."""
    min_score: float = 0.0
    """Places under this score are listed as not placed."""
    kinds: tuple[str, ...] | None = None
    """The kinds of mention to draw (:data:`geo.types.MENTION_KINDS`); None draws all."""
    countries: tuple[str, ...] | None = None
    """ISO 3166-1 alpha-2 codes of the countries to draw; None draws all."""
    inset: bool | None = None
    """The locator globe; None draws it where the view is small."""
    tiles: str | None = None
    """Name of an xyzservices provider. The reader's browser then asks that provider for pictures of
    exactly the places that the article names. None draws geo's own base map and loads nothing."""


def page_options(**options: Any) -> PageOptions:
    """The options, checked.

    Raises InputError for an unknown option or a value that cannot be used.
    """
    unknown = sorted(set(options) - set(PageOptions.__dataclass_fields__))
    if unknown:
        known = ", ".join(PageOptions.__dataclass_fields__)
        raise InputError(f"unknown option of the page: {', '.join(unknown)}; there are {known}")
    for name in ("kinds", "countries"):
        value = options.get(name)
        if value is not None:
            options[name] = (value,) if isinstance(value, str) else tuple(value)
    asked = PageOptions(**options)
    if asked.units not in UNITS:
        raise InputError(f"units are km or mi, not {asked.units!r}")
    if not 0.0 <= asked.min_score <= 1.0:
        raise InputError(f"min_score lies between 0 and 1, not at {asked.min_score}")
    wrong = [kind for kind in asked.kinds or () if kind not in MENTION_KINDS]
    if wrong:
        raise InputError(f"no such kind of mention: {', '.join(wrong)}; there are {', '.join(MENTION_KINDS)}")
    return asked
