"""Names to places: the embedded gazetteer, outlines, and the tools that make both."""

from __future__ import annotations

from pathlib import Path

from geo import datafiles
from geo.gazetteer.embedded import EmbeddedGazetteer

Gazetteer = EmbeddedGazetteer

__all__ = ["EmbeddedGazetteer", "Gazetteer", "open_gazetteer"]


def open_gazetteer(path: Path | str | None = None) -> EmbeddedGazetteer:
    """Open the gazetteer that ships, or the store at ``path``.

    Raises GazetteerError if there is no readable store, DataError if the shipped one is missing.
    """
    return EmbeddedGazetteer(Path(path) if path is not None else datafiles.data_path("gazetteer.sqlite"))
