"""Recognition figures: ``python -m geo.training.recognition_figures SHARED MODELS [--corpora A,B] [--fast]``.

LGL, TR-News and GeoWebNews out of fold: tagger, lexicon and the table where they meet had not seen the
document. The other corpora with what ships, which has never seen them. Exact and overlap precision, recall
and F1 by each corpus's own policy: demonyms left out where they are hardly annotated, names inside names
always in; GeoWebNews with Demonym, Language and Homonym neutral, and with everything. ``MODELS`` is as
:mod:`geo.training.held_out` says.
"""

from __future__ import annotations

import argparse
import logging
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from geo.evaluation import evaluate
from geo.gazetteer import open_gazetteer
from geo.recognition import weighing
from geo.recognition.combined import Recognizer
from geo.recognition.spans import FlagCache
from geo.recognition.tagger import Span, Tagger
from geo.training.held_out import FOLDS, Held, held, lexicon_table, records, tables
from geo.training.lexicon_weights import CORPORA, NEUTRAL, Change, unchanged, without_capitals
from geo.training.meeting_weights import Row, fit, rows_of
from geo.types import Mention

CLEAN = ("geovirus", "tudloc", "geocorpora")
"""Corpora that nothing was trained or tuned on; demonyms are hardly annotated in them."""


class Given:
    """A tagger that says again what it was told."""

    def __init__(self) -> None:
        self.spans: list[Span] = []

    def tag(self, texts: Sequence[str]) -> list[list[Span]]:
        """The same spans for each text."""
        return [self.spans for _ in texts]


def out_of_fold(
    documents: Sequence[Held], lexicons: Sequence[dict[str, float]], *, fast: bool = False
) -> list[list[Mention]]:
    """What is found in each document by parts that had not seen it."""
    gazetteer: Any = open_gazetteer()
    meetings = _meetings(documents, lexicons, FlagCache(gazetteer))
    given = Given()
    recognizer = Recognizer(gazetteer, None if fast else given)
    shipped = weighing.weights
    made = []
    try:
        for document in documents:
            given.spans = document.spans
            table = meetings[document.fold]
            weighing.weights = lambda table=table: table  # type: ignore[assignment]
            with lexicon_table(lexicons[document.fold]):
                made.append(recognizer.recognize([document.text])[0])
    finally:
        weighing.weights = shipped
    return made


def _meetings(
    documents: Sequence[Held], lexicons: Sequence[dict[str, float]], cache: FlagCache
) -> list[dict[str, float]]:
    """The table of the meeting without each fold."""
    rows: list[list[Row]] = [[] for _ in range(FOLDS)]
    for document in documents:
        with lexicon_table(lexicons[document.fold]):
            rows[document.fold] += rows_of(document, cache)
    return [fit([row for k, part in enumerate(rows) if k != fold for row in part]) for fold in range(FOLDS)]


def _record(key: str, mentions: Iterable[Mention]) -> dict[str, Any]:
    return {"id": key, "toponyms": [{"start": m.start, "end": m.end} for m in mentions]}


def line(name: str, gold: Sequence[Any], found: Sequence[Any], *, neutral: Iterable[str] = ()) -> str:
    """One row of the table."""
    figures = evaluate(gold, found, neutral_kinds=neutral)["recognition"]
    cells = (
        f"{figures[how]['precision']:.3f} / {figures[how]['recall']:.3f} / {figures[how]['f1']:.3f}"
        for how in ("overlap", "exact")
    )
    return f"| {name} | {len(gold)} | " + " | ".join(cells) + " |"


def table(shared: Path, models: Path, *, clean: Sequence[str] = CLEAN, fast: bool = False) -> Iterable[str]:
    """The table's rows, Markdown."""
    yield "| corpus, policy | texts | overlap P / R / F1 | exact P / R / F1 |"
    yield "|---|---|---|---|"
    lexicons = tables(shared)
    changes: tuple[tuple[str, Change], ...] = (("", unchanged), (" without capitals", without_capitals))
    for suffix, change in changes:
        documents = list(held(shared, models, change=change))
        names = out_of_fold(documents, lexicons, fast=fast)
        found = [_record(d.record["id"], own) for d, own in zip(documents, names, strict=True)]
        for corpus in CORPORA:
            chosen = [i for i, document in enumerate(documents) if document.corpus == corpus]
            gold, own = [documents[i].record for i in chosen], [found[i] for i in chosen]
            neutral = sorted(NEUTRAL) if corpus == "gwn" else []
            yield line(
                corpus + suffix + (", demonyms neutral" if neutral else ""), gold, own, neutral=neutral
            )
            if neutral:
                yield line(f"{corpus}{suffix}, everything", gold, own)
    gazetteer: Any = open_gazetteer()
    shipped = Recognizer(gazetteer, None if fast else Tagger(gazetteer), demonyms=False)
    for corpus in clean:
        rows = records(shared, corpus)
        mentions = shipped.recognize([row["text"] for row in rows])
        found = [_record(row["id"], names) for row, names in zip(rows, mentions, strict=True)]
        yield line(f"{corpus}, without demonyms", rows, found)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("shared", type=Path)
    parser.add_argument("models", type=Path)
    parser.add_argument("--corpora", default=",".join(CLEAN), help="clean corpora to measure")
    parser.add_argument("--fast", action="store_true", help="the lexicon alone")
    options = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    clean = [name for name in options.corpora.split(",") if name]
    for row in table(options.shared, options.models, clean=clean, fast=options.fast):
        print(row, flush=True)


if __name__ == "__main__":
    main()
