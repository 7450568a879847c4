"""A full GeoNames dump -> a store like the one that ships, for those who want all of it.

``python -m geo.gazetteer.geonames DIR OUTPUT`` reads, from a folder of GeoNames's download files:
``allCountries.txt`` or single countries (``NL.txt``), and if they are there ``alternateNamesV2.txt``,
``hierarchy.txt``, ``admin1CodesASCII.txt``, ``admin2Codes.txt`` and ``countryInfo.txt``. Everything
streams: memory stays flat. The store that ships lies on top: its places, names and shares stay as they
are, under the same ids, and the dump adds what it lacks; so the result always knows the whole world, its
outlines and our curated tables. The file takes its place only when it is complete.
"""

from __future__ import annotations

import argparse
import logging
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from geo import datafiles
from geo.errors import GazetteerError
from geo.gazetteer.build_names import (
    ALTERNATE_SHARE,
    COUNTY_SHORT_SHARE,
    SHORT_FORM_SHARE,
    Row,
    city_rows,
    is_noise,
    short_form,
)
from geo.gazetteer.embedded import CAPITALS, EmbeddedGazetteer
from geo.gazetteer.facts import Facts, Numbers
from geo.gazetteer.merge import copy_shipped
from geo.gazetteer.names import NameFlag, normalise
from geo.gazetteer.prior import mass
from geo.gazetteer.store import KINDS, StoreWriter, place_flags

log = logging.getLogger(__name__)

CLASSES = "APHTLSRUV"
ALTERNATES, HIERARCHY = "alternateNamesV2.txt", "hierarchy.txt"
NAMED_FAULTS = 20
"""Malformed rows that a report names; the rest it counts."""

_CODE_LANGUAGES = frozenset({"iata", "icao", "faac", "unlc", "abbr"})
_NO_NAMES = frozenset({"link", "wkdt", "post", "phon", "tcid", "piny", "lauc", "nuts"})
"""Values of alternateNamesV2's column of languages that are no names to find in a text."""

HOLDERS = ("ADM1", "ADM2", "PCLI", "PCLD", "PCLS", "PCLF", "PCLIX", "PCL", "TERR", "CONT")
"""Kinds that are read whatever classes are asked for: they hold the others, and say where those lie."""

EVERY = 100_000  # rows between two calls of a progress

ENGLISH_SHARE = 0.5
"""A name marked as English, of a place whose main name is another."""
HISTORIC_SHARE = 0.005

Progress = Callable[[str, int], None]
"""Called with a file's name and a count of its rows now and then."""


@dataclass(slots=True)
class DumpReport:
    """What a build read, and what it could not read."""

    places: int = 0
    """Places of the dump that were wanted, those that ship among them."""
    names: int = 0
    """Names of them in the dump that were of use."""
    date: str = ""
    """The day of the newest row."""
    held: int = 0
    """Places that hierarchy.txt gave a closer holder than their codes do."""
    skipped: Counter[str] = field(default_factory=Counter)
    """Malformed rows by file."""
    faults: list[str] = field(default_factory=list)
    """The first malformed rows: file, row, what is wrong."""

    def fault(self, file: str, row: int, what: str) -> None:
        """Count a malformed row, and name it if it is among the first."""
        self.skipped[file] += 1
        if len(self.faults) < NAMED_FAULTS:
            self.faults.append(f"{file}, row {row}: {what}")


class Entry(NamedTuple):
    """One row of GeoNames's main table."""

    n: int
    name: str
    alternates: list[str]
    lat: float
    lon: float
    fclass: str
    code: str
    country: str
    admin1: str
    admin2: str
    population: int | None
    changed: str
    """The day on which the row was last changed: YYYY-MM-DD."""


@dataclass(slots=True)
class Codes:
    """Numbers and inhabitants by GeoNames's codes: ``NL``, ``NL.09``, ``NL.09.0352``."""

    numbers: dict[str, int] = field(default_factory=dict)
    people: dict[str, int] = field(default_factory=dict)

    def parent(self, entry: Entry) -> int | None:
        """The number of the innermost division or country that holds an entry; not itself."""
        for key in (
            f"{entry.country}.{entry.admin1}.{entry.admin2}" if entry.admin2 else "",
            f"{entry.country}.{entry.admin1}",
            entry.country,
        ):
            number = self.numbers.get(key)
            if number is not None and number != entry.n:
                rank = {"ADM1": 1, "ADM2": 2}.get(entry.code, 0 if entry.code.startswith("PCL") else 9)
                if key.count(".") < rank:
                    return number
        return None


def build_from_dump(
    folder: Path,
    target: Path,
    *,
    countries: Collection[str] = (),
    classes: str = CLASSES,
    shipped: Path | None = None,
    progress: Progress | None = None,
) -> DumpReport:
    """Build a store at ``target`` from the files in ``folder``; returns what was read.

    ``countries`` (ISO codes) and ``classes`` (letters of feature classes) hold it to some; countries and
    divisions of the first two orders come along in any case. ``progress`` is called with a file's name
    and a count of rows now and then. Malformed rows are counted and named in the report and do not stop
    the build. Raises GazetteerError if the folder holds no dump.
    """
    files = dump_files(folder, countries)
    below = EmbeddedGazetteer(shipped if shipped is not None else datafiles.data_path("gazetteer.sqlite"))
    reader = _Reader(folder, DumpReport(), progress)
    whole = any(file.name == "allCountries.txt" for file in files)
    try:
        with StoreWriter(target, carry=True) as store:
            _fill(store, reader, files, below, countries=countries, classes=classes)
            store.set_meta("date", reader.report.date)
            store.set_meta("version", f"geonames-{'all' if whole else '-'.join(f.stem for f in files)}"[:60])
            store.set_meta("sources", f"GeoNames (CC BY 4.0), its download files; {below.meta['sources']}")
    finally:
        below.close()
    return reader.report


def _fill(
    store: StoreWriter,
    reader: _Reader,
    files: Sequence[Path],
    below: EmbeddedGazetteer,
    *,
    countries: Collection[str],
    classes: str,
) -> None:
    """Put what ships into a store, and what the dump has besides.

    What is known of the places meanwhile is let go at the end: the store is written in its room.
    """
    facts = copy_shipped(store, below)
    codes, separate = _codes(reader), (reader.folder / ALTERNATES).is_file()
    dump = _Dump(store, facts, codes, reader.report, alternates=not separate)
    for file in files:
        for entry in _entries(reader, file):
            wanted = not countries or entry.country in countries or entry.code == "CONT"
            if wanted and (entry.fclass in classes or entry.code in HOLDERS):
                dump.add(entry)
    if separate:
        store.add_names(_alternates(reader, facts))
    _put_in_holders(reader, store, facts)


def dump_files(folder: Path, countries: Collection[str] = ()) -> list[Path]:
    """The files of a folder that hold GeoNames's main table. Raises GazetteerError if there is none."""
    if not folder.is_dir():
        raise GazetteerError(f"{folder.name}: no such folder")
    whole = folder / "allCountries.txt"
    if whole.is_file():
        return [whole]
    files = sorted(f for f in folder.glob("*.txt") if re.fullmatch(r"[A-Z]{2}|no-country", f.stem))
    files = [f for f in files if not countries or f.stem in countries]
    if not files:
        raise GazetteerError(f"{folder.name}: neither allCountries.txt nor a country's file such as NL.txt")
    return files


@dataclass(frozen=True, slots=True)
class _Reader:
    """Rows of a folder's tables, with what is wrong of them told."""

    folder: Path
    report: DumpReport
    progress: Progress | None

    def rows(self, name: str, width: int) -> Iterator[tuple[int, list[str]]]:
        """Number and cells of a table's rows of at least ``width`` cells; none if there is no table."""
        path, fewest = self.folder / name, width - 1
        if not path.exists():
            return
        with path.open(encoding="utf-8", errors="replace", newline="\n") as stream:
            for number, line in enumerate(stream, 1):
                if line.count("\t") >= fewest:
                    yield number, line.rstrip("\r\n").split("\t")
                elif not line.startswith("#"):
                    self.report.fault(name, number, f"{line.count(chr(9)) + 1} columns, not {width}")
                if number % EVERY == 0 and self.progress is not None:
                    self.progress(name, number)


def _entries(reader: _Reader, path: Path) -> Iterator[Entry]:
    for number, cells in reader.rows(path.name, 19):
        try:
            entry = _entry(cells)
        except (ValueError, IndexError) as error:
            reader.report.fault(path.name, number, str(error))
            continue
        yield entry


def _entry(cells: list[str]) -> Entry:
    if len(cells) > 19:
        raise ValueError(f"{len(cells)} columns, not 19")
    lat, lon = float(cells[4]), float(cells[5])
    if not (-90 <= lat <= 90 and -180 <= lon <= 180):
        raise ValueError(f"({lat}, {lon}) is not on Earth")
    if not normalise(cells[1]):
        raise ValueError("no name")
    n = int(cells[0])
    if not 0 < n < 2**31:
        raise ValueError(f"{n} is no number of GeoNames")
    if len(cells[6]) != 1:
        raise ValueError("no feature class")
    return Entry(
        n, cells[1], [cells[2], *cells[3].split(",")], lat, lon, cells[6], cells[7], cells[8],
        cells[10], cells[11], int(cells[14] or 0) or None, cells[18],
    )  # fmt: skip


def _codes(reader: _Reader) -> Codes:
    codes = Codes()
    for file, number, width in (
        ("countryInfo.txt", 16, 17), ("admin1CodesASCII.txt", 3, 4), ("admin2Codes.txt", 3, 4),
    ):  # fmt: skip
        for row, cells in reader.rows(file, width):
            if cells[0].startswith("#") or cells[0] == "ISO":
                continue
            try:
                codes.numbers[cells[0]] = int(cells[number])
                if file == "countryInfo.txt":
                    codes.people[cells[0]] = int(cells[7] or 0)
            except ValueError as error:
                reader.report.fault(file, row, str(error))
    return codes


@dataclass(frozen=True, slots=True)
class _Dump:
    """Rows of the main table on their way into a store."""

    store: StoreWriter
    facts: Facts
    codes: Codes
    report: DumpReport
    alternates: bool
    """Whether the column of other names is read: there is no table of them."""
    seen: Numbers = field(default_factory=Numbers)

    def add(self, entry: Entry) -> None:
        """Add a place and its names; of a place that ships, its names alone."""
        if not self.seen.add(entry.n):
            self.report.fault(entry.country, entry.n, "the number stands twice")
            return
        self.report.places += 1
        if self.report.date < entry.changed <= "9999":
            self.report.date = entry.changed
        weight, flags = self.facts.of(entry.n)
        if not weight:
            code, people = (entry.fclass, entry.code), entry.population
            weight = mass(code, people, country_population=self.codes.people.get(entry.country, 0))
            flags, parent = place_flags(*code, people), self.codes.parent(entry)
            self.facts.add(entry.n, mass=weight, flags=flags, parent=parent)
            self.store.add_place(
                entry.n, name=entry.name, lat=entry.lat, lon=entry.lon, code=code, country=entry.country,
                parent=parent, population=people,
            )  # fmt: skip
        rows = list(self._names(entry, weight, flags))
        self.report.names += len(rows)
        self.store.add_names(rows)

    def _names(self, entry: Entry, weight: float, flags: int) -> Iterator[Row]:
        others = entry.alternates if self.alternates else entry.alternates[:1]
        yield from city_rows(entry.n, entry.name, others, flags=flags, mass=weight, scripts=None)
        if entry.fclass == "A" and entry.code.startswith("ADM"):
            main = normalise(entry.name)
            short = short_form(main)
            if short != main:
                share = SHORT_FORM_SHARE if entry.code == "ADM1" else COUNTY_SHORT_SHARE
                yield short, entry.n, KINDS["alternate"], flags, weight * share


def _alternates(reader: _Reader, facts: Facts) -> Iterator[Row]:
    """Rows of alternateNamesV2, for the places that were added."""
    report = reader.report
    for number, cells in reader.rows(ALTERNATES, 8):
        if cells[2] in _NO_NAMES:
            continue
        try:
            weight, flags = facts.of(int(cells[1]))
        except ValueError as error:
            report.fault(ALTERNATES, number, str(error))
            continue
        row = _alternate(int(cells[1]), cells, weight, flags) if weight else None
        if row is not None:
            report.names += 1
            yield row


def _alternate(n: int, cells: Sequence[str], weight: float, flags: int) -> Row | None:
    language, name = cells[2], cells[3]
    key = normalise(name)
    if not key:
        return None
    if language in _CODE_LANGUAGES:
        code_flags = int(NameFlag.ABBREVIATION)
        return key, n, KINDS["abbreviation"] | CAPITALS, code_flags, weight * ALTERNATE_SHARE
    if is_noise(name, ""):
        return None
    english, historic = language.partition("-")[0] in ("en", ""), cells[7] == "1"
    preferred = "1" in cells[4:6]
    share = HISTORIC_SHARE if historic else ENGLISH_SHARE if language == "en" else ALTERNATE_SHARE
    if english and preferred and not historic:
        share = 1.0
    return key, n, KINDS["exact" if share == 1.0 else "alternate"], flags, weight * share


def _put_in_holders(reader: _Reader, store: StoreWriter, facts: Facts) -> None:
    """Put places into what hierarchy.txt says holds them, where that is closer than what their codes say.

    Its rows are parent, child and type; the types are "ADM", none, and words of users' own ("tourism"),
    which do not say what lies in what.
    """
    for number, cells in reader.rows(HIERARCHY, 2):
        if len(cells) > 2 and cells[2] not in ("", "ADM"):
            continue
        try:
            parent, child = int(cells[0]), int(cells[1])
        except ValueError as error:
            reader.report.fault(HIERARCHY, number, str(error))
            continue
        if facts.move(child, parent):
            store.move(child, parent)
            reader.report.held += 1


def main(arguments: Sequence[str] | None = None) -> None:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m geo.gazetteer.geonames", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("output", type=Path)
    parser.add_argument("--country", default="", help="ISO codes, separated by commas")
    parser.add_argument("--classes", default=CLASSES)
    options = parser.parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    countries = [c for c in options.country.upper().split(",") if c]
    report = build_from_dump(
        options.folder, options.output, countries=countries, classes=options.classes.replace(",", "")
    )
    log.info("%d places, %d names", report.places, report.names)
    for file, count in sorted(report.skipped.items()):
        log.warning("%s: %d malformed rows left out", file, count)
    for fault in report.faults:
        log.warning("  %s", fault)


if __name__ == "__main__":
    main()
