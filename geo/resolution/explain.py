"""What the resolver saw: for each mention its candidates, their columns and scores, as plain values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from geo.resolution.columns import COLUMNS
from geo.resolution.ranker import DECIMALS
from geo.resolution.reasons import candidate_reasons, where
from geo.resolution.resolver import Settled
from geo.types import Document

MOST = 5
"""Candidates shown for a mention."""


@dataclass(frozen=True, slots=True)
class Considered:
    """One candidate as the ranker saw it in the last round."""

    place_id: str
    where: str
    match: str
    belief: float
    reasons: tuple[str, ...]
    columns: dict[str, float]
    """The columns that are not zero, by name."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """One mention's decision."""

    start: int
    end: int
    text: str
    nil: float
    """Belief that none of the candidates is meant."""
    rounds: int
    linked: dict[str, tuple[str, ...]]
    """Names that stand to it as a larger place may: behind, before, later in the sentence."""
    considered: tuple[Considered, ...]

    def to_json(self) -> dict[str, Any]:
        """Plain values for a listing or a file."""
        return {
            "start": self.start,
            "end": self.end,
            "text": self.text,
            "none_of_these": self.nil,
            "rounds": self.rounds,
            "linked": {key: list(names) for key, names in self.linked.items() if names},
            "candidates": [
                {
                    "id": c.place_id,
                    "place": c.where,
                    "match": c.match,
                    "belief": c.belief,
                    "reasons": list(c.reasons),
                    "columns": c.columns,
                }
                for c in self.considered
            ],
        }


def explain(document: Document, settled: Settled) -> list[Explanation]:
    """The explanation of each mention of a document, in its order; coordinates have none."""
    table = settled.table
    out = []
    for index, toponym in enumerate(document.toponyms):
        if index not in table.of_mention:
            continue
        g = table.of_mention[index]
        group = table.groups[g]
        rows = range(int(table.start[g]), int(table.start[g + 1]))
        order = sorted(rows, key=lambda row: (-round(float(settled.belief[row]), DECIMALS), row))
        links = {"behind": group.direct, "before": group.before, "sentence": group.phrase}
        out.append(
            Explanation(
                start=toponym.mention.start,
                end=toponym.mention.end,
                text=toponym.mention.text,
                nil=round(float(settled.nil[g]), DECIMALS),
                rounds=settled.rounds,
                linked={
                    key: tuple(dict.fromkeys(table.groups[k].name for k in linked))
                    for key, linked in links.items()
                },
                considered=tuple(_considered(settled, row) for row in order[:MOST]),
            )
        )
    return out


def _considered(settled: Settled, row: int) -> Considered:
    candidate = settled.table.candidate(row)
    values = settled.matrix[row]
    return Considered(
        place_id=candidate.place.id,
        where=where(candidate.place),
        match=candidate.match,
        belief=round(float(settled.belief[row]), DECIMALS),
        reasons=candidate_reasons(values, settled.table, row),
        columns={
            name: round(float(value), DECIMALS)
            for name, value in zip(COLUMNS, values, strict=True)
            if abs(float(value)) >= 0.00005
        },
    )
