"""The tagger's own figures, by policy."""

from __future__ import annotations

from geo.training.recogniser.figures import scored, table

TEXT = "Kent and the French in Rome"
GOLD = [
    {
        "id": "1",
        "toponyms": [
            {"start": 0, "end": 4, "text": "Kent"},
            {"start": 13, "end": 19, "text": "French", "kind": "Demonym"},
            {"start": 23, "end": 27, "text": "Rome"},
        ],
    }
]
FOUND = [
    {
        "id": "1",
        "spans": [
            {"start": 0, "end": 4, "label": "LOC"},
            {"start": 5, "end": 8, "label": "PER"},
            {"start": 13, "end": 19, "label": "DEM"},
            {"start": 20, "end": 27, "label": "NEST"},
        ],
    }
]


def test_only_the_policy_s_labels_count():
    plain = scored(GOLD, FOUND, ("LOC", "NEST"), ())
    assert (plain["overlap"]["precision"], round(plain["overlap"]["recall"], 3)) == (1.0, 0.667)
    assert plain["exact"]["precision"] == 0.5
    assert scored(GOLD, FOUND, ("LOC", "NEST", "DEM"), ())["overlap"]["f1"] == 1.0
    assert scored(GOLD, FOUND, ("LOC", "NEST"), ("Demonym",))["overlap"]["recall"] == 1.0


def test_a_line_for_each_policy():
    lines = table("lgl", GOLD, FOUND)
    assert len(lines) == 2
    assert lines[0].split()[-4:] == ["1.0000", "1.0000", "1.0000", "0.6667"]
