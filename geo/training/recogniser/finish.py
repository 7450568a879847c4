"""The later steps: adaptation to the open halves, its cross-validation, figures, export."""

from __future__ import annotations

import argparse
import json
import logging
import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch

from geo.datafiles import sha256
from geo.recognition.tagger import Network as Runner
from geo.recognition.tagger import Tagger
from geo.training.recogniser import data, dataset
from geo.training.recogniser.export import export, ship
from geo.training.recogniser.figures import spans_of, table
from geo.training.recogniser.model import Network
from geo.training.recogniser.train import Plan, train
from geo.training.recogniser.workshop import SEED, Workshop, start

log = logging.getLogger("recogniser")

ADAPTED = ("lgl", "trnews", "gwn")
CLEAN = ("geovirus", "tudloc", "geocorpora")
FOLDS = 3
PASSES = 2
REPLAY = 0.06
"""Share of an external epoch that is replayed with each pass over the corpora."""
ADAPTED_RATE, ADAPTED_HEAD_RATE = 1e-4, 3e-4


def run(options: argparse.Namespace) -> None:
    """One of the later steps."""
    start(0, options)
    weights = options.work / options.weights
    if options.step == "export":
        export(weights, weights.with_suffix(".onnx"))
    elif options.step == "ship":
        ship(weights.with_suffix(".onnx"), options.work)
    elif options.step == "predict":
        corpora = options.only.split(",") if options.only else CLEAN
        predict(Workshop(options), weights, corpora, held=options.fold)
    elif options.step == "adapt":
        adapt(Workshop(options), None, CLEAN)
    else:
        shop = Workshop(options)
        for held in range(FOLDS) if options.fold is None else (options.fold,):
            adapt(shop, held, ADAPTED)


def adapt(shop: Workshop, held: int | None, corpora: Sequence[str]) -> None:
    """Adapt the base, but for a fold held out; export it; measure it on corpora, or on that fold."""
    target = shop.work / ("adapted.pt" if held is None else f"fold{held}.pt")
    if not target.exists():
        torch.save(adapted(shop, held).state_dict(), target)
    model = target.with_suffix(".onnx")
    export(target, model)
    predict(shop, model, corpora, held=held)


def documents(options: argparse.Namespace, corpus: str) -> list[dict[str, Any]]:
    """A corpus's open half."""
    lines = (options.corpora / f"{corpus}.open.jsonl").read_text(encoding="utf-8").split("\n")
    return [json.loads(line) for line in lines if line]


def fold_of(rows: Sequence[dict[str, Any]], group: str) -> int:
    """The fold that a group of documents falls in, the same on every run."""
    groups = sorted({row["group"] for row in rows})
    random.Random(SEED).shuffle(groups)
    return groups.index(group) % FOLDS


def adapted(shop: Workshop, held: int | None) -> Network:
    """The base, trained further on the corpora without the fold held out."""
    encoder, network = shop.encoder(), shop.network()
    network.load_state_dict(torch.load(shop.work / "base.pt", weights_only=True))
    samples: list[data.Sample] = []
    for corpus in ADAPTED:
        path = shop.options.corpora / f"{corpus}.open.jsonl"
        log.info("%s: SHA-256 %s", path.name, sha256(path))
        rows = documents(shop.options, corpus)
        told = data.read_places(
            path, is_demonym=shop.relabeller.is_demonym, is_facility=shop.relabeller.is_facility
        )
        for _, group, sample in told:
            if held is None or fold_of(rows, group) != held:
                samples.append(sample)
    log.info("adapting to %d documents", len(samples))

    def epoch_rows(epoch: int, rank: int) -> list[dataset.Row]:
        rng = random.Random(SEED * 31 + epoch)
        made = shop.external(encoder, 50 + epoch, 0, share=REPLAY)
        for sample in samples:
            made.extend(dataset.rows(dataset.augmented(sample, rng), encoder, rng))
        return made

    plan = Plan(
        rate=ADAPTED_RATE,
        head_rate=ADAPTED_HEAD_RATE,
        epochs=PASSES,
        seconds=shop.options.seconds,
        bfloat16=shop.options.bfloat16,
    )
    name = "adapted" if held is None else f"fold{held}"
    train(network, epoch_rows, plan, checkpoint=shop.work / f"{name}.ckpt")
    return network


def runner(network: Network) -> Runner:
    """A torch network as the tagger calls it."""

    def call(pieces: Any, shapes: Any, gazetteer: Any) -> Any:
        with torch.inference_mode():
            tags, kinds = network(*(torch.from_numpy(part) for part in (pieces, shapes, gazetteer)))
        return np.asarray(tags), np.asarray(kinds)

    return call


def tagger_of(shop: Workshop, weights: Path) -> Tagger:
    """A tagger of exported weights (``.onnx``), or of a network in full precision (``.pt``)."""
    if weights.suffix == ".onnx":
        return Tagger(model=weights, encoder=shop.encoder())
    network = Network(len(shop.vocabulary()))
    network.load_state_dict(torch.load(weights, weights_only=True))
    network.eval()
    return Tagger(network=runner(network), encoder=shop.encoder())


def predict(shop: Workshop, weights: Path, corpora: Sequence[str], *, held: int | None) -> None:
    """Write what a tagger finds in corpora, or in a fold of them, and log its figures."""
    tagger = tagger_of(shop, weights)
    folder = shop.work / f"found-{weights.stem}"
    folder.mkdir(parents=True, exist_ok=True)
    for corpus in corpora:
        rows = documents(shop.options, corpus)
        if held is not None:
            rows = [row for row in rows if fold_of(rows, row["group"]) == held]
        found = spans_of(tagger, rows)
        lines = [json.dumps(row, ensure_ascii=False) for row in found]
        (folder / f"{corpus}.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
        for line in table(corpus, rows, found):
            log.info("%s: %s", weights.name, line)
