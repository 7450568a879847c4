"""The command line: thin verbs over the public API.

Exit codes: 0 done; 1 the result could not be made or written, or ``regenerate --check`` found a
change; 2 the input or an option cannot be used. An error is one line on standard error.
"""

from __future__ import annotations

import argparse
import json
import logging
import os
import signal
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NoReturn

from geo import __version__, cli_options
from geo.cli_gazetteer import gazetteer_verb
from geo.cli_lookup import lookup_verb
from geo.cli_map import map_verb
from geo.cli_options import chosen_store
from geo.cli_words import say, tell_language
from geo.errors import GeoError, InputError
from geo.types import Document


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    signal.signal(signal.SIGTERM, _terminated)
    logging.basicConfig(format="geo: %(message)s", level=logging.WARNING)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # the same bytes in every locale
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        options = _parser().parse_args(arguments)
        return int(options.run(options) or 0)
    except GeoError as error:
        say(str(error))
        return error.exit_code
    except KeyboardInterrupt:
        say("interrupted; nothing was left half written")
        return 1
    except BrokenPipeError:  # the reader of a pipe has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except MemoryError:
        say("out of memory; try a shorter text, or --fast")
        return 1
    except OSError as error:
        if os.environ.get("GEO_DEBUG"):
            raise
        say(f"the system refused: {error.strerror or error}")
        return 1
    except Exception as error:
        if os.environ.get("GEO_DEBUG"):
            raise
        say(f"a fault of ours, {type(error).__name__}: {error}; GEO_DEBUG=1 shows where, please report it")
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="geo",
        description="Text in, trustworthy map out: finds the places that a text speaks of, decides "
        "which they are and draws them on one map page. Works offline.",
    )
    parser.add_argument("--version", action="version", version=f"geo {__version__}")
    verbs = parser.add_subparsers(title="verbs", metavar="VERB", required=True, parser_class=_Parser)
    map_verb(verbs)
    _parse_verb(verbs)
    lookup_verb(verbs)
    _regenerate_verb(verbs)
    _evaluate_verb(verbs)
    gazetteer_verb(verbs)
    return parser


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise InputError(f"{message}; see {self.prog} --help")


def _parse_verb(verbs: Any) -> None:
    verb = verbs.add_parser(
        "parse",
        help="print the places of an article, or of many",
        description="Print the places of one article as a table, or in a format for other programs. A "
        "file that ends in .jsonl holds many documents, one JSON object a line with id and text.",
    )
    verb.add_argument("input", metavar="INPUT", help="a text file, a .jsonl file, or - for standard input")
    verb.add_argument("--format", choices=("table", "json", "jsonl", "geojson", "csv"), default="table")
    verb.add_argument("-o", "--output", metavar="FILE", type=Path, help="write there instead of printing")
    verb.add_argument("--jsonl", action="store_true", help="take standard input as .jsonl")
    verb.add_argument("--spans", action="store_true", help="keep the input's spans and only resolve them")
    verb.add_argument("--explain", action="store_true", help="print every candidate with its reasons")
    cli_options.reading_options(verb)
    verb.set_defaults(run=_parse)


def _parse(options: argparse.Namespace) -> int:
    from geo import export
    from geo.pipeline import Geoparser, assemble

    many = options.jsonl or options.input.lower().endswith((".jsonl", ".ndjson"))
    if options.spans and not many:
        raise InputError("--spans needs a .jsonl input with the spans in its toponyms")
    if many and options.format in ("json", "geojson"):
        raise InputError(f"--format {options.format} is for one article; use jsonl or csv for a .jsonl input")
    documents = _documents(options, many=many)
    if options.output is not None and not options.output.parent.is_dir():
        raise InputError(f"{export.printable(str(options.output.parent))} is not a folder; make it first")
    gazetteer = assemble(chosen_store(options), places=options.places, online=options.online)
    geoparser = Geoparser(
        gazetteer=gazetteer, fast=options.fast, demonyms=options.demonyms, nested=options.nested
    )
    parsed = geoparser.resolve(documents) if options.spans else geoparser.pipe(documents)
    if options.output is None:
        for number, document in enumerate(parsed):
            tell_language(document)
            sys.stdout.write(_shown(document, options, first=number == 0, many=many))
            sys.stdout.flush()
        return 0
    from geo.files import write_file

    text = "".join(
        _shown(document, options, first=number == 0, many=many) for number, document in enumerate(parsed)
    )
    write_file(options.output, text.encode("utf-8", "backslashreplace"))
    return 0


def _documents(options: argparse.Namespace, *, many: bool) -> Iterator[Document]:
    from dataclasses import replace

    from geo.reading import read, read_documents

    if many:
        # A bad line anywhere is told before an hour of work, not after it.
        checked = list(read_documents(options.input, spans=options.spans))
    else:
        checked = [read(options.input, encoding=options.encoding)]
    return iter([replace(d, near=d.near or options.near) for d in checked])


def _shown(document: Document, options: argparse.Namespace, *, first: bool, many: bool) -> str:
    from geo import export

    if options.explain:
        return export.to_explanation(document)
    if options.format == "table":
        return (f"# {export.printable(document.id)}\n" if many else "") + export.to_table(document)
    if options.format == "csv":
        return export.to_csv([document], header=first)
    if options.format == "jsonl":
        return export.to_jsonl([document])
    return export.to_json(document) if options.format == "json" else export.to_geojson_text(document)


def _regenerate_verb(verbs: Any) -> None:
    verb = verbs.add_parser(
        "regenerate",
        help="make every map in a folder again",
        description="Make every map below FOLDER again from its recorded source and options. With "
        "--check nothing is written, and the exit code is 1 if a map would change.",
    )
    verb.add_argument(
        "folder", metavar="FOLDER", nargs="?", type=Path, default=Path("output"), help="default: output"
    )
    verb.add_argument("--check", action="store_true", help="only say whether any would change")
    verb.add_argument("--gazetteer", metavar="FILE", help="the store that the maps were made with")
    verb.set_defaults(run=_regenerate)


def _regenerate(options: argparse.Namespace) -> int:
    from geo.export import printable

    stale = 0
    for folder, changed in _made_again(options):
        stale += bool(changed)
        state = ("would change: " if options.check else "made again: ") + ", ".join(changed)
        print(f"{printable(str(folder))}  {state if changed else 'unchanged'}")
    return 1 if options.check and stale else 0


def _made_again(options: argparse.Namespace) -> Iterator[tuple[Path, list[str]]]:
    from geo import corpus, projects

    corpora = [record.parent for record in options.folder.rglob(corpus.RECORD)]
    if not corpora or any(options.folder.rglob(projects.RECORD)):  # none of either is told as a mistake
        yield from projects.regenerate(options.folder, check=options.check, gazetteer=chosen_store(options))
    yield from corpus.regenerate(options.folder, check=options.check, gazetteer=chosen_store(options))


def _evaluate_verb(verbs: Any) -> None:
    verb = verbs.add_parser(
        "evaluate",
        help="score predictions against gold documents",
        description="Score the places of PREDICTED against those of GOLD, two .jsonl files: recognition "
        "(exact, overlap), resolution (accuracy at 161 and 20 km, mean, median, AUC, ids) and end to end.",
    )
    verb.add_argument("gold", metavar="GOLD", help="gold documents, JSONL")
    verb.add_argument("predicted", metavar="PREDICTED", help="predicted documents, JSONL")
    verb.add_argument("--mode", choices=("full", "resolution"), default="full",
                      help="resolution: the system was given the gold spans")  # fmt: skip
    verb.add_argument(
        "--neutral-kinds", default="", metavar="K,K", help="kinds of gold toponyms to leave out"
    )
    verb.add_argument(
        "--allow-missing", action="store_true", help="count gold documents without a prediction as empty"
    )
    verb.add_argument("--json", action="store_true", help="print JSON instead of text")
    verb.set_defaults(run=_evaluate)


def _evaluate(options: argparse.Namespace) -> int:
    from geo.evaluation import evaluate, report

    result = evaluate(
        options.gold,
        options.predicted,
        neutral_kinds=[kind for kind in options.neutral_kinds.split(",") if kind],
        mode=options.mode,
        allow_missing=options.allow_missing,
    )
    print(json.dumps(result, indent=1) if options.json else report(result))
    return 0


def _terminated(*_: object) -> NoReturn:
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(main())
