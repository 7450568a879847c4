"""What a build must know of every place at once: whether it is there, how much it counts, what holds it,
and where on disk lies what is stored of it.

Ten bytes a place in pages of arrays, so that thirteen million places take 130 MB, and a stray number
takes one page. Numbers of curated rows are negative and lie far apart: those are few, and kept apart.
"""

from __future__ import annotations

import tempfile
from array import array
from collections.abc import Iterable
from pathlib import Path

_PAGE = 1 << 12
_BLOCK = 1 << 20
"""Bytes of records written at once."""
_USUAL = 96
"""Bytes that most records take at most, with their length: a name of 75 letters; the longest has 200."""
DEEPEST = 16
"""Holders between a place and its country, at most: GeoNames has five orders of divisions and parts of
towns; a chain that is longer is a circle."""


class Facts:
    """Mass, flags and holder by a place's number; a place that was not added has a mass of 0."""

    def __init__(self) -> None:
        self._pages: dict[int, tuple[array[float], array[int], array[int]]] = {}

    def _find(self, n: int) -> tuple[tuple[array[float], array[int], array[int]] | None, int]:
        """The page that a number is in, if there is one, and where in it."""
        return (self._pages.get(n // _PAGE), n % _PAGE) if n >= 0 else (self._pages.get(n), 0)

    def add(self, n: int, *, mass: float, flags: int, parent: int | None) -> bool:
        """Add a place, unless its number is there already; whether it was added."""
        page, at = self._find(n)
        if page is None:
            size = _PAGE if n >= 0 else 1
            page = (array("f", bytes(4 * size)), array("H", bytes(2 * size)), array("i", bytes(4 * size)))
            self._pages[n // _PAGE if n >= 0 else n] = page
        if page[0][at]:
            return False
        page[0][at], page[1][at], page[2][at] = mass, flags, parent or 0
        return True

    def of(self, n: int) -> tuple[float, int]:
        """Mass and flags of a place; a mass of 0 if it is not known."""
        page, at = self._find(n)
        return (page[0][at], page[1][at]) if page else (0.0, 0)

    def parent(self, n: int) -> int:
        """The number of what holds a place, or 0."""
        page, at = self._find(n)
        return page[2][at] if page else 0

    def move(self, n: int, parent: int) -> bool:
        """Put a place into a holder that lies within its present one; whether that could be done.

        It cannot where either is unknown, where the new holder lies elsewhere, or where the place holds
        the new holder, so that no place ever holds itself.
        """
        present, above = self.parent(n), parent
        if parent == present or not self.of(n)[0] or not self.of(parent)[0]:
            return False
        for _ in range(DEEPEST):
            if above == n:
                return False
            if above == present:  # also where both are 0: neither lies in anything known
                page, at = self._find(n)
                if page is not None:
                    page[2][at] = parent
                return True
            above = self.parent(above)
        return False


class Numbers:
    """A set of numbers, most of them near each other: one bit each, where Python's set takes fifty bytes."""

    def __init__(self) -> None:
        self._pages: dict[int, bytearray] = {}
        self._negative: set[int] = set()

    def add(self, n: int) -> bool:
        """Add a number; whether it was not there."""
        if n < 0:
            known = n in self._negative
            self._negative.add(n)
            return not known
        page = self._pages.get(n >> 12)
        if page is None:
            page = self._pages[n >> 12] = bytearray(1 << 9)
        at, bit = n >> 3 & 0x1FF, 1 << (n & 7)
        if page[at] & bit:
            return False
        page[at] |= bit
        return True

    def __contains__(self, n: int) -> bool:
        if n < 0:
            return n in self._negative
        page = self._pages.get(n >> 12)
        return page is not None and bool(page[n >> 3 & 0x1FF] & 1 << (n & 7))


class Records:
    """What is stored of places: on disk, but for where each of them lies there, which takes four bytes.

    Names are written in order of their keys, and each place of a name lies elsewhere. To ask SQLite for
    each took 8 microseconds, this takes 3 to 5: of 25 million places of names, a minute or two of a build.
    """

    def __init__(self, folder: Path) -> None:
        # A file without a name: nothing is left of it, however a build ends.
        self._file = tempfile.TemporaryFile(dir=folder, buffering=0)  # noqa: SIM115
        self._unwritten = bytearray(1)  # so that no record lies at 0
        self._written = 0
        self._begins: dict[int, array[int]] = {}
        self._ours: dict[int, int] = {}

    def add(self, n: int, record: bytes) -> None:
        """Keep the record of a place, of 65,535 bytes at most. All are added before any is read."""
        begin = self._written + len(self._unwritten)
        if n < 0:
            self._ours[n] = begin
        else:
            page = self._begins.get(n // _PAGE)
            if page is None:
                page = self._begins[n // _PAGE] = array("I", bytes(4 * _PAGE))
            page[n % _PAGE] = begin
        self._unwritten += len(record).to_bytes(2, "little") + record
        if len(self._unwritten) >= _BLOCK:
            self._write()

    def _write(self) -> None:
        while self._unwritten:
            written = self._file.write(self._unwritten)
            self._written += written
            del self._unwritten[:written]

    def of(self, numbers: Iterable[int]) -> list[bytes]:
        """The records of these places; empty for a place that is not known."""
        if self._unwritten:
            self._write()
        found = []
        for n in numbers:
            page = self._begins.get(n // _PAGE)
            begin = page[n % _PAGE] if page else self._ours.get(n, 0)
            record = b""
            if begin:
                self._file.seek(begin)
                read = self._file.read(_USUAL)
                end = 2 + int.from_bytes(read[:2], "little")
                record = read[2:end] if end <= _USUAL else read[2:] + self._file.read(end - _USUAL)
            found.append(record)
        return found

    def close(self) -> None:
        """Let the file go."""
        self._file.close()
