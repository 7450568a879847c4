"""``output/``: what was made from what, and making it again.

A project is a folder with the article (``source.txt``), the map (``map.html``), the places as data
(``places.geojson``) and ``project.json``, which records the source's hash, the options and the
versions. It holds no path but names inside the folder, no time and no name of a person or machine,
so that it can be moved, sent and made again anywhere, byte for byte.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from geo.errors import InputError
from geo.export import to_geojson_text
from geo.files import shown, write_files
from geo.pipeline import Geoparser
from geo.reading import decode, read_bytes
from geo.types import Document

RECORD = "project.json"
SOURCE = "source.txt"


@dataclass(frozen=True, slots=True, kw_only=True)
class MapOptions:
    """The options of one map, as ``geo map`` takes them and ``project.json`` keeps them."""

    title: str = ""
    credit: str = ""
    date: str = ""
    near: str | None = None
    encoding: str | None = None
    units: str = "km"
    min_score: float = 0.0
    kinds: tuple[str, ...] = ()
    """Kinds of mention to draw; empty draws all."""
    countries: tuple[str, ...] = ()
    """ISO codes of the countries to draw; empty draws all."""
    demonyms: bool = True
    nested: bool = True
    fast: bool = False
    text: bool = True
    """Whether the page carries the article beside the map."""
    embed: bool = False


@dataclass(frozen=True, slots=True)
class Project:
    """One map made: its document and its files, not yet written."""

    document: Document
    files: dict[str, bytes]

    def write(self, folder: Path) -> None:
        """Write the files into ``folder``, replacing an earlier map there whole."""
        write_files(folder, self.files)


def make(data: bytes, *, name: str, options: MapOptions, geoparser: Geoparser | None = None) -> Project:
    """Make a map from an article's bytes.

    Args:
        data: the article as it was read.
        name: what to call the article in messages.
        options: how to read and draw it.
        geoparser: one to use again, made with the same ``fast``, ``demonyms`` and ``nested``.

    Raises InputError if the bytes are no text.
    """
    from geo.webmap import render

    text = decode(data, name=name, encoding=options.encoding)
    if geoparser is None:
        geoparser = Geoparser(fast=options.fast, demonyms=options.demonyms, nested=options.nested)
    document = geoparser.parse(text, title=options.title, date=options.date, near=options.near)
    drawn = select(document, options)
    page = render(
        drawn,
        title=options.title,
        credit=options.credit,
        date=options.date,
        units=options.units,
        text=options.text,
        embed=options.embed,
    )
    files = {
        SOURCE: data,
        "places.geojson": _utf8(to_geojson_text(drawn)),
        "map.html": _utf8(page),
    }
    files[RECORD] = _record(files, options, document)
    return Project(document=drawn, files=files)


def select(document: Document, options: MapOptions) -> Document:
    """The document with only the toponyms that the options ask for."""

    def wanted(toponym: Any) -> bool:
        if options.kinds and toponym.mention.kind not in options.kinds:
            return False
        if toponym.place is None:
            return not options.countries and options.min_score <= 0
        if options.countries and toponym.place.country not in options.countries:
            return False
        return bool(toponym.score >= options.min_score)

    return replace(document, toponyms=tuple(t for t in document.toponyms if wanted(t)))


def find(root: Path) -> list[Path]:
    """The project folders at and below ``root``, in order of their names.

    Raises InputError if there are none.
    """
    if not root.is_dir():
        raise InputError(f"{shown(root)}: no such folder")
    records = sorted(root.rglob(RECORD))
    if not records:
        raise InputError(f"{shown(root)} holds no maps to make again (no {RECORD} in it)")
    return [record.parent for record in records]


def regenerate(root: Path, *, check: bool = False) -> Iterator[tuple[Path, list[str]]]:
    """Make every map under ``root`` again from its recorded source and options.

    Yields each project's folder and the names of the files that changed; with ``check`` nothing is
    written.

    Raises InputError at a record that can't be read or a source that is not the recorded one.
    """
    geoparsers: dict[tuple[bool, bool, bool], Geoparser] = {}
    for folder in find(root):
        options, data = _load(folder)
        key = (options.fast, options.demonyms, options.nested)
        if key not in geoparsers:
            geoparsers[key] = Geoparser(fast=key[0], demonyms=key[1], nested=key[2])
        project = make(data, name=shown(folder / SOURCE), options=options, geoparser=geoparsers[key])
        changed = [name for name, content in project.files.items() if _old(folder / name) != content]
        if changed and not check:
            project.write(folder)
        yield folder, changed


def _load(folder: Path) -> tuple[MapOptions, bytes]:
    where = shown(folder / RECORD)
    try:
        record = json.loads((folder / RECORD).read_bytes())
        given = record["options"]
        known: dict[str, Any] = {
            key: tuple(value) if isinstance(value, list) else value for key, value in given.items()
        }
        options = MapOptions(**known)
        recorded = record["source"]["sha256"]
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise InputError(f"{where} is not a record of a map ({error}); make the map with geo map") from None
    data = read_bytes(folder / SOURCE)
    if hashlib.sha256(data).hexdigest() != recorded:
        raise InputError(
            f"{shown(folder / SOURCE)} is not the text that {where} records; "
            "make the map anew with geo map to take the new text"
        )
    return options, data


def _record(files: dict[str, bytes], options: MapOptions, document: Document) -> bytes:
    from importlib.metadata import version

    # folium is pinned, so its version says how the page was made; libraries that may be newer on
    # another machine without changing a byte of the outputs are not recorded.
    versions = {**document.meta.get("versions", {}), "folium": version("folium")}
    record = {
        "source": {"path": SOURCE, "sha256": hashlib.sha256(files[SOURCE]).hexdigest()},
        "options": asdict(options),
        "versions": versions,
        "outputs": {
            name: hashlib.sha256(content).hexdigest() for name, content in files.items() if name != SOURCE
        },
    }
    return _utf8(json.dumps(record, indent=1, ensure_ascii=False, sort_keys=True) + "\n")


def _old(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None


def _utf8(text: str) -> bytes:
    return text.encode("utf-8", "backslashreplace")
