"""Train the resolver's ranker: ``python -m geo.training.ranker --corpora DIR [--silver DIR]``.

Two networks are fitted: one for the first round, when no other name's meaning is known, and one for the
rounds that follow, whose context columns come from out-of-fold beliefs of the round before. Figures are
cross-validated in groups (reprints and parts of one article stay together); the corpora of
``TRAINED_ON`` and the silver sentences enter weights and calibration, every other corpus in the folder
is only measured. Writes ``geo/data/ranker.json`` and its card ``geo/data/ranker.md``. On a busy machine
``OMP_NUM_THREADS=1`` saves two thirds of the time: the matrices are too small for threads.
"""

from __future__ import annotations

import argparse
import json
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from geo import datafiles
from geo.gazetteer import open_gazetteer
from geo.resolution.columns import COLUMNS, LEARNED
from geo.resolution.entries import distance_km, unit_vectors
from geo.resolution.features import Evidence
from geo.resolution.network import Network
from geo.resolution.ranker import PRIOR_PART, PriorRanker, Ranker, TrainedRanker, softmax
from geo.resolution.resolver import Resolver, settle
from geo.resolution.table import TableMaker
from geo.training import ranker_data as data
from geo.training.ranker_card import card
from geo.training.ranker_errors import error_table, kind_of_error
from geo.training.ranker_fit import fit
from geo.types import Toponym

Floats = NDArray[np.float64]
log = logging.getLogger(__name__)

MEASURED = ("geovirus", "tudloc", "geocorpora")
"""Corpora that are only measured."""
FAR_KM = 20039.0
"""What no answer counts: half of the Earth's circumference, as the field's scorer has it."""
FOLD_SEEDS = 2
"""Networks averaged in each fold; what ships averages thrice as many, so that a pair of near-equal
namesakes hangs less on a seed."""
KNOTS = 16
"""Most knots of the calibration's curve."""


@dataclass(slots=True)
class Judged:
    """One located gold toponym: the error of the answer, the answer's raw belief, weight for calibration."""

    corpus: str
    fold: int
    error: float
    share: float
    id_right: bool | None
    stands_in: bool
    kind: str | None = None
    """The kind of error, of :data:`geo.training.ranker_errors.KINDS`; None where the answer is right."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the corpora, cross-validate, fit on everything, write model and card."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--corpora", type=Path, required=True, help="folder of NAME.open.jsonl files")
    parser.add_argument("--silver", type=Path, help="folder of the recogniser's training files")
    parser.add_argument(
        "--permissive", action="store_true", help="train on permissively licensed silver alone"
    )
    parser.add_argument("--seeds", type=int, default=6, help="networks averaged in what ships")
    parser.add_argument("--baselines", action="store_true", help="measure the untrained rankers too")
    parser.add_argument("--only-measure", action="store_true", help="cross-validate, write nothing")
    parser.add_argument("--only-card", action="store_true", help="cross-validate, write the card's figures")
    options = parser.parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    gazetteer = open_gazetteer()
    maker = TableMaker(gazetteer)
    items, hashes = load(options.corpora, options.silver, maker)
    taught = [item for item in items if teaches(item, permissive=options.permissive)]
    log.info("%d documents, %d of them teach", len(items), len(taught))

    models, first_later = cross_validate(taught, seeds=FOLD_SEEDS)
    judged = {"trained": _judge(items, models)}
    if options.baselines:
        judged["prior"] = _judge(items, [PriorRanker()] * data.FOLDS)
        judged["population"] = _judge(items, [MostPopulous()] * data.FOLDS)
    news = [j for j in judged["trained"] if j.corpus in data.TRAINED_ON]
    own = [j for j in news if not j.stands_in]
    figures = _figures(judged, own)
    figures["stand_ins"] = _stand_ins(news)
    log.info("%s", json.dumps(figures, indent=1))
    figures["errors"] = error_table([(j.corpus, j.kind) for j in judged["trained"]])
    log.info("%s", "\n".join(figures["errors"]))
    version = f"ranker-1 on {gazetteer.version} {gazetteer.checksum}"
    if not options.only_measure:
        (datafiles.DATA / "ranker.md").write_text(
            card(figures, hashes, version, permissive=options.permissive, refitted=not options.only_card),
            encoding="utf-8",
        )
    if options.only_measure or options.only_card:
        return
    first, later = (_fit_without(taught, rounds, -1, seeds=options.seeds) for rounds in first_later)
    model = {
        "version": version,
        "columns": list(LEARNED),
        "prior_part": PRIOR_PART,
        "calibration": calibration(own),
        "first": first.to_json(),
        "later": later.to_json(),
    }
    path = datafiles.DATA / "ranker.json"
    path.write_text(json.dumps(model, separators=(",", ":")) + "\n", encoding="utf-8")
    datafiles.record("ranker.json", version=version, sources=sorted(hashes))


def load(corpora: Path, silver: Path | None, maker: TableMaker) -> tuple[list[data.Sample], dict[str, str]]:
    """The samples of the corpora and of the silver sentences, and the hashes of the files read."""
    items: list[data.Sample] = []
    hashes: dict[str, str] = {}
    for corpus in (*data.TRAINED_ON, *MEASURED):
        path = corpora / f"{corpus}.open.jsonl"
        if path.is_file():
            documents = data.read_corpus(path)
            items += data.samples(corpus, documents, maker)
            if corpus == data.LOCAL:
                items += data.samples("silver-home", data.with_homes(documents, maker), maker)
            hashes[path.name] = datafiles.sha256(path)
    for name in data.SILVER:
        file = None if silver is None else silver / f"{name}.jsonl"
        if file is not None and file.is_file():
            items += data.samples(f"silver-{name}", data.silver_corpus(file, maker), maker)
            hashes[file.name] = datafiles.sha256(file)
    names = [
        item.document.text[t["start"] : t["end"]]
        for item in items
        if item.corpus in data.TRAINED_ON or item.corpus.startswith("silver-")
        for t in item.gold["toponyms"]
    ]
    items += data.samples("silver-made", data.made_up(names, maker), maker)
    return items, hashes


def teaches(item: data.Sample, *, permissive: bool = False) -> bool:
    """Whether a sample may enter the weights; every other is only measured."""
    if permissive:
        return item.corpus in {f"silver-{name}" for name in data.PERMISSIVE}
    return item.corpus in data.TRAINED_ON or item.corpus.startswith("silver-")


# -- fitting ---------------------------------------------------------------------------------------


Rounds = list[list[NDArray[np.float32]]]


def cross_validate(
    taught: Sequence[data.Sample], *, seeds: int
) -> tuple[list[Ranker], tuple[Rounds, Rounds]]:
    """One ranker a fold, fitted on the other folds, and the matrices to fit both networks that ship.

    The later rounds' context comes from out-of-fold beliefs. What ships sees two such rounds, the folds'
    rankers one: on these corpora the second was worth half a point, and costs as much as all the rest.
    """
    evidence = [Evidence(item.table) for item in taught]
    blank = [e.matrix(None).copy() for e in evidence]
    firsts = [_fit_without(taught, [blank], fold, seeds=seeds) for fold in range(data.FOLDS)]
    beliefs = [_belief(item, m, firsts[item.fold]) for item, m in zip(taught, blank, strict=True)]
    seen = [e.matrix(b).copy() for e, b in zip(evidence, beliefs, strict=True)]
    laters = [_fit_without(taught, [seen], fold, seeds=seeds) for fold in range(data.FOLDS)]
    beliefs = [_belief(item, m, laters[item.fold]) for item, m in zip(taught, seen, strict=True)]
    again = [e.matrix(b).copy() for e, b in zip(evidence, beliefs, strict=True)]
    rankers = [_ranker(first, later) for first, later in zip(firsts, laters, strict=True)]
    return rankers, ([blank], [seen, again])


def _fit_without(
    items: Sequence[data.Sample], rounds: Sequence[Sequence[NDArray[np.float32]]], fold: int, *, seeds: int
) -> Network:
    chosen = [(item, matrix) for part in rounds for item, matrix in zip(items, part, strict=True)]
    chosen = [(item, matrix) for item, matrix in chosen if item.fold != fold]
    rows = data.stacked([item for item, _ in chosen], [matrix for _, matrix in chosen])
    log.info("fold %d: %d rows of %d groups", fold, len(rows[0]), len(rows[3]))
    return fit(rows, seeds=seeds, offset=_prior_part, columns=len(LEARNED))


def _prior_part(matrix: NDArray[np.float32]) -> Floats:
    return PRIOR_PART * PriorRanker(hand=False).logits(matrix, first=True)


def _belief(item: data.Sample, matrix: NDArray[np.float32], network: Network) -> Floats:
    groups = len(item.table.groups)
    group = np.concatenate([item.table.group, np.arange(groups, dtype=np.int64)])
    return softmax(network.predict(matrix[:, : len(LEARNED)]) + _prior_part(matrix), group, groups)[
        : item.table.rows
    ]


def _ranker(first: Network, later: Network) -> Ranker:
    return TrainedRanker(
        {
            "version": "fold",
            "columns": list(LEARNED),
            "prior_part": PRIOR_PART,
            "calibration": [[0.0, 0.0], [1.0, 1.0]],
            "first": first.to_json(),
            "later": later.to_json(),
        }
    )


class MostPopulous:
    """The plainest baseline: of the candidates the one with the most inhabitants."""

    name = "population"

    def logits(self, matrix: NDArray[np.float32], *, first: bool) -> Floats:
        """(rows,) the population column; NIL never wins."""
        out = 100.0 * matrix[:, COLUMNS.index("population")].astype(np.float64)
        return np.where(matrix[:, COLUMNS.index("nil")] > 0, -1.0, out)

    def calibrate(self, share: Floats) -> Floats:
        """The belief itself."""
        return share


# -- measuring -------------------------------------------------------------------------------------


def _judge(items: Sequence[data.Sample], rankers: Sequence[Ranker]) -> list[Judged]:
    """Every located gold toponym under the ranker of its fold, as the resolver would answer it."""
    gazetteer = open_gazetteer()
    resolvers = [Resolver(gazetteer, ranker=ranker) for ranker in rankers]
    out = []
    for item in items:
        if item.corpus.startswith("silver-"):
            continue
        resolver = resolvers[item.fold]
        settled = settle(item.table, resolver.ranker)
        located = {(t["start"], t["end"]): t for t in item.gold["toponyms"] if t["lat"] is not None}
        for index, toponym in enumerate(resolver.decide(item.document, settled, always=True)):
            want = located.get((toponym.mention.start, toponym.mention.end))
            if want is not None:
                out.append(_judged(item, index, toponym, want))
    return out


def _judged(item: data.Sample, index: int, toponym: Toponym, want: Mapping[str, Any]) -> Judged:
    known = want.get("geonameid") is not None
    place = toponym.place
    kind = kind_of_error(item, index, place, want)
    if place is None:
        return Judged(item.corpus, item.fold, FAR_KM, 0.0, False if known else None, False, kind)
    ends = [(float(want["lat"]), float(want["lon"])), (place.footprint.lat, place.footprint.lon)]
    error = float(distance_km(*unit_vectors(ends)))
    same = place.geonameid == int(want["geonameid"]) if known else None
    return Judged(item.corpus, item.fold, error, toponym.score, same, place.id.startswith("near:"), kind)


def _stand_ins(judged: Sequence[Judged]) -> dict[str, list[float]]:
    """By the score of a stand-in's kind: how many there were, and the share within 161 km."""
    kinds = sorted({j.share for j in judged if j.stands_in})
    out = {}
    for kind in kinds:
        right = [j.error <= data.RIGHT_KM for j in judged if j.stands_in and j.share == kind]
        out[f"{kind:.2f}"] = [len(right), round(sum(right) / len(right), 3)]
    return out


def _figures(judged: dict[str, list[Judged]], own: Sequence[Judged]) -> dict[str, Any]:
    figures: dict[str, Any] = {}
    for name, all_of in judged.items():
        for corpus in dict.fromkeys(j.corpus for j in all_of):
            part = [j for j in all_of if j.corpus == corpus]
            errors = np.array([j.error for j in part])
            logs = np.sort(np.log1p(errors))
            ids = [j.id_right for j in part if j.id_right is not None]
            figures.setdefault(corpus, {})[name] = {
                "n": len(part),
                "acc161": round(float((errors <= data.RIGHT_KM).mean()), 4),
                "acc20": round(float((errors <= 20.0).mean()), 4),
                "median_km": round(float(np.median(errors)), 1),
                "mean_km": round(float(errors.mean()), 0),
                "auc": round(
                    float(((logs[1:] + logs[:-1]) / 2).sum() / (np.log(FAR_KM) * (len(logs) - 1))), 4
                ),
                "id": round(sum(ids) / len(ids), 4) if ids else None,
            }
    figures["calibration"] = {"ece": calibration_error(own), "reliability": reliability(own)}
    return figures


def weights_of(judged: Sequence[Judged]) -> Floats:
    """Each corpus weighs the same in the calibration, so that the largest does not decide alone."""
    counts = {corpus: sum(j.corpus == corpus for j in judged) for corpus in {j.corpus for j in judged}}
    return np.array([1.0 / counts[j.corpus] for j in judged])


def calibration(judged: Sequence[Judged]) -> list[list[float]]:
    """Knots (belief, share right) of an isotonic curve: pool adjacent violators, then thin out."""
    order = sorted(range(len(judged)), key=lambda k: (round(judged[k].share, 6), k))
    weight = weights_of(judged)[order]
    right = np.array([float(judged[k].error <= data.RIGHT_KM) for k in order])
    share = np.array([judged[k].share for k in order])
    blocks: list[list[float]] = []  # weight, sum of right, sum of share
    for w, r, s in zip(weight, right, share, strict=True):
        blocks.append([w, w * r, w * s])
        while len(blocks) > 1 and blocks[-2][1] * blocks[-1][0] >= blocks[-1][1] * blocks[-2][0]:
            last = blocks.pop()
            blocks[-1] = [a + b for a, b in zip(blocks[-1], last, strict=True)]
    x = np.array([b[2] / b[0] for b in blocks])
    y = np.array([b[1] / b[0] for b in blocks])
    at = np.unique(np.quantile(share, np.linspace(0.0, 1.0, KNOTS)))
    knots = [[0.0, round(float(np.interp(0.0, x, y)), 4)]]
    knots += [[round(float(s), 4), round(float(np.interp(s, x, y)), 4)] for s in at if 0.0 < s < 1.0]
    return [*knots, [1.0, round(min(0.999, float(y[-1])), 4)]]


def calibration_error(judged: Sequence[Judged]) -> float:
    """Expected calibration error in ten bins, each fold under the curve of the other folds."""
    score, right, weight = _calibrated(judged)
    total = 0.0
    for low in np.arange(0.0, 1.0, 0.1):
        part = (score >= low) & ((score < low + 0.1) | (low > 0.85))
        if part.any():
            gap = abs(
                np.average(score[part], weights=weight[part]) - np.average(right[part], weights=weight[part])
            )
            total += float(gap * weight[part].sum())
    return round(total / float(weight.sum()), 4)


def reliability(judged: Sequence[Judged]) -> list[dict[str, float]]:
    """The diagram's bars: mean score, share right, share of all answers, in bins of a tenth."""
    score, right, weight = _calibrated(judged)
    out = []
    for low in np.arange(0.0, 1.0, 0.1):
        part = (score >= low) & ((score < low + 0.1) | (low > 0.85))
        if part.any():
            out.append(
                {
                    "score": round(float(np.average(score[part], weights=weight[part])), 3),
                    "right": round(float(np.average(right[part], weights=weight[part])), 3),
                    "share": round(float(weight[part].sum() / weight.sum()), 3),
                }
            )
    return out


def _calibrated(judged: Sequence[Judged]) -> tuple[Floats, Floats, Floats]:
    weight = weights_of(judged)
    right = np.array([float(j.error <= data.RIGHT_KM) for j in judged])
    score = np.zeros(len(judged))
    for fold in range(data.FOLDS):
        here = [k for k, j in enumerate(judged) if j.fold == fold]
        knots = np.array(calibration([j for j in judged if j.fold != fold]))
        score[here] = np.interp([judged[k].share for k in here], knots[:, 0], knots[:, 1])
    return np.asarray(score, dtype=np.float64), right, weight


if __name__ == "__main__":
    main()
