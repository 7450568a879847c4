"""Texts without any capitals: names are found all the same, and ordinary prose stays without any."""

import pytest

FOUND = [
    ("springfield is in greene county, missouri", ["springfield", "greene county", "missouri"]),
    ("floods in northern mozambique drove people to beira and nampula", ["mozambique", "beira", "nampula"]),
    ("so happy to be back in london with my girls", ["london"]),
    ("police in lagos arrested two men on thursday, officials in abuja said", ["lagos", "abuja"]),
    ("earthquake felt across tokyo and osaka this morning", ["tokyo", "osaka"]),
    ("the road from kampala to jinja is closed near mukono", ["kampala", "jinja", "mukono"]),
    ("she was born in marion, ohio, and died in canton", ["marion", "ohio", "canton"]),
]

NOT_FOUND = [
    "we were reading in the nice warm kitchen when the phone rang again",
    "i think that they should march to their own beat and be of good cheer",
    "the police said that nobody was hurt in the accident last night",
    "mobile phones are banned and the chance of a split is small",
    "my cat is sick and i do not know what to do about it",
    "thanks for the follow, have a great weekend everyone",
]


@pytest.mark.parametrize(("text", "names"), FOUND)
def test_names_are_found(geoparser, text: str, names: list[str]) -> None:
    found = [m.text for m in geoparser.recognizer.recognize([text])[0]]
    assert [name for name in names if not any(name in f or f in name for f in found)] == []


@pytest.mark.parametrize("text", NOT_FOUND)
def test_prose_stays_without_names(geoparser, text: str) -> None:
    assert geoparser.recognizer.recognize([text])[0] == []
