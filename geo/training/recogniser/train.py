"""The training loop: two processes share the gradients, checkpoints are resumable."""

from __future__ import annotations

import logging
import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import distributed
from torch.nn import functional

from geo.training.recogniser.data import ASSOCIATIVE, UNKNOWN
from geo.training.recogniser.dataset import Batch, Row, batches
from geo.training.recogniser.model import Network

log = logging.getLogger(__name__)

KIND_WEIGHT = 0.2
"""Weight of the associative head's loss beside the tags'."""
WARM_UP = 0.06
BATCH_PIECES = 1536
CHECKPOINT_SECONDS = 240.0


@dataclass(frozen=True, slots=True)
class Plan:
    """How long and how fast to learn."""

    rate: float
    head_rate: float
    epochs: int
    seed: int = 1
    seconds: float = 1e9
    """Wall-clock budget: the rate falls to zero by then, whatever is left of the epochs."""
    batch: int = BATCH_PIECES
    """Pieces of a batch in each process."""
    bfloat16: bool = False
    """Whether products are taken in bfloat16: twice as fast on a processor that has it."""


def loss_of(network: Network, batch: Batch, *, bfloat16: bool = False) -> torch.Tensor:
    """Mean over words of -log P(an allowed tag), and the kinds' binary cross entropy."""
    with torch.autocast("cpu", dtype=torch.bfloat16, enabled=bfloat16):
        logits, kinds = network(batch.pieces, batch.shapes, batch.classes)
    logits, kinds = logits.float(), kinds.float()
    counted = batch.allowed.any(dim=-1)
    logits, allowed = logits[counted], batch.allowed[counted]
    losses = torch.logsumexp(logits, -1) - torch.logsumexp(logits.masked_fill(~allowed, -1e9), -1)
    loss = losses.mean()
    told = batch.kinds != UNKNOWN
    if told.any():
        wanted = (batch.kinds[told] == ASSOCIATIVE).to(torch.float32)
        loss = loss + KIND_WEIGHT * functional.binary_cross_entropy_with_logits(kinds[told], wanted)
    else:
        loss = loss + 0.0 * kinds.sum()
    return loss


def optimiser(network: Network, plan: Plan) -> torch.optim.Optimizer:
    """AdamW; the heads and the new embeddings learn faster, biases and norms do not decay."""
    groups: dict[tuple[float, float], list[Any]] = {}
    for name, values in network.named_parameters():
        fresh = name.startswith(("tags", "kind", "shapes", "gazetteer"))
        decays = values.ndim > 1 and "norm" not in name and not name.startswith(("pieces", "positions"))
        key = (plan.head_rate if fresh else plan.rate, 0.01 if decays else 0.0)
        groups.setdefault(key, []).append(values)
    parameters = [{"params": v, "lr": r, "weight_decay": d, "peak": r} for (r, d), v in groups.items()]
    return torch.optim.AdamW(parameters, betas=(0.9, 0.98), eps=1e-6, fused=True)


def share_gradients(network: Network) -> None:
    """Average the gradients over the processes, in one message."""
    if not distributed.is_initialized():
        return
    gradients = [values.grad for values in network.parameters() if values.grad is not None]
    flat = torch.cat([gradient.view(-1) for gradient in gradients])
    distributed.all_reduce(flat)
    flat /= distributed.get_world_size()
    at = 0
    for gradient in gradients:
        gradient.copy_(flat[at : at + gradient.numel()].view_as(gradient))
        at += gradient.numel()


def train(
    network: Network,
    epoch_rows: Callable[[int, int], Sequence[Row]],
    plan: Plan,
    *,
    checkpoint: Path | None = None,
    rank: int = 0,
) -> None:
    """Train in place. ``epoch_rows(epoch, rank)`` gives this process's rows of an epoch.

    A checkpoint that exists is gone on from, at the beginning of the epoch that it fell in.
    """
    network.train()
    steps = optimiser(network, plan)
    done, first, spent = 0, 0, 0.0
    if checkpoint is not None and checkpoint.exists():
        state = torch.load(checkpoint, weights_only=True)
        network.load_state_dict(state["network"])
        steps.load_state_dict(state["optimiser"])
        done, first, spent = state["done"], state["epoch"], state["spent"]
    total = 0
    begun = saved = time.monotonic()
    for epoch in range(first, plan.epochs):
        rng = random.Random(plan.seed * 1000 + epoch * 10 + rank)
        torch.manual_seed(plan.seed * 1000 + epoch * 10 + rank)
        made = batches(epoch_rows(epoch, rank), size=plan.batch, rng=rng)
        made = made[: _least(len(made))]
        total = total or len(made) * plan.epochs
        log.info("epoch %d: %d batches of %d in all", epoch, len(made), total)
        seen, mark, mean = 0, time.monotonic(), 0.0
        for number, batch in enumerate(made):
            passed = spent + time.monotonic() - begun
            progress = _most(max(done / total, passed / plan.seconds))
            if progress >= 1.0:
                break
            scale = min(1.0, (done + 1) / (WARM_UP * total)) * min(1.0, (1.0 - progress) / (1.0 - WARM_UP))
            for group in steps.param_groups:
                group["lr"] = group["peak"] * scale
            loss = loss_of(network, batch, bfloat16=plan.bfloat16)
            loss.backward()
            share_gradients(network)
            torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            steps.step()
            steps.zero_grad()
            done += 1
            seen += batch.size
            mean += float(loss.detach())
            if rank == 0 and number % 20 == 19:
                speed = seen / (time.monotonic() - mark)
                log.info("step %d/%d loss %.4f %.0f pieces/s", done, total, mean / 20, speed)
                seen, mark, mean = 0, time.monotonic(), 0.0
            if rank == 0 and checkpoint is not None and time.monotonic() - saved > CHECKPOINT_SECONDS:
                saved = time.monotonic()
                _save(checkpoint, network, steps, done=done, epoch=epoch, spent=spent + saved - begun)
    network.eval()


def _save(checkpoint: Path, network: Network, steps: Any, *, done: int, epoch: int, spent: float) -> None:
    fresh = checkpoint.with_suffix(".new")
    torch.save(
        {
            "network": network.state_dict(),
            "optimiser": steps.state_dict(),
            "done": done,
            "epoch": epoch,
            "spent": spent,
        },
        fresh,
    )
    fresh.replace(checkpoint)


def _agreed(value: float, operation: Any) -> float:
    if not distributed.is_initialized():
        return value
    shared = torch.tensor([value], dtype=torch.float64)
    distributed.all_reduce(shared, op=operation)
    return float(shared[0])


def _least(value: int) -> int:
    """The smallest of the processes' values: all take the same number of steps."""
    return int(_agreed(value, distributed.ReduceOp.MIN)) if distributed.is_initialized() else value


def _most(value: float) -> float:
    return _agreed(value, distributed.ReduceOp.MAX) if distributed.is_initialized() else value
