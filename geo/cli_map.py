"""``geo map``: one article, or many on one map."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from geo import cli_options
from geo.cli_options import chosen_store
from geo.cli_words import count, say, tell_language
from geo.errors import InputError
from geo.types import MENTION_KINDS


def map_verb(verbs: Any) -> None:
    """Add ``geo map``."""
    verb = verbs.add_parser(
        "map",
        help="draw the places of one article, or of many",
        description="Read one article and write a folder with its map (map.html), its places as data "
        "(places.geojson), the text itself (source.txt) and what is needed to make the map again "
        "(project.json). Several files, a folder of texts or a .jsonl file give one map of all their "
        "places, with the documents and sentences that name each. The page needs no network.",
    )
    verb.add_argument(
        "article",
        metavar="ARTICLE",
        nargs="+",
        help="a text file, or - for standard input; or many: files, folders, .jsonl",
    )
    verb.add_argument("-o", "--output", metavar="FOLDER", type=Path, help="default: output/NAME OF ARTICLE")
    verb.add_argument("--title", default="", help="the page's title")
    verb.add_argument("--credit", default="", help="a line of credit under the map")
    verb.add_argument("--date", default="", help="the article's date, YYYY-MM-DD")
    verb.add_argument(
        "--min-score",
        type=cli_options.share,
        default=0.0,
        metavar="S",
        help="leave out places scored below S",
    )
    verb.add_argument(
        "--kinds", type=cli_options.kinds, default=(), help=f"draw only these: {','.join(MENTION_KINDS)}"
    )
    verb.add_argument(
        "--country", type=cli_options.countries, default=(), metavar="CC", help="draw only these: VE,CO"
    )
    verb.add_argument("--units", choices=("km", "mi"), default="km", help="of the scale bar and distances")
    verb.add_argument(
        "--locator",
        choices=("auto", "on", "off"),
        default="auto",
        help="the small globe; auto shows it in small views",
    )
    verb.add_argument("--no-text", action="store_true", help="leave the article out of the page")
    verb.add_argument("--embed", action="store_true", help="a page without text, for an iframe")
    verb.add_argument(
        "--image",
        type=cli_options.image,
        metavar="NAME",
        help="also a still picture: map.png, map.svg or map.pdf",
    )
    verb.add_argument(
        "--image-size",
        type=cli_options.size,
        default=(1600, 1000),
        metavar="WxH",
        help="its pixels: 1600x1000",
    )
    verb.add_argument(
        "--tiles",
        metavar="PROVIDER",
        help="draw on this xyzservices provider's tiles; every reader's browser then tells it what is mapped",
    )
    verb.add_argument("--open", action="store_true", help="show the page in the browser when it is made")
    cli_options.reading_options(verb)
    verb.set_defaults(run=_map)


def _map(options: argparse.Namespace) -> int:
    from geo.corpus import is_corpus
    from geo.export import printable
    from geo.projects import MapOptions, make
    from geo.reading import read_bytes

    if is_corpus(options.article):
        return _map_many(options)
    article = options.article[0]
    name = "standard input" if article == "-" else article
    stem = "stdin" if article == "-" else Path(article).stem
    if stem == "source" and options.output is None:  # the text of a map made before
        raise InputError("the article is called source; say where the map goes with -o")
    folder = options.output or Path("output") / stem
    chosen = MapOptions(
        **_shared(options),
        near=options.near,
        encoding=options.encoding,
        locator=options.locator,
        text=not options.no_text,
        tiles=options.tiles,
        image=options.image or "",
        image_size=options.image_size,
    )
    if options.tiles:
        say(f"whoever opens this page tells {printable(options.tiles)} which places it shows, and when")
    project = make(
        read_bytes(article),
        name=printable(name),
        options=chosen,
        places=None if options.places is None else (options.places, read_bytes(options.places)),
        gazetteer=chosen_store(options),
    )
    project.write(folder)
    tell_language(project.document)
    placed = {t.place.id for t in project.document.toponyms if t.place}
    missing = {t.mention.text for t in project.document.toponyms if not t.place}
    page = folder / "map.html"
    print(f"{printable(str(page))}: {count(len(placed), 'place')}", end="")
    print(f", {count(len(missing), 'name')} not placed" if missing else "")
    _open(page, options)
    return 0


def _shared(options: argparse.Namespace) -> dict[str, Any]:
    """The options that the map of one article and that of many have in common."""
    return {
        "title": options.title,
        "credit": options.credit,
        "date": cli_options.date(options.date),
        "units": options.units,
        "min_score": options.min_score,
        "kinds": options.kinds,
        "countries": options.country,
        "demonyms": options.demonyms,
        "nested": options.nested,
        "fast": options.fast,
        "embed": options.embed,
        "online": options.online,
    }


def _map_many(options: argparse.Namespace) -> int:
    from dataclasses import replace

    from geo.corpus import documents_of, make_corpus
    from geo.export import printable
    from geo.reading import read_bytes
    from geo.records import Options

    for name in ("image", "tiles"):
        if getattr(options, name):
            raise InputError(f"--{name} is for the map of one article")
    if len(options.article) > 1 and options.output is None:
        raise InputError("a map of several inputs needs a folder to go to; name it with -o")
    folder = options.output or Path("output") / Path(options.article[0]).resolve().stem
    documents = documents_of(options.article, encoding=options.encoding)
    project = make_corpus(
        [replace(document, near=document.near or options.near) for document in documents],
        options=Options(**_shared(options)),
        places=options.places and (options.places, read_bytes(options.places), options.places),
        gazetteer=chosen_store(options),
        progress=lambda done: _progress(done, len(documents)),
    )
    project.write(folder)
    page = folder / "map.html"
    print(f"{printable(str(page))}: {count(project.places, 'place')} in", end=" ")
    print(count(project.documents, "document"), end="")
    print(f", {count(project.missing, 'name')} not placed" if project.missing else "")
    _open(page, options)
    return 0


def _progress(done: int, of: int) -> None:
    """How far a long run is, on a terminal only."""
    if sys.stderr.isatty() and (done % 20 == 0 or done == of):
        sys.stderr.write(f"\rgeo: {done} of {of} documents" + ("\n" if done == of else ""))


def _open(page: Path, options: argparse.Namespace) -> None:
    if options.open:
        import webbrowser

        webbrowser.open(page.resolve().as_uri())
