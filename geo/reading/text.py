"""One article from a text file or standard input.

The text is kept to the letter: line ends, form feeds and stray control characters stay, so that
offsets into the file's characters are offsets into the document. Only a leading byte order mark
goes, since it is an encoding's mark and no part of the text.
"""

from __future__ import annotations

import codecs
import stat
import sys
from pathlib import Path
from typing import BinaryIO

from geo.errors import InputError
from geo.files import shown
from geo.types import Document

MAX_BYTES = 8_000_000
"""The longest text that is read as one article, in bytes: about 2,500 pages. A page that carries
more can't be used in a browser, and a mistake (a log, a dump) is told early."""

_BINARY_SHARE = 0.01
"""Above this share of NUL and control bytes a file is no text. Found on the executables, images and
archives of a Debian system (all above 0.03) and the open corpora (all below 0.001)."""

_STRAY = 8
"""So many NUL and control bytes a short text may have by accident."""

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_MAGIC = (
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a zip archive or office file"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"\x1f\x8b", "a compressed file"),
    (b"\x7fELF", "a program"),
    (b"SQLite format 3", "a database"),
)


def read(path: str | Path, *, encoding: str | None = None) -> Document:
    """Read one article from a text file, or from standard input if ``path`` is ``"-"``.

    The document's id is the file's name without its suffix; its title is left empty.

    Raises InputError if the file is missing, a folder, empty, binary, too long or wrongly encoded.
    """
    data = read_bytes(path)
    name = "standard input" if str(path) == "-" else shown(path)
    text = decode(data, name=name, encoding=encoding)
    return Document(id="stdin" if str(path) == "-" else Path(path).stem, text=text)


def read_bytes(path: str | Path, *, limit: int | None = MAX_BYTES) -> bytes:
    """The bytes of a file, or of standard input for ``"-"``, at most ``limit`` of them (None: all).

    Raises InputError if there is nothing to read, or more than the limit.
    """
    if str(path) == "-":
        return _limited(sys.stdin.buffer, "standard input", limit)
    path = Path(path)
    name = shown(path)
    try:
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            raise InputError(f"{name} is a folder; name a text file in it")
        with path.open("rb") as stream:
            return _limited(stream, name, limit)
    except FileNotFoundError:
        raise InputError(f"{name}: no such file") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise InputError(f"{name} cannot be read: {reason}") from error


def decode(data: bytes, *, name: str, encoding: str | None = None) -> str:
    """Bytes as text: UTF-8, or UTF-16 and UTF-32 with a byte order mark, or the named encoding.

    Raises InputError, naming ``name`` and the offset in bytes, where that can't be done.
    """
    for magic, what in _MAGIC:
        if data.startswith(magic):
            raise InputError(f"{name} is {what}, not a text; save its text as a .txt file first")
    used = encoding
    if used is None:
        used = "utf-8"
        for bom, codec in _BOMS:
            if data.startswith(bom):
                data, used = data[len(bom) :], codec
                break
    if used.startswith("utf-8") and data:
        controls = sum(data.count(bytes([c])) for c in range(32) if c not in (9, 10, 12, 13, 27))
        if controls > _STRAY and controls / len(data) > _BINARY_SHARE:
            raise InputError(f"{name} looks binary, not a text; save its text as a UTF-8 file first")
    try:
        text = data.decode(used)
    except LookupError:
        raise InputError(f"no encoding is called {shown(used)!r}; try utf-8, cp1252 or latin-1") from None
    except UnicodeDecodeError as error:
        raise InputError(
            f"{name} is not {used} at byte {error.start}; say what it is with --encoding "
            "(cp1252 for many older Western files), or save it as UTF-8"
        ) from None
    if not text.strip():
        raise InputError(f"{name} holds no text")
    return text


def _limited(stream: BinaryIO, name: str, limit: int | None) -> bytes:
    data = stream.read() if limit is None else stream.read(limit + 1)
    if limit is not None and len(data) > limit:
        raise InputError(
            f"{name} is longer than {limit // 1_000_000} MB, the most that one article can have; "
            "split it into articles, one JSON line each, for geo parse"
        )
    if not data:
        raise InputError(f"{name} is empty")
    return data
