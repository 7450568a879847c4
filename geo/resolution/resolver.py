"""Mentions to toponyms: which place each name of a text means, how sure that is, and why."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from geo.datafiles import DATA
from geo.errors import DataError
from geo.resolution.entries import distance_km
from geo.resolution.fallback import Fallback, StandIn
from geo.resolution.features import Evidence, best_rows
from geo.resolution.focus import Getter, find_focus
from geo.resolution.home import settle_home
from geo.resolution.namesakes import settle_namesakes
from geo.resolution.ranker import DECAY_KM, DECIMALS, PriorRanker, Ranker, TrainedRanker, softmax
from geo.resolution.reasons import candidate_reasons, toponym_note
from geo.resolution.relative import find_relatives
from geo.resolution.shapes import OutlinesLike, ShippedOutlines
from geo.resolution.table import GazetteerLike, Table, TableMaker
from geo.resolution.trust import doubting, trusting
from geo.types import Candidate, Document, Footprint, Mention, Place, Toponym

Floats = NDArray[np.float64]

RANKER_FILE = "ranker.json"
ROUNDS = 3
"""Most rounds after the first. Texts settle in two or three; a bound keeps two senses that support
each other from swinging."""
SETTLED = 0.02
"""A round that moves no belief by more than this is the last."""
KEEP = 8
"""Candidates that a toponym keeps, best first."""
DOUBTFUL = 0.6
"""Below this score a place is drawn as doubtful: it is nearly as likely wrong as right."""
MIN_SCORE = 0.4
"""Below this score a name is not placed, unless every name must be (``always``). Of .15 to .55 it gives the
best end-to-end F1 on LGL, TR-News and GeoWebNews with every part out of fold, all but one point in
a thousand (.45)."""


@dataclass(frozen=True, slots=True)
class Settled:
    """What the rounds came to for one document."""

    table: Table
    matrix: NDArray[np.float32]
    belief: Floats
    """(rows,) of each candidate."""
    nil: Floats
    """(groups,) that none of the candidates is meant."""
    rounds: int


def settle(table: Table, ranker: Ranker, *, rounds: int = ROUNDS) -> Settled:
    """Rank, look at the other names in the light of it, and rank again until nothing changes."""
    evidence = Evidence(table)
    groups = len(table.groups)
    matrix = evidence.matrix(None)
    belief = softmax(ranker.logits(matrix, first=True), evidence.group, groups)
    done = 0
    for done in range(1, rounds + 1):  # noqa: B007
        matrix = evidence.matrix(belief[: table.rows])
        after = softmax(ranker.logits(matrix, first=False), evidence.group, groups)
        moved = round(float(np.abs(after - belief).max(initial=0.0)), DECIMALS)
        belief = after
        if moved < SETTLED:
            break
    believed, nil = trusting(table, matrix, belief[: table.rows], belief[table.rows :])
    believed, nil = doubting(table, believed, nil)
    told = settle_home(table, settle_namesakes(table, matrix, believed))
    return Settled(table, matrix, told, nil, done)


class Resolver:
    """Decides which place each mention means.

    ``min_score``: below it a name is not placed. ``resolve(..., always=True)`` places every name that
    has any candidate, however doubtful (given spans, where no answer counts as wrong). ``outlines``
    serve coasts and borders; by default those that ship, opened when first needed.
    Pure: documents in, new documents out, in order.
    """

    def __init__(
        self,
        gazetteer: GazetteerLike,
        *,
        ranker: Ranker | None = None,
        outlines: OutlinesLike | None = None,
        min_score: float = MIN_SCORE,
    ) -> None:
        self.ranker: Ranker = ranker or default_ranker()
        self._maker = TableMaker(gazetteer)
        self._outlines: OutlinesLike = outlines or ShippedOutlines()
        self._get: Getter | None = getattr(gazetteer, "get", None)
        self._min_score = min_score

    def resolve(self, documents: Sequence[Document], *, always: bool = False) -> list[Document]:
        """Documents whose toponyms carry mentions -> the same with candidates, places and scores."""
        return [self._resolve(document, always=always) for document in documents]

    def settle(self, document: Document) -> Settled:
        """What the rounds come to for a document: for :func:`geo.resolution.explain`."""
        return settle(self._maker.make(document), self.ranker)

    def decide(self, document: Document, settled: Settled, *, always: bool = False) -> list[Toponym]:
        """The toponyms of a document once its table is settled."""
        table = settled.table
        answers = _answers(settled, self.ranker)
        fallback = Fallback(document, table, settled.belief, settled.nil)
        toponyms = []
        for index, toponym in enumerate(document.toponyms):
            mention = toponym.mention
            if mention.kind == "coordinates":
                toponyms.append(_coordinates(mention, document.meta))
                continue
            g = table.of_mention[index]
            answer = answers[g]
            stand_in = fallback.find(g, facility=mention.kind == "facility", always=always)
            answer = _weigh(answer, stand_in)
            facility = mention.kind == "facility"
            if stand_in is None and not always and fallback.is_nowhere(g, facility=facility):
                answer = replace(answer, score=0.0, refusal="the text does not say where it is")
            toponyms.append(self._place(mention, answer, always=always))
        return toponyms

    def _resolve(self, document: Document, *, always: bool) -> Document:
        toponyms = self.decide(document, self.settle(document), always=always)
        done = replace(document, toponyms=tuple(toponyms))
        relatives = find_relatives(done, self._outlines)
        return replace(done, relatives=relatives, focus=find_focus(done, self._get))

    def _place(self, mention: Mention, answer: Answer, *, always: bool) -> Toponym:
        place: Place | None = None
        if answer.candidates and (always or answer.score >= self._min_score):
            place = answer.candidates[0].place
        if place is not None and mention.kind == "facility" and place.feature_class in "PATUH":
            mention = replace(mention, kind="place")  # no building: a shoal, a town that has a base
        return Toponym(
            mention=mention,
            candidates=answer.candidates,
            place=place,
            score=answer.score if place is not None else 0.0,
            note=answer.note if place is not None else answer.refusal,
        )


def default_ranker() -> Ranker:
    """The trained ranker if it ships with this version, else the prior one."""
    path = DATA / RANKER_FILE
    return _load_ranker(path) if path.is_file() else PriorRanker()


@lru_cache(maxsize=2)
def _load_ranker(path: Path) -> Ranker:
    try:
        return TrainedRanker(json.loads(path.read_text(encoding="utf-8")))
    except (KeyError, ValueError) as error:
        raise DataError(f"{path.name} is damaged; install geo again") from error


@dataclass(frozen=True, slots=True)
class Answer:
    """What was found for one group."""

    candidates: tuple[Candidate, ...]
    score: float
    note: str
    refusal: str


def _answers(settled: Settled, ranker: Ranker) -> list[Answer]:
    table = settled.table
    out = []
    best = best_rows(table, settled.belief)
    seen = np.round(settled.matrix[: table.rows].astype(np.float64), DECIMALS).tolist()
    beliefs = np.round(settled.belief, DECIMALS).tolist()
    km = distance_km(table.xyz, table.xyz[best[table.group]])
    near = settled.belief * (km <= DECAY_KM)
    shares = np.bincount(table.group, near, minlength=len(table.groups)).astype(np.float64)
    answered = np.round(ranker.calibrate(shares), DECIMALS).tolist()
    for g, group in enumerate(table.groups):
        if not group.mentions:
            out.append(Answer((), 0.0, "", ""))
            continue
        first, last = int(table.start[g]), int(table.start[g + 1])
        if first == last:
            out.append(Answer((), 0.0, "", f"no gazetteer entry is named “{group.name}”"))
            continue
        score, scores = answered[g], beliefs[first:last]
        order = sorted(range(last - first), key=lambda k: -scores[k])
        order.remove(int(best[g]) - first)
        order.insert(0, int(best[g]) - first)
        kept = tuple(
            replace(
                group.entry.candidates[k],
                score=scores[k],
                reasons=candidate_reasons(seen[first + k], table, first + k),
            )
            for k in order[:KEEP]
        )
        note = toponym_note(kept, table, g, settled.belief)
        refusal = f"too doubtful: the likeliest, {kept[0].place.name}, scores {score:.2f}"
        out.append(Answer(kept, score, note, refusal))
    return out


def _weigh(answer: Answer, stand_in: StandIn | None) -> Answer:
    """The better of what the gazetteer offers and a stand-in at the place that the text tells."""
    if stand_in is None or (stand_in.score <= answer.score and not stand_in.leads):
        return answer
    kept = (stand_in.candidate, *answer.candidates[: KEEP - 1])
    return Answer(kept, stand_in.score, stand_in.note, answer.refusal)


def _coordinates(mention: Mention, meta: Mapping[str, Any]) -> Toponym:
    """Coordinates written in the text mean themselves; the pipeline hands their value in ``meta``."""
    value = (meta.get("coordinates") or {}).get(f"{mention.start}-{mention.end}")
    if value is None:
        return Toponym(mention=mention, note="coordinates that could not be read")
    lat, lon = float(value[0]), float(value[1])
    place = Place(
        id=f"coordinates:{lat:.5f},{lon:.5f}",
        name=mention.text,
        footprint=Footprint(lat=lat, lon=lon),
        feature_class="S",
        feature_code="",
    )
    reason = "the text gives the coordinates"
    candidate = Candidate(place=place, matched_name=mention.text, score=1.0, reasons=(reason,))
    return Toponym(mention=mention, candidates=(candidate,), place=place, score=1.0, note=reason)
