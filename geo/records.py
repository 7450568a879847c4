"""What a folder of ``output/`` keeps of how its map was made: options, hashes and versions, no path or time.

One article's map (:mod:`geo.projects`) and that of many documents (:mod:`geo.corpus`) keep the same kind of
record; this module writes and reads it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, TypeVar

from geo.errors import InputError
from geo.files import shown

OWN_PREFIX = "own-"
"""``own-places.csv``: the user's own places, kept beside the map that they went into."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """The options that every map has, as ``geo map`` takes them."""

    title: str = ""
    credit: str = ""
    date: str = ""
    units: str = "km"
    min_score: float = 0.0
    kinds: tuple[str, ...] = ()
    """Kinds of mention to draw; empty draws all."""
    countries: tuple[str, ...] = ()
    """ISO codes of the countries to draw; empty draws all."""
    demonyms: bool = True
    nested: bool = True
    fast: bool = False
    embed: bool = False
    online: str | None = None
    """A geopy service asked for names that the gazetteer lacks; None asks nobody."""


OptionsT = TypeVar("OptionsT", bound=Options)


def write_record(
    files: Mapping[str, bytes], source: str, options: Options, versions: Mapping[str, str]
) -> bytes:
    """The record of a map, as JSON.

    Args:
        files: every file of the folder by name, the source among them.
        source: which of them was read.
        options: what the map was made with.
        versions: of what decides the result (:meth:`geo.pipeline.Geoparser.versions`).
    """
    from importlib.metadata import version

    # folium is pinned, so its version says how the page was made; libraries that may be newer on
    # another machine without changing a byte of the outputs are not recorded.
    record = {
        "source": {"path": source, "sha256": _hash(files[source])},
        "options": asdict(options),
        "versions": {**versions, "folium": version("folium")},
        "outputs": {name: _hash(content) for name, content in files.items() if name != source},
    }
    return utf8(json.dumps(record, indent=1, ensure_ascii=False, sort_keys=True) + "\n")


def load_record(path: Path, source: str, options: type[OptionsT]) -> tuple[OptionsT, bytes, Path | None]:
    """The recorded options, the source's bytes, and the file of the user's own places if there was one.

    Raises InputError where the record is damaged, names a file outside its folder, or where the source is
    not the one that it records.
    """
    folder, where = path.parent, shown(path)
    try:
        record = json.loads(path.read_bytes())
        known: dict[str, Any] = {
            key: tuple(value) if isinstance(value, list) else value
            for key, value in record["options"].items()
        }
        chosen = options(**known)
        recorded = record["source"]["sha256"]
        # Only what this record names: an earlier map's file of places may still lie in the folder.
        own = [folder / name for name in sorted(record["outputs"]) if name.startswith(OWN_PREFIX)]
        if any(Path(name).name != name for name in record["outputs"]):
            raise ValueError("it names a file outside its folder")
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise InputError(f"{where} is not a record of a map ({error}); make the map with geo map") from None
    data = old(folder / source)
    if data is None or _hash(data) != recorded:
        raise InputError(
            f"{shown(folder / source)} is not the text that {where} records; "
            "make the map anew with geo map to take the new text"
        )
    if own and not own[0].is_file():
        raise InputError(f"{shown(own[0])}: no such file; it holds the places that {where} records")
    return chosen, data, own[0] if own else None


def old(path: Path) -> bytes | None:
    """The bytes of a file that an earlier map may have left; None where there is none."""
    return path.read_bytes() if path.is_file() else None


def utf8(text: str) -> bytes:
    """The text's bytes; a lone surrogate, which has none, as ``\\udXXX``."""
    return text.encode("utf-8", "backslashreplace")


def _hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
