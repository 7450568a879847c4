"""A small network over the feature matrix, run by numpy: a few thousand weights, no library."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

CLIP = 6.0
"""Standardised columns are cut here, so that a text unlike any seen cannot run away."""
ROWS = 48
"""Rows multiplied at once: more of them and OpenBLAS wakes its threads, which on a busy machine takes three
times as long as all the rest."""
LEAK = 0.01
"""Slope of the leaky rectifier below zero."""


class Network:
    """Averaged multilayer perceptrons: standardised columns -> one logit a row."""

    def __init__(self, mean: NDArray[np.float32], scale: NDArray[np.float32], members: Sequence[Any]) -> None:
        self.mean = np.asarray(mean, dtype=np.float64)
        self.scale = np.asarray(scale, dtype=np.float64)
        # doubles: their last bit is far below what rounding keeps, whatever library multiplies them
        self.members: list[list[NDArray[np.float64]]] = [
            [np.asarray(layer, dtype=np.float64) for layer in member] for member in members
        ]
        """For each member weights and biases in turn."""

    def predict(self, matrix: NDArray[np.float32]) -> NDArray[np.float64]:
        """(rows,) logits of a (rows, columns) matrix."""
        scaled = np.clip((matrix.astype(np.float64) - self.mean) / self.scale, -CLIP, CLIP)
        parts = [self._mean(scaled[at : at + ROWS]) for at in range(0, len(matrix), ROWS)]
        return np.concatenate(parts) if parts else np.zeros(0)

    def _mean(self, scaled: NDArray[np.float64]) -> NDArray[np.float64]:
        total = np.zeros(len(scaled), dtype=np.float64)
        for layers in self.members:
            values = scaled
            for k in range(0, len(layers), 2):
                values = values @ layers[k] + layers[k + 1]
                if k < len(layers) - 2:
                    values = np.maximum(values, LEAK * values)
            total += values[:, 0]
        mean: NDArray[np.float64] = total / len(self.members)
        return mean

    def to_json(self) -> dict[str, Any]:
        """The network as JSON values, rounded so that a file is the same wherever it is written."""
        return {
            "mean": _rounded(self.mean),
            "scale": _rounded(self.scale),
            "members": [[_rounded(layer) for layer in member] for member in self.members],
        }

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Network:
        """The network that :meth:`to_json` wrote."""
        return cls(value["mean"], value["scale"], value["members"])


def _rounded(values: NDArray[np.float64]) -> Any:
    return [_rounded(row) for row in values] if values.ndim > 1 else [float(f"{x:.5g}") for x in values]
