"""What the words in and around a name tell."""

from __future__ import annotations

import pytest

from geo.resolution import words
from geo.resolution.kinds import fits


def kind(text: str) -> str:
    """The family told beside the name in brackets."""
    start, end = text.index("["), text.index("]") - 1
    return words.near_kind(text.replace("[", "").replace("]", ""), start, end)


@pytest.mark.parametrize(
    ("text", "family"),
    [
        ("police in [Lagos] State said", "first"),
        ("the [Cook] County jail", "division"),
        ("on [Lake] Tahoe", ""),
        ("boats on Lake [Victoria] sank", "water"),
        ("the town of [Paris] burned", "town"),
        ("the mayor of [Jordan], a small city in Minnesota", "town"),
        ("the head of [Jordan], a small city in Minnesota", "town"),
        ("[Jackson], a small town in Ohio, burned", "town"),
        ("[Victoria] is the capital city of British Columbia", "town"),
        ("the Republic of [Georgia] said", "country"),
        ("she left [Paris] on Monday", ""),
    ],
)
def test_kind_words_beside_a_name(text: str, family: str) -> None:
    assert kind(text) == family


@pytest.mark.parametrize(
    ("mention", "variant"),
    [
        ("northern Iraq", "Iraq"),
        ("the Caucasus", "Caucasus"),
        ("City of Victoria", "Victoria"),
        ("Minnesotans", "Minnesotan"),
        ("Paris, Texas", "Paris"),
        ("Mexico City area", "Mexico City"),
        ("#SouthSudan", "South Sudan"),
        ("Ohio's", "Ohio"),
        ("The Republic of Congo", "Republic of the Congo"),
        ("Gulf of the Tonkin", "Gulf of Tonkin"),
    ],
)
def test_other_spellings(mention: str, variant: str) -> None:
    assert variant in words.variants(mention)


def test_spellings_leave_names_whole_that_only_look_glued() -> None:
    assert words.variants("McDonald") == []


def test_parts_of_a_name_come_longest_first() -> None:
    assert words.contained_names("New York Public Library")[:2] == ["New York Public", "York Public Library"]
    assert "New York" in words.contained_names("New York Public Library")


def test_sentences_end_between_names() -> None:
    assert words.sentence_break(". Later ")
    assert words.sentence_break(". ")
    assert not words.sentence_break(", then ")


def test_runs_of_capitals_keep_offsets_behind_emoji() -> None:
    text = "🌍 She left Rio de Janeiro for St. Louis."
    runs = [text[run[0][0] : run[-1][1]] for run in words.capitalised_runs(text)]
    assert runs == ["She", "Rio de Janeiro", "St. Louis"]


def test_families_and_codes() -> None:
    assert fits("first", "A", "ADM1")
    assert not fits("division", "A", "PCLI")
    assert fits("island", "T", "ISL")
    assert not fits("town", "A", "ADM2")
