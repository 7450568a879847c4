"""Corpora with given spans as tables, labels and folds for the ranker."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from geo.resolution.entries import distance_km, unit_vectors
from geo.resolution.table import Table, TableMaker
from geo.types import Candidate, Document, Mention, Toponym

TRAINED_ON = ("lgl", "trnews", "gwn", "wiktor")
"""What may enter the weights, the threshold and the calibration; every other corpus is only measured."""

LOCAL = "lgl"
"""The corpus of local news."""
FOLDS = 5
WIKTOR_STEP = 6
RIGHT_KM = 161.0
"""A place within 100 miles of the gold point counts as right, the field's usual tolerance."""
NEARNESS = ((10.0, 1.0), (40.0, 0.5), (RIGHT_KM, 0.15))
"""What a candidate within so many km of the gold point is worth as a target."""
BESIDE_ID = 0.15
"""Worth of those near candidates when another candidate carries the gold GeoNames id."""
CORPUS_SHARE = {"lgl": 1.0, "trnews": 1.0, "gwn": 1.0, "wiktor": 0.2}
"""How much each corpus weighs in training: WikToR is large and of one kind, and teaches that every name
means its obscurest place; at 0.6 news left out of training lost half a point."""


@dataclass(slots=True)
class Sample:
    """One document: its table, and what is right for each group."""

    corpus: str
    fold: int
    gold: dict[str, Any]
    document: Document
    table: Table
    target: NDArray[np.float64]
    """(rows + groups,): a distribution over each labelled group's rows and its NIL row."""
    weight: NDArray[np.float64]
    """(groups,): 0 for a group without a located gold toponym."""


def read_corpus(path: Path) -> list[dict[str, Any]]:
    """The documents of a corpus file, one JSON object a line, split on newlines alone."""
    lines = path.read_bytes().decode("utf-8").split("\n")
    return [json.loads(line) for line in lines if line.strip()]


def given_spans(gold: dict[str, Any]) -> Document:
    """A document that carries the gold spans and nothing else of the annotation."""
    spans = sorted({(t["start"], t["end"]) for t in gold["toponyms"]})
    text = gold["text"]
    toponyms = tuple(Toponym(Mention(start, end, text[start:end])) for start, end in spans)
    return Document(id=str(gold["id"]), text=text, toponyms=toponyms, near=gold.get("near"))


def samples(corpus: str, documents: Iterable[dict[str, Any]], maker: TableMaker) -> list[Sample]:
    """Tables and targets of a corpus's documents that have a located name, in its order.

    Of WikToR every ``WIKTOR_STEP``-th group is taken: it is large and all of one kind.
    """
    out = []
    share = CORPUS_SHARE.get(corpus, SILVER_SHARE)
    for gold in documents:
        if not any(t["lat"] is not None for t in gold["toponyms"]):
            continue
        number = _number(corpus, gold)
        if corpus == "wiktor" and number // FOLDS % WIKTOR_STEP:
            continue
        document = given_spans(gold)
        table = maker.make(document)
        target, weight = _targets(gold, document, table)
        out.append(Sample(corpus, number % FOLDS, gold, document, table, target, weight * share))
    return out


def fold_of(corpus: str, gold: Mapping[str, Any]) -> int:
    """The fold that a document of a corpus is held out in, with all of its group."""
    return _number(corpus, gold) % FOLDS


def _number(corpus: str, gold: Mapping[str, Any]) -> int:
    # a text that teaches twice ("silver-home") names its corpus, and so stays in one fold
    return zlib.crc32(f"{gold.get('corpus', corpus)}/{gold.get('group', gold['id'])}".encode())


def _targets(
    gold: dict[str, Any], document: Document, table: Table
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    located = {(t["start"], t["end"]): t for t in gold["toponyms"] if t["lat"] is not None}
    target = np.zeros(table.rows + len(table.groups))
    weight = np.zeros(len(table.groups))
    for g, group in enumerate(table.groups):
        first, last = int(table.start[g]), int(table.start[g + 1])
        wanted = [
            located[span]
            for k in group.mentions
            if (span := (document.toponyms[k].mention.start, document.toponyms[k].mention.end)) in located
        ]
        for want in wanted:
            worth = _worth(table, first, last, want)
            if worth.sum() > 0:
                target[first:last] += worth / worth.sum()
            else:
                target[table.rows + g] += 1.0
        if wanted:
            target[first:last] /= len(wanted)
            target[table.rows + g] /= len(wanted)
            # the tenth mention of one name teaches little that the first did not
            weight[g] = len(wanted) ** 0.5
    return target, weight


def _worth(table: Table, first: int, last: int, want: dict[str, Any]) -> NDArray[np.float64]:
    km = distance_km(table.xyz[first:last], unit_vectors([(float(want["lat"]), float(want["lon"]))])[0])
    worth = np.zeros(last - first)
    for reach, value in reversed(NEARNESS):
        worth[km <= reach] = value
    if not worth.any():
        # the point of a region, a sea or a large country is a matter of taste
        worth[km <= _tolerance(table, first, last)] = 1.0
    if want.get("geonameid") is not None:
        same = np.array(
            [table.candidate(row).place.geonameid == int(want["geonameid"]) for row in range(first, last)],
            dtype=bool,
        )
        if same.any():
            worth *= BESIDE_ID
            worth[same] = 1.0
    return worth


AREA_KM = {"CONT": 2500.0, "OCN": 4000.0, "SEA": 1500.0, "RGN": 1500.0, "PCLI": 1200.0, "ADM1": 500.0}
"""How far from our label point of an area other gazetteers may put theirs, km."""


def _tolerance(table: Table, first: int, last: int) -> NDArray[np.float64]:
    codes = [table.candidate(row).place.feature_code for row in range(first, last)]
    return np.array([AREA_KM.get(code, RIGHT_KM) for code in codes])


def stacked(
    items: Sequence[Sample], matrices: Sequence[NDArray[np.float32]]
) -> tuple[NDArray[np.float32], NDArray[np.float64], NDArray[np.int64], NDArray[np.float64]]:
    """Rows of all labelled groups: (matrix, target, group number, weight of each group)."""
    blocks, targets, numbers, weights = [], [], [], []
    count = 0
    for item, matrix in zip(items, matrices, strict=True):
        groups = np.concatenate([item.table.group, np.arange(len(item.table.groups))])
        keep = np.flatnonzero(item.weight[groups] > 0)
        if not len(keep):
            continue
        labelled = np.flatnonzero(item.weight > 0)
        number = np.full(len(item.table.groups), -1, dtype=np.int64)
        number[labelled] = count + np.arange(len(labelled))
        count += len(labelled)
        blocks.append(matrix[keep])
        targets.append(item.target[keep])
        numbers.append(number[groups[keep]])
        weights.append(item.weight[labelled])
    return (np.concatenate(blocks), np.concatenate(targets), np.concatenate(numbers), np.concatenate(weights))


SILVER = ("btc", "wikigold", "crossner", "gum", "uner_ewt", "uner_pud", "wnut17")
"""Sentences with place names marked but not located. Where a name's prior leaves no doubt, the prior
is taken as the answer: it teaches that a name without context means its best-known place, which local
news and Wikipedia's namesakes do not."""
PERMISSIVE = ("btc", "wikigold", "gum", "wnut17")
"""The silver files whose licence is CC BY alone, for ``--permissive``."""
SILVER_SHARE = 0.7
"""Weight of a silver group against a gold one."""
SILVER_PRIOR = 0.7
"""Least share of a name's uses that makes a silver answer."""
SILVER_POPULATION = 200_000
SILVER_STEP = 2
"""Every how many-th silver sentence is taken."""


def silver_corpus(path: Path, maker: TableMaker) -> list[dict[str, Any]]:
    """A training file of the recogniser as documents, located where the prior leaves no doubt."""
    out = []
    for number, line in enumerate(read_corpus(path)):
        if number % SILVER_STEP or "B-LOC" not in line["tags"]:
            continue
        text, spans = _joined(line["tokens"], line["tags"])
        if not spans:
            continue
        names = [text[start:end] for start, end in spans]
        toponyms = []
        for (start, end), name, best in zip(spans, names, maker.best(names), strict=True):
            sure = best is not None and _without_doubt(best)
            spot = best.place.footprint if best is not None and sure else None
            toponyms.append(
                {
                    "start": start,
                    "end": end,
                    "text": name,
                    "lat": spot.lat if spot else None,
                    "lon": spot.lon if spot else None,
                    "geonameid": best.place.geonameid if best is not None and sure else None,
                }
            )
        if any(t["lat"] is not None for t in toponyms):
            # sentences stand in blocks of documents: neighbours share a fold
            out.append({"id": f"{number}", "group": f"{number // 20}", "text": text, "toponyms": toponyms})
    return out


def _without_doubt(best: Candidate) -> bool:
    """Whether a bare name means its likeliest place wherever it is met."""
    place = best.place
    if best.score < SILVER_PRIOR:
        return False
    if place.feature_code[:3] == "PCL" or place.feature_code in {"ADM1", "PPLC", "CONT"}:
        return True
    known = place.id.startswith("curated:") and place.feature_class in "HLT" and best.score >= 0.9
    return known or (place.population or 0) >= SILVER_POPULATION


def _joined(tokens: Sequence[str], tags: Sequence[str]) -> tuple[str, list[tuple[int, int]]]:
    """Tokens as one text, and the spans of its places."""
    text = ""
    spans: list[tuple[int, int]] = []
    for token, tag in zip(tokens, tags, strict=True):
        if text and not (len(token) == 1 and token in ",.;:!?)"):
            text += " "
        start = len(text)
        text += token
        if tag == "B-LOC":
            spans.append((start, len(text)))
        elif tag == "I-LOC" and spans:
            spans[-1] = (spans[-1][0], len(text))
    return text, spans


HOME_STEP = 2
"""Every how many-th local text is also given with an outlet's home."""


def with_homes(documents: Iterable[dict[str, Any]], maker: TableMaker) -> list[dict[str, Any]]:
    """Local news once more, with the town that lies nearest to all its places as the outlet's home.

    No corpus tells where its outlets are at home; without such texts the columns of ``near`` would stay
    still in training and say nothing in use.
    """
    out = []
    for gold in documents:
        towns = [t for t in gold["toponyms"] if str(t.get("kind", "")).startswith("PPL") and t["geonameid"]]
        if len(towns) < 2 or zlib.crc32(str(gold["id"]).encode()) % HOME_STEP:
            continue
        at = unit_vectors([(float(t["lat"]), float(t["lon"])) for t in towns])
        away = np.log1p(distance_km(at[:, None, :], at[None, :, :])).sum(axis=1)
        home = towns[int(np.argmin(np.round(away, 6)))]
        for candidate in maker.found([home["text"]])[0]:
            if candidate.place.geonameid == int(home["geonameid"]) and candidate.place.admin:
                near = f"{candidate.place.name}, {candidate.place.admin[0]}"
                out.append({**gold, "id": f"{gold['id']}-home", "near": near})
    return out


TEMPLATES = (
    "The council of {name}, {holder}, met on Monday.",
    "A fire broke out in {name}, {holder}, late on Friday, and nobody was hurt.",
    "He grew up in {name} in {holder}.",
    "Police in {name} ({holder}) made an arrest.",
    "Students from {name}, {holder}, won the prize.",
    "A factory near {name}, {holder}, will close next year.",
)
"""Sentences of our own in which the larger place decides."""
MADE_UP = 700
"""How many of them are made."""
HOLDERS = frozenset({"US", "CA", "AU", "GB", "IN", "BR", "MX"})
"""Countries whose news names a town with its division."""


def made_up(names: Iterable[str], maker: TableMaker) -> list[dict[str, Any]]:
    """Sentences that name one of a name's lesser towns with its division right behind it.

    Corpora hold few of them ("Cuba, Missouri"), and readers expect no mistake there.
    """
    order = sorted(set(names), key=lambda name: (zlib.crc32(name.encode()), name))
    out: list[dict[str, Any]] = []
    for name, found in zip(order, maker.found(order), strict=True):
        number = zlib.crc32(name.encode())
        towns = [c.place for c in found[1:12] if c.place.feature_class == "P" and c.place.admin]
        towns = [place for place in towns if place.country in HOLDERS and place.name == name]
        if not towns or len(out) >= MADE_UP:
            continue
        place = towns[number % len(towns)]
        holder = place.admin[0]
        text = TEMPLATES[number // 7 % len(TEMPLATES)].format(name=name, holder=holder)
        start, behind = text.index(name), text.rindex(holder)
        spot = place.footprint
        toponyms: list[dict[str, Any]] = [
            {"start": start, "end": start + len(name), "lat": spot.lat, "lon": spot.lon},
            {"start": behind, "end": behind + len(holder), "lat": None, "lon": None},
        ]
        toponyms[0]["geonameid"] = place.geonameid
        out.append({"id": str(len(out)), "group": name, "text": text, "toponyms": toponyms})
    return out
