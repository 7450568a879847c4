"""What is weighed where tagger and lexicon meet, and that the table is one that can weigh it."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from geo.gazetteer import open_gazetteer
from geo.recognition import weighing
from geo.recognition.combined import Recognizer
from geo.recognition.weighing import Text, likelihood, log_odds
from tests.recognition.test_combined import Told, names


@dataclass(frozen=True)
class Span:
    start: int
    end: int
    label: str
    score: float = 0.97
    place: float = 0.98
    associative: float = 0.1


def test_log_odds_and_likelihood() -> None:
    assert log_odds(0.5) == 0.0
    assert log_odds(1.0) == -log_odds(0.0) == weighing.MOST
    assert likelihood([]) == 0.5
    name, weight = max(weighing.weights().items(), key=lambda item: item[1])
    assert likelihood([(name, 1.0)]) > 0.5 and weight > 0


def test_the_rest_of_the_text_speaks_for_a_name() -> None:
    text = "Jordan Hale spoke in Oslo. Oslo was calm. Hale left."
    spans = [Span(0, 11, "PER"), Span(21, 25, "LOC"), Span(27, 31, "LOC", place=0.6)]
    rest = Text(text, spans)
    assert dict(rest.facts("Oslo", log_odds(0.6)))["elsewhere"] == pytest.approx(log_odds(0.98))
    assert rest.facts("Bergen", None) == [("only here", 1.0)]
    assert ("part of a person", 1.0) in rest.facts("Hale", None)
    assert ("part of a person, stood in", 1.0) not in rest.facts("Hale", None)
    lived = Text("Jordan Hale lives in Hale. Hale is small.", [Span(0, 11, "PER")])
    assert ("part of a person, stood in", 1.0) in lived.facts("Hale", None)


@pytest.mark.parametrize(
    ("text", "told", "wanted"),
    [
        ("Officials of United Russia won.", {"United_Russia": "ORG", "Russia": "NEST"}, []),
        ("He flew to the United Kingdom.", {"United_Kingdom": "LOC"}, ["United Kingdom"]),
        ("A spokesman of Hamas said so.", {"Hamas": "LOC"}, []),
        ("He was held in the Laurel County Jail.", {"Laurel_County_Jail": "FAC", "Laurel_County": "NEST"},
         ["Laurel County"]),
        ("A plane left Kabul airport.", {"Kabul_airport": "FAC", "Kabul": "NEST"}, ["Kabul airport"]),
        ("Police in St. Thomas said so.", {"St.": "LOC", "Thomas": "NEST"}, ["St. Thomas"]),
        ("He drove south on U.S. 95 near Boise.", {"U.S.": "LOC", "Boise": "LOC"}, ["U.S. 95", "Boise"]),
        ("In the U.S. 20 people died.", {"U.S.": "LOC"}, ["U.S."]),
        ("She teaches English and speaks fluent French.", {"English": "DEM", "French": "DEM"}, []),
        ("The gunman shouted in Turkish, and ran.", {"Turkish": "DEM"}, []),
        ("The gunman stood in Turkish waters.", {"Turkish": "DEM"}, ["Turkish"]),
        ("The U.N. said so.", {"U.N.": "LOC"}, []),
        ("The New Zealand Herald said so.", {"The_New_Zealand_Herald": "ORG"}, []),
    ],
)  # fmt: skip
def test_boundaries_and_names_that_are_no_places(text: str, told: dict[str, str], wanted: list[str]) -> None:
    recogniser = Recognizer(open_gazetteer(), Told(**told))
    assert [name for name, _ in names(recogniser, text)] == wanted


def test_the_fit_keeps_to_what_a_person_would_set() -> None:
    from geo.training.meeting_weights import Row, fit, prior

    sure = [("LOC ", 1.0), ("LOC z", 3.0)]
    rows = [Row([*sure, ("seen first", 1.0)], i % 4 > 0, "a") for i in range(40)]
    rows += [Row([("new ", 1.0), ("new part of a person", 1.0)], False, "a") for _ in range(10)]
    table = fit([*rows, Row([("new rare", 1.0)], True, "a")])
    assert "new rare" not in table, "too seldom met"
    assert abs(table["LOC z"] - prior("LOC z")) < 0.3
    assert table["new part of a person"] <= prior("new part of a person") + 0.1
    assert prior("small LOC z") == prior("LOC z")


def test_a_large_corpus_does_not_decide_alone() -> None:
    from geo.training.meeting_weights import Row, fit

    street = [("FAC ", 1.0), ("seen head street", 1.0)]
    few = [Row(street, True, "few") for _ in range(40)]
    weights = []
    for corpus in ("many", "few"):
        table = fit([*(Row(street, False, corpus) for _ in range(400)), *few])
        weights.append(sum(weight for name, weight in table.items() if name in dict(street)))
    # forty names of a corpus of their own weigh more than forty among four hundred of the same corpus
    assert weights[1] + 0.5 < weights[0] < 0


def test_the_shipped_table_weighs_facts_that_exist() -> None:
    kinds = {"LOC", "NEST", "FAC", "DEM", "seen", "new", "people"}
    table = weighing.weights()
    assert {name.removeprefix("small ").split(" ")[0] for name in table} == kinds
    for label in ("LOC", "NEST", "FAC", "small LOC"):
        assert table[f"{label} z"] > 0, "the tagger's word counts for a place"
        assert table[f"{label} lexicon"] > 0, "and so does the lexicon's"
    assert table["new part of a person"] < 0
