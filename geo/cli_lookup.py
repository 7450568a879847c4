"""``geo lookup``: what the gazetteer knows of a name, or of a point, as a person wants to see it."""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Sequence
from typing import Any

from geo import cli_options
from geo.errors import InputError
from geo.types import Candidate

COLUMN = 56
"""Characters that the column of names takes at most; a longer name moves its row's rest."""


def lookup_verb(verbs: Any) -> None:
    """Add ``geo lookup``."""
    verb = verbs.add_parser(
        "lookup",
        help="ask the gazetteer for names, or for what lies at a point",
        description="Print the places that a name can mean, best first, as the gazetteer knows them without "
        "any context: the share of the name's uses that mean the place, what holds it, what it is, who lives "
        "there, where it lies, its id. A name that is not known is answered by what is spelt or built like "
        "it, and that is said. With --reverse, the places nearest to LAT,LON. Exit code 1: a name has no "
        "answer.",
    )
    verb.add_argument(
        "name",
        metavar="NAME",
        nargs="+",
        help="names: Springfield 'Paris, Texas'; words that are one known name together are one: New York",
    )
    verb.add_argument("--reverse", action="store_true", help="NAME is LAT,LON")
    verb.add_argument("--limit", type=int, default=10, metavar="N", help="at most N places (default 10)")
    verb.add_argument("--format", choices=("table", "json"), default="table")
    verb.add_argument(
        "--json", dest="format", action="store_const", const="json", help="for pipes: a list of all answers"
    )
    cli_options.gazetteer_options(verb)
    # argparse takes "-18.1,178.4" for an option; half of the world's points begin like that.
    verb._negative_number_matcher = re.compile(r"-\.?\d")
    verb.set_defaults(run=_lookup)


def _lookup(options: argparse.Namespace) -> int:
    from geo.gazetteer.online import GazetteerGeocoder, record
    from geo.pipeline import assemble

    if options.limit < 1:
        raise InputError("--limit must be 1 or more")
    gazetteer = assemble(cli_options.chosen_store(options), places=options.places, online=options.online)
    geocoder = GazetteerGeocoder(gazetteer)
    if options.reverse:
        query = " ".join(options.name)
        near = geocoder.nearest(cli_options.point(query), limit=options.limit)
        answers = [(query, [Candidate(place, place.name, reasons=(f"{km:.1f} km",)) for place, km in near])]
    else:
        names = _names(options.name, gazetteer)
        answers = [(name, geocoder.find(name)) for name in names]
    if options.format == "json":
        rows = [
            {"query": query, **record(candidate)}
            for query, found in answers
            for candidate in found[: options.limit]
        ]
        print(json.dumps(rows, ensure_ascii=False, indent=1))
    else:
        tables = [
            _table(query, found, options.limit, gazetteer, reverse=options.reverse)
            for query, found in answers
        ]
        print("\n\n".join(tables))
    return 0 if all(found for _, found in answers) else 1


def _names(words: Sequence[str], gazetteer: Any) -> list[str]:
    """The names that the words on the command line are: each is one, or all of them together."""
    whole = " ".join(words)
    [found] = gazetteer.lookup([whole])
    return [whole] if found and found[0].match != "fuzzy" and not found[0].reasons else list(words)


def _table(query: str, found: Sequence[Candidate], limit: int, gazetteer: Any, *, reverse: bool) -> str:
    from geo.export import printable
    from geo.webmap.words import kind_words

    shown = found[:limit]
    if not shown:
        return f"{printable(query)}: " + ("no town within 100 km" if reverse else "nothing is called so here")
    rows = []
    for candidate in shown:
        place = candidate.place
        holders = gazetteer.get(place.within[:1])
        country = holders[0].name if holders and holders[0] else ""
        parts = dict.fromkeys(part for part in (place.name, *place.holders, country) if part)
        what = kind_words(place)
        if place.population:
            what += f", {place.population:,} people"
        told = candidate.reasons[0] if reverse else _share(candidate.score)
        spot = f"{place.footprint.lat:.4f}, {place.footprint.lon:.4f}"
        rows.append((told, printable(", ".join(parts)), what, spot, place.id))
    named, kinds, spots = (max(len(row[k]) for row in rows) for k in (1, 2, 3))
    lines = [
        f"{told:>9}  {name:<{min(named, COLUMN)}}  {what:<{kinds}}  {spot:<{spots}}  {id_}"
        for told, name, what, spot, id_ in rows
    ]
    return "\n".join([f"{printable(query)}: {_heading(found, len(shown), reverse=reverse)}", *lines])


def _heading(found: Sequence[Candidate], shown: int, *, reverse: bool) -> str:
    if reverse:
        return "the nearest towns"
    best, count = found[0], f"{len(found)} places" if len(found) > 1 else "one place"
    if shown < len(found):
        count = f"{shown} of {count}"
    if best.match == "fuzzy" or best.reasons:
        how = f" ({best.reasons[0]})" if best.reasons else ""
        return f"not known; like it{how}: {count}"
    return f"{count}, the likeliest first" if len(found) > 1 else count


def _share(score: float) -> str:
    """A share as a percentage that is never a false 0 or 100."""
    percent = 100 * score
    return "< 0.1 %" if percent < 0.1 else f"{percent:.1f} %" if percent < 10 else f"{percent:.0f} %"
