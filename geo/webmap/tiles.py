"""Map tiles from a provider on the network, for those who ask for them: never by default.

Whoever opens such a page tells the provider which places the article names, and when it was read.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from geo.errors import InputError


@dataclass(frozen=True, slots=True)
class Tiles:
    """A provider of tiles, ready for a page."""

    provider: Any
    """xyzservices's TileProvider."""
    origin: str
    """Where its pictures come from, for the page's security policy: ``https://server.arcgisonline.com``."""
    credit: str
    """Whom the page must name."""


def tiles_of(name: str) -> Tiles:
    """The provider of that name in xyzservices ("Esri.WorldGrayCanvas").

    Raises InputError for an unknown one, one that needs a key, one without https, and for OpenStreetMap's own
    servers, which refuse pages opened from a disk.
    """
    from xyzservices import providers

    try:
        provider = providers.query_name(name)
    except ValueError as error:
        raise InputError(f"no provider of tiles is called {name!r}; see xyzservices's list") from error
    if provider.requires_token():
        raise InputError(
            f"{provider.name} needs a key; choose a provider without, such as Esri.WorldGrayCanvas"
        )
    url = str(provider.build_url(scale_factor="")) if "{s}" not in str(provider.url) else str(provider.url)
    match = re.match(r"https://([^/]+)/", url)
    if match is None:
        raise InputError(f"{provider.name} has no secure address")
    host = match[1].replace("{s}", "*")
    if not re.fullmatch(r"(\*\.)?[a-z0-9.-]+", host):
        raise InputError(f"{provider.name} has an address that a page cannot be limited to: {host}")
    if host.endswith(("openstreetmap.org", "openstreetmap.de", "openstreetmap.fr")):
        raise InputError(
            "OpenStreetMap's own servers refuse pages opened from a disk; try Esri.WorldGrayCanvas"
        )
    return Tiles(provider=provider, origin=f"https://{host}", credit=str(provider.attribution))
