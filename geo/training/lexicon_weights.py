"""The lexicon's table of weights, fitted: ``python -m geo.training.lexicon_weights SHARED``.

``SHARED`` is a folder with ``corpora/*.open.jsonl`` and ``training/*.jsonl`` (see the model card for
what they are). One logistic regression over the facts of :mod:`geo.recognition.evidence`, full batch,
no randomness: the same data gives the same table. ``--check`` only prints cross-validated figures.
"""

from __future__ import annotations

import argparse
import csv
import json
import logging
import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np
import numpy.typing as npt

from geo.gazetteer import open_gazetteer
from geo.recognition import kinds, lexicon
from geo.recognition.candidates import candidates
from geo.recognition.compounds import swallowed
from geo.recognition.evidence import DEMONYM, facts, remember
from geo.recognition.kinds import Kinds
from geo.recognition.spans import FlagCache, look_up, read

log = logging.getLogger(__name__)

CORPORA = ("lgl", "trnews", "gwn")
"""Whose open halves may enter shipped weights."""
EXTERNAL = ("btc", "crossner", "gum", "wnut17", "wikigold", "uner_ewt", "uner_pud")
EXTERNAL_WEIGHT = 0.25
"""Weight of one stretch of the external sentences against one of the news corpora: their policies
differ (no nested names), and they are ten times as many."""
NEUTRAL = frozenset({"Demonym", "Language", "Homonym"})
"""GWN's types that are no mentions of places in our sense or that other corpora leave out."""
MIN_COUNT = 4
"""Facts met in fewer stretches get no weight."""
RIDGE = 1.5
"""Strength of the quadratic penalty; the best of 0.5, 1, 1.5, 3, 6 in cross-validation."""
KIND_RIDGE = 3.0
"""The same for the table of kinds (1, 2, 3, 5, 8 tried)."""
STANDING = frozenset({"Metonymic", "Non_Literal_Modifier", "Embedded_Non_Lit"})
"""GWN's types of names that stand for a government, a team, a people or a product."""
STEPS = 150
FOLDS = 5


FoldOf = Callable[[Sequence[Mapping[str, Any]]], Mapping[str, int]]
"""Documents -> the fold of each group."""
Change = Callable[[str], str]
"""What is done to a text before it is read; every offset stays."""


def fold_by_sum(documents: Sequence[Mapping[str, Any]]) -> dict[str, int]:
    """Folds by the checksum of the group's name."""
    return {d["group"]: crc32(str(d["group"]).encode()) % FOLDS for d in documents}


def unchanged(text: str) -> str:
    """The text as it is."""
    return text


def without_capitals(text: str) -> str:
    """The text in small letters, letter by letter so that offsets stay."""
    return "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


@dataclass(slots=True)
class Row:
    """One stretch: its facts, whether it is a place, how much it counts, its fold (-1: always in)."""

    facts: list[str]
    label: bool
    weight: float
    fold: int


def rows_of(
    text: str,
    gold: Sequence[tuple[int, int]],
    neutral: Sequence[tuple[int, int]],
    cache: FlagCache,
    *,
    weight: float,
    fold: int,
    demonyms: bool = True,
) -> Iterable[Row]:
    """The stretches of one text that the lexicon would weigh, labelled by overlap with gold spans."""
    reading = read(text)
    look_up(reading, cache)
    marks, memory = swallowed(reading), remember(reading)
    spans = candidates(reading)
    edges = {(reading.words[s.start].start, reading.words[s.end - 1].end) for s in spans}
    for span in spans:
        if any(marks[i] in lexicon.SWALLOWERS for i in (span.start, span.end - 1)):
            continue
        start, end = reading.words[span.start].start, reading.words[span.end - 1].end
        label = any(s < end and e > start for s, e in gold)
        if label and any(s <= start and end <= e and (s, e) in edges - {(start, end)} for s, e in gold):
            continue  # a part of a name that is itself a stretch: nothing is said of the part
        if not label and any(s < end and e > start for s, e in neutral):
            continue
        if not demonyms and span.flags & DEMONYM and not label:
            continue
        yield Row(facts(reading, span, memory, marks), label, weight, fold)


def corpus_rows(
    path: Path, cache: FlagCache, *, fold_of: FoldOf = fold_by_sum, change: Change = unchanged
) -> Iterable[Row]:
    """Rows of a corpus's open half, its texts changed by ``change``; documents of one group share a fold."""
    documents = list(_lines(path))
    of = fold_of(documents)
    for document in documents:
        fold = of[document["group"]]
        tops = document["toponyms"]
        gold = [(t["start"], t["end"]) for t in tops if (t.get("kind") or "") not in NEUTRAL]
        rest = [(t["start"], t["end"]) for t in tops if (t.get("kind") or "") in NEUTRAL]
        yield from rows_of(change(document["text"]), gold, rest, cache, weight=1.0, fold=fold)


def external_rows(path: Path, cache: FlagCache, *, change: Change = unchanged) -> Iterable[Row]:
    """Rows of tagged sentences: LOC is gold; inside ORG and MISC nothing is said either way."""
    for sentence in _lines(path):
        text, spans = _detokenise(sentence["tokens"])
        gold = [s for s, tag in zip(spans, sentence["tags"], strict=True) if tag[2:] == "LOC"]
        rest = [s for s, tag in zip(spans, sentence["tags"], strict=True) if tag[2:] in ("ORG", "MISC")]
        yield from rows_of(change(text), gold, rest, cache, weight=EXTERNAL_WEIGHT, fold=-1, demonyms=False)


def _lines(path: Path) -> Iterable[dict[str, Any]]:
    with path.open(encoding="utf-8") as stream:
        for line in stream:
            yield json.loads(line)


def _detokenise(tokens: Sequence[str]) -> tuple[str, list[tuple[int, int]]]:
    """Tokens as running text, with each one's offsets."""
    text, spans = "", []
    for token in tokens:
        glue = token[:1] in ".,;:!?)%'’" and len(token) <= 3 and token not in ("'", "’")
        if text and not glue and text[-1] not in "($#":
            text += " "
        spans.append((len(text), len(text) + len(token)))
        text += token
    return text, spans


def kind_rows(path: Path, cache: FlagCache) -> Iterable[Row]:
    """Rows of GWN's typed names whose kind the words leave open: whether they stand for a body."""
    for document in _lines(path):
        reading = read(document["text"])
        look_up(reading, cache)
        marks, memory, judge = swallowed(reading), remember(reading), Kinds(reading)
        for span in candidates(reading):
            start, end = reading.words[span.start].start, reading.words[span.end - 1].end
            types = [t["kind"] for t in document["toponyms"] if t["start"] < end and t["end"] > start]
            if judge.sure(span) or not types or types[0] in NEUTRAL:
                continue
            told = [*facts(reading, span, memory, marks), judge.rule(span)]
            yield Row(told, types[0] in STANDING, 1.0, crc32(str(document["group"]).encode()) % FOLDS)


def fit(rows: Sequence[Row], *, ridge: float = RIDGE, bias: str = "bias") -> dict[str, float]:
    """Weights by fact, and one named ``bias``; facts too rare or of no weight are left out."""
    counts = Counter(fact for row in rows for fact in set(row.facts))
    names = sorted(fact for fact, n in counts.items() if n >= MIN_COUNT)
    index = {fact: i for i, fact in enumerate(names)}
    pairs = [(r, index[f]) for r, row in enumerate(rows) for f in set(row.facts) if f in index]
    where = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    label = np.array([row.label for row in rows], dtype=np.float64)
    weight = np.array([row.weight for row in rows], dtype=np.float64)
    solved = _descend(where[:, 0], where[:, 1], label, weight, size=len(names), ridge=ridge)
    table = {bias: round(float(solved[-1]), 3)}
    for name, value in zip(names, solved[:-1], strict=True):
        if abs(value) >= 0.02:
            table[name] = round(float(value), 3)
    return table


def _descend(
    row: npt.NDArray[np.int64],
    col: npt.NDArray[np.int64],
    label: npt.NDArray[np.float64],
    weight: npt.NDArray[np.float64],
    *,
    size: int,
    ridge: float,
) -> npt.NDArray[np.float64]:
    """L-BFGS with a memory of ten on the penalised likelihood; the bias (last) is not penalised."""

    def loss(w: npt.NDArray[np.float64]) -> tuple[float, npt.NDArray[np.float64]]:
        z = np.bincount(row, w[:-1][col], len(label)) + w[-1]
        p = 1.0 / (1.0 + np.exp(-np.clip(z, -30, 30)))
        residual = weight * (p - label)
        gradient = np.append(np.bincount(col, residual[row], size) + ridge * w[:-1], residual.sum())
        chance = np.where(label > 0.5, p, 1 - p)
        return -float(weight @ np.log(chance + 1e-12)) + ridge / 2 * float(w[:-1] @ w[:-1]), gradient

    w = np.zeros(size + 1)
    value, gradient = loss(w)
    past: list[tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]] = []
    for _ in range(STEPS):
        direction = -_scaled(gradient, past)
        step = 1.0 if past else min(1.0, 1.0 / math.sqrt(float(gradient @ gradient)))
        while step > 1e-8:
            new_value, new_gradient = loss(w + step * direction)
            if new_value <= value + 1e-4 * step * float(gradient @ direction):
                break
            step /= 2
        else:
            break
        past = [*past[-9:], (step * direction, new_gradient - gradient)]
        w, change = w + step * direction, value - new_value
        value, gradient = new_value, new_gradient
        if change < 1e-5 * abs(value):
            break
    return w


def _scaled(
    gradient: npt.NDArray[np.float64], past: Sequence[tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]]
) -> npt.NDArray[np.float64]:
    """The gradient through the inverse curvature of the past steps (two-loop recursion)."""
    q, alphas = gradient.copy(), []
    for s, y in reversed(past):
        alphas.append(float(s @ q) / float(s @ y))
        q -= alphas[-1] * y
    if past:
        s, y = past[-1]
        q *= float(s @ y) / float(y @ y)
    for (s, y), alpha in zip(past, reversed(alphas), strict=True):
        q += (alpha - float(y @ q) / float(s @ y)) * s
    return q


def gather(
    shared: Path, cache: FlagCache, *, fold_of: FoldOf = fold_by_sum, change: Change = unchanged
) -> list[Row]:
    """All rows of the corpora and the external sentences, in a fixed order."""
    rows: list[Row] = []
    for name in CORPORA:
        rows += corpus_rows(shared / "corpora" / f"{name}.open.jsonl", cache, fold_of=fold_of, change=change)
    for name in EXTERNAL:
        rows += external_rows(shared / "training" / f"{name}.jsonl", cache, change=change)
    return rows


def write(table: dict[str, float], path: Path) -> None:
    """The table as CSV: fact, weight; the strongest facts are easy to find by sorting."""
    path.parent.mkdir(exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerows(sorted(table.items()))


def main() -> None:
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("shared", type=Path)
    args = parser.parse_args()
    cache = FlagCache(open_gazetteer())
    for path, bias, change in (
        (lexicon.WEIGHTS, "bias", unchanged),
        (lexicon.SMALL_WEIGHTS, "small bias", without_capitals),
    ):
        rows = gather(args.shared, cache, change=change)
        table = fit(rows, bias=bias)
        write(table, path)
        log.info("%s: %d weights of %d stretches", path.name, len(table), len(rows))
    typed = list(kind_rows(args.shared / "corpora" / "gwn.open.jsonl", cache))
    write(fit(typed, ridge=KIND_RIDGE), kinds.WEIGHTS)


if __name__ == "__main__":
    main()
