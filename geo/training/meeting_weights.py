"""The table of the meeting, fitted: ``python -m geo.training.meeting_weights SHARED MODELS``.

``MODELS`` is as :mod:`geo.training.held_out` says. One logistic regression over the facts of
:mod:`geo.recognition.weighing`, on what taggers and lexicons proposed in texts that they had not seen, each
text as it stands and in small letters. A quadratic penalty pulls each weight to what a person would set
(:func:`prior`), so that a fact seldom met keeps its sense. No randomness but the folds' fixed order.
"""

from __future__ import annotations

import argparse
import logging
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from geo.gazetteer import open_gazetteer
from geo.recognition import weighing
from geo.recognition.compounds import swallowed
from geo.recognition.lexicon import scored
from geo.recognition.meeting import Meeting
from geo.recognition.spans import FlagCache, look_up, read
from geo.recognition.weighing import Facts
from geo.training.held_out import Held, held, lexicon_table, tables
from geo.training.lexicon_weights import NEUTRAL, unchanged, without_capitals, write

log = logging.getLogger(__name__)

RIDGE = 15.0
"""Strength of the penalty; from 8 to 25 the figures stay within 0.002, at 2 they are 0.002 lower."""
MIN_COUNT = 8
"""Facts met in fewer stretches keep their prior weight."""
STEPS, SETTLED = 30, 1e-4
"""Newton's steps at most, and the step that ends them."""

LABELLED = {"z": 0.46, "lexicon": 0.48, "unknown": -1.0, "swallowed": -1.0}
NEW = {"lexicon": 0.7, "closed": 0.5, "sort P6": 0.5, "sort P7": 0.5, "O": -0.3, "MISC score": -0.3}
BIAS = {"LOC": 0.0, "NEST": -1.05, "FAC": -1.0, "DEM": -0.3, "new": -0.6, "people": 0.0}
PERSON = 4.0
"""What a name that is part of a person's full name loses, unless the text stands in it: set by hand, as
few of the corpora's persons bear a place's name."""


@dataclass(slots=True)
class Row:
    """A stretch: its facts, whether it is a place, and whose text it stands in."""

    facts: Facts
    label: bool
    corpus: str


def prior(fact: str) -> float:
    """The weight of a fact before any text is read."""
    fact = fact.removeprefix("small ")
    prefix, _, name = fact.partition(" ")
    if not name:
        return BIAS.get(prefix, 0.0)
    if name == "part of a person":
        return -PERSON
    if name == "part of a person, stood in":
        return PERSON
    if name == "kind word":
        return 1.0
    if prefix in ("LOC", "NEST", "FAC", "DEM"):
        return LABELLED.get(name, 0.0)
    if prefix in ("new", "people"):
        return 0.3 if fact == "new z" else NEW.get(name, 0.0)
    return 0.0


def rows_of(document: Held, cache: FlagCache) -> Iterable[Row]:
    """The stretches of one text that are weighed, labelled by overlap with gold spans."""
    reading = read(document.text)
    look_up(reading, cache)
    marks = swallowed(reading)
    meeting = Meeting(reading, scored(reading, marks), document.spans, marks)
    toponyms = document.record["toponyms"]
    wanted = [(t["start"], t["end"]) for t in toponyms if (t.get("kind") or "") not in NEUTRAL]
    neutral = [(t["start"], t["end"]) for t in toponyms if (t.get("kind") or "") in NEUTRAL]
    for facts, start, end in meeting.training():
        label = any(s < end and e > start for s, e in wanted)
        if label or not any(s < end and e > start for s, e in neutral):
            yield Row(facts, label, document.corpus)


def fit(rows: Sequence[Row]) -> dict[str, float]:
    """Weights by fact; a corpus counts by the square root of its size.

    LGL has four times the names of the others, and its policy on streets and buildings differs from text
    to text: counted by the name, it alone would decide what becomes of them everywhere. Macro F1 in
    cross-validation: by the name .9303, by the root .9317, each corpus the same .9310.
    """
    counts = Counter(name for row in rows for name, _ in row.facts)
    names = sorted(name for name, n in counts.items() if n >= MIN_COUNT)
    index = {name: i for i, name in enumerate(names)}
    matrix = np.zeros((len(rows), len(names)))
    for i, row in enumerate(rows):
        for name, value in row.facts:
            if name in index:
                matrix[i, index[name]] += value
    label = np.array([row.label for row in rows], dtype=np.float64)
    sizes = Counter(row.corpus for row in rows)
    share = np.array([(len(rows) / (len(sizes) * sizes[row.corpus])) ** 0.5 for row in rows])
    solved = _newton(matrix, label, share, np.array([prior(name) for name in names]))
    return {name: round(float(w), 3) for name, w in zip(names, solved, strict=True) if abs(w) >= 0.01}


def _newton(
    matrix: npt.NDArray[np.float64],
    label: npt.NDArray[np.float64],
    share: npt.NDArray[np.float64],
    start: npt.NDArray[np.float64],
) -> npt.NDArray[np.float64]:
    """The penalised likelihood's maximum; ``share`` is what each row counts, ``start`` where the penalty
    pulls.
    """
    w = start.copy()
    for _ in range(STEPS):
        p = 1.0 / (1.0 + np.exp(-np.clip(matrix @ w, -30, 30)))
        gradient = matrix.T @ (share * (p - label)) + RIDGE * (w - start)
        hessian = (matrix * (share * p * (1 - p))[:, None]).T @ matrix + RIDGE * np.eye(len(w))
        step = np.linalg.solve(hessian, gradient)
        w = w - step
        if np.abs(step).max() < SETTLED:
            break
    return w


def gather(shared: Path, models: Path) -> list[Row]:
    """The rows of all documents, as they stand and in small letters."""
    lexicons = tables(shared)
    cache = FlagCache(open_gazetteer())
    rows: list[Row] = []
    for change in (unchanged, without_capitals):
        for document in held(shared, models, change=change):
            with lexicon_table(lexicons[document.fold]):
                rows += rows_of(document, cache)
    return rows


def main() -> None:
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("shared", type=Path)
    parser.add_argument("models", type=Path, help="folder of fold0.onnx to fold2.onnx")
    options = parser.parse_args()
    rows = gather(options.shared, options.models)
    table = fit(rows)
    write(table, weighing.WEIGHTS)
    log.info(
        "%d weights of %d stretches, %d of them places", len(table), len(rows), sum(r.label for r in rows)
    )


if __name__ == "__main__":
    main()
