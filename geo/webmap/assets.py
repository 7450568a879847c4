"""Scripts and style sheets as text to put into the page: ours, and those of installed packages.

No script of a third party is in this repository. Leaflet, jQuery and marker clustering are read from the
XStatic packages, whose versions are the ones that folium expects.
"""

from __future__ import annotations

import base64
import importlib.metadata
import json
import re
from functools import lru_cache
from pathlib import Path

from geo.errors import DataError

ASSETS = Path(__file__).resolve().parent / "assets"

PAGE_SCRIPTS = (
    "codec.js",
    "geometry.js",
    "labels.js",
    "text.js",
    "projection.js",
    "dom.js",
    "canvas.js",
    "sheet.js",
    "base.js",
    "areas.js",
    "pins.js",
    "names.js",
    "places.js",
    "article.js",
    "rows.js",
    "list.js",
    "panel.js",
    "legend.js",
    "locator.js",
    "time.js",
    "correct.js",
    "camera.js",
    "main.js",
)
"""In the order in which they build on each other."""

LIBRARIES = {
    "leaflet.js": ("XStatic-Leaflet", "leaflet/data/leaflet.js"),
    "leaflet.css": ("XStatic-Leaflet", "leaflet/data/leaflet.css"),
    "jquery.js": ("XStatic-jQuery", "jquery/data/jquery.min.js"),
    "cluster.js": ("XStatic-Leaflet-MarkerCluster", "leaflet_markercluster/data/leaflet.markercluster.js"),
    "cluster.css": ("XStatic-Leaflet-MarkerCluster", "leaflet_markercluster/data/MarkerCluster.css"),
}

NOTICES = {
    "leaflet.js": "/*! Leaflet (c) 2010-2022 Vladimir Agafonkin, (c) 2010-2011 CloudMade; BSD-2-Clause */",
    "cluster.js": "/*! Leaflet.markercluster (c) 2012-2017 Dave Leaver, smartrak; MIT */",
}
"""What the licences ask to be kept, for files that lose it in minifying."""

_URL = re.compile(r"url\(\s*['\"]?([^'\")]+)['\"]?\s*\)")


@lru_cache(maxsize=32)
def own(name: str) -> str:
    """One of our own assets."""
    return _clean((ASSETS / name).read_text(encoding="utf-8"))


@lru_cache(maxsize=1)
def page_script() -> str:
    """All scripts of the page, in order."""
    return "\n".join(own(name) for name in PAGE_SCRIPTS)


@lru_cache(maxsize=16)
def library(name: str) -> str:
    """A script or style sheet of an installed package, ready to be inlined.

    Pictures that a style sheet names become data URIs. Raises DataError if the package is not installed.
    """
    package, tail = LIBRARIES[name]
    path = _installed(package, tail)
    text = _clean(path.read_text(encoding="utf-8"))
    text = re.sub(r"/[/*][#@] sourceMappingURL=[^\n*]*(\*/)?", "", text)
    if name.endswith(".css"):
        text = _URL.sub(lambda match: f"url({_data_uri(path.parent / match[1])})", text)
    if name.endswith(".js"):
        text = text.replace("</script", "<\\/script")
    if name in NOTICES:
        text = f"{NOTICES[name]}\n{text}"
    return text


@lru_cache(maxsize=1)
def marker_icons() -> str:
    """A script that gives Leaflet its default marker's pictures, which it would look for beside itself."""
    script = _installed(*LIBRARIES["leaflet.js"])
    names = {"iconUrl": "marker-icon", "iconRetinaUrl": "marker-icon-2x", "shadowUrl": "marker-shadow"}
    urls = {option: _data_uri(script.parent / "images" / f"{name}.png") for option, name in names.items()}
    return f"delete L.Icon.Default.prototype._getIconUrl;\nL.Icon.Default.mergeOptions({json.dumps(urls)});"


def _clean(text: str) -> str:
    """Line ends as HTML keeps them: a script's hash is taken after that."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def _installed(package: str, tail: str) -> Path:
    try:
        files = importlib.metadata.files(package) or []
    except importlib.metadata.PackageNotFoundError as error:
        raise DataError(f"the package {package} is missing; install geo again") from error
    for file in files:
        if file.as_posix().endswith(tail):
            return Path(str(file.locate()))
    raise DataError(f"{tail} is missing from the package {package}; install geo again")


def _data_uri(path: Path) -> str:
    if path.suffix != ".png":  # the VML behaviour of old Internet Explorers
        return "data:,"
    return "data:image/png;base64," + base64.b64encode(path.read_bytes()).decode("ascii")
