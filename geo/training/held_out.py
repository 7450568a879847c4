"""The open halves as a recogniser meets them that has not seen them: tagger and lexicon without their fold.

``MODELS`` is a folder with ``fold0.onnx`` to ``fold2.onnx``: the tagger adapted to the documents outside
each fold (``python -m geo.training.recogniser folds``), and their vocabulary where it is not the one that
ships (``recogniser.tokenizer.json``). The lexicon's tables are fitted anew without it.
"""

from __future__ import annotations

import json
import logging
import random
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tokenizers import Tokenizer

from geo import datafiles
from geo.gazetteer import open_gazetteer
from geo.recognition import lexicon
from geo.recognition.spans import FlagCache
from geo.recognition.tagger import TOKENIZER, Span, Tagger
from geo.recognition.tagger_encoding import Encoder
from geo.training.lexicon_weights import CORPORA, Change, fit, gather, unchanged, without_capitals

log = logging.getLogger(__name__)

FOLDS, SEED = 3, 7
"""As ``geo.training.recogniser.finish`` cuts the corpora: a tagger must not have seen what it is asked."""


@dataclass(frozen=True, slots=True)
class Held:
    """A document with what was found in it by a tagger that had not seen it."""

    corpus: str
    record: Mapping[str, Any]
    text: str
    """The record's text, or that in small letters."""
    fold: int
    spans: list[Span]


def records(shared: Path, corpus: str) -> list[dict[str, Any]]:
    """A corpus's open half."""
    lines = (shared / "corpora" / f"{corpus}.open.jsonl").read_text(encoding="utf-8").split("\n")
    return [json.loads(line) for line in lines if line]


def folds(rows: Sequence[Mapping[str, Any]]) -> dict[str, int]:
    """Group of documents -> the fold that it is held out in."""
    groups = sorted({row["group"] for row in rows})
    random.Random(SEED).shuffle(groups)
    return {group: i % FOLDS for i, group in enumerate(groups)}


def held(shared: Path, models: Path, *, change: Change = unchanged) -> Iterator[Held]:
    """The corpora that training may use, each document tagged by the fold that had not seen it."""
    gazetteer: Any = open_gazetteer()
    rows = {corpus: records(shared, corpus) for corpus in CORPORA}
    vocabulary = models / TOKENIZER
    if not vocabulary.exists():
        vocabulary = datafiles.data_path(TOKENIZER)
    encoder = Encoder(Tokenizer.from_file(str(vocabulary)), flags=gazetteer.flags)
    for fold in range(FOLDS):
        tagger = Tagger(model=models / f"fold{fold}.onnx", encoder=encoder)
        for corpus, documents in rows.items():
            of = folds(documents)
            for record in documents:
                if of[record["group"]] == fold:
                    text = change(record["text"])
                    yield Held(corpus, record, text, fold, tagger.tag([text])[0])
        log.info("fold %d is tagged", fold)


def tables(shared: Path) -> list[dict[str, float]]:
    """The lexicon's table without each fold: both of usual texts and of those without capitals."""
    cache = FlagCache(open_gazetteer())
    made: list[dict[str, float]] = [{} for _ in range(FOLDS)]
    for change, bias in ((unchanged, "bias"), (without_capitals, "small bias")):
        rows = gather(shared, cache, fold_of=folds, change=change)
        for fold, table in enumerate(made):
            table.update(fit([row for row in rows if row.fold != fold], bias=bias))
            log.info("lexicon without fold %d", fold)
    return made


@contextmanager
def lexicon_table(table: dict[str, float]) -> Iterator[None]:
    """The lexicon with another table for a while."""
    shipped = lexicon.weights
    lexicon.weights = lambda: table  # type: ignore[assignment]
    try:
        yield
    finally:
        lexicon.weights = shipped
