"""The trained tagger: texts to spans of places, demonyms, persons, organisations.

MiniLM-L6 as a BIO tagger, int8 ONNX; what it reads is told in :mod:`.tagger_encoding`, how it was
made in ``geo/data/recogniser.md``. Texts never share a batch: the model's activations are
quantised by what a batch holds, and a text's answer must not depend on its neighbours.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from geo import datafiles
from geo.recognition import tokens
from geo.recognition.tagger_encoding import (
    LABELS,
    TAGS,
    Encoded,
    Encoder,
    Window,
    windows,
)

MODEL = "recogniser.onnx"
TOKENIZER = "recogniser.tokenizer.json"

BATCH = 16
"""Windows in a batch: on one thread larger ones win nothing, and cost memory."""

CHUNK = 200_000
"""Code points of a very long text that are read at once; a chunk ends where a paragraph, a sentence
or at worst a word does."""

FORBIDDEN = -1e9

Network = Callable[
    [NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]], tuple[NDArray[np.float32], NDArray[np.float32]]
]
"""(pieces, shapes, gazetteer), each [batch, length] -> tag logits [batch, length, tags] and
associative logits [batch, length]."""


@dataclass(frozen=True, slots=True)
class Span:
    """A labelled stretch of a text, in code points."""

    start: int
    end: int
    label: str
    """One of :data:`LABELS`. A NEST lies inside the ORG or FAC that holds it, where one was seen."""
    score: float
    """Probability of the label, of the span's least sure word; four decimals."""
    place: float = 0.0
    """Probability that the span names a place, plain, nested or a facility: mean over its words."""
    associative: float = 0.0
    """Probability that a place's name stands for its government, team or people: of the first word."""


class Tagger:
    """The tagger that ships; ``gazetteer`` is the open gazetteer, by default the one that ships too.

    ``network``, ``tokenizer`` and ``encoder`` are for training, which checks a model before it is
    exported.
    """

    def __init__(
        self,
        gazetteer: Any = None,
        *,
        threads: int = 1,
        model: Path | None = None,
        network: Network | None = None,
        encoder: Encoder | None = None,
    ) -> None:
        if encoder is None:
            from tokenizers import Tokenizer

            if gazetteer is None:
                from geo.gazetteer import open_gazetteer

                gazetteer = open_gazetteer()
            encoder = Encoder(Tokenizer.from_file(str(datafiles.data_path(TOKENIZER))), flags=gazetteer.flags)
        self._encoder = encoder
        self.checksum = ""
        if network is None:
            from geo.inference import Model

            session = Model(MODEL, path=model, threads=threads)
            self.checksum = session.checksum

            def network(pieces: Any, shapes: Any, gazetteer: Any) -> Any:
                return session.run({"pieces": pieces, "shapes": shapes, "gazetteer": gazetteer})

        self._network: Network = network

    def tag(self, texts: Sequence[str]) -> list[list[Span]]:
        """The spans of each text, in the order of the text; an ORG or FAC comes before its NEST."""
        return [self._tag(text) for text in texts]

    def _tag(self, text: str) -> list[Span]:
        found: list[Span] = []
        for start, end in chunks(text):
            part = text[start:end]
            words = tokens.words(part)
            if words:
                sentences = tokens.sentences(part, words)
                encoded = self._encoder.encode(part, words, sentences)
                logits, kinds = self._logits(encoded, windows(encoded, sentences))
                found.extend(read_spans(words, sentences, logits, kinds, shift=start))
        return found

    def _logits(
        self, encoded: Encoded, cut: Sequence[Window]
    ) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Tag logits [words, tags] and associative logits [words]."""
        total = len(encoded.pieces)
        logits = np.zeros((total, len(TAGS)), dtype=np.float32)
        kinds = np.zeros(total, dtype=np.float32)
        sizes = [sum(len(pieces) for pieces in encoded.pieces[w.start : w.end]) for w in cut]
        order = sorted(range(len(cut)), key=lambda i: (sizes[i], i))
        for first in range(0, len(order), BATCH):
            batch = [cut[i] for i in order[first : first + BATCH]]
            inputs, firsts = self._batch(encoded, batch)
            tag_logits, kind_logits = self._network(*inputs)
            for row, window in enumerate(batch):
                kept = slice(window.keep_start - window.start, window.keep_end - window.start)
                at = firsts[row][kept]
                logits[window.keep_start : window.keep_end] = tag_logits[row, at]
                kinds[window.keep_start : window.keep_end] = kind_logits[row, at]
        return logits, kinds

    def _batch(
        self, encoded: Encoded, batch: Sequence[Window]
    ) -> tuple[tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]], list[NDArray[np.int64]]]:
        """The three inputs, and of each window the positions of its words' first pieces."""
        rows = [pack(encoded, w, cls=self._encoder.cls, sep=self._encoder.sep) for w in batch]
        length = max(len(row[0]) for row in rows)
        inputs = np.zeros((3, len(rows), length), dtype=np.int64)
        for i, row in enumerate(rows):
            for kind in range(3):
                inputs[kind, i, : len(row[kind])] = row[kind]
        return (inputs[0], inputs[1], inputs[2]), [np.asarray(row[3], dtype=np.int64) for row in rows]


def pack(
    encoded: Encoded, window: Window, *, cls: int, sep: int
) -> tuple[list[int], list[int], list[int], list[int]]:
    """A window's pieces, shapes and classes with [CLS] and [SEP], and its words' first positions."""
    pieces, shapes, classes, firsts = [cls], [0], [0], []
    for word in range(window.start, window.end):
        own = encoded.pieces[word]
        firsts.append(len(pieces))
        pieces.extend(own)
        shapes.extend([encoded.shapes[word]] * len(own))
        classes.extend([encoded.classes[word]] * len(own))
    return [*pieces, sep], [*shapes, 0], [*classes, 0], firsts


def chunks(text: str, size: int = CHUNK) -> Iterator[tuple[int, int]]:
    """Cut a long text into stretches of at most ``size`` code points, at the best place near the end."""
    start = 0
    while len(text) - start > size:
        limit = start + size
        for mark in ("\n\n", "\n", ". ", " "):
            at = text.rfind(mark, start + size // 2, limit)
            if at != -1:
                limit = at + len(mark)
                break
        yield start, limit
        start = limit
    yield start, len(text)


def _follows() -> NDArray[np.float32]:
    """Which tag may follow which: 0 where it may, :data:`FORBIDDEN` where it may not.

    An organisation or facility goes on after a place nested in it: B-NEST, I-ORG.
    """
    table = np.zeros((len(TAGS), len(TAGS)), dtype=np.float32)
    for after, tag in enumerate(TAGS):
        if tag.startswith("I-"):
            for before, previous in enumerate(TAGS):
                same = previous[2:] == tag[2:]
                goes_on = previous.endswith("NEST") and tag in ("I-ORG", "I-FAC")
                if previous == "O" or not (same or goes_on):
                    table[before, after] = FORBIDDEN
    return table


FOLLOWS = _follows()
_INSIDE = np.array([tag.startswith("I-") for tag in TAGS])


def decode(scores: NDArray[np.float32]) -> list[int]:
    """The best legal sequence of tags for scores [words, tags] (log probabilities)."""
    best = [int(i) for i in scores.argmax(axis=1)]
    if not _INSIDE[best[0]] and all(FOLLOWS[a, b] == 0 for a, b in pairwise(best)):
        return best
    paths = np.zeros(scores.shape, dtype=np.int64)
    total = scores[0] + np.where(_INSIDE, np.float32(FORBIDDEN), np.float32(0))
    for i in range(1, len(scores)):
        options = total[:, None] + FOLLOWS
        paths[i] = options.argmax(axis=0)
        total = options.max(axis=0) + scores[i]
    tag = int(total.argmax())
    back = [tag]
    for i in range(len(scores) - 1, 0, -1):
        tag = int(paths[i, tag])
        back.append(tag)
    return back[::-1]


def read_spans(
    words: Sequence[tokens.Word],
    sentences: Sequence[slice],
    logits: NDArray[np.float32],
    kinds: NDArray[np.float32],
    *,
    shift: int = 0,
) -> list[Span]:
    """The spans that logits tell, sentence by sentence."""
    wide = logits.astype(np.float64)
    wide -= wide.max(axis=1, keepdims=True)
    odds = np.exp(wide)
    odds /= odds.sum(axis=1, keepdims=True)
    scores = np.log(np.maximum(odds, 1e-12)).astype(np.float32)
    by_label = odds[:, 1::2] + odds[:, 2::2]
    associative = 1.0 / (1.0 + np.exp(-kinds.astype(np.float64)))
    found: list[Span] = []
    for part in sentences:
        tags = decode(scores[part])
        for first, last, label in _runs(tags):
            begin, end = part.start + first, part.start + last
            found.append(
                Span(
                    start=words[begin].start + shift,
                    end=words[end - 1].end + shift,
                    label=label,
                    score=round(_certainty(by_label[begin:end], label), 4),
                    place=round(float(by_label[begin:end, :3].sum(axis=1).mean()), 4),
                    associative=round(float(associative[begin]), 4),
                )
            )
    return found


def _certainty(by_label: NDArray[np.float64], label: str) -> float:
    """Probability of the label at the least sure word; a holder's words may be its nested place's."""
    own = by_label[:, LABELS.index(label)]
    if label in ("ORG", "FAC"):
        own = own + by_label[:, LABELS.index("NEST")]
    return float(own.min())


def _runs(tags: Sequence[int]) -> list[tuple[int, int, str]]:
    """(first, end, label) of a sentence's spans; an ORG or FAC reaches over the NESTs in it."""
    runs: list[tuple[int, int, str]] = []
    i = 0
    while i < len(tags):
        name = TAGS[tags[i]]
        j = i + 1
        if name != "O":
            while j < len(tags) and TAGS[tags[j]] == "I-" + name[2:]:
                j += 1
            runs.append((i, j, name[2:]))
        i = j
    whole: list[tuple[int, int, str]] = []
    i = 0
    while i < len(runs):
        j = i + 1
        while j < len(runs) and runs[j][0] == runs[j - 1][1] and _goes_on(runs, j, tags):
            j += 1
        holder = next((run[2] for run in runs[i:j] if run[2] != "NEST"), "")
        if j - i > 1 and holder:
            whole.append((runs[i][0], runs[j - 1][1], holder))
            whole.extend(run for run in runs[i:j] if run[2] == "NEST")
        else:
            whole.extend(runs[i:j])
        i = j
    return whole


def _goes_on(runs: Sequence[tuple[int, int, str]], j: int, tags: Sequence[int]) -> bool:
    """Whether run ``j`` belongs to the same name as the run that it touches."""
    before, here = runs[j - 1][2], runs[j][2]
    if before == "NEST":
        return here in ("ORG", "FAC") and TAGS[tags[runs[j][0]]].startswith("I-")
    return here == "NEST" and before in ("ORG", "FAC")
