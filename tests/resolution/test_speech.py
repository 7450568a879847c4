"""Words that tell a country, a river by its bare name, and a set of our own of the kinds that go wrong."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from geo.resolution import Resolver
from geo.resolution.speech import READ, speech_of
from geo.resolution.words import on_water
from tests.resolution.marked import marked, named
from tests.resolution.test_pairs import is_meant

KINDS = [
    json.loads(line)
    for line in (Path(__file__).parent / "kinds.jsonl").read_text(encoding="utf-8").split("\n")
    if line
]
RIGHT = {"dev": 0.85, "held": 0.8}
"""Least share right of the texts that the rules were made on, and of those held back meanwhile."""


def test_a_word_speaks_for_its_countries_once() -> None:
    told = speech_of("The sheriff met the SHERIFF at the high school.")
    assert told == {"US": 2.0}
    assert speech_of("Councillors said £5 was fair.")["GB"] == 2.0
    assert "US" not in speech_of("Councillors said the theatre was fair.")
    assert speech_of("") == {}


def test_only_the_opening_of_a_report_is_read() -> None:
    assert speech_of("x " * READ + "sheriff") == {}


@pytest.mark.parametrize(
    ("text", "name", "wet"),
    [
        ("They rafted down the Colorado for six days.", "Colorado", True),
        ("Barges waited on the Mississippi below Memphis.", "Mississippi", True),
        ("Bills moved along the Colorado legislature's calendar.", "Colorado", False),
        ("Farmers in the Mississippi delta waited.", "Mississippi", False),
        ("They drove down Colorado roads.", "Colorado", False),
    ],
)
def test_a_rivers_bare_name(text: str, name: str, wet: bool) -> None:
    start = text.index(name)
    assert on_water(text, start, start + len(name)) is wet


@pytest.mark.parametrize("part", ["dev", "held"])
def test_the_kinds_that_go_wrong(resolver: Resolver, part: str) -> None:
    texts = [want for want in KINDS if want["part"] == part]
    assert len(texts) >= 30
    wrong = []
    for want in texts:
        place = named(resolver.resolve([marked(want["text"])], always=True)[0], want["name"]).place
        if not is_meant(place, want):
            wrong.append(f"{want['name']}: {place.id if place else None} in {want['text']}")
    assert len(wrong) <= (1.0 - RIGHT[part]) * len(texts), "\n".join(wrong)


def test_a_list_of_states_and_a_town_beside_them(resolver: Resolver) -> None:
    text = "Crops failed in [Alabama], [Louisiana] and [Mississippi]."
    place = named(resolver.resolve([marked(text)])[0], "Mississippi").place
    assert place is not None and place.feature_code == "ADM1"
