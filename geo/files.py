"""Writing outputs so that nobody ever meets half a file.

Everything is written beside its place under a temporary name and moved into it when complete, so a
full disk, a kill or a fault leaves what stood there before.
"""

from __future__ import annotations

import contextlib
import errno
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path

from geo.errors import GeoError, InputError, OutputError


def write_files(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write files into a folder (made if missing), all of them or none.

    The files are first written whole under temporary names in the folder, then moved into place in
    the mapping's order. Other files in the folder are left alone.

    Raises InputError if ``folder`` is a file, OutputError if it cannot be written.
    """
    if folder.exists() and not folder.is_dir():
        raise InputError(f"{shown(folder)} is a file, not a folder; name a folder with -o")
    made = [parent for parent in (folder, *folder.parents) if not parent.exists()]
    temporary: list[tuple[Path, Path]] = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in files.items():
            temporary.append((_write_beside(folder / name, content), folder / name))
        for ready, place in temporary:
            ready.replace(place)
    except BaseException as error:
        for ready, _ in temporary:
            ready.unlink(missing_ok=True)
        for parent in made:  # innermost first
            with contextlib.suppress(OSError):
                parent.rmdir()
        if isinstance(error, OSError):
            raise _output_error(folder, error) from error
        raise


def write_file(path: Path, content: bytes) -> None:
    """Write one file whole or not at all; its folder must exist.

    Raises InputError if ``path`` is a folder or its folder is missing, OutputError otherwise.
    """
    if path.is_dir():
        raise InputError(f"{shown(path)} is a folder; name a file with -o")
    if not path.parent.is_dir():
        raise InputError(f"{shown(path.parent)} is not a folder; make it first")
    ready: Path | None = None
    try:
        ready = _write_beside(path, content)
        ready.replace(path)
    except OSError as error:
        if ready is not None:
            ready.unlink(missing_ok=True)
        raise _output_error(path, error) from error


def shown(path: Path | str) -> str:
    """A path as a message may print it: control characters and lone surrogates made visible."""
    text = str(path)
    return "".join(c if c.isprintable() else f"\\x{ord(c):02x}" for c in text)


def _write_beside(path: Path, content: bytes) -> Path:
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".tmp", dir=path.parent)
    ready = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        umask = os.umask(0)
        os.umask(umask)
        ready.chmod(0o666 & ~umask)
    except BaseException:
        ready.unlink(missing_ok=True)
        raise
    return ready


def _output_error(path: Path, error: OSError) -> GeoError:
    where = shown(path)
    if error.errno == errno.ENOSPC:
        return OutputError(f"{where}: the disk is full; nothing was changed. Free some space and run again")
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return OutputError(f"{where}: no permission to write there; choose another place with -o")
    if error.errno in (errno.ENOTDIR, errno.EEXIST, errno.ENAMETOOLONG):
        return InputError(f"{where}: not a place where a folder can be made ({error.strerror})")
    return OutputError(f"{where}: could not be written ({error.strerror or error}); nothing was changed")
