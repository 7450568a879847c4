"""Score a geoparser's output against a gold corpus: what ``geo evaluate`` runs.

Both files hold one JSON document a line:

    {"id": "...", "toponyms": [{"start": 0, "end": 5, "text": "Paris",
                                "lat": 48.86, "lon": 2.35, "geonameid": 2988507}]}

start and end are offsets in Unicode code points of the gold document's "text",
end exclusive. A prediction needs start and end; lat, lon and geonameid may be
absent or null (recognised but not resolved). Documents are joined by "id".

What is measured
----------------
recognition   every gold toponym against every predicted one.
  exact       same start and same end
  overlap     the spans share at least one character
              Pairs are one to one: exact pairs first, then the pair with the
              longest common part (ties: the earlier one).

resolution    gold toponyms that have coordinates. The prediction of a toponym is
              the one paired with it by overlap (given gold spans: the exact one).
  answered    over those toponyms for which the system gave coordinates; this is
              how most papers score systems that find the names themselves
  all         over every gold toponym with coordinates, where no answer is wrong
              and counts as 20039 km (half of the Earth's circumference); the one
              to use when systems got the gold spans, and the harder one otherwise
  acc161      share of errors of at most 161 km (100 miles)
  acc40, acc20  the same for 40 km (25 miles) and 20 km
  mean, median  error in km
  auc         area under the curve of the sorted ln(error + 1), trapezoidal rule,
              divided by ln(20039) * (n - 1), as Gritta et al.; 0 best, 1 worst
  id_acc      share whose GeoNames id equals the gold id, over gold toponyms that
              have one (answered: those for which the system gave an id)

end_to_end    a prediction counts as right if it is paired by overlap with a gold
              toponym and lies within 161 km (or 40, 20 km) of it. Recall is over gold
              toponyms with coordinates. Precision is over predictions with
              coordinates, without those paired with a gold toponym that has no
              coordinates: nobody can say whether they are right.

Neutral kinds: gold toponyms whose "kind" is named are neither wanted nor held
against a system; predictions paired with nothing else are left out with them.

Distances are geodesic on WGS84 (geopy).
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from pathlib import Path
from statistics import mean, median
from typing import Any

from geo.errors import InputError
from geo.files import shown
from geo.types import Document

FAR_KM = 20039.0
NEAR_KM = (161.0, 40.0, 20.0)


Record = Mapping[str, Any]
"""A document as the JSON lines have it: ``id`` and ``toponyms``."""


def evaluate(
    gold: str | Path | Iterable[Record | Document],
    predicted: str | Path | Iterable[Record | Document],
    *,
    neutral_kinds: Iterable[str] = (),
    mode: str = "full",
    allow_missing: bool = False,
) -> dict[str, Any]:
    """Score predictions against gold documents; the figures are explained in this module's docstring.

    Each side is the path of a JSONL file, or documents: as :class:`~geo.types.Document` or as
    mappings with ``id`` and ``toponyms``.

    Raises InputError if a file cannot be read, a span is impossible, or a gold document has no
    prediction (unless ``allow_missing``).
    """
    wanted, got = _documents(gold, "gold"), _documents(predicted, "predicted")
    missing = [key for key in wanted if key not in got]
    if missing and not allow_missing:
        raise InputError(
            f"{len(missing)} of {len(wanted)} gold documents have no prediction line "
            f"(first: {missing[0]!r}); --allow-missing counts them as empty"
        )
    return score(wanted, got, neutral_kinds, mode)


def _documents(side: str | Path | Iterable[Record | Document], name: str) -> dict[str, Record]:
    documents: dict[str, Record] = {}
    for where, record in _records(side, name):
        key = str(record["id"])
        if key in documents:
            raise InputError(f"{where}: document {key!r} appears twice")
        documents[key] = record
    if not documents:
        raise InputError(f"{shown(side) if isinstance(side, str | Path) else name}: no documents")
    return documents


def _records(side: str | Path | Iterable[Record | Document], name: str) -> Iterator[tuple[str, Record]]:
    if not isinstance(side, str | Path):
        for number, document in enumerate(side, 1):
            yield f"{name} document {number}", _record(document)
        return
    path = shown(side)
    try:
        data = Path(side).read_bytes()
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror or error}") from error
    for number, line in enumerate(data.split(b"\n"), 1):
        if line.strip():
            where = f"{path}, line {number}"
            try:
                record = json.loads(line)
            except ValueError as error:
                raise InputError(f"{where} is not JSON: {error}") from None
            if not isinstance(record, dict) or "id" not in record:
                raise InputError(f"{where} is not a JSON object with an id")
            if not isinstance(record.get("toponyms", []), list):
                raise InputError(f"{where}: toponyms is not a list")
            yield where, {"toponyms": (), **record}


def _record(document: Record | Document) -> Record:
    if not isinstance(document, Document):
        return {"toponyms": (), **document}
    toponyms = []
    for toponym in document.toponyms:
        place, mention = toponym.place, toponym.mention
        located = (
            {}
            if place is None
            else {"lat": place.footprint.lat, "lon": place.footprint.lon, "geonameid": place.geonameid}
        )
        toponyms.append({"start": mention.start, "end": mention.end, "kind": mention.kind, **located})
    return {"id": document.id, "toponyms": toponyms}


def clean(toponyms: Iterable[Record], where: str) -> list[Record]:
    """Spans without their duplicates; the located one of two is kept."""
    best: dict[tuple[int, int], Record] = {}
    for top in toponyms:
        try:
            start, end = int(top["start"]), int(top["end"])
        except (KeyError, TypeError, ValueError):
            raise InputError(f"{where}: a toponym without a start and an end") from None
        if not 0 <= start < end:
            raise InputError(f"{where}: impossible span {start}..{end}")
        if (start, end) not in best or (not located(best[start, end]) and located(top)):
            best[start, end] = top
    return [best[k] for k in sorted(best)]


def located(top: Record) -> bool:
    """Whether the toponym has coordinates; (0, 0) is a real answer."""
    return top.get("lat") is not None and top.get("lon") is not None


def kinds(top: Record) -> set[str]:
    """The kinds of a toponym, one or several with commas between."""
    return set((top.get("kind") or "").split(","))


def pair(gold: list[Record], predicted: list[Record], exact_only: bool = False) -> list[tuple[int, int]]:
    """One-to-one pairs [(gold index, predicted index)] of overlapping spans."""
    offers = []
    first = 0
    for g, want in enumerate(gold):
        while first < len(predicted) and predicted[first]["end"] <= want["start"]:
            # ends do not always rise with starts, yet a prediction that ends
            # before this gold span cannot meet a later one either
            first += 1
        for p in range(first, len(predicted)):
            got = predicted[p]
            if got["start"] >= want["end"]:
                break
            common = min(want["end"], got["end"]) - max(want["start"], got["start"])
            same = want["start"] == got["start"] and want["end"] == got["end"]
            if common > 0 and (same or not exact_only):
                offers.append((not same, -common, g, p))
    pairs: list[tuple[int, int]] = []
    gold_used: set[int] = set()
    got_used: set[int] = set()
    for _, _, g, p in sorted(offers):
        if g not in gold_used and p not in got_used:
            gold_used.add(g)
            got_used.add(p)
            pairs.append((g, p))
    return pairs


def error_km(want: Record, got: Record) -> float:
    """The geodesic distance between two located toponyms, in kilometres."""
    from geopy.distance import geodesic

    def point(top: Record) -> tuple[float, float]:
        lat = max(-90.0, min(90.0, float(top["lat"])))
        lon = (float(top["lon"]) + 180.0) % 360.0 - 180.0
        return lat, lon

    return float(geodesic(point(want), point(got)).km)


def prf(right: int, predicted: int, wanted: int) -> dict[str, Any]:
    """Precision, recall and F1, each 0 where it is undefined, with the counts."""
    precision = right / predicted if predicted else 0.0
    recall = right / wanted if wanted else 0.0
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    return {
        "precision": precision,
        "recall": recall,
        "f1": f1,
        "right": right,
        "predicted": predicted,
        "gold": wanted,
    }


def area(errors: list[float]) -> float:
    """The area under the curve of the sorted ln(error + 1): 0 best, 1 worst."""
    logs = [math.log(e + 1) for e in sorted(errors)]
    if len(logs) == 1:
        return logs[0] / math.log(FAR_KM)
    trapezoids = sum((a + b) / 2 for a, b in pairwise(logs))
    return trapezoids / (math.log(FAR_KM) * (len(logs) - 1))


def distances(errors: list[float]) -> dict[str, Any]:
    """The figures of a list of errors in km; None where there are none."""
    if not errors:
        return {
            "n": 0,
            "acc161": None,
            "acc40": None,
            "acc20": None,
            "mean_km": None,
            "median_km": None,
            "auc": None,
        }
    return {
        "n": len(errors),
        "acc161": sum(e <= 161.0 for e in errors) / len(errors),
        "acc40": sum(e <= 40.0 for e in errors) / len(errors),
        "acc20": sum(e <= 20.0 for e in errors) / len(errors),
        "mean_km": mean(errors),
        "median_km": median(errors),
        "auc": area(errors),
    }


def score(
    gold_docs: Mapping[str, Record],
    predicted_docs: Mapping[str, Record],
    neutral: Iterable[str] = (),
    mode: str = "full",
) -> dict[str, Any]:
    """Score documents {id: document}; ids missing among the predictions are empty.

    mode "resolution": the system was given the gold spans; only spans equal to
    a gold one count, and recognition and end_to_end are left out.
    """
    neutral = set(neutral)
    exact = overlap = n_gold = n_got = 0
    answered: list[float] = []
    every: list[float] = []
    ids_gold = ids_given = ids_right = 0
    placed_got = placed_gold = 0
    near = dict.fromkeys(NEAR_KM, 0)
    for key, doc in gold_docs.items():
        gold = clean(doc["toponyms"], f"gold {key}")
        got = clean(predicted_docs.get(key, {}).get("toponyms", ()), f"prediction {key}")
        gold_scored = [t for t in gold if not kinds(t) & neutral]
        gold_neutral = [t for t in gold if kinds(t) & neutral]
        pairs = pair(gold_scored, got, exact_only=mode == "resolution")
        if gold_neutral:  # set aside predictions that only meet neutral names
            taken = {p for _, p in pairs}
            rest = [p for p in range(len(got)) if p not in taken]
            aside = {rest[p] for _, p in pair(gold_neutral, [got[p] for p in rest])}
            if aside:
                keep = [p for p in range(len(got)) if p not in aside]
                place = {old: new for new, old in enumerate(keep)}
                got = [got[p] for p in keep]
                pairs = [(g, place[p]) for g, p in pairs]
        n_gold += len(gold_scored)
        n_got += len(got)
        overlap += len(pairs)
        exact += sum(
            gold_scored[g]["start"] == got[p]["start"] and gold_scored[g]["end"] == got[p]["end"]
            for g, p in pairs
        )
        partner = dict(pairs)
        unjudged = 0
        for g, want in enumerate(gold_scored):
            answer = got[partner[g]] if g in partner else None
            if want.get("geonameid") is not None:
                ids_gold += 1
                if answer is not None and answer.get("geonameid") is not None:
                    ids_given += 1
                    ids_right += int(answer["geonameid"]) == int(want["geonameid"])
            if not located(want):
                unjudged += answer is not None and located(answer)
                continue
            placed_gold += 1
            if answer is None or not located(answer):
                every.append(FAR_KM)
                continue
            error = error_km(want, answer)
            answered.append(error)
            every.append(error)
            for limit in NEAR_KM:
                near[limit] += error <= limit
        placed_got += sum(located(t) for t in got) - unjudged
    result: dict[str, Any] = {
        "documents": len(gold_docs),
        "documents_without_prediction": sum(k not in predicted_docs for k in gold_docs),
        "resolution": {
            "all": dict(distances(every), id_n=ids_gold, id_acc=ids_right / ids_gold if ids_gold else None),
            "answered": dict(
                distances(answered), id_n=ids_given, id_acc=ids_right / ids_given if ids_given else None
            ),
        },
    }
    if mode == "full":
        result["recognition"] = {"exact": prf(exact, n_got, n_gold), "overlap": prf(overlap, n_got, n_gold)}
        result["end_to_end"] = {
            f"{limit:.0f}km": prf(near[limit], placed_got, placed_gold) for limit in NEAR_KM
        }
    return result


def report(result: Mapping[str, Any]) -> str:
    """The figures as lines for a person."""

    def number(value: float | None, form: str) -> str:
        return "     -" if value is None else format(value, form)

    lines = [
        f"documents      {result['documents']}"
        f"  (without a prediction: {result['documents_without_prediction']})"
    ]
    for part in ("recognition", "end_to_end"):
        for name, s in result.get(part, {}).items():
            lines.append(
                f"{part + ' ' + name:<22} P {s['precision']:.3f}  R {s['recall']:.3f}  "
                f"F1 {s['f1']:.3f}   ({s['right']} of {s['predicted']} predicted, {s['gold']} gold)"
            )
    for name, s in result["resolution"].items():
        lines.append(
            f"{'resolution ' + name:<22} n {s['n']}  acc161 {number(s['acc161'], '.3f')}  "
            f"acc20 {number(s['acc20'], '.3f')}  mean {number(s['mean_km'], '.0f')} km  "
            f"median {number(s['median_km'], '.1f')} km  AUC {number(s['auc'], '.3f')}  "
            f"id {number(s['id_acc'], '.3f')} of {s['id_n']}"
        )
    return "\n".join(lines)
