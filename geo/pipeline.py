"""The whole line, from a text to a document with its places: the only file that knows all stages.

Reading -> recognition -> resolution; the gazetteer serves both. Drawing and exporting take the
document that comes out. Every part can be replaced by one that keeps the same contract.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import Any, Protocol, TypeVar

from geo.datafiles import DATA, checksum
from geo.errors import OutputError
from geo.gazetteer import Gazetteer, open_gazetteer
from geo.types import Document, Mention, Toponym

T = TypeVar("T")

BATCH = 32
"""Documents that :meth:`Geoparser.pipe` takes at a time: enough to fill the recogniser's batches,
few enough to keep memory flat."""


class Recognizer(Protocol):
    """Finds mentions: one list a text, in the text's order."""

    def recognize(self, texts: Sequence[str]) -> list[list[Mention]]: ...


class Resolver(Protocol):
    """Decides which place each mention means; takes toponyms that carry only mentions."""

    def resolve(self, documents: Sequence[Document], *, always: bool = False) -> list[Document]: ...


class Geoparser:
    """Finds the places of texts and decides which they are.

    Opening the models takes a moment: make one and use it for every text.

    Args:
        gazetteer: what names are looked up in; the one that ships if None.
        recognizer: what finds the names; the shipped model together with the lexicon if None.
        resolver: what decides between places; the shipped ranker if None.
        fast: recognise by lexicon alone, without the model (many times as fast, less sure).
        demonyms: whether words for peoples count ("Venezuelan officials").
        nested: whether names inside names of governments, schools, teams and the like count
            ("[Springfield] City Council").
    """

    def __init__(
        self,
        *,
        gazetteer: Gazetteer | None = None,
        recognizer: Recognizer | None = None,
        resolver: Resolver | None = None,
        fast: bool = False,
        demonyms: bool = True,
        nested: bool = True,
    ) -> None:
        self.gazetteer = gazetteer or open_gazetteer()
        self.recognizer = recognizer or _recognizer(
            self.gazetteer, fast=fast, demonyms=demonyms, nested=nested
        )
        self.resolver = resolver or _resolver(self.gazetteer)
        self.demonyms = demonyms
        self.nested = nested
        self.fast = fast

    def parse(
        self,
        text: str | Document,
        *,
        id: str = "",
        title: str = "",
        date: str = "",
        source: str = "",
        near: str | None = None,
    ) -> Document:
        """The places of one text, as a document; see :class:`~geo.types.Document` for the options."""
        if isinstance(text, str):
            text = Document(id=id, text=text, title=title, date=date, source=source, near=near)
        return next(self.pipe([text]))

    def pipe(self, texts: Iterable[str | Document]) -> Iterator[Document]:
        """The places of many texts, one document each, in their order, a batch at a time."""
        for batch in _batches(texts):
            documents = [text if isinstance(text, Document) else Document(id="", text=text) for text in batch]
            found = self.recognizer.recognize([_readable(_headed(document)) for document in documents])
            yield from self._resolve(
                [
                    replace(document, toponyms=tuple(Toponym(m) for m in _local(document, mentions)))
                    for document, mentions in zip(documents, found, strict=True)
                ]
            )

    def resolve(self, documents: Iterable[Document]) -> Iterator[Document]:
        """Only decide which places the documents' own mentions mean; spans stay as they are.

        That a name is a place's is taken from the caller, so the likeliest place is given even where
        the score is too low for a text's own mentions to be placed.
        """
        for batch in _batches(documents):
            yield from self._resolve(batch, always=True)

    def _resolve(self, documents: Sequence[Document], *, always: bool = False) -> Iterator[Document]:
        prepared = [_without_anaphors(replace(d, meta={**d.meta, **_coordinates(d)})) for d in documents]
        versions = self.versions()
        resolved = self.resolver.resolve(prepared, always=always)
        for placed, given in zip(resolved, documents, strict=True):
            document = _with_anaphors(placed, given.toponyms)
            meta = {key: value for key, value in document.meta.items() if key != "coordinates"}
            yield replace(document, meta={**meta, **_language(document), "versions": versions})

    def versions(self) -> dict[str, str]:
        """Versions and checksums of what decides the result, for outputs to quote."""
        import geo

        known = {"geo": geo.__version__, "gazetteer": f"{self.gazetteer.version} {self.gazetteer.checksum}"}
        for part, name in (("recogniser", "recogniser.onnx"), ("ranker", "ranker.json")):
            if checksum(name) and not (part == "recogniser" and self.fast):
                known[part] = checksum(name)
        return known


def parse(text: str | Document, **options: Any) -> Document:
    """The places of one text, with what ships: ``Geoparser(...).parse(text, ...)`` in one call.

    ``options`` are those of :class:`Geoparser` and of :meth:`Geoparser.parse`. The geoparser is kept
    for the next call with the same options.
    """
    own = {key: options.pop(key) for key in ("fast", "demonyms", "nested") if key in options}
    return _shared(**own).parse(text, **options)


def assemble(
    store: str | Path | None = None, *, places: str | Path | None = None, online: str | None = None
) -> Gazetteer:
    """A gazetteer put together from a store, a user's own places and an online service.

    Args:
        store: the path of a store; None opens the one that ships.
        places: a CSV or GeoJSON file whose places are laid over it.
        online: a geopy service to ask for names that neither has; the names are sent to it.

    Raises GazetteerError or InputError, naming the file, where one can't be used.
    """
    gazetteer: Any = open_gazetteer(store)
    if places is not None:
        from geo.gazetteer.places_file import overlay

        gazetteer = overlay(gazetteer, places)
    if online is not None:
        from geo.gazetteer.online import open_online

        gazetteer = open_online(online, below=gazetteer, cache=_cache())
    whole: Gazetteer = gazetteer
    return whole


def _cache() -> Path:
    """Where an online service's answers are kept: the user's cache folder."""
    home = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    folder = Path(home) / "geo"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"no folder for the answers of online services: {error.strerror}") from error
    return folder / "online.sqlite"


@lru_cache(maxsize=2)
def _shared(*, fast: bool = False, demonyms: bool = True, nested: bool = True) -> Geoparser:
    return Geoparser(fast=fast, demonyms=demonyms, nested=nested)


def _recognizer(gazetteer: Gazetteer, *, fast: bool, demonyms: bool, nested: bool) -> Recognizer:
    from geo.recognition.combined import Recognizer as Combined

    tagger = None
    if not fast and (DATA / "recogniser.onnx").is_file():
        from geo.recognition.tagger import Tagger

        tagger = Tagger(gazetteer=gazetteer)
    combined: Recognizer = Combined(gazetteer, tagger=tagger, demonyms=demonyms, nested=nested)
    return combined


def _resolver(gazetteer: Gazetteer) -> Resolver:
    from geo.resolution import Resolver as Trained

    resolver: Resolver = Trained(gazetteer)
    return resolver


def _coordinates(document: Document) -> dict[str, Any]:
    """What the text's coordinates say, for the resolver: ``{"coordinates": {"start-end": [lat, lon]}}``."""
    spans = {(t.mention.start, t.mention.end) for t in document.toponyms if t.mention.kind == "coordinates"}
    if not spans:
        return {}
    from geo.recognition.coordinates import parse_coordinates

    found = parse_coordinates(_readable(document.text))
    points = {f"{f.start}-{f.end}": [f.lat, f.lon] for f in found if (f.start, f.end) in spans}
    return {"coordinates": points}


def _language(document: Document) -> dict[str, Any]:
    """What the recogniser took the text, title and all, to be written in."""
    from geo.recognition.language import detect

    return {"language": detect(_readable(_headed(document)))}


def _without_anaphors(document: Document) -> Document:
    """The document without the mentions that stand for an earlier one: they mean what it means."""
    names = tuple(t for t in document.toponyms if t.mention.antecedent is None)
    return document if len(names) == len(document.toponyms) else replace(document, toponyms=names)


def _with_anaphors(document: Document, given: Sequence[Toponym]) -> Document:
    """The resolved document with "the Gulf" wherever it stood for "Gulf of Mexico", placed as that is."""
    if len(document.toponyms) == len(given):
        return document
    placed = iter(document.toponyms)
    by_start: dict[int, Toponym] = {}
    toponyms = []
    for toponym in given:
        mention = toponym.mention
        earlier = by_start.get(-1 if mention.antecedent is None else mention.antecedent)
        if mention.antecedent is None:
            toponym = by_start[mention.start] = next(placed)  # noqa: PLW2901
        elif earlier is not None and earlier.place is not None:
            note = f"stands for “{earlier.mention.text}”, named before"
            toponym = replace(earlier, mention=mention, note=note)  # noqa: PLW2901
        toponyms.append(toponym)
    return replace(document, toponyms=tuple(toponyms))


def _headed(document: Document) -> str:
    """What is read: the text below its title, where the text does not begin with it."""
    title = document.title.strip()
    if not title or document.text.lstrip().startswith(title):
        return document.text
    return f"{title}\n\n{document.text}"


def _own(document: Document, mentions: Iterable[Mention]) -> Iterator[Mention]:
    """The mentions of the text without those of its title, which count from the title's beginning."""
    shift = len(_headed(document)) - len(document.text)
    for m in mentions:
        if m.start >= shift:
            antecedent = None if m.antecedent is None or m.antecedent < shift else m.antecedent - shift
            moved = replace(m, start=m.start - shift, end=m.end - shift, antecedent=antecedent)
            yield _quoted(moved, document.text)


def _local(document: Document, mentions: Iterable[Mention]) -> list[Mention]:
    """The text's own mentions; where the outlet's home is told, its schools and halls among them."""
    own = list(_own(document, mentions))
    if not document.near:
        return own
    from geo.recognition.facilities import with_facilities

    return with_facilities(_readable(document.text), own)


def _readable(text: str) -> str:
    """The text with lone surrogates, which no encoder takes, replaced one for one."""
    if text.isascii() or not any("\ud800" <= char <= "\udfff" for char in text):
        return text
    return "".join("\ufffd" if "\ud800" <= char <= "\udfff" else char for char in text)


def _quoted(mention: Mention, text: str) -> Mention:
    quoted = text[mention.start : mention.end]
    return mention if mention.text == quoted else replace(mention, text=quoted)


def _batches(items: Iterable[T]) -> Iterator[list[T]]:
    iterator = iter(items)
    while batch := list(islice(iterator, BATCH)):
        yield batch
