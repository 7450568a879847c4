"""What the resolver still gets wrong on given spans, by kind: which kind of work would mend it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from geo.resolution.entries import distance_km, unit_vectors
from geo.training.ranker_data import AREA_KM, RIGHT_KM, Sample
from geo.types import Place

KINDS: Mapping[str, str] = {
    "unknown name": "an entry: the gazetteer has no place of the name, and the text puts it nowhere",
    "namesake only": "an entry or another name of one: the gazetteer has the name, but no place of it there",
    "point of an area": "nothing: the right area, whose label point lies elsewhere than the annotators'",
    "none of these": "trust in the entry: the right one was there and was taken for a namesake",
    "wrong kind": "words or habits that tell town from county, state from city, island from country",
    "wrong country": "evidence from the text, or a better prior of the name",
    "wrong within the country": "evidence from the text: the division, the outlet's home, what lies near",
}
"""Each kind of error and what it would need."""


def kind_of_error(item: Sample, index: int, place: Place | None, want: Mapping[str, Any]) -> str | None:
    """The kind of error of the answer to a located gold toponym; None if it is right within 161 km.

    ``index``: of the toponym in the document; ``place``: the answer; ``want``: the gold annotation.
    """
    spot = (float(want["lat"]), float(want["lon"]))
    if place is not None and _km(place, spot) <= RIGHT_KM:
        return None
    group = item.table.groups[item.table.of_mention[index]]
    candidates = [candidate.place for candidate in group.entry.candidates]
    near = [candidate for candidate in candidates if _km(candidate, spot) <= RIGHT_KM]
    if not near:
        if not candidates or group.fuzzy:
            return "unknown name"
        return "point of an area" if _same_area(place, spot, want) else "namesake only"
    if place is None or place.id.startswith("near:"):
        return "none of these"
    if all(place.country != candidate.country for candidate in near):
        return "wrong country"
    best = near[0]
    if place.id in best.within or best.id in place.within or place.feature_class != best.feature_class:
        return "wrong kind"
    return "wrong within the country"


def _same_area(place: Place | None, spot: tuple[float, float], want: Mapping[str, Any]) -> bool:
    """Whether the answer is the gold place, or an area whose label point others may set that far away."""
    if place is None:
        return False
    if want.get("geonameid") is not None and place.geonameid == int(want["geonameid"]):
        return True
    return _km(place, spot) <= AREA_KM.get(place.feature_code, 0.0)


def error_table(errors: Sequence[tuple[str, str | None]]) -> list[str]:
    """(corpus, kind or None) of every answer -> a Markdown table: a line a kind, a column a corpus."""
    corpora = list(dict.fromkeys(corpus for corpus, _ in errors))
    counts = Counter(errors)
    totals = Counter(corpus for corpus, _ in errors)
    lines = [
        "| kind of error | " + " | ".join(corpora) + " | what it would need |",
        "|---|" + "---|" * (len(corpora) + 1),
    ]
    for kind, need in KINDS.items():
        cells = " | ".join(str(counts[corpus, kind]) for corpus in corpora)
        lines.append(f"| {kind} | {cells} | {need} |")
    cells = " | ".join(str(totals[corpus] - counts[corpus, None]) for corpus in corpora)
    lines.append(f"| all errors | {cells} | |")
    lines.append("| located names | " + " | ".join(str(totals[corpus]) for corpus in corpora) + " | |")
    return lines


def _km(place: Place, spot: tuple[float, float]) -> float:
    return float(distance_km(*unit_vectors([(place.footprint.lat, place.footprint.lon), spot])))
