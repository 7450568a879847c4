"""The first step, the external base, and what all steps share."""

from __future__ import annotations

import argparse
import logging
import os
import random
from pathlib import Path
from typing import Any

import torch
from tokenizers import Tokenizer
from torch import distributed

from geo.datafiles import sha256
from geo.gazetteer import open_gazetteer
from geo.recognition.tagger_encoding import Encoder
from geo.training.recogniser import data, dataset
from geo.training.recogniser.dataset import Row
from geo.training.recogniser.model import Network, from_base
from geo.training.recogniser.relabel import Relabeller
from geo.training.recogniser.synthetic import Generator, load_names
from geo.training.recogniser.train import Plan, train

log = logging.getLogger("recogniser")

CURATED = Path(__file__).parents[2] / "gazetteer" / "curated"
ARTICLES = 5000
"""Articles of our own in an epoch."""
SEED = 7
RATE, HEAD_RATE = 2e-4, 1e-3


class Workshop:
    """Everything that the steps share: paths, gazetteer, samples, names."""

    def __init__(self, options: argparse.Namespace) -> None:
        self.options = options
        self.work: Path = options.work
        self.gazetteer: Any = open_gazetteer()
        self.relabeller = Relabeller(self.gazetteer.flags)
        sources = data.PERMISSIVE if options.permissive else data.SOURCES
        self.samples: dict[str, list[data.Sample]] = {}
        for name in sources:
            path = options.training / f"{name}.jsonl"
            log.info("%s: SHA-256 %s", path.name, sha256(path))
            found = data.read_bio(path, rng=random.Random(SEED))
            self.samples[name] = [self.relabeller.sample(s) for s in found]
        clean = [
            s for name in ("crossner", "gum", "wikigold", "uner_pud") for s in self.samples.get(name, [])
        ]
        self.names = load_names(options.geonames, CURATED, clean)

    @property
    def tokenizer_path(self) -> Path:
        """The pruned tokenizer."""
        return self.work / "recogniser.tokenizer.json"

    def vocabulary(self) -> list[int]:
        """The base's ids of the pieces that are kept, in order; written once."""
        path = self.work / "kept.txt"
        if not path.exists():
            texts = [s.text for found in self.samples.values() for s in found]
            texts += [
                t for pool in (self.names.large, self.names.divisions) for v in pool.values() for t in v
            ]
            generator = Generator(self.names, random.Random(SEED))
            texts += [generator.article().text for _ in range(20_000)]
            texts += list(self.names.countries.values()) + self.names.regions + self.names.organisations
            for corpus in () if self.options.permissive else ("lgl", "trnews", "gwn", "wiktor"):
                for line in (
                    (self.options.corpora / f"{corpus}.open.jsonl").read_text(encoding="utf-8").split("\n")
                ):
                    texts.append(line.replace("\\n", " ").replace("\\u", " "))
            base = self.options.base / "tokenizer.json"
            kept = dataset.pruned_tokenizer(base, texts, self.tokenizer_path)
            path.write_text("\n".join(map(str, kept)), encoding="utf-8")
        return [int(line) for line in path.read_text(encoding="utf-8").split()]

    def encoder(self) -> Encoder:
        """The encoder with the pruned tokenizer."""
        return Encoder(Tokenizer.from_file(str(self.tokenizer_path)), flags=self.gazetteer.flags)

    def network(self) -> Network:
        """The network with the base's weights."""
        return from_base(self.options.base / "model.safetensors", self.vocabulary())

    def stretches(self, rng: random.Random, *, own: bool = True, swaps: bool = True) -> list[data.Sample]:
        """An epoch of external sentences and sentences of our own, packed, in random order.

        For ablations: without our own sentences; without places changed for others of their kind.
        """
        found: list[data.Sample] = []
        for samples in self.samples.values():
            fresh = [dataset.swapped(s, self.names, self.relabeller.flag, rng) for s in samples]
            found.extend(dataset.packs(fresh if swaps else samples, rng))
        if own:
            generator = Generator(self.names, rng)
            found.extend(dataset.packs([generator.article() for _ in range(ARTICLES)], rng))
        rng.shuffle(found)
        return found

    def external(self, encoder: Encoder, epoch: int, rank: int, *, share: float = 1.0) -> list[Row]:
        """This process's half of an epoch of external and own sentences, augmented anew each epoch."""
        rng = random.Random(self.options.seed * 100 + epoch)
        found = self.stretches(rng)
        found = found[: int(len(found) * share)]
        made: list[Row] = []
        for sample in found[rank :: self.options.processes]:
            made.extend(dataset.rows(dataset.augmented(sample, rng), encoder, rng))
        return made


def base(rank: int, options: argparse.Namespace) -> None:
    """Train on everything but the corpora."""
    start(rank, options)
    shop = Workshop(options)
    encoder, network = shop.encoder(), shop.network()
    plan = Plan(
        rate=RATE,
        head_rate=HEAD_RATE,
        epochs=options.epochs,
        seed=options.seed,
        seconds=options.seconds,
        bfloat16=options.bfloat16,
    )
    train(
        network,
        lambda epoch, own: shop.external(encoder, epoch, own),
        plan,
        checkpoint=options.work / "base.ckpt",
        rank=rank,
    )
    if rank == 0:
        torch.save(network.state_dict(), options.work / "base.pt")
        log.info("base done")


def start(rank: int, options: argparse.Namespace) -> None:
    """Logging, threads and the tie between the processes."""
    logging.basicConfig(level=logging.INFO, format=f"%(asctime)s [{rank}] %(message)s")
    torch.set_num_threads(1)
    if options.processes > 1:
        os.environ.setdefault("MASTER_ADDR", "127.0.0.1")
        os.environ.setdefault("MASTER_PORT", str(options.port))
        distributed.init_process_group("gloo", rank=rank, world_size=options.processes)
