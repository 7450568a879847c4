"""From a document's matrix to beliefs: the prior ranker (no model) and the trained one.

A ranker turns each row into a logit; a softmax over a group's candidates and its NIL row makes the
beliefs. Logits are rounded before anything is decided, so that another processor's last bit changes
nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from geo.errors import DataError
from geo.resolution.features import COLUMNS

Floats = NDArray[np.float64]
DECIMALS = 4
"""Decimals that logits and scores keep before any order or threshold."""
DECAY_KM = 161.0
"""Candidates this close together count as one answer where a score is given (100 miles, the field's
usual tolerance): a town and the district of its name share their belief."""


class Ranker(Protocol):
    """Scores the rows of a document's matrix."""

    name: str

    def logits(self, matrix: NDArray[np.float32], *, first: bool) -> Floats:
        """(rows,) logits; ``first`` is the round before any other name's meaning is known."""
        ...

    def calibrate(self, share: Floats) -> Floats:
        """Belief in an answer -> how often such an answer is right."""
        ...


PRIOR_WEIGHTS: Mapping[str, float] = {
    "prior_log": 0.9,
    "population": 1.0,
    "country": 0.6,
    "continent": 0.6,
    "capital": 0.5,
    "match_fuzzy": -0.5,
    "own_name": 0.3,
    "kind_near": 1.2,
    "kind_own": 0.5,
    "held_direct": 4.5,
    "held_direct_other": -2.0,
    "held_before": 2.5,
    "held_phrase": 1.2,
    "holds_direct": 2.0,
    "country_share": 1.4,
    "first_share": 1.6,
    "second_share": 0.8,
    "country_named": 0.3,
    "first_named": 0.8,
    "second_named": 0.5,
    "same_place": 0.5,
    "kernel": 0.7,
    "share_161": 1.2,
    "window_first": 0.8,
    "window_country": 0.4,
}
"""Weights of the prior ranker, set by hand from what each column means; a share is 0 to 1, a logarithm
as :mod:`features` gives it."""
PRIOR_NIL = -6.5
"""Logit of "none of these" for the prior ranker: below a lone village without any support."""


class PriorRanker:
    """The baseline without a model: a weighted sum of the columns that a person would look at."""

    name = "prior"

    def __init__(self) -> None:
        self._weights = np.array([PRIOR_WEIGHTS.get(column, 0.0) for column in COLUMNS])
        self._nil = COLUMNS.index("nil")

    def logits(self, matrix: NDArray[np.float32], *, first: bool) -> Floats:
        """(rows,) logits; the first round is the same sum, its context columns still being empty."""
        out = matrix.astype(np.float64) @ self._weights
        return np.where(matrix[:, self._nil] > 0, PRIOR_NIL, out)

    def calibrate(self, share: Floats) -> Floats:
        """The belief itself: nothing was learned."""
        return share


class TrainedRanker:
    """Two boosted forests over the columns (round one, later rounds), run by numpy alone."""

    name = "trained"

    def __init__(self, model: Mapping[str, Any]) -> None:
        if tuple(model["columns"]) != COLUMNS:
            raise DataError("the ranker was trained on other columns than this version makes")
        self.version = str(model["version"])
        self._forests = (Forest(model["first"]), Forest(model["later"]))
        self._knots = np.asarray(model["calibration"], dtype=np.float64).reshape(-1, 2)

    def logits(self, matrix: NDArray[np.float32], *, first: bool) -> Floats:
        """(rows,) logits of the forest of this round."""
        return self._forests[0 if first else 1].predict(matrix)

    def calibrate(self, share: Floats) -> Floats:
        """Piecewise linear through the knots that cross-validation gave."""
        return np.interp(share, self._knots[:, 0], self._knots[:, 1])


class Forest:
    """Regression trees as flat arrays; all rows walk all trees together, level by level."""

    def __init__(self, trees: Mapping[str, Sequence[Any]]) -> None:
        self._feature = np.asarray(trees["feature"], dtype=np.int32)
        self._threshold = np.asarray(trees["threshold"], dtype=np.float32)
        self._left = np.asarray(trees["left"], dtype=np.int32)
        self._right = np.asarray(trees["right"], dtype=np.int32)
        self._value = np.asarray(trees["value"], dtype=np.float64)
        self._roots = np.asarray(trees["roots"], dtype=np.int32)
        self._depth = int(np.asarray(trees["depth"]))

    def predict(self, matrix: NDArray[np.float32], *, block: int = 4096) -> Floats:
        """(rows,) sums of the leaves' values. Leaves point to themselves, so depth steps suffice."""
        parts = [self._predict(matrix[at : at + block]) for at in range(0, len(matrix), block)]
        return np.concatenate(parts) if parts else np.zeros(0)

    def _predict(self, matrix: NDArray[np.float32]) -> Floats:
        count = len(matrix)
        node = np.broadcast_to(self._roots, (count, len(self._roots))).copy()
        base = (np.arange(count, dtype=np.int64) * matrix.shape[1])[:, None]
        flat = np.ascontiguousarray(matrix).reshape(-1)
        for _ in range(self._depth):
            goes_left = flat[base + self._feature[node]] <= self._threshold[node]
            node = np.where(goes_left, self._left[node], self._right[node])
        total: Floats = self._value[node].sum(axis=1)
        return total


def softmax(logits: Floats, group: NDArray[np.int64], groups: int) -> Floats:
    """Beliefs that sum to 1 over the rows of each group (NIL row included)."""
    rounded = np.round(logits, DECIMALS)
    top = np.full(groups, -np.inf)
    np.maximum.at(top, group, rounded)
    powers = np.exp(rounded - top[group])
    sums = np.bincount(group, powers, minlength=groups)
    return np.asarray(powers / sums[group], dtype=np.float64)
