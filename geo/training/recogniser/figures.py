"""How well a tagger alone does on the corpora, by each corpus's annotation policy."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from geo.evaluation import evaluate
from geo.recognition.tagger import Tagger

PLAIN = ("LOC", "NEST")
POLICIES: dict[str, tuple[tuple[str, ...], ...]] = {
    "geovirus": (PLAIN,),
    "tudloc": (PLAIN,),
    "geocorpora": (PLAIN,),
    "lgl": ((*PLAIN, "DEM"), (*PLAIN, "DEM", "FAC")),
    "trnews": ((*PLAIN, "DEM"), (*PLAIN, "DEM", "FAC")),
    "gwn": ((*PLAIN, "DEM"), (*PLAIN, "DEM", "FAC")),
}
"""The labels that count as found places, corpus by corpus; where facilities are annotated in part, both."""
NEUTRAL = {"gwn": ("Demonym", "Language", "Homonym")}

Record = Mapping[str, Any]


def spans_of(tagger: Tagger, rows: Iterable[Record]) -> list[dict[str, Any]]:
    """What the tagger finds in documents: ``id`` and ``spans``, offsets in code points."""
    made = []
    for row in rows:
        spans = [
            {
                "start": s.start,
                "end": s.end,
                "text": row["text"][s.start : s.end],
                "label": s.label,
                "score": s.score,
                "place": s.place,
                "associative": s.associative,
            }
            for s in tagger.tag([row["text"]])[0]
        ]
        made.append({"id": row["id"], "group": row.get("group"), "spans": spans})
    return made


def scored(
    gold: Sequence[Record], found: Sequence[Record], labels: Sequence[str], neutral: Sequence[str]
) -> dict[str, Any]:
    """Recognition figures of spans with one of ``labels``: ``exact`` and ``overlap``, each 0 to 1."""
    given = [
        {"id": row["id"], "toponyms": [span for span in row["spans"] if span["label"] in labels]}
        for row in found
    ]
    result: dict[str, Any] = evaluate(gold, given, neutral_kinds=neutral)["recognition"]
    return result


def table(corpus: str, gold: Sequence[Record], found: Sequence[Record]) -> list[str]:
    """One line a policy: overlap precision, recall, F1 and exact F1."""
    lines = []
    for labels in POLICIES[corpus]:
        figures = scored(gold, found, labels, NEUTRAL.get(corpus, ()))
        overlap = figures["overlap"]
        cells = (overlap["precision"], overlap["recall"], overlap["f1"], figures["exact"]["f1"])
        numbers = " ".join(f"{value:.4f}" for value in cells)
        lines.append(f"{corpus:<10} {'+'.join(labels):<17} {len(gold):5d} documents  {numbers}")
    return lines
