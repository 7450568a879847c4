"""Many documents, one map: files, folders and JSONL in, a folder with the map of all their places out.

The folder holds the documents as they were read (``source.jsonl``), the map (``map.html``), the places as
data (``places.geojson``) and ``corpus.json``, which records the source's hash, the options and the versions,
so that the map can be made again anywhere.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from geo.errors import InputError
from geo.files import shown, write_files
from geo.pipeline import Geoparser, assemble
from geo.reading import read, read_documents
from geo.records import OWN_PREFIX, Options, load_record, old, utf8, write_record
from geo.types import Document

RECORD = "corpus.json"
RECORDS = (RECORD, "project.json")
"""Files that say that a folder is a map's."""

SOURCE = "source.jsonl"
JSONL = (".jsonl", ".ndjson")
TEXTS = (".txt", *JSONL)
"""Files that are taken from a folder; any other text file can be named by itself."""

_FIELDS = ("id", "title", "date", "source", "near", "text")


@dataclass(frozen=True, slots=True)
class CorpusProject:
    """One corpus's map made: its files, not yet written, and what was counted."""

    files: dict[str, bytes]
    documents: int
    places: int
    missing: int
    """Names that no place was found for."""

    def write(self, folder: Path) -> None:
        """Write the files into ``folder``, replacing an earlier map there whole."""
        write_files(folder, self.files)


def is_corpus(inputs: Sequence[str]) -> bool:
    """Whether these inputs are many documents: several, a folder, or a JSONL file."""
    return len(inputs) > 1 or any(Path(i).suffix.lower() in JSONL or Path(i).is_dir() for i in inputs)


def documents_of(inputs: Sequence[str], *, encoding: str | None = None) -> list[Document]:
    """The documents of text files, JSONL files and folders of both, in the order given, folders by name.

    A document's id is made unique by a number where two share one. Raises InputError at the first input
    that can't be read, and where a folder holds nothing to read.
    """
    found: list[Document] = []
    for name in inputs:
        for path in _files(name):
            many = Path(path).suffix.lower() in JSONL
            found += read_documents(path) if many else [read(path, encoding=encoding)]
    seen: dict[str, int] = {}
    unique = []
    for document in found:
        seen[document.id] = seen.get(document.id, 0) + 1
        number = seen[document.id]
        unique.append(document if number == 1 else replace(document, id=f"{document.id} ({number})"))
    return unique


def make_corpus(
    documents: Sequence[Document],
    *,
    options: Options,
    places: tuple[str, bytes, str] | None = None,
    gazetteer: str | None = None,
    progress: Callable[[int], None] | None = None,
) -> CorpusProject:
    """Make the map of many documents.

    Args:
        documents: the texts, without toponyms.
        options: how to read and draw them.
        places: the name, the bytes and the path of a file of the user's own places; kept with the map.
        gazetteer: the path of the store to use; None is the one that ships.
        progress: called with the number of documents read so far.
    """
    from geo.webmap.corpus import Corpus, render_corpus
    from geo.webmap.options import page_options

    drawing = page_options(
        title=options.title,
        credit=options.credit,
        date=options.date,
        units=options.units,
        min_score=options.min_score,
        kinds=options.kinds or None,
        countries=options.countries or None,
        embed=options.embed,
    )
    geoparser = Geoparser(
        gazetteer=assemble(gazetteer, places=places[2] if places else None, online=options.online),
        fast=options.fast,
        demonyms=options.demonyms,
        nested=options.nested,
    )
    corpus = Corpus(drawing)
    for number, document in enumerate(geoparser.pipe(documents), 1):
        corpus.add(document)
        if progress is not None:
            progress(number)
    own = {} if places is None else {f"{OWN_PREFIX}places{Path(places[0]).suffix.lower()}": places[1]}
    files = {
        SOURCE: _source(documents),
        **own,
        "places.geojson": utf8(json.dumps(corpus.to_geojson(), ensure_ascii=False) + "\n"),
        "map.html": utf8(render_corpus(corpus, **asdict(drawing))),
    }
    files[RECORD] = write_record(files, SOURCE, options, geoparser.versions())
    return CorpusProject(files, len(documents), len(corpus.tallies), len(corpus.not_placed))


def regenerate(
    root: Path, *, check: bool = False, gazetteer: str | None = None
) -> Iterator[tuple[Path, list[str]]]:
    """Make every corpus's map under ``root`` again from its recorded source and options.

    Yields each folder and the names of the files that changed; with ``check`` nothing is written. Raises
    InputError at a record that can't be read or a source that is not the recorded one.
    """
    for record in sorted(root.rglob(RECORD)):
        folder = record.parent
        options, _, own = load_record(folder / RECORD, SOURCE, Options)
        places = None if own is None else (own.name.removeprefix(OWN_PREFIX), own.read_bytes(), str(own))
        documents = list(read_documents(folder / SOURCE))
        project = make_corpus(documents, options=options, places=places, gazetteer=gazetteer)
        changed = [name for name, content in project.files.items() if old(folder / name) != content]
        if changed and not check:
            project.write(folder)
        yield folder, changed


def _files(name: str) -> list[str]:
    folder = Path(name)
    if name == "-" or not folder.is_dir():
        return [name]
    texts = [p for p in folder.rglob("*") if p.suffix.lower() in TEXTS and p.is_file()]
    # The text of a map made before is the copy of an article, and no second one.
    found = sorted(str(p) for p in texts if not any((p.parent / name).exists() for name in RECORDS))
    if not found:
        raise InputError(f"{shown(name)} is a folder without a text in it ({', '.join(TEXTS)})")
    return found


def _source(documents: Sequence[Document]) -> bytes:
    """The documents as JSONL: what they were read as, whatever they were read from."""
    lines = []
    for document in documents:
        record = {key: value for key in _FIELDS if (value := getattr(document, key))}
        lines.append(json.dumps({"id": document.id, "text": document.text, **record}, ensure_ascii=False))
    return b"".join(_lossless(line) + b"\n" for line in lines)


def _lossless(line: str) -> bytes:
    try:
        return line.encode("utf-8")
    except UnicodeEncodeError:  # lone surrogates have no UTF-8, but JSON can write them
        return json.dumps(json.loads(line)).encode("ascii")
