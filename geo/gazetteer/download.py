"""GeoNames's dump, fetched when a user asks for it: resumable, checked, with its progress told.

A file is fetched under a name ending in ``.part``; a broken fetch leaves that, and the next one goes
on where it stopped. Only a file of the size that the server told is moved into place. Archives are
unpacked beside it. Nothing else of geo opens a connection, except ``--online``.
"""

from __future__ import annotations

import http.client
import shutil
import urllib.error
import urllib.request
import zipfile
from collections.abc import Callable, Collection
from pathlib import Path

from geo.errors import OutputError, ServiceError

SERVER = "https://download.geonames.org/export/dump/"
"""Where GeoNames publishes its dump daily, under CC BY 4.0."""

TABLES = ("admin1CodesASCII.txt", "admin2Codes.txt", "countryInfo.txt")
BLOCK = 1 << 18  # bytes read at a time
TIMEOUT = 60  # seconds without a byte before a connection is given up

Progress = Callable[[str, int, int], None]
"""Called with a file's name, the bytes that are here, and the bytes that it has."""


def wanted(countries: Collection[str] = ()) -> list[str]:
    """The names of the files to fetch: all countries in one archive, or one for each of ``countries``."""
    main = [f"{code}.zip" for code in sorted(countries)] or ["allCountries.zip"]
    return [*TABLES, "hierarchy.zip", *main, "alternateNamesV2.zip"]


def download(
    folder: Path,
    *,
    countries: Collection[str] = (),
    server: str = SERVER,
    progress: Progress | None = None,
) -> list[Path]:
    """Fetch the dump into ``folder`` and unpack it; returns the text files, in the order of fetching.

    Files that are there whole are not fetched again.

    Raises ServiceError if the server fails (run again to go on), OutputError if the disk does.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        files = []
        for name in wanted(countries):
            path = folder / name
            text = path.with_suffix(".txt")
            if not text.is_file():
                if not path.is_file():
                    _fetch(server + name, path, progress)
                if path.suffix == ".zip":
                    _unpack(path, text)
            files.append(text)
        return files
    except urllib.error.HTTPError as error:
        raise ServiceError(f"{error.url} answered {error.code}; is the country's code right?") from error
    except (urllib.error.URLError, http.client.HTTPException, TimeoutError, ConnectionError) as error:
        reason = getattr(error, "reason", None) or str(error) or type(error).__name__
        raise ServiceError(f"{server} broke off ({reason}); run again to go on where it stopped") from error
    except OSError as error:
        raise OutputError(f"the dump could not be written: {error.strerror or error}") from error


def _fetch(url: str, path: Path, progress: Progress | None) -> None:
    part = path.with_name(path.name + ".part")
    here = part.stat().st_size if part.is_file() else 0
    request = urllib.request.Request(url, headers={"Range": f"bytes={here}-"} if here else {})
    try:
        response = urllib.request.urlopen(request, timeout=TIMEOUT)
    except urllib.error.HTTPError as error:
        if error.code != http.client.REQUESTED_RANGE_NOT_SATISFIABLE or not here:
            raise
        part.unlink()  # what is here is not a beginning of what is there: begin anew
        _fetch(url, path, progress)
        return
    with response:
        if response.status != http.client.PARTIAL_CONTENT:
            here = 0  # the server sends it whole
        length = response.headers.get("Content-Length")
        whole = here + int(length) if length else 0
        with part.open("ab" if here else "wb") as stream:
            while block := response.read(BLOCK):
                stream.write(block)
                here += len(block)
                if progress:
                    progress(path.name, here, whole)
    if whole and here != whole:
        raise http.client.IncompleteRead(b"", whole - here)
    part.replace(path)


def _unpack(archive: Path, text: Path) -> None:
    """The one table of an archive, moved into place whole; the archive goes."""
    ready = text.with_name(text.name + ".part")
    try:
        with zipfile.ZipFile(archive) as opened, opened.open(text.name) as inside, ready.open("wb") as stream:
            shutil.copyfileobj(inside, stream, BLOCK)
    except (zipfile.BadZipFile, KeyError) as error:
        archive.unlink()
        raise ServiceError(f"{archive.name} came damaged ({error}); run again to fetch it anew") from error
    ready.replace(text)
    archive.unlink()
