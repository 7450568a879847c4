"""What sixty short texts of our own are about."""

from __future__ import annotations

import json
from pathlib import Path

from geo.resolution import Resolver
from tests.resolution.marked import marked

TEXTS = [
    json.loads(line)
    for line in (Path(__file__).parent / "focus.jsonl").read_text(encoding="utf-8").split("\n")
    if line
]


def mistaken(resolver: Resolver) -> list[str]:
    """The texts whose main country or division is another than the one set by hand."""
    wrong = []
    for want in TEXTS:
        focus = resolver.resolve([marked(want["text"])])[0].focus
        countries = [f.place.country for f in focus if f.level == "country"]
        divisions = [f.place.name for f in focus if f.level == "division"]
        if countries[:1] != [want["country"]]:
            wrong.append(f"{countries} for {want['country']}: {want['text']}")
        elif want["division"] and divisions[:1] != [want["division"]]:
            wrong.append(f"{divisions} for {want['division']}: {want['text']}")
    return wrong


def test_nineteen_in_twenty_are_right(resolver: Resolver) -> None:
    assert len(TEXTS) >= 60
    wrong = mistaken(resolver)
    assert len(wrong) <= 0.05 * len(TEXTS), "\n".join(wrong)


def test_focus_says_why(resolver: Resolver) -> None:
    document = resolver.resolve([marked("[Lyon] and [Paris] flooded; [France] sent troops.")])[0]
    country = document.focus[0]
    assert country.level == "country"
    assert country.place.name == "France"
    assert 0.9 <= country.share <= 1.0
    assert "Lyon" in country.evidence
    assert "Paris" in country.evidence
