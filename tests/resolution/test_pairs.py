"""Minimal pairs: two texts that differ by the words that decide which place a shared name means."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from geo.resolution import Resolver
from geo.resolution.kinds import fits
from geo.types import Place
from tests.resolution.marked import marked, named

PAIRS = [
    json.loads(line)
    for line in (Path(__file__).parent / "pairs.jsonl").read_text(encoding="utf-8").split("\n")
    if line
]


def is_meant(place: Place | None, want: dict[str, Any]) -> bool:
    """Whether a place is the one that a side of a pair names."""
    if place is None:
        return False
    if want["country"] and place.country != want["country"]:
        return False
    kind = want["kind"]
    if kind != "any" and not fits(kind, place.feature_class, place.feature_code):
        return False
    return not want["division"] or want["division"] in place.admin


def wrong_sides(resolver: Resolver) -> list[str]:
    """The texts that the resolver misreads, each with what it took the name for."""
    wrong = []
    for pair in PAIRS:
        for side in ("a", "b"):
            want = pair[side]
            toponym = named(resolver.resolve([marked(want["text"])])[0], pair["name"])
            if not is_meant(toponym.place, want):
                got = f"{toponym.place.id} {toponym.place.name}" if toponym.place else "nothing"
                wrong.append(f"{pair['name']} {side}: {got} {toponym.score} in {want['text']}")
    return wrong


@pytest.mark.slow
def test_nine_in_ten_are_right(resolver: Resolver) -> None:
    assert len(PAIRS) >= 120
    wrong = wrong_sides(resolver)
    assert len(wrong) <= 0.10 * 2 * len(PAIRS), "\n".join(wrong)
