"""From a document's matrix to beliefs: the prior ranker (no model) and the trained one.

A ranker turns each row into a logit; a softmax over a group's candidates and its NIL row makes the
beliefs. Logits are rounded before anything is decided, so that another processor's last bit changes
nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from geo.errors import DataError
from geo.resolution.columns import COLUMNS, HAND
from geo.resolution.network import Network

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
    "capitals_other": -2.0,
    "spelt_alike": -3.0,
    "code_alone": -8.0,
    "kind_near": 1.2,
    "kind_own": 0.5,
    "held_direct": 4.5,
    "held_direct_other": -10.0,
    "held_before": 2.5,
    "held_phrase": 1.2,
    "held_list": 0.8,
    "held_heading": 3.0,
    "wire": 1.0,
    "town_told": 3.5,
    "told": 4.0,
    "bare_river": -5.0,
    "company_to_best": 0.3,
    "fellow_kind": 0.5,
    "fellow_other": -0.5,
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
    """The baseline without a model: a weighted sum of the columns that a person would look at.

    ``hand``: whether those count that no network sees. Networks are fitted without them, lest they learn to
    take back what the signs add.
    """

    name = "prior"

    def __init__(self, *, hand: bool = True) -> None:
        weights = {name: weight for name, weight in PRIOR_WEIGHTS.items() if hand or name not in HAND}
        self._weights = np.array([weights.get(column, 0.0) for column in COLUMNS])
        self._nil = COLUMNS.index("nil")

    def logits(self, matrix: NDArray[np.float32], *, first: bool) -> Floats:
        """(rows,) logits; the first round is the same sum, its context columns still being empty."""
        out = np.einsum("ij,j->i", matrix.astype(np.float64), self._weights)
        return np.where(matrix[:, self._nil] > 0, PRIOR_NIL, out)

    def calibrate(self, share: Floats) -> Floats:
        """The belief itself: nothing was learned."""
        return share


PRIOR_PART = 1.0
"""Share of the prior ranker's logits that the networks correct: where no text like it was seen, the
prior still speaks. At 0.5 a corpus left out of training lost up to 2 points to the prior alone."""


HELD_GUARD = 6.0
"""Logits taken from a candidate where another of the name lies in the place named right behind it:
"Cambridge, Massachusetts" in a story about England. News seldom has such pairs, so the networks learn
too little of them; on the open halves of five corpora the guard changes a handful of answers. They are
taken from "none of these" too, where a candidate of the very name lies in the place named right behind or
before it ("Bath, Maine", "New Zealand's South Island"): out of fold that changes no answer, and it keeps
towns in texts that name many far from each other."""


class TrainedRanker:
    """Two small networks over the columns (round one, later rounds), run by numpy alone.

    A network's logit is added to a share of the prior ranker's.
    """

    name = "trained"

    def __init__(self, model: Mapping[str, Any]) -> None:
        if not set(model["columns"]) <= set(COLUMNS):
            raise DataError("the ranker was trained on columns that this version does not make")
        self._columns = [COLUMNS.index(name) for name in model["columns"]]
        """Where the matrix holds what it was trained on: columns may have been added since."""
        self.version = str(model["version"])
        self._networks = (Network.from_json(model["first"]), Network.from_json(model["later"]))
        self._prior = PriorRanker()
        self._other, self._nil = (COLUMNS.index("held_direct_other"), COLUMNS.index("nil"))
        self._held = [COLUMNS.index("held_direct"), COLUMNS.index("held_before")]
        self._exact = COLUMNS.index("match_exact")
        self._part = float(model.get("prior_part", 0.0))
        self._knots = np.asarray(model["calibration"], dtype=np.float64).reshape(-1, 2)

    def logits(self, matrix: NDArray[np.float32], *, first: bool) -> Floats:
        """(rows,) logits of the network of this round."""
        network = self._networks[0 if first else 1]
        none = matrix[:, self._nil] > 0
        elsewhere = (matrix[:, self._other] > 0) & ~none
        told = none & (matrix[:, self._held] >= 1).any(axis=1) & (matrix[:, self._exact] > 0)
        learned = network.predict(matrix[:, self._columns]) + self._part * self._prior.logits(
            matrix, first=first
        )
        return np.asarray(learned - HELD_GUARD * (elsewhere | told))

    def calibrate(self, share: Floats) -> Floats:
        """Piecewise linear through the knots that cross-validation gave."""
        return np.interp(share, self._knots[:, 0], self._knots[:, 1])


def softmax(logits: Floats, group: NDArray[np.int64], groups: int) -> Floats:
    """Beliefs that sum to 1 over the rows of each group (NIL row included)."""
    rounded = np.round(logits, DECIMALS)
    top = np.full(groups, -np.inf)
    np.maximum.at(top, group, rounded)
    powers = np.exp(rounded - top[group])
    sums = np.bincount(group, powers, minlength=groups)
    return np.asarray(powers / sums[group], dtype=np.float64)
