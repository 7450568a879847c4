"""Fitting the ranker's networks: softmax over each group's rows against its target, by Adam."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from geo.resolution.network import CLIP, LEAK, Network

Rows = tuple[NDArray[np.float32], NDArray[np.float64], NDArray[np.int64], NDArray[np.float64]]
"""Matrix, target, group number of each row; weight of each group."""

Offset = Callable[[NDArray[np.float32]], NDArray[np.float64]]
"""Logits that a network only corrects, from the matrix."""

HIDDEN = (48, 24)
EPOCHS = 18
BATCH = 256
RATE = 3e-3
DECAY = 1e-4
"""Weight decay; these five by cross-validation, coarse."""
STILL = 1e-5
"""Standard deviation below which a column says nothing."""
NEVER = 1e9
"""Scale that silences such a column."""
DROP = 0.05
"""Share of columns blanked in a batch, so that no answer hangs on one column."""


def fit(
    rows: Rows,
    *,
    seeds: int,
    seed: int = 1,
    offset: Offset | None = None,
    columns: int | None = None,
) -> Network:
    """Networks of ``seeds`` random starts on the same rows, averaged.

    ``columns``: how many of the matrix they see, the first ones; by default all. ``offset`` sees all.
    """
    base = offset(rows[0]) if offset is not None else np.zeros(len(rows[0]))
    matrix = rows[0] if columns is None else rows[0][:, :columns]
    rows = (matrix, *rows[1:])
    mean = matrix.mean(axis=0)
    spread = matrix.std(axis=0)
    # a column that never changed in training (an outlet's home, say) must not speak later
    scale = np.where(spread > STILL, spread + 1e-3, NEVER).astype(np.float32)
    members = [_fit_one(rows, base, (mean, scale), seed=seed + k) for k in range(seeds)]
    return Network(mean, scale, members)


def group_softmax(logits: NDArray[np.float64], group: NDArray[np.int64], count: int) -> NDArray[np.float64]:
    """Softmax over the rows of each group; rows of a group stand together."""
    top = np.full(count, -np.inf)
    np.maximum.at(top, group, logits)
    powers = np.exp(logits - top[group])
    shares: NDArray[np.float64] = powers / np.bincount(group, powers, minlength=count)[group]
    return shares


def _fit_one(
    rows: Rows, base: NDArray[np.float64], standard: tuple[NDArray[np.float32], ...], *, seed: int
) -> list[NDArray[np.float32]]:
    matrix, target, number, weight = rows
    rng = np.random.default_rng(seed)
    mean, scale = standard
    inputs = np.clip((matrix - mean) / scale, -CLIP, CLIP).astype(np.float32)
    order = np.argsort(number, kind="stable")
    count = len(weight)
    start = np.searchsorted(number[order], np.arange(count + 1))
    layers = _start(rng, (matrix.shape[1], *HIDDEN, 1))
    first = [np.zeros_like(layer) for layer in layers]
    second = [np.zeros_like(layer) for layer in layers]
    total = EPOCHS * -(-count // BATCH)
    step = 0
    for _ in range(EPOCHS):
        shuffled = rng.permutation(count)
        for at in range(0, count, BATCH):
            chosen = shuffled[at : at + BATCH]
            picked = np.concatenate([order[start[g] : start[g + 1]] for g in chosen])
            group = np.repeat(np.arange(len(chosen)), start[chosen + 1] - start[chosen])
            kept = (rng.random(inputs.shape[1]) >= DROP).astype(np.float32)
            batch = (inputs[picked] * kept, target[picked], base[picked])
            gradients = _gradients(layers, batch, group, weight[chosen])
            step += 1
            rate = RATE * 0.5 * (1.0 + np.cos(np.pi * step / total))
            for k, gradient in enumerate(gradients):
                first[k] = 0.9 * first[k] + 0.1 * gradient
                second[k] = 0.999 * second[k] + 0.001 * gradient * gradient
                moved = (first[k] / (1 - 0.9**step)) / (np.sqrt(second[k] / (1 - 0.999**step)) + 1e-8)
                layers[k] = (layers[k] - rate * moved).astype(np.float32)
    return layers


def _start(rng: np.random.Generator, sizes: tuple[int, ...]) -> list[NDArray[np.float32]]:
    layers: list[NDArray[np.float32]] = []
    for wide, narrow in pairwise(sizes):
        spread = np.sqrt(2.0 / wide) * (1.0 if narrow > 1 else 0.1)
        layers += [
            rng.normal(0.0, spread, (wide, narrow)).astype(np.float32),
            np.zeros(narrow, dtype=np.float32),
        ]
    return layers


def _gradients(
    layers: list[NDArray[np.float32]],
    batch: tuple[NDArray[np.float32], NDArray[np.float64], NDArray[np.float64]],
    group: NDArray[np.int64],
    weight: NDArray[np.float64],
) -> list[NDArray[np.float32]]:
    inputs, target, base = batch
    values = [inputs]
    for k in range(0, len(layers), 2):
        out = values[-1] @ layers[k] + layers[k + 1]
        values.append(np.where(out > 0, out, LEAK * out) if k < len(layers) - 2 else out)
    belief = group_softmax(values[-1][:, 0].astype(np.float64) + base, group, len(weight))
    error = ((belief - target) * weight[group] / weight.sum()).astype(np.float32)[:, None]
    gradients: list[NDArray[np.float32]] = [np.zeros(0, dtype=np.float32)] * len(layers)
    for k in range(len(layers) - 2, -1, -2):
        below = values[k // 2]
        gradients[k] = below.T @ error + DECAY * layers[k]
        gradients[k + 1] = error.sum(axis=0)
        if k:
            error = (error @ layers[k].T) * np.where(below > 0, 1.0, LEAK).astype(np.float32)
    return gradients
