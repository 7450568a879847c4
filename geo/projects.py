"""``output/``: what was made from what, and making it again.

A project is a folder with the article (``source.txt``), the map (``map.html``), the places as data
(``places.geojson``) and ``project.json``, which records the source's hash, the options and the
versions. It holds no path but names inside the folder, no time and no name of a person or machine,
so that it can be moved, sent and made again anywhere, byte for byte.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from geo.errors import InputError
from geo.export import to_geojson_text
from geo.files import shown, write_files
from geo.pipeline import Geoparser, assemble
from geo.reading import decode
from geo.records import OWN_PREFIX, Options, load_record, old, utf8, write_record
from geo.types import Document

RECORD = "project.json"
SOURCE = "source.txt"

LOCATORS = {"auto": None, "on": True, "off": False}
"""Choices for the locator globe, and what the page calls them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MapOptions(Options):
    """The options of one map, as ``geo map`` takes them and ``project.json`` keeps them."""

    near: str | None = None
    encoding: str | None = None
    locator: str = "auto"
    """Of :data:`LOCATORS`: whether the small globe is shown that tells where on Earth the map lies."""
    text: bool = True
    """Whether the page carries the article beside the map."""
    tiles: str | None = None
    """An xyzservices provider whose tiles the reader's browser is to fetch; None fetches nothing."""
    image: str = ""
    """File name of a still picture to make beside the map (.png, .svg or .pdf); empty makes none."""
    image_size: tuple[int, int] = (1600, 1000)
    """Width and height of the still picture, pixels."""

    def __post_init__(self) -> None:
        if self.locator not in LOCATORS:
            raise ValueError(f"the locator is {' or '.join(LOCATORS)}, not {self.locator!r}")
        if Path(self.image).name != self.image:
            raise ValueError("it names a file outside its folder")


@dataclass(frozen=True, slots=True)
class Project:
    """One map made: its document and its files, not yet written."""

    document: Document
    files: dict[str, bytes]

    def write(self, folder: Path) -> None:
        """Write the files into ``folder``, replacing an earlier map there whole."""
        write_files(folder, self.files)


def make(
    data: bytes,
    *,
    name: str,
    options: MapOptions,
    places: tuple[str, bytes] | None = None,
    gazetteer: str | None = None,
    geoparser: Geoparser | None = None,
) -> Project:
    """Make a map from an article's bytes.

    Args:
        data: the article as it was read.
        name: what to call the article in messages.
        options: how to read and draw it.
        places: the name and bytes of a file of the user's own places; it is kept with the map.
        gazetteer: the path of the store to use; None is the one that ships.
        geoparser: one to use again, made with the same gazetteer and options.

    Raises InputError if the bytes are no text.
    """
    from geo.webmap import render

    text = decode(data, name=name, encoding=options.encoding)
    own = {} if places is None else {f"places{Path(places[0]).suffix.lower()}": places[1]}
    if geoparser is None:
        with _as_file(own) as file:
            geoparser = _geoparser(options, places=file, gazetteer=gazetteer)
    document = geoparser.parse(text, title=options.title, date=options.date, near=options.near)
    drawn = select(document, options)
    page = render(
        drawn,
        title=options.title,
        credit=options.credit,
        date=options.date,
        units=options.units,
        inset=LOCATORS[options.locator],
        text=options.text,
        embed=options.embed,
        tiles=options.tiles,
    )
    files = {
        SOURCE: data,
        **{OWN_PREFIX + key: content for key, content in own.items()},
        "places.geojson": utf8(to_geojson_text(drawn)),
        "map.html": utf8(page),
    }
    if options.image:
        files[options.image] = _picture(drawn, options)
    files[RECORD] = write_record(files, SOURCE, options, document.meta.get("versions", {}))
    return Project(document=drawn, files=files)


def _picture(document: Document, options: MapOptions) -> bytes:
    from geo.webmap.picture import draw_picture

    width, height = options.image_size
    return draw_picture(
        document,
        format=Path(options.image).suffix.lower().removeprefix("."),
        width=width,
        height=height,
        title=options.title,
        credit=options.credit,
        date=options.date,
        units=options.units,
    )


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


def regenerate(
    root: Path, *, check: bool = False, gazetteer: str | None = None
) -> Iterator[tuple[Path, list[str]]]:
    """Make every map under ``root`` again from its recorded source and options.

    Yields each project's folder and the names of the files that changed; with ``check`` nothing is
    written.

    Raises InputError at a record that can't be read or a source that is not the recorded one.
    """
    geoparsers: dict[MapOptions, Geoparser] = {}
    for folder in find(root):
        options, data, own = load_record(folder / RECORD, SOURCE, MapOptions)
        geoparser = None
        if own is None:  # maps without places of their own share what is slow to open
            key = MapOptions(
                fast=options.fast, demonyms=options.demonyms, nested=options.nested, online=options.online
            )
            if key not in geoparsers:
                geoparsers[key] = _geoparser(key, gazetteer=gazetteer)
            geoparser = geoparsers[key]
        project = make(
            data,
            name=shown(folder / SOURCE),
            options=options,
            places=None if own is None else (own.name, own.read_bytes()),
            gazetteer=gazetteer,
            geoparser=geoparser,
        )
        changed = [name for name, content in project.files.items() if old(folder / name) != content]
        if changed and not check:
            project.write(folder)
        yield folder, changed


def _geoparser(options: MapOptions, *, places: Path | None = None, gazetteer: str | None = None) -> Geoparser:
    return Geoparser(
        gazetteer=assemble(gazetteer, places=places, online=options.online),
        fast=options.fast,
        demonyms=options.demonyms,
        nested=options.nested,
    )


@contextmanager
def _as_file(files: dict[str, bytes]) -> Iterator[Path | None]:
    """The one file of a mapping on disk for a moment, under its own name; None for none."""
    if not files:
        yield None
        return
    [(name, content)] = files.items()
    with tempfile.TemporaryDirectory(prefix="geo-") as folder:
        path = Path(folder) / name
        path.write_bytes(content)
        yield path
