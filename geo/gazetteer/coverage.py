"""How much of a corpus the gazetteer can answer at all: the ceiling for every resolver.

``python -m geo.gazetteer.coverage CORPUS.jsonl ...`` prints, for each corpus, the share of located
gold toponyms that have any candidate, that have one within 161 km of the gold point among the 50 that
a look-up returns, and whose first candidate by prior alone lies within 161 km.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from geo.errors import InputError
from geo.gazetteer import open_gazetteer
from geo.gazetteer.cells import great_circle_km
from geo.gazetteer.embedded import EmbeddedGazetteer

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
    options = parser.parse_args(arguments)
    gazetteer = open_gazetteer(options.gazetteer)
    for path in options.corpora:
        result = measure(gazetteer, list(gold_toponyms(path)))
        sys.stdout.write(f"{path.name.partition('.')[0]:11}{result.line()}\n")
        for title in ("missing", "far", "later"):
            listed = getattr(result, title).most_common(options.names)
            if listed:
                sys.stdout.write(f"  {title}: {'; '.join(f'{name} {n}' for name, n in listed)}\n")


if __name__ == "__main__":
    main()
