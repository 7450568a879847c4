"""Where the shipped data lies, and what it was made from.

``geo/data/manifest.json`` lists every file beside it with its SHA-256, its size and its sources;
the tools that make a file record it there (:func:`record`), and outputs quote it (:func:`checksum`).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from geo.errors import DataError

DATA = Path(__file__).resolve().parent / "data"
MANIFEST = DATA / "manifest.json"


def data_path(name: str) -> Path:
    """The path of a shipped file.

    Raises DataError if it is not there.
    """
    path = DATA / name
    if not path.is_file():
        raise DataError(f"{name} is missing from the installed package; install geo again")
    return path


@lru_cache(maxsize=1)
def manifest() -> dict[str, Any]:
    """The manifest: ``{"files": {name: {"sha256", "bytes", "version", "sources"}}}``."""
    loaded: dict[str, Any] = json.loads(data_path("manifest.json").read_text(encoding="utf-8"))
    return loaded


def checksum(name: str) -> str:
    """The first twelve hexadecimal digits of a shipped file's recorded SHA-256."""
    files = manifest()["files"]
    return str(files[name]["sha256"])[:12] if name in files else ""


def sha256(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal."""
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while block := stream.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()


def record(name: str, *, version: str, sources: Sequence[str]) -> None:
    """Write a file's entry into the manifest; build tools call it after making the file."""
    path = DATA / name
    loaded = json.loads(MANIFEST.read_text(encoding="utf-8")) if MANIFEST.exists() else {"files": {}}
    loaded["files"][name] = {
        "sha256": sha256(path),
        "bytes": path.stat().st_size,
        "version": version,
        "sources": list(sources),
    }
    loaded["files"] = dict(sorted(loaded["files"].items()))
    MANIFEST.write_text(
        json.dumps(loaded, indent=1, ensure_ascii=False, sort_keys=True) + "\n", encoding="utf-8"
    )
    manifest.cache_clear()
