"""``geo gazetteer``: what is known of the gazetteer in use, and building a full one from GeoNames."""

from __future__ import annotations

import argparse
import json
import sys
import time
from pathlib import Path
from typing import Any

from geo.cli_options import SETTING, chosen_store
from geo.errors import InputError

CLASSES = "A,P,H,T,L,S"
SHOWN_KINDS = 30  # kinds of places that are told, the commonest first


def gazetteer_verb(verbs: Any) -> None:
    """Add ``geo gazetteer`` with its verbs."""
    verb = verbs.add_parser(
        "gazetteer",
        help="build a gazetteer from a GeoNames dump, or show the one in use",
        description="The gazetteer that ships holds what news names most. Here you see what it holds, and "
        "build one with all 12 million places of GeoNames, or with some countries.",
    )
    below = verb.add_subparsers(title="verbs", metavar="VERB", required=True, parser_class=type(verb))
    info = below.add_parser(
        "info",
        help="what the gazetteer in use holds",
        description="Print what the gazetteer in use holds, of when it is and from what it was made, with "
        "counts by kind and checksums.",
    )
    info.add_argument("--gazetteer", metavar="FILE", help="show this store; default: what ships")
    info.add_argument("--json", action="store_true", help="print JSON instead of text")
    info.set_defaults(run=_info)
    build = below.add_parser(
        "build",
        help="build a gazetteer from a GeoNames dump on disk",
        description="Build a gazetteer from GeoNames's files in a folder: allCountries.txt or single "
        "countries (VE.txt), and, where they are there, alternateNamesV2.txt, hierarchy.txt, "
        "admin1CodesASCII.txt, admin2Codes.txt and countryInfo.txt. What ships stays on top of it. "
        "FILE is replaced when the new one is complete.",
    )
    build.add_argument(
        "--from", dest="folder", metavar="DIR", type=Path, required=True, help="the folder of the dump"
    )
    build.add_argument("-o", "--output", metavar="FILE", type=Path, required=True, help="the store to write")
    _selection(build)
    build.set_defaults(run=_build)

    install = below.add_parser(
        "install",
        help="download GeoNames's dump and build a gazetteer from it",
        description="Download GeoNames's dump (all of it: about 600 MB, 12 million places) and build a "
        "gazetteer from it. This opens connections to download.geonames.org. Broken off, it goes on where "
        "it stopped when it is run again. FILE is replaced when the new one is complete.",
    )
    install.add_argument("source", choices=("geonames",), help="where the places are from")
    install.add_argument(
        "-o", "--output", metavar="FILE", type=Path, required=True, help="the store to write"
    )
    install.add_argument("--keep", metavar="DIR", type=Path, help="where the dump goes; default: beside FILE")
    _selection(install)
    install.set_defaults(run=_install)


def _selection(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("--country", metavar="CC,CC", default="", help="only these countries: VE,CO")
    verb.add_argument(
        "--classes", metavar="X,X", default=CLASSES, help=f"GeoNames's classes; default {CLASSES}"
    )


CLASS_TITLES = {
    "A": "countries and divisions", "P": "towns, villages, parts of towns", "H": "waters", "T": "landforms",
    "L": "regions and areas", "S": "buildings and sites", "R": "roads", "U": "undersea", "V": "forests",
}  # fmt: skip


def _info(options: argparse.Namespace) -> int:
    from geo.datafiles import sha256
    from geo.gazetteer import open_gazetteer

    store = open_gazetteer(chosen_store(options))
    facts: dict[str, Any] = {
        "file": store.path.name,
        "bytes": store.path.stat().st_size,
        "sha256": sha256(store.path),
        "version": store.version,
        "content": store.checksum,
        "date": store.meta.get("date", ""),
        "sources": store.meta["sources"].split("; "),
        "names": int(store.meta["names"]),
        "classes": json.loads(store.meta["counts"]),
        "kinds": store.kinds(),
    }
    print(json.dumps(facts, ensure_ascii=False, indent=1) if options.json else _told(facts))
    return 0


def _told(facts: dict[str, Any]) -> str:
    from geo.webmap.words import CODE_WORDS

    kinds: dict[str, int] = {}
    for code, count in facts["kinds"].items():
        word = CODE_WORDS.get(code, "other")
        kinds[word] = kinds.get(word, 0) + count
    most = sorted(((n, word) for word, n in kinds.items() if word != "other"), reverse=True)
    newest = f", its newest row of {facts['date']}" if facts["date"] else ""
    lines = [
        f"file      {facts['file']}, {facts['bytes'] / 1e6:,.1f} MB, SHA-256 {facts['sha256']}",
        f"version   {facts['version']}, content {facts['content']}{newest}",
        *(f"{'made from' if n == 0 else '':<9} {source}" for n, source in enumerate(facts["sources"])),
        f"names     {facts['names']:,}",
        f"places    {sum(facts['classes'].values()):,}, of these",
        *(
            f"{n:>12,}  {CLASS_TITLES.get(letter, letter)} ({letter})"
            for letter, n in facts["classes"].items()
        ),
        "kinds     " + ", ".join(f"{n:,} {word}" for n, word in most[:SHOWN_KINDS]),
    ]
    return "\n".join(lines)


class _Pace:
    """How fast a file comes in, and when it will be here: by what came since this fetch of it began."""

    def __init__(self) -> None:
        self._name, self._begun, self._first = "", 0.0, 0

    def told(self, name: str, here: int, whole: int, *, now: float | None = None) -> str:
        """A line on the file: bytes here and in all, the rate, the time left. ``now`` is in seconds."""
        now = time.monotonic() if now is None else now
        if name != self._name:
            self._name, self._begun, self._first = name, now, here
        rate = (here - self._first) / (now - self._begun) if now > self._begun else 0.0
        line = f"{name}: {here / 1e6:,.1f} of {whole / 1e6:,.1f} MB"
        if rate > 0:
            minutes, seconds = divmod(round(max(0, whole - here) / rate), 60)
            line += f", {rate / 1e6:.1f} MB/s, {minutes}:{seconds:02} left"
        return line


def _install(options: argparse.Namespace) -> int:
    from geo.gazetteer.download import download

    options.folder = options.keep or options.output.with_name(options.output.name + ".dump")
    pace = _Pace()

    def progress(name: str, here: int, whole: int) -> None:
        if sys.stderr.isatty():
            sys.stderr.write(f"\r{pace.told(name, here, whole)}   ")

    download(options.folder, countries=_countries(options), progress=progress)
    return _build(options)


def _countries(options: argparse.Namespace) -> list[str]:
    countries = [code.strip().upper() for code in options.country.split(",") if code.strip()]
    for code in countries:
        if len(code) != 2 or not code.isascii() or not code.isalpha():
            raise InputError(f"--country {options.country!r} is not a list of two-letter codes, as VE,CO")
    return countries


def _build(options: argparse.Namespace) -> int:
    from geo.gazetteer.geonames import build_from_dump

    countries = _countries(options)
    classes = "".join(part.strip().upper() for part in options.classes.split(","))
    if not classes or set(classes) - set("APHTLSRUV"):
        raise InputError(f"--classes {options.classes!r} is not a list of A,P,H,T,L,S,R,U,V")
    if options.output.is_dir() or not options.output.resolve().parent.is_dir():
        raise InputError("-o must name a file in a folder that is there")
    begun = time.monotonic()

    def progress(name: str, rows: int) -> None:
        if sys.stderr.isatty():
            rate = rows / max(time.monotonic() - begun, 1e-9)
            sys.stderr.write(f"\r{name}: {rows:,} rows, {rate:,.0f} a second ")

    report = build_from_dump(
        options.folder, options.output, countries=countries, classes=classes, progress=progress
    )
    if sys.stderr.isatty():
        sys.stderr.write("\n")
    for fault in report.faults:
        sys.stderr.write(f"geo: left out: {fault}\n")
    left_out = sum(report.skipped.values())
    print(
        f"{options.output.name}: {report.places:,} places, {report.names:,} names, "
        f"{left_out:,} malformed rows left out"
    )
    print(f"use it with --gazetteer {options.output.name}, or set {SETTING}")
    return 0
