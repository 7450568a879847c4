"""Annotated sentences and articles to samples: text, labelled spans, what is known of the rest."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

SOURCES = ("crossner", "gum", "wikigold", "uner_pud", "uner_ewt", "btc", "wnut17")
PERMISSIVE = ("crossner", "wikigold", "btc", "wnut17")
"""Stated to be CC BY or MIT, for ``--permissive``; GUM is in part CC BY-SA."""
EMPTY_KEPT = 0.35
"""Share of the sentences without any name that are kept: they teach little, and slowly."""

UNKNOWN, LITERAL, ASSOCIATIVE = -1, 0, 1


@dataclass(frozen=True, slots=True)
class Labelled:
    """A labelled stretch of a text; ``labels`` are the labels it may have (one, where known)."""

    start: int
    end: int
    labels: tuple[str, ...]
    kind: int = UNKNOWN


@dataclass(frozen=True, slots=True)
class Sample:
    """A stretch of text for training.

    ``rest`` are the labels that words outside the spans may have besides O: empty where everything
    is annotated, PER, ORG and others where only places are (they train by a marginal loss).
    """

    text: str
    spans: tuple[Labelled, ...]
    rest: tuple[str, ...] = ()


_NO_SPACE_BEFORE = re.compile(
    r"^(?:[.,;:!?)\]}%…]+|'s|’s|'S|n't|N'T|n’t|'(?:re|ve|ll|d|m|t)|’(?:re|ve|ll|d|m|t))$"
)
_QUOTES = {"``": '"', "''": '"', "-LRB-": "(", "-RRB-": ")", "-LSB-": "[", "-RSB-": "]"}
_HYPHEN_SPLIT = frozenset({"uner_pud", "uner_ewt", "gum", "wnut17"})
"""Sources whose tokens are cut at hyphens."""


def detokenise(tokens: Sequence[str], *, hyphens_split: bool) -> tuple[str, list[tuple[int, int]]]:
    """Running text from tokens, and each token's offsets in it."""
    parts: list[str] = []
    offsets: list[tuple[int, int]] = []
    length = 0
    glue = True
    quoted = {'"': False, "'": False}
    for i, raw in enumerate(tokens):
        token = _QUOTES.get(raw, raw)
        here = glue or bool(_NO_SPACE_BEFORE.match(token))
        glue = False
        if token in quoted:
            here = here or quoted[token]
            glue = not quoted[token]
            quoted[token] = not quoted[token]
        elif token in ("(", "[", "$", "£", "€", "#", "“", "‘") or token == "@":
            glue = True
        elif token in ("-", "–", "/") and hyphens_split and 0 < i < len(tokens) - 1:
            before = tokens[i - 1]
            if (before[-1:].isalnum() or len(before) > 1) and tokens[i + 1][:1].isalnum():
                here = glue = True
        elif token in ("”",):
            here = True
        if not here:
            parts.append(" ")
            length += 1
        parts.append(token)
        offsets.append((length, length + len(token)))
        length += len(token)
    return "".join(parts), offsets


def read_bio(path: Path, *, rng: random.Random) -> Iterator[Sample]:
    """The samples of one file of BIO-tagged sentences."""
    for line in path.read_text(encoding="utf-8").split("\n"):
        if not line:
            continue
        row = json.loads(line)
        tokens, tags = row["tokens"], row["tags"]
        if all(tag == "O" for tag in tags) and rng.random() > EMPTY_KEPT:
            continue
        text, offsets = detokenise(tokens, hyphens_split=path.stem in _HYPHEN_SPLIT)
        spans = []
        begin = 0
        while begin < len(tags):
            end = begin + 1
            if tags[begin] != "O":
                label = tags[begin][2:]
                while end < len(tags) and tags[end] == "I-" + label:
                    end += 1
                spans.append(Labelled(offsets[begin][0], offsets[end - 1][1], (label,)))
            begin = end
        yield Sample(text, tuple(spans))


GWN_KINDS = {
    "Literal": LITERAL,
    "Literal_Modifier": LITERAL,
    "Mixed": LITERAL,
    "Coercion": LITERAL,
    "Embedded_Literal": LITERAL,
    "Metonymic": ASSOCIATIVE,
    "Non_Literal_Modifier": ASSOCIATIVE,
    "Embedded_Non_Lit": ASSOCIATIVE,
}


def read_places(
    path: Path, *, is_demonym: Callable[[str], bool], is_facility: Callable[[str], bool]
) -> Iterator[tuple[str, str, Sample]]:
    """(id, group, sample) of a corpus in which only places are annotated.

    A place may be a plain or a nested name: which one is left to the model. Words outside may be
    anything but a place. Facilities and streets are annotated or not as each corpus pleases, so FAC
    is open to words outside; within, only to names that look like one: were it open to all, it would
    be right everywhere, and the model would call every doubtful place a facility.
    """
    for line in path.read_text(encoding="utf-8").split("\n"):
        if not line:
            continue
        row = json.loads(line)
        spans: list[Labelled] = []
        for toponym in sorted(row["toponyms"], key=lambda t: (t["start"], -t["end"])):
            kind = toponym.get("kind") or ""
            start, end, text = toponym["start"], toponym["end"], toponym["text"]
            if spans and start < spans[-1].end:
                continue
            if kind == "Language":
                labels: tuple[str, ...] = ("MISC",)
            elif kind == "Homonym":
                labels = ("PER", "ORG", "MISC")
            elif kind == "Demonym" or is_demonym(text):
                labels = ("DEM",)
            elif kind.startswith("Embedded"):
                labels = ("NEST", "LOC")
            elif is_facility(text):
                labels = ("FAC", "LOC")
            else:
                labels = ("LOC", "NEST")
            spans.append(Labelled(start, end, labels, GWN_KINDS.get(kind, UNKNOWN)))
        yield row["id"], row["group"], Sample(row["text"], tuple(spans), rest=("PER", "ORG", "MISC", "FAC"))


def upper_cased(sample: Sample) -> Sample:
    """The sample in capitals, letter by letter so that offsets stay."""
    return replace(sample, text="".join(c.upper() if len(c.upper()) == 1 else c for c in sample.text))


def lower_cased(sample: Sample) -> Sample:
    """The sample in small letters, letter by letter so that offsets stay."""
    return replace(sample, text="".join(c.lower() if len(c.lower()) == 1 else c for c in sample.text))


def joined(samples: Sequence[Sample]) -> Sample:
    """Samples one after another, as one text."""
    text = ""
    spans: list[Labelled] = []
    for sample in samples:
        if text:
            text += " "
        shift = len(text)
        text += sample.text
        spans.extend(replace(s, start=s.start + shift, end=s.end + shift) for s in sample.spans)
    return Sample(text, tuple(spans), rest=samples[0].rest)
