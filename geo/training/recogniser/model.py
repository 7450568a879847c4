"""The encoder and its heads, in torch: MiniLM-L6 (a BERT of six layers) as a tagger.

Inputs, all int64 of shape [batch, pieces]: word pieces, word shapes and gazetteer classes (see
:mod:`geo.recognition.tagger_encoding`); 0 in ``pieces`` is padding. Outputs: tag logits
[batch, pieces, tags] and one associative logit [batch, pieces]; only a word's first piece is read.
"""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import torch
from torch import nn
from torch.nn import functional

from geo.recognition.tagger_encoding import GAZETTEER_CLASSES, SHAPES, TAGS

WIDTH = 384
HEADS = 12
LAYERS = 6
INNER = 1536
POSITIONS = 512
MASK_POOL = 1 << 22
"""Elements of the pool of dropout masks: drawing fresh ones costs a CPU a tenth of its time."""


class PooledDropout(nn.Module):  # type: ignore[misc, unused-ignore]
    """Dropout that cuts its mask from a pool drawn once, at a random offset."""

    pool: torch.Tensor | None = None

    def __init__(self, share: float) -> None:
        super().__init__()
        self.share = share

    def forward(self, values: torch.Tensor) -> torch.Tensor:
        if not self.training or self.share == 0.0:
            return values
        if PooledDropout.pool is None or PooledDropout.pool.numel() < 2 * values.numel():
            size = max(MASK_POOL, 2 * values.numel())
            kept = torch.rand(size) >= self.share
            PooledDropout.pool = kept.to(torch.float32) / (1.0 - self.share)
        offset = int(torch.randint(PooledDropout.pool.numel() - values.numel(), (1,)))
        mask = PooledDropout.pool[offset : offset + values.numel()].view(values.shape)
        return values * mask


class Layer(nn.Module):  # type: ignore[misc, unused-ignore]
    """One transformer layer of BERT (post-norm)."""

    def __init__(self, dropout: float) -> None:
        super().__init__()
        self.qkv = nn.Linear(WIDTH, 3 * WIDTH)
        self.out = nn.Linear(WIDTH, WIDTH)
        self.norm1 = nn.LayerNorm(WIDTH, eps=1e-12)
        self.up = nn.Linear(WIDTH, INNER)
        self.down = nn.Linear(INNER, WIDTH)
        self.norm2 = nn.LayerNorm(WIDTH, eps=1e-12)
        self.dropout = PooledDropout(dropout)

    def forward(self, hidden: torch.Tensor, blocked: torch.Tensor) -> torch.Tensor:
        batch, length, _ = hidden.shape
        queries, keys, values = (
            part.view(batch, length, HEADS, WIDTH // HEADS).transpose(1, 2)
            for part in self.qkv(hidden).split(WIDTH, dim=-1)
        )
        scores = queries @ keys.transpose(-1, -2) / math.sqrt(WIDTH // HEADS) + blocked
        context = (torch.softmax(scores, dim=-1) @ values).transpose(1, 2).reshape(batch, length, WIDTH)
        hidden = self.norm1(hidden + self.dropout(self.out(context)))
        return self.norm2(hidden + self.dropout(self.down(functional.gelu(self.up(hidden)))))


class Network(nn.Module):  # type: ignore[misc, unused-ignore]
    """Embeddings (piece + position + shape + gazetteer class), six layers, two heads."""

    def __init__(self, vocabulary: int, *, dropout: float = 0.1, layers: int = LAYERS) -> None:
        super().__init__()
        self.pieces = nn.Embedding(vocabulary, WIDTH)
        self.positions = nn.Embedding(POSITIONS, WIDTH)
        self.shapes = nn.Embedding(len(SHAPES), WIDTH)
        self.gazetteer = nn.Embedding(GAZETTEER_CLASSES, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.layers = nn.ModuleList(Layer(dropout) for _ in range(layers))
        self.tags = nn.Linear(WIDTH, len(TAGS))
        self.kind = nn.Linear(WIDTH, 1)
        self.dropout = PooledDropout(dropout)

    def forward(
        self, pieces: torch.Tensor, shapes: torch.Tensor, gazetteer: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor]:
        blocked = (pieces == 0).to(torch.float32)[:, None, None, :] * -1e4
        places = torch.arange(pieces.shape[1], device=pieces.device)
        hidden = self.pieces(pieces) + self.positions(places)[None]
        hidden = hidden + self.shapes(shapes) + self.gazetteer(gazetteer)
        hidden = self.dropout(self.norm(hidden))
        for layer in self.layers:
            hidden = layer(hidden, blocked)
        return self.tags(hidden), self.kind(hidden).squeeze(-1)


def from_base(weights: Path, kept: list[int], *, dropout: float = 0.1) -> Network:
    """The network with the base model's weights; ``kept`` are the base's piece ids that stay.

    Shapes start from token type 0, the gazetteer's classes from zero, so that at the first step
    the network is the base model.
    """
    from safetensors.torch import load_file  # type: ignore[import-not-found, unused-ignore]

    base: dict[str, Any] = load_file(weights)
    base = {name.removeprefix("bert."): tensor for name, tensor in base.items()}
    network = Network(len(kept), dropout=dropout)
    with torch.no_grad():
        network.pieces.weight.copy_(base["embeddings.word_embeddings.weight"][kept])
        network.positions.weight.copy_(base["embeddings.position_embeddings.weight"])
        network.shapes.weight.copy_(
            base["embeddings.token_type_embeddings.weight"][:1].expand(len(SHAPES), -1)
        )
        network.gazetteer.weight.zero_()
        _copy(network.norm, base, "embeddings.LayerNorm")
        for number, layer in enumerate(network.layers):
            root = f"encoder.layer.{number}."
            for kind in ("weight", "bias"):
                parts = [base[f"{root}attention.self.{part}.{kind}"] for part in ("query", "key", "value")]
                getattr(layer.qkv, kind).copy_(torch.cat(parts))
            _copy(layer.out, base, root + "attention.output.dense")
            _copy(layer.norm1, base, root + "attention.output.LayerNorm")
            _copy(layer.up, base, root + "intermediate.dense")
            _copy(layer.down, base, root + "output.dense")
            _copy(layer.norm2, base, root + "output.LayerNorm")
    return network


def _copy(module: Any, base: dict[str, Any], name: str) -> None:
    module.weight.copy_(base[name + ".weight"])
    module.bias.copy_(base[name + ".bias"])
