"""Samples to batches: packing, augmenting, encoding, targets; and the pruned vocabulary."""

from __future__ import annotations

import json
import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import torch

from geo.recognition import tokens
from geo.recognition.tagger import pack
from geo.recognition.tagger_encoding import TAGS, Encoder, windows
from geo.training.recogniser.data import UNKNOWN, Labelled, Sample, joined, lower_cased, upper_cased
from geo.training.recogniser.synthetic import Names

UPPER_SHARE, LOWER_SHARE = 0.03, 0.05
"""Shares of the packs put into capitals, and into small letters."""
NO_GAZETTEER_SHARE = 0.06
"""Share of the packs that see no gazetteer classes, so that the model lives without them too."""
SWAPPED_SHARE = 0.15
"""Share of the samples whose places are changed for others of their kind."""
SHORT_PIECE = 3
"""Pieces of at most so many letters stay in the vocabulary: from them any word can be spelt."""


@dataclass(frozen=True, slots=True)
class Row:
    """One window ready for training; ``allowed`` are bit masks over tags, 0 where no loss falls."""

    pieces: list[int]
    shapes: list[int]
    classes: list[int]
    allowed: list[int]
    kinds: list[int]


def packs(samples: Sequence[Sample], rng: random.Random) -> Iterator[Sample]:
    """Samples that followed each other in their source, joined to 20 to 95 words."""
    held: list[Sample] = []
    words, wanted = 0, rng.randint(20, 95)
    for sample in samples:
        size = sample.text.count(" ") + 1
        if held and words + size > wanted:
            yield joined(held)
            held, words, wanted = [], 0, rng.randint(20, 95)
        held.append(sample)
        words += size
    if held:
        yield joined(held)


def augmented(sample: Sample, rng: random.Random) -> Sample:
    """The sample, now and then without capitals or in nothing but capitals."""
    draw = rng.random()
    if draw < UPPER_SHARE:
        return upper_cased(sample)
    return lower_cased(sample) if draw < UPPER_SHARE + LOWER_SHARE else sample


def swapped(sample: Sample, names: Names, flags: Any, rng: random.Random) -> Sample:
    """The sample with its towns and countries changed for others, the same name always for the same."""
    if rng.random() >= SWAPPED_SHARE:
        return sample
    country = rng.choice(sorted(names.large))
    chosen: dict[str, str] = {}
    text, at, spans = "", 0, []
    for span in sorted(sample.spans, key=lambda s: s.start):
        if span.start < at:
            return sample
        text += sample.text[at : span.start]
        name = sample.text[span.start : span.end]
        at = span.end
        if span.labels[0] in ("LOC", "NEST") and name[:1].isupper() and not name.isupper():
            if name not in chosen:
                pool = _pool(flags(name), country, names)
                chosen[name] = rng.choice(pool) if pool else name
            name = chosen[name]
        spans.append(replace(span, start=len(text), end=len(text) + len(name)))
        text += name
    return replace(sample, text=text + sample.text[at:], spans=tuple(spans))


def _pool(flag: int, country: str, names: Names) -> Sequence[str]:
    if flag & 1:
        return sorted(names.countries.values())
    if flag & 2:
        return names.divisions.get(country, [])
    if flag & 4:
        return names.large[country]
    return names.small.get(country, []) if flag & 8 else []


def rows(sample: Sample, encoder: Encoder, rng: random.Random | None = None) -> list[Row]:
    """The windows of a sample, with their targets."""
    words = tokens.words(sample.text)
    if not words:
        return []
    sentences = tokens.sentences(sample.text, words)
    encoded = encoder.encode(sample.text, words, sentences)
    if rng is not None and rng.random() < NO_GAZETTEER_SHARE:
        encoded = replace(encoded, classes=[0] * len(words))
    allowed, kinds = targets(sample, words)
    made = []
    for window in windows(encoded, sentences):
        pieces, shapes, classes, firsts = pack(encoded, window, cls=encoder.cls, sep=encoder.sep)
        row = Row(pieces, shapes, classes, [0] * len(pieces), [UNKNOWN] * len(pieces))
        for place, word in zip(firsts, range(window.start, window.end), strict=True):
            if window.keep_start <= word < window.keep_end:
                row.allowed[place] = allowed[word]
                row.kinds[place] = kinds[word]
        made.append(row)
    return made


_BIT = {tag: 1 << i for i, tag in enumerate(TAGS)}


def targets(sample: Sample, words: Sequence[tokens.Word]) -> tuple[list[int], list[int]]:
    """For each word the tags it may have, as a bit mask, and its kind."""
    rest = 1
    for label in sample.rest:
        rest |= _BIT["B-" + label] | _BIT["I-" + label]
    allowed = [rest] * len(words)
    kinds = [UNKNOWN] * len(words)
    at = 0
    before: tuple[int, Labelled] | None = None
    for span in sorted(sample.spans, key=lambda s: (s.start, -s.end)):
        while at < len(words) and words[at].end <= span.start:
            at += 1
        first = at
        while at < len(words) and words[at].start < span.end:
            inside = at > first or (
                before is not None
                and before[0] == first
                and before[1].labels == ("NEST",)
                and span.labels[0] in ("ORG", "FAC")
            )
            allowed[at] = 0
            for label in span.labels:
                allowed[at] |= _BIT[("I-" if inside else "B-") + label]
            kinds[at] = span.kind
            at += 1
        if at > first:
            before = (at, span)
    return allowed, kinds


@dataclass(frozen=True, slots=True)
class Batch:
    """Tensors [rows, length]; ``allowed`` [rows, length, tags] is True where a tag may be."""

    pieces: torch.Tensor
    shapes: torch.Tensor
    classes: torch.Tensor
    allowed: torch.Tensor
    kinds: torch.Tensor

    @property
    def size(self) -> int:
        """Pieces, padding included."""
        return int(self.pieces.numel())


def batches(made: Sequence[Row], *, size: int, rng: random.Random) -> list[Batch]:
    """Rows of like length together, at most ``size`` pieces a batch, in random order."""
    order = sorted(made, key=lambda row: (len(row.pieces), rng.random()))
    groups: list[list[Row]] = []
    longest = 0
    for row in order:
        longest = len(row.pieces)
        if not groups or (len(groups[-1]) + 1) * longest > size:
            groups.append([])
        groups[-1].append(row)
    rng.shuffle(groups)
    return [_batch(group) for group in groups]


_BITS = (1 << np.arange(len(TAGS))).astype(np.int64)


def _batch(group: Sequence[Row]) -> Batch:
    length = max(len(row.pieces) for row in group)
    grid = np.zeros((5, len(group), length), dtype=np.int64)
    grid[4] = UNKNOWN
    for i, row in enumerate(group):
        for kind, values in enumerate((row.pieces, row.shapes, row.classes, row.allowed, row.kinds)):
            grid[kind, i, : len(values)] = values
    allowed = (grid[3][..., None] & _BITS) != 0
    pieces, shapes, classes = (torch.from_numpy(grid[kind]) for kind in range(3))
    return Batch(pieces, shapes, classes, torch.from_numpy(allowed), torch.from_numpy(grid[4]))


def pruned_tokenizer(base: Path, texts: Iterable[str], target: Path) -> list[int]:
    """Write the base's tokenizer with the pieces that ``texts`` need; return their old ids, in order.

    Kept besides: the special pieces and every short one.
    """
    from tokenizers import Tokenizer

    full = Tokenizer.from_file(str(base))
    full.no_truncation()
    full.no_padding()
    used: set[int] = set()
    for text in texts:
        used.update(full.encode(text, add_special_tokens=False).ids)
    description = json.loads(base.read_text(encoding="utf-8"))
    vocabulary: dict[str, int] = description["model"]["vocab"]
    special = ("[PAD]", "[UNK]", "[CLS]", "[SEP]")
    kept = [vocabulary[piece] for piece in special]
    for piece, number in sorted(vocabulary.items(), key=lambda item: item[1]):
        short = len(piece.removeprefix("##")) <= SHORT_PIECE and not piece.startswith("[unused")
        if piece not in special and (short or number in used):
            kept.append(number)
    by_id = {number: piece for piece, number in vocabulary.items()}
    description["model"]["vocab"] = {by_id[number]: i for i, number in enumerate(kept)}
    description["truncation"] = description["padding"] = None
    description["post_processor"] = None
    description["added_tokens"] = [
        {**entry, "id": special.index(entry["content"])}
        for entry in description["added_tokens"]
        if entry["content"] in special
    ]
    target.write_text(
        json.dumps(description, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8"
    )
    return kept
