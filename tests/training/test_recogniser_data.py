"""From annotated tokens to samples of this project's labels."""

from __future__ import annotations

import json
import random

import pytest

from geo.training.recogniser.data import (
    Labelled,
    Sample,
    detokenise,
    joined,
    read_bio,
    read_places,
    upper_cased,
)
from geo.training.recogniser.relabel import Relabeller

KNOWN = {
    "Springfield": 4,
    "Kent": 2,
    "Ohio": 2,
    "Mansfield": 8,
    "Washington": 2 | 4,
    "French": 128,
    "Miami": 4,
    "Green": 8 | 2048,
}


def flags(names):
    return [KNOWN.get(name, 0) for name in names]


def relabelled(text, *spans):
    made = Relabeller(flags).sample(
        Sample(text, tuple(Labelled(text.index(n), text.index(n) + len(n), (x,)) for n, x in spans))
    )
    return [(text[s.start : s.end], s.labels[0]) for s in made.spans]


def test_tokens_become_running_text():
    tokens = ["``", "We", "wo", "n't", ",", "''", "said", "(", "John", ")", "-LRB-", "x", "-RRB-", "."]
    text, offsets = detokenise(tokens, hyphens_split=False)
    assert text == '"We won\'t," said (John) (x).'
    assert [text[a:b] for a, b in offsets][:5] == ['"', "We", "wo", "n't", ","]
    assert detokenise(["U.S.", "-", "led"], hyphens_split=True)[0] == "U.S.-led"


def test_places_nested_in_organisations():
    text = "The Springfield City Council and University of Kent met."
    found = relabelled(text, ("Springfield City Council", "ORG"), ("University of Kent", "ORG"))
    assert found == [
        ("Springfield", "NEST"),
        ("City Council", "ORG"),
        ("University of", "ORG"),
        ("Kent", "NEST"),
    ]


@pytest.mark.parametrize("name", ["Miami Herald", "Washington Mutual Bank", "Green Party", "Mansfield Group"])
def test_media_companies_and_common_words_hold_no_places(name):
    assert relabelled(f"The {name} said", (name, "ORG")) == [(name, "ORG")]


def test_demonyms_wherever_they_stand_but_not_languages():
    assert relabelled("A French officer, two French boats") == [("French", "DEM"), ("French", "DEM")]
    assert relabelled("She wrote in French.") == []


def test_places_are_parted_at_commas_and_lose_small_words():
    assert relabelled("in the southern Kent, Ohio", ("the southern Kent, Ohio", "LOC")) == [
        ("Kent", "LOC"),
        ("Ohio", "LOC"),
    ]


@pytest.mark.parametrize("name", ["Main St.", "Interstate 45", "County Road 109", "Kent Airport", "I-95"])
def test_roads_and_facilities_by_their_looks(name):
    assert Relabeller(flags).is_facility(name)
    assert not Relabeller(flags).is_facility("Kent")
    assert not Relabeller(flags).is_facility("Street")


def test_facilities():
    assert relabelled("at Springfield Airport", ("Springfield Airport", "LOC")) == [
        ("Springfield", "NEST"),
        ("Airport", "FAC"),
    ]
    assert relabelled("on Springfield Road", ("Springfield Road", "LOC")) == [("Springfield Road", "FAC")]


def test_reading_bio_and_corpora(tmp_path):
    path = tmp_path / "gum.jsonl"
    path.write_text(json.dumps({"tokens": ["New", "York", "!"], "tags": ["B-LOC", "I-LOC", "O"]}) + "\n")
    (sample,) = read_bio(path, rng=random.Random(1))
    assert sample == Sample("New York!", (Labelled(0, 8, ("LOC",)),))
    row = {
        "id": "1",
        "group": "g",
        "text": "Turks left Kent.",
        "toponyms": [
            {"start": 0, "end": 5, "text": "Turks", "kind": "Demonym"},
            {"start": 11, "end": 15, "text": "Kent", "kind": "Metonymic"},
        ],
    }
    path.write_text(json.dumps(row) + "\n")
    ((_, group, sample),) = read_places(
        path, is_demonym=lambda name: False, is_facility=Relabeller(flags).is_facility
    )
    assert group == "g"
    assert [(s.labels[0], s.kind) for s in sample.spans] == [("DEM", -1), ("LOC", 1)]
    assert "PER" in sample.rest


def test_joining_and_capitals_keep_offsets():
    one = Sample("In Kent", (Labelled(3, 7, ("LOC",)),))
    both = upper_cased(joined([one, one]))
    assert [both.text[s.start : s.end] for s in both.spans] == ["KENT", "KENT"]
    assert len(upper_cased(Sample("Straße ŉ", ())).text) == len("Straße ŉ")
