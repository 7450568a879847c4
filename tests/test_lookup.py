"""``geo lookup``, as a person and as a pipe sees it."""

from __future__ import annotations

import json

import pytest

from geo import datafiles
from geo.cli import main

pytestmark = pytest.mark.skipif(
    not (datafiles.DATA / "gazetteer.sqlite").is_file(), reason="the gazetteer is not built"
)


def lookup(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    code = main(["lookup", *arguments])
    return code, capsys.readouterr().out


def test_best_first_with_what_it_is_and_where(capsys: pytest.CaptureFixture[str]) -> None:
    code, out = lookup(capsys, "Paris", "--limit", "3")
    heading, first, *others = out.splitlines()
    assert code == 0 and heading.startswith("Paris: 3 of ") and len(others) == 2
    for part in (
        "97 %",
        "Paris, Île-de-France, France",
        "capital",
        "2,138,551 people",
        "48.85",
        "geonames:2988507",
    ):
        assert part in first, part
    shares = [float(line.split("%")[0].replace("<", "")) for line in (first, *others)]
    assert shares == sorted(shares, reverse=True)


def test_several_names_and_words_that_are_one(capsys: pytest.CaptureFixture[str]) -> None:
    code, out = lookup(capsys, "Suva", "Paris, Texas", "--limit", "1")
    suva, texas = out.split("\n\n")
    assert code == 0 and suva.startswith("Suva: ") and texas.startswith("Paris, Texas: ")
    assert "Lamar County, Texas, United States" in texas
    assert lookup(capsys, "New", "York", "--limit", "1")[1].startswith("New York: 1 of ")


def test_a_near_miss_is_said_to_be_one(capsys: pytest.CaptureFixture[str]) -> None:
    code, out = lookup(capsys, "Venezeula", "Qqqqzzzz")
    near, unknown = out.strip().split("\n\n")
    assert code == 1, "one of the names has no answer"
    assert near.startswith("Venezeula: not known; like it (spelt Venezuela): ") and "country" in near
    assert unknown == "Qqqqzzzz: nothing is called so here"


def test_json_is_one_list_whatever_was_asked(capsys: pytest.CaptureFixture[str]) -> None:
    _, out = lookup(capsys, "--json", "Suva", "Qqqqzzzz", "Venezeula", "--limit", "1")
    rows = json.loads(out)
    assert [(row["query"], row["match"]) for row in rows] == [("Suva", "exact"), ("Venezeula", "fuzzy")]
    assert rows[0]["id"] == "geonames:2198148" and rows[0]["country"] == "FJ" and rows[1]["reasons"]
    assert lookup(capsys, "--json", "Qqqqzzzz")[1] == "[]\n"


def test_what_lies_at_a_point(capsys: pytest.CaptureFixture[str]) -> None:
    code, out = lookup(capsys, "--reverse", "-18.14,178.44", "--limit", "2")
    assert code == 0 and "km  Suva" in out and out.startswith("-18.14,178.44: the nearest towns")
    assert lookup(capsys, "--reverse", "-60,-120") == (1, "-60,-120: no town within 100 km\n")
