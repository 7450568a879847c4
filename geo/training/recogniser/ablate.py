"""What each part of the recipe is worth: small bases trained without it, one epoch, two seeds.

Every run sees the same number of word pieces, so that a recipe without some of the data is not merely
one trained for less long. All judge themselves on documents that no base was trained on.
"""

from __future__ import annotations

import argparse
import json
import logging
import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import mean
from typing import Any

from tokenizers import Tokenizer

from geo.recognition.tagger import Tagger
from geo.recognition.tagger_encoding import Encoded, Encoder
from geo.recognition.tokens import Word
from geo.training.recogniser import dataset
from geo.training.recogniser.data import Labelled, Sample
from geo.training.recogniser.figures import NEUTRAL, POLICIES, scored, spans_of
from geo.training.recogniser.finish import documents, runner
from geo.training.recogniser.train import Plan, train
from geo.training.recogniser.workshop import HEAD_RATE, RATE, Workshop, start

log = logging.getLogger("recogniser")

SEEDS = (1, 2)
EPOCH_PIECES = 940_000
"""Pieces of an epoch of the whole recipe."""
BATCH_PIECES = 768
"""Half of the base's in one process: a run so short needs the steps."""
CORPORA = ("geovirus", "tudloc", "lgl", "trnews", "gwn")
EVERY = 3
"""Every third document is enough for differences that matter here."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """The recipe, or one without a part of it."""

    name: str
    gazetteer: bool = True
    shapes: bool = True
    nested: bool = True
    own: bool = True
    swaps: bool = True


RECIPES = (
    Recipe("everything"),
    Recipe("without gazetteer classes", gazetteer=False),
    Recipe("without own sentences", own=False),
    Recipe("without shape classes", shapes=False),
    Recipe("without nested places", nested=False),
    Recipe("without name swapping", swaps=False),
)


class Shapeless(Encoder):
    """An encoder for which all words have one shape."""

    def encode(self, text: str, words: Sequence[Word], sentences: Sequence[slice]) -> Encoded:
        return replace(super().encode(text, words, sentences), shapes=[0] * len(words))


def flattened(sample: Sample) -> Sample:
    """The sample with organisations and facilities whole, the places nested in them unmarked."""
    spans: list[Labelled] = []
    last = ""  # the label of the piece before, nested or not
    for span in sorted(sample.spans, key=lambda s: s.start):
        label = span.labels[0]
        whole = replace(span, labels=("ORG",)) if label == "NEST" else span
        beside = bool(spans) and not sample.text[spans[-1].end : span.start].strip()
        if beside and "NEST" in (label, last) and {label, last} <= {"NEST", "ORG", "FAC"}:
            outer = spans[-1] if last != "NEST" else whole
            spans[-1] = replace(outer, start=spans[-1].start, end=span.end)
        else:
            spans.append(whole)
        last = label
    return replace(sample, spans=tuple(spans))


def run(options: argparse.Namespace) -> None:
    """Every recipe with every seed that has no result yet; then the table."""
    start(0, options)
    folder: Path = options.work / f"ablation-{options.share:g}"
    folder.mkdir(parents=True, exist_ok=True)
    shop = Workshop(options)
    for seed in SEEDS:
        for recipe in RECIPES:
            path = folder / f"{recipe.name.replace(' ', '-')}-{seed}.json"
            if not path.exists():
                result = _measured(shop, recipe, seed, int(options.share * EPOCH_PIECES))
                path.write_text(json.dumps(result), encoding="utf-8")
                log.info("%s, seed %d: %s", recipe.name, seed, result)
    lines = table(folder)
    (folder / "table.md").write_text("\n".join(lines) + "\n", encoding="utf-8")
    log.info("\n%s", "\n".join(lines))


def _measured(shop: Workshop, recipe: Recipe, seed: int, pieces: int) -> dict[str, float]:
    """Overlap F1 by corpus of a base trained by a recipe."""
    kind = Encoder if recipe.shapes else Shapeless
    flags = shop.gazetteer.flags if recipe.gazetteer else None
    encoder = kind(Tokenizer.from_file(str(shop.tokenizer_path)), flags=flags)
    rng = random.Random(seed)
    rows: list[dataset.Row] = []
    seen = 0
    for sample in shop.stretches(rng, own=recipe.own, swaps=recipe.swaps):
        if seen >= pieces:
            break
        kept = sample if recipe.nested else flattened(sample)
        made = dataset.rows(dataset.augmented(kept, rng), encoder, rng)
        seen += sum(len(row.pieces) for row in made)
        rows += made
    network = shop.network()
    plan = Plan(rate=RATE, head_rate=HEAD_RATE, epochs=1, seed=seed, batch=BATCH_PIECES)
    train(network, lambda epoch, rank: rows, plan)
    tagger = Tagger(network=runner(network), encoder=encoder)
    result: dict[str, float] = {}
    for corpus in CORPORA:
        gold = documents(shop.options, corpus)[::EVERY]
        figures: dict[str, Any] = scored(
            gold, spans_of(tagger, gold), POLICIES[corpus][0], NEUTRAL.get(corpus, ())
        )
        result[corpus] = figures["overlap"]["f1"]
    return result


def table(folder: Path) -> list[str]:
    """Markdown: a recipe's mean F1 over the seeds, by corpus, and the seeds' macro means."""
    lines = [
        f"| recipe | {' | '.join(CORPORA)} | mean | by seed |",
        "|---" * (len(CORPORA) + 3) + "|",
    ]
    for recipe in RECIPES:
        found = sorted(folder.glob(f"{recipe.name.replace(' ', '-')}-*.json"))
        if not found:
            lines.append(f"| {recipe.name} |{' never run |' * (len(CORPORA) + 2)}")
            continue
        results = [json.loads(path.read_text(encoding="utf-8")) for path in found]
        cells = [f"{mean(r[corpus] for r in results):.3f}" for corpus in CORPORA]
        seeds = [mean(r.values()) for r in results]
        spread = ", ".join(f"{value:.3f}" for value in seeds)
        lines.append(f"| {recipe.name} | {' | '.join(cells)} | {mean(seeds):.3f} | {spread} |")
    return [line.replace("0.", ".") if line.startswith("| ") else line for line in lines]
