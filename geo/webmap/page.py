"""The page as a folium map: our figure, our map class and two branca elements, and the finished file.

Text of the article never passes through a Jinja template: branca renders what a macro returned as a template
once more, so ``{{ 7 * 7 }}`` in a text would be evaluated. :class:`Verbatim` hands text through untouched.
"""

from __future__ import annotations

import base64
import hashlib
import re
from html.parser import HTMLParser
from typing import Any

import folium
from branca.element import Element, Figure, MacroElement
from folium.template import Template

from geo.errors import DataError
from geo.webmap.assets import library, marker_icons, own, page_script
from geo.webmap.escape import escape, json_blob

CSP_PLACE = "<!--content-security-policy-->"

MAX_ZOOM = 14
"""Past this the base map has nothing more to show (marker clusters need a limit without tiles)."""


class Verbatim(Element):
    """Text that reaches the page as it is."""

    def __init__(self, code: str, *, name: str) -> None:
        super().__init__()
        self._name = name
        self._id = "geo"
        self.code = code

    def render(self, **kwargs: Any) -> str:
        return self.code


class PageFigure(Figure):
    """The whole HTML file, with a language, one title and the place for its security policy."""

    _template = Template(own("figure.html"))

    def __init__(self, *, title: str, embed: bool) -> None:
        super().__init__(height="640px")
        self.body_class = "geo embed" if embed else "geo"
        self._id = "geo"
        self.page_title = escape(title)
        self.header._children.clear()
        self.header.add_child(Verbatim(CSP_PLACE, name="csp"), name="csp")


class PlaceMap(folium.Map):
    """A folium map that loads nothing from a network: its libraries are inlined.

    jQuery is left out unless somebody adds layers of their own, for folium's popups need it.
    """

    _template = Template(own("map.html"))
    default_js: list[tuple[str, str]] = []  # noqa: RUF012  as folium declares them
    default_css: list[tuple[str, str]] = []  # noqa: RUF012

    def __init__(self, *, centre: tuple[float, float], pole: str, figure: PageFigure, cluster: bool) -> None:
        super().__init__(
            location=list(centre),
            zoom_start=3,
            tiles=None,
            zoom_control=False,
            maxZoom=MAX_ZOOM,  # max_zoom would only reach a layer of tiles
            minZoom=0,  # a phone shows the Earth at less than 1
            zoom_snap=0.25,
            zoom_delta=1,
            wheel_px_per_zoom_level=90,
            world_copy_jump=False,
        )
        self._id = "geo"
        self.cluster = cluster
        sign = {"north": 1, "south": -1}.get(pole)
        # Drawn around a pole, the map's middle meridian is the view's.
        self.crs_script = (
            f"GeoPage.projection.crs(L, {sign}, {centre[1]!r})" if sign is not None else "L.CRS.EPSG3857"
        )
        figure.add_child(self)

    def render(self, **kwargs: Any) -> str:
        figure: Any = self.get_root()
        own_layers = [c for c in self._children.values() if not isinstance(c, Story | folium.TileLayer)]
        styles = [library("leaflet.css")]
        scripts = [library("leaflet.js")]
        if own_layers:
            scripts = [library("jquery.js"), *scripts, marker_icons()]
        if self.cluster:
            styles.append(library("cluster.css"))
            scripts.append(library("cluster.js"))
        code = [f"<style>\n{text}\n</style>" for text in styles]
        code += [f"<script>\n{text}\n</script>" for text in scripts]
        figure.header.add_child(Verbatim("\n".join(code), name="libraries"), name="libraries")
        folium.Map.render(self, **kwargs)  # type: ignore[no-untyped-call]
        return ""


class Story(MacroElement):
    """The places, the article and everything around the map."""

    def __init__(self, data: dict[str, Any]) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "Story"
        self._id = "geo"
        self.data = data

    def render(self, **kwargs: Any) -> str:
        figure: Any = self.get_root()
        head = f"<style>\n{own('page.css')}\n</style>\n<script>\n{page_script()}\n</script>"
        figure.header.add_child(Verbatim(head, name="page"), name="page")
        body = own("shell.html")
        blob = f'<script type="application/json" id="geo-data">{json_blob(self.data)}</script>'
        figure.html.add_child(Verbatim(f"{body}\n{blob}", name="story"), name="story")
        map_: Any = self._parent
        figure.script.add_child(Verbatim(f"GeoPage.open({map_.get_name()});", name="start"), name="start")
        return ""


def finished(map_: folium.Map, *, pictures: str = "") -> str:
    """The map as one HTML file under a policy that forbids everything from outside.

    ``pictures`` is the origin of map tiles, where they were asked for. Raises DataError if the page would
    load anything else from a network.
    """
    html = map_.get_root().render()
    loads = _network_loads(html)
    if loads:
        raise DataError(f"the page would load {loads[0]} from a network; layers must be self-contained")
    return html.replace(CSP_PLACE, _policy(html, pictures), 1)


_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)


def _policy(html: str, pictures: str) -> str:
    hashes = []
    for code in _SCRIPT.findall(html):
        digest = base64.b64encode(hashlib.sha256(code.encode("utf-8")).digest()).decode("ascii")
        hashes.append(f"'sha256-{digest}'")
    policy = "; ".join(
        [
            "default-src 'none'",
            f"script-src {' '.join(hashes)}",
            "style-src 'unsafe-inline'",
            f"img-src data: {pictures}".strip(),
            "base-uri 'none'",
            "form-action 'none'",
        ]
    )
    return f'<meta http-equiv="Content-Security-Policy" content="{policy}">'


class _Loads(HTMLParser):
    """Collects every address that a browser would load by itself."""

    ATTRIBUTES = frozenset(
        ("src", "srcset", "poster", "data", "background", "action", "formaction", "manifest")
    )

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self.in_style = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.in_style = tag == "style"
        for name, value in attrs:
            address = (value or "").strip()
            loads = name in self.ATTRIBUTES or (name in ("href", "xlink:href") and tag not in ("a", "area"))
            if loads and not address.startswith(("data:", "#")):
                self.found.append(address or name)
            if name == "style":
                self._style(address)

    def handle_endtag(self, tag: str) -> None:
        if tag == "style":
            self.in_style = False

    def handle_data(self, data: str) -> None:
        if self.in_style:
            self._style(data)

    def _style(self, text: str) -> None:
        self.found += re.findall(r"@import[^;]*", text)
        for address in re.findall(r"url\(\s*['\"]?([^'\")]*)", text):
            if not address.startswith(("data:", "#")):
                self.found.append(address)


def _network_loads(html: str) -> list[str]:
    parser = _Loads()
    parser.feed(html)
    parser.close()
    return parser.found
