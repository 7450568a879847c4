"""How much of a corpus the gazetteer can answer at all: the ceiling for every resolver.

``python -m geo.gazetteer.coverage CORPUS.jsonl ...`` prints, for each corpus, the share of located
gold toponyms that have any candidate, that have one within 161 km of the gold point among the 50 that
a look-up returns, and whose first candidate by prior alone lies within 161 km. ``--kinds`` sorts what is
missing or far into kinds, by what the name looks like and what answered to it.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from geo.errors import InputError
from geo.gazetteer import open_gazetteer
from geo.gazetteer.cells import great_circle_km
from geo.gazetteer.embedded import EmbeddedGazetteer
from geo.types import Candidate

NEAR_KM = 161.0
"""A hundred miles: the field's usual measure of "the right place"."""


@dataclass(slots=True)
class Coverage:
    """What the gazetteer can answer of one corpus's located toponyms."""

    located: int = 0
    answered: int = 0
    near: int = 0
    first: int = 0
    missing: Counter[str] = field(default_factory=Counter)
    far: Counter[str] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)
    """What is missing or far, by kind."""
    later: Counter[str] = field(default_factory=Counter)
    """Names whose right place is there but not first by prior."""

    def line(self) -> str:
        """The shares as one line of text."""
        total = self.located or 1
        return (
            f"{self.located:6} located  any {self.answered / total:.4f}"
            f"  within 161 km {self.near / total:.4f}  first {self.first / total:.4f}"
        )


def gold_toponyms(path: Path) -> Iterator[tuple[str, float, float]]:
    """Text, latitude and longitude of each located toponym of a corpus in the evaluation's schema."""
    with path.open(encoding="utf-8", newline="\n") as stream:
        for number, line in enumerate(stream, 1):
            try:
                for toponym in json.loads(line)["toponyms"]:
                    if toponym["lat"] is not None:
                        yield toponym["text"], toponym["lat"], toponym["lon"]
            except (ValueError, KeyError) as error:
                raise InputError(f"{path.name}, line {number}: {error!r}") from error


_ADDRESS = re.compile(
    r"\d|\b(?:street|st\.|avenue|ave|road|rd|drive|lane|boulevard|highway|parkway|strasse|stra[sß]e|rue)\b|strasse$",
    re.IGNORECASE,
)
_NATURE = re.compile(
    r"\b(?:river|lake|creek|mount|mountains?|island|bay|canyon|falls|beach|valley|ridge|hills?|forest|park|crater"
    r"|reserve|canal|basin|point|bog)\b",
    re.IGNORECASE,
)
_FACILITY = re.compile(
    r"\b(?:universit|college|school|elementary|high|hospital|medical|clinic|church|cathedral|shrine|museum|gallery"
    r"|library|theat|hall|hotel|resort|center|centre|building|tower|palace|court|embassy|ministry|commission|council"
    r"|bank|market|mall|club|stadium|field|estate|prison|station|airport|bridge|dam|headquarters|office|plaza)",
    re.IGNORECASE,
)


def kind_of_miss(name: str, candidates: Sequence[Candidate]) -> str:
    """The kind of a toponym that no candidate is near to, told by rule from its name and its candidates."""
    if candidates and candidates[0].match in ("exact", "demonym", "abbreviation"):
        place = candidates[0].place
        for codes, kind in (("PCL TERR", "a country's point"), ("ADM1", "a first-order division's point")):
            if place.feature_code.startswith(tuple(codes.split())):
                return kind
        if place.feature_class == "L" or place.feature_code in ("OCN", "SEA"):
            return "a region's or sea's point"
        if place.feature_class in "HT":
            return "the point of a river, range or island"
    for pattern, kind in (
        (_ADDRESS, "street, number"),
        (_FACILITY, "facility"),
        (_NATURE, "natural feature"),
    ):
        if pattern.search(name):
            return kind
    if name.isupper() and len(name) <= 5:
        return "abbreviation"
    return (
        "settlement or quarter, only namesakes known" if candidates else "settlement or other name, unknown"
    )


def measure(gazetteer: EmbeddedGazetteer, toponyms: Sequence[tuple[str, float, float]]) -> Coverage:
    """Look every toponym up by its name alone."""
    result = Coverage()
    found = gazetteer.lookup([name for name, _, _ in toponyms])
    for (name, lat, lon), candidates in zip(toponyms, found, strict=True):
        result.located += 1
        result.answered += bool(candidates)
        away = [great_circle_km(lat, lon, c.place.footprint.lat, c.place.footprint.lon) for c in candidates]
        near = any(distance <= NEAR_KM for distance in away)
        first = bool(away) and away[0] <= NEAR_KM
        result.near += near
        result.first += first
        if not near:
            result.kinds[kind_of_miss(name, candidates)] += 1
        if not candidates:
            result.missing[name] += 1
        elif not near:
            result.far[f"{name} ({min(away):.0f} km)"] += 1
        elif not first:
            result.later[f"{name} [{candidates[0].place.name} {candidates[0].place.feature_code}]"] += 1
    return result


def main(arguments: Sequence[str] | None = None) -> None:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m geo.gazetteer.coverage", description=__doc__)
    parser.add_argument("corpora", nargs="+", type=Path, metavar="CORPUS")
    parser.add_argument("--gazetteer", type=Path, metavar="PATH")
    parser.add_argument("--names", type=int, default=0, metavar="N", help="list the N commonest misses")
    parser.add_argument("--kinds", action="store_true", help="count what is missing or far by kind")
    options = parser.parse_args(arguments)
    gazetteer = open_gazetteer(options.gazetteer)
    for path in options.corpora:
        result = measure(gazetteer, list(gold_toponyms(path)))
        sys.stdout.write(f"{path.name.partition('.')[0]:11}{result.line()}\n")
        for kind, count in result.kinds.most_common() if options.kinds else ():
            sys.stdout.write(f"  {count:5} {kind}\n")
        for title in ("missing", "far", "later"):
            listed = getattr(result, title).most_common(options.names)
            if listed:
                sys.stdout.write(f"  {title}: {'; '.join(f'{name} {n}' for name, n in listed)}\n")


if __name__ == "__main__":
    main()
