"""The later steps: adaptation to the open halves, its cross-validation, predictions, export."""

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

from geo.recognition.tagger import Network as Runner
from geo.recognition.tagger import Tagger
from geo.training.recogniser import data, dataset
from geo.training.recogniser.export import export
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
RATE, HEAD_RATE = 1e-4, 3e-4
MENTIONS = ("LOC", "NEST", "DEM")


def run(options: argparse.Namespace) -> None:
    """One of the later steps."""
    start(0, options)
    if options.step == "export":
        export(options.work / options.weights, options)
        return
    shop = Workshop(options)
    if options.step == "predict":
        network = shop.network()
        network.load_state_dict(torch.load(options.work / options.weights, weights_only=True))
        for corpus in options.only.split(","):
            predict(shop, network, corpus, documents(options, corpus), options.work / "pred")
        return
    held = options.fold if options.step == "folds" else None
    network = adapted(shop, held)
    target = options.work / ("adapted.pt" if held is None else f"fold{held}.pt")
    torch.save(network.state_dict(), target)
    for corpus in CLEAN if held is None else ADAPTED:
        rows = documents(options, corpus)
        if held is not None:
            rows = [row for row in rows if fold_of(rows, row["group"]) == held]
        predict(shop, network, corpus, rows, options.work / ("pred" if held is None else f"pred{held}"))
    log.info("%s done", target.name)


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

    plan = Plan(rate=RATE, head_rate=HEAD_RATE, epochs=PASSES, seconds=shop.options.seconds)
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


def predict(
    shop: Workshop, network: Network, corpus: str, rows: Sequence[dict[str, Any]], folder: Path
) -> None:
    """Write the spans found in a corpus, in the corpora's schema, with all labels beside."""
    network.eval()
    tagger = Tagger(network=runner(network), encoder=shop.encoder())
    write_predictions(tagger, rows, folder / f"{corpus}.jsonl", corpus)


def write_predictions(tagger: Tagger, rows: Sequence[dict[str, Any]], path: Path, corpus: str) -> None:
    """One document a line: ``toponyms`` are the places and demonyms, ``spans`` everything."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8") as stream:
        for row in rows:
            text = row["text"]
            spans = [
                {
                    "start": s.start,
                    "end": s.end,
                    "text": text[s.start : s.end],
                    "label": s.label,
                    "score": s.score,
                    "place": s.place,
                    "associative": s.associative,
                }
                for s in tagger.tag([text])[0]
            ]
            made = {
                "id": row["id"],
                "corpus": corpus,
                "group": row.get("group"),
                "text": text,
                "toponyms": [span for span in spans if span["label"] in MENTIONS],
                "spans": spans,
            }
            stream.write(json.dumps(made, ensure_ascii=False) + "\n")
