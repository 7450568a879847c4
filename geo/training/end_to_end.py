"""End-to-end figures: ``python -m geo.training.end_to_end SHARED MODELS``.

LGL, TR-News and GeoWebNews with every part that learns out of fold: tagger, lexicon, the table where they
meet, and the ranker had not seen the document. ``make gate`` measures what ships, which has seen them; the
corpora that nothing learned from need no folds, and the gate's figures hold for them.

A prediction is right where it overlaps a gold toponym and lies within 161 km of it
(:mod:`geo.evaluation`); GeoWebNews with the kinds of :data:`NEUTRAL` neutral. ``MODELS`` is as
:mod:`geo.training.held_out` says.
"""

from __future__ import annotations

import argparse
import logging
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from geo.evaluation import evaluate
from geo.export import to_record
from geo.gazetteer import open_gazetteer
from geo.resolution.ranker import Ranker
from geo.resolution.resolver import Resolver
from geo.resolution.table import TableMaker
from geo.training import ranker_data
from geo.training.held_out import Held, held, tables
from geo.training.lexicon_weights import CORPORA
from geo.training.ranker import FOLD_SEEDS, cross_validate, load, teaches
from geo.training.recognition_figures import out_of_fold
from geo.types import Document, Mention, Toponym

NEUTRAL = (
    "Demonym",
    "Embedded_Literal",
    "Embedded_Non_Lit",
    "Homonym",
    "Language",
    "Literal_Modifier",
    "Non_Literal_Modifier",
)
"""Kinds of GeoWebNews that are neither wanted nor held against a system, as its peers were measured."""


def figures(
    documents: Sequence[Held], mentions: Sequence[Sequence[Mention]], rankers: Sequence[Ranker]
) -> Iterator[str]:
    """The table's rows, Markdown: documents and mentions in one order, a ranker a fold."""
    yield "| corpus | texts | P | R | F1 within 161 km | F1 within 40 km |"
    yield "|---|---|---|---|---|---|"
    gazetteer = open_gazetteer()
    resolvers = [Resolver(gazetteer, ranker=ranker) for ranker in rankers]
    gold: dict[str, list[Any]] = {corpus: [] for corpus in CORPORA}
    found: dict[str, list[Any]] = {corpus: [] for corpus in CORPORA}
    for document, names in zip(documents, mentions, strict=True):
        record = document.record
        given = Document(
            id=str(record["id"]),
            text=record["text"],
            near=record.get("near"),
            toponyms=tuple(Toponym(m) for m in names if m.antecedent is None),
        )
        fold = ranker_data.fold_of(document.corpus, record)
        [resolved] = resolvers[fold].resolve([given])
        gold[document.corpus].append(record)
        found[document.corpus].append(to_record(resolved))
    for corpus in CORPORA:
        kinds = NEUTRAL if corpus == "gwn" else ()
        whole = evaluate(gold[corpus], found[corpus], neutral_kinds=kinds)["end_to_end"]
        near, nearer = whole["161km"], whole["40km"]
        cells = (near["precision"], near["recall"], near["f1"], nearer["f1"])
        yield f"| {corpus} | {len(gold[corpus])} | " + " | ".join(f"{cell:.3f}" for cell in cells) + " |"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("shared", type=Path)
    parser.add_argument("models", type=Path)
    options = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    documents = list(held(options.shared, options.models))
    mentions = out_of_fold(documents, tables(options.shared))
    items, _ = load(options.shared / "corpora", options.shared / "training", TableMaker(open_gazetteer()))
    rankers, _ = cross_validate([item for item in items if teaches(item)], seeds=FOLD_SEEDS)
    for row in figures(documents, mentions, rankers):
        print(row, flush=True)


if __name__ == "__main__":
    main()
