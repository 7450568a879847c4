"""Accuracy floors: parse gold texts with what ships and hold the figures against ``gate.json``.

    python -m tests.gate.gate            the gate's own texts, and the usual corpora where they are
    python -m tests.gate.gate --full     every corpus
    python -m tests.gate.gate --update   raise the floors to a point under the figures reached
    ... --update --lower "REASON"        let floors fall as well, and record why

The corpora lie beside the repository (``../shared/corpora``) and are not part of it: where they are
absent only the gate's own texts are judged, and that is said. Floors name their data's hash, so
that a changed text set can't pass for a changed figure.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from geo.datafiles import sha256
from geo.evaluation import evaluate
from geo.export import to_record
from geo.pipeline import Geoparser
from geo.reading import read_documents

HERE = Path(__file__).resolve().parent
FLOORS = HERE.parents[1] / "gate.json"
CORPORA = HERE.parents[2] / "shared" / "corpora"
MARGIN = 0.01
"""How far under the figure reached a floor is set: one point."""

NAMES_ONLY = "Demonym,Language,Homonym"
LITERAL = "Demonym,Language,Homonym,Non_Literal_Modifier,Embedded_Non_Lit"


@dataclass(frozen=True)
class TextSet:
    """One gold file and the annotation policy that it is scored by."""

    path: Path
    demonyms: bool
    neutral: str = ""
    """Gold kinds left out of recognition."""
    neutral_end: str = ""
    """Gold kinds left out end to end."""
    precision: bool = True
    """Whether unmarked names count against a system; where only some names are marked they don't."""


def text_sets(*, full: bool) -> dict[str, TextSet]:
    """The text sets by name, those first that every checkout has."""
    sets = {"own": TextSet(HERE / "texts.jsonl", demonyms=True)}
    usual = {
        "lgl": (True, "", ""),
        "geovirus": (False, "", ""),
        "trnews": (True, "", ""),
        "gwn": (True, NAMES_ONLY, LITERAL),
        "tudloc": (False, "", ""),
    }
    rest = {
        "geocorpora": (False, "", ""),
        "semeval": (False, "", ""),
        "wiktor": (False, "", ""),
        "ju2016": (False, "", ""),
    }
    for name, (demonyms, neutral, neutral_end) in {**usual, **(rest if full else {})}.items():
        path = CORPORA / f"{name}.open.jsonl"
        if path.is_file():
            sets[name] = TextSet(
                path, demonyms, neutral, neutral_end, precision=name not in ("wiktor", "ju2016")
            )
    return sets


def figures(text_set: TextSet) -> dict[str, float]:
    """The figures that floors hold, each 0 to 1."""
    geoparser = _geoparser(text_set.demonyms)
    gold = [json.loads(line) for line in text_set.path.read_text(encoding="utf-8").split("\n") if line]
    given = [to_record(d) for d in geoparser.resolve(read_documents(text_set.path, spans=True))]
    resolved = evaluate(gold, given, mode="resolution")["resolution"]["all"]
    result = {"resolution acc161": resolved["acc161"], "resolution acc20": resolved["acc20"]}
    if not text_set.precision:
        return result
    found = [to_record(d) for d in geoparser.pipe(read_documents(text_set.path))]
    named = evaluate(gold, found, neutral_kinds=_kinds(text_set.neutral))["recognition"]
    whole = evaluate(gold, found, neutral_kinds=_kinds(text_set.neutral_end))["end_to_end"]
    return {
        "recognition exact F1": named["exact"]["f1"],
        "recognition overlap P": named["overlap"]["precision"],
        "recognition overlap R": named["overlap"]["recall"],
        "recognition overlap F1": named["overlap"]["f1"],
        **result,
        "end to end 161 km F1": whole["161km"]["f1"],
    }


def _kinds(listed: str) -> list[str]:
    return [kind for kind in listed.split(",") if kind]


_geoparsers: dict[bool, Geoparser] = {}


def _geoparser(demonyms: bool) -> Geoparser:
    if demonyms not in _geoparsers:
        _geoparsers[demonyms] = Geoparser(demonyms=demonyms)
    return _geoparsers[demonyms]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--full", action="store_true", help="every corpus that is there")
    parser.add_argument("--update", action="store_true", help="raise the floors")
    parser.add_argument("--lower", metavar="REASON", help="with --update: let floors fall, and say why")
    options = parser.parse_args()
    floors = (
        json.loads(FLOORS.read_text(encoding="utf-8")) if FLOORS.exists() else {"sets": {}, "lowered": []}
    )
    sets = text_sets(full=options.full)
    if len(sets) == 1:
        print("the corpora are not beside this checkout: only the gate's own texts are judged")
    failed = 0
    for name, text_set in sets.items():
        failed += _judge(name, text_set, floors, options)
    if options.update:
        FLOORS.write_text(json.dumps(floors, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    print("gate:", "FAILED" if failed else "held", f"({failed} figures under their floors)" if failed else "")
    return 1 if failed else 0


def _judge(name: str, text_set: TextSet, floors: dict, options: argparse.Namespace) -> int:
    begun = time.perf_counter()
    reached = figures(text_set)
    digest = sha256(text_set.path)
    entry = floors["sets"].setdefault(name, {"sha256": digest, "floors": {}})
    failed = 0
    if entry["sha256"] != digest and not options.update:
        print(f"{name}: the texts are not those that the floors were set on; --update sets them anew")
        return 1
    entry["sha256"] = digest
    print(f"{name}  ({time.perf_counter() - begun:.0f} s)")
    for figure, value in reached.items():
        floor = entry["floors"].get(figure)
        new = round(value - MARGIN, 3)
        mark = ""
        if floor is not None and value < floor:
            if options.update and options.lower:
                floors["lowered"].append(
                    {"set": name, "figure": figure, "from": floor, "to": new, "why": options.lower}
                )
                entry["floors"][figure] = new
                mark = "lowered"
            else:
                failed += 1
                mark = "UNDER ITS FLOOR"
        elif options.update and (floor is None or new > floor):
            entry["floors"][figure] = new
        print(f"  {figure:<24} {value:.3f}   floor {entry['floors'].get(figure, 0):.3f} {mark}")
    return failed


if __name__ == "__main__":
    sys.exit(main())
