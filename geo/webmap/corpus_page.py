"""The page of many documents, put together on folium as an article's page is."""

from __future__ import annotations

from typing import Any

from geo.webmap.assets import PAGE_SCRIPTS, own
from geo.webmap.escape import json_blob
from geo.webmap.page import PageFigure, PlaceMap, Story, Verbatim, finished
from geo.webmap.view import View

SCRIPTS = (
    # What an article's page draws its map with, and nothing of what stands beside the map there.
    *PAGE_SCRIPTS[: PAGE_SCRIPTS.index("article.js")],
    "gather.js",
    "marks.js",
    "tints.js",
    "rows.js",
    "corpus_list.js",
    "corpus.js",
)
"""In the order in which they build on each other."""


class CorpusStory(Story):
    """The places of a corpus and everything around the map."""

    def __init__(self, data: dict[str, Any], packed: str) -> None:
        super().__init__(data)
        self.packed = packed

    def render(self, **kwargs: Any) -> str:
        figure: Any = self.get_root()
        styles = f"{own('page.css')}\n{own('corpus.css')}"
        scripts = "\n".join(own(name) for name in SCRIPTS)
        head = f"<style>\n{styles}\n</style>\n<script>\n{scripts}\n</script>"
        figure.header.add_child(Verbatim(head, name="page"), name="page")
        blobs = (
            f'<script type="application/json" id="geo-data">{json_blob(self.data)}</script>\n'
            f'<script type="application/octet-stream" id="geo-places">{self.packed}</script>'
        )
        figure.html.add_child(Verbatim(f"{own('corpus.html')}\n{blobs}", name="story"), name="story")
        map_: Any = self._parent
        figure.script.add_child(
            Verbatim(f"GeoPage.openCorpus({map_.get_name()});", name="start"), name="start"
        )
        return ""


def corpus_page(data: dict[str, Any], packed: str, *, view: View, embed: bool) -> str:
    """The finished HTML: ``data`` as JSON, ``packed`` as the compressed GeoJSON in base64."""
    figure = PageFigure(title=data["title"], embed=embed)
    map_ = PlaceMap(centre=view.centre, pole=view.pole, figure=figure, cluster=False)
    map_.add_child(CorpusStory(data, packed), name="story")
    return finished(map_)
